"""Products by their maker's name, by what is done to them and said of them; what acts as a company stays one."""

import pytest

from nlp.tagger import Tagger
from schemas.registry import Registry

_TITLE = "What there was to report today, in a few lines"


@pytest.fixture(scope="module")
def tagger() -> Tagger:
    return Tagger(Registry())


def named(tagger: Tagger, text: str, label: str, title: str = _TITLE) -> list[str]:
    mentions = tagger.tag(title, text, language="en").mentions
    return [one.text for one in mentions if one.label == label]


@pytest.mark.parametrize(
    ("text", "products"),
    [
        ("Corvina has added maps to Corvina Routes.", ["Corvina Routes"]),
        ("Hollin announced Hollin Vault, a safe for passwords.", ["Hollin Vault"]),
        (
            "Zephyrine has announced Zephyrine Nook, a heat pump. Nook fits under a sink.",
            ["Zephyrine Nook", "Nook"],
        ),
        ("Solway Foods said Solway Dairies, its subsidiary, would close.", []),
        ("Arden has set up Arden Ventures, a fund for start-ups.", []),
        ("Kestrel Logistics has named a chief. Kestrel has 900 drivers.", []),
        ("Trevanna said Trevanna Flow has hired 200 people.", []),
        ("Tavira merges two teams into one unit called Tavira Motion.", []),
    ],
    ids=["sentence", "apposed", "short", "subsidiary", "fund", "full name", "acts", "unit"],
)
def test_a_product_bears_its_maker_s_name(tagger: Tagger, text: str, products: list[str]) -> None:
    assert named(tagger, text, "PRODUCT") == products


@pytest.mark.parametrize(
    ("text", "products"),
    [
        ("Velmora said that Tidelock, its backup service, is now live.", ["Tidelock"]),
        ("Pemberton will stop making Crispello, a biscuit from 1988.", ["Crispello"]),
        ("We shipped Larkwell this morning. It is small.", ["Larkwell"]),
        ("The outage took down Mailgrove for six hours.", ["Mailgrove"]),
        ("Gatewick for iPad is out of beta.", ["Gatewick", "iPad"]),
        ("The price of Hollowmere rose by a tenth.", ["Hollowmere"]),
        ("They recalled 4,000 of its Zwaanik bicycles.", ["Zwaanik"]),
        ("The firm pulled its Emberglow camp stoves from shops.", ["Emberglow"]),
        ("Cloudhurst Forge's Dustfall Parade sold well.", ["Dustfall Parade"]),
        ("Kalvani sold its cold-chain arm, Frostrow, to a rival.", []),
        ("Umlambo's Felixton mill will close in June.", []),
        ("Sandholt, a maker of kettles, has hired a chief.", []),
        ("The New York juice bar closed.", []),
    ],
    ids=[
        "service", "biscuit", "shipped", "down", "platform", "price", "counted", "modified",
        "genitive", "arm", "mill", "maker", "place",
    ],
)  # fmt: skip
def test_things_are_told_by_what_is_said_of_them(
    tagger: Tagger, text: str, products: list[str]
) -> None:
    assert named(tagger, text, "PRODUCT") == products


def test_a_product_is_one_at_its_other_places(tagger: Tagger) -> None:
    text = "Heronsgate launched Tidewick, a service for utilities. Tidewick is sold in Ireland."
    assert named(tagger, text, "PRODUCT") == ["Tidewick", "Tidewick"]
    assert named(tagger, text, "ORG") == ["Heronsgate"]


def test_plans_with_and_between_are_two(tagger: Tagger) -> None:
    text = "Parcelry merged the Solow and Duet plans."
    assert named(tagger, text, "PRODUCT") == ["Solow", "Duet"]


def test_trademarks_are_things_and_their_owner_is_none(tagger: Tagger) -> None:
    text = "Brightwell and ArcPell are registered trademarks of Brightwell Dental Corporation."
    assert named(tagger, text, "PRODUCT") == ["ArcPell"]


@pytest.mark.parametrize(
    ("what", "product"),
    [
        ("a customer of Medlark, filed for bankruptcy", False),
        ("Medlark's fiercest rival, filed for bankruptcy", False),
        ("a supplier of batteries to Medlark, is cutting 200 jobs", False),
        ("long a partner of Medlark, said hackers had stolen its data", False),
        ("the route planner of Medlark, now speaks", True),
        ("a scheduling tool from Medlark, now speaks", True),
    ],
    ids=["customer", "rival", "of parts", "partner", "planner", "tool"],
)
def test_who_deals_with_a_company_is_none_of_its_products(
    tagger: Tagger, what: str, product: bool
) -> None:
    title = "Routelle in the news"
    assert ("Routelle" in named(tagger, f"Routelle, {what}.", "PRODUCT", title)) is product
