"""Who takes and who leaves an office in Chinese notices. All names are invented."""

import pytest

from nlp.tagger import Tagger
from schemas.language import Slot
from schemas.registry import Registry

TAGGER = Tagger(Registry())


def named(text: str, label: str = "PERSON") -> list[str]:
    found = TAGGER.tag("公告", text, language="zh").mentions
    return [one.text for one in found if one.label == label]


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("澜桥电器公告，周敏因个人原因辞去财务总监职务。", ["周敏"]),
        ("朱琳将出任首席执行官。", ["朱琳"]),
        ("独立董事马琳辞任，即日生效。", ["马琳"]),
        ("王芳任副总经理。", ["王芳"]),
        ("周波自12月1日起任首席技术官。", ["周波"]),
        ("罗毅将接替韩冰任首席执行官。", ["罗毅", "韩冰"]),
        ("澜桥电器公告，高峰辞任总裁，由刘洋接任。", ["高峰", "刘洋"]),
        ("刘自强任总经理。", ["刘自强"]),
        ("李任远离职。", ["李任远"]),
        ("澜桥电器宣布，李建新任总经理。", ["李建新"]),
        ("澜桥电器公告，赵建新任期届满。", ["赵建新"]),
        ("澜桥电器宣布，刘国升任总经理。", ["刘国升"]),
        ("澜桥电器宣布，马东升任总经理。", ["马东升"]),
        ("澜桥电器宣布，许家代任总经理。", ["许家代"]),
        ("澜桥电器宣布，周敏升任总经理。周敏此前任副总。", ["周敏", "周敏"]),
        ("澜桥电器宣布，周敏兼任总经理。", ["周敏"]),
        ("导演陆将军说，影片已经杀青。", ["陆将军"]),
    ],
    ids=[
        "because", "will", "resigns", "is", "from", "in-place-of", "a-word-as-name",
        "given-name-of-two", "a-verb-within", "in-new", "in-new-with-a-term",
        "in-rise", "east-rise", "in-stead", "risen-and-told-again", "besides", "a-noun-at-the-end",
    ],
)  # fmt: skip
def test_a_name_of_two_signs_ends_before_what_its_bearer_does(text: str, names: list[str]) -> None:
    assert named(text) == names


@pytest.mark.parametrize(
    ("text", "people", "firms"),
    [
        ("公司聘任周国华为总经理。", ["周国华"], []),
        ("董事会选举孙丽华为独立董事。", ["孙丽华"], []),
        ("董事会同意提名公司副总裁王志华为董事候选人。", ["王志华"], []),
        ("公司聘任华为为总集成商。", [], ["华为"]),
        ("华为任命李建国为总裁。", ["李建国"], ["华为"]),
        ("赵一鸣因个人原因辞去董事长职务。", ["赵一鸣"], []),
        ("安永辞任核数师，公司委任毕马威为新核数师。", [], ["安永", "毕马威"]),
    ],
    ids=["made", "a-word-before", "with-a-post", "a-firm-chosen", "a-firm-acts", "resigns", "auditors"],
)  # fmt: skip
def test_who_is_made_something_is_no_firm(text: str, people: list[str], firms: list[str]) -> None:
    assert (named(text), named(text, "ORG")) == (people, firms)


@pytest.mark.parametrize(
    ("text", "leaves", "comes"),
    [
        ("澜桥电器公告，高峰辞任总裁，由执行副总裁刘洋接任。", "高峰", "刘洋"),
        ("澜桥电器宣布，首席执行官钟伟辞任，由首席运营官陆鸣接任。", "钟伟", "陆鸣"),
        ("吴敏辞任首席财务官，由林凯接任。", "吴敏", "林凯"),
    ],
    ids=["a-word-as-name", "with-posts", "no-firm"],
)
def test_the_successor_is_not_who_leaves(text: str, leaves: str, comes: str) -> None:
    moves = TAGGER.tag("", text, language="zh").moves
    people = {one.kind: one.slots["person"] for one in moves}
    assert {kind: [v.text for v in _row(slot)] for kind, slot in people.items()} == {
        "departure": [leaves],
        "appointment": [comes],
    }


def _row(slot: Slot | tuple[Slot, ...]) -> tuple[Slot, ...]:
    return slot if isinstance(slot, tuple) else (slot,)
