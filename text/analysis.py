"""What is indexed and asked for: the same tokens for both search engines.

Two streams, because a phrase needs exact positions and a word needs its inner words:

* :func:`analyse` gives words: Latin words as English stems, numbers as written, Chinese words by
  the segmenter, each preceded by the dictionary words inside it (华为云计算: 华为 计算 云计算 …).
  The Chinese ones are indexed of titles only: those of a text find nothing that its pairs do not.
* :func:`positions` gives one token per place: Latin words as above, Chinese as overlapping pairs of
  characters (华为 为云 云计 计算). A :func:`phrase` of consecutive pairs is found wherever its
  characters stand together, however a segmenter would have cut them there.
"""

import re
from collections.abc import Callable, Iterable, Iterator
from functools import cached_property, lru_cache
from itertools import pairwise
from typing import NamedTuple, TypeVar, cast

from snowballstemmer import stemmer

from text.folding import fold_chars, fold_word
from text.segment import HAN, Segmenter, latin_span_at, latin_spans

VERSION = "4"
"""Raised with every change of the tokens: indices made by another version are built anew."""

# Scripts written without spaces: Chinese, kana, Thai, Lao, Khmer. Their characters go in pairs.
UNSPACED = f"{HAN}\u3040-\u30ff\u31f0-\u31ff\u0e00-\u0eff\u1780-\u17ff"
_UNSPACED_RUN = re.compile(f"[{UNSPACED}]+")
_UNSPACED_CHAR = re.compile(f"[{UNSPACED}]")
_RUNS = re.compile(f"[{UNSPACED}]+|[^{UNSPACED}]+")
_GAP = re.compile(r"(?:['’]s(?![^\W_]))?[\W_]*")  # what stands between two tokens
_MOST_KEPT = 200_000  # pieces whose tokens are remembered, some 40 MB: most of a language's words
_LONGEST_KEPT = 32  # characters of such a piece: longer ones are addresses, and seldom come twice
SHORT_BEGINNING = 2  # letters: so many words begin with them that they are tokens themselves
_LONGEST_TOKEN = 64  # characters: longer ones are base64, hashes and URLs, which nobody types

Made = TypeVar("Made")


@lru_cache(maxsize=1)
def _stemmer() -> stemmer:
    return stemmer("english")


@lru_cache(maxsize=131_072)
def fold_token(word: str) -> str:
    """Return the form under which one word is found: folded, English words as their stem."""
    folded = fold_word(word).replace("’", "'")
    if folded.isalpha():
        stem: str = _stemmer().stemWord(folded) if folded.isascii() else folded
        return stem[:_LONGEST_TOKEN]
    if folded[0].isdigit():
        folded = folded.replace(",", "")
    elif "." in folded and not any(char.isdigit() for char in folded):
        folded = folded.strip(".").replace(".", "") if folded != ".net" else folded
    elif "'" in folded:
        folded = str(_stemmer().stemWord(folded))
    return folded[:_LONGEST_TOKEN]


def analyse(text: str, segmenter: Segmenter) -> list[str]:
    """Return the words of *text* as they are indexed, in order, with the words inside words."""
    found: list[str] = []
    folded = fold_chars(text)
    for start, end in segmenter.spans(folded):
        word = folded[start:end]
        if _UNSPACED_RUN.fullmatch(word):
            found += segmenter.subwords(word)
            found.append(word)
        else:
            found.append(fold_token(text[start:end]))
    return found


class Pieces(dict[str, Made]):
    """What was made of each piece of text between white space, so that it is made once."""

    def __init__(self, make: Callable[[str], Made]) -> None:
        super().__init__()
        self._make = make

    def __missing__(self, piece: str) -> Made:
        """Make it, and remember it unless the piece is long."""
        made = self._make(piece)
        if len(piece) <= _LONGEST_KEPT:
            if len(self) >= _MOST_KEPT:
                self.clear()
            # most words are their own token: one text in memory is read sooner than two
            self[piece] = cast("Made", piece) if made == piece else made
        return made


def _tokens_of(chunk: str) -> str:
    """Return the tokens of a piece without Chinese. No token reaches over white space."""
    spans = latin_spans(fold_chars(chunk))
    return " ".join([fold_token(chunk[start:end]) for start, end in spans])


def beginning(form: str) -> str:
    """Return the token by which words that begin as *form* are found: its mark is in no word."""
    return f"^{form[:SHORT_BEGINNING]}"


def _forms_of(chunk: str) -> str:
    spans = latin_spans(fold_chars(chunk))
    return " ".join([fold_word(chunk[start:end])[:_LONGEST_TOKEN] for start, end in spans])


TOKENS: Pieces[str] = Pieces(_tokens_of)
"""The tokens of a piece without Chinese, spaced."""
FORMS: Pieces[str] = Pieces(_forms_of)
"""Its words as written, folded, spaced."""


def positions(text: str) -> list[str]:
    """Return one token per place of *text*, as they are indexed for phrases.

    A Chinese run 云计算 gives 云 云计 计算 算: its first and last characters stand alone too, so that
    a phrase may cross from Chinese into Latin script and back (3月, A轮, 云3).
    """
    return [token for run in _runs(text) for token in (run.closed() if run.pairs else run.tokens)]


def phrase(text: str) -> list[str]:
    """Return the consecutive tokens of :func:`positions` by which any text around *text* has it.

    A lone Chinese character comes back as itself: ask for tokens that begin with it.
    """
    runs = list(_runs(text))
    found: list[str] = []
    for index, run in enumerate(runs):
        if run.pairs:
            found += run.open(before=index > 0, after=index < len(runs) - 1)
        else:
            found += run.tokens
    return found


