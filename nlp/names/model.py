"""The trained name model as the tagger uses it: names in a text, with how sure they are."""

import itertools
import re
from bisect import bisect_right
from functools import lru_cache
from pathlib import Path
from typing import NamedTuple

from nlp.names.chain import TAGS, Chain, Floats, best, windows
from nlp.names.features import indices
from nlp.names.storing import unpacked
from nlp.names.tokens import Tokens, tokenize
from schemas.kinds import Label

MODELS = Path(__file__).parent.parent / "models"


class Guess(NamedTuple):
    """Characters *start* to *end* name a *label*; *margin*: by how much that beats no name (0 and more)."""

    start: int
    end: int
    label: Label
    margin: float


@lru_cache(maxsize=2)
def shipped(language: str) -> Chain | None:
    """Return the model that the project ships for *language*, or None where there is none."""
    file = MODELS / f"names.{language}.npz"
    return unpacked(file.read_bytes()) if file.exists() else None


def known_small() -> frozenset[str]:
    """Return the English words that the model has seen in small letters."""
    chain = shipped("en")
    return chain.words if chain is not None else frozenset()


_CAPITAL = re.compile(r"[A-HJ-ZÀ-Þ]|I(?![\s'’])")


def guesses(text: str, language: str, chain: Chain | None = None) -> list[Guess]:
    """Return the names that the model sees in *text*, in order, without overlaps.

    English sentences without capitals hold no name: it does not read them.
    """
    chain = chain or shipped(language)
    tokens = tokenize(text, language)
    if chain is None or not len(tokens):
        return []
    if language == "en":
        chosen = [span for span in tokens.sentences if _deserves(text, tokens, span, chain)]
        tokens = Tokens(tokens.starts, tokens.ends, tokens.words, chosen)
    if not tokens.sentences:
        return []
    features, firsts = indices(text, tokens, language, chain.words)
    scores = chain.scores(features)
    lengths = [last - first for first, last in tokens.sentences]
    parts = windows(scores, firsts, lengths)
    paths = best(scores, [row for row, _ in parts], [size for _, size in parts], chain)
    found: list[Guess] = []
    for (row, _size), tags in zip(parts, paths, strict=True):
        sentence = bisect_right(firsts, row) - 1
        begin = tokens.sentences[sentence][0] + row - firsts[sentence]
        for first, last in _runs(tags):
            found.append(
                Guess(
                    tokens.starts[begin + first],
                    tokens.ends[begin + last - 1],
                    TAGS[tags[first]][2:],  # type: ignore[arg-type]
                    _margin(scores, row, tags, first, last, chain),
                )
            )
    return found


def _deserves(text: str, tokens: Tokens, span: tuple[int, int], chain: Chain) -> bool:
    """Say whether an English sentence has a capital that may begin a name."""
    first, last = span
    if _CAPITAL.search(text, tokens.starts[first] + 1, tokens.ends[last - 1]):
        return True
    word = tokens.words[first]
    return word[0].isupper() and word.lower() not in chain.words


def _runs(tags: list[int]) -> list[tuple[int, int]]:
    """Return where names begin and end among *tags*."""
    runs: list[tuple[int, int]] = []
    place = 0
    while place < len(tags):
        last = place + 1
        if tags[place]:
            while last < len(tags) and tags[last] and TAGS[tags[last]][0] == "I":
                last += 1
            runs.append((place, last))
        place = last
    return runs


def _margin(
    scores: Floats, row: int, tags: list[int], first: int, last: int, chain: Chain
) -> float:
    """Return how much worse the sentence scores when these tokens are no name."""
    span = slice(row + first, row + last)
    total = float(
        scores[span][range(last - first), tags[first:last]].sum() - scores[span][:, 0].sum()
    )
    path = [tags[first - 1] if first else None, *tags[first:last]]
    plain = [path[0], *[0] * (last - first)]
    if last < len(tags) and TAGS[tags[last]][0] != "I":
        path.append(tags[last])
        plain.append(tags[last])
    return total + _walk(path, chain) - _walk(plain, chain)


def _walk(path: list[int | None], chain: Chain) -> float:
    total = 0.0
    for before, after in itertools.pairwise(path):
        if after is not None:
            total += float(chain.first[after] if before is None else chain.steps[before, after])
    return total
