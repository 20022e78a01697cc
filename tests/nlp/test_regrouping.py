"""What people said of stories holds in every run, and what is released finds its place anew."""

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime

import pytest

from nlp.stories.grouping import Grouper, StoryInput
from nlp.tagger import Tagger
from schemas.registry import Company, Registry
from schemas.stories import Bond, Story, settled

REGISTRY = Registry(
    companies=(
        Company(id="dorrick", names={"en": ("Dorrick",), "zh": ("多里克",)}),
        Company(id="pellam", names={"en": ("Pellam",), "zh": ("佩勒姆",)}),
        Company(id="vantry", names={"en": ("Vantry",), "zh": ("凡特里",)}),
    )
)
TAGGER = Tagger(REGISTRY)
TEXTS = {
    "a": "Dorrick has agreed to acquire Pellam for €184 million.",
    "b": "多里克宣布以1.84亿欧元收购佩勒姆。",
    "c": "Dorrick buys Pellam, paying 184 million euros.",
    "x": "Vantry will cut 300 jobs at its mill in Ghent.",
    "y": "凡特里计划裁员300人。",
}


def entry(name: str, text: str | None = None) -> StoryInput:
    said = text or TEXTS[name]
    tags = TAGGER.tag("", said, published="2026-05-04")
    return StoryInput(
        id=name,
        title="",
        text=said,
        published="2026-05-04",
        first_seen=datetime(2026, 5, 4, tzinfo=UTC),
        source=f"s-{name}",
        url=f"urn:{name}",
        language=tags.language,
        tags=tags,
    )


def run(
    names: str,
    known: Sequence[Story] = (),
    bonds: Sequence[Bond] = (),
    released: str = "",
    were: Mapping[str, str] | None = None,
) -> dict[str, Story]:
    """Return the stories after a run: those known, and what the run changed of them."""
    old = {report.document_id for story in known for report in story.reports}
    grouper = Grouper(REGISTRY, known, [entry(n) for n in sorted(old)], bonds, released, were)
    for name in names:
        grouper.add(entry(name))
    found = {story.id: story for story in known}
    return found | {story.id: story for story in grouper.stories()}


def sets(stories: dict[str, Story]) -> list[str]:
    return sorted(
        "".join(sorted(r.document_id for r in s.reports)) for s in stories.values() if not s.ended
    )


def story_of(stories: dict[str, Story], document: str) -> Story:
    (found,) = [s for s in stories.values() if any(r.document_id == document for r in s.reports)]
    return found


def test_the_newest_word_on_two_documents_counts() -> None:
    parted = Bond(documents=("b",), others=("a", "c"))
    joined = Bond(documents=("a", "b"))
    assert settled([joined, parted]) == {("a", "b"): False, ("b", "c"): False}
    assert settled([parted, joined]) == {("a", "b"): True, ("b", "c"): False}


def test_a_split_holds_in_a_rebuild_and_is_undone() -> None:
    bonds = [Bond(documents=("b",), others=("a", "c"))]
    assert sets(run("abcxy")) == ["abc", "xy"]
    assert sets(run("abcxy", bonds=bonds)) == ["ac", "b", "xy"]
    first = run("abcxy")
    parted = run("b", list(first.values()), bonds, "b")
    assert sets(parted) == ["ac", "b", "xy"]
    assert story_of(parted, "a").id == story_of(first, "a").id
    again = run("abc", list(parted.values()), (), "abc")
    assert sets(again) == ["abc", "xy"]
    assert story_of(again, "b").id == story_of(first, "a").id
    gone = again[story_of(parted, "b").id]
    assert (gone.ended, gone.into, gone.reports) == (True, story_of(again, "b").id, ())


def test_a_join_holds_keeps_the_older_id_and_is_undone() -> None:
    first = run("axy")
    bonds = [Bond(documents=("a", "x", "y"))]
    joined = run("axy", list(first.values()), bonds, "axy")
    assert sets(joined) == ["axy"]
    assert story_of(joined, "a").id in first
    assert sets(run("axy", bonds=bonds)) == ["axy"]
    apart = run("axy", [s for s in joined.values() if not s.ended], (), "axy")
    assert sets(apart) == ["a", "xy"]
    assert {s.id for s in apart.values() if not s.ended} == set(first)


