"""How well names are linked to the registry, words told from names, who a text is about, and "the company" resolved.

``python -m evaluation.linking [--half odd|even|all] [--errors]``. The texts are our own, about invented
companies (``evaluation/gold/entities``): two sets that were tuned to, and one a language by other hands,
whose odd half is not to be looked at.
"""

import argparse
from collections.abc import Iterator
from pathlib import Path
from typing import Literal, NamedTuple

from ruamel.yaml import YAML

from evaluation.marked import unmarked
from evaluation.measures import Measure
from nlp.learning.evaluating import is_odd
from nlp.tagger import Tagger
from schemas.registry import Company, Registry

GOLD = Path(__file__).parent / "gold" / "entities"
Set = Literal["first", "words", "en", "zh"]
SETS: dict[Set, tuple[str, str]] = {
    "first": ("registry.yaml", "texts.txt"),
    "words": ("words.yaml", "words.txt"),
    "en": ("linking.en.yaml", "linking.en.txt"),
    "zh": ("linking.zh.yaml", "linking.zh.txt"),
}
_DAY = "2026-06-15"
Link = tuple[int, int, str]


class Linked(NamedTuple):
    """One text: whom it is about, who does the first thing it tells, what is named where.

    *words*: places that a registered name's word stands at without being the name.
    """

    language: str
    about: frozenset[str]
    actor: str
    title: str
    text: str
    links: frozenset[Link]
    boilerplate: frozenset[Link]
    words: tuple[tuple[int, int], ...]


def registry(name: Set = "first") -> Registry:
    """Return the invented companies that the texts of a set speak of."""
    loaded = YAML(typ="safe").load((GOLD / SETS[name][0]).read_text(encoding="utf-8"))
    return Registry(companies=tuple(Company.model_validate(one) for one in loaded))


def texts(name: Set = "first", half: str = "all") -> Iterator[Linked]:
    """Yield the texts of a set's half; which half a text is of, its words tell."""
    for line in (GOLD / SETS[name][1]).read_text(encoding="utf-8").splitlines():
        if not line.strip() or line.startswith("#"):
            continue
        language, about, _mentions, actor, rest = (part.strip() for part in line.split("|", 4))
        head, _, body = rest.partition("||")
        plain, marks = unmarked(f"{head.strip()}\n{body.strip()}".replace(" / ", "\n"))
        if half != "all" and is_odd(plain) != (half == "odd"):
            continue
        title, _, text = plain.partition("\n")
        named = [one for one in marks if one.parts[0] != "-"]
        yield Linked(
            language, frozenset(about.split()), actor, title, text,
            frozenset((one.start, one.end, one.parts[0]) for one in named),
            frozenset((one.start, one.end, one.parts[0]) for one in named if "b" in one.parts[1:]),
            tuple((one.start, one.end) for one in marks if one.parts[0] == "-"),
        )  # fmt: skip


def measure(name: Set = "first", half: str = "all") -> dict[str, Measure]:
    """Return the counts of links, aboutness, boilerplate and actors over the texts of a set.

    ``words`` counts as missed each word that was taken for the name.
    """
    tagger = Tagger(registry(name))
    found = {kind: Measure() for kind in ("links", "about", "boilerplate", "actors", "words")}
    for one in texts(name, half):
        tags = tagger.tag(one.title, one.text, published=_DAY, language=one.language)
        where = f"{one.title} / {one.text[:60]}"
        linked = [m for m in tags.mentions if m.entity]
        links = {(m.start, m.end, m.entity) for m in linked}
        found["links"].add(one.links, links, where=where)
        found["about"].add(one.about, set(tags.about), where=where)
        idle = {(m.start, m.end, m.entity) for m in linked if m.boilerplate}
        found["boilerplate"].add(one.boilerplate, idle, where=where)
        words = set(one.words)
        free = {w for w in words if not any(a < w[1] and w[0] < b for a, b, _ in links)}
        found["words"].add(words, free, where=where)
        if one.actor:
            actor = tags.moves[0].actor if tags.moves else None
            got = {actor.entity or actor.text} if actor else set()
            found["actors"].add({one.actor}, got, where=where)
    return found


def report(half: str = "all", *, errors: bool = False) -> None:
    """Print the figures of every set, and the errors where asked for."""
    for name in SETS:
        for kind, score in measure(name, half if name in {"en", "zh"} else "all").items():
            shares = f"P {score.precision:.3f} R {score.recall:.3f} F {score.f1:.3f}"
            if kind == "words":
                shares = f"{score.right} of {score.right + score.missed} not taken for names"
            print(f"{name} {kind}: {shares}")
            if errors:
                print("\n".join(f"  {error}" for error in score.errors))


def main(_data: Path | None = None) -> None:
    """Print the figures of both halves."""
    for half in ("even", "odd"):
        print(f"{half} half")
        report(half)


def from_terminal() -> None:
    """Read the arguments and measure."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--half", default="all", choices=("odd", "even", "all"))
    parser.add_argument("--errors", action="store_true", help="Name the errors; of the even half")
    given = parser.parse_args()
    report(given.half, errors=given.errors and given.half == "even")


if __name__ == "__main__":
    from_terminal()
