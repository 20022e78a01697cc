"""How well importance ranks: nDCG per week on the invented market's ground truth.

``python -m evaluation.importance [--weeks odd|even|all]``. The market's articles are tagged and
grouped as in a run (without the watched pages), each week's stories are ranked by score as of its
Sunday. A story gains 3 for an event of high importance, 1 for medium, 0 else; its event is the one
most of its reports tell. Points were chosen on even weeks; odd weeks tell whether that holds.
"""

import argparse
from collections import Counter, defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from math import log2

from demo.content import FOLDER, sites
from demo.truth import documents, events
from evaluation.floors import worse
from nlp.scoring import score, with_earlier
from nlp.stories.grouping import Grouper, StoryInput
from nlp.tagger import Tagger
from schemas.registry import Registry
from schemas.stories import Story
from store.yamlfiles import read_folder

GAIN = {"high": 3.0, "medium": 1.0, "low": 0.0}
_SHOWN = 5  # a digest tells so many stories in full
Rank = Callable[[Story, datetime], float]


@dataclass(frozen=True)
class Week:
    """The stories of one week of the market, each with its gain, as of Sunday night."""

    number: int
    end: datetime
    stories: tuple[tuple[Story, float], ...]


def market() -> tuple[Registry, list[Week]]:
    """Return the market's registry and its weeks, the first first."""
    registry = read_folder(FOLDER / "registry")
    tagger, grouper = Tagger(registry), Grouper(registry)
    for site in sites().values():
        for post in site.posts:
            text = "\n\n".join(post.body)
            day = post.published.date().isoformat()
            tags = tagger.tag(
                post.title, text, published=day, language=post.language, publisher=site.company
            )
            grouper.add(
                StoryInput(
                    id=post.id, title=post.title, text=text, published=day,
                    first_seen=post.published.astimezone(UTC), source=post.host,
                    company=site.company, url=f"https://{post.host}/{post.id}",
                    language=post.language, tags=tags,
                )
            )  # fmt: skip
    found: dict[int, list[tuple[Story, float]]] = defaultdict(list)
    stories = grouper.stories()
    for story in with_earlier(stories, stories):
        found[datetime.fromisoformat(story.day).isocalendar().week].append((story, gain(story)))
    return registry, [
        Week(number, _sunday(stories[0][0].day), tuple(stories))
        for number, stories in sorted(found.items())
    ]


def _sunday(day: str) -> datetime:
    monday = datetime.fromisoformat(day) - timedelta(days=datetime.fromisoformat(day).weekday())
    return datetime.combine(monday.date() + timedelta(days=6), time(23, 0), tzinfo=UTC)


def gain(story: Story) -> float:
    """Return what telling *story* is worth: by the event that most of its reports tell."""
    told = Counter(documents()[r.document_id].events[:1] for r in story.reports)
    (event, _count) = told.most_common(1)[0]
    return GAIN[events()[event[0]].importance] if event else 0.0


def ndcg(weeks: Sequence[Week], rank: Rank, shown: int | None = None) -> float:
    """Return the mean normalised discounted gain of the weeks that have anything to gain."""
    found = []
    for week in weeks:
        ordered = sorted(week.stories, key=lambda s: (-rank(s[0], week.end), s[0].id))
        ideal = sorted((worth for _story, worth in week.stories), reverse=True)
        if any(ideal):
            best = _discounted(ideal[:shown])
            found.append(_discounted([worth for _story, worth in ordered][:shown]) / best)
    return round(sum(found) / len(found), 3) if found else 1.0


def _discounted(gains: Sequence[float]) -> float:
    return sum(worth / log2(place + 2) for place, worth in enumerate(gains))


def report(weeks: Sequence[Week], registry: Registry, name: str) -> dict[str, float]:
    """Print and return the figures, beside two simple ways to rank."""
    ranks: dict[str, Rank] = {
        "importance": lambda s, now: score(s, registry, now=now)[0],
        "number of sources": lambda s, _now: float(s.sources),
        "newest first": lambda s, _now: float(datetime.fromisoformat(s.day).toordinal()),
    }
    figures = {}
    for rank_name, rank in ranks.items():
        whole, top = ndcg(weeks, rank), ndcg(weeks, rank, _SHOWN)
        print(f"{name}: {rank_name}: nDCG {whole}, of the first {_SHOWN} {top}; {len(weeks)} weeks")
        if rank_name == "importance":
            figures = {"ndcg": whole, f"ndcg@{_SHOWN}": top}
    return figures


def measure(half: str = "all") -> dict[str, float]:
    """Print and return the figures of odd, even or all weeks."""
    registry, weeks = market()
    chosen = [w for w in weeks if half == "all" or (w.number % 2 == 1) == (half == "odd")]
    return report(chosen, registry, f"{half} weeks")


def main() -> None:
    """Read the arguments and measure."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--weeks", default="all", choices=("odd", "even", "all"))
    figures = measure(parser.parse_args().weeks)
    for sentence in worse("importance", figures):
        print(f"WORSE: {sentence}")


if __name__ == "__main__":
    main()
