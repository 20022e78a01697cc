"""Dates of goods are no dates of what befalls them, and 了 within what is sold is not that of the sale."""

import pytest

from nlp.tagger import Tagger
from schemas.registry import Company, Registry

KNOWN = Tagger(
    Registry(companies=(Company(id="lanqiao", names={"zh": ("澜桥电器",)}),)), scorer=None
)


@pytest.mark.parametrize(
    ("text", "kind", "status"),
    [
        ("澜桥电器召回2023年5月至8月期间生产的部分烤箱。", "incident", "done"),
        ("澜桥电器召回2022年上市的三款烤箱，因电线过热。", "incident", "done"),
        ("澜桥电器打算把亏了三年的烤箱厂卖给同行。", "divestiture", "announced"),
        ("澜桥电器把烤箱厂卖给了同行。", "divestiture", "done"),
        ("澜桥电器2023年推出的滤芯系列上周停产。", "product-retirement", "done"),
        ("澜桥电器的滤芯原来80元，现在90元。", "price-increase", "done"),
        ("澜桥电器的滤芯原来90元，现在只要80元。", "price-decrease", "done"),
        ("听店长吹风，澜桥电器年底前要退出苏州市场。", "market-exit", "rumoured"),
        ("澜桥电器被指悄悄裁员三成。", "layoffs", "rumoured"),
    ],
)
def test_told_as_news(text: str, kind: str, status: str) -> None:
    moves = KNOWN.tag("", text, published="2026-11-10", language="zh").moves
    assert (kind, status) in {(one.kind, one.status) for one in moves}


@pytest.mark.parametrize(
    "text", ["澜桥电器2022年召回过三款烤箱。", "2021年8月，澜桥电器召回部分烤箱。"]
)
def test_long_ago_is_no_news(text: str) -> None:
    assert not KNOWN.tag("", text, published="2026-11-10", language="zh").moves
