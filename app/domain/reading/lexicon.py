"""Every Vietnamese word the reader knows. Adding a phrase is one line here and one example in the tests.

Words stand in their canonical form (``text.canon``): lower case, tone on the first vowel (hòa, thủy), one dash. Names
in capitals with a blank line above are alternatives ("a|b|c") or regular expressions; several lines are one pattern.
"""

from __future__ import annotations


def _words(lines: str) -> str:
    """Alternatives written over several lines, as one "a|b|c"."""
    return lines.strip().replace("\n", "|")


# --- Duties -------------------------------------------------------------------------------------------------------

# Verbs a duty begins with. Inside a sentence they also end the name of the unit before them.
VERBS = _words("""
tham mưu|tiến hành|giúp|tiếp tục|tiếp thu|tiếp nhận|tăng cường|chủ trì|chủ công|chủ động|phối hợp|kết hợp|hướng dẫn|đôn đốc
theo dõi|tập trung|thực hiện|chỉ đạo|đẩy mạnh|đẩy nhanh|phát huy|tổ chức|rà soát|xây dựng|triển khai|hoàn thành
hoàn thiện|hoàn tất|báo cáo|tổng hợp|cập nhật|nâng cao|bố trí|bám sát|đề xuất|khẩn trương|thường xuyên|liên tục
kịp thời|phát động|thông báo|niêm yết|công khai|công bố|ban hành
(?<!chương )(?<!quy )(?<!quá )(?<!công )(?<!giáo )trình|cử|lập|thành lập|kiện toàn|kiểm tra|kiểm soát|kiểm kê|giám sát
thanh tra|thẩm định|thẩm tra|đánh giá|xử lý|giải quyết|tháo gỡ|khắc phục|chấn chỉnh|siết chặt|quán triệt|tuyên truyền
phổ biến|vận động|tập huấn|bồi dưỡng|đào tạo|mở|nghiên cứu|soạn thảo|dự thảo|xem xét|phê duyệt|quyết định|cho ý kiến
góp ý|tham gia|đăng ký|đăng tải|đăng|đưa|cung cấp|gửi|chuyển|nộp|bàn giao
giao(?! thông)(?! dịch)(?! lưu)(?! ban)(?! đất)|phân công|phân bổ|bổ sung|sửa đổi|sửa chữa|thay thế|điều chỉnh
giải ngân|thanh toán|quyết toán|thu|chi trả|mua sắm|trang bị|lắp đặt|đầu tư|nâng cấp|vận hành|duy trì|(?<!cán bộ )(?<!công tác )quản lý|sử dụng
khai thác|lưu trữ|số hóa|kết nối|chia sẻ|tích hợp|chuẩn hóa|chuẩn bị|đảm bảo|bảo đảm|cam kết|chịu trách nhiệm
có trách nhiệm|có ý kiến|có giải pháp|có phương án|có văn bản|có kế hoạch|có báo cáo|có tờ trình|có đề xuất|có biện pháp|nắm|nắm chắc|xác định|xác minh|thống kê
tính toán|phân tích|dự báo|thu thập|thu hồi|thu gom|tạo điều kiện|tạo|hỗ trợ|giới thiệu|nhân rộng|lựa chọn|tuyển dụng
bổ nhiệm|luân chuyển|điều động|sắp xếp|sáp nhập|ưu tiên|huy động|phân luồng|bảo trì|kiên quyết|nghiêm túc|quyết liệt
trực tiếp|tích cực|gương mẫu|chấp hành|tuân thủ|áp dụng|đổi mới|cải thiện|cải tiến|cải cách|cắt giảm|đơn giản hóa
rút ngắn|giảm|tăng|hạn chế|phòng ngừa|ngăn chặn|phát hiện|đấu tranh|xóa|đấu thầu|thi công|nghiệm thu|khảo sát|đo đạc
cắm mốc|giải phóng|di dời|tiêm|phun|trực(?! thuộc)|tuần tra|bảo vệ|cảnh báo|ứng phó|chú trọng|quan tâm|lồng ghép|xác nhận
rút kinh nghiệm|kiểm điểm|làm rõ|làm việc|làm tốt|làm|tìm|mời|họp|sơ kết|tổng kết|khen thưởng|biểu dương|đề nghị
yêu cầu|kiến nghị|phản ánh|trả lời|tiếp công dân|tiếp|đối thoại|lấy ý kiến|chỉnh trang|vệ sinh|trồng|nhập|lấy|ký
ký kết|quy định|căn cứ|đối chiếu|bảo quản|xúc tiến|thu hút|liên hệ|trao đổi|thống nhất|hiệp thương|không để|không được
không|cần|phải|sớm|ngay|nhanh chóng|cùng|cùng với|đồng thời|mạnh dạn|lưu ý|tham dự|bám|sẵn sàng|khơi thông|nạo vét
tu sửa|duy tu|sửa(?! đổi)|khởi công|khởi động|khánh thành|khai mạc|khuyến cáo|khuyến khích|mời gọi|kêu gọi|điều tra|truy quét
triệt phá|triệt để|truy tìm|thụ lý|thẩm định lại|tố tụng|kiểm đếm|đo|đắp|san lấp|chốt chặn|cảnh giới|canh gác|bắn|cắt tỉa
chằng chống|sơ tán|di chuyển|cấm|cấp(?! xã)(?! huyện)(?! tỉnh)(?! trên)(?! dưới)(?! ủy)(?! trung ương)(?! cơ sở)(?! thẩm quyền)(?! có)|cấp phát|phát(?! triển)(?! thanh)(?! sinh)|treo|dọn|thu dọn|làm chủ đầu tư|là cơ quan|là đơn vị|là đầu mối
chốt|thẩm tra|rà|tiết kiệm|thực hành|vinh danh|tôn vinh|trao(?! đổi)|đấu nối|lắp
thông tin kịp thời|thông tin trung thực|thông tin tuyên truyền|thông tin rộng rãi|thông tin đầy đủ|thông tin về|đề cao|giữ|giữ gìn|giữ vững
vào cuộc|xóa bỏ|chặn|loại bỏ|chuyển đổi|hợp đồng|tạm dừng|dừng|đình chỉ|cưỡng chế|xử phạt|khởi tố|khống chế|định hướng|truy vết|lây mẫu|lấy mẫu|kéo giảm|sắp đặt|chỉnh lý|phê chuẩn
thỏa thuận|thương thảo|rà phá|thu mua|tiêu hủy|tiêu thụ|kết chuyển|hoàn trả|hoàn chỉnh|điều phối
phấn đấu|phát triển|tu bổ|tôn tạo|bảo tồn|gìn giữ|củng cố|mở rộng|thúc đẩy|tạo lập|hình thành|kê khai|hòa giải|giải trình
phân loại|phân cấp|phân quyền|ủy quyền|bãi bỏ|hủy bỏ|thí điểm|ứng dụng|vận dụng|cụ thể hóa|thể chế hóa|hiện đại hóa|cải tạo
khôi phục|phục hồi|cứu trợ|cứu hộ|chăm sóc|trợ giúp|thăm hỏi|động viên|tri ân|đón tiếp|phục vụ|truy thu|thu nộp|hoàn ứng|tạm ứng
xuất bản|phát hành|biên soạn|ghi hình|phát sóng|đưa tin|tuyển sinh|tuyển chọn|xét chọn|xét duyệt|bình xét|nêu cao|khơi dậy
thu hoạch|gieo cấy|gieo trồng|chăm bón|phòng trừ|tích nước|điều tiết|ứng trực|gia cố|kiểm dịch|khử trùng|vận chuyển|chôn lấp
điều hành|thi hành|cấp phép|gia hạn|cấp đổi|đính chính|chứng thực|xác thực|đồng bộ hóa|liên thông|khóa sổ|tất toán|tổng rà soát
tái cơ cấu|cổ phần hóa|thoái vốn|đấu giá|cho thuê|định giá|tham khảo|hỗ trợ|tiếp xúc|vinh danh|thiết lập|thiết kế|lập lại|nối
""")
# Verbs that also stand inside names ("văn phòng đăng ký đất đai"): right after the head noun they belong to it.
# Of them, those that another verb may follow at once, so that the first one still belongs to the name.
NOUN_LIKE = "xây dựng|đầu tư|quản lý|bảo vệ|khai thác|đào tạo|sản xuất|kinh doanh"
VERBS_IN_NAMES = _words("""
phục vụ|phát triển|điều hành|đăng ký|quản lý|đầu tư|bảo vệ|kiểm tra|thanh tra|xây dựng|tiếp|tiếp nhận|điều phối|chỉ đạo|cải cách|chuyển
giải phóng|hỗ trợ|đào tạo|phòng ngừa|sắp xếp|đổi mới|thu|vệ sinh|bảo trì
""")
# Words that cannot open a duty although they end a name.
NOT_OPENERS = "cùng|cùng với|căn cứ|thống nhất|biểu dương|quy định|tự|để|cần"
# After the name of a unit these words tell about it; any other word is what it shall do.
NOT_ACTING = _words("""
đã|đang|sẽ|vừa|mới|vẫn|chưa|còn|được|bị|là|của|và|hoặc|hay|tại|trong|ngoài|theo|với|do|từ|đến|cho|về|để|nhằm|thì|mà|có|không|nêu
trên|dưới|như|khi|nếu|vì|bởi|thuộc|cùng|cũng|đều|rất|khá|luôn|thường|sau|trước|này|đó|ghi nhận|biểu dương|đánh giá cao|hoan nghênh
cảm ơn|chia sẻ|chúc mừng|nhất trí|thống nhất|đồng ý|đồng tình|cơ bản|kết luận|nhận thấy|nhận được|phát biểu|trình bày|cho biết
cho rằng|trực thuộc|gửi lời|chia buồn|khen|khẳng định|nhấn mạnh|nhận định|thừa lệnh|thông báo|xin|trân trọng|dự|tham dự|đạt|tổ chức họp
quyết định|giao|yêu cầu|đề nghị|phân công|họp|tiếp tục giao|năm|tháng|ngày|số|khóa|nhiệm kỳ|lần|các|những|một
""")
# Other words that end the name of a unit; in a heading only the last ones do.
NAME_STOPS = _words("""
để|nhằm|theo|tại|trong|trước|sau|khi|về|cho|từ|đến|là|đã|đang|sẽ|được|bị|có|nếu|thì|mà|do|vì|qua|thông qua|với|như
nhất là|gồm|bao gồm|trên cơ sở|trực thuộc(?! trung ương)|hằng|hàng|định kỳ|chậm nhất|muộn nhất|hạn|kể|nêu|này|đó
cụ thể|và các nhiệm vụ|nơi|còn|kết luận|ghi nhận|đánh giá cao|cho rằng|nhấn mạnh|khẳng định|cho biết|nhận thấy
""")
HEADING_STOPS = ("là", "gồm", "bao gồm", "để", "nhằm")

