"""The registry, the log and administration in the API: put, refused, removed, undone; asked at random."""

from typing import Any

import httpx
import pytest
import schemathesis
from hypothesis import HealthCheck, given, settings

from tests.support.described import NOT_HERE
from tests.web.test_api import client_of

VELMORA = {"names": {"en": ["Kestro Lines"], "zh": ["凯斯"]}, "tier": 2, "role": "competitor"}


@pytest.fixture
def admin(served: Any) -> httpx.Client:
    return client_of(served, "read", "write", "admin", role="administrator")


def put(admin: httpx.Client, company: str = "kestro-lines", **fields: Any) -> httpx.Response:
    match = fields.pop("match", None)
    headers = {"If-Match": match} if match else {"If-None-Match": "*"}
    reason = {"reason": fields.pop("reason")} if "reason" in fields else {}
    return admin.put(
        f"registry/companies/{company}", json=VELMORA | fields, headers=headers, params=reason
    )


def test_a_record_is_put_with_what_was_read_and_never_over_anothers_change(
    admin: httpx.Client,
) -> None:
    made = put(admin, reason="new rival")
    assert made.status_code == 201, made.text
    assert (made.json()["revision"], made.headers["etag"]) == (1, '"r1"')
    assert put(admin).status_code == 400, "it is there"
    bare = admin.put("registry/companies/kestro-lines", json=VELMORA)
    assert (bare.status_code, bare.headers["content-type"]) == (428, "application/problem+json")
    read = admin.get("registry/companies/kestro-lines")
    assert read.headers["etag"] == '"r1"'
    assert admin.get(read.url, headers={"If-None-Match": '"r1"'}).status_code == 304
    changed = put(admin, tier=1, match='"r1"')
    assert (changed.status_code, changed.json()["record"]["tier"]) == (200, 1)
    joined = put(admin, note="seen", match='"r1"')
    assert (joined.status_code, joined.json()["record"]["tier"]) == (200, 1), "both changes hold"
    clash = put(admin, tier=3, match='"r1"')
    assert (clash.status_code, "administrator changed tier" in clash.json()["detail"]) == (
        409,
        True,
    )
    assert put(admin, match="r1").status_code == 400
    wrong = put(admin, "bold", tier=9, names={}, role="friend")
    assert wrong.status_code == 400
    assert {one["field"] for one in wrong.json()["errors"]} == {"tier", "role"}
    assert put(admin, "other", id="kestro").status_code == 400
    (found,) = [
        one for one in admin.get("registry/companies").json() if one["id"] == "kestro-lines"
    ]
    assert found["revision"] == 3
    past = admin.get("registry/companies/kestro-lines/history").json()
    assert [one["number"] for one in past] == [1, 2, 3]


def test_a_record_with_a_name_of_another_company_is_refused_unless_it_is_meant(
    admin: httpx.Client,
) -> None:
    assert put(admin, "orrin", names={"en": ["Orrin Dale"]}).status_code == 201
    twin = {"names": {"en": ["ORRIN DALE Ltd."]}}
    refused = put(admin, "orrin-2", **twin)
    assert refused.status_code == 400
    assert refused.json()["errors"] == [
        {
            "field": "names.en", "detail": "'ORRIN DALE Ltd.' is a name of orrin",
            "remedy": "If it is another company, send namesake=true",
        }
    ]  # fmt: skip
    made = admin.put(
        "registry/companies/orrin-2", json=VELMORA | twin, headers={"If-None-Match": "*"},
        params={"namesake": True},
    )  # fmt: skip
    assert made.status_code == 201, made.text


def test_what_is_removed_is_brought_back_by_the_log(admin: httpx.Client) -> None:
    put(admin, "asked-by-api", names={"en": ["Asked By Api"]})
    about = admin.get("registry/companies/asked-by-api/concerned").json()
    assert about["sources"] == []
    assert (
        admin.delete("registry/companies/asked-by-api", headers={"If-Match": '"r7"'}).status_code
        == 409
    )
    gone = admin.delete("registry/companies/asked-by-api", params={"reason": "merged"})
    assert gone.status_code == 200
    assert admin.get("registry/companies/asked-by-api").status_code == 404
    log = admin.get("audit", params={"kind": "company", "record": "asked-by-api"}).json()["entries"]
    assert [(one["action"], one["reason"]) for one in log] == [("company-removed", "merged"), ("company-added", "")]  # fmt: skip
    assert admin.post(f"audit/{gone.json()['entry']}/undo").status_code == 200
    assert admin.get("registry/companies/asked-by-api").json()["record"]["names"]["en"] == [
        "Asked By Api"
    ]
    again = admin.post(f"audit/{gone.json()['entry']}/undo")
    assert (again.status_code, again.json()["status"]) == (409, 409)
    assert admin.post("audit/999999/undo").status_code == 404
    pages = admin.get("audit", params={"limit": 2}).json()
    following = admin.get("audit", params={"limit": 2, "cursor": pages["next_cursor"]}).json()
    assert following["entries"][0]["number"] < pages["entries"][-1]["number"]


