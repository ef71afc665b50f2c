"""The words around dates: what makes a day a deadline, and what makes it something else."""

from __future__ import annotations

from app.domain.reading.lexicon import words

DAYLESS = "(?<=trước )|(?<=đến )|(?<=hết )"  # after these "05 tháng 9" is a day though the word is missing
THIS, NEXT, EVERY = "này", "tới|sau", "hằng|hàng"
WEEK_START = "tuần đầu"
DAY, MONTH, YEAR, QUARTER, WEEK, HOUR = "ngày", "tháng", "năm", "qu[ýí]", "tuần", "giờ"
FROM, TO = "từ", "đến(?: hết)?"
EARLIER, EARLY, MIDDLE, LATE, WITHIN_WORD = "trước", "đầu", "giữa", "cuối", "trong"
AFTER_NOON = "chiều|tối"
CLOCK = (
    r"(?P<h>\d{1,2}) ?(?:giờ|h|g|:(?=\d{2}))(?: ?(?P<min>\d{2})(?: ?phút)?)?"
    rf"(?: (?:sáng|trưa|(?P<noon>{AFTER_NOON})))?,?(?: (?:cùng|trong))?"
)
# What is typed into a field, also without accents. The days in folded form, and how many days ahead they are.
NEAR_DAYS = {"hom nay": 0, "nay": 0, "mai": 1, "ngay mai": 1, "ngay kia": 2}
TYPED_MORNING, TYPED_AFTERNOON = "sáng|sang|trưa|trua", "chiều|chieu|tối|toi"
TYPED_HOUR, TYPED_MINUTE = r"(?::(?=\d\d)|h|g|gi[ờo])", "ph[úu]t"
TYPED_AT = "(?:lúc|luc|vào|vao)"
# Times that no calendar names without the day they are counted from: a deadline, but no date.
NEARBY = "(?:tuần|tháng|quý|năm) (?:tới|sau)|(?:tuần|quý|năm) (?:này|nay)|(?:ngày )?hôm nay|ngày mai"
THIS_MONTH = r"cuối tháng(?: này| nay)?(?! ?\d)(?![^\W_])|tháng này"
WHOLE_YEAR = "(?:cuối |hết )?năm"
BEFORE = r"(?:đến )?trước(?: thời điểm| thời hạn| hạn)?"
BY = (
    r"(?:chậm|muộn|trễ) nhất(?: là| vào| đến| trong| sau| trước|,)*(?: hết)?|không (?:muộn|chậm|trễ) hơn|không quá"
    r"|đến hết|hết|đến|(?:thời )?hạn(?: cuối| chót| hoàn thành| nộp| báo cáo| thực hiện)?(?: là|:| đến)?"
)
WITHIN = (
    r"(?:(?:ngay )?(?:trong |vào )?tuần (?:đầu|cuối)(?: tiên)?(?: của)?)|(?:ngay )?trong(?: các| \d{1,2}"
    r"| hai| ba)?|vào|cuối|đầu|giữa|xong|trong \d{1,2} tháng|trong cuối|vào cuối|trước cuối|đến cuối|trong nửa đầu"
)
STARTS = r"(?:kể |tính |bắt đầu |có hiệu lực )?từ|sau|bắt đầu(?: vào)?|khởi công(?: vào)?|hiệu lực(?: thi hành)?"
CUT_OFF = (
    r"tính đến(?: hết| thời điểm)?|đến thời điểm|số liệu(?: tính)? đến|lũy kế đến"
    r"|(?:số liệu|kỳ|giai đoạn)[^.;]{0,40} đến(?: hết)?"
)
DAY_WORD = r"(?: (?:thứ (?:hai|ba|tư|năm|sáu|bảy)|chủ nhật),?(?: \()?)?(?: ngày| thời điểm)?"
DATA = "số liệu|giai đoạn|kỳ báo cáo|thời điểm|lũy kế|nhiệm kỳ"
DONE_BY = (
    r"(?:hoàn thành|hoàn tất|xong|thời (?:gian|hạn)(?: \w+ \w+)?|hạn(?: chót| cuối)?|tổ chức|thực hiện"
    r"|diễn ra|khai mạc"
    r"|báo cáo)(?: vào| trong| là)?:?"
)
CITING = words(r"""
số \d|\d/(?:\d{4}/)?[a-zđ]{2}|luật|nghị định|nghị quyết|quyết định|công văn|thông báo|thông tư|chỉ thị|công điện
văn bản|tờ trình|báo cáo số|kế hoạch số|hướng dẫn số|kết luận số|giấy mời|kết luận|biên bản|hợp đồng|công báo
""")
# A year that ends a clause is when its duty is due, unless the clause speaks of a goal or of what has been done.
GOALS = (
    r"(?:phấn đấu|chỉ tiêu|mục tiêu|kế hoạch|dự toán|nhiệm vụ|kết quả|công tác|chương trình|đã|tỷ lệ"
    r"|bình quân|tổng kết|sơ kết"
    r"|văn bản|quyết định|phong trào)"
)
YEAR_DONE = r"(?:hoàn thành|hoàn tất|xong|kết thúc|báo cáo|(?<!chương )(?<!công )(?<!quá )trình|gửi)[^.;:]{0,70}:? ?$"
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
# Pairs of words that only the patterns above know apart; a scan damages them together.
TOGETHER = "chậm nhất đến ngày|muộn nhất đến ngày|trước thời hạn|kể từ ngày|đến hết ngày"
RECURRING_BEFORE = r"(?:(?:hằng|hàng|mỗi) |định kỳ|báo cáo (?:tuần|tháng|quý) )"  # a day of each of those
# One of these stands in whatever comes again and again.
RECURRING_WORDS = ("hằng ", "hàng ", "mỗi ", "định kỳ", "thường xuyên", "liên tục", "cuối quý", "đầu quý")
RECURRENCE = words(r"""
(?:trước |vào )?(?:ngày \d{1,2} )?(?:định kỳ,? )?(?:hằng|hàng|mỗi) (?:ngày|tuần|tháng|quý|năm|6 tháng)(?:, quý)?
(?:định kỳ,? )?(?:trước |vào )?ngày \d{1,2} (?:của )?tháng (?:cuối|đầu) quý
định kỳ(?: \d{1,2} (?:ngày|tuần|tháng)(?:/lần)?)?
(?:^|(?<=[.;:,(] )|(?<=thực hiện )|(?<=\())(?:thường xuyên|liên tục)(?:,? liên tục)?(?! bị| với)
""")

