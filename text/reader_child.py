"""A child process that reads texts for the index: ``python -m text.reader_child``, over two pipes.

It takes the names that stay whole, then parts of texts, and gives what is indexed of each part. It
ends when the other end of its pipe does, however that came.
"""

import pickle
import struct
import sys
from collections.abc import Sequence
from typing import IO, Any

from text.segment import Segmenter
from text.streams import Streams, read_both

HEADER = struct.Struct("<I")  # bytes that follow
Read = tuple[Streams, Streams] | str
"""The streams of a title and of a text, or why they cannot be read."""
Texts = tuple[str, str]
"""A title and a text."""


def read_all(texts: Sequence[Texts], segmenter: Segmenter) -> list[Read]:
    """Return what is indexed of each title and text, or why it cannot be read."""
    return [_read(title, text, segmenter) for title, text in texts]


def _read(title: str, text: str, segmenter: Segmenter) -> Read:
    try:
        return read_both(title, text, segmenter)
    except Exception as error:  # noqa: BLE001 - one text never costs the others, whatever it holds
        return f"text that cannot be read: {error}"


def serve(source: IO[bytes], target: IO[bytes]) -> None:
    """Read what comes through *source* until it ends."""
    names = _next(source)
    if names is None:
        return
    segmenter = Segmenter(names)
    while (texts := _next(source)) is not None:
        made = pickle.dumps(read_all(texts, segmenter), protocol=pickle.HIGHEST_PROTOCOL)
        target.write(HEADER.pack(len(made)) + made)
        target.flush()


def _next(source: IO[bytes]) -> Any:
    header = source.read(HEADER.size)
    if len(header) < HEADER.size:
        return None
    (size,) = HEADER.unpack(header)
    return pickle.loads(source.read(size))  # noqa: S301 - written by our own parent


if __name__ == "__main__":
    serve(sys.stdin.buffer, sys.stdout.buffer)
