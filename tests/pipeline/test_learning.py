"""A workspace's own model: trained with corrections, refused where worse, used by enrich, previewed."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from shutil import copytree
from typing import Any

import pytest

from nlp.frames.folders import FOLDER
from nlp.learning import comparing
from nlp.learning.model import SHIPPED, MoveModel, load, save, shipped
from nlp.learning.training import Trained
from nlp.tagger import Tagger
from pipeline import learning, previewing
from pipeline.workspace import Workspace, open_workspace
from schemas.documents import Article, Revision
from schemas.errors import InvalidRecordError, WrongUseError
from schemas.language import Move, Tagged
from schemas.registry import Registry

GOLD = comparing.gold()
CORRECTED = (
    '{"id": "en-analyst-0001", "lang": "en", "style": "news", "title": "", "published": "2026-11-12",'
    ' "text": "Velmora Ltd has bought Kestro Ltd.", "moves": [{"kind": "acquisition", "status": "done",'
    ' "actor": "Velmora Ltd", "evidence": "Velmora Ltd has bought Kestro Ltd"}]}\n'
)


@pytest.fixture
def workspace(tmp_path: Path) -> Iterator[Workspace]:
    (tmp_path / "zhibi.yaml").write_text("base_url: http://127.0.0.1:8000\n", encoding="utf-8")
    opened = open_workspace(tmp_path)
    yield opened
    opened.close()


@pytest.fixture
def trained(monkeypatch: pytest.MonkeyPatch) -> dict[str, Any]:
    """Training that gives the model put under "model" and keeps the texts it was given."""
    state: dict[str, Any] = {"model": shipped()}

    def train(items: list[Any], _say: object, *, apart: bool) -> Trained:
        state["texts"], state["apart"] = items, apart
        return Trained(state["model"], {}, {})

    def train_slots(items: list[Any], model: MoveModel, _say: object) -> MoveModel:
        state["slots"] = {one.lang for one in items}
        return replace(model, about={**model.about, "slots": {}})

    monkeypatch.setattr(learning, "train", train)

    def train_kinds(items: list[Any], model: MoveModel, _say: object) -> MoveModel:
        state["kinds"] = {one.lang for one in items}
        return replace(model, about={**model.about, "words": {}})

    monkeypatch.setattr(learning, "train_slots", train_slots)
    monkeypatch.setattr(learning, "train_kinds", train_kinds)
    monkeypatch.setattr(comparing, "gold", lambda: GOLD[::3])
    return state


def silent() -> MoveModel:
    """Return a model that finds nothing: no probability is enough."""
    shut = {k: replace(v, thresholds={"all": 2.0}) for k, v in shipped().languages.items()}
    return replace(shipped(), languages=shut)


def test_corrections_are_learned_from_kept_and_read_again(
    workspace: Workspace, trained: dict[str, Any], tmp_path: Path
) -> None:
    file = tmp_path / "corrected.jsonl"
    file.write_text(CORRECTED, encoding="utf-8")
    model, fell = learning.learn(workspace, corrections=file)
    assert fell == []
    assert "en-analyst-0001" in {one.id for one in trained["texts"]}
    assert trained["apart"]
    assert model.about["corrections"] == 1
    assert learning.scorer_of(workspace).model.about["corrections"] == 1
    found = learning.evaluate(workspace)
    assert found["corrections"] == 1
    assert set(found["corrections_failed"]) <= {"en-analyst-0001"}
    assert found["worse"] == []


def test_a_worse_model_is_refused_and_kept_only_for_a_reason(
    workspace: Workspace, trained: dict[str, Any]
) -> None:
    trained["model"] = silent()
    with pytest.raises(learning.Refused, match="en: macro-F1 fell from") as caught:
        learning.learn(workspace)
    assert "--force" in caught.value.remedy
    assert learning.model_path(workspace) == SHIPPED
    _model, fell = learning.learn(workspace, force="nothing should be tagged this week")
    kept = load(learning.model_path(workspace))
    assert fell
    assert kept.about["because"] == "nothing should be tagged this week"


def test_a_model_of_an_older_version_does_not_bar_its_successor(
    workspace: Workspace, trained: dict[str, Any]
) -> None:
    own = learning.folder_of(workspace) / "moves.json"
    own.parent.mkdir(parents=True)
    own.write_text('{"format": 1}', encoding="utf-8")
    said: list[str] = []
    _model, fell = learning.learn(workspace, say=said.append)
    assert fell == []
    assert "another version" in said[0]
    assert load(own).digest == trained["model"].digest


def test_slots_alone_are_learnt_for_the_model_in_use(
    workspace: Workspace, trained: dict[str, Any]
) -> None:
    model, fell = learning.learn(workspace, slots=("zh",))
    assert fell == []
    assert trained["slots"] == {"zh"}
    assert "texts" not in trained
    assert "slots" in model.about
    assert learning.scorer_of(workspace).model.digest == shipped().digest


def test_kinds_alone_are_learnt_for_the_model_in_use(
    workspace: Workspace, trained: dict[str, Any]
) -> None:
    model, fell = learning.learn(workspace, kinds=("en",))
    assert fell == []
    assert trained["kinds"] == {"en"}
    assert "texts" not in trained
    assert "words" in model.about


def test_training_needs_a_place_for_the_model() -> None:
    with pytest.raises(WrongUseError, match="needs a place"):
        learning.learn(None)


def test_a_bad_line_of_corrections_is_told_with_file_and_line(
    workspace: Workspace, tmp_path: Path
) -> None:
    file = tmp_path / "corrected.jsonl"
    file.write_text(CORRECTED + "{]\n", encoding="utf-8")
    with pytest.raises(InvalidRecordError) as caught:
        learning.learn(workspace, corrections=file)
    assert caught.value.where.endswith("corrected.jsonl:2")


def moves_of(text: str, *, scorer: Any = None) -> tuple[Move, ...]:
    return Tagger(Registry(), scorer=scorer).tag("", text, language="en").moves


def test_a_preview_tells_what_changed_frames_gain_and_lose(
    workspace: Workspace, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    text = "Velmora Ltd has acquired Kestro Ltd."
    document = Article(url="https://velmora.example/1", title="News", text=text)
    now = workspace.now
    revision = Revision(
        document_id="d1",
        number=1,
        source="s",
        snapshot="x",
        seen_at=now,
        digest="x",
        document=document,
    )
    tags = Tagger(Registry(), scorer=None).tag("News", text)
    stored = [(revision, [Tagged(document_id="d1", revision=1, tags=tags)])]
    monkeypatch.setattr(type(workspace.store.tags), "recent", lambda _self, _since: iter(stored))
    frames = tmp_path / "frames"
    copytree(FOLDER, frames)
    for file in frames.glob("*.en.yaml"):
        file.unlink()
    found = previewing.preview(workspace, frames=frames)
    assert found["documents"] == 1
    silent_path = tmp_path / "silent.json"
    save(silent(), silent_path)
    nothing = previewing.preview(workspace, model=silent_path)
    assert nothing["by_kind"]["acquisition"] == {"lost": 1}
    assert any(line.startswith("  - acquisition done") for line in previewing.told(nothing))
    # Other frames were in use only meanwhile.
    assert [one.kind for one in moves_of(text)] == ["acquisition"]


@pytest.mark.parametrize(("text", "days"), [("30d", 30), ("4w", 28)])
def test_a_span_is_read_in_days(text: str, days: int) -> None:
    assert previewing.days(text) == days


def test_a_span_that_is_none_is_told() -> None:
    with pytest.raises(WrongUseError, match="no span"):
        previewing.days("a month")
