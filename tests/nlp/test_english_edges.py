"""Where companies' names begin and end: what only stands beside them."""

import pytest

from nlp.english.edges import parted
from nlp.names.model import Guess


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
