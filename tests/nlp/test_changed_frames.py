"""Changed frames are read for a while with the lists beside them; a mistake is told with its place."""

import json
from pathlib import Path
from shutil import copytree

import pytest

from nlp.changed_frames import using
from nlp.frames.folders import FOLDER
from nlp.tagger import Tagger
from schemas.errors import InvalidRecordError, WrongUseError
from schemas.registry import Registry
from text.kept import yaml_of

NEWS = "Velmora Ltd has opened a zorbhouse in Lyon, it said. Velmora Ltd has acquired Kestro Ltd for €40 million."
DENIED = "Velmora Ltd has opened an office in Lyon with 25 staff. All of that is fiddlesticks, the union said."


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    copytree(FOLDER, tmp_path / "frames")
    return tmp_path / "frames"


def read(text: str) -> list[tuple[str, str, bool]]:
    """Return kind and status of each move, and whether it has a slot."""
    moves = Tagger(Registry(), scorer=None).tag("News", text).moves
    return [(one.kind, one.status, bool(one.slots)) for one in moves]


def test_a_word_added_to_a_class_counts_in_its_rules(folder: Path) -> None:
    before = read(NEWS)
    assert "expansion" not in {kind for kind, _, _ in before}
    file = folder / "_classes.yaml"
    classes = yaml_of(file)
    classes["en"]["site"] += ", zorbhouse"
    file.write_text(json.dumps(classes), encoding="utf-8")
    with using(folder):
        assert "expansion" in {kind for kind, _, _ in read(NEWS)}
    assert read(NEWS) == before


def test_words_that_govern_a_sentence_and_slots_are_those_of_the_folder(folder: Path) -> None:
    before = read(DENIED)
    assert "denied" not in {status for _, status, _ in before}
    (folder / "_framing.yaml").write_text(
        "en:\n  denied_answer: ['\\bfiddlesticks']\nzh: {}\n", encoding="utf-8"
    )
    (folder / "_slots.en.yaml").write_text("{}\n", encoding="utf-8")
    with using(folder):
        assert {(status, slots) for _, status, slots in read(DENIED)} == {("denied", False)}
    assert read(DENIED) == before
    assert any(slots for _, _, slots in read(NEWS))


def test_lists_that_the_folder_lacks_are_ours(folder: Path) -> None:
    for path in folder.glob("_*.yaml"):
        path.unlink()
    with using(folder):
        assert "acquisition" in {kind for kind, _, _ in read(NEWS)}


WRONG = [
    ("a list that is no YAML", "_classes.yaml", "zh: [broken", r"_classes.yaml:2: no YAML"),
    ("words that are no YAML", "_status.yaml", ": : [", r"_status.yaml:1: no YAML"),
    ("no UTF-8", "_framing.yaml", "\udcff", r"_framing.yaml: no YAML"),
    ("nothing", "_framing.yaml", "", r"_framing.yaml: must be names"),
    ("no class left", "_classes.yaml", "en: {}\nzh: {}\n", r"\.en\.yaml:\d+: rule \w+ of .*no class"),
    ("no words but a list", "_classes.yaml", "en: {site: [a]}", r"_classes.yaml: cannot be used"),
    ("a list cut short", "_signs.yaml", "en: {up: rises}", r"_signs.yaml: cannot be used: down is missing"),
    ("a broken pattern", "_status.yaml", "en: {denied: '(('}", r"_status.yaml: cannot be used: missing \)"),
    ("an unknown filler", "_slots.en.yaml", "acquisition: {target: nofiller}", r"_slots.en.yaml: .*no filler nofiller"),
    ("an unknown kind", "_slots.zh.yaml", "merging: {target: other}", r"_slots.zh.yaml: .*no kind is called 'merging'"),
    ("a rule's unknown filler", "deals.en.yaml",
     "language: en\nframes:\n  - kind: acquisition\n    rules:\n      - id: buys\n        verbs: [buy]\n        slots: {target: nofiller}\n",
     r"deals.en.yaml:5: rule buys of acquisition: no filler nofiller"),
    ("a rule file that is no UTF-8", "deals.en.yaml", "\udcff", r"deals.en.yaml: is no UTF-8"),
]  # fmt: skip


@pytest.mark.parametrize(
    ("name", "text", "told"), [one[1:] for one in WRONG], ids=[one[0] for one in WRONG]
)
def test_a_mistake_is_told_with_its_place(folder: Path, name: str, text: str, told: str) -> None:
    (folder / name).write_bytes(text.encode("utf-8", "surrogateescape"))
    with pytest.raises(InvalidRecordError, match=told), using(folder):
        pass


def test_a_folder_without_frames_is_refused(folder: Path) -> None:
    with pytest.raises(WrongUseError, match="has no frames"), using(folder.parent):
        pass
    for path in folder.glob("[!_]*.yaml"):
        path.unlink()
    with pytest.raises(WrongUseError, match="has no frames"), using(folder):
        pass
