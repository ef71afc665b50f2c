"""The office, its units and the people in them."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from sqlalchemy import ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.domain.terms import ChargeKind, ReorganisationKind, Role
from app.models.base import Base, PublicId, choice


class Office(PublicId, Base):
    """A People's Committee that gives tasks. The first version has one; the column is everywhere."""

    __tablename__ = "offices"

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(String(200))
    parent_name: Mapped[str] = mapped_column(String(200), default="")
    place: Mapped[str] = mapped_column(String(100), default="")


class Unit(PublicId, Base):
    """A department, commune, school or body that answers for assignments; dated.

    ``under_authority`` is false for those who are asked, not ordered (Công an, Thuế, MTTQ): they are counted apart.
    ``is_secretariat`` marks the office's own Văn phòng, whose results the office does not confirm by itself.
    """

    __tablename__ = "units"

    id: Mapped[int] = mapped_column(primary_key=True)
    office_id: Mapped[int] = mapped_column(ForeignKey("offices.id"), index=True)
    parent_id: Mapped[int | None] = mapped_column(ForeignKey("units.id"))
    name: Mapped[str] = mapped_column(String(200))
    short_name: Mapped[str] = mapped_column(String(60), default="")
    under_authority: Mapped[bool] = mapped_column(default=True)
    is_secretariat: Mapped[bool] = mapped_column(default=False)
    email: Mapped[str] = mapped_column(String(254), default="")
    contact_name: Mapped[str] = mapped_column(String(100), default="")
    contact_phone: Mapped[str] = mapped_column(String(30), default="")
    contact_email: Mapped[str] = mapped_column(String(254), default="")
    position: Mapped[int] = mapped_column(default=0)
    valid_from: Mapped[date]
    valid_to: Mapped[date | None]

    aliases: Mapped[list[UnitAlias]] = relationship(back_populates="unit", order_by="UnitAlias.id")


