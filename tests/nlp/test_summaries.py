"""Two sentences that say what happened, from the text, understood without what stands around them."""

import pytest

from nlp.summaries import summary
from nlp.tagger import Tagger
from schemas.registry import Company, Registry

REGISTRY = Registry(
    companies=(
        Company(id="dorrick", names={"en": ("Dorrick",), "zh": ("多里克",)}),
        Company(id="pellam", names={"en": ("Pellam",), "zh": ("佩勒姆",)}),
    )
)
TAGGER = Tagger(REGISTRY)


def told(title: str, text: str, boilerplate: tuple[tuple[int, int], ...] = ()) -> tuple[str, ...]:
    tags = TAGGER.tag(title, text, published="2026-05-04")
    names = {m.text for m in tags.mentions if m.label == "ORG" and m.entity}
    found = summary(title, text, tags.language, tags.moves, boilerplate, names, tags.mentions)
    assert all(sentence in text for sentence in found)
    return found


def test_the_evidence_opens_and_new_facts_follow() -> None:
    found = told(
        "Dorrick buys Pellam",
        "It was a wet Monday in Leeds and the river was high. Dorrick has agreed to acquire Pellam for €184 million."
        " Mills are fine buildings with many windows. The 310 people at Pellam keep their posts until 2028.",
    )
    assert found == (
        "Dorrick has agreed to acquire Pellam for €184 million.",
        "The 310 people at Pellam keep their posts until 2028.",
    )


def test_the_same_said_again_is_no_second_sentence() -> None:
    found = told(
        "News",
        "Dorrick has agreed to acquire Pellam for €184 million. Dorrick agreed to acquire Pellam for €184 million today."
        " Unions want a guarantee for the 310 workers in Hull.",
    )
    assert found[1] == "Unions want a guarantee for the 310 workers in Hull."


@pytest.mark.parametrize(
    "start", ["She", "But Dorrick", "However, Dorrick", "This firm", "They", "Meanwhile Dorrick"]
)
def test_no_summary_opens_with_a_word_that_points_back(start: str) -> None:
    found = told(
        "Dorrick opens a mill",
        f"{start} was asked about the mill in Hull again. Dorrick will open a mill in Hull with 40 looms in May.",
    )
    assert found[0].startswith("Dorrick will open")


@pytest.mark.parametrize(
    "start", ["他", "该公司", "此外，多里克", "对此，多里克", "不过多里克", "其"]
)
def test_no_chinese_summary_opens_so_either(start: str) -> None:
    found = told(
        "多里克在赫尔开设工厂",
        f"{start}曾多次被问到赫尔工厂的问题。多里克宣布将于5月在赫尔开设一家有40台织机的工厂。",
    )
    assert found[0].startswith("多里克宣布")


@pytest.mark.parametrize(
    "noise",
    [
        "Copyright 2026 Hull Evening Wire, all rights reserved by the owners.",
        "Subscribe to our newsletter for news of mills and looms every day.",
        "For more information on Dorrick and its 40 looms call the press office.",
        "Photograph by Ann Weaver, who has pictured 40 looms of Dorrick in Hull.",
    ],
)
def test_boilerplate_is_left_out(noise: str) -> None:
    text = f"{noise} Dorrick will open a mill in Hull with 40 looms. The town lends it the building for ten years."
    assert noise not in told("Dorrick opens a mill", text)


@pytest.mark.parametrize(
    "noise",
    [
        "责任编辑：多里克小组全体同仁。",
        "本文版权所有，未经授权不得转载。",
        "扫码关注我们，了解多里克更多消息。",
    ],
)
def test_chinese_boilerplate_is_left_out(noise: str) -> None:
    assert noise not in told(
        "多里克开厂", f"{noise}多里克将在赫尔开设工厂。工厂有40台织机，明年投产。"
    )


def test_spans_marked_as_boilerplate_are_left_out() -> None:
    about = "Dorrick makes looms in 14 towns and employs 2,000 people in all of them."
    text = f"Dorrick will open a mill in Hull with 40 looms.\n\n{about}"
    assert told("Mill", text, ((text.index(about), len(text)),)) == (
        "Dorrick will open a mill in Hull with 40 looms.",
    )


