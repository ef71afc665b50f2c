"""The notice this software was conceived for, read from the corpus, and what the chief does with it."""

from __future__ import annotations

from dataclasses import replace

import pytest

from app.adapters.files import FileStore
from app.adapters.links import Links
from app.domain.terms import TaskKind
from app.models import Directive, Draft
from app.services import drafts
from app.services.draft_content import DraftContent, from_json
from tests.cast import Cast, add_unit

# Key, name, short name, other names: the district's departments and the bodies that the notice names.
UNITS = (
    ("tai_chinh", "Phòng Tài chính - Kế hoạch", "Tài chính - KH", ()),
    ("van_hoa", "Phòng Văn hóa và Thông tin", "VHTT", ("Phòng Văn hóa - Thông tin",)),
    ("tai_nguyen", "Phòng Tài nguyên và Môi trường", "TN&MT", ()),
    ("nong_nghiep", "Phòng Nông nghiệp và Phát triển nông thôn", "NN&PTNT", ()),
    ("nong_thon_moi", "Văn phòng Điều phối nông thôn mới", "NTM", ()),
    ("du_an", "Ban Quản lý các dự án đầu tư và xây dựng huyện", "BQLDA", ()),
    ("hanh_chinh_cong", "Trung tâm Hành chính công huyện", "HCC", ()),
    ("dat_dai", "Chi nhánh Văn phòng Đăng ký đất đai Hương Sơn - Đức Thọ", "ĐKĐĐ", ()),
    ("thue", "Chi cục Thuế khu vực Hương Sơn - Đức Thọ", "Thuế", ()),
    ("son_tay", "UBND xã Sơn Tây", "Sơn Tây", ()),
)


@pytest.fixture
def draft(session, cast, clock, corpus, tmp_path) -> Draft:
    for key, name, short, aliases in UNITS:
        add_unit(cast, key, name, short, aliases)
    content = (corpus / "documents" / "194-TB-UBND.txt").read_bytes()
    return drafts.upload(
        session, actor=cast.chief, clock=clock, files=FileStore(tmp_path), content=content, filename="194-TB-UBND.txt"
    )


def content_of(draft: Draft) -> DraftContent:
    return from_json(draft.content)


def check_everything(session, cast: Cast, clock, draft: Draft) -> None:
    """What the chief does on the review page: the header is right, each doubt is settled, the general ones count."""

    def change(**what) -> None:
        drafts.change_task(session, actor=cast.chief, clock=clock, draft=draft, version=draft.version, **what)

    for task in content_of(draft).tasks:
        if task.unsure or task.kind is TaskKind.GENERAL:
            change(task=replace(task, unsure=(), included=True))
    document = replace(content_of(draft).document, unsure=())
    drafts.change_document(
        session, actor=cast.chief, clock=clock, draft=draft, version=draft.version, document=document
    )


def give(session, cast: Cast, clock, draft: Draft) -> Directive:
    return drafts.give(
        session, actor=cast.chief, clock=clock, links=Links("http://test"), draft=draft, version=draft.version
    )


@pytest.fixture
def notice(session, cast, clock, draft) -> Directive:
    """Checked by the chief and given on the day after its date."""
    check_everything(session, cast, clock, draft)
    return give(session, cast, clock, draft)
