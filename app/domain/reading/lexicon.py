"""Every Vietnamese word the reader knows. Adding a phrase is one line here and one example in the tests.

Words stand in their canonical form (``text.canon``): lower case, tone on the first vowel (hòa, thủy), one dash.
"""

from __future__ import annotations

# --- Duties -------------------------------------------------------------------------------------------------------

# Verbs a duty begins with. Inside a sentence they also end the name of the unit before them.
VERBS = """
tham mưu|giúp|tiếp tục|tiếp thu|tiếp nhận|tăng cường|chủ trì|chủ công|chủ động|phối hợp|kết hợp|hướng dẫn|đôn đốc|theo dõi
tập trung|thực hiện|chỉ đạo|đẩy mạnh|đẩy nhanh|phát huy|tổ chức|rà soát|xây dựng|triển khai|hoàn thành|hoàn thiện
hoàn tất|báo cáo|tổng hợp|cập nhật|nâng cao|bố trí|bám sát|đề xuất|khẩn trương|thường xuyên|liên tục|kịp thời
phát động|thông báo|niêm yết|công khai|công bố|ban hành|(?<!chương )(?<!quy )(?<!quá )(?<!công )(?<!giáo )trình|cử|lập|thành lập|kiện toàn|kiểm tra|kiểm soát
kiểm kê|giám sát|thanh tra|thẩm định|thẩm tra|đánh giá|xử lý|giải quyết|tháo gỡ|khắc phục|chấn chỉnh|siết chặt
quán triệt|tuyên truyền|phổ biến|vận động|tập huấn|bồi dưỡng|đào tạo|mở|nghiên cứu|soạn thảo|dự thảo|xem xét
phê duyệt|quyết định|cho ý kiến|góp ý|tham gia|đăng ký|đăng tải|đăng|đưa|cung cấp|gửi|chuyển|nộp|bàn giao|giao(?! thông)(?! dịch)(?! lưu)(?! ban)(?! đất)
phân công|phân bổ|bổ sung|sửa đổi|sửa chữa|thay thế|điều chỉnh|giải ngân|thanh toán|quyết toán|thu|chi trả
mua sắm|trang bị|lắp đặt|đầu tư|nâng cấp|vận hành|duy trì|quản lý|sử dụng|khai thác|lưu trữ|số hóa|kết nối
chia sẻ|tích hợp|chuẩn hóa|chuẩn bị|đảm bảo|bảo đảm|cam kết|chịu trách nhiệm|có trách nhiệm|có ý kiến|có giải pháp
có phương án|có văn bản|có kế hoạch|nắm|nắm chắc|xác định|xác minh|thống kê|tính toán|phân tích|dự báo|thu thập
thu hồi|thu gom|tạo điều kiện|tạo|hỗ trợ|giới thiệu|nhân rộng|lựa chọn|tuyển dụng|bổ nhiệm|luân chuyển|điều động
sắp xếp|sáp nhập|ưu tiên|huy động|phân luồng|bảo trì|kiên quyết|nghiêm túc|quyết liệt|trực tiếp|tích cực|gương mẫu
chấp hành|tuân thủ|áp dụng|đổi mới|cải thiện|cải tiến|cải cách|cắt giảm|đơn giản hóa|rút ngắn|giảm|tăng|hạn chế
phòng ngừa|ngăn chặn|phát hiện|đấu tranh|xóa|đấu thầu|thi công|nghiệm thu|khảo sát|đo đạc|cắm mốc|giải phóng|di dời
tiêm|phun|trực|tuần tra|bảo vệ|cảnh báo|ứng phó|chú trọng|quan tâm|lồng ghép|xác nhận|rút kinh nghiệm|kiểm điểm
làm rõ|làm việc|làm tốt|làm|tìm|mời|họp|sơ kết|tổng kết|khen thưởng|biểu dương|đề nghị|yêu cầu|kiến nghị|phản ánh
trả lời|tiếp công dân|tiếp|đối thoại|lấy ý kiến|chỉnh trang|vệ sinh|trồng|nhập|lấy|ký|ký kết|quy định
căn cứ|đối chiếu|bảo quản|xúc tiến|thu hút|liên hệ|trao đổi|thống nhất|hiệp thương|không để|không được|không
cần|phải|sớm|ngay|nhanh chóng|cùng|cùng với|đồng thời|mạnh dạn|lưu ý|tham dự|bám|sẵn sàng|khơi thông|nạo vét|tu sửa
""".replace("\n", "|").strip("|")

