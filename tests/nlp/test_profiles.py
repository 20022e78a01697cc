"""Who holds a post, or held one elsewhere, is no appointment (MOVES.md rule 4); who begins in one is."""

from time import perf_counter

import pytest

from nlp.english import status
from nlp.tagger import Tagger
from schemas.registry import Registry


@pytest.fixture(scope="module")
def tagger() -> Tagger:
    """A tagger with the shipped model: the words of a post alone speak for an appointment."""
    return Tagger(Registry())


@pytest.mark.parametrize(
    "text",
    [
        "Lee Sano has been chief executive of Tavira since 2021. He likes sailing.",
        "Orla Finn has been managing director of Brennick since May 2019 and lives in Cork.",
        "Pellucid was founded in 2018 by Rob Tait, the former finance chief of Dexmoor.",
        "Orlin was started by Ann Lee, previously chief technology officer at Quillon.",
    ],
    ids=["since-a-year", "since-a-month", "founded-by-a-former", "started-by-a-former"],
)
def test_who_holds_or_held_a_post_is_not_appointed(tagger: Tagger, text: str) -> None:
    moves = tagger.tag("", text, published="2026-11-20").moves
    assert [one.kind for one in moves if one.kind == "appointment"] == []


@pytest.mark.parametrize(
    "text",
    [
        "Lee Sano has been chief executive of Tavira since Monday.",
        "Tavira named Lee Sano, who has been its chief executive since 2021, chair of the board.",
        "Orla Finn, who has run the depot in Cork since 2019, will be chief executive of Tavira.",
        "Ann Lee is the new chief executive of Orlin, which was founded by a former head of Dexmoor.",
    ],
    ids=["since-monday", "named", "will-be", "founded-in-an-aside"],
)
def test_who_begins_in_a_post_is(tagger: Tagger, text: str) -> None:
    moves = tagger.tag("", text, published="2026-11-20").moves
    assert [one.kind for one in moves if one.kind == "appointment"] == ["appointment"]


def test_a_long_sentence_is_asked_for_a_profile_in_no_time() -> None:
    began = perf_counter()
    assert status._FOUNDED.search("founded by " * 800) is None
    assert status._HELD.search("has been " * 5000) is None
    assert perf_counter() - began < 1
