"""Moves in lines: a change read off a page is told by its facts, a report by its headline, each once."""

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from schemas.views import MoveLine
from text.display import Lang
from text.plans import plan_name

_NAMED = ("product", "plan", "person", "place")
_FACTS = ("role", "feature", "percent", "price")
# Until November 2026 a plan that came or went was called by its price: "59.00 EUR/month".
_A_PRICE = re.compile(r"\d+(?:\.\d+)? [A-Z]{3}\b.*")


@dataclass(frozen=True)
class Line:
    """A move and the words of its line; *own* says that they are ours and not a headline."""

    move: MoveLine
    words: str
    own: bool


def lines(
    moves: Iterable[MoveLine], stated: Callable[[str], str], language: Lang, most: int
) -> list[Line]:
    """Return the first *most* lines; several moves of a kind that one headline tells are one line."""
    found: dict[tuple[str, ...], Line] = {}
    for one in moves:
        facts = page_facts(one, stated, language)
        line = Line(one, facts or one.title, bool(facts))
        found.setdefault((one.story, one.kind, one.status, line.words), line)
    return list(found.values())[:most]


def page_facts(move: MoveLine, stated: Callable[[str], str], language: Lang) -> str:
    """Return what changed on a watched page, whose title alone says nothing; else nothing."""
    if move.change is None:
        return ""
    slots = {name: values[0] for name, values in move.slots.items() if values}
    if _A_PRICE.fullmatch(slots.get("plan", "")):
        slots["price"] = slots.pop("plan")
    name = next((slots[one] for one in _NAMED if one in slots), move.title)
    facts = dict.fromkeys(_said(slots, stated))
    said = " · ".join(one for one in facts if one != name)
    name = plan_name(name, language)
    if not said:
        return name if facts or "plan" in slots else ""
    return f"{name}{'：' if language == 'zh' else ': '}{said}"


def _said(slots: dict[str, str], stated: Callable[[str], str]) -> Iterator[str]:
    if "from" in slots and "to" in slots:
        yield f"{stated(slots['from'])} → {stated(slots['to'])}"
        return
    for name in _FACTS:
        if name in slots:
            yield (
                stated(slots[name])
                .replace(" %", "%")
                .replace("-", "−" if name == "percent" else "-")
            )
