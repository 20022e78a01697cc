"""A Chinese denial reaches what it denies, not what another clause of the sentence announces."""

import pytest

from nlp.chinese.denial import deniable, denial
from nlp.tagger import Tagger
from schemas.registry import Registry

FRAMES = Tagger(Registry(), scorer=None)
TAGGER = Tagger(Registry())


@pytest.mark.parametrize(
    ("text", "trigger", "denied"),
    [
        ("澜桥电器召回3万台烤箱，称不存在人身伤害报告。", "召回", False),
        ("澜桥电器起诉穗岚软件，指其造谣中伤。", "起诉", False),
        ("澜桥电器发布新款烤箱，公司澄清此前延期传闻。", "发布", False),
        ("澜桥电器被穗岚软件收购，新东家称品牌照旧保留。", "收购", False),
        ("澜桥电器否认裁员传闻，同时宣布在苏州新建研发中心。", "新建", False),
        ("澜桥电器融资2亿元，用于建设澄清池。", "融资", False),
        ("澜桥电器因恶意压价被立案调查。", "立案", False),
        ("澜桥电器否认裁员传闻，同时宣布在苏州新建研发中心。", "裁员", True),
        ("网传澜桥电器将裁员三成，公司称消息不实。", "裁员", True),
        ("澜桥电器要迁出苏州，这是谣言。", "迁出", True),
        ("针对收购穗岚软件一事，澜桥电器表示上述事项不属实。", "收购", True),
        ("澜桥电器辟谣，从未计划收购穗岚软件。", "收购", True),
        ("澜桥电器没有出售西宁电站的计划，也未与任何一方接触。", "出售", True),
    ],
)
def test_a_denial_reaches_what_it_takes_up(text: str, trigger: str, *, denied: bool) -> None:
    sentence = FRAMES.read("", text, language="zh").sentences[-1]
    start = sentence.masked.index(trigger)
    assert bool(denial(sentence.masked, start, start + len(trigger))) == denied


@pytest.mark.parametrize(
    ("title", "text", "trigger", "told"),
    [
        ("", "澜桥电器召回3万台烤箱，称不存在人身伤害报告。", "召回", False),
        ("", "澜桥电器在周五召回3万台烤箱。", "召回", False),
        ("", "澜桥电器叫停召回。", "召回", True),
        ("", "澜桥电器召回3万台烤箱。公司称没有这回事。", "召回", True),
        ("澜桥电器：没有召回", "传澜桥电器召回3万台烤箱。", "召回", True),
    ],
)
def test_words_alone_deny_only_where_something_refuses(
    title: str, text: str, trigger: str, *, told: bool
) -> None:
    reading = FRAMES.read(title, text, language="zh")
    sentence = next(s for s in reading.sentences if not s.title and trigger in s.masked)
    start = sentence.masked.index(trigger)
    assert deniable(reading, sentence, start, start + len(trigger)) == told


@pytest.mark.parametrize(
    ("title", "text", "status"),
    [
        ("", "澜桥电器今日宣布，任命谢宇航为首席财务官。对于网传裁员20%的消息，公司表示不属实。", "done"),
        ("澜桥电器任命谢宇航为首席财务官，否认裁员传闻", "澜桥电器今日任命谢宇航为首席财务官。", "done"),
        ("", "澜桥电器首席财务官谢宇航已离职。公司否认其离职与内部调查有关。", "done"),
        ("", "澜桥电器首席财务官谢宇航已离职。公司否认曾隐瞒亏损。", "done"),
        ("", "网传澜桥电器首席财务官谢宇航离职。公司否认上述传闻。", "denied"),
        ("", "网传澜桥电器首席财务官谢宇航离职。公司否认谢宇航已离开。", "denied"),
    ],
    ids=[
        "another-report", "in-the-headline", "what-it-has-to-do-with", "something-else",
        "that-report", "in-other-words",
    ],
)  # fmt: skip
def test_the_denial_of_one_thing_denies_no_other(title: str, text: str, status: str) -> None:
    moves = TAGGER.tag(title, text, language="zh").moves
    told = [one.status for one in moves if one.kind in {"appointment", "departure"}]
    assert told == [status]


@pytest.mark.parametrize(
    ("text", "kind", "status"),
    [
        ("茶小满曼谷首店昨日开业。创始人在开业仪式上回应上市传闻时表示，公司暂无上市计划。", "expansion", "done"),
        ("澜桥电器计划关闭门店。公司回应关店传闻时表示，没有关店计划。", "market-exit", "denied"),
        ("网传澜桥电器收购穗岚软件。对于并购传闻，公司表示不实。", "acquisition", "denied"),
        ("北辰云将裁员20%。对于裁员传闻，北辰云表示不属实。", "layoffs", "denied"),
    ],
    ids=["at-the-opening", "a-shorter-word", "another-word", "the-same-word"],
)  # fmt: skip
def test_a_denial_reaches_what_it_names_by_another_word(text: str, kind: str, status: str) -> None:
    moves = TAGGER.tag("", text, language="zh").moves
    assert [one.status for one in moves if one.kind == kind] == [status]


@pytest.mark.parametrize(
    ("text", "kind", "status"),
    [
        ("更正：本报昨日报道称澜桥电器中标澜湾银行人力系统项目，合同金额2600万元，有误，应为2160万元。特此更正。", "customer-win", "done"),
        ("本报昨日《澜桥电器完成C轮融资》一文中，融资金额“30亿元”应为“3亿元”，特此更正，并向读者致歉。", "funding", "done"),
        ("本网此前所称澜桥电器涨价20%有误，经核实价格未变，特此更正。", "price-increase", "denied"),
        ("贵刊报道称澜桥电器收购了穗岚软件，有误。我们没有收购该公司，特此更正。", "acquisition", "denied"),
    ],
    ids=["a-sum", "a-sum-in-quotes", "the-rise-itself", "the-deal-itself"],
)  # fmt: skip
def test_a_figure_that_is_put_right_denies_nothing(text: str, kind: str, status: str) -> None:
    moves = TAGGER.tag("", text, language="zh").moves
    assert [one.status for one in moves if one.kind == kind] == [status]
