"""Products that a Chinese text marks as such: quoted names beside what they are.

What shows a product by its own words and numbers alone is told in :mod:`nlp.chinese.wares`. Nouns and names that are
none are data (``product_kinds`` in ``nlp/lexicon/zh.yaml``).
"""

import re
from collections.abc import Collection, Iterable, Iterator, Sequence
from functools import lru_cache

from nlp.chinese.coded import CODED
from nlp.chinese.evidence import ordinary
from nlp.chinese.nameable import RARE, firm_after, is_plain
from nlp.chinese.quoted import quoted
from nlp.chinese.tails import LOOSE
from nlp.chinese.wares import wares
from nlp.entities import Entity
from nlp.lexicon import either
from nlp.names.occurrences import occurrences
from nlp.names.wordbook import frequency, wordbook
from schemas.language import Move

_SURE_FIRM = 62  # companies of a lower rank may be products by their noun
_RARE_AGAIN = (
    60  # as often as that jieba has counted a word that is a thing's name without marks, too
)
_AGAIN = 60
_QUOTES, _UNQUOTES = frozenset("“「"), frozenset("”」")
_PARTED = re.compile(r"[，。；：、]")
_LATIN_NAME = re.compile(r"[A-Z][A-Za-z]{3,}(?: [A-Z]?[A-Za-z\d]+)*")
_LATIN = re.compile("[A-Za-z]")


def products(
    text: str, firms: Sequence[Entity], known_ones: Collection[Entity] = ()
) -> Iterator[Entity]:
    """Yield the products that *text* names; *firms* are its companies, *known_ones* what registries name."""
    taken = {place for one in known_ones for place in range(one.start, one.end)}
    sure = {one.name for one in firms if one.rank >= _SURE_FIRM}
    marked = list(quoted(text, sure, {one.name for one in firms}))
    told = [*wares(text, firms, taken)]
    yield from (*marked, *told)
    yield from _again(text, [*marked, *told], firms)


def _again(text: str, told: Iterable[Entity], firms: Iterable[Entity]) -> Iterator[Entity]:
    """Yield names of things where they stand again, without their marks; not in a longer name of a company."""
    forms = {one.name for one in told if one.rank > CODED}
    forms = {name for name in forms if len(name) > 1 and _returns(name)}
    if not forms:
        return
    longer = {
        place
        for one in firms
        for place in range(one.start, one.end)
        if any(name in one.name and name != one.name for name in forms)
    }
    for start, end in occurrences(text, forms):
        if start not in longer and not _of_a_firm().match(text, end):
            yield _product(text, start, end, _AGAIN)


@lru_cache(maxsize=4096)
def _returns(name: str) -> bool:
    """Say whether a name is the same thing's wherever it stands: no word that is said of much else."""
    part = wordbook().get(name)
    if part is None:
        return not ordinary(name) or _LATIN.search(name) is not None
    return part[0] in "n*" and frequency(name) <= _RARE_AGAIN


@lru_cache(maxsize=1)
def _of_a_firm() -> re.Pattern[str]:
    """Return the pattern of what behind a name makes it a company's: a tail, or what companies do."""
    return re.compile(rf"(?:{either('zh', 'firm_tails')})|{firm_after().pattern}")


def of_moves(text: str, moves: Iterable[Move], entities: Collection[Entity]) -> Iterator[Entity]:
    """Yield what moves have as their product where its words are a name and no mention has a character of it."""
    taken = {place for one in entities for place in range(one.start, one.end)}
    spans = {
        (slot.start, slot.end)
        for move in moves
        for slot in move.values("product")
        if slot.start is not None and slot.end is not None
    }
    for start, end in sorted(spans):
        if taken.isdisjoint(range(start, end)) and _is_a_name(text, start, end):
            yield _product(text, start, end, CODED)


def _is_a_name(text: str, start: int, end: int) -> bool:
    name = text[start:end]
    if len(name) < 2 or is_plain(name) or _PARTED.search(name):
        return False
    if text[start - 1 : start] in _QUOTES:
        usual = name in wordbook() and frequency(name) > RARE
        return text[end : end + 1] in _UNQUOTES and not usual and set(LOOSE).isdisjoint(name)
    if name[0] in "《“「":
        return True
    return _LATIN_NAME.fullmatch(name) is not None


def _product(text: str, start: int, end: int, rank: int) -> Entity:
    return Entity(start, end, "PRODUCT", text[start:end], rank=rank, confidence=0.7)
