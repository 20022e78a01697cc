"""The API of collections, assignments, notes and marks: what the pages do, by token, and no more."""

from typing import Any

import pytest
import schemathesis
from hypothesis import HealthCheck, given, settings

from tests.support.described import NOT_HERE
from tests.web.test_api import client_of
from web.api import Allowance


@pytest.fixture
def story(served: Any) -> str:
    found: str = served.story("Portulan").rpartition("/")[2]
    return found


def test_a_collection_is_made_filled_ordered_shared_and_taken_away(served: Any, story: str) -> None:
    writer, other = client_of(served, "read", "write"), client_of(served, "read", role="viewer")
    made = writer.post("collections", json={"title": "By program", "purpose": "Weekly"})
    assert made.status_code == 201, made.text
    here = f"collections/{made.json()['id']}"
    document = served.workspace.store.stories.get(story).reports[0].document_id
    first = writer.post(f"{here}/entries", json={"story": story, "note": "Ask sales"}).json()
    again = writer.post(f"{here}/entries", json={"story": story}).json()
    assert again == first
    second = writer.post(f"{here}/entries", json={"document": document, "group": "Papers"}).json()
    view = writer.get(here)
    told = [(one["number"], one["entry"]["id"], one["entry"]["note"]) for one in view.json()["entries"]]  # fmt: skip
    assert told == [(1, first["id"], "Ask sales"), (2, second["id"], "")]
    unchanged = writer.get(here, headers={"If-None-Match": view.headers["etag"]})
    assert unchanged.status_code == 304
    page = writer.get(here, params={"limit": 1})
    rest = writer.get(here, params={"limit": 1, "cursor": page.json()["next_cursor"]}).json()
    assert ([one["number"] for one in rest["entries"]], rest["next_cursor"]) == ([2], None)
    moved = writer.patch(f"{here}/groups", json={"group": "Papers", "move": "up", "name": "Paper"})
    assert moved.status_code == 200
    entry = writer.patch(f"{here}/entries/{second['id']}", json={"note": "周二"}).json()
    assert (entry["position"], entry["group"], entry["note"]) == (0, "Paper", "周二")
    assert writer.get(here, headers={"If-None-Match": view.headers["etag"]}).status_code == 200
    assert other.get(here).status_code == 404, "it is private"
    writer.patch(here, json={"visibility": "team"})
    assert other.get(here).status_code == 200
    assert other.patch(here, json={"title": "Mine"}).status_code == 403
    link = writer.post(f"{here}/shares", json={"days": 2, "notes": False}).json()
    assert "/shared/collection/" in link["url"]
    held = writer.get(f"{here}/shares").json()
    assert [one["id"] for one in held] == [link["id"]]
    assert link["url"].rpartition("/")[2] not in str(held)
    assert writer.delete(f"{here}/shares/{link['id']}").json() == {"ended": 1}
    assert writer.delete(f"{here}/shares/{link['id']}").status_code == 404
    assert writer.patch(f"{here}/entries/{first['id']}", json={"removed": True}).json()["removed"]
    assert len(writer.get(here).json()["entries"]) == 1
    writer.patch(f"{here}/entries/{first['id']}", json={"removed": False})
    assert len(writer.get(here).json()["entries"]) == 2
    assert writer.patch(here, json={"removed": True}).json()["removed"]
    assert writer.get(here).status_code == 404
    assert writer.patch(here, json={"removed": False, "title": "Back"}).json()["title"] == "Back"
    writer.patch(here, json={"removed": True})


def test_lists_are_paged(served: Any) -> None:
    writer = client_of(served, "read", "write")
    made = [writer.post("collections", json={"title": f"No {n}"}).json()["id"] for n in range(3)]
    found, cursor = [], None
    while True:
        page = writer.get("collections", params={"limit": 1, **({"cursor": cursor} if cursor else {})})  # fmt: skip
        found += [one["collection"]["id"] for one in page.json()["collections"]]
        cursor = page.json()["next_cursor"]
        if cursor is None:
            break
    assert set(made) <= set(found)
    assert len(found) == len(set(found))
    for one in made:
        writer.patch(f"collections/{one}", json={"removed": True})


