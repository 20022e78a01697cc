"""Digest: freeze and send the editions whose cut-off has passed, each once."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from airflow.sdk import (
    Asset,
    AssetOrTimeSchedule,
    CronTriggerTimetable,
    Param,
    dag,
    get_current_context,
    task,
)
from airflow.sdk.definitions.callback import AsyncCallback
from airflow.sdk.definitions.deadline import DeadlineAlert, DeadlineReference

from dags.command import zhibi

STORIES = Asset(name="zhibi-stories", uri="zhibi://stories")


@dag(
    # Every quarter, since readers choose hour and zone and some zones are off by a half or a quarter;
    # and after a collection, for what it brought. The command freezes an edition once and sends it
    # once, so a run too many, a cleared one or the one that is caught up on unpause does nothing.
    schedule=AssetOrTimeSchedule(
        timetable=CronTriggerTimetable("*/15 * * * *", timezone="UTC"), assets=[STORIES]
    ),
    start_date=datetime(2026, 1, 1, tzinfo=ZoneInfo("UTC")),
    catchup=False,
    max_active_runs=1,
    dagrun_timeout=timedelta(hours=1),
    deadline=DeadlineAlert(
        reference=DeadlineReference.DAGRUN_QUEUED_AT,
        interval=timedelta(minutes=20),
        callback=AsyncCallback("dags.deadlines.tell_operators"),
    ),
    default_args={"retries": 3, "retry_delay": timedelta(minutes=5)},
    params={
        "week": Param(None, type=["null", "string"], description="ISO week, such as 2026-W47"),
        "readers": Param([], type="array", description="Only these readers; empty: all"),
        "send": Param(True, type="boolean", description="Deliver by mail, where a server is set"),
        "now": Param(None, type=["null", "string"], description="Take this as the present"),
    },
    tags=["zhibi"],
)
def digest() -> None:
    """Compose, freeze and deliver."""

    @task(execution_timeout=timedelta(minutes=30))
    def editions() -> None:
        params = get_current_context()["params"]
        arguments = [part for one in params["readers"] for part in ("--reader", one)]
        arguments += ["--week", params["week"]] if params["week"] else []
        arguments += ["--send-if-set"] if params["send"] else []
        zhibi("digest", *arguments, "--json", now=params["now"], partly=False)

    editions()


digest()
