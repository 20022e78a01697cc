"""People with initials, and those told by one word."""

import pytest

from nlp.tagger import Tagger
from schemas.registry import Registry


@pytest.fixture(scope="module")
def tagger() -> Tagger:
    return Tagger(Registry())


@pytest.mark.parametrize(
    ("text", "people"),
    [
        ("Suresh T. Nair was made head of Europe.", ["Suresh T. Nair"]),
        ("“It was never for sale,” said Thackley.", ["Thackley"]),
        ("analyst Joan Hollister of Merton Research wrote", ["Joan Hollister"]),
        ("“We sold out in May,” said Reuters.", []),
        ("Taxed under Pillar Two, Brazil's Law was kinder.", []),
    ],
)
def test_people_are_found_whole(tagger: Tagger, text: str, people: list[str]) -> None:
    mentions = tagger.tag("", text, language="en").mentions
    assert [one.text for one in mentions if one.label == "PERSON"] == people
