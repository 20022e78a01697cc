"""Signing in and out, links, passwords and tokens, as a person meets them."""

import re
from datetime import timedelta
from typing import Any

import httpx
import pytest

from pipeline import accounts
from pipeline.accounts import Caller
from schemas.accounts import Account
from tests.web.conftest import NOW
from web.naming import browser_name
from web.speaker import Speaker

WORDS = "harbour lantern 42"


def nobody(served: Any, lang: str = "en") -> httpx.Client:
    return httpx.Client(
        base_url=served.url, trust_env=False, headers={"Accept-Language": lang}, timeout=30
    )


def person(served: Any, name: str) -> str:
    """Make an account and return the path of the link for its first password."""
    made = Account(id=name, name=name.title(), role="analyst", created=served.clock.now)
    secret = accounts.add(served.workspace.store, made, Caller("test", served.clock.now))
    return f"/welcome/{secret}"


def enter(served: Any, client: httpx.Client, name: str, password: str, **more: str) -> Any:
    csrf = served.csrf(client, "/sign-in")
    form = {"csrf": csrf, "name": name, "password": password, **more}
    return client.post("/sign-in", data=form)


def test_from_the_link_to_the_first_page_and_out_again(served: Any) -> None:
    link = person(served, "tomas")
    with nobody(served) as client:
        page = client.get(link)
        assert "Your account is tomas (analyst)" in page.text
        csrf = served.csrf(client, link)
        short = client.post(link, data={"csrf": csrf, "new": "short", "again": "short"})
        assert short.status_code == 400
        assert "at least 10 characters" in short.text
        unlike = client.post(link, data={"csrf": csrf, "new": WORDS, "again": WORDS + "!"})
        assert "The two differ" in unlike.text
        done = client.post(link, data={"csrf": csrf, "new": WORDS, "again": WORDS})
        assert done.headers["location"] == "/"
        first = client.get("/")
        assert "The password is set" in first.text
        assert "The password is set" not in client.get("/").text, "said once"
        assert client.get(link).status_code == 404
        old = client.cookies["zhibi_session"]
        served.post(client, "/sign-out")
        assert client.get("/").status_code == 303
        client.cookies.set("zhibi_session", old)
        assert client.get("/").status_code == 303, "the session itself has ended"
    with nobody(served) as client:
        answer = enter(served, client, " Tomas ", WORDS, following="/search?q=velmora")
        assert answer.headers["location"] == "/search?q=velmora"
        assert "Search" in client.get("/search").text


@pytest.mark.parametrize(
    "path", ["//evil.example", "https://evil.example", "/\\evil.example", "javascript:alert(1)", "\\\\e", "/a\nb"]
)  # fmt: skip
def test_nobody_is_sent_to_another_site(served: Any, path: str) -> None:
    page = served.client.get("/sign-in", params={"next": path})
    assert page.headers["location"] == "/"
    with nobody(served) as client:
        shown = client.get("/sign-in", params={"next": path}).text
        assert 'name="following" value="/"' in shown


@pytest.mark.parametrize(("lang", "said"), [("en", "is wrong"), ("zh", "有误")])
def test_a_wrong_password_and_an_unknown_name_look_alike(served: Any, lang: str, said: str) -> None:
    pages = []
    for name in ("analyst", "nobody-here"):
        with nobody(served, lang) as client:
            answer = enter(served, client, name, "wrong words")
            assert answer.status_code == 400
            assert said in answer.text
            pages.append(re.sub(r'value="[^"]*"', "", answer.text))
    assert pages[0] == pages[1]
    served.workspace.store.accounts.clear_failures("account:analyst")
    served.workspace.store.accounts.clear_failures("address:127.0.0.1")


def test_many_failures_make_one_wait_and_say_how_long(served: Any) -> None:
    with nobody(served) as client:
        answers = [enter(served, client, "guessed", f"guess {n} words") for n in range(6)]
        assert [one.status_code for one in answers] == [400] * 5 + [429]
        assert "Wait 16 seconds" in answers[-1].text
        assert answers[-1].headers["retry-after"] == "16"
        served.clock.now += timedelta(seconds=20)
        assert enter(served, client, "guessed", "guess again").status_code == 400
    served.workspace.store.accounts.clear_failures("address:127.0.0.1")


