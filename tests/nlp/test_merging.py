"""One move of several places: its status and slots are those that most of its sentences tell."""

from collections.abc import Sequence

import pytest

from nlp.merging import merged
from nlp.moves import Candidate, find_moves
from nlp.reading import Reading
from nlp.tagger import Tagger
from schemas.kinds import STATUSES, Status
from schemas.language import Slot
from schemas.registry import Registry

FRAMES = Tagger(Registry(), scorer=None)
TOLD = (
    "Kestro Ltd has acquired Orvane Ltd for cash. Kestro Ltd has acquired Orvane Ltd in full. "
    "Kestro Ltd has acquired Orvane Ltd, it says."
)


def told(title: str = "Kestro Ltd acquires Orvane Ltd") -> tuple[Reading, list[Candidate]]:
    """Return a text of a headline and three sentences that tell one acquisition, one candidate for each."""
    reading = FRAMES.read(title, TOLD, language="en")
    kept = [one for one in find_moves(reading)[1] if one.rule.kind == "acquisition"]
    by_sentence = {one.sentence.number: one for one in reversed(kept)}
    several = [by_sentence[number] for number in sorted(by_sentence)]
    assert len(several) == 4
    return reading, several


def likely(status: Status, chance: float = 0.7) -> tuple[float, ...]:
    rest = (1 - chance) / (len(STATUSES) - 1)
    return tuple(chance if one == status else rest for one in STATUSES)


@pytest.mark.parametrize(
    ("chances", "expected"),
    [
        (["announced", "announced", "done", "done"], "done"),  # the headline counts half
        (["done", "done", "announced", "announced"], "announced"),
        (["rumoured", "rumoured", "rumoured", "done"], "rumoured"),
        (["done", "denied", "denied", "done"], "denied"),
    ],
)
def test_the_status_is_what_most_sentences_tell_and_the_headline_counts_half(
    chances: Sequence[Status], expected: Status
) -> None:
    reading, several = told()
    weighed = [
        one._replace(chances=likely(status)) for one, status in zip(several, chances, strict=True)
    ]
    (move,) = merged(reading, weighed)
    assert move.status == expected


def test_a_sentence_that_several_rules_found_counts_once() -> None:
    reading, (headline, first, second, third) = told()
    again = [first._replace(chances=likely("rumoured"))] * 5
    others = [one._replace(chances=likely("done")) for one in (headline, second, third)]
    (move,) = merged(reading, [others[0], *again, *others[1:]])
    assert move.status == "done"


def test_a_surer_sentence_counts_more_than_two_that_cannot_tell() -> None:
    reading, (_headline, first, second, third) = told()
    sure = first._replace(chances=likely("denied", 0.99))
    others = [one._replace(chances=likely("done", 0.3)) for one in (second, third)]
    (move,) = merged(reading, [sure, *others])
    assert move.status == "denied"


def test_a_slot_is_filled_as_most_sentences_fill_it() -> None:
    reading, several = told()
    prices = ["$3 million", "$9 million", "$3 million", "$3 million"]
    for rotated in range(4):
        turned = prices[rotated:] + prices[:rotated]
        filled = [
            one._replace(slots={"amount": Slot(text=price)}, chances=likely("done"))
            for one, price in zip(several, turned, strict=True)
        ]
        (move,) = merged(reading, filled)
        assert [one.text for one in move.values("amount")] == ["$3 million"], turned


def test_a_longer_form_of_a_value_supports_it() -> None:
    reading, several = told()
    prices = ["County", "Residents of Eastmere", "County of Eastmere", "county"]
    filled = [
        one._replace(slots={"stake": Slot(text=price)}, chances=likely("done"))
        for one, price in zip(several, prices, strict=True)
    ]
    (move,) = merged(reading, filled)
    assert move.values("stake")[0].text.casefold().startswith("county")


def test_by_the_rules_alone_the_clearest_sentence_tells_the_status() -> None:
    reading, several = told()
    (move,) = merged(reading, several)
    assert move.status == "done"
