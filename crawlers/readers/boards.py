"""Public job boards: what their JSON and XML state of each vacancy.

The shapes are those the boards document for career sites, as of November 2026: Greenhouse (job board
API), Lever (postings API), Ashby (posting API), SmartRecruiters (posting API), Workday (the JSON its
career sites read), Personio (XML feed), and any JSON of schema.org JobPosting.
"""

import re
from collections.abc import Callable, Iterator
from datetime import timedelta
from typing import Any
from urllib.parse import urlsplit

from crawlers.pages.salary import amount, code_of, period_of, read_salary, stated_salary
from crawlers.pages.structured import Node, first, texts
from crawlers.pages.work import place_names, remote_of
from crawlers.readers.made import (
    MOST_DOCUMENTS,
    Input,
    Reading,
    address,
    at,
    date_of,
    joined,
    make,
    plain,
    rows_at,
    text_at,
)  # fmt: skip
from schemas.documents import Document, Salary

_POSTED_AGO = re.compile(r"(?:posted\s+)?(today|yesterday|(\d+)\+? days? ago)", re.IGNORECASE)


def read_json(data: Any, given: Input) -> Reading | None:
    """Return the vacancies of a board's JSON, or None where *data* has none of the known shapes."""
    for knows, rows, read in _SHAPES:
        if not knows(data):
            continue
        documents: list[Document] = []
        links: list[str] = []
        for row in rows(data)[:MOST_DOCUMENTS]:
            document = read(row, given)
            if isinstance(document, str):  # listed here, described elsewhere
                links += [document] if document else []
            elif document is not None:
                documents.append(document)
                links.append(document.url)
        if not documents and not _is_list(data):
            return None
        return Reading(tuple(documents), tuple(dict.fromkeys(links)) if _is_list(data) else None)
    return None


def read_xml(root: Any, given: Input) -> Reading | None:
    """Return the vacancies of a Personio feed, or None for other XML."""
    if _name(root) != "workzag-jobs":
        return None
    documents = tuple(
        found for one in list(root)[:MOST_DOCUMENTS] if _name(one) == "position" and (found := _personio(one, given))
    )  # fmt: skip
    return Reading(documents, tuple(one.url for one in documents))


def _is_list(data: Any) -> bool:
    """Say whether *data* lists vacancies, rather than being one."""
    if isinstance(data, list):
        return True
    return any(isinstance(at(data, key), list) for key in ("jobs", "jobPostings", "content", "items", "postings"))  # fmt: skip


def _greenhouse(row: dict[str, Any], given: Input) -> Document | str | None:
    url = address(text_at(row, "absolute_url"), given.url)
    title = text_at(row, "title")
    if not url or not title:
        return None
    content = at(row, "content")
    if not isinstance(content, str):
        own = urlsplit(given.url)
        return address(f"{own.path.rstrip('/')}/{text_at(row, 'id')}", given.url) if _has_detail(own.path) else url  # fmt: skip
    text = plain(content)
    place = text_at(row, "location", "name")
    pay = next((found for one in rows_at(row, "pay_input_ranges") if (found := _cents(one))), None)
    offices = [text_at(one, "location") or text_at(one, "name") for one in rows_at(row, "offices")]
    metadata = {
        text_at(one, "name").lower(): text_at(one, "value") for one in rows_at(row, "metadata")
    }
    return make(
        "job", given, "json:greenhouse", url=url, title=title, text=text,
        employer=text_at(row, "company_name"), location=place or joined(offices),
        team=joined(text_at(one, "name") for one in rows_at(row, "departments")),
        employment=metadata.get("employment type") or metadata.get("time type"),
        remote=remote_of(place, metadata.get("workplace type", ""), metadata.get("location type", "")),
        salary=pay or read_salary(metadata.get("salary", "")),
        published=date_of(text_at(row, "first_published"), given, "json") or date_of(text_at(row, "updated_at"), given, "json:updated", 0.6),
        valid_through=_day(text_at(row, "application_deadline"), given),
        reference=text_at(row, "requisition_id") or text_at(row, "id"), apply_url=url,
    )  # fmt: skip


def _has_detail(path: str) -> bool:
    return bool(re.search(r"/v1/boards/[^/]+/jobs/?$", path))


