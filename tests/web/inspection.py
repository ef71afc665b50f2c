"""The test client looks at every page it fetches, as a careful visitor would."""

from __future__ import annotations

import re
from html.parser import HTMLParser
from typing import Any

from flask.testing import FlaskClient
from werkzeug.test import TestResponse

ENGLISH = re.compile(r"\b(Submit|Not Found|Internal Server Error|This field is required|Invalid|None|undefined)\b")
TOKEN = re.compile(r'name="csrf_token"[^>]*value="([^"]+)"|value="([^"]+)"[^>]*name="csrf_token"')
REDIRECTS = {301, 302, 303, 307, 308}
UNLABELLED_TYPES = {"hidden", "submit", "button", "reset"}


class Page(HTMLParser):
    """What the rules need of a page, gathered in one reading."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.lang = ""
        self.title = ""
        self.headings = 0
        self.ids: list[str] = []
        self.labelled: set[str] = set()
        self.fields: list[dict[str, str]] = []
        self.forms_without_token = 0
        self.inline: list[str] = []
        self.words: list[str] = []
        self._open: list[str] = []
        self._label_depth = 0
        self._form: dict[str, Any] | None = None
        self.feed(html)

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        values = {name: value or "" for name, value in attributes}
        self._open.append(tag)
        self._label_depth += tag == "label"
        self._note_element(tag, values)
        if tag == "form":
            self._form = {"post": values.get("method", "").lower() == "post", "token": False}
        if tag in ("input", "select", "textarea"):
            self._note_field(values)

    def _note_element(self, tag: str, values: dict[str, str]) -> None:
        if tag == "html":
            self.lang = values.get("lang", "")
        self.headings += tag == "h1"
        if "id" in values:
            self.ids.append(values["id"])
        if tag == "label" and "for" in values:
            self.labelled.add(values["for"])
        if "style" in values or any(name.startswith("on") for name in values):
            self.inline.append(self.get_starttag_text() or tag)

    def _note_field(self, values: dict[str, str]) -> None:
        if self._form is not None and values.get("name") == "csrf_token":
            self._form["token"] = True
        if values.get("type") not in UNLABELLED_TYPES:
            self.fields.append(values | {"in_label": "yes" if self._label_depth else ""})

    def handle_endtag(self, tag: str) -> None:
        if tag == "form" and self._form:
            self.forms_without_token += self._form["post"] and not self._form["token"]
            self._form = None
        self._label_depth -= tag == "label"
        while self._open and self._open.pop() != tag:
            pass

    def handle_data(self, data: str) -> None:
        where = self._open[-1] if self._open else ""
        if "title" in self._open and "svg" not in self._open:
            self.title += data
        if where in ("style", "script") and data.strip():
            self.inline.append(data[:60])
        elif where != "script":
            self.words.append(data)


def faults(html: str) -> list[str]:
    """What is wrong with a page, in words."""
    page = Page(html)
    found = []
    if page.lang != "vi":
        found.append("the page does not say that it is Vietnamese")
    if not page.title.strip() or page.title.strip().startswith("–"):
        found.append("no title")
    if page.headings != 1:
        found.append(f"{page.headings} h1 instead of one")
    found += [f"id {name} stands twice" for name in {n for n in page.ids if page.ids.count(n) > 1}]
    found += [f"a field without label: {field}" for field in page.fields if not _is_labelled(field, page.labelled)]
    if page.forms_without_token:
        found.append("a POST form without csrf token")
    found += [f"inline style or script: {text}" for text in page.inline]
    english = ENGLISH.search(" ".join(page.words))
    if english:
        found.append(f"English on the page: {english.group()}")
    return found


def _is_labelled(field: dict[str, str], labelled: set[str]) -> bool:
    named = field.get("aria-label") or field.get("aria-labelledby") or field["in_label"]
    return bool(named) or field.get("id") in labelled


def is_mail(answer: TestResponse) -> bool:
    return answer.request.path.endswith("/html")


class InspectingClient(FlaskClient):
    """Inspects each HTML page, and knows the token that its forms need."""

    _token = ""  # of the newest page, as long as the session is the one of that page

    def open(self, *args: Any, **kwargs: Any) -> TestResponse:
        answer = super().open(*args, **kwargs)
        self._remember(answer)
        # A mail's own HTML follows the rules of mail programs, not of our pages.
        if answer.mimetype == "text/html" and answer.status_code not in REDIRECTS and not is_mail(answer):
            found = faults(answer.text)
            assert not found, f"{answer.request.path}: {found}"
        return answer

    def token(self) -> str:
        """A csrf token of this client's session: from the newest page, or from one that everybody may open."""
        if not self._token:
            self._remember(super().open("/mat-khau", follow_redirects=True))
        assert self._token, "no form with a token"
        return self._token

    def delete_cookie(self, *args: Any, **kwargs: Any) -> None:
        super().delete_cookie(*args, **kwargs)
        self._token = ""

    def _remember(self, answer: TestResponse) -> None:
        found = TOKEN.search(answer.text) if answer.mimetype == "text/html" and not is_mail(answer) else None
        if found:
            self._token = found[1] or found[2]
        elif "Set-Cookie" in answer.headers:
            self._token = ""
