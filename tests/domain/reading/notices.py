"""An invented notice, whose lines the property tests damage, and short ways to read a text."""

from __future__ import annotations

from app.domain.reading import Reading, read

NOTICE = """\
UBND HUYỆN HỒ SEN
Số: 41/TB-UBND
Hồ Sen, ngày 04 tháng 3 năm 2024

THÔNG BÁO
Kết luận họp bàn công tác chuyển đổi số

Ngày 01/3/2024, đồng chí Đinh Công Thành, Phó Chủ tịch UBND huyện chủ trì cuộc họp bàn công tác chuyển đổi số. Tham dự:
- Đồng chí Trưởng phòng Nội vụ;
- Đồng chí Trưởng phòng Tư pháp.

Sau khi nghe Phòng Văn hóa và Thông tin báo cáo, UBND huyện kết luận như sau:

1. Đánh giá cao kết quả hai tháng đầu năm; tuy nhiên một số xã còn chậm.

2. Yêu cầu các đơn vị, địa phương tập trung thực hiện tốt các nhiệm vụ được phân công.

3. Nhiệm vụ cụ thể:

3.1. Đối với Phòng Văn hóa và Thông tin
- Chủ trì, phối hợp với Phòng Nội vụ khảo sát mạng tại các thôn, hoàn thành trước ngày 20/3/2024.
- Tập huấn trong tháng 4/2024 và báo cáo kết quả về UBND huyện (qua Văn phòng HĐND và UBND) trước ngày 10/5/2024.
- Tiếp tục duy trì chuyên mục hằng tuần trên đài.

3.2. Đối với Phòng Tài chính - Kế hoạch, Kho bạc Nhà nước huyện
Phòng Tài chính - Kế hoạch chủ trì bố trí kinh phí theo Quyết định số 90/QĐ-UBND ngày 02/01/2024.
Thời gian thực hiện: Trong quý II/2024.

3.3. UBND các xã:
a) Cử cán bộ tham gia tổ công nghệ số;
b) Khẩn trương lắp đặt wifi tại nhà văn hóa trước ngày 31/4/2024.

Trong quá trình thực hiện, nếu có vướng mắc, các đơn vị báo cáo UBND huyện trước ngày 01/6/2024.

Trên đây là kết luận cuộc họp, yêu cầu các đơn vị thực hiện nghiêm túc./.

Nơi nhận:
- Như trên;
- Lưu: VT.
KT. CHỦ TỊCH
PHÓ CHỦ TỊCH
Đinh Công Thành
"""

HEAD = "Số: 5/TB-UBND\nHồ Sen, ngày 04 tháng 3 năm 2024\nTHÔNG BÁO\nKết luận họp\n\nUBND huyện kết luận như sau:\n"


def body(text: str) -> Reading:
    """A notice of 4 March 2024 (a Monday) with this body."""
    return read(HEAD + text)
