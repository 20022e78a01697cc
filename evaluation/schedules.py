"""A year of digests on the clocks of four zones: each edition once, at its hour, without gap or overlap."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from pipeline.editions import cut_off, latest_edition, period
from schemas.registry import Reader

ZONES = ("Asia/Shanghai", "Europe/Berlin", "America/New_York", "Australia/Lord_Howe")
# As often as the scheduler looks; hours that clocks skip or repeat, and ordinary ones.
TICK = timedelta(minutes=15)
HOURS = (0, 1, 2, 3, 7, 23)
START = datetime(2026, 1, 1, tzinfo=UTC)
YEAR = timedelta(days=365)


def simulate(reader: Reader) -> tuple[list[str], list[str]]:
    """Return the editions that are made in a year of ticks, in order, and what was wrong with them."""
    made: list[str] = []
    faults: list[str] = []
    moment = START
    while moment < START + YEAR:
        edition = latest_edition(reader, moment)
        if not made or edition != made[-1]:
            faults += _faults(reader, edition, made, moment)
            made.append(edition)
        moment += TICK
    return made, faults


def _faults(reader: Reader, edition: str, made: list[str], moment: datetime) -> Iterator[str]:
    where = f"{reader.timezone} {reader.schedule.every} at {reader.schedule.hour}: {edition}"
    if edition in made:
        yield f"{where} twice"
    start, end = period(reader, edition)
    if made and moment - end >= TICK:
        yield f"{where} late"
    if made and period(reader, made[-1])[1] != start:
        yield f"{where} leaves a gap after {made[-1]}"
    local = end.astimezone(ZoneInfo(reader.timezone))
    skipped = (local.hour, local.minute) != (reader.schedule.hour, 0)
    if skipped and not _is_skipped(reader, edition):
        yield f"{where} at {local:%H:%M}"


def _is_skipped(reader: Reader, edition: str) -> bool:
    """Say whether the reader's hour does not exist on that day: clocks go forward over it."""
    zone = ZoneInfo(reader.timezone)
    local = cut_off(reader, edition).astimezone(zone)
    wanted = local.replace(hour=reader.schedule.hour, minute=0, second=0, fold=0)
    return wanted.astimezone(UTC).astimezone(zone).hour != reader.schedule.hour or (
        wanted.astimezone(UTC).astimezone(zone).minute != 0
    )


def main() -> dict[str, float]:
    """Print how many editions were made and what was wrong; return the faults."""
    total, faults = 0, []
    for zone in ZONES:
        for every in ("daily", "weekly"):
            for hour in HOURS:
                reader = Reader.model_validate({
                    "id": "r", "name": "R", "email": "r@x.example", "timezone": zone,
                    "schedule": {"every": every, "day": "sunday", "hour": hour},
                })  # fmt: skip
                made, wrong = simulate(reader)
                total += len(made)
                faults += wrong
    print(f"schedules     {total:,} editions of {len(ZONES) * 2 * len(HOURS)} readers in a year, {len(faults)} faults")  # fmt: skip
    for line in faults[:10]:
        print(f"  {line}")
    return {"schedule faults": float(len(faults))}
