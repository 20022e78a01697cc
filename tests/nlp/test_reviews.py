"""A customer's review is a move of its own: of whom it is and its stars stand on the page."""

from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

import pytest

from nlp.reviews import with_review
from nlp.tagger import Tagger
from pipeline.enrich import tag_revision
from schemas.documents import Review, Revision
from schemas.language import Move
from schemas.registry import Company, Product, Registry

REGISTRY = Registry(
    companies=(
        Company(
            id="velmora",
            names={"en": ("Velmora",), "zh": ("维墨",)},
            products=(
                Product(
                    id="velmora-business",
                    names={"en": ("Velmora Business",), "zh": ("维墨商务版",)},
                ),
            ),
        ),
    )
)


@pytest.fixture(scope="module")
def known() -> Tagger:
    return Tagger(REGISTRY)


def review(**more: Any) -> Review:
    values: dict[str, Any] = {
        "url": "https://plumline.example/reviews/105",
        "title": "“The times are simply right”",
        "text": "Of 412 boxes, 371 came within an hour of what had been said.",
        "language": "en",
        "reviewed": "Velmora Business",
        "rating": Decimal("4.50"),
        "rating_max": Decimal(5),
    }
    return Review(**(values | more))


def moves(tagger: Tagger, document: Review, company: str | None = None) -> tuple[Move, ...]:
    found = tagger.tag(document.title, document.text, language=document.language or "auto").moves
    return with_review(found, document, tagger, company)


def test_what_is_reviewed_leads_to_its_company(known: Tagger) -> None:
    (move,) = moves(known, review())
    assert (move.kind, move.status, move.actor and move.actor.entity) == (
        "customer-review", "done", "velmora",
    )  # fmt: skip
    assert [one.text for one in move.values("amount")] == ["4.5 / 5"]
    assert [(one.text, one.entity) for one in move.values("product")] == [
        ("Velmora Business", "velmora-business")
    ]
    document = review()
    assert document.title[move.evidence[0].start : move.evidence[0].end] == document.title


@pytest.mark.parametrize("reviewed", ["Velmora", "维墨"])
def test_a_company_may_be_reviewed_itself(known: Tagger, reviewed: str) -> None:
    (move,) = moves(known, review(reviewed=reviewed))
    assert move.actor
    assert move.actor.entity == "velmora"
    assert [(one.text, one.entity) for one in move.values("product")] == [(reviewed, None)]


def test_the_sources_company_is_meant_where_the_registry_does_not_know_the_product(
    known: Tagger,
) -> None:
    assert moves(known, review(reviewed="Team plan")) == ()
    (move,) = moves(known, review(reviewed="Team plan"), "velmora")
    assert move.actor
    assert (move.actor.text, move.actor.entity) == ("Velmora", "velmora")
    found = moves(known, review(reviewed=None, language="zh"), "velmora")
    (chinese,) = [one for one in found if one.kind == "customer-review"]
    assert chinese.actor
    assert chinese.actor.text == "维墨"


@pytest.mark.parametrize("more", [{"rating": None}, {"ratings": 212}])
def test_no_rating_and_an_average_of_many_are_no_opinion(
    known: Tagger, more: dict[str, Any]
) -> None:
    assert "review" not in {one.rule for one in moves(known, review(**more))}


def test_what_the_words_say_of_it_stays(known: Tagger) -> None:
    text = "We have used Velmora Business since May. I cannot recommend it: the support is hopelessly slow."
    document = review(text=text, title="Slow support", rating=Decimal(2))
    words = known.tag(document.title, text, language="en").moves
    told = [one for one in words if one.kind == "customer-review"]
    assert told
    (move,) = [one for one in moves(known, document) if one.kind == "customer-review"]
    assert move.slots.keys() >= told[0].slots.keys()
    assert move.evidence == told[0].evidence
    assert [one.text for one in move.values("amount")] == ["2 / 5"]


def test_a_stored_review_is_tagged_with_its_move_and_is_about_whom_it_reviews(
    known: Tagger,
) -> None:
    revision = Revision(
        document_id="d1", number=1, snapshot="s1", source="plumline",
        seen_at=datetime(2026, 10, 8, tzinfo=UTC), digest="x", document=review(),
    )  # fmt: skip
    tags = tag_revision(known, revision).tags
    assert [(one.kind, one.rule) for one in tags.moves] == [("customer-review", "review")]
    assert tags.about[0] == "velmora"
