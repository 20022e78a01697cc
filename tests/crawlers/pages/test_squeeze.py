"""White space of every kind becomes one space, by the quick way as by the thorough one."""

from hypothesis import example, given
from hypothesis import strategies as st

from crawlers.pages.dom import squeeze
from crawlers.pages.trim import letters
from crawlers.templates.flow import squeezed

_UNSEEN = dict.fromkeys(map(ord, "\u00ad\u200b\ufeff\u2060"))


def _thorough(text: str) -> str:
    return " ".join(text.translate(_UNSEEN).split())


def test_every_character_that_is_space_or_unseen_is_taken_out() -> None:
    odd = [
        text
        for code in (*range(0x3100), *range(0xFE00, 0x10000))
        if not 0xD800 <= code < 0xE000 and squeeze(text := f" a{chr(code)}b ") != _thorough(text)
    ]
    assert odd == []


@given(st.text(alphabet=" \t\n\u00a0\u3000\u200bab中é.", max_size=30))
@example("  two  spaces ")
@example(" one ")
def test_both_ways_give_the_same(text: str) -> None:
    assert squeeze(text) == _thorough(text)
    if "\u2060" not in text:
        assert squeezed(text) == _thorough(text)


@given(st.text(max_size=40))
@example("Été_2026 – “Où?” 年11月…\ud800")
def test_letters_are_what_is_neither_sign_nor_space(text: str) -> None:
    assert letters(text) == "".join(one for one in text if one.isalnum()).casefold()