ORDER_VERBS = r"giao(?: nhiệm vụ| trách nhiệm)?(?: cho)?|phân công|yêu cầu|đề nghị"
NO_ORDER_AFTER = r"(?<!được )(?<!do )(?<!bàn )(?<!theo )(?<!các )(?<!những )(?<!đã )"
FIRM_ORDERS = ("giao", "phân công")
SUBJECT_VERBS = "chủ trì|chủ công|quyết định|có trách nhiệm|chịu trách nhiệm"
NEEDED = r"(?:^|[.;] )(?:cần|phải|yêu cầu)(?![^\W_])"
CONTINUOUS = (
    "thường xuyên|tiếp tục|tăng cường|duy trì|liên tục|đẩy mạnh|nâng cao|phát huy|theo dõi|bám sát|chủ động|quán triệt"
)
CONTINUOUS += "|siết chặt|đôn đốc"
URGENT = r"khẩn trương|lập tức|hỏa tốc|cấp bách|(?:thực hiện|triển khai|báo cáo|xử lý|khắc phục) ngay|^ngay "
# A sentence that begins so may name its subject only after a comma or a colon.
ADVERBIALS = _words("""
trong|trên cơ sở|căn cứ|để|nhằm|trước|ngày|từ|sau|khi|định kỳ|hằng|hàng|theo|qua|đồng thời|riêng|bên cạnh|chậm nhất|đến
ngoài ra|tiếp theo|vào|cuối|ngay|về|thực hiện
""")
HEADING_PREFIX = _words(r"""
đối với|giao(?: nhiệm vụ| trách nhiệm)?(?: cho)?|yêu cầu|đề nghị|phân công|trách nhiệm của|nhiệm vụ của|về phía|riêng
kính đề nghị|trân trọng đề nghị
""")
# A call to carry the whole document out is an exhortation, whoever it names.
GENERAL_ORDER = (
    r"^(?:nhận được|căn cứ|trên cơ sở) (?:nội dung )?(?:chỉ thị|thông báo|kết luận|công điện|kế hoạch|văn bản|công văn)[^,]{0,40}"
    r" này,|"
    r"(?:thực hiện|chấp hành|triển khai)[^.;]{0,50}(?:chỉ thị|thông báo|kết luận|công điện|kế hoạch|văn bản|công văn"
    r"|nội dung|quyết định)[^.;]{0,20} (?:này|trên)"
)
# What a footnote begins with, where a scan made something else of its number.
NOTE_OPENS = (
    "nghị định|nghị quyết|quyết định|luật|chỉ thị|công điện|công văn|văn bản|thông báo|thông tư|báo cáo|kế hoạch|tờ trình"
    "|theo|gồm|bao gồm|xem|số liệu|nguồn|điều|khoản|tại|trong đó|cụ thể|kết luận|hướng dẫn"
)
# What is for something is not by then: "… trước 30/8 để ký ban hành trong tháng 9".
PURPOSE = r" (?:để|nhằm|làm cơ sở|làm căn cứ|phục vụ|bảo đảm cho|riêng) "
THEN = r"(?:thì|,) "
TOPIC = r"(?:về|đối với|liên quan đến) "
# A joint that can part two duties of one sentence; the verb of the second follows it.
ENUMERATOR = r"\((?:\d{1,2}|[ivx]{1,4}|[a-zđ])\) "
JOINTS = (rf"[.;] (?:{ENUMERATOR})?(?:đồng thời,? )?", r",? đồng thời,? ", r",? và ", r", ")
AND = "và"

