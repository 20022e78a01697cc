"""Slots of English moves: which words fill them, on sentences about invented companies."""

import pytest

from nlp.tagger import Tagger

CASES = [
    ("Larkfield Robotics has lowered the price of its garden mowers from €899 to €749.", "price-decrease",
     {"product": "garden mowers", "from": "€899", "to": "€749"}),
    ("Larkfield Robotics said the price of its garden mowers rises by 12% on 1 March.", "price-increase", {"product": "garden mowers"}),
    ("Tessaro Foods raised the toll on its ferry by a fifth on Monday.", "price-increase",
     {"percent": "a fifth"}),
    ("Dantry Mobile will charge $12 a month instead of $9 from 1 September.", "price-increase",
     {"from": "$9", "to": "$12", "effective": "1 September"}),
    ("Goldcrust reported revenue of £41 million and a net profit of £3 million for the first half.", "results",
     {"revenue": "£41 million", "profit": "£3 million", "period": "first half"}),
    ("Goldcrust reported revenue of £41 million between July and September.", "results",
     {"period": "between July and September"}),
    ("Goldcrust reported revenue of £41 million, 9% more than in the same period of 2025, for the quarter to June 30.",
     "results", {"period": "quarter to June 30"}),
    ("Tillworks raised $20 million in a Series B led by Harrow Ventures at a valuation of $140 million.", "funding",
     {"amount": "$20 million", "round": "Series B", "valuation": "$140 million", "investors": "Harrow Ventures"}),
    ("Brixen Audio lays off 140 welders at its Porto plant.", "layoffs", {"count": "140"}),
    ("Brixen Audio lays off 140 of its 900 welders.", "layoffs", {"count": "140"}),
    ("Payments firm Paystone wants to recruit thirty packaging engineers in Lisbon.", "hiring",
     {"count": "thirty", "role": "packaging engineers", "place": "Lisbon"}),
    ("Corriston Bank was downgraded by its agency from BBB to BB- on Friday.", "distress", {"to": "BB-"}),
    ("Orvik Bikes joins the Cobalt Frame Alliance.", "alliance", {"alliance": "Cobalt Frame Alliance"}),
    ("Corvid Mail was fined €3 million for reading private letters.", "legal",
     {"amount": "€3 million", "subject": "reading private letters"}),
    ("Aster Compute has been granted a patent on cooling plates that fold.", "patent",
     {"subject": "cooling plates that fold"}),
    ("Velmora Trains will buy Kestro Rail for €184 million.", "acquisition",
     {"target": "Kestro Rail", "amount": "€184 million"}),
    ("Larkfield Robotics opened a second plant in Ohio.", "expansion", {"unit": "plant", "place": "Ohio"}),
    ("Corvid Mail has rewritten its search in Rust and moved off MongoDB.", "technology",
     {"technology": "Rust"}),
    ("Two stars out of five: I bought the speaker of Brixen Audio Ltd in May and the app keeps crashing.",
     "customer-review", {"amount": "Two stars", "polarity": "keeps crashing"}),
    ("Tamarisk Foods is recalling 6,400 jars of Hollin Pesto over glass splinters.", "incident",
     {"product": "Hollin Pesto", "count": "6,400"}),
    ("Dantry Games will switch off the servers of Amber Tide on 3 September.", "product-retirement",
     {"product": "Amber Tide", "date": "3 September"}),
    ("Orvik Bikes will ask 39 euros for a service instead of 55 from 1 September.", "price-decrease",
     {"from": "55", "to": "39 euros"}),
    ("Sollers Logistics won a contract worth £9 million for refrigerated vans from Harbury Stores.", "customer-win",
     {"product": "refrigerated vans", "amount": "£9 million"}),
    ("Maristow Capital will pour $30 million into tidal turbines over five years.", "investment",
     {"target": "tidal turbines", "amount": "$30 million"}),
    ("Quillmark has bought a 12% stake in Tillworks for £4 million.", "investment", {"target": "Tillworks", "stake": "12%"}),
    ("Retailer Tessaro promoted its operations director Ida Brandt to finance chief on Monday.", "appointment",
     {"person": "Ida Brandt", "role": "finance chief"}),
    ("Brixen Audio will lay off 140 welders in Porto.", "layoffs", {"unit": "welders"}),
    ("Pellgrove Software bought back 212,000 of its own shares at £3.10 each last week.", "capital-return",
     {"amount": "212,000"}),
    ("Payments firm Tillworks applied for a listing of its shares on the Larne Stock Exchange.", "public-offering",
     {"place": "Larne Stock Exchange"}),
]  # fmt: skip


@pytest.mark.parametrize(("text", "kind", "slots"), CASES, ids=[case[0][:40] for case in CASES])
def test_slots_are_filled(tagger: Tagger, text: str, kind: str, slots: dict[str, str]) -> None:
    moves = tagger.tag("", text, published="2026-06-15", language="en").moves
    move = next((one for one in moves if one.kind == kind), None)
    assert move is not None, f"found {[one.kind for one in moves]}"
    for name, words in slots.items():
        assert any(words in one.text for one in move.values(name)), (
            f"{name}: {[one.text for one in move.values(name)]}"
        )


def test_the_price_of_one_share_is_no_amount(tagger: Tagger) -> None:
    text = "Tillworks sold 9 million shares at $16 apiece in its initial public offering in London."
    (move,) = tagger.tag("", text, published="2026-06-15", language="en").moves
    assert [one.text for one in move.values("price")] == ["$16"]
    assert "$16" not in [one.text for one in move.values("amount")]


def test_a_day_on_which_somebody_spoke_is_not_when_it_takes_effect(tagger: Tagger) -> None:
    text = "Orvik Bikes said on Tuesday it will raise prices of its cargo bikes from 1 September."
    (move,) = tagger.tag("", text, published="2026-06-15", language="en").moves
    assert [one.text for one in move.values("effective")] == ["1 September"]


def test_a_name_after_its_maker_and_a_things_noun_is_a_product(tagger: Tagger) -> None:
    text = "Vantor Systems' scheduling suite Rotalia has been certified under ISO 27001, said Vantor Systems."
    (move,) = tagger.tag("", text, published="2026-06-15", language="en").moves
    assert move.actor is not None
    assert move.actor.text == "Vantor Systems"
    assert [one.text for one in move.values("product")] == ["Rotalia"]
