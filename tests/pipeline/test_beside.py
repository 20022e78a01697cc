"""Our own plans beside those of rivals: what is alike, what is compared, why the rest is not."""

import csv
import io
from datetime import UTC, date, datetime
from decimal import Decimal
from types import SimpleNamespace
from typing import Any

import pytest
from openpyxl import load_workbook

from pipeline import beside_export
from pipeline.views import beside, likeness
from schemas.beside import PlansBeside
from schemas.registry import Company, Registry
from schemas.views import PlanHistory, PriceStep

OCTOBER = date(2026, 10, 1)
COMPANIES = (
    Company(id="ours", role="self", names={"en": ("Mossel",), "zh": ("莫塞尔",)}),
    Company(id="rival", names={"en": ("Harrow Desk",), "zh": ("合潞",)}),
    Company(id="other", names={"en": ("Quillon",)}),
    Company(id="buyer", role="customer", names={"en": ("Tarn",)}),
)


def plan(
    company: str, name: str, *prices: str | None, currency: str = "EUR", list_price: str = "", **more: Any
) -> PlanHistory:  # fmt: skip
    """Return a plan whose prices began on the first of August, September, …; None: on request."""
    steps = [
        PriceStep(
            day=date(2026, 8 + number, 1), amount=Decimal(price) if price else None,
            currency=currency if price else None, state="known" if price else "hidden",
            list_amount=Decimal(list_price) if list_price and number == len(prices) - 1 else None,
            revision=number + 1,
        )
        for number, price in enumerate(prices)
    ]  # fmt: skip
    terms = {"unit": "seat", "period": "month", "document_id": f"d-{company}"} | more
    return PlanHistory(company=company, url="http://x.example/p", plan=name, steps=steps, **terms)


def found(*plans: PlanHistory, since: date = OCTOBER, companies: Any = ()) -> PlansBeside:
    """Return what is shown of *plans*, which a workspace would have read."""
    patch = pytest.MonkeyPatch()
    with patch.context() as patched:
        patched.setattr(
            beside, "plans", lambda _w, ids: [one for one in plans if one.company in ids]
        )
        workspace: Any = SimpleNamespace(
            registry=Registry(companies=COMPANIES), now=datetime(2026, 11, 23, tzinfo=UTC)
        )
        return beside.plans_beside(workspace, since, companies)


@pytest.mark.parametrize(
    ("one", "other", "alike"),
    [
        ("Team", "团队版", True),
        ("Mossel Pro", "Professional", True),
        ("專業版", "专业版", True),
        ("Business Plus", "Plus for business", True),
        ("Business Plus", "Business", False),
        ("Starter", "Basic", False),
        ("Steamline", "Team", False),
        ("Harrow Desk Courier", "courier", True),
        ("Courier", "Porter", False),
        ("Mossel", "Harrow Desk", False),
    ],
)
def test_plans_are_of_like_name_by_their_editions_else_by_the_same_words(
    one: str, other: str, alike: bool
) -> None:
    assert likeness.alike(one, other, ["Mossel", "Harrow Desk"]) is alike
    assert likeness.alike(other, one, ["Mossel", "Harrow Desk"]) is alike


@pytest.mark.parametrize(
    ("unit", "kind"),
    [("User", "seat"), ("用戶", "seat"), ("坐席", "seat"), ("employee", "employee"), ("台", "piece"), ("TEU", "teu"), ("10K messages", "10k messages"), (None, None), (" ", None)],
)  # fmt: skip
def test_units_that_mean_the_same_are_one(unit: str | None, kind: str | None) -> None:
    assert likeness.unit_of(unit) == kind


def test_only_whole_months_are_converted() -> None:
    assert likeness.in_measure(Decimal(1000), "year") == Decimal("83.33")
    assert likeness.in_measure(Decimal(90), "quarter") == Decimal(30)
    assert likeness.in_measure(Decimal("0.096"), "hour") == Decimal("0.096")
    assert [likeness.period_of(one) for one in ("year", "month", "week", "once", None)] == ["month", "month", "week", "once", None]  # fmt: skip


def test_quarters_go_back_over_the_turn_of_the_year() -> None:
    assert beside.quarters(date(2027, 2, 28)) == [
        date(2027, 1, 1), date(2026, 10, 1), date(2026, 7, 1), date(2026, 4, 1)
    ]  # fmt: skip


def test_a_rivals_plan_stands_to_each_of_ours_now_and_before() -> None:
    shown = found(
        plan("ours", "Business", "150"),
        plan("ours", "Team", "94"),
        plan("rival", "团队版", "89", "89", "89", "99", unit="用户"),
        plan("buyer", "Team", "10"),
    )
    (table,) = shown.tables
    assert (shown.since, shown.companies, shown.apart) == (OCTOBER, ("ours",), ())
    assert (table.currency, table.unit, table.period) == ("EUR", "seat", "month")
    assert [one.plan for one in table.ours] == ["Team", "Business"]
    (row,) = table.rivals
    assert [(one.percent, one.was, one.like) for one in row.gaps] == [
        (Decimal("5.3"), Decimal("-5.3"), True),
        (Decimal("-34.0"), Decimal("-40.7"), False),
    ]
    assert row.like == row.gaps[0]
    assert (row.plan.moved, row.plan.changed, row.plan.was_revision, row.plan.revision) == (Decimal("11.2"), True, 2, 4)  # fmt: skip
    assert not table.ours[0].changed