# --- Blocks -------------------------------------------------------------------------------------------------------

PART = r"(?:PHẦN|Phần|CHƯƠNG|Chương) (?:[IVX]+|\d+|thứ \w+)"
ARTICLE = r"Điều \d{1,3}"
PAGE = "trang"
# A block that begins so closes the document; after the final ones nothing is an order any more.
CLOSING = _words(r"""
trên đây là|nay,? (?:văn phòng|thông báo)|(?:thừa|thực hiện) lệnh|thừa ủy quyền
(?:trong )?quá trình (?:tổ chức |triển khai )*thực hiện,? (?:nếu|trường hợp|có)
(?:văn phòng|vp) [^.;:]{0,80}(?:xin |trân trọng )?(?:thông báo|truyền đạt) (?:đến |để |đê |nội dung |ý kiến |kết luận[ ,]|các |tới )
(?:chỉ thị|công điện|kế hoạch|thông báo|quyết định|quy chế|công văn|văn bản|chương trình|phương án) này (?:có hiệu lực|thay thế)
(?:mọi )?(?:chi tiết|thông tin|vướng mắc)(?: thêm)?(?: đề nghị| xin| vui lòng)? liên hệ|(?:rất mong|đề nghị) quý
căn cứ (?:kết luận|thông báo|nội dung)[^.;:]{0,60}(?:này|nêu trên)[^.;:]{0,40}(?:triển khai|thực hiện)
""")
FINAL_CLOSING = r"trên đây là|nay,? (?:văn phòng|thông báo)|(?:thừa|thực hiện) lệnh|thừa ủy quyền|văn phòng"
# A block that ends so leads in the orders.
LEAD_IN = (
    "như sau|sau đây|dưới đây|sau|cụ thể|kết luận|chỉ đạo|yêu cầu|nội dung|công việc|nhiệm vụ|giải pháp|tập trung|việc"
)
SPEAKING = "kết luận|thống nhất|ý kiến|chỉ đạo|thông báo|nhất trí"
ATTENDANCE = _words(r"""
(?:cùng )?(?:tham |)dự (?:cuộc |buổi )?(?:họp|hội nghị|làm việc)|thành phần|kính gửi|tham gia cuộc họp
""")
# Results, shortcomings and praise are not tasks.
RESULTS = _words(r"""
trong thời gian (?:vừa |)qua|(?:trong )?thời gian (?:vừa )?qua|(?:trong )?\d{1,2} tháng (?:đầu|cuối|qua)|nhìn chung
đánh giá cao|ghi nhận|biểu dương|hoan nghênh|tuy nhiên|tuy vậy|bên cạnh (?:đó|những|các|kết quả)|mặc dù|nguyên nhân
kết quả (?:đạt được|thực hiện)|về kết quả|hạn chế|tồn tại|ưu điểm|khuyết điểm|cơ bản (?:thống nhất|đồng ý)
thống nhất (?:với|chủ trương|nội dung|đánh giá)|(?:đến|tính đến) (?:nay|thời điểm|ngày)|qua (?:nghe|báo cáo|xem xét)
trong (?:quý|tháng|năm)[^.;:]{0,120} đã |hội nghị (?:đã )?(?:thống nhất|nghe)|cuộc họp|quan điểm(?: chỉ đạo)?
""")
# A sentence that begins like a duty and tells how far it has come.
TOLD = (
    r"(?:đến (?:hết |thời điểm )?(?:ngày|nay)|tính đến)[^.;]{0,70} (?:đạt|mới|đã|còn|là)(?![^\W_])|(?:^|[.;] )nguyên nhân"
    r"|(?:ước )?đạt \d[\d.,]* ?%[^.;]{0,40}(?:kế hoạch|dự toán|so với)"
)
RESULT_HEADINGS = _words(r"""
đánh giá(?: chung| kết quả| tình hình)?|kết quả|tình hình|những kết quả|ưu điểm|tồn tại|hạn chế|khó khăn|nguyên nhân
những (?:tồn tại|hạn chế|khó khăn|mặt)|mục đích|mục tiêu|quan điểm|thành phần|nội dung (?:cuộc )?họp|căn cứ
sự cần thiết|phạm vi|đối tượng|yêu cầu$|mục đích, yêu cầu$
""")
GOAL_HEADINGS = "(?:về )?(?:mục đích|mục tiêu|quan điểm|yêu cầu|sự cần thiết|phạm vi|đối tượng)"
ABOUT = "về"
TASK_HEADINGS = "nhiệm vụ|giải pháp|tổ chức thực hiện|trách nhiệm|phân công|chỉ đạo|yêu cầu các"
# Lines that only add to the task above them.
TIMING = (
    r"(?:-|\+|\()? ?(?:thời (?:gian|hạn|điểm)(?: thực hiện| hoàn thành| báo cáo| xong| triển khai| gửi| trình)*"
    r"|hạn hoàn thành|tiến độ(?: thực hiện| hoàn thành)?|hoàn thành) ?(?::|trước |trong |chậm |xong )"
)
_WHO = "(?:đơn vị|cơ quan|bộ phận|phòng, ban|đầu mối)"
DETAIL_LEAD = rf"{_WHO}(?: được giao)? (?:chủ trì|chủ công|thực hiện|chịu trách nhiệm)(?: thực hiện)? ?: ?"
DETAIL_COORDINATING = rf"(?:các )?{_WHO} phối hợp(?: thực hiện)? ?: ?"
DETAIL_OTHER = (
    r"(?:sản phẩm|kết quả(?: đầu ra)?|kinh phí|lãnh đạo (?:phụ trách|chỉ đạo)|địa điểm|nội dung|hình thức) ?: ?"
)

