"""Maintain: every night, settle the outbox, remove leftovers, check what is stored."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from airflow.sdk import Param, dag, get_current_context, task

from dags.command import zhibi


@dag(
    schedule="30 2 * * *",
    start_date=datetime(2026, 1, 1, tzinfo=ZoneInfo("UTC")),
    catchup=False,
    max_active_runs=1,
    dagrun_timeout=timedelta(hours=6),
    default_args={"retries": 1, "retry_delay": timedelta(minutes=10)},
    params={"deep": Param(False, type="boolean", description="Read every archived body too")},
    tags=["zhibi"],
)
def maintain() -> None:
    """Keep the workspace small and whole; fails where something stored is damaged."""

    @task(execution_timeout=timedelta(hours=5))
    def check() -> None:
        deep = ["--deep"] if get_current_context()["params"]["deep"] else []
        zhibi("maintain", *deep, "--json", seconds=5 * 3600, partly=False)

    check()


maintain()
