"""What is sold stands behind the verb, and who buys it before. The companies are invented."""

import pytest

from nlp.tagger import Tagger
from schemas.language import several
from schemas.registry import Registry

TAGGER = Tagger(Registry())


@pytest.mark.parametrize(
    ("text", "target", "buyer"),
    [
        ("溪谷饮料宣布，将以6亿元向青禾乳业出售茶饮业务。", "茶饮业务", "青禾乳业"),
        ("恒泽地产已以12亿元向金石资本出售上海恒泽酒店。", "上海恒泽酒店", "金石资本"),
        ("溪谷饮料将以6亿元向青禾乳业转让溪谷茶业。", "溪谷茶业", "青禾乳业"),
        ("溪谷饮料拟向青禾乳业出售溪谷茶业60%股权。", "溪谷茶业", "青禾乳业"),
        ("溪谷饮料将茶饮业务以6亿元出售给青禾乳业。", "茶饮业务", "青禾乳业"),
    ],
    ids=["a-line", "a-hotel", "a-firm", "a-stake", "buyer-last"],
)
def test_the_buyer_is_not_what_is_sold(text: str, target: str, buyer: str) -> None:
    (move,) = TAGGER.tag("", text, language="zh").moves
    told = {name: [v.text for v in several(move.slots.get(name))] for name in ("target", "buyer")}
    assert (move.kind, told) == ("divestiture", {"target": [target], "buyer": [buyer]})
