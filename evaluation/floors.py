"""Figures that may rise and must not fall: ``evaluation/floors.json``."""

import json
from collections.abc import Mapping
from pathlib import Path

_FILE = Path(__file__).parent / "floors.json"


def worse(area: str, figures: Mapping[str, float]) -> list[str]:
    """Return a sentence for each of *figures* that lies below its floor in *area*."""
    floors: dict[str, float] = json.loads(_FILE.read_text(encoding="utf-8")).get(area, {})
    return [
        f"{area} {name} fell to {figures[name]:.3f}; its floor is {floor:.3f}"
        for name, floor in floors.items()
        if name in figures and figures[name] < floor
    ]
