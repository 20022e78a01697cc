"""What the sites' standing pages say on a day: prices, people, products, vacancies, advertisements."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from demo.content import FOLDER, load

_MARKET = FOLDER / "market"
_PERIODS_ZH = {"month": "月", "year": "年", "hour": "小时", "day": "天"}

_ADS = {
    "en": (
        "Cargo insurance in four minutes. Pellworth Mutual.",
        "Pallets, new and used, from 40 pieces. Harrow & Daughters.",
        "Your next warehouse has a sea view. Tarn Estates.",
        "Forklift courses every Thursday in Hull.",
        "Tyres for trailers at trade prices.",
        "The quiet reefer: 48 decibels.",
    ),
    "zh": (
        "冷链保险，四分钟投保",
        "二手托盘，四十片起售",
        "岚州港旁新仓招租",
        "叉车培训每周四开班",
        "挂车轮胎，同行价",
        "静音冷机，四十八分贝",
    ),
}


@dataclass(frozen=True)
class Price:
    """One plan as a pricing page shows it on a day."""

    plan: str
    state: str
    currency: str
    period: str
    unit: str
    amount: str | None = None
    monthly: str | None = None
    promotion: dict[str, str] | None = None
    label: str = ""

    @property
    def period_zh(self) -> str:
        """Return the period in Chinese; empty for a one-off price."""
        return _PERIODS_ZH.get(self.period, "")


def offer(company: str | None, now: datetime) -> list[Price] | None:
    """Return the plans on the pricing page, or None where the site has none."""
    rows = load(_MARKET / "prices.yaml").get(company)
    if rows is None:
        return None
    return [price for row in rows["plans"] if (price := _price(row, now.date())).state != "missing"]


def _price(row: dict[str, Any], day: date) -> Price:
    step = [one for one in row["steps"] if one["from"] <= day] or row["steps"][:1]
    current = step[-1]
    promotion = current.get("promotion")
    if promotion and not promotion["from"] <= day <= promotion["until"]:
        promotion = None
    return Price(
        plan=row["plan"],
        state=current["state"],
        currency=row["currency"],
        period=row["period"],
        unit=row["unit"],
        amount=current.get("amount"),
        monthly=current.get("monthly"),
        promotion=promotion,
        label=current.get("label", ""),
    )


def people(company: str | None, now: datetime) -> list[dict[str, Any]] | None:
    """Return who is on the leadership page, in page order."""
    rows = load(_MARKET / "people.yaml").get(company)
    return None if rows is None else list(_current(rows, now.date()))


def product(company: str | None, now: datetime) -> dict[str, Any] | None:
    """Return what the product page says, or None before it is there."""
    rows = load(_MARKET / "products.yaml").get(company, [])
    current = list(_current(rows, now.date()))
    if not current:
        return None
    shown = current[-1]
    return {**shown, "features": [one["text"] for one in _current(shown["features"], now.date())]}


def jobs(company: str | None, now: datetime) -> list[dict[str, Any]]:
    """Return the vacancies that are open, the newest first, each with its text."""
    rows = load(_MARKET / "jobs.yaml").get(company, [])
    day = now.date()
    opened = [
        row
        for row in rows
        if row["opened"] <= day and not (row.get("closed") and row["closed"] <= day)
    ]
    return [
        _vacancy(row)
        for row in sorted(opened, key=lambda row: (row["opened"], row["id"]), reverse=True)
    ]


def _vacancy(row: dict[str, Any]) -> dict[str, Any]:
    words = load(_MARKET / "jobs_text.yaml")[row["language"]]
    joint = "、" if row["language"] == "zh" else ", "
    text = [words["intro"][sum(map(ord, row["id"])) % 3].format(**row)]
    if row["technologies"]:
        text.append(words["tools"].format(technologies=joint.join(row["technologies"])))
    return {**row, "text": [*text, words["close"]]}


def _current(rows: Iterable[dict[str, Any]], day: date) -> Iterable[dict[str, Any]]:
    for row in rows:
        if row.get("from", day) <= day <= row.get("until", day):
            yield row


def ads(language: str, load_number: int) -> list[str]:
    """Return three advertisements; another three at each load."""
    pool = _ADS[language]
    return [pool[(load_number + step) % len(pool)] for step in range(3)]
