"""People, vacancies and reviews in the layouts they come in."""

import json
from collections.abc import Callable
from decimal import Decimal
from typing import Any

import pytest

Read = Callable[..., Any]
TEAM = [("Annika Brandsma", "Chief executive"), ("Joost van Dalen", "Chief financial officer"), ("Priya Raman", "VP Engineering")]  # fmt: skip
ZH_TEAM = [("陈一鸣", "创始人兼首席执行官"), ("林晓", "首席技术官"), ("欧阳静", "交付总监")]


def cards(people: list[tuple[str, str]]) -> str:
    return "".join(f"<div class=person><h3>{name}</h3><p class=role>{role}</p><p>Joined in 2019 from a bank.</p></div>" for name, role in people)  # fmt: skip


def lines(people: list[tuple[str, str]]) -> str:
    return "<ul>" + "".join(f"<li>{name}　{role}</li>" for name, role in people) + "</ul>"


def commas(people: list[tuple[str, str]]) -> str:
    return "<ul>" + "".join(f"<li><strong>{name}</strong>, <span>{role}</span></li>" for name, role in people) + "</ul>"  # fmt: skip


def table(people: list[tuple[str, str]]) -> str:
    return "<table><tr><th>职务</th><th>姓名</th></tr>" + "".join(f"<tr><td>{role}</td><td>{name}</td></tr>" for name, role in people) + "</table>"  # fmt: skip


def stated(people: list[tuple[str, str]]) -> str:
    data = [{"@type": "Person", "name": name, "jobTitle": role} for name, role in people]
    return f'<script type="application/ld+json">{json.dumps(data)}</script><p>Our leaders.</p>'


@pytest.mark.parametrize("layout", [cards, lines, commas, table, stated])
@pytest.mark.parametrize("people", [TEAM, ZH_TEAM])
def test_leaders_are_listed(
    read: Read, layout: Callable[..., str], people: list[tuple[str, str]]
) -> None:
    title = "Leadership" if people is TEAM else "管理团队"
    page = f"<html><head><title>{title} | Velmora</title></head><body><nav>Home About</nav><h1>{title}</h1>{layout(people)}<footer>© Velmora</footer></body></html>"
    document = read(page, url="https://velmora.example/about/leadership")
    assert document.kind == "people"
    assert [(one.name, one.role) for one in document.people] == people


def test_a_vacancy_by_its_data(read: Read) -> None:
    data = {
        "@type": "JobPosting", "title": "Platform Engineer", "datePosted": "2026-10-01", "hiringOrganization": {"@type": "Organization", "name": "Velmora"},
        "jobLocation": {"@type": "Place", "address": {"addressLocality": "Rotterdam", "addressCountry": "NL"}}, "employmentType": ["FULL_TIME"],
        "description": "<p>You will build the services that declare goods.</p><p>We look for patience.</p>",
    }  # fmt: skip
    page = f"<html><head><title>Jobs</title><script type='application/ld+json'>{json.dumps(data)}</script></head><body><h1>Platform Engineer</h1><p>Apply now</p></body></html>"
    job = read(page, url="https://velmora.example/careers/12")
    assert (job.kind, job.title, job.employer, job.location) == (
        "job",
        "Platform Engineer",
        "Velmora",
        "Rotterdam, NL",
    )
    assert (job.employment, job.published.value) == ("FULL_TIME", "2026-10-01")
    assert job.text == "You will build the services that declare goods.\n\nWe look for patience."


def test_a_vacancy_by_its_words(read: Read) -> None:
    page = (
        "<html><head><title>资深 Java 工程师</title></head><body><h1>资深 Java 工程师</h1><p class=facts>工作地点：上海　部门：交付中心</p>"
        "<p>负责供应链系统的设计与开发，参与需求评审与上线支持，带领三人小组完成迭代。</p></body></html>"
    )
    job = read(page, url="https://yanqiao.example/zhaopin/7.html")
    assert (job.kind, job.title, job.location, job.team) == (
        "job",
        "资深 Java 工程师",
        "上海",
        "交付中心",
    )


def test_a_review_with_its_rating(read: Read) -> None:
    data = {"@type": "Review", "itemReviewed": {"@type": "SoftwareApplication", "name": "Velmora Team"}, "reviewRating": {"ratingValue": "2.5"}, "reviewBody": "Support answers within a day now; it took a week in spring. Invoices are still wrong every quarter."}  # fmt: skip
    page = f"<html><head><title>Velmora Team</title><script type='application/ld+json'>{json.dumps(data)}</script></head><body><h1>A slow year</h1></body></html>"
    review = read(page, url="https://plumline.example/reviews/3")
    assert (review.kind, review.reviewed, review.rating, review.rating_max) == (
        "review",
        "Velmora Team",
        Decimal("2.5"),
        5,
    )
    assert review.text.startswith("Support answers")


def test_a_rating_in_words(read: Read) -> None:
    page = "<html><head><title>Review: Velmora Team</title></head><body><h1>Velmora Team</h1><p>Rated 3.5/5</p><p>It does what it says, slowly, and costs more each year than the one before.</p></body></html>"
    review = read(page, kind="review")
    assert (review.rating, review.rating_max) == (Decimal("3.5"), 5)
