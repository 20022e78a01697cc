"""Words of running text: Chinese by dictionary and names of ours, Latin words, numbers.

Chinese runs are cut along the likeliest path through jieba's dictionary (word frequencies) with
the names of the registry added; what the dictionary does not know goes through jieba's hidden
Markov model, which finds personal names and new words. Jieba's own global tokenizer, its cache file
in the shared temporary folder and its log handler are never used.
"""

import math
import re
from collections.abc import Iterable, Iterator, Mapping
from functools import cache, lru_cache
from importlib import resources
from typing import NamedTuple

from text.folding import fold_chars

HAN = "\u3005\u3007\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
_PREFIX_ONLY = 1.0  # no logarithm of a probability is positive: marks a start of longer words
_LONGEST_NAME = 40  # characters; a longer registry name is a sentence, and no word
_NAME_BONUS = 1e-3  # a name beats its own parts by a hair, never the words around it

_LETTER = rf"[^\W_{HAN}]"  # of any script that puts spaces between words, or a digit
# Order matters: the first alternative that matches is the token. Numbers: 1,299.00 15.4% 5g 3.5ghz.
_PARTS = rf"""
    (?P<round>(?<![0-9a-z])(?:pre-)?[a-h][0-9]?\+{{0,2}}轮)            # A轮, B+轮, Pre-A轮: funding
  | (?P<han>[{HAN}]+)
  | (?P<sharp>(?<!{_LETTER})(?:[a-z](?:\+\+|\#)|\.net)(?!{_LETTER}))    # C++, C#, .NET
  | (?P<dotted>(?<!{_LETTER})(?:[a-z]\.){{2,}}(?:[a-z](?!{_LETTER}))?)  # U.S., e.g.
  | (?P<number>(?:[0-9]{{1,3}}(?:,[0-9]{{3}})+(?![0-9])|[0-9]+)(?:\.[0-9]+)*
      (?:%|‰|[a-z]+[0-9]*(?!{_LETTER}))?)
  | (?P<version>v[0-9]+(?:\.[0-9]+)+)                                   # v2.3.1
  | (?P<letters>[a-z]+&[a-z]+(?!{_LETTER}))                             # R&D, AT&T
  | (?P<word>{_LETTER}+(?:['’](?!s(?!{_LETTER})){_LETTER}+)*)           # iPhone17, O'Reilly
    (?:['’]s(?!{_LETTER}))?                                             # the owner's 's is dropped
"""


class Token(NamedTuple):
    """A word: ``source[start:end] == text``."""

    text: str
    start: int
    end: int


@cache
def _dictionary() -> Mapping[str, float]:
    """Return word to logarithm of its probability; prefixes of words to ``_PREFIX_ONLY``.

    Read once per process: 350,000 words, about half a second and 60 MB.
    """
    lines = resources.files("jieba").joinpath("dict.txt").read_text("utf-8").splitlines()
    counts = {word: int(count) for word, count, *_ in map(str.split, lines)}
    total = math.log(sum(counts.values()))
    logs: dict[str, float] = {}
    for word, count in counts.items():
        logs[word] = math.log(count or 1) - total
        for end in range(1, len(word)):
            logs.setdefault(word[:end], _PREFIX_ONLY)
    return logs


@lru_cache(maxsize=65_536)  # runs are short and recur: names, particles
def _unknown(run: str) -> tuple[str, ...]:
    """Cut characters that no dictionary word joins, by jieba's hidden Markov model."""
    from jieba import finalseg  # noqa: PLC0415 - reads its model, 0.2 s: for Chinese text only

    return tuple(finalseg.cut(run))


_PLAIN = re.compile(_PARTS, re.VERBOSE)


def latin_spans(folded: str) -> list[tuple[int, int]]:
    """Return where the words of a folded text without Chinese stand."""
    return [match.span(match.lastgroup or 0) for match in _PLAIN.finditer(folded)]


