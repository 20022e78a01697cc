"""How well names are linked to the registry, words told from names, and "the company" resolved: our own gold.

``python -m evaluation.linking [--errors]``. The texts are our own, about invented companies (``evaluation/gold/entities``).
"""

import argparse
import re
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from ruamel.yaml import YAML

from evaluation.measures import Measure
from nlp.tagger import Tagger
from schemas.registry import Company, Registry

GOLD = Path(__file__).parent / "gold" / "entities"
_MARK = re.compile(r"\[([^|\]]+)\|([^\]]+)\]")


class Linked(NamedTuple):
    """One text: where its entities stand, whom it is about, who does the first thing it tells."""

    language: str
    about: frozenset[str]
    actor: str
    title: str
    text: str
    links: frozenset[tuple[int, int, str]]


def registry() -> Registry:
    """Return the invented companies that the texts speak of."""
    loaded = YAML(typ="safe").load((GOLD / "registry.yaml").read_text(encoding="utf-8"))
    return Registry(companies=tuple(Company.model_validate(one) for one in loaded))


def texts() -> Iterator[Linked]:
    """Yield the texts of the gold."""
    for line in (GOLD / "texts.txt").read_text(encoding="utf-8").splitlines():
        if not line.strip() or line.startswith("#"):
            continue
        language, about, actor, rest = (part.strip() for part in line.split("|", 3))
        title, text = rest.split(" || ")
        marked = f"{title}\n{text}"
        links, plain = set(), ""
        last = 0
        for match in _MARK.finditer(marked):
            plain += marked[last : match.start()]
            if match[2] != "-":
                links.add((len(plain), len(plain) + len(match[1]), match[2]))
            plain += match[1]
            last = match.end()
        plain += marked[last:]
        head, _, body = plain.partition("\n")
        yield Linked(language, frozenset(about.split()), actor, head, body, frozenset(links))


def measure() -> dict[str, Measure]:
    """Return the counts of links, aboutness and actors over all texts."""
    tagger = Tagger(registry())
    found = {name: Measure() for name in ("links", "about", "actors")}
    for one in texts():
        tags = tagger.tag(one.title, one.text, published="2026-06-15", language=one.language)
        where = f"{one.title} / {one.text[:60]}"
        links = {(m.start, m.end, m.entity) for m in tags.mentions if m.entity}
        found["links"].add(one.links, links, where=where)
        found["about"].add(one.about, set(tags.about), where=where)
        if one.actor:
            actor = tags.moves[0].actor if tags.moves else None
            got = {actor.entity or actor.text} if actor else set()
            found["actors"].add({one.actor}, got, where=where)
    return found


def main(_data: Path | None = None) -> None:
    """Print the figures."""
    for name, score in measure().items():
        print(f"{name}: P {score.precision:.3f} R {score.recall:.3f} F {score.f1:.3f}")


def from_terminal() -> None:
    """Read the arguments and measure."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--errors", action="store_true")
    if parser.parse_args().errors:
        for name, score in measure().items():
            print("\n".join(f"{name}: {error}" for error in score.errors))
    main()


if __name__ == "__main__":
    from_terminal()
