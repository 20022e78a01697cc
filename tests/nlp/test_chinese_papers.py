"""What is held is no move."""

import pytest

from nlp.chinese.papers import of_papers
from nlp.tagger import Tagger
from schemas.kinds import MoveKind
from schemas.registry import Registry

FRAMES = Tagger(Registry(), scorer=None)


@pytest.mark.parametrize(
    ("kind", "text", "papers"),
    [
        ("investment", "澜桥电器持股60%，穗岚软件持股40%。", True),
        ("investment", "澜桥电器目前持有穗岚软件23%的股权。", True),
        ("investment", "控股股东质押5000万股，占其所持股份2.48%。", True),
        ("investment", "澜桥电器入股穗岚软件，持股比例为12%。", False),
        ("investment", "澜桥电器以3亿元投资穗岚软件，持股15%。", False),
        ("investment", "澜桥电器披露持有穗岚软件5.2%的股份。", False),
        ("investment", "澜桥电器的持股比例由4.9%升至6.1%。", False),
        ("product-launch", "澜桥电器目前持有穗岚软件23%的股权。", False),
    ],
)
def test_papers_make_no_move(kind: MoveKind, text: str, *, papers: bool) -> None:
    sentence = FRAMES.read("", text, language="zh").sentences[-1]
    assert bool(of_papers(sentence, kind)) == papers
