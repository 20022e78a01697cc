"""Pages that were emptied or laid out anew are told in one change, not in dozens."""

from datetime import UTC, datetime

import pytest

from crawlers.changes.collapse import collapse, is_collapse
from crawlers.changes.pages import ReadPage, compare, read
from crawlers.pool import ExtractJob
from schemas.documents import Article

SEEN = datetime(2026, 11, 24, tzinfo=UTC)
WALLS = (
    "<p>The guide is being loaded for you, one moment.</p>",
    "<h2>Before you go on</h2><p>Choose what we may keep about your visit.</p>",
)


def page(body: str, *, url: str = "https://velmora.example/guide") -> ReadPage:
    markup = f"<html><head><title>Velmora</title></head><body><main><h1>Velmora guide</h1>{body}</main></body></html>"
    return read(ExtractJob(id="", url=url, seen=SEEN, body=markup.encode()))


def paragraphs(*given: int) -> str:
    return "".join(
        f"<p>Pier {n} of the harbour was built in the year of the great storm and takes {n} ships.</p>"
        for n in given
    )


def plans(price: int, *said: str) -> str:
    cards = "".join(
        f"<tr><td>{name}</td><td>€{amount} per user / month</td></tr>"
        for name, amount in (("Team", price), ("Business", 149))
    )
    words = "".join(f"<p>{one}</p>" for one in said)
    return f"<table><tr><th>Plan</th><th>Price</th></tr>{cards}</table>{words}"


@pytest.mark.parametrize("wall", WALLS)
def test_a_page_that_lost_most_of_its_text_is_one_change(wall: str) -> None:
    full = page(paragraphs(*range(1, 12)))
    emptied = compare(full, page(wall))
    assert [is_collapse(one) for one in emptied] == [True]
    assert "characters of text" in (emptied[0].old or "")


def test_a_page_that_lost_half_of_its_text_is_told_in_full() -> None:
    found = compare(page(paragraphs(*range(1, 9))), page(paragraphs(*range(1, 5))))
    assert [(one.kind, one.new) for one in found] == [("text", None)] * 4


def test_documents_without_their_pages_are_guarded_too() -> None:
    old = Article(url="https://velmora.example/a", title="Quay", text="The quay is long. " * 40)
    new = old.model_copy(update={"text": "Sorry, come back later."})
    assert collapse(old, new) is not None
    assert collapse(new, old) is None
    assert collapse(old, old) is None


def test_a_page_of_prices_that_was_laid_out_anew_is_one_change_beside_its_prices() -> None:
    old = [
        f"Every plan holds {n} berths and a crane for the whole summer season." for n in range(8)
    ]
    new = [f"Moor where you like: {word} is part of all that we offer you." for word in
           ("water", "power", "rope", "light", "storage", "advice", "cleaning", "watch")]  # fmt: skip
    url = "https://velmora.example/pricing"
    found = compare(page(plans(89, *old), url=url), page(plans(99, *new), url=url))
    assert [(one.kind, one.field) for one in found] == [("price", "amount"), ("text", "all")]


def test_a_few_words_on_a_page_of_prices_are_told_as_they_are() -> None:
    said = [
        f"Every plan holds {n} berths and a crane for the whole summer season." for n in range(8)
    ]
    url = "https://velmora.example/pricing"
    new = [*said[:7], "Every plan holds 9 berths and a crane for the whole summer season."]
    found = compare(page(plans(89, *said), url=url), page(plans(89, *new), url=url))
    assert [(one.kind, one.field) for one in found] == [("text", "paragraph")]
