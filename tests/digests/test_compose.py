"""What an edition tells, what it leaves out, and in which words."""

from collections.abc import Callable
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

import pytest

from digests.compose import SUBJECT, compose
from digests.words import fill, variants, words
from schemas.delivery import Coverage, Digest, DigestInput, PriceMoved
from schemas.kinds import MOVE_KINDS, STATUSES
from schemas.language import Slot, Value
from schemas.stories import Factor, Report, Story
from text.display import display_width

Given = Callable[..., DigestInput]
Stories = dict[str, Callable[..., Story]]


def ids(digest: Digest) -> list[str]:
    return [one.story.id for one in digest.top]


def test_the_best_stories_are_told_in_full_and_near_ones_in_a_line(given: Given) -> None:
    digest = compose(given())
    assert ids(digest) == ["st-41", "st-42", "st-43", "st-44"]
    assert [one.story.id for one in digest.also] == ["st-45", "st-47"]
    assert digest.considered == 7
    assert digest.coverage.left_out == {"in-prices": 1, "stale": 2}


def test_headlines_say_the_facts_in_the_readers_language(given: Given) -> None:
    english = [one.headline for one in compose(given()).top]
    assert english == [
        "Tessaly Cloud to acquire Corvane for €184 million",
        "Qinglan Software wins Yuanzhou Bank for ¥26 million",
        "Ines Aldous, chief financial officer, is said to be leaving Tessaly Cloud",
        "Harrowick Systems reports revenue of $61.4 million (third quarter), +9%",
    ]
    chinese = [one.headline for one in compose(given("zh")).top]
    assert chinese == [
        "泰萨云拟以 1.84 亿欧元收购 Corvane",
        "青岚软件签下远洲银行，合同 2,600 万元",
        "泰萨云首席财务官 Ines Aldous 据传将离任",
        "Harrowick Systems 收入 6,140 万美元，同比 +9%",
    ]


def test_the_summary_is_quoted_in_the_readers_language_where_there_is_one(given: Given) -> None:
    english, chinese = compose(given()).top, compose(given("zh")).top
    assert english[0].summary[0].startswith("Tessaly Cloud has signed")
    assert chinese[0].summary[0].startswith("云服务商泰萨云")
    assert chinese[0].summary_source == "衡帆财经"
    assert (english[1].summary_language, chinese[2].summary_language) == ("zh", "en")


def test_a_report_that_tells_the_storys_move_is_quoted_though_another_is_better_evidence(
    given: Given, stories: Stories
) -> None:
    story = stories["acquisition"]()
    english, chinese = story.reports[0], story.reports[-1]
    best = story.moves[-1]  # of the Chinese report; of the English one only an aside is kept
    aside = story.moves[0].model_copy(
        update={"move": best.move.model_copy(update={"kind": "appointment"})}
    )

    def language(kinds: tuple[str, ...]) -> str:
        reports = (english.model_copy(update={"kinds": kinds}), chinese)
        told = story.model_copy(update={"reports": reports, "moves": (aside, best)})
        return compose(given(stories=[told])).top[0].summary_language

    assert language(("acquisition", "appointment")) == "en"
    assert language(("appointment",)) == "zh"
    assert language(()) == "zh"  # of before reports knew their kinds


def test_where_slots_do_not_suffice_the_reports_own_title_stands(
    given: Given, stories: Stories
) -> None:
    win = stories["win"]()
    move = win.moves[0].move.model_copy(
        update={"slots": {"customer": Slot(text="云上农商行"), "amount": Slot(text="约 300 万元", value=Value(amount=Decimal(3_000_000), currency="CNY"))}}
    )  # fmt: skip
    win = win.model_copy(update={"moves": (win.moves[0].model_copy(update={"move": move}),)})
    (told,) = compose(given(stories=(win,))).top
    assert (told.own, told.headline, told.headline_language) == (False, win.title, "zh")
    assert told.gloss == {"Customer": "云上农商行", "Amount": "¥3 million"}
    (chinese,) = compose(given("zh", stories=(win,))).top
    assert chinese.headline == "青岚软件签下云上农商行，合同 300 万元"
    assert chinese.gloss == {}


def test_reasons_come_from_factors_in_words(given: Given) -> None:
    english, chinese = compose(given()).top[0], compose(given("zh")).top[0]
    assert english.why == (
        "names Fenwick Freight (strategic, team North)", "first-tier competitor",
        "a large amount", "4 independent sources",
    )  # fmt: skip
    assert chinese.why[0] == "涉及芬威货运（战略客户，North 团队）"
    assert "own weather (north)" in compose(given()).top[2].why, "an unknown factor has its name"


