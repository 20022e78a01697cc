"""The one picture of an edition: what the rival whose price moved most has charged for a year."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date, timedelta
from zoneinfo import ZoneInfo

from charts.prices import PricePoint, alternative, price_steps_png
from digests.naming import NameBook
from digests.words import words
from schemas.delivery import Digest, DigestInput, PastPrice
from text.display import read_day

_YEAR = timedelta(days=365)
_MARGIN = timedelta(days=21)
# Lines of one chart; and changes below which the table says all there is.
_PLANS = 3
_LEAST_CHANGES = 2


@dataclass(frozen=True)
class Chart:
    """A PNG of twice its shown *width* (CSS pixels), its title and what it shows in words."""

    png: bytes
    title: str
    alt: str
    width: int = 540


def chart(digest: Digest, given: DigestInput) -> Chart | None:
    """Return the picture of *digest*, or None where no price moved twice within the year."""
    moved = next((row for row in digest.prices if row.old_amount and row.new_amount), None)
    if moved is None:
        return None
    end = given.cut_off.astimezone(ZoneInfo(given.reader.timezone)).date()
    plans = _plans(given.history, moved.company, moved.currency, end)
    points = [point for plan in plans for point in plan]
    if sum(len(plan) - 1 for plan in plans) < _LEAST_CHANGES:
        return None
    first = min(plan[1].day for plan in plans if len(plan) > 1)
    start = max(end - _YEAR, min(first - _MARGIN, end - 4 * _MARGIN))
    book = NameBook(given.companies, digest.language, words(digest.language))
    title = words(digest.language).phrases["chart"].format(company=book.company(moved.company))
    try:
        alt = alternative(
            points, start=start, end=end, currency=moved.currency, language=digest.language
        )
        png = price_steps_png(
            points, start=start, end=end, currency=moved.currency, language=digest.language
        )
    except ValueError:  # nothing known in the period
        return None
    colon = words(digest.language).phrases["colon"]
    return Chart(png, title, f"{title}{colon}{alt}")


def _plans(
    history: tuple[PastPrice, ...], company: str, currency: str | None, end: date
) -> list[list[PricePoint]]:
    """Return the points of the plans of *company*, those that changed last first."""
    grouped: dict[str, list[PricePoint]] = defaultdict(list)
    for one in sorted(history, key=lambda one: one.day):
        day = read_day(one.day)
        if one.company == company and one.currency == currency and day and day <= end:
            grouped[one.plan].append(
                PricePoint(plan=one.plan, day=day, amount=one.amount, state=one.state)
            )
    plans = sorted(grouped.values(), key=lambda points: points[0].plan)
    return sorted(plans, key=lambda points: points[-1].day, reverse=True)[:_PLANS]
