"""A sick cluster: what is sent is stored once or refused by name, whatever is answered."""

import json
import random
import threading
from collections import Counter
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import elasticsearch
import pytest

from schemas.errors import RetryLaterError
from search.elastic_bulk import MOST_BYTES, Line, Sender, chunks

Answer = Callable[["Cluster", list[tuple[str, str, dict[str, Any]]]], int]


class Cluster:
    """A double that stores what bulk requests bring, and misbehaves as *behave* says.

    *behave* gets the operations of one request; it returns the status of the whole answer, 0 to
    cut the connection. What it puts into ``refuse`` is answered so, per document, and not stored.
    """

    def __init__(self) -> None:
        self.stored: dict[str, int] = {}
        self.stores = Counter[str]()
        self.requests: list[int] = []
        self.refuse: dict[str, tuple[int, str]] = {}
        self.behave: Answer = lambda cluster, operations: 200
        self.store_before_failing = False
        self.lock = threading.Lock()

    def bulk(self, raw: bytes) -> tuple[int, dict[str, Any]]:
        lines = [json.loads(line) for line in raw.splitlines() if line]
        operations = [
            (action, lines[at][action]["_id"], lines[at][action])
            for at in range(0, len(lines), 2)
            for action in lines[at]
        ]
        with self.lock:
            self.requests.append(len(operations))
            self.refuse.clear()
            status = self.behave(self, operations)
            if status != 200 and not self.store_before_failing:
                return status, {"error": {"type": "busy", "reason": "no"}, "status": status}
            items = [{action: self._item(name, meta)} for action, name, meta in operations]
        return status, {"errors": True, "took": 1, "items": items}

    def _item(self, name: str, meta: dict[str, Any]) -> dict[str, Any]:
        if name in self.refuse:
            status, kind = self.refuse[name]
            return {"_id": name, "status": status, "error": {"type": kind, "reason": "seeded"}}
        if self.stored.get(name, 0) > meta["version"]:
            error = {"type": "version_conflict_engine_exception", "reason": "newer"}
            return {"_id": name, "status": 409, "error": error}
        self.stores[name] += 1
        self.stored[name] = meta["version"]
        return {"_id": name, "status": 201}


@pytest.fixture
def cluster() -> Iterator[Cluster]:
    made = Cluster()
    server = ThreadingHTTPServer(("127.0.0.1", 0), _handler(made))
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    made.url = f"http://127.0.0.1:{server.server_port}"  # type: ignore[attr-defined]
    yield made
    server.shutdown()
    server.server_close()
    thread.join()


def _handler(cluster: Cluster) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_PUT(self) -> None:
            status, answer = cluster.bulk(self.rfile.read(int(self.headers["Content-Length"])))
            if status == 0:
                self.close_connection = True
                return
            body = json.dumps(answer).encode()
            self.send_response(status)
            self.send_header("X-Elastic-Product", "Elasticsearch")
            self.send_header("Content-Type", "application/vnd.elasticsearch+json;compatible-with=8")
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        do_POST = do_PUT  # noqa: N815 - a name of the base class

        def log_message(self, *_: object) -> None:
            pass

    return Handler


@pytest.fixture
def waits() -> list[float]:
    return []


@pytest.fixture
def sender(cluster: Cluster, waits: list[float]) -> Iterator[Sender]:
    client = elasticsearch.Elasticsearch(cluster.url, max_retries=0, retry_on_timeout=False)  # type: ignore[attr-defined]
    yield Sender(client, "zhibi", pause=waits.append)
    client.close()


def _lines(count: int, size: int = 10) -> list[Line]:
    return [
        Line(
            f"d{number}",
            json.dumps({"index": {"_id": f"d{number}", "version": 3}}).encode(),
            json.dumps({"text": "x" * size}).encode(),
        )
        for number in range(count)
    ]


