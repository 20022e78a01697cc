"""Stories a person joined or split: at once in the store, kept in later runs, undone at will."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from pipeline import assigning, collecting, services, steps
from pipeline.auditing import Caller
from pipeline.correcting import correct, undo
from pipeline.enrich import regroup
from pipeline.views import collections as views
from pipeline.workspace import Workspace, open_workspace
from schemas.accounts import Account
from schemas.corrections import Correction
from schemas.stories import Story
from tests.support.site import serving, workspace_for

NOW = datetime(2026, 11, 16, 9, 0, tzinfo=UTC)
ARTICLES = (
    (
        "/news/1",
        "Velmora acquires Portulan Freight for €184 million",
        (
            "Velmora has acquired Portulan Freight, a carrier in Lisbon, for €184 million in cash, the company said on"
            " Thursday. The deal was closed after the regulators had agreed to it, and the founders stay for two years. "
        ),
    ),
    (
        "/news/2",
        "Portulan Freight goes to Velmora",
        (
            "Portulan Freight of Lisbon is now a part of Velmora, which paid €184 million for it. Its founders will stay"
            " for two years, and nobody is to lose work, a spokeswoman for the carrier told reporters on the quay. "
        ),
    ),
    (
        "/news/3",
        "Velmora to close its depot in Utrecht",
        (
            "Velmora will close its depot in Utrecht next spring because the lease runs out. Sixty people work there and"
            " are offered posts elsewhere. The town council regrets the decision and hopes for another tenant soon. "
        ),
    ),
)


@pytest.fixture
def workspace(tmp_path: Path) -> Iterator[Workspace]:
    with serving() as site:
        site.feed(*((path, title, "Thu, 12 Nov 2026 10:00:00 GMT") for path, title, _ in ARTICLES))
        for path, title, text in ARTICLES:
            site.article(path, title, text)
        folder = workspace_for(site, tmp_path / "market")
        opened = open_workspace(folder, now=NOW)
        services.apply(opened, folder / "registry", author="test")
        list(steps.run(opened))
        yield opened
        opened.close()


def ids(workspace: Workspace) -> dict[str, str]:
    """Return the last sign of each document's address to its id."""
    found = {}
    for document_id, _version in workspace.store.indexing.all_ids():
        revision = workspace.store.documents.latest(document_id)
        if revision is not None and "/news/" in revision.document.url:
            found[revision.document.url[-1]] = document_id
    return found


def told(workspace: Workspace) -> list[str]:
    """Return the groups of documents as the store has them, each as the signs of its addresses."""
    stories = workspace.store.stories.open_since(NOW - timedelta(days=30))
    return sorted("".join(sorted(r.url[-1] for r in story.reports)) for story in stories)


def story_of(workspace: Workspace, document: str) -> Story:
    return workspace.store.stories.of_document(document)[0]


def wish(workspace: Workspace, **fields: Any) -> Correction:
    (answer,) = correct(workspace, [{"reason": "I read both", **fields}], author="mei")
    assert isinstance(answer, Correction), answer
    return answer


def test_stories_are_joined_and_come_apart_again(workspace: Workspace) -> None:
    documents = ids(workspace)
    assert told(workspace) == ["12", "3"]
    before = {story_of(workspace, documents[n]).id for n in "13"}
    kept = wish(workspace, fix="join", stories=sorted(before))
    assert told(workspace) == ["123"]
    (ended,) = before - {story_of(workspace, documents["1"]).id}
    gone = workspace.store.stories.get(ended)
    assert gone is not None
    assert (gone.ended, gone.into) == (True, story_of(workspace, documents["1"]).id)
    regroup(workspace, documents.values())
    list(steps.run(workspace))
    assert told(workspace) == ["123"]
    undo(workspace, kept.id, author="mei")
    assert told(workspace) == ["12", "3"]
    assert {story_of(workspace, documents[n]).id for n in "13"} == before


@pytest.mark.parametrize(("gone", "rest"), [("1", "2"), ("2", "1")])
def test_a_report_is_split_off_for_good_and_given_back(
    workspace: Workspace, gone: str, rest: str
) -> None:
    documents = ids(workspace)
    story = story_of(workspace, documents["1"])
    kept = wish(workspace, fix="split", stories=[story.id], document=documents[gone])
    assert told(workspace) == ["1", "2", "3"]
    assert story_of(workspace, documents[rest]).id == story.id
    assert [r.document_id for r in story_of(workspace, documents[rest]).reports] == [
        documents[rest]
    ]
    regroup(workspace, documents.values())
    assert told(workspace) == ["1", "2", "3"]
    undo(workspace, kept.id, author="mei")
    assert told(workspace) == ["12", "3"]
    assert story_of(workspace, documents[gone]).id == story.id


def test_a_collection_and_an_assignment_follow_what_people_join_and_split(
    workspace: Workspace,
) -> None:
    store, documents, caller = workspace.store, ids(workspace), Caller("anna", NOW)
    anna = Account(id="anna", name="Anna", role="analyst", created=NOW)
    store.accounts.save(anna)
    kept = collecting.make(store, anna, "Deals", "", "private", caller)
    first, second = (story_of(workspace, documents[n]).id for n in "13")
    for one in (first, second):
        collecting.add(store, anna, kept, caller, story=one)
        assigning.assign(workspace, one, "anna", None, caller, NOW)

    def entries() -> list[tuple[str, str | None, int | None, bool]]:
        shown = views.view(workspace, kept, "en").entries
        return [(one.state, one.story, one.twin, bool(one.left)) for one in shown]

    apart = [("as-added", first, None, False), ("as-added", second, None, False)]
    assert entries() == apart
    joined = wish(workspace, fix="join", stories=[first, second])
    whole = story_of(workspace, documents["1"]).id
    states = {"as-added": first, "moved": second} if whole == first else {"moved": first, "as-added": second}  # fmt: skip
    assert {
        state: one for (state, *_), one in zip(entries(), (first, second), strict=True)
    } == states
    assert [(story, twin) for _, story, twin, _ in entries()] == [(whole, None), (whole, 1)]
    assert [told.id for _, told in assigning.listed(store, account="anna")] == [whole]
    undo(workspace, joined.id, author="mei")
    assert entries() == apart
    assert len(assigning.listed(store, account="anna")) == 2
    parted = wish(workspace, fix="split", stories=[first], document=documents["2"])
    other = story_of(workspace, documents["2"]).id
    assert entries() == [("split", first, None, True), apart[1]]
    assert views.view(workspace, kept, "en").entries[0].left == (other,)
    undo(workspace, parted.id, author="mei")
    assert entries() == apart


def test_what_concerns_nobody_leaves_its_story(workspace: Workspace) -> None:
    documents = ids(workspace)
    one = wish(workspace, fix="relevance", document=documents["2"], to=False)
    other = wish(workspace, fix="relevance", document=documents["3"], to=False)
    assert told(workspace) == ["1"]
    assert workspace.store.stories.of_document(documents["3"]) == []
    for correction in (other, one):
        undo(workspace, correction.id, author="mei")
    assert told(workspace) == ["12", "3"]


def test_what_is_corrected_may_be_older_than_the_window(workspace: Workspace) -> None:
    documents = ids(workspace)
    story = story_of(workspace, documents["1"])
    workspace.close()
    later = open_workspace(workspace.folder, now=NOW + timedelta(days=200))
    try:
        wish(later, fix="split", stories=[story.id], document=documents["2"])
        assert told(later) == ["1", "2", "3"]
        assert all(story.reports for story in later.store.stories.of_document(documents["1"]))
    finally:
        later.close()
