"""Sending one mail by SMTP: Flask-Mail composes and sends, with its four gaps closed.

Flask-Mail 0.10 waits for ever on a server that stalls, does not verify certificates, loses spaces between the encoded
words of a long subject, and loses the sender's address when the name has a comma.
"""

from __future__ import annotations

import smtplib
import ssl
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from email import charset, policy
from email.mime.text import MIMEText
from typing import Protocol

import flask_mail
from flask import Flask

from app.wording.mail import delivery_error

SMTP_POLICY = policy.SMTP.clone(refold_source="none")


@dataclass(frozen=True, slots=True)
class Outgoing:
    """A mail to send. ``reference`` makes the Message-ID: a mail that is sent twice after a crash is known as one."""

    reference: str
    to_name: str
    to_address: str
    subject: str
    text: str
    html: str
    at: datetime


class MailError(Exception):
    """Why a mail did not leave, as a sentence; ``permanent`` if trying again can change nothing."""

    def __init__(self, text: str, *, permanent: bool = False) -> None:
        super().__init__(text)
        self.text = text
        self.permanent = permanent


class Mailer(Protocol):
    """What the delivery job is handed."""

    def send(self, mail: Outgoing) -> None:
        """Hand the mail to the server. Raises MailError."""


class Settings(Protocol):
    """The server, as ``config.SmtpConfig`` gives it: security is none, starttls or tls; the timeout in seconds."""

    @property
    def host(self) -> str: ...

    @property
    def port(self) -> int: ...

    @property
    def security(self) -> str: ...

    @property
    def username(self) -> str: ...

    @property
    def password(self) -> str: ...

    @property
    def timeout(self) -> float: ...


class _Message(flask_mail.Message):
    """Bodies go as base64: a task's sentence may be longer than the 998 octets a line of mail may have."""

    def as_bytes(self) -> bytes:
        message = self._message()
        message.policy = SMTP_POLICY
        return message.as_bytes()

    def _mimetext(self, text: str | None, subtype: str = "plain") -> MIMEText:
        encoding = charset.Charset("utf-8")
        encoding.body_encoding = charset.BASE64
        return MIMEText(text or "", _subtype=subtype, _charset=encoding)  # type: ignore[arg-type]


class _Connection(flask_mail.Connection):
    """A connection that gives up in time and knows whom it talks to."""

    def __init__(self, mail: flask_mail.Mail, settings: Settings) -> None:
        super().__init__(mail)
        self.settings = settings

    def configure_host(self) -> smtplib.SMTP | smtplib.SMTP_SSL:
        host = self._open()
        try:
            if self.settings.security == "starttls":
                host.starttls(context=ssl.create_default_context())
            if self.settings.username:
                host.login(self.settings.username, self.settings.password)
        except BaseException:
            host.close()
            raise
        return host

    def _open(self) -> smtplib.SMTP | smtplib.SMTP_SSL:
        where = self.settings.host, self.settings.port
        if self.settings.security == "tls":
            return smtplib.SMTP_SSL(*where, timeout=self.settings.timeout, context=ssl.create_default_context())
        return smtplib.SMTP(*where, timeout=self.settings.timeout)

    def __exit__(self, *exc: object) -> None:
        """Say goodbye; a server that does not answer to it has the mail all the same."""
        if self.host is not None:
            with suppress(smtplib.SMTPException, OSError):
                self.host.quit()
            self.host.close()


class _Mail(flask_mail.Mail):
    def __init__(self, app: Flask, settings: Settings) -> None:
        self.settings = settings
        super().__init__(app)

    def connect(self) -> flask_mail.Connection:
        return _Connection(self.state, self.settings)  # type: ignore[arg-type]


class FlaskMailer:
    """``sender`` is a name and an address; each mail has a connection of its own."""

    def __init__(self, app: Flask, *, settings: Settings, sender: tuple[str, str]) -> None:
        # Tests send too, to a server of their own; what must not send is given no mailer.
        app.config.update(MAIL_SUPPRESS_SEND=False, MAIL_SERVER=settings.host, MAIL_PORT=settings.port)
        self._app = app
        self._mail = _Mail(app, settings)
        self._sender = sender

    def send(self, mail: Outgoing) -> None:
        with self._app.app_context():
            message = self._message(mail)
            try:
                self._mail.send(message)
            except (flask_mail.BadHeaderError, UnicodeError, smtplib.SMTPException, OSError) as error:
                raise _explained(error, mail.to_address) from error

    def _message(self, mail: Outgoing) -> _Message:
        message = _Message(
            subject=mail.subject,
            recipients=[(mail.to_name, mail.to_address)],
            body=mail.text,
            html=mail.html,
            date=mail.at.timestamp(),
            extra_headers={"Auto-Submitted": "auto-generated", "X-Auto-Response-Suppress": "All"},
        )
        message.sender = self._sender
        message.msgId = f"<{mail.reference}@{self._sender[1].rpartition('@')[2]}>"
        return message


def _explained(error: Exception, address: str) -> MailError:
    """The sentence for what went wrong, and whether the next try can end otherwise."""
    if isinstance(error, smtplib.SMTPRecipientsRefused):
        code, answer = next(iter(error.recipients.values()))
        return _refused("refused_recipient", code, answer, address)
    if isinstance(error, smtplib.SMTPDataError):
        return _refused("refused_content", error.smtp_code, error.smtp_error, address)
    if isinstance(error, (flask_mail.BadHeaderError, UnicodeError)):
        return MailError(delivery_error("bad_header"), permanent=True)
    what = _passing(error)
    return MailError(delivery_error(what, "" if what == "timeout" else _answer(error)))


def _refused(what: str, code: int, answer: bytes | str, address: str) -> MailError:
    """Codes from 500 on are final; those in the four hundreds ask to try again later."""
    permanent = code >= 500
    return MailError(
        delivery_error(what if permanent else "busy", f"{code} {_words(answer)}", address=address), permanent=permanent
    )


def _passing(error: Exception) -> str:
    """What can be over by the next try: a server that is down, busy or wrongly set up."""
    if isinstance(error, smtplib.SMTPAuthenticationError):
        return "login"
    if isinstance(error, smtplib.SMTPNotSupportedError):
        return "not_supported"
    if isinstance(error, ssl.SSLError):
        return "certificate"
    if isinstance(error, TimeoutError):
        return "timeout"
    if isinstance(error, smtplib.SMTPServerDisconnected) and "timed out" in str(error):
        return "timeout"
    if isinstance(error, smtplib.SMTPResponseException):
        return "busy"
    if isinstance(error, OSError) and not isinstance(error, smtplib.SMTPException):
        return "unreachable"
    return "unexpected"


def _answer(error: Exception) -> str:
    if isinstance(error, smtplib.SMTPResponseException):
        return f"{error.smtp_code} {_words(error.smtp_error)}"
    return (error.strerror if isinstance(error, OSError) and error.strerror else str(error))[:200]


def _words(answer: bytes | str) -> str:
    return answer.decode("utf-8", "replace")[:200] if isinstance(answer, bytes) else answer[:200]