# Verbs that also stand inside names ("văn phòng đăng ký đất đai"): right after the head noun they belong to it.
VERBS_IN_NAMES = (
    "phục vụ|đăng ký|quản lý|đầu tư|bảo vệ|kiểm tra|thanh tra|xây dựng|tiếp|tiếp nhận|điều phối|chỉ đạo|cải cách|chuyển"
    "|giải phóng|hỗ trợ|đào tạo|phòng ngừa|sắp xếp|đổi mới|thu|vệ sinh|bảo trì"
)

# Words that cannot open a duty although they end a name.
NOT_OPENERS = "cùng|cùng với|căn cứ|thống nhất|biểu dương|quy định|tự|để|cần"

# Other words that end the name of a unit.
NAME_STOPS = """
để|nhằm|theo|tại|trong|trước|sau|khi|về|cho|từ|đến|là|đã|đang|sẽ|được|bị|có|nếu|thì|mà|do|vì|qua|thông qua|với|như|nhất là
gồm|bao gồm|trên cơ sở|trực thuộc(?! trung ương)|hằng|hàng|định kỳ|chậm nhất|muộn nhất|hạn|kể|nêu|này|đó|cụ thể|và các nhiệm vụ|nơi|còn
""".replace("\n", "|").strip("|")

ORDER_VERBS = r"giao(?: nhiệm vụ| trách nhiệm)?(?: cho)?|phân công|yêu cầu|đề nghị"
FIRM_ORDERS = ("giao", "phân công")
SUBJECT_VERBS = "chủ trì|chủ công|quyết định|có trách nhiệm|chịu trách nhiệm"

# A block that begins so closes the document.
CLOSING = (
    r"(?:trên đây là|nay,? (?:văn phòng|thông báo)|(?:thừa|thực hiện) lệnh|thừa ủy quyền"
    r"|(?:trong )?quá trình (?:tổ chức |triển khai )*thực hiện,? (?:nếu|trường hợp|có)"
    r"|(?:văn phòng|vp) [^.;:]{0,80}(?:xin )?thông báo (?:đến |để |nội dung |ý kiến |kết luận )"
    r"|căn cứ (?:kết luận|thông báo|nội dung)[^.;:]{0,60}(?:này|nêu trên)[^.;:]{0,40}(?:triển khai|thực hiện))"
)
FINAL_CLOSING = r"(?:trên đây là|nay,? (?:văn phòng|thông báo)|(?:thừa|thực hiện) lệnh|thừa ủy quyền|văn phòng)"

# A block that ends so leads in the orders.
LEAD_IN = (
    r"(?:như sau|sau đây|dưới đây|sau|cụ thể|kết luận|chỉ đạo|yêu cầu|nội dung|công việc|nhiệm vụ|giải pháp|nhiệm vụ sau"
    r"|tập trung|việc) ?:$"
)
ATTENDANCE = r"(?:(?:cùng )?(?:tham |)dự (?:cuộc |buổi )?(?:họp|hội nghị|làm việc)|thành phần|kính gửi|tham gia cuộc họp)"

