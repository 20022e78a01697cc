"""Tickers in brackets: they tell who is meant, and are no part of what a text says."""

import pytest

from nlp.english.tickers import in_ticker, traded
from nlp.tagger import Tagger
from schemas.language import Move
from schemas.registry import Registry

READER = Tagger(Registry())
TICKERS = [
    "(NASDAQ: TSKB)", "(Nasdaq: TSKB; TSX: TSK)", "(LSE: TSK)", "(ASX:TSK)", "(NYSE American: TSKB)",
    "(NASDAQ/TSX: TSK)", "(NYSE: TSK, TSK.B)",
]  # fmt: skip
BRACKETS = ["(Bergen: Norway)", "(NYSE)", "(see TSK: below)", "(Tesk: NYSE)"]


def told(ticker: str, does: str, title: str) -> Move:
    """Return the only move of a text about Tesk."""
    text = f"Tesk {ticker} {does}"
    (move,) = READER.tag(title, text, published="2026-05-04", language="en").moves
    return move


@pytest.mark.parametrize("ticker", TICKERS)
def test_the_company_before_a_ticker_acts(ticker: str) -> None:
    move = told(ticker, "has opened the public beta of Kiln Desk.", "Public beta of new tool")
    assert move.actor is not None
    assert move.actor.text == "Tesk"


@pytest.mark.parametrize("ticker", TICKERS)
def test_an_exchange_is_no_place_of_what_happens(ticker: str) -> None:
    move = told(ticker, "has opened an office in Madrid.", "Tesk opens office in Madrid")
    assert [one.text for one in move.values("place")] == ["Madrid"]


@pytest.mark.parametrize("ticker", TICKERS)
def test_evidence_begins_before_the_bracket(ticker: str) -> None:
    does = "today announced the launch of the Kiln P2 printer."
    (span,) = told(ticker, does, "Tesk launches printer").evidence
    text = f"Tesk launches printer\nTesk {ticker} {does}"
    assert text[span.start : span.end].startswith("Tesk (")


def test_evidence_begins_behind_a_colon_outside_brackets() -> None:
    title, text = (
        "Good news for offices",
        "Good news (says Tesk): Tesk has launched the Kiln P2 printer.",
    )
    (move,) = READER.tag(title, text, published="2026-05-04", language="en").moves
    (span,) = move.evidence
    assert f"{title}\n{text}"[span.start : span.end].startswith("Tesk has")


@pytest.mark.parametrize("bracket", TICKERS)
def test_tickers_are_told_by_their_form(bracket: str) -> None:
    text = f"Tesk {bracket} has grown."
    assert [one.name for one in traded(text, 0)] == ["Tesk"]
    inner = text.index(":")
    assert in_ticker(text, inner, len(text))
    assert in_ticker(text, inner + 1, inner + 3)
    assert not in_ticker(text, 0, text.index(")") + 1)


@pytest.mark.parametrize("bracket", BRACKETS)
def test_other_brackets_are_no_tickers(bracket: str) -> None:
    assert not list(traded(f"Tesk {bracket} has grown.", 0))


@pytest.mark.parametrize("aside", ["(LSE: TSK)", "(Leeds)", "(founded in 1980)"])
def test_an_aside_hides_not_who_acts(aside: str) -> None:
    title, text = (
        "New maps for planners",
        f"Tesk Mills {aside} has added offline maps to Tesk Planner.",
    )
    (move,) = READER.tag(title, text, published="2026-05-04", language="en").moves
    assert move.actor is not None
    assert move.actor.text == "Tesk Mills"
