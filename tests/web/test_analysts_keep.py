"""What analysts keep of the registry: sources and names, entered in the log, taken back; nothing else of it."""

import re
from html import unescape
from typing import Any

import httpx
import pytest


def undo(served: Any, client: httpx.Client) -> httpx.Response:
    """Take back what was just done, as the page offers."""
    found = re.search(r'class="flash".*?action="([^"]+)"', client.get("/sources").text, re.DOTALL)
    assert found
    return served.post(client, unescape(found[1]))  # type: ignore[no-any-return]


def test_an_analyst_adds_changes_and_removes_a_source_and_takes_it_back(served: Any) -> None:
    analyst = served.client
    store = served.workspace.store
    assert 'href="/admin/add/source"' in analyst.get("/sources").text
    assert "/admin/add/source" not in served.as_("viewer").get("/sources").text
    made = served.post(
        analyst, "/admin/add/source", urls="https://rival.example/blog/feed.xml", kind="feed",
        id="rival-blog", company="velmora", every="6h", reason="their blog",
    )  # fmt: skip
    assert made.status_code == 303, made.text
    assert store.registry.source("rival-blog").company == "velmora"
    (entry,) = store.audit.list(kind="source", record="rival-blog")
    assert (entry.account, entry.reason) == ("analyst", "their blog")
    form = analyst.get("/admin/sources/rival-blog").text
    for closed in ("/admin/companies", "/admin/log?", "/admin/readers"):
        assert closed not in form, closed
    gone = served.post(analyst, "/admin/sources/rival-blog/remove")
    assert gone.headers["location"] == "/companies/velmora"
    assert store.registry.source("rival-blog") is None
    back = undo(served, analyst)
    assert (back.status_code, back.headers["location"]) == (303, "/sources/rival-blog")
    assert store.registry.source("rival-blog") is not None
    twice = store.audit.list(kind="source", record="rival-blog")[1].number
    refused = served.post(analyst, f"/admin/log/{twice}/undo")
    assert refused.status_code in {400, 409}
    assert "Nothing was taken back" in refused.text
    served.post(analyst, "/admin/sources/rival-blog/remove")


@pytest.mark.parametrize(("lang", "word"), [("en", "Sources"), ("zh", "来源")])
def test_who_keeps_a_source_stands_among_the_sources(served: Any, lang: str, word: str) -> None:
    source = served.workspace.registry.sources[0].id
    for path in ("/admin/add/source", f"/admin/sources/{source}", f"/sources/{source}"):
        page = served.as_("administrator").get(path, params={"lang": lang}).text
        bar = page[: page.index("</header>")]
        assert re.findall(r'aria-current="page">([^<]+)<', bar) == [word], path
        assert 'href="/admin/log"' not in page, (
            "the pages of administration are not offered beside it"
        )


def test_an_analyst_keeps_names_and_nothing_else_of_a_company(served: Any) -> None:
    analyst, store = served.client, served.workspace.store
    page = "/companies/velmora/names"
    assert f'href="{page}"' in analyst.get("/companies/velmora").text
    assert served.as_("viewer").get(page).status_code == 403
    before = store.registry.company("velmora")
    base = re.search(r'name="base" value="(\d+)"', analyst.get(page).text)
    assert base
    english = "\n".join([*before.names["en"], "Velmora Logistics"])
    typed = {
        "names_en": english,
        "names_zh": "\n".join(before.names.get("zh", ())),
        "base": base[1],
    }
    saved = served.post(analyst, page, role="customer", tier="3", reason="seen in a paper", **typed)
    assert saved.headers["location"] == "/companies/velmora", saved.text
    after = store.registry.company("velmora")
    assert after.names["en"] == (*before.names["en"], "Velmora Logistics")
    assert after.model_copy(update={"names": before.names}) == before, "nothing else of it"
    stale = typed | {"names_en": "Other"}
    late = served.post(analyst, page, **stale)
    assert late.status_code == 409
    assert "Other</textarea>" in late.text
    empty = {"names_en": "", "names_zh": "", "names_more": "", "base": str(int(base[1]) + 1)}
    assert served.post(analyst, page, **empty).status_code == 400
    number = store.audit.list(kind="company", record="velmora")[0].number
    back = served.post(analyst, f"/admin/log/{number}/undo")
    assert back.headers["location"] == "/companies/velmora"
    assert store.registry.company("velmora") == before


def test_an_analyst_takes_back_nothing_of_accounts_readers_or_companies(served: Any) -> None:
    admin, analyst, store = served.as_("administrator"), served.client, served.workspace.store
    served.post(admin, "/admin/add/company", names_en="Oddwick", role="competitor")
    number = store.audit.list(kind="company", record="oddwick")[0].number
    assert served.post(analyst, f"/admin/log/{number}/undo").status_code == 403
    account = store.audit.list(kind="account")[0].number
    assert served.post(analyst, f"/admin/log/{account}/undo").status_code == 403
    assert store.registry.company("oddwick") is not None
    assert served.post(admin, f"/admin/log/{number}/undo").status_code == 303
