"""Who may do what: every route × role × form, a foreign site, a foreign host; taken from the router."""

import re
from http.client import HTTPConnection
from typing import Any

import httpx
import pytest
from fastapi import APIRouter, FastAPI
from fastapi.routing import APIRoute

from schemas.accounts import ROLES, at_least
from web import access
from web.app import create_app
from web.routes import ROUTERS
from web.site import STATIC

# What nobody in particular may use, and why. Anything else needs an account.
OPEN = {
    ("/sign-in", "GET"): "the door",
    ("/sign-in", "POST"): "the door",
    ("/sign-in/outside", "GET"): "the way to the identity provider, where one is set",
    ("/sign-in/outside/back", "GET"): "the way back: its state is used once, by the same browser",
    ("/welcome/{secret}", "GET"): "whoever holds the link has no password yet",
    ("/welcome/{secret}", "POST"): "whoever holds the link has no password yet",
    ("/shared/{secret}", "GET"): "whoever holds the address of one shared story may read that one",
    (
        "/shared/collection/{secret}",
        "GET",
    ): "whoever holds the address of a collection, where the settings open such links",
    ("/display", "POST"): "the language of the sign-in page: a cookie",
    **{
        (
            f"/mail/{one}/{{token}}",
            method,
        ): "from a mail: the address is signed for one reader or alert"
        for one in ("unsubscribe", "preferences", "rate")
        for method in ("GET", "POST")
    },
}
PATHS = ("/", "/search", "/search?q=velmora", "/search?q=company:", "/story/none", "/nowhere")


def routes() -> list[tuple[str, str]]:
    found = [
        (route.path, method)
        for router in ROUTERS
        for route in router.routes
        if isinstance(route, APIRoute)
        for method in sorted(route.methods)
    ]
    assert len(found) > 8
    return sorted(found)


def real(path: str) -> str:
    return re.sub(
        r"\{[^}]+\}", "none", path.replace("{deed}", "star").replace("{number}", "999999")
    )


def is_api(path: str) -> bool:
    return path.startswith(("/api/", "/feeds/"))


def ask(client: httpx.Client, method: str, path: str, csrf: str = "") -> httpx.Response:
    data = {"csrf": csrf} if csrf else {}
    return client.request(method, real(path), data=data if method != "GET" else None)


def test_the_table_names_every_route_and_no_other() -> None:
    table = {(path, method) for path, rules in access.TABLE.items() for method in rules}
    assert table == set(routes())
    nobody = {
        (path, method)
        for path, rules in access.TABLE.items()
        for method, rule in rules.items()
        if rule.role is None
    }
    assert nobody == set(OPEN)


@pytest.mark.parametrize("role", ["viewer", "analyst", "administrator"])
def test_an_address_that_forms_post_to_shows_their_page_when_it_is_loaded_again(
    served: Any, role: str
) -> None:
    posted = [path for path, rules in access.TABLE.items() if "POST" in rules and not is_api(path)]
    client = served.as_(role)
    for path in posted:
        allowed = access.TABLE[path]["POST"].role
        if allowed and not at_least(role, allowed):
            continue
        answer = client.get(real(path))
        if "GET" not in access.TABLE[path]:
            assert answer.status_code == 303, path
        while answer.status_code == 303:
            answer = client.get(answer.headers["location"])
        # No record is called "none", and no token: a page of a record says so.
        about = access.page_of(path) if "GET" not in access.TABLE[path] else path
        assert answer.status_code == (404 if "{" in about else 200), path


def test_what_a_form_posts_to_leads_nobody_past_the_door(served: Any) -> None:
    nobody = served.as_(None)
    answer = nobody.get("/admin/people")
    assert answer.headers["location"] == "/admin"
    assert nobody.get("/admin").headers["location"] == "/sign-in?next=%2Fadmin"
    assert nobody.get("/story/a%0d%0ab/share").headers["location"] == "/story/a%0D%0Ab"
    assert nobody.get("/api/v1/tasks/none/watch").status_code == 405
    assert access.page_of("/admin/customers/{company_id}") == "/admin/companies?role=customer"
    assert access.page_of("/story/{story_id}/notes/{note_id}/remove") == "/story/{story_id}"
    assert access.page_of("/sign-out") == "/"


