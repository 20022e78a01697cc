"""Traditional characters are simplified in a long text exactly as in a short one."""

import subprocess
from pathlib import Path

import opencc
import pytest
from hypothesis import given
from hypothesis import strategies as st

from text.folding import fold_chars, to_simplified

_PLAIN = "我们的产品在这一年里有了很大的增长" * 20
_HAN = st.characters(min_codepoint=0x2E80, max_codepoint=0xFAFF, exclude_categories=("Cs",))


@pytest.fixture(scope="module")
def dictionary(tmp_path_factory: pytest.TempPathFactory) -> list[str]:
    """Every word and character that the converter's dictionaries know."""
    home = Path(opencc.__file__).parent / "clib"
    known: list[str] = []
    for number, source in enumerate((home / "share" / "opencc").glob("T*S*.ocd2")):
        target = tmp_path_factory.mktemp("words") / f"{number}.txt"
        asked = [
            home / "bin" / "opencc_dict",
            "-f",
            "ocd2",
            "-t",
            "text",
            "-i",
            source,
            "-o",
            target,
        ]
        subprocess.run(asked, check=True, capture_output=True)
        lines = target.read_text(encoding="utf-8").splitlines()
        known += [line.split("\t")[0] for line in lines if "\t" in line]
    return known


def test_no_word_of_the_dictionary_is_passed_over_in_a_long_text(dictionary: list[str]) -> None:
    convert = opencc.OpenCC("t2s").convert
    assert len(dictionary) > 4_000
    changed = [word for word in dictionary if len(convert(word)) == len(word)]
    for word in changed:
        assert to_simplified(f"{_PLAIN}，{word}，") == f"{_PLAIN}，{convert(word)}，", word


def test_no_character_is_passed_over_in_a_long_text() -> None:
    codes = [code for code in range(0x80, 0x10000) if not 0xD800 <= code < 0xE000]
    single = opencc.OpenCC("t2s").convert("\n".join(map(chr, codes))).split("\n")
    for code, wanted in zip(codes, single, strict=True):
        if wanted != chr(code):
            assert to_simplified(f"{_PLAIN}，{chr(code)}，") == f"{_PLAIN}，{wanted}，"


@given(st.text(_HAN, max_size=12))
def test_a_long_text_is_folded_as_a_short_one(text: str) -> None:
    assert fold_chars(f"{_PLAIN}，{text}")[len(_PLAIN) :] == fold_chars(f"我，{text}")[1:]
