"""What each rule of the tagger is worth: texts on which a function says something, tagged again without it.

``python -m evaluation.worth [DATA] [--part nlp.english …] [--texts N]``. For every function of the parts it prints on how many
texts it says something and, per group of texts, what its say brings: in moves (a right one counts 1, a false one −1, a wrong status or
actor −½, a slot ¼) and in names (right 1, false −1), and how many texts come out otherwise. ``read`` are texts that those who write
rules had read: what a rule brings there alone does not carry over. ``unread`` and ``corpora`` are texts of other hands, ``public`` the
sets under DATA in which names are marked. At most N texts of a group's worth are asked for each function. The sums come in order, the worst first.
"""

import argparse
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, NamedTuple, TypeVar

from evaluation import names
from evaluation.entities import items
from evaluation.moves import ARTICLES, OTHERWISE, WEEK, blind_sets, rows_of
from evaluation.muted import Muted, functions, listened, mute
from nlp.corpora import FOLDER
from nlp.learning.comparing import GOLD
from nlp.learning.evaluating import Score, is_odd
from nlp.tagger import Tagger
from schemas.language import Tags
from schemas.registry import Registry

GROUPS = ("read", "unread", "public", "corpora")
_NAMED = ("ORG", "PERSON", "PRODUCT")
_OF_CORPUS, _OF_SET = 250, 700  # texts of each file
T = TypeVar("T")


class Worth(NamedTuple):
    """What something brings in moves and in names."""

    moves: float
    names: float


class Probe(NamedTuple):
    """A text of a *group*, and how its tags are judged."""

    group: str
    title: str
    text: str
    day: str | None
    language: str
    judge: Callable[[Tags], Worth]

    def worth(self, tagger: Tagger) -> Worth:
        """Return how good the tags are that *tagger* gives."""
        return self.judge(
            tagger.tag(self.title, self.text, published=self.day, language=self.language)
        )


class Brought(NamedTuple):
    """What one function brings to a group: sums, and how many texts come out otherwise."""

    moves: float = 0.0
    names: float = 0.0
    texts: int = 0


def probes(data: Path | None) -> Iterator[Probe]:
    """Yield all texts with their judges."""
    for path in (GOLD / "gold.jsonl", ARTICLES, OTHERWISE, WEEK):
        for row in rows_of(path):
            halved = path not in {ARTICLES, WEEK} and is_odd(row["id"])
            read = row["read"] if path == WEEK else not halved
            yield _labelled("read" if read else "unread", row, row.get("entities"))
    for folder in blind_sets():
        for row in rows_of(folder / "items.jsonl"):
            yield _labelled("unread", row, row.get("entities"))
    yield from _spans()
    for path in sorted(FOLDER.glob("??/*.jsonl")):
        for row in _spread(rows_of(path), _OF_CORPUS):
            marked = defaultdict[str, list[str]](list)
            for mention in row["mentions"]:
                marked[mention["label"]].append(mention["text"])
            yield _labelled("corpora", row, marked)
    if data is not None:
        yield from _public(data)


def _public(data: Path) -> Iterator[Probe]:
    """Yield texts of public sets in which companies and people are marked."""
    for name, (path, _read) in names.SETS.items():
        if (data / path).exists():
            for one in _spread(names.rows(data, name, "all"), _OF_SET):
                yield Probe("public", "", one.text, None, one.language, _by_spans(one))


