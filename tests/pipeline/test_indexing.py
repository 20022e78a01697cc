"""Step index mends what it finds: an index of another version, or of a registry with other names."""

import subprocess
import sys
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from pipeline import services, steps
from pipeline.index import index, owners, project, projections
from pipeline.maintain import maintain
from pipeline.workspace import Workspace, open_workspace
from schemas.documents import Article, Revision
from schemas.kinds import MoveKind
from store.stories import StoryBrief
from store.tagbriefs import MoveBrief, TagBrief
from tests.support.site import serving, workspace_for

NOW = datetime(2026, 11, 16, 9, 0, tzinfo=UTC)


@pytest.fixture
def workspace(tmp_path: Path) -> Iterator[Workspace]:
    with serving() as site:
        site.feed(("/news/1", "Velmora opens a depot", "Thu, 12 Nov 2026 10:00:00 GMT"))
        text = "Velmora has opened a depot in Brno, the company said on Thursday at the fair. "
        site.article("/news/1", "Velmora opens a depot", text * 3)
        opened = open_workspace(workspace_for(site, tmp_path / "market"), now=NOW)
        services.apply(opened, opened.folder / "registry", author="test")
        list(steps.run(opened, sources=["rival-news"]))
        yield opened
        opened.close()


def test_an_index_of_another_version_is_built_anew_by_the_next_run(workspace: Workspace) -> None:
    (stamp,) = (workspace.data / "index").glob("v*/zhibi.json")
    stamp.write_text(
        stamp.read_text(encoding="utf-8").replace('"analysis": "', '"analysis": "0'),
        encoding="utf-8",
    )
    asked = [sys.executable, "-m", "cli.main", "search", "depot", "-w", str(workspace.folder)]
    refused = subprocess.run(asked, capture_output=True, text=True, check=False)
    assert "made by another version" in refused.stderr
    again = open_workspace(workspace.folder, now=NOW)
    assert again.index.health().state == "stale"
    assert index(again).counts["documents"] == 1
    assert again.index.health().state == "ready"
    assert index(again).counts.get("documents", 0) == 0
    again.close()
    found = subprocess.run(asked, capture_output=True, text=True, check=True)
    assert "Velmora opens a depot" in found.stdout


def test_a_document_that_is_gone_from_the_store_is_left_out(workspace: Workspace) -> None:
    (pair,) = workspace.store.indexing.all_ids()
    asked = [("d0000000000000000", 1), pair]
    (found,) = projections(workspace, asked, owners(workspace.registry))
    assert (found.id, found.version) == pair
    assert found == workspace.index.get([pair[0]])[pair[0]]


def test_new_names_are_in_the_index_after_the_next_run(workspace: Workspace) -> None:
    folder = workspace.folder / "registry"
    with (folder / "companies.yaml").open("a", encoding="utf-8") as file:
        file.write("\n- {id: brnodepot, names: {zh: [布尔诺仓], en: [Brno Depot]}}\n")
    services.apply(workspace, folder, author="test")
    again = open_workspace(workspace.folder, now=NOW)
    assert "names changed" in again.index.health().detail
    assert index(again).counts["documents"] == 1
    assert not again.index.health().detail
    again.close()


def test_what_changed_documents_leave_in_the_index_goes_by_maintenance(
    workspace: Workspace,
) -> None:
    (known,) = workspace.index.get(
        [pair[0] for pair in workspace.store.indexing.all_ids()]
    ).values()
    copies = [known.model_copy(update={"id": f"d{number:016x}"}) for number in range(8)]
    workspace.index.put(copies)
    assert maintain(workspace).counts.get("compacted", 0) == 0
    workspace.index.put(
        [one.model_copy(update={"version": known.version + 1}) for one in copies[:2]]
    )
    workspace.index.delete(one.id for one in copies[6:])
    assert workspace.index.health().left == 4
    assert maintain(workspace).counts["compacted"] == 4
    found = workspace.index.health()
    assert (found.left, found.documents, found.state) == (0, 7, "ready")
    assert workspace.index.get([copies[0].id])[copies[0].id].version == known.version + 1


TOLD = {
    "the title's move, not the heavier story": ([("expansion", 0.9, 0), ("funding", 0.99, 80)], "st-expansion"),
    "the surest where the title has none": ([("expansion", 0.7, 60), ("funding", 0.99, 80)], "st-funding"),
    "of those about as sure the first": ([("funding", 0.98, 80), ("expansion", 0.96, 60)], "st-expansion"),
    "a story of no such kind: the heaviest": ([("award", 0.9, 0)], "st-funding"),
    "no move: the heaviest": ([], "st-funding"),
}  # fmt: skip


@pytest.mark.parametrize(("moves", "story"), TOLD.values(), ids=TOLD)
def test_a_text_is_found_under_the_story_of_what_it_is_about(
    moves: list[tuple[MoveKind, float, int]], story: str
) -> None:
    revision = Revision(
        document_id="d1", number=1, snapshot="s1", digest="0", seen_at=NOW, source="wire",
        document=Article(url="https://wire.example/1", title="Velmora opens a depot in Brno"),
    )  # fmt: skip
    told = tuple(MoveBrief(kind, "done", (), sure, start) for kind, sure, start in moves)
    kinds: tuple[tuple[MoveKind, float], ...] = (("funding", 56.0), ("expansion", 46.0))
    stories = [StoryBrief(f"st-{kind}", score, kind, "2026-11-12", named=False) for kind, score in kinds]  # fmt: skip
    found = project(revision, NOW, 1, [TagBrief((), (), None, told)], stories, {})
    assert found.story == story
    assert found.score == next(one.score for one in stories if one.id == story)
    heavy = [one._replace(score=117.0) for one in stories]  # in brief what is worth more is not cut
    assert project(revision, NOW, 1, [TagBrief((), (), None, told)], heavy, {}).score == 100.0
