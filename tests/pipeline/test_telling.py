"""Operators are told of a failure once, and once more when it is over."""

from datetime import UTC, datetime, timedelta
from email import message_from_string, policy
from pathlib import Path

from pipeline import services, telling
from pipeline.tally import Tally
from pipeline.workspace import open_workspace
from schemas.health import Incident
from schemas.registry import Reader, Registry
from tests.support.site import Site, workspace_for

NOW = datetime(2026, 11, 16, 9, 0, tzinfo=UTC)


def test_each_failure_is_mailed_once_and_its_end_once(tmp_path: Path) -> None:
    folder = workspace_for(Site(), tmp_path / "market", operators=["ops@larkmere.example"])
    workspace = open_workspace(folder, now=NOW)
    services.apply(workspace, folder / "registry", author="test")
    incident = Incident(
        id="i1", source="rival-news", failure="layout", state="degraded",
        says="0 of 6 pages have a title since 16 Nov", todo="zhibi source check rival-news", opened=NOW,
    )  # fmt: skip
    workspace.store.health.keep(incident)
    for _ in range(3):
        telling.tell_operators(workspace, Tally("alert", NOW))
    outbox = workspace.store.editions.outbox
    (first,) = outbox.list()
    assert (first.address, first.subject) == (
        "ops@larkmere.example", "Zhibi sources: rival-news: layout",
    )  # fmt: skip
    (told,) = workspace.store.health.incidents("rival-news")
    assert (told.told, told.told_closed) == (True, False)
    workspace.store.health.keep(told.model_copy(update={"closed": NOW + timedelta(days=1)}))
    for _ in range(3):
        telling.tell_operators(workspace, Tally("alert", NOW))
    assert sorted(one.subject for one in outbox.list()) == [
        "Zhibi sources: 1 well again", "Zhibi sources: rival-news: layout",
    ]  # fmt: skip
    mails = [one.mime for one in outbox.claim(NOW, 5)]
    said = [
        message_from_string(one, policy=policy.default).get_body(("plain",)).get_content()  # type: ignore[union-attr]
        for one in mails
    ]
    assert any("zhibi source check rival-news" in one for one in said)
    assert any("is well again since 17 Nov" in one for one in said)
    workspace.close()


def test_an_operator_who_reads_chinese_is_told_in_chinese(tmp_path: Path) -> None:
    folder = workspace_for(Site(), tmp_path / "market", operators=["Ops@larkmere.example"])
    workspace = open_workspace(folder, now=NOW)
    services.apply(workspace, folder / "registry", author="test")
    reader = Reader(id="lin", name="林", email="ops@larkmere.example", language="zh")
    workspace.store.registry.apply(Registry(readers=(reader,)), author="test", now=NOW)
    workspace.refresh_registry()
    workspace.store.health.keep(
        Incident(
            id="i1", source="rival-news", failure="layout", state="degraded", says="", opened=NOW
        )
    )
    telling.tell_operators(workspace, Tally("alert", NOW))
    (mail,) = workspace.store.editions.outbox.claim(NOW, 5)
    said = message_from_string(mail.mime, policy=policy.default)
    body = said.get_body(("plain",))  # type: ignore[attr-defined]
    assert said["subject"] == "知彼来源状况：rival-news：页面版式已变"
    assert "rival-news：页面版式已变（11 月 16 日 09:00起）" in body.get_content()
    assert "zhibi source check rival-news" in body.get_content()
    workspace.close()
