"""The part of Airflow's REST API that tests use."""

import contextlib
import json
import time
import urllib.error
import urllib.parse
import urllib.request
from typing import Any, cast

from tests.support.services.process import ServiceError

Json = dict[str, Any]
_POLL_SECONDS = 0.5
_OVER = frozenset({"success", "failed"})


class AirflowClient:
    """Signs in with a name and a password, triggers DAGs and waits for their runs."""

    def __init__(self, url: str, user: str, password: str) -> None:
        self.url = url
        self._credentials = {"username": user, "password": password}
        self._token: str | None = None

    def answers(self) -> bool:
        """Whether the API server is up."""
        with contextlib.suppress(OSError, ValueError):
            return "metadatabase" in self._health()
        return False

    def healthy(self, component: str) -> bool:
        """Whether `scheduler`, `dag_processor` or `triggerer` has given a sign of life lately."""
        with contextlib.suppress(OSError, ValueError):
            return bool(self._health().get(component, {}).get("status") == "healthy")
        return False

    def dags(self) -> list[str]:
        """The ids of the DAGs that the processor has read."""
        return [dag["dag_id"] for dag in self.get("/api/v2/dags?limit=100")["dags"]]

    def import_errors(self) -> list[str]:
        """What is wrong with DAG files, with their traces."""
        return [error["stack_trace"] for error in self.get("/api/v2/importErrors")["import_errors"]]

    def await_dags(self, *names: str, seconds: float = 60) -> None:
        """Wait until the DAG processor has read *names*.

        Raises:
            ServiceError: it has not, or a file has an error.
        """
        deadline = time.monotonic() + seconds
        while not set(names) <= set(self.dags()):
            if errors := self.import_errors():
                raise ServiceError("a DAG file has an error:\n" + "\n".join(errors))
            if time.monotonic() > deadline:
                raise ServiceError(f"after {seconds:g} s there are only the DAGs {self.dags()}")
            time.sleep(_POLL_SECONDS)

    def unpause(self, dag: str) -> None:
        """Let the scheduler run *dag*."""
        self.call("PATCH", f"/api/v2/dags/{dag}", {"is_paused": False})

    def trigger(self, dag: str, conf: Json | None = None) -> str:
        """Start a run by hand, with *conf* as its params; return the run's id."""
        body = {"logical_date": None, "conf": conf or {}}
        return str(self.call("POST", f"/api/v2/dags/{dag}/dagRuns", body)["dag_run_id"])

    def runs(self, dag: str) -> list[Json]:
        """The runs of *dag*, the first first."""
        answer = self.get(f"/api/v2/dags/{dag}/dagRuns?order_by=run_after&limit=100")
        return cast("list[Json]", answer["dag_runs"])

    def await_run(self, dag: str, run: str | None = None, *, seconds: float = 300) -> Json:
        """Wait until a run (*run*, else the first there is) has succeeded, and return it.

        Raises:
            ServiceError: it failed (the message has the logs of the failed tasks) or takes too long.
        """
        deadline = time.monotonic() + seconds
        while True:
            found = [one for one in self.runs(dag) if run in {None, one["dag_run_id"]}]
            if found and found[0]["state"] in _OVER:
                break
            if time.monotonic() > deadline:
                raise ServiceError(f"{dag} {found or 'has no run'} after {seconds:g} s")
            time.sleep(_POLL_SECONDS)
        if found[0]["state"] == "failed":
            raise ServiceError(f"{dag} failed:\n{self.failures(dag, found[0]['dag_run_id'])}")
        return found[0]

    def tasks(self, dag: str, run: str) -> list[Json]:
        """The task instances of a run, mapped ones each by itself."""
        path = f"{self._run_path(dag, run)}/taskInstances?limit=500"
        return cast("list[Json]", self.get(path)["task_instances"])

    def log(self, dag: str, run: str, task: str, *, attempt: int = 1, index: int = -1) -> str:
        """The log of one attempt of a task, as text."""
        path = f"{self._run_path(dag, run)}/taskInstances/{task}/logs/{attempt}?map_index={index}"
        lines = self.get(path)["content"]
        return "\n".join(line if isinstance(line, str) else _line(line) for line in lines)

    def failures(self, dag: str, run: str) -> str:
        """The logs of the tasks that failed in a run."""
        told = [
            f"--- {task['task_id']}[{task['map_index']}]\n" + self._log_of(dag, run, task)
            for task in self.tasks(dag, run)
            if task["state"] == "failed"
        ]
        return "\n".join(told) or "no task failed"

    def get(self, path: str) -> Json:
        """The JSON at *path*."""
        return self.call("GET", path)

    def call(self, method: str, path: str, body: Json | None = None) -> Json:
        """Call the API, signed in.

        Raises:
            ServiceError: it answers with an error.
        """
        if self._token is None:
            token = self._request("POST", "/auth/token", self._credentials)["access_token"]
            self._token = str(token)
        try:
            return self._request(method, path, body)
        except urllib.error.HTTPError as error:
            raise ServiceError(f"{method} {path}: {error.code} {error.read().decode()}") from None

    def _request(self, method: str, path: str, body: Json | None = None) -> Json:
        headers = {"Accept": "application/json"}
        if self._token:
            headers["Authorization"] = f"Bearer {self._token}"
        data = None
        if body is not None:
            headers["Content-Type"] = "application/json"
            data = json.dumps(body).encode()
        request = urllib.request.Request(self.url + path, data, headers, method=method)
        with urllib.request.urlopen(request, timeout=30) as answer:
            return cast("Json", json.load(answer))

    def _health(self) -> Json:
        return self._request("GET", "/api/v2/monitor/health")

    def _log_of(self, dag: str, run: str, task: Json) -> str:
        return self.log(
            dag, run, task["task_id"], attempt=task["try_number"], index=task["map_index"]
        )

    @staticmethod
    def _run_path(dag: str, run: str) -> str:
        return f"/api/v2/dags/{dag}/dagRuns/{urllib.parse.quote(run, safe='')}"


def _line(line: Json) -> str:
    """One structured line of a log; what an error tells comes with it."""
    detail = line.get("error_detail")
    return f"{line.get('level', '')} {line.get('event', '')}" + (f" {detail}" if detail else "")
