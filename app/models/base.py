"""What every model shares: the declarative base, column types and the way ids are made."""

from __future__ import annotations

import secrets
from collections.abc import Callable
from datetime import UTC, datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import JSON, Connection, DateTime, Dialect, Enum, MetaData, String, event
from sqlalchemy.orm import DeclarativeBase, Mapped, Mapper, mapped_column, registry
from sqlalchemy.types import TypeDecorator

NAMING = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s_%(referred_table_name)s",
    "pk": "pk_%(table_name)s",
}


class UTCDateTime(TypeDecorator[datetime]):
    """An instant: aware in Python, UTC in the database, aware again when read (SQLite drops zones)."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("an instant must carry its time zone")
        return value.astimezone(UTC)

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)

    def result_processor(self, dialect: Dialect, coltype: object) -> Callable[[Any], datetime | None]:
        """The same in one step from what the driver gives: a report reads hundreds of thousands of instants."""
        return _from_text if dialect.name == "sqlite" else _from_aware


def _from_text(value: str | None) -> datetime | None:
    return None if value is None else datetime.fromisoformat(f"{value}+00:00")


def _from_aware(value: datetime | None) -> datetime | None:
    """In the zone of the connection, which is mostly this one already."""
    return value if value is None or value.tzinfo is UTC else value.astimezone(UTC)


class Base(DeclarativeBase):
    """The project's own base, handed to Flask-SQLAlchemy, so that models know no Flask."""

    # A registry, not a type_annotation_map here: Flask-SQLAlchemy derives a class from this one.
    registry = registry(
        metadata=MetaData(naming_convention=NAMING),
        type_annotation_map={datetime: UTCDateTime, dict[str, Any]: JSON, list[Any]: JSON},
    )


def choice(enum: type[StrEnum]) -> Enum:
    """A closed vocabulary as text with a CHECK: a native PostgreSQL enum would not survive down and up."""
    return Enum(
        enum,
        native_enum=False,
        create_constraint=True,
        length=32,
        name=enum.__name__.lower(),
        values_callable=lambda members: [member.value for member in members],
    )


def new_public_id() -> str:
    """An opaque random id of 80 bits, for anything that leaves: links and file names."""
    return secrets.token_hex(10)


class PublicId:
    """Mixed into models that people are sent links to."""

    public_id: Mapped[str] = mapped_column(String(20), unique=True, default=new_public_id)


def append_only(model: type[Base], what: str) -> None:
    """Refuse to change or remove a row before the database is asked, whose triggers refuse it as well."""

    def refuse(mapper: Mapper[Any], connection: Connection, target: Base) -> None:
        raise RuntimeError(f"{what} is append-only")

    event.listen(model, "before_update", refuse)
    event.listen(model, "before_delete", refuse)
