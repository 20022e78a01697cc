"""The outbox as people run it: bounces, signatures, tests, and what can be done by hand."""

from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import dkim
import pytest
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import rsa
from typer.testing import CliRunner

from cli.main import app
from digests.bounces import read_bounces
from pipeline import sending
from pipeline.digest import digest
from pipeline.lateness import late_digests
from pipeline.subscribing import reader_of
from pipeline.tally import Tally
from pipeline.telling import tell_operators
from pipeline.testsend import send_test
from pipeline.workspace import Workspace, make_workspace, open_workspace
from schemas.errors import NotConfiguredError, WrongUseError
from schemas.registry import Reader, Registry
from tests.support.services import imap, smtp

NOW = datetime(2026, 11, 23, 9, tzinfo=UTC)


def bounce(message_id: str, recipient: str, action: str = "failed", status: str = "5.1.1") -> bytes:
    """A report as a mail server writes it (RFC 3464)."""
    return f"""\
From: MAILER-DAEMON@mx.example
To: zhibi@larkmere.example
Subject: Undelivered Mail Returned to Sender
MIME-Version: 1.0
Content-Type: multipart/report; report-type=delivery-status; boundary="b1"

--b1
Content-Type: text/plain; charset=us-ascii

I'm sorry to have to inform you that your message could not be delivered.

--b1
Content-Type: message/delivery-status

Reporting-MTA: dns; mx.example

Final-Recipient: rfc822; {recipient}
Action: {action}
Status: {status}
Diagnostic-Code: smtp; 550 {status} No such
  mailbox here

--b1
Content-Type: message/rfc822

From: zhibi@larkmere.example
Message-ID: {message_id}
Subject: The week

Text.
--b1--
""".replace("\n", "\r\n").encode()


@pytest.fixture
def opened(tmp_path: Path, smtp_sink: smtp.Sink) -> Iterator[Callable[..., Workspace]]:
    """Makes the workspace of two readers, with more lines of zhibi.yaml."""
    made: list[Workspace] = []

    def make(more: str = "", mail: str = "") -> Workspace:
        text = (
            f"smtp: {{host: 127.0.0.1, port: {smtp_sink.port}, sender: 'Zhibi <zhibi@larkmere.example>'{mail}}}\n"
            f"base_url: https://zhibi.larkmere.example\n{more}"
        )
        workspace = open_workspace(make_workspace(tmp_path / "w", text), now=NOW)
        readers = tuple(
            Reader(id=name, name=name.title(), email=f"{name}@larkmere.example")
            for name in ("petra", "tomas")
        )
        workspace.store.registry.apply(Registry(readers=readers), author="test", now=NOW)
        made.append(workspace)
        return workspace

    yield make
    for workspace in made:
        workspace.close()


