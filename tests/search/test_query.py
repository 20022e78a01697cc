"""The query language: what is understood, how it is told, and what is wrong where."""

import re
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any, get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st

from digests.words import words
from schemas.kinds import FAMILIES, MOVE_KINDS, STATUSES, DocumentKind
from schemas.registry import Company, Registry, Source
from search.describe import describe
from search.kindwords import _kinds, kinds_of
from search.labels import label
from search.messages import _MESSAGES
from search.names import dictionary, names_of
from search.nodes import All, Either, Named, Not, Phrase, Prefix, Query, Range, Values, Words
from search.query import QueryError, parse
from web.wording import group

_NOW = datetime(2026, 11, 23, 9, 30, tzinfo=UTC)
_REGISTRY = Registry(
    companies=(
        Company(
            id="brightloom",
            names={"en": ("Brightloom", "Brightloom Systems"), "zh": ("织明", "织明科技")},
        ),
        Company(id="peakline", names={"en": ("Peakline Devices",), "zh": ("峰线设备",)}),
    ),
    sources=(Source(id="ledger", kind="feed", urls=("https://ledger.example/",), name="Ledger"),),
)


def _read(text: str) -> Query:
    return parse(text, registry=_REGISTRY, now=_NOW)


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("", "every document"),
        ("*", "every document"),
        (
            "company:织明 move:pricing last:30d",
            (
                "company = Brightloom, Brightloom Systems, 织明, 织明科技; move = pricing, 4 kinds; "
                "since 2026-10-24"
            ),
        ),
        ("公司：织明科技", "company = Brightloom, Brightloom Systems, 织明, 织明科技"),
        (
            "织明科技降价",
            "company named Brightloom, Brightloom Systems, 织明, 织明科技; 降价 or move price-decrease",
        ),
        (
            "peakline devices phone",
            "company named Peakline Devices, 峰线设备; phone",
        ),
        ('"peakline devices"', "“peakline devices”"),
        ('title:"team plan" pric*', "title: “team plan”; words beginning with pric"),
        ("price -discount", "price; not “discount”"),
        ("(a1 OR b1) AND c1", "(a1 or b1); c1"),
        ("a1 OR b1 c1", "a1 or (b1; c1)"),
        ("move:(pricing people)", "move = pricing, 4 kinds or move = people, 4 kinds"),
        ("move:pricing,people", "move = pricing, 4 kinds or move = people, 4 kinds"),
        ("amount:>1m", "amount > €1,000,000"),
        ("amount:>=€2.5bn", "amount >= €2,500,000,000"),
        ("amount:<3亿", "amount < €300,000,000"),
        ("amount:1,500", "amount = €1,500"),
        ("amount:1m..5m", "amount €1,000,000 to €5,000,000"),
        ("before:2026-11", "before 2026-11-01"),
        ("after:2026", "since 2026-01-01"),
        ("after:昨天", "since 2026-11-22"),
        ("date:2026-02", "in 2026-02"),
        ("last:6h", "since 2026-11-23 03:30 UTC"),
        ("last:1y", "since 2025-11-23"),
        ("最近:3个月", "since 2026-08-23"),
        (
            "lang:中文 status:rumoured kind:article",
            "language = zh; status = rumoured; kind = article",
        ),
        ("source:Ledger", "source = Ledger"),
        ("“团队版” （价格）", "“团队版”; 价格"),
        ("https://ledger.example/a", "https://ledger.example/a"),
    ],
)
def test_a_query_is_told_as_it_was_read(text: str, told: str) -> None:
    assert describe(_read(text)) == told


def test_the_tree_holds_what_was_asked() -> None:
    root = _read('织明 OR (title:price* NOT move:funding amount:<=2m "old plan")').root
    assert isinstance(root, Either)
    named, rest = root.parts
    assert isinstance(named, Named)
    assert named.companies == ("brightloom",)
    assert rest == All(
        (
            Prefix("price", "title"),
            Not(Values("moves", ("funding",))),
            Range("amounts", None, 2_000_000.0, said="<= €2,000,000"),
            Phrase("old plan"),
        )
    )


def test_fields_within_a_group_keep_and_and_not() -> None:
    assert isinstance(_read("company:(brightloom AND peakline)").root, All)
    assert isinstance(_read("company:(brightloom peakline)").root, Either)
    assert isinstance(_read("company:(brightloom -peakline)").root, All)


def test_what_is_left_out_is_left_out_as_typed() -> None:
    assert _read("-织明科技").root == Not(Phrase("织明科技"))


