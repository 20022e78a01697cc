"""Texts in small letters: read with capitals, told as they are written."""

import pytest

from nlp.english.small import capitalised, has_no_capitals
from nlp.tagger import Tagger


@pytest.mark.parametrize(
    ("text", "small"),
    [
        ("quorrel has raised its prices again, and nobody is glad of it", True),
        ("Quorrel has raised its prices again, and nobody is glad of it", False),
        ("quorrel is dear", False),  # too short to tell
        ("2026-02-03 | 412 | 7,10 | 3.5 | 88 | 1,200 | 44 | 91", False),
    ],
)
def test_a_text_without_capitals_is_known(text: str, small: bool) -> None:
    assert has_no_capitals(text) is small


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("quorrel opens. we like quorrel", "Quorrel opens. We like Quorrel"),
        ("a shop in berlin on tuesday", "A shop in Berlin on Tuesday"),
        ("the board named martha orrelsby", "The board named Martha Orrelsby"),
        ("the reopened shops are closing", "The reopened shops are closing"),
    ],
)
def test_names_and_sentences_get_capitals(text: str, shown: str) -> None:
    assert capitalised(text) == shown


def test_what_is_found_is_told_as_it_is_written(tagger: Tagger) -> None:
    title = "quorrel to buy rival dribbleby for $300 million"
    text = "quorrel has agreed to buy its rival dribbleby for $300 million, the company said on monday."
    tags = tagger.tag(title, text, published="2026-05-04")
    (move,) = tags.moves
    assert move.kind == "acquisition"
    assert move.actor is not None
    assert move.actor.text == "quorrel"
    whole = f"{title}\n{text}"
    assert all(one.text == whole[one.start : one.end] for one in tags.mentions)
