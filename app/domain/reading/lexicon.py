"""The Vietnamese words the reader knows: of duties and of the blocks a document is made of.

The other words stand beside: ``lexicon_units``, ``lexicon_dates``, ``lexicon_head`` and ``lexicon_lists``. Adding a
phrase is one line here or there and one example in the tests.

Words stand in their canonical form (``text.canon``): lower case, tone on the first vowel (hòa, thủy), one dash. They
are alternatives ("a|b|c") or regular expressions; several lines are one pattern.
"""

from __future__ import annotations


def words(lines: str) -> str:
    """Alternatives written over several lines, as one "a|b|c"."""
    return lines.strip().replace("\n", "|")


# Verbs a duty begins with. Inside a sentence they also end the name of the unit before them.
VERBS = words("""
tham mưu|tiến hành|giúp|tiếp tục|tiếp thu|tiếp nhận|tăng cường|chủ trì|chủ công|chủ động|phối hợp|kết hợp|hướng dẫn
đôn đốc|theo dõi|tập trung|thực hiện|chỉ đạo|đẩy mạnh|đẩy nhanh|phát huy|tổ chức|rà soát|xây dựng|triển khai
hoàn thành|hoàn thiện|hoàn tất|báo cáo|tổng hợp|cập nhật|nâng cao|bố trí|bám sát|đề xuất|khẩn trương|thường xuyên
liên tục|kịp thời|phát động|thông báo|niêm yết|công khai|công bố|ban hành
(?<!chương )(?<!quy )(?<!quá )(?<!công )(?<!giáo )trình|cử|lập|thành lập|kiện toàn|kiểm tra|kiểm soát|kiểm kê|giám sát
thanh tra|thẩm định|thẩm tra|đánh giá|xử lý|giải quyết|tháo gỡ|khắc phục|chấn chỉnh|siết chặt|quán triệt|tuyên truyền
phổ biến|vận động|tập huấn|bồi dưỡng|đào tạo|mở|nghiên cứu|soạn thảo|dự thảo|xem xét|phê duyệt|quyết định|cho ý kiến
góp ý|tham gia|đăng ký|đăng tải|đăng|đưa|cung cấp|gửi|chuyển|nộp|bàn giao
giao(?! thông)(?! dịch)(?! lưu)(?! ban)(?! đất)|phân công|phân bổ|bổ sung|sửa đổi|sửa chữa|thay thế|điều chỉnh
giải ngân|thanh toán|quyết toán|thu|chi trả|mua sắm|trang bị|lắp đặt|đầu tư|nâng cấp|vận hành|duy trì
(?<!cán bộ )(?<!công tác )quản lý|sử dụng|khai thác|lưu trữ|số hóa|kết nối|chia sẻ|tích hợp|chuẩn hóa|chuẩn bị|đảm bảo
bảo đảm|cam kết|chịu trách nhiệm|có trách nhiệm|có ý kiến|có giải pháp|có phương án|có văn bản|có kế hoạch|có báo cáo
có tờ trình|có đề xuất|có biện pháp|nắm|nắm chắc|xác định|xác minh|thống kê|tính toán|phân tích|dự báo|thu thập
thu hồi|thu gom|tạo điều kiện|tạo|hỗ trợ|giới thiệu|nhân rộng|lựa chọn|tuyển dụng|bổ nhiệm|luân chuyển|điều động
sắp xếp|sáp nhập|ưu tiên|huy động|phân luồng|bảo trì|kiên quyết|nghiêm túc|quyết liệt|trực tiếp|tích cực|gương mẫu
chấp hành|tuân thủ|áp dụng|đổi mới|cải thiện|cải tiến|cải cách|cắt giảm|đơn giản hóa|rút ngắn|giảm|tăng|hạn chế
phòng ngừa|ngăn chặn|phát hiện|đấu tranh|xóa|đấu thầu|thi công|nghiệm thu|khảo sát|đo đạc|cắm mốc|giải phóng|di dời
tiêm|phun|trực(?! thuộc)|tuần tra|bảo vệ|cảnh báo|ứng phó|chú trọng|quan tâm|lồng ghép|xác nhận|rút kinh nghiệm
kiểm điểm|làm rõ|làm việc|làm tốt|(?<!việc )làm|tìm|mời|họp|sơ kết|tổng kết|khen thưởng|biểu dương|đề nghị|yêu cầu
kiến nghị|phản ánh|trả lời|tiếp công dân|tiếp|đối thoại|lấy ý kiến|chỉnh trang|vệ sinh|trồng|nhập|lấy|ký|ký kết
quy định|căn cứ|đối chiếu|bảo quản|xúc tiến|thu hút|liên hệ|trao đổi|thống nhất|hiệp thương|không để|không được|không
cần|phải|sớm|ngay|nhanh chóng|cùng|cùng với|đồng thời|mạnh dạn|lưu ý|tham dự|bám|sẵn sàng|khơi thông|nạo vét|tu sửa
duy tu|sửa(?! đổi)|khởi công|khởi động|khánh thành|khai mạc|khuyến cáo|khuyến khích|mời gọi|kêu gọi|điều tra|truy quét
triệt phá|triệt để|truy tìm|thụ lý|thẩm định lại|tố tụng|kiểm đếm|đo|đắp|san lấp|chốt chặn|cảnh giới|canh gác|bắn
cắt tỉa|chằng chống|trích lục|sơ tán|di chuyển|cấm
cấp(?! xã)(?! huyện)(?! tỉnh)(?! trên)(?! dưới)(?! ủy)(?! trung ương)(?! cơ sở)(?! thẩm quyền)(?! có)|cấp phát
phát(?! triển)(?! thanh)(?! sinh)|treo|dọn|thu dọn|làm chủ đầu tư|là cơ quan|là đơn vị|là đầu mối|chốt|rà|tiết kiệm
thực hành|vinh danh|tôn vinh|trao(?! đổi)|đấu nối|lắp|thông tin kịp thời|thông tin trung thực|thông tin tuyên truyền
thông tin rộng rãi|thông tin đầy đủ|thông tin về|đề cao|giữ|giữ gìn|giữ vững|vào cuộc|xóa bỏ|chặn|loại bỏ|chuyển đổi
hợp đồng|tạm dừng|dừng|đình chỉ|cưỡng chế|xử phạt|khởi tố|khám|sơ tuyển|ra quân|khống chế|định hướng|truy vết|lây mẫu
lấy mẫu|kéo giảm|sắp đặt|chỉnh lý|phê chuẩn|thỏa thuận|thương thảo|rà phá|thu mua|tiêu hủy|tiêu thụ|kết chuyển
hoàn trả|hoàn chỉnh|điều phối|phấn đấu|phát triển|tu bổ|tôn tạo|bảo tồn|gìn giữ|củng cố|mở rộng|thúc đẩy|tạo lập
hình thành|kê khai|hòa giải|giải trình|phân loại|phân cấp|phân quyền|ủy quyền|bãi bỏ|hủy bỏ|thí điểm|ứng dụng|vận dụng
cụ thể hóa|thể chế hóa|hiện đại hóa|cải tạo|khôi phục|phục hồi|cứu trợ|cứu hộ|chăm sóc|trợ giúp|thăm hỏi|động viên
tri ân|đón tiếp|phục vụ|truy thu|thu nộp|hoàn ứng|tạm ứng|xuất bản|phát hành|biên soạn|ghi hình|phát sóng|đưa tin
tuyển sinh|tuyển chọn|xét chọn|xét duyệt|bình xét|nêu cao|khơi dậy|thu hoạch|gieo cấy|gieo trồng|chăm bón|phòng trừ
tích nước|điều tiết|ứng trực|gia cố|kiểm dịch|khử trùng|vận chuyển|chôn lấp|điều hành|thi hành|cấp phép|gia hạn
cấp đổi|đính chính|chứng thực|xác thực|đồng bộ hóa|liên thông|khóa sổ|tất toán|tổng rà soát|tái cơ cấu|cổ phần hóa
thoái vốn|đấu giá|cho thuê|định giá|tham khảo|tiếp xúc|thiết lập|thiết kế|lập lại|nối
""")
# Verbs that also stand inside names ("văn phòng đăng ký đất đai"): right after the head noun they belong to it.
# Of them, those that another verb may follow at once, so that the first one still belongs to the name.
NOUN_LIKE = "xây dựng|đầu tư|quản lý|bảo vệ|khai thác|đào tạo|sản xuất|kinh doanh"
VERBS_IN_NAMES = words("""
phục vụ|phát triển|điều hành|đăng ký|quản lý|đầu tư|bảo vệ|kiểm tra|thanh tra|xây dựng|tiếp|tiếp nhận|điều phối
chỉ đạo|cải cách|chuyển|giải phóng|hỗ trợ|đào tạo|phòng ngừa|sắp xếp|đổi mới|thu|vệ sinh|bảo trì
""")
# Words that cannot open a duty although they end a name.
NOT_OPENERS = "cùng|cùng với|căn cứ|thống nhất|biểu dương|quy định|tự|để|cần"
# After the name of a unit these words tell about it; any other word is what it shall do.
NOT_ACTING = words("""
đã|đang|sẽ|vừa|mới|vẫn|chưa|còn|được|bị|là|của|và|hoặc|hay|tại|trong|ngoài|theo|với|do|từ|đến|cho|về|để|nhằm|thì|mà|có
không|nêu|trên|dưới|như|khi|nếu|vì|bởi|thuộc|cùng|cũng|đều|rất|khá|luôn|thường|sau|trước|này|đó|ghi nhận|biểu dương
đánh giá cao|hoan nghênh|cảm ơn|chia sẻ|chúc mừng|nhất trí|thống nhất|đồng ý|đồng tình|cơ bản|kết luận|nhận thấy
nhận được|phát biểu|trình bày|cho biết|cho rằng|trực thuộc|gửi lời|chia buồn|khen|khẳng định|nhấn mạnh|nhận định
thừa lệnh|thông báo|xin|trân trọng|dự|tham dự|đạt|tổ chức họp|quyết định|giao|yêu cầu|đề nghị|phân công|họp
tiếp tục giao|năm|tháng|ngày|số|khóa|nhiệm kỳ|lần|các|những|một
""")
# Other words that end the name of a unit; in a heading only the last ones do.
NAME_STOPS = words("""
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
ADVERBIALS = words("""
kể từ|bắt đầu|trong|trên cơ sở|căn cứ|để|nhằm|trước|ngày|từ|sau|khi|định kỳ|hằng|hàng|theo|qua|đồng thời|riêng
bên cạnh|chậm nhất|đến|ngoài ra|tiếp theo|vào|cuối|ngay|về|thực hiện
""")
HEADING_PREFIX = words(r"""
đối với|giao(?: nhiệm vụ| trách nhiệm)?(?: cho)?|yêu cầu|đề nghị|phân công|trách nhiệm của|nhiệm vụ của|về phía|riêng
kính đề nghị|trân trọng đề nghị
""")
RECEIVED = r"(?:nhận được|căn cứ) [^,.;]{0,60} này, "
# A call to carry the whole document out is an exhortation, whoever it names.
GENERAL_ORDER = (
    r"nghiêm túc (?:tổ chức |triển khai |chấp hành )?thực hiện(?: nghiêm)?(?:\./\.|\.| ?$)"
    r"|thực hiện nghiêm túc[^.;]{0,40} này|"
    r"^(?:nhận được|căn cứ|trên cơ sở) (?:nội dung )?(?:chỉ thị|thông báo|kết luận|công điện|kế hoạch"
    r"|văn bản|công văn)[^,]{0,40}"
    r" này,|"
    r"(?:thực hiện|chấp hành|triển khai)[^.;]{0,50}(?:chỉ thị|thông báo|kết luận|công điện|kế hoạch|văn bản|công văn"
    r"|nội dung|quyết định)[^.;]{0,20} (?:này|trên)"
)
# What a footnote begins with, where a scan made something else of its number.
NOTE_OPENS = (
    "nghị định|nghị quyết|quyết định|luật|chỉ thị|công điện|công văn|văn bản|thông báo|thông tư|báo cáo"
    "|kế hoạch|tờ trình"
    "|theo|gồm|bao gồm|xem|số liệu|nguồn|điều|khoản|tại|trong đó|cụ thể|kết luận|hướng dẫn"
)
# What is for something is not by then: "… trước 30/8 để ký ban hành trong tháng 9".
PURPOSE = r" (?:để|nhằm|làm cơ sở|làm căn cứ|phục vụ|bảo đảm cho|riêng) "
# What comes again and again is a duty beside the one that has a day.
APART = "riêng (?:đối với )?"
RECURS = (
    r"[;.] (?=(?:đồng thời,? (?:tổng hợp|báo cáo)[^.;]{0,60} ngày \d{1,2} (?:hằng|hàng)|định kỳ|(?:hằng"
    r"|hàng) (?:ngày|tuần|tháng|quý|năm)|trước ngày \d{1,2} (?:hằng|hàng))(?![^\W_]))"
)
# What may stand between a unit and the verb that says what it shall do; a telling, or the end of the sentence, ends it.
INSERTED = words(r"""
theo (?:chức năng|nhiệm vụ|thẩm quyền|quy định|lĩnh vực|phân công|địa bàn)|với (?:vai trò|tư cách|trách nhiệm)
trên cơ sở|căn cứ|trong (?:ngày|tháng|quý|năm|tuần|vòng|thời hạn)|trước (?:ngày|tháng|\d{1,2})|chậm nhất|muộn nhất
từ nay|ngay sau khi|sau khi
""")
INSERTED_ENDS = r"[.;:]|(?:đã|đang|sẽ|vẫn|chưa|còn|bị|đạt(?! được)|có|là|(?<!nhận )(?<!đạt )được(?! giao)(?! phân))"
# When a later sentence says who does it, and by when.
TIMED = (
    r"(?:trước|chậm nhất|muộn nhất|đến|trong (?:tháng|quý|ngày|năm|tuần)|sau khi|trên cơ sở) [^.;,:]{1,80}"
    r"(?:, |(?<=\d)(?<!ngày \d)(?<!ngày \d{2}) )"
)
THEN = r"(?:thì|,) "
TOPIC = r"(?:về|đối với|liên quan đến) "
# A joint that can part two duties of one sentence; the verb of the second follows it.
ENUMERATOR = r"\((?:\d{1,2}|[ivx]{1,4}|[a-zđ])\) "
JOINTS = (rf"[.;] (?:{ENUMERATOR})?(?:đồng thời,? )?", r",? đồng thời,? ", r",? và ", r", ")
AND = "và"

PART = r"(?:PHẦN|Phần|CHƯƠNG|Chương) (?:[IVX]+|\d+|thứ \w+)"
ARTICLE = r"Điều \d{1,3}"
PAGE = "trang"
# A block that begins so closes the document; after the final ones nothing is an order any more.
CLOSING = words(r"""
(?:ubnd|ủy ban nhân dân|bộ|sở) [^.;:,]{0,60}(?:xin |trân trọng )?thông báo (?:để|đê|đến) 
trên đây là|nay,? (?:văn phòng|thông báo)|(?:thừa|thực hiện) lệnh|thừa ủy quyền
(?:trong )?quá trình (?:tổ chức |triển khai )*thực hiện,? (?:nếu|trường hợp|có)
(?:văn phòng|vp) [^.;:]{0,80}(?:thông báo|truyền đạt) (?:(?:đến|để|đê|nội dung|ý kiến|các|tới) |kết luận[ ,])
(?:chỉ thị|công điện|kế hoạch|thông báo|quyết định|quy chế|công văn|văn bản|chương trình) này (?:có hiệu lực|thay thế)
(?:mọi )?(?:chi tiết|thông tin|vướng mắc)(?: thêm)?(?: đề nghị| xin| vui lòng)? liên hệ|(?:rất mong|đề nghị) quý
căn cứ (?:kết luận|thông báo|nội dung)[^.;:]{0,60}(?:này|nêu trên)[^.;:]{0,40}(?:triển khai|thực hiện)
""")
FINAL_CLOSING = r"trên đây là|nay,? (?:văn phòng|thông báo)|(?:thừa|thực hiện) lệnh|thừa ủy quyền|văn phòng"
# A block that ends so leads in the orders.
LEAD_IN = (
    "như sau|sau đây|dưới đây|sau|cụ thể|kết luận|chỉ đạo|yêu cầu|nội dung|công việc|nhiệm vụ|giải pháp|tập trung|việc"
)
SPEAKING = "kết luận|thống nhất|ý kiến|chỉ đạo|thông báo|nhất trí"
ATTENDANCE = words(r"""
(?:cùng )?(?:tham |)dự (?:cuộc |buổi )?(?:họp|hội nghị|làm việc)|thành phần|kính gửi|tham gia cuộc họp
""")
# Results, shortcomings and praise are not tasks.
RESULTS = words(r"""
trong thời gian (?:vừa |)qua|(?:trong )?thời gian (?:vừa )?qua|(?:trong )?\d{1,2} tháng (?:đầu|cuối|qua)|nhìn chung
đánh giá cao|ghi nhận|biểu dương|hoan nghênh|tuy nhiên|tuy vậy|bên cạnh (?:đó|những|các|kết quả)|mặc dù|nguyên nhân
kết quả (?:đạt được|thực hiện)|về kết quả|hạn chế|tồn tại|ưu điểm|khuyết điểm|cơ bản (?:thống nhất|đồng ý)
thống nhất (?:với|chủ trương|nội dung|đánh giá)|(?:đến|tính đến) (?:nay|thời điểm|ngày)|qua (?:nghe|báo cáo|xem xét)
trong (?:quý|tháng|năm)[^.;:]{0,120} đã |hội nghị (?:đã )?(?:thống nhất|nghe)|cuộc họp|quan điểm(?: chỉ đạo)?
""")
# A sentence that begins like a duty and tells how far it has come.
STRIVING = "; phấn đấu"
TOLD = (
    r"^(?:các |những )?[^.;:,]{2,60} (?:đã (?:nỗ lực|cố gắng|có nhiều|cơ bản|tích cực|chủ động)"
    r"|cơ bản (?:ổn định|đạt))|"
    r"(?:đến (?:hết |thời điểm )?(?:ngày|nay)|tính đến)[^.;]{0,70} (?:đạt|mới|đã|còn|là)(?![^\W_])|(?:^"
    r"|[.;] )nguyên nhân"
    r"|(?:ước )?đạt \d[\d.,]* ?%[^.;]{0,40}(?:kế hoạch|dự toán|so với)"
)
RESULT_HEADINGS = words(r"""
đánh giá(?: chung| kết quả| tình hình)?|kết quả|tình hình|những kết quả|ưu điểm|tồn tại|hạn chế|khó khăn|nguyên nhân
những (?:tồn tại|hạn chế|khó khăn|mặt)|mục đích|mục tiêu|quan điểm|thành phần|nội dung (?:cuộc )?họp|căn cứ
sự cần thiết|phạm vi|đối tượng|yêu cầu$|mục đích, yêu cầu$
""")
GOAL_HEADINGS = "(?:về )?(?:mục đích|mục tiêu|quan điểm|yêu cầu|sự cần thiết|phạm vi|đối tượng)"
ABOUT = "về"
TASK_HEADINGS = (
    "(?<!thực hiện )(?<!hiện các )(?<!kết quả )nhiệm vụ|giải pháp|tổ chức thực hiện|trách nhiệm|phân công"
    "|chỉ đạo|yêu cầu các"
)
# A heading whose date is the deadline of what stands under it.
DUE_HEADING = r"(?:hoàn thành|thời hạn|thời gian thực hiện)[^.;]{0,40}\d"
# Lines that only add to the task above them.
TIMING = (
    r"(?:-|\+|\()? ?(?:thời (?:gian|hạn|điểm)(?: thực hiện| hoàn thành| báo cáo| xong| triển khai| gửi| trình)*"
    r"|hạn hoàn thành|tiến độ(?: thực hiện| hoàn thành)?|hoàn thành) ?(?::|trước |trong |chậm |xong )"
)
WHO = "(?:đơn vị|cơ quan|bộ phận|phòng, ban|đầu mối)"
DETAIL_LEAD = (
    r"(?:(?:chủ trì|chủ công)(?= ?:)"
    rf"|{WHO}(?: được giao)? (?:chủ trì|chủ công|thực hiện|chịu trách nhiệm)(?: thực hiện)?) ?: ?"
)
DETAIL_COORDINATING = rf"(?:(?:các )?{WHO} )?phối hợp(?: thực hiện)? ?: ?"
DETAIL_OTHER = (
    r"(?:sản phẩm|kết quả(?: đầu ra)?|kinh phí|lãnh đạo (?:phụ trách|chỉ đạo)|địa điểm|nội dung|hình thức) ?: ?"
)
# Words before which a person may want to split a duty: behind a comma, and anywhere.
SPLIT_BEHIND_COMMA = "đồng thời|báo cáo|tổ chức|hoàn thành|giao|phối hợp"
SPLIT_BEFORE = "và|đồng thời"
# Vowels above which a scan loses the tone; letters of a list in their order; what scans make of a number or a letter.
MARKED_VOWELS = frozenset("ăâêôơư")
LETTERS = "abcdđeghiklmnopqrstuvxy"
GARBLED_NUMBER = "[öÖ§ðĐ&$ŠšÔ]"
GARBLED_LETTER = "[ạảãáà]"