# Results, shortcomings and praise are not tasks.
RESULTS = (
    r"(?:trong thời gian (?:vừa |)qua|(?:trong )?thời gian (?:vừa )?qua|(?:trong )?\d{1,2} tháng (?:đầu|cuối|qua)"
    r"|nhìn chung|đánh giá cao|ghi nhận|biểu dương|hoan nghênh|tuy nhiên|tuy vậy|bên cạnh (?:đó|những|các|kết quả)|mặc dù"
    r"|nguyên nhân|kết quả (?:đạt được|thực hiện)|về kết quả|hạn chế|tồn tại|ưu điểm|khuyết điểm|cơ bản (?:thống nhất|đồng ý)"
    r"|thống nhất (?:với|chủ trương|nội dung|đánh giá)|(?:đến|tính đến) (?:nay|thời điểm|ngày)|qua (?:nghe|báo cáo|xem xét)"
    r"|trong (?:quý|tháng|năm)[^.;:]{0,120} đã |hội nghị (?:đã )?(?:thống nhất|nghe)|cuộc họp)"
)
RESULT_HEADINGS = (
    r"(?:(?:về )?(?:đánh giá(?: chung| kết quả| tình hình)?|kết quả|tình hình|những kết quả|ưu điểm|tồn tại|hạn chế|khó khăn"
    r"|những (?:tồn tại|hạn chế|khó khăn|mặt)|nguyên nhân|mục đích|mục tiêu|quan điểm|thành phần|nội dung (?:cuộc )?họp"
    r"|căn cứ|sự cần thiết|phạm vi|đối tượng)(?![^\W\d_])|yêu cầu$|mục đích, yêu cầu$)"
)

# Lines that only add to the task above them.
TIMING = r"(?:-|\+|\()? ?(?:thời (?:gian|hạn|điểm)(?: thực hiện| hoàn thành| báo cáo| xong| triển khai| gửi| trình)*|hạn hoàn thành"
TIMING += r"|tiến độ(?: thực hiện| hoàn thành)?|hoàn thành) ?(?::|trước |trong |chậm |xong )"
DETAIL_LEAD = r"(?:đơn vị|cơ quan|bộ phận|phòng, ban)(?: được giao)? (?:chủ trì|chủ công|thực hiện|chịu trách nhiệm)(?: thực hiện)? ?: ?"
DETAIL_COORDINATING = r"(?:các )?(?:đơn vị|cơ quan|bộ phận) phối hợp(?: thực hiện)? ?: ?"
DETAIL_OTHER = r"(?:sản phẩm|kết quả(?: đầu ra)?|kinh phí|lãnh đạo (?:phụ trách|chỉ đạo)|địa điểm|nội dung|hình thức) ?: ?"

CONTINUOUS = (
    r"(?:thường xuyên|tiếp tục|tăng cường|duy trì|liên tục|đẩy mạnh|nâng cao|phát huy|theo dõi|bám sát|chủ động|quán triệt"
    r"|siết chặt|đôn đốc)"
)
URGENT = r"(?:khẩn trương|ngay lập tức|lập tức|hỏa tốc|cấp bách|(?:thực hiện|triển khai|báo cáo|xử lý|khắc phục) ngay|^ngay )"
RECURRENCE = (
    r"(?:(?:trước |vào )?(?:ngày (?P<day>\d{1,2}) )?(?:(?:định kỳ,? )?(?:hằng|hàng|mỗi) (?:ngày|tuần|tháng|quý|năm|6 tháng)"
    r"(?:,? (?:hằng |hàng )?(?:tuần|tháng|quý|6 tháng|năm))*)|định kỳ(?: \d{1,2} (?:ngày|tuần|tháng)(?:/lần)?)?"
    r"|(?:^|(?<=[.;:,(] )|(?<=thực hiện )|(?<=\())(?:thường xuyên|liên tục)(?: liên tục|, liên tục)?(?! bị))(?![^\W\d_])"
)

# --- Units --------------------------------------------------------------------------------------------------------