def test_a_busy_cluster_gets_smaller_requests_later_and_all_of_them(
    cluster: Cluster, sender: Sender, waits: list[float]
) -> None:
    refusals = iter([429, 503, 429])
    cluster.behave = lambda *_: next(refusals, 200)
    outcome = sender.send(_lines(400))
    assert (outcome.done, outcome.failed) == (400, [])
    assert set(cluster.stored) == {line.id for line in _lines(400)}
    assert cluster.requests[:3] == [400, 200, 100]
    assert len(waits) == 3
    assert waits[0] < waits[2] <= 2.0  # growing, with jitter


def test_ten_thousand_documents_with_every_kind_of_answer_end_as_they_should(
    cluster: Cluster, sender: Sender
) -> None:
    draw = random.Random(5)
    lines = _lines(10_000)
    bad = {line.id for line in lines if draw.random() < 0.01}
    newer = {line.id for line in lines if draw.random() < 0.01} - bad
    cluster.stored.update(dict.fromkeys(newer, 9))

    def behave(cluster: Cluster, operations: list[tuple[str, str, dict[str, Any]]]) -> int:
        for _, name, _ in operations:
            if name in bad:
                cluster.refuse[name] = (400, "document_parsing_exception")
            elif draw.random() < 0.03:
                cluster.refuse[name] = (draw.choice((429, 503)), "es_rejected_execution_exception")
        return 200

    cluster.behave = behave
    outcome = sender.send(iter(lines))
    assert {name for name, _ in outcome.failed} == bad
    assert all("document_parsing_exception: seeded" in reason for _, reason in outcome.failed)
    assert outcome.done == 10_000 - len(bad)
    assert set(cluster.stored) == {line.id for line in lines} - bad
    assert all(cluster.stored[name] == 9 for name in newer)


def test_a_connection_cut_after_the_cluster_had_stored_makes_nothing_twice(
    cluster: Cluster, sender: Sender
) -> None:
    cuts = iter([0, 200, 0])
    cluster.store_before_failing = True
    cluster.behave = lambda *_: next(cuts, 200)
    outcome = sender.send(_lines(100))
    assert (outcome.done, outcome.failed) == (100, [])
    assert len(cluster.stored) == 100
    assert max(cluster.stores.values()) > 1  # sent again, with the same id and version


def test_a_request_too_large_is_halved_and_a_document_too_large_is_refused(
    cluster: Cluster, sender: Sender, waits: list[float]
) -> None:
    def behave(_: Cluster, operations: list[tuple[str, str, dict[str, Any]]]) -> int:
        return 413 if len(operations) > 3 or any(name == "d7" for _, name, _ in operations) else 200

    cluster.behave = behave
    outcome = sender.send(_lines(16))
    assert outcome.failed == [("d7", "too large for the server")]
    assert outcome.done == len(cluster.stored) == 15
    assert waits == []


@pytest.mark.parametrize(
    ("status", "says"), [(429, "is busy"), (503, "answers 503"), (0, "does not answer")]
)
def test_a_cluster_that_stays_sick_is_left_for_later(
    cluster: Cluster, sender: Sender, waits: list[float], status: int, says: str
) -> None:
    cluster.behave = lambda *_: status
    with pytest.raises(RetryLaterError, match=says):
        sender.send(_lines(10))
    assert len(waits) == 5


def test_a_block_on_writing_pauses_at_once(
    cluster: Cluster, sender: Sender, waits: list[float]
) -> None:
    def behave(cluster: Cluster, operations: list[tuple[str, str, dict[str, Any]]]) -> int:
        cluster.refuse.update({name: (429, "cluster_block_exception") for _, name, _ in operations})
        return 200

    cluster.behave = behave
    with pytest.raises(RetryLaterError, match="read-only"):
        sender.send(_lines(10))
    assert waits == []


def test_requests_are_bounded_in_bytes_and_keep_the_order() -> None:
    lines = _lines(40, size=MOST_BYTES // 10)
    parts = list(chunks(iter(lines)))
    assert [line for part in parts for line in part] == lines
    assert all(sum(line.size for line in part) <= MOST_BYTES for part in parts)
    assert len(parts) == 5
    (alone,) = chunks(_lines(1, size=2 * MOST_BYTES))
    assert len(alone) == 1
