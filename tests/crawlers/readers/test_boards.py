"""Job boards in the shapes they answer in; every vacancy and company here is invented."""

import json
from collections.abc import Callable
from contextlib import suppress
from decimal import Decimal
from typing import Any

import pytest

from crawlers.links import jobs, pages
from crawlers.links.site import same_site
from crawlers.readers.made import Reading
from schemas.errors import QuarantineError

Read = Callable[..., Reading]

GREENHOUSE = {
    "jobs": [
        {
            "id": 4011, "internal_job_id": 90, "title": "Dispatcher, Night Desk", "updated_at": "2026-11-02T09:00:00-05:00",
            "first_published": "2026-10-20T10:11:12-04:00", "requisition_id": "VEL-12", "location": {"name": "Gdansk, Poland (Hybrid)"},
            "absolute_url": "https://boards.greenhouse.example/velmora/jobs/4011?gh_jid=4011",
            "content": "&lt;p&gt;You watch &lt;strong&gt;forty&lt;/strong&gt; lorries at night.&lt;/p&gt;&lt;ul&gt;&lt;li&gt;Speak Polish&lt;/li&gt;&lt;li&gt;Stay calm&lt;/li&gt;&lt;/ul&gt;",
            "departments": [{"id": 1, "name": "Operations"}], "offices": [{"id": 2, "name": "Gdansk", "location": "Gdansk"}], "company_name": "Velmora",
            "pay_input_ranges": [{"min_cents": 6500000, "max_cents": 8000000, "currency_type": "EUR", "title": "Annual pay"}],
            "metadata": [{"id": 5, "name": "Employment Type", "value": "Full-time"}],
        },
        {"id": 4012, "title": "Buyer", "location": {"name": "Remote - EU"}, "absolute_url": "https://boards.greenhouse.example/velmora/jobs/4012", "content": "&lt;p&gt;Buys diesel.&lt;/p&gt;", "updated_at": "2026-11-03T00:00:00Z"},
    ],
    "meta": {"total": 2},
}  # fmt: skip
LEVER = [
    {
        "id": "a1-b2", "text": "Forwarder", "hostedUrl": "https://jobs.lever.example/velmora/a1-b2", "applyUrl": "https://jobs.lever.example/velmora/a1-b2/apply",
        "createdAt": 1792713600000, "workplaceType": "hybrid", "country": "DE",
        "categories": {"commitment": "Full-time", "department": "Freight", "team": "Sea", "location": "Hamburg", "allLocations": ["Hamburg", "Bremen"]},
        "description": "<div>Moves boxes.</div>", "lists": [{"text": "What you bring", "content": "<li>Patience</li><li>German</li>"}], "additional": "<p>We answer all.</p>",
        "salaryRange": {"min": 52000, "max": 61000, "currency": "EUR", "interval": "per-year-salary"},
    }
]  # fmt: skip
ASHBY = {
    "apiVersion": "1",
    "jobs": [
        {
            "id": "9f", "title": "Actuary", "department": "Risk", "team": "Marine", "employmentType": "FullTime", "location": "London", "secondaryLocations": [{"location": "Leeds"}],
            "publishedAt": "2026-11-10T08:00:00.000+00:00", "isListed": True, "isRemote": True, "jobUrl": "https://jobs.ashby.example/velmora/9f", "applyUrl": "https://jobs.ashby.example/velmora/9f/application",
            "descriptionHtml": "<p>Prices storms.</p>",
            "compensation": {"compensationTierSummary": "£70K – £85K", "compensationTiers": [{"components": [{"compensationType": "Salary", "interval": "1 YEAR", "currencyCode": "GBP", "minValue": 70000, "maxValue": 85000, "summary": "£70K – £85K"}]}]},
        },
        {"id": "9e", "title": "Secret", "jobUrl": "https://jobs.ashby.example/velmora/9e", "isListed": False},
    ],
}  # fmt: skip
SMART_LIST = {
    "offset": 0, "limit": 1, "totalFound": 2,
    "content": [{"id": "744", "name": "Crane Driver", "refNumber": "R7", "releasedDate": "2026-11-01T00:00:00.000Z", "ref": "https://api.smart.example/v1/companies/velmora/postings/744", "company": {"name": "Velmora"}}],
}  # fmt: skip
SMART = {
    "id": "744", "name": "Crane Driver", "refNumber": "R7", "releasedDate": "2026-11-01T00:00:00.000Z", "company": {"name": "Velmora"},
    "postingUrl": "https://jobs.smart.example/Velmora/744-crane-driver", "applyUrl": "https://jobs.smart.example/Velmora/744/apply",
    "location": {"city": "Gent", "region": "VLG", "country": "be", "remote": False}, "department": {"label": "Yard"}, "typeOfEmployment": {"label": "Full-time"},
    "jobAd": {"sections": {"jobDescription": {"title": "Job Description", "text": "<p>Lifts.</p>"}, "qualifications": {"title": "Qualifications", "text": "<p>A licence.</p>"}}},
}  # fmt: skip
WORKDAY_LIST = {"total": 1, "jobPostings": [{"title": "Clerk", "externalPath": "/job/Oslo/Clerk_R-88", "locationsText": "Oslo", "postedOn": "Posted 3 Days Ago", "bulletFields": ["R-88"]}]}  # fmt: skip
WORKDAY = {
    "jobPostingInfo": {"title": "Clerk", "jobDescription": "<p>Files papers. The base salary range is NOK 510,000 - 560,000 per year.</p>", "location": "Oslo", "additionalLocations": ["Bergen"],
                       "postedOn": "Posted 3 Days Ago", "startDate": "2026-11-21", "timeType": "Full time", "jobReqId": "R-88", "remoteType": "Remote", "externalUrl": "https://velmora.wd9.example/Careers/job/Oslo/Clerk_R-88"},
    "hiringOrganization": {"name": "Velmora AS"},
}  # fmt: skip
PERSONIO = """<?xml version="1.0" encoding="UTF-8"?><workzag-jobs><position><id>31</id><subcompany>Velmora GmbH</subcompany><office>Kiel</office><department>Werft</department>
<recruitingCategory>Festanstellung</recruitingCategory><name>Schiffbauer</name><jobDescriptions><jobDescription><name>Aufgaben</name><value><![CDATA[<p>Baut Schiffe.</p>]]></value></jobDescription></jobDescriptions>
<employmentType>permanent</employmentType><schedule>full-time</schedule><createdAt>2026-11-05T07:00:00+00:00</createdAt></position></workzag-jobs>"""


