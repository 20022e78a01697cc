"""The plain-text half of an edition: written for a terminal or a watch, 72 columns."""

from collections.abc import Iterator

from digests.view import PriceView, StoryView, View
from text.display import COLUMNS, display_width, pad, shorten, wrap

_INDENT = "   "
# Columns of the price table: before, after, change.
_OLD, _NEW, _CHANGE = 12, 12, 10
_LABEL = COLUMNS - _OLD - _NEW - _CHANGE
_FAMILY = 10
_RULE = "-" * COLUMNS


def write_text(view: View) -> str:
    """Return the edition as text: no line wider than 72 columns but addresses and single words."""
    lines = [*_head(view), *_top(view), *_prices(view), *_also(view), *_collection(view)]
    return "\n".join(line.rstrip() for line in [*lines, *_foot(view)]) + "\n"


def _head(view: View) -> Iterator[str]:
    brand = "ZHIBI 知彼"
    yield brand + pad(view.week, COLUMNS - display_width(brand), right=True)
    yield ""
    yield from wrap(view.title.upper() if view.language == "en" else view.title)
    yield from wrap(view.intro)


def _section(view: View, name: str, note: str = "") -> Iterator[str]:
    says = view.phrases
    yield from ("", "")
    yield says[name].upper() + (
        f"{says['open_bracket']}{note}{says['close_bracket']}" if note else ""
    )
    yield _RULE


def _top(view: View) -> Iterator[str]:
    if not view.top:
        return
    yield from _section(view, "top", view.of)
    for number, story in enumerate(view.top, 1):
        yield ""
        yield from _story(view, number, story)


def _story(view: View, number: int, story: StoryView) -> Iterator[str]:
    marker = f"{number}. "
    indent = " " * max(len(_INDENT), len(marker))
    yield from wrap(story.update + story.headline, indent=indent, first=marker)
    yield from wrap(_labels(view, story), indent=indent)
    if story.summary:
        yield ""
        yield from wrap(story.summary, indent=indent)
    yield ""
    colon = view.phrases["colon"]
    for label, value in story.facts:
        yield from wrap(f"{label}{colon}{value}", indent=indent)
    if story.why:
        space = "" if view.language == "zh" else " "
        yield from wrap(f"{view.phrases['why']}{space}{story.why}", indent=indent)
    yield from wrap(story.sources, indent=indent)
    yield indent + story.url


def _labels(view: View, story: StoryView) -> str:
    status = story.status
    if story.rumoured:
        confirmed = view.phrases["not_confirmed"].rstrip(".。")
        lowered = confirmed[:1].lower() + confirmed[1:]
        status = f"{status.upper()}{view.phrases['comma']}{lowered}"
    kind = view.phrases["comma"].join(part for part in (story.family, story.kind) if part)
    return " | ".join(part for part in (kind, status, story.company, story.day) if part)


def _prices(view: View) -> Iterator[str]:
    if not view.prices:
        return
    yield from _section(view, "prices", view.more_prices)
    for row in view.prices:
        yield from _price(row)


def _price(row: PriceView) -> Iterator[str]:
    cells = "".join(
        " " + pad(text, width - 1, right=True)
        for text, width in ((row.old, _OLD), (row.new, _NEW), (row.change, _CHANGE))
    )
    room = COLUMNS - display_width(cells)
    if display_width(row.label) <= room:
        yield pad(row.label, room) + cells
        return
    yield shorten(row.label, COLUMNS)
    yield pad("", room) + cells


def _also(view: View) -> Iterator[str]:
    if not view.also and not view.more:
        return
    yield from _section(view, "also", view.more)
    indent = " " * _FAMILY
    for story in view.also:
        first = pad(story.family, _FAMILY)
        yield from wrap(story.update + story.headline, indent=indent, first=first)
        yield from wrap(story.detail, indent=indent)


def _collection(view: View) -> Iterator[str]:
    yield from _section(view, "collection")
    yield from wrap(view.collection)
    if view.left_out:
        yield from wrap(view.left_out)


def _foot(view: View) -> Iterator[str]:
    yield from ("", "-- ")
    yield from wrap(view.receive)
    links = (
        (view.phrases["preferences"], view.preferences_url),
        (view.phrases["unsubscribe"], view.unsubscribe_url),
    )
    for label, url in links:
        if url:
            yield f"{pad(label, 23)}{url}"
    if view.postal:
        yield from wrap(view.postal)
