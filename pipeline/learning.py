"""Training and judging the model of moves: the shipped one, or a workspace's own."""

import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any, Literal, NamedTuple

from nlp.corpora import Item, items, read_items
from nlp.corpora.brief import brief
from nlp.learning import card, comparing
from nlp.learning.comparing import Outcome
from nlp.learning.evaluating import Score
from nlp.learning.model import SHIPPED, MoveModel, load, save, shipped
from nlp.learning.refilling import train_kinds, train_slots
from nlp.learning.scorer import Scorer
from nlp.learning.training import frames_digest, silent, train
from nlp.names.training import train_ner
from nlp.tagger import Tagger
from pipeline.correction_export import item_id, labelled
from pipeline.workspace import Workspace
from schemas.corrections import OF_A_MOVE
from schemas.errors import InvalidRecordError, WrongUseError
from schemas.ids import digest
from schemas.language import Move
from schemas.registry import Registry

Row = Mapping[str, Any]
LANGUAGES: tuple[Literal["en", "zh"], ...] = ("en", "zh")
Say = Callable[[str], None]


class Refused(WrongUseError):  # noqa: N818 - what happened, not what kind of thing it is
    """The new model is worse than the one in use; *what* says in what."""

    exit_code = 1


class Judgement(NamedTuple):
    """Figures of a model on the gold, and the corrections it reads wrongly."""

    model: MoveModel
    scores: dict[str, Score]
    outcomes: list[Outcome]
    cases: int
    failed: list[str]


def learn_names(folder: Path, say: Say = silent) -> dict[str, str]:
    """Train the models of names on the corpora and write them into *folder*; return file name to SHA-256.

    The same corpora give the same bytes. Takes a minute of processor time for English, five for Chinese.
    """
    digests = {}
    for language in LANGUAGES:
        say(f"names, {language}")
        data = train_ner(language)
        name = f"names.{language}.npz"
        (folder / name).write_bytes(data)
        digests[name] = digest(data)
    return digests


def folder_of(workspace: Workspace) -> Path:
    """Return where a workspace keeps its own model and the corrections it learned from."""
    return workspace.data / "models"


def model_path(workspace: Workspace | None) -> Path:
    """Return the model in use: the workspace's own if there is one, else the shipped one."""
    own = folder_of(workspace) / "moves.json" if workspace else SHIPPED
    return own if own.exists() else SHIPPED


def scorer_of(workspace: Workspace) -> Scorer:
    """Return the model in use at work. Raises InvalidRecordError where its files are damaged."""
    path = model_path(workspace)
    if path == SHIPPED:
        return Scorer(shipped())
    try:
        return Scorer(load(path))
    except InvalidRecordError as error:
        error.remedy += f". Or move {path.parent} away: then the model that Zhibi ships is used"
        raise


def learn(
    workspace: Workspace | None, *, corrections: Path | None = None, target: Path | None = None,
    force: str = "", slots: Sequence[str] = (), kinds: Sequence[str] = (), say: Say = silent,
) -> tuple[MoveModel, list[str]]:  # fmt: skip
    """Train on the corpora and on corrections, and keep the model unless it is worse.

    *target*: where to; without one the workspace's own model. *force*: the reason to keep it though
    it is worse. *slots*: languages whose actors and slots alone are learnt, for the
    model in use; *kinds*: those whose kinds alone are. Returns the model and what got worse. Raises Refused, InvalidRecordError.
    """
    if target is None and workspace is None:
        raise WrongUseError(
            "needs a place for the model",
            remedy="Run it in a workspace, or name a file: --out models/moves.json",
        )
    path = target or folder_of(workspace) / "moves.json"  # type: ignore[arg-type]
    mended = _corrections(workspace, corrections)
    texts = [one for lang in LANGUAGES for one in (*items(lang), *brief(lang))]
    known = {one.id for one in mended}
    texts = [one for one in texts if one.id not in known] + mended
    in_use = _in_use([path, model_path(workspace), SHIPPED], say)
    if slots and in_use is not None:
        learned = train_slots([one for one in texts if one.lang in slots], in_use, say)
    elif kinds and in_use is not None:
        learned = train_kinds([one for one in texts if one.lang in kinds], in_use, say)
    else:
        learned = train(texts, say, apart=True).model
    fell: list[str] = []
    if in_use is not None:
        say("compared with the model in use")
        old = judge(in_use, mended)
        new = judge(learned, mended)
        fell = comparing.worse(old.outcomes, new.outcomes)
        fell += [f"correction {one}" for one in new.failed if one not in old.failed]
    if fell and not force:
        raise Refused(
            "the new model is worse: " + "; ".join(fell),
            where=str(path),
            remedy='Look at the texts it was taught, or keep it all the same: --force "the reason"',
        )
    about = {**learned.about, "corrections": len(mended)}
    if fell:
        about |= {"kept_though": fell, "because": force}
    model = save(replace(learned, about=about), path)
    card.write(model, path)
    if mended and workspace is not None:
        _keep(folder_of(workspace) / "corrections.jsonl", mended)
    return model, fell


