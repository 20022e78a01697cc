"""Where words begin and end: a slot that was marked by characters or tokens does not cut one in two."""

import re
from collections.abc import Callable, Iterator
from functools import lru_cache

from nlp.chinese.evidence import NAMING
from nlp.chinese.tails import LOOSE
from nlp.names.wordbook import wordbook

Span = tuple[int, int]

# A name in Latin letters with a Chinese word behind it that is no part of a name: Velmora | 还.
_LATIN = re.compile(
    r"[A-Za-z][A-Za-z0-9&.' -]*[A-Za-z0-9](?=[还也又再更最就却便仅只刚曾已将拟正]+$)"
)
_BEFORE_SUM = re.compile(
    r"(?:[净淨]?[亏虧][损損]?)?(?:每[^，。；：\d]{1,3}?)?(?:[约約近逾-]|超过?|超逾|不低于|不少于|不超过|最高|至多)?(?:新?[台臺][币幣]|人民[币幣]|港[币幣])?\s?$"
)
_QUOTES = {"“": "”", "《": "》", "「": "」", "『": "』", "（": "）", "(": ")", "【": "】"}
_HALF_BEFORE = re.compile(r"(?P<half>[\w’']+(?:-[\w’']+)*-?)(?:(?<=-)\w|(?<!-)-)$")
_HALF_BEHIND = re.compile(r"(?:\w-|-)(?=[^\W\d_])[\w’']+(?:-[\w’']+)*")
_REACH = 40  # characters of a hyphened word
_SIGNS = frozenset(" -–—,;:")
# What stands before a noun, at the end of words that tell it no more.
_SMALL = (
    "of",
    "for",
    "to",
    "from",
    "with",
    "by",
    "per",
    "and",
    "or",
    "the",
    "a",
    "an",
    "its",
    "than",
)
_LEFT_BEHIND = re.compile(rf"(?:^|\s+)(?:{'|'.join(_SMALL)})$")
_OF_NAME = re.compile(r"(?:of|by|with|from) (?=[A-Z])")  # "won the payroll of | Straefield Stores"
_LONGEST = 8  # characters of a word
_CLAUSE = 80  # characters of a clause to either side that are looked at
_PAUSE = re.compile(r"[，。；：、！？（）“”《》()\"\s]")


def whole_words(text: str, start: int, end: int) -> tuple[int, int]:
    """Return *start* and *end* moved out of the words that they cut, where nobody doubts these words.

    A clause is cut into the longest listed words, from its left and from its right; where both ways find one word over an
    edge of the slot (视平台 of 影视平台), it belongs to the slot, but not where the slot ends with a word, too (玻璃 of 玻璃厂).
    Names and numbers of other kinds are not asked about.
    """
    left, right = _cut(text, start, end)
    book = wordbook()
    if right and text[max(start, right[0]) : end] in book:
        right = None
    return (left[0] if left else start), (right[1] if right else end)


def own_words(text: str, start: int, end: int) -> tuple[int, int]:
    """Return *start* and *end* of a name moved off the everyday words that they cut: 成槐旅 is 槐旅 of 完成槐旅.

    A name that is cut is taken whole, as :func:`whole_words` does.
    """
    left, right = _cut(text, start, end)
    if left:
        start = left[0] if _names(text[slice(*left)]) else left[1]
    if right:
        end = right[1] if _names(text[slice(*right)]) else right[0]
    if latin := _LATIN.match(text, start, end):
        end = latin.end()
    return _without(_is_loose, text, start, end)


def first_of_sum(text: str, start: int) -> int:
    """Return where a Chinese sum begins with what is said before its number: 亏损约, 每股, 新台币."""
    hit = _BEFORE_SUM.search(text, max(0, start - _LONGEST), start)
    return hit.start() if hit and hit[0].strip() else start


def balanced(text: str, start: int, end: int) -> Span:
    """Return *start* and *end* with the quotation mark that a name lacks, without one that stands alone at its edge."""
    for opening, closing in _QUOTES.items():
        opened, closed = text.count(opening, start, end), text.count(closing, start, end)
        if closed > opened:
            if text.startswith(opening, start - 1):
                start -= 1
            elif text[end - 1] == closing:
                end -= 1
        elif opened > closed:
            if text.startswith(closing, end):
                end += 1
            elif text[start] == opening:
                start += 1
    return start, max(start, end)


def whole_phrase(text: str, start: int, end: int) -> tuple[int, int]:
    """Return *start* and *end* of English words moved over the halves of hyphened ones, and off small words left behind.

    "-price probe" is the bread-price probe, "sale of" is the sale; of "by the" nothing is left.
    """
    if start < end and (hit := _HALF_BEFORE.search(text[max(0, start - _REACH) : start + 1])):
        start -= hit.end("half") - hit.start("half")
    if start < end and (hit := _HALF_BEHIND.match(text, end - 1)):
        end = hit.end()
    start, end = _without(lambda char: char in _SIGNS, text, start, end)
    if hit := _OF_NAME.match(text, start, end):
        start = hit.end()
    while text.endswith(_SMALL, start, end) and (hit := _LEFT_BEHIND.search(text[start:end])):
        end = start + hit.start()
    return start, end


def without_signs(text: str, start: int, end: int) -> tuple[int, int]:
    """Return *start* and *end* moved off signs: ">" and "`` Moon" hold no letter, and one word."""
    return _without(lambda char: not char.isalnum(), text, start, end)


def _without(is_none: Callable[[str], bool], text: str, start: int, end: int) -> tuple[int, int]:
    while start < end and is_none(text[start]):
        start += 1
    while start < end and is_none(text[end - 1]):
        end -= 1
    return start, max(start, end)


def _names(word: str) -> bool:
    return wordbook()[word] in NAMING


def _is_loose(char: str) -> bool:
    return char in LOOSE or not char.isalnum()


def _cut(text: str, start: int, end: int) -> tuple[Span | None, Span | None]:
    """Return the words that *start* and *end* cut in two, where both ways of cutting the clause find them."""
    line = max(0, start - _CLAUSE)
    first = max([hit.end() for hit in _PAUSE.finditer(text, line, start)], default=line)
    pause = _PAUSE.search(text, end, end + _CLAUSE)
    both = _agreed(text[first : pause.start() if pause else end + _CLAUSE])

    def over(place: int) -> Span | None:
        return next(((first + one, first + two) for one, two in both if one < place < two), None)

    return over(start - first), over(end - first)


@lru_cache(maxsize=512)  # most marks of a text lie in few clauses
def _agreed(clause: str) -> tuple[Span, ...]:
    """Return the words of two characters and more that both ways of cutting a clause find."""
    both = set(_from_left(clause)) & set(_from_right(clause))
    return tuple(one for one in both if one[1] - one[0] > 1)


def _from_left(clause: str) -> Iterator[tuple[int, int]]:
    at = 0
    while at < len(clause):
        size = _size(len(clause) - at, lambda n: clause[at : at + n])  # noqa: B023 - used at once
        yield at, at + size
        at += size


def _from_right(clause: str) -> Iterator[tuple[int, int]]:
    at = len(clause)
    while at:
        size = _size(at, lambda n: clause[at - n : at])  # noqa: B023
        yield at - size, at
        at -= size


def _size(most: int, part: Callable[[int], str]) -> int:
    """Return the length of the longest word there, 1 where none is listed."""
    book = wordbook()
    return next((n for n in range(min(_LONGEST, most), 1, -1) if part(n) in book), 1)
