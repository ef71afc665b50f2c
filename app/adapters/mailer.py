"""Sending mails by SMTP: Flask-Mail composes, smtplib sends, many mails over one connection.

What Flask-Mail 0.10 does with a connection is not used: it waits for ever on a server that stalls, does not verify
certificates, and does not tell which recipients were refused. Three gaps of its messages are closed: spaces lost
between the encoded words of a long subject, the sender's address lost when the name has a comma, and a question to the
name service for each message.
"""

from __future__ import annotations

import smtplib
import ssl
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, contextmanager, suppress
from copy import copy
from dataclasses import dataclass
from datetime import datetime
from email import charset, policy
from email.mime.text import MIMEText
from typing import Protocol

import flask_mail
from flask import Flask

from app.wording.mail import delivery_error

CLOSING = 421  # by any command: the server ends this connection, and says nothing about the mail


@dataclass(frozen=True, slots=True)
class Outgoing:
    """A mail to send. ``reference`` makes the Message-ID: a mail that is sent twice after a crash is known as one.

    ``copies`` are who gets it besides, as (name, address). Without ``html`` it goes as text alone.
    """

    reference: str
    to_name: str
    to_address: str
    subject: str
    text: str
    html: str
    at: datetime
    copies: tuple[tuple[str, str], ...] = ()


class MailError(Exception):
    """Why a mail did not leave, as a sentence.

    ``permanent``: trying again can change nothing. ``concerns_all``: it is the server's matter, and the next mail would
    fare no better now. ``refusals``: by address what the server said of it, where it refused addresses.
    """

    def __init__(
        self,
        text: str,
        *,
        permanent: bool = False,
        concerns_all: bool = False,
        refusals: Mapping[str, str] | None = None,
    ) -> None:
        super().__init__(text)
        self.text = text
        self.permanent = permanent
        self.concerns_all = concerns_all
        self.refusals = dict(refusals or {})


class Post(Protocol):
    """A line to the server, for many mails one after the other."""

    def send(self, mail: Outgoing) -> dict[str, str]:
        """Hand the mail to the server; by address why it did not take one of them. Raises MailError if it took none."""


class Mailer(Protocol):
    """What the delivery job is handed."""

    def connected(self) -> AbstractContextManager[Post]:
        """A line that is opened with the first mail, and again if the server has dropped it."""


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


class _AsFolded(policy.Compat32):
    """Headers go as Flask-Mail has encoded and folded them. Other policies parse and fold each of them again, for every
    part of a mail, which takes longer than all the rest."""

    def fold(self, name: str, value: str) -> str:
        return f"{name}: {self.linesep.join(value.splitlines())}{self.linesep}"

    def fold_binary(self, name: str, value: str) -> bytes:
        return self.fold(name, value).encode("ascii")


ON_THE_WIRE = _AsFolded(linesep="\r\n")


class _Message(flask_mail.Message):
    """Bodies go as base64: a task's sentence may be longer than the 998 octets a line of mail may have.

    Base64 has no underscore, so what parts them can be made of the mail's ``reference``, and need not be sought as
    something that they do not contain.
    """

    reference = ""

    def as_bytes(self) -> bytes:
        message = self._message()
        message.policy = ON_THE_WIRE
        for number, part in enumerate(message.walk()):
            if part.is_multipart():
                part.set_boundary(f"=_{number}_{self.reference}")
        return message.as_bytes()

    def _mimetext(self, text: str | None, subtype: str = "plain") -> MIMEText:
        encoding = charset.Charset("utf-8")
        encoding.body_encoding = charset.BASE64
        return MIMEText(text or "", _subtype=subtype, _charset=encoding)  # type: ignore[arg-type]


class _Dropped(smtplib.SMTPServerDisconnected):
    """The connection was gone, or the server silent, when a mail was to begin: the server cannot have it."""


class _Host(smtplib.SMTP):
    """Tells a mail that could not begin, which can be sent again, from one of which nobody knows how far it came."""

    def mail(self, sender: str, options: Sequence[str] = ()) -> tuple[int, bytes]:
        try:
            return super().mail(sender, options)
        except smtplib.SMTPServerDisconnected as error:
            raise _Dropped(*error.args) from error


class _TlsHost(_Host, smtplib.SMTP_SSL):
    """The same, encrypted from the first byte."""


