"""spaCy's blank pipelines for English and Chinese, cut so that no name straddles a token.

Chinese is cut into single characters, Latin words and numbers: a gazetteer over characters cannot
be broken by a segmenter's mistake about a name it does not know (小满笔记 as 小满|笔记), and offsets
stay exact. Words, where a rule needs them, come from :mod:`text.segment`.
"""

import re
from functools import lru_cache

import spacy
from spacy.language import Language
from spacy.tokens import Doc
from spacy.vocab import Vocab

from text.han import HAN

_PIECES = re.compile(rf"[{HAN}]|[A-Za-zÀ-ɏ]+|\d+|\s+|.", re.DOTALL)


class CharacterTokenizer:
    """Cut text into Han characters, Latin words, numbers and signs; white space is a token too."""

    def __init__(self, vocab: Vocab) -> None:
        self.vocab = vocab

    def __call__(self, text: str) -> Doc:
        """Return the tokens of *text* as spaCy's Doc."""
        pieces = _PIECES.findall(text)
        return Doc(self.vocab, words=pieces, spaces=[False] * len(pieces))


@lru_cache(maxsize=1)
def blank() -> Language:
    """Return the blank pipeline whose tokenizer serves both languages."""
    pipeline = spacy.blank("xx")
    pipeline.tokenizer = CharacterTokenizer(pipeline.vocab)
    return pipeline
