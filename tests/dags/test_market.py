"""A real scheduler runs collect → digest over the invented market, on the servers a team has.

PostgreSQL keeps the store, Elasticsearch the index, an SMTP server takes the mail. The run is started
by Airflow's REST API; the digest's run is started by the asset that collect updates.
"""

import json
import time
import urllib.request
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from demo.content import sites
from demo.server import serve
from pipeline.services import apply
from pipeline.workspace import open_workspace
from tests.support.services import airflow, smtp
from tests.support.services.airflow import Airflow
from tests.support.services.airflow_client import AirflowClient
from tests.support.services.postgres import Postgres
from text.display import week_name

pytestmark = [pytest.mark.slow, pytest.mark.service("airflow"), pytest.mark.timeout(900)]

CLONE = Path(__file__).resolve().parents[2]
NOW = datetime(2026, 11, 23, 8, 0, tzinfo=UTC)


@dataclass(frozen=True)
class Team:
    """The whole set-up, with the run of collect that was taken."""

    airflow: Airflow
    sink: smtp.Sink
    index: str
    workspace: Path
    run: str


@pytest.fixture(scope="module")
def team(
    postgres: Postgres, elasticsearch_url: str, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Team]:
    folder = tmp_path_factory.mktemp("workspace")
    index = f"{elasticsearch_url}?index=airflow-market"
    with (
        serve(NOW) as (_clock, port),
        smtp.running() as sink,
        postgres.database() as metadata,
        postgres.database() as database,
    ):
        (folder / "zhibi.yaml").write_text(settings(port, database, index, sink))
        workspace = open_workspace(folder)
        apply(workspace, CLONE / "demo" / "registry", author="test")
        workspace.close()
        variables = {"ZHIBI_WORKSPACE": str(folder)}
        with airflow.running(dags=CLONE / "dags", database_url=metadata, env=variables) as running:
            client = running.client
            client.await_dags("collect", "digest", "maintain")
            client.call(
                "POST",
                "/api/v2/pools",
                {"name": "zhibi_crawl", "slots": 2, "include_deferred": False},
            )
            client.unpause("digest")
            client.unpause("collect")
            run = client.trigger("collect", {"now": NOW.isoformat()})
            yield Team(running, sink, index, folder, run)


def settings(port: int, database: str, index: str, sink: smtp.Sink) -> str:
    """Return a team's zhibi.yaml over the market on *port*."""
    return json.dumps(
        {
            "clock": NOW.isoformat(),
            "database": database,
            "index": index,
            "smtp": {"host": sink.host, "port": sink.port},
            "crawl": {"delay": 0},
            "egress": {
                "allow": ["127.0.0.1"],
                "hosts": dict.fromkeys(sites(), f"127.0.0.1:{port}"),
            },
        }
    )


def test_collect_ends_well_and_the_digest_follows_by_its_asset(team: Team) -> None:
    client = team.airflow.client
    client.await_run("collect", team.run, seconds=600)
    # Unpausing lets the scheduler take its own slot too: whichever comes first finds what is due.
    runs = [one["dag_run_id"] for one in client.runs("collect")]
    for run in runs:
        client.await_run("collect", run, seconds=300)
    tasks = [task for run in runs for task in client.tasks("collect", run)]
    assert {task["state"] for task in tasks} <= {"success", "skipped"}
    steps = {task["task_id"] for task in tasks if task["state"] == "success"}
    assert steps == {"due", "crawl", "ingest", "enrich", "index", "alert"}
    mapped = [task for task in tasks if task["task_id"] == "crawl" and task["state"] == "success"]
    assert len(mapped) >= 3  # about ten sources a task
    follower = by_its_asset(client)
    client.await_run("digest", follower["dag_run_id"], seconds=300)


def by_its_asset(client: AirflowClient) -> dict[str, Any]:
    """Return the run of digest that the asset of collect started."""
    deadline = time.monotonic() + 120
    while time.monotonic() < deadline:
        for run in client.runs("digest"):
            if run["run_type"] == "asset_triggered":
                return run
        time.sleep(1)
    raise AssertionError(f"no run by the asset: {client.runs('digest')}")


def test_what_was_collected_is_in_elasticsearch(team: Team) -> None:
    server, name = team.index.split("?index=")
    with urllib.request.urlopen(f"{server}/{name}*/_count", timeout=30) as answer:
        assert json.load(answer)["count"] > 100


def test_every_reader_has_one_digest_in_the_mailbox(team: Team) -> None:
    messages = [received.message for received in team.sink.messages]
    ids = [str(message["Message-ID"]) for message in messages]
    assert len(set(ids)) == len(ids)
    weeks = (week_name("2026-W47", "en"), week_name("2026-W47", "zh"))
    digests = [message for message in messages if str(message["Subject"]).startswith(weeks)]
    recipients = [str(message["To"]) for message in digests]
    assert len(recipients) == len(set(recipients)) == 3
    subjects = [str(message["Subject"]) for message in digests]
    assert {subject.startswith(weeks[1]) for subject in subjects} == {True, False}


def test_a_second_run_of_the_digest_sends_nothing_again(team: Team) -> None:
    client = team.airflow.client
    before = len(team.sink.messages)
    run = client.trigger("digest", {"now": NOW.isoformat()})
    client.await_run("digest", run, seconds=300)
    assert len(team.sink.messages) == before
