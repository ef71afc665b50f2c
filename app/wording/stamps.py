"""What digital signatures write on a page."""

from __future__ import annotations

import re

# The words of a signature's box, at the beginning of a line; a time of signing down to the second.
SIGNATURE = re.compile(
    r"\s*(?:(?:người ký|ký bởi|được ký (?:số )?bởi|ký số bởi|thời gian ký|ngày ký|signed by|digitally signed"
    r"|signature valid|signing time|date)\s*(?::|by\b|không rõ)|signature (?:valid|not verified)"
    r"|.*\b\d{1,2}[./-]\d{1,2}[./-]\d{4},? \d{1,2}:\d{2}:\d{2})",
    re.IGNORECASE,
)
