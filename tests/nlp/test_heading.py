"""Who acts in plain sentences with two companies: the one at the head that does what the move is."""

import pytest

from nlp.tagger import Tagger
from schemas.registry import Registry

_TAGGER = Tagger(Registry())


def _actors(text: str) -> dict[str, str | None]:
    told = _TAGGER.tag("", text, published="2026-11-24", language="en").moves
    return {move.kind: move.actor.text if move.actor else None for move in told}


@pytest.mark.parametrize(
    ("text", "kind", "actor"),
    [
        ("Pellow Rail has won an order for 40 trams from Sarn Transit.", "customer-win", "Pellow Rail"),
        ("Pellow Rail will supply 40 trams to Sarn Transit from next May.", "customer-win", "Pellow Rail"),
        ("Sarn Transit picked Pellow Rail for its new trams.", "customer-win", "Pellow Rail"),
        ("Dunmere buys Calloway Mills from Orchard Partners for $30 million", "acquisition", "Dunmere"),
        ("Dunmere buys Calloway Mills from Orchard Partners", "acquisition", "Dunmere"),
        ("Dunmere acquires Sievert Tarn from Orchard Partners", "acquisition", "Dunmere"),
        ("Calloway Mills has been bought by Dunmere Foods for $30 million.", "acquisition", "Dunmere Foods"),
        ("Orrinford has sued Calloway Mills over its jars.", "legal", "Orrinford"),
        ("Calloway Mills has been sued by Orrinford Glass over its jars.", "legal", "Orrinford Glass"),
        ("Dunmere Foods hired Ada Kestle from Calloway Mills as finance chief.", "appointment", "Dunmere Foods"),
        ("Orrinford cuts fees to match Calloway Mills", "price-decrease", "Orrinford"),
        ("Candle maker Orrinford Glass filed a complaint against Calloway Mills in Texas.", "legal", "Orrinford Glass"),
    ],
)  # fmt: skip
def test_the_company_at_the_head_acts(text: str, kind: str, actor: str) -> None:
    assert _actors(text).get(kind) == actor


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Hexenby snaps up Calloway Mills", "Hexenby"),
        ("Verrincott trimmed its outlook a week after Calloway Mills did.", "Verrincott"),
        ("Till Nine is raising its fees by 3%.", "Till Nine"),
    ],
)
def test_a_name_is_told_by_what_it_does(text: str, name: str) -> None:
    told = _TAGGER.tag("", text, language="en").mentions
    assert name in [one.text for one in told if one.label == "ORG"]


@pytest.mark.parametrize(
    "text",
    [
        "Pensioners cut their heating bills by a third.",
        "Lawmakers slashed the budget by 3%.",
        "Dr Ada Kestle left in May. Kestle sold her shares in June.",
    ],
)
def test_other_words_at_the_head_are_no_companies(text: str) -> None:
    told = _TAGGER.tag("", text, language="en").mentions
    assert not [one.text for one in told if one.label == "ORG"]


def test_who_leaves_leaves_the_company_where_somebody_succeeds_him() -> None:
    told = _TAGGER.tag(
        "Dunmere Foods names ex-Calloway manager Priya Hallam as finance chief",
        "Hallam, who spent nine years at Calloway Mills, succeeds Tom Eddow, who is retiring at the end of the year.",
        published="2026-11-24", language="en",
    ).moves  # fmt: skip
    assert {move.kind: move.actor.text if move.actor else None for move in told} == {
        "appointment": "Dunmere Foods",
        "departure": "Dunmere Foods",
    }


def test_a_platform_on_which_it_is_told_is_no_target() -> None:
    told = _TAGGER.tag(
        "Kitemoor denies report of sale",
        '"Kitemoor is not for sale," founder Ana Brisk wrote on LinkedIn after a newspaper said it had hired bankers.',
        published="2026-11-24", language="en",
    ).moves  # fmt: skip
    assert "LinkedIn" not in [
        slot.text for move in told for slot in move.slots.values() if not isinstance(slot, tuple)
    ]


@pytest.mark.parametrize(
    ("title", "text", "names", "wrong"),
    [
        ("Nordmoor Shipping joins Zero Hull Coalition", "Nordmoor Shipping has become the ninth member of the Zero Hull Coalition.",
         {"Nordmoor Shipping", "Zero Hull Coalition"}, "Nordmoor Shipping joins Zero Hull Coalition"),
        ("Bellmoor Air drops Skyrota for Aerodex", "After eleven years Bellmoor Air is leaving crew-planning vendor Skyrota; rival Aerodex takes over.",
         {"Bellmoor Air", "Skyrota"}, "Skyrota for Aerodex"),
    ],
)  # fmt: skip
def test_two_names_with_a_verb_between_are_two(
    title: str, text: str, names: set[str], wrong: str
) -> None:
    told = {
        one.text for one in _TAGGER.tag(title, text, language="en").mentions if one.label == "ORG"
    }
    assert names <= told
    assert wrong not in told
