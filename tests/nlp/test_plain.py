"""Traditional characters and wide letters are read as their plain twins, and told as they were written."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nlp.plain import plain
from nlp.tagger import Tagger
from schemas.registry import Registry
from text.han import to_traditional

_TITLE = "砺锋刀具收购欧洲软件公司"
_TEXT = (
    "砺锋刀具股份有限公司3月12日宣布，以2.5亿元收购德国软件公司凯德林，交易已于当日完成。"
    "公司首席财务官吴启明同时离职，由陈越接任。"
)


@pytest.fixture(scope="module")
def tagger() -> Tagger:
    return Tagger(Registry())


@pytest.mark.parametrize(
    ("text", "read"),
    [
        ("营收１２．８％，ＡＩ业务", "营收12.8%，AI业务"),
        ("共６，４００万元", "共6,400万元"),
        ("第１，２００号", "第1,200号"),
        ("３，４月份", "3，4月份"),  # a list, no thousands
        ("砺锋（上海）：更名", "砺锋（上海）：更名"),
        ("伺服器軟體廠商發布新晶片", "服务器软件厂商发布新芯片"),
        ("软体家具和软体动物", "软体家具和软体动物"),  # simplified: no other region's words
        (
            "砺锋刀具在上海新开了一家门店，店名仍是舊名",
            "砺锋刀具在上海新开了一家门店，店名仍是旧名",
        ),
    ],
)
def test_what_is_read(text: str, read: str) -> None:
    assert plain(text) == read


@given(st.text(alphabet="軟體晶片程式执行長５０％，．Ａｚ。收購", max_size=30))
def test_the_plain_form_is_as_long_and_stays(text: str) -> None:
    assert len(plain(text)) == len(text)


def _wide(text: str) -> str:
    return "".join(chr(ord(c) + 0xFEE0) if c in "0123456789." else c for c in text)


@pytest.mark.parametrize("form", [to_traditional, _wide, lambda text: to_traditional(_wide(text))])
def test_moves_are_the_same_in_every_form(tagger: Tagger, form: object) -> None:
    assert callable(form)
    plainly = tagger.tag(_TITLE, _TEXT, published="2026-03-12")
    other = tagger.tag(form(_TITLE), form(_TEXT), published="2026-03-12")
    assert {one.kind for one in plainly.moves} >= {"acquisition", "departure"}
    assert [one.kind for one in other.moves] == [one.kind for one in plainly.moves]
    whole = f"{form(_TITLE)}\n{form(_TEXT)}"
    for move, twin in zip(other.moves, plainly.moves, strict=True):
        assert move.evidence == twin.evidence
        assert move.status == twin.status
        assert move.trigger == form(twin.trigger)
        told = [move.actor, *(value for slot in move.slots for value in move.values(slot))]
        for one in told:
            assert one is not None
            assert one.text == whole[one.start : one.end]
    for mention in other.mentions:
        assert mention.text == whole[mention.start : mention.end]
    assert [(one.start, one.end, one.label) for one in other.mentions] == [
        (one.start, one.end, one.label) for one in plainly.mentions
    ]


@pytest.mark.parametrize(
    ("title", "text", "kind", "actor", "slot", "value"),
    [
        ("維朔併購軟體商", "伺服器廠維朔科技今天宣布，以新台幣35億元併購德國軟體公司凱德林。",
         "acquisition", "維朔科技", "target", "凱德林"),
        ("昱澄執行長請辭", "晶片設計公司昱澄電子昨日公告，執行長林柏遠因個人規劃請辭。",
         "departure", "昱澄電子", "role", "執行長"),
        ("拓稜資遣200名員工", "遊戲公司拓稜證實將資遣台北研發中心200名員工。",
         "layoffs", "拓稜", "count", "200名"),
        ("泰昶當機三小時", "支付業者泰昶昨晚系統當機近三小時，逾10萬筆交易受影響，公司致歉。",
         "incident", "泰昶", "count", "10萬筆"),
    ],
)  # fmt: skip
def test_words_of_taiwan_are_known(
    tagger: Tagger, title: str, text: str, kind: str, actor: str, slot: str, value: str
) -> None:
    moves = tagger.tag(title, text, published="2026-03-12").moves
    told = [one for one in moves if one.kind == kind]
    assert [one.actor.text for one in told if one.actor] == [actor]
    assert [one.text for one in told[0].values(slot)] == [value]