def test_accounts_and_tokens_are_kept(admin: httpx.Client, served: Any) -> None:
    made = admin.post("accounts", json={"id": "ada.api", "name": "Ada", "role": "analyst"})
    assert made.status_code == 201
    assert "/welcome/" in made.json()["link"]
    assert admin.post("accounts", json={"id": "ada.api"}).status_code == 400
    assert admin.post("accounts", json={"id": "No Name"}).status_code == 400
    changed = admin.patch("accounts/ada.api", json={"active": False})
    assert (changed.json()["active"], changed.json()["role"]) == (False, "analyst")
    assert admin.post("accounts/ada.api/link").status_code == 400, "whoever is kept out has no link"
    assert admin.patch("accounts/nobody", json={}).status_code == 404
    assert "ada.api" in {one["id"] for one in admin.get("accounts").json()}
    other = client_of(served, "read", role="viewer")
    assert other.get("companies").status_code == 200
    token = max(
        (
            one
            for one in admin.get("tokens").json()
            if one["account"] == "viewer" and not one["revoked"]
        ),
        key=lambda one: str(one["used"]),
    )
    page = served.as_("administrator").get("/admin/tokens").text
    assert token["id"] in page
    assert admin.delete(f"tokens/{token['id']}").json()["revoked"]
    assert admin.delete("tokens/none").status_code == 404
    answer = served.post(served.as_("administrator"), "/admin/tokens/none/revoke")
    assert answer.status_code == 404


def test_work_is_begun_and_followed(admin: httpx.Client) -> None:
    for wish in (
        {"kind": "discover", "about": "velmora", "url": "no address"},
        {"kind": "tag", "about": "nobody"},
        {"kind": "tag", "about": "velmora", "last": "soon"},
        {"kind": "dance"},
    ):
        assert admin.post("tasks", json=wish).status_code == 400, wish
    begun = admin.post("tasks", json={"kind": "propose"})
    assert begun.status_code == 202
    assert admin.get(f"tasks/{begun.json()['id']}").json()["kind"] == "propose"
    assert begun.json()["id"] in {one["id"] for one in admin.get("tasks").json()}
    assert admin.post(f"tasks/{begun.json()['id']}/watch", json={"numbers": [1]}).status_code == 400
    assert admin.get("tasks/t000000000000").status_code == 404
    nobody = admin.post("proposals", json={"name": "Nobody", "decision": "dismiss"})
    assert nobody.status_code == 404
    assert "proposals" in admin.get("proposals").json()


@pytest.mark.parametrize("scopes", [("read", "write"), ("read",)])
def test_only_an_administrators_token_with_its_scope_may(
    served: Any, scopes: tuple[str, ...]
) -> None:
    for client in (
        client_of(served, *scopes, role="administrator"),
        client_of(served, "read", "write", "admin", role="analyst"),
    ):
        for path in ("registry/readers", "audit", "accounts", "tokens", "tasks", "proposals"):
            assert client.get(path).status_code == 403, path
        assert put(client, "stolen").status_code == 403


@pytest.fixture
def described(empty: Any) -> Any:
    client = client_of(empty, "read", "write", "admin", role="administrator")
    schema = schemathesis.openapi.from_dict(client.get("openapi.json").json())
    schema.config.update(base_url=empty.url)
    return schema, {"Authorization": client.headers["authorization"]}


def test_what_changes_something_answers_as_it_is_described(described: Any) -> None:
    schema, headers = described
    asked = []
    for found in schema.get_all_operations():
        operation = found.ok()
        if not operation.path.startswith(("/api/v1/registry", "/api/v1/audit", "/api/v1/accounts")):
            continue

        @settings(
            max_examples=12,
            deadline=None,
            suppress_health_check=list(HealthCheck),
            derandomize=True,
        )
        @given(case=operation.as_strategy())
        def answered(case: Any) -> None:
            answer = case.call(headers=headers)
            assert answer.status_code < 500, answer.text
            case.validate_response(answer, excluded_checks=NOT_HERE)

        answered()
        asked.append((operation.method, operation.path))
    assert len(asked) >= 10
