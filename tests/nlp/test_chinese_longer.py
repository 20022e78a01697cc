"""A well-known name within a longer one is not who is named. The longer names are invented."""

import pytest

from nlp.tagger import Tagger
from schemas.registry import Registry

TAGGER = Tagger(Registry())


def firms(text: str) -> list[str]:
    found = TAGGER.tag("", text, language="zh").mentions
    return [one.text for one in found if one.label == "ORG"]


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("睿思科技今日发布新一代数据中心交换机。", ["睿思科技"]),
        ("知微软件今日发布新一代数据库。", ["知微软件"]),
        ("三高通信宣布裁员200人。", ["三高通信"]),
        ("卓美光学宣布完成B轮融资2亿元。", ["卓美光学"]),
        ("高通达物流宣布在武汉建厂。", ["高通达物流"]),
        ("茶小满与金微软科技签署合作协议。", ["茶小满", "金微软科技"]),
        ("茶小满宣布收购睿思科技60%股权。", ["茶小满", "睿思科技"]),
        ("茶小满与博思科技签署战略合作协议。", ["茶小满", "博思科技"]),
        ("思科今日发布新一代交换机。", ["思科"]),
        ("茶小满采用思科技术。", ["思科"]),
        ("茶小满与高通达成战略合作。", ["茶小满", "高通"]),
        ("今年高通信任危机加剧。", ["高通"]),
        ("美国思科技术公司宣布裁员5%。", ["美国思科技术公司"]),
        ("全球芯片巨头美光科技宣布裁员。", ["美光科技"]),
        ("微软、高通和思科宣布裁员。", ["微软", "高通", "思科"]),
    ],
    ids=[
        "switches", "software", "telecoms", "optics", "logistics", "as-the-model-reads",
        "is-bought", "is-a-partner", "alone", "its-technology", "before-a-verb", "before-a-word",
        "with-a-place", "with-a-tail", "in-a-row",
    ],
)  # fmt: skip
def test_a_known_name_is_read_where_no_longer_one_holds_it(text: str, named: list[str]) -> None:
    assert firms(text) == named
