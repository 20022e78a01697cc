"""A small registry, a generator of bilingual documents and queries, and both engines."""

import random
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from schemas.kinds import FAMILY_OF, MOVE_KINDS, STATUSES
from schemas.registry import Company, Registry, Source
from schemas.searching import IndexedDocument
from search import open_index
from search.base import SearchIndex
from search.nodes import Query
from search.query import parse

NOW = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)

_COMPANIES = {
    "brightloom": (["Brightloom", "Brightloom Systems"], ["织明", "织明科技"]),
    "harrowgate": (["Harrowgate Software"], ["哈罗软件"]),
    "qiaolan": (["Qiaolan Cloud"], ["乔澜云", "乔澜"]),
    "tessera": (["Tessera"], ["泰瑟拉"]),
    "yunfan": (["Yunfan"], ["云帆外包", "云帆"]),
    "peakline": (["Peakline Devices", "Peakline"], ["峰线设备"]),
}
_SOURCES = ("brightloom-news", "qiaolan-news", "ledger", "guancha")
_ENGLISH = [
    "price",
    "prices",
    "pricing",
    "plan",
    "plans",
    "team",
    "seat",
    "customer",
    "customers",
    "contract",
    "renewal",
    "cloud",
    "computing",
    "storage",
    "service",
    "launch",
    "launches",
    "launched",
    "product",
    "update",
    "release",
    "version",
    "partner",
    "partnership",
    "acquire",
    "acquires",
    "acquisition",
    "funding",
    "round",
    "revenue",
    "results",
    "growth",
    "quarter",
    "guidance",
    "chief",
    "executive",
    "officer",
    "appoints",
    "leaves",
    "hires",
    "layoffs",
    "outage",
    "incident",
    "patent",
    "lawsuit",
    "court",
    "factory",
    "warehouse",
    "logistics",
    "carrier",
    "data",
    "platform",
    "engineer",
    "engineers",
    "delivery",
    "review",
    "rating",
    "award",
    "market",
    "Europe",
    "Shanghai",
    "Berlin",
    "Munich",
    "expansion",
    "exit",
    "offering",
    "discount",
    "promotion",
    "GPT-4.5",
    "iPhone17",
    "5G",
    "C++",
    "e-commerce",
    "R&D",
    "v2.3.1",
    "15.4%",
    "1,299",
    "€99",
    "announces",
    "said",
    "will",
    "not",
    "yet",
    "before",
    "after",
    "new",
    "annual",
    "monthly",
    "enterprise",
    "business",
    "free",
    "trial",
    "support",
    "security",
    "certified",
    "alliance",
    "standard",
]
_CHINESE = [
    "价格",
    "上调",
    "下调",
    "降价",
    "涨价",
    "套餐",
    "团队版",
    "商务版",
    "企业版",
    "席位",
    "客户",
    "合同",
    "续约",
    "云计算",
    "华为云",
    "存储",
    "服务",
    "发布",
    "推出",
    "新品",
    "产品",
    "更新",
    "版本",
    "合作",
    "战略合作",
    "收购",
    "并购",
    "融资",
    "A轮",
    "B轮",
    "营收",
    "业绩",
    "增长",
    "季度",
    "同比",
    "首席执行官",
    "任命",
    "离职",
    "招聘",
    "裁员",
    "故障",
    "宕机",
    "专利",
    "诉讼",
    "法院",
    "工厂",
    "仓库",
    "物流",
    "承运商",
    "数据",
    "平台",
    "工程师",
    "交付",
    "评价",
    "奖项",
    "市场",
    "欧洲",
    "上海",
    "北京",
    "扩张",
    "促销",
    "优惠",
    "iPhone17手机",
    "5G基站",
    "人工智能",
    "大模型",
    "芯片",
    "供应链",
    "软件",
    "外包",
    "报价",
    "公告",
    "表示",
    "将",
    "已",
    "未",
    "的",
    "了",
    "和",
    "在",
    "年底前",
]
_STOPS = ("。", "，", "，", "；", "！")


@pytest.fixture(scope="session")
def now() -> datetime:
    return NOW


@pytest.fixture(scope="session")
def registry() -> Registry:
    companies = [
        Company(id=one, names={"en": tuple(english), "zh": tuple(chinese)})
        for one, (english, chinese) in _COMPANIES.items()
    ]
    sources = [
        Source(id=one, kind="feed", urls=(f"https://{one}.example/feed.xml",), name=one.title())
        for one in _SOURCES
    ]
    return Registry(companies=tuple(companies), sources=tuple(sources))


