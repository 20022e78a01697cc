"""Who acts, how sure it is and what fills the slots in Chinese, on sentences of invented companies."""

import pytest

from nlp.tagger import Tagger
from schemas.language import Move
from schemas.registry import Company, Registry

PUBLISHED = "2026-06-15"
NAMES = {"yunling": "云岭集团", "qinghe": "青禾科技", "haiwan": "海湾银行"}


@pytest.fixture(scope="module")
def known() -> Tagger:
    """A tagger that knows the companies: what is tried here is grammar, not names and no trained weights."""
    return Tagger(
        Registry(companies=tuple(Company(id=id_, names={"zh": (n,)}) for id_, n in NAMES.items())),
        scorer=None,
    )


def moves(tagger: Tagger, text: str, title: str = "快讯") -> list[Move]:
    return list(tagger.tag(title, text, published=PUBLISHED, language="zh").moves)


def one(tagger: Tagger, kind: str, text: str, title: str = "快讯") -> Move:
    found = [move for move in moves(tagger, text, title) if move.kind == kind]
    assert found, [(m.kind, m.trigger) for m in moves(tagger, text, title)]
    return found[0]


ACTORS = [
    ("acquisition", "青禾科技被云岭集团收购。", "云岭集团"),
    ("acquisition", "云岭集团对青禾科技的收购已经完成。", "云岭集团"),
    ("acquisition", "青禾科技成为云岭集团旗下一员。", "云岭集团"),
    (
        "acquisition",
        "云岭集团上周与青禾科技的股东签了协议，以 2 亿元收购后者全部股权。",
        "云岭集团",
    ),
    ("layoffs", "云岭集团公布了年报。该公司还将裁员 300 人。", "云岭集团"),
    ("expansion", "雲嶺集團在高雄的新工廠上週正式啟用。", "雲嶺集團"),
    ("legal", "云岭集团因泄露客户资料被网信办罚款 80 万元。", "云岭集团"),
    ("legal", "青禾科技将云岭集团告上法院，索赔 500 万元。", "青禾科技"),
    ("appointment", "原青禾科技副总裁柳南舟加入云岭集团，出任首席技术官。", "云岭集团"),
]


@pytest.mark.parametrize(("kind", "text", "actor"), ACTORS)
def test_who_acts(known: Tagger, kind: str, text: str, actor: str) -> None:
    found = one(known, kind, text).actor
    assert found is not None
    assert found.text == actor


STATUSES = [
    ("product-launch", "云岭集团将于9月推出机器人“阿岭”。", "announced"),
    ("product-launch", "云岭集团昨天发布机器人“阿岭”，即日起开售。", "done"),
    ("acquisition", "云岭集团拟以 2 亿元收购青禾科技。", "announced"),
    ("acquisition", "云岭集团以 2 亿元收购青禾科技，尚需股东大会批准。", "announced"),
    ("acquisition", "云岭集团买下了青禾科技全部股权。", "done"),
    ("acquisition", "两位知情人士说，云岭集团正与青禾科技商谈收购事宜。", "rumoured"),
    ("acquisition", "云岭集团否认收购青禾科技，称从未接触过对方。", "denied"),
    ("partnership", "云岭集团终止了与青禾科技的战略合作。", "denied"),
    ("price-increase", "即日起，云岭集团将会员月费上调两成。", "done"),
    ("price-increase", "云岭集团将会员月费上调两成，8月1日起执行。", "announced"),
    ("departure", "云岭集团总经理卓望山将于年底退休。", "announced"),
    ("market-exit", "云岭集团将裁员 200 人，并关闭在沈阳的工厂。", "announced"),
    ("guidance", "云岭集团把全年营收目标由 12 亿元下调至 9 亿元。", "done"),
    ("customer-loss", "海湾银行不再与云岭集团续约。", "done"),
]


@pytest.mark.parametrize(("kind", "text", "status"), STATUSES)
def test_how_sure_it_is(known: Tagger, kind: str, text: str, status: str) -> None:
    assert one(known, kind, text).status == status


def test_a_denial_in_the_next_sentence_reaches_back(known: Tagger) -> None:
    text = "网传云岭集团计划裁员三成。云岭集团回应称，该消息不实。"
    assert one(known, "layoffs", text).status == "denied"


NONE = [
    "如果云岭集团收购青禾科技，行业格局会变。",
    "2016年，云岭集团收购了青禾科技。",
    "云岭集团成立于1998年，曾获最佳雇主称号。",
    "云岭集团会不会进军欧洲市场？",
    "县气象局局长宋怀山退休。",
]


@pytest.mark.parametrize("text", NONE)
def test_what_is_no_move(known: Tagger, text: str) -> None:
    assert moves(known, text) == []


