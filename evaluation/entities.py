"""How well entities of all labels are marked, and money, percentages and days read: our own gold.

``python -m evaluation.entities [--half odd|even|all] [--errors LABEL …]``. The texts
(``gold/entities/values.en.txt`` and ``.zh.txt``) are by other hands than the readers; their odd half is
not to be looked at. ``--feed`` tells of the distinct names of a week's feed (``gold/week``), of texts
that were read while rules were mended and of others. A span counts as found where it is exactly that of the gold; a value where an
overlapping mention of its label has it.
"""

import argparse
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal, NamedTuple

from evaluation.marked import unmarked
from evaluation.measures import Measure
from evaluation.moves import WEEK, rows_of
from nlp.learning.evaluating import is_odd
from nlp.tagger import Tagger
from schemas.language import Value
from schemas.registry import Registry

GOLD = Path(__file__).parent / "gold" / "entities"
LABELS = ("ORG", "PERSON", "PRODUCT", "PLACE", "ROLE", "LAW", "MONEY", "PERCENT", "DATE")
_UNMARKED_TITLES = frozenset({"en"})  # languages whose gold marks nothing in headlines
_VALUED = ("MONEY", "PERCENT", "DATE")
Language = Literal["en", "zh"]


class Span(NamedTuple):
    """Characters *start* to *end* are a *label* of this value, as :func:`_written` writes it."""

    start: int
    end: int
    label: str
    value: str


class Item(NamedTuple):
    """One text of a day, and what is marked in its title, a line feed and its text."""

    day: str
    title: str
    text: str
    spans: tuple[Span, ...]


@dataclass
class Found:
    """The counts of one label: exact spans, and values told right of all that the gold has."""

    spans: Measure = field(default_factory=Measure)
    values: int = 0
    valued: int = 0


def items(language: Language, half: str = "all") -> Iterator[Item]:
    """Yield the texts of a half; which half a text is of, its words tell."""
    for line in (GOLD / f"values.{language}.txt").read_text(encoding="utf-8").splitlines():
        if not line.strip() or line.startswith("#"):
            continue
        day, _, rest = line.partition(" | ")
        head, _, body = rest.partition(" || ")
        plain, marks = unmarked(f"{head.strip()}\n{body.strip()}".replace(" / ", "\n"))
        if half != "all" and is_odd(plain) != (half == "odd"):
            continue
        title, _, text = plain.partition("\n")
        spans = tuple(
            Span(one.start, one.end, one.parts[0], _plain(one.parts[0], *one.parts[1:2]))
            for one in marks
        )
        yield Item(day.strip(), title, text, spans)


def _plain(label: str, value: str = "") -> str:
    """Return a value of the gold as :func:`_written` writes one."""
    if label == "MONEY" and value:
        amount, _, currency = value.partition(" ")
        return f"{float(amount):g} {currency}"
    return f"{float(value):g}" if label == "PERCENT" and value else value


def _written(value: Value | None) -> str:
    if value is None:
        return ""
    if value.amount is not None:
        return f"{float(value.amount):g} {value.currency}"
    return f"{float(value.percent):g}" if value.percent is not None else value.date or ""


def measure(language: Language, half: str = "all") -> dict[str, Found]:
    """Return the counts of each label over the texts of a half."""
    tagger = Tagger(Registry())
    found = {label: Found() for label in LABELS}
    for item in items(language, half):
        tags = tagger.tag(item.title, item.text, published=item.day, language=language)
        begin = len(item.title) + 1 if language in _UNMARKED_TITLES else 0
        got = [
            Span(m.start, m.end, m.label, _written(m.value))
            for m in tags.mentions
            if m.start >= begin
        ]
        full = f"{item.title}\n{item.text}"
        for label in LABELS:
            _count(
                found[label],
                [one for one in item.spans if one.label == label],
                [one for one in got if one.label == label],
                full,
            )
    return found


def _count(found: Found, gold: Sequence[Span], got: Sequence[Span], text: str) -> None:
    def seen(spans: Sequence[Span]) -> set[str]:
        return {
            f"{text[max(0, s.start - 12) : s.start]}<{text[s.start : s.end]}>{text[s.end : s.end + 12]} at {s.start}"
            for s in spans
        }

    found.spans.add(seen(gold), seen(got), where=text[:30].replace("\n", " / "))
    for one in gold:
        if not one.value:
            continue
        found.valued += 1
        said = next((g.value for g in got if g.start < one.end and one.start < g.end), None)
        found.values += said == one.value
        if said != one.value:
            found.spans.errors.append(
                f"value of {text[one.start : one.end]}: {one.value}, got {said}"
            )


def report(half: str = "all", errors: Sequence[str] = ()) -> None:
    """Print the figures of both languages, and the errors of some labels."""
    languages: tuple[Language, ...] = ("en", "zh")
    for language in languages:
        for label, one in measure(language, half).items():
            spans = one.spans
            told = (
                f", values {one.values / one.valued:.3f}" if label in _VALUED and one.valued else ""
            )
            print(
                f"{language} {label}: P {spans.precision:.3f} R {spans.recall:.3f} F {spans.f1:.3f}"
                f"{told}; {spans.right + spans.missed} in the gold"
            )
            if label in errors:
                print("\n".join(f"  {error}" for error in spans.errors))


def feed() -> dict[tuple[str, str, str], Measure]:
    """Return, per language, *read* or *unread*, and label, how the distinct names of a week's texts are found."""
    tagger, found = Tagger(Registry()), defaultdict[tuple[str, str, str], Measure](Measure)
    for row in rows_of(WEEK):
        tags = tagger.tag(row["title"], row["text"], published=row["published"])
        seen = "read" if row["read"] else "unread"
        for label, names in row["entities"].items():
            got = {one.text for one in tags.mentions if one.label == label}
            found[row["lang"], seen, label].add(set(names), got)
    return found


def report_feed() -> None:
    """Print how the names of a week's feed are found."""
    for (language, seen, label), one in sorted(feed().items()):
        print(
            f"{language} {label}, {seen}: P {one.precision:.3f} R {one.recall:.3f} F {one.f1:.3f};"
            f" {one.right + one.missed} names"
        )


def main(_data: Path | None = None) -> None:
    """Print the figures of both halves, and of a week's feed."""
    for half in ("even", "odd"):
        print(f"{half} half")
        report(half)
    report_feed()


def from_terminal() -> None:
    """Read the arguments and measure."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--half", default="all", choices=("odd", "even", "all"))
    parser.add_argument(
        "--errors", nargs="*", default=[], metavar="LABEL", help="Name the errors; of the even half"
    )
    parser.add_argument("--feed", action="store_true", help="Of a week's feed (gold/week) instead")
    given = parser.parse_args()
    if given.feed:
        report_feed()
    else:
        report(given.half, given.errors if given.half == "even" else ())


if __name__ == "__main__":
    from_terminal()
