"""Signing in through a real provider on loopback: who gets in, who does not, and every forgery refused."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any
from urllib.parse import parse_qs, urlsplit

import httpx
import pytest
from playwright.sync_api import Browser
from pydantic import SecretStr

from pipeline import accounts, outside, services
from pipeline.accounts import Caller
from pipeline.settings import Oidc
from pipeline.workspace import Workspace, open_workspace
from schemas.accounts import Account
from schemas.errors import NotConfiguredError
from tests.support.oidc import CLIENT, SECRET, Provider, new_key, providing
from tests.support.pages import chromium, looking
from tests.support.site import serving, workspace_for
from tests.web.conftest import NOW, running

PETRA = {
    "email": "petra@larkmere.example",
    "email_verified": True,
    "name": "Petra Alm",
    "preferred_username": "petra",
}


@pytest.fixture(scope="module")
def provider() -> Iterator[Provider]:
    with providing(NOW) as one:
        yield one


@pytest.fixture(scope="module")
def pages(provider: Provider, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Any]:
    """Pages of an empty workspace over which the provider may sign people in."""
    with serving() as site:
        folder = workspace_for(site, tmp_path_factory.mktemp("outside") / "market")
    workspace = open_workspace(folder, now=NOW)
    oidc = Oidc(
        issuer=provider.url, client_id=CLIENT, client_secret=SecretStr(SECRET), name="Larkmere ID"
    )
    workspace.settings = workspace.settings.model_copy(update={"oidc": oidc})
    services.apply(workspace, folder / "registry", author="test")
    with running(workspace) as served:
        served.app.state.site.provider.redirect_uri = f"{served.url}{outside.BACK}"
        yield served
    workspace.close()


@pytest.fixture(autouse=True)
def fresh(pages: Any, provider: Provider) -> Iterator[None]:
    """Begin each test with a faultless provider that nothing is known of."""
    provider.person, provider.claims, provider.without = dict(PETRA), {}, set()
    provider.metadata, provider.answers, provider.alg, provider.iss = {}, {}, "RS256", None
    provider.published, provider.now = None, NOW
    pages.clock.now = NOW
    known = pages.app.state.site.provider
    known._metadata_at = known._keys_at = known._keys = known._away = None
    before = known.settings
    yield
    known.settings = before
    for one in pages.workspace.store.accounts.all():
        pages.workspace.store.accounts.save(
            one.model_copy(update={"subject": None, "reader": None, "active": False})
        )


def allow(pages: Any, **changes: Any) -> None:
    known = pages.app.state.site.provider
    known.settings = known.settings.model_copy(update=changes)


def anybody(pages: Any) -> httpx.Client:
    return httpx.Client(base_url=pages.url, trust_env=False, timeout=30)


def way_back(client: httpx.Client, path: str = "/sign-in/outside") -> str:
    """Go to the provider and return the address it sends the browser back to."""
    there = client.get(path)
    assert there.status_code == 303, there.text
    answer = httpx.get(there.headers["location"], trust_env=False)
    return str(answer.headers["location"])


def through(client: httpx.Client, path: str = "/sign-in/outside") -> httpx.Response:
    return client.get(way_back(client, path))


def by_password(pages: Any, client: httpx.Client, name: str) -> httpx.Response:
    form = {"csrf": pages.csrf(client, "/sign-in"), "name": name, "password": "a long enough one"}
    return client.post("/sign-in", data=form)


def account(pages: Any, name: str, role: Any = "viewer", **fields: Any) -> Account:
    """Keep an account, without a password."""
    made = Account(id=name, name=name.title(), role=role, created=NOW, **fields)
    pages.workspace.store.accounts.save(made)
    return made


def test_the_first_sign_in_makes_an_account_only_where_that_is_allowed(pages: Any) -> None:
    store = pages.workspace.store
    with anybody(pages) as client:
        refused = through(client)
        assert (refused.status_code, "you have no account here" in refused.text) == (403, True)
        assert store.accounts.all() == []
        allow(pages, create="known")
        entered = through(client, "/sign-in/outside?next=/search%3Fq%3Dvelmora")
        assert (entered.status_code, entered.headers["location"]) == (303, "/search?q=velmora")
        assert client.get("/account").status_code == 200
    (made,) = store.accounts.all()
    assert (made.id, made.role, made.reader, made.name) == ("petra", "viewer", "petra", "Petra Alm")
    log = [(one.action, one.account) for one in store.audit.list(limit=2)]
    assert log == [("signed-in-outside", "petra"), ("account-added", "oidc")]
    with anybody(pages) as client:
        through(client)
        assert client.get("/account").status_code == 200
    assert len(store.accounts.all()) == 1


@pytest.mark.parametrize(
    ("person", "settings", "status"),
    [
        ({"email_verified": False}, {}, 403),
        ({"email_verified": None}, {}, 403),
        ({"email_verified": None}, {"trust_email": True}, 303),
        ({"email_verified": False}, {"trust_email": True}, 403),
        ({"email": "eve@evil.example"}, {}, 403),
        ({"email": "eve@evil.example"}, {"create": "anybody"}, 303),
        ({"email": "bo@larkmere.example"}, {"addresses": ("@larkmere.example",)}, 303),
        ({"email": "bo@notlarkmere.example"}, {"addresses": ("@larkmere.example",)}, 403),
        ({"email": "x\n@larkmere.example"}, {"addresses": ("@larkmere.example",)}, 403),
        ({"email": ["a"]}, {"addresses": ("@larkmere.example",)}, 403),
        ({"email": None}, {"create": "anybody"}, 303),
    ],
)
def test_an_address_counts_only_where_it_is_known_and_verified(
    pages: Any, provider: Provider, person: Any, settings: Any, status: int
) -> None:
    allow(pages, **{"create": "known", **settings})
    provider.person = {**PETRA, "sub": f"s-{person}-{settings}"[:200], **person}
    provider.person = {name: value for name, value in provider.person.items() if value is not None}
    with anybody(pages) as client:
        assert through(client).status_code == status


def test_names_are_made_free_and_harmless(pages: Any, provider: Provider) -> None:
    allow(pages, create="anybody")
    account(pages, "admin", "administrator")
    for number, name in enumerate(["Admin", "../../Bo <b>", "维墨", "admin@larkmere.example"]):
        provider.person = {"sub": f"n{number}", "preferred_username": name, "name": "<script>x"}
        with anybody(pages) as client:
            assert through(client).status_code == 303
            assert "<script>x" not in client.get("/account").text
    names = {one.id for one in pages.workspace.store.accounts.all() if one.subject}
    assert names == {"admin-2", "bo-b", "person", "admin-3"}


@pytest.mark.parametrize(
    ("groups", "settings", "role"),
    [
        (["staff"], {}, "viewer"),
        (["zhibi-analysts", "x"], {}, "analyst"),
        (["zhibi-analysts", "zhibi-admins"], {}, "administrator"),
        ("zhibi-admins", {}, "administrator"),
        ([{"zhibi-admins": 1}], {}, "viewer"),
        (["staff"], {"members_only": True}, None),
        (None, {"members_only": True}, None),
    ],
)
def test_the_role_comes_from_a_claim(
    pages: Any, provider: Provider, groups: Any, settings: Any, role: str | None
) -> None:
    roles = {"zhibi-analysts": "analyst", "zhibi-admins": "administrator"}
    allow(pages, create="anybody", claim="realm_access.roles", roles=roles, **settings)
    provider.person = {"sub": "r1", "realm_access": {"roles": groups}}
    with anybody(pages) as client:
        answer = through(client)
    found = pages.workspace.store.accounts.by_subject(f"{provider.url}|r1")
    assert (answer.status_code, found.role if found else None) == (303 if role else 403, role)


def test_a_role_is_renewed_at_each_sign_in_but_the_last_administrator_stays(
    pages: Any, provider: Provider
) -> None:
    roles = {"a": "administrator", "n": "analyst"}
    allow(pages, create="anybody", claim="groups", roles=roles)
    store, subject = pages.workspace.store, f"{provider.url}|u1"

    def role() -> str:
        found = store.accounts.by_subject(subject)
        assert found is not None
        return str(found.role)

    for groups, expected in ((["n"], "analyst"), (["a"], "administrator"), ([], "administrator")):
        provider.person = {**PETRA, "groups": groups}
        with anybody(pages) as client:
            assert through(client).status_code == 303
        assert role() == expected
    account(pages, "root", "administrator")
    with anybody(pages) as client:
        through(client)
    assert role() == "viewer"


def test_groups_that_only_the_user_information_tells_are_asked_for(
    pages: Any, provider: Provider
) -> None:
    allow(pages, create="known", roles={"n": "analyst"})
    provider.person = {**PETRA, "groups": ["n"]}
    provider.without = {"email", "groups", "email_verified"}
    with anybody(pages) as client:
        assert through(client).status_code == 303
    assert "/userinfo" in provider.asked
    found = pages.workspace.store.accounts.by_subject(f"{provider.url}|u1")
    assert (found.role, found.reader) == ("analyst", "petra")


# Each is a token, or an answer, that must not open the door.
FORGERIES: dict[str, dict[str, Any]] = {
    "another nonce": {"claims": {"nonce": "guessed"}},
    "no nonce": {"without": {"nonce"}},
    "another audience": {"claims": {"aud": "other"}},
    "several audiences without a party": {"claims": {"aud": [CLIENT, "other"]}},
    "another party": {"claims": {"aud": [CLIENT, "other"], "azp": "other"}},
    "another issuer": {"claims": {"iss": "https://evil.example"}},
    "expired": {"claims": {"exp": int(NOW.timestamp()) - 61}},
    "no end": {"without": {"exp"}},
    "from the future": {"claims": {"iat": int(NOW.timestamp()) + 61}},
    "not yet": {"claims": {"nbf": int(NOW.timestamp()) + 61}},
    "nobody": {"without": {"sub"}},
    "empty subject": {"claims": {"sub": ""}},
    "a number for a subject": {"claims": {"sub": 7}},
    "an endless subject": {"claims": {"sub": "x" * 256}},
    "another access token": {"claims": {"at_hash": "AAAAAAAAAAAAAAAAAAAAAA"}},
    "text for a time": {"claims": {"exp": "never"}},
    "not signed": {"alg": "none"},
    "signed with the public key": {"alg": "HS256"},
    "an algorithm that was not agreed": {"alg": "RS512"},
    "issuer of the answer": {"iss": "https://evil.example"},
}  # fmt: skip


@pytest.mark.parametrize("forgery", FORGERIES)
def test_forged_tokens_open_nothing(pages: Any, provider: Provider, forgery: str) -> None:
    allow(pages, create="anybody")
    for name, value in FORGERIES[forgery].items():
        setattr(provider, name, value)
    with anybody(pages) as client:
        answer = through(client)
        assert answer.status_code == 400, forgery
        assert "does not hold" in answer.text
        assert "zhibi_session" not in client.cookies
        assert client.get("/account").status_code == 303
    assert not any(one.subject for one in pages.workspace.store.accounts.all())


@pytest.mark.parametrize("alg", ["none", "HS256"])
def test_a_provider_that_offers_what_is_weak_is_not_believed(
    pages: Any, provider: Provider, alg: str
) -> None:
    allow(pages, create="anybody")
    provider.alg, provider.metadata = alg, {"id_token_signing_alg_values_supported": [alg]}
    with anybody(pages) as client:
        assert through(client).status_code == 503
        assert client.get("/account").status_code == 303


def test_clocks_may_differ_a_little(pages: Any, provider: Provider) -> None:
    allow(pages, create="anybody")
    at = int(NOW.timestamp())
    provider.claims = {"exp": at - 50, "iat": at + 50, "nbf": at + 50}
    with anybody(pages) as client:
        assert through(client).status_code == 303


def test_a_new_key_is_looked_up_and_a_foreign_one_is_not_taken(
    pages: Any, provider: Provider
) -> None:
    allow(pages, create="anybody")
    with anybody(pages) as client:
        assert through(client).status_code == 303
    provider.rotate()
    pages.clock.now = provider.now = NOW + timedelta(minutes=5)
    with anybody(pages) as client:
        assert through(client).status_code == 303, "keys were changed at the provider"
    provider.published, provider.key = [provider.key], new_key(provider.key.kid)
    pages.clock.now = provider.now = NOW + timedelta(minutes=10)
    asked = provider.asked.count("/jwks")
    for _ in range(3):
        with anybody(pages) as client:
            assert through(client).status_code == 400
    assert provider.asked.count("/jwks") - asked == 1, "forged keys do not make it ask each time"


def test_a_sign_in_is_used_once_by_the_browser_that_began_it(pages: Any) -> None:
    allow(pages, create="anybody")
    with anybody(pages) as client, anybody(pages) as other:
        back = way_back(client)
        other.get("/sign-in")
        stolen = other.get(back)
        assert (stolen.status_code, "not begun in this browser" in stolen.text) == (400, True)
        assert client.get(back).status_code == 400, "and then it is used up"
        back = way_back(client)
        assert client.get(back).status_code == 303
        client.cookies.delete("zhibi_session")
        assert client.get(back).status_code == 400
        back = way_back(client)
        pages.clock.now = NOW + timedelta(minutes=11)
        assert client.get(back).status_code == 400
        for query in ("", "?state=x&code=y", "?code=y", f"?state={'x' * 5000}"):
            assert client.get(f"{outside.BACK}{query}").status_code == 400
    assert pages.client is not None


def test_another_code_verifier_or_secret_is_refused_by_the_provider(pages: Any) -> None:
    allow(pages, create="anybody")
    known = pages.app.state.site.provider
    with anybody(pages) as client:
        back = way_back(client)
        known.secret = "wrong"
        refused = client.get(back)
        known.secret = SECRET
        assert (refused.status_code, "did not let you through" in refused.text) == (400, True)
        state = parse_qs(urlsplit(way_back(client)).query)["state"][0]
        denied = client.get(outside.BACK, params={"state": state, "error": "access_denied <b>"})
        assert (denied.status_code, "access_denied &lt;b&gt;" in denied.text) == (400, True)


@pytest.mark.parametrize(
    ("path", "answer"),
    [
        ("/.well-known/openid-configuration", (500, "")),
        ("/.well-known/openid-configuration", (200, "<html>")),
        ("/.well-known/openid-configuration", (200, "[]")),
        ("/.well-known/openid-configuration", (200, '{"issuer": "https://evil.example"}')),
        ("/.well-known/openid-configuration", (200, "[" * 200_000)),
        ("/.well-known/openid-configuration", (302, "")),
        ("/token", (500, "oops")),
        ("/token", (200, "<html>")),
        ("/token", (429, "slow down")),
        ("/jwks", (404, "{}")),
        ("/jwks", (200, '{"keys": [{"kty": "RSA"}]}')),
        ("/jwks", (200, '{"keys": "none"}')),
    ],
)
def test_a_provider_that_is_away_or_mad_leaves_the_password(
    pages: Any, provider: Provider, path: str, answer: tuple[int, str]
) -> None:
    allow(pages, create="anybody")
    provider.answers[path] = answer
    with anybody(pages) as client:
        there = client.get("/sign-in/outside")
        if there.status_code == 303:
            back = httpx.get(there.headers["location"], trust_env=False).headers["location"]
            there = client.get(back)
        assert there.status_code == 503, path
        assert "cannot be reached, or does not answer as it should" in there.text
        sign_in = client.get("/sign-in")
        assert 'name="password"' in sign_in.text
        assert "Sign in with Larkmere ID" in sign_in.text


def test_a_password_opens_the_door_while_the_provider_is_away(
    pages: Any, provider: Provider
) -> None:
    provider.answers["/.well-known/openid-configuration"] = (500, "")
    account(pages, "local")
    caller = Caller("test", pages.clock.now)
    accounts.set_password(pages.workspace.store, "local", "a long enough one", caller)
    with anybody(pages) as client:
        assert client.get("/sign-in/outside").status_code == 503
        assert by_password(pages, client, "local").status_code == 303
        assert client.get("/account").status_code == 200


def test_one_that_is_gone_is_not_asked_at_every_sign_in(pages: Any, provider: Provider) -> None:
    provider.answers["/.well-known/openid-configuration"] = (500, "")
    with anybody(pages) as client:
        asked = len(provider.asked)
        assert [client.get("/sign-in/outside").status_code for _ in range(5)] == [503] * 5
        assert len(provider.asked) - asked == 1
        provider.answers.clear()
        pages.clock.now = NOW + timedelta(seconds=16)
        assert client.get("/sign-in/outside").status_code == 303


@pytest.mark.parametrize(
    "endpoint",
    ["https://evil.example/token", "http://10.0.0.1/token", "ftp://127.0.0.1/token", "http://[::1", 7, None],
)  # fmt: skip
def test_the_provider_sends_us_to_its_own_hosts_only(
    pages: Any, provider: Provider, endpoint: Any
) -> None:
    allow(pages, create="anybody")
    provider.metadata = {"token_endpoint": endpoint}
    with anybody(pages) as client:
        assert through(client).status_code == 503


def test_a_closed_account_stays_closed(pages: Any, provider: Provider) -> None:
    store = pages.workspace.store
    account(pages, "bo", "analyst", subject=f"{provider.url}|u1")
    with anybody(pages) as client:
        assert through(client).status_code == 303
        bo = store.accounts.get("bo")
        store.accounts.save(bo.model_copy(update={"active": False}))
        assert client.get("/account").status_code == 303, "its sessions end at once"
        closed = through(client)
        assert (closed.status_code, "may not sign in" in closed.text) == (403, True)


def test_such_a_session_ends_after_its_hours_however_much_it_is_used(pages: Any) -> None:
    allow(pages, create="anybody", hours=2.0)
    with anybody(pages) as client:
        through(client)
        for minutes in (40, 80, 119):
            pages.clock.now = NOW + timedelta(minutes=minutes)
            assert client.get("/account").status_code == 200
        pages.clock.now = NOW + timedelta(minutes=121)
        assert client.get("/account").status_code == 303


def test_an_account_is_connected_by_whoever_is_signed_in_and_by_nobody_else(
    pages: Any, provider: Provider
) -> None:
    store, caller = pages.workspace.store, Caller("test", NOW)
    petra = account(pages, "petra", "analyst", reader="petra")
    accounts.set_password(store, "petra", "a long enough one", caller)
    allow(pages, create="known")
    with anybody(pages) as client:
        taken = through(client)
        assert (taken.status_code, "an account for this address" in taken.text) == (403, True)
        assert by_password(pages, client, "petra").status_code == 303
        page = pages.post(client, "/account/outside").text
        url = page.split('class="btn go" href="')[1].split('"')[0].replace("&amp;", "&")
        back = httpx.get(url, trust_env=False).headers["location"]
        with anybody(pages) as thief:
            thief.get("/sign-in")
            assert thief.get(back).status_code == 400
        url = (
            pages.post(client, "/account/outside")
            .text.split('class="btn go" href="')[1]
            .split('"')[0]
            .replace("&amp;", "&")
        )
        back = httpx.get(url, trust_env=False).headers["location"]
        connected = client.get(back)
        assert (connected.status_code, connected.headers["location"]) == (303, "/account")
        assert "It signs you in to this account" in client.get("/account").text
        assert store.accounts.get("petra") == petra.model_copy(
            update={"subject": f"{provider.url}|u1"}
        )
    with anybody(pages) as client:
        assert through(client).status_code == 303
        out = pages.post(client, "/sign-out")
        assert out.headers["location"] == "/sign-in?left=yes"
        page = client.get("/sign-in?left=yes").text
        assert f"{provider.url}/logout?client_id=zhibi&amp;post_logout_redirect_uri=" in page
        through(client)
        assert pages.post(client, "/account/outside/remove").status_code == 303
        assert store.accounts.get("petra") == petra
    other = account(pages, "other", subject=f"{provider.url}|u1")
    with anybody(pages) as client:
        through(client)
        refused = pages.post(client, "/account/outside/remove")
        assert (refused.status_code, "has no password" in refused.text) == (400, True)
        assert store.accounts.get("other") == other


def test_a_person_signs_in_with_a_browser(pages: Any) -> None:
    allow(pages, create="known")
    with chromium() as browser, looking(browser, pages.url, None) as look:
        page = look.open("/sign-in?next=/account")
        assert look.faults() == []
        page.get_by_role("link", name="Sign in with Larkmere ID").click()
        page.wait_for_url("**/account")
        assert "Petra Alm" in page.locator("main").inner_text()
        look.trouble = [one for one in look.trouble if not one.startswith("out:")]
        assert look.faults() == []
        page.get_by_text("Petra Alm").first.click()
        page.get_by_role("button", name="Sign out", exact=True).click()
        page.get_by_role("link", name="Sign out at Larkmere ID too").wait_for()
        assert look.faults() == []
        _failed_pages(browser, pages)


def _failed_pages(browser: Browser, pages: Any) -> None:
    for lang, width in (("en", 1280), ("zh", 375)):
        with looking(browser, pages.url, None, lang=lang, width=width, scheme="dark") as look:
            look.open("/sign-in/outside/back?state=x", 400)
            look.trouble.clear()  # the browser reports the status itself
            assert look.faults() == []


def test_the_self_check_asks_the_provider(pages: Any, provider: Provider) -> None:
    def said() -> Any:
        checks = services.doctor(pages.workspace)
        return next(one for one in checks if one.part == "single sign-on")

    assert (said().well, said().says) == (True, f"people sign in at {provider.url}/authorize")
    provider.answers["/.well-known/openid-configuration"] = (500, "")
    assert (said().well, "answered 500" in said().says) == (False, True)


def test_without_a_provider_there_is_no_such_door(empty: Any) -> None:
    with httpx.Client(base_url=empty.url, trust_env=False) as client:
        assert client.get("/sign-in/outside").status_code == 404
        assert client.get(f"{outside.BACK}?state=x&code=y").status_code == 404
        assert "/sign-in/outside" not in client.get("/sign-in").text


def test_the_secret_may_stand_in_a_file(empty: Any) -> None:
    workspace: Workspace = empty.workspace
    oidc = Oidc(issuer="https://id.example", client_id="x", client_secret_file="oidc.secret")
    workspace.settings = workspace.settings.model_copy(update={"oidc": oidc})
    with pytest.raises(NotConfiguredError, match="secret of the identity provider"):
        outside.provider_of(workspace)
    (workspace.folder / "oidc.secret").write_text("hidden\n", encoding="utf-8")
    found = outside.provider_of(workspace)
    assert found is not None
    assert found.secret == "hidden"
