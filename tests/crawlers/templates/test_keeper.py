"""Templates over the life of a site: learned, checked, used, broken, given up, learned again."""

from collections import Counter
from datetime import datetime, timedelta

import pytest

from crawlers.pool import ExtractJob
from crawlers.templates.keeper import Keeper
from evaluation.breaks import BREAKS, vary
from schemas.documents import Article
from schemas.errors import QuarantineError
from schemas.templates import Observation
from tests.crawlers.templates.conftest import HOST, NEWSLETTER, SEEN, Made, page


def job(body: bytes, url: str, seen: datetime = SEEN) -> ExtractJob:
    return ExtractJob(id="", url=url, seen=seen, body=body, kind="article")


def seen_by(keeper: Keeper) -> list[Observation]:
    return [one for found in keeper.observations().values() for one in found]


def read(keeper: Keeper, made: Made, body: bytes | None = None) -> tuple[Article, str | None]:
    found, verdicts = keeper.read(job(body or made.body, made.url))
    assert not isinstance(found, QuarantineError), found
    (document,) = found.documents
    assert isinstance(document, Article)
    return document, verdicts.used


@pytest.fixture
def taught() -> Keeper:
    keeper = Keeper()
    for number in range(10):
        read(keeper, page(number))
    return keeper


def test_a_template_is_learned_checked_and_then_used() -> None:
    keeper = Keeper()
    used = [read(keeper, page(number))[1] for number in range(12)]
    (stored,) = keeper.templates(HOST)
    assert used[:6] == [None] * 6
    assert used[6:] == [stored.template.id] * 6
    assert stored.state == "trusted"
    assert stored.checked == stored.agreed
    assert stored.template.body.at == "div.piece-text"
    assert stored.template.expects.required == ("title", "published")


def test_what_a_template_reads_is_exact(taught: Keeper) -> None:
    for number in range(20, 40):
        made = page(number)
        document, used = read(taught, made)
        assert used
        assert (document.title, document.text) == (made.title, made.text)
        assert document.published
        assert document.published.day == made.day
        assert document.authors == ("Ilse Brandt",)
        assert document.lead.startswith(made.text[:40])
        assert document.language == "en"
        assert document.url == made.url
        assert document.provenance["text"].source == f"template:{used}"
        assert document.extractor.startswith(f"template:{used}/")


def test_a_line_that_all_pages_share_is_learned_and_taken_out(taught: Keeper) -> None:
    (stored,) = taught.templates(HOST)
    assert NEWSLETTER in stored.template.body.lines
    assert NEWSLETTER not in read(taught, page(21))[0].text


def test_pages_of_another_layout_are_never_read_by_the_wrong_template(taught: Keeper) -> None:
    for number in range(40, 52):
        made = page(number, layout="old")
        document, used = read(taught, made)
        assert (document.title, document.text) == (made.title, made.text), used
    assert {one.template.body.at for one in taught.templates(HOST)} == {
        "div.piece-text",
        "div.oldtext",
    }


def test_two_layouts_side_by_side_have_a_template_each() -> None:
    keeper = Keeper()
    for number in range(40):
        made = page(number, layout="old" if number % 3 == 0 else "main")
        assert read(keeper, made)[0].title == made.title
    used = Counter(
        read(keeper, page(number, layout=one))[1] for number in (60, 61) for one in ("old", "main")
    )
    assert len(used) == 2
    assert None not in used
    assert {one.state for one in keeper.templates(HOST)} == {"trusted"}


# Here the layout is found by classes, not by ids: hashing those breaks nothing.
HARMLESS = {"scripts-only", "add-box", "drop-title", "wrap-containers", "hash-ids"}


@pytest.mark.parametrize("name", sorted(set(BREAKS) - HARMLESS))
def test_a_broken_layout_is_noticed_and_its_pages_are_read_all_the_same(
    taught: Keeper, name: str
) -> None:
    for number in range(60, 80):
        made = page(number)
        broken = BREAKS[name](made.body.decode(), 7).encode()
        document, used = read(taught, made, broken)
        assert document.title == made.title
        if used:
            assert made.text in document.text
    first = taught.templates(HOST)[0]
    assert first.state == "drifted"
    assert first.valid_until == SEEN
    assert first.note