def test_every_named_factor_can_be_said_without_details(given: Given, stories: Stories) -> None:
    names = [*words("en").factors, "what-ever"]
    for language in ("en", "zh"):
        for name in names:
            bare = stories["results"]().model_copy(
                update={"factors": (Factor(name=name, points=5),)}
            )
            (told,) = compose(given(language, stories=(bare,))).top
            assert len(told.why) == 1
            assert "{" not in told.why[0]
            assert (told.why[0] == "what ever") == (name == "what-ever")


def test_nothing_is_told_twice(given: Given) -> None:
    first = compose(given())
    told = {one.story.id: one.facts for one in [*first.top, *first.also]}
    second = compose(given(told=told))
    assert second.top == ()
    assert second.coverage.left_out["told"] == 6
    assert second.subject.startswith("Week 47: ")


def test_an_update_needs_a_new_fact(given: Given, stories: Stories) -> None:
    rumour = stories["departure"]()
    told = {rumour.id: compose(given(stories=(rumour,))).top[0].facts}
    more_sources = rumour.model_copy(update={"sources": 5, "title": "Chief to go, say five papers"})
    assert compose(given(stories=(more_sources,), told=told)).top == ()
    confirmed = stories["departure"]("announced")
    (update,) = compose(given(stories=(confirmed,), told=told)).top
    assert (update.update, update.confirmed) == (True, True)
    again = {rumour.id: update.facts}
    assert compose(given(stories=(rumour,), told=again)).top == (), "an old rumour is no news"


def test_a_figure_rounded_differently_is_no_new_fact(given: Given, stories: Stories) -> None:
    deal = stories["acquisition"]()
    told = {deal.id: compose(given(stories=(deal,))).top[0].facts}

    def priced(amount: int) -> Story:
        slots = {"target": Slot(text="Corvane BV"), "amount": Slot(text="x", value=Value(amount=Decimal(amount), currency="EUR"))}  # fmt: skip
        moves = tuple(
            one.model_copy(update={"move": one.move.model_copy(update={"slots": slots})})
            for one in deal.moves
        )
        return deal.model_copy(update={"moves": moves})

    assert compose(given(stories=(priced(184_350_000),), told=told)).top == ()
    (dearer,) = compose(given(stories=(priced(210_000_000),), told=told)).top
    assert dearer.update


def test_floor_and_cap(given: Given, make_story: Any, make_report: Any) -> None:
    many = tuple(
        make_story(
            number, "hiring", "done", "harrowick", 100 - number,
            (make_report(f"h{number}", "ledger", f"Title {number}", "en", "2026-11-20"),),
        )
        for number in range(90)
    )  # fmt: skip
    digest = compose(given(stories=many))
    assert len(digest.top) == 4
    assert len(digest.also) == 8
    assert len(digest.top) + len(digest.also) + digest.rest == digest.considered == 90
    assert digest.coverage.left_out["below-floor"] == 29
    assert all(one.story.score >= 40 for one in digest.top)


def test_nothing_material_is_a_valid_digest(given: Given) -> None:
    empty = compose(given(stories=(), prices=(), coverage=Coverage()))
    assert empty.top == empty.also == empty.prices == ()
    assert empty.subject == "Week 47: nothing material"
    assert empty.title == "Nothing material this week"
    assert "Nothing material this week" in empty.preheader
    chinese = compose(given("zh", stories=(), prices=()))
    assert chinese.subject == "第 47 周：无要事"


def test_the_subject_holds_two_moves_if_they_fit(given: Given, stories: Stories) -> None:
    assert compose(given("zh")).subject == "第 47 周：泰萨云拟收购 Corvane；青岚软件签下远洲银行"
    short = compose(given(stories=(stories["price"](), stories["acquisition"]())))
    assert short.subject == "Week 47: Tessaly Cloud to acquire Corvane for €184 million"
    assert "Qinglan Software raises On-site Crew" in short.title


@pytest.mark.parametrize("language", ["en", "zh"])
def test_no_subject_is_wider_than_sixty_columns(
    given: Given, make_story: Any, make_report: Any, language: str
) -> None:
    for length in (1, 20, 45, 60, 300):
        title = ("word " * length).strip() if language == "en" else "词" * length
        one = make_story(
            1, None, None, "dovecote", 80,
            (make_report("x", "ledger", title, language, "2026-11-20"),),
        )  # fmt: skip
        assert 0 < display_width(compose(given(language, stories=(one,))).subject) <= SUBJECT


