"""The child of the pool: takes pages from standard input, answers on standard output.

Run as ``python -m crawlers.pool_child MEMORY PROCESSOR FILES PARENT``; bounds itself before it reads.
"""

import os
import pickle
import resource
import struct
import sys
from typing import IO, Any

from crawlers.alone import end_with_parent
from crawlers.changes.pages import whole_page
from crawlers.pool import ExtractJob, ExtractResult
from crawlers.reading import read
from crawlers.templates.reading import read_page
from schemas.errors import QuarantineError, ZhibiError

_HEADER = struct.Struct(">Q")
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
    while (data := _read(questions)) is not None:
        result = pickle.dumps(answer(pickle.loads(data)), protocol=pickle.HIGHEST_PROTOCOL)  # noqa: S301 - our parent's
        answers.write(_HEADER.pack(len(result)) + result)
        answers.flush()


def answer(job: ExtractJob) -> ExtractResult:
    """Read one page; every way it can fail is a reason, none an exception."""
    verdicts = None
    try:
        if job.plan is None:
            found = read(job)
        else:
            given, verdicts = read_page(job, job.plan)
            if isinstance(given, QuarantineError):
                return ExtractResult(
                    job.id, reason=given.reason, detail=given.what, verdicts=verdicts
                )
            found = given
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