def test_a_year_is_twelve_months_and_a_promotion_no_price() -> None:
    shown = found(
        plan("ours", "Team", "100"),
        plan("rival", "Team", "1440", "1080", list_price="1440", period="year"),
    )
    (row,) = shown.tables[0].rivals
    assert (row.plan.amount, row.plan.stated, row.plan.promoted) == (120, 1440, 1080)
    assert (row.plan.since, row.gaps[0].percent) == (date(2026, 8, 1), Decimal("20.0"))
    assert row.gaps[0].billed_unstated


@pytest.mark.parametrize(
    ("rival", "reasons"),
    [
        (plan("rival", "Team", "99", currency="USD"), [("currency", "USD", "EUR")]),
        (plan("rival", "Team", "99", unit="GB"), [("unit", "GB", "seat")]),
        (plan("rival", "Team", "99", unit=None, period="day"), [("unit", None, "seat"), ("period", "day", "month")]),
        (plan("rival", "Team", "99", billed="month"), [("billed", "month", "year")]),
        (plan("rival", "Team", "99", tax="included"), [("tax", "included", "excluded")]),
        (plan("rival", "Free", "0"), [("free", None, None)]),
        (plan("rival", "Team", "99", None), [("hidden", None, None)]),
    ],
)  # fmt: skip
def test_what_is_not_compared_says_why(rival: PlanHistory, reasons: list[Any]) -> None:
    shown = found(plan("ours", "Team", "94", billed="year", tax="excluded"), rival)
    assert [len(one.rivals) for one in shown.tables] == [0]
    assert [(r.why, r.theirs, r.ours) for one in shown.apart for r in one.reasons] == reasons


def test_goods_are_compared_by_the_same_name_only() -> None:
    goods = {"unit": "台", "period": "once"}
    shown = found(
        plan("ours", "Mossel Beacon", "40", **goods),
        plan("rival", "Beacon", "50", **goods),
        plan("rival", "Gate", "900", **goods),
    )
    assert [one.plan.plan for one in shown.tables[0].rivals] == ["Beacon"]
    assert [(one.plan.plan, one.reasons[0].why) for one in shown.apart] == [("Gate", "product")]


def test_the_state_before_the_quarter_is_told_as_it_was_known() -> None:
    shown = found(
        plan("ours", "Team", "94"),
        plan("rival", "Team", None, "80"),
        plan("other", "Old", "50"),
        plan("other", "Lite", "20").model_copy(
            update={"steps": (PriceStep(day=date(2026, 11, 2), amount=Decimal(20), currency="EUR"),)}
        ),
        since=date(2026, 9, 1),
    )  # fmt: skip
    told = {one.plan.plan: (one.plan.was, one.plan.moved) for one in shown.tables[0].rivals}
    assert told == {
        "Team": ("hidden", None),
        "Old": ("known", Decimal("0.0")),
        "Lite": ("new", None),
    }
    late = found(
        plan("ours", "Team", "94"), plan("rival", "Team", "80", "88"), since=date(2026, 7, 1)
    )
    ((team,), (gap,)) = late.tables[0].rivals, late.tables[0].rivals[0].gaps
    assert (team.plan.first_look, team.plan.moved) == (date(2026, 8, 1), Decimal("10.0"))
    assert (late.tables[0].ours[0].changed, gap.was) == (False, None)


def test_what_was_gone_before_the_quarter_is_no_part_of_the_market() -> None:
    gone = PriceStep(day=date(2026, 9, 1), state="missing")
    lost = plan("rival", "Team", "80")
    shown = found(
        plan("ours", "Team", "94"), lost.model_copy(update={"steps": (*lost.steps, gone)})
    )
    assert (shown.tables[0].rivals, shown.apart) == ((), ())
    late = gone.model_copy(update={"day": OCTOBER})
    shown = found(
        plan("ours", "Team", "94"), lost.model_copy(update={"steps": (*lost.steps, late)})
    )
    (aside,) = shown.apart
    assert (aside.plan.state, aside.plan.last_amount, aside.reasons[0].why) == ("missing", 80, "missing")  # fmt: skip


def test_nothing_of_ours_leaves_nothing_to_compare() -> None:
    shown = found(plan("rival", "Team", "80"))
    assert (shown.tables, shown.apart, shown.companies) == ((), (), ("ours",))
    ours_asks = found(plan("ours", "Team", None), plan("rival", "Team", "80"))
    assert [(one.plan.company, one.reasons[0].why) for one in ours_asks.apart] == [("ours", "hidden")]  # fmt: skip
    only = found(
        plan("ours", "Team", "94"),
        plan("rival", "Team", "80"),
        plan("other", "Team", "70"),
        companies=["other"],
    )
    assert [one.plan.company for one in only.tables[0].rivals] == ["other"]


def test_the_file_has_a_row_for_each_pair_and_each_reason() -> None:
    shown = found(
        plan("ours", "Team", "94"),
        plan("rival", "=Team", "99"),
        plan("other", "Team", "99", currency="USD", unit="GB"),
    )
    names = {one.id: one for one in COMPANIES}
    made = b"".join(beside_export.file_of(shown, "csv", "en", names, "http://z.example/")).decode(
        "utf-8-sig"
    )
    first, second = csv.DictReader(io.StringIO(made))
    assert (first["Our plan"], first["Company"], first["To ours, %"]) == ("Team", "Harrow Desk", "5.3")  # fmt: skip
    assert first["Plan"] == "'=Team", "no formula"
    assert first["As received"] == "http://z.example/document/d-rival?revision=1"
    assert (second["Not compared"], second["To ours, %"]) == ("currency, unit", "")
    book = load_workbook(io.BytesIO(b"".join(beside_export.file_of(shown, "xlsx", "zh", names, ""))))  # fmt: skip
    rows = list(book.active.values)
    assert rows[0][0] == "我方套餐"
    assert (rows[1][4], rows[2][12]) == (99, "币种、单位")
