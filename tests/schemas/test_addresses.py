"""Which addresses are one page: a gold of pairs, laws, and canonical links that are careless."""

from itertools import combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from schemas.addresses import page_key, plausible_canonical, same_page, slug_key
from schemas.ids import canonical_url
from tests.schemas.addresses import APART, SAME, lines

SITE = "https://velmora.example"
PATHS = st.text(alphabet="abM/.-_~ampwintdexh%2F", max_size=24)
QUERIES = st.text(alphabet="abmp=&1viewprint", max_size=20)


def test_the_gold_of_pairs_is_told_apart_without_a_mistake() -> None:
    same = [pair for group in SAME for pair in combinations(lines(group), 2)]
    apart = [pair for group in APART for pair in combinations(lines(group), 2)]
    assert len(same) >= 150
    assert len(apart) >= 150
    found = [pair for pair in same if same_page(*pair)]
    wrong = [pair for pair in apart if same_page(*pair)]
    assert wrong == []  # two articles merged are worse than one kept twice: precision 1.000
    missed = [pair for pair in same if pair not in found]
    assert len(found) / len(same) >= 0.97, missed


def test_addresses_of_different_groups_are_never_one_page() -> None:
    keys = [{page_key(line) for line in lines(group)} for group in SAME]
    assert all(not one & other for one, other in combinations(keys, 2))


@given(st.sampled_from(["", "www.", "m.", "en.m.", "amp.", "www2."]), PATHS, QUERIES)
def test_a_key_holds_for_its_own_address(face: str, path: str, query: str) -> None:
    try:
        key = page_key(f"https://{face}velmora.example/{path}?{query}")
    except ValueError:
        return
    assert page_key(f"https:{key}") == key
    assert page_key(f"http:{key}") == key


@given(PATHS, QUERIES)
def test_tracking_and_fragments_never_change_the_page(path: str, query: str) -> None:
    url = f"{SITE}/{path}?{query}"
    try:
        plain = canonical_url(url)
    except ValueError:
        return
    assert canonical_url(f"{url}&utm_source=a&fbclid=1&spm=x#top") == plain
    assert same_page(f"{url}&gclid=7", url)


def test_what_is_no_address_is_no_page() -> None:
    assert not same_page("mailto:a@velmora.example", "mailto:a@velmora.example")
    assert page_key("mid:1@velmora.example") == "mid:1@velmora.example"


@pytest.mark.parametrize(
    ("target", "own"),
    [
        ("/news/new-data-centre", "/news/new-data-centre?ito=9&x=1"),
        ("/news/new-data-centre", "/2026/11/23/new-data-centre"),
        ("/news/new-data-centre", "/news/new-data-centre/amp"),
        ("/news/new-data-centre", "/news/new-data-centre/print"),
        ("/news/4711-new-data-centre.html", "/news/4711.html"),
        ("/view.php?id=7", "/view.php?id=7&cat=2"),
        ("/news/new-data-centre", "/?p=4711"),
        ("/en/pricing", "/pricing"),
    ],
)
def test_canonical_links_that_can_be_right(target: str, own: str) -> None:
    assert plausible_canonical(canonical_url(SITE + target), canonical_url(SITE + own))


@pytest.mark.parametrize(
    ("target", "own"),
    [
        ("/", "/news/new-data-centre"),
        ("/news", "/news/new-data-centre"),
        ("/news/", "/news/new-data-centre"),
        ("/news", "/news/2026/new-data-centre"),
        ("/news", "/news?page=2"),
        ("/news", "/news/page/2"),
        ("/news/long-read", "/news/long-read?page=2"),
        ("/a/0932.shtml", "/a/0932_2.shtml"),
        ("/en/pricing", "/de/pricing"),
        ("/pricing?lang=en", "/pricing?lang=de"),
        ("/view.php", "/view.php?id=7"),
        ("/", "/?p=4711"),
        ("/", "/?page=2"),
    ],
)
def test_careless_canonical_links_are_not_believed(target: str, own: str) -> None:
    assert not plausible_canonical(canonical_url(SITE + target), canonical_url(SITE + own))


def test_the_words_of_a_path_name_an_article_if_they_are_enough() -> None:
    moved = slug_key(f"{SITE}/press/new-data-centre-in-gdansk.html")
    assert moved == slug_key("http://www.velmora.example/news/2026/new-data-centre-in-gdansk")
    assert slug_key(f"{SITE}/news/4711") is None
    assert slug_key(f"{SITE}/about-us") is None
    assert slug_key("not an address") is None
