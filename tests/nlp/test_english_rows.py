"""Companies by the row and the phrase they stand in, and where the names of companies end."""

import pytest

from nlp.tagger import Tagger
from schemas.registry import Registry

_TITLE = "What there was to report today, in a few lines"


@pytest.fixture(scope="module")
def tagger() -> Tagger:
    return Tagger(Registry())


@pytest.mark.parametrize(
    ("text", "companies"),
    [
        ("Larger suppliers such as Agritrell and Pellvane sell probes.", ["Agritrell", "Pellvane"]),
        ("Ironwell, its larger rival, charges £22 a month.", ["Ironwell"]),
        ("They chose Northquay Cargo over Portmann.", ["Northquay Cargo", "Portmann"]),
        ("Kite & Anchor Ventures has taken a stake.", ["Kite & Anchor Ventures"]),
        ("The owner is Larkfield plc. It paid.", ["Larkfield plc"]),
        (
            "It has a credit line with Cobalt Ridge. Hadley Orme LLP is acting as counsel.",
            ["Cobalt Ridge", "Hadley Orme LLP"],
        ),
        ("Loans by Malwa Bank and Indus Finance could get dearer.", ["Malwa Bank", "Indus Finance"]),
        ("Completion is expected in March.", []),
        ("The Pellex lost 0.42% on Friday.", []),
    ],
    ids=["such as", "rival", "over", "and", "plc", "sentences", "two", "word", "index"],
)  # fmt: skip
def test_companies_by_their_row_and_edges(tagger: Tagger, text: str, companies: list[str]) -> None:
    mentions = tagger.tag(_TITLE, text, language="en").mentions
    assert [one.text for one in mentions if one.label == "ORG"] == companies
