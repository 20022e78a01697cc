"""Vacancies on plain pages, English and Chinese, and pay in the forms it is stated in."""

from collections.abc import Callable
from decimal import Decimal
from typing import Any

import pytest

from crawlers.pages.salary import read_salary, stated_salary

Read = Callable[..., Any]


@pytest.mark.parametrize(
    ("text", "language", "low", "high", "currency", "period", "months"),
    [
        ("€65,000 – €80,000 per year", "en", 65000, 80000, "EUR", "year", None),
        ("$120k - $150k a year plus bonus", "en", 120000, 150000, "USD", "year", None),
        ("USD 45.50 to 60 / hour", "en", "45.50", 60, "USD", "hour", None),
        ("The pay range is 510,000 - 560,000 NOK per annum", "en", 510000, 560000, "NOK", "year", None),
        ("£38,500 per annum", "en", 38500, None, "GBP", "year", None),
        ("CA$90.000-CA$110.000 annually", "en", 90000, 110000, "CAD", "year", None),
        ("15-25K·14薪", "zh", 15000, 25000, "CNY", "month", 14),
        ("1.5-2.5万/月", "zh", 15000, 25000, "CNY", "month", None),
        ("20万-30万/年", "zh", 200000, 300000, "CNY", "year", None),
        ("8000-12000元/月", "zh", 8000, 12000, "CNY", "month", None),
        ("月薪8千-1.2万", "zh", 8000, 12000, "CNY", "month", None),
        ("200-300元/天", "zh", 200, 300, "CNY", "day", None),
        ("年薪30-50万", "zh", 300000, 500000, "CNY", "year", None),
    ],
)  # fmt: skip
def test_pay(
    text: str, language: str, low: Any, high: Any, currency: str, period: str, months: int | None
) -> None:
    found = read_salary(text, language)
    assert found is not None
    assert (found.minimum, found.maximum) == (
        Decimal(str(low)),
        None if high is None else Decimal(str(high)),
    )
    assert (found.currency, found.period, found.months) == (currency, period, months)


@pytest.mark.parametrize("text", ["薪资面议", "Competitive salary", "3-5 years of experience", "Founded 2011 - 2015", "2-3 days a week", "1-3年经验", "12 employees"])  # fmt: skip
def test_no_pay(text: str) -> None:
    assert read_salary(text, "zh" if "薪" in text or "年" in text else "en") is None


def test_pay_as_data() -> None:
    found = stated_salary(
        {
            "@type": "MonetaryAmount",
            "currency": "EUR",
            "value": {
                "@type": "QuantitativeValue",
                "minValue": 4200,
                "maxValue": "5,100",
                "unitText": "MONTH",
            },
        }
    )
    assert found is not None
    assert (found.minimum, found.maximum, found.currency, found.period) == (
        4200,
        5100,
        "EUR",
        "month",
    )


def test_a_page_in_english(read: Read) -> None:
    page = """<html><head><title>Night Dispatcher | Careers at Velmora</title></head><body><nav><a href="/jobs">All jobs</a></nav><main><h1>Night Dispatcher</h1>
    <ul class="facts"><li>Location: Gdansk, Poland</li><li>Department: Operations</li><li>Employment type: Full-time</li><li>Job ID: VEL-2031</li><li>Hybrid</li></ul>
    <p>Salary range: PLN 9,000 - 11,500 per month</p><p>Application deadline: 15 December 2026</p>
    <h2>Responsibilities</h2><ul><li>Watch forty lorries at night and speak with their drivers.</li><li>Reroute them when ports close.</li></ul><h2>Requirements</h2><ul><li>Polish and English, and a calm voice on the telephone.</li></ul>
    <a class="btn" href="/jobs/vel-2031/apply">Apply now</a></main><footer>© Velmora</footer></body></html>"""
    job = read(page, url="https://velmora.example/jobs/vel-2031")
    assert (job.kind, job.title, job.location, job.team, job.employment, job.reference) == (
        "job",
        "Night Dispatcher",
        "Gdansk, Poland",
        "Operations",
        "Full-time",
        "VEL-2031",
    )
    assert (job.remote, job.valid_through, job.apply_url) == (
        "hybrid",
        "2026-12-15",
        "https://velmora.example/jobs/vel-2031/apply",
    )
    assert (job.salary.minimum, job.salary.maximum, job.salary.currency, job.salary.period) == (
        9000,
        11500,
        "PLN",
        "month",
    )
    assert "Reroute them when ports close." in job.text


def test_a_page_in_chinese(read: Read) -> None:
    page = """<html><head><title>高级后端工程师 - 岩桥科技招聘</title></head><body><div class="top"><h1>高级后端工程师</h1><span class="pay">25-40K·15薪</span></div>
    <div class="info"><p>工作地点：上海市浦东新区</p><p>所属部门：平台研发部</p><p>工作性质：全职</p><p>职位编号：YQ-118</p><p>截止日期：2026年12月31日</p></div>
    <h3>岗位职责</h3><p>1、负责港口调度平台的服务端设计与开发，保障高峰期的稳定运行；</p><p>2、参与技术方案评审，持续优化性能。</p><h3>任职要求</h3><p>1、五年以上后端开发经验，熟悉分布式系统；</p><p>2、沟通良好，能适应偶尔的夜间值班。</p><a href="/apply/118">立即投递</a></body></html>"""
    job = read(page, url="https://yanqiao.example/zhaopin/118.html")
    assert (job.kind, job.title, job.location, job.team, job.employment, job.reference) == (
        "job",
        "高级后端工程师",
        "上海市浦东新区",
        "平台研发部",
        "全职",
        "YQ-118",
    )
    assert (job.salary.minimum, job.salary.maximum, job.salary.months, job.valid_through) == (
        25000,
        40000,
        15,
        "2026-12-31",
    )
    assert "持续优化性能" in job.text
    assert "任职要求" in job.text
