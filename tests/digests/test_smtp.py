"""What became of a message, judged against a server that fails at each verb."""

import smtplib
import ssl
from pathlib import Path

import pytest

from digests.smtp import Failed, Retry, Sent, SmtpSettings, Unknown, probe, send
from schemas.errors import NotConfiguredError, RetryLaterError
from tests.support.services import certificate, smtp

SENDER = "zhibi@marlstone.example"
READER = "rosalind@marlstone.example"
MIME = "Subject: week\r\nTo: r\r\n\r\n.leading dot\r\n..\r\nend"


def settings(sink: smtp.Sink, **changes: object) -> SmtpSettings:
    return SmtpSettings(**{"host": sink.host, "port": sink.port, "timeout": 5, **changes})  # type: ignore[arg-type]


def outcome(sink: smtp.Sink) -> Sent | Retry | Failed | Unknown:
    return send(settings(sink), SENDER, READER, MIME)


def test_a_message_arrives_byte_for_byte(smtp_sink: smtp.Sink) -> None:
    assert isinstance(outcome(smtp_sink), Sent)
    (kept,) = smtp_sink.messages
    assert kept.recipients == (READER,)
    assert kept.sender == SENDER
    assert kept.raw == MIME.encode() + b"\r\n"


@pytest.mark.parametrize("verb", ["mail", "rcpt", "data", "final"])
def test_4xx_is_tried_again_and_5xx_is_final(smtp_sink: smtp.Sink, verb: smtp.Verb) -> None:
    smtp_sink.fail(verb, "451 4.3.0 Not now")
    later = outcome(smtp_sink)
    assert isinstance(later, Retry)
    assert "451 4.3.0 Not now" in later.reason
    assert not later.server
    smtp_sink.fail(verb, "550 5.1.1 No such mailbox")
    final = outcome(smtp_sink)
    assert isinstance(final, Failed)
    assert "550 5.1.1" in final.reason
    assert smtp_sink.messages == []
    assert isinstance(outcome(smtp_sink), Sent)


@pytest.mark.parametrize("verb", ["connect", "ehlo", "mail", "rcpt", "data"])
def test_a_drop_before_the_dot_is_tried_again(smtp_sink: smtp.Sink, verb: smtp.Verb) -> None:
    smtp_sink.drop(verb)
    assert isinstance(outcome(smtp_sink), Retry)
    assert smtp_sink.messages == []


@pytest.mark.parametrize("stored", [True, False])
def test_a_drop_after_the_dot_is_unknown(smtp_sink: smtp.Sink, stored: bool) -> None:
    smtp_sink.drop("final", stored=stored)
    result = outcome(smtp_sink)
    assert isinstance(result, Unknown)
    assert len(smtp_sink.messages) == stored


@pytest.mark.parametrize("reply", ["421 4.3.2 Too many connections", "554 5.7.1 Not you"])
def test_a_refusal_at_the_door_concerns_the_server(smtp_sink: smtp.Sink, reply: str) -> None:
    smtp_sink.fail("connect", reply)
    result = outcome(smtp_sink)
    assert isinstance(result, Retry)
    assert result.server
    assert reply.split(maxsplit=1)[0] in result.reason


def test_nobody_listens(free_port: int) -> None:
    result = send(SmtpSettings("127.0.0.1", free_port, timeout=2), SENDER, READER, MIME)
    assert isinstance(result, Retry)
    assert result.server
    with pytest.raises(RetryLaterError, match=r"smtp\.port"):
        probe("127.0.0.1", free_port, "none", 2)
    with pytest.raises(NotConfiguredError):
        probe("", 25, "none", 2)


def test_a_probe_names_what_the_server_offers(smtp_sink: smtp.Sink) -> None:
    assert "answers" in probe(smtp_sink.host, smtp_sink.port, "none", 5)
    assert smtp_sink.messages == []


@pytest.mark.parametrize(
    "address",
    [
        "a@x.example\r\nRCPT TO:<b@x.example>", "a@x.example,b@x.example", "<@relay:a@x.example>",
        '"quoted local"@x.example', "a@x.example b", "no-at-sign", "|/bin/sh@x.example\0", "",
        "李@x.example", f"{'a' * 65}@x.example", "a@-x.example", "a..b@x.example",
    ],
)  # fmt: skip
def test_no_other_envelope_can_be_had(smtp_sink: smtp.Sink, address: str) -> None:
    assert isinstance(send(settings(smtp_sink), SENDER, address, MIME), Failed)
    assert smtp_sink.verbs == []


def test_starttls_and_login(tmp_path: Path) -> None:
    made = certificate.make(tmp_path, "mail.watch.example")
    trust = ssl.create_default_context(cafile=made.certificate)
    with smtp.running(tls=made.server_context(), login=("zhibi", "correct horse")) as sink:
        right = settings(
            sink, security="starttls", username="zhibi", password="correct horse", trust=trust
        )
        assert isinstance(send(right, SENDER, READER, MIME), Sent)
        assert (sink.messages[0].encrypted, sink.messages[0].login) == (True, "zhibi")
        wrong = settings(
            sink, security="starttls", username="zhibi", password="secret-x", trust=trust
        )
        refused = send(wrong, SENDER, READER, MIME)
        assert isinstance(refused, Retry)
        assert refused.server
        assert "secret-x" not in refused.reason + repr(wrong)
        untrusted = settings(sink, security="starttls", username="zhibi", password="correct horse")
        assert isinstance(send(untrusted, SENDER, READER, MIME), Retry)
    assert len(sink.messages) == 1


def test_starttls_is_never_given_up_silently(smtp_sink: smtp.Sink) -> None:
    result = send(settings(smtp_sink, security="starttls"), SENDER, READER, MIME)
    assert isinstance(result, Retry)
    assert smtp_sink.messages == []
    assert smtplib.SMTPNotSupportedError.__name__ not in result.reason
