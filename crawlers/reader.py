"""A child of the pool: ``python -m crawlers.reader MEMORY CPU``. Reads pages from stdin, answers on stdout.

Each message is a length (four bytes, big-endian) and that many bytes: a JSON job followed by the
body in the one direction, a JSON answer in the other.
"""

import json
import resource
import struct
import sys
from datetime import datetime
from typing import Any, BinaryIO

from crawlers.extract import extract
from schemas.errors import QuarantineError, ZhibiError
from schemas.harvest import Hint

_LENGTH = struct.Struct(">I")
_FILES = 64


def main() -> None:
    """Limit this process, then answer jobs until stdin ends."""
    memory, processor = (int(value) for value in sys.argv[1:3])
    resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
    resource.setrlimit(resource.RLIMIT_CPU, (processor, processor))
    resource.setrlimit(resource.RLIMIT_NOFILE, (_FILES, _FILES))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    stdin, stdout = sys.stdin.buffer, sys.stdout.buffer
    while (head := _receive(stdin)) is not None:
        body = _receive(stdin)
        if body is None:
            return
        answer = json.dumps(_read(json.loads(head), body), ensure_ascii=False).encode()
        stdout.write(_LENGTH.pack(len(answer)) + answer)
        stdout.flush()


def _receive(stream: BinaryIO) -> bytes | None:
    head = stream.read(_LENGTH.size)
    if len(head) < _LENGTH.size:
        return None
    return stream.read(_LENGTH.unpack(head)[0])


def _read(job: dict[str, Any], body: bytes) -> dict[str, Any]:
    hint = Hint.model_validate(job["hint"]) if job["hint"] else None
    try:
        document = extract(
            body,
            url=job["url"],
            headers=job["headers"],
            kind=job["kind"],
            hint=hint,
            seen=datetime.fromisoformat(job["seen"]),
            selectors=job["selectors"],
        )
    except QuarantineError as error:
        return {"reason": error.reason, "detail": error.what}
    except ZhibiError as error:
        return {"reason": "unreadable", "detail": str(error)}
    except MemoryError:
        return {"reason": "parser-died", "detail": "the page needs more memory than a page may"}
    except Exception as error:  # noqa: BLE001  # the edge of this process: one page, not the run
        return {"reason": "parser-failed", "detail": f"{type(error).__name__}: {error}"[:500]}
    return {"document": document.model_dump(mode="json")}


if __name__ == "__main__":
    main()
