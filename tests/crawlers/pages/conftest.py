"""Reading a page in one call."""

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import pytest

from crawlers.extract import extract

SEEN = datetime(2026, 11, 24, 2, 0, tzinfo=UTC)


@pytest.fixture
def read() -> Callable[..., Any]:
    """Read markup as a document, as if it had been fetched on 24 November 2026."""

    def read_one(
        markup: str | bytes, url: str = "https://velmora.example/news/a", **more: Any
    ) -> Any:
        body = markup.encode() if isinstance(markup, str) else markup
        return extract(body, url=url, seen=more.pop("seen", SEEN), **more)

    return read_one
