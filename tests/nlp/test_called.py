import pytest

from nlp.chinese.called import called, without_kinds
from nlp.corpora import Item, LabelledMention, LabelledMove
from nlp.entities import Entity
from nlp.names.marking import marked
from nlp.names.model import guesses, shipped
from nlp.names.training import train


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("佛山陶机企业“窑火”昨天宣布换帅。", ["窑火"]),
        ("韩媒称，化妆品集团Seolbit正考虑收缩线下。", ["Seolbit"]),
        ("公司“十四五”规划已经发布。", []),
        ("家电清洗平台“擦擦计划”活动上线。", []),
        ("家电清洗平台“擦擦”计划明年上市。", []),
        ("他说：“企业要走出去。”", []),
    ],
)
def test_a_name_stands_behind_what_it_is_of(text: str, names: list[str]) -> None:
    assert [one.name for one in called(text)] == names


def test_what_a_company_is_is_no_company() -> None:
    text = "食品集团“金秋”拟收购麦语，青峦集团金秋厂不受影响。"
    firms = [
        Entity(text.index(name), text.index(name) + len(name), "ORG", name)
        for name in ("食品集团", "金秋", "青峦集团", "金秋厂")
    ]
    assert [one.name for one in without_kinds(text, firms)] == ["金秋", "青峦集团", "金秋厂"]


def _item(number: int, text: str, *moves: LabelledMove, brief: bool = True) -> Item:
    mentions = () if brief else (LabelledMention(text="临江", label="PLACE"),)
    return Item(
        id=f"zh-call-{number:04}", lang="zh", style="news", text=text, published="2026-06-15",
        moves=moves, mentions=mentions, brief=brief,
    )  # fmt: skip


def test_moves_mark_the_companies_and_people_of_their_texts() -> None:
    chain = shipped("zh")
    assert chain is not None
    texts = [
        _item(1, "今天没有新闻。"),
        _item(
            2, "窑火与一家欧洲家族基金、镧韵携手，任命周雁飞为总裁。",
            LabelledMove(
                kind="partnership", status="done", actor="窑火",
                slots={"partner": ("一家欧洲家族基金", "镧韵")},
            ),
            LabelledMove(
                kind="appointment", status="done", actor="窑火", slots={"person": "周雁飞"}
            ),
        ),
        _item(
            3, "蚁力在临江开店。", LabelledMove(kind="expansion", status="done", actor="蚁力"),
            brief=False,
        ),
    ]  # fmt: skip
    found = list(marked(texts, chain))
    assert [text for text, _ in found] == [texts[1].whole, texts[2].whole]
    assert set(found[0][1]) >= {("窑火", "ORG"), ("镧韵", "ORG"), ("周雁飞", "PERSON")}
    assert ("一家欧洲家族基金", "ORG") not in found[0][1]  # described, not named
    assert set(found[1][1]) == {("蚁力", "ORG"), ("临江", "PLACE")}


def test_a_text_marked_in_part_teaches_companies_and_unteaches_no_person() -> None:
    """People of texts in which nobody marked them stay as likely as without those texts."""
    whole = [
        Item(
            id=f"zh-call-{n:04}", lang="zh", style="news", text=f"{firm}任命{person}为总裁。",
            published="2026-06-15",
            mentions=(
                LabelledMention(text=firm, label="ORG"),
                LabelledMention(text=person, label="PERSON"),
            ),
        )
        for n, (firm, person) in enumerate([("窑火", "周雁飞"), ("镧韵", "何美仪"), ("蚁力", "林孝廉")] * 3, 1)
    ]  # fmt: skip
    text = "陶机企业量衡任命赛罕为总裁。"
    partly = [(text, [("量衡", "ORG")])] * 12
    found = {}
    for name, more in (("without", []), ("partly", partly)):
        chain = train(whole, "zh", epochs=6, partly=more)
        found[name] = {(text[g.start : g.end], g.label) for g in guesses(text, "zh", chain)}
    assert ("量衡", "ORG") in found["partly"]
    assert {one for one in found["without"] if one[1] == "PERSON"} <= found["partly"]