def test_prices_are_net_and_never_our_fault(given: Given) -> None:
    def row(old: int, new: int, day: str, **more: Any) -> PriceMoved:
        return PriceMoved(
            company="tessaly", subject=more.pop("subject", "Relay"), old_amount=Decimal(old),
            new_amount=Decimal(new), currency="EUR", day=day, percent=Decimal(1), **more,
        )  # fmt: skip

    prices = (
        row(100, 120, "2026-11-17"), row(120, 150, "2026-11-19"),
        row(80, 90, "2026-11-17", subject="Back"), row(90, 80, "2026-11-18", subject="Back"),
        row(10, 20, "2026-11-17", subject="Broken", state="broken"),
    )  # fmt: skip
    (kept,) = compose(given(prices=prices)).prices
    assert (kept.old_amount, kept.new_amount, kept.percent) == (100, 150, Decimal("50.0"))


def test_the_same_input_gives_the_same_digest_in_any_order(given: Given) -> None:
    one = given()
    other = one.model_copy(
        update={"stories": one.stories[::-1] + one.stories[:2], "prices": one.prices[::-1]}
    )
    assert compose(one) == compose(other)


def test_two_stories_under_one_headline_are_told_once(given: Given, stories: Stories) -> None:
    twin = stories["results"]().model_copy(update={"id": "st-99", "score": 50.0})
    digest = compose(given(stories=(stories["results"](), twin)))
    assert ids(digest) == ["st-44"]
    assert digest.coverage.left_out["duplicate"] == 1


@pytest.mark.parametrize("language", ["en", "zh"])
def test_each_kind_has_words_and_headlines_for_each_status(language: Any) -> None:
    says = words(language)
    filled = {name: f"«{name}»" for name in says.slots}
    for kind in MOVE_KINDS:
        assert says.kind(kind)
        assert says.family(kind)
        for template in says.headlines[kind]:
            heads = {fill(template, filled, status) for status in STATUSES}
            assert all(head and not set("{}[]<>|") & set(head) for head in heads)
            assert len(heads) >= 3 or kind == "customer-review", (kind, heads)


def test_english_and_chinese_have_the_same_words() -> None:
    english, chinese = words("en"), words("zh")
    for part in ("families", "statuses", "headlines", "slots", "tiers", "factors",
                 "change_words", "reasons", "left_out", "phrases"):  # fmt: skip
        assert getattr(english, part).keys() == getattr(chinese, part).keys(), part


def test_templates_drop_what_is_not_stated() -> None:
    template = "{actor} <buys|to buy|may buy|denies buying> {target}[ for {amount}][ in {place}]"
    values = {"actor": "A", "target": "B", "place": "C"}
    assert fill(template, values, "announced") == "A to buy B in C"
    assert list(variants(template, values, "denied")) == [
        "A denies buying B in C",
        "A denies buying B",
    ]
    assert fill(template, {"actor": "A"}, "done") is None


def test_a_plain_report_without_a_move_is_told_by_its_title(
    given: Given, make_story: Any, make_report: Callable[..., Report]
) -> None:
    plain = make_story(
        7, None, None, "dovecote", 70,
        (make_report("p", "ledger", "Dovecote \u202ehides\x00 this\r\nBcc: x", "en", "2026-11-20"),),
    )  # fmt: skip
    (told,) = compose(given(stories=(plain,))).top
    assert told.headline == "Dovecote hides this Bcc: x"
    assert told.facts == "report"


@pytest.mark.parametrize("product", ["went out", "engines", "price of its inhaler", "instead of,"])
def test_what_is_no_name_makes_no_headline(
    given: Given, make_story: Any, make_report: Any, product: str
) -> None:
    launch = make_story(
        1, "product-launch", "done", "harrowick", 80,
        (make_report("x", "ledger", "What Harrowick did", "en", "2026-11-20"),),
        {"product": Slot(text=product)},
    )  # fmt: skip
    for language in ("en", "zh"):
        (told,) = compose(given(language, stories=(launch,))).top
        assert (told.own, told.headline) == (False, "What Harrowick did")


