"""The words of units: what their names begin with, how far they run, how they take part."""

from __future__ import annotations

from app.domain.reading.lexicon import words

# Sector names a Sở, Phòng or Bộ can have; a dash stands for any connector (-, &, và, in three parts a comma).
SECTORS = words("""
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
HEADS = words("""
văn phòng|vp|ủy ban nhân dân|ubnd|hội đồng nhân dân|hđnd|ủy ban mặt trận|ubmttq|mttq|mặt trận tổ quốc|ủy ban kiểm tra
ủy ban|công an|thanh tra|trung tâm|tttt|chi nhánh|chi cục|tổng cục|cục thuế|thuế cơ sở|ban quản lý|bql|ban chỉ đạo|bcđ
ban chỉ huy|bch|ban an toàn|ban tổ chức|ban công tác|ban tuyên giáo|ban dân vận|ban kinh tế|ban pháp chế|ban văn hóa
ban dân tộc|ban chấp hành|ban tiếp công dân|ban giám hiệu|ban giám đốc|ban nhân dân|công ty|tổng công ty|tập đoàn
ngân hàng|kho bạc|bảo hiểm xã hội|bhxh|chi cục thuế|hải quan|trường tiểu học|trường thcs|trường thpt|trường ptdt
trường mầm non|trường mẫu giáo|trường trung học|trường cao đẳng|trường đại học|trường th|trường mn|trường chính trị
trường phổ thông|bệnh viện|trạm y tế|trạm khuyến nông|trạm thú y|trạm kiểm lâm|trạm bảo vệ|tòa án|viện kiểm sát
bộ chỉ huy|bộ đội|bộ tư lệnh|bộ phận|bộ trưởng|đài phát thanh|đài truyền thanh|đài truyền hình|hội liên hiệp
hội nông dân|hội phụ nữ|hội cựu chiến binh|hội người cao tuổi|hội chữ thập đỏ|hội khuyến học|hội lhpn|đoàn thanh niên
đoàn tncs|đoàn kiểm tra|đoàn đbqh|đoàn đại biểu quốc hội|tổng liên đoàn|liên đoàn|trung ương hội|trung ương đoàn
liên minh|hợp tác xã|quỹ|hiệp hội|tổ công nghệ số|tổ công tác|tổ giúp việc|tổ dân phố|tổ liên gia|tổ hợp tác
tổ chuyên viên|tổ biên tập|tổ tuyên truyền|đội quản lý|đội thuế|đội trật tự|hạt kiểm lâm|bưu điện|điện lực|viễn thông
đồn biên phòng|thường trực|thường vụ|ban thường vụ|huyện ủy|tỉnh ủy|thành ủy|đảng ủy|thị ủy|quận ủy|chủ đầu tư|cấp xã
cấp huyện|ban biên tập|cổng thông tin|cổng ttđt|hội đồng|khối|đồng chí|đ/c|ông|bà|lãnh đạo|công đoàn|huyện đoàn
tỉnh đoàn|thành đoàn|xã đoàn|thị đoàn|thủ tướng|phó thủ tướng|phó chủ tịch|báo và phát thanh,? truyền hình
báo và phát thanh - truyền hình|báo và phát thanh|báo, đài|thống kê cơ sở|thống kê tỉnh|báo và đài
đài phát thanh và truyền hình|vườn quốc gia|ủy ban quản lý vốn nhà nước tại doanh nghiệp|khu quản lý đường bộ
khu quản lý|ban thường trực|lực lượng|viện kiểm sát nhân dân|tòa án nhân dân|liên hiệp|học viện|kiểm toán nhà nước
thông tấn xã
""")
# One-syllable head nouns: a unit only when a capital letter or a known sector follows.
SHORT_HEADS = (
    "tỉnh|thành phố|quận|thị xã|sở|phòng|ban|bộ|cục|vụ|viện|tổ|hội|đoàn|đội|trường|trạm|thuế|báo|đài|xã"
    "|phường|thị trấn"
    "|thôn|bản|ấp|khóm|xóm|buôn|khu phố|đặc khu|huyện"
)
# What companies and bodies are for: a verb after a collective noun that still belongs to it.
TRADES = "sử dụng|cung cấp|vận hành|cung ứng|chế biến"
# Words that begin like a unit and are none.
NO_HEADS = (
    r"(?:vụ (?:việc|án|cháy|mùa|lúa)|bộ (?:máy|luật|tiêu chí)|tổ chức|phòng (?:chống|ngừa|cháy)|ban hành"
    r"|đoàn kết|hội nghị|báo cáo|xã hội)"
)
# A body that decides says so; "UBND tỉnh thống nhất …" gives it no task.
SAYERS = (
    r"(?:ubnd|ủy ban nhân dân|thủ tướng|phó thủ tướng|lãnh đạo|thường trực|ban thường vụ|chính phủ"
    r"|bộ trưởng|đồng chí|(?:sở|bộ)$)"
)
SAYING = (
    r"(?:thống nhất|đồng ý|nhất trí|ghi nhận|biểu dương|đánh giá|hoan nghênh|cơ bản|chia sẻ|cảm ơn|giao"
    r"|yêu cầu|đề nghị|phân công)"
)
# After a level's name a small word goes on with the name only if it is one of these.
LEVEL_GOES_ON = (
    r"(?:hội|ủy|đoàn|đội|mới|miền|vùng|ven|biên|trọng|có|liên|trên|thuộc|và|nói|quản|lân|nghèo|khó|đặc"
    r"|trực)"
)
TITLES = (
    r"(?:(?:các )?(?:đồng chí |đ/c ))?(?:phó )?(?:thủ trưởng|tổng giám đốc|giám đốc|chi cục trưởng|cục trưởng"
    r"|hiệu trưởng|trạm trưởng|tổ trưởng|đội trưởng|chỉ huy trưởng|viện trưởng|bộ trưởng|chủ tịch|bí thư"
    r"|người đứng đầu|lãnh đạo|trưởng(?= (?:phòng|ban|thôn|bản|ấp|xóm|buôn|khóm|khu phố|công an|các phòng"
    r"|các bản|các thôn|các ấp|các khu))"
    r"|chánh(?= (?:văn phòng|thanh tra|án|vp)))(?: của)?"
)
# Nouns a collective addressee is made of, what makes them plural and what may qualify a name.
GENERIC = words("""
phòng|ban|ngành|sở|bộ|cơ quan|đơn vị|địa phương|tổ chức|đoàn thể|huyện|tỉnh|xã|phường|thị trấn|thị xã|quận|thành phố
đặc khu|thôn|cấp|tổ dân phố|lực lượng|hội|hiệp hội|doanh nghiệp|trường|trường học|cơ sở|đoàn|cấp ủy|chính quyền
cá nhân|chủ đầu tư|nhà thầu|cơ quan ngang bộ|cơ quan thuộc chính phủ|tập đoàn|công ty|trạm y tế|ban quản lý|ngành dọc
khối|chi nhánh|trung tâm|thành viên|trưởng thôn|trưởng ấp|trưởng bản|trưởng khu phố|trưởng khóm|trưởng xóm|trưởng buôn
thôn trưởng|chủ rừng|chủ đập|binh đoàn|chủ hồ|chủ dự án|bệnh viện|ngân hàng|hợp tác xã|tổ hợp tác|nhà trường|hộ dân
hộ kinh doanh|đại biểu|ủy viên|ban đảng|đảng bộ|chi bộ|hội đoàn thể|cơ quan báo chí|báo|đài|tòa soạn|thanh tra|công an
viện|vụ|cục|tổng cục|học viện|ấp|bản|khu phố|khóm|xóm|buôn
""")
PLURAL = r"(?:(?:tất cả|toàn bộ) )?(?:các|những) "
EACH = "các"
OF_CENTRE = " trực thuộc trung ương"
COMMITTEES = (
    r"(?:ủy ban mặt trận tổ quốc(?: việt nam)?|ubmttq|ban chỉ huy quân sự|ban chqs|ubnd|ủy ban nhân dân"
    r"|hđnd|đảng ủy|công an|trạm y tế)"
)
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
LONG_NAMED = words("""
(?:tổng )?công ty|ban|trung tâm|trường|văn phòng|đài|hội|liên|chi nhánh|cục|chi cục|tập đoàn|viện
""")
# Boards and centres whose names hold a verb written small; what can only be its object ends the name before it.
_OBJECTS = (
    r"(?! (?:kế hoạch|phương án|dự thảo|đề án|chương trình|báo cáo|quy chế|quy trình|hồ sơ|kịch bản"
    r"|lộ trình|văn bản))"
)
VERBAL_NAMES = (
    rf"(?:(?:ban quản lý|bql)(?: các)?(?: dự án| da)|ban qlda)(?: đầu tư(?:,? (?:và )?xây dựng{_OBJECTS})?"
    rf"| xây dựng{_OBJECTS})?"
    r"(?:(?:,| -)?(?: và)? (?:các )?(?:công trình|giao thông|dân dụng|nông nghiệp|thủy lợi|công nghiệp|hạ tầng|đô thị"
    r"|phát triển nông thôn|xây dựng cơ bản|khu vực(?: số \d+)?|khu kinh tế|khu công nghiệp)){0,6}"
    r"|cục quản lý khám,? chữa bệnh|trung tâm giám định chất lượng(?: xây dựng)?"
    r"|ban chỉ đạo phòng,? chống [^\W\d_]+(?: [^\W\d_]+)?"
    r"|ban chỉ huy phòng,? chống thiên tai(?: và tìm kiếm cứu nạn)?|chi cục quản lý (?:chất lượng|thị trường|đất đai)"
)
OPEN_NAMED = (
    "quản lý dự án|quản lý dự án đầu tư|ban|ban chỉ đạo|trung tâm|tổ|hội đồng|quỹ|bộ phận|văn phòng"
    "|chi nhánh|đội|cơ quan|đài|công ty"
)
LINK = r",? (?:và |cùng |& )|, |,? ?cùng với "
GENERIC_LINK = r"(?:, (?:và )?| và | - )(?:các )?"
COORDINATE = (
    r"(?:phối hợp|(?<!ký )kết hợp)(?:(?:,? [^\W\d_]+){0,4},? (?:với|cùng)|,? cùng)?(?: các đồng chí)?|cùng với|cùng"
)
COORDINATES = r" \(?(?:có trách nhiệm |cùng )?(?:phối hợp|kết hợp)"
COORDINATION = "phối hợp"
MEET_WITH = r"(?:làm việc|họp|trao đổi|thống nhất) (?:cùng )?với"
BEING = "(?: làm| là)?"
PRESIDING = "chủ trì|chủ công"
REPORTING = "báo cáo"
REPORT = r"báo cáo|(?:gửi|chuyển)(?: kết quả| báo cáo| văn bản)+"
TOWARDS = "về|với|cho|lên|đến|tới|gửi"
THROUGH = r"(?:thông )?qua"
NUMBERED = "số"
AREAS = "các khu "
COUNTRY = " Việt Nam"
HE_LEADS = r" (?:chủ trì|chủ công|chịu trách nhiệm|thực hiện)"
# Short forms inside names, spelled out where a reading hands names over; the key without blanks, dots and dashes.
SPELLED = {
    "nnptnt": "Nông nghiệp và Phát triển nông thôn",
    "nn&ptnt": "Nông nghiệp và Phát triển nông thôn",
    "ptnt": "Phát triển nông thôn",
    "nn&mt": "Nông nghiệp và Môi trường",
    "nnmt": "Nông nghiệp và Môi trường",
    "tn&mt": "Tài nguyên và Môi trường",
    "tnmt": "Tài nguyên và Môi trường",
    "kh&đt": "Kế hoạch và Đầu tư",
    "khđt": "Kế hoạch và Đầu tư",
    "gd&đt": "Giáo dục và Đào tạo",
    "gdđt": "Giáo dục và Đào tạo",
    "lđtbxh": "Lao động - Thương binh và Xã hội",
    "lđtb&xh": "Lao động - Thương binh và Xã hội",
    "tbxh": "Thương binh và Xã hội",
    "tb&xh": "Thương binh và Xã hội",
    "vh&tt": "Văn hóa và Thông tin",
    "vhtt": "Văn hóa và Thông tin",
    "vhttdl": "Văn hóa, Thể thao và Du lịch",
    "vhtt&dl": "Văn hóa, Thể thao và Du lịch",
    "vhxh": "Văn hóa - Xã hội",
    "tt&tt": "Thông tin và Truyền thông",
    "kh&cn": "Khoa học và Công nghệ",
    "khcn": "Khoa học và Công nghệ",
    "gtvt": "Giao thông vận tải",
    "tckh": "Tài chính - Kế hoạch",
    "kt&ht": "Kinh tế và Hạ tầng",
    "ktht": "Kinh tế và Hạ tầng",
    "qlđt": "Quản lý đô thị",
    "qlda": "Quản lý dự án",
    "đtxd": "đầu tư xây dựng",
    "mttq": "Mặt trận Tổ quốc",
    "chqs": "Chỉ huy quân sự",
    "bhxh": "Bảo hiểm xã hội",
    "lhpn": "Liên hiệp Phụ nữ",
    "ccb": "Cựu chiến binh",
    "bqlda": "Ban Quản lý dự án",
    "bql": "Ban Quản lý",
    "thpt": "trung học phổ thông",
    "thcs": "trung học cơ sở",
    "gdnn": "giáo dục nghề nghiệp",
    "gdtx": "giáo dục thường xuyên",
}
