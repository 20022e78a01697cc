"""From a query to what the engines are asked, with the tokens that the index has."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import TypeAlias, cast

from search.clauses import (
    And,
    AnyOf,
    Best,
    Between,
    Clause,
    Every,
    Holds,
    Or,
    Sequence,
    Starts,
    Term,
    TokenField,
    Without,
    scores,
)
from search.kindwords import kinds_of
from search.nodes import (
    All,
    Either,
    Everything,
    Named,
    Node,
    Not,
    Phrase,
    Prefix,
    Query,
    Range,
    TextField,
    Values,
    Words,
)
from text.analysis import SHORT_BEGINNING, beginning, is_chinese, phrase
from text.folding import fold_chars, fold_word
from text.segment import Segmenter

Text: TypeAlias = Words | Phrase | Prefix | Named

TITLE_BOOST = 2.0  # a word of the title says twice as much as one of the body, as peers set it
# Of a name in the other script. Where most texts are in one language, names in the other are rare and
# would come first: who asks for 寰舟 got Huanzhou, who asks for Velmora nine times 维墨.
# Flat from .05 to .7; at .1 no rarity of a name outweighs it.
OTHER_SCRIPT = 0.1
KIND_SCORE = 3.0  # of a move of the kind that a word asks for: about a rare word in the text
STOP_WORDS = frozenset(
    [
        "a",
        "an",
        "and",
        "are",
        "as",
        "at",
        "be",
        "by",
        "for",
        "from",
        "has",
        "have",
        "in",
        "into",
        "is",
        "it",
        "its",
        "of",
        "on",
        "or",
        "that",
        "the",
        "their",
        "this",
        "to",
        "was",
        "were",
        "will",
        "with",
        "的",
        "了",
        "是",
        "在",
        "和",
        "与",
        "及",
        "或",
        "将",
        "被",
        "把",
        "对",
        "等",
        "也",
        "就",
        "都",
        "而",
        "着",
        "之",
    ]
)


@dataclass(frozen=True)
class Look:
    """Words to look for in an original text: a phrase as typed, or the beginning of a word."""

    text: str
    prefix: bool = False
    title_only: bool = False
    part: str = ""  # of the query, as typed: a company's names are looks of one part


@dataclass(frozen=True)
class Plan:
    """What the engine is asked, whether it scores, and what to mark in the texts found."""

    clause: Clause
    scored: bool
    looks: tuple[Look, ...]
    subjects: tuple[str, ...] = ()


def plan(query: Query, segmenter: Segmenter) -> Plan:
    """Return the plan of *query* for an index whose words *segmenter* cut."""
    clause = _clause(query.root, segmenter)
    looks = tuple(dict.fromkeys(_looks(query.root, segmenter)))
    return Plan(clause, scores(clause), looks, query.subjects)


def _clause(node: Node, segmenter: Segmenter) -> Clause:
    match node:
        case All(parts=parts):
            return And(tuple(_clause(part, segmenter) for part in _without_stop_words(parts)))
        case Either(parts=parts):
            return Or(tuple(_clause(part, segmenter) for part in parts))
        case Not(part=part):
            return Without(_clause(part, segmenter))
        case Values(field=field, values=values):
            return AnyOf(field, values)
        case Range(field=name, low=low, high=high, open_low=open_low, open_high=open_high):
            return Between(name, low, high, open_low, open_high)
        case _:
            return Every() if isinstance(node, Everything) else _text_clause(node, segmenter)


def _text_clause(node: Text, segmenter: Segmenter) -> Clause:
    match node:
        case Words():
            return word_clause(node, segmenter)
        case Phrase():
            return _phrase(node.text, node.where)
        case Prefix():
            return _prefix(node)
        case Named():
            named = [_name(alias, node) for alias in node.aliases]
            if node.where == "any":
                named.append(AnyOf("companies", node.companies, 1.0))
            return Best(tuple(named))


def _name(alias: str, node: Named) -> Clause:
    """One name of a company; in the script that was not typed it is worth less, however rare it is here."""
    worth = 1.0 if _in_chinese(alias) == _in_chinese(node.text) else OTHER_SCRIPT
    tokens = tuple(phrase(alias))
    return _either([in_field(field, tokens, boost * worth) for field, boost in _fields(node.where)])


def _in_chinese(text: str) -> bool:
    return any(is_chinese(char) for char in text)


def word_clause(node: Words, segmenter: Segmenter) -> Clause:
    """Return what finds one typed word: each piece of it."""
    parts = [_word_or_kind(piece, node.where) for piece in cut_word(node.text, segmenter)]
    return parts[0] if len(parts) == 1 else And(tuple(parts))


def _without_stop_words(parts: tuple[Node, ...]) -> tuple[Node, ...]:
    """Return *parts* without little words, unless they are all that was asked for."""
    kept = tuple(
        part for part in parts if not (isinstance(part, Words) and is_stop_word(part.text))
    )
    return kept if any(isinstance(part, Text) for part in kept) else parts


def is_stop_word(word: str) -> bool:
    """Say whether *word* is too common to be asked for beside others."""
    return fold_chars(word) in STOP_WORDS


def cut_word(text: str, segmenter: Segmenter) -> list[str]:
    """Cut one typed word: Chinese into words, what stands between as it is (GPT-4.5)."""
    folded = fold_chars(text)
    pieces: list[str] = []
    joined = False  # whether the last piece may be continued
    last_end = 0
    for start, end in segmenter.spans(folded):
        word = text[start:end]
        chinese = any(is_chinese(char) for char in folded[start:end])
        if joined and not chinese:
            pieces[-1] += text[last_end:end]
        else:
            pieces.append(word)
        joined = not chinese
        last_end = end
    return [piece for piece in pieces if not is_stop_word(piece)] or pieces


def _word_or_kind(piece: str, where: TextField) -> Clause:
    """A word for a kind of move finds documents that hold one, by whatever words (裁员, layoffs)."""
    found = _word(piece, where)
    kinds = kinds_of(piece) if where == "any" else ()
    return Best((found, AnyOf("moves", kinds, KIND_SCORE))) if kinds else found


def _word(piece: str, where: TextField) -> Clause:
    """A Chinese word is found wherever its characters stand; a word of the title counts more."""
    folded = fold_chars(piece)
    found = _phrase(piece, where)
    if not is_chinese(folded) or len(folded) == 1:
        return found
    return Or((*_flat(found), Term("title_words", folded, TITLE_BOOST)))


def _phrase(text: str, where: TextField) -> Clause:
    tokens = tuple(phrase(text))
    return _either([in_field(field, tokens, boost) for field, boost in _fields(where)])


def in_field(field: TokenField, tokens: tuple[str, ...], boost: float) -> Clause:
    """Return what finds *tokens*, of :func:`text.analysis.phrase`, one after another in *field*."""
    if len(tokens) > 1:
        return Sequence(field, tokens, boost)
    if len(tokens[0]) == 1 and is_chinese(tokens[0]):
        return Holds(cast("TokenField", f"{field}_forms"), tokens[0])
    return Term(field, tokens[0], boost)


def _prefix(node: Prefix) -> Clause:
    folded = fold_word(node.text)
    if _in_chinese(folded):  # 华为* : the characters, whatever follows
        return _phrase(node.text, node.where)
    *before, last = folded.replace("-", " ").split()
    if before:  # e-comm* : the words before as they are, then the beginning of one
        first = _phrase(" ".join(before), node.where)
        return And((first, _starts(last, node.where)))
    return _starts(last, node.where)


def _starts(text: str, where: TextField) -> Clause:
    fields = [cast("TokenField", f"{field}_forms") for field, _ in _fields(where)]
    if len(text) == SHORT_BEGINNING:
        return _either([Holds(field, beginning(text)) for field in fields])
    return _either([Starts(field, text) for field in fields])


def _fields(where: TextField) -> list[tuple[TokenField, float]]:
    return [("title", TITLE_BOOST)] if where == "title" else [("title", TITLE_BOOST), ("body", 1.0)]


def _either(parts: list[Clause]) -> Clause:
    return parts[0] if len(parts) == 1 else Or(tuple(parts))


def _flat(clause: Clause) -> tuple[Clause, ...]:
    return clause.parts if isinstance(clause, Or) else (clause,)


def _looks(node: Node, segmenter: Segmenter) -> Iterator[Look]:
    match node:
        case All(parts=parts) | Either(parts=parts):
            for part in _without_stop_words(parts) if isinstance(node, All) else parts:
                yield from _looks(part, segmenter)
        case Words() | Phrase() | Prefix() | Named():
            prefix, named = isinstance(node, Prefix), isinstance(node, Named)
            for text in _texts(node, segmenter):
                yield Look(text, prefix, node.where == "title", node.text if named else text)
        case _:  # what is left out, and fields, stand in no text
            return


def _texts(node: Text, segmenter: Segmenter) -> Iterable[str]:
    match node:
        case Words(text=text):
            return cut_word(text, segmenter)
        case Named(aliases=aliases):
            return aliases
        case _:
            return (node.text,)
