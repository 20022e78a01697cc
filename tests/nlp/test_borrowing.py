"""What one move tells in its own sentence is no other move's, but for moves of a pair and what moves share."""

from collections.abc import Sequence

import pytest

from nlp.borrowing import without_borrowed
from nlp.moves import Candidate, find_moves
from nlp.tagger import Tagger
from schemas.language import Slot, Slots
from schemas.registry import Registry

FRAMES = Tagger(Registry(), scorer=None)
TEXT = (
    "Velmora Ltd has acquired Orvane Ltd for $3 million. "
    "Velmora Ltd has sold Tessard Ltd, and Kestro Ltd has acquired Halbrook Ltd for $8 million."
)


def of(kind: str) -> list[Candidate]:
    """Return the moves of a kind that the text tells, each as the last of its candidates."""
    found = [c for c in find_moves(FRAMES.read("", TEXT, language="en"))[1] if c.rule.kind == kind]
    return [next(c for c in reversed(found) if c.sentence.number == n) for n in (0, 1)]


def sold() -> Candidate:
    found = find_moves(FRAMES.read("", TEXT, language="en"))[1]
    return next(c for c in found if c.rule.kind == "divestiture")


def slot(words: str) -> Slot:
    start = TEXT.index(words) + 1  # behind the line feed that ends the empty title
    return Slot(text=words, start=start, end=start + len(words))


def slots(words: str) -> Slots:
    return {"amount": slot(words)}


def left(several: Sequence[Candidate]) -> list[bool]:
    return ["amount" in group[0].slots for group in without_borrowed([[one] for one in several])]


@pytest.mark.parametrize(
    ("first", "second", "kept"),
    [
        ("$3 million", "$8 million", [True, True]),
        ("$3 million", "$3 million", [True, False]),
        ("$8 million", "$8 million", [False, True]),
        ("$8 million", "$3 million", [True, True]),  # neither tells what the other has
    ],
)
def test_a_value_in_the_sentence_of_another_move_is_given_back(
    first: str, second: str, kept: list[bool]
) -> None:
    one, other = of("acquisition")
    told = [one._replace(slots=slots(first)), other._replace(slots=slots(second))]
    assert left(told) == kept


def test_a_spare_value_is_given_back_too_and_of_several_values_the_borrowed_one() -> None:
    one, other = of("acquisition")
    borrowed, own = slot("Orvane Ltd"), slot("Halbrook Ltd")
    first = one._replace(slots={"target": borrowed})
    second = other._replace(slots={"target": (borrowed, own)}, spare={"target": borrowed})
    _group, (given_back,) = without_borrowed([[first], [second]])
    assert given_back.slots == {"target": own}
    assert given_back.spare == {}


def test_who_buys_and_who_sells_share_a_price() -> None:
    first, second = of("acquisition")[0], sold()
    told = [one._replace(slots=slots("$3 million")) for one in (first, second)]
    assert left(told) == [True, True]


def test_a_single_move_keeps_what_it_has() -> None:
    one = of("acquisition")[0]._replace(slots=slots("$8 million"))
    assert left([one]) == [True]