class _Line:
    """One connection to the server, which gives up in time and knows whom it talks to."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self._host: smtplib.SMTP | None = None

    def send(self, sender: str, recipients: Sequence[str], content: bytes) -> dict[str, tuple[int, bytes]]:
        """Those that were refused, with code and answer, if one at least was taken. Raises what smtplib raises."""
        if self._host is None or self._host.sock is None:
            return self._anew().sendmail(sender, recipients, content)
        try:
            return self._host.sendmail(sender, recipients, content)
        except smtplib.SMTPSenderRefused as error:
            if error.smtp_code != CLOSING:
                raise
        except _Dropped:
            pass
        # Servers drop lines that are idle, and those that go on for long; of this mail it has not heard a word.
        return self._anew().sendmail(sender, recipients, content)

    def close(self) -> None:
        """Say goodbye; a server that does not answer to it has the mails all the same."""
        if self._host is not None:
            with suppress(smtplib.SMTPException, OSError):
                self._host.quit()
            self._host.close()

    def _anew(self) -> smtplib.SMTP:
        if self._host is not None:
            self._host.close()
        self._host = None
        self._host = self._greeted()
        return self._host

    def _greeted(self) -> smtplib.SMTP:
        host = self._open()
        try:
            if self._settings.security == "starttls":
                host.starttls(context=ssl.create_default_context())
            if self._settings.username:
                host.login(self._settings.username, self._settings.password)
        except BaseException:
            host.close()
            raise
        return host

    def _open(self) -> smtplib.SMTP:
        where, timeout = (self._settings.host, self._settings.port), self._settings.timeout
        if self._settings.security == "tls":
            return _TlsHost(*where, timeout=timeout, context=ssl.create_default_context())
        return _Host(*where, timeout=timeout)


class FlaskMailer:
    """``sender`` is a name and an address."""

    def __init__(self, app: Flask, *, settings: Settings, sender: tuple[str, str]) -> None:
        self._app = app
        self._settings = settings
        self._sender = sender
        flask_mail.Mail(app)  # its messages ask the app for it

    @contextmanager
    def connected(self) -> Iterator[Post]:
        line = _Line(self._settings)
        try:
            yield _FlaskPost(self._app, line, self._sender, _blank(self._sender))
        finally:
            line.close()


def _blank(sender: tuple[str, str]) -> _Message:
    """What all mails have in common. Made once a line: whenever one is made, Flask-Mail asks the name service what this
    machine is called, which can take seconds."""
    headers = {"Auto-Submitted": "auto-generated", "X-Auto-Response-Suppress": "All"}
    message = _Message(sender=sender, extra_headers=headers)
    message.sender = sender  # as it is: of a name and an address Flask-Mail makes one text, which a comma spoils
    return message


@dataclass(frozen=True, slots=True)
class _FlaskPost:
    app: Flask
    line: _Line
    sender: tuple[str, str]
    blank: _Message

    def send(self, mail: Outgoing) -> dict[str, str]:
        reached = {address: _in_ascii(address) for _, address in ((mail.to_name, mail.to_address), *mail.copies)}
        refusals = {address: delivery_error("bad_header") for address, plain in reached.items() if plain is None}
        originals = {plain: address for address, plain in reached.items() if plain is not None}
        if not originals:
            raise MailError(delivery_error("bad_header"), permanent=True, refusals=refusals)
        try:
            content = self.compose(mail, originals)
            refused = self.line.send(self.sender[1], list(originals), content)
        except smtplib.SMTPRecipientsRefused as error:
            raise _all_refused(error, originals, refusals) from error
        except (UnicodeError, smtplib.SMTPException, OSError) as error:
            raise _explained(error) from error
        return refusals | {originals[plain]: _refusal(*said, originals[plain]) for plain, said in refused.items()}

    def compose(self, mail: Outgoing, originals: Mapping[str, str]) -> bytes:
        """The bytes on the wire. ``originals`` are the addresses as they were typed, by those the server is told."""
        names = {address: name for name, address in (*mail.copies, (mail.to_name, mail.to_address))}
        first, *others = [(_one_line(names[address]), plain) for plain, address in originals.items()]
        message = copy(self.blank)
        message.reference = mail.reference
        message.msgId = f"<{mail.reference}@{self.sender[1].rpartition('@')[2]}>"
        message.recipients, message.cc = [first], list(others)
        message.subject = _one_line(mail.subject)
        message.body, message.alts = mail.text, {"html": mail.html} if mail.html else {}
        message.date = mail.at.timestamp()
        with self.app.app_context():
            return message.as_bytes()


def _one_line(text: str) -> str:
    """A value that a header can carry: composed characters, one space between words, nothing that steers."""
    kept = (" " if char.isspace() else char for char in unicodedata.normalize("NFC", text))
    return " ".join("".join(char for char in kept if unicodedata.category(char) not in ("Cc", "Cs")).split())


def _in_ascii(address: str) -> str | None:
    """The address as the server is told it, an international domain in its ASCII form; None if it can be no address."""
    local, at, domain = address.rpartition("@")
    try:
        plain = f"{local.encode('ascii').decode()}@{domain.encode('idna').decode()}"
    except UnicodeError:
        return None
    return plain if at and local and domain and plain.isprintable() and not set(plain) & set(' <>,;"') else None


def _all_refused(
    error: smtplib.SMTPRecipientsRefused, originals: Mapping[str, str], refusals: Mapping[str, str]
) -> MailError:
    """The first address is whom the mail is for; what the server said of that one is the reason."""
    said = {originals[plain]: _refusal(*answer, originals[plain]) for plain, answer in error.recipients.items()}
    codes = [code for code, _ in error.recipients.values()]
    return MailError(
        next(iter(said.values())),
        permanent=min(codes) >= 500,
        concerns_all=CLOSING in codes,
        refusals={**refusals, **said},
    )


def _refusal(code: int, answer: bytes | str, address: str) -> str:
    """Codes from 500 on are final; those in the four hundreds ask to try again later."""
    what = "refused_recipient" if code >= 500 else "busy"
    return delivery_error(what, f"{code} {_words(answer)}", address=address)


def _explained(error: Exception) -> MailError:
    """The sentence for what went wrong, and whether the next try, or the next mail, can end otherwise."""
    if isinstance(error, smtplib.SMTPDataError):
        final = error.smtp_code >= 500
        words = delivery_error("refused_content" if final else "busy", _answer(error))
        return MailError(words, permanent=final, concerns_all=error.smtp_code == CLOSING)
    if isinstance(error, UnicodeError):
        return MailError(delivery_error("bad_header"), permanent=True)
    what = _passing(error)
    return MailError(delivery_error(what, "" if what == "timeout" else _answer(error)), concerns_all=True)


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
    return _words(error.strerror if isinstance(error, OSError) and error.strerror else str(error))


def _words(answer: bytes | str) -> str:
    """What a server said, as it can be kept: one that no database would take could never be written down."""
    return _one_line(answer.decode("utf-8", "replace") if isinstance(answer, bytes) else answer)[:200]
