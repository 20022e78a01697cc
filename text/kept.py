"""What is dear to work out and never changes, kept between runs as Python keeps compiled modules.

Files lie in ``__pycache__`` beside this module and may be deleted at any time. Where they cannot be
written (a read-only installation) everything is worked out anew. Several processes may read and write at
once: a file is put in place whole. What is cut off, altered or somebody else's is not read: ``marshal`` may
end the process over it.
"""

import atexit
import marshal
import os
import stat
import sys
from collections.abc import Callable, Iterable
from contextlib import suppress
from functools import cache
from hashlib import sha256
from pathlib import Path
from typing import Any, TypeVar

T = TypeVar("T")
_FOLDER = Path(__file__).with_name("__pycache__")
_MODE = 0o644  # whatever the umask: others may read what nobody else can have written
_SUM = sha256().digest_size


def kept(name: str, inputs: Iterable[Path], make: Callable[[], T]) -> T:
    """Return what *make* returns, from the last run if no file of *inputs* has changed since.

    It may consist of strings, numbers, tuples, lists, sets and dictionaries alone.
    """
    signs = sorted((str(one), *_stamp(one)) for one in inputs)
    sign = sha256(repr(signs).encode()).hexdigest()
    path = _path(name)
    found = _read(path)
    if isinstance(found, tuple) and found[0] == sign:
        value: T = found[1]
        return value
    made = make()
    _write(path, (sign, made))
    return made


def yaml_of(path: Path) -> Any:
    """Return what a YAML file of ours holds. Raises OSError, YAMLError."""
    return kept(f"{path.parent.name}-{path.stem}", [path], lambda: _loaded(path))


def _loaded(path: Path) -> Any:
    from ruamel.yaml import YAML  # noqa: PLC0415 - a tenth of a second, for what is seldom needed

    return YAML(typ="safe").load(path.read_text(encoding="utf-8"))


def _stamp(path: Path) -> tuple[int, int]:
    told = path.stat()
    return told.st_mtime_ns, told.st_size


def _path(name: str) -> Path:
    return _FOLDER / f"{name}.{sys.implementation.cache_tag}.kept"


def _read(path: Path) -> Any:
    """Return what was written to *path*, or None if it is not there, not whole or not of our own making."""
    with suppress(OSError), path.open("rb") as file:
        if _is_ours(os.fstat(file.fileno())):
            told, data = file.read(_SUM), file.read()
            if told == sha256(data).digest():
                return marshal.loads(data)  # noqa: S302 - our own file, as bytecode is
    return None


def _is_ours(told: os.stat_result) -> bool:
    """Say whether only this user, or whoever owns the code, can have written a file."""
    owners = {os.geteuid(), Path(__file__).stat().st_uid}
    return told.st_uid in owners and not told.st_mode & (stat.S_IWGRP | stat.S_IWOTH)


def _write(path: Path, value: Any) -> None:
    """Write whole or not at all; a place that cannot be written to is no error."""
    from tempfile import NamedTemporaryFile  # noqa: PLC0415 - most runs write nothing

    data = marshal.dumps(value)
    with suppress(OSError):
        path.parent.mkdir(exist_ok=True)
        with NamedTemporaryFile(dir=path.parent, prefix=f"{path.name}.", delete=False) as own:
            try:
                own.write(sha256(data).digest() + data)
                own.flush()
                Path(own.name).chmod(_MODE)
                Path(own.name).replace(path)
            except OSError:
                Path(own.name).unlink(missing_ok=True)
                raise


class Store:
    """Many small things by name, added to as they are asked for, written when the process ends."""

    _MOST = 20_000

    def __init__(self, name: str) -> None:
        """Read what earlier runs kept under *name*."""
        self._path = _path(name)
        found = _read(self._path)
        self._old: dict[Any, Any] = found if isinstance(found, dict) else {}
        self._new: dict[Any, Any] = {}
        atexit.register(self.write)

    def get(self, key: tuple[str, ...], make: Callable[[], T]) -> T:
        """Return what *make* returned when *key* was first asked for."""
        if key not in self._old:
            self._old[key] = self._new[key] = make()
        found: T = self._old[key]
        return found

    def write(self) -> None:
        """Write what is new to the file, if anything is."""
        if self._new:
            _write(self._path, self._old if len(self._old) < self._MOST else self._new)


@cache
def store(name: str) -> Store:
    """Return the one store of *name* in this process."""
    return Store(name)
