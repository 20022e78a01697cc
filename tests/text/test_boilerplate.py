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


@pytest.mark.parametrize(
    "closing",
    [
        "Forward-looking statements\nThis release speaks of plans to launch products and may turn out otherwise.",
        "Media contact\npress@corvane.example",
    ],
)
def test_its_heading_may_be_the_first_line_of_a_paragraph(closing: str) -> None:
    ((start, _),) = boilerplate_spans(f"{NEWS}\n\n{closing}\n\nCorvane Systems, Brno")
    assert start == len(NEWS) + 2


def test_a_brief_may_have_more_closing_than_news() -> None:
    ((start, _),) = boilerplate_spans(f"{NEWS}\n\n{CLOSING}\n\n" + "It has many customers. " * 20)
    assert start == len(NEWS) + 2


@pytest.mark.parametrize(
    "wrapped",
    [
        "The depot, the third of its kind in the country, is to have a staff of\nabout 40 people.\nIt opens in May.",
        "The depot opens in May, and who put money into it are eleven private\ninvestors.\nNo names were given.",
        f"{NEWS}\n\nAbout 40 people work there.\n\nIt opens in May.",
    ],
)
def test_a_line_within_a_sentence_is_no_heading(wrapped: str) -> None:
    assert boilerplate_spans(wrapped) == ()