def test_a_later_report_joins_what_people_made() -> None:
    bonds = [Bond(documents=("b",), others=("a",))]
    first = run("ab", bonds=bonds)
    later = run("c", list(first.values()), bonds)
    assert sets(later) in (["a", "bc"], ["ac", "b"])


def test_a_released_document_that_is_irrelevant_ends_its_story() -> None:
    first = run("axy")
    after = run("", list(first.values()), (), "a")
    assert sets(after) == ["xy"]
    assert after[story_of(first, "a").id].ended
    less = run("x", list(first.values()), (), "xy")
    assert sets(less) == ["a", "x"]
    assert story_of(less, "x").id == story_of(first, "x").id


def test_a_released_document_goes_where_its_new_tags_belong() -> None:
    first = run("abx")
    known = list(first.values())
    grouper = Grouper(REGISTRY, known, [entry(n) for n in "ab"], (), "x")
    grouper.add(entry("x", "Dorrick is buying Pellam for €184 million, it said."))
    changed = {story.id: story for story in grouper.stories()}
    assert sets(first | changed) == ["abx"]
    assert changed[story_of(first, "x").id].into == story_of(first, "a").id


def homes(stories: dict[str, Story]) -> dict[str, str]:
    return {r.document_id: s.id for s in stories.values() if not s.ended for r in s.reports}


def standing(stories: dict[str, Story]) -> list[Story]:
    return [story for story in stories.values() if not story.ended]


def test_a_join_that_is_undone_leaves_the_stories_that_were_however_alike_they_are() -> None:
    first = run("abxy", bonds=[Bond(documents=("b",), others=("a",))])
    assert sets(first) == ["a", "b", "xy"]
    joined = run("abxy", standing(first), [Bond(documents=("a", "b", "x", "y"))], "abxy")
    assert sets(joined) == ["abxy"]
    apart = run("abxy", standing(joined), (), "abxy", homes(first))
    assert homes(apart) == homes(first)
    newer = run("abxy", standing(joined), [Bond(documents=("a", "x"))], "abxy", homes(first))
    assert story_of(newer, "a").id == story_of(newer, "x").id, "what people say now holds"


def test_what_came_after_a_join_stays_where_it_is() -> None:
    first = run("ax")
    joined = run("ax", standing(first), [Bond(documents=("a", "x"))], "ax")
    later = run("y", standing(joined))
    apart = run("ax", standing(later), (), "ax", homes(first))
    assert {name: homes(apart)[name] for name in "ax"} == homes(first)
    assert homes(apart)["y"] == homes(later)["y"]


@pytest.mark.parametrize("gone", ["a", "b", "c"])
def test_a_split_that_is_undone_leaves_the_id_whoever_founded_the_story(gone: str) -> None:
    first = run("abcxy")
    bond = Bond(documents=(gone,), others=tuple(n for n in "abc" if n != gone))
    parted = run("abc", standing(first), [bond], "abc")
    assert story_of(parted, gone).id != story_of(first, "a").id
    again = run("abc", standing(parted), (), "abc", homes(run("abc")))
    assert sets(again) == ["abc", "xy"]
    assert homes(again) == homes(first)
    ended = again[story_of(parted, gone).id]
    assert (ended.ended, ended.into) == (True, story_of(first, "a").id)


STORY = (
    "Dorrick opened a mill school in Ghent on Monday. The school takes forty pupils and teaches in five"
    " languages. Mayor and staff cut a cake, and the old looms were shown to all who came. Dorrick said"
    " that more schools would follow if the pupils liked the first one."
)
COPIES = {
    "m": STORY,
    "n": f"GHENT (Wire) - {STORY} Copyright 2026.",
    "o": f"{STORY} Provided by a news service.",
}


@pytest.mark.parametrize("order", ["mno", "nmo", "onm", "omn"])
def test_a_reprint_that_comes_in_before_its_original_is_no_further_source(order: str) -> None:
    known: dict[str, Story] = {}
    done: list[StoryInput] = []
    for name in order:
        grouper = Grouper(REGISTRY, list(known.values()), done)
        done.append(entry(name, COPIES[name]))
        grouper.add(done[-1])
        known |= {story.id: story for story in grouper.stories()}
    (story,) = known.values()
    assert story.sources == 1
    assert {r.document_id: r.reprint_of for r in story.reports} == {"m": None, "n": "m", "o": "m"}
