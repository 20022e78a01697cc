"""Where companies' names begin and end: by how the whole text writes them, and what only stands beside them."""

import pytest

from nlp.english.edges import parted, widened, with_particles
from nlp.entities import Entity
from nlp.names.model import Guess


def company(text: str, name: str) -> Entity:
    start = text.index(name)
    return Entity(start, start + len(name), "ORG", name)


@pytest.mark.parametrize(
    ("text", "seen", "name"),
    [
        ("Four Tall Elms closes. Four Tall Elms has shut.", "Tall Elms", "Four Tall Elms"),
        ("Bank of Orrel cuts rates. Bank of Orrel wants more.", "Orrel", "Bank of Orrel"),
        ("House of Tarn grows. We like House of Tarn.", "House", "House of Tarn"),
        ("Route 81 Grills opens. At Route 81 Grills.", "Grills", "Route 81 Grills"),
        ("Rake and Hoe sells. Rake and Hoe has sold.", "Rake", "Rake and Hoe"),
        ("Rake and Hoe merge. Rake and Hoe have agreed.", "Rake", "Rake"),  # two companies
        ("Dobbin's opens. Dobbin's, a baker, opened.", "Dobbin", "Dobbin's"),
        ("Dobbin's bread is dear. Dobbin's shops close.", "Dobbin", "Dobbin"),
        ("Brickmaker Orrel cuts. Brickmaker Orrel has cut.", "Orrel", "Orrel"),
        ("Dutch Orrel cuts. Dutch Orrel has cut.", "Orrel", "Orrel"),
        ("Today Orrel opens. Today Orrel closes.", "Orrel", "Orrel"),
        ("Blue Orrel opens. Orrel closes.", "Orrel", "Orrel"),  # not always
        ("Blue Orrel opens.", "Orrel", "Orrel"),  # once tells nothing
        ("He said Wexcombe of Orrel. He said Wexcombe of Orrel.", "Orrel", "Orrel"),
    ],
)
def test_a_name_has_the_words_that_always_stand_with_it(text: str, seen: str, name: str) -> None:
    (one,) = widened(text, [company(text, seen)])
    assert (text[one.start : one.end], one.name) == (name, name)


@pytest.mark.parametrize(
    ("text", "seen", "names"),
    [
        ("Norwegian utility Orrel denied it.", "Norwegian utility Orrel", ["Orrel"]),
        ("Brickmaker Orrel denied it.", "Brickmaker Orrel", ["Orrel"]),
        ("About Orrel Foods: it bakes.", "About Orrel Foods", ["Orrel Foods"]),
        ("Orrel - Tarnby tie-up", "Orrel - Tarnby", ["Orrel", "Tarnby"]),
        ("May 9 - Orrel is in talks.", "9 - Orrel", ["Orrel"]),
        ("Awarded to Orrel, Oslo, for", "Orrel, Oslo", ["Orrel"]),
        ("7Larches has filed.", "Larches", ["7Larches"]),
        ("ORREL - TARNBY TIE-UP", "ORREL - TARNBY", ["ORREL - TARNBY"]),
        ("Orrel Foods opens.", "Orrel Foods", ["Orrel Foods"]),
    ],
)
def test_a_guess_loses_what_stands_beside_the_name(text: str, seen: str, names: list[str]) -> None:
    start = text.index(seen)
    found = parted(text, [Guess(start, start + len(seen), "ORG", 9.0)])
    assert [text[one.start : one.end] for one in found] == names


@pytest.mark.parametrize(
    ("text", "seen", "name"),
    [
        ("van der Loo opens a shop.", "Loo", "van der Loo"),
        ("The brewer di Orrelli opens.", "Orrelli", "di Orrelli"),
        ("Banco de Orrel opens.", "Orrel", "Orrel"),
        ("Orrel opens.", "Orrel", "Orrel"),
    ],
)
def test_small_words_belong_to_foreign_names(text: str, seen: str, name: str) -> None:
    (one,) = with_particles(text, [company(text, seen)])
    assert text[one.start : one.end] == name
