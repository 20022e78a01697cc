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


@pytest.mark.parametrize(
    ("text", "kind", "actor"),
    [
        pytest.param("11月12日，砚川乐器以虚假宣传为由将鸣桐琴行诉至杭州互联网法院，索赔120万元。", "legal", "砚川乐器", id="takes-to-court"),
        pytest.param("云栈物流认为飞隼快运挖走其三名调度主管，以不正当竞争为由起诉飞隼快运，案件已受理。", "legal", "云栈物流", id="sues"),
        pytest.param("锐芯微电子日前以违反竞业限制为由，对初创公司灵槐科技提起诉讼，要求其停止使用相关版图。", "legal", "锐芯微电子", id="files-a-suit"),
        pytest.param("苏州中院一审判决，岚图仪表停止侵害衡准传感的商标权，赔偿350万元。衡准传感去年9月将岚图仪表诉至法院。", "legal", "衡准传感", id="plaintiff-of-the-next-sentence"),
        pytest.param("海屿航空收到法院传票，青峦航空指控其侵犯商标权，索赔2,000万元。", "legal", "青峦航空", id="gets-a-summons"),
        pytest.param("海屿航空被青峦航空告了，理由是在广告里使用了相似的航线图标。", "legal", "青峦航空", id="is-sued"),
        pytest.param("屿舟酒店董事会今天否决了澄湖资本提出的全面要约，称严重低估公司价值。", "acquisition", "澄湖资本", id="turns-down"),
        pytest.param("芒种果业的新客户名单里多了蓝棠茶饮，双方签了两年的鲜果直供协议。", "customer-win", "芒种果业", id="has-one-more-customer"),
        pytest.param("采购结果出来了：东陵医院的影像归档系统项目花落远杉软件，成交价612万元。", "customer-win", "远杉软件", id="falls-to"),
        pytest.param("开放车钥协会今天公布新成员：启钥电子、泊界科技和迈驰汽车正式加入。另一家车企沃岚汽车表示还在评估。", "alliance", "启钥电子", id="first-of-a-row"),
        pytest.param("楼下的比特舟科技把我们烛光智能的算法组挖空了，还在官网挂出20个大模型推理岗，base杭州。", "hiring", "比特舟科技", id="poached-from-us"),
    ],
)  # fmt: skip
def test_the_construction_tells_who_acts(text: str, kind: str, actor: str) -> None:
    assert [one for _, one in told(text, kind)] == [actor]


def test_the_company_at_the_head_acts_whoever_is_named_after() -> None:
    text = "朗润软件在深圳湾的新办公室今天启用，可坐三百人。晟岚科技还在隔壁楼，去年刚续了租。"
    assert [one for _, one in told(text, "expansion")] == ["朗润软件"]


def test_who_lost_a_customer_is_the_supplier_before_and_the_winner_follows() -> None:
    text = "东陵医院的影像归档系统项目花落远杉软件，成交价612万元。此前的供应商柏图信息也投了标，没能保住这个老客户。"
    lost = next(move for move in moves(text) if move.kind == "customer-loss")
    assert lost.actor is not None
    assert lost.actor.text == "柏图信息"
    assert [one.text for one in lost.values("successor")] == ["远杉软件"]
    assert [one.text for one in lost.values("customer")] == ["东陵医院"]


def test_two_companies_in_distress_are_two_moves() -> None:
    text = "盛峤地产今天承认，一笔4,300万元的票据到期没有兑付，已经违约。它的担保人联滨实业昨晚被中晟资信把评级从AA-下调至BBB。"
    found = [move for move in moves(text) if move.kind == "distress"]
    assert [move.actor.text for move in found if move.actor] == ["盛峤地产", "联滨实业"]
    assert [[one.text for one in move.values("to")] for move in found] == [[], ["BBB"]]