def test_a_story_is_assigned_done_noted_and_marked(served: Any, story: str) -> None:
    served.session("viewer")
    writer, viewer = client_of(served, "read", "write"), client_of(served, "read", "write", role="viewer")  # fmt: skip
    here = f"stories/{story}"
    given_ = writer.put(f"{here}/assignment", json={"account": "viewer", "due": "2026-12-01"})
    assert (given_.status_code, given_.json()["due"]) == (200, "2026-12-01")
    listed = viewer.get("assignments", params={"account": "viewer"}).json()["assignments"]
    assert [one["story"] for one in listed] == [story]
    assert writer.post(f"{here}/assignment/done").json()["done"]
    assert viewer.get("assignments", params={"account": "viewer"}).json()["assignments"] == []
    assert viewer.get("assignments", params={"state": "done"}).json()["assignments"]
    assert viewer.put(f"{here}/assignment", json={"account": "viewer"}).status_code == 403
    assert writer.put(f"{here}/assignment", json={"account": "nobody"}).status_code == 400
    assert writer.delete(f"{here}/assignment").status_code == 204
    assert writer.get(f"{here}/assignment").status_code == 404
    note = writer.post(f"{here}/notes", json={"text": "By program"})
    assert note.status_code == 201
    assert note.json() in viewer.get(f"{here}/notes").json()
    assert viewer.delete(f"{here}/notes/{note.json()['id']}").status_code == 403
    assert writer.delete(f"{here}/notes/{note.json()['id']}").status_code == 204
    assert viewer.put(f"{here}/marks", json={"starred": True}).json()["starred"]
    assert viewer.get(f"{here}/marks").json()["starred"]
    assert writer.get(f"{here}/marks").json()["starred"] is None, "marks are each one's own"
    assert viewer.put(f"{here}/marks", json={"starred": False}).json()["starred"] is None
    assert client_of(served, "read").put(f"{here}/marks", json={}).status_code == 403


@pytest.mark.parametrize(
    ("method", "path", "body", "status"),
    [
        ("POST", "collections", {"title": " "}, 400),
        ("POST", "collections", {"title": "x" * 121}, 400),
        ("POST", "collections", {"title": "x", "owner": "somebody"}, 400),
        ("GET", "collections/none", None, 404),
        ("PATCH", "collections/none/entries/none", {}, 404),
        ("GET", "collections?cursor=x", None, 400),
        ("GET", "assignments?cursor=x", None, 400),
        ("PUT", "stories/none/assignment", {"account": "viewer"}, 404),
        ("POST", "stories/none/notes", {"text": "x"}, 404),
    ],
)
def test_what_is_wrong_is_a_problem_as_json(
    served: Any, method: str, path: str, body: Any, status: int
) -> None:
    answer = client_of(served, "read", "write").request(method, path, json=body)
    assert answer.status_code == status
    assert answer.headers["content-type"] == "application/problem+json"


def test_it_answers_as_it_describes_itself(served: Any) -> None:
    patient, served.app.state.allowance = served.app.state.allowance, Allowance(10**7, 10**6)
    client = client_of(served, "read", "write")
    schema = schemathesis.openapi.from_dict(client.get("openapi.json").json())
    schema.config.update(base_url=served.url)
    headers = {"Authorization": client.headers["authorization"]}
    asked = 0
    for found in schema.get_all_operations():
        operation = found.ok()
        if operation.method.upper() == "GET" or "corrections" in operation.path:
            continue

        @settings(
            max_examples=5, deadline=None, suppress_health_check=list(HealthCheck), derandomize=True
        )
        @given(case=operation.as_strategy())
        def answered(case: Any) -> None:
            answer = case.call(headers=headers)
            assert answer.status_code < 500, answer.text
            case.validate_response(answer, excluded_checks=NOT_HERE)

        answered()
        asked += 1
    served.app.state.allowance = patient
    for line in client.get("collections", params={"limit": 200}).json()["collections"]:
        client.patch(f"collections/{line['collection']['id']}", json={"removed": True})
    assert asked >= 13


def test_a_change_names_what_it_was_read_with_and_overwrites_nobody(
    served: Any, story: str
) -> None:
    writer = client_of(served, "read", "write")
    here = f"collections/{writer.post('collections', json={'title': 'Shared'}).json()['id']}"
    entry = writer.post(f"{here}/entries", json={"story": story}).json()["id"]
    read = writer.get(here).headers["etag"]
    other_page = writer.get(here, params={"limit": 1, "lang": "zh"}).headers["etag"]
    mine = writer.patch(here, json={"title": "Mine"}, headers={"If-Match": read})
    assert mine.json()["title"] == "Mine"
    for path, wish in (
        (here, {"title": "Late"}),
        (f"{here}/entries/{entry}", {"note": "late"}),
        (f"{here}/groups", {"group": "", "name": "Late"}),
    ):
        weak = f"W/{mine.headers['etag']}"
        for stale in (read, other_page, '"nothing"', weak, mine.headers["etag"].strip('"')):
            late = writer.patch(path, json=wish, headers={"If-Match": stale})
            assert late.status_code == 412, late.text
            assert late.headers["content-type"] == "application/problem+json"
    assert writer.get(here).json()["collection"]["title"] == "Mine"
    following = writer.patch(
        f"{here}/entries/{entry}", json={"note": "n"}, headers={"If-Match": mine.headers["etag"]}
    )
    assert following.json()["note"] == "n"
    last = {"If-Match": f"{writer.get(here).headers['etag']}, {following.headers['etag']}"}
    assert writer.patch(here, json={"title": "Last"}, headers=last).status_code == 200
    assert writer.patch(here, json={"title": "Any"}, headers={"If-Match": "*"}).status_code == 200
    gone = writer.patch("collections/none", json={"title": "x"}, headers={"If-Match": "*"})
    assert gone.status_code == 404
