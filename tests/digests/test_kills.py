"""Processes that send are killed with SIGKILL at any moment, against a real SMTP server that fails at random."""

import multiprocessing
import os
import random
import signal
import time
from datetime import timedelta
from pathlib import Path

import pytest

from digests.delivery import SmtpSettings, deliver
from evaluation import deliveries
from evaluation.schedules import simulate
from schemas.registry import Reader
from store.open import open_store
from tests.support.services import smtp

MAILS = 100
VERBS: tuple[smtp.Verb, ...] = ("connect", "mail", "rcpt", "data", "final")


def _send(url: str, folder: str, port: int, minutes: int) -> None:
    """What a process does: recover what another left, then send what is due."""
    store = open_store(url, Path(folder))
    now = deliveries.START + timedelta(minutes=minutes)
    store.editions.outbox.recover(now)
    deliver(store.editions.outbox, SmtpSettings("127.0.0.1", port, timeout=5), now, MAILS)
    store.close()


@pytest.mark.parametrize("seed", [3])
def test_no_kill_makes_a_duplicate_or_a_silent_loss(
    tmp_path: Path, smtp_sink: smtp.Sink, seed: int
) -> None:
    draw = random.Random(seed)
    url = f"sqlite:///{tmp_path / 'zhibi.sqlite'}"
    store = open_store(url, tmp_path)
    deliveries.fill(store, MAILS)
    start = multiprocessing.get_context("fork")
    for round_number in range(10):
        verb = draw.choice(VERBS)
        if round_number % 2:
            smtp_sink.fail(verb, draw.choice(["451 later", "421 closing"]))
        else:
            smtp_sink.drop(verb, stored=verb == "final" and draw.random() < 0.5)
        child = start.Process(
            target=_send, args=(url, str(tmp_path), smtp_sink.port, 60 * round_number)
        )
        child.start()
        child.join(timeout=0.15 + draw.random() * 0.5)
        if child.pid and child.is_alive():
            os.kill(child.pid, signal.SIGKILL)
        child.join()
    smtp_sink.behave()
    _send(url, str(tmp_path), smtp_sink.port, 60 * 40)
    time.sleep(0.1)  # a connection that was cut may still hand over what it had
    outbox = store.editions.outbox
    outbox.recover(deliveries.START + timedelta(days=3))
    states = {one.address: one.state for one in outbox.list()}
    store.close()
    kept = [recipient for one in smtp_sink.messages for recipient in one.recipients]
    assert len(kept) == len(set(kept)), "somebody got it twice"
    assert {states[one] for one in set(states) - set(kept)} <= {"unknown", "failed"}
    assert {states[one] for one in kept} <= {"sent", "unknown"}
    assert sum(state == "sent" for state in states.values()) > MAILS // 2


def test_a_simulated_server_and_dying_processes_lose_nothing(
    capsys: pytest.CaptureFixture[str],
) -> None:
    found = deliveries.main(100, seed=11)
    assert found == {"duplicate mails": 0.0, "silent losses": 0.0}
    assert "deaths" in capsys.readouterr().out


def test_a_year_of_editions_has_no_fault() -> None:
    for zone, every, expected in (
        ("Australia/Lord_Howe", "daily", 366), ("America/New_York", "weekly", 53),
    ):  # fmt: skip
        reader = Reader.model_validate({
            "id": "r", "name": "R", "email": "r@x.example", "timezone": zone,
            "schedule": {"every": every, "hour": 2},
        })  # fmt: skip
        made, faults = simulate(reader)
        assert faults == []
        assert abs(len(made) - expected) <= 1
