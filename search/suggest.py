"""Did you mean: a mistyped word, and the word of the index or name of the registry it is like."""

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from typing import TYPE_CHECKING

from search.base import Backend
from search.lexer import Lexeme, UnclosedQuoteError, lex
from search.names import Names
from search.nodes import Words
from search.plan import cut_word, is_stop_word, word_clause
from text.analysis import is_chinese
from text.folding import fold_chars, fold_word
from text.segment import Segmenter

_MOST_WORDS = 8  # of one query that are looked at
_LEAST_LETTERS = 4  # a shorter word is like too many others
_LONG = 6  # letters from which two slips are forgiven
_PAIR = 2  # characters of most Chinese words, and of the tokens of a Chinese text

if TYPE_CHECKING:
    from search.clauses import TokenField

_FORMS: "tuple[TokenField, ...]" = ("body_forms", "title_forms")

Alike = Callable[[Sequence[str]], dict[str, str]]
"""Given words, those no document has, each with what was probably meant ("" if nothing is like it)."""


def suggest(text: str, names: Names, alike: Alike) -> str | None:
    """Return the query *text* with its unknown words mended, or None where there is nothing to mend."""
    words = list(_free_words(text))[:_MOST_WORDS]
    pieces = {word: cut_word(word.text, names.segmenter) for word in words}
    unknown = alike(list(dict.fromkeys(piece for cut in pieces.values() for piece in cut)))
    mended = text
    for word in reversed(words):
        better = _mended(word, pieces[word], names, unknown)
        if better != word.text:
            mended = mended[: word.start] + better + mended[word.end :]
    return mended if mended != text else None


def _free_words(text: str) -> Iterable[Lexeme]:
    """Yield the bare words of a query: no values of fields, phrases or beginnings."""
    try:
        lexemes = lex(text)
    except UnclosedQuoteError:
        return
    field = ""
    for lexeme in lexemes:
        is_value = field not in {"", "title", "标题"}
        if lexeme.kind == "word" and not is_value and "*" not in lexeme.text:
            yield lexeme
        field = lexeme.text.lower() if lexeme.kind == "field" else ""


def _mended(word: Lexeme, pieces: list[str], names: Names, unknown: dict[str, str]) -> str:
    if named := _like_a_name(word.text, names):
        return named
    better = word.text
    for piece in pieces:
        if unknown.get(piece):
            better = better.replace(piece, unknown[piece], 1)
    return better


def _like_a_name(word: str, names: Names) -> str:
    """Return the name of the registry that a whole word is like; of both scripts, "" if none."""
    folded = fold_chars(word)
    if folded in names.aliases:
        return ""
    best: tuple[int, str] | None = None
    for alias in names.aliases:
        for part in {alias, *alias.split()}:
            slips = slips_allowed(folded)
            far = distance(folded, part, slips) if slips and len(part) > 1 else slips + 1
            if 0 < far <= slips and (best is None or (far, part) < best):
                best = (far, part)
            if far == 0:
                return ""
    return names.as_written(best[1]) if best else ""


def alike(backend: Backend, words: Sequence[str], segmenter: Segmenter) -> dict[str, str]:
    """Return those of *words* that no document has, each with the likeliest word of the index.

    The nearest spelling wins, then the one in most documents; "" where nothing is like it.
    """
    asked = [word for word in words if not is_stop_word(word)]
    sizes = backend.sizes([word_clause(Words(word), segmenter) for word in asked])
    unknown = [word for word, size in zip(asked, sizes, strict=True) if size == 0]
    return {word: _nearest(backend, word) for word in unknown}


def _nearest(backend: Backend, word: str) -> str:
    chinese = is_chinese(fold_chars(word))
    folded = fold_chars(word) if chinese else fold_word(word)
    slips = slips_allowed(folded)
    if not slips or not (chinese or folded.isalpha()):
        return ""
    found: Counter[str] = Counter()
    for field in _vocabulary(folded) if chinese else _FORMS:
        found.update(backend.spelled_like(field, folded, slips))
    near = [
        (far, -count, one)
        for one, count in found.items()
        if 0 < (far := distance(folded, one, slips)) <= slips
        and one.isalpha()
        and (len(one) > 1 or not chinese)
    ]
    return min(near)[2] if near else ""


def _vocabulary(word: str) -> "tuple[TokenField, ...]":
    """Return where words like a Chinese *word* are: of two characters everywhere, else in titles."""
    return ("body", "title_words") if len(word) == _PAIR else ("title_words",)


def slips_allowed(word: str) -> int:
    """Return how many letters of *word* may be wrong: none in a very short one."""
    if any(is_chinese(char) for char in word):
        return 1 if len(word) > 1 else 0
    return 0 if len(word) < _LEAST_LETTERS else 1 if len(word) < _LONG else 2


def distance(one: str, other: str, most: int) -> int:
    """Return how many letters are put in, left out, changed or swapped; above *most*, more than it."""
    if abs(len(one) - len(other)) > most or len(set(one) ^ set(other)) > 2 * most:
        return most + 1
    before: list[int] = []
    row = list(range(len(other) + 1))
    for at, letter in enumerate(one, 1):
        earlier, before, row = before, row, [at]
        for to, match in enumerate(other, 1):
            cost = min(before[to] + 1, row[to - 1] + 1, before[to - 1] + (letter != match))
            if at > 1 and to > 1 and letter == other[to - 2] and one[at - 2] == match:
                cost = min(cost, earlier[to - 2] + 1)
            row.append(cost)
        if min(row) > most:
            return most + 1
    return row[-1]
