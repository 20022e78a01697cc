"""A Chinese denial reaches what it denies, not what another clause of the sentence announces."""

import pytest

from nlp.chinese.denial import deniable, denial
from nlp.tagger import Tagger
from schemas.registry import Registry

FRAMES = Tagger(Registry(), scorer=None)


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
