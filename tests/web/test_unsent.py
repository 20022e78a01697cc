"""What somebody wrote is not lost: the sign-in ended in the middle of a form, or another began in a second tab."""

import html
import re
from typing import Any

import httpx
import pytest

from pipeline import accounts
from pipeline.accounts import Caller

WORDS = "correct horse battery"
NOTE = 'Call <b>Fennhavn</b> & "Dorvik"\r\n周二再问'


@pytest.fixture
def person(served: Any) -> str:
    """An analyst who signs in with a password."""
    served.session("analyst")
    accounts.set_password(
        served.workspace.store, "analyst", WORDS, Caller("test", served.clock.now)
    )
    return "analyst"


def tab(served: Any, session: str | None = None) -> httpx.Client:
    """A browser says from which page a form comes; httpx is told to."""
    cookies = {"zhibi_session": session} if session else {}
    return httpx.Client(
        base_url=served.url, trust_env=False, timeout=60, cookies=cookies,
        headers={"Origin": served.url},
    )  # fmt: skip


def hidden(page: str) -> dict[str, str]:
    """Return the hidden fields of the page's form in the middle."""
    main = page.partition("<main")[2]
    pairs = re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)">', main)
    return {name: html.unescape(value) for name, value in pairs}


def action(page: str) -> str:
    found = re.search(r'<form [^>]*action="([^"]+)"', page.partition("<main")[2])
    assert found is not None
    return html.unescape(found[1])


def notes(served: Any, path: str) -> list[str]:
    return [one.text for one in served.workspace.store.desk.notes(f"story:{path[7:]}")]


def test_a_note_written_after_the_session_ended_is_sent_after_signing_in(
    served: Any, person: str
) -> None:
    path = served.story("Portulan")
    with tab(served, served.session(person)) as client:
        csrf = served.csrf(client, path)
        client.cookies.clear()
        asked = client.post(f"{path}/notes", data={"csrf": csrf, "text": NOTE})
        assert asked.status_code == 401
        assert "Your sign-in had ended" in asked.text
        form = hidden(asked.text) | {"name": person}
        wrong = client.post("/sign-in", data=form | {"password": "not it at all"})
        assert hidden(wrong.text)["kept"] == form["kept"], "a slip of the password loses nothing"
        shown = client.post("/sign-in", data=form | {"password": WORDS})
        assert (shown.status_code, action(shown.text)) == (200, f"{path}/notes")
        assert html.escape("周二再问") in shown.text
        assert "<b>Fennhavn" not in shown.text
        sent = client.post(action(shown.text), data=hidden(shown.text))
        assert sent.headers["location"] == f"{path}#notes"
    assert NOTE.replace("\r", "") in [one.replace("\r", "") for one in notes(served, path)]


def test_a_form_older_than_the_present_sign_in_is_shown_to_be_sent(
    served: Any, person: str
) -> None:
    path = served.story("Portulan")
    with tab(served, served.session(person)) as client:
        old = served.csrf(client, path)
        client.cookies.clear()
        client.cookies.set("zhibi_session", served.session(person))
        asked = client.post(f"{path}/notes", data={"csrf": old, "text": "From the first tab"})
        assert asked.status_code == 403
        assert "From the first tab" in asked.text
        assert notes(served, path).count("From the first tab") == 0
        assert client.post(action(asked.text), data=hidden(asked.text)).status_code == 303
    assert notes(served, path).count("From the first tab") == 1


@pytest.mark.parametrize(
    "origin", ["https://evil.example", "null", ""], ids=["site", "null", "none"]
)
def test_what_another_site_sent_is_never_kept(served: Any, person: str, origin: str) -> None:
    path = served.story("Portulan")
    with tab(served) as client:
        client.headers["Origin"] = origin
        asked = client.post(f"{path}/notes", data={"csrf": "x", "text": "Forged words"})
        assert asked.status_code == 303
        client.cookies.set("zhibi_session", served.session(person))
        refused = client.post(f"{path}/notes", data={"csrf": "x", "text": "Forged words"})
        assert refused.status_code == 403
        assert "Forged words" not in refused.text


@pytest.mark.parametrize(
    "kept",
    ['["//evil.example", []]', '["https://evil.example", []]', "[1, 2]", "{", '["/x", [["a"]]]', '["/", []]', "[" * 150_000],
    ids=["host", "site", "numbers", "half", "names", "nowhere", "deep"],
)  # fmt: skip
def test_a_kept_form_that_is_none_of_ours_is_let_go(served: Any, person: str, kept: str) -> None:
    with tab(served) as client:
        form = {"csrf": served.csrf(client, "/sign-in"), "name": person, "password": WORDS}
        entered = client.post("/sign-in", data=form | {"kept": kept})
        assert (entered.status_code, entered.headers["location"]) == (303, "/")


def test_passwords_are_never_kept_and_a_button_leads_back_to_its_page(
    served: Any, person: str
) -> None:
    path = served.story("Portulan")
    with tab(served) as client:
        data = {"csrf": "x", "old": WORDS, "new": "another long one", "again": "another long one"}
        asked = client.post("/account/password", data=data)
        assert asked.headers["location"] == "/sign-in?next=%2Faccount"
        star = client.post(f"{path}/mark/star", data={"csrf": "x", "following": path})
        assert star.headers["location"] == f"/sign-in?next={path.replace('/', '%2F')}"