class _Run(NamedTuple):
    tokens: list[str]
    pairs: bool  # of an unspaced script: the tokens are its single characters

    def closed(self) -> list[str]:
        return self.open(before=True, after=True)

    def open(self, *, before: bool, after: bool) -> list[str]:
        chars = self.tokens
        if len(chars) == 1:
            return chars
        inner = [first + second for first, second in pairwise(chars)]
        return [*(chars[:1] if before else ()), *inner, *(chars[-1:] if after else ())]


def _runs(text: str) -> Iterator[_Run]:
    for match in _RUNS.finditer(fold_chars(text)):
        if _UNSPACED_RUN.match(match[0]):
            yield _Run(list(match[0]), pairs=True)
        elif tokens := latin_tokens(text[match.start() : match.end()]):
            yield _Run(tokens, pairs=False)


def latin_tokens(text: str) -> list[str]:
    """Return the tokens of a *text* without Chinese."""
    return [fold_token(text[start:end]) for start, end in latin_spans(fold_chars(text))]


def _blank(match: re.Match[str]) -> str:
    return " " * len(match[0])


def is_chinese(text: str) -> bool:
    """Say whether *text* is one run of a script that puts no spaces between words."""
    return bool(_UNSPACED_RUN.fullmatch(text))


def has_words(text: str) -> bool:
    """Say whether *text* gives any token."""
    return bool(positions(text))


class Marker(NamedTuple):
    """What to find in a text: Chinese runs and the tokens between them, one after another."""

    parts: tuple[tuple[str, bool], ...]  # the folded run or token, and whether it is Chinese
    prefix: bool = False  # the last token may go on

    @classmethod
    def of(cls, text: str, *, prefix: bool = False) -> "Marker":
        """Make a marker of words that stand together."""
        parts: list[tuple[str, bool]] = []
        for run in _runs(text):
            parts += (
                [("".join(run.tokens), True)] if run.pairs else [(t, False) for t in run.tokens]
            )
        if prefix and parts and not parts[-1][1]:
            last = [fold_word(text[a:b]) for a, b in latin_spans(fold_chars(text))][-1:]
            parts[-1:] = [(word, False) for word in last]
        return cls(tuple(parts), prefix)


class Reading:
    """One text with its tokens and where they stand, to find words as the index finds them."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._folded = fold_chars(text)

    @cached_property
    def _spaced(self) -> str:
        """The folded text with blanks where it has Chinese."""
        folded = self._folded
        return _UNSPACED_RUN.sub(_blank, folded) if _UNSPACED_CHAR.search(folded) else folded

    @cached_property
    def _written(self) -> str:
        """The text as written with blanks where it has Chinese."""
        if self._spaced is self._folded:
            return self._text
        parts: list[str] = []
        end = 0
        for match in _UNSPACED_RUN.finditer(self._folded):
            parts += (self._text[end : match.start()], _blank(match))
            end = match.end()
        return "".join((*parts, self._text[end:]))

    @cached_property
    def _pieces(self) -> set[str]:
        """The pieces between white space and Chinese, as written: each is looked at once."""
        return set(self._written.split())

    def _places(self, pieces: Iterable[str]) -> Iterator[tuple[int, str]]:
        """Yield where *pieces* stand between white space."""
        text = self._written
        for piece in pieces:
            at = text.find(piece)
            while at >= 0:
                end = at + len(piece)
                if text[at - 1 : at].strip() == "" == text[end : end + 1].strip():
                    yield at, piece
                at = text.find(piece, end)

    def _words(self, pieces: Iterable[str]) -> Iterator[tuple[str, int, int]]:
        """Yield the words of *pieces*, as written, with their places, in their order."""
        for start, piece in sorted(self._places(pieces)):
            for begin, end in latin_spans(fold_chars(piece)):
                yield piece[begin:end], start + begin, start + end

    def find(self, marker: Marker) -> Iterator[tuple[int, int]]:
        """Yield the spans where the parts of *marker* stand one after another."""
        if not marker.parts:
            return
        if marker.prefix and not marker.parts[-1][1] and len(marker.parts) == 1:
            yield from self._beginning(marker.parts[0][0])
            return
        for start, end in self._first(*marker.parts[0]):
            reached = self._rest(marker.parts[1:], end)
            if reached:
                yield start, reached

    def _beginning(self, prefix: str) -> Iterator[tuple[int, int]]:
        for word, start, end in self._words(
            one
            for one in self._pieces
            if prefix in (forms := FORMS[one])
            and (forms.startswith(prefix) or f" {prefix}" in forms)
        ):
            if fold_word(word).startswith(prefix):
                yield start, end

    def _first(self, part: str, chinese: bool) -> Iterator[tuple[int, int]]:
        if not chinese:
            for word, start, end in self._words(
                one
                for one in self._pieces
                if part in (tokens := TOKENS[one]) and part in tokens.split()
            ):
                if fold_token(word) == part:
                    yield start, end
            return
        start = self._folded.find(part)
        while start >= 0:
            yield start, start + len(part)
            start = self._folded.find(part, start + len(part))

    def _rest(self, parts: tuple[tuple[str, bool], ...], end: int) -> int:
        """Return where the further *parts* end that follow *end*; 0 if they do not."""
        for part, chinese in parts:
            gap = _GAP.match(self._folded, end)
            begin = gap.end() if gap else end
            if chinese:
                if not self._folded.startswith(part, begin):
                    return 0
                end = begin + len(part)
            else:
                span = latin_span_at(self._spaced, begin)
                if span is None or fold_token(self._text[span[0] : span[1]]) != part:
                    return 0
                end = span[1]
        return end
