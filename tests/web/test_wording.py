"""The words of the pages: the same keys and the same blanks in both languages, none unused."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from ruamel.yaml import YAML

from web.wording import FOLDER, fill, said

GROUPS = sorted(path.stem for path in (FOLDER / "en").glob("*.yaml"))
_BLANK = re.compile(r"\{(\w+)\}")


def load(group: str, language: str) -> dict[str, Any]:
    file = FOLDER / language / f"{group}.yaml"
    loaded: dict[str, Any] = YAML(typ="safe").load(file.read_text(encoding="utf-8"))
    return loaded


def flat(entries: dict[str, Any], before: str = "") -> Iterator[tuple[str, Any]]:
    for name, value in entries.items():
        if isinstance(value, dict) and "other" not in value:
            yield from flat(value, f"{before}{name}.")
        else:
            yield before + name, value


def blanks(entry: Any) -> set[str]:
    return set(_BLANK.findall(entry if isinstance(entry, str) else entry["other"]))


@pytest.mark.parametrize("group", GROUPS)
def test_both_languages_say_the_same_things(group: str) -> None:
    english, chinese = dict(flat(load(group, "en"))), dict(flat(load(group, "zh")))
    assert english.keys() == chinese.keys()
    for key, entry in english.items():
        assert isinstance(chinese[key], str), f"{key}: Chinese has no plural"
        assert blanks(entry) == blanks(chinese[key]), key
        if isinstance(entry, dict):
            assert blanks(entry["one"]) <= blanks(entry["other"]), key


def test_each_group_is_written_in_both_languages() -> None:
    assert sorted(path.stem for path in (FOLDER / "zh").glob("*.yaml")) == GROUPS


@pytest.mark.parametrize("language", ["en", "zh"])
@pytest.mark.parametrize("group", GROUPS)
def test_words_keep_to_the_house_style(group: str, language: str) -> None:
    for key, entry in flat(load(group, language)):
        for text in [entry] if isinstance(entry, str) else entry.values():
            assert not re.search(r"!|！|\boops\b|\bplease\b|successfully", text, re.IGNORECASE), key
            if language == "zh":
                plain = _BLANK.sub("，", text.replace("{n}", "0"))
                assert not re.search(
                    r"[\u4e00-\u9fff][A-Za-z0-9]|[A-Za-z0-9][\u4e00-\u9fff]", plain
                ), key


def test_every_word_is_used() -> None:
    """A key is named in a template or in code, by itself or through the table that holds it."""
    web = Path(FOLDER).parent
    used = "\n".join(
        path.read_text(encoding="utf-8") for path in [*web.rglob("*.html"), *web.rglob("*.py")]
    )
    unused = [
        f"{group}.{key}"
        for group in GROUPS
        for key, _ in flat(load(group, "en"))
        if not _named(key.split("."), used)
    ]
    assert unused == []


def _named(parts: list[str], used: str) -> bool:
    last = parts[-1]
    if re.search(rf"[.\"']{re.escape(last)}\b", used):
        return True
    # a table whose entry is chosen by a value: base.roles[role]
    return len(parts) > 1 and re.search(rf"\b{re.escape(parts[-2])}[\[\"'.]", used) is not None


def test_numbers_choose_their_form() -> None:
    assert fill(said("base.counts.story", "en"), 1) == "1 story"
    assert fill(said("base.counts.story", "en"), 1234) == "1,234 stories"
    assert fill(said("base.counts.story", "zh"), 1) == "1 个事件"
