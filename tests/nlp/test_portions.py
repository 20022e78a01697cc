"""Who buys a part of a company buys not the company, nor whom it buys something from; and sells nothing."""

import pytest

from nlp.tagger import Tagger
from schemas.registry import Registry

READER = Tagger(Registry())


def targets(title: str, text: str) -> dict[str, list[str]]:
    moves = READER.tag(title, text, published="2026-05-04", language="en").moves
    return {one.kind: [each.text for each in one.values("target")] for one in moves}


@pytest.mark.parametrize(
    "part", ["bus business", "crane arm", "cold storage business", "email unit", "battery division"]
)
@pytest.mark.parametrize("verb", ["is buying", "has acquired", "has agreed to buy", "will take over"])  # fmt: skip
def test_a_part_of_a_company_is_bought(part: str, verb: str) -> None:
    told = targets(f"Tesk buys {part}", f"Tesk {verb} the {part} of Orvane Motors for $40 million.")
    assert told in (
        {"acquisition": [f"{part} of Orvane Motors"]},
        {"acquisition": [part]},
    )


@pytest.mark.parametrize(
    ("text", "target"),
    [
        pytest.param("Tesk is buying a kiln plant in Cork from Orvane for €70 million.", "kiln plant in Cork", id="plant"),
        pytest.param("Tesk has bought the chat tool Talkie from Orvane for $9 million.", "chat tool Talkie", id="tool"),
        pytest.param("Tesk has acquired the parent company of Orvane.", "parent company of Orvane", id="parent"),
        pytest.param("Tesk has bought Orvane, a maker of kilns, from Sabrel for $15 million.", "Orvane", id="from its owner"),
        pytest.param("Tesk has completed the acquisition of Orvane from Sabrel.", "Orvane", id="noun"),
        pytest.param("Tesk has bought all shares of Orvane.", "Orvane", id="shares"),
        pytest.param("Tesk has bought the assets of Orvane out of insolvency.", "Orvane", id="assets"),
        pytest.param("Tesk has bought Orvane, the chat unit of Sabrel, for $3 million.", "Orvane", id="the unit is told behind"),
    ],
)  # fmt: skip
def test_who_sells_is_not_bought_and_whole_companies_are(text: str, target: str) -> None:
    assert targets("Tesk grows", text) == {"acquisition": [target]}


def test_who_buys_sells_nothing() -> None:
    text = "Tesk has agreed to acquire the CRM business of Orvane for $75 million."
    assert list(targets("Tesk buys CRM unit", text)) == ["acquisition"]


def test_who_buys_one_and_sells_another_does_both() -> None:
    text = "Tesk has bought Orvane for $75 million. It has sold its kiln business to Sabrel for $9 million."
    assert sorted(targets("Tesk buys Orvane", text)) == ["acquisition", "divestiture"]
