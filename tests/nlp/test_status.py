"""How sure a move is, by the rules alone, in sentences of invented companies: tense, marks, days, hearsay, refusals."""

import pytest

from nlp.tagger import Tagger
from schemas.registry import Company, Registry

PUBLISHED = "2026-06-15"


@pytest.fixture(scope="module")
def known() -> Tagger:
    """A tagger that knows the companies and has no trained weights: what is tried here is grammar."""
    companies = (
        Company(id="velmora", names={"en": ("Velmora",)}),
        Company(id="sandholt", names={"en": ("Sandholt",)}),
        Company(id="yunling", names={"zh": ("云岭集团",)}),
        Company(id="qinghe", names={"zh": ("青禾科技",)}),
    )
    return Tagger(Registry(companies=companies), scorer=None)


def status(tagger: Tagger, language: str, kind: str, text: str, title: str = "") -> str:
    found = tagger.tag(title, text, published=PUBLISHED, language=language).moves
    told = [move.status for move in found if move.kind == kind]
    assert told, [(move.kind, move.trigger) for move in found]
    return told[0]


ENGLISH = [
    # what is to come: short forms, numbers in between, a verb behind "and", a participle
    ("market-exit", "In a memo we said we'll pull out of Norway, Velmora confirmed.", "announced"),
    ("acquisition", "Velmora will sell its mill and buy Sandholt.", "announced"),
    ("acquisition", "Velmora has agreed to buy Sandholt.", "announced"),
    # what had to be, or has begun to be, is not
    ("layoffs", "Velmora had to lay off 300 workers in Bergen.", "done"),
    # what goes on is done
    ("incident", "Velmora is recalling 4,000 kettles.", "done"),
    ("hiring", "Velmora is hiring 300 engineers in Bergen.", "done"),
    # days: from one to come, until one, and one of last year in a sentence that tells the past
    ("promotion", "Until 31 August, Velmora offers 20% off all kettles.", "done"),
    ("promotion", "Kettles by Velmora are half price until Christmas.", "done"),
    # no hearsay: who was told, what may be inside, for whom one looks
    ("price-increase", "Velmora has raised its fees by 5%, customers were told.", "done"),
    ("incident", "Velmora recalled 4,000 kettles that may contain lead.", "done"),
    # refused, withdrawn, called off
    ("acquisition", "Velmora will not buy Sandholt, its chairman said.", "denied"),
    (
        "partnership",
        "A partnership between Velmora and Sandholt has been terminated.",
        "denied",
    ),
]

CHINESE = [
    # a mark is a word, not a part of one
    ("appointment", "云岭集团董事会聘任卓望山为财务总监。", "done"),
    ("hiring", "因业务需要，云岭集团招聘工程师200人。", "done"),
    # 将 before more verbs, in and behind the trigger
    ("market-exit", "云岭集团将撤出沈阳市场。", "announced"),
    # from a day to come
    ("price-increase", "自8月20日零时起，云岭集团会员月费由30元上调至50元。", "announced"),
    ("price-increase", "云岭集团把会员月费由30元上调至50元。新价8月20日起执行。", "announced"),
    ("promotion", "到8月底为止，云岭集团全场八折。", "done"),
    ("market-exit", "云岭集团已于上月底关闭在沈阳的工厂。", "done"),
    # the day of the report is not that of the act
    ("acquisition", "云岭集团股东大会批准以2亿元收购青禾科技。", "announced"),
    # hearsay, refusals
    ("layoffs", "港媒称，云岭集团裁员300人。", "rumoured"),
    ("layoffs", "据两名员工，云岭集团裁员300人。", "rumoured"),
    ("layoffs", "云岭集团重申，公司不会裁员。", "denied"),
    # wishes, conditions and views of others behind what is told
    ("acquisition", "云岭集团收购了青禾科技，希望借此扩大份额。", "done"),
    ("acquisition", "云岭集团完成收购青禾科技，如果业绩不达标，原股东补偿差额。", "done"),
    ("layoffs", "云岭集团已裁员300人，分析师认为这有助于盈利。", "done"),
    ("funding", "云岭集团成立于2009年，今日宣布完成2亿元B轮融资。", "done"),
    ("price-decrease", "云岭集团已将入门版月费由30元下调至20元。", "done"),
    # what another clause denies
    ("incident", "云岭集团召回3万台烤箱，称不存在人身伤害报告。", "done"),
    # somebody without a name says so
    ("market-exit", "房东说，云岭集团的沈阳店年底前全部关闭。", "rumoured"),
    ("market-exit", "有人在群里说，云岭集团关闭了沈阳的工厂。", "rumoured"),
    # a board that proposes a dividend advises nobody
    ("capital-return", "云岭集团董事会建议派发末期股息每股0.5元。", "announced"),
]


