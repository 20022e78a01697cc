"""Disturbed texts keep their news, and the tagger reads it as before."""

from typing import TYPE_CHECKING

import pytest

from evaluation.disturbances import DISTURBANCES, Disturbance, Row
from evaluation.disturbed import measure, score, tuned_rows
from nlp.tagger import Tagger
from schemas.registry import Registry

if TYPE_CHECKING:
    from schemas.language import Mention, Slot

_ROWS: list[Row] = [
    {
        "id": "disturbed-en",
        "lang": "en",
        "title": "Marrowby raises prices of its till software",
        "text": 'Marrowby will charge 8% more for its till software "Tally" from 1 June, the company’s chief said on Monday. '
        "Shops pay £40 a month at present & can leave until May.\n\nThe firm employs 300 people in Leith.",
        "published": "2026-05-04",
        "moves": [
            {
                "kind": "price-increase",
                "status": "announced",
                "actor": "Marrowby",
                "slots": {"product": ["till software", "Tally"], "effective": "1 June"},
                "evidence": "Marrowby will charge 8% more",
            }
        ],
    },
    {
        "id": "disturbed-zh",
        "lang": "zh",
        "title": "梨岚茶事上调乌龙茶价格",
        "text": "梨岚茶事宣布，自6月1日起乌龙茶系列价格上调8%，App 会员同步调整。门店价签当天更换。\n\n公司总部在苏州，有300名员工。",
        "published": "2026-05-04",
        "moves": [
            {
                "kind": "price-increase",
                "status": "announced",
                "actor": "梨岚茶事",
                "slots": {"product": "乌龙茶系列", "change": "8%"},
                "evidence": "乌龙茶系列价格上调8%",
            }
        ],
    },
]
_BY_NAME = {one.name: one for one in DISTURBANCES}
# Disturbances under which the two texts stay as they are, by language: what they change is not there.
_SAME = {
    ("straight quotes", "zh"),
    ("HTML entities", "zh"),
}


@pytest.mark.parametrize(
    ("how", "row"),
    [
        pytest.param(how, row, id=f"{how.name}, {row['lang']}")
        for how in DISTURBANCES
        for row in _ROWS
        if row["lang"] in how.languages
    ],
)
def test_each_disturbance_changes_a_text_and_keeps_its_labels(how: Disturbance, row: Row) -> None:
    new = how.apply(row)
    if (how.name, row["lang"]) not in _SAME:
        assert (new["title"], new["text"]) != (row["title"], row["text"])
    whole = f"{new['title']}\n{new['text']}"
    for move in new["moves"]:
        assert move["kind"] == "price-increase"
        assert move["actor"] in whole
        values = [
            v
            for value in move["slots"].values()
            for v in ([value] if isinstance(value, str) else value)
        ]
        assert all(value in whole for value in values), (values, whole)


def test_what_is_found_stands_where_it_is_told_to_stand() -> None:
    """However a text was changed to be read, places and words are those of the text as it came."""
    tagger = Tagger(Registry())
    for how in DISTURBANCES:
        for row in (how.apply(one) for one in _ROWS if one["lang"] in how.languages):
            whole = f"{row['title']}\n{row['text']}"
            tags = tagger.tag(row["title"], row["text"], published=row["published"])
            slots = [
                value for move in tags.moves for name in move.slots for value in move.values(name)
            ]
            actors = [move.actor for move in tags.moves if move.actor]
            found: list[Mention | Slot] = [*tags.mentions, *slots, *actors]
            placed = [one for one in found if one.start is not None]
            assert placed, how.name
            for one in placed:
                assert whole[one.start : one.end] == one.text, how.name


def test_a_name_that_is_also_told_for_short_stays() -> None:
    row = {**_ROWS[0], "text": "Marrowby Tills sells tills. Marrowby was founded in 1988."}
    row["moves"] = [{**_ROWS[0]["moves"][0], "actor": "Marrowby Tills"}]
    assert _BY_NAME["other names"].apply(row) == row


def test_what_is_told_is_the_difference() -> None:
    told: list[str] = []
    found = measure(_ROWS, [_BY_NAME["in one piece"]], errors=True, report=told.append)
    assert found == {
        f"in one piece {language}": dict.fromkeys(found["in one piece en"], 0.0)
        for language in ("en", "zh")
    }
    assert [line[:13] for line in told] == [
        "en as it is  ",
        "zh as it is  ",
        "en in one pie",
        "zh in one pie",
    ]


@pytest.mark.slow
def test_disturbed_texts_are_read_as_they_were() -> None:
    """Of 70 texts: no disturbance but missing capitals and other names costs more than chance."""
    rows = tuned_rows()[:200:4] + tuned_rows()[200::8]
    tagger = Tagger(Registry())
    plain = score(tagger, rows, Disturbance("as it is", lambda row: row))
    fallen = []
    for how in DISTURBANCES:
        for language, one in score(tagger, rows, how).items():
            base, now = plain[language].figures(), one.figures()
            fallen += [
                (how.name, language, key, base[key], now[key])
                for key, allowed in _ALLOWED.items()
                if how.name not in _COSTLY and now[key] < base[key] - allowed
            ]
    assert fallen == []


_COSTLY = {"small letters", "other names"}
_ALLOWED = {"precision": 0.05, "recall": 0.04, "status": 0.04, "actor": 0.05}
