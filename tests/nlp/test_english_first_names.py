"""People called by one name, as posts and letters do; companies spoken of in the same words stay what they are."""

import pytest

from nlp.tagger import Tagger
from schemas.registry import Registry

_TITLE = "What there was to report today, in a few lines"


@pytest.fixture(scope="module")
def tagger() -> Tagger:
    return Tagger(Registry())


@pytest.mark.parametrize(
    ("text", "people"),
    [
        ("Our CTO Mina will speak at the fair.", ["Mina"]),
        ("Thanks Priyanka for the tip.", ["Priyanka"]),
        ("Big thanks to Marta, Nuno and Yusuf for this launch.", ["Marta", "Nuno", "Yusuf"]),
        ("I met Wanjiru in 2023 when she was mending a pump.", ["Wanjiru"]),
        ("My name is Orsande and I sell lamps.", ["Orsande"]),
        ("Last week Ponteus announced that he is leaving us.", ["Ponteus"]),
        ("I asked Gorav, my old boss, what he thought.", ["Gorav"]),
        ("The depot opens next week. Cheers, Delphine", ["Delphine"]),
        ("We've seen the screenshot, it isn't from us. ^Jask", ["Jask"]),
        ("Ravi from support told me that it was over.", ["Ravi"]),
        ("Velmora told staff its plan for its chief.", []),
        ("We asked Concierly for its prices.", []),
        ("The Golden Week holiday is near.", []),
    ],
    ids=[
        "post", "thanks", "row", "met", "own name", "pronoun", "boss", "signed", "caret", "from",
        "company", "asked", "holiday",
    ],
)  # fmt: skip
def test_one_name_is_a_person_s(tagger: Tagger, text: str, people: list[str]) -> None:
    mentions = tagger.tag(_TITLE, text, language="en").mentions
    assert [one.text for one in mentions if one.label == "PERSON"] == people


def test_given_names_are_people_s_in_a_talk_that_is_about_no_business(tagger: Tagger) -> None:
    mentions = tagger.tag("", "Lol where is Jason today, he missed it all", language="en").mentions
    assert [one.text for one in mentions if one.label == "PERSON"] == ["Jason"]


@pytest.mark.parametrize(
    ("text", "people"),
    [
        ("She will be succeeded by her deputy, Arvind Thampel.", ["Arvind Thampel"]),
        ("Ragnild Sætrey succeeds Bjarn Auneby as finance chief.", ["Ragnild Sætrey", "Bjarn Auneby"]),
        ("Hartsease Joinery, based in Ludlow, has agreed to pay.", []),
        ("Nonnah Birch, the Melbourne gelato chain, opened a store.", []),
        ("Rowe Hartnell added 1.5 per cent in London.", []),
    ],
    ids=["deputy", "succeeds", "trade", "chain", "shares"],
)  # fmt: skip
def test_two_names_are_a_person_s_where_only_people_do_so(
    tagger: Tagger, text: str, people: list[str]
) -> None:
    mentions = tagger.tag(_TITLE, text, language="en").mentions
    assert [one.text for one in mentions if one.label == "PERSON"] == people
