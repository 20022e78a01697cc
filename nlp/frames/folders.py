"""Where the frames and the lists beside them are read: our own folder, or for a while a changed one."""

from pathlib import Path
from typing import Any

from ruamel.yaml import YAML
from ruamel.yaml.error import YAMLError

from schemas.errors import InvalidRecordError
from text.kept import yaml_of

FOLDER = Path(__file__).parent
_in_use = [FOLDER]


def in_use() -> Path:
    """Return the folder that is read now."""
    return _in_use[0]


def use(folder: Path) -> None:
    """Read *folder* from now on. What was worked out of another must be forgotten."""
    _in_use[0] = folder


def lists_of(name: str) -> dict[str, Any]:
    """Return what the file *name* of the folder in use holds; of ours, where that has none.

    Raises InvalidRecordError with file and line for a changed one that is wrong.
    """
    path = in_use() / name
    if path.parent == FOLDER or not path.exists():
        ours: dict[str, Any] = yaml_of(FOLDER / name)
        return ours
    try:
        data = YAML(typ="safe").load(path.read_text(encoding="utf-8"))
    except (YAMLError, UnicodeDecodeError) as error:
        mark = getattr(error, "problem_mark", None)
        where = f"{path}:{mark.line + 1}" if mark else str(path)
        raise InvalidRecordError(
            f"no YAML: {getattr(error, 'problem', error)}", where=where
        ) from error
    if not isinstance(data, dict):
        raise InvalidRecordError("must be names, each with what it stands for", where=str(path))
    return data
