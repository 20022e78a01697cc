"""The trained name model as the tagger uses it: names in a text, with how sure they are."""

import itertools
import re
import zlib
from bisect import bisect_right
from collections.abc import Sequence
from functools import lru_cache
from pathlib import Path
from typing import NamedTuple
from zipfile import BadZipFile

from nlp.names.chain import TAGS, Chain, Floats, best, windows
from nlp.names.features import indices
from nlp.names.storing import unpacked
from nlp.names.tokens import Tokens, tokenize
from schemas.errors import InvalidRecordError
from schemas.kinds import Label

MODELS = Path(__file__).parent.parent / "models"
RESTORE = "Put back what Zhibi ships, in its clone: git checkout -- nlp/models"


class Guess(NamedTuple):
    """Characters *start* to *end* name a *label*; *margin*: by how much that beats no name (0 and more)."""

    start: int
    end: int
    label: Label
    margin: float


@lru_cache(maxsize=2)
def shipped(language: str) -> Chain:
    """Return the model that the project ships for *language*.

    Raises InvalidRecordError where its file is missing or damaged: without it most names would be lost.
    """
    file = MODELS / f"names.{language}.npz"
    try:
        return unpacked(file.read_bytes())
    except FileNotFoundError:
        what = "the model of names is missing"
    except (OSError, ValueError, KeyError, EOFError, BadZipFile, zlib.error) as error:
        what = f"the model of names is damaged: {error}"
    raise InvalidRecordError(what, where=str(file), remedy=RESTORE)


def known_small() -> frozenset[str]:
    """Return the English words that the model has seen in small letters."""
    return shipped("en").words


_CAPITAL = re.compile(r"[A-HJ-ZÀ-Þ]|I(?![\s'’])")


def guesses(text: str, language: str, chain: Chain | None = None) -> list[Guess]:
    """Return the names that the model sees in *text*, in order, without overlaps.

    English sentences without capitals hold no name: it does not read them.
    """
    chain = chain or shipped(language)
    tokens = tokenize(text, language)
    if not len(tokens):
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
    names: list[_Name] = []
    for (row, _size), tags in zip(parts, paths, strict=True):
        if any(tags):
            sentence = bisect_right(firsts, row) - 1
            begin = tokens.sentences[sentence][0] + row - firsts[sentence]
            names += [_Name(row, begin, tags, *run) for run in _runs(tags)]
    return _guessed(tokens, names, scores, chain)


class _Name(NamedTuple):
    """Tokens *first* to *last* (not with it) of a stretch: its row of scores, first token and tags."""

    row: int
    begin: int
    tags: list[int]
    first: int
    last: int


def _guessed(tokens: Tokens, names: Sequence[_Name], scores: Floats, chain: Chain) -> list[Guess]:
    steps, start = chain.steps.tolist(), chain.first.tolist()
    return [
        Guess(
            int(tokens.starts[one.begin + one.first]),
            int(tokens.ends[one.begin + one.last - 1]),
            TAGS[one.tags[one.first]][2:],  # type: ignore[arg-type]
            _margin(one, scores[one.row + one.first : one.row + one.last].tolist(), steps, start),
        )
        for one in names
    ]


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
    one: _Name, scores: list[list[float]], steps: list[list[float]], start: list[float]
) -> float:
    """Return how much worse the sentence scores when these tokens are no name."""
    own = one.tags[one.first : one.last]
    total = sum(row[tag] - row[0] for row, tag in zip(scores, own, strict=True))
    path = [one.tags[one.first - 1] if one.first else None, *own]
    plain = [path[0], *[0] * len(own)]
    if one.last < len(one.tags) and TAGS[one.tags[one.last]][0] != "I":
        path.append(one.tags[one.last])
        plain.append(one.tags[one.last])
    return total + _walk(path, steps, start) - _walk(plain, steps, start)


def _walk(path: list[int | None], steps: list[list[float]], start: list[float]) -> float:
    total = 0.0
    for before, after in itertools.pairwise(path):
        if after is not None:
            total += start[after] if before is None else steps[before][after]
    return total
