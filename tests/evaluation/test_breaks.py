"""Injected breaks: each does what its name says, the same way on all pages of a site."""

import pytest

from evaluation.breaks import BREAKS, vary

_TEXT = "The depot opens in spring and employs ninety people, as the board said on Monday. " * 3
PAGE = f"""<!DOCTYPE html><html lang="en"><head><title>Depot opens | Harrow Press</title>
<meta property="og:title" content="Depot opens"><meta name="date" content="2026-03-04"></head>
<body><nav class="top"><a href="/">Home</a></nav><div id="post-17" class="article body">
<h1 class="headline">Depot opens</h1><span class="when">4 March 2026</span>
<p>{_TEXT}</p><p>{_TEXT}</p></div></body></html>"""


@pytest.mark.parametrize("name", sorted(BREAKS))
def test_a_break_changes_the_page_alike_for_one_seed(name: str) -> None:
    broken = BREAKS[name](PAGE, 3)
    assert broken == BREAKS[name](PAGE, 3)
    assert broken != vary(PAGE, 0)
    assert "ninety people" in broken


def test_names_go_and_the_words_stay() -> None:
    broken = BREAKS["rename-all"](PAGE, 1)
    assert "headline" not in broken
    assert "post-17" not in broken
    assert "Depot opens</h1>" in broken


def test_a_moved_date_still_stands_on_the_page_and_a_dropped_one_does_not() -> None:
    assert "2026-03-04" in BREAKS["move-date"](PAGE, 1)
    assert 'class="when"></span>' in BREAKS["move-date"](PAGE, 1)
    for words in ("2026-03-04", "4 March 2026"):
        assert words not in BREAKS["drop-date"](PAGE, 1)


def test_another_layout_keeps_title_and_text_under_other_parents() -> None:
    broken = BREAKS["other-layout"](PAGE, 2)
    assert "<h2>Depot opens</h2>" in broken
    assert "<h1" not in broken
    assert 'class="article body"' not in broken


def test_what_scripts_would_show_is_no_markup_any_more() -> None:
    broken = BREAKS["scripts-only"](PAGE, 2)
    assert "<p>" not in broken
    assert "window.__STATE__" in broken


@pytest.mark.parametrize("name", sorted(BREAKS))
def test_markup_that_is_hardly_any_survives(name: str) -> None:
    for markup in ("<p>x", "<html></html>", "words only"):
        assert isinstance(BREAKS[name](markup, 1), str)
