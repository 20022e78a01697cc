"""Canonical URLs and ids: the laws that identity hangs on."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from schemas.ids import canonical_url, digest, document_id, short_id, url_host

HOSTS = st.from_regex(r"[a-z][a-z0-9]{0,9}\.(example|test)", fullmatch=True)
PATHS = st.text(alphabet="abcXYZ019-._~/%!$&'()*+,;=:@ä中 ", max_size=40)
QUERIES = st.text(alphabet="abc=&019%+utm_source中", max_size=40)


@pytest.mark.parametrize(
    ("given_url", "canonical"),
    [
        ("HTTP://Example.COM:80/a/../b/./c?b=2&a=1#top", "http://example.com/b/c?a=1&b=2"),
        ("https://x.example", "https://x.example/"),
        ("https://x.example:443/a", "https://x.example/a"),
        ("https://x.example:8443/a", "https://x.example:8443/a"),
        ("https://x.example/a/b/..", "https://x.example/a/"),
        ("https://x.example/%7euser/%e4%b8%ad", "https://x.example/~user/%E4%B8%AD"),
        ("https://中国.example/新闻", "https://xn--fiqs8s.example/%E6%96%B0%E9%97%BB"),
        ("https://x.example/n?id=7&utm_source=mail&fbclid=1&spm=a.b", "https://x.example/n?id=7"),
        ("https://x.example/n;jsessionid=AB12?x=1", "https://x.example/n?x=1"),
        ("https://x.example/news/index.html", "https://x.example/news/"),
        ("https://x.example./a", "https://x.example/a"),
    ],
)
def test_canonical_url(given_url: str, canonical: str) -> None:
    assert canonical_url(given_url) == canonical


@pytest.mark.parametrize(
    "url",
    [
        "ftp://x.example/a",
        "javascript:alert(1)",
        "/relative",
        "https://user:secret@x.example/",
        "https://x.example\\@evil.example/",
        "https://x.exa\nmple/",
        "https:///nohost",
        "",
    ],
)
def test_what_is_no_plain_http_url_is_refused(url: str) -> None:
    with pytest.raises(ValueError, match="URL"):
        canonical_url(url)


def test_a_relative_url_is_joined_to_its_base() -> None:
    assert canonical_url("../b?x=1", "https://x.example/a/c/") == "https://x.example/a/b?x=1"


@given(HOSTS, PATHS, QUERIES)
def test_a_canonical_url_is_its_own_canonical_url(host: str, path: str, query: str) -> None:
    try:
        once = canonical_url(f"https://{host}/{path}?{query}")
    except ValueError:
        return
    assert canonical_url(once) == once
    assert url_host(once) == host


def test_ids_depend_on_every_part_and_on_their_order() -> None:
    ids = {
        short_id("x", "a", "b"),
        short_id("x", "b", "a"),
        short_id("x", "ab"),
        short_id("y", "a", "b"),
    }
    assert len(ids) == 4
    assert document_id("u") == "d" + digest("u")[:16]


@given(
    start=st.sampled_from(
        [
            "",
            "/",
            "//",
            "https://a.example",
            "http://a.example/",
            "https://A.example/",
            "https://a.example:443/",
        ]
    ),
    path=st.text(alphabet="ab.x/~-_%2f?#;iIndex", max_size=14),
    base=st.sampled_from([None, "https://b.example/x/y", "https://b.example"]),
)
def test_the_short_way_leads_where_the_long_one_does(
    start: str, path: str, base: str | None
) -> None:
    def ask() -> str | None:
        try:
            return canonical_url(start + path, base)
        except ValueError:
            return None

    short = ask()
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("schemas.ids._PLAIN", re.compile("(?!)"))
        assert ask() == short
