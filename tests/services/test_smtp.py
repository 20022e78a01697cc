"""The SMTP server fails where it is told to, as a client's own library sees it."""

import smtplib
import ssl
from email.message import EmailMessage
from pathlib import Path

import pytest

from tests.support.services import certificate, smtp


def a_message(recipient: str = "ana@reader.example") -> EmailMessage:
    message = EmailMessage()
    message["From"] = "zhibi@watch.example"
    message["To"] = recipient
    message["Subject"] = "本周动态: 3 moves"
    message.set_content("维墨科技 raised its prices.\n.a line that starts with a dot\n")
    return message


def client(sink: smtp.Sink) -> smtplib.SMTP:
    return smtplib.SMTP(sink.host, sink.port, local_hostname="test.example", timeout=5)


def send(sink: smtp.Sink, *recipients: str) -> dict[str, tuple[int, bytes]]:
    with client(sink) as connection:
        return connection.send_message(a_message(), to_addrs=recipients or ("ana@reader.example",))


def test_a_message_arrives_as_it_was_sent(smtp_sink: smtp.Sink) -> None:
    assert send(smtp_sink, "ana@reader.example", "bo@reader.example") == {}
    (kept,) = smtp_sink.messages
    assert kept.sender == "zhibi@watch.example"
    assert kept.recipients == ("ana@reader.example", "bo@reader.example")
    assert kept.message["Subject"] == "本周动态: 3 moves"
    assert kept.message.get_content().splitlines() == a_message().get_content().splitlines()
    assert smtp_sink.to("bo@reader.example")[0]["To"] == "ana@reader.example"
    assert smtp_sink.verbs == ["connect", "ehlo", "mail", "rcpt", "rcpt", "data", "final"]


def test_one_recipient_may_be_refused(smtp_sink: smtp.Sink) -> None:
    smtp_sink.fail("rcpt", "550 5.1.1 No such mailbox", recipient="gone@reader.example")
    refused = send(smtp_sink, "ana@reader.example", "gone@reader.example")
    assert refused == {"gone@reader.example": (550, b"5.1.1 No such mailbox")}
    assert smtp_sink.messages[0].recipients == ("ana@reader.example",)


@pytest.mark.parametrize("verb", ["mail", "data", "final"])
@pytest.mark.parametrize("code", [451, 554])
def test_a_reply_of_failure_keeps_nothing_and_passes(
    smtp_sink: smtp.Sink, verb: smtp.Verb, code: int
) -> None:
    smtp_sink.fail(verb, f"{code} Not now")
    with pytest.raises(smtplib.SMTPResponseException) as caught:
        send(smtp_sink)
    assert caught.value.smtp_code == code
    assert smtp_sink.messages == []
    assert send(smtp_sink) == {}
    assert len(smtp_sink.messages) == 1


def test_a_fault_lasts_as_often_as_it_was_told(smtp_sink: smtp.Sink) -> None:
    smtp_sink.fail("mail", "451 Busy", times=2)
    for _ in range(2):
        with pytest.raises(smtplib.SMTPSenderRefused):
            send(smtp_sink)
    assert send(smtp_sink) == {}
    smtp_sink.fail("mail", "451 Busy", times=None)
    for _ in range(3):
        with pytest.raises(smtplib.SMTPSenderRefused):
            send(smtp_sink)
    smtp_sink.behave()
    assert send(smtp_sink) == {}


@pytest.mark.parametrize("verb", ["connect", "ehlo", "mail", "rcpt", "data", "final"])
def test_a_dropped_connection_is_an_error_for_the_client(
    smtp_sink: smtp.Sink, verb: smtp.Verb
) -> None:
    smtp_sink.drop(verb)
    with pytest.raises((smtplib.SMTPException, OSError)):
        send(smtp_sink)
    assert verb in smtp_sink.verbs
    assert smtp_sink.messages == []
    assert send(smtp_sink) == {}


def test_a_server_that_is_full_says_so_at_the_door(smtp_sink: smtp.Sink) -> None:
    smtp_sink.fail("connect", "421 4.3.2 Too many connections")
    with pytest.raises(smtplib.SMTPConnectError) as caught:
        send(smtp_sink)
    assert caught.value.smtp_code == 421


def test_a_message_may_be_kept_although_the_client_hears_nothing(smtp_sink: smtp.Sink) -> None:
    smtp_sink.drop("final", stored=True)
    with pytest.raises(smtplib.SMTPServerDisconnected):
        send(smtp_sink)
    assert len(smtp_sink.messages) == 1
    with pytest.raises(ValueError, match="final dot"):
        smtp_sink.drop("rcpt", stored=True)


def test_greylisting_takes_the_second_attempt() -> None:
    with smtp.running(greylist=True) as sink:
        with pytest.raises(smtplib.SMTPRecipientsRefused) as caught:
            send(sink)
        assert caught.value.recipients["ana@reader.example"][0] == 451
        assert send(sink) == {}


def test_starttls_and_a_password_are_insisted_on(tmp_path: Path) -> None:
    made = certificate.make(tmp_path, "mail.watch.example")
    trust = ssl.create_default_context(cafile=made.certificate)
    with smtp.running(tls=made.server_context(), login=("zhibi", "correct horse")) as sink:
        with pytest.raises(smtplib.SMTPSenderRefused, match="STARTTLS"):
            send(sink)
        with client(sink) as connection:
            connection.starttls(context=trust)
            with pytest.raises(smtplib.SMTPAuthenticationError):
                connection.login("zhibi", "wrong")
        with client(sink) as connection:
            connection.starttls(context=trust)
            connection.login("zhibi", "correct horse")
            connection.send_message(a_message())
    (kept,) = sink.messages
    assert (kept.encrypted, kept.login) == (True, "zhibi")


def test_nobody_listens_after_the_end() -> None:
    with smtp.running() as sink, client(sink) as left_open:
        left_open.ehlo()
    with pytest.raises(ConnectionRefusedError):
        client(sink)