def test_companies_asked_for_are_the_subjects_of_the_query() -> None:
    assert _read("织明 -peakline").subjects == ("brightloom",)
    assert _read("about:织明 OR company:peakline").subjects == ("brightloom", "peakline")


def test_small_letters_do_not_join_and_a_note_says_so() -> None:
    query = _read("red or blue")
    assert query.root == All((Words("red"), Words("or"), Words("blue")))
    assert query.notes == ("'or' is read as a word: write OR",)


@pytest.mark.parametrize(
    ("text", "position", "says"),
    [
        ("compny:x", 0, "there is no field 'compny:'. Did you mean company: ?"),
        ("red company:brightlom", 12, "Did you mean company:brightloom ?"),
        ("company:'峰线设'", 8, "no company is called"),
        ("move:pricng", 5, "Did you mean move:pricing ?"),
        ("kind:articel", 5, "Did you mean kind:article ?"),
        ("status:rumored", 7, "Did you mean status:rumoured ?"),
        ("source:leger", 7, "Did you mean source:ledger ?"),
        ("lang:12", 5, "write lang:en or lang:zh"),
        ('red "blue', 4, "the quotation mark is not closed"),
        ("red (blue", 4, "not closed. Add )"),
        ("red)", 3, "never opened"),
        ("()", 1, "nothing between the parentheses"),
        ("OR red", 0, "OR needs something on both sides"),
        ("red AND", 4, "AND needs something on both sides"),
        ("red OR OR blue", 4, "OR needs something on both sides"),
        ("red NOT", 4, "NOT needs something after it"),
        ("a*b*", 0, "* may stand at the end"),
        ("p*", 0, "2 letters at least"),
        ("amount:$1m", 7, "write amounts in euros"),
        ("amount:5m..1m", 7, "ends below its start"),
        ("after:2026-13", 6, "not in the calendar"),
        ("after:soon", 6, "is no day"),
        ("last:0d", 5, "no span of time"),
        ("last:9999y", 5, "calendar"),
        ("about:", 6, "needs a value"),
        ("company:(title:x)", 9, "a field within company:"),
        ("red ---", 6, "holds no word"),
        ("(" * 20 + "a", 12, "more than 12 parentheses"),
        ("-" * 40 + "a", 12, "nested too deep"),
        (" ".join("w" + str(n) for n in range(70)), 246, "more than 64 parts"),
        ("x" * 3000, 2000, "2,000 is the limit"),
    ],
)
def test_an_error_says_what_is_wrong_where_and_what_mends_it(
    text: str, position: int, says: str
) -> None:
    with pytest.raises(QueryError) as caught:
        _read(text)
    assert says in str(caught.value)
    assert caught.value.position == position
    assert caught.value.exit_code == 2


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("compny:x", "没有“compny:”这个字段. 您是不是要找 company: ？"),
        ("move:pricng", "“pricng”不是动向的种类或大类. 您是不是要找 move:pricing ？"),
        ('红 "蓝', '引号没有闭合. 请在短语末尾加上 "'),
        ("(红", "这个括号没有闭合. 请补上 )"),
        ("OR 红", "OR 两边都要有内容"),
        ("after:2026-13", "日历上没有“2026-13”"),
        ("last:0d", "“0d”不是时间段"),
        ("amount:许多", "“许多”不是金额. 金额以欧元计"),
        ("公司:无此公司", "没有名为“无此公司”的公司"),
    ],
)
def test_an_error_is_told_in_chinese_to_chinese_readers(text: str, says: str) -> None:
    with pytest.raises(QueryError) as caught:
        parse(text, registry=_REGISTRY, now=_NOW, lang="zh")
    assert says in str(caught.value)
    assert 0 <= caught.value.position <= len(text)


def test_every_message_takes_the_same_values_in_both_languages() -> None:
    for code, said in _MESSAGES.items():
        marks = [sorted(set(re.findall(r"{(\d)", text))) for text in said.values()]
        assert len(said) == 2, code
        assert marks[0] == marks[1], code


def test_the_caret_stands_under_the_place_also_after_chinese() -> None:
    with pytest.raises(QueryError) as caught:
        _read("织明 move:pricng")
    assert caught.value.caret == "织明 move:pricng\n          ^"


_PIECES = (
    "company:", "move:", "amount:", "last:", "before:", "title:", "(", ")", '"', "“", "-", "*", "OR",
    "AND", "NOT", " ", "织明", "brightloom", "price", ">1m", "30d", "2026-11", "云", ":", "，", "\x00",
    "'", "..", "a轮", "\u2028", "🙂", "{", "/", "\\", "%", "~", "^", "[a TO b]", "ı", "ß", "ͺ",
)  # fmt: skip