def test_greenhouse_lists_many_with_their_content(reading: Read) -> None:
    found = reading(
        GREENHOUSE,
        url="https://boards-api.greenhouse.example/v1/boards/velmora/jobs?content=true",
        kind="job",
        listing=True,
    )
    first, second = found.documents
    assert (first.title, first.employer, first.location, first.team, first.employment, first.reference, first.remote) == (
        "Dispatcher, Night Desk", "Velmora", "Gdansk, Poland (Hybrid)", "Operations", "Full-time", "VEL-12", "hybrid",
    )  # fmt: skip
    assert first.text == "You watch forty lorries at night.\n\nSpeak Polish\n\nStay calm"
    assert first.published.day == "2026-10-20"
    assert (first.salary.minimum, first.salary.maximum, first.salary.currency) == (
        65000,
        80000,
        "EUR",
    )
    assert (second.remote, second.published.confidence < 0.8) == ("remote", True)
    assert found.listed == (first.url, second.url)


def test_greenhouse_without_content_leads_to_each_vacancy(reading: Read) -> None:
    rows = [
        {key: value for key, value in row.items() if key != "content"} for row in GREENHOUSE["jobs"]
    ]
    base = "https://boards-api.greenhouse.example/v1/boards/velmora/jobs"
    found = jobs.read(json.dumps({"jobs": rows}).encode(), base)
    assert found is not None
    assert [one.url for one in found.documents] == [f"{base}/4011", f"{base}/4012"]
    assert reading({"jobs": rows}, url=base, listing=True).documents == ()


def test_lever(reading: Read) -> None:
    (job,) = reading(LEVER, url="https://api.lever.example/v0/postings/velmora?mode=json").documents
    assert (job.location, job.team, job.remote, job.published.day) == (
        "Hamburg; Bremen",
        "Freight; Sea",
        "hybrid",
        "2026-10-23",
    )
    assert job.text == "Moves boxes.\n\nWhat you bring\n\nPatience\n\nGerman\n\nWe answer all."
    assert (job.salary.minimum, job.salary.period, job.apply_url) == (
        52000,
        "year",
        "https://jobs.lever.example/velmora/a1-b2/apply",
    )


def test_ashby_leaves_out_what_is_not_listed(reading: Read) -> None:
    (job,) = reading(ASHBY).documents
    assert (job.title, job.location, job.remote, job.salary.currency, job.salary.maximum) == (
        "Actuary",
        "London; Leeds",
        "remote",
        "GBP",
        Decimal(85000),
    )


def test_smartrecruiters_in_two_steps(reading: Read) -> None:
    base = "https://api.smart.example/v1/companies/velmora/postings?limit=1"
    found = jobs.read(json.dumps(SMART_LIST).encode(), base)
    assert found is not None
    assert [one.url for one in found.documents] == [
        "https://api.smart.example/v1/companies/velmora/postings/744"
    ]
    assert found.onward == (
        "https://api.smart.example/v1/companies/velmora/postings?limit=1&offset=1",
    )
    (job,) = reading(SMART, url=found.documents[0].url, kind="job").documents
    assert (job.url, job.location, job.text) == (
        "https://jobs.smart.example/Velmora/744-crane-driver",
        "Gent, VLG, be",
        "Job Description\n\nLifts.\n\nQualifications\n\nA licence.",
    )


