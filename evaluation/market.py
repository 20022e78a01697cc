"""What Zhibi found in the invented market against what happened there.

    python -m evaluation.market WORKSPACE [--weeks 12]

Run after ``zhibi demo``. These figures flatter: rules and market were written by the same people. The
figures on texts nobody here wrote stand beside them (``python -m evaluation --data …``).
"""

import argparse
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from urllib.parse import unquote

from cli.demo import LAST_SUNDAY
from demo.content import sites
from demo.site import url_of
from demo.truth import documents, events
from evaluation.measures import Measure, bcubed
from pipeline.workspace import Workspace, open_workspace
from schemas.documents import Revision
from schemas.ids import canonical_url
from schemas.language import Tagged


@dataclass(frozen=True)
class Found:
    """A document of the market as Zhibi has it."""

    revision: Revision
    tagged: tuple[Tagged, ...]


def collected(workspace: Workspace, weeks: int) -> tuple[dict[str, Found], set[str]]:
    """Return document id to what was found, and the ids of all that was out in the period."""
    start = LAST_SUNDAY - timedelta(weeks=weeks)
    by_url = {}
    for revision, tagged in workspace.store.tags.recent(start - timedelta(days=365)):
        by_url[unquote(revision.document.url)] = Found(revision, tuple(tagged))
    found, expected = {}, set()
    for site in sites().values():
        for post in site.posts:
            if not start < post.published <= LAST_SUNDAY:
                continue
            expected.add(post.id)
            for moment in (LAST_SUNDAY, post.published):
                url = unquote(canonical_url(url_of(site, post, moment)))
                if url in by_url:
                    found[post.id] = by_url[url]
    return found, expected


def moves(found: Mapping[str, Found]) -> Measure:
    """Compare kind and company per document; a document that reports nothing should have no move."""
    measure = Measure()
    truth, known = events(), documents()
    for name, one in found.items():
        gold = {(truth[event].company, truth[event].kind) for event in known[name].events}
        got = {
            (move.actor.entity, move.kind)
            for tagged in one.tagged
            for move in tagged.tags.moves
            if move.actor is not None and move.actor.entity is not None
        }
        measure.add(gold, got, where=name)
    return measure


def dates(found: Mapping[str, Found]) -> Counter[str]:
    """Count publication days: exact, wrong, unknown, in the future."""
    counts: Counter[str] = Counter()
    posts = {post.id: post for site in sites().values() for post in site.posts}
    for name, one in found.items():
        published = one.revision.document.published
        day = posts[name].published.date().isoformat()
        if published is None:
            counts["unknown"] += 1
        else:
            counts["exact" if published.day == day else "wrong"] += 1
            counts["future"] += published.day > one.revision.seen_at.date().isoformat()
    return counts


def stories(workspace: Workspace, found: Mapping[str, Found]) -> tuple[float, float, float]:
    """Return B-cubed precision, recall and F1 of the grouping of documents that report an event."""
    main_story: dict[str, str] = {}
    gold: dict[str, str] = {}
    for name, one in found.items():
        reported = documents()[name].events
        own = workspace.store.stories.of_document(one.revision.document_id)
        if reported and own:
            gold[name] = reported[0]
            main_story[name] = max(own, key=lambda story: (story.score, story.id)).id
    return bcubed(gold, main_story)


def show_errors(errors: Iterable[str], limit: int = 25) -> None:
    """Print the first errors, so that the figure can be argued with."""
    for line in list(errors)[:limit]:
        print(f"  {line}")


def report(workspace: Workspace, weeks: int) -> dict[str, float]:
    """Print all figures of the market and return them by name."""
    found, expected = collected(workspace, weeks)
    measure = moves(found)
    precision, recall, f1 = stories(workspace, found)
    days = dates(found)
    dated = sum(days[name] for name in ("exact", "wrong", "unknown"))
    languages: dict[str, Measure] = defaultdict(Measure)
    for language in ("en", "zh"):
        languages[language] = moves(
            {name: one for name, one in found.items() if documents()[name].language == language}
        )
    print(f"documents   {len(found)} of {len(expected)} collected")
    print(
        f"days        {days['exact']} of {dated} exact, {days['wrong']} wrong, {days['unknown']} unknown, {days['future']} in the future"
    )
    print(f"moves       P {measure.precision:.3f}  R {measure.recall:.3f}  F1 {measure.f1:.3f}")
    for language, one in languages.items():
        print(f"  {language}        P {one.precision:.3f}  R {one.recall:.3f}  F1 {one.f1:.3f}")
    print(f"stories     B3 P {precision:.3f}  R {recall:.3f}  F1 {f1:.3f}")
    show_errors(measure.errors)
    return {
        "collected": len(found) / max(1, len(expected)),
        "days": days["exact"] / max(1, dated),
        "moves": measure.f1,
        "stories": f1,
    }


def main() -> None:
    """Read the arguments and print the figures."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("workspace", type=Path)
    parser.add_argument("--weeks", type=int, default=12)
    given = parser.parse_args()
    workspace = open_workspace(given.workspace)
    try:
        report(workspace, given.weeks)
    finally:
        workspace.close()


if __name__ == "__main__":
    main()
