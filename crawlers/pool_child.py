"""The child of the pool: takes pages from standard input, answers on standard output.

Run as ``python -m crawlers.pool_child MEMORY PROCESSOR FILES PARENT``; bounds itself before it reads.
"""

import os
import pickle
import resource
import struct
import sys
import threading
import time
from typing import IO, Any

from crawlers.alone import end_with_parent
from crawlers.asking import ASKS
from crawlers.changes.pages import whole_page
from crawlers.pages.rules import WATCH, timed_out
from crawlers.pool import ExtractJob, ExtractResult
from crawlers.reading import read
from crawlers.templates.reading import read_page
from schemas.errors import QuarantineError, ZhibiError

_HEADER = struct.Struct(">Q")
# Seconds between two looks at the rule that is being applied.
_LOOK = 0.05
_LOCK = threading.Lock()
_JOB: list[ExtractJob] = []  # the one that is being answered
_FORBIDDEN = ("socket.", "subprocess.", "os.system", "os.exec", "os.posix_spawn", "os.fork")


def main(arguments: list[str]) -> None:
    """Serve pages until standard input ends."""
    memory, processor, files, parent = (int(one) for one in arguments)
    end_with_parent(parent)
    for what, bound in (
        (resource.RLIMIT_AS, memory),
        (resource.RLIMIT_CPU, processor),
        (resource.RLIMIT_NOFILE, files),
        (resource.RLIMIT_CORE, 0),
    ):
        resource.setrlimit(what, (bound, bound))
    sys.addaudithook(_no_way_out)
    # Nothing that a library prints may mix with the answers.
    answers = os.fdopen(os.dup(sys.stdout.fileno()), "wb")
    os.dup2(sys.stderr.fileno(), sys.stdout.fileno())
    questions = sys.stdin.buffer
    threading.Thread(target=_watch, args=(answers,), daemon=True).start()
    while (data := _read(questions)) is not None:
        _JOB.append(pickle.loads(data))  # noqa: S301 - our parent's
        found = answer(_JOB[-1])
        with _LOCK:
            _JOB.clear()
            _give(answers, found)


def _give(answers: IO[bytes], found: ExtractResult) -> None:
    result = pickle.dumps(found, protocol=pickle.HIGHEST_PROTOCOL)
    answers.write(_HEADER.pack(len(result)) + result)
    answers.flush()


def _watch(answers: IO[bytes]) -> None:
    """Answer for a rule that never ends, and end the process: nothing else can stop libxml2."""
    while True:
        time.sleep(_LOOK)
        if (rule := WATCH.overdue()) is None:
            continue
        with _LOCK:
            if _JOB and WATCH.overdue() == rule:
                error = timed_out(rule)
                _give(answers, ExtractResult(_JOB[-1].id, reason=error.reason, detail=error.what))
                os._exit(0)


def answer(job: ExtractJob) -> ExtractResult:  # noqa: PLR0911 - one for each way it can end
    """Read one page; every way it can fail is a reason, none an exception."""
    verdicts = None
    try:
        if job.ask:
            told = ASKS[job.ask](job.body or b"", job.headers, job.url, job.given)
            return ExtractResult(job.id, answer=told)
        found, verdicts = read_page(job, job.plan) if job.plan else (read(job), None)
        if isinstance(found, QuarantineError):
            return ExtractResult(job.id, reason=found.reason, detail=found.what, verdicts=verdicts)
        reading = whole_page(job) if job.whole and len(found.documents) == 1 else None
    except QuarantineError as error:
        return ExtractResult(job.id, reason=error.reason, detail=error.what)
    except ZhibiError as error:
        return ExtractResult(job.id, reason="invalid", detail=str(error))
    except MemoryError:
        return ExtractResult(job.id, reason="too-large", detail="reading it takes too much memory")
    except Exception as error:  # noqa: BLE001 - the edge of the process: a page never ends the run
        detail = f"{type(error).__name__}: {error}"[:300]
        return ExtractResult(job.id, reason="parser-failed", detail=detail)
    documents = found.documents
    return ExtractResult(
        job.id,
        document=documents[0] if documents else None,
        more=documents[1:],
        listed=found.listed,
        reading=reading,
        notes=found.notes,
        understood=found.understood,
        verdicts=verdicts,
    )


def _read(pipe: IO[bytes]) -> Any:
    header = pipe.read(_HEADER.size)
    if len(header) < _HEADER.size:
        return None
    (size,) = _HEADER.unpack(header)
    data = pipe.read(size)
    return data if len(data) == size else None


def _no_way_out(event: str, _: tuple[Any, ...]) -> None:
    """Refuse connections and programs: reading a page needs neither (RELIABILITY D4)."""
    if event.startswith(_FORBIDDEN):
        raise PermissionError(f"{event} is refused where pages are read")


if __name__ == "__main__":
    main(sys.argv[1:])
