"""Pictures are drawn one at a time, and only a few may wait for theirs."""

import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import Event

import pytest

from pipeline import pictures
from pipeline.workspace import Workspace, make_workspace, open_workspace
from schemas.errors import RetryLaterError


@pytest.fixture
def workspace(tmp_path: Path) -> Iterator[Workspace]:
    make_workspace(tmp_path / "market", "base_url: http://127.0.0.1:8000\n")
    opened = open_workspace(tmp_path / "market")
    yield opened
    opened.close()


def test_who_asks_while_many_wait_is_told_to_come_again(workspace: Workspace) -> None:
    go = Event()

    def draw() -> bytes:
        go.wait(30)
        return b"png"

    with ThreadPoolExecutor(5) as pool:
        waiting = [pool.submit(pictures.kept, workspace, f"p{n}", draw) for n in range(5)]
        while pictures._PLACES._value:
            time.sleep(0.01)
        with pytest.raises(RetryLaterError, match="other pictures"):
            pictures.kept(workspace, "one-more", draw)
        go.set()
        assert [one.result() for one in waiting] == [b"png"] * 5
    assert pictures.kept(workspace, "one-more", draw) == b"png"
    assert pictures.kept(workspace, "p0", lambda: b"other") == b"png"
