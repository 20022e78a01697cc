"""Made sites: one page's layout with the texts of others, whose truth is known."""

from crawlers.extract import extract
from crawlers.pool import ExtractJob
from crawlers.templates.keeper import Keeper
from evaluation.breaks import BREAKS
from evaluation.sites import SEEN, donor, make_site, mould
from evaluation.templates import _outcome, _read
from tests.crawlers.templates.conftest import page


def test_a_made_page_has_the_layout_of_one_and_the_words_of_another() -> None:
    mine = page(3)
    layout = mould("site0", mine.body, mine.text)
    assert layout
    assert (layout.title, layout.day) == (mine.title, mine.day)
    donors = [donor(page(number).title, page(number).text) for number in range(10, 20)]
    made = list(make_site(layout, donors, 6, 1))
    assert len({one.title for one in made}) == len({one.url for one in made}) == 6
    assert made == list(make_site(layout, donors, 6, 1))
    for one in made:
        document = extract(one.body, url=one.url, kind="article", seen=SEEN)
        assert document.title == one.title
        assert document.published
        assert document.published.day == one.day
        assert one.text.split("\n\n")[0] in document.text
        assert mine.text.split("\n\n")[0] not in document.text


def test_a_break_that_hurts_is_found_and_one_that_does_not_is_right() -> None:
    pages = [page(number) for number in range(16)]
    jobs = [
        ExtractJob(id="", url=one.url, seen=SEEN, body=one.body, kind="article") for one in pages
    ]
    expected = [_read(Keeper(), job)[0] for job in jobs[-6:]]
    for name, outcome in (("rename-all", "found"), ("hash-ids", "right"), ("move-date", "found")):
        keeper = Keeper()
        for job in jobs:
            keeper.read(job)
        usual = [_read(keeper, job)[0] for job in jobs[-6:]]
        assert all(one is not None for one in (*usual, *expected))
        broken = [
            ExtractJob(
                id="",
                url=job.url,
                seen=SEEN,
                body=BREAKS[name]((job.body or b"").decode(), 5).encode(),
                kind="article",
            )
            for job in jobs[-6:]
        ]
        assert _outcome(keeper, broken, usual) == outcome, name
