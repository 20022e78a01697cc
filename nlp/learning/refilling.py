"""Who acts and what fills the slots, learnt anew for a model whose words stay."""

from collections.abc import Iterable
from dataclasses import replace

from nlp.corpora import Item
from nlp.learning.examples import examples, readers_apart
from nlp.learning.fillers import fillers
from nlp.learning.model import MoveModel
from nlp.learning.training import Progress, corpus_digest, frames_digest, silent


def train_slots(items: Iterable[Item], model: MoveModel, say: Progress = silent) -> MoveModel:
    """Learn anew who acts and what fills the slots, in the languages of *items*; all else stays as in *model*.

    Each text is read with names that were not learnt from it. Half an hour for a language, one after the other.
    """
    by_language: dict[str, list[Item]] = {}
    for one in sorted(items, key=lambda one: one.id):
        by_language.setdefault(one.lang, []).append(one)
    weights = dict(model.languages)
    told = dict(model.about.get("slots", {}))
    for language, texts in sorted(by_language.items()):
        found = examples(texts, readers_apart(texts[0].lang))
        say(f"{language}: {len(found)} texts read")
        weights[language] = replace(
            weights[language], slots=fillers(found, weights[language]).whole
        )
        say(f"{language}: slots weighed")
        told[language] = {
            "texts": len(texts),
            "corpora": corpus_digest(texts),
            "frames": frames_digest(),
        }
    return MoveModel(weights, {**model.about, "slots": told})
