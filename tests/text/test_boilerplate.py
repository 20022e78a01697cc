"""Closing words of releases are found however paragraphs are parted."""

import pytest

from text.boilerplate import boilerplate_spans

NEWS = "Corvane Systems has opened a depot in Brno. It employs forty people there and serves the south."
CLOSING = (
    "About Corvane Systems: founded in 2017, it works with Tallis Freight and Ostrava Freight."
)


@pytest.mark.parametrize("gap", ["\n\n", "\n"])
def test_it_begins_at_the_heading_and_reaches_to_the_end(gap: str) -> None:
    text = NEWS + gap + CLOSING
    ((start, end),) = boilerplate_spans(text)
    assert (text[start:end], end) == (CLOSING, len(text))


@pytest.mark.parametrize("text", [NEWS, CLOSING, NEWS + "\nMore of it tomorrow.", ""])
def test_news_alone_has_none(text: str) -> None:
    assert boilerplate_spans(text) == ()
