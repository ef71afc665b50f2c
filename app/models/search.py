"""What the search finds: one row for each text worth finding, kept beside the rows it was made from."""

from __future__ import annotations

from datetime import date

from sqlalchemy import ForeignKey, Index, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from app.domain.terms import SearchKind
from app.models.base import Base, choice


class SearchEntry(Base):
    """A text as the search knows it, a projection that ``app.services.search_index`` keeps.

    ``kind`` and ``ref_id`` name the row it was made from; the other ids say where it stands, as far as it does.
    ``text`` is what is shown; ``folded`` and ``accented`` are its words as they are compared, parted by blanks.
    ``scope`` holds words of its own: the kind, and each unit whose people may find the entry.
    The full-text index is the database's: table ``search_fts`` on SQLite, column ``tsv`` on PostgreSQL (migration
    0003), both kept by the database itself and no part of this model.
    """

    __tablename__ = "search_entries"
    __table_args__ = (
        UniqueConstraint("kind", "ref_id"),
        # Of common words only the newest hits are ranked: they are met first by walking a kind from its end.
        Index("ix_search_entries_kind_id", "kind", "id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    office_id: Mapped[int] = mapped_column(ForeignKey("offices.id", ondelete="CASCADE"))
    kind: Mapped[SearchKind] = mapped_column(choice(SearchKind))
    ref_id: Mapped[int]
    directive_id: Mapped[int | None] = mapped_column(ForeignKey("directives.id", ondelete="CASCADE"), index=True)
    task_id: Mapped[int | None] = mapped_column(ForeignKey("tasks.id", ondelete="CASCADE"), index=True)
    assignment_id: Mapped[int | None] = mapped_column(ForeignKey("assignments.id", ondelete="CASCADE"), index=True)
    unit_id: Mapped[int | None] = mapped_column(ForeignKey("units.id", ondelete="CASCADE"), index=True)
    day: Mapped[date]  # the newest first
    text: Mapped[str] = mapped_column(Text)
    folded: Mapped[str] = mapped_column(Text)
    accented: Mapped[str] = mapped_column(Text)
    scope: Mapped[str] = mapped_column(Text)
