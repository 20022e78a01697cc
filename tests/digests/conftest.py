"""Two invented weeks of news for digests, in both languages, and parts to change them with."""

from collections.abc import Callable
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

import pytest

from schemas.delivery import Coverage, DigestInput, PriceMoved, Trouble
from schemas.kinds import DocumentKind, MoveKind, Status
from schemas.language import Move, Slot, Slots, Span, Value
from schemas.registry import Company, Person, Product, Reader
from schemas.stories import Factor, Report, Story, StoryMove

COMPANIES = (
    Company(id="marlstone", role="self", names={"en": ("Marlstone",), "zh": ("玛石",)}),
    Company(
        id="tessaly", tier=1, names={"en": ("Tessaly Cloud", "Tessaly"), "zh": ("泰萨云",)},
        products=(Product(id="tessaly-relay", names={"en": ("Relay",), "zh": ("Relay",)}),),
        people=(Person(name="Ines Aldous", role="chief financial officer"),),
    ),
    Company(id="harrowick", tier=2, names={"en": ("Harrowick Systems", "Harrowick")}),
    Company(
        id="qinglan", tier=1, names={"en": ("Qinglan Software",), "zh": ("青岚软件", "青岚")},
        products=(Product(id="qinglan-crew", names={"zh": ("驻场团队版",), "en": ("On-site Crew",)}),),
    ),
    Company(id="lishi", tier=2, names={"en": ("Lishi Cloud",), "zh": ("砺石云",)}),
    Company(id="dovecote", tier=3, names={"en": ("Dovecote Analytics",), "zh": ("鸽舍数据",)}),
    Company(
        id="fenwick", role="customer", tier="strategic", team="North",
        names={"en": ("Fenwick Freight",), "zh": ("芬威货运",)},
    ),
    Company(
        id="yuanzhou-bank", role="customer", tier="strategic", team="East",
        names={"en": ("Yuanzhou Bank",), "zh": ("远洲银行",)},
    ),
)  # fmt: skip
NAMES = {
    "tessaly-news": "Tessaly newsroom", "ledger": "Coastal Ledger", "stackwire": "Stackwire",
    "qinglan-news": "青岚软件公告", "waibao": "外包观察", "yunzhi": "云志周刊",
    "harrowick-news": "Harrowick newsroom", "hengfan": "衡帆财经", "lishi-status": "砺石云状态页",
}  # fmt: skip


def slot(text: str, *, entity: str | None = None, **value: Any) -> Slot:
    return Slot(text=text, entity=entity, value=Value(**value) if value else None)


def report(
    document: str, source: str, title: str, language: str, day: str, *sentences: str,
    kind: DocumentKind = "article", company: str | None = None,
) -> Report:  # fmt: skip
    return Report(
        document_id=document, kind=kind, url=f"https://{source}.example/{document}", title=title,
        source=source, source_name=NAMES.get(source, source), company=company, language=language,
        published=day, first_seen=datetime.fromisoformat(f"{day}T09:00:00+00:00"),
        sentences=sentences,
    )  # fmt: skip


def story(
    number: int, kind: MoveKind | None, status: Status | None, company: str, score: float,
    reports: tuple[Report, ...], slots: Slots | None = None, *, customers: tuple[str, ...] = (),
    factors: tuple[Factor, ...] = (), day: str = "2026-11-20", change: str | None = None,
) -> Story:  # fmt: skip
    moves: tuple[StoryMove, ...] = ()
    if kind and status:
        moves = tuple(
            StoryMove(
                id=f"m{number}-{place}", document_id=one.document_id, company=company, change=change,
                move=Move(
                    kind=kind, status=status, confidence=0.9, slots=slots or {},
                    evidence=(Span(start=0, end=1),),
                ),
            )
            for place, one in enumerate(reports)
        )  # fmt: skip
    return Story(
        id=f"st-{number}", title=reports[0].title, language=reports[0].language, kind=kind,
        status=status, companies=(company,), customers=customers, reports=reports, moves=moves,
        representative=reports[0].document_id, first_seen=reports[0].first_seen,
        updated=reports[-1].first_seen, day=day, sources=len({one.source for one in reports}),
        score=score, factors=factors,
    )  # fmt: skip


def factor(factor_name: str, points: float, /, **detail: str) -> Factor:
    return Factor(name=factor_name, points=points, detail=detail)


