"""A short invented notice that names units of the cast, one that nobody knows, and everybody at once."""

from __future__ import annotations

from sqlalchemy.orm import Session

from app.adapters.clock import Clock
from app.adapters.files import FileStore
from app.models import Draft
from app.services import drafts
from app.services.draft_content import DraftContent, DraftedTask, from_json
from tests.cast import Cast

UNKNOWN = "Ban Quản lý bến thuyền"
NOTICE = f"""ỦY BAN NHÂN DÂN
HUYỆN THỬ NGHIỆM

Số: 21/TB-UBND

Thử Nghiệm, ngày 12 tháng 9 năm 2023

THÔNG BÁO
Kết luận cuộc họp giao ban tháng 9

Ngày 11 tháng 9 năm 2023, Ủy ban nhân dân huyện tổ chức họp giao ban tháng 9. Đồng chí Lê Văn Hà, Phó Chủ tịch \
Ủy ban nhân dân huyện chủ trì cuộc họp.

Sau khi nghe các ý kiến, đồng chí Phó Chủ tịch kết luận:

1. Các phòng, đơn vị nâng cao tinh thần trách nhiệm, thực hiện nghiêm giờ làm việc.

2. Phòng Nội vụ rà soát hồ sơ người có công, báo cáo kết quả về Ủy ban nhân dân huyện (qua Văn phòng) trước ngày \
30/10/2023.

3. Phòng Kinh tế chủ trì, phối hợp với Phòng Tư pháp kiểm tra các hợp đồng cho thuê ki ốt, hoàn thành trong tháng \
10/2023.

4. {UNKNOWN} sửa chữa cầu tàu số 2 trước ngày 15/11/2023.

TL. CHỦ TỊCH
CHÁNH VĂN PHÒNG

Trần Quang Vinh
"""


def drafted(session: Session, cast: Cast, clock: Clock, files: FileStore, text: str = NOTICE) -> Draft:
    """A draft of the notice, uploaded by the member of staff."""
    content = text.encode()
    return drafts.upload(session, actor=cast.staff, clock=clock, files=files, content=content, filename="thong bao.txt")


def content_of(draft: Draft) -> DraftContent:
    return from_json(draft.content)


def task_at(draft: Draft, clause: str) -> DraftedTask:
    """The first task of a clause."""
    return next(task for task in content_of(draft).tasks if task.clause == clause)
