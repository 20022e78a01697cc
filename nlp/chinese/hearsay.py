"""Whether a Chinese sentence can be hearsay at all (MOVES.md rule 2).

What has no word of telling, guessing or talks near it is none, whatever else its words are like. The words are data (``nlp/frames/_status.yaml``).
"""

from functools import lru_cache

from nlp.reading import Reading, Sentence
from nlp.status import markers


def hearable(reading: Reading, sentence: Sentence) -> bool:
    """Say whether what *sentence* tells can be hearsay: told by others, guessed or talked about."""
    near = [sentence, *reading.sentences[:1]]
    near += reading.sentences[max(0, sentence.number - 2) : sentence.number + 3]
    return any(_tells(one.masked) for one in near)


@lru_cache(maxsize=512)
def _tells(masked: str) -> bool:
    return markers("zh").search("hearsay_words", masked) is not None