# --- Units --------------------------------------------------------------------------------------------------------

# Sector names a Sở, Phòng or Bộ can have; a dash stands for any connector (-, &, và, in three parts a comma).
SECTORS = _words("""
nội vụ|tư pháp|tài chính|tài chính - kế hoạch|kế hoạch - đầu tư|tài nguyên - môi trường|nông nghiệp - môi trường
nông nghiệp - phát triển nông thôn|nông nghiệp - ptnt|nông nghiệp|văn hóa - thông tin|văn hóa - xã hội
văn hóa - thể thao - du lịch|văn hóa - thể thao|văn hóa - khoa học - thông tin|lao động - thương binh - xã hội
lao động - tbxh|lao động - tb - xh|kinh tế - hạ tầng|kinh tế - hạ tầng - đô thị|kinh tế|giáo dục - đào tạo|giáo dục
y tế|xây dựng|giao thông vận tải|giao thông - vận tải|công thương|khoa học - công nghệ|thông tin - truyền thông
thông tin truyền thông|ngoại vụ|ngoại giao|dân tộc|dân tộc - tôn giáo|du lịch|quy hoạch - kiến trúc|quản lý đô thị
công an|quốc phòng|hạ tầng - kinh tế|đô thị|giáo dục thường xuyên|giáo dục mầm non|giáo dục tiểu học|giáo dục trung học
""")
MINISTRY = "bộ"
SECTOR_HEADS = frozenset(("sở", "phòng", MINISTRY, "ban"))
# Head nouns that are a unit whatever follows.
HEADS = _words("""
văn phòng|vp|ủy ban nhân dân|ubnd|hội đồng nhân dân|hđnd|ủy ban mặt trận|ubmttq|mttq|mặt trận tổ quốc|ủy ban kiểm tra
ủy ban|công an|thanh tra|trung tâm|tttt|chi nhánh|chi cục|tổng cục|cục thuế|thuế cơ sở|ban quản lý|bql|ban chỉ đạo|bcđ
ban chỉ huy|bch|ban an toàn|ban tổ chức|ban công tác|ban tuyên giáo|ban dân vận|ban kinh tế|ban pháp chế|ban văn hóa|ban dân tộc
ban chấp hành|ban tiếp công dân|ban giám hiệu|ban giám đốc|ban nhân dân|công ty|tổng công ty|tập đoàn|ngân hàng
kho bạc|bảo hiểm xã hội|bhxh|chi cục thuế|hải quan|trường tiểu học|trường thcs|trường thpt|trường ptdt|trường mầm non
trường mẫu giáo|trường trung học|trường cao đẳng|trường đại học|trường th|trường mn|trường chính trị|trường phổ thông
bệnh viện|trạm y tế|trạm khuyến nông|trạm thú y|trạm kiểm lâm|trạm bảo vệ|tòa án|viện kiểm sát|bộ chỉ huy|bộ đội
bộ tư lệnh|bộ phận|bộ trưởng|đài phát thanh|đài truyền thanh|đài truyền hình|hội liên hiệp|hội nông dân|hội phụ nữ
hội cựu chiến binh|hội người cao tuổi|hội chữ thập đỏ|hội khuyến học|hội lhpn|đoàn thanh niên|đoàn tncs|đoàn kiểm tra
đoàn đbqh|đoàn đại biểu quốc hội|liên đoàn|liên minh|hợp tác xã|quỹ|hiệp hội|tổ công nghệ số|tổ công tác|tổ giúp việc
tổ dân phố|tổ liên gia|tổ hợp tác|tổ chuyên viên|tổ biên tập|tổ tuyên truyền|đội quản lý|đội thuế|đội trật tự
hạt kiểm lâm|bưu điện|điện lực|viễn thông|đồn biên phòng|thường trực|thường vụ|ban thường vụ|huyện ủy|tỉnh ủy|thành ủy
đảng ủy|thị ủy|quận ủy|chủ đầu tư|cấp xã|cấp huyện|ban biên tập|cổng thông tin|cổng ttđt|hội đồng|khối|đồng chí|đ/c
ông|bà|lãnh đạo|công đoàn|huyện đoàn|tỉnh đoàn|thành đoàn|xã đoàn|thị đoàn|thủ tướng|phó thủ tướng|phó chủ tịch|báo và phát thanh|báo, đài|thống kê cơ sở|thống kê tỉnh|báo và đài
đài phát thanh và truyền hình|vườn quốc gia|viện kiểm sát nhân dân|tòa án nhân dân|liên hiệp|học viện|kiểm toán nhà nước|thông tấn xã
""")
# One-syllable head nouns: a unit only when a capital letter or a known sector follows.
SHORT_HEADS = (
    "tỉnh|thành phố|quận|thị xã|sở|phòng|ban|bộ|cục|vụ|viện|tổ|hội|đoàn|đội|trường|trạm|thuế|báo|đài|xã|phường|thị trấn"
    "|thôn|bản|ấp|khóm|xóm|buôn|khu phố|đặc khu|huyện"
)
HAMLETS = "thôn|bản|ấp|khóm|xóm|buôn|khu phố"
# Words that begin like a unit and are none.
NO_HEADS = r"(?:vụ (?:việc|án|cháy|mùa|lúa)|bộ (?:máy|luật|tiêu chí)|tổ chức|phòng (?:chống|ngừa|cháy)|ban hành|đoàn kết|hội nghị|báo cáo|xã hội)"
# A body that decides says so; "UBND tỉnh thống nhất …" gives it no task.
SAYERS = r"(?:ubnd|ủy ban nhân dân|thủ tướng|phó thủ tướng|lãnh đạo|thường trực|ban thường vụ|chính phủ|bộ trưởng|đồng chí)"
SAYING = r"(?:thống nhất|đồng ý|nhất trí|ghi nhận|biểu dương|đánh giá|hoan nghênh|cơ bản|chia sẻ|cảm ơn|giao|yêu cầu|đề nghị|phân công)"
# After a level's name a small word goes on with the name only if it is one of these.
LEVEL_GOES_ON = r"(?:hội|ủy|đoàn|đội|mới|miền|vùng|ven|biên|trọng|có|liên|trên|thuộc|và|nói|quản|lân|nghèo|khó|đặc|trực)"
TITLES = (
    r"(?:(?:các )?(?:đồng chí |đ/c ))?(?:phó )?(?:thủ trưởng|tổng giám đốc|giám đốc|chi cục trưởng|cục trưởng"
    r"|hiệu trưởng|trạm trưởng|tổ trưởng|đội trưởng|chỉ huy trưởng|viện trưởng|bộ trưởng|chủ tịch|bí thư"
    r"|người đứng đầu|lãnh đạo|trưởng(?= (?:phòng|ban|công an|các phòng|các bản|các thôn|các ấp|các khu))"
    r"|chánh(?= (?:văn phòng|thanh tra|án|vp)))(?: của)?"
)
# Nouns a collective addressee is made of, what makes them plural and what may qualify a name.
GENERIC = _words("""
phòng|ban|ngành|sở|bộ|cơ quan|đơn vị|địa phương|tổ chức|đoàn thể|huyện|tỉnh|xã|phường|thị trấn|thị xã|quận|thành phố
đặc khu|thôn|cấp|tổ dân phố|lực lượng|hội|hiệp hội|doanh nghiệp|trường|trường học|cơ sở|đoàn|cấp ủy|chính quyền
cá nhân|chủ đầu tư|nhà thầu|cơ quan ngang bộ|cơ quan thuộc chính phủ|tập đoàn|công ty|trạm y tế|ban quản lý|ngành dọc
khối|chi nhánh|trung tâm|thành viên|trưởng thôn|trưởng ấp|trưởng bản|trưởng khu phố|trưởng khóm|trưởng xóm|trưởng buôn|thôn trưởng|chủ rừng|chủ hồ|chủ dự án|bệnh viện
ngân hàng|hợp tác xã|tổ hợp tác|nhà trường|hộ dân|hộ kinh doanh|đại biểu|ủy viên
ban đảng|đảng bộ|chi bộ|hội đoàn thể|cơ quan báo chí|báo|đài|tòa soạn|thanh tra|công an|viện|vụ|cục|tổng cục|học viện
ấp|bản|khu phố|khóm|xóm|buôn
""")
PLURAL = r"(?:(?:tất cả|toàn bộ) )?(?:các|những) "
EACH = "các"
COMMITTEES = r"(?:ủy ban mặt trận tổ quốc(?: việt nam)?|ubmttq|ban chỉ huy quân sự|ban chqs|ubnd|ủy ban nhân dân|hđnd|đảng ủy|công an|trạm y tế)"
LEVELS = "tỉnh|thành phố|huyện|quận|thị xã|xã|phường|thị trấn|đặc khu"
CONCERNED = "liên quan"
QUALIFIERS = (
    rf"(?:thuộc )?(?:{LEVELS})(?![^\W_])(?: mới)?|(?:có )?liên quan|chuyên môn|chức năng|trực thuộc trung ương"
    rf"|trên địa bàn(?: (?:{LEVELS}))?|các cấp"
)
# Offices named after two bodies, those whose names run on after "và", and those whose names begin with a verb.
PAIRED_OFFICE = (
    r"(?:văn phòng|vp|lãnh đạo|thường trực)[ .](?:đoàn đbqh(?:,| và) )?(?:hđnd|hội đồng nhân dân|đoàn đbqh)$"
)
SECOND_BODY = "ubnd|ủy ban nhân dân|hđnd"
LONG_NAMED = _words("""
(?:tổng )?công ty|ban|trung tâm|trường|văn phòng|đài|hội|liên|chi nhánh|cục|chi cục|tập đoàn|viện
""")
# Boards and centres whose names hold a verb written small; what can only be its object ends the name before it.
_OBJECTS = r"(?! (?:kế hoạch|phương án|dự thảo|đề án|chương trình|báo cáo|quy chế|quy trình|hồ sơ|kịch bản|lộ trình|văn bản))"
VERBAL_NAMES = (
    rf"(?:(?:ban quản lý|bql)(?: các)?(?: dự án| da)|ban qlda)(?: đầu tư(?:,? (?:và )?xây dựng{_OBJECTS})?| xây dựng{_OBJECTS})?"
    r"(?:(?:,| -)?(?: và)? (?:các )?(?:công trình|giao thông|dân dụng|nông nghiệp|thủy lợi|công nghiệp|hạ tầng|đô thị"
    r"|phát triển nông thôn|xây dựng cơ bản|khu vực(?: số \d+)?|khu kinh tế|khu công nghiệp)){0,6}"
    r"|cục quản lý khám,? chữa bệnh|trung tâm giám định chất lượng(?: xây dựng)?|ban chỉ đạo phòng,? chống [^\W\d_]+(?: [^\W\d_]+)?"
    r"|ban chỉ huy phòng,? chống thiên tai(?: và tìm kiếm cứu nạn)?|chi cục quản lý (?:chất lượng|thị trường|đất đai)"
)
OPEN_NAMED = "quản lý dự án|quản lý dự án đầu tư|ban|ban chỉ đạo|trung tâm|tổ|hội đồng|quỹ|bộ phận|văn phòng|chi nhánh|đội|cơ quan|đài|công ty"
LINK = r",? (?:và |cùng |& )|, |,? ?cùng với "
GENERIC_LINK = r"(?:, (?:và )?| và | - )(?:các )?"
COORDINATE = (
    r"(?:phối hợp|(?<!ký )kết hợp)(?:(?:,? [^\W\d_]+){0,4},? (?:với|cùng)|,? cùng)?(?: các đồng chí)?|cùng với|cùng"
)
COORDINATES = r" (?:có trách nhiệm |cùng )?(?:phối hợp|kết hợp)"
COORDINATION = "phối hợp"
MEET_WITH = r"(?:làm việc|họp|trao đổi|thống nhất) (?:cùng )?với"
PRESIDING = "chủ trì|chủ công"
REPORTING = "báo cáo"
REPORT = r"báo cáo|(?:gửi|chuyển)(?: kết quả| báo cáo| văn bản)+"
TOWARDS = "về|với|cho|lên|đến|tới|gửi"
THROUGH = r"(?:thông )?qua"

