"""Passwords: what is good enough, one's own changed, and temporary ones that somebody else hands over."""

from __future__ import annotations

import secrets
import unicodedata

from sqlalchemy import delete
from sqlalchemy.orm import Session

from app.adapters.clock import Clock
from app.adapters.passwords import hash_generated, hash_password, verify_password
from app.domain.contact import as_login
from app.domain.errors import DomainError
from app.domain.permissions import Actor
from app.models import LoginAttempt, User
from app.services import audit
from app.services.access import check_throttle

SHORTEST, LONGEST = 10, 200
# Letters that are not mistaken for one another on paper; vowels between them make syllables that can be read aloud.
_CONSONANTS, _VOWELS = "bcdghkmnprstvx", "aeiu"
_GROUPS = 4


def generate() -> str:
    """A password like "bamu-kite-venu-dixa": 46 bits of chance, which suffice until it is changed."""
    return "-".join(_syllable() + _syllable() for _ in range(_GROUPS))


def _syllable() -> str:
    return secrets.choice(_CONSONANTS) + secrets.choice(_VOWELS)


def check_good(password: str, *, login: str) -> None:
    """Raise DomainError("password.short"), ("password.long") or ("password.is_login")."""
    plain = unicodedata.normalize("NFKC", password)
    if len(plain.strip()) < SHORTEST:
        raise DomainError("password.short", field="new", least=SHORTEST)
    if len(plain) > LONGEST:
        raise DomainError("password.long", field="new", most=LONGEST)
    if as_login(plain) == login:
        raise DomainError("password.is_login", field="new")


def give_temporary(user: User) -> str:
    """A generated password, which its owner has to change; every session of theirs ends."""
    password = generate()
    user.password_hash = hash_generated(password)
    user.password_temporary = True
    return password


def change_own(session: Session, *, actor: Actor, clock: Clock, old: str, new: str) -> User | None:
    """The person with the new password; None for a wrong old one (the failure is recorded: commit either way).

    Raises DomainError("login.throttled") after too many wrong ones, and what ``check_good`` raises.
    """
    user = session.get_one(User, actor.user_id, with_for_update=True)
    key = f"own:{user.public_id}"
    check_throttle(session, clock=clock, keys={"pair": key})
    if not verify_password(user.password_hash, old):
        session.add(LoginAttempt(key=key, at=clock.now()))
        return None
    check_good(new, login=user.login)
    if verify_password(user.password_hash, new):
        raise DomainError("password.same", field="new")
    session.execute(delete(LoginAttempt).where(LoginAttempt.key == key))
    user.password_hash, user.password_temporary = hash_password(new), False
    audit.record(
        session, actor=actor, clock=clock, action="person.password_changed", subject=f"person:{user.public_id}"
    )
    return user
