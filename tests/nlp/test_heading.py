"""Who acts in plain sentences with two companies: the one at the head that does what the move is."""

import pytest

from nlp.tagger import Tagger
from schemas.registry import Company, Registry

_TAGGER = Tagger(Registry())
_OURS = Tagger(
    Registry(
        companies=(
            Company(id="veldra", role="competitor", names={"en": ("Veldra",)}),
            Company(id="kestro", role="competitor", names={"en": ("Kestro",)}),
            Company(id="linghe", role="competitor", names={"zh": ("岭禾数科",)}),
        )
    )
)


def _actors(text: str) -> dict[str, str | None]:
    told = _TAGGER.tag("", text, published="2026-11-24", language="en").moves
    return {move.kind: move.actor.text if move.actor else None for move in told}


def _acting(text: str) -> dict[str, str | None]:
    told = _OURS.tag("", text, published="2026-11-24").moves
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


@pytest.mark.parametrize(
    ("text", "kind", "actor"),
    [
        ("Unlike Kestro, Veldra raised prices by 10%.", "price-increase", "Veldra"),
        ("According to Kestro, Veldra raised prices by 10%.", "price-increase", "Veldra"),
        ("Despite pressure from Kestro, Veldra raised prices by 10%.", "price-increase", "Veldra"),
        ("After acquiring Kestro, Veldra launched the Quill 4 printer.", "product-launch", "Veldra"),
        ("After a fire at supplier Kestro, Veldra recalled 3,000 printers.", "incident", "Veldra"),
        ("Backed by Kestro, Veldra opened a plant in Leeds.", "expansion", "Veldra"),
        ("Following Kestro and Calloway Foods, Veldra cut prices by 5%.", "price-decrease", "Veldra"),
        ("Joining Kestro and Orvane, Veldra cut prices by 10%.", "price-decrease", "Veldra"),
        ("Spun off from Kestro, Veldra and Orvane launched the Quill 4 printer.", "product-launch", "Veldra"),
        ("With help from Kestro and Veldra, Orvane opened a plant in Leeds.", "expansion", "Orvane"),
        ("Citing Reuters, Kestro said it raised prices by 10%.", "price-increase", "Kestro"),
        ("据甲辰科技、岭禾数科上调价格10%。", "price-increase", "岭禾数科"),
        ("此前据甲辰科技、岭禾数科裁员200人。", "layoffs", "岭禾数科"),
        ("受甲辰科技、乙未软件影响，岭禾数科裁员200人。", "layoffs", "岭禾数科"),
        ("继甲辰科技、乙未软件之后，岭禾数科上调价格10%。", "price-increase", "岭禾数科"),
    ],
)  # fmt: skip
def test_a_name_in_an_opening_phrase_acts_not(text: str, kind: str, actor: str) -> None:
    assert _acting(text)[kind] == actor


@pytest.mark.parametrize(
    ("text", "kind", "actor"),
    [
        ("Kestro and Veldra raised prices by 10%.", "price-increase", "Kestro"),
        ("On Monday Kestro and Veldra raised prices by 10%.", "price-increase", "Kestro"),
        ("In Leeds, Kestro, Orvane and Veldra opened a plant.", "expansion", "Kestro"),
        ("Shares fell after Kestro and Veldra cut prices by 10%.", "price-decrease", "Kestro"),
        ("As Kestro, Orvane and Veldra cut prices by 5%, shares fell.", "price-decrease", "Kestro"),
        ("甲辰科技、乙未软件及岭禾数科宣布降价10%。", "price-decrease", "甲辰科技"),
        ("11月20日，甲辰科技和岭禾数科宣布降价10%。", "price-decrease", "甲辰科技"),
        ("岭禾数科与甲辰科技、乙未软件上调价格10%。", "price-increase", "岭禾数科"),
    ],
)
def test_of_those_who_act_together_the_first_one_acts(text: str, kind: str, actor: str) -> None:
    assert _acting(text)[kind] == actor
