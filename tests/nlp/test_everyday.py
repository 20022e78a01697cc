"""Moves told in everyday English by their effect (nlp/frames/everyday.en.yaml), and what only sounds like them."""

import pytest

from nlp.tagger import Tagger
from schemas.registry import Company, Registry


@pytest.fixture(scope="module")
def tagger() -> Tagger:
    """A tagger that knows the companies: what is tried here are frames and model, not names."""
    companies = (
        Company(id="velmora", names={"en": ("Velmora",)}),
        Company(id="sandholt", names={"en": ("Sandholt",)}),
    )
    return Tagger(Registry(companies=companies))


@pytest.mark.parametrize(
    ("kind", "text"),
    [
        ("price-decrease", "From Monday, calls abroad with Velmora cost nothing."),
        ("expansion", "As of today Velmora can also be booked in Portugal and Spain."),
        ("market-exit", "Velmora doesn't serve Turkish merchants any more."),
        ("market-exit", "Velmora is handing its licence back in June."),
        ("customer-win", "Sandholt now uses Velmora for all its card payments."),
        ("customer-loss", "We moved our 400 seats from Velmora to Sandholt last month."),
        ("award", "The new kettle by Velmora is Kitchen Tool of the Year."),
        ("results", "Velmora slipped into the red: minus 2.4 million euros in the first half."),
        ("acquisition", "Velmora pays 90 million euros for Sandholt, a maker of motors."),
        ("customer-review", "Velmora has let us down twice this year."),
    ],
)
def test_what_happens_is_told_by_its_effect(tagger: Tagger, kind: str, text: str) -> None:
    assert kind in {one.kind for one in tagger.tag("", text, published="2026-06-15").moves}


def test_what_nobody_has_to_fear_is_denied(tagger: Tagger) -> None:
    text = "Nobody at Velmora is being laid off, the works manager said."
    moves = tagger.tag("", text, published="2026-06-15").moves
    assert [(one.kind, one.status) for one in moves] == [("layoffs", "denied")]


@pytest.mark.parametrize(
    "text",
    [
        "To change your plan, open Settings and choose Billing. Velmora help",
        "Please do not use the lift when there is a fire. Velmora",
        "If Velmora paid 90 million euros for Sandholt, it would pay too much.",
    ],
)
def test_what_only_sounds_like_it_is_none(tagger: Tagger, text: str) -> None:
    assert not tagger.tag("", text, published="2026-06-15").moves
