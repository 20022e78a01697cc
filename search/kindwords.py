"""Words that ask for a kind of move: ``layoffs`` and 裁员 find one another's documents."""

from collections.abc import Mapping
from functools import cache
from pathlib import Path

from ruamel.yaml import YAML

from schemas.kinds import MOVE_KINDS
from text.analysis import phrase
from text.folding import fold_chars

_FILE = Path(__file__).with_name("kinds.yaml")


@cache
def _kinds() -> Mapping[tuple[str, ...], tuple[str, ...]]:
    """Return the tokens of each word with the kinds it asks for."""
    found: dict[tuple[str, ...], tuple[str, ...]] = {}
    for kind, words in YAML(typ="safe").load(_FILE.read_text(encoding="utf-8")).items():
        for word in words:
            tokens = tuple(phrase(word))
            found[tokens] = tuple(dict.fromkeys((*found.get(tokens, ()), kind)))
    for (
        kind
    ) in MOVE_KINDS:  # as pages and queries write it; of one word only those that have one sense
        if "-" in kind:
            found.setdefault(tuple(phrase(kind)), (kind,))
    return found


def kinds_of(word: str) -> tuple[str, ...]:
    """Return the kinds of moves that *word* asks for, none if it asks for none."""
    return _kinds().get(tuple(phrase(fold_chars(word))), ())
