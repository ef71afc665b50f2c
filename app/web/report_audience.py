"""For whom a report's text is asked, as the address says it."""

from __future__ import annotations

from typing import Any

from flask import request
from werkzeug.exceptions import NotFound

from app.domain.terms import Audience
from app.wording.report import AUDIENCES

_BY_ADDRESS = {address: audience for audience, address in AUDIENCES.items()}


def asked_audience() -> Audience:
    """Those inside the office if the address says nobody; 404 for a word that means nobody."""
    try:
        return _BY_ADDRESS[request.args.get("ban", AUDIENCES[Audience.INTERNAL])]
    except KeyError:
        raise NotFound from None


def asks_for_names() -> bool:
    """Whether a superior is to read the names of units."""
    return request.args.get("neu-ten") == "1"


def text_args(audience: Audience, *, names_units: bool = False, **more: str) -> dict[str, Any]:
    """What the address of a text for somebody says, with ``more`` that it says besides."""
    named = names_units and audience is Audience.SUPERIOR
    return {"ban": AUDIENCES[audience], "neu-ten": 1 if named else None, **more}
