"""Typed changes between two revisions: exactly what changed, and nothing else."""

import random
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crawlers.changes import detect
from schemas.changes import Change
from schemas.documents import (
    Article,
    JobPosting,
    Offer,
    PeoplePage,
    PersonListed,
    PlanPrice,
    ProductPage,
)

URL = "https://velmora.example/pricing"


def plan(name: str = "Team", amount: str | None = "89.00", **more: Any) -> PlanPrice:
    given = {"currency": "EUR", "period": "month", "state": "known"} | more
    return PlanPrice(
        name=name, plan=name, amount=None if amount is None else Decimal(amount), **given
    )


def offer(*plans: PlanPrice, **more: Any) -> Offer:
    return Offer(url=URL, title="Pricing", text="Plans and prices", offers=plans, **more)


def one(old: Any, new: Any) -> Change:
    (change,) = detect(old, new)
    return change


def test_a_price_that_rose_is_told_as_people_write_it() -> None:
    change = one(offer(plan()), offer(plan(amount="99.00")))
    assert (change.kind, change.subject, change.field) == ("price", "Team", "amount")
    assert (change.old, change.new) == ("89.00 EUR/month", "99.00 EUR/month")
    assert (change.old_amount, change.new_amount, change.currency) == (89, 99, "EUR")
    assert (change.percent, change.significance, change.where) == (Decimal("11.2"), 1.0, URL)


def test_plans_are_paired_by_name_whatever_their_order() -> None:
    old = offer(plan("Team", "89"), plan("Solo", "19"), plan("Fleet", "189"))
    new = offer(plan("Fleet", "189"), plan("Solo", "21"), plan("Team", "89"))
    assert [(c.subject, c.old, c.new) for c in detect(old, new)] == [
        ("Solo", "19.00 EUR/month", "21.00 EUR/month")
    ]


def test_a_renamed_plan_is_one_plan() -> None:
    change = one(offer(plan("Team"), plan("Solo", "19")), offer(plan("Teams"), plan("Solo", "19")))
    assert (change.kind, change.field, change.old, change.new) == ("plan", "name", "Team", "Teams")


def test_a_number_in_the_name_makes_another_product() -> None:
    found = detect(
        offer(plan("Gate 5"), plan("Hand", "9")), offer(plan("Gate 6"), plan("Hand", "9"))
    )
    assert {(c.field, c.subject) for c in found} == {("removed", "Gate 5"), ("added", "Gate 6")}


def test_a_price_that_is_hidden_now_is_a_change_but_never_a_broken_one() -> None:
    other = plan("Solo", "19")
    change = one(offer(plan(), other), offer(plan(amount=None, state="hidden"), other))
    assert (change.kind, change.field, change.old, change.new) == (
        "price",
        "state",
        "89.00 EUR/month",
        "hidden",
    )
    assert detect(offer(plan(), other), offer(plan(amount=None, state="broken"), other)) == []
    assert detect(offer(plan(), other), offer()) == []


def test_a_promotion_is_no_price_cut() -> None:
    change = one(offer(plan()), offer(plan(amount="69.00", list_amount=Decimal(89))))
    assert (change.kind, change.old) == ("promotion", None)
    assert change.new == "69.00 EUR/month instead of 89.00 EUR/month"
    assert one(offer(plan(amount="69.00", list_amount=Decimal(89))), offer(plan())).new is None


def test_a_price_raised_under_a_promotion_is_told_apart() -> None:
    old, new = plan(), plan(amount="69.00", list_amount=Decimal(99))
    assert {(c.kind, c.new) for c in detect(offer(old), offer(new))} == {
        ("price", "99.00 EUR/month"), ("promotion", "69.00 EUR/month instead of 99.00 EUR/month"),
    }  # fmt: skip


def test_other_terms_are_told() -> None:
    change = one(offer(plan()), offer(plan(currency="USD")))
    assert (change.field, change.old, change.new, change.percent) == (
        "terms",
        "89.00 EUR/month",
        "89.00 USD/month",
        None,
    )
    change = one(offer(plan()), offer(plan(period="year")))
    assert (change.field, change.new) == ("terms", "89.00 EUR/year")


def test_features_that_move_between_plans() -> None:
    old = offer(
        plan(features={"SSO": True, "Audit log": True}), plan("Solo", "19", features={"SSO": False})
    )
    new = offer(plan(features={"SSO": True}), plan("Solo", "19", features={"SSO": True}))
    found = {(c.subject, c.field, c.old, c.new) for c in detect(old, new)}
    assert found == {
        ("Team", "Audit log", "included", None),
        ("Solo", "SSO", "not included", "included"),
    }


def test_people_come_go_and_rise() -> None:
    def page(*people: tuple[str, str]) -> PeoplePage:
        return PeoplePage(url=URL, people=tuple(PersonListed(name=n, role=r) for n, r in people))

    old = page(("Ann Brand", "CFO"), ("Joost Dalen", "CTO"), ("Priya Raman", "VP"))
    new = page(("Priya Raman", "CTO"), ("Ann Brand", "CFO"), ("Wei Chen", "VP"))
    assert {(c.subject, c.field, c.old, c.new) for c in detect(old, new)} == {
        ("Joost Dalen", "left", "CTO", None), ("Wei Chen", "joined", None, "VP"), ("Priya Raman", "role", "VP", "CTO"),
    }  # fmt: skip
    assert detect(old, page()) == []


