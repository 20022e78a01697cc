"""Editions and the outbox: once per reader, whatever dies."""

import multiprocessing
import os
import signal
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest

from schemas.errors import WrongUseError
from store import Store, open_store


@pytest.fixture
def queued(store: Store, make: Any) -> Store:
    """A store with five editions whose messages wait."""
    for number in range(5):
        edition = make.edition(f"e{number}", reader=f"r{number}")
        message = make.delivery(f"m{number}", f"e{number}", reader=f"r{number}")
        assert store.editions.freeze(*edition, message)
    return store


def test_an_edition_is_frozen_once(store: Store, make: Any) -> None:
    digest, given, rendered = make.edition("e1", make.story("t1"))
    assert store.editions.freeze(digest, given, rendered, make.delivery())
    later = digest.model_copy(update={"intro": "Other"})
    assert not store.editions.freeze(later, given, rendered, make.delivery("m2"))
    alert = later.model_copy(update={"id": "a1"})  # of the same week, and no digest
    assert store.editions.freeze(alert, given, rendered, None)
    found = store.editions.get("e1")
    assert found is not None
    assert (found.digest, found.input, found.rendered) == (digest, given, rendered)
    assert [one.id for one in store.editions.outbox.list()] == ["m1"]
    assert store.editions.get("e2") is None


def test_a_message_can_be_queued_later_but_only_once(store: Store, make: Any) -> None:
    store.editions.freeze(*make.edition())
    assert store.editions.outbox.list() == []
    assert store.editions.queue("e1", make.delivery())
    assert not store.editions.queue("e1", make.delivery("m2"))


def test_what_was_told_last_counts(store: Store, make: Any) -> None:
    one, two = make.story("t1"), make.story("t2")
    store.editions.freeze(*make.edition("e1", one, two, week="2026-W46"))
    store.editions.freeze(*make.edition("e2", one, week="2026-W47"))
    store.editions.freeze(*make.edition("e3", two, week="2026-W46", reader="other"))
    told = {"t1": "facts of t1 in 2026-W46", "t2": "facts of t2 in 2026-W46"}
    assert store.editions.told("petra", make.at(days=-7)).facts == told
    assert store.editions.told("petra", make.now).facts == told | {"t1": "facts of t1 in 2026-W47"}
    assert store.editions.told("petra", make.at(days=-8)).facts == {}
    assert [one.digest.id for one in store.editions.list("petra")] == ["e2", "e1"]
    assert len(store.editions.list()) == 3


def test_a_claimed_message_is_sending_before_it_is_sent(
    queued: Store, make: Any, reopen: Callable[[], Store]
) -> None:
    claimed = queued.editions.outbox.claim(make.now, 2)
    assert [(one.id, one.state, one.attempts) for one, _mime in claimed] == [
        ("m0", "sending", 1),
        ("m1", "sending", 1),
    ]
    assert claimed[0][1] == "Subject: x\r\n\r\n周\r\n"
    other = reopen().editions.outbox
    assert [one.id for one in other.list("sending")] == ["m0", "m1"]
    assert [one.delivery.id for one in other.claim(make.now, 9)] == ["m2", "m3", "m4"]


def test_a_message_waits_for_its_next_attempt(queued: Store, make: Any) -> None:
    outbox = queued.editions.outbox
    outbox.claim(make.now, 1)
    assert outbox.mark(
        "m0", "queued", now=make.now, error="451 later", next_attempt=make.at(hours=1)
    )
    assert "m0" not in [one.delivery.id for one in outbox.claim(make.at(minutes=59), 9)]
    ((delivery, _mime),) = outbox.claim(make.at(hours=1), 9)
    assert (delivery.id, delivery.attempts, delivery.error) == ("m0", 2, "451 later")


def test_sent_is_for_good(queued: Store, make: Any) -> None:
    outbox = queued.editions.outbox
    outbox.claim(make.now, 1)
    assert outbox.mark("m0", "sent", now=make.now)
    for state in ("queued", "sending", "failed", "unknown", "sent"):
        assert not outbox.mark("m0", state, now=make.now)
    (sent,) = outbox.list("sent")
    assert (sent.id, sent.state, sent.error) == ("m0", "sent", None)
    with pytest.raises(WrongUseError, match="no such message"):
        outbox.mark("none", "sent", now=make.now)


def test_a_restart_leaves_sending_in_the_unknown_never_queued(
    queued: Store, make: Any, reopen: Callable[[], Store]
) -> None:
    queued.editions.outbox.claim(make.now, 2)
    outbox = reopen().editions.outbox
    assert outbox.recover(make.now) == 2
    assert outbox.recover(make.now) == 0
    assert [one.id for one in outbox.list("unknown")] == ["m0", "m1"]
    assert "ended while it was sending" in str(outbox.list("unknown")[0].error)
    assert len(outbox.claim(make.at(days=9), 9)) == 3
    assert outbox.mark("m0", "queued", now=make.now)
    assert [one.delivery.id for one in outbox.claim(make.now, 9)] == ["m0"]


def _claim_and_wait(url: str, data: Path, now: datetime, pipe: Any) -> None:
    store = open_store(url, data)
    pipe.send([one.delivery.id for one in store.editions.outbox.claim(now, 2)])
    pipe.recv()


def test_only_a_dead_process_s_messages_are_recovered(
    queued: Store, store_url: str, data: Path, make: Any
) -> None:
    context = multiprocessing.get_context("spawn")
    ours, theirs = context.Pipe()
    child = context.Process(target=_claim_and_wait, args=(store_url, data, make.now, theirs))
    child.start()
    assert ours.recv() == ["m0", "m1"]
    outbox = queued.editions.outbox
    assert outbox.recover(make.at(days=1)) == 0
    assert child.pid is not None
    os.kill(child.pid, signal.SIGKILL)
    child.join()
    assert outbox.recover(make.at(days=1)) == 2


def test_a_sender_on_another_machine_has_an_hour(
    queued: Store, make: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    outbox = queued.editions.outbox
    monkeypatch.setattr("platform.node", lambda: "other machine")
    outbox.claim(make.now, 1)
    monkeypatch.undo()
    assert outbox.recover(make.at(minutes=59)) == 0
    assert outbox.recover(make.at(minutes=61)) == 1