class UnitAlias(Base):
    """Another way a unit is written in notices; ``folded`` is what matching compares."""

    __tablename__ = "unit_aliases"
    __table_args__ = (UniqueConstraint("unit_id", "folded"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    unit_id: Mapped[int] = mapped_column(ForeignKey("units.id"))
    alias: Mapped[str] = mapped_column(String(200))
    folded: Mapped[str] = mapped_column(String(200))

    unit: Mapped[Unit] = relationship(back_populates="aliases")


class UnitName(Base):
    """A name that a unit had until a day. What it is called now stands on the unit."""

    __tablename__ = "unit_names"

    id: Mapped[int] = mapped_column(primary_key=True)
    unit_id: Mapped[int] = mapped_column(ForeignKey("units.id"), index=True)
    name: Mapped[str] = mapped_column(String(200))
    short_name: Mapped[str] = mapped_column(String(60), default="")
    valid_to: Mapped[date]
    recorded_at: Mapped[datetime]


class Reorganisation(PublicId, Base):
    """Units merged, split, renamed or dissolved on a day; ``content`` is the record of what moved."""

    __tablename__ = "reorganisations"

    id: Mapped[int] = mapped_column(primary_key=True)
    office_id: Mapped[int] = mapped_column(ForeignKey("offices.id"), index=True)
    kind: Mapped[ReorganisationKind] = mapped_column(choice(ReorganisationKind))
    effective_on: Mapped[date]
    basis: Mapped[str] = mapped_column(String(300), default="")  # the document it rests on
    content: Mapped[dict[str, Any]]
    recorded_at: Mapped[datetime]
    recorder_id: Mapped[int] = mapped_column(ForeignKey("users.id"))


class Succession(Base):
    """A unit and one that came after it. A unit that was split has several."""

    __tablename__ = "successions"
    __table_args__ = (UniqueConstraint("unit_id", "successor_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    unit_id: Mapped[int] = mapped_column(ForeignKey("units.id"), index=True)
    successor_id: Mapped[int] = mapped_column(ForeignKey("units.id"), index=True)
    reorganisation_id: Mapped[int] = mapped_column(ForeignKey("reorganisations.id"), index=True)
    effective_on: Mapped[date]


class Handover(PublicId, Base):
    """All open items of a person that passed to another in one act; ``content`` is the printed record."""

    __tablename__ = "handovers"

    id: Mapped[int] = mapped_column(primary_key=True)
    office_id: Mapped[int] = mapped_column(ForeignKey("offices.id"), index=True)
    from_user_id: Mapped[int] = mapped_column(ForeignKey("users.id"), index=True)
    to_user_id: Mapped[int] = mapped_column(ForeignKey("users.id"), index=True)
    effective_on: Mapped[date]
    content: Mapped[dict[str, Any]]
    recorded_at: Mapped[datetime]
    recorder_id: Mapped[int] = mapped_column(ForeignKey("users.id"))


class SavedFilter(PublicId, Base):
    """A list with its filter, kept under a name by the person who uses it."""

    __tablename__ = "saved_filters"
    __table_args__ = (UniqueConstraint("user_id", "name"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("users.id"), index=True)
    name: Mapped[str] = mapped_column(String(100))
    query: Mapped[str] = mapped_column(String(2000))
    recorded_at: Mapped[datetime]


class User(PublicId, Base):
    """A person who logs in."""

    __tablename__ = "users"

    id: Mapped[int] = mapped_column(primary_key=True)
    office_id: Mapped[int] = mapped_column(ForeignKey("offices.id"), index=True)
    login: Mapped[str] = mapped_column(String(100), unique=True)
    name: Mapped[str] = mapped_column(String(100))
    email: Mapped[str] = mapped_column(String(254), default="")
    phone: Mapped[str] = mapped_column(String(30), default="")
    password_hash: Mapped[str] = mapped_column(String(200))
    password_temporary: Mapped[bool] = mapped_column(default=False)  # somebody else knows it: to be changed at log-in
    active: Mapped[bool] = mapped_column(default=True)
    mail_hour: Mapped[int | None]  # of the day, from which the person wants the digest; None: when it is made
    mail_as_text: Mapped[bool] = mapped_column(default=False)

    memberships: Mapped[list[Membership]] = relationship(
        back_populates="user", order_by="Membership.id", foreign_keys="Membership.user_id"
    )


class Membership(Base):
    """A dated role of a person at a unit; a stand-in is a membership with two dates."""

    __tablename__ = "memberships"

    id: Mapped[int] = mapped_column(primary_key=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("users.id"), index=True)
    unit_id: Mapped[int] = mapped_column(ForeignKey("units.id"), index=True)
    role: Mapped[Role] = mapped_column(choice(Role))
    title: Mapped[str] = mapped_column(String(100), default="")
    valid_from: Mapped[date]
    valid_to: Mapped[date | None]
    stands_in_for_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"), index=True)

    user: Mapped[User] = relationship(back_populates="memberships", foreign_keys=[user_id])
    unit: Mapped[Unit] = relationship()
    stands_in_for: Mapped[User | None] = relationship(foreign_keys=[stands_in_for_id])


class Field(PublicId, Base):
    """A field of work (lĩnh vực): the units that belong to it, and who is in charge of it; dated."""

    __tablename__ = "fields"

    id: Mapped[int] = mapped_column(primary_key=True)
    office_id: Mapped[int] = mapped_column(ForeignKey("offices.id"), index=True)
    name: Mapped[str] = mapped_column(String(200))
    position: Mapped[int] = mapped_column(default=0)
    valid_from: Mapped[date]
    valid_to: Mapped[date | None]

    units: Mapped[list[Unit]] = relationship(secondary="field_units", order_by="Unit.position")
    charges: Mapped[list[FieldCharge]] = relationship(back_populates="field", order_by="FieldCharge.id")


class FieldUnit(Base):
    """A unit that works in a field; one unit may work in several."""

    __tablename__ = "field_units"

    field_id: Mapped[int] = mapped_column(ForeignKey("fields.id"), primary_key=True)
    unit_id: Mapped[int] = mapped_column(ForeignKey("units.id"), primary_key=True, index=True)


class FieldCharge(Base):
    """The leader in charge of a field, or a member of the office's staff who follows it; dated, never edited."""

    __tablename__ = "field_charges"

    id: Mapped[int] = mapped_column(primary_key=True)
    field_id: Mapped[int] = mapped_column(ForeignKey("fields.id"), index=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("users.id"), index=True)
    kind: Mapped[ChargeKind] = mapped_column(choice(ChargeKind))
    valid_from: Mapped[date]
    valid_to: Mapped[date | None]

    field: Mapped[Field] = relationship(back_populates="charges")
    user: Mapped[User] = relationship()


class LoginAttempt(Base):
    """A failed log-in, so that guessing is slowed for the login and for the address it comes from."""

    __tablename__ = "login_attempts"

    id: Mapped[int] = mapped_column(primary_key=True)
    key: Mapped[str] = mapped_column(String(200), index=True)
    at: Mapped[datetime]
