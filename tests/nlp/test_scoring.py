from datetime import UTC, datetime, timedelta
from decimal import Decimal

import pytest

from nlp.scoring import as_of, euros, faded, score, weights, with_earlier
from schemas.kinds import MOVE_KINDS
from schemas.language import Move, Slot, Span, Value
from schemas.registry import Company, Interests, Product, Reader, Registry
from schemas.stories import Factor, Report, Story, StoryMove

NOW = datetime(2026, 6, 20, tzinfo=UTC)
REGISTRY = Registry(
    companies=(
        Company(id="rival", names={"en": ("Rival",)}, tier=1),
        Company(id="minor", names={"en": ("Minor",)}, tier=3),
        Company(
            id="us",
            role="self",
            names={"en": ("Us",)},
            products=(Product(id="us-team", names={"en": ("Team",)}),),
        ),
        Company(
            id="bank", role="customer", names={"en": ("Bank",)}, tier="strategic", team="North"
        ),
        Company(id="shop", role="customer", names={"en": ("Shop",)}, tier="general"),
    )
)


def story(company: str = "rival", amount: str | None = None, **update: object) -> Story:
    slots = (
        {"amount": Slot(text="x", value=Value(amount=Decimal(amount), currency="EUR"))}
        if amount
        else {}
    )
    move = Move(
        kind="acquisition",
        status="announced",
        confidence=0.9,
        slots=slots,
        evidence=(Span(start=0, end=1),),
    )
    made = Story(
        id="s1", title="t", language="en", kind="acquisition", status="announced", companies=(company,),
        reports=(Report(document_id="d", url="u", title="t", source="s", first_seen=NOW),),
        moves=(StoryMove(id="m", document_id="d", move=move, company=company),),
        representative="d", first_seen=NOW, updated=NOW, day="2026-06-19",
    )  # fmt: skip
    return made.model_copy(update=update)


def points(made: Story, **given: object) -> float:
    return score(made, REGISTRY, now=NOW, **given)[0]  # type: ignore[arg-type]


def test_factors_add_up_to_the_score() -> None:
    total, factors = score(story(amount="5000000"), REGISTRY, now=NOW)
    assert total == pytest.approx(sum(f.points for f in factors), abs=0.01)
    assert 0 <= total <= 100
    assert {"base", "kind", "status", "amount", "competitor", "recency"} <= {
        f.name for f in factors
    }


@pytest.mark.parametrize(
    ("more", "less"),
    [
        (story("rival"), story("minor")),
        (story(amount="500000000"), story(amount="500000")),
        (story(amount="-500000000"), story(amount="500000")),
        (story(sources=4), story(sources=1)),
        (story(status="done"), story(status="rumoured")),
        (story(companies=("rival", "bank")), story(companies=("rival", "shop"))),
        (story(companies=("rival", "us")), story(companies=("rival",))),
        (story(), story(day="2026-06-01")),
        (story(kind="price-decrease"), story(kind="award")),
    ],
)
def test_what_matters_more_scores_higher(more: Story, less: Story) -> None:
    assert points(more) > points(less)


def test_a_strategic_customer_is_named_with_its_team() -> None:
    _total, factors = score(story(companies=("rival", "bank")), REGISTRY, now=NOW)
    factor = next(f for f in factors if f.name == "strategic-customer")
    assert factor.detail == {"customer": "bank", "tier": "strategic", "team": "North"}


def test_interests_raise_a_story_for_their_reader() -> None:
    made = story(customers=("bank",))
    keen = Reader(
        id="r",
        name="R",
        email="r@x.example",
        interests=Interests(companies=("rival",), kinds=("strategy",), tiers=("strategic",)),
    )
    other = Reader(id="o", name="O", email="o@x.example", interests=Interests(companies=("minor",)))
    assert points(made, reader=keen) > points(made, reader=other) == points(made)


def test_the_score_ends_at_a_hundred() -> None:
    made = story(amount="99000000000", companies=("rival", "bank", "us"), sources=9, status="done")
    keen = Reader(
        id="r",
        name="R",
        email="r@x.example",
        interests=Interests(companies=("rival",), kinds=("acquisition",)),
    )
    assert points(made, reader=keen) == 100


