"""What is held, paid on a market, measured by a goal, or done by officials and tellers is no move."""

import pytest

from nlp.chinese.officials import of_people
from nlp.chinese.papers import of_papers
from nlp.tagger import Tagger
from schemas.kinds import MoveKind
from schemas.registry import Registry

FRAMES = Tagger(Registry(), scorer=None)


@pytest.mark.parametrize(
    ("kind", "text", "trigger", "papers"),
    [
        ("investment", "澜桥电器持股60%，穗岚软件持股40%。", "持股", True),
        ("investment", "澜桥电器目前持有穗岚软件23%的股权。", "持有", True),
        ("investment", "控股股东质押5000万股，占其所持股份2.48%。", "所持", True),
        ("investment", "澜桥电器入股穗岚软件，持股比例为12%。", "入股", False),
        ("investment", "澜桥电器以3亿元投资穗岚软件，持股15%。", "持股", False),
        ("investment", "澜桥电器披露持有穗岚软件5.2%的股份。", "持有", False),
        ("investment", "澜桥电器的持股比例由4.9%升至6.1%。", "持股", False),
        ("price-increase", "本周全国鸡蛋批发价上涨4%。", "上涨", True),
        ("price-decrease", "现货白银价格今日下跌2%。", "下跌", True),
        ("price-increase", "因铜价上涨，澜桥电器宣布空调提价5%。", "提价", False),
        ("price-increase", "燃油附加费随国际油价上涨上调至每段60元。", "上调", False),
        ("guidance", "销量为31万台，低于年初设定的40万台目标。", "目标", True),
        ("guidance", "澜桥电器将全年销量目标下调至30万台。", "目标", False),
        ("results", "澜桥电器今日收跌3%，报21.4元。", "收跌", True),
        ("results", "澜桥电器营收增长11%，股价大涨。", "增长", False),
        ("product-launch", "澜桥电器目前持有穗岚软件23%的股权。", "持有", False),
    ],
)
def test_papers_make_no_move(kind: MoveKind, text: str, trigger: str, *, papers: bool) -> None:
    sentence = FRAMES.read("", text, language="zh").sentences[-1]
    assert bool(of_papers(sentence, kind, sentence.masked.index(trigger))) == papers


@pytest.mark.parametrize(
    ("kind", "text", "people"),
    [
        ("appointment", "周远山出任云陵县县长。", True),
        ("departure", "外长莫里诺提出辞呈。", True),
        ("appointment", "前市长周远山出任澜桥电器有限公司董事长。", False),
        ("appointment", "周远山出任总裁，将在上市委员会任职。", False),
        ("appointment", "周远山负责节省长期开支，出任财务总监。", False),
        ("expansion", "我在城西管一间仓库。", True),
        ("expansion", "我们在城西新建一间仓库。", False),
        ("expansion", "我司在城西新建一间仓库。", False),
        ("customer-review", "我用了三个月，很满意。", False),
    ],
)
def test_officials_and_tellers_make_no_move(kind: MoveKind, text: str, *, people: bool) -> None:
    sentence = FRAMES.read("", text, language="zh").sentences[-1]
    assert bool(of_people(sentence, kind)) == people
