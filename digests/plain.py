"""The plain-text half of an edition: written for a terminal or a watch, 72 columns."""

from collections.abc import Iterator

from digests.view import PriceView, StoryView, View
from text.display import COLUMNS, display_width, pad, shorten, wrap

_INDENT = "   "
# Columns of the price table: before, after, change.
_OLD, _NEW, _CHANGE = 12, 12, 10
_LABEL = COLUMNS - _OLD - _NEW - _CHANGE
_FAMILY = 12
_RULE = "-" * COLUMNS


def write_text(view: View) -> str:
    """Return the edition as text: no line wider than 72 columns but addresses and single words."""
    lines = [
        *_head(view),
        *_top(view),
        *_rivals(view),
        *_prices(view),
        *_people(view),
        *_also(view),
        *_expected(view),
        *_collection(view),
    ]
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
    yield from wrap(_sources(view, story), indent=indent)
    yield indent + story.url


def _sources(view: View, story: StoryView) -> str:
    joint = "、" if view.language == "zh" else ", "
    named = joint.join(name for name, _ in story.sources)
    return f"{story.count}{view.phrases['colon']}{named}" if named else story.count


def _rivals(view: View) -> Iterator[str]:
    if not view.rivals:
        return
    yield from _section(view, "rivals")
    for number, rival in enumerate(view.rivals):
        if number:
            yield ""
        yield rival.company
        for story in rival.stories:
            yield from _line(view, story, f"  {story.family}", story.brief)


def _people(view: View) -> Iterator[str]:
    if not view.people:
        return
    yield from _section(view, "people")
    for story in view.people:
        yield from _line(view, story, story.kind, story.brief)


def _line(view: View, story: StoryView, label: str, detail: str) -> Iterator[str]:
    """Yield a story as a line or two, with what it is on the left."""
    indent = " " * _FAMILY
    first = pad(label, _FAMILY) if display_width(label) < _FAMILY else f"{label} "
    detail = f"{view.phrases['open_bracket']}{detail}{view.phrases['close_bracket']}"
    yield from wrap(story.update + story.headline + detail, indent=indent, first=first)


def _expected(view: View) -> Iterator[str]:
    if not view.expected:
        return
    yield from _section(view, "expected")
    indent = " " * _FAMILY
    for one in view.expected:
        yield from wrap(one.text, indent=indent, first=pad(one.day, _FAMILY))


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
    if not view.also:
        return
    yield from _section(view, "also", view.more)
    for story in view.also:
        yield from _line(view, story, story.family, story.detail)


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