def test_a_second_sentence_may_lean_on_the_first_only() -> None:
    found = told(
        "Dorrick buys Pellam",
        "Dorrick has agreed to acquire Pellam for €184 million. It will pay in cash by 30 June 2026."
        " Rain fell on the mill and on the river all day. She said that 99 more were to come.",
    )
    assert found[1] == "It will pay in cash by 30 June 2026."


@pytest.mark.parametrize("text", ["", "Hm.", "\n\n"])
def test_nothing_to_say_is_nothing(text: str) -> None:
    assert told("Title", text) == ()


def test_a_move_of_another_kind_does_not_open_what_the_title_is_about() -> None:
    found = told(
        "Dorrick to acquire Pellam for €184 million",
        "Dorrick has signed an agreement to acquire Pellam for €184 million.\n\n"
        "Pellam clears cargo for 420 companies in Hull and Rotterdam.\n\n"
        "Ines Okoro, chief executive of Pellam, will become head of customs at Dorrick upon closing.",
    )
    assert found[0].startswith("Dorrick has signed")


@pytest.mark.parametrize(
    ("head", "text"),
    [
        ("LEEDS, May 4 (Hull Wire) - ", "Dorrick will open a mill in Hull with 40 looms."),
        ("HULL (Wire) -- ", "Dorrick will open a mill in Hull with 40 looms."),
        ("By Ann Weaver\n\nLEEDS, May 4 - ", "Dorrick will open a mill in Hull with 40 looms."),
        ("本报讯 记者李明 ", "多里克宣布将于5月在赫尔开设一家有40台织机的工厂。"),
        ("本报讯（记者 李明 通讯员 王芳）", "多里克宣布将于5月在赫尔开设一家有40台织机的工厂。"),
        ("杭州，2026年5月4日——", "多里克宣布将于5月在赫尔开设一家有40台织机的工厂。"),
        ("本报记者 李明 杭州报道\n\n", "多里克宣布将于5月在赫尔开设一家有40台织机的工厂。"),
    ],
    ids=[
        "wire",
        "agency",
        "byline",
        "desk and writer",
        "desk and writers",
        "place and day",
        "reported from",
    ],
)
def test_no_summary_quotes_who_filed_a_report_where(head: str, text: str) -> None:
    assert told("Dorrick opens a mill" if text.isascii() else "多里克开设工厂", head + text) == (
        text,
    )


def test_what_the_writer_learned_is_no_byline() -> None:
    text = "记者获悉，多里克宣布将于5月在赫尔开设一家有40台织机的工厂。"
    assert told("多里克开设工厂", text) == (text,)


@pytest.mark.parametrize(
    ("empty", "fact"),
    [
        ("But not everybody is happy.", "The lease runs for twelve years."),
        ("The firm is looking forward to it.", "Ann Weaver will run the mill."),
        ("Pellam was founded in 1911 and is headquartered in Leeds.", "The town pays a third of the cost."),
        ("对此，业内议论纷纷。", "工厂由佩勒姆供应两百台设备。"),
        ("多里克成立于1911年，总部位于利兹，主营纺织。", "首批将招聘六十名工人。"),
        ("2026年5月4日，赫尔。", "首批将招聘六十名工人。"),
    ],
    ids=["a mood", "a hope", "a profile", "a Chinese mood", "a Chinese profile", "a place and a day"],
)  # fmt: skip
def test_a_second_sentence_tells_a_fact_of_the_story(empty: str, fact: str) -> None:
    english = empty.isascii()
    title = "Dorrick opens a mill" if english else "多里克开设工厂"
    first = (
        "Dorrick will open a mill in Hull with 40 looms."
        if english
        else "多里克宣布将于5月在赫尔开设一家有40台织机的工厂。"
    )
    gap = " " if english else ""
    assert told(title, gap.join((first, empty, fact))) == (first, fact)
    assert told(title, gap.join((first, empty))) == (first,)