def test_products_and_jobs() -> None:
    old = ProductPage(
        url=URL,
        title="Gate",
        features=("Eight ports",),
        availability="InStock",
        offers=(plan("Gate", "1280"),),
    )
    new = ProductPage(
        url=URL,
        title="Gate",
        features=("Ten ports",),
        availability="OutOfStock",
        offers=(plan("Gate", "1480"),),
    )
    assert {c.kind for c in detect(old, new)} == {"price", "availability", "feature"}
    job = JobPosting(url=URL, title="Engineer", location="Rotterdam", team="Customs")
    change = one(job, job.model_copy(update={"location": "Gdansk"}))
    assert (change.kind, change.field, change.old, change.new) == (
        "job",
        "location",
        "Rotterdam",
        "Gdansk",
    )


PARAGRAPHS = (
    "We keep your data for ten days after you leave us.",
    "We may sell none of it.",
    "Disputes go to a court in Rotterdam.",
)


def terms(*paragraphs: str, **more: Any) -> Article:
    return Article(
        url="https://velmora.example/terms", title="Terms", text="\n\n".join(paragraphs), **more
    )


def test_an_edited_paragraph_is_shown_before_and_after() -> None:
    edited = "We keep your data for ninety days after you leave us."
    change = one(terms(*PARAGRAPHS), terms(edited, *PARAGRAPHS[1:]))
    assert (change.kind, change.old, change.new) == (
        "legal",
        PARAGRAPHS[0],
        edited,
    )


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("点击数：312", "点击数：319"),
        ("Uptime last 90 days: 99.91%", "Uptime last 90 days: 99.97%"),
        ("Generated at 09:05:12", "Generated at 11:44:03"),
        ("1,204 views", "1,377 views"),
        ("© 2025 Velmora", "© 2026 Velmora"),
    ],
)
def test_lines_that_differ_at_each_load_are_no_change(before: str, after: str) -> None:
    assert detect(terms(*PARAGRAPHS, before), terms(after, *PARAGRAPHS)) == []


def test_boilerplate_and_error_pages_are_not_compared() -> None:
    old = terms(*PARAGRAPHS, "About Velmora", "Founded 2009.")
    new = terms(*PARAGRAPHS, "About Velmora", "Founded 2009, listed 2026.")
    marked = [
        one.model_copy(update={"boilerplate": ((one.text.index("About"), len(one.text)),)})
        for one in (old, new)
    ]
    assert detect(*marked) == []
    assert detect(old, terms("Not found", flags=("error-page",))) == []


names = st.sampled_from(
    ["Team", "Solo", "Fleet", "Harbour", "基础版", "旗舰版", "Gate 5", "Gate 6"]
)
plans = st.lists(
    st.builds(
        PlanPrice,
        name=names,
        amount=st.decimals(min_value=1, max_value=9999, places=2),
        currency=st.sampled_from(["EUR", "CNY"]),
        period=st.sampled_from([None, "month", "year"]),
        unit=st.sampled_from([None, "seat"]),
        state=st.sampled_from(["known", "hidden", "missing", "broken"]),
        features=st.dictionaries(st.sampled_from(["SSO", "API"]), st.booleans()),
    ),
    max_size=6,
    unique_by=lambda one: one.key,
)
texts = st.lists(st.text(alphabet="abc de.一二", max_size=30), max_size=6)


def documents(plans_given: list[PlanPrice], text: list[str], seed: int) -> Offer:
    rows, blocks = list(plans_given), list(text)
    random.Random(seed).shuffle(rows)
    random.Random(seed).shuffle(blocks)
    return Offer(url=URL, title="t", offers=tuple(rows), text="\n\n".join(blocks))


@given(plans, texts, st.integers(), st.integers())
def test_a_page_never_differs_from_itself_in_any_order(
    rows: list[PlanPrice], text: list[str], one_way: int, other_way: int
) -> None:
    assert detect(documents(rows, text, one_way), documents(rows, text, other_way)) == []
    article = terms(*text)
    assert detect(article, article) == []


@given(plans, plans, st.integers(), st.integers())
def test_order_on_either_page_changes_nothing(
    old: list[PlanPrice], new: list[PlanPrice], one_way: int, other_way: int
) -> None:
    found = detect(documents(old, [], one_way), documents(new, [], other_way))
    again = detect(documents(old, [], other_way), documents(new, [], one_way))
    assert found == again


@given(plans, plans)
def test_nothing_broken_is_ever_told(old: list[PlanPrice], new: list[PlanPrice]) -> None:
    for change in detect(documents(old, [], 0), documents(new, [], 0)):
        assert "broken" not in {change.old, change.new}
