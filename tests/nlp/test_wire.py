"""News as agencies, dailies and posts tell it in one clause among others: frames of nlp/frames/wire.en.yaml and what governs them."""

import pytest

from nlp.tagger import Tagger
from schemas.language import Move
from schemas.registry import Company, Registry

_NAMES = ("Velmora", "Sandholt", "Tessard", "Brindle", "Okavik")


@pytest.fixture(scope="module")
def tagger() -> Tagger:
    """A tagger that knows the companies: what is tried here are frames and grammar, not names."""
    companies = tuple(Company(id=name.lower(), names={"en": (name,)}) for name in _NAMES)
    return Tagger(Registry(companies=companies))


def _moves(tagger: Tagger, text: str, title: str = "") -> list[Move]:
    return list(tagger.tag(title, text, published="2026-11-20", language="en").moves)


def _told(tagger: Tagger, text: str, title: str = "") -> set[tuple[str, str, str | None]]:
    return {
        (m.kind, m.status, m.actor.text if m.actor else None) for m in _moves(tagger, text, title)
    }


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("Velmora will no longer service its boilers itself and will leave the work to a network of dealers from March.", ("delivery-model", "announced", "Velmora")),
        ("The safety regulator said it had opened an inquiry into whether Velmora reported the fault in time.", ("legal", "done", "Velmora")),
        ("Velmora will change its name to Northgate Mills on 4 January.", ("restructuring", "announced", "Velmora")),
        ("Velmora has agreed to pay 4 million pounds for the workshops of Sandholt.", ("acquisition", "announced", "Velmora")),
        ("Velmora will open-source the firmware of its hub under the MIT licence before Christmas.", ("licensing", "announced", "Velmora")),
        ("Velmora is giving new customers two free months until Easter.", ("promotion", "done", "Velmora")),
        ("Velmora said it would stop flying to Athens from April.", ("market-exit", "announced", "Velmora")),
        ("Velmora has taken a 12% stake in Sandholt for 8 million euros.", ("investment", "done", "Velmora")),
        ("Talks about a merger between Velmora and Sandholt have ended without agreement.", ("acquisition", "denied", "Velmora")),
        ("We have no plans for a factory in Tabor, Velmora told the radio.", ("expansion", "denied", "Velmora")),
        ("No, Velmora is not investing in Sandholt, and there was never any talk of it.", ("investment", "denied", "Velmora")),
    ],
    ids=["partners", "probe", "renamed", "pays", "opens-source", "free-months", "stops-flying", "part", "talks-end", "no-site", "no-stake"],
)  # fmt: skip
def test_one_plain_clause_tells_a_move(
    tagger: Tagger, text: str, wanted: tuple[str, str, str]
) -> None:
    assert wanted in _told(tagger, text)


def test_a_plain_clause_is_heard_among_other_news(tagger: Tagger) -> None:
    text = (
        "Velmora raised its outlook for the year after orders for its pumps rose by a fifth in the autumn, led by irrigation.\n\n"
        "Managing director Ada Kestle said that the mills had held up and that costs were under control in all the plants of the group. "
        "Analysts had looked for less, and the shares gained in early trading while the wider market was little changed on the day.\n\n"
        "Rain has been scarce in most of the provinces where the company sells, and farmers have been slow to pay their bills since the summer. "
        "In a second step, Velmora will change its name to Northgate Mills on 4 January."
    )
    assert ("restructuring", "announced", "Velmora") in _told(tagger, text)


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("Velmora denied that it would close its Leeds site and cut 300 jobs.", {("market-exit", "denied"), ("layoffs", "denied")}),
    ],
    ids=["one-denial"],
)  # fmt: skip
def test_a_denial_ends_where_another_verb_begins(
    tagger: Tagger, text: str, wanted: set[tuple[str, str]]
) -> None:
    assert wanted <= {(kind, status) for kind, status, _ in _told(tagger, text)}


def test_a_headline_that_denies_one_thing_denies_no_other(tagger: Tagger) -> None:
    title = "Velmora outage leaves tills silent; firm denies cash squeeze"
    text = (
        "Card readers of Velmora stopped working for six hours on Saturday, a day of heavy trade."
    )
    assert ("incident", "done", "Velmora") in _told(tagger, text, title)


