"""A blank spaCy NER, trained on the same texts as our name model: what the corpus alone gives.

Used by ``python -m evaluation.names DATA --peer``. No word lists, no rules: spaCy's own features, its
defaults, Chinese cut into characters.
"""

import random
import time
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Literal, NamedTuple

from nlp.corpora import Item
from nlp.corpora.named import well_named
from nlp.names.training import gold_spans

if TYPE_CHECKING:
    from spacy.language import Language
    from spacy.training import Example

_EPOCHS = 12  # as many passes as our own model makes
_DROP = 0.2
_BATCH = 32


class Found(NamedTuple):
    """A name as the peer sees it: characters *start* to *end*, and its label."""

    start: int
    end: int
    label: str


class Peer:
    """The trained pipeline of one language."""

    def __init__(self, pipeline: "Language") -> None:
        """Take a pipeline with a trained ``ner``."""
        self._pipeline = pipeline

    def find(self, text: str) -> list[Found]:
        """Return the names in *text*."""
        return [
            Found(one.start_char, one.end_char, one.label_) for one in self._pipeline(text).ents
        ]


def trained(
    language: Literal["en", "zh"], items: Iterable[Item] | None = None, epochs: int = _EPOCHS
) -> Peer:
    """Train on *items*, or all texts whose names are marked best; the same each time, minutes."""
    import spacy  # noqa: PLC0415 - takes a second that only this needs
    from thinc.api import fix_random_seed  # noqa: PLC0415

    fix_random_seed(7)
    pipeline = spacy.blank(language)
    pipeline.add_pipe("ner")
    examples = _examples(pipeline, list(items if items is not None else well_named(language)))
    optimizer = pipeline.initialize(lambda: examples)
    order = random.Random(7)  # noqa: S311 - the order of lessons is no secret
    for _epoch in range(epochs):
        order.shuffle(examples)
        for first in range(0, len(examples), _BATCH):
            pipeline.update(examples[first : first + _BATCH], sgd=optimizer, drop=_DROP)
    return Peer(pipeline)


def _examples(pipeline: "Language", items: Sequence[Item]) -> "list[Example]":
    from spacy.training import Example  # noqa: PLC0415

    made = []
    for item in items:
        text = f"{item.title}\n{item.text}"
        doc = pipeline.make_doc(text)
        marked = gold_spans(text, [(one.text, one.label) for one in item.mentions])
        spans = [doc.char_span(start, end, label=label) for start, end, label in marked]
        doc.ents = [span for span in spans if span is not None]  # names that tokens cut stay out
        made.append(Example(pipeline.make_doc(text), doc))
    return made


def timed(language: Literal["en", "zh"]) -> Peer:
    """Train and say how long it took."""
    started = time.process_time()
    peer = trained(language)
    print(f"blank spaCy NER ({language}) trained in {time.process_time() - started:.0f} s")
    return peer
