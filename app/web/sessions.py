"""The signed cookie that a session is, written again only when that says something new."""

from __future__ import annotations

from typing import cast

from flask import Flask, Request
from flask.sessions import SecureCookieSession, SecureCookieSessionInterface, SessionMixin
from itsdangerous import BadSignature, TimestampSigner, URLSafeTimedSerializer

RENEWED_AFTER = 600  # seconds; the twelve hours of a session count from there


class Session(SecureCookieSession):
    """A session that knows the age of its cookie, in seconds; 0 for one that has none yet."""

    age = 0


class Sessions(SecureCookieSessionInterface):
    """Flask's own, but the serializer is made once, and a cookie that was renewed a moment ago is not renewed again:
    signing it anew for every page takes longer than asking the database who it belongs to."""

    session_class = Session

    def __init__(self) -> None:
        self._serializer: URLSafeTimedSerializer | None = None

    def get_signing_serializer(self, app: Flask) -> URLSafeTimedSerializer | None:
        if self._serializer is None:
            self._serializer = super().get_signing_serializer(app)
        return self._serializer

    def open_session(self, app: Flask, request: Request) -> Session | None:
        serializer = self.get_signing_serializer(app)
        if serializer is None:
            return None
        value = request.cookies.get(self.get_cookie_name(app))
        if not value:
            return Session()
        try:
            max_age = int(app.permanent_session_lifetime.total_seconds())
            content, signed_at = serializer.loads(value, max_age=max_age, return_timestamp=True)
        except BadSignature:
            return Session()
        opened = Session(content)
        opened.age = cast(TimestampSigner, serializer.make_signer()).get_timestamp() - int(signed_at.timestamp())
        return opened

    def should_set_cookie(self, app: Flask, session: SessionMixin) -> bool:
        is_old = isinstance(session, Session) and session.age > RENEWED_AFTER
        return session.modified or (session.permanent and is_old)
