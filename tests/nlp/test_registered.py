"""Names of the registry that stand in something else's, are spelled otherwise, or are several companies'."""

import pytest

from nlp.tagger import Tagger
from schemas.language import Tags
from schemas.registry import Company, Person, Registry

_TAGGER = Tagger(
    Registry(
        companies=(
            Company(
                id="soft",
                names={"zh": ("衡谷软件", "衡谷"), "en": ("Henggu Software",)},
                people=(Person(name="刘伟"), Person(name="文强"), Person(name="赵明")),
            ),
            Company(id="motors", names={"zh": ("铎岚汽车",)}, subsidiaries=("苇港电子",)),
        )
    )
)


def _read(text: str, title: str = "") -> Tags:
    return _TAGGER.tag(title, text, language="en" if f"{title}{text}"[0].isascii() else "zh")


def _named(tags: Tags) -> dict[str, str | None]:
    return {one.text: one.entity for one in tags.mentions if one.label in {"ORG", "PERSON"}}


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("衡谷软件副总裁刘伟民因个人原因辞职。", "刘伟民"),
        ("衡谷软件任命刘伟强为总经理。", "刘伟强"),
        ("衡谷软件任命赵明哲为首席财务官。", "赵明哲"),
        ("会上，赵明华表示公司不会裁员。", "赵明华"),
        ("衡谷软件副总裁劉偉民辭職。", "劉偉民"),
        ("衡谷软件总裁刘伟民主持会议。", "刘伟民"),
        ("衡谷软件总裁李文强辞职。", "李文强"),
    ],
)
def test_a_registered_person_is_not_found_in_another_s_name(text: str, name: str) -> None:
    found = _named(_read(text))
    assert found.get(name) is None
    assert not set(found.values()) - {None, "soft"}


@pytest.mark.parametrize("who", ["刘伟", "赵明"])
@pytest.mark.parametrize(
    "behind",
    ["辞职", "因个人原因辞职", "称公司将裁员", "任首席财务官", "增持公司股份", "明年离任", "成为新总裁", "平时很忙", "高调回应", "自2020年起任职", "履新", "先生说", "入职三年"],
)  # fmt: skip
def test_what_follows_a_registered_person_is_no_part_of_the_name(who: str, behind: str) -> None:
    assert _named(_read(f"衡谷软件总裁{who}{behind}。"))[who] == f"soft:{who}"


@pytest.mark.parametrize("before", ["由", "和", "对", "总裁", "董事长", "与", "任命"])
def test_what_stands_before_a_registered_person_is_no_surname(before: str) -> None:
    assert _named(_read(f"衡谷软件{before}文强。"))["文强"] == "soft:文强"


@pytest.mark.parametrize(
    "text", ["铎岚汽车站今日启用。", "铎岚汽车城周六开业。", "苇港电子城失火。"]
)
def test_a_place_of_a_trade_is_not_the_firm_of_that_trade(text: str) -> None:
    assert not [one for one in _read(text).mentions if one.entity]


@pytest.mark.parametrize(
    "text",
    [
        "铎岚汽车业绩下滑。",
        "铎岚汽车城市展厅开业。",
        "铎岚汽车站上风口。",
        "铎岚汽车展出新车。",
        "铎岚汽车集团公司宣布裁员。",
        "苇港电子业务增长。",
        "苇港电子厂扩产。",
    ],
)
def test_what_follows_a_registered_firm_leaves_it_one(text: str) -> None:
    assert {one.entity for one in _read(text).mentions if one.entity} == {"motors"}