def _lever(row: dict[str, Any], given: Input) -> Document | None:
    url = address(text_at(row, "hostedUrl"), given.url)
    title = text_at(row, "text")
    if not url or not title:
        return None
    parts = [plain(str(at(row, "description") or at(row, "descriptionPlain") or ""))]
    for one in rows_at(row, "lists"):
        parts += [text_at(one, "text"), plain(str(at(one, "content") or ""))]
    parts.append(plain(str(at(row, "additional") or at(row, "additionalPlain") or "")))
    everywhere = at(row, "categories", "allLocations")
    places = [str(one) for one in everywhere] if isinstance(everywhere, list) else []
    return make(
        "job", given, "json:lever", url=url, title=title,
        text="\n\n".join(one for one in parts if one),
        location=joined(places) or text_at(row, "categories", "location"),
        team=joined((text_at(row, "categories", "department"), text_at(row, "categories", "team"))),
        employment=text_at(row, "categories", "commitment"),
        remote=remote_of(text_at(row, "workplaceType"), text_at(row, "categories", "location")),
        salary=_range(at(row, "salaryRange")) or read_salary(plain(str(at(row, "salaryDescriptionPlain") or ""))),
        published=date_of(text_at(row, "createdAt"), given, "json"),
        reference=text_at(row, "id"), apply_url=address(text_at(row, "applyUrl"), given.url),
    )  # fmt: skip


def _ashby(row: dict[str, Any], given: Input) -> Document | None:
    url = address(text_at(row, "jobUrl"), given.url)
    title = text_at(row, "title")
    if not url or not title or at(row, "isListed") is False:
        return None
    others = [text_at(one, "location") for one in rows_at(row, "secondaryLocations")]
    pay = at(row, "compensation")
    summary = text_at(pay, "scrapeableCompensationSalarySummary") or text_at(
        pay, "compensationTierSummary"
    )
    return make(
        "job", given, "json:ashby", url=url, title=title,
        text=plain(str(at(row, "descriptionHtml") or at(row, "descriptionPlain") or "")),
        location=joined([text_at(row, "location"), *others]),
        team=joined((text_at(row, "department"), text_at(row, "team"))),
        employment=text_at(row, "employmentType"),
        remote=remote_of(text_at(row, "workplaceType")) or ("remote" if at(row, "isRemote") is True else None),
        salary=_ashby_pay(pay) or read_salary(summary),
        published=date_of(text_at(row, "publishedAt"), given, "json"),
        reference=text_at(row, "id"), apply_url=address(text_at(row, "applyUrl"), given.url),
    )  # fmt: skip


def _smartrecruiters(row: dict[str, Any], given: Input) -> Document | str | None:
    title, number = text_at(row, "name"), text_at(row, "id")
    if not title:
        return None
    sections = at(row, "jobAd", "sections")
    if not isinstance(sections, dict):
        path = urlsplit(given.url).path.rstrip("/")
        return address(text_at(row, "ref"), given.url) or address(f"{path}/{number}", given.url)
    parts: list[str] = []
    for name in ("companyDescription", "jobDescription", "qualifications", "additionalInformation"):
        if text := plain(str(at(sections, name, "text") or "")):
            parts += [text_at(sections, name, "title"), text]
    place = [text_at(row, "location", key) for key in ("city", "region", "country")]
    own = given.url if not given.listing else ""
    return make(
        "job", given, "json:smartrecruiters", title=title, reference=text_at(row, "refNumber") or number,
        url=address(text_at(row, "postingUrl"), given.url) or address(own or text_at(row, "ref"), given.url),
        text="\n\n".join(one for one in parts if one),
        employer=text_at(row, "company", "name"),
        location=text_at(row, "location", "fullLocation") or joined(place, ", "),
        team=joined((text_at(row, "department", "label"), text_at(row, "function", "label"))),
        employment=text_at(row, "typeOfEmployment", "label"),
        remote="remote" if at(row, "location", "remote") is True else "hybrid" if at(row, "location", "hybrid") is True else None,
        published=date_of(text_at(row, "releasedDate"), given, "json"),
        apply_url=address(text_at(row, "applyUrl"), given.url),
    )  # fmt: skip


