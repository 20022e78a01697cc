"""Administration: people are added, changed and kept out; the log says what was done and takes it back."""

import re
from typing import Any

import pytest

from tests.support.pages import chromium, looking
from tests.web.test_api import client_of


def test_an_administrator_adds_somebody_who_then_signs_in(served: Any) -> None:
    admin = served.as_("administrator")
    wrong = served.post(admin, "/admin/people", name="Bad Name!", role="viewer", full="<b>x</b>")
    assert wrong.status_code == 400
    assert "&lt;b&gt;x&lt;/b&gt;" in wrong.text, "what was typed is kept"
    assert served.post(admin, "/admin/people", name="okoye", role="owner").status_code == 400
    made = served.post(admin, "/admin/people", name="okoye", full="Ada Okoye", role="viewer")
    link = re.findall(r'class="secret">[^<]*(/welcome/[\w-]+)<', made.text)
    assert len(link) == 1
    assert "Choose a password" in served.as_(None).get(link[0]).text
    assert served.post(admin, "/admin/people", name="okoye", role="viewer").status_code == 400
    assert "no password yet" in admin.get("/admin").text
    served.post(admin, "/admin/people/okoye", role="analyst")
    account = served.workspace.store.accounts.get("okoye")
    assert account.role == "analyst"
    served.post(admin, "/admin/people/okoye", action="out")
    assert served.as_(None).get(link[0]).status_code == 404, "whoever is kept out has no link"
    assert served.post(admin, "/admin/people/okoye", action="link").status_code == 400
    served.post(admin, "/admin/people/okoye", action="in")
    assert "/welcome/" in served.post(admin, "/admin/people/okoye", action="link").text
    assert served.post(admin, "/admin/people/none", role="viewer").status_code == 404
    assert served.post(admin, "/admin/people/okoye", role="owner").status_code == 400


def test_the_last_administrator_stays(served: Any) -> None:
    admin = served.as_("administrator")
    others = [
        one
        for one in served.workspace.store.accounts.all()
        if one.role == "administrator" and one.active and one.id != "administrator"
    ]
    assert others == []
    for change in ({"action": "out"}, {"role": "viewer"}):
        answer = served.post(admin, "/admin/people/administrator", **change)
        assert answer.status_code == 400
        assert "last administrator" in answer.text


def test_the_log_tells_what_differs_and_takes_a_saved_search_back(served: Any) -> None:
    admin, analyst = served.as_("administrator"), served.client
    served.post(analyst, "/searches", name="To be undone", query="company:velmora")
    page = admin.get("/admin/log").text
    assert "search saved" in page
    assert "<ins>To be undone</ins>" in page
    undo = re.findall(r'action="(/admin/log/\d+/undo)"', page)
    assert undo
    assert served.post(analyst, undo[0]).status_code == 403
    served.post(admin, undo[0])
    assert "To be undone is as it was before." in admin.get("/searches").text
    assert "To be undone" not in admin.get("/searches").text
    again = served.post(admin, undo[0])
    assert again.status_code == 409
    assert "it is as before already, since The administrator" in again.text
    assert "change of a search taken back" in admin.get("/admin/log?kind=search").text
    assert "The analyst" in admin.get("/admin/log?account=analyst").text
    chinese = admin.get("/admin/log?lang=zh").text
    assert "保存检索" in chinese


def test_a_correction_and_a_role_are_taken_back_from_the_log(served: Any) -> None:
    admin = served.as_("administrator")
    client = client_of(served, "read", "write")
    move = client.get("moves", params={"kind": "acquisition"}).json()["moves"][0]
    wish = {"document": move["document_id"], "fix": "status", "move": "acquisition", "to": "denied", "reason": "Called off"}  # fmt: skip
    made = client.post("corrections", json=wish)
    assert made.status_code == 201, made.text
    page = admin.get("/admin/log?kind=correction").text
    undo = re.findall(r'action="(/admin/log/\d+/undo)"', page)
    assert undo
    assert served.post(admin, undo[0]).status_code == 303
    found = served.workspace.store.corrections.get(made.json()["id"])
    assert found.undone.author == "administrator"
    assert "it is as before already" in served.post(admin, undo[0]).text
    served.post(admin, "/admin/people", name="bo.undone", role="viewer")
    changed = served.post(admin, "/admin/people/bo.undone", role="analyst")
    flash = admin.get(changed.headers["location"]).text
    undo = re.findall(r'action="(/admin/log/\d+/undo)"', flash)
    assert served.post(admin, undo[0], reason="too soon").headers["location"] == "/admin"
    assert served.workspace.store.accounts.get("bo.undone").role == "viewer"
    assert "too soon" in admin.get("/admin/log?kind=account&record=bo.undone").text


def test_a_long_log_has_pages(served: Any) -> None:
    admin = served.as_("administrator")
    for _ in range(55):
        served.session("viewer")
    page = admin.get("/admin/log").text
    following = re.findall(r'rel="next" href="([^"]+)"', page)
    assert len(following) == 1
    numbers = page.count('<tr id="n')
    assert numbers == 50
    assert admin.get(following[0].replace("&amp;", "&")).text.count('<tr id="n') >= 5


@pytest.mark.service("chromium")
@pytest.mark.parametrize("lang", ["en", "zh"])
def test_the_pages_can_be_read_by_everybody(served: Any, lang: str) -> None:
    session = served.session("administrator")
    with chromium() as browser:
        for width, scheme in ((1280, "dark"), (375, "light")):
            with looking(
                browser, served.url, session, width=width, scheme=scheme, lang=lang
            ) as look:
                for path in ("/admin", "/admin/log"):
                    look.open(path)
                    assert look.faults() == [], path
