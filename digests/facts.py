"""The facts of a story, written so that two editions can be compared.

A line per fact: ``KIND SLOT = VALUE``. A later edition tells a story again only where a line
is *new*: another status, an amount that was not stated or is now another, a slot that was empty.
More sources, other wording and a name in another language are no new facts.
"""

from collections.abc import Iterable, Iterator, Mapping
from decimal import Decimal, InvalidOperation

from schemas.kinds import STATUSES, Status
from schemas.language import Move, Slot
from schemas.stories import Story, StoryMove
from text.display import one_line

# Two figures this close are one figure, rounded differently ("about €184 million").
_SAME = Decimal("0.02")
# Percentages are rounded to whole ones ("a third").
_HALF = Decimal("0.75")
# Slots whose words may change from report to report without any news.
_LOOSE = frozenset(
    {"subject", "feature", "effect", "purpose", "aspect", "polarity", "unit", "name", "date"}
)
REPORTED = "report"


def facts_of(story: Story) -> str:
    """Return the facts of *story*, one per line, sorted; `report` for a story without a move."""
    lines = {line for one in main_moves(story) for line in _facts(one.move)}
    return "\n".join(sorted(lines)) or REPORTED


def main_moves(story: Story) -> tuple[StoryMove, ...]:
    """Return the moves that are of the story's own kind."""
    return tuple(one for one in story.moves if one.move.kind == story.kind)


def new_facts(facts: str, told: str) -> tuple[str, ...]:
    """Return the lines of *facts* that *told* does not hold already; see the module."""
    before: dict[str, set[str]] = {}
    for line in told.splitlines():
        key, _, value = line.partition(" = ")
        before.setdefault(key, set()).add(value)
    return tuple(line for line in facts.splitlines() if _is_new(line, before))


def all_facts(facts: str, told: str | None) -> str:
    """Return *facts* with what was *told* before, so that a fact once told never becomes new."""
    return "\n".join(sorted({*facts.splitlines(), *(told or "").splitlines()}))


def was_rumour(told: str) -> bool:
    """Return whether an earlier edition knew the story as a rumour only."""
    said = {line.partition(" = ")[2] for line in told.splitlines() if " status = " in line}
    return said == {"rumoured"}


def _is_new(line: str, before: dict[str, set[str]]) -> bool:
    key, _, value = line.partition(" = ")
    known = before.get(key)
    if not known:
        # That somebody writes of it, too, is no fact; nor is what follows from two prices.
        return bool(before) and line != REPORTED and not _follows(key, value, before)
    if value in known or value.startswith("~"):
        return False
    return not any(_close(value, other) for other in known)


def _follows(key: str, value: str, before: Mapping[str, set[str]]) -> bool:
    """Say whether a percentage is what the prices that were told before differ by."""
    kind, _, name = key.partition(" ")
    if name != "percent":
        return False
    told = [
        list(filter(None, map(_price, before.get(f"{kind} {side}", ())))) for side in ("from", "to")
    ]
    stated = _price(value)
    return stated is not None and any(
        unit == other and abs(abs(new / old - 1) * 100 - abs(stated[0])) <= _HALF
        for old, unit in told[0]
        for new, other in told[1]
    )


def _price(value: str) -> tuple[Decimal, str] | None:
    figure, _, unit = value.partition(" ")
    try:
        return (amount, unit) if (amount := Decimal(figure)) else None
    except InvalidOperation:
        return None


def _facts(move: Move) -> Iterator[str]:
    for status in _reached(move.status):
        yield f"{move.kind} status = {status}"
    for name in move.slots:
        if name in _LOOSE:
            continue
        for value in _values(move.values(name)):
            yield f"{move.kind} {name} = {value}"


def _reached(status: Status) -> tuple[Status, ...]:
    """What is done was announced before: hearing of that afterwards is no news."""
    return (status,) if status == "denied" else STATUSES[: STATUSES.index(status) + 1]


def _values(slots: Iterable[Slot]) -> Iterator[str]:
    for slot in slots:
        value = slot.value
        if slot.entity:
            yield f"@{slot.entity}"
        elif value and value.amount is not None:
            yield f"{value.amount.normalize():f} {value.currency or ''}".strip()
        elif value and value.percent is not None:
            yield f"{value.percent.normalize():f} %"
        elif value and value.number is not None:
            yield f"{value.number.normalize():f}"
        elif value and value.date:
            yield value.date
        else:
            yield f"~{one_line(slot.text, 80).casefold()}"


def _close(one: str, other: str) -> bool:
    (left, unit), (right, other_unit) = one.partition(" ")[::2], other.partition(" ")[::2]
    try:
        first, second = Decimal(left), Decimal(right)
    except InvalidOperation:
        return False
    return unit == other_unit and abs(first - second) <= _SAME * max(abs(first), abs(second))