@given(
    st.one_of(st.text(max_size=200), st.lists(st.sampled_from(_PIECES), max_size=40).map("".join))
)
def test_any_text_is_a_query_or_an_error_with_a_place(text: str) -> None:
    problem = None
    try:
        query = _read(text)
    except QueryError as error:
        problem = error
    if problem is None:
        assert describe(query)
    else:
        assert 0 <= problem.position <= len(text)
        assert len(problem.caret.splitlines()) == 2


def test_a_query_can_be_limited_to_the_documents_that_came_in(
    ask: Callable[[str], Query],
) -> None:
    limited = ask("price").limited_to(("d1", "d2"))
    assert limited.root == All((Words("price"), Values("id", ("d1", "d2"))))


def test_the_segmenter_knows_products_brands_and_people_too() -> None:
    company = Company.model_validate(
        {
            "id": "brightloom",
            "names": {"zh": ["织明"]},
            "brands": ["锦线通"],
            "products": [{"id": "loom", "names": {"zh": ["云织机"]}}],
            "people": [{"name": "欧阳若溪", "names": {"zh": ["若溪总"]}}],
        }
    )
    known = set(dictionary(Registry(companies=(company,))))
    assert known == {"织明", "锦线通", "云织机", "欧阳若溪", "若溪总"}
    words = names_of(Registry(companies=(company,))).segmenter.tokens("锦线通云织机归欧阳若溪管")
    assert [word.text for word in words][:2] == ["锦线通", "云织机"]


def test_every_word_for_a_kind_of_move_names_one_that_there_is() -> None:
    words = [word for ways in _kinds().values() for word in ways]
    assert set(words) <= set(MOVE_KINDS)
    assert kinds_of("Layoffs") == kinds_of("裁員") == ("layoffs",)
    assert kinds_of("price") == ()


@pytest.mark.parametrize(
    ("text", "english", "chinese"),
    [
        ("move:pricing", "move = pricing, 4 kinds", "动向 = 价格（4 种）"),
        ("动向:涨价", "move = price-increase", "动向 = 涨价"),
        ("动作:裁员", "move = layoffs", "动向 = 裁员"),
        ("move:launch", "move = product-launch", "动向 = 新品发布"),
        ("price-increase", "price-increase or move price-increase", "price-increase 或动向 涨价"),
        ("legal", "legal", "legal"),  # a word of many senses asks for itself alone
    ],
)  # fmt: skip
def test_kinds_of_moves_are_asked_for_by_name_and_word(
    text: str, english: str, chinese: str
) -> None:
    assert describe(_read(text)) == english
    assert describe(replace(_read(text), lang="zh")) == chinese


@pytest.mark.parametrize(
    ("text", "english", "chinese"),
    [
        ("状态:传闻", "status = rumoured", "状态 = 传闻"),
        ("類型:價格頁 语言:zh", "kind = offer; language = zh", "类型 = 价格页；语言 = 中文"),
        ("动向:价格", "move = pricing, 4 kinds", "动向 = 价格（4 种）"),
        ("动向:失去客户,涨价", "move = customer-loss or move = price-increase", "动向 = 失去客户 或 动向 = 涨价"),
    ],
    ids=["status", "kind", "family", "kinds"],
)  # fmt: skip
def test_values_are_understood_and_told_as_pages_call_them(
    text: str, english: str, chinese: str
) -> None:
    assert describe(_read(text)) == english
    assert describe(replace(_read(text), lang="zh")) == chinese


def test_values_are_called_as_everywhere_else() -> None:
    said, base = words("zh"), group("base", "zh")
    assert {one: label("moves", one, "zh") for one in MOVE_KINDS} == dict(said.kinds)
    assert {one: label("families", one, "zh") for one in FAMILIES} == dict(said.families)
    assert {one: label("statuses", one, "zh") for one in STATUSES} == dict(said.statuses)
    kinds = get_args(DocumentKind)
    assert [label("kind", one, "zh") for one in kinds] == [base.kinds[one] for one in kinds]


def test_what_a_field_takes_is_listed_in_the_language_of_the_reader() -> None:
    asked: dict[Any, str] = {"en": "rumoured, announced", "zh": "传闻、已宣布"}
    for lang, listed in asked.items():
        with pytest.raises(QueryError) as error:
            parse("status:xyzzy", registry=_REGISTRY, now=_NOW, lang=lang)
        assert listed in error.value.suggestion


def test_marks_that_nobody_sees_are_no_part_of_a_name() -> None:
    plain = _read("Brightloom price").root
    assert _read("\u200bBright\u200bloom\ufeff\u00a0price\x00").root == plain
