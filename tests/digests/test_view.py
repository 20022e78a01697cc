"""The lines of an edition that tell what was and was not collected, and what a price did."""

from collections.abc import Callable
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

import pytest

from digests.compose import compose
from digests.view import View, view
from schemas.delivery import Coverage, DigestInput, PriceMoved, Trouble

Given = Callable[..., DigestInput]


def shown(input_: DigestInput) -> View:
    return view(compose(input_), input_)


def collection(given: Given, language: str, **fields: Any) -> str:
    return shown(given(language, coverage=Coverage(**fields))).collection


def test_what_was_collected(given: Given) -> None:
    assert collection(given, "en") == "No source was checked in this period."
    assert collection(given, "zh") == "本期没有采集来源。"
    assert collection(given, "en", sources=148, well=148) == "All 148 sources are well."
    assert collection(given, "zh", sources=148, well=148) == "148 个来源全部正常。"


def test_what_could_not_be_collected_and_since_when(given: Given) -> None:
    troubles = [
        Trouble(source=f"s{number}", reason=reason, since=datetime(2026, 11, day, 3, tzinfo=UTC))
        for number, (reason, day) in enumerate(
            [("challenge", 21), ("http-502", 3), ("http-451", 21), ("never-heard-of", 20),
             ("timeout", 1), ("timeout", 1)]
        )
    ]  # fmt: skip
    said = collection(given, "en", sources=9, well=3, troubles=tuple(troubles))
    assert said == (
        "3 of 9 sources are well. s0: asks for a human since Sat; s1: server error since 3 Nov; "
        "s2: access refused since Sat; s3: cannot be read since Fri; and 2 more. "
        "What they published since is not in this digest."
    )
    chinese = collection(given, "zh", sources=9, well=8, troubles=tuple(troubles[1:2]))
    assert (
        chinese
        == "9 个来源中 8 个正常。s1：服务器出错（自 11-03 起）。此后发布的内容不在本简报中。"
    )


@pytest.mark.parametrize(
    ("fields", "cells"),
    [
        ({"old_amount": 10, "new_amount": 12, "percent": 20}, ("€10", "€12", "+20%")),
        ({"old_amount": 10, "state": "hidden"}, ("€10", "on request", "hidden")),
        ({"old_amount": 10, "state": "missing"}, ("€10", "no longer offered", "plan gone")),
        ({"kind": "plan", "new_amount": 9}, ("–", "€9", "new")),
        ({"kind": "plan", "old": "Solo", "old_amount": 9}, ("€9", "–", "ended")),
        ({"kind": "promotion", "old": "none", "new": "20% off"}, ("none", "20% off", "")),
        ({"old_amount": 10, "new_amount": 0, "percent": -100}, ("€10", "€0", "−100%")),
    ],
)
def test_a_price_row(given: Given, fields: dict[str, Any], cells: tuple[str, str, str]) -> None:
    amounts = {k: Decimal(v) if k.endswith(("amount", "percent")) else v for k, v in fields.items()}
    moved = PriceMoved(company="tessaly", subject="Relay", currency="EUR", **amounts)
    (row,) = shown(given(prices=(moved,))).prices
    assert (row.label, row.old, row.new, row.change) == ("Tessaly Cloud, Relay", *cells)


def test_a_plan_is_called_by_any_name_of_its_company(given: Given) -> None:
    moved = PriceMoved(
        company="tessaly", subject="Tessaly Relay", currency="EUR", new_amount=Decimal(9)
    )
    assert shown(given(prices=(moved,))).prices[0].label == "Tessaly Relay"


def test_an_update_is_of_the_day_of_its_news(given: Given, stories: Any, make_report: Any) -> None:
    rumour = stories["departure"]().model_copy(update={"day": "2026-11-02"})
    late = make_report("c9", "ledger", "Tessaly's finance chief leaves", "en", "2026-11-22")
    denied = rumour.moves[0].model_copy(
        update={
            "document_id": "c9",
            "move": rumour.moves[0].move.model_copy(update={"status": "done"}),
        }
    )
    known = rumour.model_copy(
        update={"status": "done", "reports": (*rumour.reports, late), "moves": (denied,)}
    )
    first = compose(given(stories=(rumour,), prices=())).top[0]
    again = given(stories=(known,), prices=(), told={rumour.id: first.facts})
    assert [(one.update, one.day) for one in shown(again).top] == [("Update: ", "Sun")]
    assert shown(given(stories=(known,), prices=())).top[0].day == "2 Nov"


def test_a_company_named_in_its_plan_is_named_once_and_rows_are_counted(given: Given) -> None:
    rows = tuple(
        PriceMoved(
            company="tessaly", subject=f"Tessaly Cloud {number}", currency="EUR",
            old_amount=Decimal(1), new_amount=Decimal(2), percent=Decimal(100),
        )
        for number in range(13)
    )  # fmt: skip
    page = shown(given(prices=rows))
    assert page.prices[0].label == "Tessaly Cloud 0"
    assert len(page.prices) == 10
    assert page.more_prices == "and 3 more"


def test_chinese_says_what_was_left_out(given: Given) -> None:
    left_out = {"stale": 3, "told": 1, "in-prices": 4, "odd-one": 2}
    page = shown(given("zh", stories=(), coverage=Coverage(left_out=left_out)))
    assert page.left_out == "未列入：odd one 2 个，已过十天 3 个，以前的简报已述 1 个。"
