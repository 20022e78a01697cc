"""What a person keeps a workspace with: apply, export, doctor, backup, restore, sources."""

import shutil
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from nlp.learning.model import load
from nlp.names import model as names
from pipeline import adding, services, sourcing, steps, trying
from pipeline.workspace import Workspace, make_workspace, open_workspace
from schemas.errors import InvalidRecordError, WrongUseError
from tests.support.site import Site, serving, workspace_for

NOW = datetime(2026, 11, 16, 9, 0, tzinfo=UTC)


@pytest.fixture
def site() -> Iterator[Site]:
    with serving() as served:
        served.feed(("/news/1", "Velmora opens an office", "Thu, 12 Nov 2026 10:00:00 GMT"))
        served.article(
            "/news/1",
            "Velmora opens an office in Lisbon",
            "Velmora has opened an office in Lisbon with forty staff, the company said on Thursday. "
            * 3,
        )
        served.pricing(Team="€89 per user / month")
        yield served


@pytest.fixture
def workspace(site: Site, tmp_path: Path) -> Iterator[Workspace]:
    folder = workspace_for(site, tmp_path / "market")
    opened = open_workspace(folder, now=NOW)
    services.apply(opened, folder / "registry", author="test")
    yield opened
    opened.close()


def test_the_example_of_a_new_workspace_can_be_applied(tmp_path: Path) -> None:
    folder = make_workspace(tmp_path / "new")
    services.write_example(folder)
    opened = open_workspace(folder)
    report = services.apply(opened, folder / "registry", author="test")
    assert len(services.summary(report)["new"]) == 3  # the company and its two sources
    again = services.apply(opened, folder / "registry", author="test")
    assert services.summary(again)["new"] == services.summary(again)["changed"] == ()
    opened.close()


def test_export_is_what_apply_reads(workspace: Workspace, tmp_path: Path) -> None:
    services.export(workspace, tmp_path / "out")
    report = services.apply(workspace, tmp_path / "out", author="test", prune=True)
    summary = services.summary(report)
    assert summary["changed"] == summary["retired"] == summary["new"] == ()


def test_a_backup_restores_everything_and_the_index_is_built_from_it(
    workspace: Workspace, tmp_path: Path
) -> None:
    list(steps.run(workspace))
    assert services.backup(workspace, tmp_path / "all.tar") > 0
    services.restore(tmp_path / "all.tar", tmp_path / "again")
    restored = open_workspace(tmp_path / "again", now=NOW)
    assert services.verify_all(restored) == []
    steps.step(restored, "index", None)
    assert restored.index.count() == workspace.index.count() == 2
    assert restored.registry == workspace.registry
    restored.close()


def test_a_backup_is_never_restored_over_a_workspace(workspace: Workspace, tmp_path: Path) -> None:
    services.backup(workspace, tmp_path / "all.tar")
    with pytest.raises(WrongUseError, match="already"):
        services.restore(tmp_path / "all.tar", workspace.folder)
    (tmp_path / "text.tar").write_text("no tar")
    with pytest.raises(WrongUseError, match="no backup"):
        services.restore(tmp_path / "text.tar", tmp_path / "other")
    assert not (tmp_path / "other").exists()


def test_doctor_names_the_part_that_is_at_fault(site: Site, tmp_path: Path) -> None:
    settings = {"index": "http://127.0.0.1:9", "smtp": {"host": "127.0.0.1", "port": 9}}
    opened = open_workspace(workspace_for(site, tmp_path / "ill", **settings))
    checks = {check.part: check for check in services.doctor(opened)}
    assert [part for part, check in checks.items() if not check.well] == ["index", "mail"]
    assert all(check.remedy for check in checks.values() if not check.well)
    opened.close()


def test_a_source_is_tried_without_storing_anything(workspace: Workspace) -> None:
    trial = trying.attempt(workspace, "rival-pricing")
    assert [offer.name for offer in trial.documents[0].offers] == ["Team"]
    assert trying.attempt(workspace, "rival-news").documents[0].title.startswith("Velmora opens")
    assert workspace.store.harvest.pending() == []
    assert workspace.store.documents.count() == 0


def test_a_source_is_added_changed_and_taken_back(workspace: Workspace) -> None:
    source = adding.new(workspace, "https://a.example/pricing", document="offer", every="1d")
    assert source.kind == "page"
    assert [one.id for one in workspace.registry.sources if one.id == source.id]
    with pytest.raises(WrongUseError, match="already"):
        adding.new(workspace, "https://a.example/pricing")
    assert len(sourcing.history(workspace, source.id)) == 1
    with pytest.raises(WrongUseError, match="6h"):
        adding.new(workspace, "https://b.example/", every="often")


def test_due_sources_come_in_batches_of_a_host(workspace: Workspace) -> None:
    batches = list(sourcing.due(workspace, (), 1))
    assert sorted(one for batch in batches for one in batch) == ["rival-news", "rival-pricing"]
    assert all(len(batch) == 1 for batch in batches)


@pytest.mark.parametrize("spoilt", ["damaged", "missing"])
def test_doctor_names_a_shipped_model_that_is_not_as_it_was(
    workspace: Workspace, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, spoilt: str
) -> None:
    shutil.copytree(names.MODELS, tmp_path / "models")
    monkeypatch.setattr(names, "MODELS", tmp_path / "models")
    names.shipped.cache_clear()
    assert _models(workspace).well

    file = _spoil(tmp_path / "models" / "names.zh.npz", spoilt)
    names.shipped.cache_clear()
    found = _models(workspace)
    names.shipped.cache_clear()
    assert not found.well
    assert f"{file}: the model of names is {spoilt}" in found.says
    assert "git checkout" in found.remedy


@pytest.mark.parametrize("spoilt", ["damaged", "missing"])
@pytest.mark.parametrize("name", ["moves.en.npz", "moves.slots.zh.npz"])
def test_the_file_of_a_model_that_is_at_fault_is_named(
    tmp_path: Path, name: str, spoilt: str
) -> None:
    shutil.copytree(names.MODELS, tmp_path / "models")
    file = _spoil(tmp_path / "models" / name, spoilt)
    with pytest.raises(InvalidRecordError, match=f"{file}: the model of moves is {spoilt}"):
        load(tmp_path / "models" / "moves.json")


def _spoil(file: Path, how: str) -> Path:
    data = bytearray(file.read_bytes())
    data[len(data) // 2] ^= 255
    file.write_bytes(data)
    if how == "missing":
        file.unlink()
    return file


def test_doctor_says_how_to_do_without_a_damaged_model_of_the_workspace(
    workspace: Workspace,
) -> None:
    own = workspace.data / "models" / "moves.json"
    own.parent.mkdir()
    own.write_text('{"format": 2, "languages"')
    found = _models(workspace)
    assert not found.well
    assert str(own) in found.says
    assert f"move {own.parent} away" in found.remedy


def _models(workspace: Workspace) -> services.Check:
    return next(one for one in services.doctor(workspace) if one.part == "models")