def _workday(row: dict[str, Any], given: Input) -> Document | str | None:
    """A list of Workday's names the path of each vacancy's own JSON, beside the list's own."""
    path = text_at(row, "externalPath")
    if not path:
        return None
    base = re.sub(r"/jobs/?(?:\?.*)?$", "", given.url)
    return address(f"{base}{path if path.startswith('/') else '/' + path}", given.url)


def _workday_detail(row: dict[str, Any], given: Input) -> Document | None:
    info = at(row, "jobPostingInfo")
    title = text_at(info, "title")
    if not title:
        return None
    more = at(info, "additionalLocations")
    places = [text_at(info, "location"), *(texts(more) if isinstance(more, list) else [])]
    text = plain(str(at(info, "jobDescription") or ""))
    return make(
        "job", given, "json:workday", title=title, text=text,
        url=address(text_at(info, "externalUrl"), given.url) or given.url,
        aliases=(given.url,),
        employer=text_at(row, "hiringOrganization", "name"),
        location=joined(places), employment=text_at(info, "timeType"),
        remote=remote_of(text_at(info, "remoteType"), text_at(info, "location")),
        published=date_of(text_at(info, "startDate"), given, "json", 0.9) or _ago(text_at(info, "postedOn"), given),
        valid_through=_day(text_at(info, "endDate"), given),
        reference=text_at(info, "jobReqId"), apply_url=text_at(info, "externalUrl"),
        salary=read_salary(_pay_line(text)),
    )  # fmt: skip


def stated(row: Node, given: Input) -> Document | None:
    """Return the vacancy that a schema.org JobPosting states."""
    title = first(row.get("title")) or first(row.get("name"))
    if not title:
        return None
    url = address(first(row.get("url"), "@id") or first(row.get("@id")), given.url) or given.url
    places = place_names(row.get("jobLocation"))
    return make(
        "job", given, "json-ld", url=url, title=title, text=plain(str(row.get("description") or "")),
        employer=first(row.get("hiringOrganization")), location=joined(places),
        team=first(row.get("occupationalCategory")) or first(row.get("department")),
        employment=joined(texts(row.get("employmentType"))),
        remote=remote_of(first(row.get("jobLocationType")), *places),
        salary=stated_salary(row.get("baseSalary"), first(row.get("salaryCurrency"))),
        published=date_of(first(row.get("datePosted")), given, "json-ld"),
        valid_through=_day(first(row.get("validThrough")), given),
        reference=first(row.get("identifier"), "value") or first(row.get("identifier")),
    )  # fmt: skip


def _personio(position: Any, given: Input) -> Document | None:
    facts = {
        _name(one): "".join(one.itertext()).strip()
        for one in position
        if _name(one) != "jobdescriptions"
    }
    title, number = facts.get("name", ""), facts.get("id", "")
    if not title or not number:
        return None
    parts: list[str] = []
    for one in position.iter("{*}jobDescription", "jobDescription"):
        inner = {_name(part): "".join(part.itertext()).strip() for part in one}
        parts += [inner.get("name", ""), plain(inner.get("value", ""))]
    offices = [facts.get("office", ""), *(o.text or "" for o in position.iter("office"))]
    return make(
        "job", given, "xml:personio", title=title, reference=number,
        url=address(f"/job/{number}", given.url), text="\n\n".join(one for one in parts if one),
        employer=facts.get("subcompany"), location=joined(offices),
        team=joined((facts.get("department", ""), facts.get("recruitingcategory", ""))),
        employment=joined((facts.get("employmenttype", ""), facts.get("schedule", ""))),
        published=date_of(facts.get("createdat", ""), given, "xml"),
        apply_url=address(f"/job/{number}", given.url),
    )  # fmt: skip


def _name(element: Any) -> str:
    return str(element.tag).rpartition("}")[2].lower() if isinstance(element.tag, str) else ""


def _cents(row: dict[str, Any]) -> Salary | None:
    low, high = amount(at(row, "min_cents")), amount(at(row, "max_cents"))
    if low is None and high is None:
        return None
    return Salary(
        minimum=low / 100 if low is not None else None,
        maximum=high / 100 if high is not None else None,
        currency=code_of(text_at(row, "currency_type")),
        period=period_of(text_at(row, "title")),
        raw=text_at(row, "title")[:120],
    )