def test_signing_in_never_goes_on_with_an_earlier_session(served: Any) -> None:
    link = person(served, "lewin")
    secret = link.rpartition("/")[2]
    accounts.use_link(
        served.workspace.store, secret, WORDS, Caller("test", served.clock.now, "192.0.2.7")
    )
    planted = served.session("viewer")
    with nobody(served) as client:
        client.cookies.set("zhibi_form", "planted-by-somebody")
        entered = enter(served, client, "lewin", WORDS)
        assert 'zhibi_form=""' in entered.headers["set-cookie"]
        assert client.cookies["zhibi_session"] != planted
        assert "Lewin" in client.get("/account").text
        changed = served.post(
            client,
            "/account/password",
            old=WORDS,
            new="another lantern 7",
            again="another lantern 7",
        )
        assert changed.status_code == 303
        assert "All other sign-ins have ended" in client.get("/account").text
        wrong = served.post(client, "/account/password", old="no", new=WORDS, again=WORDS)
        assert "present password is another" in wrong.text
    served.workspace.store.accounts.clear_failures("address:127.0.0.1")


def test_everywhere_is_everywhere(served: Any) -> None:
    first, second = (
        httpx.Client(
            base_url=served.url,
            trust_env=False,
            cookies={"zhibi_session": served.session("viewer")},
        )
        for _ in range(2)
    )
    with first, second:
        assert first.get("/").status_code == 200
        served.post(second, "/sign-out-everywhere")
        assert first.get("/").status_code == 303
        assert second.get("/").status_code == 303
    if "viewer" in served.clients:
        served.clients.pop("viewer").close()


def test_a_token_is_shown_once_and_never_reaches_beyond_its_owner(served: Any) -> None:
    client = served.as_("analyst")
    page = served.post(
        client, "/account/tokens", name="assistant <b>", scope=["read", "write"]
    ).text
    secret = re.findall(r'class="secret">(zhibi_[\w-]+)<', page)
    assert len(secret) == 1
    assert "assistant &lt;b&gt;" in page
    assert secret[0] not in client.get("/account").text
    refused = served.post(client, "/account/tokens", name="too much", scope="admin")
    assert refused.status_code == 400
    assert "does not reach that far" in refused.text
    assert served.post(client, "/account/tokens", name=" ").status_code == 400
    found = accounts.token_of(served.workspace.store, secret[0], served.clock.now)
    assert found is not None
    assert found[0].scopes == ("read", "write")
    answer = served.post(client, f"/account/tokens/{found[0].id}/revoke")
    assert answer.status_code == 303
    assert accounts.token_of(served.workspace.store, secret[0], served.clock.now) is None
    other = served.post(served.as_("administrator"), f"/account/tokens/{found[0].id}/revoke")
    assert other.status_code == 404


@pytest.mark.parametrize(
    ("agent", "said"),
    [
        ("Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:140.0) Gecko/20100101 Firefox/140.0", "Firefox · Windows"),
        ("Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605 Version/18 Safari/605", "Safari · macOS"),
        ("Mozilla/5.0 (Windows NT 10.0) AppleWebKit/537.36 Chrome/140.0 Safari/537.36 Edg/140.0", "Edge · Windows"),
        ("curl/8.5.0", ""),
    ],
)  # fmt: skip
def test_a_sign_in_is_told_by_its_browser_and_system(agent: str, said: str) -> None:
    assert browser_name(agent) == said


def test_times_are_on_the_clock_of_the_person_who_looks(served: Any) -> None:
    client = served.as_("analyst")
    store = served.workspace.store
    page = client.get("/account").text
    assert "16 Nov 09:00" in page
    assert "Empty: UTC" in page
    wrong = served.post(client, "/display", zone="Shanghai", following="/account")
    assert (wrong.status_code, 'value="Shanghai"' in wrong.text) == (400, True)
    assert "no such time zone" in wrong.text
    try:
        served.post(client, "/display", zone=" Asia/Shanghai ", following="/account")
        page = client.get("/account").text
        assert "16 Nov 17:00" in page
        assert 'value="Asia/Shanghai"' in page
    finally:
        served.post(client, "/display", zone="", following="/account")
    account = store.accounts.get("analyst")
    assert account is not None
    store.accounts.save(account.model_copy(update={"reader": "petra"}))
    try:
        reader = next(one for one in served.workspace.registry.readers if one.id == "petra")
        assert f"Empty: {reader.timezone}" in client.get("/account").text
    finally:
        store.accounts.save(account)


def test_on_a_clock_beyond_the_date_line_today_is_today(served: Any) -> None:
    late = Speaker(served.workspace, "en", "Pacific/Kiritimati")  # UTC+14: 9:00 is 23:00
    assert late.title_day() == Speaker(served.workspace, "en").title_day()
    assert Speaker(served.workspace, "en", "Pacific/Niue").moment(NOW) == "15 Nov 22:00"
