"""Assignments on the pages: the list, done by whoever was given it, overdue, merged stories."""

from typing import Any

import pytest

from pipeline import assigning
from pipeline.accounts import Caller


@pytest.fixture
def given(served: Any) -> Any:
    """The story of the deal, assigned to the viewer, a day too late."""
    served.session("viewer")
    served.session("analyst")
    story = served.story("Portulan").rpartition("/")[2]
    caller = Caller("analyst", served.clock.now)
    workspace = served.workspace
    assigning.assign(workspace, story, "viewer", "2026-11-15", caller, workspace.now)
    yield story
    assigning.unassign(workspace.store, story, caller)


def test_a_viewer_says_himself_that_it_is_done(served: Any, given: str) -> None:
    viewer = served.as_("viewer")
    assert "was due Sun 15 Nov" in viewer.get("/").text
    page = viewer.get("/assigned").text
    assert "was due Sun 15 Nov" in page
    assert "The analyst" in page
    answer = served.post(viewer, f"/story/{given}/assigned/done", following="/assigned")
    assert answer.headers["location"] == "/assigned"
    assert "Nothing is assigned to you" in viewer.get("/assigned").text
    assert given in viewer.get("/assigned?show=done").text
    assert served.post(viewer, f"/story/{given}/assigned/again").status_code == 303
    assert given in viewer.get("/assigned?show=mine").text


def test_others_see_it_and_viewers_leave_it_alone(served: Any, given: str) -> None:
    assert given in served.client.get("/assigned?show=given").text
    assert given in served.client.get("/assigned?show=all").text
    assert given not in served.client.get("/assigned").text
    store, caller = served.workspace.store, Caller("analyst", served.clock.now)
    assigning.assign(served.workspace, given, "analyst", None, caller, served.workspace.now)
    refused = served.post(served.as_("viewer"), f"/story/{given}/assigned/done")
    assert (refused.status_code, "analyst" in refused.text) == (403, True)
    assigning.unassign(store, given, caller)
    assert served.post(served.client, f"/story/{given}/assigned/done").status_code == 404
    assert served.client.get("/assigned?show=nothing").status_code == 400


def test_the_address_of_a_merged_story_leads_to_what_it_became(served: Any) -> None:
    stories, kept = served.workspace.store.stories, served.story("Portulan").rpartition("/")[2]
    old = stories.get(kept).model_copy(
        update={"id": "old1", "reports": (), "moves": (), "ended": True, "into": kept}
    )
    stories.save([old])
    answer = served.client.get("/story/old1")
    assert (answer.status_code, answer.headers["location"]) == (303, f"/story/{kept}")
    assert "was merged into this one" in served.client.get(f"/story/{kept}").text
