"""What people read is compared wherever it stands; what stands beside it is not."""

from datetime import UTC, datetime

import pytest

from crawlers.changes.pages import compare, read
from crawlers.changes.reading import read_page
from crawlers.pool import ExtractJob
from schemas.changes import Change

URL = "https://velmora.example/guide/quay"
SEEN = datetime(2026, 11, 24, tzinfo=UTC)
TEXT = "".join(
    f"<p>{one}</p>"
    for one in (
        "Velmora opened a second quay in the harbour of Kade, two years after the first one was put to use.",
        "The new quay takes fourteen ships at a time and was built by Larkmere, a family firm, in nine months.",
        "Its manager, Annika Brandsma, said that night shifts do not begin before the neighbours are heard.",
        "The company keeps the old crane, which is older than the harbour, as a monument beside the water.",
    )
)


def changes(old: str, new: str, *, url: str = URL) -> list[Change]:
    sides = []
    for part in (old, new):
        markup = (
            f"<html><head><title>The quay of Kade</title></head><body><main><h1>The quay of Kade</h1>{TEXT}"
            f"</main>{part}</body></html>"
        )
        sides.append(read(ExtractJob(id="", url=url, seen=SEEN, body=markup.encode())))
    return compare(*sides)


@pytest.mark.parametrize(
    "place",
    [
        "<section><table><tr><td>Berths</td><td>{}</td></tr></table></section>",
        "<dl><dt>Berths</dt><dd>{}</dd></dl>",
        "<figure><img src='q.jpg'><figcaption>The quay has {} berths in all</figcaption></figure>",
        "<div role='tabpanel' hidden><p>The second quay has room for {} ships of any size.</p></div>",
        "<div class='tab-pane' style='display: none'><ul><li>Storage for {} tonnes of grain</li></ul></div>",
        "<div class='modal' aria-hidden='true'><p>The harbour fee is waived for {} days in every year.</p></div>",
        "<dialog><p>Members of the harbour club moor for {} nights without a fee.</p></dialog>",
        "<form><p>Applications for a berth are answered within {} working days.</p></form>",
        "<div class='social-responsibility'><p>Velmora gave work to {} apprentices this year.</p></div>",
        "<div class='teaser'><p>The ferry from Kade to Orrin leaves {} times on every working day.</p></div>",
        "<div class='popular-plans'><p>Team plans hold up to {} seats for every harbour.</p></div>",
        "<section><h2>Opening</h2><p>Offices are open 9:00 - {}:00</p></section>",
        "<section><h3>Ad budgets</h3><p>Ad spending in the harbour rose by {} per cent</p></section>",
        "<section><p>Share this</p></section><section><p>Room for {} ships is let by the hour.</p></section>",
        "<div><span class='label'>Crew</span><span class='value'>{} people work on the quay in summer</span></div>",
        "<article><header><p>The pilots' office moved to pier {} on the north side.</p></header></article>",
    ],
)
def test_a_figure_is_told_wherever_people_read_it(place: str) -> None:
    found = changes(place.format("14"), place.format("17"))
    assert len(found) == 1
    assert "17" in (found[0].new or "")
    assert changes(place.format("14"), place.format("14")) == []


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("<nav><p>Berths for {} ships of any size are free</p></nav>", ""),
        ("<footer><p>Berths for {} ships of any size are free</p></footer>", ""),
        ("<aside><p>Berths for {} ships of any size are free</p></aside>", ""),
        ("<div role='complementary'><p>Berths for {} ships of any size are free</p></div>", ""),
        ("<div class='ad-slot'><p>Berths for {} ships of any size are free</p></div>", ""),
        ("<div id='comments'><p>I counted {} ships there only last week, all of them old.</p></div>", ""),
        ("<div class='newsletter-signup'><p>Join {} readers of our letter on every Friday.</p></div>", ""),
        ("<div><h3>Read next</h3><ul><li><a href='/a'>Why {} mills are hiring again</a></li></ul></div>", ""),
        ("<div class='popup'><p>{} left</p></div>", ""),
        ("<div style='display:none'>{{{{ ships | count }}}} of {} ships are in the harbour</div>", ""),
        ("<div class='cookie-bar'><p>We and our {} partners store what you choose.</p></div>", ""),
    ],
)  # fmt: skip
def test_what_stands_beside_the_content_is_not_told(old: str, new: str) -> None:
    assert changes(old.format("14"), old.format("17")) == []
    assert changes(old.format("14"), new) == []


def test_a_header_with_the_name_of_the_site_is_furniture() -> None:
    part = "<header><h1><a href='/'>Velmora</a></h1><p>Join the {} people who read us on every day.</p></header>"
    assert changes(part.format("14"), part.format("17")) == []
    part = "<header><h1>Piers to let</h1><p>There are {} piers to let in the harbour.</p></header>"
    assert len(changes(part.format("14"), part.format("17"))) == 1


def test_a_banner_on_a_page_of_few_words_is_a_banner() -> None:
    page = b"<body><h1>Kade</h1><p>Pier to let.</p>%s</body>"
    banner = b"<div class='promo-banner'><p>Refinance today: rates from 2.9 percent for everybody.</p></div>"
    blocks = read_page(page % banner, url=URL, seen=SEEN).blocks
    assert [one.text for one in blocks if not one.side] == ["Kade", "Pier to let."]


def test_text_goes_on_after_a_line_that_opens_teasers() -> None:
    part = (
        "<article><p>Read more</p><p><a href='/b'>The old quay</a></p>"
        "<p>In winter {} ships lie at the quay, more than in any other harbour of the whole coast.</p></article>"
    )
    assert [one.kind for one in changes(part.format("14"), part.format("17"))] == ["text"]


def test_an_advertisement_in_a_line_does_not_run_into_the_text() -> None:
    link = "<a href='#main'>Skip to the content of this page</a>"
    advert = "<ins class='adsbygoogle'>The lightest ladder you will ever own.</ins>"
    assert changes(link, advert + link) == []


def test_a_page_about_cookies_is_read() -> None:
    clauses = "".join(
        f"<p>We use cookies of kind {n} to keep your settings for {n * 10} days.</p>"
        for n in range(1, 8)
    )
    found = changes(clauses, clauses.replace("40 days", "400 days"))
    assert [(one.kind, "400 days" in (one.new or "")) for one in found] == [("text", True)]


def test_the_end_of_a_very_long_block_is_compared() -> None:
    long = " ".join(f"Ship number {n} has left the harbour before noon." for n in range(400))
    found = changes(
        f"<div>{long}</div>", f"<div>{long.replace('number 390 ', 'number 999 ')}</div>"
    )
    assert [one.new for one in found] == ["Ship number 999 has left the harbour before noon."]


def test_hidden_text_is_not_a_second_heading() -> None:
    body = f"<body><h1>The quay</h1>{TEXT}<div hidden><h1>Another</h1></div></body>"
    blocks = read_page(body.encode(), url=URL, seen=SEEN).blocks
    assert [one.text for one in blocks if one.tag == "h1"] == ["The quay"]