def test_a_mail_carries_what_one_click_needs(
    opened: Callable[..., Workspace], smtp_sink: smtp.Sink
) -> None:
    workspace = opened()
    assert digest(workspace, send=True).counts == {"frozen": 2, "sent": 2}
    (mail,) = smtp_sink.to("petra@larkmere.example")
    address = mail["List-Unsubscribe"].strip("<>")
    assert address.startswith("https://zhibi.larkmere.example/mail/unsubscribe/")
    assert mail["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    other = smtp_sink.to("tomas@larkmere.example")[0]["List-Unsubscribe"]
    assert other.strip("<>") != address
    assert digest(workspace, send=True).counts == {"already frozen": 2}


def test_bounces_come_from_the_mailbox_once(opened: Callable[..., Workspace]) -> None:
    with imap.running() as box:
        name, word = box.login
        workspace = opened(
            f"inbox: {{mailboxes: {{back: {{host: 127.0.0.1, port: {box.port}, security: none, username: '{name}', password: {word}}}}}}}\n",
            ", bounces: back",
        )  # fmt: skip
        digest(workspace, send=True)
        outbox = workspace.store.editions.outbox
        first = {one.reader: one for one in outbox.list()}
        box.put(bounce(first["petra"].message_id, "petra@larkmere.example"))
        box.put(bounce(first["tomas"].message_id, "tomas@larkmere.example", "delayed", "4.4.1"))
        box.put(bounce("<stranger@x.example>", "petra@larkmere.example"))
        box.put(b"Subject: hello\r\n\r\nNo report.\r\n")
        counts = sending.read_bounce_box(workspace)
        assert counts == {"came back": 1, "delayed": 1, "not ours": 1, "no report": 1}
        assert sending.read_bounce_box(workspace) == {}
        states = {one.reader: one for one in outbox.list()}
        assert (states["petra"].state, states["petra"].error) == (
            "failed", "came back: 550 5.1.1 No such mailbox here",
        )  # fmt: skip
        assert (states["tomas"].state, states["tomas"].bounced) == (
            "sent", "550 4.4.1 No such mailbox here",
        )  # fmt: skip


def test_bounces_come_from_files_and_three_in_a_row_are_told(
    opened: Callable[..., Workspace], tmp_path: Path
) -> None:
    workspace = opened()
    with pytest.raises(NotConfiguredError, match="no mailbox for bounces"):
        sending.read_bounce_box(workspace)
    for week in range(3):
        workspace.now_override = NOW + timedelta(weeks=week)
        digest(workspace, readers=["petra"], send=True)
        sent = workspace.store.editions.outbox.list("sent", reader="petra")
        back = bounce(sent[0].message_id, "PETRA@larkmere.example")
        file = tmp_path / f"{week}.mbox"
        file.write_bytes(b"From MAILER-DAEMON Mon Nov 23 09:00:00 2026\n" + back)
        assert sending.read_bounce_files(workspace, file) == {"came back": 1}
        assert sending.read_bounce_files(workspace, file) == {"came back": 1}, "again is the same"
        assert len(sending.bouncing_readers(workspace)) == (week == 2)
    assert "No such mailbox" in sending.bouncing_readers(workspace)["petra"]


@pytest.mark.parametrize(
    "raw", [b"", b"\x00\xff", bounce("none", "a@b.example"), bounce("<a@b>", "x", "relayed")[:300]]
)
def test_what_is_no_report_is_none(raw: bytes) -> None:
    assert read_bounces(raw) == []


def test_mails_are_signed_as_they_leave(
    opened: Callable[..., Workspace], tmp_path: Path, smtp_sink: smtp.Sink
) -> None:
    workspace = opened(mail=", dkim_domain: larkmere.example, dkim_key: dkim.pem")
    with pytest.raises(NotConfiguredError, match="DKIM"):
        digest(workspace, send=True)
    file = tmp_path / "w" / "dkim.pem"
    file.write_text("no key", encoding="utf-8")
    with pytest.raises(NotConfiguredError, match="signed"):
        sending.send_due(workspace)
    key = rsa.generate_private_key(public_exponent=65537, key_size=1024)
    file.write_bytes(
        key.private_bytes(
            serialization.Encoding.PEM, serialization.PrivateFormat.TraditionalOpenSSL,
            serialization.NoEncryption(),
        )
    )  # fmt: skip
    assert sending.send_due(workspace) == {"sent": 2}
    public = key.public_key().public_bytes(
        serialization.Encoding.PEM, serialization.PublicFormat.SubjectPublicKeyInfo
    )
    record = b"v=DKIM1; k=rsa; p=" + b"".join(public.splitlines()[1:-1])
    for kept in smtp_sink.messages:
        assert dkim.verify(kept.raw, dnsfunc=lambda *_, **__: record)
        assert not dkim.verify(
            kept.raw.replace(b"Week 47", b"Week 48"), dnsfunc=lambda *_, **__: record
        )
    stored = workspace.store.editions.list("petra")[0].rendered.mime
    assert "DKIM" not in stored


def test_a_test_is_sent_alone_and_counts_for_nothing(
    opened: Callable[..., Workspace], smtp_sink: smtp.Sink
) -> None:
    workspace = opened()
    reader = reader_of(workspace, "petra")
    sent = send_test(workspace, reader, "2026-W47", "boss@larkmere.example")
    assert (sent.state, sent.address) == ("sent", "boss@larkmere.example")
    (mail,) = smtp_sink.messages
    assert mail.message["Subject"] == "Test: Week 47: nothing material"
    assert digest(workspace, send=True).counts == {"frozen": 2, "sent": 2}
    smtp_sink.fail("rcpt", "550 no", times=None)
    assert send_test(workspace, reader, to="x@y.example").state == "failed"


def test_what_people_can_do_about_a_message(
    opened: Callable[..., Workspace], smtp_sink: smtp.Sink, tmp_path: Path
) -> None:
    workspace = opened()
    smtp_sink.drop("final")
    digest(workspace, readers=["petra"], send=True)
    outbox = workspace.store.editions.outbox
    (unknown,) = outbox.list("unknown")
    folder = ["-w", str(tmp_path / "w")]

    def typed(*words: str) -> tuple[int, str]:
        done = CliRunner().invoke(app, [*words, *folder])
        wrong = isinstance(done.exception, WrongUseError)
        if not wrong and not isinstance(done.exception, SystemExit | None):
            raise done.exception
        return 2 if wrong else done.exit_code, done.output

    assert "1 unknown" in typed("mail")[1]
    assert typed("mail", "resend", unknown.id)[0] == 0
    assert outbox.list("queued")[0].message_id == unknown.message_id
    assert typed("mail", "send") == (0, "1 sent\n")
    assert typed("mail", "resend", unknown.id)[0] == 2
    assert typed("mail", "settle", unknown.id, "--arrived")[0] == 2
    smtp_sink.drop("final")
    digest(workspace, readers=["tomas"], send=True)
    (other,) = outbox.list("unknown")
    assert typed("mail", "settle", other.id, "--arrived")[0] == 0
    assert outbox.list("unknown") == []
    assert typed("mail", "--state", "nowhere")[0] == 2
    assert typed("mail", "late", "--tell") == (0, "No digest is late\n")
    assert typed("mail", "late", "--after", "soon")[0] == 2
    assert typed("mail", "send")[0] == 0
    assert len(smtp_sink.messages) == 1


def test_a_late_digest_is_told_once(opened: Callable[..., Workspace]) -> None:
    workspace = opened("operators: [ops@larkmere.example]\n")
    workspace.store.runs.open("r1", NOW - timedelta(days=9), [])
    workspace.now_override = NOW - timedelta(minutes=30)
    assert late_digests(workspace) == [], "within the deadline"
    workspace.now_override = NOW + timedelta(hours=1)
    assert {one.state for one in late_digests(workspace)} == {"not made"}
    for _ in range(2):
        tell_operators(workspace, Tally("alert", workspace.now))
    told = workspace.store.editions.outbox.list(reader="operator-1")
    assert sorted(one.subject for one in told) == [
        f"Zhibi digest late: {name}, 2026-W47" for name in ("petra", "tomas")
    ]
    digest(workspace, send=True)
    assert late_digests(workspace) == []
