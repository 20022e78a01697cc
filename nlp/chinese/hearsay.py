"""Whether a Chinese sentence can be hearsay at all (MOVES.md rule 2).

What has no word of telling, guessing or talks near it is none, whatever else its words are like; nor is what the company
says is true (消息属实). The words are data (``nlp/frames/_status.yaml``).
"""

from functools import lru_cache

from nlp.reading import Reading, Sentence
from nlp.status import markers


def hearable(reading: Reading, sentence: Sentence) -> bool:
    """Say whether what *sentence* tells can be hearsay: told by others, guessed or talked about, and not admitted since."""
    if borne_out(reading, sentence):
        return False
    near = [sentence, *reading.sentences[:1]]
    near += reading.sentences[max(0, sentence.number - 2) : sentence.number + 3]
    return any(_tells(one.masked) for one in near)


def borne_out(reading: Reading, sentence: Sentence) -> str:
    """Return the words by which somebody who knows says that what *sentence* tells is true, or nothing."""
    after = sentence.number + 3 + sentence.title
    near = [
        *reading.sentences[sentence.number : after],
        *(s for s in reading.sentences[:1] if s.title),
    ]
    return next((told for one in near if (told := _admits(one.masked))), "")


@lru_cache(maxsize=512)
def _admits(masked: str) -> str:
    hit = markers("zh").search("borne_out", masked)
    return hit[0].strip("，。；：") if hit else ""


@lru_cache(maxsize=512)
def _tells(masked: str) -> bool:
    return markers("zh").search("hearsay_words", masked) is not None
