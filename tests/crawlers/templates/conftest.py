"""An invented newsroom: pages of two layouts, whose titles, days and texts are known."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

import pytest

SEEN = datetime(2026, 11, 24, 9, tzinfo=UTC)
HOST = "press.harrow.example"
NEWSLETTER = "Get the Harrow letter every Friday, free of charge and without any advertising."
_WHO = ("Harrow", "Velmora", "Northquay", "Tessaly", "Brandmoor", "Osterlund", "Quillby", "Marrend")
_WHAT = (
    "opens a depot",
    "cuts its prices",
    "names a chief",
    "buys a rival",
    "drops a plan",
    "signs a port",
)
_WHERE = ("in Lisbon", "in Tallinn", "in Osaka", "in Leeds", "in Bergen", "in Quito", "in Gdansk")


@dataclass(frozen=True)
class Made:
    url: str
    body: bytes
    title: str
    day: str
    text: str


def paragraphs(number: int) -> list[str]:
    who, what, where = (words[number % len(words)] for words in (_WHO, _WHAT, _WHERE))
    first = (
        f"{who} {what} {where}, the company said in its note number {number}, which it read out to staff, "
        f"to the press and to {number + 3} guests from the region, before the doors were opened."
    )
    second = (
        f"The plan had been drawn up over {number + 2} months, and the board of {who} agreed to it after a "
        "long evening, in which nobody left the room and the coffee ran out twice, as one member told us."
    )
    third = (
        f"Analysts expect that the move {where} costs about {number * 7 + 11} million euros, most of it for "
        "buildings, machines and the people who look after both of them through the first winter."
    )
    fourth = (
        f"Customers {where} will notice little at first; deliveries go on as before, and the old contracts of "
        f"{who} hold until they end, which is in {number % 4 + 2} years for most of those we asked."
    )
    return [first, second, third, fourth][: 3 + number % 2]


def page(number: int, *, layout: str = "main", boxes: bool = True) -> Made:
    who, what, where = (words[number % len(words)] for words in (_WHO, _WHAT, _WHERE))
    title = f"{who} {what} {where} for the {number}th time"
    day = (date(2026, 3, 1) + timedelta(days=number)).isoformat()
    texts = paragraphs(number)
    inside = "".join(f"<p>{one}</p>" for one in texts)
    links = "".join(
        f'<li><a href="/n/{number + k}">Story {number + k} that others read today</a></li>'
        for k in range(1, 5)
    )
    related = (
        f'<div class="more-like-it"><h4>Others read</h4><ul>{links}</ul></div>' if boxes else ""
    )
    if layout == "main":
        main = (
            f'<article id="post-{number}" class="story-{number} piece"><h1 class="hed">{title}</h1>'
            f'<div class="stamp"><time datetime="{day}T08:30:00+00:00">{day}</time> by <a rel="author" href="/a">Ilse Brandt</a></div>'
            f'<div class="piece-text">{inside}<p>{NEWSLETTER}</p>{related}</div></article>'
        )
        head = f'<meta property="og:title" content="{title} | Harrow Press"><meta property="og:description" content="{texts[0][:90]}">'
    else:
        main = f'<table class="old"><tr><td><h2 class="oldtitle">{title}</h2><div class="olddate">{day}</div><div class="oldtext">{inside}</div></td></tr></table>'
        head = ""
    markup = (
        f'<!DOCTYPE html><html lang="en"><head><meta charset="utf-8"><title>{title} | Harrow Press</title>{head}</head><body>'
        f'<nav class="top"><a href="/">Home</a><a href="/news">News</a></nav>{main}'
        f'<footer class="bottom">© 2026 Harrow Press, all rights reserved</footer></body></html>'
    )
    return Made(f"https://{HOST}/n/{number}.html", markup.encode(), title, day, "\n\n".join(texts))


@pytest.fixture
def make() -> Callable[..., Made]:
    return page
