"""Two texts word by word: nothing is lost, markup is escaped, Chinese is cut by characters."""

from hypothesis import given
from hypothesis import strategies as st

from text.beforeafter import Segment, marked_html, marked_text, segments, shown_pair

words = st.text(alphabet="ab 12.,三十天年内", max_size=40)


@given(words, words)
def test_segments_spell_both_texts(old: str, new: str) -> None:
    found = segments(old, new)
    assert "".join(one.text for one in found if one.mark != "new") == old
    assert "".join(one.text for one in found if one.mark != "old") == new


def test_words_and_figures_stay_whole() -> None:
    assert marked_text(segments("keep it for 30 days", "keep it for 1,300 days")) == (
        "keep it for [-30-]{+1,300+} days"
    )
    assert marked_text(segments("保留三十天", "保留九十天")) == "保留[-三-]{+九+}十天"


def test_one_side_only() -> None:
    assert segments(None, "new") == [Segment("new", "new")]
    assert segments("old", None) == [Segment("old", "old")]
    assert segments(None, None) == []


def test_html_escapes_what_pages_say() -> None:
    assert marked_html(segments("a <b> c", "a <i> c")) == "a &lt;<del>b</del><ins>i</ins>&gt; c"


def test_long_texts_are_cut_where_they_differ() -> None:
    old = "word " * 300 + "ten" + " tail" * 300
    shown = shown_pair(old, old.replace("ten", "twenty"))
    assert "ten" in (shown[0] or "")
    assert "twenty" in (shown[1] or "")
    assert max(map(len, filter(None, shown))) <= 600
    assert shown_pair("a" * 700, "a" * 700 + " end")[1] == "…" + "a" * 160 + " end"