def test_after_a_break_a_new_template_takes_over(taught: Keeper) -> None:
    for number in range(60, 80):
        made = page(number)
        document, used = read(taught, made, BREAKS["rename-all"](made.body.decode(), 7).encode())
    old, new = taught.templates(HOST)
    assert (old.state, new.state) == ("drifted", "trusted")
    assert used == new.template.id
    assert document.text == made.text


def test_what_only_varies_is_no_drift(taught: Keeper) -> None:
    for number in range(100, 160):
        made = page(number)
        document, used = read(taught, made, vary(made.body.decode(), number).encode())
        assert used
        assert document.text == made.text
    assert [one.state for one in taught.templates(HOST)] == ["trusted"]


def test_an_old_snapshot_is_read_by_the_template_of_its_time(taught: Keeper) -> None:
    (stored,) = taught.templates(HOST)
    ended = stored.model_copy(
        update={"state": "drifted", "valid_until": SEEN, "valid_from": SEEN - timedelta(days=90)}
    )
    keeper = Keeper([ended])
    made = page(30)
    before = job(made.body, made.url, SEEN - timedelta(days=30))
    after = job(made.body, made.url, SEEN + timedelta(days=30))
    assert keeper.read(before)[1].used == stored.template.id
    assert keeper.read(after)[1].used is None


def test_an_empty_or_withheld_page_in_the_same_layout_is_left_to_the_general_extractor(
    taught: Keeper,
) -> None:
    made = page(33)
    start, end = made.body.index(b'<div class="piece-text">'), made.body.index(b"</article>")
    gone = (
        made.body[:start]
        + b'<div class="piece-text"><p>This page could not be found.</p></div>'
        + made.body[end:]
    )
    found, verdicts = taught.read(job(gone, made.url))
    assert verdicts.used is None
    assert isinstance(found, QuarantineError) or "thin" in found.documents[0].flags
    teaser = page(34).body.replace(
        b"</article>", b"<p>Subscribe to continue reading this article.</p></article>"
    )
    assert taught.read(job(teaser, made.url))[1].used is None


def test_a_list_in_the_place_of_the_text_is_no_article(taught: Keeper) -> None:
    made = page(33)
    teasers = "".join(
        f'<p><a href="/n/{n}">{page(n).title} and what it means for the whole of the trade</a></p>'
        for n in range(30)
    )
    start, end = made.body.index(b'<div class="piece-text">'), made.body.index(b"</article>")
    listed = (
        made.body[:start] + f'<div class="piece-text">{teasers}</div>'.encode() + made.body[end:]
    )
    assert taught.read(job(listed, made.url))[1].used is None


def test_pinned_templates_stay_and_dropped_ones_are_not_used(taught: Keeper) -> None:
    (stored,) = taught.templates(HOST)
    pinned = Keeper([stored.model_copy(update={"pinned": True})])
    for number in range(60, 75):
        made = page(number)
        read(pinned, made, BREAKS["rename-all"](made.body.decode(), 7).encode())
    assert pinned.templates(HOST)[0].state == "trusted"
    dropped = Keeper([stored.model_copy(update={"state": "dropped"})])
    for number in range(20):
        assert read(dropped, page(number))[1] is None


def test_templates_go_on_where_they_were_left(taught: Keeper) -> None:
    again = Keeper(taught.templates(HOST), seen_by(taught))
    assert read(again, page(30))[1] == taught.templates(HOST)[0].template.id
    slow, seen = Keeper(), list[Observation]()
    for number in range(12):  # one page a run, as a quiet source has
        slow = Keeper(slow.templates(HOST), seen)
        _, used = read(slow, page(number))
        seen = slow.observations().get(HOST, seen)
    assert used


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"\x00" * 50,
        b"<div>" * 50_000,
        b"{}",
        b"%PDF-1.7",
        "<p>文".encode("gb18030") * 9,
        b'<div class="' + b"a" * 99_999,
    ],
)
def test_bad_pages_are_refused_as_ever(taught: Keeper, body: bytes) -> None:
    found, verdicts = taught.read(job(body, f"https://{HOST}/x"))
    assert verdicts.used is None
    assert isinstance(found, QuarantineError) or not found.documents[0].text
