"""One page under many addresses is one document; two articles are never one."""

from typing import Any

import pytest

from schemas.documents import PublishedDate
from store import Saved, Store

SITE = "https://velmora.example"
LONG = " ".join(
    f"In hall {word} the company will serve customers of the Baltic region, with work given to local firms."
    for word in ("one", "two", "three", "four", "five", "six", "seven")
)
OLD = f"{SITE}/news/2026/new-data-centre-in-gdansk"
NEW = f"{SITE}/press/new-data-centre-in-gdansk.html"


@pytest.fixture
def keep(store: Store, make: Any) -> Any:
    """Saves a page fetched from an address, each time from a later snapshot."""
    taken: list[str] = []

    def save(where: str, text: str = LONG, **more: Any) -> Saved:
        taken.append(where)
        asked = {name: more.pop(name) for name in ("requested_url", "redirects") if name in more}
        now = make.at(hours=len(taken))
        snapshot = make.snapshot(f"s{len(taken)}", where, fetched_at=now, **asked)
        document = make.article(text, **{"url": where, **more})
        return store.documents.save(
            document, snapshot=snapshot, source=make.source(company="velmora"), now=now
        )

    return save


@pytest.mark.parametrize(
    "url",
    [
        "http://www.velmora.example/news/2026/new-data-centre-in-gdansk/",
        "https://m.velmora.example/news/2026/new-data-centre-in-gdansk",
        f"{OLD}/amp",
        f"{OLD}?amp=1&utm_source=mail",
        "https://velmora-example.cdn.ampproject.org/c/s/velmora.example/news/2026/new-data-centre-in-gdansk",
    ],
)
def test_another_face_of_a_page_is_no_second_document(store: Store, keep: Any, url: str) -> None:
    first = keep(OLD)
    again = keep(url)
    assert (again.outcome, again.revision.document_id) == ("unchanged", first.revision.document_id)
    found = store.documents.by_url(url)
    assert found is not None
    assert found.document_id == first.revision.document_id


def test_an_edit_is_a_revision_whatever_face_it_is_read_from(keep: Any) -> None:
    first = keep(OLD)
    edited = keep(f"{OLD}?from=timeline", LONG + " The mayor was there.")
    assert (edited.outcome, edited.revision.document_id) == ("changed", first.revision.document_id)


def test_an_article_under_a_new_path_is_the_one_it_was(keep: Any) -> None:
    first = keep(OLD)
    moved = keep(NEW, LONG.replace("hall one", "hall  one"))
    assert moved.revision.document_id == first.revision.document_id


@pytest.mark.parametrize(
    "other",
    [
        {"text": LONG + " It costs 12 million."},
        {"text": "Another text. " * 60},
        {"title": "Velmora opens in Riga"},
        {
            "published": PublishedDate(
                value="2026-08-23", precision="day", confidence=0.9, source="text"
            )
        },
        {"url": "https://other.example/press/new-data-centre-in-gdansk.html"},
        {"url": f"{SITE}/press/7"},
    ],
)
def test_what_returns_each_quarter_is_two_documents(keep: Any, other: dict[str, Any]) -> None:
    day = PublishedDate(value="2026-11-23", precision="day", confidence=0.9, source="text")
    first = keep(OLD, published=day)
    fields = {"text": LONG, "published": day, **other}
    second = keep(fields.pop("url", NEW), fields.pop("text"), **fields)
    assert second.revision.document_id != first.revision.document_id


@pytest.mark.parametrize(
    "link", [f"{SITE}/", f"{SITE}/news", f"{SITE}/news/", f"{SITE}/news/2026/"]
)
def test_a_careless_canonical_link_merges_nothing(keep: Any, link: str) -> None:
    found = {
        keep(
            f"{SITE}/news/2026/{name}", f"{name} {LONG}", url=link, title=name
        ).revision.document_id
        for name in ("one-new-hall", "two-new-halls", "three-new-halls")
    }
    assert len(found) == 3


def test_pages_of_a_list_and_languages_stay_apart(keep: Any) -> None:
    urls = (f"{SITE}/news", f"{SITE}/news?page=2", f"{SITE}/en/news", f"{SITE}/de/news")
    found = {
        keep(url, f"{url} {LONG}", url=f"{SITE}/news", title=url).revision.document_id
        for url in urls[:2]
    }
    found |= {keep(url, f"{url} {LONG}", title=url).revision.document_id for url in urls[2:]}
    assert len(found) == 4


def test_an_article_that_is_gone_does_not_become_the_front_page(store: Store, keep: Any) -> None:
    article = keep(OLD)
    front = keep(
        f"{SITE}/", "Welcome. " + LONG, title="Velmora", requested_url=OLD, redirects=(OLD,)
    )
    assert front.revision.document_id != article.revision.document_id
    kept = store.documents.by_url(OLD)
    assert kept == article.revision
