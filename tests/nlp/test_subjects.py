"""Who acts in Chinese texts that name several companies, and how many moves they tell."""

import pytest

from nlp.tagger import Tagger
from schemas.language import Move
from schemas.registry import Registry

TAGGER = Tagger(Registry())


def moves(text: str, title: str = "") -> list[Move]:
    return list(TAGGER.tag(title, text, published="2026-11-20", language="zh").moves)


def told(text: str, kind: str, title: str = "") -> list[tuple[str, str | None]]:
    found = [move for move in moves(text, title) if move.kind == kind]
    return [(move.status, move.actor.text if move.actor else None) for move in found]


def test_one_sum_for_both_is_one_move() -> None:
    text = "砂海股份公布，全年分红和回购合计5亿元。"
    assert len(told(text, "capital-return")) == 1


BRIEF = (
    "1. 青瓯电器宣布空调安装费上调20元，11月25日起执行。\n"
    "2. 朗川电器任命汤以宁为首席财务官，即日生效。\n"
    "3. 岚信通信下调家庭宽带资费，百兆套餐降至每月39元。\n"
    "4. 电池材料商灏川材料与骐跃汽车签署三年期长单，约定每年供应隔膜2亿平方米。"
)


def test_the_items_of_a_brief_are_read_one_by_one() -> None:
    found = [(m.kind, m.status, m.actor.text if m.actor else None) for m in moves(BRIEF, "早报")]
    assert found == [
        ("price-increase", "announced", "青瓯电器"),
        ("appointment", "done", "朗川电器"),
        ("price-decrease", "done", "岚信通信"),
        ("customer-win", "done", "灏川材料"),
    ]


@pytest.mark.parametrize(
    "text",
    [
        "沃途汽车把全年目标上调到12万辆，峰越汽车则把目标从20万辆下调到15万辆。",
        "沃途汽车重申全年12万辆的目标不变，峰越汽车则把目标从20万辆下调到15万辆。",
    ],
    ids=["raised", "kept"],
)
def test_parts_of_a_sentence_tell_of_a_company_each(text: str) -> None:
    assert [one for _, one in told(text, "guidance")] == ["沃途汽车", "峰越汽车"]


def test_the_lines_of_a_brief_without_numbers_are_read_one_by_one_too() -> None:
    text = "速岭快递今天宣布华东件均价上调0.2元。\n桐柏物流宣布上调0.15元，12月1日起执行。\n云栈物流召回两百台手持终端。"
    found = told(text, "price-increase", "三家快递早报")
    assert [actor for _, actor in found] == ["速岭快递", "桐柏物流"]


def test_shares_that_a_holder_buys_are_not_bought_back() -> None:
    text = "岭南股份公告，汇川资本通过集中竞价交易系统增持公司股份662万股，占总股本的1.02%。"
    assert told(text, "capital-return") == []


def test_brand_and_company_that_name_each_other_tell_one_event() -> None:
    text = "岚骐汽车昨晚宣布，旗下岚骐M6全系降价1.5万元，即日生效。岚骐M6的起售价由15.98万元降至14.48万元。"
    assert len(told(text, "price-decrease", "岚骐M6全系降价1.5万元")) == 1
