"""A trained model as a value, and its files.

Numbers (``moves.npz``; ``moves.slots.LANGUAGE.npz`` for slots), and what people read (``moves.json``).
"""

import hashlib
import io
import json
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from functools import lru_cache
from pathlib import Path
from typing import Any

import numpy as np

from nlp.learning.calibration import Calibrated
from nlp.learning.linear import LinearModel
from nlp.slotting.storing import Packed
from schemas.errors import InvalidRecordError
from schemas.kinds import MoveKind, Status

SHIPPED = Path(__file__).parents[1] / "models" / "moves.json"
FORMAT = 1


@dataclass(frozen=True)
class MoveModel:
    """Weights of words for kinds and statuses, the sums they enter, and the probability each kind needs."""

    words: LinearModel
    status_words: LinearModel
    kind: Calibrated
    status: Calibrated
    thresholds: Mapping[str, float]
    usual_status: Mapping[str, Status]
    slots: Mapping[str, Packed] = field(default_factory=dict)
    about: Mapping[str, Any] = field(default_factory=dict)
    digest: str = ""

    def needed(self, kind: MoveKind) -> float:
        """Return the probability from which a unit of *kind* is a move."""
        return self.thresholds.get(kind, self.thresholds["all"])


def save(model: MoveModel, path: Path) -> MoveModel:
    """Write the model: *path* (JSON) and the numbers beside it. Returns it with its digest."""
    slots = {language: one.data for language, one in sorted(model.slots.items())}
    arrays = model.words.arrays("words") | model.status_words.arrays("status")
    buffer = io.BytesIO()
    np.savez_compressed(buffer, **arrays)  # type: ignore[arg-type]
    content = buffer.getvalue()
    digest = hashlib.sha256(content).hexdigest()
    plain = {
        "format": FORMAT,
        "sha256": digest,
        "slots": {language: hashlib.sha256(data).hexdigest() for language, data in slots.items()},
        "about": dict(model.about),
        "thresholds": {kind: round(value, 3) for kind, value in sorted(model.thresholds.items())},
        "usual_status": dict(sorted(model.usual_status.items())),
        "kind": model.kind.plain(),
        "status": model.status.plain(),
    }
    path.parent.mkdir(parents=True, exist_ok=True)
    for target, data in (
        *((_slots_path(path, language), data) for language, data in slots.items()),
        (path.with_suffix(".npz"), content),
        (path, (json.dumps(plain, ensure_ascii=False, indent=1) + "\n").encode()),
    ):
        partial = target.with_name(target.name + ".partial")
        partial.write_bytes(data)
        partial.replace(target)
    return replace(model, digest=digest)


def _slots_path(path: Path, language: str) -> Path:
    return path.with_name(f"{path.stem}.slots.{language}.npz")


def _slots(path: Path, digests: Mapping[str, str]) -> dict[str, Packed]:
    """Read the slot models beside *path*. Raises ValueError where one is not what was written."""
    found = {}
    for language, expected in digests.items():
        file = _slots_path(path, language)
        data = file.read_bytes()
        if hashlib.sha256(data).hexdigest() != expected:
            raise ValueError(f"{file.name} is not the file that was written with it (sha256)")
        found[language] = Packed(data)
    return found


def load(path: Path) -> MoveModel:
    """Read a model. Raises InvalidRecordError where a file is missing, damaged or of another format."""
    remedy = "Train it again: zhibi nlp train"
    try:
        plain = json.loads(path.read_text(encoding="utf-8"))
        content = path.with_suffix(".npz").read_bytes()
        if plain["format"] != FORMAT:
            raise InvalidRecordError(
                "is a model of another version", where=str(path), remedy=remedy
            )
        if hashlib.sha256(content).hexdigest() != plain["sha256"]:
            raise InvalidRecordError(
                "does not match its numbers (sha256)", where=str(path), remedy=remedy
            )
        with np.load(io.BytesIO(content), allow_pickle=False) as arrays:
            found = dict(arrays)
        return MoveModel(
            words=LinearModel.from_arrays(found, "words"),
            status_words=LinearModel.from_arrays(found, "status"),
            kind=Calibrated.read(plain["kind"]),
            status=Calibrated.read(plain["status"]),
            thresholds=plain["thresholds"],
            usual_status=plain["usual_status"],
            slots=_slots(path, plain.get("slots", {})),
            about=plain["about"],
            digest=plain["sha256"],
        )
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise InvalidRecordError(
            f"cannot be read: {error}", where=str(path), remedy=remedy
        ) from error


@lru_cache(maxsize=2)
def shipped(path: Path = SHIPPED) -> MoveModel:
    """Return the model that Zhibi ships."""
    return load(path)
