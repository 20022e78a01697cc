"""Days on which publishers write little, so that silence on them says little. Dated: see *UNTIL*."""

from datetime import date, timedelta

# Spring Festival moves with the moon: the first day of the year, as the State Council announces it.
SPRING_FESTIVAL = (
    date(2024, 2, 10), date(2025, 1, 29), date(2026, 2, 17), date(2027, 2, 6), date(2028, 1, 26),
    date(2029, 2, 13), date(2030, 2, 3), date(2031, 1, 23), date(2032, 2, 11),
)  # fmt: skip
UNTIL = 2032  # the table above ends here: extend it, or silence around it will be told as one
# How much of its usual a publisher writes on such a day, at least: some go on as ever.
QUIET = 0.12


def is_quiet(day: date) -> bool:
    """Say whether little is published on *day* somewhere: a week around a great holiday."""
    month_day = (day.month, day.day)
    if month_day >= (12, 20) or month_day <= (1, 6):  # Christmas to Epiphany
        return True
    if (5, 1) <= month_day <= (5, 5) or (10, 1) <= month_day <= (10, 8):  # Labour and Golden Week
        return True
    if (8, 8) <= month_day <= (8, 20):  # the still weeks of August
        return True
    near = any(-2 <= (day - start).days <= 9 for start in SPRING_FESTIVAL)
    return near or _is_thanksgiving(day) or -3 <= (day - _easter(day.year)).days <= 1


def _is_thanksgiving(day: date) -> bool:
    """Say whether it is the Thursday, or the three days after it, of late November."""
    first = date(day.year, 11, 1)
    thursday = first + timedelta(days=(3 - first.weekday()) % 7 + 21)
    return 0 <= (day - thursday).days <= 3


def _easter(year: int) -> date:
    """Return Easter Sunday of *year* by the Gregorian reckoning."""
    century, golden = year // 100, year % 19
    moon = (century - century // 4 - (8 * century + 13) // 25 + 19 * golden + 15) % 30
    moon -= (moon // 28) * (1 - (29 // (moon + 1)) * ((21 - golden) // 11))
    weekday = (year + year // 4 + moon + 2 - century + century // 4) % 7
    days = moon - weekday
    month = 3 + (days + 40) // 44
    return date(year, month, days + 28 - 31 * (month // 4))