# Sector names a Sở, Phòng or Bộ can have; a dash stands for any connector (-, &, và, a comma).
SECTORS = """
nội vụ|tư pháp|tài chính|tài chính - kế hoạch|kế hoạch - đầu tư|tài nguyên - môi trường|nông nghiệp - môi trường
nông nghiệp - phát triển nông thôn|nông nghiệp - ptnt|nông nghiệp|văn hóa - thông tin|văn hóa - xã hội|văn hóa - thể thao - du lịch
văn hóa - thể thao|văn hóa - khoa học - thông tin|lao động - thương binh - xã hội|lao động - tbxh|lao động - tb - xh
kinh tế - hạ tầng|kinh tế - hạ tầng - đô thị|kinh tế|giáo dục - đào tạo|giáo dục|y tế|xây dựng|giao thông vận tải|giao thông - vận tải
công thương|khoa học - công nghệ|thông tin - truyền thông|thông tin truyền thông|ngoại vụ|ngoại giao|dân tộc|dân tộc - tôn giáo|du lịch
quy hoạch - kiến trúc|quản lý đô thị|công an|quốc phòng|hạ tầng - kinh tế|đô thị
""".replace("\n", "|").strip("|")

# Head nouns that are a unit whatever follows.
HEADS = """
văn phòng|vp|ủy ban nhân dân|ubnd|hội đồng nhân dân|hđnd|ủy ban mặt trận|ubmttq|mttq|mặt trận tổ quốc|ủy ban kiểm tra|ủy ban
công an|thanh tra|trung tâm|tttt|chi nhánh|chi cục|tổng cục|cục thuế|thuế cơ sở|ban quản lý|bql|ban chỉ đạo|bcđ|ban chỉ huy|bch
ban an toàn|ban tổ chức|ban tuyên giáo|ban dân vận|ban kinh tế|ban pháp chế|ban văn hóa|ban dân tộc|ban chấp hành|ban tiếp công dân
ban giám hiệu|ban giám đốc|ban nhân dân|công ty|tổng công ty|tập đoàn|ngân hàng|kho bạc|bảo hiểm xã hội|bhxh|chi cục thuế|hải quan
trường tiểu học|trường thcs|trường thpt|trường ptdt|trường mầm non|trường mẫu giáo|trường trung học|trường cao đẳng|trường đại học|trường th|trường mn
trường chính trị|trường phổ thông|bệnh viện|trạm y tế|trạm khuyến nông
trạm thú y|trạm kiểm lâm|trạm bảo vệ|tòa án|viện kiểm sát|bộ chỉ huy|bộ đội|bộ tư lệnh|bộ phận|bộ trưởng|đài phát thanh|đài truyền thanh
đài truyền hình|hội liên hiệp|hội nông dân|hội phụ nữ|hội cựu chiến binh|hội người cao tuổi|hội chữ thập đỏ|hội khuyến học|hội lhpn
đoàn thanh niên|đoàn tncs|đoàn kiểm tra|đoàn đbqh|đoàn đại biểu quốc hội|liên đoàn|liên minh|hợp tác xã|quỹ|hiệp hội|tổ công nghệ số
tổ công tác|tổ giúp việc|tổ dân phố|tổ liên gia|tổ hợp tác|tổ chuyên viên|tổ biên tập|tổ tuyên truyền|đội quản lý|đội thuế|đội trật tự
hạt kiểm lâm|bưu điện|điện lực|viễn thông|đồn biên phòng|thường trực|thường vụ|ban thường vụ|huyện ủy|tỉnh ủy|thành ủy|đảng ủy|thị ủy
quận ủy|chủ đầu tư|cấp xã|cấp huyện|ban biên tập|cổng thông tin|cổng ttđt|hội đồng|khối|đồng chí|đ/c|ông|bà|lãnh đạo|công đoàn
""".replace("\n", "|").strip("|")