# --- Dates --------------------------------------------------------------------------------------------------------

WEEK_START = "tuần đầu"
DAY, MONTH, YEAR, QUARTER, WEEK, HOUR = "ngày", "tháng", "năm", "qu[ýí]", "tuần", "giờ"
FROM, TO = "từ", "đến(?: hết)?"
EARLIER, EARLY, MIDDLE, LATE, WITHIN_WORD = "trước", "đầu", "giữa", "cuối", "trong"
CLOCK = r"(?P<h>\d{1,2}) ?(?:giờ|h|g)(?: ?(?P<min>\d{2})(?: ?phút)?)?,?(?: (?:cùng|trong))?"
THIS_MONTH = r"cuối tháng(?: này| nay)?(?! ?\d)(?![^\W_])|tháng này"
WHOLE_YEAR = "(?:cuối |hết )?năm"
BEFORE = r"(?:đến )?trước(?: thời điểm| thời hạn| hạn)?"
BY = (
    r"(?:chậm|muộn|trễ) nhất(?: là| vào| đến| trong| sau| trước|,)*(?: hết)?|không (?:muộn|chậm|trễ) hơn|không quá"
    r"|đến hết|hết|đến|(?:thời )?hạn(?: cuối| chót| hoàn thành| nộp| báo cáo| thực hiện)?(?: là|:| đến)?"
)
WITHIN = (
    r"(?:(?:ngay )?(?:trong |vào )?tuần (?:đầu|cuối)(?: tiên)?(?: của)?)|(?:ngay )?trong(?: các| \d{1,2}| hai| ba)?|vào|cuối|đầu|giữa|xong|trong cuối|vào cuối|trước cuối|đến cuối|trong nửa đầu"
)
STARTS = r"(?:kể |tính |bắt đầu |có hiệu lực )?từ|sau|bắt đầu(?: vào)?|khởi công(?: vào)?|hiệu lực(?: thi hành)?"
CUT_OFF = (
    r"tính đến(?: hết| thời điểm)?|đến thời điểm|số liệu(?: tính)? đến|lũy kế đến"
    r"|(?:số liệu|kỳ|giai đoạn)[^.;]{0,40} đến(?: hết)?"
)
DAY_WORD = "(?: ngày| thời điểm)?"
DATA = "số liệu|giai đoạn|kỳ báo cáo|thời điểm|lũy kế|nhiệm kỳ"
DONE_BY = (
    r"(?:hoàn thành|hoàn tất|xong|thời (?:gian|hạn)(?: \w+ \w+)?|hạn(?: chót| cuối)?|tổ chức|thực hiện|diễn ra|khai mạc"
    r"|báo cáo)(?: vào| trong| là)?:?"
)
CITING = _words(r"""
số \d|\d/(?:\d{4}/)?[a-zđ]{2}|luật|nghị định|nghị quyết|quyết định|công văn|thông báo|thông tư|chỉ thị|công điện|văn bản
tờ trình|báo cáo số|kế hoạch số|hướng dẫn số|kết luận số|giấy mời|kết luận|biên bản|hợp đồng|công báo
""")
YEAR_DONE = r"(?:hoàn thành|hoàn tất|xong|kết thúc|báo cáo|trình|gửi)[^.;:]{0,70}:? ?$"
# What is owed on a day although no word of time stands before it: "…, báo cáo Giám đốc Sở ngày 15/10".
OWED = r"(?:báo cáo|trình|gửi|nộp|họp|tổ chức|khai mạc|khởi công|ra quân|công bố)"
COUNTED = (
    r"(?:(?:chậm|muộn) nhất(?: là)?(?: trong| sau)?|không quá|sau|trong)(?: vòng| thời hạn| thời gian| khoảng)?"
    r" (?P<n>\d{1,3})(?: \([^()]{1,20}\))? (?P<unit>ngày|tuần|tháng|năm|giờ)(?! đầu| cuối| qua| gần| tới| \d)"
    r"(?P<work> làm việc)?(?![^\W_])"
    r"(?P<anchor>,? ?(?:kể từ|tính từ|từ khi|từ ngày|sau khi|sau ngày|sau)[^.;,()]{0,90})?"
)
_THIS = r"(?:thông báo|kết luận|văn bản|chỉ thị|kế hoạch|công văn|công điện|quyết định|chương trình)(?: kết luận)? này"
ANCHORED_HERE = (
    rf"(?:kể |tính )?(?:từ|sau)(?: khi)?(?: ngày)? {_THIS}(?: được)? (?:ban hành|ký|ký ban hành|có hiệu lực)|"
    r"(?:kể |tính )?(?:từ|sau)(?: khi)?(?: ngày)? (?:ban hành|ký|ký ban hành)(?: (?:thông báo|kết luận|văn bản|chỉ thị"
    r"|kế hoạch|công văn|công điện|quyết định)(?: kết luận)?(?: này)?)?"
)
RECURRING_AFTER = " (?:hằng|hàng) "
RECURRENCE = _words(r"""
(?:trước |vào )?(?:ngày \d{1,2} )?(?:định kỳ,? )?(?:hằng|hàng|mỗi) (?:ngày|tuần|tháng|quý|năm|6 tháng)(?:, quý)?
định kỳ(?: \d{1,2} (?:ngày|tuần|tháng)(?:/lần)?)?
(?:^|(?<=[.;:,(] )|(?<=thực hiện )|(?<=\())(?:thường xuyên|liên tục)(?:,? liên tục)?(?! bị)
""")