def test_an_application_with_a_route_outside_the_table_does_not_start(
    served: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    forgotten = APIRouter()
    forgotten.get("/forgotten")(lambda: "secret")
    monkeypatch.setattr("web.app.ROUTERS", (*ROUTERS, forgotten))
    with pytest.raises(RuntimeError, match="/forgotten"):
        create_app(served.workspace)

    class Plain(FastAPI):
        def include_router(self, router: Any, **options: Any) -> None:
            super().include_router(router, **options)
            if "/sign-in" in {route.path for route in router.routes}:
                self.router.add_route("/plain", lambda request: None)

    monkeypatch.setattr("web.app.ROUTERS", ROUTERS)
    monkeypatch.setattr("web.app.FastAPI", Plain)
    with pytest.raises(RuntimeError, match="asks nobody"):
        create_app(served.workspace)


@pytest.mark.parametrize(("path", "method"), routes())
def test_who_has_no_account_is_sent_to_sign_in(served: Any, path: str, method: str) -> None:
    with httpx.Client(base_url=served.url, trust_env=False) as client:
        csrf = served.csrf(client, "/sign-in")
        answer = ask(client, method, path, csrf)
        if (path, method) in OPEN:
            assert answer.status_code not in {403, 500}
        elif is_api(path):
            assert answer.status_code == 401
        else:
            assert answer.status_code == 303
            assert answer.headers["location"].startswith("/sign-in")
            assert "Velmora" not in answer.text


@pytest.mark.parametrize("role", ROLES)
def test_each_role_may_do_what_the_table_says_and_nothing_else(served: Any, role: Any) -> None:
    for path, method in routes():
        rule = access.TABLE[path][method]
        with httpx.Client(
            base_url=served.url,
            trust_env=False,
            cookies={"zhibi_session": served.session(role)},
            timeout=30,
        ) as client:
            answer = ask(client, method, path, served.csrf(client))
        allowed = rule.role is None or at_least(role, rule.role)
        assert (answer.status_code not in {401, 403}) == allowed, (method, path)
        assert answer.status_code < 500, (method, path)
    served.workspace.store.accounts.prefer(role, "looked", "")  # as if nothing had been seen
    if role in served.clients:  # it was signed out everywhere
        served.clients.pop(role).close()


@pytest.mark.parametrize(
    ("path", "method"),
    [one for one in routes() if one[1] != "GET" and not access.TABLE[one[0]][one[1]].signed],
)
def test_nothing_changes_without_a_form_of_ones_own_page(
    served: Any, path: str, method: str
) -> None:
    client = served.as_("administrator")
    csrf = served.csrf(client)
    other = served.csrf(served.as_("viewer"))
    for token in ("", "x", other):
        assert ask(client, method, path, token).status_code == 403, token
    for headers in (
        {"Origin": "https://evil.example"},
        {"Origin": "null"},
        {"Sec-Fetch-Site": "cross-site"},
        {"Sec-Fetch-Site": "same-site"},
    ):
        answer = client.request(method, real(path), data={"csrf": csrf}, headers=headers)
        assert answer.status_code == 403, headers


def test_a_token_opens_no_page_and_a_wrong_one_nothing(served: Any) -> None:
    for secret in ("zhibi_nothing", "x"):
        answer = httpx.get(
            served.url + "/", headers={"Authorization": f"Bearer {secret}"}, trust_env=False
        )
        assert answer.status_code == 303


@pytest.mark.parametrize("path", [*PATHS, "/static/zhibi.css", "/sign-in"])
def test_every_answer_carries_the_security_headers(served: Any, path: str) -> None:
    answer = served.client.get(path)
    policy = answer.headers["content-security-policy"]
    assert policy.startswith("default-src 'none'; style-src 'self'; script-src 'self'")
    assert "unsafe" not in policy
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert answer.headers["referrer-policy"] == "same-origin"
    for mark in (" style=", "<style", "javascript:", " onclick", "<script>"):
        assert mark not in answer.text
    assert "set-cookie" not in answer.headers or "HttpOnly" in answer.headers["set-cookie"]


@pytest.mark.parametrize("host", ["evil.example", "evil.example:80", "127.0.0.1.evil.example", ""])
def test_a_foreign_host_is_refused_with_the_same_headers(served: Any, host: str) -> None:
    answer = served.client.get("/", headers={"Host": host})
    assert answer.status_code in {421, 400}
    assert "Velmora" not in answer.text
    if answer.status_code == 421:
        assert "content-security-policy" in answer.headers


def test_methods_that_a_page_does_not_know_are_refused(served: Any) -> None:
    for path in (*PATHS, "/static/zhibi.css"):
        for method in ("PUT", "PATCH", "DELETE"):
            assert served.client.request(method, path).status_code in {404, 405}


def test_a_body_without_end_is_cut_off(served: Any) -> None:
    def endless() -> Any:
        for _ in range(200):
            yield b"name=" + b"x" * 65_536

    client = served.client
    kind = {"Content-Type": "application/x-www-form-urlencoded"}
    try:
        answer = client.post("/sign-in", content=endless(), headers=kind)
        assert answer.status_code in {400, 403, 413}
    except httpx.HTTPError:
        pass  # the server hung up while the body was still being sent
    host, port = served.url.removeprefix("http://").split(":")
    bare = HTTPConnection(host, int(port), timeout=20)
    bare.putrequest("POST", "/sign-in")
    bare.putheader("Content-Length", str(10**9))
    bare.endheaders()
    assert bare.getresponse().status == 413, "before a byte of it was read"
    bare.close()


def test_static_files_are_kept_by_browsers_for_as_long_as_they_are_the_same(served: Any) -> None:
    page = served.client.get("/").text
    named = re.findall(r'"(/static/[^"]+)"', page)
    assert len(named) == 3
    for path in named:
        answer = served.client.get(path)
        assert "immutable" in answer.headers["cache-control"]
        assert answer.num_bytes_downloaded < 15_000
        again = served.client.get(path, headers={"If-None-Match": answer.headers["etag"]})
        assert again.status_code == 304
    plain = served.client.get("/static/zhibi.css")
    assert plain.headers["cache-control"] == "no-cache"
    kept = [(STATIC / part).read_text("utf-8") for part in ("zhibi.css", "grown.css")]
    assert plain.text == "".join(kept), "two files, one request"
    assert plain.headers["content-type"].startswith("text/css")
    assert max(one.count("\n") for one in kept) < 400
    whole = served.client.get("/", headers={"Accept-Encoding": "gzip"})
    assert whole.headers["cache-control"] == "no-store"
    assert "content-encoding" not in whole.headers, "its length would tell of its secrets"
