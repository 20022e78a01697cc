"""Whom a headline means by a company's trade: "Toymaker signs cow"."""

import re
from collections.abc import Iterable
from functools import lru_cache

from nlp.entities import Entity
from nlp.lexicon import LISTS
from nlp.reading import Reading, key_of
from text.kept import yaml_of


@lru_cache(maxsize=2)
def _trades(language: str) -> tuple[tuple[re.Pattern[str], re.Pattern[str]], ...]:
    edge = r"\b" if language == "en" else ""
    return tuple(
        (
            re.compile(f"{edge}(?:{called}){edge}", re.IGNORECASE),
            re.compile(f"{edge}(?:{named}){edge}", re.IGNORECASE),
        )
        for called, named in yaml_of(LISTS / "trades.yaml").get(language, ())
    )


def of_trade(reading: Reading, called: str, near: Iterable[Entity]) -> Entity | None:
    """Return the one company among *near* whose name, anywhere in the text, is of the trade that *called* tells."""
    for told, named in _trades(reading.language):
        if not told.fullmatch(called):
            continue
        fitting: dict[str, Entity] = {}
        for one in near:
            if any(
                named.search(reading.text[e.start : e.end])
                or named.search(e.name)
                or _described(reading.text, e, told)
                for e in reading.entities
                if e.label == "ORG" and key_of(e) == key_of(one)
            ):
                fitting.setdefault(key_of(one), one)
        return next(iter(fitting.values())) if len(fitting) == 1 else None
    return None


def _described(text: str, one: Entity, told: re.Pattern[str]) -> bool:
    """Say whether a name stands with its trade: "toymaker Marble", "Marble, the toymaker", 玩具公司柿子."""
    before = list(told.finditer(text, max(0, one.start - 24), one.start))
    if before and not text[before[-1].end() : one.start].strip():
        return True
    behind = re.match(r"(?:, (?:an?|the) (?:[\w-]+ ){0,3}|是一?家?)", text[one.end : one.end + 40])
    return behind is not None and told.match(text, one.end + behind.end()) is not None


def in_headline(reading: Reading) -> Entity | None:
    """Return the company that a headline tells by its trade alone as who acts: "Toymaker signs cow"."""
    title = reading.text[: reading.title_end].strip()
    near = [one for one in reading.entities if one.label == "ORG" and one.start > reading.title_end]
    for told, _named in _trades(reading.language):
        hit = told.match(title)
        if hit is not None:
            return of_trade(reading, hit[0], near)
    return None