# A day that tells when things came about, or how long something else lasted, is no deadline.
OCCURRED = (
    r"(?:phát sinh|xảy ra|hình thành|tồn tại|đã(?: [^\W\d_]+){1,3}|được (?:giao|cấp|tuyển dụng|bổ nhiệm|công nhận))"
)
EVENTS = (
    r"(?:đợt|dịp|kỳ|mùa|thời gian|giai đoạn|trong các tháng|mưa lũ|bão|lũ|mưa|dịch|nghỉ|nghỉ lễ|nghỉ tết|cao điểm|tháng|quý"
    r"|nhiệm kỳ|khóa|thời điểm|phát sinh|diễn biến)"
)
# "Các nhiệm vụ nêu trên hoàn thành trước ngày …": a deadline for what stands above it.
GOVERNS = (
    r"(?:đối với )?(?:tất cả |toàn bộ )?(?:các |những )?(?:nhiệm vụ|công việc|nội dung|việc)(?: được giao)?,? "
    r"(?:(?:nêu )?(?:trên|ở trên)|(?:nêu )?tại (?:các )?(?:mục|điểm|khoản|phần) (?P<of>[\divx]{1,4}(?:\.\d{1,2})*))(?: nêu trên| trên)?"
    r",? (?:phải |cần |đề nghị |yêu cầu )?(?:được )?(?:hoàn thành|thực hiện|xong|triển khai|báo cáo)[^.;]{0,60}"
)
# Without a named start a period of working days counts from the day of issue only if the sentence says so.
FIXED_HOLIDAYS = ((1, 1), (4, 30), (5, 1), (9, 2))  # BLLĐ 2019, Điều 112: those with a solar date
# What somebody will do on a day by himself is no deadline for others.
PLANNED = r"(?:^|[.;,] )[^.;,]{0,80} (?:sẽ|dự kiến) [^.;,]{0,80}$"
UNREADABLE_DIGIT = r"[§öð%&$@]"

