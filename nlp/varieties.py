"""Two moves of one kind and one company: a dividend and a buy-back, each told in a sentence of its own with its own sum."""

import re
from collections.abc import Sequence
from typing import TYPE_CHECKING

from nlp.reading import Reading, Sentence
from schemas.kinds import MoveKind
from schemas.language import Move, Slot, Slots, several

if TYPE_CHECKING:
    from nlp.moves import Candidate

# By what words in a sentence the varieties of a kind are told.
_VARIETIES: dict[MoveKind, tuple[re.Pattern[str], ...]] = {
    "capital-return": (
        re.compile(r"分红|派息|派发|派现|股息|股利|红利|[末中特][期别]息|利润分配"),
        re.compile(r"回购|库藏股"),
    )
}
_SUMS = frozenset({"MONEY", "PERCENT"})


def parted(reading: Reading, group: list["Candidate"]) -> list[list["Candidate"]]:
    """Return the Chinese candidates of one event in the parts that are events of their own, each in the order they had."""
    varieties = _VARIETIES.get(group[0].rule.kind)
    if varieties is None or group[0].rule.language != "zh":
        return [group]
    own = [
        {n for n, words in enumerate(varieties) if _only(words, varieties, one.sentence)}
        for one in group
    ]
    told = set[int]().union(*own)
    if len(told) < len(varieties):
        return [group]
    parts = [[one for one in group if _tells(words, one)] for words in varieties]
    rest = [one for one in group if not any(one in part for part in parts)]
    if not all(parts):
        return [group]
    return [[_own_sum(reading, one) for one in part] for part in ([*parts[0], *rest], *parts[1:])]


def _own_sum(reading: Reading, one: "Candidate") -> "Candidate":
    """Return a candidate of the body with the sum of its own sentence, where it was given another one's."""
    sentence, amount = one.sentence, one.slots.get("amount")
    start = amount.start if isinstance(amount, Slot) else None
    if sentence.title or (start is not None and sentence.start <= start < sentence.end):
        return one
    slots: Slots = {name: value for name, value in one.slots.items() if name != "amount"}
    if own := next((e for e in sentence.entities if e.label == "MONEY"), None):
        slots["amount"] = Slot(
            text=reading.text[own.start : own.end], start=own.start, end=own.end, value=own.value
        )
    return one._replace(slots=slots)


def _only(words: re.Pattern[str], all_: Sequence[re.Pattern[str]], sentence: Sentence) -> bool:
    """Say whether a sentence of the body tells this variety alone, with a sum."""
    return (
        not sentence.title
        and any(one.label in _SUMS for one in sentence.entities)
        and words.search(sentence.masked) is not None
        and not any(other.search(sentence.masked) for other in all_ if other is not words)
    )


def _tells(words: re.Pattern[str], one: "Candidate") -> bool:
    """Say whether a candidate is of a variety: by its own words, in the body by its sentence's."""
    trigger = one.sentence.plain[one.start : one.end]
    return words.search(trigger if one.sentence.title else one.sentence.masked) is not None


def without_features(groups: Sequence[list["Candidate"]]) -> list[list["Candidate"]]:
    """Return Chinese moves (each its candidates) without updates that only tell what a product can do that the same text launches."""
    launched = [group for group in groups if group[0].rule.kind == "product-launch"]
    names = {
        v.text for group in launched for one in group for v in several(one.slots.get("product"))
    }
    if not launched or launched[0][0].rule.language != "zh":
        return list(groups)

    def only_told(group: list["Candidate"]) -> bool:
        own = {v.text for one in group for v in several(one.slots.get("product"))}
        return group[0].rule.kind == "product-update" and not any(
            name not in other and other not in name for name in own for other in names
        )

    return [group for group in groups if not only_told(group)]


def once(moves: Sequence[Move]) -> list[Move]:
    """Return moves without those that tell the same prices again: what a rule for cuts found may be a rise by its sums."""
    told: set[tuple[object, ...]] = set()
    kept = []
    for move in moves:
        actor = move.actor.text if move.actor else None
        sums = [[value.start for value in move.values(name)] for name in ("from", "to")]
        key = (move.kind, actor, str(sums))
        if not all(sums) or key not in told:
            kept.append(move)
        told.add(key)
    return kept
