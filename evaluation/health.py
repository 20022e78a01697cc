"""Injected layout breaks found, and false alarms: ``python -m evaluation.health``; sites of our own.

Each layout is read for a dozen runs, its pages varied as sites vary them, then broken in every way of
``evaluation.breaks``. A break counts where most pages of the run are read wrongly; it is found if the
diagnosis of that very run names the layout. False alarms are counted over the good runs.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import NamedTuple

from lxml import html

from crawlers.extract import extract
from crawlers.pages.dom import parse, text_of
from crawlers.relocating import places, reads
from evaluation.breaks import BREAKS, vary
from pipeline.diagnosis import diagnose
from pipeline.fields import judge
from pipeline.observing import reading_of
from pipeline.repairing import Answers, choose
from pipeline.sparing import suspects, unneeded
from schemas.documents import Document
from schemas.errors import QuarantineError
from schemas.harvest import Snapshot
from schemas.health import Reading, SourceStats
from schemas.registry import Source
from store.stats import Fetch, stats_of

_START = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
_RUNS, _PAGES = 12, 4
_SOURCE = Source(id="s", kind="feed", urls=("http://rival.example/f",), every=timedelta(days=1))
_TOPICS = ("depot", "tariff", "terminal", "carrier", "warehouse", "ferry", "pallet", "customs desk")
_PLACES = ("Utrecht", "Gdansk", "Porto", "Aarhus", "Trieste", "Malmo", "Leeds", "Ghent")
_LAYOUTS: dict[str, tuple[str, Mapping[str, str]]] = {
    "article": ('<nav><a href="/">Home</a></nav><article><h1 class="hl">{title}</h1><time class="pub" datetime="{day}">{day}</time><div class="copy">{text}</div></article><footer>Rival Ltd</footer>',
                {"title": ".hl", "published": ".pub", "text": ".copy"}),
    "divs": ('<div id="top">Rival news</div><div class="main"><div class="headline">{title}</div><div class="date">{day}</div><div class="story">{text}</div></div><div class="side"><a href="/a">Prices</a></div>',
             {"title": ".headline", "published": ".date", "text": ".story"}),
    "table": ('<table><tr><td class="menu"><a href="/">Start</a></td><td class="body"><h2 class="t">{title}</h2><p class="d">Published {day}</p>{text}</td></tr></table>',
              {"title": ".t", "published": ".d | regex:\\d{{4}}-\\d\\d-\\d\\d", "text": ".body"}),
    "section": ('<header>Rival</header><main><section class="post"><h1>{title}</h1><p class="byline">By Ada Wrenfield, {day}</p><div class="post-body">{text}</div></section></main>',
                {"title": ".post h1", "published": ".byline", "text": ".post-body"}),
}  # fmt: skip


class Made(NamedTuple):
    """A page with what is true of it."""

    markup: str
    title: str
    day: str
    text: str
    author: str = ""


def page(layout: str, number: int) -> Made:
    """Return page *number* of a layout."""
    topic, place = _TOPICS[number % 8], _PLACES[number // 8 % 8]
    title = f"Rival opens its {topic} no. {number} in {place}"
    day = (_START + timedelta(days=number // _PAGES)).date().isoformat()
    parts = [
        f"The {topic} in {place} is number {number * 7 + part} of the company, which said on the day "
        f"that it will take {number + 20 + part} people there, and that the rest of its plan for the "
        "region stands as it was told to investors before."
        for part in range(3 + number % 3)
    ]
    body = _LAYOUTS[layout][0].format(
        title=title, day=day, text="".join(f"<p>{one}</p>" for one in parts)
    )
    markup = f"<html><head><title>{title} | Rival</title></head><body>{body}</body></html>"
    author = "Ada Wrenfield" if layout == "section" else ""
    return Made(markup, title, day, " ".join(parts), author)


def right(document: Document | None, made: Made) -> bool:
    """Say whether title, day, text and author were read as they are."""
    if document is None or document.published is None or document.published.day != made.day:
        return False
    said = " ".join(document.text.split())
    if made.author and made.author not in getattr(document, "authors", ()):
        return False
    alike = made.text in said and len(said) < 1.3 * len(made.text)
    return alike and document.title == made.title


def run(
    layout: str, number: int, rules: Mapping[str, str], broken: str = ""
) -> tuple[SourceStats, int]:
    """Return the counts of one run, and how many of its pages were read rightly."""
    at = _START + timedelta(days=number)
    readings: list[Reading] = []
    well = 0
    for index in range(number * _PAGES, (number + 1) * _PAGES):
        made = page(layout, index)
        markup = BREAKS[broken](made.markup, 7) if broken else vary(made.markup, index)
        url = f"http://rival.example/n/{index}"
        snapshot = Snapshot(
            id=f"{index}", run=f"r{number:03}", source="s", url=url, requested_url=url, fetched_at=at,
            status=200, digest="0", size=1, warc_file="x", warc_offset=0, warc_length=1,
        )  # fmt: skip
        try:
            found = extract(markup.encode(), url=url, kind="article", seen=at + timedelta(days=9), selectors=rules)  # fmt: skip
        except QuarantineError as error:
            readings.append(reading_of(snapshot, "quarantined", reason=error.reason))
            continue
        well += right(found, made)
        readings.append(reading_of(snapshot, "new", found))
    fetched = [Fetch("document", "fetched", 200, None, one.url, None, 0.2, at) for one in readings]
    return stats_of("s", f"r{number:03}", at, fetched, readings, {}, ok=True, reason=None), well


def _spared(layout: str, rules: Mapping[str, str], history: Sequence[SourceStats]) -> SourceStats:
    """Return the last run with the rules that are not needed, found as the pipeline finds them."""
    last = history[-1]
    names = suspects(judge(history), last)
    if not names:
        return last
    kept = {name: rule for name, rule in rules.items() if name not in names}
    pairs: list[tuple[Document, Document]] = []
    for number in range((_RUNS - 2) * _PAGES, _RUNS * _PAGES):
        body = vary(page(layout, number).markup, number).encode()
        url, seen = f"http://rival.example/n/{number}", last.at + timedelta(days=9)
        with_rules, without = (
            extract(body, url=url, kind="article", seen=seen, selectors=one)
            for one in (rules, kept)
        )
        pairs.append((with_rules, without))
    return last.model_copy(update={"unneeded": unneeded(pairs, names)})


def measure() -> dict[str, float]:
    """Return shares and counts over every layout, with and without rules, and every break."""
    seen: Counter[str] = Counter()
    for layout, (_, rules) in _LAYOUTS.items():
        for ruled in (
            {},
            {name: rule.replace("{{", "{").replace("}}", "}") for name, rule in rules.items()},
        ):
            past = [run(layout, number, ruled)[0] for number in range(_RUNS)]
            for number in range(3, _RUNS):
                seen["good runs"] += 1
                seen["false"] += not diagnose(_SOURCE, past[: number + 1], past[number].at).well
            for name in BREAKS:
                last, well = run(layout, _RUNS, ruled, name)
                last = _spared(layout, ruled, [*past, last])
                told = diagnose(_SOURCE, [*past, last], last.at).failure == "layout"
                kind = "breaks" if well < 0.5 * _PAGES else "harmless"
                seen[kind] += 1
                seen[f"{kind} told"] += told
    return {
        "injected breaks": float(seen["breaks"]),
        "found within one run": seen["breaks told"] / max(1, seen["breaks"]),
        "good runs": float(seen["good runs"]),
        "false alarms": seen["false"] / max(1, seen["good runs"]),
        "redesigns that harm nothing": float(seen["harmless"]),
        "of these told": seen["harmless told"] / max(1, seen["harmless"]),
    }


def repairs() -> dict[str, float]:
    """Return how many fields that broke, and still stand on the page, get a rule that reads rightly.

    Rules come from four pages whose values are known from before, and count as right if they read
    eight pages that were never seen.
    """
    seen: Counter[str] = Counter()
    for layout in _LAYOUTS:
        for change in BREAKS.values():
            pages = [page(layout, number) for number in range(44, 56)]
            roots = [parse(change(one.markup, 7)) for one in pages]
            for field in ("title", "published", "text"):
                values = [one.day if field == "published" else getattr(one, field) for one in pages]
                if not _stands(roots[-1], values[-1]) or _still(
                    layout, field, roots[-1], values[-1]
                ):
                    continue
                seen["fields"] += 1
                seen["right"] += _mended(field, roots, values)
    return {
        "broken fields that stand elsewhere": float(seen["fields"]),
        "of these a right rule proposed": seen["right"] / max(1, seen["fields"]),
    }


def _stands(root: html.HtmlElement, value: str) -> bool:
    """Say whether a value is in what a reader sees of the page."""
    body = root.find("body")
    shown = "" if body is None else text_of(body)
    return " ".join(value.split())[:60] in " ".join(shown.split())


def _still(layout: str, field: str, root: html.HtmlElement, value: str) -> bool:
    """Say whether the rule of a layout reads a field as it did."""
    rule = _LAYOUTS[layout][1][field].replace("{{", "{").replace("}}", "}").partition(" | ")[0]
    return reads(root, field, rule, value, _START + timedelta(days=99))[2]


def _mended(field: str, roots: Sequence[html.HtmlElement], values: Sequence[str]) -> bool:
    at = _START + timedelta(days=99)
    known = list(zip(roots[:4], values[:4], strict=True))
    votes = Counter(
        rule for root, value in known for rule in places(root, {field: value}, at)[field]
    )
    rules = [rule for rule, _ in votes.most_common(40)]
    if not rules:
        return False
    answers: Answers = {
        str(number): {field: {rule: reads(root, field, rule, value, at) for rule in rules}}
        for number, (root, value) in enumerate(known)
    }
    wanted = {str(number): {field: value} for number, (_, value) in enumerate(known)}
    best, right, _ = choose(field, rules, answers, wanted)
    later = zip(roots[4:], values[4:], strict=True)
    return right >= 0.8 and all(reads(root, field, best, value, at)[2] for root, value in later)


def main(_: Path | None = None) -> None:
    """Print the figures."""
    for name, value in (measure() | repairs()).items():
        print(f"{name:<36} {value:8.3f}")


if __name__ == "__main__":
    main()
