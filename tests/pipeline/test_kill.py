"""A run that is killed at any moment is finished by the next, with nothing lost and nothing twice."""

import os
import random
import signal
import subprocess
import sys
import time
from datetime import UTC, datetime
from pathlib import Path

import pytest

from pipeline import services
from pipeline.workspace import open_workspace
from store.verify import verify
from tests.support.site import Site, serving, workspace_for

pytestmark = [pytest.mark.slow, pytest.mark.timeout(600)]

CLONE = Path(__file__).resolve().parents[2]
NOW = "2026-11-16T09:00:00+00:00"
ARTICLES = 24


def publish(site: Site) -> None:
    rows = []
    for number in range(ARTICLES):
        path, title = f"/news/{number}", f"Velmora opens office number {number} in Lisbon"
        site.article(
            path,
            title,
            *[
                f"Velmora has opened an office in Lisbon with {number + 20} staff, the company said. Part {part} of the announcement describes rooms, desks and the view over the river in some detail for the {number}th time."
                for part in range(4)
            ],
        )
        rows.append((path, title, "Thu, 12 Nov 2026 10:00:00 GMT"))
    site.feed(*rows)
    site.pricing(Team="€89 per user / month", Business="€149 per user / month")


def start(folder: Path) -> subprocess.Popen[bytes]:
    command = [sys.executable, "-m", "cli.main", "--now", NOW, "run", "--workspace", str(folder)]
    return subprocess.Popen(
        command,
        cwd=CLONE,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        start_new_session=True,
    )


def state(folder: Path) -> tuple[set[str], int, int, int]:
    """Return URLs, revisions, stories and indexed documents of a workspace."""
    workspace = open_workspace(folder, now=datetime.fromisoformat(NOW))
    try:
        assert verify(workspace.store) == []
        pairs = list(workspace.store.tags.recent(datetime(2020, 1, 1, tzinfo=UTC)))
        urls = {revision.document.url for revision, _tags in pairs}
        revisions = sum(
            len(workspace.store.documents.revisions(revision.document_id)) for revision, _ in pairs
        )
        stories = workspace.store.stories.open_since(datetime(2020, 1, 1, tzinfo=UTC))
        return urls, revisions, len(stories), workspace.index.count()
    finally:
        workspace.close()


def prepare(site: Site, folder: Path) -> Path:
    workspace_for(site, folder)
    workspace = open_workspace(folder)
    services.apply(workspace, folder / "registry", author="test")
    workspace.close()
    return folder


def test_killed_at_random_moments_the_result_is_that_of_a_quiet_run(tmp_path: Path) -> None:
    with serving() as site:
        publish(site)
        quiet = prepare(site, tmp_path / "quiet")
        began = time.monotonic()
        with start(quiet) as child:
            _out, err = child.communicate(timeout=120)
        assert child.returncode == 0, err.decode()
        length = time.monotonic() - began
        expected = state(quiet)
        assert expected[1] == expected[3] == ARTICLES + 1
        chance = random.Random(20261116)  # moments, not secrets
        folder = prepare(site, tmp_path / "killed")
        for attempt in range(6):
            with start(folder) as child:
                time.sleep(length * (attempt + chance.random()) / 6)
                os.kill(child.pid, signal.SIGKILL)  # its crawl and its readers are left alone
        with start(folder) as child:
            _out, err = child.communicate(timeout=180)
        assert child.returncode == 0, err.decode()
        assert state(folder) == expected