# One-syllable head nouns: a unit only when a capital letter or a known sector follows.
SHORT_HEADS = "sở|phòng|ban|bộ|cục|vụ|viện|tổ|hội|đoàn|đội|trường|trạm|thuế|báo|đài|xã|phường|thị trấn|thôn|đặc khu|huyện"

TITLES = (
    r"(?:(?:các )?(?:đồng chí |đ/c ))?(?:phó )?(?:thủ trưởng|tổng giám đốc|giám đốc|chi cục trưởng|cục trưởng|hiệu trưởng|trạm trưởng"
    r"|tổ trưởng|đội trưởng|chỉ huy trưởng|viện trưởng|bộ trưởng|chủ tịch|bí thư|người đứng đầu|lãnh đạo|trưởng"
    r"(?= (?:phòng|ban|công an|các phòng))|chánh(?= (?:văn phòng|thanh tra|án|vp)))(?: của)?"
)

# Nouns a collective addressee is made of.
GENERIC = """
phòng|ban|ngành|sở|bộ|cơ quan|đơn vị|địa phương|tổ chức|đoàn thể|huyện|tỉnh|xã|phường|thị trấn|thị xã|quận|thành phố|đặc khu|thôn|cấp
tổ dân phố|lực lượng|hội|hiệp hội|doanh nghiệp|trường|trường học|cơ sở|đoàn|cấp ủy|chính quyền|cá nhân|chủ đầu tư|nhà thầu
cơ quan ngang bộ|cơ quan thuộc chính phủ|tập đoàn|công ty|trạm y tế|ban quản lý|ngành dọc|khối|chi nhánh|trung tâm|thành viên
""".replace("\n", "|").strip("|")
LEVELS = "tỉnh|thành phố|huyện|quận|thị xã|xã|phường|thị trấn|đặc khu"

COORDINATE = (
    r"(?:phối hợp|kết hợp)(?:,? (?:chặt chẽ|thường xuyên|đồng bộ|kịp thời|tốt|hiệu quả|cùng|trao đổi|hướng dẫn|thống nhất))*"
    r"(?:,? với)?(?: các đồng chí)?|cùng với|cùng"
)
MEET_WITH = r"làm việc với"
REPORT = r"báo cáo|(?:gửi|chuyển)(?: kết quả| báo cáo| văn bản)+"

# --- Dates --------------------------------------------------------------------------------------------------------

BEFORE = r"(?:đến |xong )?trước(?: thời điểm| thời hạn| hạn)?"
BY = (
    r"(?:chậm|muộn|trễ) nhất(?: là| vào| đến| trong| sau| trước|,)*(?: hết)?|không (?:muộn|chậm|trễ) hơn|không quá|đến hết"
    r"|hết|đến|(?:thời )?hạn(?: cuối| chót| hoàn thành| nộp| báo cáo| thực hiện)?(?: là|:| đến)?"
)
WITHIN = r"(?:ngay )?trong(?: các)?|vào|cuối|đầu|giữa|xong|trong cuối|vào cuối|trước cuối|đến cuối|trong nửa đầu"
STARTS = r"(?:kể |tính |bắt đầu |có hiệu lực )?từ|sau|bắt đầu(?: vào)?|khởi công(?: vào)?|hiệu lực(?: thi hành)?"
CUT_OFF = r"tính đến(?: hết| thời điểm)?|đến thời điểm|số liệu(?: tính)? đến|lũy kế đến|(?:số liệu|kỳ|giai đoạn)[^.;]{0,40} đến(?: hết)?"
DONE_BY = (
    r"(?:hoàn thành|hoàn tất|xong|thời (?:gian|hạn)(?: \w+ \w+)?|hạn(?: chót| cuối)?|tổ chức|thực hiện|diễn ra|khai mạc|báo cáo)"
    r"(?: vào| trong| là)?:?"
)
CITING = (
    r"(?:số \d|\d/(?:\d{4}/)?[a-zđ]{2}|luật|nghị định|nghị quyết|quyết định|công văn|thông báo|thông tư|chỉ thị|công điện|văn bản"
    r"|tờ trình|báo cáo số|kế hoạch số|hướng dẫn số|kết luận số|giấy mời|kết luận|biên bản|hợp đồng|công báo)"
)
YEAR_DONE = r"(?:hoàn thành|hoàn tất|xong|kết thúc|báo cáo|trình)[^.;:]{0,40}$"
ANCHORED_HERE = (
    r"(?:kể |tính )?(?:từ|sau)(?: khi)?(?: ngày)? (?:ban hành|ký|ký ban hành)(?: (?:thông báo|kết luận|văn bản|chỉ thị|kế hoạch|công văn|công điện|quyết định)"
    r"(?: kết luận)?(?: này)?)?"
)

