"""Fixtures for every test: real servers, shared by the session, and a guard around the network."""

import os
import sys
import uuid
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, TypeVar

import pytest
from hypothesis import settings

from tests.support import network
from tests.support.services import parts, process, smtp
from tests.support.services.elasticsearch import Elasticsearch
from tests.support.services.postgres import Postgres
from tests.support.services.shared import Session

# Which fixture brings which real part. ZHIBI_TEST_WITHOUT deselects by these names.
_PART_OF_FIXTURE = {
    "elasticsearch": "elasticsearch",
    "postgres": "postgres",
    "airflow": "airflow",
    "chromium": "chromium",
}
Service = TypeVar("Service")
_SESSION = pytest.StashKey[Session]()
_FOLDER_KEY = "zhibi_session_folder"  # how a worker learns the folder of its session

# Shared machines are slow at times: an example may take long without being wrong.
settings.register_profile("zhibi", deadline=None, print_blob=True)
settings.load_profile("zhibi")


def pytest_configure(config: pytest.Config) -> None:
    """Open the session's folder, or find it from within a worker; keep tests on this machine."""
    worker: dict[str, Any] | None = getattr(config, "workerinput", None)
    config.stash[_SESSION] = (
        Session.begin() if worker is None else Session(Path(worker[_FOLDER_KEY]))
    )
    sys.addaudithook(network.stay_on_this_machine)


def pytest_unconfigure(config: pytest.Config) -> None:
    """End every shared server; a no-op in a worker."""
    config.stash[_SESSION].end()


@pytest.hookimpl(optionalhook=True)
def pytest_configure_node(node: Any) -> None:
    """Tell a worker of pytest-xdist the session's folder."""
    node.workerinput[_FOLDER_KEY] = str(node.config.stash[_SESSION].folder)


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Put the long tests first, so that no worker ends on one, and leave out parts by request."""
    without = set(filter(None, os.environ.get("ZHIBI_TEST_WITHOUT", "").split(",")))
    if unknown := without - set(_PART_OF_FIXTURE.values()):
        raise pytest.UsageError(
            f"ZHIBI_TEST_WITHOUT names {', '.join(sorted(unknown))}; "
            f"the parts are {', '.join(sorted(set(_PART_OF_FIXTURE.values())))}"
        )
    if without and os.environ.get("CI"):
        raise pytest.UsageError("ZHIBI_TEST_WITHOUT is for your own machine: CI runs every test")
    left_out = [item for item in items if _parts(item) & without]
    if left_out:
        config.hook.pytest_deselected(items=left_out)
    kept = [item for item in items if not _parts(item) & without]
    items[:] = sorted(kept, key=lambda item: item.get_closest_marker("slow") is None)


def _parts(item: pytest.Item) -> set[str]:
    names: list[str] = getattr(item, "fixturenames", [])
    used = {part for name, part in _PART_OF_FIXTURE.items() if name in names}
    return used | {mark.args[0] for mark in item.iter_markers("service")}


@pytest.fixture(scope="session")
def elasticsearch(request: pytest.FixtureRequest) -> Elasticsearch:
    """The session's Elasticsearch node, started when the first test needs it."""
    return _started(request.config.stash[_SESSION].elasticsearch)


@pytest.fixture(scope="session")
def elasticsearch_url(elasticsearch: Elasticsearch) -> str:
    """The URL of the session's Elasticsearch node; name what you make by `elasticsearch_prefix`."""
    return elasticsearch.url


@pytest.fixture
def elasticsearch_prefix(elasticsearch: Elasticsearch) -> Iterator[str]:
    """A prefix of this test's own for indices, aliases and templates; they are removed after it."""
    prefix = f"t{uuid.uuid4().hex[:10]}"
    yield prefix
    elasticsearch.remove(f"{prefix}*")


@pytest.fixture(scope="session")
def postgres(request: pytest.FixtureRequest) -> Postgres:
    """The session's PostgreSQL cluster, started when the first test needs it."""
    return _started(request.config.stash[_SESSION].postgres)


@pytest.fixture
def postgres_url(postgres: Postgres) -> Iterator[str]:
    """The SQLAlchemy URL of an empty database of this test's own."""
    with postgres.database() as url:
        yield url


@pytest.fixture
def smtp_sink() -> Iterator[smtp.Sink]:
    """An SMTP server that keeps what it takes and fails where it is told to."""
    with smtp.running() as sink:
        yield sink


@pytest.fixture
def free_port() -> int:
    """A TCP port on loopback that nobody listens on at this moment."""
    return process.free_port()


def _started(start: Callable[[], Service]) -> Service:
    """What *start* returns; a part that is missing or broken fails the test in one sentence."""
    try:
        return start()
    except (process.ServiceError, parts.MissingPartError) as error:
        pytest.fail(str(error), pytrace=False)
