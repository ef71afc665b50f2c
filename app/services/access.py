"""Logging in, and slowing down those who guess."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta

from sqlalchemy import delete, func, select
from sqlalchemy.orm import Session

from app.adapters.clock import Clock
from app.adapters.passwords import NOBODY, verify_password
from app.domain.errors import DomainError
from app.models import LoginAttempt, User

WINDOW = timedelta(minutes=15)
KEEP = timedelta(days=1)
# One address guessing one login; one login from anywhere; one address guessing many logins.
LIMITS = {"pair": 5, "login": 30, "address": 60}


def log_in(session: Session, *, clock: Clock, login: str, password: str, address: str) -> User | None:
    """The person, or None for a wrong login or password (the failure is recorded: commit either way).

    Raises DomainError("login.throttled") after too many failures within fifteen minutes.
    """
    login = login.strip().casefold()[:100]
    keys = {"pair": f"pair:{login}|{address}"[:200], "login": f"login:{login}", "address": f"address:{address}"[:200]}
    check_throttle(session, clock=clock, keys=keys)
    user = session.scalars(select(User).where(User.login == login, User.active)).first()
    if verify_password(user.password_hash if user else NOBODY, password) and user:
        session.execute(delete(LoginAttempt).where(LoginAttempt.key == keys["pair"]))
        return user
    count(session, clock=clock, keys=keys)
    return None


def count(session: Session, *, clock: Clock, keys: Mapping[str, str]) -> None:
    """Count one more of each key, and forget what is older than a day."""
    session.add_all(LoginAttempt(key=key, at=clock.now()) for key in keys.values())
    session.execute(delete(LoginAttempt).where(LoginAttempt.at < clock.now() - KEEP))


def check_throttle(
    session: Session,
    *,
    clock: Clock,
    keys: dict[str, str],
    limits: Mapping[str, int] = LIMITS,
    code: str = "login.throttled",
) -> None:
    """Raise a DomainError where a key was counted, within the window, as often as its name in ``limits`` allows."""
    counted = dict(
        session.execute(
            select(LoginAttempt.key, func.count())
            .where(LoginAttempt.key.in_(keys.values()), LoginAttempt.at > clock.now() - WINDOW)
            .group_by(LoginAttempt.key)
        )
        .tuples()
        .all()
    )
    if any(counted.get(key, 0) >= limits[name] for name, key in keys.items()):
        raise DomainError(code, minutes=int(WINDOW.total_seconds() // 60))