def test_workday_in_two_steps(reading: Read) -> None:
    found = jobs.read(
        json.dumps(WORKDAY_LIST).encode(),
        "https://velmora.wd9.example/wday/cxs/velmora/Careers/jobs",
    )
    assert found is not None
    assert [one.url for one in found.documents] == [
        "https://velmora.wd9.example/wday/cxs/velmora/Careers/job/Oslo/Clerk_R-88"
    ]
    (job,) = reading(WORKDAY, url=found.documents[0].url, kind="job").documents
    assert (job.employer, job.location, job.reference, job.remote) == (
        "Velmora AS",
        "Oslo; Bergen",
        "R-88",
        "remote",
    )
    assert (job.salary.minimum, job.salary.currency, job.salary.period) == (510000, "NOK", "year")


def test_personio(reading: Read) -> None:
    (job,) = reading(
        PERSONIO,
        url="https://velmora.jobs.personio.example/xml?language=de",
        kind="job",
        listing=True,
    ).documents
    assert (job.title, job.url, job.employer, job.location) == (
        "Schiffbauer",
        "https://velmora.jobs.personio.example/job/31",
        "Velmora GmbH",
        "Kiel",
    )
    assert job.text == "Aufgaben\n\nBaut Schiffe."


def test_an_empty_board_is_a_list_of_nothing(reading: Read) -> None:
    assert reading({"jobs": []}, kind="job", listing=True).listed == ()


@pytest.mark.parametrize("body", ['{"jobs": [{"absolute_url": 3, "title": null}]}', '{"jobs": {"a": 1}}', "[1, 2]", '[{"hostedUrl": [], "text": {}}]', '{"jobPostingInfo": "no"}', '{"content": [{"id": {}, "name": []}]}'])  # fmt: skip
def test_odd_json_is_borne(reading: Read, body: str) -> None:
    with suppress(QuarantineError):
        assert reading(body, kind="job").documents == ()


def test_a_page_that_states_several_vacancies(reading: Read) -> None:
    nodes: list[Any] = [
        {
            "@type": "JobPosting",
            "title": f"Job {number}",
            "url": f"https://velmora.example/jobs/{number}",
            "description": "<p>Do things well and often.</p>",
            "datePosted": "2026-11-01",
        }
        for number in (1, 2)
    ]
    page = f"<html><head><title>Careers</title><script type='application/ld+json'>{json.dumps(nodes)}</script></head><body><h1>Careers</h1><p>Join us</p></body></html>"
    found = reading(page, url="https://velmora.example/jobs", kind="job").documents
    assert [(one.title, one.url) for one in found] == [
        ("Job 1", "https://velmora.example/jobs/1"),
        ("Job 2", "https://velmora.example/jobs/2"),
    ]


def test_short_positions_of_a_page_are_links_too() -> None:
    rows = "".join(
        f"<div class='opening'><a href='/velmora/jobs/{n}'>{title}</a><br><span class='location'>{place}</span></div>"
        for n, title, place in [
            (4011, "Dispatcher", "Gdansk"),
            (4012, "Buyer", "Remote"),
            (4020, "Account Executive", "Paris"),
        ]
    )
    page = f"<html><body><a href='/velmora/about'>About</a><section><h3>Operations</h3>{rows}</section><footer><a href='/velmora/jobs/help'>Help</a></footer></body></html>".encode()
    base = "https://boards.greenhouse.example/velmora"
    found = jobs.complete(pages.read(page, base, same_site), page, base)
    assert [one.url.rpartition("/")[2] for one in found.documents] == ["4011", "4012", "4020"]


@pytest.mark.parametrize(
    "pager",
    [
        '<a rel="next" href="/careers/?page=2">Next page</a>',
        '<a href="/careers/">1</a> <a href="/careers/?page=2">2</a> <a href="/careers/?page=3">3</a>',
    ],
    ids=["next", "numbers"],
)
def test_the_next_page_of_a_list_of_vacancies_is_no_vacancy(pager: str) -> None:
    rows = "".join(
        f"<li><a href='/careers/{n}'>Engineer grade {n}</a> <span>Larne</span></li>"
        for n in range(11, 21)
    )
    page = f"<html><body><h1>Open jobs</h1><ul>{rows}</ul><nav>{pager}</nav></body></html>".encode()
    base = "https://rival.example/careers/"
    found = jobs.complete(pages.read(page, base, same_site), page, base)
    assert len(found.documents) == 10
    assert len(found.onward) == 1
