"""How fast pages are read: ``python -m benchmarks.extraction [N]``.

Made pages of about 45 kB from one host, as news sites have them (scripts, menus, teasers around the
text): documents per CPU-second by learned template, by the general extractor and by trafilatura in
its fast mode, in one run. The ratios say more than the rates, which are the machine's.
"""

import random
import sys
import time
from collections.abc import Callable, Sequence
from datetime import UTC, date, datetime, timedelta

from crawlers.extract import extract
from crawlers.pool import ExtractJob
from crawlers.templates.keeper import Keeper
from crawlers.templates.plan import Plan
from crawlers.templates.reading import read_page

_SEEN = datetime(2026, 11, 24, tzinfo=UTC)
_SYLLABLES = ("ba", "cor", "di", "fen", "gu", "hal", "jo", "kin", "lu", "mer", "no", "pas", "qui", "rol", "sa", "ten")  # fmt: skip
_SIZE = 45_000
# Pages a template is learned from and checked on before the clock starts.
_LEARNED = 12


def main(arguments: Sequence[str]) -> None:
    """Print documents per CPU-second of each reader, and how they compare."""
    import trafilatura  # noqa: PLC0415 - only to compare

    count = int(arguments[0]) if arguments else 300
    pages = [_page(number) for number in range(count + _LEARNED)]
    keeper = Keeper()
    for page in pages[:_LEARNED]:
        keeper.read(page)
    (stored,) = keeper.templates("news.harrow.example")
    plan = Plan(use=(stored.template.model_dump_json(),))
    timed = pages[_LEARNED:]
    rates = {
        "learned template": _rate(timed, lambda job: read_page(job, plan)),
        "template, learning and checks included": _rate(timed, keeper.read),
        "general extractor": _rate(timed, _general),
        "trafilatura, fast": _rate(timed, lambda job: trafilatura.extract(job.body, fast=True)),
    }
    used = sum(read_page(job, plan)[1].used is not None for job in timed)
    size = sum(len(job.body or b"") for job in timed) / len(timed)
    print(f"  {len(timed)} pages of {size / 1000:.0f} kB, {used} of them read by the template")
    peer = rates["trafilatura, fast"]
    for name, rate in rates.items():
        print(f"  {name:<40}{rate:8.0f} documents per CPU-second{rate / peer:8.1f} x trafilatura")


def _rate(jobs: Sequence[ExtractJob], read: Callable[[ExtractJob], object]) -> float:
    read(jobs[0])  # whatever is loaded or compiled at the first page
    start = time.process_time()
    for job in jobs:
        read(job)
    return len(jobs) / (time.process_time() - start)


def _general(job: ExtractJob) -> object:
    return extract(job.body or b"", url=job.url, kind=job.kind, seen=job.seen)


def _page(number: int) -> ExtractJob:
    draw = random.Random(number)  # noqa: S311 - the same pages each time

    def words(count: int) -> str:
        return " ".join(
            "".join(draw.choices(_SYLLABLES, k=draw.randint(1, 3))) for _ in range(count)
        )

    def sentence() -> str:
        return words(draw.randint(8, 22)).capitalize() + "."

    title = words(8).capitalize()
    day = (date(2026, 1, 1) + timedelta(days=number % 300)).isoformat()
    text = "".join(
        f'<p>{" ".join(sentence() for _ in range(3))} <a href="/n/{draw.randrange(999)}">{words(3)}</a> {sentence()}</p>'
        for _ in range(draw.randint(8, 16))
    )
    teaser = "".join(
        f'<div class="teaser"><a href="/n/{draw.randrange(9999)}"><img src="/i/{k}.jpg" alt=""><h3>{words(9)}</h3></a><p>{words(18)}</p></div>'
        for k in range(24)
    )
    menu = "".join(
        f'<li class="item"><a href="/s/{words(1)}">{words(2)}</a></li>' for _ in range(60)
    )
    head = (
        f'<meta charset="utf-8"><title>{title} | Harrow News</title><meta property="og:title" content="{title}">'
        f'<meta property="article:published_time" content="{day}T08:30:00Z"><meta name="author" content="Ilse Brandt">'
        f'<meta property="og:description" content="{words(20)}"><link rel="canonical" href="https://news.harrow.example/n/{number}.html">'
    )
    body = (
        f'<nav class="menu"><ul>{menu}</ul></nav><main><article class="story"><h1 class="hed">{title}</h1>'
        f'<div class="story-text">{text}</div></article><aside class="more">{teaser}</aside></main>'
    )
    markup = f'<!DOCTYPE html><html lang="en"><head>{head}</head><body>{body}'
    script = f"var state={{{','.join(f'k{k}:{draw.random()}' for k in range(900))}}};"
    while len(markup) + len(script) < _SIZE:
        script += f"f({draw.random()});"
    markup += f"<script>{script}</script></body></html>"
    url = f"https://news.harrow.example/n/{number}.html"
    return ExtractJob(id=str(number), url=url, seen=_SEEN, body=markup.encode(), kind="article")


if __name__ == "__main__":
    main(sys.argv[1:])