# A day that tells when things came about, or how long something else lasted, is no deadline.
OCCURRED = (
    r"(?:phát sinh|xảy ra|hình thành|tồn tại|đã(?: [^\W\d_]+){1,3}|(?<!chuẩn )bị(?: [^\W\d_]+){1,2}"
    r"|được (?:giao|cấp|tuyển dụng|bổ nhiệm|công nhận))"
)
EVENTS = (
    r"(?:đợt|dự báo|dịp|kỳ|mùa|thời gian|giai đoạn|trong các tháng|mưa lũ|bão|lũ|mưa|dịch|nghỉ|nghỉ lễ|nghỉ tết"
    r"|cao điểm|tháng|quý"
    r"|nhiệm kỳ|khóa|thời điểm|phát sinh|diễn biến)"
)
# "Các nhiệm vụ nêu trên hoàn thành trước ngày …": a deadline for what stands above it.
GOVERNS = (
    r"(?:đối với )?(?:tất cả |toàn bộ )?(?:các |những )?(?:nhiệm vụ|công việc|nội dung|việc)(?: được giao)?,? "
    r"(?:(?:nêu )?(?:trên|ở trên)|(?:nêu )?tại (?:các )?(?:mục|điểm|khoản"
    r"|phần) (?P<of>[\divx]{1,4}(?:\.\d{1,2})*))(?: nêu trên| trên)?"
    r",? (?:phải |cần |đề nghị |yêu cầu )?(?:được )?(?:hoàn thành|thực hiện|xong|triển khai|báo cáo)[^.;]{0,60}"
    r"|(?:thời (?:gian|hạn)|yêu cầu|đề nghị|các (?:đơn vị|cơ quan|địa phương|sở))(?: [^ .;:]+){0,12} (?:nhiệm vụ"
    r"|công việc|nội dung|việc)(?: được giao)? (?:nêu )?trên[^.;]{0,60}"
)
# Without a named start a period of working days counts from the day of issue only if the sentence says so.
TET = r"tết(?: nguyên đán| âm lịch| cổ truyền)(?:,? (?:năm )?[^\W\d_]+ [^\W\d_]+)?(?:,? (?:năm )?\d{4})?"
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
WHY_GOVERNS = "thời hạn chung, đã áp dụng cho các nhiệm vụ"
WHY_IMPOSSIBLE = "ngày không có trong lịch"
