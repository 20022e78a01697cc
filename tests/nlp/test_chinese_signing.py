"""Who signs somebody up sells to him. The companies are invented."""

import pytest

from nlp.tagger import Tagger
from schemas.registry import Registry

TAGGER = Tagger(Registry())


@pytest.mark.parametrize(
    ("title", "text", "seller", "customer", "status"),
    [
        ("喜讯！精微软件成功签约青禾乳业", "近日，精微软件成功签约青禾乳业，将为其打造一体化平台。", "精微软件", "青禾乳业", "done"),
        ("", "北辰云近日签约风驰汽车，将为其提供云计算服务，合同期三年。", "北辰云", "风驰汽车", "done"),
        ("知行物流正式签约玄鸟手机", "知行物流正式签约玄鸟手机。", "知行物流", "玄鸟手机", "done"),
        ("", "精微软件与青禾乳业正式签约，前者将为后者部署新一代ERP系统。", "精微软件", "青禾乳业", "done"),
        ("", "精微软件拟签约青禾乳业，为其提供ERP系统。", "精微软件", "青禾乳业", "announced"),
        ("", "网传精微软件签约青禾乳业。", "精微软件", "青禾乳业", "rumoured"),
        ("", "青禾乳业签约精微软件，采购其ERP系统。", "精微软件", "青禾乳业", "done"),
        ("", "青禾乳业签约精微软件，由后者为其部署ERP系统。", "精微软件", "青禾乳业", "done"),
        ("", "青禾乳业选择精微软件作为ERP供应商。", "精微软件", "青禾乳业", "done"),
    ],
    ids=[
        "with-a-headline", "serves-him", "twice", "former-and-latter", "plans-to", "is-said-to",
        "buys", "is-served", "chooses",
    ],
)  # fmt: skip
def test_who_signs_somebody_up_sells_to_him(
    title: str, text: str, seller: str, customer: str, status: str
) -> None:
    moves = TAGGER.tag(title, text, language="zh").moves
    assert [one.kind for one in moves] == ["customer-win"]
    (move,) = moves
    named = move.slots["customer"]
    assert not isinstance(named, tuple)
    assert move.actor is not None
    assert (move.actor.text, named.text, move.status) == (seller, customer, status)


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("北辰云与风驰汽车签约，将共建实验室。", "partnership"),
        ("茶小满签约代言人林小鹿。", "campaign"),
    ],
    ids=["together", "a-face"],
)
def test_others_sign_without_selling(text: str, kind: str) -> None:
    assert [one.kind for one in TAGGER.tag("", text, language="zh").moves] == [kind]


@pytest.mark.parametrize(
    "text",
    [
        "晨曦软件签约青禾乳业，澜桥科技中标国家电网项目，金额3亿元。",
        "澜桥科技中标国家电网项目，金额3亿元，晨曦软件签约青禾乳业。",
    ],
    ids=["behind", "before"],
)
def test_who_wins_the_contract_of_another_clause_is_not_who_signs(text: str) -> None:
    (move,) = TAGGER.tag("", text, language="zh").moves
    customer = move.slots["customer"]
    assert move.actor is not None
    assert not isinstance(customer, tuple)
    assert (move.actor.text, customer.text) == ("澜桥科技", "国家电网")
