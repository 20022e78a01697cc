"""Texts are read for learning with names that were not learnt from them."""

from collections.abc import Sequence

import pytest

from nlp.corpora import Item, items
from nlp.learning import card, refilling
from nlp.learning import training as learning
from nlp.learning.examples import Example, Readers, examples, joined, readers
from nlp.learning.model import shipped
from nlp.names import training
from nlp.names.training import train_ner
from nlp.tagger import Tagger
from schemas.registry import Company, Registry

_FIRMS = ("Velkat", "Ostrin", "Quillmark", "Tessaro", "Bremmel", "Orvane")


def _item(number: int, text: str, *firms: str) -> Item:
    return Item.model_validate(
        {
            "id": f"en-test-{number:04d}", "lang": "en", "style": "news", "text": text, "published": "2026-01-01",
            "why": "a test", "mentions": [{"text": name, "label": "ORG"} for name in firms],
        }
    )  # fmt: skip


@pytest.fixture
def corpus(monkeypatch: pytest.MonkeyPatch) -> list[Item]:
    """A small corpus in the place of the shipped one."""
    texts = [
        _item(n, f"{firm} has opened a plant in Ghent.", firm) for n, firm in enumerate(_FIRMS, 1)
    ]
    monkeypatch.setattr(training, "well_named", lambda _language: texts)
    monkeypatch.setattr(training, "bracketed", lambda _language: [])
    return texts


def test_nothing_is_learnt_from_a_text_that_is_held_back(
    corpus: list[Item], monkeypatch: pytest.MonkeyPatch
) -> None:
    without = train_ner("en", held=lambda item: "Orvane" in item.text)
    assert train_ner("en") != without
    monkeypatch.setattr(training, "well_named", lambda _language: corpus[:-1])
    assert train_ner("en") == without


def _knows_kestro(found: Sequence[Example]) -> list[bool]:
    return [any(e.entity == "kestro" for e in one.reading.entities) for one in found]


def test_each_fold_is_read_by_the_reader_of_its_half() -> None:
    kestro = Company.model_validate({"id": "kestro", "names": {"en": ("Kestro",)}})
    using = (
        Tagger(Registry(), scorer=None),
        Tagger(Registry.model_validate({"companies": [kestro]}), scorer=None),
    )
    found = examples([_item(n, f"Kestro cut {n} jobs.") for n in range(10, 26)], using)
    halves = [bool(one.fold % 2) for one in found]
    assert set(halves) == {True, False}
    assert _knows_kestro(found) == halves
    pairs = joined(found, using)
    assert pairs
    assert _knows_kestro(pairs) == [bool(one.fold % 2) for one in pairs]


@pytest.fixture
def asked(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The languages for which names were learnt apart; the ones in use are given instead."""
    found: list[str] = []

    def apart(language: str) -> Readers:
        found.append(language)
        return readers()

    monkeypatch.setattr(refilling, "readers_apart", apart)
    monkeypatch.setattr(learning, "readers_apart", apart)
    return found


def test_actors_and_slots_are_learnt_by_themselves(asked: list[str]) -> None:
    some = [one for number, one in enumerate(items("zh")) if number % 40 == 0]
    before = shipped()
    after = refilling.train_slots(some, before)
    assert asked == ["zh"]
    assert after.languages["zh"].words is before.languages["zh"].words
    assert after.languages["zh"].slots != before.languages["zh"].slots
    assert after.languages["en"] is before.languages["en"]
    assert (
        f"learnt by itself later (zh: `zhibi nlp train --slots zh`, {len(some)} texts"
        in card.card(after)
    )


def test_kinds_are_learnt_by_themselves(asked: list[str]) -> None:
    some = [one for number, one in enumerate(items("en")) if number % 40 == 0]
    before = shipped()
    after = refilling.train_kinds(some, before)
    assert asked == ["en"]
    old, new = before.languages["en"], after.languages["en"]
    assert new.words != old.words
    assert new.thresholds != old.thresholds
    assert (new.status_words, new.status, new.usual_status, new.slots) == (
        old.status_words, old.status, old.usual_status, old.slots,
    )  # fmt: skip
    assert after.languages["zh"] is before.languages["zh"]
    assert after.about["texts"] == before.about["texts"], "what statuses were learnt from"
    assert after.about["cross_validated"]["zh"] == before.about["cross_validated"]["zh"]
    assert after.about["cross_validated"]["en"] != before.about["cross_validated"]["en"]
    assert f"(en: `zhibi nlp train --kinds en`, {len(some)} texts" in card.card(after)
