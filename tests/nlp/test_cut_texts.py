"""Texts that break off anywhere are tagged: what a reader asks of the next character may not be there."""

import json
from itertools import islice

import pytest

from nlp.learning.comparing import GOLD
from nlp.learning.evaluating import is_odd
from nlp.tagger import Tagger
from schemas.registry import Registry

_TEXTS, _STEP = 24, 9


@pytest.mark.parametrize("language", ["en", "zh"])
def test_a_text_cut_anywhere_is_tagged(language: str) -> None:
    tagger = Tagger(Registry())
    rows = (
        row
        for row in map(json.loads, (GOLD / "gold.jsonl").read_text(encoding="utf-8").splitlines())
        if row["lang"] == language and not is_odd(row["id"])
    )
    for row in islice(rows, _TEXTS):
        text = row["text"]
        for end in range(1, len(text), _STEP):
            tags = tagger.tag("", text[:end], published=row["published"], language=language)
            assert all(0 <= one.start < one.end <= end + 1 for one in tags.mentions)


@pytest.mark.parametrize("text", ["新任总裁欧阳明", "总裁是司马", "上官青"])
def test_a_double_surname_may_end_a_text(text: str) -> None:
    mentions = Tagger(Registry()).tag("", text, language="zh").mentions
    assert all(one.end <= len(text) + 1 for one in mentions)


@pytest.mark.parametrize(
    "text",
    [
        "Velmora has sold its pumps unit to F.A. Dorrin Inc. for $4 million.",
        "Velmora has bought F.A. Dorrin Inc. of Leeds for $4 million.",
    ],
    ids=["buyer", "bought"],
)
def test_no_sentence_ends_within_a_name(text: str) -> None:
    tagger = Tagger(Registry())
    reading = tagger.read("", text, language="en")
    assert "F.A. Dorrin Inc" in [
        one.name.rstrip(".") for s in reading.sentences for one in s.entities
    ]
    (move,) = tagger.tag("", text, language="en").moves
    named = {slot.text.rstrip(".") for name in move.slots for slot in move.values(name)}
    assert "F.A. Dorrin Inc" in named


def test_a_name_that_a_line_break_cuts_stops_nothing() -> None:
    text = "Velmora won orders from Ossory Mills, R. F.\nA. Components Inc and Dunmere Ltd."
    assert Tagger(Registry()).tag("", text, language="en").moves
