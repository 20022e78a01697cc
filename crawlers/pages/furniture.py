"""What class, id and test names say of an element: furniture, content or caption.

A label is cut into words, so that new spellings of an old idea need no new rule; the words are in
``furniture.yaml``.
"""

import re
from functools import cache, lru_cache
from itertools import pairwise
from pathlib import Path

from ruamel.yaml import YAML

# What a label says; several may hold. Plain numbers: an enum's own tests took a tenth of the walk.
CHROME, CONTENT, CAPTION, COMMENTS = 1, 2, 4, 8
# Furniture even within a sentence; and the ids that only bodies have.
FIRM, BODY_ID = 16, 32
_FILE = Path(__file__).with_name("furniture.yaml")
_HUMP = re.compile(r"(?<=[a-z0-9])(?=[A-Z])")
_CUT = re.compile(r"[^0-9a-z\u00c0-\uffff]+")
# Longer labels are utility classes by the dozen or an attack; what matters comes first.
_LONGEST = 300


@cache
def _words() -> dict[str, frozenset[str]]:
    loaded = YAML(typ="safe").load(_FILE.read_text(encoding="utf-8"))
    return {name: frozenset(map(str, words)) for name, words in loaded.items()}


@lru_cache(maxsize=16_384)
def read_label(label: str) -> int:
    """Return what *label* (class, id and test name as written, parted by spaces) says, as bits."""
    known = _words()
    given = [one for one in label[:_LONGEST].split() if one.lower() not in known["not_comments"]]
    words, pairs = _cut(given)

    def says(name: str) -> bool:
        return bool(words & known[name] or pairs & known.get(f"{name}_pairs", frozenset()))

    body = says("body")
    content = body or says("content")
    caption = says("caption")
    unbending = any(part in word for word in words for part in known["unbending"])
    if words & known["embeds"]:
        words -= known["social"]
    strong = says("strong") or any(word.startswith(tuple(known["strong_starts"])) for word in words)
    chrome = (strong and not body) or (says("weak") and not content)
    return (
        CHROME * chrome
        | CONTENT * content
        | CAPTION * caption
        | COMMENTS * unbending
        | FIRM * (strong and chrome)
        | BODY_ID * (not known["body_ids"].isdisjoint(given))
    )


def _cut(given: list[str]) -> tuple[set[str], set[str]]:
    """Return the words of labels, and each two in a row, cut at signs and at humps."""
    words: set[str] = set()
    pairs: set[str] = set()
    for one in given:
        joined = [part for part in _CUT.split(one.lower()) if part]
        apart = [part for part in _CUT.split(_HUMP.sub("-", one).lower()) if part]
        for parts in (joined, apart) if joined != apart else (joined,):
            words.update(parts)
            pairs.update(f"{left}-{right}" for left, right in pairwise(parts))
    return words, pairs
