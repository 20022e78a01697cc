"""What is kept between runs: used again, made anew when its inputs change, never in the way."""

import re
from pathlib import Path

import pytest

from text import kept
from text.kept import Store, yaml_of
from text.patterns import compiled


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    place = tmp_path / "kept"
    monkeypatch.setattr(kept, "_FOLDER", place)
    return place


def counted(tmp_path: Path) -> tuple[list[str], Path]:
    source = tmp_path / "words.txt"
    source.write_text("one two", encoding="utf-8")
    made: list[str] = []

    def make() -> list[str]:
        made.append("made")
        return source.read_text(encoding="utf-8").split()

    for _ in range(2):
        assert kept.kept("words", [source], make) == ["one", "two"]
    assert made == ["made"]
    source.write_text("three four five", encoding="utf-8")
    assert kept.kept("words", [source], make) == ["three", "four", "five"]
    return made, source


def test_made_once_until_an_input_changes(tmp_path: Path) -> None:
    assert counted(tmp_path)[0] == ["made", "made"]


@pytest.mark.parametrize("garbage", [b"", b"\x00nonsense", b"i\x01\x00\x00\x00"])
def test_a_broken_file_is_made_anew(tmp_path: Path, folder: Path, garbage: bytes) -> None:
    _made, source = counted(tmp_path)
    (file,) = folder.glob("words.*")
    file.write_bytes(garbage)
    assert kept.kept("words", [source], lambda: ["anew"]) == ["anew"]
    assert kept.kept("words", [source], list) == ["anew"]


def test_a_place_that_cannot_be_written_to_is_no_error(tmp_path: Path, folder: Path) -> None:
    folder.write_text("a file where the folder would be", encoding="utf-8")
    assert kept.kept("words", [], lambda: [1]) == [1]
    store = Store("things")
    assert store.get(("a",), lambda: 2) == 2
    store.write()


def test_a_store_adds_what_is_new() -> None:
    first = Store("things")
    assert first.get(("a",), lambda: frozenset(["x"])) == {"x"}
    assert first.get(("none",), lambda: None) is None
    first.write()
    second = Store("things")
    assert second.get(("a",), lambda: frozenset(["other"])) == {"x"}
    assert second.get(("none",), lambda: "something") is None
    assert second.get(("b",), lambda: 3) == 3
    second.write()
    assert Store("things").get(("b",), lambda: 4) == 3


def test_yaml_is_read_as_it_stands(tmp_path: Path) -> None:
    file = tmp_path / "list.yaml"
    file.write_text("en: [a, b]\nweight: 0.5\n", encoding="utf-8")
    assert yaml_of(file) == yaml_of(file) == {"en": ["a", "b"], "weight": 0.5}


@pytest.mark.parametrize(
    "source",
    [r"\bden(?:y|ied)\b", r"(?P<a>\d+)|(?P<b>[a-z]+)(x)?", "否认|不[实属]", r"(?-i:US)\d", ""],
)
def test_a_kept_pattern_is_the_pattern(source: str, monkeypatch: pytest.MonkeyPatch) -> None:
    plain = re.compile(source, re.IGNORECASE)
    for turn in range(3):
        store = Store("patterns")
        monkeypatch.setattr("text.patterns.store", lambda _name, own=store: own)
        made = compiled(source)
        store.write()
        assert (made.pattern, made.flags, made.groups) == (source, plain.flags, plain.groups), turn
        assert made.groupindex == plain.groupindex
        for text in ("They DENIED it", "12 abx", "公司否认，不属", "us1 US1", ""):
            assert [(m.span(), m.groups(), m.lastgroup) for m in made.finditer(text)] == [
                (m.span(), m.groups(), m.lastgroup) for m in plain.finditer(text)
            ]


def test_a_wrong_pattern_is_told() -> None:
    with pytest.raises(re.error):
        compiled("(unclosed")
