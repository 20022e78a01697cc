"""Reading a mailbox over a real IMAP connection: nothing marked before it is stored, nothing in the clear."""

import ssl
from collections.abc import Iterator
from pathlib import Path

import pytest

from egress.mailbox import Mailbox, MailboxSettings
from schemas.errors import NotConfiguredError, RetryLaterError
from tests.support.services import certificate, imap

NAME, PASSWORD = "watch@larkmere.example", "secret"


@pytest.fixture
def box() -> Iterator[imap.Box]:
    with imap.running() as served:
        yield served


def settings(box: imap.Box, **more: object) -> MailboxSettings:
    values = {"security": "none", "username": NAME, "password": PASSWORD, "timeout": 5.0, **more}
    return MailboxSettings("127.0.0.1", box.port, **values)  # type: ignore[arg-type]


def test_messages_are_read_without_marking_them(box: imap.Box) -> None:
    box.put(b"Subject: one\r\n\r\nfirst")
    second = box.put(b"Subject: two\r\n\r\nsecond)\r\n* OK not an answer")
    with Mailbox(settings(box)) as opened:
        assert opened.validity == 7
        assert opened.uids() == [41, 42]
        assert opened.sizes([41, 42]) == {41: 21, 42: len(second.raw)}
        assert dict(opened.read([41, 42]))[42] == second.raw
        assert opened.uids("UNSEEN") == [41, 42]
        opened.mark_seen([41])
        assert opened.uids("UNSEEN") == [42]


@pytest.mark.parametrize(
    ("wrong", "error"),
    [({"password": "guess"}, NotConfiguredError), ({"folder": "Nowhere"}, NotConfiguredError), ({"security": "starttls"}, NotConfiguredError)],
)  # fmt: skip
def test_what_the_operator_must_mend_is_said(
    box: imap.Box, wrong: dict[str, object], error: type[Exception]
) -> None:
    with pytest.raises(error, match=r"refuses|no folder") as told:
        Mailbox(settings(box, **wrong))
    assert "guess" not in str(told.value)
    assert box.encrypted in ([], [False])


def test_a_server_that_hangs_up_is_tried_again(box: imap.Box) -> None:
    box.put(b"Subject: one\r\n\r\nfirst")
    box.hang_up_at = "UID SEARCH"
    with pytest.raises(RetryLaterError, match="does not answer"), Mailbox(settings(box)) as opened:
        opened.uids()
    with Mailbox(settings(box)) as opened:
        assert opened.uids() == [41]


def test_nobody_listens() -> None:
    with pytest.raises(RetryLaterError):
        Mailbox(MailboxSettings("127.0.0.1", 1, "none", NAME, PASSWORD, timeout=2.0))


@pytest.mark.parametrize("implicit", [False, True])
def test_the_password_travels_encrypted(tmp_path: Path, implicit: bool) -> None:
    made = certificate.make(tmp_path, "localhost")
    trust = ssl.create_default_context(cafile=made.certificate)
    with imap.running(tls=made.server_context(), implicit=implicit) as served:
        security = "tls" if implicit else "starttls"
        with Mailbox(settings(served, security=security, trust=trust)) as opened:
            assert opened.uids() == []
        assert served.encrypted == [True]
        with pytest.raises(RetryLaterError):  # a certificate that nobody vouches for
            Mailbox(settings(served, security=security))
        assert served.encrypted == [True]


def test_a_folder_in_another_script(box: imap.Box) -> None:
    box.folder = "&ZbCV+w-"
    with Mailbox(settings(box, folder="新闻")) as opened:
        assert opened.uids() == []