@pytest.mark.parametrize(
    ("text", "kind", "status"),
    [
        ("Velmora said its electric van would not go on sale until September.", "product-launch", "announced"),
        ("Velmora has appointed Ada Kestle as chief executive with effect from today.", "appointment", "done"),
    ],
    ids=["not-until", "from-today"],
)  # fmt: skip
def test_the_status_is_told_by_what_governs_the_act(
    tagger: Tagger, text: str, kind: str, status: str
) -> None:
    assert (kind, status) in {(m.kind, m.status) for m in _moves(tagger, text)}


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("Velmora Securities raised its price target on Sandholt to 410 pence from 380 pence.", "guidance"),
        ("Velmora downgraded pump maker Sandholt to hold and cut its target price to $31 from $44.", "guidance"),
        ("Velmora said it had led a 12 million euro series A round in dough maker Sandholt.", "funding"),
        ("Velmora has taken a 15% stake in Sandholt.", "acquisition"),
        ("Velmora told its story. In the year to April 2025 it lost 2.4 million pounds on sales of 19 million.", "results"),
        ("Velmora makes rope. Over the decades it teamed up with Sandholt and opened a shop in Leeds.", "expansion"),
    ],
    ids=["target", "rating", "led", "minority", "old-year", "decades"],
)  # fmt: skip
def test_what_is_told_beside_the_news_is_no_such_move(tagger: Tagger, text: str, kind: str) -> None:
    moves = _moves(tagger, text)
    assert kind not in {m.kind for m in moves}


def test_items_of_a_list_lend_each_other_nothing(tagger: Tagger) -> None:
    text = (
        "- Velmora agreed to buy Sandholt for 60 million euros.\n\n"
        "- Tessard said it had taken a 15% stake in Brindle.\n\n"
        "- Okavik completed the sale of its sofa plant for 20 million euros."
    )
    moves = {m.kind: m for m in _moves(tagger, text, "Deals of the day")}
    assert {k: m.actor.text for k, m in moves.items() if m.actor} == {
        "acquisition": "Velmora", "investment": "Tessard", "divestiture": "Okavik",
    }  # fmt: skip
    assert "stake" not in moves["divestiture"].slots
    assert moves["investment"].status == "done"


@pytest.mark.parametrize(
    ("text", "kind", "slot", "value"),
    [
        ("Velmora sued its landlord, Sandholt, over a broken roof.", "legal", "counterparty", "Sandholt"),
        ("The competition authority is investigating Velmora over fares it charged after Sandholt went bust.", "legal", "counterparty", "competition authority"),
        ("Velmora has lost the contract for the ferries to Sandholt.", "customer-loss", "successor", "Sandholt"),
    ],
    ids=["landlord", "authority", "successor"],
)  # fmt: skip
def test_parties_and_counts_are_read_from_the_clause(
    tagger: Tagger, text: str, kind: str, slot: str, value: str
) -> None:
    move = next(m for m in _moves(tagger, text) if m.kind == kind)
    assert [one.text for one in move.values(slot)] == [value]


@pytest.mark.parametrize(
    ("text", "kind", "actor"),
    [
        ("Velmora bought the Havsul wind farm from Sandholt and named Ada Kestle as its first chief engineer.", "appointment", "Velmora"),
        ("Velmora said on Friday its chief executive, Ada Kestle, had resigned after a row with shareholder Sandholt.", "departure", "Velmora"),
        ("The first customer is Sandholt, which has signed a three-year contract for 3,000 sensors. Velmora makes them; Velmora is from Hull.", "customer-win", "Velmora"),
    ],
    ids=["second-verb", "had-resigned", "first-customer"],
)  # fmt: skip
def test_the_head_of_the_sentence_acts(tagger: Tagger, text: str, kind: str, actor: str) -> None:
    assert (kind, actor) in {
        (m.kind, m.actor.text if m.actor else None) for m in _moves(tagger, text)
    }
