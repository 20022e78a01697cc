"""What a rule is worth is measured by taking its say away, and only while it is measured."""

import pytest

from evaluation.muted import Muted, functions, listened, mute
from evaluation.worth import Probe, Worth, brought, probes, spoken, sums
from nlp.english import denial, roles
from nlp.tagger import Tagger
from schemas.language import Tags
from schemas.registry import Registry

TEXT = "Ada Kestle, chief executive of Ossory Mills, resigned."


@pytest.fixture(scope="module")
def tagger() -> Tagger:
    made = Tagger(Registry())
    made.tag("", TEXT, published="2026-05-04")
    return made


def named(name: str) -> Muted:
    module = name.partition(":")[0]
    return next(one for one in functions([f"{module}."]) if one.name == name)


def _names(kind: str) -> Probe:
    def judge(tags: Tags) -> Worth:
        return Worth(0, sum(one.label == kind for one in tags.mentions))

    return Probe("unread", "", TEXT, "2026-05-04", "en", judge)


def test_a_muted_function_says_nothing_wherever_it_is_used_and_speaks_again_afterwards(tagger):
    def labels() -> set[str]:
        return {one.label for one in tagger.tag("", TEXT, published="2026-05-04").mentions}

    assert "ROLE" in labels()
    with mute(named("nlp.english.roles:roles")):
        assert "ROLE" not in labels()
    assert "ROLE" in labels()


def test_it_speaks_again_after_a_fault(tagger):
    before = denial.denied
    with pytest.raises(RuntimeError), mute(named("nlp.english.denial:denied")):
        raise RuntimeError
    assert denial.denied is before


def test_a_pass_hands_on_what_came_in_and_a_finder_finds_nothing():
    held = {"made": lambda given: [*given, "B"], "found": lambda _given: ["B"]}
    with mute(Muted("here:made", held["made"], ((held, "made"),))):
        assert held["made"](["A"]) == ["A"]
    with mute(Muted("here:found", held["found"], ((held, "found"),))):
        assert held["found"](["A"]) == []


def test_only_what_says_something_is_heard():
    held = {"asked": lambda given: given > 1}
    heard: list[str] = []
    with listened([Muted("here:asked", held["asked"], ((held, "asked"),))], heard.append):
        assert [held["asked"](1), held["asked"](2)] == [False, True]
    assert heard == ["here:asked"]


def test_what_finds_posts_is_worth_the_posts_it_finds(tagger):
    several = [_names("ROLE"), _names("MONEY")]
    rule = named("nlp.english.roles:roles")
    before, heard = spoken(several, [rule], tagger)
    assert heard["nlp.english.roles:roles"] == [0, 1]
    sums = brought(rule, several, before, [0, 1], tagger)
    assert sums["unread"].names == 1
    assert sums["unread"].texts == 1
    assert [one.label for one in roles.roles(several[0].text)] == ["ROLE"]


def test_every_group_that_needs_no_data_has_texts_in_both_languages():
    met = {(one.group, one.language) for one in probes(None)}
    assert met == {(group, language) for group in ("read", "unread", "corpora") for language in ("en", "zh")}  # fmt: skip


@pytest.mark.parametrize(
    ("function", "given", "without"),
    [
        pytest.param(lambda text: text.removesuffix(" plc"), "Ossory plc", "Ossory plc", id="a-cut"),
        pytest.param(lambda text: text[:6], "denied by all who were asked", "", id="a-word-that-tells"),
        pytest.param(lambda slots: {**slots, "to": 2}, {"from": 1}, {"from": 1}, id="slots-put-right"),
        pytest.param(lambda told: {*told}, ["A"], set(), id="a-set"),
    ],
)  # fmt: skip
def test_what_a_muted_function_hands_on_is_what_came_in_or_nothing(function, given, without):
    held = {"asked": function}
    assert held["asked"](given) != without
    with mute(Muted("here:asked", held["asked"], ((held, "asked"),))):
        assert held["asked"](given) == without


def test_sums_are_told_by_group_and_language(tagger):
    several = [_names("ROLE"), _names("PERSON")]
    worths = [one.worth(tagger) for one in several]
    assert sums(several, worths) == {("unread", "en"): Worth(0, 2)}
