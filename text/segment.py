"""Words of running text: Chinese by dictionary and names of ours, Latin words, numbers.

Chinese runs are cut along the likeliest path through jieba's dictionary (word frequencies) with
the names of the registry added; what the dictionary does not know goes through jieba's hidden
Markov model, which finds personal names and new words. The path is found by rjieba, in Rust: sixty
times as fast as in Python, with the same cuts.
"""

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import cache, cached_property
from typing import TYPE_CHECKING, NamedTuple

from text.folding import fold_chars

if TYPE_CHECKING:
    import rjieba

HAN = "\u3005\u3007\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
_LONGEST_NAME = 40  # characters; a longer registry name is a sentence, and no word
_MOST_KEPT = 200_000  # words whose inner words are remembered; jieba's dictionary has 350,000
_LEAST_INSIDE = 3  # characters of a word that others stand inside
_BETWEEN = "\n"  # between runs that are cut together: a word of its own wherever it stands

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
def _plain_cutter() -> "rjieba.Jieba":
    """Return the segmenter without names of ours: 0.1 s and 25 MB, once per process."""
    import rjieba  # noqa: PLC0415 - a tenth of a second that most commands need not spend

    return rjieba.Jieba()


_PLAIN = re.compile(_PARTS, re.VERBOSE)


def latin_spans(folded: str) -> list[tuple[int, int]]:
    """Return where the words of a folded text without Chinese stand."""
    return [match.span(match.lastgroup or 0) for match in _PLAIN.finditer(folded)]


def latin_span_at(folded: str, start: int) -> tuple[int, int] | None:
    """Return where the word ends that begins at *start* of a folded text without Chinese, if any."""
    match = _PLAIN.match(folded, start)
    return match.span(match.lastgroup or 0) if match else None


class Segmenter:
    """Cuts text into words. *names* (of companies, products, people) stay whole where they stand.

    Safe to share between threads once made; the dictionary loads with the first Chinese text.
    """

    def __init__(self, names: Iterable[str] = ()) -> None:
        folded = {fold_chars(name).strip() for name in names}
        kept = sorted(name for name in folded if 1 < len(name) <= _LONGEST_NAME)
        self.names = tuple(kept)
        han = re.compile(rf"[{HAN}]+")
        self._chinese_names = tuple(name for name in kept if han.fullmatch(name))
        mixed = [name for name in kept if han.search(name) and not han.fullmatch(name)]
        self._pattern = re.compile(_with_names(mixed), re.VERBOSE)
        self._inside = _Inside(self.subwords)

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
        if size < _LEAST_INSIDE:
            return []
        known = self._cutter.has_word
        return [
            word[start:end]
            for start in range(size - 1)
            for end in range(start + 2, size + 1)
            if end - start < size and known(word[start:end])
        ]

    @cached_property
    def _cutter(self) -> "rjieba.Jieba":
        """Return what cuts Chinese: with our names, each just likelier than its own parts."""
        if not self._chinese_names:
            return _plain_cutter()
        import rjieba  # noqa: PLC0415

        cutter = rjieba.Jieba()
        for name in self._chinese_names:
            cutter.add_word(name, cutter.suggest_freq(name), None)
        return cutter

    def cut(self, run: str) -> list[str]:
        """Return the words of a folded *run* of Chinese characters; of other scripts, characters."""
        return [run] if len(run) == 1 else self._cutter.cut(run)

    def index_words(self, runs: Sequence[str]) -> str:
        """Return the words of Chinese *runs*, each after the dictionary words inside it, spaced."""
        inside = self._inside
        # most words have no others inside: what is not looked up needs no memory to be read
        words = [
            word if len(word) < _LEAST_INSIDE else inside[word]
            for word in self._cutter.cut(_BETWEEN.join(runs))
        ]
        return " ".join(words).replace(f" {_BETWEEN}", "")


class _Inside(dict[str, str]):
    """Each word after the words inside it; a word comes often and is looked into once."""

    def __init__(self, subwords: Callable[[str], list[str]]) -> None:
        super().__init__()
        self._subwords = subwords

    def __missing__(self, word: str) -> str:
        made = " ".join([*self._subwords(word), word])
        if len(self) < _MOST_KEPT:
            self[word] = made
        return made


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