@pytest.mark.parametrize(("kind", "text", "told"), ENGLISH)
def test_english(known: Tagger, kind: str, text: str, told: str) -> None:
    assert status(known, "en", kind, text) == told


@pytest.mark.parametrize(("kind", "text", "told"), CHINESE)
def test_chinese(known: Tagger, kind: str, text: str, told: str) -> None:
    assert status(known, "zh", kind, text) == told


@pytest.mark.parametrize(
    ("language", "title", "text"),
    [
        ("en", "Velmora to buy Sandholt", "Three people familiar with the talks say so."),
        ("zh", "云岭集团拟收购青禾科技", "据知情人士，金额约2亿元。"),
    ],
)
def test_a_headline_is_hearsay_where_its_lead_is(
    known: Tagger, language: str, title: str, text: str
) -> None:
    assert status(known, language, "acquisition", text, title) == "rumoured"


def test_a_question_over_a_text_makes_no_rumour_of_it(known: Tagger) -> None:
    told = status(known, "zh", "market-exit", "云岭集团关闭了沈阳的工厂。", "怎么回事？")
    assert told == "done"


@pytest.mark.parametrize(
    "text",
    [
        "你说云岭集团为什么不退出欧洲市场？",
    ],
)
def test_what_nobody_tells_is_neither_news_nor_denied(known: Tagger, text: str) -> None:
    assert not known.tag("", text, published=PUBLISHED, language="zh").moves


NO_MOVES = [
    # what a country measures, whatever its headline calls it
    ("VALDORIA CENTRAL BANK BUYS DOLLARS", "The central bank purchased more than a billion dollars in intervention, dealers said."),
    # rights against a bidder, shares that are sold
    ("Velmora adopts rights plan", "Velmora said it will distribute one right for each share as a dividend. The dividend goes to holders of record on 8 July."),
    ("Velmora in placement", "Velmora will sell a million preferred shares at 25 dollars a share plus accrued dividends."),
]  # fmt: skip


@pytest.mark.parametrize(("title", "text"), NO_MOVES)
def test_what_only_sounds_like_a_figure_or_a_payout(title: str, text: str) -> None:
    found = Tagger(Registry()).tag(title, text, published=PUBLISHED, language="en").moves
    kinds = {one.kind for one in found}
    assert not kinds & {"results", "guidance", "capital-return", "acquisition"}


def test_a_plain_dividend_beside_a_rights_plan_is_paid(known: Tagger) -> None:
    text = "Velmora declared a regular quarterly dividend of 20 cents a share. It also adopted a rights plan."
    assert status(known, "en", "capital-return", text) == "announced"


REPORTED = [
    ("investment", "Velmora said in a statement it had bought a 20% stake in Sandholt."),
    ("divestiture", "Velmora signed a letter of intent with Sandholt for the sale of its mill."),
]


@pytest.mark.parametrize(("kind", "text"), REPORTED)
def test_what_somebody_says_it_had_done_is_no_background(kind: str, text: str) -> None:
    found = Tagger(Registry()).tag("", text, published=PUBLISHED, language="en").moves
    move = next((one for one in found if one.kind == kind), None)
    assert move is not None, [one.kind for one in found]
    assert move.status in {"done", "announced"}


