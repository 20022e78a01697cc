"""Statuses that signing, founding and days to come leave no doubt of, and hearsay and denials as posts tell them."""

import pytest

from nlp.tagger import Tagger
from schemas.registry import Registry

TAGGER = Tagger(Registry())


@pytest.mark.parametrize(
    ("text", "kind", "status"),
    [
        pytest.param("砺石光学宣布与镜界科技签订长期供应合同，自2027年起为后者供应车载镜头，合同期四年。", "customer-win", "done", id="signed"),
        pytest.param("朗川电器任命汤以宁为首席财务官，即日生效。", "appointment", "done", id="at-once"),
        pytest.param("宅悦家居发布通知，北京两家门店营业到11月30日，之后只保留线上。", "market-exit", "announced", id="until-a-day"),
        pytest.param("砚川乐器以虚假宣传为由将鸣桐琴行诉至法院，索赔120万元。鸣桐琴行称尚未收到传票。", "legal", "done", id="not-yet-is-no-denial"),
        pytest.param("朋友在渠道，说禾屿相机年底前会出一台无反，定价九千多。", "product-launch", "rumoured", id="a-friend-says"),
        pytest.param("传峦驰汽车下月要官降两万，销售已经让我先别订。", "price-decrease", "rumoured", id="begins-with-it-is-said"),
        pytest.param("迅川机器人员工说下半年会上市，辅导备案过两周就挂网。", "public-offering", "rumoured", id="staff-say"),
        pytest.param("有网友称速岭快递12月起华北首重涨1元。速岭快递客服回应称，目前未接到调价通知，网传通知为个别网点自行张贴。", "price-increase", "denied", id="no-notice"),
        pytest.param("岭南智联收到海屿市停车集团的中标通知书，合同将于月内签署，金额3,860万元。", "customer-win", "done", id="told-that-it-won"),
        pytest.param("晟岚软件有望与鹭屿银行签署合同，供应新的核心系统，目前仍在洽谈。", "customer-win", "rumoured", id="may-sign"),
        pytest.param("岚屿股份上半年净利预增200%，拟8.47亿元收购星坤物业100%股权。", "results", "done", id="figures-beside-a-plan"),
        pytest.param("峰越汽车董事会昨日核准2027年资本支出预算62亿元，主要用于新建电驱产线。", "investment", "announced", id="budget"),
        pytest.param("明图软件和星桥咨询分手了，持续四年的实施合作年底到期不再续。", "partnership", "denied", id="parted"),
    ],
)  # fmt: skip
def test_the_status(text: str, kind: str, status: str) -> None:
    found = TAGGER.tag("", text, published="2026-11-20", language="zh").moves
    assert [move.status for move in found if move.kind == kind] == [status]


def test_a_headline_of_an_update_is_announced_with_the_day_under_it() -> None:
    text = "松屿软件表示，新版本将于12月3日起陆续推送。\n老用户无须重新注册。"
    found = TAGGER.tag(
        "松屿记账5.2版本更新，新增语音记账功能", text, published="2026-11-20", language="zh"
    ).moves
    assert [move.status for move in found if move.kind == "product-update"] == ["announced"]
