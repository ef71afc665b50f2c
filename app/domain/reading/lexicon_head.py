"""The words of letterheads and signatures."""

from __future__ import annotations

from app.domain.reading.lexicon import words

KINDS = words("""
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
    r""
    r"(?:(?P<place>[^\d,;:]{2,40}), ?)?(?:hồi )?(?:\d{1,2} ?giờ(?: ?\d{2})?(?: ?phút)?,? )?"
    r"ngày ?(?P<d>\d{0,2})[ .…]*tháng ?(?P<m>\d{0,2})[ .…]*năm ?(?P<y>\d{4})\W*$"
)
RECIPIENTS = r"\W*nơi nhận\W*"
SIGNING = r"\W*(?:TM|KT|TL|TUQ|Q)\s?\.\s?"
# Names of offices that have capitals of their own.
OFFICES_SHOWN = "Thủ tướng Chính phủ|Văn phòng Chính phủ|Ủy ban nhân dân|Hội đồng nhân dân"
# A line that is nothing but one of these, over a person's name, begins the signature.
SIGNER_TITLES = words("""
(?:phó )?(?:chủ tịch|thủ tướng|giám đốc|tổng giám đốc|trưởng (?:phòng|ban|đoàn|công an|thôn)|chánh văn phòng|bí thư)
(?:phó )?(?:chánh thanh tra|cục trưởng|chi cục trưởng|hiệu trưởng|chỉ huy trưởng|tổ trưởng)|bộ trưởng|thứ trưởng
viện trưởng|chánh án|người chủ trì|chủ tọa|thư ký
""")
MARKS_OF_HASTE = ("hỏa tốc", "thượng khẩn", "khẩn")
SECRECY = ("TUYỆT MẬT", "TỐI MẬT", "MẬT")
# What shares a line with the mark: how it is announced, how urgent the document is, which copy it is.
SECRECY_LABELS = "đóng dấu|dấu chỉ độ mật|dấu độ mật|mức độ mật|độ mật"
HASTE_STAMPS = "|".join((*MARKS_OF_HASTE, "hẹn giờ"))
COPY_LABELS = "bản số|bản sao số|số bản|tổng số bản"
SUBJECT_ENDS = words("""
ngày|sáng ngày|chiều ngày|căn cứ|thực hiện|theo|sau khi|nhằm|để|kính gửi|vừa qua|trong|xét|thường trực
""")
SUBJECT_VV = r"\W*(?:V/v|Về việc)\s"
ADDRESSES = r"(?:^| )(?:điện|kính gửi) ?:"
TITLED = r"(?:phó|chủ tịch|bí thư|chánh|trưởng|giám đốc|thứ trưởng|bộ trưởng|thủ tướng)(?![^\W_])"
MEETING = r"kiểm tra|họp|hội nghị|làm việc|giao ban|buổi kiểm tra|đi kiểm tra|phiên"
CHAIRING = (
    r"(?:đã |đồng |dự và )?chủ trì|chủ tọa|đã (?:có buổi )?(?:làm việc|đi kiểm tra|kiểm tra)|đi kiểm tra"
    r"|kiểm tra thực (?:tế|địa)"
)
CHAIRED_BY = r"(?:dưới )?(?:sự )?(?:do|chủ trì của|chủ tọa của)"
PERSON = "đồng chí|đ/c|ông|bà"
FAMILY_NAMES = frozenset(
    words("""
an|bạch|bế|bùi|cao|châu|chu|cù|danh|diệp|doãn|dương|đàm|đào|đặng|đinh|đoàn|đỗ|đồng|giáp|giàng|hà|hoa|hoàng|hồ|hứa
huỳnh|khổng|khúc|kiều|kim|la|lại|lâm|lê|lò|lù|lương|lưu|lý|ma|mã|mạc|mai|nghiêm|ngô|ngụy|nguyễn|ninh|nông|ông|phạm
phan|phùng|quàng|quách|chử|lục|khuất|bàn|hầu|vừ|sùng|thào|tráng|chảo|lầu|cầm|lường|tòng|điểu|thị|ksor|rơ|siu|rmah|sơn
tạ|tăng|thạch|thái|thân|tô|tống|trần|triệu|trịnh|trương|từ|vàng|văn|vi|viên|võ|vũ|vương|y
""").split("|")
)
# Words written small inside the name of an office; after a level ("xã") the name of a place begins.
SMALL_IN_ISSUER = frozenset(
    words("ủy|ban|nhân|dân|hội|đồng|tỉnh|thành|phố|huyện|quận|thị|xã|phường|trấn|đặc|khu|và|các|phòng").split("|")
)
LEVEL_WORDS = frozenset(("tỉnh", "phố", "huyện", "quận", "xã", "phường", "trấn", "khu"))
PEOPLES_COMMITTEE = "ủy ban nhân dân|ubnd"
COMMITTEE_CODE = "UBND"
ISSUER_CODES = ("UBND", "HĐND", "VP")
# How a title written in capitals is shown: small but for these.
TITLE_SHOWN = "Chủ tịch|Chánh|Văn phòng|Ủy ban nhân dân|Giám đốc|Trưởng phòng|Thủ tướng|Bộ trưởng|Bí thư|UBND|HĐND"
