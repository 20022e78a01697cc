"""The Airflow that tests get runs DAGs: mapped tasks, assets, params and failures."""

import textwrap
from pathlib import Path

import pytest

from tests.support.services import airflow
from tests.support.services.airflow import Airflow
from tests.support.services.postgres import Postgres
from tests.support.services.process import ServiceError

pytestmark = [pytest.mark.slow, pytest.mark.service("airflow"), pytest.mark.timeout(600)]

DAGS = """
    from pathlib import Path
    from airflow.sdk import Asset, Param, dag, task

    collected = Asset("zhibi-collected")
    FOLDER = Path({folder!r})

    @dag(schedule=None, params={{"weeks": Param(2, type="integer")}})
    def collect_probe():
        @task
        def due(params=None):
            return list(range(params["weeks"]))

        @task.bash
        def fetch(week):
            return f"echo $PROBE-{{week}} > {folder}/week-{{week}}"

        @task(outlets=[collected])
        def done():
            return len(list(FOLDER.glob("week-*")))

        fetch.expand(week=due()) >> done()

    @dag(schedule=[collected])
    def digest_probe():
        @task
        def write():
            (FOLDER / "digest").write_text("written")

        write()

    @dag(schedule=None)
    def failing_probe():
        @task(retries=0)
        def fall():
            raise ValueError("the market is closed today")

        fall()

    collect_probe()
    digest_probe()
    failing_probe()
"""


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("probe")


@pytest.fixture(scope="module")
def probe(folder: Path, postgres: Postgres, tmp_path_factory: pytest.TempPathFactory):
    dags = tmp_path_factory.mktemp("dags")
    (dags / "probe.py").write_text(textwrap.dedent(DAGS).format(folder=str(folder)))
    with (
        postgres.database() as url,
        airflow.running(dags=dags, database_url=url, env={"PROBE": "told"}) as running,
    ):
        running.client.await_dags("collect_probe", "digest_probe", "failing_probe")
        yield running


def test_it_has_the_pinned_version(probe: Airflow) -> None:
    assert probe.client.get("/api/v2/version")["version"] == "3.3.2"


def test_a_mapped_run_ends_in_success_and_its_asset_starts_the_next(
    probe: Airflow, folder: Path
) -> None:
    client = probe.client
    client.unpause("digest_probe")
    client.unpause("collect_probe")
    run = client.trigger("collect_probe", {"weeks": 3})
    client.await_run("collect_probe", run)
    states = [
        (task["task_id"], task["map_index"], task["state"])
        for task in client.tasks("collect_probe", run)
    ]
    assert sorted(states) == [
        ("done", -1, "success"),
        ("due", -1, "success"),
        ("fetch", 0, "success"),
        ("fetch", 1, "success"),
        ("fetch", 2, "success"),
    ]
    assert (folder / "week-2").read_text() == "told-2\n"
    assert client.await_run("digest_probe")["run_type"] == "asset_triggered"
    assert (folder / "digest").read_text() == "written"


def test_a_failed_run_is_told_with_the_log_of_its_task(probe: Airflow) -> None:
    probe.client.unpause("failing_probe")
    run = probe.client.trigger("failing_probe")
    with pytest.raises(ServiceError, match="the market is closed today"):
        probe.client.await_run("failing_probe", run)


def test_what_the_api_refuses_is_told(probe: Airflow) -> None:
    with pytest.raises(ServiceError, match="404"):
        probe.client.trigger("no_such_probe")
