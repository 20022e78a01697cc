"""Results of a search as a person reads them on a terminal."""

import unicodedata
from collections.abc import Callable, Iterator, Sequence
from datetime import datetime

from rich.markup import escape
from rich.text import Text

from cli.terminal import out
from schemas.kinds import FAMILY_OF, Family
from schemas.registry import Registry
from schemas.searching import FacetValue, Highlight, Histogram, Hit, Preview, SearchResults
from text.display import Lang, counted, display_width, pad, short_day, shorten, wrap

# The families' shapes and colours, as on the web pages (16-colour names: the terminal's own theme).
_SHAPES: dict[Family, tuple[str, str]] = {
    "product": ("●", "blue"), "pricing": ("◆", "red"), "market": ("▲", "green"),
    "finance": ("■", "yellow"), "strategy": ("⬢", "magenta"), "people": ("○", "bright_magenta"),
    "delivery": ("✚", "cyan"),
}  # fmt: skip

_SAID: dict[str, dict[Lang, str]] = {
    "meant": {"en": "Did you mean: ", "zh": "您是不是要找："},
    "nothing": {
        "en": "No document matches. Fewer words find more; docs/users.md has the fields.",
        "zh": "没有符合的文档。词少一些，结果更多；字段见 docs/users.md。",
    },
    "same": {"en": "+{} of the same story", "zh": "同一事件另有 {} 篇"},
    "next": {"en": "{}; the next page: --cursor {}", "zh": "{}；下一页：--cursor {}"},
}
_INDENT = 9  # columns of the day, "22 Nov" or "30 Sep 2025" pushed out
_GAP = 3  # least columns between the counts and how the query was read
_WIDTH = 100  # columns where no terminal says how many it has


def show(
    results: SearchResults,
    registry: Registry,
    now: datetime,
    *,
    with_facets: bool = True,
    explain: Callable[[Hit], Sequence[str]] = lambda _hit: (),
    lang: Lang = "en",
) -> None:
    """Print results as wide as the terminal is; piped, nothing is cut. *explain* gives reasons."""
    width = out.width if out.is_terminal else None
    out.print(_head(_counts(results, lang), results.interpretation, width))
    for note in results.notes:
        out.print(f"  {escape(note)}", style="yellow")
    if better := results.suggestion:
        query, found = escape(_printable(better.query)), _documents(better.total, lang)
        out.print(f"  {_SAID['meant'][lang]}[bold]{query}[/]  [dim]{found}[/]")
    sources = {one.id: one.name or one.id for one in registry.sources}
    for hit in results.hits:
        out.print()
        for line in _lines(hit, sources, now, lang):
            out.print(_cut(line, width))
        for reason in explain(hit):
            out.print(_cut(Text(f"{' ' * _INDENT}· {_printable(reason)}", "dim"), width))
    if not results.total:
        out.print(f"\n{_SAID['nothing'][lang]}")
        return
    _show_below(results, registry, width, lang, with_facets=with_facets)


def _counts(results: SearchResults, lang: Lang) -> str:
    """Return how many documents and stories there are, and how long it took."""
    time = f"{results.milliseconds:.0f}"
    if lang == "zh":
        stories = f"，{results.stories:,} 个事件" if results.stories else ""
        shown = (
            f"{results.total:,} 篇中的 {len(results.hits)} 篇{stories}"
            if results.total
            else "没有文档"
        )
        return f"{shown}，{time} 毫秒"
    stories = f", {counted(results.stories, 'story', 'stories')}" if results.stories else ""
    shown = f"{len(results.hits)} of {counted(results.total, 'document')}{stories}"
    return f"{shown if results.total else 'No document'}, {time} ms"


def _documents(count: int, lang: Lang) -> str:
    return f"{count:,} 篇" if lang == "zh" else counted(count, "document")


def _show_below(
    results: SearchResults, registry: Registry, width: int | None, lang: Lang, *, with_facets: bool
) -> None:
    """Print what stands under the results: the time line, counts, the next page."""
    if results.histogram and results.histogram.bars:
        out.print()
        for row in _timeline(results.histogram, width or _WIDTH):
            out.print(row)
    if with_facets and results.facets:
        out.print()
        for field, values in _facets(results, {one.id for one in registry.companies}):
            out.print(_row(field, values, width))
    if results.next_cursor:
        following = _SAID["next"][lang].format(results.order, results.next_cursor)
        out.print(f"\n{following}", style="dim", markup=False)


def _head(counts: str, interpretation: str, width: int | None) -> Text:
    """Return the counts and, to their right or below where it is long, how the query was read."""
    columns = width or _WIDTH
    room = columns - display_width(counts) - display_width(interpretation)
    gap = " " * room if room >= _GAP else "\n"
    read = interpretation if room >= _GAP else "\n".join(wrap(interpretation, columns))
    return Text.assemble((counts, "bold"), gap if read else "", (read, "dim"))


