"""A real Airflow: API server, scheduler with LocalExecutor, DAG processor and triggerer.

It keeps its metadata in a PostgreSQL database that the caller gives, listens on loopback only, and
knows one user whose password is made up for the run.
"""

import contextlib
import json
import secrets
import subprocess
import sys
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from tests.support.services.airflow_client import AirflowClient
from tests.support.services.process import (
    Server,
    ServiceError,
    free_port,
    make_scratch,
    plain_env,
)

_MIGRATE_SECONDS = 300  # 7 s on two idle cores
_START_SECONDS = 240  # 20 s on two idle cores; other tests run beside it
_COMPONENTS = {
    "api-server": ("--workers", "1"),
    "scheduler": ("--skip-serve-logs",),  # else it binds a fixed port for other machines to read
    "dag-processor": (),
    "triggerer": ("--skip-serve-logs",),
}


@dataclass(frozen=True)
class Airflow:
    """A running Airflow; `client` speaks its REST API, `logs` has a folder per DAG."""

    url: str
    client: AirflowClient
    home: Path

    @property
    def logs(self) -> Path:
        """The folder of the tasks' logs."""
        return self.home / "logs"


def environment(
    home: Path, dags: Path, database_url: str, port: int, extra: Mapping[str, str]
) -> dict[str, str]:
    """The variables that all components share; *extra* is what the DAGs themselves need."""
    settings = {
        "CORE__DAGS_FOLDER": str(dags),
        "CORE__EXECUTOR": "LocalExecutor",
        "CORE__PARALLELISM": "4",
        "CORE__LOAD_EXAMPLES": "False",
        "CORE__FERNET_KEY": "",
        "CORE__AUTH_MANAGER": (
            "airflow.api_fastapi.auth.managers.simple.simple_auth_manager.SimpleAuthManager"
        ),
        "CORE__SIMPLE_AUTH_MANAGER_USERS": "tester:admin",
        "CORE__SIMPLE_AUTH_MANAGER_PASSWORDS_FILE": str(home / "passwords.json"),
        "CORE__EXECUTION_API_SERVER_URL": f"http://127.0.0.1:{port}/execution/",
        "DATABASE__SQL_ALCHEMY_CONN": database_url,
        "DATABASE__SQL_ALCHEMY_CONN_ASYNC": database_url,
        "API__HOST": "127.0.0.1",
        "API__PORT": str(port),
        "API__BASE_URL": f"http://127.0.0.1:{port}",
        "API__SECRET_KEY": secrets.token_hex(16),
        "API_AUTH__JWT_SECRET": secrets.token_hex(32),
        "DAG_PROCESSOR__REFRESH_INTERVAL": "5",
        "DAG_PROCESSOR__MIN_FILE_PROCESS_INTERVAL": "5",
        "LOGGING__BASE_LOG_FOLDER": str(home / "logs"),
    }
    named = {f"AIRFLOW__{key}": value for key, value in settings.items()}
    commands = Path(sys.executable).parent
    base = plain_env(HOME=str(home), AIRFLOW_HOME=str(home), PYTHONUNBUFFERED="1")
    return {**base, "PATH": f"{commands}:{base['PATH']}", **named, **extra}


@contextlib.contextmanager
def running(
    *, dags: Path, database_url: str, env: Mapping[str, str] | None = None
) -> Iterator[Airflow]:
    """Airflow over the DAGs in *dags*, until the block ends.

    Args:
        dags: the folder of DAG files.
        database_url: an empty PostgreSQL database, `postgresql+psycopg://…`.
        env: variables for the DAGs and the commands they call; nothing else of ours reaches them.

    Raises:
        ServiceError: a component did not become healthy; the message has its log.
    """
    home = make_scratch("airflow")
    password = secrets.token_urlsafe(12)
    (home / "passwords.json").write_text(json.dumps({"tester": password}))
    port = free_port()
    variables = environment(home, dags, database_url, port, env or {})
    _migrate(variables, home)
    client = AirflowClient(f"http://127.0.0.1:{port}", "tester", password)
    with contextlib.ExitStack() as stack:
        servers = {}
        for name, options in _COMPONENTS.items():
            servers[name] = Server(
                [sys.executable, "-m", "airflow", name, *options],
                log=home / f"{name}.log",
                env=variables,
                cwd=home,
                remove=[home],
            )
            stack.callback(servers[name].stop)
        _await_health(servers, client)
        yield Airflow(f"http://127.0.0.1:{port}", client, home)


def _migrate(variables: Mapping[str, str], home: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "airflow", "db", "migrate"],
        env=variables,
        cwd=home,
        capture_output=True,
        text=True,
        timeout=_MIGRATE_SECONDS,
        check=False,
    )
    if done.returncode:
        raise ServiceError(f"airflow db migrate failed:\n{(done.stdout + done.stderr)[-4000:]}")


def _await_health(servers: Mapping[str, Server], client: AirflowClient) -> None:
    servers["api-server"].wait_until(client.answers, _START_SECONDS)
    for name in ("scheduler", "dag-processor", "triggerer"):
        key = name.replace("-", "_")
        servers[name].wait_until(lambda key=key: client.healthy(key), _START_SECONDS)  # type: ignore[misc]
