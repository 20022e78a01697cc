"""A histogram as positions of bars and labels, for a template to draw as SVG that follows the page's colours."""

from dataclasses import dataclass

from schemas.searching import Bar, Histogram
from text.display import Lang, day_range, format_count, long_day, read_day

WIDTH, HEIGHT, FOOT = 920, 56, 16
_LABELS = 12  # along the axis at most; a label is about 60 wide


@dataclass(frozen=True)
class Column:
    """One bar: where it stands, the days it is of and how many documents those have."""

    x: float
    y: float
    width: float
    height: float
    bar: Bar
    says: str


@dataclass(frozen=True)
class Label:
    """Words under the axis at *x*."""

    x: float
    text: str


@dataclass(frozen=True)
class Chart:
    """All that is drawn. *most* is the highest bar, by which the height is scaled."""

    columns: tuple[Column, ...]
    labels: tuple[Label, ...]
    most: Column
    says: str


def chart(histogram: Histogram | None, language: Lang) -> Chart | None:
    """Return what is drawn of *histogram*; None where there is nothing to compare."""
    if histogram is None or len(histogram.bars) < 2:
        return None
    bars = histogram.bars
    highest = max(bar.count for bar in bars)
    if not highest:
        return None
    step = WIDTH / len(bars)
    gap = 1 if step > 3 else 0
    columns = []
    for place, bar in enumerate(bars):
        height = round(bar.count / highest * HEIGHT, 1)
        if bar.count:
            height = max(height, 2.0)  # one document among a thousand is still seen
        top = round(HEIGHT - height, 1)
        columns.append(
            Column(
                round(place * step, 1), top, round(step - gap, 1), height, bar, _says(bar, language)
            )
        )
    most = max(columns, key=lambda one: one.bar.count)
    return Chart(tuple(columns), _labels(columns, language), most, most.says)


def _says(bar: Bar, language: Lang) -> str:
    first, last = read_day(bar.first), read_day(bar.last)
    days = day_range(first, last, language) if first and last else bar.first
    if first == last:
        days = long_day(bar.first, language)
    return (
        f"{days}: {format_count(bar.count)}"
        if language == "en"
        else f"{days}：{format_count(bar.count)}"
    )


def _labels(columns: list[Column], language: Lang) -> tuple[Label, ...]:
    """Return the months, or the years of long spans, that begin under a bar."""
    named: list[Label] = []
    before = ""
    span = read_day(columns[-1].bar.last), read_day(columns[0].bar.first)
    days = (span[0] - span[1]).days if span[0] and span[1] else 0
    for one in columns:
        text = _name(one.bar.first, days, language)
        if text != before:
            before = text
            if not named or one.x - named[-1].x >= WIDTH / _LABELS:
                named.append(Label(one.x, text))
    return tuple(label for label in named if label.x <= WIDTH - 50)


def _name(day: str, days: int, language: Lang) -> str:
    read = read_day(day)
    if read is None:
        return day
    if days > 1100:
        return str(read.year) if language == "en" else f"{read.year} 年"
    if days > 62:
        month = f"{read:%b}" if language == "en" else f"{read.month} 月"
        return f"{month} {read.year}" if read.month == 1 and language == "en" else month
    return f"{read.day} {read:%b}" if language == "en" else f"{read:%m-%d}"
