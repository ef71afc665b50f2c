"""The one exception the rules raise."""

from __future__ import annotations


class DomainError(Exception):
    """A rule was broken. ``code`` is stable and dotted; ``app.wording`` turns it into a Vietnamese sentence.

    ``params`` are plain values for that sentence (names, dates, public ids for a link).
    """

    def __init__(self, code: str, **params: object) -> None:
        super().__init__(code)
        self.code = code
        self.params = params

    def __str__(self) -> str:
        detail = ", ".join(f"{name}={value!r}" for name, value in self.params.items())
        return f"{self.code} ({detail})" if detail else self.code
