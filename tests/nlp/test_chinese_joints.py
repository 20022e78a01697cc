"""Where names end and verbs begin, in sentences of a kind that is in every paper."""

import pytest

from nlp.tagger import Tagger
from schemas.registry import Registry

_TAGGER = Tagger(Registry())


@pytest.mark.parametrize(
    ("title", "text", "label", "name", "wrong"),
    [
        ("南汀物流与鹭飞云达成合作", "双方将在仓储、运力调度等领域展开合作，并共同投入3000万元。", "ORG", "鹭飞云", "鹭飞云达"),
        ("汾石机床董事长辞职", "汾石机床公告，董事长韩立川因个人原因辞职，由副董事长苏敏代行职责。", "PERSON", "苏敏", "苏敏代"),
        ("和瑞医药：新药获批", "和瑞医药公告称，公司自主研发的1类新药瑞舒替宁片获国家药监局批准上市。", "ORG", "国家药监局", "瑞舒替宁片获国家药监局"),
    ],
)  # fmt: skip
def test_a_verb_behind_a_name_keeps_its_first_sign(
    title: str, text: str, label: str, name: str, wrong: str
) -> None:
    told = _TAGGER.tag(title, text, published="2026-11-24", language="zh").mentions
    names = {one.text for one in told if one.label == label}
    assert name in names
    assert wrong not in {one.text for one in told}


def test_a_brand_of_everyday_words_acts() -> None:
    told = _TAGGER.tag(
        "双十二前夕，米果优选全场满300减60", "米果优选12月8日起推出满300减60活动，会员再享95折。",
        published="2026-11-24", language="zh",
    )  # fmt: skip
    assert [(one.kind, one.actor.text if one.actor else None) for one in told.moves] == [
        ("promotion", "米果优选")
    ]


def test_what_no_company_is_makes_no_promotion() -> None:
    told = _TAGGER.tag(
        "", "学校食堂12月8日起推出满30减6活动。", published="2026-11-24", language="zh"
    )
    assert not told.moves
