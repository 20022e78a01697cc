"""A text reports the same with a page around it as alone: furniture names nobody who acts, and places stay right."""

import pytest

from nlp.summaries import summary
from nlp.tagger import Tagger
from schemas.language import Tags

TITLES = {"en": "Corvane Systems buys Ostrel for £40 million", "zh": "柏川控股2.4亿元收购瑞沣包装"}
NEWS = {
    "en": "Corvane Systems has bought Ostrel, a maker of forklifts, for £40 million. The deal closed on Monday.\n\n"
    "Ostrel employs ninety people in Brno, and all of them will stay, the company said.",
    "zh": "柏川控股周二宣布，以2.4亿元收购瑞沣包装全部股权，交易已经完成。\n\n公司表示，瑞沣包装的两座工厂将继续运营，员工全部留任。",
}
AROUND = [
    ("en", "Home\nNews\nMarkets\n\nBy Owen Carrick, Halden correspondent\n\n{}"),
    ("en", "{}\n\nDon't miss\nHalden cuts 200 jobs\nSorrel to buy Tarnwick Group for $300 million"),
    (
        "en",
        "{}\n\nREAD MORE: Halden launches a folding e-bike\n\nSign up for our daily newsletter.",
    ),
    ("en", "Share this story\n\n{}\n\nPhoto: Halden\n\n© 2026 Halden Media. All rights reserved."),
    ("zh", "首页\n财经\n登录\n\n文/林峤\n\n{}\n\n责编：苏合"),
    ("zh", "{}\n\n大家都在看\n宜朗家居任命新任总裁\n远岚集团裁员四百人"),
    ("zh", "延伸阅读：拓野智能完成3亿元融资\n{}\n\n扫码关注东岸财经公众号"),
    ("zh", "{}\n\n上一篇：远岚集团关闭成都工厂\n下一篇：星泊手机全系降价"),
]
MARKED = [
    ("en", "**Corvane Systems** has bought [Ostrel](https://ostrel.example), a maker of forklifts, for **£40 million**."),
    ("en", "> Corvane Systems has bought Ostrel, a maker of forklifts, for £40 million."),
    ("zh", "**柏川控股**周二宣布，以**2.4亿元**收购瑞沣包装全部股权，交易已经完成。"),
]  # fmt: skip


def told(tags: Tags) -> list[tuple[object, ...]]:
    """Return what *tags* say, without places."""
    return [
        (
            move.kind, move.status, move.actor and move.actor.text,
            {name: [one.text for one in move.values(name)] for name in move.slots},
        )
        for move in tags.moves
    ]  # fmt: skip


@pytest.mark.parametrize(("language", "page"), AROUND)
def test_a_page_around_a_text_changes_nothing(tagger: Tagger, language: str, page: str) -> None:
    title, news = TITLES[language], NEWS[language]
    alone, tags = tagger.tag(title, news), tagger.tag(title, page.format(news))
    assert told(alone)
    assert told(tags) == told(alone)
    assert {one.text for one in tags.mentions} == {one.text for one in alone.mentions}
    assert_placed(tags, f"{title}\n{page.format(news)}")


@pytest.mark.parametrize(("language", "text"), MARKED)
def test_marks_change_nothing_and_places_are_those_of_the_marked_text(
    tagger: Tagger, language: str, text: str
) -> None:
    plain = text.replace("*", "").removeprefix("> ").replace("[Ostrel](https://ostrel.example)", "Ostrel")  # fmt: skip
    title = TITLES[language]
    tags = tagger.tag(title, text)
    assert told(tags) == told(tagger.tag(title, plain))
    assert_placed(tags, f"{title}\n{text}")


def test_what_is_explained_stands_where_it_says(tagger: Tagger) -> None:
    text = AROUND[0][1].format(NEWS["en"])
    full = f"{TITLES['en']}\n{text}"
    rows = tagger.explain(TITLES["en"], text)
    assert rows
    assert all(full[row["start"] : row["end"]] == row["trigger"] for row in rows)


@pytest.mark.parametrize(("language", "page"), AROUND)
def test_a_summary_has_no_furniture(tagger: Tagger, language: str, page: str) -> None:
    title, news = TITLES[language], NEWS[language]
    text = page.format(news)
    said = summary(title, text, language, tagger.tag(title, text).moves)
    assert said
    assert all(one in news for one in said)


def assert_placed(tags: Tags, full: str) -> None:
    """Check that every slot and mention stands where it says, and that evidence is in the news."""
    slots = [one for move in tags.moves for name in move.slots for one in move.values(name)]
    actors = [move.actor for move in tags.moves if move.actor]
    for one in (*slots, *actors, *tags.mentions):
        if one.start is not None and one.end is not None and one.end > one.start:
            assert full[one.start : one.end] == one.text
    assert all("\n" not in full[e.start : e.end] for move in tags.moves for e in move.evidence)
