"""How steady stories are: B-cubed F after small changes of what is grouped.

``python -m evaluation.storysteady [DATA] [--half even|all]``. Each line tells mean, spread and least of B³ F,
and the mean share of false merges, over ten draws (the same in every run):

* *names*: in one text of twenty a name is lost, or read as of another sort (a person as a company);
* *fewer*: each text is left out with a chance of a quarter, half or three quarters: other neighbours, other rarities;
* *by day*: texts come day by day and join the stories that stand; those without days in eight lots, by chance.

Texts are tagged once; only names are changed. Sets that weights are not learned from are left alone, they
are to be looked at seldom; so are the odd halves.
"""

import argparse
import random
import statistics
from collections.abc import Callable, Iterator, Sequence
from itertools import groupby
from pathlib import Path

from evaluation.moves import rows_of
from evaluation.stories import GOLD, Row, b_cubed, false_merges, input_of, others, own_rows, wanted
from evaluation.storyfit import LEARNED_FROM
from nlp.stories.grouping import Grouper, StoryInput
from nlp.tagger import Tagger
from schemas.language import Mention, Move
from schemas.registry import Registry
from schemas.stories import Story
from store.yamlfiles import read_folder

_DRAWS, _LOTS = 10, 8
_CHANGED = 0.05
_LEFT = (0.25, 0.5, 0.75)
_SORTS = ("ORG", "PERSON", "PLACE", "PRODUCT")
Pair = tuple[str, StoryInput]  # the story that it tells, and the text
Lots = list[list[Pair]]


def names_changed(pairs: Sequence[Pair], chance: random.Random) -> Lots:
    """Return *pairs* as one lot, with a name less or of another sort in some of them."""
    found = list(pairs)
    for at in chance.sample(range(len(found)), max(1, round(_CHANGED * len(found)))):
        story, entry = found[at]
        names = sorted({one.text for one in entry.tags.mentions if one.label in _SORTS})
        if names:
            found[at] = (story, _without(entry, chance.choice(names), chance))
    return [found]


def _without(entry: StoryInput, name: str, chance: random.Random) -> StoryInput:
    """Return a text that loses *name*, or takes it for another sort; it acts only as a company."""
    sort = chance.choice(_SORTS) if chance.random() < 0.5 else None

    def mention(one: Mention) -> Mention | None:
        if one.text != name:
            return one
        return one.model_copy(update={"label": sort, "entity": None}) if sort else None

    def move(one: Move) -> Move:
        lost = one.actor is not None and one.actor.text == name and sort != "ORG"
        return one.model_copy(update={"actor": None}) if lost else one

    mentions = tuple(kept for one in entry.tags.mentions if (kept := mention(one)) is not None)
    moves = tuple(move(one) for one in entry.tags.moves)
    tags = entry.tags.model_copy(update={"mentions": mentions, "moves": moves})
    return entry.model_copy(update={"tags": tags})


def fewer(pairs: Sequence[Pair], chance: random.Random) -> Lots:
    """Return some of *pairs* as one lot."""
    share = chance.choice(_LEFT)
    return [[one for one in pairs if chance.random() < share]]


def by_day(pairs: Sequence[Pair], chance: random.Random) -> Lots:
    """Return *pairs* in the lots in which they come."""
    mixed = chance.sample(list(pairs), len(pairs))
    if len({entry.published[:10] for _story, entry in mixed}) > 1:
        ordered = sorted(mixed, key=lambda pair: pair[1].published[:10])
        return [list(lot) for _day, lot in groupby(ordered, lambda pair: pair[1].published[:10])]
    return [mixed[at::_LOTS] for at in range(_LOTS)]


def score(lots: Lots, registry: Registry) -> tuple[float, float]:
    """Return B-cubed F and the share of false merges of texts that come in lots."""
    known = dict[str, Story]()
    found: dict[str, str] = {}
    earlier: list[StoryInput] = []
    for lot in lots:
        grouper = Grouper(registry, list(known.values()), earlier)
        for _story, entry in lot:
            grouper.add(entry)
        for text_id, stories in grouper.assignments().items():
            found.setdefault(text_id, stories[0])
        known |= {story.id: story for story in grouper.stories()}
        earlier = [*earlier, *(entry for _story, entry in lot)]
    pairs = [pair for lot in lots for pair in lot]
    gold, got = [story for story, _entry in pairs], [found[entry.id] for _story, entry in pairs]
    return b_cubed(gold, got)[2], false_merges(gold, got)


def sets(data: Path | None, half: str) -> Iterator[tuple[str, list[Row], Registry]]:
    """Yield name, texts and registry of each set."""
    for folder in (GOLD, *(one for one in others() if one.name in LEARNED_FROM)):
        called = "own stories" if folder == GOLD else folder.name
        yield f"{called}, registry", own_rows(half, folder), read_folder(folder / "registry")
        yield f"{called}, no registry", own_rows(half, folder), Registry()
    if data:
        rows = rows_of(data / "clusters_en/ecbplus.jsonl")
        yield "ecbplus", [row for row in rows if wanted(row["topic"], half)], Registry()


def measure(name: str, pairs: Sequence[Pair], registry: Registry) -> None:
    """Print how steady the stories of one set are."""
    ways: dict[str, Callable[[Sequence[Pair], random.Random], Lots]] = {
        "names": names_changed,
        "fewer": fewer,
        "by day": by_day,
    }
    plain, merged = score([list(pairs)], registry)
    print(f"{name}: F {plain:.3f}, false merges {merged:.2%}")
    for way, change in ways.items():
        drawn = [score(change(pairs, random.Random(n)), registry) for n in range(_DRAWS)]  # noqa: S311
        f = [one for one, _merged in drawn]
        wrong = statistics.mean(merged for _f, merged in drawn)
        print(
            f"  {way}: F {statistics.mean(f):.4f} ± {statistics.stdev(f):.4f}, least {min(f):.3f},"
            f" false merges {wrong:.2%}"
        )


def from_terminal() -> None:
    """Read the arguments and measure."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("data", type=Path, nargs="?", help="Folder of the public sets")
    parser.add_argument("--half", default="even", choices=("even", "all"))
    given = parser.parse_args()
    for name, rows, registry in sets(given.data, given.half):
        tagger = Tagger(registry)
        measure(name, [(row["story"], input_of(row, tagger)) for row in rows], registry)


if __name__ == "__main__":
    from_terminal()
