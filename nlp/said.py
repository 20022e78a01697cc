"""What a sentence must say for words alone to make a move of a kind, and what only looks like one.

The words are data (``nlp/frames/_said.yaml``).
"""

from nlp.reading import Reading, Sentence
from nlp.status import Markers, markers
from schemas.kinds import MoveKind


def _words(language: str) -> Markers:
    return markers(language, "_said.yaml")


def says_it(reading: Reading, sentence: Sentence, kind: MoveKind) -> bool:
    """Say whether a sentence or one next to it has a word for *kind*; kinds without a list need none."""
    words = _words(reading.language)
    near = reading.sentences[max(0, sentence.number - 1) : sentence.number + 2]
    return kind not in words.lists or any(words.search(kind, one.masked) for one in near)


def only_looks(sentence: Sentence, kind: MoveKind, language: str) -> str:
    """Return the words by which a sentence only looks like a move of *kind*, or nothing.

    What lists ``not KIND`` hold is none anywhere, what ``aside KIND`` hold none outside a headline; unless the
    sentence has one of the words of the list ``… but``.
    """
    words = _words(language)
    for name in (f"not {kind}",) if sentence.title else (f"not {kind}", f"aside {kind}"):
        hit = words.search(name, sentence.masked) if name in words.lists else None
        but = f"{name} but"
        if hit and not (but in words.lists and words.search(but, sentence.masked)):
            return hit[0]
    return ""
