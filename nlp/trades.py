"""Whom a text means by a company's trade: "the carmaker" is Veldra Motors, 这家银行 is 汾川银行."""

import re
from collections.abc import Iterable
from functools import lru_cache

from nlp.entities import Entity
from nlp.lexicon import LISTS
from nlp.reading import Reading, Sentence, key_of
from schemas.language import Move, Slot
from text.kept import yaml_of

_LOOK_BACK = 3
_CLEFT = re.compile(r"的(?:是|换成了?|变成了?|成了|正是|就是|则是|还是)$")


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


@lru_cache(maxsize=2)
def _referring(language: str) -> re.Pattern[str]:
    called = "|".join(one for one, _named in yaml_of(LISTS / "trades.yaml").get(language, ()))
    if language == "en":
        return re.compile(rf"\b(?:the|this|its)\s(?P<trade>{called})\b", re.IGNORECASE)
    return re.compile(
        rf"(?:该|这家|这间|这个)(?P<trade>{called})|(?P<plain>该公司|该集团|该企业|这家公司|这家企业)"
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


def by_trade(move: Move, reading: Reading) -> Move:
    """Return a move whose actor is whom the sentence calls "the carmaker" or 该公司, where that tells better."""
    first = move.evidence[0]
    place = reading.text.find(move.trigger, first.start, first.end + len(move.trigger))
    sentence = next(
        (one for one in reading.sentences if one.start <= max(place, first.start) < one.end), None
    )
    if sentence is None or place < 0 or move.actor is None:
        return move
    own = move.actor
    if own.start is not None and sentence.start <= own.start < sentence.end:
        return move
    one = meant(reading, sentence, place)
    if one is None or (one.entity or one.name) in {own.entity, own.text}:
        return move
    slot = Slot(
        text=reading.text[one.start : one.end], start=one.start, end=one.end, entity=one.entity
    )
    return move.model_copy(update={"actor": slot})


def meant(reading: Reading, sentence: Sentence, trigger: int) -> Entity | None:
    """Return whom "the carmaker" or 该公司 means where it is the subject before *trigger* (a place in the text)."""
    if reading.language not in {"en", "zh"}:
        return None
    begin = sentence.start
    words = sentence.plain[: trigger - begin]
    hits = list(_referring(reading.language).finditer(words))
    if not hits or any(
        one.label == "ORG" and hits[-1].end() + begin <= one.start < trigger
        for one in sentence.entities
    ):
        return None
    last = hits[-1]
    earlier = reading.sentences[max(0, sentence.number - _LOOK_BACK) : sentence.number]
    named = [one for each in earlier for one in each.entities if one.label == "ORG"]
    named += [
        one for one in sentence.entities if one.label == "ORG" and one.end <= begin + last.start()
    ]
    if trade := last.groupdict().get("trade"):
        return of_trade(reading, trade, named)
    return _told_apart(reading, earlier)


def _told_apart(reading: Reading, earlier: Iterable[Sentence]) -> Entity | None:
    """Return whom the sentence before sets apart as its news: "…的换成了芦港新能源"."""
    for one in list(earlier)[-1:]:
        for entity in one.entities:
            before = reading.text[max(one.start, entity.start - 6) : entity.start]
            if entity.label == "ORG" and _CLEFT.search(before):
                return entity
    return None
