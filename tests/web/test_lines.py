"""Moves in lines: a change of a page is told by its facts, a headline once."""

from schemas.kinds import Status
from schemas.views import MoveLine
from text.display import Lang
from web.lines import lines


def _move(
    number: int, change: str | None = None, status: Status = "done", **slots: str
) -> MoveLine:
    return MoveLine(
        id=f"m{number}",
        story="s1",
        company="velmora",
        kind="price-increase",
        family="pricing",
        status=status,
        day="2026-11-22",
        title="Plans and prices",
        language="en",
        score=1.0,
        sources=1,
        document_id="d1",
        url="",
        change=change,
        slots={name.rstrip("_"): (value,) for name, value in slots.items()},
    )


def test_a_change_of_a_page_is_told_by_what_changed_not_by_the_pages_title() -> None:
    moved = _move(1, "c1", product="Team", from_="89.00 EUR", to="99.00 EUR", percent="11.2 %")
    assert _words([moved]) == ["Team: 89.00 EUR → 99.00 EUR"]
    assert _words([_move(1, "c1", product="Team", percent="-20.0 %")]) == ["Team: −20.0%"]
    assert _words([_move(1, "c1", plan="59.00 EUR")]) == ["Plans and prices: 59.00 EUR"]
    assert _words([_move(1, "c1", plan="Customs (billed annually)")]) == [
        "Customs (billed annually)"
    ]
    assert _words([_move(1, "c1", plan="Customs (billed annually)")], "zh") == ["Customs（按年付）"]
    assert _words([_move(1, "c1", person="Ines Okoro", role="head")]) == ["Ines Okoro: head"]


def test_what_says_nothing_new_is_not_said_twice() -> None:
    assert _words([_move(1, "c1", product="Clerk", role="Clerk")]) == ["Clerk"]
    assert _words([_move(1, "c1")]) == ["Plans and prices"]


def test_moves_of_one_headline_are_one_line_but_a_rumour_and_its_end_are_two() -> None:
    assert _words([_move(1), _move(2)]) == ["Plans and prices"]
    assert len(_words([_move(1), _move(2, status="rumoured")])) == 2
    told = [_move(one, f"c{one}", product=f"Plan {one}", percent="1 %") for one in range(4)]
    assert len(_words(told)) == 3, "no more than are asked for"


def _words(moves: list[MoveLine], language: Lang = "en") -> list[str]:
    return [one.words for one in lines(moves, str, language, 3)]
