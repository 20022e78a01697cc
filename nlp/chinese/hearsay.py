"""Whether a Chinese sentence can be hearsay at all (MOVES.md rule 2).

What the company itself says ("X的财务总监在业绩会上说，…") is none, and what has no word of telling, guessing or
talks near it neither, whatever else its words are like. The words are data (``nlp/frames/_status.yaml``).
"""

from functools import lru_cache

from nlp.frames.compiling import FIRST
from nlp.reading import Reading, Sentence
from nlp.status import markers


def hearable(reading: Reading, sentence: Sentence, start: int) -> bool:
    """Say whether what a trigger at *start* of *sentence* tells can be hearsay: told by others, guessed or talked about."""
    if own_words(sentence.masked[:start]):
        return False
    near = [sentence, *reading.sentences[:1]]
    near += reading.sentences[max(0, sentence.number - 2) : sentence.number + 3]
    return any(_tells(one.masked) for one in near)


@lru_cache(maxsize=512)
def own_words(before: str) -> bool:
    """Say whether a named company or its head says what follows *before*, which names no other company behind that."""
    words = markers("zh")
    if words.search("rumoured_sentence", before):
        return False
    return any(FIRST["ORG"] not in before[hit.end() :] for hit in words.hits("own_words", before))


@lru_cache(maxsize=512)
def _tells(masked: str) -> bool:
    return markers("zh").search("hearsay_words", masked) is not None
