"""What the linear models see of a sentence: words in a row, and concepts, alone, two near each other, three in a row.

Names are hidden behind their labels, so that nothing is learned of the companies in the corpora. A
feature is a readable string, so that ``zhibi tag --explain`` can show which words weighed what:
``en:take over`` (words of a language), ``C:buy`` (a concept), ``P:<org>+buy`` (two of them near),
``R:<org>>buy><org>`` (three that follow each other).
Concepts, after ``concepts.yaml``, are what both languages share; ``concepts.zh.yaml`` has more words for
them in Chinese, and some concepts that Chinese alone needs.
"""

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache
from pathlib import Path
from typing import NamedTuple

import snowballstemmer

from nlp.frames.compiling import FIRST, NEXT
from nlp.reading import Sentence
from text.han import HAN
from text.kept import yaml_of

CONCEPTS = Path(__file__).with_name("concepts.yaml")
# Words of one language alone: more of the same concepts, and concepts that it alone needs.
MORE = {"zh": Path(__file__).with_name("concepts.zh.yaml")}
# Two concepts further apart than this many words (English) or characters (Chinese) hardly belong
# together; tried 6 to all on the corpora, 26 Nov 2026: 12 was best in both languages.
NEAR = 12
# A sentence longer than this is a table or a list without stops; its end adds nothing.
LONGEST = 120
_SIGN = {first: f"<{label.lower()}>" for label, first in FIRST.items()}
_MENTIONS = "".join(FIRST.values())
_REST = "".join(NEXT.values())
_ENGLISH = re.compile(rf"[{_MENTIONS}]|[a-zà-ɏ]+(?:['’][a-z]+)?|\d[\d.,]*|[^\s\w{_REST}]")
_CHINESE = re.compile(rf"[{_MENTIONS}]|[{HAN}]|[a-zà-ɏ]+|\d[\d.,]*|[^\s\w{_REST}]")
_RUN = re.compile(r"<\w+>|[^<>]+")
_STEMMER = snowballstemmer.stemmer("english")


@lru_cache(maxsize=50_000)
def _english(word: str) -> str:
    """Return an English word, number or sign as features name it."""
    if word in _SIGN:
        return _SIGN[word]
    if word[0].isdigit():
        return "#"
    plain = word.removesuffix("'s").removesuffix("’s")
    return str(_STEMMER.stemWord(plain)) if len(plain) > 2 else plain


@lru_cache(maxsize=20_000)
def _chinese(piece: str) -> str:
    return _SIGN.get(piece) or ("#" if piece[0].isdigit() else piece)


class Thesaurus(NamedTuple):
    """Concepts by the words that mean them; the first word (or character) of entries to their lengths."""

    concepts: dict[str, tuple[str, ...]]
    lengths: dict[str, tuple[int, ...]]


@lru_cache(maxsize=2)
def thesaurus(language: str) -> Thesaurus:
    """Return the concepts of a language."""
    found: dict[str, set[str]] = {}
    for concept, words in _listed(language):
        for word in words.split():
            found.setdefault(_entry(word, language), set()).add(concept)
    lengths: dict[str, set[int]] = {}
    for one in found:
        parts = _parts(one, language)
        lengths.setdefault(parts[0], set()).add(len(parts))
    return Thesaurus(
        {word: tuple(sorted(names)) for word, names in found.items()},
        {first: tuple(sorted(sizes, reverse=True)) for first, sizes in lengths.items()},
    )


def _listed(language: str) -> Iterator[tuple[str, str]]:
    """Yield concepts with their words, one after the other: a concept may come twice."""
    for concept, words in yaml_of(CONCEPTS).items():
        yield concept, words[language]
    if language in MORE:
        yield from yaml_of(MORE[language]).items()


def _parts(entry: str, language: str) -> tuple[str, ...]:
    """Return the pieces of an entry: words, or characters, where CEO and a number are one each."""
    return tuple(_CHINESE.findall(entry) if language == "zh" else entry.split())


def _entry(word: str, language: str) -> str:
    if language == "zh":
        return "".join(map(_chinese, _CHINESE.findall(word.lower())))
    return " ".join(_english(one) for one in _ENGLISH.findall(word.lower().replace("_", " ")))


def pieces_of(lower: str, language: str) -> list[str]:
    """Return the words (English) or characters (Chinese) of a masked text in small letters, as written."""
    pattern = _CHINESE if language == "zh" else _ENGLISH
    return pattern.findall(lower)


def piece_of(word: str, language: str) -> str:
    """Return one of those as features name it: an English word by its stem, a number as ``#``."""
    return _chinese(word) if language == "zh" else _english(word)


