"""Companies that are named only for what they are to who acts: "Tidemark rival Orbex", "前潮标科技高管创办的启程软件".

Which words tell that is data (``nlp/lexicon/bystanders.yaml``).
"""

import re
from collections.abc import Iterator
from functools import cache
from typing import Literal, NamedTuple

from nlp.lexicon import LISTS
from nlp.reading import Reading
from text.folding import to_simplified
from text.kept import yaml_of

# A company is a *rival* of who is told of, is *tied* to him by trade or money, or *former*ly employed his people.
Tie = Literal["rival", "tied", "former"]
_NAME = "\ufffc"  # stands for the company's name in the patterns
_TOGETHER = re.compile(rf"{_NAME}.*\bwith it\b")  # "Tidemark rival Orbex to merge with it"
_FAR = 60  # characters of the words around it that are looked at
_SEVERAL = re.compile(r"[A-Z]{2,5}s")  # IDs, EVs
_LINE = re.compile(r"[\n。！？]")


class _Rule(NamedTuple):
    """Words around a name that tell of a tie; *named*: where the name of the other follows them."""

    tie: Tie
    words: re.Pattern[str]
    named: bool = False


def tie(reading: Reading, start: int, end: int) -> Tie | None:
    """Return what the company named at *start*–*end* is to another that is told of; None where it may be told of itself."""
    before = _LINE.split(reading.text[max(0, start - _FAR) : start])[-1]
    line = f"{before}{_NAME}{_LINE.split(reading.text[end : end + _FAR])[0]}"
    chinese = reading.language == "zh"
    if not chinese and _TOGETHER.search(line):
        return None
    for rule in _rules("zh" if chinese else "en"):
        hit = rule.words.search(to_simplified(line) if chinese else line)
        behind = end - len(before) - len(_NAME)
        if hit and (not rule.named or _is_named(reading, behind + hit.end())):
            return rule.tie
    return None


def _is_named(reading: Reading, place: int) -> bool:
    """Say whether the name of a company or product begins at *place*: not any capital, as of "customer IDs"."""
    here = reading.met(place, place + 1)
    return any(
        one.start == place
        and one.label in {"ORG", "PRODUCT"}
        and (one.entity or not _SEVERAL.fullmatch(reading.text, one.start, one.end))
        for one in here
    )


@cache
def _rules(language: str) -> tuple[_Rule, ...]:
    listed = yaml_of(LISTS / "bystanders.yaml")[language]
    words = {name: _any(str(text).split()) for name, text in listed.items()}
    return tuple(_chinese(words) if language == "zh" else _english(words))


def _english(words: dict[str, str]) -> Iterator[_Rule]:
    former = words["former"]
    yield _Rule("former", re.compile(rf"\b(?i:{former})[\s-](?:(?:[\w-]+\s){{1,3}}(?:of|at)\s)?{_NAME}|{_NAME}(?:['’]s?)?\s(?:{former})\s"))  # fmt: skip
    yield _Rule("tied", re.compile(rf"{_NAME}-(?:{words['tied_by']})\b"))
    which = rf"(?:(?:{words['which']})\s){{0,2}}"
    for tied in ("rival", "tied"):
        whose = rf"{_NAME}(?:['’]s?)?\s{which}(?:{words[tied]})"
        yield _Rule(tied, re.compile(rf"{whose}s?,?\s[“\"]?"), named=True)
        yield _Rule(tied, re.compile(rf"{whose}(?=[,;:.)]|$)"))
        yield _Rule(tied, re.compile(rf"\b(?:an?|the|long)\s(?:[\w-]+\s){{0,3}}?(?:{words[tied]})\s(?:of\s[\w-]+\s)?(?:of|to|for|with|in)\s(?:[a-z-]+\s){{0,3}}{_NAME}"))  # fmt: skip


def _chinese(words: dict[str, str]) -> Iterator[_Rule]:
    former, people = words["former"], words["people"]
    yield _Rule("former", re.compile(rf"(?<![目此之日以年天周月午提史])(?:{former})的?{_NAME}的?\w{{0,2}}(?:{people})|{_NAME}的?(?:{former})任?\w{{0,2}}(?:{people})"))  # fmt: skip
    yield _Rule("tied", re.compile(rf"{_NAME}(?:{words['tied_by']})过?的"))
    for tied in ("rival", "tied"):
        whose = rf"{_NAME}的?(?:{words['which']})?(?:{words[tied]})"
        yield _Rule(tied, re.compile(whose), named=True)
        yield _Rule(tied, re.compile(rf"{whose}(?:之一)?(?=[，；、]|$)"))


def _any(words: list[str]) -> str:
    return "|".join(map(re.escape, sorted(words, key=len, reverse=True)))