def _spread(several: Sequence[T], most: int) -> Sequence[T]:
    """Return at most *most* of them, evenly from the first to the last."""
    return several[:: -(-len(several) // most)] if several else several


def _labelled(
    group: str, row: Mapping[str, Any], names_of: Mapping[str, Sequence[str]] | None
) -> Probe:
    """Return a text whose moves are labelled, and the distinct names of each label where these are."""
    marked = names_of or {}

    def judge(tags: Tags) -> Worth:
        score = Score()
        score.add(row, tags.moves)
        right, wrong = score.slots["right"], score.slots["wrong"] + score.slots["extra"]
        moves = (
            sum(score.tp.values()) - sum(score.fp.values())
            - (score.matched - score.status + score.acted - score.actor) / 2
            + (right - wrong) / 4
        )  # fmt: skip
        told = 0
        for label in _NAMED if names_of is not None else ():
            got = {one.text for one in tags.mentions if one.label == label}
            told += _balance(set(marked.get(label, ())), got)
        return Worth(moves, told)

    return Probe(group, row["title"], row["text"], row.get("published"), row["lang"], judge)


def _spans() -> Iterator[Probe]:
    """Yield the texts in which every entity is marked."""
    for language in ("en", "zh"):
        for half in ("even", "odd"):
            for item in items(language, half):
                begin = len(item.title) + 1 if language == "en" else 0
                wanted = {(one.start, one.end, one.label) for one in item.spans}

                def judge(tags: Tags, begin: int = begin, wanted: set[Any] = wanted) -> Worth:
                    got = {(m.start, m.end, m.label) for m in tags.mentions if m.start >= begin}
                    return Worth(0, _balance(wanted, got))

                group = "read" if half == "even" else "unread"
                yield Probe(group, item.title, item.text, item.day, language, judge)


def _by_spans(row: names.Named) -> Callable[[Tags], Worth]:
    def judge(tags: Tags) -> Worth:
        score = names.NameScore()
        score.add(row, tags.mentions)
        return Worth(0, sum(one.right - one.false for one in (score.companies, score.people)))

    return judge


def _balance(wanted: set[Any], got: set[Any]) -> int:
    return len(wanted & got) - len(got - wanted)


def spoken(
    several: Sequence[Probe], rules: Sequence[Muted], tagger: Tagger
) -> tuple[list[Worth], dict[str, list[int]]]:
    """Return what each text is worth, and on which texts each function says something."""
    heard = defaultdict[str, list[int]](list)
    worths: list[Worth] = []
    said: set[str] = set()
    with listened(rules, said.add):
        for place, one in enumerate(several):
            said.clear()
            worths.append(one.worth(tagger))
            for name in said:
                heard[name].append(place)
    return worths, dict(heard)


def brought(
    one: Muted,
    several: Sequence[Probe],
    before: Sequence[Worth],
    places: Iterable[int],
    tagger: Tagger,
) -> dict[str, Brought]:
    """Return what the say of a function brings to each group, on the texts at *places*."""
    sums = defaultdict[str, Brought](Brought)
    with mute(one):
        for place in places:
            probe, was = several[place], before[place]
            now = probe.worth(tagger)
            known = sums[probe.group]
            sums[probe.group] = Brought(
                known.moves + was.moves - now.moves,
                known.names + was.names - now.names,
                known.texts + (was != now),
            )
    return dict(sums)


def _chosen(places: Sequence[int], several: Sequence[Probe], most: int) -> list[int]:
    """Return at most *most* of the places of each group."""
    by_group = defaultdict[str, list[int]](list)
    for place in places:
        by_group[several[place].group].append(place)
    return [place for each in by_group.values() for place in _spread(each, most)]


def report(data: Path | None, parts: Sequence[str], most: int) -> None:
    """Print what each function of *parts* is worth."""
    tagger, several = Tagger(Registry()), list(probes(data))
    for one in several[:3]:
        one.worth(tagger)  # what is loaded when first asked for is there
    rules = functions(parts)
    before, heard = spoken(several, rules, tagger)
    rows = [
        (
            one.name,
            len(places),
            brought(one, several, before, _chosen(places, several, most), tagger),
        )
        for one in rules
        if (places := heard.get(one.name))
    ]
    print(f"{len(several)} texts; {len(rules) - len(rows)} of {len(rules)} functions said nothing")
    for (group, language), (moves, names_) in sorted(sums(several, before).items()):
        print(f"all of {group}, {language}: moves {moves:.0f}, names {names_:.0f}")
    for name, texts, groups in sorted(rows, key=lambda row: _carried(row[2])):
        told = ", ".join(
            f"{group} {groups[group].moves:+.1f}/{groups[group].names:+.0f} ({groups[group].texts})"
            for group in GROUPS
            if group in groups and groups[group].texts
        )
        print(
            f"{name}: on {texts} texts, carried over {_carried(groups):+.1f}; {told or 'no text otherwise'}"
        )


def sums(several: Sequence[Probe], worths: Sequence[Worth]) -> dict[tuple[str, str], Worth]:
    """Return what the texts of each group and language are worth together."""
    found = defaultdict[tuple[str, str], Worth](lambda: Worth(0, 0))
    for probe, one in zip(several, worths, strict=True):
        known = found[probe.group, probe.language]
        found[probe.group, probe.language] = Worth(known.moves + one.moves, known.names + one.names)
    return dict(found)


def _carried(groups: dict[str, Brought]) -> float:
    """Return what is brought to texts that nobody who writes rules had read."""
    return sum(one.moves + one.names for group, one in groups.items() if group != "read")


def from_terminal() -> None:
    """Read the arguments and measure."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("data", nargs="?", type=Path, help="The folder of public sets")
    parser.add_argument("--part", nargs="*", default=["nlp.", "text."], metavar="MODULE")
    parser.add_argument("--texts", type=int, default=200, metavar="N")
    given = parser.parse_args()
    report(given.data, given.part, given.texts)


if __name__ == "__main__":
    from_terminal()
