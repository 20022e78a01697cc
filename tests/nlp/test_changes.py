from decimal import Decimal
from typing import Any

import pytest

from nlp.changes import moves
from schemas.changes import Change
from schemas.documents import Offer

PAGE = Offer(url="https://velmora.example/pricing", title="Pricing")


def price(old: str | None, new: str | None) -> Change:
    return Change(
        kind="price", subject="Team", field="amount", old=old and f"{old} EUR/month", new=new and f"{new} EUR/month",
        old_amount=Decimal(old) if old else None, new_amount=Decimal(new) if new else None, currency="EUR",
        percent=Decimal("11.2"),
    )  # fmt: skip


def kinds(*changes: Change, company: str | None = "velmora") -> list[str]:
    return [move.kind for move, _index in moves(changes, company=company, document=PAGE)]


def test_a_price_that_rose() -> None:
    ((move, index),) = moves([price("89.00", "99.00")], company="velmora", document=PAGE)
    assert (move.kind, move.status, move.rule, index) == (
        "price-increase",
        "done",
        "change:price",
        0,
    )
    assert move.actor is not None
    assert move.actor.entity == "velmora"
    assert [str(v.value.amount) for s in ("from", "to") for v in move.values(s) if v.value] == [
        "89.00",
        "99.00",
    ]
    assert move.evidence == ()


def test_a_price_that_fell() -> None:
    assert kinds(price("99.00", "89.00")) == ["price-decrease"]


@pytest.mark.parametrize(
    ("change", "plan"),
    [
        ({"field": "added", "new": "59.00 EUR/month"}, "Customs"),
        ({"field": "removed", "old": "59.00 EUR/month"}, "Customs"),
        ({"field": "name", "old": "Border", "new": "Customs 2"}, "Customs 2"),
        ({"field": "tax", "old": "net", "new": "gross"}, "Customs"),
    ],
    ids=["added", "removed", "renamed", "tax"],
)
def test_a_plan_that_came_or_went_is_called_by_its_name_not_by_its_price(
    change: dict[str, Any], plan: str
) -> None:
    told = Change.model_validate({
        "kind": "plan", "subject": "Customs", "significance": 0.9, **change
    })  # fmt: skip
    ((move, _index),) = moves([told], company="velmora", document=PAGE)
    assert [slot.text for slot in move.values("plan")] == [plan]


def test_a_price_that_is_new_or_unknown_is_no_move() -> None:
    assert kinds(price(None, "89.00"), price("89.00", None)) == []


@pytest.mark.parametrize(
    ("change", "kind"),
    [
        ({"kind": "plan", "field": "plan", "new": "Scale"}, "packaging-change"),
        ({"kind": "plan", "field": "plan", "old": "Free"}, "packaging-change"),
        ({"kind": "feature", "field": "SSO", "old": "no", "new": "yes"}, "packaging-change"),
        ({"kind": "promotion", "field": "promotion", "new": "20 % off"}, "promotion"),
        ({"kind": "person", "field": "role", "new": "chief executive"}, "appointment"),
        ({"kind": "person", "field": "role", "old": "chief executive"}, "departure"),
        ({"kind": "logo", "field": "customers", "new": "Kade 14"}, "customer-win"),
        ({"kind": "logo", "field": "customers", "old": "Kade 14"}, "customer-loss"),
        ({"kind": "logo", "field": "partners", "new": "Kade 14"}, "partnership"),
        (
            {
                "kind": "legal",
                "field": "paragraph",
                "old": "Fees are due in ten days.",
                "new": "Fees are charged per seat and are due in ten days.",
            },
            "packaging-change",
        ),
        (
            {
                "kind": "legal",
                "field": "paragraph",
                "old": "We promise 99.9 % availability.",
                "new": "We promise 99.5 % availability.",
            },
            "delivery-model",
        ),
        (
            {
                "kind": "legal",
                "field": "paragraph",
                "old": "超出部分按每万次 3 元计费。",
                "new": "超出部分按每万次 5 元计费。",
            },
            "packaging-change",
        ),
        (
            {
                "kind": "availability",
                "field": "availability",
                "old": "InStock",
                "new": "Discontinued",
            },
            "product-retirement",
        ),
        ({"kind": "product", "field": "product", "new": "Gate"}, "product-launch"),
        ({"kind": "product", "field": "product", "old": "Gate"}, "product-retirement"),
        (
            {
                "kind": "availability",
                "field": "availability",
                "old": "in stock",
                "new": "discontinued",
            },
            "product-retirement",
        ),
    ],
)
def test_changes_that_are_moves(change: dict[str, Any], kind: str) -> None:
    assert kinds(Change(subject="Anna Lindholm", **change)) == [kind]


@pytest.mark.parametrize(
    "change",
    [
        {"kind": "text", "field": "text", "old": "a", "new": "b"},
        {"kind": "logo", "field": "logo", "old": "a", "new": "b"},
        {"kind": "legal", "field": "paragraph", "old": "Ten days.", "new": "Two."},
        {
            "kind": "legal",
            "field": "paragraph",
            "old": "Fees are fair and notices go by post.",
            "new": "Fees are fair and notices go by electronic mail.",
        },
        {"kind": "legal", "field": "paragraph", "new": "本协议适用荷兰法律。"},
        {"kind": "promotion", "field": "promotion", "old": "20 % off"},
        {"kind": "plan", "field": "plan", "new": "x", "significance": 0.1},
        {"kind": "job", "field": "job", "new": "Welder"},
    ],
)
def test_changes_that_are_none(change: dict[str, Any]) -> None:
    assert kinds(Change(subject="s", **change)) == []


def test_many_vacancies_are_one_move() -> None:
    jobs = [Change(kind="job", subject=f"Engineer {n}", field="job", new="open") for n in range(4)]
    ((move, index),) = moves(jobs, company="velmora", document=PAGE)
    assert (move.kind, index, move.values("count")[0].text) == ("hiring", 0, "4")


def test_the_index_leads_back_to_the_change() -> None:
    found = moves(
        [Change(kind="text", subject="s", field="t"), price("1.00", "2.00")],
        company=None,
        document=PAGE,
    )
    assert [index for _move, index in found] == [1]
