"""``flask reindex``: the search index made anew from what stands in the database."""

from __future__ import annotations

from collections import Counter

import click
from flask.cli import with_appcontext

from app.domain.terms import SearchKind
from app.extensions import db
from app.services.search import is_unfilled
from app.services.search_index import rebuild
from app.wording.formats import number
from app.wording.terms import word


def fill_if_unfilled() -> None:
    """Take in what was there before the index was, for instance before an update; commits by batches."""
    if is_unfilled(db.session()):
        for _ in rebuild(db.session()):
            db.session.commit()


@click.command(
    help="Lập lại chỉ mục tìm kiếm từ dữ liệu đang có. Chạy được bất cứ lúc nào, kể cả khi hệ thống đang hoạt động."
)
@with_appcontext
def reindex() -> None:
    read: Counter[SearchKind] = Counter()
    for kind, count in rebuild(db.session()):
        db.session.commit()
        read[kind] += count
    click.echo("Đã lập lại chỉ mục tìm kiếm:")
    for kind, count in read.items():
        click.echo(f"  {word(kind)}: đã đọc {number(count)} dòng")
