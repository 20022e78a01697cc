"""What a sentence must say for words alone to make a move of a kind, and what only looks like one.

The words are data (``nlp/frames/_said.yaml``).
"""

import re

from nlp.reading import Reading, Sentence
from nlp.status import Markers, markers
from schemas.kinds import MoveKind

_CLAUSE = re.compile(r", |[;，；]")


def _words(language: str) -> Markers:
    return markers(language, "_said.yaml")


def says_it(reading: Reading, sentence: Sentence, kind: MoveKind) -> bool:
    """Say whether a sentence or one next to it has a word for *kind*; kinds without a list need none.

    In Chinese somebody's name may have taken in the word that follows it (张伟走了), so that it is read as well.
    """
    words = _words(reading.language)
    near = reading.sentences[max(0, sentence.number - 1) : sentence.number + 2]
    if kind not in words.lists or any(words.search(kind, one.masked) for one in near):
        return True
    return reading.language == "zh" and any(words.search(kind, _with_people(one)) for one in near)


def _with_people(sentence: Sentence) -> str:
    """Return the masked words of a sentence with the people in it as they are written."""
    said = list(sentence.masked)
    for one in sentence.entities:
        if one.label == "PERSON":
            places = slice(one.start - sentence.start, one.end - sentence.start)
            said[places] = sentence.plain[places]
    return "".join(said)


def only_looks(
    sentence: Sentence, kind: MoveKind, language: str, trigger: tuple[int, int] | None
) -> str:
    """Return the words by which a sentence only looks like a move of *kind*, or nothing.

    What lists ``not KIND`` hold is none anywhere, what ``aside KIND`` and ``beside KIND`` hold none outside a headline;
    unless the sentence has one of the words of the list ``… but``. Where a frame found the move, words of ``not`` and
    ``aside`` must touch its *trigger*, those of ``beside`` stand before it or in its clause; words alone have none.
    """
    words = _words(language)
    lists = (
        (f"not {kind}",) if sentence.title else (f"not {kind}", f"aside {kind}", f"beside {kind}")
    )
    for name in lists:
        if name in words.lists and (looks := _looks(words, name, sentence.masked, trigger)):
            return looks
    return ""


def _looks(words: Markers, name: str, masked: str, trigger: tuple[int, int] | None) -> str:
    if words.search(name, masked) is None:
        return ""
    but = f"{name} but"
    if but in words.lists and words.search(but, masked):
        return ""
    start, end = (0, len(masked)) if trigger is None else trigger
    if name.startswith("beside"):
        stop = _CLAUSE.search(masked, end)
        start, end = 0, stop.start() if stop else len(masked)
    hits = (hit for hit in words.hits(name, masked) if hit.start() < end and start < hit.end())
    return next((hit[0] for hit in hits), "")
