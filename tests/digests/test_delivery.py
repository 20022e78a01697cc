"""The outbox is emptied once: whatever fails, nobody gets a digest twice."""

import random
from collections import Counter
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta

from digests.delivery import SmtpSettings, deliver, next_attempt
from schemas.delivery import Delivery, DeliveryState
from tests.support.services import smtp

NOW = datetime(2026, 11, 23, 6, tzinfo=UTC)


class Outbox:
    """The store's outbox in memory: queued and due becomes sending when it is claimed."""

    def __init__(self, readers: Sequence[str]) -> None:
        self.kept = {
            reader: Delivery(
                id=reader, edition=f"e-{reader}", reader=reader, address=f"{reader}@x.example",
                subject="Week 47", message_id=f"<{reader}@x.example>", updated=NOW,
            )
            for reader in readers
        }  # fmt: skip

    def claim(self, now: datetime, limit: int) -> list[tuple[Delivery, str]]:
        due = [
            one for one in self.kept.values()
            if one.state == "queued" and (one.next_attempt is None or one.next_attempt <= now)
        ][:limit]  # fmt: skip
        for one in due:
            self.mark(one.id, "sending", now=now)
            self._change(one.id, attempts=one.attempts + 1)
        return [(self.kept[one.id], f"Message-ID: {one.message_id}\r\n\r\nWeek\r\n") for one in due]

    def mark(
        self, delivery_id: str, state: DeliveryState, *, now: datetime,
        error: str | None = None, next_attempt: datetime | None = None,
    ) -> None:  # fmt: skip
        self._change(delivery_id, state=state, error=error, next_attempt=next_attempt, updated=now)

    def _change(self, delivery_id: str, **fields: object) -> None:
        self.kept[delivery_id] = self.kept[delivery_id].model_copy(update=fields)

    def states(self) -> Counter[str]:
        return Counter(one.state for one in self.kept.values())


def settings(sink: smtp.Sink) -> SmtpSettings:
    return SmtpSettings(sink.host, sink.port, timeout=5, sender="Zhibi <zhibi@x.example>")


def test_each_reader_gets_one_message_and_a_second_run_sends_none(smtp_sink: smtp.Sink) -> None:
    outbox = Outbox(["ana", "bo", "chen"])
    assert deliver(outbox, settings(smtp_sink), NOW, 10) == {"sent": 3}
    assert deliver(outbox, settings(smtp_sink), NOW, 10) == {}
    assert [kept.recipients for kept in smtp_sink.messages] == [
        ("ana@x.example",), ("bo@x.example",), ("chen@x.example",),
    ]  # fmt: skip
    assert smtp_sink.messages[0].sender == "zhibi@x.example"


def test_one_call_sends_at_most_the_limit(smtp_sink: smtp.Sink) -> None:
    outbox = Outbox(["ana", "bo", "chen"])
    assert deliver(outbox, settings(smtp_sink), NOW, 2) == {"sent": 2}
    assert outbox.states() == {"sent": 2, "queued": 1}


def test_ones_failure_delays_no_other(smtp_sink: smtp.Sink) -> None:
    smtp_sink.fail("rcpt", "450 Busy", recipient="ana@x.example")
    smtp_sink.fail("rcpt", "550 Gone", recipient="bo@x.example")
    outbox = Outbox(["ana", "bo", "chen"])
    assert deliver(outbox, settings(smtp_sink), NOW, 10) == {"queued": 1, "failed": 1, "sent": 1}
    assert "550 Gone" in (outbox.kept["bo"].error or "")
    assert deliver(outbox, settings(smtp_sink), NOW, 10) == {}, "not before its time"
    assert deliver(outbox, settings(smtp_sink), NOW + timedelta(minutes=5), 10) == {"sent": 1}
    assert len(smtp_sink.to("ana@x.example")) == 1


def test_what_may_have_arrived_is_never_sent_again(smtp_sink: smtp.Sink) -> None:
    smtp_sink.drop("final", stored=True)
    outbox = Outbox(["ana"])
    assert deliver(outbox, settings(smtp_sink), NOW, 10) == {"unknown": 1}
    assert deliver(outbox, settings(smtp_sink), NOW + timedelta(days=1), 10) == {}
    assert len(smtp_sink.to("ana@x.example")) == 1


def test_a_server_that_is_down_is_asked_three_times(smtp_sink: smtp.Sink) -> None:
    smtp_sink.fail("connect", "421 Down", times=None)
    outbox = Outbox([f"reader{number}" for number in range(10)])
    assert deliver(outbox, settings(smtp_sink), NOW, 10) == {"queued": 3}
    assert smtp_sink.verbs.count("connect") == 3
    smtp_sink.behave()
    assert deliver(outbox, settings(smtp_sink), NOW + timedelta(hours=1), 10) == {"sent": 10}


def test_waits_double_to_four_hours_and_end_after_two_days() -> None:
    assert next_attempt(1, NOW) == NOW + timedelta(minutes=5)
    assert next_attempt(2, NOW) == NOW + timedelta(minutes=10)
    moment, tries = NOW, 1
    while (following := next_attempt(tries, NOW)) is not None:
        assert timedelta(minutes=5) <= following - NOW <= timedelta(hours=4)
        moment += following - NOW
        tries += 1
    assert timedelta(hours=48) <= moment - NOW < timedelta(hours=52)
    outbox_gives_up = next_attempt(10_000, NOW)
    assert outbox_gives_up is None


def test_a_message_that_never_passes_fails_with_the_last_reply(smtp_sink: smtp.Sink) -> None:
    smtp_sink.fail("data", "452 Full", times=None)
    outbox = Outbox(["ana"])
    now = NOW
    while outbox.kept["ana"].state == "queued":
        now = outbox.kept["ana"].next_attempt or now
        deliver(outbox, settings(smtp_sink), now, 1)
    assert outbox.kept["ana"].state == "failed"
    assert "given up after 18 attempts" in (outbox.kept["ana"].error or "")
    assert "452 Full" in (outbox.kept["ana"].error or "")
    assert now - NOW >= timedelta(hours=47)


def test_random_faults_lose_nothing_and_double_nothing(smtp_sink: smtp.Sink) -> None:
    dice = random.Random(47)
    outbox = Outbox([f"reader{number}" for number in range(60)])
    now = NOW
    verbs: tuple[smtp.Verb, ...] = ("connect", "ehlo", "mail", "rcpt", "data", "final")
    for _ in range(400):
        if outbox.states()["queued"] == 0:
            break
        verb = dice.choice(verbs)
        match dice.randrange(4):
            case 0:
                smtp_sink.drop(verb, stored=verb == "final" and dice.random() < 0.5)
            case 1:
                smtp_sink.fail(verb, "451 Later")
            case 2 if verb in {"mail", "rcpt", "data", "final"}:
                smtp_sink.fail(verb, "550 Never")
            case _:
                pass
        deliver(outbox, settings(smtp_sink), now, 3)
        now += timedelta(minutes=7)
    received = Counter(kept.recipients[0] for kept in smtp_sink.messages)
    assert max(received.values()) == 1, "nobody twice"
    for one in outbox.kept.values():
        arrived = received[one.address]
        assert one.state in {"sent", "failed", "unknown"}
        assert one.state != "sent" or arrived == 1
        assert one.state != "failed" or arrived == 0
        assert one.state == "sent" or one.error, "every failure is visible"