def the_acquisition() -> Story:
    return story(
        41, "acquisition", "announced", "tessaly", 86,
        (
            report("a1", "tessaly-news", "Tessaly Cloud to acquire Corvane to complete its billing suite", "en", "2026-11-20",
                   "Tessaly Cloud has signed an agreement to acquire Corvane, whose billing engine is used by 340 carriers in eleven countries.",
                   "The purchase is expected to close in the first quarter, subject to approval in Rotterdam.", company="tessaly"),
            report("a2", "ledger", "Tessaly buys Corvane for €184m", "en", "2026-11-20", "The price is about 6.1 times Corvane’s revenue of last year."),
            report("a3", "stackwire", "What Tessaly gets with Corvane", "en", "2026-11-21"),
            report("a4", "hengfan", "泰萨云拟 1.84 亿欧元收购 Corvane，补齐计费环节", "zh", "2026-11-21",
                   "云服务商泰萨云周五宣布，已签署协议收购计费软件公司 Corvane，交易对价约 1.84 亿欧元。"),
        ),
        {"target": slot("Corvane"), "amount": slot("€184 million", amount=Decimal(184_000_000), currency="EUR")},
        customers=("fenwick",),
        factors=(factor("competitor", 18, company="tessaly", tier="1"), factor("strategic-customer", 20, customer="fenwick", tier="strategic", team="North"),
                 factor("corroboration", 9, sources="4"), factor("kind", 22, kind="acquisition"), factor("base", 5), factor("novelty", 1, reports="4"), factor("amount", 9.8, euros="184000000"), factor("recency", 5, days="3")),
    )  # fmt: skip


def the_win() -> Story:
    return story(
        42, "customer-win", "announced", "qinglan", 79,
        (
            report("b1", "qinglan-news", "远洲银行选定青岚软件承建全行信贷中台", "zh", "2026-11-22",
                   "远洲银行表示，青岚软件将在三年内为其 214 家分行建设信贷中台，合同金额约 2,600 万元。", "项目团队以驻场方式交付，首批 120 人于 12 月进场。", company="qinglan"),
            report("b2", "waibao", "青岚软件签下远洲银行三年大单", "zh", "2026-11-22", "这是青岚今年在华东拿下的最大一单。"),
            report("b3", "yunzhi", "远洲银行信贷中台花落青岚", "zh", "2026-11-22"),
        ),
        {"customer": slot("远洲银行", entity="yuanzhou-bank"), "amount": slot("约 2,600 万元", amount=Decimal(26_000_000), currency="CNY"), "period": slot("三年")},
        customers=("yuanzhou-bank",), day="2026-11-22",
        factors=(factor("strategic-customer", 20, customer="yuanzhou-bank", tier="strategic", team="East"), factor("competitor", 18, company="tessaly", tier="1"), factor("amount", 4.5, euros="3333333")),
    )  # fmt: skip


def the_departure(status: Status = "rumoured") -> Story:
    return story(
        43, "departure", status, "tessaly", 61,
        (report("c1", "stackwire", "Tessaly’s finance chief is said to be leaving before year end", "en", "2026-11-22",
                "Ines Aldous, who took Tessaly through its listing, has told colleagues that she will step down in December."),),
        {"person": slot("Ines Aldous"), "role": slot("chief financial officer")}, day="2026-11-22",
        factors=(factor("competitor", 18, company="tessaly", tier="1"), factor("status", -6, status=status), factor("own-weather", 3, wind="north")),
    )  # fmt: skip


def the_results() -> Story:
    return story(
        44, "results", "done", "harrowick", 55,
        (report("d1", "harrowick-news", "Harrowick third-quarter revenue rises 9% to $61.4 million", "en", "2026-11-20",
                "Operating loss narrowed to $3.2 million from $7.9 million.", "The company will give guidance for 2027 next week.", company="harrowick"),
         report("d2", "ledger", "Harrowick narrows its loss", "en", "2026-11-20")),
        {"period": slot("third quarter"), "revenue": slot("$61.4 million", amount=Decimal(61_400_000), currency="USD"), "change": slot("9%", percent=Decimal(9))},
        factors=(factor("corroboration", 7, sources="2"), factor("primary-source", 5)),
    )  # fmt: skip


def the_outage() -> Story:
    return story(
        45, "incident", "done", "lishi", 33,
        (report("e1", "lishi-status", "砺石云对象存储华东区中断四小时", "zh", "2026-11-18", "11 月 18 日凌晨，对象存储在华东区无法写入。"),
         report("e2", "yunzhi", "砺石云存储服务中断", "zh", "2026-11-18")),
        {"product": slot("对象存储"), "effect": slot("中断四小时")}, day="2026-11-18",
    )  # fmt: skip


