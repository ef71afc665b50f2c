"""Regular expressions as automata: whether the work of one can grow faster than the text it is given.

Python's ``re`` tries one path after another. It does more than linear work where a text can be read along two paths
at once that both go round: two loops one behind the other (quadratic), one loop in two ways (exponential), or, for a
pattern that is searched, a loop which later starts of the same run go through again (quadratic). Each is a word that
leads from a pair or a triple of states back to itself, which is looked for here. What is approximated errs on the side
of complaint: counted repeats are shortened, what a lookbehind of several characters demands is granted.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from functools import cached_property
from re import _constants as op  # type: ignore[attr-defined]
from re import _parser as parser  # type: ignore[attr-defined]
from typing import Any

Chars = frozenset[str]
# One of every kind of character; the pattern's own literals come on top.
KINDS = "azAZáÁđơươ059 \t\n\xa0_-–.,;:/()!\"“”«»*#|+•\u0301\u200b%&'?=[]<>^$~"
CATEGORIES = {
    op.CATEGORY_DIGIT: str.isdigit,
    op.CATEGORY_NOT_DIGIT: lambda c: not c.isdigit(),
    op.CATEGORY_SPACE: str.isspace,
    op.CATEGORY_NOT_SPACE: lambda c: not c.isspace(),
    op.CATEGORY_WORD: lambda c: c.isalnum() or c == "_",
    op.CATEGORY_NOT_WORD: lambda c: not (c.isalnum() or c == "_"),
}
START = 0


class Automaton:
    """States and moves of one pattern. ``searched``: it is tried at every place of a text; ``whole``: it must reach
    the end of the text."""

    def __init__(self, pattern: re.Pattern[str], *, searched: bool, whole: bool = False) -> None:
        tree = parser.parse(pattern.pattern, pattern.flags)
        self.folded = bool(pattern.flags & re.IGNORECASE)
        self.alphabet = frozenset(KINDS) | set(_literals(tree))
        self.moves: dict[int, list[tuple[Chars, int]]] = defaultdict(list)
        # Moves without a character: the characters that may stand before (None: any), and whether they can fail.
        self.free: dict[int, list[tuple[Chars | None, bool, int]]] = defaultdict(list)
        self.count = 1
        self.searched = searched
        end = self._sequence(tree, START)
        self.accepting = self._new()
        self._skip(end, self.accepting, fails=whole)

    def _new(self) -> int:
        self.count += 1
        return self.count - 1

    def _skip(self, start: int, end: int, *, behind: Chars | None = None, fails: bool = False) -> None:
        self.free[start].append((behind, fails, end))

    def _sequence(self, items: Iterable[Any], at: int) -> int:
        for code, argument in items:
            at = self._item(code, argument, at)
        return at

    def _item(self, code: Any, argument: Any, at: int) -> int:
        if code in (op.MAX_REPEAT, op.MIN_REPEAT, op.POSSESSIVE_REPEAT):
            return self._repeat(*argument, at)
        if code is op.SUBPATTERN:
            return self._sequence(argument[-1], at)
        if code is op.ATOMIC_GROUP:
            return self._sequence(argument, at)
        end = self._new()
        if code is op.BRANCH:
            for branch in argument[1]:
                self._skip(self._sequence(branch, at), end)
        elif code in (op.ASSERT, op.ASSERT_NOT):
            self._around(code, argument, at, end)
        elif code is op.AT:
            if argument in (op.AT_BEGINNING, op.AT_BEGINNING_STRING):
                self._skip(at, end, behind=frozenset(), fails=True)
            else:
                self._skip(at, end, fails=True)
        elif code is op.GROUPREF:
            self._skip(at, end, fails=True)
        else:
            self.moves[at].append((self._chars(code, argument), end))
        return end

    def _around(self, code: Any, argument: Any, at: int, end: int) -> None:
        direction, content = argument
        if direction > 0:
            start = self._new()
            self._skip(at, start)
            self._sequence(content, start)
            self._skip(at, end, fails=True)
            return
        one = list(content)
        behind = self._chars(*one[0]) if len(one) == 1 and one[0][0] in (op.IN, op.LITERAL, op.NOT_LITERAL) else None
        if behind is not None and code is op.ASSERT_NOT:
            behind = self.alphabet - behind
        self._skip(at, end, behind=behind, fails=True)

    def _repeat(self, least: int, most: Any, item: Any, at: int) -> int:
        for _ in range(min(least, 3)):
            at = self._sequence(item, at)
        if most is op.MAXREPEAT:
            loop = self._new()
            self._skip(at, loop)
            self._skip(self._sequence(item, loop), loop)
            return loop
        if most > least:
            end = self._new()
            self._skip(at, end)
            self._skip(self._sequence(item, at), end)
            return end
        return at

    def _chars(self, code: Any, argument: Any) -> Chars:
        return frozenset(c for c in self.alphabet if any(_is_in(code, argument, x) for x in self._forms(c)))

    def _forms(self, char: str) -> set[str]:
        return {char, char.lower()[:1], char.upper()[:1]} if self.folded else {char}

    @cached_property
    def loops(self) -> list[frozenset[int]]:
        """The states that go round together, but for those from which the pattern has matched already."""
        steps = {state: {end for _, end in self._steps(state)} for state in range(self.count)}
        groups = [group for group in _components(steps) if any(steps[each] & group for each in group)]
        return [group for group in groups if not any(self._has_matched(state) for state in group)]

    def _has_matched(self, state: int) -> bool:
        seen, waiting = {state}, [state]
        while waiting:
            at = waiting.pop()
            for _, fails, end in self.free[at]:
                if not fails and end not in seen:
                    seen.add(end)
                    waiting.append(end)
        return self.accepting in seen

    def _steps(self, state: int) -> Iterator[tuple[Chars, int]]:
        yield from self.moves[state]
        for _, _, end in self.free[state]:
            yield self.alphabet, end

    def _closed(self, state: int, last: str) -> set[int]:
        """The states reached without a character when this one stands before; "" is the beginning of the text."""
        seen, waiting = {state}, [state]
        while waiting:
            for behind, _, end in self.free[waiting.pop()]:
                if end not in seen and (behind is None or last in behind or (last == "" and not behind)):
                    seen.add(end)
                    waiting.append(end)
        return seen

    def after(self, state: int, char: str, memo: dict[tuple[int, str], frozenset[int]]) -> frozenset[int]:
        """The states, with all that follows of themselves, after one character."""
        if (state, char) not in memo:
            hit = {end for chars, end in self.moves[state] if char in chars}
            memo[state, char] = frozenset(each for end in hit for each in self._closed(end, char))
        return memo[state, char]

    def complaint(self) -> str:
        """How the work grows, by an example of a word to repeat; empty for a pattern whose work is linear."""
        memo: dict[tuple[int, str], frozenset[int]] = {}
        for group in self.loops:
            q = min(state for state in group if self.moves[state] or len(group) == 1)
            for state in group:
                if word := self._twice(state, group, memo):
                    return f"one loop in two ways: {word!r}"
            if self.searched and (word := self._again(group, memo)):
                return f"later starts go through the same run: {word!r}"
            for other in self.loops:
                if other is not group and (word := self._behind(group, other, memo)):
                    return f"two loops for the same run: {word!r}"
            assert q is not None
        return ""

    def _twice(self, q: int, group: frozenset[int], memo: dict[tuple[int, str], frozenset[int]]) -> str:
        """A word that leads from q to q along two ways."""
        return self._walk([(q, q, 0)], lambda t: t == (q, q, 1), [group, group], memo, split=True)

    def _again(self, group: frozenset[int], memo: dict[tuple[int, str], frozenset[int]]) -> str:
        """A word over which a search, begun anew, comes into the loop while the loop goes round."""
        everywhere = frozenset(range(self.count))
        begun = [(-1, state, state) for state in group if self.moves[state]]
        for first in begun:
            goal = (first[1], first[1], first[1])
            if word := self._walk([first], lambda t, goal=goal: t == goal, [everywhere, group], memo, goal=goal):
                return word
        return ""

    def _behind(self, group: frozenset[int], other: frozenset[int], memo: dict[tuple[int, str], frozenset[int]]) -> str:
        """A word that leads round in one loop, round in another behind it, and from the first into the second."""
        for p in (state for state in group if self.moves[state]):
            for q in (state for state in other if self.moves[state]):
                if word := self._triple(p, q, group, other, memo):
                    return word
        return ""

    def _triple(
        self,
        p: int,
        q: int,
        group: frozenset[int],
        other: frozenset[int],
        memo: dict[tuple[int, str], frozenset[int]],
    ) -> str:
        seen, waiting = {(p, p, q)}, [((p, p, q), "")]
        for (x, y, z), word in waiting:
            if len(word) > 60:
                continue
            for char in self.alphabet:
                for a in self.after(x, char, memo) & group:
                    for c in self.after(z, char, memo) & other:
                        for b in self.after(y, char, memo):
                            if (a, b, c) == (p, q, q):
                                return word + char
                            if (a, b, c) not in seen:
                                seen.add((a, b, c))
                                waiting.append(((a, b, c), word + char))
        return ""

    def _walk(
        self,
        begun: list[tuple[int, int, int]],
        found: Any,
        within: list[frozenset[int]],
        memo: dict[tuple[int, str], frozenset[int]],
        *,
        split: bool = False,
        goal: tuple[int, int, int] | None = None,
    ) -> str:
        """Pairs of states that one word reaches; -1 is a search that has not begun, the third says whether the two
        have parted (``split``) or in which state the second is to end."""
        seen, waiting = set(begun), [(each, "") for each in begun]
        for (x, y, mark), word in waiting:
            for char in self.alphabet:
                for a in self._searching(char, memo) if x == -1 else self.after(x, char, memo) & within[0]:
                    for b in self.after(y, char, memo) & within[1]:
                        now = (a, b, int(mark or a != b) if split else mark)
                        if (goal and (a, b) == goal[:2]) or (split and found(now)):
                            return word + char
                        if now not in seen and len(word) < 60:
                            seen.add(now)
                            waiting.append((now, word + char))
        return ""

    def _searching(self, char: str, memo: dict[tuple[int, str], frozenset[int]]) -> frozenset[int]:
        """Where a search is after one more character: still looking, or begun behind it."""
        if (-1, char) not in memo:
            memo[-1, char] = frozenset({-1} | self._closed(START, char))
        return memo[-1, char]


def _literals(tree: Any) -> Iterator[str]:
    """The characters a pattern names, and those at the ends of its ranges."""
    if isinstance(tree, tuple) and len(tree) == 2 and tree[0] in (op.LITERAL, op.NOT_LITERAL):
        yield chr(tree[1])
    elif isinstance(tree, tuple) and len(tree) == 2 and tree[0] is op.RANGE:
        yield from map(chr, tree[1])
    elif isinstance(tree, (tuple, list, parser.SubPattern)):
        for each in tree:
            yield from _literals(each)


def _is_in(code: Any, argument: Any, char: str) -> bool:
    if code is op.LITERAL:
        return ord(char) == argument
    if code is op.NOT_LITERAL:
        return ord(char) != argument
    if code is op.ANY:
        return char != "\n"
    if code is op.RANGE:
        return argument[0] <= ord(char) <= argument[1]
    if code is op.CATEGORY:
        return bool(CATEGORIES[argument](char))
    if code is op.IN:
        negated = argument[0][0] is op.NEGATE
        return negated != any(_is_in(*each, char) for each in argument[negated:])
    raise NotImplementedError(code)


def _components(steps: dict[int, set[int]]) -> list[frozenset[int]]:
    """The groups of states that lead to one another (Tarjan, without recursion)."""
    index: dict[int, int] = {}
    low: dict[int, int] = {}
    stack: list[int] = []
    on_stack: set[int] = set()
    found: list[frozenset[int]] = []
    for root in steps:
        if root in index:
            continue
        work = [(root, iter(steps[root]))]
        index[root] = low[root] = len(index)
        stack.append(root)
        on_stack.add(root)
        while work:
            state, following = work[-1]
            for each in following:
                if each not in index:
                    index[each] = low[each] = len(index)
                    stack.append(each)
                    on_stack.add(each)
                    work.append((each, iter(steps[each])))
                    break
                if each in on_stack:
                    low[state] = min(low[state], index[each])
            else:
                work.pop()
                if work:
                    low[work[-1][0]] = min(low[work[-1][0]], low[state])
                if low[state] == index[state]:
                    group = set()
                    while True:
                        top = stack.pop()
                        on_stack.discard(top)
                        group.add(top)
                        if top == state:
                            break
                    found.append(frozenset(group))
    return found