class Generator:
    """Documents and queries from word lists; the same seed gives the same ones."""

    def __init__(self, seed: int) -> None:
        self.random = random.Random(seed)

    def document(self, number: int, version: int = 1, **fields: Any) -> IndexedDocument:
        draw = self.random
        chinese = draw.random() < 0.5
        published = NOW - timedelta(hours=draw.randrange(24 * 400))
        kinds = draw.sample(MOVE_KINDS, draw.choice((0, 0, 1, 1, 2)))
        companies = draw.sample(list(_COMPANIES), draw.choice((0, 1, 1, 2, 3)))
        made: dict[str, Any] = {
            "id": f"d{number * 0x9E3779B97F4A7C15 % 2**64:016x}",
            "version": version,
            "kind": draw.choice(("article", "article", "article", "offer", "job", "review")),
            "url": f"https://ledger.example/{number}",
            "title": self.text(draw.randrange(1, 9), companies[:1], chinese=chinese),
            "text": self.text(draw.randrange(0, 160), companies, chinese=chinese),
            "language": "zh" if chinese else "en",
            "source": draw.choice(_SOURCES),
            "published": published,
            "day": published.date().isoformat(),
            "first_seen": published,
            "companies": tuple(companies),
            "about": tuple(companies[:1]),
            "moves": tuple(kinds),
            "families": tuple(dict.fromkeys(FAMILY_OF[kind] for kind in kinds)),
            "statuses": tuple(draw.sample(STATUSES, len(kinds))),
            "amounts": tuple(float(draw.choice((5e4, 1e6, 2.5e6, 3e7, 1.2e9))) for _ in kinds),
            "story": f"st{draw.randrange(number // 2 + 1)}" if draw.random() < 0.6 else None,
            "score": draw.choice((0.0, 2.0, 5.5, 12.0, 31.25)),
        }
        return IndexedDocument(**{**made, **fields})

    def text(self, size: int, companies: list[str], *, chinese: bool) -> str:
        draw = self.random
        words = draw.choices(_CHINESE if chinese else _ENGLISH, k=size)
        words += draw.choices(_ENGLISH if chinese else _CHINESE, k=size // 20)
        words += [draw.choice(_COMPANIES[one][1 if chinese else 0]) for one in companies]
        draw.shuffle(words)
        if not chinese:
            return " ".join(
                word + ("." if draw.random() < 0.1 else "") for word in words
            ).capitalize()
        return "".join(
            word + (draw.choice(_STOPS) if draw.random() < 0.2 else "") for word in words
        )

    def query(self) -> str:
        draw = self.random
        parts = [self._part() for _ in range(draw.choice((1, 1, 1, 2, 2, 3)))]
        if len(parts) > 1 and draw.random() < 0.3:
            return f"{parts[0]} OR {' '.join(parts[1:])}"
        return " ".join(parts)

    def _part(self) -> str:
        draw = self.random
        word = draw.choice((*_ENGLISH, *_CHINESE)).replace('"', "")
        name = draw.choice(
            [name for both in _COMPANIES.values() for names in both for name in names]
        )
        english = " ".join(draw.sample(_ENGLISH, 2))
        return str(
            draw.choice(
                (
                    word, word, word, name, f'"{english}"', f'"{word}"', f'"{name}"',
                    f"{draw.choice(('pri', 'cust', 'engin', 'la', 'comput'))}*",
                    f"-{word}", f"title:{word}", f'company:"{name}"', f'about:"{name}"',
                    f"move:{draw.choice(('pricing', 'people', 'price-increase', 'funding'))}",
                    f"lang:{draw.choice(('en', 'zh'))}", f"kind:{draw.choice(('article', 'job'))}",
                    f"status:{draw.choice(STATUSES)}", f"source:{draw.choice(_SOURCES)}",
                    draw.choice(("amount:>1m", "amount:<=2.5m", "amount:1m..50m")),
                    draw.choice(("last:30d", "last:6m", "before:2026-03", "after:2026-10-05")),
                    f"({word} OR {draw.choice(_CHINESE)})", f"NOT ({word} {name})",
                    draw.choice(("云", "价", "华为", "计算", "3月")),
                )
            )
        )  # fmt: skip


@pytest.fixture(scope="session")
def generator() -> Callable[[int], Generator]:
    return Generator


@pytest.fixture(scope="session")
def ask(registry: Registry) -> Callable[[str], Query]:
    return lambda text: parse(text, registry=registry, now=NOW)


@pytest.fixture
def embedded(tmp_path: Path, registry: Registry) -> Iterator[SearchIndex]:
    index = open_index(f"embedded:{tmp_path / 'index'}", registry)
    yield index
    index.close()


@pytest.fixture
def elastic(
    elasticsearch_url: str, elasticsearch_prefix: str, registry: Registry
) -> Iterator[SearchIndex]:
    index = open_index(f"{elasticsearch_url}/?index={elasticsearch_prefix}", registry)
    yield index
    index.close()


@pytest.fixture(params=["embedded", "elastic"])
def index(request: pytest.FixtureRequest) -> SearchIndex:
    """Each engine in turn."""
    found: SearchIndex = request.getfixturevalue(request.param)
    return found
