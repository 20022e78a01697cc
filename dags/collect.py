"""Collect: what is due, about ten sources a task, then ingest, enrich, index and alert."""

from datetime import datetime, timedelta
from typing import Any, cast
from zoneinfo import ZoneInfo

from airflow.sdk import Asset, Param, dag, get_current_context, task

from dags.command import zhibi

STORIES = Asset(name="zhibi-stories", uri="zhibi://stories")
# One crawl at a time per slot of this pool: crawls share the machine's network and its politeness.
POOL = "zhibi_crawl"
RETRY = {
    "retries": 3,
    "retry_delay": timedelta(minutes=1),
    "retry_exponential_backoff": True,
    "max_retry_delay": timedelta(minutes=30),
}


@dag(
    schedule="*/30 * * * *",
    start_date=datetime(2026, 1, 1, tzinfo=ZoneInfo("UTC")),
    catchup=False,
    max_active_runs=1,
    dagrun_timeout=timedelta(hours=4),
    default_args=RETRY,
    params={
        "sources": Param([], type="array", description="Only these source ids; empty: what is due"),
        "now": Param(None, type=["null", "string"], description="Take this as the present"),
    },
    tags=["zhibi"],
)
def collect() -> None:
    """Fetch sources that are due, read them and bring search up to date."""

    @task(execution_timeout=timedelta(minutes=5))
    def due() -> list[list[str]]:
        params = get_current_context()["params"]
        named = [part for one in params["sources"] for part in ("--source", one)]
        return zhibi("source", "due", "--batch", "10", *named, now=params["now"])

    @task(pool=POOL, execution_timeout=timedelta(minutes=70), map_index_template="{{ label }}")
    def crawl(sources: list[str]) -> str:
        context = get_current_context()
        cast("dict[str, Any]", context)["label"] = f"{sources[0]} and {len(sources) - 1} more"
        run = f"{context['run_id']}-{context['ti'].map_index}"
        named = [part for one in sources for part in ("--source", one)]
        zhibi("crawl", "--run", run, *named, "--json", now=context["params"]["now"])
        return run

    @task(execution_timeout=timedelta(hours=1))
    def step(name: str) -> None:
        zhibi(name, "--json", now=get_current_context()["params"]["now"])

    @task(outlets=[STORIES], execution_timeout=timedelta(minutes=30))
    def alert() -> None:
        zhibi("alert", "--send-if-set", "--json", now=get_current_context()["params"]["now"])

    ingest = step.override(task_id="ingest", trigger_rule="none_failed")("ingest")
    enrich = step.override(task_id="enrich")("enrich")
    index = step.override(task_id="index")("index")
    crawl.expand(sources=due()) >> ingest >> enrich >> index >> alert()


collect()
