"""A trained model as a value, and its files.

Numbers (``moves.LANGUAGE.npz``; ``moves.slots.LANGUAGE.npz`` for slots), and what people read (``moves.json``).
"""

import hashlib
import io
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import lru_cache, partial
from pathlib import Path
from typing import Any

import numpy as np

from nlp.learning.calibration import Calibrated
from nlp.learning.deep import DeepModel
from nlp.learning.linear import LinearModel
from nlp.names.model import RESTORE
from nlp.slotting.storing import Packed
from schemas.errors import InvalidRecordError, ZhibiError
from schemas.kinds import MoveKind, Status

SHIPPED = Path(__file__).parents[1] / "models" / "moves.json"
FORMAT = 2
_REMEDY = "Train it again: zhibi nlp train"


@dataclass(frozen=True)
class Weights:
    """What weighs moves in one language.

    Words for kinds and statuses, the sums they enter, the probability each kind needs, and slots.
    """

    words: DeepModel
    status_words: LinearModel
    kind: Calibrated
    status: Calibrated
    thresholds: Mapping[str, float]
    usual_status: Mapping[str, Status]
    slots: Packed | None = None

    def needed(self, kind: MoveKind) -> float:
        """Return the probability from which a unit of *kind* is a move."""
        return self.thresholds.get(kind, self.thresholds["all"])


@dataclass(frozen=True)
class MoveModel:
    """The weights of each language, what is told of them, and the SHA-256 of their numbers."""

    languages: Mapping[str, Weights]
    about: Mapping[str, Any] = field(default_factory=dict)
    digest: str = ""


def save(model: MoveModel, path: Path) -> MoveModel:
    """Write the model: *path* (JSON) and the numbers beside it. Returns it with its digest."""
    plain: dict[str, Any] = {}
    files: dict[Path, bytes] = {}
    for language, own in sorted(model.languages.items()):
        numbers = _numbers(own)
        files[_numbers_path(path, language)] = numbers
        plain[language] = {
            "sha256": _sha256(numbers),
            "thresholds": {kind: round(value, 3) for kind, value in sorted(own.thresholds.items())},
            "usual_status": dict(sorted(own.usual_status.items())),
            "kind": own.kind.plain(),
            "status": own.status.plain(),
        }
        if own.slots:
            files[_slots_path(path, language)] = own.slots.data
            plain[language]["slots"] = _sha256(own.slots.data)
    digest = _digest(plain)
    told = {"format": FORMAT, "sha256": digest, "about": dict(model.about), "languages": plain}
    files[path] = (json.dumps(told, ensure_ascii=False, indent=1) + "\n").encode()
    path.parent.mkdir(parents=True, exist_ok=True)
    for target, data in files.items():
        partial = target.with_name(target.name + ".partial")
        partial.write_bytes(data)
        partial.replace(target)
    return replace(model, digest=digest)


def _numbers(own: Weights) -> bytes:
    buffer = io.BytesIO()
    arrays = own.words.arrays("words") | own.status_words.arrays("status")
    np.savez_compressed(buffer, **arrays)  # type: ignore[arg-type]
    return buffer.getvalue()


def _sha256(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


def _digest(plain: Mapping[str, Mapping[str, Any]]) -> str:
    """Return one digest for the numbers of all languages."""
    return _sha256("".join(one["sha256"] + one.get("slots", "") for one in plain.values()).encode())


def _numbers_path(path: Path, language: str) -> Path:
    return path.with_name(f"{path.stem}.{language}.npz")


def _slots_path(path: Path, language: str) -> Path:
    return path.with_name(f"{path.stem}.slots.{language}.npz")


def load(path: Path) -> MoveModel:
    """Read a model. Raises InvalidRecordError where a file is missing, damaged or of another format."""
    remedy = RESTORE if path == SHIPPED else _REMEDY
    try:
        plain = json.loads(_read(path).decode())
        if plain["format"] != FORMAT:
            raise InvalidRecordError(
                "is a model of another version", where=str(path), remedy=remedy
            )
        told = plain["languages"]
        languages = _Read({name: _kept(path, name, own) for name, own in told.items()})
        return MoveModel(languages, plain["about"], _digest(told))
    except _UnfitError as error:
        raise InvalidRecordError(
            f"the model of moves is {error.what}", where=error.where, remedy=remedy
        ) from error
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise InvalidRecordError(
            f"the model of moves is damaged: {error}", where=str(path), remedy=remedy
        ) from error


class _UnfitError(ZhibiError):
    """A file of a model is missing or damaged."""


def _read(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except FileNotFoundError as error:
        raise _UnfitError("missing", where=str(path)) from error
    except OSError as error:
        raise _UnfitError(f"out of reach: {error.strerror}", where=str(path)) from error


class _Read(Mapping[str, Weights]):
    """The weights of each language, taken out of their file when they are first asked for."""

    def __init__(self, kept: Mapping[str, partial[Weights]]) -> None:
        self._kept, self._made = kept, dict[str, Weights]()

    def __getitem__(self, language: str) -> Weights:
        if language not in self._made:
            self._made[language] = self._kept[language]()
        return self._made[language]

    def __iter__(self) -> Iterator[str]:
        return iter(self._kept)

    def __len__(self) -> int:
        return len(self._kept)


def _kept(path: Path, language: str, own: Mapping[str, Any]) -> partial[Weights]:
    """Return what makes the weights of a language; its files are read and checked now."""
    slots = own.get("slots")
    return partial(
        _weights,
        _checked(_numbers_path(path, language), own["sha256"]),
        kind=Calibrated.read(own["kind"]),
        status=Calibrated.read(own["status"]),
        thresholds=own["thresholds"],
        usual_status=own["usual_status"],
        slots=Packed(_checked(_slots_path(path, language), slots)) if slots else None,
    )


def _weights(numbers: bytes, **rest: Any) -> Weights:
    with np.load(io.BytesIO(numbers), allow_pickle=False) as arrays:
        found = dict(arrays)
    words, status = DeepModel.from_arrays(found, "words"), LinearModel.from_arrays(found, "status")
    return Weights(words=words, status_words=status, **rest)


def _checked(path: Path, expected: str) -> bytes:
    """Read a file of numbers. Raises _UnfitError where it is missing or not what was written."""
    data = _read(path)
    if _sha256(data) != expected:
        raise _UnfitError("damaged: its SHA-256 is not the one in its .json", where=str(path))
    return data


@lru_cache(maxsize=2)
def shipped(path: Path = SHIPPED) -> MoveModel:
    """Return the model that Zhibi ships."""
    return load(path)