def test_names_side_by_side_keep_their_space(
    given: Given, make_story: Any, make_report: Any
) -> None:
    outage = make_story(
        1, "incident", "done", "harrowick", 80,
        (make_report("x", "ledger", "What happened", "en", "2026-11-20"),),
        {"product": Slot(text="Harrowick Systems Ferry 2")},
    )  # fmt: skip
    (told,) = compose(given("zh", stories=(outage,))).top
    assert told.headline == "Harrowick Systems Ferry 2 发生事故"


@pytest.mark.parametrize(
    ("company", "language", "product", "headline"),
    [
        ("harrowick", "en", "Harrowick Ferry", "Harrowick Systems raises Ferry"),
        ("harrowick", "en", "Harrowickers", "Harrowick Systems raises Harrowickers"),
        ("qinglan", "zh", "青岚企业版", "青岚软件企业版涨价"),
        ("qinglan", "zh", "青岚软件 Cloud", "青岚软件 Cloud 涨价"),
    ],
)
def test_beside_its_maker_a_product_says_the_name_once(
    given: Given, make_story: Any, make_report: Any,
    company: str, language: str, product: str, headline: str,
) -> None:  # fmt: skip
    rise = make_story(
        1, "price-increase", "done", company, 80,
        (make_report("x", "ledger", "What happened", language, "2026-11-20"),),
        {"product": Slot(text=product)},
    )  # fmt: skip
    (told,) = compose(given(language, stories=(rise,))).top
    assert told.headline == headline


def test_an_unknown_actor_makes_no_headline(given: Given, stories: Stories) -> None:
    deal = stories["acquisition"]()
    moves = tuple(one.model_copy(update={"company": None}) for one in deal.moves)
    (told,) = compose(given(stories=(deal.model_copy(update={"moves": moves}),))).top
    assert not told.own


def test_beyond_five_a_story_takes_a_line_by_rival_and_family(
    given: Given, make_story: Any, make_report: Any
) -> None:
    kinds = [
        "award",
        "campaign",
        "funding",
        "alliance",
        "patent",
        "award",
        "product-update",
        "hiring",
    ]
    many = tuple(
        make_story(
            n, kind, "done", ("tessaly", "lishi")[n % 2], 80 - n,
            (make_report(f"d{n}", "ledger", f"Title {n}", "en", "2026-11-19"),),
        )
        for n, kind in enumerate(kinds)
    )  # fmt: skip
    reader = given().reader.model_copy(update={"limit": 7})
    digest = compose(given(stories=many, prices=(), reader=reader))
    assert ids(digest) == [f"st-{n}" for n in range(5)]
    assert [one.story.id for one in digest.rivals] == ["st-5", "st-6"]
    assert [one.story.id for one in digest.also] == ["st-7"]
    reader = reader.model_copy(update={"limit": 12})
    wider = compose(given(stories=many, prices=(), reader=reader))
    assert [one.story.id for one in wider.people] == ["st-7"]
    assert len(wider.told) == len(many)


def test_one_event_under_two_stories_is_told_once_with_all_sources(
    given: Given, stories: Stories, make_report: Any
) -> None:
    win = stories["win"]()
    other = win.model_copy(
        update={"id": "st-99", "score": 50.0, "reports": (make_report("z1", "ledger", "A win", "en", "2026-11-22"),)}
    )  # fmt: skip
    digest = compose(given(stories=(win, other)))
    (told,) = digest.told
    assert told.folded == ("st-99",)
    assert told.story.sources == win.sources + 1
    assert digest.coverage.left_out["duplicate"] == 1


def test_an_event_told_under_another_story_comes_again_only_with_a_new_fact(
    given: Given, stories: Stories
) -> None:
    rumour = stories["departure"]()
    first = compose(given(stories=(rumour,))).top[0]
    told = {rumour.id: first.facts}
    events = dict.fromkeys(first.events, rumour.id)
    again = rumour.model_copy(update={"id": "st-98"})
    silent = compose(given(stories=(again,), told=told, told_events=events))
    assert silent.told == ()
    assert silent.coverage.left_out["told"] == 1
    done = stories["departure"]("done").model_copy(update={"id": "st-98"})
    (news,) = compose(given(stories=(done,), told=told, told_events=events)).told
    assert (news.update, news.confirmed) == (True, True)


