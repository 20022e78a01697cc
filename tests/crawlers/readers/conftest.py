"""Reading a body of any kind in one call."""

import json
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import pytest

from crawlers.pool import ExtractJob
from crawlers.readers.made import Reading
from crawlers.reading import read

SEEN = datetime(2026, 11, 24, 2, 0, tzinfo=UTC)


@pytest.fixture
def reading() -> Callable[..., Reading]:
    """Read bytes, text or JSON as if fetched on 24 November 2026."""

    def read_body(body: Any, url: str = "https://velmora.example/x", **more: Any) -> Reading:
        if not isinstance(body, str | bytes):
            body = json.dumps(body)
        data = body.encode() if isinstance(body, str) else body
        return read(ExtractJob(id="1", url=url, seen=SEEN, body=data, **more))

    return read_body
