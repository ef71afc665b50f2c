"""A code of an error has one sentence, wherever it is said."""

from __future__ import annotations

from collections import Counter

from app.wording import (
    audit_seals,
    backup,
    bulk,
    errors,
    following,
    list_import,
    lists,
    organisation,
    policy,
    reorganising,
    rights,
    superior,
    superior_import,
)

PARTS = (
    audit_seals,
    backup,
    bulk,
    following,
    list_import,
    lists,
    organisation,
    policy,
    reorganising,
    rights,
    superior,
    superior_import,
)


def test_no_two_rooms_word_one_code():
    said = Counter(code for part in PARTS for code in part.ERRORS)
    assert [code for code, times in said.items() if times > 1] == []
    assert set(said) <= set(errors.ERRORS)
