"""Sending documents to Elasticsearch so that none is lost, whatever the server answers.

whole request   429, 5xx, no answer: again, later, in halves; 413: in halves
one document    2xx: done · 409: what is stored is as new: done · 429, 5xx: again, later
                400, 404, 413: refused, and told · a block on writing: all wait
"""

import random
import time
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from dataclasses import dataclass, field
from typing import Any

import elastic_transport
import elasticsearch

from schemas.errors import RetryLaterError
from search.elastic_errors import blocked, translated

MOST_BYTES = 5 * 1024 * 1024  # of one request: servers and proxies take it everywhere
_MOST_DOCUMENTS = 500
_SENDERS = 4  # requests under way, as the client's own helper has
_ATTEMPTS = 6
_FIRST_WAIT = 0.5  # seconds, doubled each time up to the longest, then shortened at random
_LONGEST_WAIT = 20.0
_AGAIN = frozenset({429, 500, 502, 503, 504})


@dataclass(frozen=True, slots=True)
class Line:
    """What is sent for one document: the action and, unless it is a removal, the body."""

    id: str
    action: bytes
    body: bytes | None = None

    @property
    def size(self) -> int:
        """Return the bytes it takes in a request."""
        return len(self.action) + len(self.body or b"") + 2


@dataclass
class Outcome:
    """What came of sending: ids done, and ids refused with the reason."""

    done: int = 0
    failed: list[tuple[str, str]] = field(default_factory=list)

    def add(self, other: "Outcome") -> None:
        """Take the counts of *other* in."""
        self.done += other.done
        self.failed += other.failed


@dataclass(frozen=True)
class Sender:
    """Sends lines to the index *target*. *pause* waits for some seconds."""

    client: elasticsearch.Elasticsearch
    target: str
    require_alias: bool = True
    pause: Callable[[float], None] = time.sleep

    def send(self, lines: Iterable[Line]) -> Outcome:
        """Send all *lines*. Raises RetryLaterError when the server stays away, busy or blocked."""
        outcome = Outcome()
        with ThreadPoolExecutor(_SENDERS, thread_name_prefix="bulk") as pool:
            under_way: set[Future[Outcome]] = set()
            for chunk in chunks(lines):
                under_way.add(pool.submit(self.send_chunk, chunk))
                if len(under_way) > _SENDERS:
                    under_way = _collect(under_way, outcome)
            while under_way:
                under_way = _collect(under_way, outcome)
        return outcome

    def send_chunk(self, lines: list[Line]) -> Outcome:
        """Send *lines* in one request, and again what did not get through."""
        outcome = Outcome()
        waiting = [lines]
        attempt = 0
        while waiting:
            chunk = waiting.pop(0)
            again, problem = self._once(chunk, outcome)
            if not again:
                continue
            if problem == 413 and len(again) == 1:
                outcome.failed.append((again[0].id, "too large for the server"))
                continue
            if problem != 413:
                attempt += 1
                if attempt >= _ATTEMPTS:
                    raise _gave_up(problem)
                self.pause(_wait(attempt))
            middle = (len(again) + 1) // 2
            waiting = [part for part in (again[:middle], again[middle:]) if part] + waiting
        return outcome

    def _once(self, lines: list[Line], outcome: Outcome) -> tuple[list[Line], int]:
        """Send once; return what must be sent again and the status that says why (0: no answer)."""
        # lines as bytes are passed on as they are, which the client's types do not know
        operations: list[Any] = [
            part for one in lines for part in (one.action, one.body) if part is not None
        ]
        try:
            answer = self.client.bulk(
                index=self.target, operations=operations, require_alias=self.require_alias
            )
        except elasticsearch.ApiError as error:
            if error.meta.status in {*_AGAIN, 413} and not blocked(error.body):
                return lines, error.meta.status
            raise translated(error) from error
        except elastic_transport.ConnectionError:
            return lines, 0
        except elastic_transport.TransportError as error:
            raise translated(error) from error
        return self._sort_out(lines, answer["items"], outcome)

    def _sort_out(
        self, lines: list[Line], items: list[dict[str, Any]], outcome: Outcome
    ) -> tuple[list[Line], int]:
        again: list[Line] = []
        problem = 0
        for line, item in zip(lines, items, strict=True):
            (result,) = item.values()
            status = int(result["status"])
            reason = result.get("error")
            if blocked(result):
                raise RetryLaterError(
                    "Elasticsearch takes no changes at present: the index is read-only",
                    where=self.target,
                    remedy="Free disk space on its nodes or lift the block; what waits is kept",
                )
            if status < 300 or status == 409 or (line.body is None and status == 404):
                outcome.done += 1
            elif status in _AGAIN:
                again.append(line)
                problem = status
            else:
                outcome.failed.append((line.id, _reason(reason)))
        return again, problem


def chunks(lines: Iterable[Line]) -> Iterator[list[Line]]:
    """Yield *lines* in requests of bounded size; a line above the bound goes alone."""
    chunk: list[Line] = []
    size = 0
    for line in lines:
        if chunk and (size + line.size > MOST_BYTES or len(chunk) >= _MOST_DOCUMENTS):
            yield chunk
            chunk, size = [], 0
        chunk.append(line)
        size += line.size
    if chunk:
        yield chunk


def _collect(under_way: set[Future[Outcome]], outcome: Outcome) -> set[Future[Outcome]]:
    done, rest = wait(under_way, return_when=FIRST_COMPLETED)
    for future in done:
        outcome.add(future.result())
    return rest


def _wait(attempt: int) -> float:
    longest = min(_FIRST_WAIT * 2 ** (attempt - 1), _LONGEST_WAIT)
    return random.uniform(longest / 2, longest)  # noqa: S311 - spreads retries, guards nothing


def _reason(error: Any) -> str:
    if isinstance(error, dict):
        cause = error.get("caused_by") or {}
        text = f"{error.get('type', 'error')}: {error.get('reason', '')}"
        return f"{text} ({cause['reason']})" if cause.get("reason") else text
    return str(error)


def _gave_up(status: int) -> RetryLaterError:
    what = "is busy" if status == 429 else f"answers {status}" if status else "does not answer"
    return RetryLaterError(
        f"Elasticsearch {what}, {_ATTEMPTS} times over",
        where="elasticsearch",
        remedy="Repeat later: what waits is kept",
    )
