"""The text that a feed held stands in for a page that keeps it back, and for no other."""

from datetime import UTC, datetime

from crawlers.extract import extract
from crawlers.pages.fromfeed import feed_text
from schemas.harvest import Hint

SEEN = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
URL = "https://paper.example/2026/11/velmora-opens"
PARAGRAPHS = [
    f"Velmora has opened yard number {n} in Gdynia, where two hundred people will build hulls for ferries, "
    "the company said on Monday in a statement that named neither the price nor the lender."
    for n in range(1, 8)
]
CONTENT = "".join(f"<p>{one} <a href='https://paper.example/x'>More</a></p>" for one in PARAGRAPHS)


def read(body: str, content: str | None):
    page = f"<html><head><title>Velmora opens a yard</title></head><body>{body}</body></html>"
    hint = Hint(title="Velmora opens a yard", content=content)
    return extract(page.encode(), url=URL, kind="article", hint=hint, seen=SEEN)


def test_a_page_behind_a_wall_has_the_text_of_its_feed() -> None:
    wall = f"<article><h1>Velmora opens a yard</h1><p>{PARAGRAPHS[0]}</p><p>Subscribe to continue reading.</p></article>"
    document = read(wall, CONTENT)
    assert PARAGRAPHS[6] in document.text
    assert document.text.count("\n\n") >= 6
    assert PARAGRAPHS[6] not in read(wall, None).text


def test_a_whole_page_is_read_itself() -> None:
    whole = (
        "<article><h1>Velmora opens a yard</h1>"
        + "".join(f"<p>{one}</p>" for one in PARAGRAPHS)
        + "</article>"
    )
    assert "More" not in read(whole, CONTENT).text


def test_scripts_and_entities_of_feed_content() -> None:
    hint = Hint(
        content="<style>p{}</style><p>A &amp;&#160;B<br>C</p><script>x()</script><!-- no -->"
    )
    assert feed_text(hint) == "A & B\n\nC"
    assert feed_text(None) == feed_text(Hint()) == ""


def test_the_author_whom_only_the_feed_names() -> None:
    text = "".join(f"<p>{one}</p>" for one in PARAGRAPHS)
    page = f"<html><head><title>T</title></head><body><article><h1>Velmora opens</h1>{text}</article></body></html>"
    hint = Hint(authors=("Ines Moreau", "newsdesk@paper.example"))
    document = extract(page.encode(), url=URL, kind="article", hint=hint, seen=SEEN)
    assert document.authors == ("Ines Moreau",)
    named = page.replace("</head>", "<meta name='author' content='Per Holm'></head>")
    document = extract(named.encode(), url=URL, kind="article", hint=hint, seen=SEEN)
    assert document.authors == ("Per Holm",)
