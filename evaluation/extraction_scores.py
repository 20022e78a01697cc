"""Scores of extracted text: 4-gram shingles (as article-extraction-benchmark) and bags of words."""

import hashlib
import re
from collections import Counter
from collections.abc import Iterable

_WORD = re.compile(r"\w+")
_TOKEN = re.compile(r"[\u3400-\u9fff\u3040-\u30ff\uac00-\ud7af]|\w+")
_N = 4


def shingles(gold: str, got: str) -> tuple[float, float, float]:
    """Return right, false and missed 4-grams of one page, each as a share of all of them."""
    want, have = _grams(gold), _grams(got)
    right = sum((want & have).values())
    total = max(1, sum(want.values()) + sum(have.values()) - right)
    return right / total, (sum(have.values()) - right) / total, (sum(want.values()) - right) / total


def shingle_f1(pages: Iterable[tuple[float, float, float]]) -> float:
    """Return F1 over pages, each weighing the same."""
    right = false = missed = 0.0
    for one in pages:
        right, false, missed = right + one[0], false + one[1], missed + one[2]
    return 2 * right / (2 * right + false + missed) if right else 0.0


def bag_f1(gold: str, got: str) -> float:
    """Return F1 over words, single characters for Chinese, without their order."""
    want, have = Counter(_TOKEN.findall(gold)), Counter(_TOKEN.findall(got))
    both = sum((want & have).values())
    size = sum(want.values()) + sum(have.values())
    return 2 * both / size if size else 0.0


def _grams(text: str) -> Counter[tuple[str, ...]]:
    words = _WORD.findall(text)
    if not words:
        return Counter()
    return Counter(tuple(words[i : i + _N]) for i in range(max(1, len(words) - _N + 1)))


def odd(row_id: str) -> bool:
    """Say whether a row is of the half that nobody tunes to."""
    return int(hashlib.sha1(row_id.encode(), usedforsecurity=False).hexdigest(), 16) % 2 == 1
