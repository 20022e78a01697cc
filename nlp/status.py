"""What the judges of both languages share: the verdict, the words that tell a status, dates.

The words are data (``nlp/frames/_status.yaml``); the order in which they are asked is in
:mod:`nlp.english_status` and :mod:`nlp.chinese_status`, after MOVES.md rules 2 to 4.
"""

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import NamedTuple

from ruamel.yaml import YAML

from nlp.frames import FOLDER
from nlp.frames.compiling import pattern
from nlp.reading import Reading, Sentence
from schemas.kinds import Status

_UNTIL = re.compile(
    r"(?:\b(?:until|till|through|ends?(?: with| on)?|expires?(?: on)?|valid to|up to)\s|至|到|截至)$"
)


class Verdict(NamedTuple):
    """The status of a trigger, or None with the reason it was set aside; *because* quotes words."""

    status: Status | None
    reason: str = ""
    because: str = ""


@dataclass(frozen=True, eq=False)
class Markers:
    """The compiled words of one language."""

    left_reach: int
    lists: dict[str, tuple[re.Pattern[str], ...]]

    @lru_cache(maxsize=512)  # noqa: B019 - one per language; many triggers ask of one sentence
    def search(self, name: str, text: str) -> re.Match[str] | None:
        """Return the first hit of list *name* in *text*."""
        return _first(self.lists[name], text)


@lru_cache(maxsize=2048)  # the triggers of one sentence ask the same of it
def _first(patterns: tuple[re.Pattern[str], ...], text: str) -> re.Match[str] | None:
    return next((hit for one in patterns if (hit := one.search(text))), None)


@lru_cache(maxsize=2)
def markers(language: str) -> Markers:
    """Return the status words of *language*."""
    data = YAML(typ="safe").load((FOLDER / "_status.yaml").read_text(encoding="utf-8"))[language]
    lists = {
        name: tuple(
            pattern(one, language) for one in ([value] if isinstance(value, str) else value)
        )
        for name, value in data.items()
        if name != "left_reach"
    }
    return Markers(int(data["left_reach"]), lists)


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
