"""A real Elasticsearch, one node on free ports of the loopback address, from its Maven artifact.

The artifact is the server's core: enough for mappings, search, aggregations, highlighting, aliases
and file-system snapshots; without painless, ingest processors, percolator and the language analysers.
"""

import contextlib
import fcntl
import json
import os
import shutil
import subprocess
import sys
import urllib.error
import urllib.request
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from tests.support.services import parts
from tests.support.services.process import Server, ServiceError, make_scratch, plain_env

VERSION = "8.19.21"
_ARTIFACT = f"org.elasticsearch.distribution.integ-test-zip:elasticsearch:{VERSION}:zip"
_FETCH_SECONDS = 600  # 107 MB through a slow mirror
_START_SECONDS = 120  # 12 s on two idle cores; other tests run beside it
_HEAP = "512m"


@dataclass(frozen=True)
class Elasticsearch:
    """A running node: security off, snapshots allowed below `snapshots`."""

    url: str
    snapshots: Path

    def healthy(self) -> bool:
        """Whether the cluster is at least yellow."""
        address = f"{self.url}/_cluster/health"
        with (
            contextlib.suppress(OSError, ValueError),
            urllib.request.urlopen(address, timeout=5) as answer,
        ):
            return json.load(answer)["status"] in {"green", "yellow"}
        return False

    def remove(self, pattern: str) -> None:
        """Remove the indices (with their aliases) and index templates that match *pattern*."""
        for what in (pattern, f"_index_template/{pattern}"):
            request = urllib.request.Request(f"{self.url}/{what}", method="DELETE")
            with contextlib.suppress(urllib.error.HTTPError):  # 404: the test made none
                urllib.request.urlopen(request, timeout=30).close()


def distribution() -> Path:
    """The unpacked server, fetched by Maven on first use and kept in the cache.

    Raises:
        MissingPartError: Maven is not installed.
        ServiceError: Maven could not fetch the artifact.
    """
    home = parts.cache_folder() / f"elasticsearch-{VERSION}"
    home.parent.mkdir(parents=True, exist_ok=True)
    with (home.parent / "elasticsearch.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not home.exists():
            _unpack(_fetch(), home)
    return home


def _fetch() -> Path:
    folder = Path.home() / ".m2" / "repository"
    group, name, version, kind = _ARTIFACT.split(":")
    archive = folder.joinpath(*group.split("."), name, version, f"{name}-{version}.{kind}")
    if not archive.exists():
        command = [
            str(parts.maven()), "--quiet", "--batch-mode", "dependency:get",
            f"-Dartifact={_ARTIFACT}", "-Dtransitive=false", f"-Dmaven.repo.local={folder}",
        ]  # fmt: skip
        done = subprocess.run(
            command, capture_output=True, text=True, timeout=_FETCH_SECONDS, check=False
        )
        if done.returncode or not archive.exists():
            raise ServiceError(f"Maven could not fetch {_ARTIFACT}:\n{done.stdout[-2000:]}")
    return archive


def _unpack(archive: Path, home: Path) -> None:
    """Unpack beside *home* and rename, so that a broken attempt is never taken for a server."""
    part = home.with_name(f"{home.name}.part")
    shutil.rmtree(part, ignore_errors=True)
    with zipfile.ZipFile(archive) as files:
        files.extractall(part)
    (unpacked,) = part.iterdir()
    for script in (unpacked / "bin").iterdir():
        script.chmod(0o755)
    unpacked.rename(home)
    part.rmdir()


def start(lifeline: IO[bytes] | None = None) -> tuple[Elasticsearch, Server]:
    """Start a node with fresh data, which goes when the server is stopped.

    Raises:
        MissingPartError: Java, or Maven while the server is not cached, is not installed.
        ServiceError: the node did not start.
    """
    java, home = parts.java_home(), distribution()
    scratch = make_scratch("elasticsearch")
    config = _configure(home, scratch)
    parts.hand_over(scratch)
    server = Server(
        [home / "bin" / "elasticsearch"],
        log=scratch / "elasticsearch.log",
        env=plain_env(
            ES_JAVA_HOME=str(java),
            ES_JAVA_OPTS=f"-Xms{_HEAP} -Xmx{_HEAP}",
            ES_PATH_CONF=str(config),
            ES_TMPDIR=str(scratch / "tmp"),
            HOME=str(scratch),
        ),
        cwd=scratch,
        user=parts.account(),
        remove=[scratch],
        lifeline=lifeline,
    )
    ports = scratch / "logs" / "http.ports"  # written by the node once it listens
    server.wait_until(ports.exists, _START_SECONDS)
    address = next(line for line in ports.read_text().splitlines() if line.startswith("127."))
    node = Elasticsearch(f"http://{address}", scratch / "snapshots")
    server.wait_until(node.healthy, _START_SECONDS)
    return node, server


def _configure(home: Path, scratch: Path) -> Path:
    """Write the node's configuration folder into *scratch* and return it."""
    config = scratch / "config"
    shutil.copytree(home / "config", config)
    for name in ("data", "logs", "tmp", "snapshots"):
        (scratch / name).mkdir()
    settings = {
        "cluster.name": scratch.name,
        "discovery.type": "single-node",
        "network.host": "127.0.0.1",
        "http.port": 0,  # the kernel picks a free one
        "transport.port": 0,
        "node.portsfile": True,
        "path.data": str(scratch / "data"),
        "path.logs": str(scratch / "logs"),
        "path.repo": str(scratch / "snapshots"),
        "xpack.security.enabled": False,
        "cluster.routing.allocation.disk.threshold_enabled": False,  # a full CI disk is not our test
        "action.destructive_requires_name": False,
    }
    lines = (f"{key}: {json.dumps(value)}" for key, value in settings.items())
    (config / "elasticsearch.yml").write_text("\n".join(lines) + "\n")
    return config


@contextlib.contextmanager
def running() -> Iterator[Elasticsearch]:
    """A node for as long as the block lasts."""
    node, server = start()
    try:
        yield node
    finally:
        server.stop()


if __name__ == "__main__":  # `make test` fetches before the clock of any test runs
    sys.stdout.write(f"Elasticsearch {VERSION} is in {os.fspath(distribution())}\n")
