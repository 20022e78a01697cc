"""Finds the installed programs that the servers are made of, or says what to install."""

import os
import pwd
import re
import shutil
import subprocess
from pathlib import Path

_SYSTEM_FOLDERS = (Path("/var/tmp"), Path("/tmp"))  # only used with mkdtemp
_DEBIAN_POSTGRES = Path("/usr/lib/postgresql")  # one folder per version, off the path
_SMALLEST_JAVA = 17  # Elasticsearch 8 starts on nothing older


class MissingPartError(RuntimeError):
    """A program that a server needs is not installed; the message says how to get it."""

    def __init__(self, part: str, packages: str) -> None:
        super().__init__(
            f"{part} is not installed. `make test` installs it on Debian and Ubuntu as root; "
            f"by hand: apt-get install {packages}"
        )
        self.part = part
        self.packages = packages

    def __reduce__(self) -> tuple[type["MissingPartError"], tuple[str, str]]:
        """Survive the way from a worker process to the one that reports."""
        return (MissingPartError, (self.part, self.packages))


def postgres_folder() -> Path:
    """The folder of `initdb` and `postgres`, the newest version that is installed."""
    debian = sorted(
        _DEBIAN_POSTGRES.glob("*/bin/initdb"),
        key=lambda path: float(path.parts[-3]),
    )
    found = shutil.which("initdb")
    if debian:
        return debian[-1].parent
    if found:
        return Path(found).resolve().parent
    raise MissingPartError("PostgreSQL (initdb)", "postgresql")


def java_home() -> Path:
    """The home of a Java of at least version 17: ES_JAVA_HOME, JAVA_HOME, else the one on the path."""
    named = [Path(os.environ[name]) for name in ("ES_JAVA_HOME", "JAVA_HOME") if name in os.environ]
    found = shutil.which("java")
    if found:
        named.append(Path(found).resolve().parent.parent)
    for home in named:
        if _java_version(home) >= _SMALLEST_JAVA:
            return home
    raise MissingPartError(f"Java {_SMALLEST_JAVA} or newer", "default-jdk-headless")


def _java_version(home: Path) -> int:
    java = home / "bin" / "java"
    if not java.exists():
        return 0
    said = subprocess.run([java, "-version"], capture_output=True, text=True, check=False).stderr
    found = re.search(r'version "(\d+)', said)
    return int(found[1]) if found else 0


def maven() -> Path:
    """The command `mvn`."""
    found = shutil.which("mvn")
    if not found:
        raise MissingPartError("Maven (mvn)", "maven")
    return Path(found)


def account() -> str | None:
    """The account that servers run as: None for our own, `nobody` when we are root.

    Elasticsearch and PostgreSQL refuse to run as root, and so they should.
    """
    return "nobody" if os.geteuid() == 0 else None


def cache_folder() -> Path:
    """Where unpacked servers are kept between runs: readable by `account()`."""
    if account():
        return Path("/var/cache/zhibi")  # root's home is closed to everybody else
    return Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "zhibi"


def scratch_base() -> Path | None:
    """A folder for temporary files that `account()` can reach; None where the usual one will do."""
    if not account():
        return None
    return next((folder for folder in _SYSTEM_FOLDERS if folder.is_dir()), None)


def hand_over(folder: Path) -> None:
    """Give *folder* and all below it to `account()`."""
    name = account()
    if name is None:
        return
    owner = pwd.getpwnam(name)
    for path in (folder, *folder.rglob("*")):
        os.chown(path, owner.pw_uid, owner.pw_gid)
