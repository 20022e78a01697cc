"""The API: what it answers, to whom, how it says no; asked at random within its own description."""

from typing import Any

import httpx
import pytest
import schemathesis
from hypothesis import HealthCheck, given, settings

from pipeline import accounts
from pipeline.accounts import Caller
from tests.support.described import NOT_HERE
from web.api import Allowance

_PATHS = (
    "companies", "companies/velmora", "compare?company=velmora", "moves", "plans", "plans/ours", "changes", "search?q=velmora",
    "stories", "sources", "sources/rival-news", "coverage", "dropped", "corrections", "openapi.json",
)  # fmt: skip


def client_of(served: Any, *scopes: str, role: str = "analyst") -> httpx.Client:
    """Return a client with a token of *scopes* of the account of *role*."""
    served.session(role)  # makes the account
    _token, secret = accounts.add_token(
        served.workspace.store, role, "test", scopes, Caller("test", served.clock.now)
    )
    client = httpx.Client(
        base_url=f"{served.url}/api/v1/",
        headers={"Authorization": f"Bearer {secret}"},
        trust_env=False,
        timeout=60,
    )
    served.clients[secret] = client  # closed with the others
    return client


@pytest.fixture(scope="module")
def reader(served: Any) -> httpx.Client:
    return client_of(served, "read", role="viewer")


def test_every_address_answers_and_says_when_nothing_changed(reader: httpx.Client) -> None:
    for path in _PATHS:
        answer = reader.get(path)
        assert answer.status_code == 200, (path, answer.text)
        again = reader.get(path, headers={"If-None-Match": answer.headers["etag"]})
        if path.startswith("search"):  # it tells how long it took
            continue
        assert (again.status_code, again.content) == (304, b""), path


def test_lists_are_paged_by_cursor(reader: httpx.Client) -> None:
    every = reader.get("moves").json()["moves"]
    assert len(every) > 1
    paged, cursor = [], None
    while True:
        page = reader.get(
            "moves", params={"limit": 1, **({"cursor": cursor} if cursor else {})}
        ).json()
        paged += page["moves"]
        cursor = page["next_cursor"]
        if cursor is None:
            break
    assert paged == every


def test_a_story_and_its_documents_are_told(reader: httpx.Client) -> None:
    story = reader.get("stories").json()["stories"][0]
    assert reader.get(f"stories/{story['id']}").json() == story
    document = story["reports"][0]["document_id"]
    newest = reader.get(f"documents/{document}").json()
    assert newest == reader.get(f"documents/{document}/revisions").json()[-1]


@pytest.mark.parametrize(
    ("path", "status", "says"),
    [
        ("companies/nobody", 404, "no company is called 'nobody'"),
        ("stories/s0", 404, "no story is called"),
        ("moves?kind=gossip", 400, "no kind or family"),
        ("moves?limit=9999", 400, "limit"),
        ("moves?cursor=x", 400, "no place in a list"),
        ("changes?cursor=x", 400, "no place in a list"),
        ("changes?cursor=9999-12-31~c", 400, "no place in a list"),
        ("search?q=company:%20AND", 400, ""),
        ("nothing/here", 404, ""),
    ],
)
def test_what_is_wrong_is_a_problem_as_json(
    reader: httpx.Client, path: str, status: int, says: str
) -> None:
    answer = reader.get(path)
    assert answer.status_code == status
    assert answer.headers["content-type"] == "application/problem+json"
    told = answer.json()
    assert told["status"] == status
    assert says in told["detail"]


def test_nobody_reads_without_a_token_and_no_token_does_more_than_its_scope(served: Any) -> None:
    anybody = httpx.get(f"{served.url}/api/v1/companies", trust_env=False)
    assert (anybody.status_code, anybody.headers["www-authenticate"]) == (
        401,
        'Bearer realm="zhibi"',
    )
    assert anybody.headers["content-type"] == "application/problem+json"
    only_read = client_of(served, "read")
    assert only_read.post("corrections", json={}).status_code == 403
    viewer = client_of(served, "read", "write", role="viewer")
    assert viewer.post("corrections", json={}).status_code == 403


def test_something_is_put_right_and_taken_back(served: Any) -> None:
    writer = client_of(served, "read", "write")
    move = writer.get("moves", params={"kind": "acquisition"}).json()["moves"][0]
    wish = {
        "document": move["document_id"], "fix": "status", "move": "acquisition", "to": "rumoured",
        "reason": "Nobody signed", "author": "somebody else",
    }  # fmt: skip
    made = writer.post("corrections", json=wish)
    assert made.status_code == 201, made.text
    assert made.json()["author"] == "analyst", "the author is whose token it is"
    changed = writer.get("moves", params={"kind": "acquisition"}).json()["moves"]
    assert {one["status"] for one in changed if one["document_id"] == move["document_id"]} == {
        "rumoured"
    }
    revision = served.workspace.store.documents.latest(move["document_id"])
    for named in (move["document_id"], revision.document.url):
        listed = writer.get("corrections", params={"document": named}).json()
        assert listed[-1]["id"] == made.json()["id"]
    assert (
        writer.get("corrections", params={"document": "https://none.example/"}).status_code == 400
    )
    undone = writer.post(f"corrections/{made.json()['id']}/undo")
    assert undone.json()["undone"]["author"] == "analyst"
    assert writer.post(f"corrections/{made.json()['id']}/undo").status_code in {400, 409}
    refused = writer.post("corrections", json={**wish, "to": "maybe"})
    assert (refused.status_code, "rumoured" in refused.json()["detail"]) == (400, True)


def test_who_asks_too_much_is_told_how_long_to_wait() -> None:
    allowance = Allowance(per_minute=60, burst=2)
    assert [allowance.take("a", 0.0)[1] > 0 for _ in range(3)] == [False, False, True]
    assert allowance.take("b", 0.0) == (1, 0.0)
    assert allowance.take("a", 1.0)[1] == 0.0


def test_the_door_answers_429_with_a_time(served: Any) -> None:
    patient, served.app.state.allowance = served.app.state.allowance, Allowance(60, 1)
    try:
        client = client_of(served, "read", role="viewer")
        first, second = client.get("companies"), client.get("documents/nothing/picture")
    finally:
        served.app.state.allowance = patient
    assert (first.status_code, second.status_code) == (200, 429)
    assert int(second.headers["retry-after"]) >= 1
    assert second.headers["content-type"] == "application/problem+json"


def test_what_the_door_turns_away_uses_up_nothing(served: Any) -> None:
    patient, served.app.state.allowance = served.app.state.allowance, Allowance(60, 1)
    try:
        reader = served.as_("viewer")
        codes = [
            reader.post("/api/v1/corrections", headers={"Origin": "https://evil.example"}),
            reader.get("/api/v1/companies"),
        ]
    finally:
        served.app.state.allowance = patient
    assert [one.status_code for one in codes] == [403, 200]


@pytest.fixture(scope="module")
def described(served: Any) -> Any:
    client = client_of(served, "read", role="viewer")
    description = client.get("openapi.json").json()
    headers = dict(client.headers)
    schema = schemathesis.openapi.from_dict(description)
    schema.config.update(base_url=served.url)
    return schema, {"Authorization": headers["authorization"]}


def test_it_answers_as_it_describes_itself(described: Any) -> None:
    schema, headers = described
    asked = []
    for found in schema.get_all_operations():
        operation = found.ok()
        if operation.method.upper() != "GET":
            continue

        @settings(
            max_examples=10,
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
        asked.append(operation.path)
    assert len(asked) >= 16
