"""Companies are known again without a registry: by their own words, and by their sound across scripts."""

import pytest

from nlp.stories.facts import facts
from nlp.stories.parties import han_head, own_words, parties
from nlp.tagger import Tagger
from nlp.transcribed import one_name, one_person, sound_keys
from schemas.registry import Registry

TAGGER = Tagger(Registry())


@pytest.mark.parametrize(
    ("chinese", "latin", "one"),
    [
        ("砚湖", "yanhu", True),
        ("青州砚湖科技", "yanhu", True),
        ("格兰维克", "glanvick", True),
        ("索尔布里奇", "solbridge", True),
        ("多布雷克化工", "dobrecker", True),
        ("砚湖", "glanvick", False),
        ("格兰维克", "solbridge", False),
        ("索尔布里奇", "dobrecker", False),
    ],
)
def test_a_name_sounds_alike_in_both_scripts(chinese: str, latin: str, one: bool) -> None:
    assert one_name(chinese, latin) is one
    if one:
        assert sound_keys(chinese) & sound_keys(latin)


@pytest.mark.parametrize(
    ("chinese", "latin", "one"),
    [
        ("苏敏仪", "su minyi", True),
        ("苏敏仪", "minyi su", True),
        ("梁文杰", "leung man-kit", True),
        ("苏敏仪", "tobias hartwell", False),
    ],
)
def test_a_person_may_be_one_in_both_scripts(chinese: str, latin: str, one: bool) -> None:
    assert one_person(chinese, latin) is one


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("Glanvick International Education", ("glanvick",)),
        ("Bank of Yanhu", ("yanhu",)),
        ("砚湖银行股份有限公司", ("砚湖",)),
        ("格兰维克", ("格兰", "兰维", "维克")),
    ],
)
def test_a_name_is_known_by_its_own_words(name: str, words: tuple[str, ...]) -> None:
    assert own_words(name) == words


def test_a_kind_of_company_is_nobodys_name() -> None:
    assert han_head("银行") == ""


def test_a_comment_is_about_whom_it_names() -> None:
    text = "The deal looks dear. Glanvick Motors will need years to earn that back."
    found = parties("A long way home", TAGGER.tag("A long way home", text))
    assert [one.name for one in found if one.main] == ["Glanvick Motors"]


@pytest.mark.parametrize(
    ("text", "there", "absent"),
    [
        ("Workers at Glanvick stopped.", {"w:glanvick"}, "w:workers"),
        ("They plan a strike.", {"c:strike", "c:plan"}, "c:plane"),
        ("It lost phone numbers.", {"c:phone-number"}, "c:plane"),
        ("It has grown in large numbers.", set(), "c:phone-number"),
        ("其中水分不小。", set(), "c:water"),
        ("招了两千三百人。", {"v:2.3e+03"}, "n:2300"),
        ("It moves to 4.1 today.", {"n:4.1"}, "n:4"),
    ],
)
def test_facts_are_names_and_whole_words(text: str, there: set[str], absent: str) -> None:
    found = facts("", text, TAGGER.tag("", text), "2026-05-04")
    assert there <= found
    assert absent not in found
