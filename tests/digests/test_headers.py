"""Headers of a message as they are sent: whole for every program that reads them."""

import smtplib
from collections.abc import Callable

import pytest

from digests.compose import compose
from digests.message import build_message
from schemas.delivery import DigestInput
from tests.support.services import smtp

LONG = (
    "Hechuan Technology is said to be buying the Asian business of Corrade Labs for cash and shares"
)


@pytest.mark.parametrize("length", [40, 66, 70, 76, 90])
def test_a_subject_begins_behind_its_colon_and_arrives_as_it_was(
    given: Callable[..., DigestInput], smtp_sink: smtp.Sink, length: int
) -> None:
    subject = LONG[:length].strip()
    input_ = given()
    thread = tuple(f"<{number:064}@marlstone.example>" for number in range(3))
    mime = build_message(
        compose(input_).model_copy(update={"subject": subject}),
        input_,
        "<p>x</p>",
        "x",
        thread=thread,
    )
    head = mime.partition("\r\n\r\n")[0]
    assert not [line for line in head.split("\r\n") if line.endswith(":")]
    assert max(map(len, head.split("\r\n"))) <= 998
    sent(smtp_sink, mime)
    assert smtp_sink.messages[-1].message["Subject"] == subject
    assert smtp_sink.messages[-1].message["References"].split() == list(thread)


def sent(sink: smtp.Sink, mime: str) -> None:
    with smtplib.SMTP(sink.host, sink.port, local_hostname="test.example", timeout=5) as connection:
        connection.sendmail("zhibi@marlstone.example", ["ana@reader.example"], mime)