NOBODYS = [
    "有的厂商已经下调价格，云岭集团没有回应。",
    "某品牌推出新款水壶，云岭集团没有回应。",
    "当事人对云岭集团不服的，可自收到之日起六个月内向法院起诉。",
    "债权人有权向法院对青禾科技提起诉讼。",
]


@pytest.mark.parametrize(
    "text",
    [
        "如果云岭集团收购青禾科技，份额将达三成。",
        "一旦谈成，云岭集团将收购青禾科技。",
    ],
)
def test_conditions_wishes_and_views_govern_what_follows_them(known: Tagger, text: str) -> None:
    assert not known.tag("", text, published=PUBLISHED, language="zh").moves


def test_who_goes_to_court_is_told(known: Tagger) -> None:
    assert status(known, "zh", "legal", "云岭集团向法院起诉青禾科技。") == "done"


@pytest.mark.parametrize(
    ("kind", "text", "told"),
    [
        ("acquisition", "Velmora said that it has acquired Sandholt.", "done"),
        ("acquisition", "Velmora announced on Wednesday that it bought Sandholt.", "done"),
        ("market-exit", "A spokeswoman told reporters that Velmora has left Norway.", "done"),
        ("acquisition", "Velmora said that the mill that it bought from Sandholt is old.", None),
    ],
)
def test_that_behind_a_verb_of_saying_opens_no_clause_on_the_past(
    known: Tagger, kind: str, text: str, told: str | None
) -> None:
    found = known.tag("", text, published=PUBLISHED, language="en").moves
    assert next((one.status for one in found if one.kind == kind), None) == told


MORE = [
    # a deal agreed, signed or subject to a vote is not closed; one that is, is
    ("en", "acquisition", "Velmora has agreed the purchase of Sandholt.", "announced"),
    (
        "en",
        "divestiture",
        "Velmora is parting with its mill. The buyer takes over on 1 October.",
        "announced",
    ),
    ("en", "acquisition", "Velmora bought Sandholt. The deal was completed on Friday.", "done"),
    # a date moved is a plan still
    ("zh", "product-launch", "因缺少零件，云岭集团的新款水壶推迟到明年上市。", "announced"),
    # told in the past, of what starts on a day to come
    (
        "en",
        "product-launch",
        "Velmora unveiled the Kettle 9, which goes on sale on 6 August.",
        "announced",
    ),
    # what somebody named expects is no hearsay; nor is what is confirmed
    (
        "en",
        "layoffs",
        "Some 40 staff are expected to lose their jobs at Velmora, director Ada Lindqvist said.",
        "announced",
    ),
    ("en", "acquisition", "Velmora is expected to buy Sandholt, two bankers said.", "rumoured"),
    # hearsay of the next item, or of another company, is none of this
    ("zh", "incident", "云岭集团召回1300台水壶；青禾科技据传正洽谈融资。", "done"),
    (
        "en",
        "product-retirement",
        "Velmora has discontinued its Kettle 7. A friend tells me that Sandholt is for sale.",
        "done",
    ),
    # what the next sentence takes back
    (
        "en",
        "acquisition",
        "Rumour had it that Velmora would buy Sandholt. There is nothing in it.",
        "denied",
    ),
    ("zh", "acquisition", "据传云岭集团要收购青禾科技。公司称没有的事。", "denied"),
    ("zh", "layoffs", "网传云岭集团要裁员三百人。公司没有回复。", "rumoured"),
    # of manner and day: a plan is one however it is carried out, and whatever particle ends it
    ("zh", "product-retirement", "7月20日起，云岭集团的旧款水壶就停产了。", "announced"),
    ("zh", "divestiture", "根据股东大会决议，云岭集团将所持青禾科技股权转让完毕。", "done"),
]


@pytest.mark.parametrize(("language", "kind", "text", "told"), MORE)
def test_whose_words_and_days_count(
    known: Tagger, language: str, kind: str, text: str, told: str
) -> None:
    assert status(known, language, kind, text) == told
