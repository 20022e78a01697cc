"""Small changes of what is grouped: what they change, and what they leave."""

import random

from evaluation.stories import input_of
from evaluation.storysteady import Pair, by_day, fewer, names_changed, score
from nlp.tagger import Tagger
from schemas.registry import Registry

TOLD = (
    ("ferry", "2026-03-02", "Norholm Lines buys Skarve Ferries", "Norholm Lines has agreed to buy Skarve Ferries for $40 million."),
    ("ferry", "2026-03-03", "Skarve Ferries sold", "Norholm Lines buys Skarve Ferries for $40 million, it said."),
    ("mill", "2026-03-02", "Torvik Mills cuts 120 jobs", "Torvik Mills will cut 120 jobs in Odland."),
)  # fmt: skip


def pairs(*, dated: bool = True) -> list[Pair]:
    tagger = Tagger(Registry())
    rows = [
        {"id": f"d{number}", "title": title, "text": text} | ({"published": day} if dated else {})
        for number, (_story, day, title, text) in enumerate(TOLD)
    ]
    return [(told[0], input_of(row, tagger)) for told, row in zip(TOLD, rows, strict=True)]


def test_a_changed_name_changes_one_text_in_nothing_but_its_tags() -> None:
    plain = pairs()
    for seed in range(8):
        (changed,) = names_changed(plain, random.Random(seed))
        different = [
            (one, other)
            for (_s, one), (_t, other) in zip(plain, changed, strict=True)
            if one != other
        ]
        assert len(different) <= 1
        for one, other in different:
            assert one.model_copy(update={"tags": other.tags}) == other
            assert len(other.tags.moves) == len(one.tags.moves)


def test_fewer_texts_are_some_of_the_same() -> None:
    plain = pairs()
    (left,) = fewer(plain, random.Random(3))
    assert all(one in plain for one in left)


def test_texts_come_day_by_day_or_in_lots_and_none_is_lost() -> None:
    lots = by_day(pairs(), random.Random(0))
    assert [{entry.published for _story, entry in lot} for lot in lots] == [
        {"2026-03-02"},
        {"2026-03-03"},
    ]
    without = by_day(pairs(dated=False), random.Random(0))
    assert sorted(entry.id for lot in without for _story, entry in lot) == ["d0", "d1", "d2"]


def test_what_comes_later_joins_the_story_that_stands() -> None:
    assert score(by_day(pairs(), random.Random(0)), Registry()) == (1.0, 0.0)
    assert score([[one] for one in pairs()], Registry()) == (1.0, 0.0)
