"""Moves in lines: a change read off a page is told by its facts, a report by its headline, each once."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from schemas.views import MoveLine
from text.display import Lang

_NAMED = ("product", "person", "place")
_FACTS = ("role", "feature", "percent", "plan")


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
    name = next((slots[one] for one in _NAMED if one in slots), move.title)
    facts = dict.fromkeys(_said(slots, stated))
    said = " · ".join(one for one in facts if one != name)
    return f"{name}{'：' if language == 'zh' else ': '}{said}" if said else name if facts else ""


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
