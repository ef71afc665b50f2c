"""A query as each database's full-text index takes it: FTS5 on SQLite, a tsvector on PostgreSQL.

Every word has been reduced to letters and digits before it comes here and is quoted besides, so that what people type
never is an operator.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from datetime import date

from sqlalchemy import (
    ColumnElement,
    Integer,
    Select,
    String,
    bindparam,
    column,
    false,
    func,
    select,
    table,
    true,
    type_coerce,
)
from sqlalchemy.dialects.postgresql import TSQUERY, TSVECTOR

from app.domain.finding import Query, Term, terms_of
from app.domain.terms import SearchKind
from app.models import Assignment, SearchEntry

# A letter that folding never leaves: no word of a text is taken for one of these.
MARK = chr(0xF1)
EVERYBODY = f"{MARK}all"
FTS = table("search_fts", column("rowid", Integer), column("search_fts"))
TSV = column("tsv", TSVECTOR)


def unit_word(unit_id: int) -> str:
    """The word of a scope that lets the unit's people find an entry."""
    return f"{MARK}u{unit_id}"


def kind_word(kind: SearchKind) -> str:
    return f"{MARK}{kind.value.replace('_', '')}"


def matches(
    query: Query, dialect_name: str, *, scopes: Iterable[Iterable[str]] = (), is_exact: bool = False
) -> ColumnElement[bool]:
    """The condition on ``SearchEntry`` that all terms are found in it, and of each scope at least one word.

    ``is_exact`` asks for the accents as they were typed, too.
    """
    if dialect_name == "sqlite":
        return SearchEntry.id.in_(select(FTS.c.rowid).where(fts_match(query, scopes=scopes, is_exact=is_exact)))
    return TSV.bool_op("@@")(_tsquery(query, scopes, is_exact))


def fts_match(query: Query, *, scopes: Iterable[Iterable[str]] = (), is_exact: bool = False) -> ColumnElement[bool]:
    """The same for a statement that reads ``search_fts`` itself."""
    parts = _parts(query, scopes, is_exact, of_word=_fts_word, of_phrase=_fts_phrase)
    columns = {"folded": " AND ", "accented": " AND ", "scope": " OR "}
    text = " AND ".join(f"{{{name}}} : ({columns[name].join(words)})" for name, words in parts)
    return FTS.c.search_fts.bool_op("MATCH")(text)


def newest(
    query: Query,
    dialect_name: str,
    *,
    kind: SearchKind | None = None,
    scopes: Sequence[Iterable[str]],
    is_exact: bool,
) -> Select[tuple[int, SearchKind, date]]:
    """Id, kind and day of the entries, those written last first. With a kind and a limit both databases meet them
    from the end and stop early, however many there are."""
    columns = select(SearchEntry.id, SearchEntry.kind, SearchEntry.day)
    if dialect_name == "sqlite":
        all_scopes = [*scopes, [kind_word(kind)]] if kind else scopes
        joined = columns.join_from(FTS, SearchEntry, SearchEntry.id == FTS.c.rowid)
        found = joined.where(fts_match(query, scopes=all_scopes, is_exact=is_exact))
        return found.order_by(FTS.c.rowid.desc())
    found = columns.where(matches(query, dialect_name, scopes=scopes, is_exact=is_exact))
    return found.where(SearchEntry.kind == kind).order_by(SearchEntry.id.desc()) if kind else found


def _tsquery(query: Query, scopes: Iterable[Iterable[str]], is_exact: bool) -> ColumnElement[str]:
    parts = _parts(query, scopes, is_exact, of_word=_ts_word, of_phrase=_ts_phrase)
    joined = {"folded": " & ", "accented": " & ", "scope": " | "}
    text = " & ".join(f"({joined[name].join(words)})" for name, words in parts)
    # The same parser that reads the texts, for the few words it would take apart. The words are written into the
    # statement itself: the server then plans by how common they are, each time.
    words = bindparam("words", text, type_=String, unique=True, literal_execute=True)
    return type_coerce(func.to_tsquery("simple", words), TSQUERY)


def _parts(
    query: Query,
    scopes: Iterable[Iterable[str]],
    is_exact: bool,
    *,
    of_word: Callable[[str, bool], str],
    of_phrase: Callable[[list[str]], str],
) -> list[tuple[str, list[str]]]:
    def written(words: tuple[str, ...], term: Term) -> str:
        each = [*(of_word(word, False) for word in words[:-1]), of_word(words[-1], term.is_prefix)]
        return each[0] if len(each) == 1 else of_phrase(each)

    parts = [("folded", [written(term.folded, term) for term in query.terms])]
    accented = [written(term.accented, term) for term in query.terms if term.is_accented]
    if is_exact and accented:
        parts.append(("accented", accented))
    return parts + [("scope", [of_word(word, False) for word in scope]) for scope in scopes]


def _fts_word(word: str, is_prefix: bool) -> str:
    return f'"{word}"*' if is_prefix else f'"{word}"'


def _fts_phrase(words: list[str]) -> str:
    return " + ".join(words)


def _ts_word(word: str, is_prefix: bool) -> str:
    return f"'{word}':*" if is_prefix else f"'{word}'"


def _ts_phrase(words: list[str]) -> str:
    return f"({' <-> '.join(words)})"


def task_condition(q: str, dialect_name: str) -> ColumnElement[bool]:
    """The condition on ``Assignment`` that its task holds all words of ``q``, as the search finds them: accents and đ
    folded, in any order, each the beginning of a word, phrases in quotation marks. Nothing typed is no condition;
    signs without a letter or digit are found nowhere. ``dialect_name``: ``session.get_bind().dialect.name``."""
    if not q.strip():
        return true()
    query = terms_of(q[:1000])
    if not query.terms:
        return false()
    condition = matches(query, dialect_name, scopes=[[kind_word(SearchKind.TASK)]])
    return Assignment.task_id.in_(select(SearchEntry.task_id).where(condition))