# Why a date phrase was not taken; shown to the person who confirms the draft.
WHY_ISSUED = "ngày ban hành văn bản"
WHY_MEETING = "ngày họp"
WHY_HEAD = "nằm trong phần đầu văn bản"
WHY_NOTE = "nằm trong chú thích cuối trang"
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
WHY_PAST = "trước ngày ban hành văn bản"
WHY_DAMAGED = "chữ số đọc không rõ"
WHY_GOVERNS = "thời hạn chung, đã áp dụng cho các nhiệm vụ bên trên"
WHY_IMPOSSIBLE = "ngày không có trong lịch"

# --- Header -------------------------------------------------------------------------------------------------------

KINDS = _words("""
Thông báo|Chỉ thị|Kế hoạch|Công điện|Phương án|Kết luận|Quyết định|Chương trình|Hướng dẫn|Biên bản|Báo cáo|Nghị quyết
Tờ trình|Đề án
""")
# Documents by which an office plans its own work, and how it says so.
PLANS = frozenset(("kế hoạch", "phương án", "chương trình", "đề án"))
PLANNING = (
    r",? (?:xây dựng|ban hành|đề ra|lập|triển khai)(?:,? (?:và )?(?:ban hành|triển khai|tổ chức)){0,4}"
    r"(?: thực hiện)?(?: bản)? (?:kế hoạch|phương án|chương trình|đề án)"
)
KIND_SYMBOLS = "TB|CT|KH|CĐ|PA|KL|QĐ|CTr|HD|BB|BC|NQ|TTr|ĐA"  # in the order of KINDS (NĐ 30/2020, Phụ lục III)
OFFICIAL_LETTER = "Công văn"
STATE_NAME = "cộng hòa xã hội chủ nghĩa việt nam"
MOTTO = "độc lập - tự do - hạnh phúc"
NUMBER_WORD = "số"
PLACE_DATE = (
    r"(?:(?P<place>[^\d,;:]{2,40}), ?)?(?:hồi )?(?:\d{1,2} ?giờ(?: ?\d{2})?(?: ?phút)?,? )?ngày ?(?P<d>\d{0,2})[ .…]*tháng ?(?P<m>\d{0,2})[ .…]*năm ?(?P<y>\d{4})\W*$"
)
RECIPIENTS = r"\W*nơi nhận\W*"
SIGNING = r"\W*(?:TM|KT|TL|TUQ|Q)\s?\.\s?"
MARKS_OF_HASTE = ("hỏa tốc", "thượng khẩn", "khẩn")
SECRECY = ("TUYỆT MẬT", "TỐI MẬT", "MẬT")
# What shares a line with the mark: how it is announced, how urgent the document is, which copy it is.
SECRECY_LABELS = "đóng dấu|dấu chỉ độ mật|dấu độ mật|mức độ mật|độ mật"
HASTE_STAMPS = "|".join((*MARKS_OF_HASTE, "hẹn giờ"))
COPY_LABELS = "bản số|bản sao số|số bản|tổng số bản"
SUBJECT_ENDS = _words("""
ngày|sáng ngày|chiều ngày|căn cứ|thực hiện|theo|sau khi|nhằm|để|kính gửi|vừa qua|trong|xét|thường trực
""")
SUBJECT_VV = r"\W*(?:V/v|Về việc)\s"
ADDRESSES = r"(?:^| )(?:điện|kính gửi) ?:"
TITLED = r"(?:phó|chủ tịch|bí thư|chánh|trưởng|giám đốc|thứ trưởng|bộ trưởng|thủ tướng)(?![^\W_])"
MEETING = r"kiểm tra|họp|hội nghị|làm việc|giao ban|buổi kiểm tra|đi kiểm tra|phiên"
CHAIRING = (
    r"(?:đã |đồng |dự và )?chủ trì|chủ tọa|đã (?:có buổi )?(?:làm việc|đi kiểm tra|kiểm tra)|đi kiểm tra|kiểm tra thực (?:tế|địa)"
)
CHAIRED_BY = r"(?:dưới )?(?:sự )?(?:do|chủ trì của|chủ tọa của)"
PERSON = "đồng chí|đ/c|ông|bà"
FAMILY_NAMES = frozenset(
    _words("""
an|bạch|bế|bùi|cao|châu|chu|cù|danh|diệp|doãn|dương|đàm|đào|đặng|đinh|đoàn|đỗ|đồng|giáp|giàng|hà|hoa|hoàng|hồ|hứa|huỳnh
khổng|khúc|kiều|kim|la|lại|lâm|lê|lò|lù|lương|lưu|lý|ma|mã|mạc|mai|nghiêm|ngô|ngụy|nguyễn|ninh|nông|ông|phạm|phan
phùng|quàng|quách|chử|lục|khuất|nghiêm|bàn|hầu|giàng|vừ|sùng|thào|tráng|chảo|lầu|cầm|lường|tòng|điểu|thị|ksor|rơ|siu|rmah|sơn|sùng|tạ|tăng|thạch|thái|thân|thào|tô|tống|trần|triệu|trịnh|trương|từ|vàng|văn|vi|viên|võ|vũ|vương|y
""").split("|")
)
# Words written small inside the name of an office; after a level ("xã") the name of a place begins.
SMALL_IN_ISSUER = frozenset(
    _words("ủy|ban|nhân|dân|hội|đồng|tỉnh|thành|phố|huyện|quận|thị|xã|phường|trấn|đặc|khu|và|các|phòng").split("|")
)
LEVEL_WORDS = frozenset(("tỉnh", "phố", "huyện", "quận", "xã", "phường", "trấn", "khu"))
PEOPLES_COMMITTEE = "ủy ban nhân dân|ubnd"
COMMITTEE_CODE = "UBND"
ISSUER_CODES = ("UBND", "HĐND", "VP")
# How a title written in capitals is shown: small but for these.
TITLE_SHOWN = "Chủ tịch|Chánh|Văn phòng|Ủy ban nhân dân|Giám đốc|Trưởng phòng|Thủ tướng|Bộ trưởng|Bí thư|UBND|HĐND"
# Words before which a person may want to split a duty: behind a comma, and anywhere.
SPLIT_BEHIND_COMMA = "đồng thời|báo cáo|tổ chức|hoàn thành|giao|phối hợp"
SPLIT_BEFORE = "và|đồng thời"
