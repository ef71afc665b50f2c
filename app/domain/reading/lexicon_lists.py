"""The Vietnamese words of lists of tasks: header rows, section rows, cells. The rest of the words is in ``lexicon``.

Words stand in their canonical form (``text.canon``). Adding a heading of a column is one line here and one list in the
tests.
"""

from __future__ import annotations

from app.domain.reading import lexicon_dates
from app.domain.reading.lexicon import WHO, words

# Words in the header row of a list of tasks. The word that stands first in a header cell says what its column holds.
COLUMN_NUMBER = r"^(?:s\.?tt|tt|số tt|số thứ tự|thứ tự|số|mục|#)$"
COLUMN_CONTENT = words(r"""
nội dung|nhiệm vụ|(?<!tình hình )(?:các |đầu |tên |những )?công việc|đầu việc|tên việc|^việc|trích yếu
ý kiến (?:chỉ đạo|kết luận)|hạng mục|hoạt động|chỉ tiêu
^yêu cầu(?: công việc)?$|^(?:các )?giải pháp|^chỉ đạo|kết luận của
""")
# Content that nobody but a list of orders has.
COLUMN_ORDERS = r"nhiệm vụ|giao|công việc|đầu việc|chỉ đạo|(?:phải|cần) (?:làm|thực hiện)|kết luận"
_BODY = r"(?:cơ quan|đơn vị|cq|đv|đ/v|đ\.vị|phòng|ban|sở|ngành|bộ phận|nơi|cá nhân|địa phương|tổ chức|người|ai|cán bộ)"
COLUMN_LEAD = (
    rf"(?:{_BODY}[ ,/-]*(?:và |hoặc )?)*(?:được giao |chịu trách nhiệm )?(?:chủ trì|chủ công|đầu mối)"
    rf"|(?:{_BODY}[ ,/-]*(?:và |hoặc )?)+(?:được (?:giao|phân công)|thực hiện|tham mưu|chịu trách nhiệm|xử lý"
    rf"|triển khai|thụ lý|nhận việc|nhận nhiệm vụ|làm)|^(?:{_BODY}[ ,/-]*(?:và |hoặc )?)+$"
    r"|phân công(?! lãnh đạo)(?: thực hiện)?|trách nhiệm(?: thực hiện)?|giao cho|chủ trì"
)
COLUMN_COORDINATING = rf"(?:(?:các )?{_BODY}[ ,/-]*(?:và |hoặc )?)*(?:cùng )?(?:phối hợp|kết hợp|tham gia|liên quan)"
COLUMN_DEADLINE = words(r"""
thời hạn|thời gian|thời điểm|^tg(?![^\W_])|^hạn(?![^\W_])|(?:ngày )?hết hạn|kỳ hạn|hạn chót|tiến độ|mốc|hoàn thành
^quý (?:i|\d)|^tháng \d|kết thúc|ngày (?:hoàn thành|hết hạn|xong|phải xong|đến hạn|kết thúc)|đến ngày|lộ trình|deadline
""")
# A column about time that is no deadline: when the work begins, and when it was in fact done.
COLUMN_START = r"bắt đầu|từ ngày|khởi công|triển khai từ"
COLUMN_FINISH = "hoàn thành|kết thúc|đến"
COLUMN_DONE_ON = r"tiến độ|thực tế|đã hoàn thành|ngày hoàn thành|ngày báo cáo"
COLUMN_SOURCE = words(r"""
(?:số(?:,| và)? ?(?:/ ?)?)?(?:ký|kí) hiệu|số (?:của )?(?:văn bản|vb|thông báo|tb|công văn|cv|kl|kết luận)|số hiệu|số đến
văn bản|^(?:số )?vb(?![^\W_])|nguồn (?:giao|chỉ đạo|gốc)|^nguồn$|căn cứ(?: giao)?|thông báo số|^thông báo
tài liệu giao
""")
COLUMN_SOURCE_DATE = (
    r"(?:ngày|thời gian),? (?:tháng,? (?:năm )?)?(?:giao|chỉ đạo|ban hành|văn bản|vb|ký|của văn bản|đến|nhận|phân công"
    r"|họp|thông báo)"
)
COLUMN_OVERSEER = words(r"""
lãnh đạo|người (?:chỉ đạo|ký|theo dõi|giao|phụ trách)|thư ký|chuyên viên
(?:cán bộ|công chức|đồng chí) (?:theo dõi|phụ trách)
phụ trách|theo dõi
""")
COLUMN_PRODUCT = words(r"""
sản phẩm|kết quả (?:đầu ra|cần đạt|phải đạt|dự kiến|yêu cầu)|yêu cầu (?:sản phẩm|kết quả|đầu ra)|đầu ra
hình thức văn bản
""")
COLUMN_RESULT = words(r"""
kết quả|tình hình|tình trạng|trạng thái|đánh giá|đã (?:thực hiện|hoàn thành|làm|xong)|chưa (?:thực hiện|hoàn thành|xong)
đang (?:thực hiện|triển khai)|quá hạn|(?:trong|đúng|trước|trễ|chậm) (?:thời )?hạn|khó khăn|vướng mắc|nguyên nhân|tỷ lệ
""")
COLUMN_NOTE = r"ghi chú|lưu ý|^khác$"
COLUMN_OTHER = words(r"""
kinh phí|nguồn vốn|dự toán|địa điểm|^ký nhận|^mức|thành phần|số tiền|đơn vị tính|^đvt|số lượng|điện thoại|email
""")
COLUMN_PERSON = r"^họ (?:và |, )?tên|^họ tên|^chức (?:vụ|danh)|^năm sinh|^giới tính"
# Cells that mean "as above", and the first words of a result column that tell a task is done, or is not.
DITTO = r"(?:-\s*)?(?:nt|như trên)(?:\s*-)?|[\"”“'’]{1,2}|//"
DONE = r"(?:đã )?(?:được )?(?:thực hiện |làm |triển khai )?(?:hoàn thành|hoàn tất|xong|kết thúc)|đúng hạn|100 ?%"
SAID_DONE = r"đã (?:thực hiện |làm |triển khai )?(?:hoàn thành|hoàn tất|xong)"
DONE_COLUMN = r"(?:(?:ngày|thời gian) )?(?:đã )?(?:hoàn thành|xong)|[^,;]{0,30}thực tế|đúng hạn|trước hạn"
DONE_DAY = r"(?:ngày )?\d{1,2}[/.-]\d{1,2}.*|\d{4}-\d\d-\d\d.*|100 ?%"
NOT_DONE = (
    r"(?<!\d)\d{1,2} ?%|trước (?!(?:thời )?hạn)|chưa|không|đang|cơ bản|một phần|tuy nhiên|còn |chờ|dự kiến|sẽ|tiếp tục"
)
TICK = r"[x✓✔√v+]|có|rồi"
# In a cell of units: what says who leads and who takes part.
LEAD_LABEL = rf"(?:{WHO} |(?:các )?(?:sở|ngành) )?(?:chủ trì|chủ công|đầu mối)(?: thực hiện| tham mưu)?(?: ?:|,)? ?"
COORDINATING_LABEL = (
    rf"(?:(?:các )?{WHO} )?(?:cùng )?(?:phối hợp|kết hợp)(?: thực hiện| tham mưu| chặt chẽ)?(?: ?:| với| cùng)? ?"
)
WHY_COLUMN = "nằm ở cột không phải cột thời hạn"
# How a deadline column names a span of time, half a year, the end of the year, and what goes on all the time.
SPAN = r" ?- ?| đến(?: hết)? "
HALF_YEAR = r"(?:6|sáu) tháng (?P<half>đầu|cuối)(?: năm(?: (?P<hy>\d{4}))?)?"
YEAR_END = r"(?:cuối|hết|trong|cả) (?P<end>năm)(?: nay| này)?(?! ?\d)(?! học)"
QUARTER_SIGN = "q"
ALWAYS = "thường xuyên|liên tục"
DUE_BY = "hạn"
NO_CALENDAR = rf"năm học|niên khóa|{lexicon_dates.WEEK} (?:thứ )?(?:\d|i)"
# What else begins a name in a cell that holds nothing but names.
CELL_HEADS = "dự án|chương trình|đề án|học viện|đại học|nhà |câu lạc bộ|hạt |đội |thư viện|bảo tàng"
# Words before a date that make it a deadline rather than a day something is planned for.
FIRM_DEADLINE = r"hoàn thành|hoàn tất|thời hạn|trước|chậm nhất|muộn nhất"
# Words before a date on which something is to be held, which is not a day by which it is to be done.
PLANNED = r"dự kiến|(?:cuộc |phiên |kỳ )?họp|hội nghị"
# How a superior's list says that a task stands; searched in this order.
FOLLOWED_NO_LONGER = "không (?:còn |tiếp tục )?theo dõi|dừng theo dõi|rút khỏi"
SAID_LATE = "(?<!chưa )(?<!không )(?:quá|trễ|chậm|muộn) (?:thời )?hạn|chậm (?:tiến độ|muộn)|đã quá hạn"
SAID_REPORTED = "(?:đã |được )?(?:hoàn thành|hoàn tất|báo cáo|xong|kết thúc)|đúng hạn"
SAID_OPEN = "chưa|đang|trong hạn|còn hạn|tiếp tục|không (?:hoàn thành|báo cáo)"
