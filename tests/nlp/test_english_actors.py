"""Who acts in English texts: who sells to whom, and who says "we". Companies are invented."""

import pytest

from nlp.tagger import Tagger

TRADES = [
    ("Hotel group Alder Inns has ordered 60 ovens from Shiftwell Ltd for £3 million.", "customer-win", "Shiftwell Ltd", "Alder Inns"),
    ("Tarn Foods has moved all its tills to Pennyroyal Systems under a five-year contract.", "customer-win", "Pennyroyal Systems", "Tarn Foods"),
    ("Insurer Pike Mutual will run its claims platform on Olvane Cloud under a seven-year contract.", "customer-win", "Olvane Cloud", "Pike Mutual"),
    ("Sollers Logistics won a contract worth £9 million for refrigerated vans from Harbury Stores.", "customer-win", "Sollers Logistics", "Harbury Stores"),
    ("Brewer Tannhof ended its haulage contract with Kestral Freight after eleven years.", "customer-loss", "Kestral Freight", "Tannhof"),
    ("Grocer Marlow Foods has switched from Tillmate Systems to Paystone and cancelled its contract.", "customer-loss", "Tillmate Systems", "Marlow Foods"),
]  # fmt: skip
SPEAKERS = [
    ("What we learned", "We have raised the price of the Team plan from $9 to $12 a month. Thank you all. Gatehouse Systems", "Gatehouse Systems"),
    ("Our new round", "Today we raised $75 million in a Series C led by Everdale Ventures. — Ximena Duarte, co-founder, Fletaro", "Fletaro"),
    ("Waffle & Wire", "We have raised the price of our router from €49 to €59 a month. Sorry!", "Waffle & Wire"),
    ("Malaika, ops at Dune Freight", "We have raised our prices by 5% from 1 July.", "Dune Freight"),
]  # fmt: skip


@pytest.mark.parametrize(
    ("text", "kind", "seller", "customer"), TRADES, ids=[t[0][:30] for t in TRADES]
)
def test_the_seller_makes_the_move(tagger: Tagger, text: str, kind: str, seller: str, customer: str) -> None:  # fmt: skip
    moves = tagger.tag("", text, published="2026-06-15", language="en").moves
    move = next((one for one in moves if one.kind == kind), None)
    assert move is not None, f"found {[one.kind for one in moves]}"
    assert move.actor is not None
    assert move.actor.text == seller
    assert customer in [one.text for one in move.values("customer")]


@pytest.mark.parametrize(("title", "text", "speaker"), SPEAKERS, ids=[s[2] for s in SPEAKERS])
def test_we_are_the_company_that_signs(tagger: Tagger, title: str, text: str, speaker: str) -> None:
    reading = tagger.read(title, text, published="2026-06-15", language="en")
    assert reading.main is not None
    assert reading.text[reading.main.start : reading.main.end] == speaker
    moves = tagger.tag(title, text, published="2026-06-15", language="en").moves
    assert speaker in {one.actor.text for one in moves if one.actor}


@pytest.mark.parametrize(
    ("title", "text"),
    [
        ("Supplier update", "We are told that prices rise. Nobody signs this letter of ours."),
        ("Two stars out of five", "We did not like it at all. Maria, engineer"),
    ],
)
def test_a_heading_or_a_person_is_no_company(tagger: Tagger, title: str, text: str) -> None:
    assert tagger.read(title, text, published="2026-06-15", language="en").main is None
