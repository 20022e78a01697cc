"""Products by an edition, a version, a price, a noun of things before or behind their names."""

import pytest

from nlp.tagger import Tagger
from schemas.registry import Registry


@pytest.fixture(scope="module")
def tagger() -> Tagger:
    return Tagger(Registry())


@pytest.mark.parametrize(
    ("text", "products"),
    [
        ("Owners of Harbourlight Plus get a free month.", ["Harbourlight Plus"]),
        ("Version 6.1 of Tallowtree adds a dark theme.", ["Tallowtree"]),
        ("The airline's rewards service, Skymark, was offline.", ["Skymark"]),
        ("Pellworm, its app for farmers, was pulled.", ["Pellworm"]),
        ("Sales of Dovrenal, its migraine drug, rose.", ["Dovrenal"]),
        ("New toothpaste Fernwhite hit shelves on Monday.", ["Fernwhite"]),
        ("Kestrelo costs $29 and clips onto a bag.", ["Kestrelo"]),
        ("Doctors prescribe Ambrelix for gout.", ["Ambrelix"]),
        ("The bank's software Berlin wanted was late.", []),
        ("X-rays cost $40 there.", []),
    ],
)
def test_products_are_told_by_what_stands_around(
    tagger: Tagger, text: str, products: list[str]
) -> None:
    mentions = tagger.tag("", text, language="en").mentions
    assert [one.text for one in mentions if one.label == "PRODUCT"] == products