# Why a date phrase was not taken; shown to the person who confirms the draft.
WHY_ISSUED = "ngày ban hành văn bản"
WHY_MEETING = "ngày họp"
WHY_HEAD = "nằm trong phần đầu văn bản"
WHY_TAIL = "nằm trong phần cuối văn bản"
WHY_CITED = "ngày của văn bản được viện dẫn"
WHY_NO_TASK = "không nằm trong nhiệm vụ nào"
WHY_QUOTED = "nằm trong đoạn trích dẫn"
WHY_START = "mốc bắt đầu, không phải thời hạn"
WHY_CUT_OFF = "thời điểm chốt số liệu, không phải thời hạn"
WHY_NAMED = "nêu kỳ hoặc tên gọi, không phải thời hạn"
WHY_UNCLEAR = "không rõ có phải thời hạn hay không"
WHY_OTHER = "nhiệm vụ đã có thời hạn khác"
WHY_RECURRING = "mốc lặp lại, không phải một thời hạn"
WHY_IMPOSSIBLE = "ngày không có trong lịch"

# --- Header -------------------------------------------------------------------------------------------------------

KINDS = {
    "THÔNG BÁO": "Thông báo",
    "CHỈ THỊ": "Chỉ thị",
    "KẾ HOẠCH": "Kế hoạch",
    "CÔNG ĐIỆN": "Công điện",
    "PHƯƠNG ÁN": "Phương án",
    "KẾT LUẬN": "Kết luận",
    "QUYẾT ĐỊNH": "Quyết định",
    "CHƯƠNG TRÌNH": "Chương trình",
    "HƯỚNG DẪN": "Hướng dẫn",
    "BIÊN BẢN": "Biên bản",
    "BÁO CÁO": "Báo cáo",
    "NGHỊ QUYẾT": "Nghị quyết",
    "TỜ TRÌNH": "Tờ trình",
    "ĐỀ ÁN": "Đề án",
}
KIND_SYMBOLS = {
    "TB": "Thông báo",
    "CT": "Chỉ thị",
    "KH": "Kế hoạch",
    "CĐ": "Công điện",
    "PA": "Phương án",
    "KL": "Kết luận",
    "QĐ": "Quyết định",
    "CTr": "Chương trình",
    "HD": "Hướng dẫn",
    "BB": "Biên bản",
    "BC": "Báo cáo",
    "NQ": "Nghị quyết",
    "TTr": "Tờ trình",
    "ĐA": "Đề án",
}
OFFICIAL_LETTER = "Công văn"
STATE_NAME = "cộng hòa xã hội chủ nghĩa việt nam"
MOTTO = "độc lập - tự do - hạnh phúc"
RECIPIENTS = r"\W*nơi nhận\W*"
SIGNING = r"\W*(?:TM|KT|TL|TUQ|Q)\s?\.\s?[A-ZĐ]"
MARKS_OF_HASTE = ("hỏa tốc", "thượng khẩn", "khẩn")
SECRECY = ("TUYỆT MẬT", "TỐI MẬT", "MẬT")
SECRECY_LABEL = "độ mật"
SUBJECT_ENDS = r"(?:ngày|sáng ngày|chiều ngày|căn cứ|thực hiện|theo|sau khi|nhằm|để|kính gửi|vừa qua|trong|xét|thường trực)(?![^\W\d_])"
SUBJECT_VV = r"\W*(?:V/v|Về việc)\s"
MEETING = r"họp|hội nghị|làm việc|giao ban|buổi kiểm tra|đi kiểm tra|phiên"
CHAIRING = r"(?:đã |đồng )?chủ trì|chủ tọa"
CHAIRED_BY = r"(?:dưới )?(?:sự )?(?:do|chủ trì của|chủ tọa của)"
PERSON = "đồng chí|đ/c|ông|bà"
FAMILY_NAMES = frozenset(
    "nguyễn trần lê phạm hoàng huỳnh phan vũ võ đặng bùi đỗ hồ ngô dương lý trương đinh lâm đoàn mai trịnh tô hà cao lương lưu "
    "châu tạ thái vương quách đào phùng thạch kiều hứa từ la tăng chu văn tống triệu nông ma vi lò quàng giàng sùng vàng thào "
    "y h' k' bế hoa kim danh sơn mã khổng nghiêm viên doãn ninh cù an lại thân ông bạch giáp ngụy mạc đồng khúc".split()
)
# Words written small inside the name of an office.
SMALL_IN_ISSUER = frozenset("ủy ban nhân dân hội đồng tỉnh thành phố huyện quận thị xã phường trấn đặc khu và các phòng sở".split())
PLACE_LEVELS = ("tỉnh", "thành phố", "huyện", "quận", "thị xã", "xã", "phường", "thị trấn", "đặc khu")
ISSUER_CODES = ("UBND", "HĐND", "VP")
# How a title written in capitals is shown: as spoken, with the office's own capitals.
TITLE_SHOWN = (
    ("chủ tịch", "Chủ tịch"),
    ("văn phòng", "Văn phòng"),
    ("ủy ban nhân dân", "Ủy ban nhân dân"),
    ("giám đốc", "Giám đốc"),
    ("trưởng phòng", "Trưởng phòng"),
    ("thủ tướng", "Thủ tướng"),
    ("bộ trưởng", "Bộ trưởng"),
    ("bí thư", "Bí thư"),
    ("ubnd", "UBND"),
    ("hđnd", "HĐND"),
)