def entries(language: str) -> dict[tuple[str, ...], tuple[str, ...]]:
    """Return concepts by the pieces that mean them; labels of names are concepts too."""
    found = {_parts(word, language): names for word, names in thesaurus(language).concepts.items()}
    return found | {(label,): (label,) for label in _SIGN.values()}


def pieces(sentence: Sentence, language: str) -> tuple[str, ...]:
    """Return words (English, as stems) or characters (Chinese), labels of names, ``#`` for numbers."""
    return _pieces(sentence.lower, language)


@lru_cache(maxsize=512)
def _pieces(lower: str, language: str) -> tuple[str, ...]:
    if language == "zh":
        return tuple(map(_chinese, _CHINESE.findall(lower)[:LONGEST]))
    return tuple(map(_english, _ENGLISH.findall(lower)[:LONGEST]))


def spans(sentence: Sentence, language: str) -> list[tuple[int, int]]:
    """Return where in the sentence each of its pieces stands."""
    pattern = _CHINESE if language == "zh" else _ENGLISH
    return [hit.span() for hit in pattern.finditer(sentence.lower)][:LONGEST]


@lru_cache(maxsize=512)
def concepts(found: tuple[str, ...], language: str) -> tuple[tuple[int, int, str], ...]:
    """Return concepts and labels among pieces: place, number of pieces, name."""
    known = thesaurus(language)
    glue = " " if language == "en" else ""
    seen: list[tuple[int, int, str]] = []
    for place, piece in enumerate(found):
        if piece[0] == "<" and len(piece) > 1:
            seen.append((place, 1, piece))
        else:
            for length in known.lengths.get(piece, ()):
                if length > len(found) - place:
                    continue
                names = known.concepts.get(glue.join(found[place : place + length]))
                if names:
                    seen += [(place, length, name) for name in names]
                    break
    return tuple(seen)


@lru_cache(maxsize=20_000)
def _pair(one: str, other: str) -> str:
    return f"P:{one}+{other}" if one < other else f"P:{other}+{one}"


def features(sentence: Sentence, language: str) -> list[str]:
    """Return the features of a sentence, each once, in a fixed order."""
    return list(_features(pieces(sentence, language), language, sentence.title))


@lru_cache(maxsize=512)
def _features(found: tuple[str, ...], language: str, title: bool) -> tuple[str, ...]:
    names = [f"{language}:{one}" for one in found]
    seen = dict.fromkeys(names)
    seen.update(
        dict.fromkeys(f"{one} {other}" for one, other in zip(names, found[1:], strict=False))
    )
    met = concepts(found, language)
    seen.update(dict.fromkeys(_conceptual(met)))
    seen.update(dict.fromkeys(_runs(met)))
    seen["title" if title else "body"] = None
    return tuple(seen)


def _conceptual(met: Sequence[tuple[int, int, str]]) -> Iterator[str]:
    for number, (place, _length, name) in enumerate(met):
        yield f"C:{name}"
        for later, _, other in met[number + 1 :]:
            if later - place > NEAR:
                break
            if other != name:
                yield _pair(name, other)


def _runs(met: Sequence[tuple[int, int, str]]) -> Iterator[str]:
    """Yield three concepts that follow each other: who does what to whom, in this order."""
    names = [name for *_where, name in met]
    for run in zip(names, names[1:], names[2:], strict=False):
        yield "R:" + ">".join(run)


def is_combined(feature: str) -> bool:
    """Say whether a feature is several concepts near each other, in a title or not."""
    return feature.removeprefix("title ").startswith(("P:", "R:"))


def named_concepts(feature: str) -> list[str]:
    """Return the concepts and labels of a feature of concepts."""
    if feature[0] == "R":
        return _RUN.findall(feature[2:])
    return feature[2:].split("+")


def places(feature: str, sentence: Sentence, language: str) -> tuple[int, int] | None:
    """Return where in the sentence the words of a feature stand: its first place, or None."""
    found, where = pieces(sentence, language), spans(sentence, language)
    if feature[:2] in {"C:", "P:", "R:"}:
        named = named_concepts(feature)
        wanted = [one for one in named if one[0] != "<"] or named
        for place, length, name in concepts(found, language):
            if name in wanted:
                return where[place][0], where[place + length - 1][1]
        return None
    words = feature.partition(":")[2].split(" ")
    for place in range(len(found) - len(words) + 1):
        if words != [""] and found[place : place + len(words)] == tuple(words):
            return where[place][0], where[place + len(words) - 1][1]
    return None
