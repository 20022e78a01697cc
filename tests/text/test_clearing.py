"""Mark-up goes, what is marked stays, and every place has a way back."""

import pytest

from text.clearing import cleared

PLAIN = {
    "**Corvane Systems** opens a *small* depot.": "Corvane Systems opens a small depot.",
    "# Corvane opens a depot\n\n__It__ is `new`.": "Corvane opens a depot\n\nIt is new.",
    "[Corvane Systems](https://corvane.example/a) opens a depot.": "Corvane Systems opens a depot.",
    "> Corvane opens a depot.\n> It is new.": "Corvane opens a depot.\nIt is new.",
    "- Corvane opens a depot.\n- Halden shuts one.": "Corvane opens a depot.\nHalden shuts one.",
    "Pryce &amp; Tolland said &quot;no&quot;.": 'Pryce & Tolland said "no".',
    "Corvane opens a depot. #logistics https://corvane.example": "Corvane opens a depot.",
    "\U0001f680 Corvane opens a depot.": "Corvane opens a depot.",
    "**柏川控股**收购**瑞沣包装**。": "柏川控股收购瑞沣包装。",
    r"Corvane opens a depot.\n\nHalden shuts one.": "Corvane opens a depot.\n\nHalden shuts one.",
    r"柏川控股收购瑞沣包装。\n汉沣科技上市": "柏川控股收购瑞沣包装。\n汉沣科技上市",
    r"Corvane opens a depot\n\nBrno, 3 May\r\nHalden shuts one.": "Corvane opens a depot\n\nBrno, 3 May\n\nHalden shuts one.",
    "Corvane opens a depot.\n&\\tHalden shuts one.": "Corvane opens a depot.\n Halden shuts one.",
}
AS_IT_IS = [
    "Five ** two is 25, rated *** by some, 3 * 4 and snake_case_names stay.",
    "★★☆☆☆ Slow boarding, good food.",
    "A & B; R&D; AT&T; 5 > 4.",
    "- one bullet alone",
    r"Look in C:\temp\new and C:\Temp\nTools.",
    r"It prints '\n', and \tau is a letter.",
    r"Quill 4 reads files with \r\n and \n endings, says Corvane.",
    r"It splits at \n, \r and \t alike.",
    r"The lines (\n or \r\n) are counted; those with \n 3 times are not.",
    "> 500 users came.\nMore will come.\nNobody knows when.",
]


@pytest.mark.parametrize("said", PLAIN)
def test_signs_go(said: str) -> None:
    assert cleared("Title", said).text == f"Title\n{PLAIN[said]}"


@pytest.mark.parametrize("said", AS_IT_IS)
def test_signs_that_mean_something_stay(said: str) -> None:
    clear = cleared("Title", said)
    assert (clear.text, clear.edits) == (f"Title\n{said}", ())


def test_places_have_a_way_back_and_forth() -> None:
    title, body = "Pryce &amp; Tolland", "Home\nNews\nSearch\n\n**Halden &amp; Co** buys Sorrel for a price that nobody told.\nIt is the first."  # fmt: skip
    full = f"{title}\n{body}"
    clear = cleared(title, body)
    for name, marked in (("Pryce & Tolland", title), ("Halden & Co", "Halden &amp; Co"), ("Sorrel", "Sorrel")):  # fmt: skip
        start = clear.text.index(name)
        first, last = clear.span(start, start + len(name))
        assert full[first:last] == marked
        assert clear.forth(first) == start
    assert clear.forth(full.index("News")) == clear.text.index("Halden")


def test_furniture_is_left_where_a_text_is_no_prose() -> None:
    text = "Share this article\nCorvane Systems has opened a depot in Brno.\nIt is the first."
    assert cleared("", text).text == f"\n{text.split(chr(10), 1)[1]}"
    assert cleared("", text, whole=False).text == f"\n{text}"
