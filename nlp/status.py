"""What the judges of both languages share: the verdict, the words that tell a status, dates.

The words are data (``nlp/frames/_status.yaml``); the order in which they are asked is in
:mod:`nlp.english.status` and :mod:`nlp.chinese.status`, after MOVES.md rules 2 to 4.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache
from itertools import islice
from typing import NamedTuple

from nlp.entities import Entity
from nlp.frames.compiling import Expression, expanded
from nlp.frames.folders import FOLDER, lists_of
from nlp.reading import Reading, Sentence
from schemas.kinds import Status
from text.kept import yaml_of
from text.sieve import Sieve

_UNTIL = re.compile(
    r"(?:\b(?:until|till|through|ends?(?: with| on)?|expires?(?: on)?|valid to|up to)\s|至|到|截至)$",
    re.IGNORECASE,
)


class Verdict(NamedTuple):
    """The status of a trigger, or None with the reason it was set aside; *because* quotes words.

    *sure*: told by grammar, so that no weighing of words changes it.
    """

    status: Status | None
    reason: str = ""
    because: str = ""
    sure: bool = False


class Markers:
    """The words of one language that tell a status, in lists by name."""

    def __init__(self, left_reach: int, sources: Mapping[str, Sequence[str]]) -> None:
        """Take the lists as expressions; each is compiled when a text first may match it."""
        self.left_reach = left_reach
        every = [Expression(one) for listed in sources.values() for one in listed]
        self._sieve = Sieve([one.source for one in every])
        numbered = enumerate(every)
        self.lists = {
            name: tuple(islice(numbered, len(listed))) for name, listed in sources.items()
        }
        self._numbers = {
            name: frozenset(number for number, _ in listed) for name, listed in self.lists.items()
        }

    @lru_cache(maxsize=1024)  # noqa: B019 - one per language; many triggers ask of one sentence
    def search(self, name: str, text: str) -> re.Match[str] | None:
        """Return the first hit of list *name* in *text*."""
        open_ = self._open(text)
        if self._numbers[name].isdisjoint(open_):
            return None
        for number, one in self.lists[name]:
            if number in open_ and (hit := one.search(text)):
                return hit
        return None

    def hits(self, name: str, text: str) -> Iterator[re.Match[str]]:
        """Yield every hit of list *name* in *text*, one of its expressions after the other."""
        open_ = self._open(text)
        for number, one in self.lists[name]:
            if number in open_:
                yield from one.finditer(text)

    @lru_cache(maxsize=512)  # noqa: B019
    def _open(self, text: str) -> frozenset[int]:
        return self._sieve.open(text)


@lru_cache(maxsize=4)
def markers(language: str, file: str = "_status.yaml") -> Markers:
    """Return the status words of *language*, or those of another *file* beside them."""
    none = dict.fromkeys(yaml_of(FOLDER / file)[language], ())  # a changed file may lack a list
    data = {**none, "left_reach": 0, **(lists_of(file).get(language) or {})}
    reach = int(data.pop("left_reach"))
    return Markers(
        reach,
        {
            name: [
                expanded(one, language) for one in ([value] if isinstance(value, str) else value)
            ]
            for name, value in data.items()
        },
    )


def days_before(date: str, published: str) -> int:
    """Return about how many days *date* (its end, where it is a period) lies before *published*."""
    year, _, rest = date.partition("-")
    month = 12
    if rest[:1] == "Q":
        month = int(rest[1]) * 3
    elif rest[:1] == "H":
        month = int(rest[1]) * 6
    elif rest[:2].isdigit():
        month = int(rest[:2])
    return (int(published[:4]) - int(year)) * 365 + (int(published[5:7] or 1) - month) * 30


_COMPARED = re.compile(
    r".*同期|same .*|a year (?:ago|earlier)|(?:previous|prior) year", re.IGNORECASE
)


def is_compared(reading: Reading, one: Entity) -> bool:
    """Say whether a date is that of the figure another is compared with: 上年同期, "a year earlier"."""
    return _COMPARED.fullmatch(reading.text, one.start, one.end) is not None


def future_date(reading: Reading, sentence: Sentence, start: int) -> str:
    """Return a date near the trigger that lies after publication, or nothing.

    "Until 30 September" and 截至 say when something ends: it has begun.
    """
    day = reading.published
    if not day:
        return ""
    for one in sentence.entities:
        date = one.value.date if one.label == "DATE" and one.value else None
        if abs(one.start - sentence.start - start) > (90 if reading.language == "en" else 40):
            continue
        if _UNTIL.search(reading.text[max(0, one.start - 14) : one.start]) or reading.text[
            one.end : one.end + 2
        ].startswith(("前", "截止", "底前", "止")):
            continue
        if date and date[5:6] not in {"Q", "H"} and len(date) >= 7 and date > day[: len(date)]:
            return reading.text[one.start : one.end]
    return ""
