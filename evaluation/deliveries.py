"""Ten thousand mails over a server that fails at random, from processes that die at random.

The outbox is the real one, on disk; the wire is simulated, so that every message's true fate is known. (The
real wire, and processes that are really killed, are in ``tests/digests/test_kills.py``, for hundreds.)
"""

import random
import sys
import tempfile
from collections import Counter
from datetime import UTC, datetime, timedelta
from pathlib import Path

from digests.delivery import SmtpSettings, deliver
from digests.smtp import Failed, Outcome, Retry, Sent, Unknown
from schemas.delivery import Delivery, Digest, DigestInput, RenderedDigest
from schemas.registry import Reader
from store import Store, open_store

START = datetime(2026, 11, 23, 7, tzinfo=UTC)


class KilledError(BaseException):
    """The process dies here."""


class Wire:
    """A mail server and the way to it; *accepted* counts what the server really took, by recipient."""

    def __init__(self, seed: int) -> None:
        self._random = random.Random(seed)  # noqa: S311  # a simulation
        self.accepted: Counter[str] = Counter()
        self.faults: Counter[str] = Counter()

    def __call__(self, _: SmtpSettings, __: str, recipient: str, ___: str) -> Outcome:
        """Take a message, or fail in one of the ways that servers and processes do."""
        draw = self._random.random()
        for limit, name in (
            (0.02, "refused connection"), (0.08, "4xx"), (0.10, "5xx"), (0.13, "drop before the dot"),
            (0.16, "drop after the dot, taken"), (0.18, "drop after the dot, not taken"),
            (0.20, "killed before the dot"), (0.22, "killed after it was taken"),
        ):  # fmt: skip
            if draw < limit:
                self.faults[name] += 1
                return self._fail(name, recipient)
        self.accepted[recipient] += 1
        return Sent("250 kept")

    def _fail(self, name: str, recipient: str) -> Outcome:
        if name.endswith("taken") and "not taken" not in name:
            self.accepted[recipient] += 1
        if name.startswith("killed"):
            raise KilledError
        outcomes: dict[str, Outcome] = {
            "refused connection": Retry("refused", server=True),
            "4xx": Retry("451 busy"),
            "5xx": Failed("550 no such mailbox"),
            "drop before the dot": Retry("lost"),
        }
        return outcomes.get(name, Unknown("no reply"))


def fill(store: Store, number: int) -> None:
    """Queue *number* mails of as many readers."""
    with store.batch():
        for place in range(number):
            reader = Reader(id=f"r{place}", name="R", email=f"r{place}@x.example")
            digest = Digest(
                id=f"e{place}", reader=reader.id, language="en", week="2026-W47",
                start=START - timedelta(days=7), cut_off=START, subject="Week 47", preheader="", intro="",
            )  # fmt: skip
            given = DigestInput(reader=reader, week="2026-W47", start=digest.start, cut_off=START)
            message = Delivery(
                id=f"m{place}", edition=digest.id, reader=reader.id, address=reader.email,
                subject="Week 47", message_id=f"<{place}@x.example>", updated=START,
            )  # fmt: skip
            mail = RenderedDigest(html="", text="", mime="Subject: Week 47\r\n\r\nText\r\n")
            store.editions.freeze(digest, given, mail, message)


def run(store: Store, wire: Wire) -> int:
    """Send until nothing waits, each death followed by a new start; return how many died."""
    outbox = store.editions.outbox
    settings, now, deaths = SmtpSettings("mail.example"), START, 0
    while True:
        outbox.recover(now)
        try:
            deliver(outbox, settings, now, 100_000, transport=wire)
        except KilledError:
            deaths += 1
            continue
        waiting = [one.next_attempt for one in outbox.list("queued")]
        if not waiting:
            return deaths
        now = max(now, min((one for one in waiting if one), default=now))


def judge(store: Store, wire: Wire) -> tuple[list[str], list[str], Counter[str]]:
    """Return the duplicates, the silent losses, and how many ended in which state."""
    states: Counter[str] = Counter()
    duplicates, losses = [], []
    for one in store.editions.outbox.list():
        states[one.state] += 1
        taken = wire.accepted[one.address]
        if taken > 1:
            duplicates.append(one.address)
        if (taken == 0 and one.state not in {"failed", "unknown"}) or one.state in {"queued", "sending"}:  # fmt: skip
            losses.append(one.address)
    return duplicates, losses, states


def main(number: int = 10_000, seed: int = 7) -> dict[str, float]:
    """Print what became of *number* mails and return duplicates and silent losses."""
    with tempfile.TemporaryDirectory() as name:
        store = open_store(f"sqlite:///{Path(name) / 'zhibi.sqlite'}", Path(name))
        try:
            wire = Wire(seed)
            fill(store, number)
            deaths = run(store, wire)
            duplicates, losses, states = judge(store, wire)
        finally:
            store.close()
    print(f"deliveries    {number:,} mails, {sum(wire.faults.values()):,} faults, {deaths:,} deaths: {len(duplicates)} duplicates, {len(losses)} silent losses")  # fmt: skip
    print("  " + ", ".join(f"{states[one]:,} {one}" for one in sorted(states)))
    return {"duplicate mails": float(len(duplicates)), "silent losses": float(len(losses))}


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 10_000)
