"""Step index mends what it finds: an index of another version, or of a registry with other names."""

import subprocess
import sys
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from pipeline import services, steps
from pipeline.index import index, owners, projections
from pipeline.maintain import maintain
from pipeline.workspace import Workspace, open_workspace
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
