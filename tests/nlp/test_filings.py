"""Texts in which a company speaks: who "we", "the Company" and 公司 are, and what of notices is no news."""

import pytest

from nlp.tagger import Tagger
from schemas.language import Tags
from schemas.registry import Registry

_TAGGER = Tagger(Registry())


def _tags(title: str, text: str) -> Tags:
    return _TAGGER.tag(title, text, published="2026-11-20")


def _actor(tags: Tags, kind: str) -> str | None:
    move = next((one for one in tags.moves if one.kind == kind), None)
    return move.actor.text if move and move.actor else None


def test_a_text_that_says_we_acts_by_the_name_it_calls_its_own() -> None:
    text = (
        "We have switched off the old reports page. New in this version: filters, and a connector for the desk tool "
        "Rollmop by Umbra Works. Write to the Gannet Analytics support desk for help."
    )
    tags = _tags("Release notes 4.2", text)
    assert _actor(tags, "product-update") == "Gannet Analytics"


def test_a_filing_s_company_acts_though_others_are_named() -> None:
    text = (
        'On October 6, 2026, Dana Wexley resigned as Chief Financial Officer of Corbane Tools Inc. (the "Company"), effective immediately. '
        "The Board of Directors on the same day appointed Luis Abrego, formerly treasurer of Pendle Foods, as Interim Chief Financial Officer."
    )
    tags = _tags("Item 5.02 Departure of Certain Officers", text)
    assert _actor(tags, "departure") == "Corbane Tools Inc."
    assert _actor(tags, "appointment") == "Corbane Tools Inc."


def test_the_board_of_a_company_is_that_company() -> None:
    tags = _tags(
        "", "The Board of Golden Fern Holdings Limited announces that it has bought Kestle Labs."
    )
    assert "Golden Fern Holdings Limited" in {
        one.text for one in tags.mentions if one.label == "ORG"
    }
    assert _actor(tags, "acquisition") == "Golden Fern Holdings Limited"


def test_of_whom_a_paper_reports_acts_not_the_paper() -> None:
    tags = _tags(
        "Statement on our Graz site",
        "Reports in yesterday's Mur Kurier that Orrin Foods intends to cut 200 jobs in Graz are false.",
    )
    assert _actor(tags, "layoffs") == "Orrin Foods"


def test_what_a_company_is_stands_for_the_one_named_before() -> None:
    tags = _tags(
        "The week in ports",
        "Harbourlight gets a new boss. The Felixstowe operator has named Oluwaseun Bright as chief executive.",
    )
    assert _actor(tags, "appointment") == "Harbourlight"


def test_a_chinese_board_acts_for_the_company_of_the_headline() -> None:
    text = "禾岚食品今日公布三季报，营收31亿元。\n\n首席执行官表示，与川沛食品等同行相比，公司仍有优势。\n\n董事会同时宣布派发特别股息每股0.15港元。"
    assert _actor(_tags("禾岚食品公布第三季度业绩", text), "capital-return") == "禾岚食品"


@pytest.mark.parametrize(
    ("title", "text"),
    [
        (
            "三季报前瞻",
            "下周三家公司将交出三季报。沛东证券预计其第三季度收入在26亿元上下，净利润接近盈亏平衡。",
        ),
        ("储能周报", "沛东资讯认为，年底过后部分电芯厂可能下调报价。"),
    ],
    ids=["figures", "prices"],
)
def test_what_brokers_expect_is_no_move(title: str, text: str) -> None:
    assert _tags(title, text).moves == ()


@pytest.mark.parametrize(
    ("title", "text", "who"),
    [
        ("云岭科技总裁陆明哲离职", "云岭科技总裁陆明哲已于上周提出离职，其职务由副总裁许婧接任。", ("陆明哲", "许婧")),
        ("Skerry Air swaps finance chiefs", "Skerry Air said that finance director Helen Marsh will step down in May. Her successor is Tomasz Wilk, currently treasurer at rival Polar Wings.", ("Helen Marsh", "Tomasz Wilk")),
    ],
    ids=["zh", "en"],
)  # fmt: skip
def test_who_goes_is_not_appointed_and_who_comes_does_not_leave(
    title: str, text: str, who: tuple[str, str]
) -> None:
    told = {
        (one.kind, value.text) for one in _tags(title, text).moves for value in one.values("person")
    }
    assert told == {("departure", who[0]), ("appointment", who[1])}