def _lines(hit: Hit, sources: dict[str, str], now: datetime, lang: Lang) -> Iterator[Text]:
    """Yield the title in its column, the words found, and where they stand."""
    document = hit.document
    line = Text(pad(f"{short_day(document.day, now)} ", _INDENT))
    kind = document.moves[0] if document.moves else ""
    if kind in FAMILY_OF:
        family = FAMILY_OF[kind]
        shape, colour = _SHAPES[family]
        line.append(pad(f"{shape} {family}", 12), colour)
        line.append(pad(kind, 19))
        line.append(pad(", ".join(document.statuses[:1]), 11))
    else:
        line.append(pad(f"· {document.kind}", 42), "dim")
    yield line.append(_title(hit))
    for part in hit.highlights:
        if part.field == "text":
            yield Text(" " * _INDENT).append(_marked(part))
    more = f"  {_SAID['same'][lang].format(hit.collapsed)}" if hit.collapsed else ""
    source = _printable(sources.get(document.source, document.source))
    yield Text(f"{' ' * _INDENT}{source}{more}  {_address(document.url)}", "dim")


def _facets(results: SearchResults, companies: set[str]) -> Iterator[tuple[str, list[FacetValue]]]:
    """Yield what can be typed: a family is a value of move, as a kind is; products are no company."""
    families = results.facets.get("family", ())
    for field, values in results.facets.items():
        if field == "family":
            continue
        listed = [*families, *values] if field == "move" else list(values)
        if field == "company":
            listed = [one for one in listed if one.value in companies]
        if listed:
            yield f"{field}:", listed


def _row(field: str, values: list[FacetValue], width: int | None) -> Text:
    """Return one line of values with their counts, as many as fit whole."""
    row = Text(pad(field, _INDENT), "dim")
    for one in values[:12]:
        cell = f"{_printable(one.value)} {one.count}"
        if display_width(row.plain) + display_width(cell) > (width or _WIDTH):
            break
        row.append(_printable(one.value), "not dim").append(f" {one.count}  ")
    return row


def _title(hit: Hit) -> Text:
    for part in hit.highlights:
        if part.field == "title":
            return _marked(part, base="bold")
    return Text(_printable(hit.document.title), "bold")


def _marked(part: Highlight, base: str = "") -> Text:
    text = Text(_printable(part.text), base)
    for start, end in part.marks:
        text.stylize("bold underline" if base else "bold", start, end)
    return text


def _address(url: str) -> str:
    """Return where a document is, in words for what came in as a file or by mail."""
    return "a file or message, no address" if url.startswith("urn:zhibi:") else _printable(url)


def _printable(text: str) -> str:
    """Return foreign *text* of the same length without controls and marks of direction.

    An escape sequence in a title would otherwise command the terminal.
    """
    return "".join(" " if unicodedata.category(char)[0] in "CZ" else char for char in text)


def _cut(line: Text, width: int | None) -> Text:
    """Return *line* cut to *width* columns, Chinese counted as two, with an ellipsis."""
    if width is None or display_width(line.plain) <= width:
        return line
    kept = line[: len(shorten(line.plain, width)) - 1]
    kept.rstrip()
    return kept.append("…")


_BLOCKS = " ▁▂▃▄▅▆▇█"


def _timeline(found: Histogram, width: int) -> Iterator[Text]:
    """Yield the bars of a histogram as one line of blocks, with the first and last day below."""
    bars = found.bars[-(width - _INDENT) :]
    most = max(bar.count for bar in bars) or 1
    blocks = (_BLOCKS[-(-bar.count * (len(_BLOCKS) - 1) // most)] for bar in bars)
    yield Text.assemble((pad(f"{found.interval}:", _INDENT), "dim"), "".join(blocks))
    fullest = max(bars, key=lambda bar: bar.count)
    ends = f"{bars[0].first} to {bars[-1].last}, most {fullest.count} from {fullest.first}"
    yield Text(f"{' ' * _INDENT}{ends}", "dim")


def show_preview(found: Preview) -> None:
    """Print what a saved search would have found."""
    stories = f" in {counted(found.stories, 'story', 'stories')}" if found.stories else ""
    out.print(
        f"[bold]{counted(found.total, 'document')}[/]{stories} in {counted(found.days, 'day')}: "
        f"{found.per_week:g} a week, none on {counted(found.quiet_days, 'day')}"
    )
    for row in _timeline(found.histogram, out.width if out.is_terminal else _WIDTH):
        out.print(row)