def _in_use(paths: Iterable[Path], say: Say) -> MoveModel | None:
    """Return the first model that can be read: one of an older version must not bar its successor."""
    for path in dict.fromkeys(paths):
        if path.exists():
            try:
                return load(path)
            except InvalidRecordError as error:
                say(f"passed over: {error}")
    return None


def _corrections(workspace: Workspace | None, given: Path | None) -> list[Item]:
    """Return what analysts corrected here, in earlier trainings and in the file *given*, by id.

    What is corrected now is the newest word on a sentence. What earlier trainings kept of a sentence
    is forgotten where its corrections were undone.
    """
    found: dict[tuple[str, str], Item] = {}
    if workspace is not None and (kept := folder_of(workspace) / "corrections.jsonl").exists():
        taken_back = _taken_back(workspace)
        found = {(one.lang, one.text): one for one in read_items(kept) if not taken_back(one.text)}
    if given is not None:
        found |= {(one.lang, one.text): one for one in read_items(given)}
    if workspace is not None:
        now = (Item.model_validate(row) for row in labelled(workspace))
        found |= {(one.lang, one.text): one for one in now}
    return _apart(found.values())


def _taken_back(workspace: Workspace) -> Callable[[str], bool]:
    """Return what says of a sentence whether it was corrected here and every such correction was undone."""
    made = [one for one in workspace.store.corrections.all() if one.fix in OF_A_MOVE and one.words]
    documents = {one.document_id for one in made if one.undone and one.document_id}
    whole = {
        document: [
            f"{revision.document.title}\n{revision.document.text}"
            for revision in workspace.store.documents.revisions(document)
        ]
        for document in documents
    }

    def taken_back(text: str) -> bool:
        mine = {d for d, versions in whole.items() if any(text in version for version in versions)}
        here = [one for one in made if one.document_id in mine and one.words in text]
        return bool(here) and all(one.undone for one in here)

    return taken_back


def _apart(found: Iterable[Item]) -> list[Item]:
    """Return items in the order of their ids; of two with one id, from files that were numbered, one gets its own."""
    by_id: dict[str, Item] = {}
    for one in found:
        own = item_id(one.lang, one.text) if one.id in by_id else one.id
        by_id[own] = one.model_copy(update={"id": own})
    return sorted(by_id.values(), key=lambda one: one.id)


def _keep(path: Path, mended: Iterable[Item]) -> None:
    partial = path.with_name(path.name + ".partial")
    lines = [one.model_dump_json(exclude_defaults=False) for one in mended]
    partial.write_text("\n".join(lines) + "\n", encoding="utf-8")
    partial.replace(path)


def judge(model: MoveModel, cases: Sequence[Item] = ()) -> Judgement:
    """Read the gold and the corrections with *model*."""
    tagger = Tagger(Registry(), scorer=Scorer(model))

    def read(row: Row) -> Sequence[Move]:
        return tagger.tag(
            row["title"], row["text"], published=row["published"], language=row["lang"]
        ).moves

    scores, outcomes = comparing.read_all(comparing.gold(), read)
    failed = [one.id for one in cases if not _right(one, read(one.model_dump(mode="json")))]
    return Judgement(model, scores, outcomes, len(cases), failed)


def _right(item: Item, moves: Sequence[Move]) -> bool:
    """Say whether a corrected text is read as the analyst said: the same kinds and statuses."""
    return sorted((m.kind, m.status) for m in item.moves) == sorted(
        (m.kind, m.status) for m in moves
    )


def evaluate(workspace: Workspace | None, path: Path | None = None) -> dict[str, Any]:
    """Judge a model (the one in use, or of *path*) beside the shipped one. For people and JSON."""
    cases = _corrections(workspace, None)
    own = judge(load(path or model_path(workspace)), cases)
    base = judge(shipped(), cases)
    return {
        "model": own.model.digest[:16],
        "shipped": base.model.digest[:16],
        "trained_on_these_frames": own.model.about.get("frames") == frames_digest(),
        "gold": {language: one.figures() for language, one in sorted(own.scores.items())},
        "gold_shipped": {language: one.figures() for language, one in sorted(base.scores.items())},
        "kinds": {language: one.by_kind() for language, one in sorted(own.scores.items())},
        "left_out": own.model.about.get("cross_validated", {}),
        "reliability": own.model.about.get("reliability", {}),
        "corrections": own.cases,
        "corrections_failed": own.failed,
        "worse": comparing.worse(base.outcomes, own.outcomes)
        + [f"correction {one}" for one in own.failed if one not in base.failed],
        "errors": {language: one.errors for language, one in sorted(own.scores.items())},
    }


def as_json(found: Mapping[str, Any]) -> str:
    """Return an evaluation as one line of JSON."""
    return json.dumps(found, ensure_ascii=False)
