"""Hard-wrapped prose: its line breaks say nothing; those of lists, tables, headings and paragraphs do. Texts are invented."""

import textwrap

import pytest

from nlp.tagger import Tagger
from schemas.registry import Registry
from text.wrapping import unwrapped

PROSE = (
    "Velmora plc said it had bought Sandholt, a maker of kettles, for 40 mln dlrs in cash from its founder. "
    "The company, based in Bergen, employs three hundred people and exports most of what it makes to Japan. "
    "Deliveries of the new series begin in autumn."
)
PARAGRAPHS = "Velmora opened a shop.\nIt sells kettles.\nNobody came on the first day, the manager says, though a band played."
LISTS = [
    # words under each other, longer and shorter
    "Kettles\nToasters and other small appliances for kitchens\nIrons\nSpare parts\nAbout us",
    # marked items that begin with small letters
    "\n".join(
        f"- {item} for every kind of kitchen, in all colours" for item in ("kettles", "irons")
    ),
    # a clipped table
    "Shr profit 15 cts vs loss 55 cts\n    Net profit 864,000 vs loss 2.1 mln\n    Revs 24.2 mln vs 1.5 mln\n    NOTE: year ended in March",
    # paragraphs of any length, a line each
    f"{PROSE}\n{PROSE}\nthe end",
    PARAGRAPHS,
    # Chinese lines without a stop, of about one length, some of which begin with a day
    "\n".join(
        f"{day}云岭集团在沈阳和成都的两家门店同时举办了会员日活动到场的人比前一年多出三成以上其中不少是第一次来的年轻人"
        for day in ("3月5日", "本月", "3月9日", "3月12日")
    ),
    "one line",
    "",
]


@pytest.mark.parametrize("width", [50, 63, 72, 80])
def test_lines_filled_to_a_width_become_one(width: int) -> None:
    wrapped = textwrap.fill(PROSE, width)
    assert wrapped.count("\n") > 2
    assert unwrapped(wrapped) == PROSE


def test_paragraphs_and_headings_stay() -> None:
    wrapped = textwrap.fill(PROSE, 63)
    text = f"WHAT VELMORA DID\n\n{wrapped}\n\n{wrapped}"
    assert unwrapped(text) == f"WHAT VELMORA DID\n\n{PROSE}\n\n{PROSE}"


def test_a_first_line_cut_short_goes_on() -> None:
    lines = textwrap.fill(PROSE, 63)
    text = lines.replace("Velmora plc said it had bought", "Velmora plc said it\nhad bought", 1)
    assert "\n" not in unwrapped(text)


@pytest.mark.parametrize("text", LISTS)
def test_what_is_not_filled_stays_as_it_is(text: str) -> None:
    assert unwrapped(text) == text


def test_moves_are_read_across_lines_and_places_hold() -> None:
    text = textwrap.fill(PROSE, 50)
    tags = Tagger(Registry()).tag("", text, published="2026-06-15", language="en")
    move = next(one for one in tags.moves if one.kind == "acquisition")
    assert move.actor is not None
    assert move.actor.text == "Velmora plc"
    assert text[slice(move.slots["target"].start - 1, move.slots["target"].end - 1)] == "Sandholt"
