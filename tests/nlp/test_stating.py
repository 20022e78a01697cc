"""The day on which something is said is not the day on which it happens."""

import pytest

from nlp.tagger import Tagger
from schemas.registry import Registry

READER = Tagger(Registry())


def days(text: str) -> list[str]:
    moves = READER.tag("News of Tesk", text, published="2026-05-04", language="en").moves
    return [
        one.text for move in moves for name in ("date", "effective") for one in move.values(name)
    ]


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("Tesk on Monday denied a report that it will raise prices.", id="prices"),
        pytest.param("Tesk on Thursday denied that it will stop making kettles.", id="end"),
        pytest.param("Tesk on Tuesday denied a report that it will launch a kettle.", id="launch"),
        pytest.param("Tesk denied on Tuesday that it will launch a kettle.", id="behind the verb"),
    ],
)
def test_the_day_of_a_denial_is_no_day_of_the_event(text: str) -> None:
    assert days(text) == []


@pytest.mark.parametrize(
    "act",
    [
        "today announced the appointment of Dana Kirsch as chief financial officer",
        "today named Dana Kirsch chief financial officer",
        "on Friday announced the resignation of chief executive Paul Harker",
        "said on Monday that Dana Kirsch will become chief financial officer",
    ],
)
@pytest.mark.parametrize("when", ["effective", "with effect from", "effective as of"])
def test_what_takes_effect_on_a_day_happens_then(act: str, when: str) -> None:
    assert days(f"Tesk {act}, {when} 1 July 2026.") == ["1 July 2026"]


@pytest.mark.parametrize(
    ("text", "day"),
    [
        pytest.param("Tesk today named Dana Kirsch as chief financial officer.", "today", id="no other day"),
        pytest.param("Tesk on Monday launched the Kettle 5.", "Monday", id="launched"),
        pytest.param("Tesk on Sunday dismissed its chief executive Paul Harker.", "Sunday", id="dismissed"),
        pytest.param("Tesk denied that it will stop making kettles on 1 July.", "1 July", id="the day of what is denied"),
        pytest.param("New customers of Tesk get two months free if they sign up before the end of June.", "before the end of June", id="sign up before"),
    ],
)  # fmt: skip
def test_other_days_stay(text: str, day: str) -> None:
    assert days(text) == [day]
