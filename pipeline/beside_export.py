"""Our own plans beside those of rivals as a file: one row for each of our plans and each of a rival's."""

from collections.abc import Iterator, Sequence
from decimal import Decimal
from typing import Final, Literal, TypeAlias

from pipeline.sheets import Row, csv_file, xlsx_file
from schemas.beside import Apart, Gap, PlanApart, PlanNow, PlansBeside, PlanTable
from schemas.registry import Company
from text.display import Lang

Form: TypeAlias = Literal["csv", "xlsx"]
MEDIA_TYPES: Final[dict[Form, str]] = {
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}
_COLUMNS: Final[tuple[dict[Lang, str], ...]] = (
    {"en": "Our plan", "zh": "我方套餐"}, {"en": "Our price", "zh": "我方价格"},
    {"en": "Company", "zh": "公司"}, {"en": "Plan", "zh": "套餐"},
    {"en": "Price", "zh": "价格"}, {"en": "Currency", "zh": "币种"}, {"en": "Unit", "zh": "单位"},
    {"en": "Period", "zh": "周期"}, {"en": "Billed", "zh": "付款"},
    {"en": "To ours, %", "zh": "与我方相比 %"}, {"en": "Before, %", "zh": "此前 %"},
    {"en": "Like name", "zh": "同名"}, {"en": "Not compared", "zh": "未作比较的原因"},
    {"en": "Moved, %", "zh": "变动 %"}, {"en": "Promotion price", "zh": "促销价"},
    {"en": "Read since", "zh": "自何时起"}, {"en": "Address", "zh": "网址"}, {"en": "As received", "zh": "存档页面"},
)  # fmt: skip
_REASONS: Final[dict[Apart, dict[Lang, str]]] = {
    "currency": {"en": "currency", "zh": "币种"}, "unit": {"en": "unit", "zh": "单位"},
    "period": {"en": "period", "zh": "周期"}, "billed": {"en": "payment", "zh": "付款方式"},
    "tax": {"en": "tax", "zh": "含税与否"}, "free": {"en": "one is free", "zh": "其一免费"},
    "product": {"en": "another good", "zh": "另一种商品"}, "hidden": {"en": "on request", "zh": "需询价"},
    "missing": {"en": "no longer offered", "zh": "不再提供"}, "broken": {"en": "not read", "zh": "未能读取"},
}  # fmt: skip
_PERIODS: Final[dict[str, dict[Lang, str]]] = {
    "hour": {"en": "hour", "zh": "小时"}, "day": {"en": "day", "zh": "天"}, "week": {"en": "week", "zh": "周"},
    "month": {"en": "month", "zh": "月"}, "quarter": {"en": "quarter", "zh": "季"},
    "year": {"en": "year", "zh": "年"}, "once": {"en": "once", "zh": "一次性"},
}  # fmt: skip
_WIDTHS: Final = (18, 10, 18, 26, 10, 9, 12, 9, 9, 11, 11, 9, 20, 10, 14, 12, 40, 40)


def file_of(
    found: PlansBeside, form: Form, lang: Lang, companies: dict[str, Company], base_url: str
) -> Iterator[bytes]:
    """Return the bytes of a file in pieces; *companies* by id give the names, *base_url* leads to Zhibi."""
    headings = [one[lang] for one in _COLUMNS]
    rows = _Rows(lang, companies, base_url.rstrip("/"))
    every = [row for table in found.tables for row in rows.of_table(table)]
    every += [rows.of_apart(one) for one in found.apart]
    return csv_file(headings, every) if form == "csv" else xlsx_file(headings, every, _WIDTHS)


class _Rows:
    def __init__(self, lang: Lang, companies: dict[str, Company], base: str) -> None:
        self._lang, self._companies, self._base = lang, companies, base

    def of_table(self, table: PlanTable) -> Iterator[Row]:
        for row in table.rivals:
            for mine, gap in zip(table.ours, row.gaps, strict=True):
                yield self._row(row.plan, table.period, mine, gap)

    def of_apart(self, one: PlanApart) -> Row:
        return self._row(one.plan, one.plan.period, None, None, [it.why for it in one.reasons])

    def _row(
        self,
        plan: PlanNow,
        period: str | None,
        mine: PlanNow | None,
        gap: Gap | None,
        why: Sequence[Apart] = (),
    ) -> Row:
        between = "、" if self._lang == "zh" else ", "
        reasons = [*why, *([gap.apart] if gap and gap.apart else [])]
        company = self._companies.get(plan.company)
        return [
            mine.plan if mine else "",
            _figure(mine.amount if mine else None),
            company.name(self._lang) if company else plan.company,
            plan.plan,
            _figure(plan.amount),
            plan.currency or "",
            plan.unit or "",
            self._period(period),
            self._period(plan.billed),
            _figure(gap.percent if gap else None),
            _figure(gap.was if gap else None),
            "x" if gap and gap.like else "",
            between.join(_REASONS[one][self._lang] for one in reasons),
            _figure(plan.moved),
            _figure(plan.promoted),
            plan.since.isoformat(),
            plan.url,
            f"{self._base}/document/{plan.document_id}?revision={plan.revision}",
        ]

    def _period(self, period: str | None) -> str:
        return _PERIODS[period][self._lang] if period in _PERIODS else ""


def _figure(value: Decimal | None) -> str | float:
    """Return a number for a sheet; an empty cell where there is none."""
    return "" if value is None else float(value)