def test_a_dividend_and_a_buy_back_are_two_moves() -> None:
    text = "砂海股份公布，中期每股派息0.12元。公司同时宣布，拟在未来六个月内以不超过2亿元回购股份。"
    found = [move for move in moves(text, "砂海股份派息并回购") if move.kind == "capital-return"]
    assert [[one.text for one in move.values("amount")] for move in found] == [
        ["每股派息0.12元"],
        ["不超过2亿元"],
    ]


def test_one_sum_for_both_is_one_move() -> None:
    text = "砂海股份公布，全年分红和回购合计5亿元。"
    assert len(told(text, "capital-return")) == 1


def test_a_row_of_partners_is_told_whole() -> None:
    text = "数谷云计算宣布与霁川银行、恒屿保险及安汇证券三家机构达成战略合作，共同开发反欺诈模型。"
    found = next(move for move in moves(text) if move.kind == "partnership")
    assert [one.text for one in found.values("partner")] == ["霁川银行", "恒屿保险", "安汇证券"]


def test_places_of_a_rival_are_none_of_the_move() -> None:
    text = "屿舟酒店在贵阳的首家门店今天开业，共168间客房。老对手栖岚酒店去年在遵义和昆明已有两家。"
    found = next(move for move in moves(text) if move.kind == "expansion")
    assert [one.text for one in found.values("place")] == ["贵阳"]


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


def test_parts_of_a_sentence_tell_of_a_company_each() -> None:
    text = "沃途汽车重申全年12万辆的目标不变，峰越汽车则把目标从20万辆下调到15万辆。"
    assert [one for _, one in told(text, "guidance")] == ["沃途汽车", "峰越汽车"]


def test_what_a_launched_product_can_do_is_no_update() -> None:
    text = "10月28日，澜图科技正式推出轻量白板应用“一页”，个人版免费。产品负责人温述白介绍，“一页”支持离线编辑。"
    assert [move.kind for move in moves(text, "澜图科技发布轻量白板应用“一页”")] == [
        "product-launch"
    ]


def test_one_change_of_price_is_told_once() -> None:
    text = "速岭快递昨晚在官网更新了资费表，华北首重由8元改为9元，今天零点已执行。"
    assert [move.kind for move in moves(text)] == ["price-increase"]


def test_the_lines_of_a_brief_without_numbers_are_read_one_by_one_too() -> None:
    text = "速岭快递今天宣布华东件均价上调0.2元。\n桐柏物流宣布上调0.15元，12月1日起执行。\n云栈物流召回两百台手持终端。"
    found = told(text, "price-increase", "三家快递早报")
    assert found == [("done", "速岭快递"), ("announced", "桐柏物流")]


def test_each_of_two_companies_appoints_its_own() -> None:
    text = "同一天，两家酒店换帅。屿舟酒店任命方知许为首席执行官；栖岚酒店董事长沈既白宣布退休，总裁莫问渠代行职责。"
    assert told(text, "appointment") == [("done", "屿舟酒店"), ("done", "栖岚酒店")]
    assert told(text, "departure") == [("done", "栖岚酒店")]


def test_two_rounds_told_alike_are_two() -> None:
    text = "联泰机器人融资1.5亿元，迅川机器人融资2亿元，两家都是B轮，都由澄湖资本领投。"
    assert [one for _, one in told(text, "funding")] == ["联泰机器人", "迅川机器人"]


def test_shares_that_a_holder_buys_are_not_bought_back() -> None:
    text = "岭南股份公告，汇川资本通过集中竞价交易系统增持公司股份662万股，占总股本的1.02%。"
    assert told(text, "capital-return") == []


def test_brand_and_company_that_name_each_other_tell_one_event() -> None:
    text = "岚骐汽车昨晚宣布，旗下岚骐M6全系降价1.5万元，即日生效。岚骐M6的起售价由15.98万元降至14.48万元。"
    assert len(told(text, "price-decrease", "岚骐M6全系降价1.5万元")) == 1
