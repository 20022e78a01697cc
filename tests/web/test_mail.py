"""From a mail, without a sign-in: leave with one click, change, rate; and the archive of what was sent."""

from collections.abc import Iterator
from datetime import datetime
from typing import Any

import httpx
import pytest

from digests.alerting import compose_alert, render_alert
from pipeline.digest import digest
from pipeline.gathering import gather
from pipeline.linking import address_of
from pipeline.outgoing import delivery_of
from schemas.delivery import AlertNote

GET_ONLY = "GET only shows: mail programs and scanners fetch addresses"


@pytest.fixture
def outside(served: Any) -> Iterator[httpx.Client]:
    """A mail program: no cookies, no form, no sign-in."""
    with httpx.Client(base_url=served.url, trust_env=False, timeout=30) as client:
        yield client


def path_of(served: Any, purpose: Any, subject: str) -> str:
    address = address_of(served.workspace, purpose, subject)
    return address.removeprefix(served.workspace.settings.base_url)


def active(served: Any) -> bool:
    return bool(served.workspace.store.registry.reader("petra").active)


def test_one_click_unsubscribes_and_a_get_does_not(served: Any, outside: httpx.Client) -> None:
    path = path_of(served, "unsubscribe", "petra")
    page = outside.get(path)
    assert page.status_code == 200
    assert "petra@larkmere.example" in page.text
    assert active(served), GET_ONLY
    for _ in range(2):
        answer = outside.post(
            path, data={"List-Unsubscribe": "One-Click"}, headers={"Origin": "null"}
        )
        assert answer.status_code == 200
        assert not active(served)
    assert "You are unsubscribed" in outside.get(path).text
    assert outside.post(path, data={"back": "yes"}).status_code == 200
    assert active(served)


def test_no_other_address_does_anything(served: Any, outside: httpx.Client) -> None:
    right = path_of(served, "unsubscribe", "petra")
    wrong = (
        right[:-1] + ("A" if right[-1] != "A" else "B"), right + "A", "/mail/unsubscribe/petra",
        path_of(served, "preferences", "petra").replace("preferences", "unsubscribe"),
        path_of(served, "unsubscribe", "nobody"), "/mail/rate/x", "/mail/preferences/x",
    )  # fmt: skip
    for path in wrong:
        assert outside.get(path).status_code == 404, path
        assert outside.post(path, data={"useful": "yes"}).status_code == 404, path
    assert active(served)


def test_a_reader_changes_what_he_gets(served: Any, outside: httpx.Client) -> None:
    path = path_of(served, "preferences", "petra")
    assert 'value="12"' in outside.get(path).text
    form = {"every": "daily", "hour": "18", "limit": "6", "budget": "3", "quiet": "22-07"}
    changed = outside.post(path, data=form)
    assert "Saved." in changed.text
    reader = served.workspace.store.registry.reader("petra")
    assert (reader.schedule.every, reader.schedule.hour, reader.alerts.quiet) == (
        "daily",
        18,
        "22-07",
    )
    wrong = outside.post(path, data={"quiet": "at night"})
    assert wrong.status_code == 400
    assert "This cannot be taken" in wrong.text
    chinese = outside.post(
        path, data={"language": "zh", "every": "weekly", "hour": "7", "limit": "12", "quiet": ""}
    )
    assert "已保存" in chinese.text
    outside.post(path, data={"language": "en"})  # fmt: skip


def test_an_alert_is_rated_by_post_only(served: Any, outside: httpx.Client) -> None:
    workspace = served.workspace
    reader = workspace.store.registry.reader("petra")
    story = workspace.store.stories.open_since(datetime.fromisoformat("2026-01-01T00:00:00Z"))[0]
    given = gather(workspace, reader, "2026-W46").model_copy(
        update={"stories": (story,), "alert": AlertNote(rule="deals", name="Deals")}
    )
    made = compose_alert("a-rated", given)
    workspace.store.editions.freeze(made, given, render_alert(made, given))
    path = path_of(served, "rate", "a-rated")
    assert outside.get(f"{path}?useful=no").status_code == 200
    assert workspace.store.mail.ratings("petra") == [], GET_ONLY
    assert "Noted as not useful" in outside.post(path, data={"useful": "no"}).text
    assert outside.post(path, data={"useful": "yes"}).status_code == 200
    (rating,) = workspace.store.mail.ratings("petra")
    assert (rating.useful, rating.rule) == (True, "deals")
    assert outside.post(path, data={"useful": "perhaps"}).status_code == 404


def test_the_archive_shows_what_was_told_and_a_preview_what_would_be(served: Any) -> None:
    digest(served.workspace, readers=["petra"])
    client = served.client
    archive = client.get("/digests").text
    (edition,) = [one for one in served.workspace.store.editions.archive("petra") if one.kind == "digest"]  # fmt: skip
    assert f"/digests/{edition.id}" in archive
    assert "not mailed" in archive
    shown = client.get(f"/digests/{edition.id}")
    assert "WHAT MATTERS" in shown.text or "NOTHING MATERIAL" in shown.text
    mail = client.get(f"/digests/{edition.id}?part=html")
    assert "sandbox" in mail.headers["content-security-policy"]
    assert "script" not in mail.headers["content-security-policy"]
    preview = client.get("/digests/preview", params={"reader": "petra", "week": "2026-W46"})
    assert preview.status_code == 200
    assert client.get("/digests/preview", params={"reader": "petra", "week": "never"}).status_code == 400  # fmt: skip
    assert client.get("/digests/none").status_code == 404
    assert served.as_("viewer").get(f"/digests/{edition.id}").status_code == 403


def test_a_message_in_doubt_is_settled_or_sent_again_by_hand(served: Any) -> None:
    workspace = served.workspace
    (edition,) = [one for one in workspace.store.editions.archive("petra") if one.kind == "digest"] or [None]  # fmt: skip
    if edition is None:
        digest(workspace, readers=["petra"])
        (edition,) = [one for one in workspace.store.editions.archive("petra") if one.kind == "digest"]  # fmt: skip
    stored = workspace.store.editions.get(edition.id)
    message = delivery_of(edition, workspace.store.registry.reader("petra"), workspace.now, stored.rendered)  # fmt: skip
    workspace.store.editions.queue(edition.id, message)
    outbox = workspace.store.editions.outbox
    assert len(outbox.claim(workspace.now, 1)) == 1
    outbox.mark(message.id, "unknown", now=workspace.now, error="no reply")
    client = served.client
    page = client.get(f"/digests/{edition.id}").text
    assert "It arrived" in page
    csrf = served.csrf(client)
    client.post(f"/digests/messages/{message.id}/resend", data={"csrf": csrf})
    assert outbox.get(message.id).state == "queued"
    assert len(outbox.claim(workspace.now, 1)) == 1
    outbox.mark(message.id, "unknown", now=workspace.now, error="no reply")
    client.post(f"/digests/messages/{message.id}/settle", data={"csrf": csrf, "arrived": "yes"})
    assert outbox.get(message.id).state == "sent"