def the_price_story() -> Story:
    return story(
        46, "price-increase", "done", "qinglan", 64,
        (report("f1", "qinglan-news", "价格", "zh", "2026-11-19", kind="offer", company="qinglan"),),
        {"product": slot("驻场团队版", entity="qinglan-crew"), "percent": slot("15.4%", percent=Decimal("15.4"))},
        day="2026-11-19", change="ch-1",
    )  # fmt: skip


def the_denial() -> Story:
    return story(
        47, "legal", "denied", "dovecote", 22,
        (report("g1", "ledger", "Dovecote denies inquiry into its contractors", "en", "2026-11-17"),
         report("g2", "stackwire", "No inquiry, says Dovecote", "en", "2026-11-17")), day="2026-11-17",
    )  # fmt: skip


PRICES = (
    PriceMoved(company="qinglan", subject="驻场团队版", old="¥1,299", new="¥1,499", old_amount=Decimal(1299), new_amount=Decimal(1499),
               currency="CNY", percent=Decimal("15.4"), day="2026-11-19", url="https://qinglan.example/price", story="st-46"),
    PriceMoved(company="tessaly", subject="Relay Team", old="€89", new="€99", old_amount=Decimal(89), new_amount=Decimal(99),
               currency="EUR", percent=Decimal("11.2"), day="2026-11-20"),
    PriceMoved(company="harrowick", subject="Starter Pack", old="$240", new="$199", old_amount=Decimal(240), new_amount=Decimal(199),
               currency="USD", percent=Decimal("-17.1"), day="2026-11-18"),
    PriceMoved(company="lishi", subject="企业版", field="state", old="¥96,000", new="hidden", old_amount=Decimal(96000), currency="CNY",
               state="hidden", day="2026-11-18"),
)  # fmt: skip


def make_input(language: str = "en", **changes: Any) -> DigestInput:
    name, address = ("Rosalind Ackerley", "rosalind@marlstone.example")
    if language == "zh":
        name, address = ("陆知远", "lu.zhiyuan@marlstone.example")
    base: dict[str, Any] = {
        "reader": Reader(
            id="reader", name=name, email=address, language=language,
            timezone="Asia/Shanghai" if language == "zh" else "Europe/Amsterdam", floor=40, limit=4,
        ),
        "week": "2026-W47",
        "start": datetime(2026, 11, 16, 6, tzinfo=UTC),
        "cut_off": datetime(2026, 11, 23, 6, tzinfo=UTC),
        "stories": (
            the_outage(), the_results(), the_departure(), the_win(), the_acquisition(),
            the_price_story(), the_denial(),
        ),
        "prices": PRICES,
        "coverage": Coverage(
            documents=1284, sources=148, well=146,
            troubles=(
                Trouble(source="lishi-pricing", name="砺石云价格页" if language == "zh" else "Lishi pricing", reason="challenge", since=datetime(2026, 11, 21, 3, tzinfo=UTC)),
                Trouble(source="harrowick-jobs", name="Harrowick jobs", reason="http-404", since=datetime(2026, 11, 3, 3, tzinfo=UTC)),
            ),
            left_out={"stale": 2},
        ),
        "companies": COMPANIES,
        "base_url": "https://zhibi.marlstone.example",
        "postal": "Marlstone B.V., market intelligence, Kade 14, Rotterdam",
        "sender": "Zhibi <zhibi@marlstone.example>",
        "unsubscribe_url": "https://zhibi.marlstone.example/u/7Qm2xT9c",
        "preferences_url": "https://zhibi.marlstone.example/me/reading",
    }  # fmt: skip
    return DigestInput(**{**base, **changes})


@pytest.fixture
def given() -> Callable[..., DigestInput]:
    """Makes the input of an edition: language, then fields to replace."""
    return make_input


@pytest.fixture
def stories() -> dict[str, Callable[..., Story]]:
    """The stories of the week, each made anew by its name."""
    return {
        "acquisition": the_acquisition, "win": the_win, "departure": the_departure,
        "results": the_results, "outage": the_outage, "price": the_price_story,
        "denial": the_denial,
    }  # fmt: skip


@pytest.fixture
def make_story() -> Callable[..., Story]:
    """Makes a story from its parts."""
    return story


@pytest.fixture
def make_report() -> Callable[..., Report]:
    """Makes a report of a story."""
    return report
