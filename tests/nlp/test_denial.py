"""A denial needs words that deny."""

import pytest

from nlp.english.denial import deniable
from nlp.tagger import Tagger
from schemas.registry import Registry


@pytest.fixture(scope="module")
def trained() -> Tagger:
    return Tagger(Registry())


@pytest.mark.parametrize(
    ("text", "can"),
    [
        ("Velmora confirmed to reporters that it had cut 300 jobs.", False),
        ("Velmora told the regulator that it holds a 6% stake in Tessard Inc.", False),
        ("Velmora has not cut 300 jobs, it said.", True),
        ("Velmora cuts 300 jobs, the paper wrote. That is untrue.", True),
        ("Velmora called off the sale of its mill.", True),
        ("Velmora hasn't bought Tessard.", True),
    ],
)
def test_nothing_is_denied_without_a_word_for_it(trained: Tagger, text: str, *, can: bool) -> None:
    reading = trained.read("", text, language="en")
    sentence = next(one for one in reading.sentences if one.raw)
    assert deniable(reading, sentence, "layoffs") == can
    if not can:
        assert {move.status for move in trained.tag("", text, language="en").moves} == {"done"}