def _range(row: Any) -> Salary | None:
    low, high = amount(at(row, "min")), amount(at(row, "max"))
    if low is None and high is None:
        return None
    interval = text_at(row, "interval")
    return Salary(
        minimum=low, maximum=high, currency=code_of(text_at(row, "currency")),
        period=period_of(interval), raw=f"{low}-{high} {interval}"[:120],
    )  # fmt: skip


def _ashby_pay(pay: Any) -> Salary | None:
    for tier in rows_at(pay, "compensationTiers"):
        for part in rows_at(tier, "components"):
            low, high = amount(at(part, "minValue")), amount(at(part, "maxValue"))
            if text_at(part, "compensationType").lower() == "salary" and (low or high):
                return Salary(
                    minimum=low, maximum=high, currency=code_of(text_at(part, "currencyCode")),
                    period=period_of(text_at(part, "interval")), raw=text_at(part, "summary")[:120],
                )  # fmt: skip
    return None


def _pay_line(text: str) -> str:
    lines = (one for one in text.split("\n\n") if re.search(r"salary|pay range|compensation|薪", one, re.IGNORECASE))  # fmt: skip
    return next(lines, "")[:400]


def _day(raw: str, given: Input) -> str | None:
    """Return the calendar day of a date that may lie ahead."""
    match = re.search(r"(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})", raw)
    return f"{match[1]}-{int(match[2]):02}-{int(match[3]):02}" if match else None


def _ago(words: str, given: Input) -> Any:
    """Read ``Posted 3 Days Ago``; *30+* days says no day."""
    match = _POSTED_AGO.search(words)
    if not match or "+" in match[0]:
        return None
    days = int(match[2]) if match[2] else {"today": 0, "yesterday": 1}[match[1].lower()]
    return date_of((given.seen - timedelta(days=days)).date().isoformat(), given, "json:ago", 0.8)


def _postings(data: Any) -> Iterator[Node]:
    """Walk JSON for JobPosting nodes, four levels deep: more is no list of them."""
    stack = [(data, 0)]
    while stack:
        value, depth = stack.pop()
        if isinstance(value, dict):
            if "JobPosting" in str(value.get("@type", "")):
                yield value
            elif depth < 4:
                stack += [(one, depth + 1) for one in value.values()]
        elif isinstance(value, list) and depth < 4:
            stack += [(one, depth + 1) for one in value[::-1]]


Shape = tuple[
    Callable[[Any], bool],
    Callable[[Any], list[Any]],
    Callable[[Any, Input], Document | str | None],
]


def _first_has(path: tuple[str, ...], *keys: str) -> Callable[[Any], bool]:
    """Say whether the list under *path* begins with an object that has *keys*, or is empty."""

    def knows(data: Any) -> bool:
        listed = at(data, *path) if path else data
        if not isinstance(listed, list):
            return False
        return all(key in listed[0] for key in keys) if listed and isinstance(listed[0], dict) else bool(path) and not listed  # fmt: skip

    return knows


def _has(*keys: str) -> Callable[[Any], bool]:
    return lambda data: isinstance(data, dict) and all(key in data for key in keys)


_SHAPES: tuple[Shape, ...] = (
    (_first_has(("jobs",), "absolute_url"), lambda data: rows_at(data, "jobs"), _greenhouse),
    (_has("absolute_url", "title", "location"), lambda data: [data], _greenhouse),
    (_first_has(("jobs",), "jobUrl"), lambda data: rows_at(data, "jobs"), _ashby),
    (_first_has((), "hostedUrl", "text"), rows_at, _lever),
    (_has("hostedUrl", "text"), lambda data: [data], _lever),
    (_first_has(("jobPostings",), "externalPath"), lambda data: rows_at(data, "jobPostings"), _workday),
    (_has("jobPostingInfo"), lambda data: [data], _workday_detail),
    (_first_has(("content",), "name", "id"), lambda data: rows_at(data, "content"), _smartrecruiters),
    (_has("name", "jobAd"), lambda data: [data], _smartrecruiters),
    (lambda data: next(_postings(data), None) is not None, lambda data: list(_postings(data)), stated),
)  # fmt: skip
