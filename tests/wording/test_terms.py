from __future__ import annotations

import inspect
from enum import StrEnum

import pytest

from app.domain import permissions, terms
from app.wording.terms import WORDS, word


def vocabularies() -> list[type[StrEnum]]:
    found = {
        value
        for module in (terms, permissions)
        for _, value in inspect.getmembers(module, inspect.isclass)
        if issubclass(value, StrEnum) and value is not StrEnum
    }
    return sorted(found, key=lambda vocabulary: vocabulary.__name__)


@pytest.mark.parametrize("vocabulary", vocabularies(), ids=lambda vocabulary: vocabulary.__name__)
def test_every_member_has_its_own_word(vocabulary: type[StrEnum]) -> None:
    words = [word(member) for member in vocabulary]
    assert all(words)
    assert len(set(words)) == len(words), "two members of one vocabulary read the same"


@pytest.mark.parametrize("vocabulary", WORDS, ids=lambda vocabulary: vocabulary.__name__)
def test_no_word_is_left_over(vocabulary: type[StrEnum]) -> None:
    assert set(WORDS[vocabulary]) == set(vocabulary)


def test_equal_values_of_two_vocabularies_keep_their_own_words() -> None:
    assert terms.OutboxState.FAILED == terms.RecognitionState.FAILED
    assert word(terms.OutboxState.FAILED) != word(terms.RecognitionState.FAILED)


@pytest.mark.parametrize("text", [text for words in WORDS.values() for text in words.values()])
def test_the_register_is_kept(text: str) -> None:
    assert "bạn" not in text.lower()
    assert "!" not in text
