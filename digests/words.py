"""The words of digests in both languages, as data beside this file, and their small templates."""

import re
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path

from ruamel.yaml import YAML

from schemas.base import Record
from schemas.kinds import FAMILY_OF, STATUSES, Family, MoveKind, Status
from text.display import Lang, space_han

_FOLDER = Path(__file__).parent / "words"
# How the address of a source begins that reads what is handed over: schemas.registry.Source.where.
INBOX = "inbox:"
_NAME = re.compile(r"\{(\w+)\}")
_OPTIONAL = re.compile(r"\[([^\[\]]*)\]")
_CHOICE = re.compile(r"<([^<>]*)>")
_EDGE = "\x1f"  # marks the ends of a filled slot; no text holds it, see text.display.one_line
_TOUCHING = re.compile(rf"(?<=[A-Za-z0-9]){_EDGE}{_EDGE}(?=[A-Za-z0-9])")
# Positions in <done|announced|rumoured|denied>.
_POSITION: Mapping[Status, int] = {"done": 0, "announced": 1, "rumoured": 2, "denied": 3}


class Words(Record):
    """All that a digest says by itself in one language."""

    families: dict[Family, str]
    statuses: dict[Status, str]
    kinds: dict[MoveKind, str]
    none: str
    headlines: dict[MoveKind, tuple[str, ...]]
    slots: dict[str, str]
    tiers: dict[str, str]
    roles: dict[str, str]
    factors: dict[str, tuple[str, ...]]
    quiet_factors: tuple[str, ...]
    change_words: dict[str, str]
    reasons: dict[str, str]
    left_out: dict[str, str]
    phrases: dict[str, str]
    inboxes: dict[str, str]

    def kind(self, kind: MoveKind) -> str:
        """Return the word for a move kind; its own name where the language has none."""
        return self.kinds.get(kind, kind)

    def family(self, kind: MoveKind | None) -> str:
        """Return the word for the family of *kind*; of a plain report for None."""
        return self.families[FAMILY_OF[kind]] if kind else self.none

    def source(self, name: str) -> str:
        """Return a source's name for people: an inbox by what came in there, any other as it is."""
        place = name.removeprefix(INBOX)
        if place == name:
            return name
        how = place.partition("-")[0]
        return self.inboxes.get(how, self.inboxes["named"]).format(name=place)

    def slot(self, name: str) -> str:
        """Return the label of a slot; its own name, capitalised, where it has none."""
        return self.slots.get(name, name.replace("-", " ").capitalize())


@cache
def words(language: Lang) -> Words:
    """Return the words of *language*, read once from the file beside this module."""
    file = _FOLDER / f"{language}.yaml"
    loaded = YAML(typ="safe").load(file.read_text(encoding="utf-8"))
    return Words.model_validate(loaded)


def fill(template: str, values: Mapping[str, str], status: Status = "done") -> str | None:
    """Return *template* with its slots filled, or None where a slot it needs is not stated."""
    return next(variants(template, values, status), None)


def variants(template: str, values: Mapping[str, str], status: Status = "done") -> Iterator[str]:
    """Yield *template* filled with all its optional parts that are stated, then with ever fewer."""
    template = _CHOICE.sub(lambda match: _choose(match[1], status), template)
    optional = [part for part in _OPTIONAL.findall(template) if _stated(part, values)]
    if not _stated(_OPTIONAL.sub("", template), values):
        return
    for kept in range(len(optional), -1, -1):
        yield _filled(template, values, optional[:kept])


def _filled(template: str, values: Mapping[str, str], kept: list[str]) -> str:
    def part(match: re.Match[str]) -> str:
        return match[1] if match[1] in kept else ""

    text = _OPTIONAL.sub(part, template)
    text = _NAME.sub(lambda match: f"{_EDGE}{values[match[1]]}{_EDGE}", text)
    # Two Latin names that a Chinese template sets side by side need a space between them.
    text = _TOUCHING.sub(" ", text).replace(_EDGE, "")
    return " ".join(space_han(text).split())


def _choose(choices: str, status: Status) -> str:
    options = choices.split("|")
    if len(options) != len(STATUSES):
        raise ValueError(f"a choice by status has four parts: <{choices}>")
    return options[_POSITION[status]]


def _stated(part: str, values: Mapping[str, str]) -> bool:
    return all(values.get(name) for name in _NAME.findall(part))