def test_a_story_without_a_move_still_scores() -> None:
    total, factors = score(story(kind=None, status=None, moves=()), REGISTRY, now=NOW)
    assert total > 0
    assert "kind" not in {f.name for f in factors}


def test_old_news_gains_nothing_from_recency() -> None:
    _total, factors = score(
        story(day=(NOW - timedelta(days=40)).date().isoformat()), REGISTRY, now=NOW
    )
    assert "recency" not in {f.name for f in factors}


def test_every_kind_has_points_and_currencies_convert() -> None:
    assert set(MOVE_KINDS) <= set(weights()["kinds"])
    assert euros(Decimal(78), "CNY") == pytest.approx(10)
    assert euros(Decimal(1), "XXX") is None


def test_the_second_source_says_more_than_the_ninth() -> None:
    by_sources = [points(story(sources=n)) for n in (1, 2, 4, 9, 40)]
    assert by_sources == sorted(by_sources)
    assert by_sources[1] - by_sources[0] >= by_sources[2] - by_sources[1] > 0
    assert by_sources[3] == by_sources[4]


def test_a_kind_of_news_wears_off() -> None:
    first = story(id="a", day="2026-05-20")
    again = story(id="b", day="2026-06-10")
    other = story(id="c", day="2026-06-12", kind="layoffs")
    long_after = story(id="d", day="2026-09-01")
    told = with_earlier([first, again, other, long_after], [first, again, other, long_after])
    assert [one.earlier for one in told] == [0, 1, 0, 0]
    assert points(told[0]) > points(told[1])


def test_a_rival_named_in_passing_counts_less() -> None:
    named = story(kind=None, status=None, moves=())
    _total, factors = score(named, REGISTRY, now=NOW)
    _other, acting = score(story(), REGISTRY, now=NOW)
    of = {"competitor": lambda found: next(f.points for f in found if f.name == "competitor")}
    assert 0 < of["competitor"](factors) < of["competitor"](acting)


@pytest.mark.parametrize("days", [0, 2, 4, 30])
def test_a_stored_story_fades_as_one_that_is_scored_again(days: int) -> None:
    now = NOW + timedelta(days=days)
    total, factors = score(story(amount="5000000"), REGISTRY, now=NOW)
    kept = story(amount="5000000", score=total, factors=factors)
    again, theirs = score(kept, REGISTRY, now=now)
    shown = as_of(kept, now)
    assert shown.score == pytest.approx(again)
    assert {f.name: f.points for f in shown.factors} == {f.name: f.points for f in theirs}
    assert shown == as_of(as_of(kept, now), now)
    day = datetime.fromisoformat(kept.day).replace(tzinfo=UTC)
    assert faded(score(kept, REGISTRY, now=day)[0], kept.day, now) == pytest.approx(again)


@pytest.mark.parametrize(
    ("points", "recency", "kept_score", "now"),
    [((40.0,), None, 40.0, 40.0), ((112.0,), 5.0, 100.0, 100.0), ((98.0,), 5.0, 100.0, 98.0)],
    ids=["scored-late", "cut", "cut-when-fresh"],
)
def test_an_old_row_is_shown_as_what_its_factors_say_now(
    points: tuple[float, ...], recency: float | None, kept_score: float, now: float
) -> None:
    factors = [Factor(name="base", points=one) for one in points]
    factors += [Factor(name="recency", points=recency)] if recency else []
    shown = as_of(story(score=kept_score, factors=tuple(factors)), NOW + timedelta(days=30))
    assert shown.score == now == min(100.0, shown.uncut)
    on_its_day = sum(points) + 5.0
    assert faded(on_its_day, shown.day, NOW + timedelta(days=30)) == now


def test_a_row_without_factors_fades_as_it_is_ranked() -> None:
    later = NOW + timedelta(days=30)
    assert as_of(story(score=40.0), later).score == faded(40.0, story().day, later) == 35.0
