"""Stories that somebody is to look after: told by mail once, done, followed when they are merged."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from email import message_from_string
from email.policy import SMTP
from pathlib import Path
from typing import Any

import pytest

from pipeline import assigning, desk, sending, services
from pipeline.auditing import Caller
from pipeline.workspace import Workspace, open_workspace
from schemas.accounts import Account
from schemas.errors import WrongUseError
from schemas.stories import Story
from tests.support.site import serving, workspace_for

NOW = datetime(2026, 11, 23, 9, tzinfo=UTC)
ANNA = Caller("anna", NOW)


@pytest.fixture
def workspace(tmp_path: Path, request: pytest.FixtureRequest) -> Iterator[Workspace]:
    settings: dict[str, Any] = getattr(request, "param", {})
    with serving() as site:
        folder = workspace_for(site, tmp_path / "market", **settings)
    opened = open_workspace(folder, now=NOW)
    services.apply(opened, folder / "registry", author="test")
    for name, reader in (("anna", None), ("petra", "petra"), ("bo", None)):
        account = Account(id=name, name=name.title(), role="analyst", reader=reader, created=NOW)
        opened.store.accounts.save(account)
    yield opened
    opened.close()


def story(name: str, **fields: Any) -> Story:
    return Story(
        id=name, title=f"Velmora hides prices <b> of {name}", language="en", representative="", first_seen=NOW,
        updated=NOW, day="2026-11-20", **fields,
    )  # fmt: skip


def assign(workspace: Workspace, name: str, to: str, due: str | None = None, at: int = 0) -> None:
    caller = Caller("anna", NOW + timedelta(minutes=at))
    assigning.assign(workspace, name, to, due, caller, NOW)


def test_whoever_gets_a_story_is_told_once_by_mail(workspace: Workspace) -> None:
    store = workspace.store
    store.stories.save([story("s1")])
    assign(workspace, "s1", "petra", "2026-12-04")
    assign(workspace, "s1", "petra", "2026-12-04", at=1)
    outbox = store.editions.outbox
    (mail,) = outbox.list()
    assert (mail.address, mail.state) == ("petra@larkmere.example", "queued")
    edition = store.editions.get(mail.edition)
    assert edition is not None
    assert edition.digest.kind == "assignment"
    assert store.editions.told("petra", NOW).facts == {}, "a digest tells it all the same"
    message = message_from_string(edition.rendered.mime, policy=SMTP)
    assert message["Subject"] == "For you: Velmora hides prices <b> of s1"
    text = edition.rendered.text
    assert text.startswith("Anna asks you to look after this, by Fri 4 Dec\n")
    assert "/story/s1\n" in text
    assert all(len(line) <= 72 for line in text.splitlines())
    assert "&lt;b&gt;" in edition.rendered.html
    assert "<b> of" not in edition.rendered.html
    assign(workspace, "s1", "petra", "2026-12-11", at=2)
    assert len(outbox.list()) == 2, "another day is news"
    assign(workspace, "s1", "bo", at=3)
    assign(workspace, "s1", "anna", at=4)
    assert len(outbox.list()) == 2, "bo has no address, and nobody tells himself"


def test_the_mail_is_written_in_the_readers_language(workspace: Workspace) -> None:
    registry = workspace.registry
    reader = registry.readers[0].model_copy(update={"language": "zh"})
    workspace.__dict__["registry"] = registry.model_copy(update={"readers": (reader,)})
    workspace.store.stories.save([story("s1")])
    assign(workspace, "s1", "petra", "2026-12-04")
    (mail,) = workspace.store.editions.outbox.list()
    edition = workspace.store.editions.get(mail.edition)
    assert edition is not None
    assert edition.rendered.text.startswith("Anna 请您处理此事件，周五 12-04 前完成")
    assert 'lang="zh-Hans"' in edition.rendered.html


def test_it_goes_out_with_the_next_mails(workspace: Workspace, smtp_sink: Any) -> None:
    workspace.settings = workspace.settings.model_copy(
        update={
            "smtp": workspace.settings.smtp.model_copy(
                update={"host": smtp_sink.host, "port": smtp_sink.port}
            )
        }
    )
    workspace.store.stories.save([story("s1")])
    assign(workspace, "s1", "petra")
    assert sending.send_due(workspace) == {"sent": 1}
    assert len(smtp_sink.messages) == 1


def test_a_story_that_is_merged_takes_its_assignment_and_notes_along(
    workspace: Workspace,
) -> None:
    store = workspace.store
    store.stories.save([story("s1"), story("s2"), story("s3")])
    assign(workspace, "s2", "bo", "2026-12-01")
    assign(workspace, "s3", "bo")
    desk.write_note(store, "story:s2", "Call them", ANNA, NOW)
    store.stories.save([story("s2", ended=True, into="s1")])
    given = assigning.of_story(store, "s1")
    assert given is not None
    assert (given.account, given.story) == ("bo", "s2")
    assert [one.text for one in desk.notes(store, "s1")] == ["Call them"]
    listed = assigning.listed(store, account="bo")
    assert [(one.story, told.id) for one, told in listed] == [("s2", "s1"), ("s3", "s3")]
    assigning.finish(store, "s1", ANNA, NOW)
    assert [told.id for _, told in assigning.listed(store, account="bo")] == ["s3"]
    assert [told.id for _, told in assigning.listed(store, by="anna", done=True)] == ["s1"]
    assign(workspace, "s2", "petra")
    assert store.desk.assignment("s2") is None
    moved = store.desk.assignment("s1")
    assert moved is not None
    assert moved.account == "petra"
    assigning.unassign(store, "s1", ANNA)
    assert assigning.of_story(store, "s1") is None


def test_nobody_is_given_what_is_not_there(workspace: Workspace) -> None:
    workspace.store.stories.save([story("s1"), story("s2", ended=True)])
    bo = workspace.store.accounts.get("bo")
    assert bo is not None
    workspace.store.accounts.save(bo.model_copy(update={"active": False}))
    for name, to in (("s1", "bo"), ("s1", "none"), ("s2", "anna"), ("none", "anna")):
        with pytest.raises(WrongUseError):
            assign(workspace, name, to)
    assert assigning.finish(workspace.store, "s1", ANNA, NOW) is None
