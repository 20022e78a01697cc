"""Pages that are damaged in any way are read or set aside, never an exception of another kind."""

import random
import time
from collections.abc import Callable
from typing import Any

import pytest

from schemas.errors import QuarantineError

Read = Callable[..., Any]
KINDS = (None, "article", "offer", "product", "job", "people", "filing", "review")
PAGE = """<!doctype html><html lang="zh-CN"><head><meta charset="utf-8"><title>陶岩科技发布 Gate 6 | 新闻</title>
<link rel="canonical" href="/news/2026/1123_7.html"><meta property="article:published_time" content="2026-11-23T09:30:00+08:00">
<script type="application/ld+json">{"@type":["NewsArticle"],"headline":"陶岩科技发布 Gate 6","author":{"name":"周小舟"},"offers":[{"price":"1480","name":"Gate 6"}]}</script>
</head><body><nav><a href="/">首页</a></nav><div itemscope itemtype="https://schema.org/Product"><span itemprop="name">Gate 6</span><b itemprop="price" content="1480">￥1480</b></div>
<h1>陶岩科技发布 Gate 6</h1><p class="info">2026年11月23日 09:30　来源：本站　点击数：312</p><div class="content"><p>陶岩科技昨日在哈尔滨发布边缘网关 Gate 6，可在零下四十度的冷库连续工作一周。</p><p>公司称首批订单来自三家医药物流企业，合计一万两千台。</p></div>
<table><tr><th>产品</th><th>单价</th><th>单位</th></tr><tr><td>Gate 6</td><td><s>￥1680</s> ￥1480</td><td>台</td></tr><tr><td>定制</td><td>面议</td><td></td></tr></table>
<ul><li>陶岩　董事长</li><li>周小舟　总经理</li></ul><footer>© 2026 陶岩科技</footer></body></html>"""


def damaged(body: bytes, chance: random.Random) -> bytes:
    way = chance.randrange(4)
    at = chance.randrange(len(body))
    if way == 0:
        return body[:at]
    if way == 1:
        return body[:at] + body[chance.randrange(len(body)) :]
    if way == 2:
        return body[:at] + body[at:] * chance.randrange(1, 4)
    spoilt = bytearray(body)
    for _ in range(chance.choice((1, 20, 200))):
        spoilt[chance.randrange(len(spoilt))] ^= 1 << chance.randrange(8)
    return bytes(spoilt)


@pytest.mark.parametrize("seed", range(10))
@pytest.mark.parametrize("encoding", ["utf-8", "gb18030", "utf-16"])
def test_damage_is_borne(read: Read, seed: int, encoding: str) -> None:
    chance = random.Random(seed)
    body = PAGE.encode(encoding)
    reasons: set[str] = set()
    for number in range(30):
        try:
            document = read(damaged(body, chance), kind=KINDS[number % len(KINDS)])
        except QuarantineError as error:
            reasons.add(error.reason)
        else:
            assert document.url.startswith("https://velmora.example/")
    assert "" not in reasons


@pytest.mark.parametrize(
    "data",
    ["[]", "[[[[]]]]", '{"@type": 5}', '{"@type": ["Product", null], "offers": "none"}', '{"@type":"Product","offers":[null, {"price": []}]}',
     '{"@type":"JobPosting","jobLocation":[null,5,{"address":7}],"description":["<p>"]}', '{"@type":"Review","reviewRating":{"ratingValue":"NaN"}}',
     '{"@type":"Person","name":{"a":1},"jobTitle":[{}]}', '{"@type":"NewsArticle","author":[[["x"]]],"datePublished":{"@value":"2026"}}', "[" * 3000],
)  # fmt: skip
@pytest.mark.parametrize("kind", KINDS)
def test_structured_data_may_be_anything(read: Read, data: str, kind: str | None) -> None:
    page = PAGE.replace("</head>", f'<script type="application/ld+json">{data}</script></head>')
    assert read(page, kind=kind).title


SAID = "The port authority said on Monday that the site had answered with errors for six hours. "
FLOODS = {
    "attributes": "<p " + " ".join(f'a{i}="x"' for i in range(100_000)) + ">" + SAID * 5,
    "a long label": '<div class="' + "related-" * 100_000 + '"><p>' + SAID * 5 + "</p></div>",
    "depth": "<div>" * 3000 + SAID * 5,
    "depth in a line": "<p>" + "<b>" * 380 + SAID * 5,
    "line breaks": "<div>" + (SAID[:50] + "<br>") * 20_000 + "</div>",
    "quotes": ("<blockquote>" + SAID + "</blockquote>") * 3000,
    "zero bytes": "\0" * 500_000,
    "open brackets": "<" * 500_000,
    "structured data": '<script type="application/ld+json">{"@type":"NewsArticle","articleBody":"x"}</script>' * 5000 + SAID * 5,
    "scopes": "<div itemscope><span itemprop=name>" * 140 + SAID * 5,
    "spaces": "<p>" + " " * 1_000_000 + SAID * 5,
    "links": "<a href='/a/1'>some text of a link that is long</a>" * 10_000,
    "cells": "<table>" + "<tr><td>a</td><td>b</td></tr>" * 5000 + "</table>",
}  # fmt: skip


@pytest.mark.parametrize("flood", FLOODS)
def test_a_flood_is_read_or_refused_in_bounded_time(read: Read, flood: str) -> None:
    start = time.process_time()
    try:
        document = read(f"<html><body>{FLOODS[flood]}</body></html>", kind="article")
    except QuarantineError as error:
        outcome = error.reason
    else:
        outcome = "read" if document.text else ""
    assert outcome in {"read", "too-large", "empty", "index-page", "thin"}
    assert time.process_time() - start < 10


def test_bytes_that_are_no_text_are_refused(read: Read) -> None:
    with pytest.raises(QuarantineError):
        read(random.Random(7).randbytes(50_000))
