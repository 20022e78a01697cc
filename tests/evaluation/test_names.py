from itertools import islice

from evaluation.names import Named, NameScore
from evaluation.peer_names import Found, trained
from nlp.corpora.named import well_named


def test_the_peer_learns_names_from_the_corpus() -> None:
    items = list(islice(well_named("en"), 12))
    texts = [f"{item.title}\n{item.text}" for item in items]
    peer = trained("en", items, epochs=60)
    marked = {one.text for item in items for one in item.mentions if one.label == "ORG"}
    found = {
        text[one.start : one.end] for text in texts for one in peer.find(text)
        if one.label == "ORG"
    }  # fmt: skip
    assert len(found & marked) > len(marked) / 2


def test_where_a_set_marks_first_places_only_later_ones_are_not_counted() -> None:
    text = "Velka met Orrin. Velka left Tessa."
    first = frozenset([(0, 5)])
    found = [Found(0, 5, "ORG"), Found(17, 22, "ORG"), Found(28, 33, "ORG")]
    once, each = NameScore(), NameScore()
    once.add(Named(text, "en", first, frozenset(), frozenset(), once=True), found, shift=0)
    each.add(Named(text, "en", first, frozenset(), frozenset()), found, shift=0)
    assert (once.companies.right, once.companies.false) == (1, 1)
    assert (each.companies.right, each.companies.false) == (1, 2)