def test_what_is_dated_ahead_is_expected_once(given: Given, stories: Stories) -> None:
    win = stories["win"]()
    dated = win.moves[0].move.model_copy(
        update={"slots": {**win.moves[0].move.slots, "effective": Slot(text="12 月 1 日", value=Value(date="2026-12-01"))}}
    )  # fmt: skip
    win = win.model_copy(update={"moves": (win.moves[0].model_copy(update={"move": dated}),)})
    again = win.model_copy(update={"id": "st-97"})
    (row,) = compose(given(stories=(), upcoming=(win, again))).expected
    assert (row.day, row.text) == ("2026-12-01", "Qinglan Software wins Yuanzhou Bank")
    rumoured = win.model_copy(update={"status": "rumoured"})
    past = given(stories=(), upcoming=(win,), cut_off=datetime(2026, 12, 7, tzinfo=UTC))
    assert compose(given(stories=(), upcoming=(rumoured,))).expected == ()
    untold = dated.model_copy(update={"kind": "product-retirement"})
    quoted = win.model_copy(
        update={
            "title": "We are winding down Pilothouse", "kind": "product-retirement", "language": "en", "reports": (),
            "moves": (win.moves[0].model_copy(update={"move": untold}),),
        }
    )  # fmt: skip
    (row,) = compose(given(stories=(), upcoming=(quoted,))).expected
    assert row.text == "Qinglan Software: We are winding down Pilothouse"
    assert compose(past).expected == ()


def test_a_daily_edition_is_named_by_its_day(given: Given) -> None:
    daily = compose(given(week="2026-11-23"))
    assert daily.subject.startswith("Mon 23 Nov: ")
    nothing = compose(given("zh", week="2026-11-23", stories=(), prices=()))
    assert (nothing.subject, nothing.title) == ("11-23 周一：无要事", "今日无要事")


def test_one_telling_in_other_words_is_told_once(
    given: Given, make_story: Any, make_report: Any
) -> None:
    first = make_story(
        1, "incident", "done", "lishi", 60,
        (make_report("x1", "yunzhi", "砺石云存储中断四小时", "zh", "2026-11-18", "周三凌晨，砺石云华东区的对象存储无法写入，持续了四小时。"),),
    )  # fmt: skip
    again = make_story(
        2, None, None, "lishi", 55,
        (make_report("x2", "hengfan", "对象存储华东区故障", "zh", "2026-11-19", "砺石云称，华东区对象存储周三凌晨无法写入，现已恢复。"),), day="2026-11-19",
    )  # fmt: skip
    other = make_story(
        3, None, None, "lishi", 50,
        (make_report("x3", "yunzhi", "砺石云在成都开设研发中心", "zh", "2026-11-19", "新中心计划招聘三百名工程师，主攻数据库。"),),
    )  # fmt: skip
    late = again.model_copy(update={"id": "st-9", "day": "2026-11-10"})
    digest = compose(given(stories=(first, again, other), prices=()))
    assert [(one.story.id, one.folded) for one in digest.told] == [
        ("st-1", ("st-2",)),
        ("st-3", ()),
    ]
    assert len(compose(given(stories=(first, late), prices=())).told) == 2
    sums = [
        make_story(n, None, None, "tessaly", 60 - n, (make_report(f"y{n}", "ledger", title, language, "2026-11-20"),))
        for n, (title, language) in enumerate((("Tessaly sells its exchange for $72 million", "en"), ("泰萨云 7,200 万美元出售交易平台", "zh")))
    ]  # fmt: skip
    assert len(compose(given(stories=sums, prices=())).told) == 1


def test_a_misread_slot_makes_no_false_headline(given: Given, stories: Stories) -> None:
    deal = stories["acquisition"]()
    odd = Slot(text="€8.6 million", value=Value(amount=Decimal(8_600_000), currency="EUR"))
    first = deal.moves[0].move.model_copy(
        update={"confidence": 0.99, "slots": {"target": Slot(text="Tessaly", entity="tessaly"), "amount": odd}}
    )  # fmt: skip
    misread = deal.moves[0].model_copy(update={"move": first})
    deal = deal.model_copy(update={"moves": (misread, *deal.moves[1:])})
    (told,) = compose(given(stories=(deal,))).top
    assert told.headline == "Tessaly Cloud to acquire Corvane for €184 million", (
        "most reports say so"
    )
    figure = first.model_copy(
        update={"slots": {"target": Slot(text="15%", value=Value(percent=Decimal(15)))}}
    )
    alone = deal.model_copy(update={"moves": (misread.model_copy(update={"move": figure}),)})
    (plain,) = compose(given(stories=(alone,))).top
    assert (plain.own, plain.headline) == (False, alone.reports[0].title)
