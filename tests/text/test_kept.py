"""What is kept between runs: used again, made anew when its inputs change, never in the way."""

import os
import re
from collections.abc import Callable
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


Damage = Callable[[bytes], bytes]


@pytest.mark.parametrize(
    "damage",
    [
        lambda _whole: b"",
        lambda _whole: b"i\x01\x00\x00\x00",
        lambda whole: whole[:-3],
        lambda whole: whole[:-2] + b"??",
        lambda whole: whole + b"?",
    ],
    ids=["empty", "short", "cut off", "altered", "longer"],
)
def test_a_broken_file_is_never_loaded_and_made_anew(
    tmp_path: Path, folder: Path, damage: Damage, monkeypatch: pytest.MonkeyPatch
) -> None:
    _made, source = counted(tmp_path)
    (file,) = folder.glob("words.*")
    file.write_bytes(damage(file.read_bytes()))
    with monkeypatch.context() as patched:
        patched.setattr("marshal.loads", lambda _data: pytest.fail("a broken file was loaded"))
        assert Store("words").get(("a",), lambda: 1) == 1
        assert kept.kept("words", [source], lambda: ["anew"]) == ["anew"]
    assert kept.kept("words", [source], list) == ["anew"]


@pytest.mark.parametrize("mode", [0o664, 0o646])
def test_what_others_can_write_is_not_read(tmp_path: Path, folder: Path, mode: int) -> None:
    _made, source = counted(tmp_path)
    (file,) = folder.glob("words.*")
    assert file.stat().st_mode & 0o777 == 0o644
    file.chmod(mode)
    assert kept.kept("words", [source], lambda: ["anew"]) == ["anew"]


def test_what_another_user_wrote_is_not_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    _made, source = counted(tmp_path)
    code = tmp_path / "code.py"
    code.touch()
    monkeypatch.setattr(kept, "__file__", str(code))
    assert kept.kept("words", [source], list) == ["three", "four", "five"]
    stranger = os.stat_result((0o100644, 0, 0, 1, code.stat().st_uid + 1, 0, 0, 0, 0, 0))
    monkeypatch.setattr("os.fstat", lambda _number: stranger)
    assert kept.kept("words", [source], lambda: ["anew"]) == ["anew"]


def test_nothing_is_left_of_a_write_that_failed(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(_self: Path, _target: Path) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(Path, "replace", full)
    assert kept.kept("words", [], lambda: [1]) == [1]
    assert list(folder.iterdir()) == []


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
