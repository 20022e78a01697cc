import re
from pathlib import Path

import pytest

from nlp.frames import Frame, Rule, compile_file, load, read_file
from nlp.frames.compiling import compile_rule
from nlp.frames.folders import FOLDER
from nlp.slots import filler_of, plan
from schemas.errors import InvalidRecordError
from schemas.kinds import MOVE_KINDS

RULE = "language: en\nframes:\n  - kind: {kind}\n    rules:\n      - id: one\n        {body}\n"


@pytest.mark.parametrize("language", ["en", "zh"])
def test_every_kind_has_a_frame(language: str) -> None:
    assert {rule.kind for rule in load(language)} == set(MOVE_KINDS)


@pytest.mark.parametrize("language", ["en", "zh"])
def test_rule_names_are_unique(language: str) -> None:
    names = [rule.name for rule in load(language)]
    assert len(names) == len(set(names))


@pytest.mark.parametrize("language", ["en", "zh"])
def test_slots_are_planned_for_every_kind_with_known_fillers(language: str) -> None:
    planned = plan(language)
    assert set(planned) == set(MOVE_KINDS)
    used = {name for slots in planned.values() for fillers in slots.values() for name in fillers}
    used |= {n for rule in load(language) for f in rule.slots.values() for n in f.split()}
    for name in used:
        assert callable(filler_of(name, language))


def test_an_unknown_filler_is_named() -> None:
    with pytest.raises(ValueError, match="no filler nearby; fillers are"):
        filler_of("nearby", "zh")


def test_choices_classes_and_short_gaps_in_trigger_words() -> None:
    frame = Frame(
        kind="expansion",
        rules=(Rule(id="a", words=("(开|关)<site>", "{PLACE}~(建|设)厂", "新~<opened>")),),
    )
    compiled = compile_rule(frame.rules[0], frame, "zh")
    assert compiled.match("开门店", 0, "开") is not None
    assert compiled.match("新仓库正式启用", 0, "新") is not None
    assert (
        compiled.match("新仓库建好，次日启用", 0, "新") is None
    )  # a short gap ends with its clause
    assert {"开", "关", "新"} <= set(compiled.keys)


@pytest.mark.parametrize("language", ["en", "zh"])
def test_every_expression_of_the_shipped_frames_compiles(language: str) -> None:
    rules = load(language)
    assert len(rules) > 80
    for rule in rules:
        rule.check()


@pytest.mark.parametrize("path", sorted(FOLDER.glob("[a-z]*.yaml")), ids=lambda path: path.name)
def test_trigger_words_hold_no_sign_that_only_expressions_know(path: Path) -> None:
    """Signs of expressions stand for themselves there: 离开了? needs a question mark."""
    for frame in read_file(path).frames:
        for rule in frame.rules:
            for word in (*rule.words, *rule.verbs):
                assert not re.search(r"[\\?\[\]^$]|\{\d", word), (frame.kind, rule.id, word)
                assert "|" not in word or "(" in word, (frame.kind, rule.id, word)


@pytest.mark.parametrize("words", ["<nowhere>开业", "(开|大(关|停))业"])
def test_faults_in_trigger_words_are_named(words: str) -> None:
    frame = Frame(kind="expansion", rules=(Rule(id="a", words=(words,)),))
    with pytest.raises(ValueError, match=r"no class <nowhere>|a choice within a choice"):
        compile_rule(frame.rules[0], frame, "zh")


@pytest.mark.parametrize(
    ("kind", "body", "line", "words"),
    [
        ("aquisition", "verbs: [buy]", 3, "kind"),
        ("acquisition", "verbs: [buy]\n        weight: 3", 7, "weight"),
        ("acquisition", "verbs: [buy]\n        affter: x", 7, "affter"),
        ("acquisition", "verbs: [buy]\n        after: '('", 5, "rule one of acquisition"),
        ("acquisition", "verbs: [buy]\n        after: '{COMPANY}'", 5, "no label {COMPANY}"),
        ("acquisition", "actor: subject", 5, "needs verbs or words"),
    ],
)
def test_a_mistake_is_told_with_file_and_line(
    tmp_path: Path, kind: str, body: str, line: int, words: str
) -> None:
    path = tmp_path / "bad.en.yaml"
    path.write_text(RULE.replace("{kind}", kind).replace("{body}", body), encoding="utf-8")
    with pytest.raises(InvalidRecordError) as caught:
        compile_file(path)
    assert caught.value.where == f"{path}:{line}"
    assert words in str(caught.value)


def test_broken_yaml_is_told_with_its_line(tmp_path: Path) -> None:
    path = tmp_path / "bad.en.yaml"
    path.write_text("language: en\nframes: [\n", encoding="utf-8")
    with pytest.raises(InvalidRecordError, match=r"bad\.en\.yaml:\d"):
        read_file(path)


def test_a_rule_of_an_analyst_is_used(tmp_path: Path) -> None:
    path = tmp_path / "own.en.yaml"
    path.write_text(
        RULE.replace("{kind}", "acquisition").replace("{body}", "words: ['walks off with']"),
        encoding="utf-8",
    )
    frame = read_file(path).frames[0]
    compiled = compile_rule(frame.rules[0], frame, "en")
    assert compiled.trigger.search("Acme walks  off with Bolt")
    assert not compiled.trigger.search("Acme sidewalks off with Bolt")


def test_files_lie_where_the_loader_looks() -> None:
    assert {path.name.split(".")[1] for path in FOLDER.glob("[a-z]*.yaml")} == {"en", "zh"}
