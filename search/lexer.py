"""A query's text as tokens with positions. Chinese punctuation is read like its ASCII twin."""

import re
from dataclasses import dataclass
from typing import Literal, TypeAlias

Kind: TypeAlias = Literal["word", "phrase", "field", "(", ")", "-", "AND", "OR", "NOT", "end"]

_OPERATORS = {"AND": "AND", "OR": "OR", "NOT": "NOT", "&&": "AND", "||": "OR", "|": "OR"}
_CLOSING = {'"': '"', "“": "”", "”": "”", "「": "」", "『": "』", "＂": "＂", "《": "》"}
_FIELD = re.compile(r"([^\W\d_][\w-]{0,30})[:：]")
_WORD_END = re.compile(r"[\s()（）\"“”「」『』＂《》\u3000]")
_MINUS = "-－−"


@dataclass(frozen=True, slots=True)
class Lexeme:
    """A token of the query: its text and where it stands."""

    kind: Kind
    text: str
    start: int
    end: int


class UnclosedQuoteError(Exception):
    """A quotation mark at *position* has no partner."""

    def __init__(self, position: int) -> None:
        super().__init__(position)
        self.position = position


def lex(text: str) -> list[Lexeme]:
    """Return the tokens of *text*, ``end`` last. Raises UnclosedQuoteError."""
    found: list[Lexeme] = []
    at = 0
    while at < len(text):
        if text[at].isspace():
            at += 1
            continue
        lexeme = _next(text, at)
        found.append(lexeme)
        at = lexeme.end
    found.append(Lexeme("end", "", len(text), len(text)))
    return found


def _next(text: str, at: int) -> Lexeme:
    char = text[at]
    if char in "(（":
        return Lexeme("(", char, at, at + 1)
    if char in ")）":
        return Lexeme(")", char, at, at + 1)
    if char in _MINUS and at + 1 < len(text) and not text[at + 1].isspace():
        return Lexeme("-", char, at, at + 1)
    if char in _CLOSING:
        return _phrase(text, at)
    if field := _FIELD.match(text, at):
        after = text[field.end() :]
        if not after.startswith("//"):  # an address, not a field
            return Lexeme("field", field[1], at, field.end())
    return _word(text, at)


def _phrase(text: str, at: int) -> Lexeme:
    # straight and curly marks are mixed by input methods: either closes either
    closing = set(_CLOSING[text[at]]) | ({'"', "”", "“"} if text[at] in '"“”' else set())
    end = at + 1
    while end < len(text) and text[end] not in closing:
        end += 1
    if end == len(text):
        raise UnclosedQuoteError(at)
    return Lexeme("phrase", text[at + 1 : end], at, end + 1)


def _word(text: str, at: int) -> Lexeme:
    stop = _WORD_END.search(text, at)
    end = stop.start() if stop else len(text)
    end = max(end, at + 1)  # a stray closing mark is a word without letters
    word = text[at:end]
    operator = _OPERATORS.get(word)
    if operator == "AND":
        return Lexeme("AND", word, at, end)
    if operator == "OR":
        return Lexeme("OR", word, at, end)
    if operator == "NOT":
        return Lexeme("NOT", word, at, end)
    return Lexeme("word", word, at, end)