# --- Sentences ----------------------------------------------------------------------------------------------------

# A sentence that begins so may name its subject only after a comma or a colon.
ADVERBIALS = (
    "trong|trên cơ sở|căn cứ|để|nhằm|trước|ngày|từ|sau|khi|định kỳ|hằng|hàng|theo|qua|đồng thời|riêng|bên cạnh|chậm nhất|đến"
    "|ngoài ra|tiếp theo|vào|cuối|ngay|về|thực hiện"
)
HEADING_PREFIX = (
    r"(?:đối với|giao(?: nhiệm vụ| trách nhiệm)?(?: cho)?|yêu cầu|đề nghị|phân công|trách nhiệm của|nhiệm vụ của|về phía|riêng"
    r"|kính đề nghị|trân trọng đề nghị) "
)
NEEDED = r"(?:^|[.;] )(?:cần|phải|yêu cầu)(?![^\W_])"
# A call to carry the whole document out is an exhortation, whoever it names.
GENERAL_ORDER = (
    r"(?:thực hiện|chấp hành|triển khai)[^.;]{0,50}(?:chỉ thị|thông báo|kết luận|công điện|kế hoạch|văn bản|công văn|nội dung|quyết định)"
    r"[^.;]{0,20} (?:này|trên)"
)
# A joint that can part two duties of one sentence; the verb of the second follows it.
JOINTS = (r"[.;] (?:đồng thời,? )?", r",? đồng thời,? ", r",? và ", r", ")