class Segmenter:
    """Cuts text into words. *names* (of companies, products, people) stay whole where they stand.

    Safe to share between threads once made; the dictionary loads with the first Chinese text.
    """

    def __init__(self, names: Iterable[str] = ()) -> None:
        folded = {fold_chars(name).strip() for name in names}
        kept = sorted(name for name in folded if 1 < len(name) <= _LONGEST_NAME)
        han = re.compile(rf"[{HAN}]+")
        self._names = tuple(name for name in kept if han.fullmatch(name))
        mixed = [name for name in kept if han.search(name) and not han.fullmatch(name)]
        self._pattern = re.compile(_with_names(mixed), re.VERBOSE)
        self._words: Mapping[str, float] | None = None

    def tokens(self, text: str) -> list[Token]:
        """Return the words of *text* in order, without overlaps; punctuation is left out."""
        return [Token(text[start:end], start, end) for start, end in self.spans(fold_chars(text))]

    def spans(self, folded: str) -> Iterator[tuple[int, int]]:
        """Yield where the words of a text stand that :func:`fold_chars` has folded."""
        for match in self._pattern.finditer(folded):
            kind = match.lastgroup or "word"
            if kind != "han":
                yield match.span(kind)
                continue
            start = match.start()
            for word in self.cut(match[0]):
                end = start + len(word)
                yield start, end
                start = end

    def subwords(self, word: str) -> list[str]:
        """Return the dictionary words of two characters or more inside a folded Chinese *word*."""
        size = len(word)
        if size < 3:
            return []
        words = self._lexicon()
        return [
            part
            for start in range(size - 1)
            for end in range(start + 2, size + 1)
            if words.get(part := word[start:end], _PREFIX_ONLY) <= 0 and end - start < size
        ]

    def _lexicon(self) -> Mapping[str, float]:
        """Return the dictionary with our names, each just likelier than its own parts."""
        if self._words is None:
            words = dict(_dictionary()) if self._names else _dictionary()
            if isinstance(words, dict) and self._names:
                for name in self._names:
                    parts = sum(min(words.get(part, -18.0), 0) for part in _path(name, words))
                    known = words.get(name, _PREFIX_ONLY)
                    words[name] = max(parts + _NAME_BONUS, known if known <= 0 else -math.inf)
                    for end in range(1, len(name)):
                        words.setdefault(name[:end], _PREFIX_ONLY)
            self._words = words
        return self._words

    def cut(self, run: str) -> Iterator[str]:
        """Yield the words of a folded *run* of Chinese characters; of other scripts, characters."""
        if len(run) == 1:
            yield run
            return
        words = self._lexicon()
        singles = ""
        for word in _path(run, words):
            if len(word) == 1:
                singles += word
                continue
            if singles:
                yield from _join(singles, words)
                singles = ""
            yield word
        if singles:
            yield from _join(singles, words)


def _with_names(mixed: list[str]) -> str:
    """Return the pattern of tokens with names of both scripts (360数科, 华为云Stack) ahead of them."""
    if not mixed:
        return _PARTS
    longest = sorted(mixed, key=lambda name: (-len(name), name))
    inside = "|".join(_bounded(name) for name in longest if re.match(f"[{HAN}]", name))
    # a Chinese run ends where such a name begins
    parts = _PARTS.replace(f"[{HAN}]+", f"(?:(?!{inside})[{HAN}])+") if inside else _PARTS
    return f"(?P<name>{'|'.join(map(_bounded, longest))}) | {parts}"


def _bounded(name: str) -> str:
    """Return a pattern of *name* that does not match a part of a longer Latin word or number."""
    before = "(?<![0-9a-z])" if re.match("[0-9a-z]", name) else ""
    after = "(?![0-9a-z])" if re.search("[0-9a-z]$", name) else ""
    return f"{before}{re.escape(name)}{after}"


def _join(singles: str, words: Mapping[str, float]) -> Iterable[str]:
    if len(singles) == 1:
        return singles
    return singles if words.get(singles, _PREFIX_ONLY) <= 0 else _unknown(singles)


def _path(run: str, words: Mapping[str, float]) -> list[str]:
    """Return the likeliest way to cut *run* into words: dynamic programming from its end."""
    size = len(run)
    best = [0.0] * (size + 1)
    follow = [0] * size
    get = words.get
    for start in range(size - 1, -1, -1):
        end = start + 1
        top, chosen = -1e9, end
        part = run[start:end]
        known = get(part)
        if known is None or known > 0:  # a character that is no word: as rare as a word can be
            top = best[end] - 18.0
        while known is not None:
            if known <= 0 and (score := known + best[end]) > top:
                top, chosen = score, end
            end += 1
            if end > size:
                break
            known = get(run[start:end])
        best[start] = top
        follow[start] = chosen
    cut: list[str] = []
    start = 0
    while start < size:
        cut.append(run[start : follow[start]])
        start = follow[start]
    return cut