SLOTS = [
    ("price-increase", "云岭集团将会员月费由 18 元上调至 25 元。", {"from": "18 元", "to": "25 元"}),
    ("divestiture", "云岭集团把饮料业务卖给了青禾科技，作价 1.2 亿元。",
     {"target": "饮料业务", "buyer": "青禾科技", "amount": "1.2 亿元"}),
    ("appointment", "云岭集团任命柳南舟为首席财务官，7月1日起生效。",
     {"person": "柳南舟", "role": "首席财务官", "effective": "7月1日"}),
    ("results", "云岭集团上半年营收 30 亿元，同比增长 12%，净利润 2.4 亿元。",
     {"period": "上半年", "revenue": "30 亿元", "profit": "2.4 亿元", "change": "12%"}),
    ("funding", "青禾科技完成 8000 万元B轮融资，由云岭集团领投，投后估值 6 亿元。",
     {"amount": "8000 万元", "round": "B轮", "investors": "云岭集团", "valuation": "6 亿元"}),
    ("guidance", "云岭集团把全年营收目标由 12 亿元下调至 9 亿元。",
     {"period": "全年", "from": "12 亿元", "to": "9 亿元"}),
    ("public-offering", "云岭集团今天在港交所挂牌，发行价每股 21 港元，募资 18 亿港元。",
     {"place": "港交所", "price": "21 港元", "amount": "18 亿港元"}),
    ("legal", "青禾科技因侵犯专利被云岭集团告上法院，索赔 500 万元。",
     {"counterparty": "青禾科技", "amount": "500 万元", "subject": "侵犯专利"}),
    ("incident", "云岭集团召回 1,200 辆电动车，电池可能过热。", {"count": "1,200 辆", "effect": "过热"}),
]  # fmt: skip


@pytest.mark.parametrize(("kind", "text", "wanted"), SLOTS)
def test_what_fills_the_slots(known: Tagger, kind: str, text: str, wanted: dict[str, str]) -> None:
    move = one(known, kind, text)
    for name, value in wanted.items():
        assert [slot.text for slot in move.values(name)] == [value], name


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("云岭集团周二把会员月费从 25 元降到 18 元。", ()),
        ("云岭集团宣布会员月费降价 7 元。", ()),
        ("云岭集团宣布会员月费降价 7%。", ("7%",)),
    ],
    ids=["the new price", "a sum", "a share"],
)
def test_only_a_share_is_by_how_much_per_cent_a_price_falls(
    known: Tagger, text: str, wanted: tuple[str, ...]
) -> None:
    move = one(known, "price-decrease", text)
    assert tuple(slot.text for slot in move.values("percent")) == wanted


def test_what_the_headline_leaves_out_is_taken_from_the_first_sentence(known: Tagger) -> None:
    tags = known.tag("云岭集团收购青禾科技", "双方昨天谈妥，作价 2 亿元。", published="2026-07-01")
    (move,) = [found for found in tags.moves if found.kind == "acquisition"]
    assert [slot.text for slot in move.values("amount")] == ["2 亿元"]


def test_a_review_tells_its_rating_and_its_aspect_anywhere(known: Tagger) -> None:
    text = "用了半年，不推荐云岭集团的净水器。客服没人接。两颗半。"
    move = one(known, "customer-review", text)
    assert [slot.text for slot in move.values("amount")] == ["两颗半"]
    assert [slot.text for slot in move.values("aspect")] == ["客服"]


def test_a_slot_with_several_values_is_a_list(known: Tagger) -> None:
    move = one(known, "market-exit", "云岭集团关闭了沈阳、大连的门店。")
    assert [slot.text for slot in move.values("place")] == ["沈阳", "大连"]


def test_a_range_of_money_is_one_value(known: Tagger) -> None:
    move = one(known, "results", "云岭集团公告，上半年净亏损 1.1 亿元至 1.4 亿元。")
    assert [slot.text for slot in move.values("profit")] == ["1.1 亿元至 1.4 亿元"]


def test_a_company_that_nothing_betrays_is_guessed_from_the_grammar(tagger: Tagger) -> None:
    move = one(tagger, "departure", "青芦财务总监何山月辞职，公司正在物色接任者。", "人事")
    assert move.actor is not None
    assert move.actor.text == "青芦"


def test_a_hint_yields_to_plain_words_of_another_kind(known: Tagger) -> None:
    text = "云岭集团拟以 2 亿元收购青禾科技的涂层业务，包括设备、专利和在手订单。"
    assert [move.kind for move in moves(known, text)] == ["acquisition"]


def test_a_clause_tells_one_act(known: Tagger) -> None:
    text = "云岭集团预计全年营收 9 亿元至 10 亿元，低于此前的目标。"
    assert {move.kind for move in moves(known, text)} == {"guidance"}


def test_who_denies_denies_one_thing(known: Tagger) -> None:
    text = "云岭集团否认将关闭沈阳工厂，称招聘照常，也没有出售该厂的计划。"
    assert len([move for move in moves(known, text) if move.status == "denied"]) == 1


def test_half_width_punctuation_parts_clauses_too(known: Tagger) -> None:
    move = one(known, "legal", "双方合同已于3月到期,青禾科技将云岭集团告上法院,索赔 7,500 万元。")
    assert [slot.text for slot in move.values("amount")] == ["7,500 万元"]
    assert move.actor is not None
    assert move.actor.text == "青禾科技"


def test_a_short_name_of_the_headline_is_the_company_of_the_text() -> None:
    found = Tagger(Registry()).tag(
        "雾岭酒店换标识",
        "10月28日，雾岭酒店集团启用新标识和新口号，全国门店年底前换牌。",
        published=PUBLISHED,
        language="zh",
    )
    assert [move.kind for move in found.moves] == ["campaign"]


def test_who_buys_stands_behind_where_it_comes_from(known: Tagger) -> None:
    move = one(known, "divestiture", "云岭集团以3亿元将造纸业务转让给浙江的青禾科技。")
    assert [slot.text for slot in move.values("buyer")] == ["青禾科技"]
