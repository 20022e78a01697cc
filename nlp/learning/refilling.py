"""A part of a model learnt anew, the rest stays: actors and slots for its words, or the words of kinds alone."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from nlp.corpora import Item
from nlp.learning.examples import examples, readers_apart
from nlp.learning.fillers import fillers
from nlp.learning.model import MoveModel
from nlp.learning.training import (
    OF_EACH,
    Progress,
    corpus_digest,
    frames_digest,
    learn,
    silent,
)


def train_slots(items: Iterable[Item], model: MoveModel, say: Progress = silent) -> MoveModel:
    """Learn anew who acts and what fills the slots, in the languages of *items*; all else stays as in *model*.

    Each text is read with names that were not learnt from it. Half an hour for a language, one after the other.
    """
    weights = dict(model.languages)
    told = dict(model.about.get("slots", {}))
    for language, texts in _by_language(items):
        found = examples(texts, readers_apart(texts[0].lang))
        say(f"{language}: {len(found)} texts read")
        weights[language] = replace(
            weights[language], slots=fillers(found, weights[language]).whole
        )
        say(f"{language}: slots weighed")
        told[language] = _source(texts)
    return MoveModel(weights, {**model.about, "slots": told})


def train_kinds(items: Iterable[Item], model: MoveModel, say: Progress = silent) -> MoveModel:
    """Learn anew which kinds a text tells, in the languages of *items*; statuses, actors and slots stay as in *model*.

    For texts of a new sort, in which the kinds are told well and the rest is told as before. Each text is read with names
    that were not learnt from it. As long as training takes for a language, one after the other.
    """
    weights, about = dict(model.languages), dict(model.about)
    told = dict(about.get("words", {}))
    for language, texts in _by_language(items):
        learned = learn(texts, say, apart=True)
        old = weights[language]
        weights[language] = replace(
            learned.weights, status_words=old.status_words, status=old.status,
            usual_status=old.usual_status, slots=old.slots,
        )  # fmt: skip
        told[language] = _source(texts)
        for name in OF_EACH:
            about[name] = {**about[name], **learned.about[name]}
    return MoveModel(weights, {**about, "words": told})


def _source(texts: Sequence[Item]) -> dict[str, str | int]:
    """Return what a card tells of the texts that a part was learnt from."""
    return {"texts": len(texts), "corpora": corpus_digest(texts), "frames": frames_digest()}


def _by_language(items: Iterable[Item]) -> Iterator[tuple[str, list[Item]]]:
    """Yield each language and its texts, by their ids."""
    found: dict[str, list[Item]] = {}
    for one in sorted(items, key=lambda one: one.id):
        found.setdefault(one.lang, []).append(one)
    yield from sorted(found.items())
