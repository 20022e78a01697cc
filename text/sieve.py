r"""Which of many patterns can match a text at all, told by the letters they need, in one pass over it.

Of nearly every pattern it is plain from its own source that one of a few strings must be in the
text: ``\bden(?:y|ied)\b`` needs "deny" or "denied". All strings of all patterns are looked for at
once by an automaton; only patterns whose string is there are tried. What is spared would not have
matched (a test asks that of the corpora).
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Sequence
from functools import cached_property
from itertools import product
from re import _constants, _parser  # the parser of re itself: no second reading of its syntax
from typing import Any, NamedTuple

from ahocorasick_rs import AhoCorasick, Implementation

from text.kept import store

# More strings than these for one part of a pattern say little; a string of one letter is everywhere.
_MOST = 120
_LEAST = 2
# Raise it when other strings are told of the same source: what earlier versions kept is not read then.
_VERSION = "1"
_FEW = 12  # letters of a set that are spelled out


class _Told(NamedTuple):
    """What a part of a pattern matches, where that is a few strings; else strings of which it needs one."""

    exact: frozenset[str] | None
    needed: frozenset[str] | None


_ANYTHING = _Told(None, None)
_NOTHING = _Told(frozenset([""]), None)


def needed(source: str) -> frozenset[str] | None:
    """Return strings in small letters of which any match of *source* has one; None where none is sure."""
    return store("needed").get((_VERSION, source), lambda: _needed(source))


def _needed(source: str) -> frozenset[str] | None:
    told = _sequence(_parser.parse(source, re.IGNORECASE))
    return _better(told.needed, _usable(told.exact))


def _usable(strings: frozenset[str] | None) -> frozenset[str] | None:
    return strings if strings and _rarity(strings) >= _LEAST else None


def _rarity(strings: frozenset[str]) -> int:
    """Return how rare the commonest of *strings* is about: its letters, where a Han character is two."""
    return min(sum(1 + (char >= "一") for char in one) for one in strings)


def _better(one: frozenset[str] | None, other: frozenset[str] | None) -> frozenset[str] | None:
    """Return which of two sets of strings is the rarer: longer ones, then fewer."""
    if one is None or other is None:
        return one or other
    return max(one, other, key=lambda each: (_rarity(each), -len(each)))


def _sequence(parts: Iterable[tuple[Any, Any]]) -> _Told:
    """Return what parts one after the other tell: their strings joined as long as they are few."""
    run, whole = frozenset([""]), True
    best: frozenset[str] | None = None
    for kind, value in parts:
        told = _part(kind, value)
        best = _better(best, told.needed)
        if told.exact is not None and len(run) * len(told.exact) <= _MOST:
            run = frozenset(a + b for a, b in product(run, told.exact))
        else:
            best, whole = _better(best, _usable(run)), False
            run = told.exact or frozenset([""])
    return _Told(run, None) if whole else _Told(None, _better(best, _usable(run)))


def _part(kind: Any, value: Any) -> _Told:
    """Return what one part of a parsed pattern tells."""
    if kind is _constants.LITERAL:
        return _Told(frozenset([chr(value).lower()]), None)
    if kind in {_constants.AT, _constants.ASSERT, _constants.ASSERT_NOT}:
        return _NOTHING
    if kind is _constants.SUBPATTERN:
        return _sequence(value[-1])
    if kind is _constants.BRANCH:
        return _branches([_sequence(one) for one in value[1]])
    return (
        _repeated(*value)
        if kind in _REPEATS
        else _set(value)
        if kind is _constants.IN
        else _ANYTHING
    )


_REPEATS = (_constants.MAX_REPEAT, _constants.MIN_REPEAT, _constants.POSSESSIVE_REPEAT)


def _repeated(least: int, most: int, inner: Iterable[tuple[Any, Any]]) -> _Told:
    told = _sequence(inner)
    if (least, most) == (0, 1) and told.exact is not None:
        return _Told(told.exact | {""}, None)
    return _Told(None, _better(told.needed, _usable(told.exact))) if least else _ANYTHING


def _set(value: Sequence[tuple[Any, Any]]) -> _Told:
    if len(value) > _FEW or any(kind is not _constants.LITERAL for kind, _letter in value):
        return _ANYTHING
    return _Told(frozenset(chr(letter).lower() for _kind, letter in value), None)


def _branches(told: Sequence[_Told]) -> _Told:
    exact = [one.exact for one in told if one.exact is not None]
    if len(exact) == len(told):
        return _Told(frozenset().union(*exact), None)
    each = [_better(one.needed, _usable(one.exact)) for one in told]
    sure = [one for one in each if one is not None]
    return _Told(None, frozenset().union(*sure)) if len(sure) == len(each) else _ANYTHING


class Sieve:
    """Tells which of many patterns (letters of any case) can match a text."""

    def __init__(self, sources: Sequence[str]) -> None:
        """Take the sources of the patterns; they are numbered as they come."""
        owners: dict[str, list[int]] = defaultdict(list)
        always = set()
        for number, source in enumerate(sources):
            strings = needed(source)
            if strings is None:
                always.add(number)
            for one in strings or ():
                owners[one].append(number)
        self._always = frozenset(always)
        self._owners = tuple(map(frozenset, owners.values()))
        self._automaton = AhoCorasick(list(owners), implementation=Implementation.ContiguousNFA)

    def open(self, text: str) -> frozenset[int]:
        """Return the numbers of the patterns that may match *text*; the others do not."""
        found = self._automaton.find_matches_as_indexes(text.lower(), overlapping=True)
        return self._always.union(*{self._owners[number] for number, _start, _end in found})


class Sifted:
    """A long pattern (letters of any case) for long texts that seldom hold it: it is tried where they have what it needs."""

    def __init__(self, source: str) -> None:
        """Take the source of the pattern."""
        self._pattern = re.compile(source, re.IGNORECASE)

    @cached_property
    def _sieve(self) -> Sieve:
        return Sieve([self._pattern.pattern])

    def search(self, text: str) -> re.Match[str] | None:
        """Return the first hit in *text*, as the pattern itself does."""
        return self._pattern.search(text) if self._sieve.open(text) else None
