"""What an edition never takes for one event, however alike the words are, and what it still does."""

from decimal import Decimal
from typing import Any

import pytest

from digests import events
from digests.apart import are_apart
from digests.compose import compose
from digests.events import fold
from schemas.kinds import MoveKind, Status
from schemas.language import Slot, Value
from schemas.registry import Company
from schemas.stories import Story

Side = tuple[MoveKind | None, dict[str, Slot]]
_BODY = "will do so in the northern ports from spring, its freight brokers heard in a letter of four pages"


def named(text: str, entity: str | None = None) -> Slot:
    return Slot(text=text, entity=entity)


def money(amount: int) -> Slot:
    return Slot(text=f"${amount}", value=Value(amount=Decimal(amount), currency="USD"))


def number(count: int) -> Slot:
    return Slot(text=str(count), value=Value(number=Decimal(count)))


def percent(share: int) -> Slot:
    return Slot(text=f"{share}%", value=Value(percent=Decimal(share)))


APART: dict[str, tuple[Side, Side]] = {
    "another sort of move": (("funding", {"amount": money(80)}), ("appointment", {})),
    "launched and ended": (("product-launch", {}), ("product-retirement", {})),
    "two offices": (("expansion", {"place": named("Lisbon")}), ("expansion", {"place": named("Oslo")})),
    "two offices in Chinese": (("expansion", {"place": named("成都")}), ("expansion", {"place": named("长沙")})),
    "two customers": (("customer-win", {"customer": named("Osterby Mills")}), ("customer-win", {"customer": named("Kestrel Air")})),
    "two known customers": (
        ("customer-win", {"customer": named("远洲银行", "yuanzhou-bank")}), ("customer-win", {"customer": named("Fenwick", "fenwick")}),
    ),
    "two people": (("departure", {"person": named("Ada Lund")}), ("departure", {"person": named("Tom Reyes")})),
    "two products": (("product-launch", {"product": named("Pilot Voice")}), ("product-update", {"product": named("Insights")})),
    "two banks in Chinese": (("customer-win", {"customer": named("招商银行")}), ("customer-win", {"customer": named("建设银行")})),
    "two groups in Chinese": (("customer-win", {"customer": named("霖舟科技集团有限公司")}), ("customer-win", {"customer": named("衡远科技集团有限公司")})),
    "two towns": (("customer-win", {"customer": named("City of Leeds")}), ("customer-win", {"customer": named("City of York")})),
    "two groups": (("acquisition", {"target": named("Orbex Group")}), ("acquisition", {"target": named("Tavvik Group")})),
    "a rise and a fall": (("results", {"change": percent(5)}), ("results", {"change": percent(-5)})),
    "two figures": (("layoffs", {"count": number(200)}), ("layoffs", {"count": number(450)})),
}  # fmt: skip
ONE: dict[str, tuple[Side, Side]] = {
    "nothing said": (("expansion", {}), ("expansion", {"place": named("Oslo")})),
    "of no kind": ((None, {}), ("expansion", {"place": named("Oslo")})),
    "told from two sides": (("acquisition", {"amount": money(80)}), ("divestiture", {"amount": money(80)})),
    "a longer name": (("product-launch", {"product": named("Pilot")}), ("product-update", {"product": named("Pilot Voice")})),
    "a name with and without its form": (("customer-win", {"customer": named("建设银行")}), ("customer-win", {"customer": named("建设银行股份有限公司")})),
    "a town called otherwise": (("customer-win", {"customer": named("City of Leeds")}), ("customer-win", {"customer": named("Leeds Council")})),
    "nothing but form": (("customer-win", {"customer": named("the bank")}), ("customer-win", {"customer": named("Bank of Leeds")})),
    "nothing but form in Chinese": (("customer-win", {"customer": named("集团公司")}), ("customer-win", {"customer": named("霖舟集团公司")})),
    "one fall, rounded": (("results", {"change": percent(-50)}), ("results", {"change": percent(-51)})),
    "a cut with its sign": (("layoffs", {"percent": percent(-9)}), ("layoffs", {"percent": percent(9)})),
    "two scripts": (("customer-win", {"customer": named("Quellen")}), ("customer-win", {"customer": named("奎伦")})),
    "rounded": (("funding", {"amount": money(8_010)}), ("funding", {"amount": money(8_000)})),
    "one figure of two agrees": (
        ("layoffs", {"count": number(200), "percent": number(9)}), ("layoffs", {"count": number(200), "percent": number(11)}),
    ),
}  # fmt: skip


def stories(make_story: Any, make_report: Any, sides: tuple[Side, Side]) -> list[Any]:
    return [
        make_story(
            n, kind, "announced" if kind else None, "tessaly", 60 - n,
            (make_report(f"d{n}", "ledger", f"Tessaly {kind}", "en", "2026-11-20", f"Tessaly {_BODY}."),), slots,
        )
        for n, (kind, slots) in enumerate(sides)
    ]  # fmt: skip


@pytest.mark.parametrize("sides", APART.values(), ids=APART)
def test_other_news_of_one_company_in_the_same_words_is_told_too(
    make_story: Any, make_report: Any, sides: tuple[Side, Side]
) -> None:
    one, other = stories(make_story, make_report, sides)
    assert are_apart(one, other)
    assert are_apart(other, one)
    kept, folded, joined = fold((one, other))
    assert ([story.id for story in kept], folded, joined) == (["st-0", "st-1"], {}, 0)
    assert [story.sources for story in kept] == [1, 1]


@pytest.mark.parametrize("sides", ONE.values(), ids=ONE)
def test_one_event_in_like_words_is_told_once(
    make_story: Any, make_report: Any, sides: tuple[Side, Side]
) -> None:
    one, other = stories(make_story, make_report, sides)
    assert not are_apart(one, other)
    assert fold((one, other))[2] == 1


def test_rivals_who_win_one_customer_are_told_apart_and_partners_are_not(
    make_story: Any, make_report: Any
) -> None:
    customer = {"customer": named("Fenwick", "fenwick")}
    reports = [
        (make_report(f"d{n}", "ledger", "A win", "en", "2026-11-20", f"It {_BODY}."),)
        for n in range(2)
    ]
    ours = make_story(1, "customer-win", "done", "tessaly", 60, reports[0], customer)
    theirs = make_story(2, "customer-win", "done", "lishi", 50, reports[1], customer)
    both = [
        one.model_copy(update={"companies": (*one.companies, "fenwick")}) for one in (ours, theirs)
    ]
    assert len(fold(both)[0]) == 2
    pair = [
        make_story(n, "partnership", "done", who, 60, reports[n], {"partner": named(other, other)})
        for n, (who, other) in enumerate((("tessaly", "lishi"), ("lishi", "tessaly")))
    ]
    both = [one.model_copy(update={"companies": ("tessaly", "lishi")}) for one in pair]
    assert len(fold(both)[0]) == 1


STOCK = {
    "en": (
        "The company said on Tuesday that it did not disclose financial details to its customers.",
        "Spring sale", "Carla Reyes arrives",
    ),
    "zh": ("砺石云周二宣布，正式面向所有企业客户开放。", "大模型平台上线", "存储降价两成"),
}  # fmt: skip


@pytest.mark.parametrize("language", STOCK)
def test_words_of_any_report_make_nothing_alike(
    make_story: Any, make_report: Any, language: str
) -> None:
    body, *titles = STOCK[language]
    made = [
        make_story(n, None, None, "lishi", 60 - n, (make_report(f"d{n}", "ledger", title, language, "2026-11-20", body),))
        for n, title in enumerate(titles)
    ]  # fmt: skip
    lishi = Company(id="lishi", names={"zh": ("砺石云",)})
    assert len(fold(made, (lishi,))[0]) == 2


def test_a_survey_of_several_events_is_a_source_of_none(make_story: Any, make_report: Any) -> None:
    texts = (
        "Tessaly opens its harbour office beside the granary quay with twenty brokers",
        "Tessaly lends seven ferries their booking kiosks through the winter season",
    )
    news = [
        make_story(n, kind, "done", "tessaly", 60, (make_report(f"d{n}", "ledger", text, "en", "2026-11-20"),))
        for n, (kind, text) in enumerate(zip(("expansion", "customer-win"), texts, strict=True))
    ]  # fmt: skip
    week = (make_report("w", "blog", "The week", "en", "2026-11-20", *texts),)
    survey = make_story(3, None, None, "tessaly", 10, week)
    kept, _folded, joined = fold((*news, survey))
    assert ([one.sources for one in kept], joined) == ([1, 1, 1], 0)
    wider = survey.model_copy(update={"companies": ("tessaly", "lishi")})
    assert fold((news[0], wider))[2] == 0
    assert fold((news[0], make_story(4, None, None, "tessaly", 10, week)))[2] == 1


def test_a_headline_never_mixes_what_two_customers_agreed(
    given: Any, make_story: Any, make_report: Any
) -> None:
    day = "2026-11-20"
    reports = tuple(
        make_report(f"d{n}", f"s{n}", f"Tessaly wins {name}", "en", day)
        for n, name in enumerate(("Osterby Mills", "Osterby Mills", "Kestrel Air"))
    )
    both = make_story(1, "customer-win", "done", "tessaly", 60, reports)
    slots = (
        {"customer": named("Osterby Mills")},
        {"customer": named("Osterby Mills")},
        {"customer": named("Kestrel Air"), "amount": money(7_000_000)},
    )
    moves = tuple(
        one.model_copy(update={"move": one.move.model_copy(update={"slots": said})})
        for one, said in zip(both.moves, slots, strict=True)
    )
    (told,) = compose(given(stories=(both.model_copy(update={"moves": moves}),), prices=())).told
    assert told.headline == "Tessaly Cloud wins Osterby Mills"


RUMOURED: dict[str, tuple[Status, str]] = {
    "a rumour as one": ("rumoured", "Tessaly Cloud is said to be buying Corvane for $200 million"),
    "what is done without it": ("done", "Tessaly Cloud acquires Corvane"),
    "what is announced without it": ("announced", "Tessaly Cloud to acquire Corvane"),
}  # fmt: skip


@pytest.mark.parametrize(("stands", "headline"), RUMOURED.values(), ids=RUMOURED)
def test_a_rumoured_sum_stands_in_no_headline_of_what_was_agreed(
    given: Any, make_story: Any, make_report: Any, stands: Status, headline: str
) -> None:
    reports = (
        make_report("d0", "ledger", "Tessaly said to pay $200 million for Corvane", "en", "2026-11-18"),
        make_report("d1", "stackwire", "Tessaly and Corvane", "en", "2026-11-20"),
    )  # fmt: skip
    story = make_story(1, "acquisition", stands, "tessaly", 60, reports)
    slots = (
        {"target": named("Corvane"), "amount": money(200_000_000)},
        {"target": named("Corvane")},
    )
    moves = tuple(
        one.model_copy(
            update={"move": one.move.model_copy(update={"slots": said, "status": status})}
        )
        for one, said, status in zip(story.moves, slots, ("rumoured", stands), strict=True)
    )
    (told,) = compose(given(stories=(story.model_copy(update={"moves": moves}),), prices=())).told
    assert told.headline == headline
    firm = moves[0].model_copy(update={"move": moves[0].move.model_copy(update={"status": stands})})
    agreed = story.model_copy(update={"moves": (firm, moves[1])})
    (told,) = compose(given(stories=(agreed,), prices=())).told
    assert told.headline.endswith("for $200 million")


def test_a_third_story_under_one_headline_is_compared_with_each_that_was_told(
    given: Any, make_story: Any, make_report: Any
) -> None:
    places = ("Lisbon", "Oslo", "Oslo", "Ghent")
    words = (
        "harbour granary quay",
        "fjord ferries winter",
        "timber sawmill birch",
        "canal looms cotton",
    )
    made = tuple(
        make_story(
            n, "product-update", "done", "tessaly", 60 - n,
            (make_report(f"d{n}", "ledger", f"Case {n}", "en", "2026-11-20", f"A {said}."),), {"product": named("Pilot"), "place": named(place)},
        )
        for n, (place, said) in enumerate(zip(places, words, strict=True))
    )  # fmt: skip
    edition = compose(given(stories=made, prices=()))
    told = [(one.story.id, one.own) for one in edition.told]
    assert told == [("st-0", True), ("st-1", False), ("st-3", False)]
    assert edition.coverage.left_out["duplicate"] == 1


def test_under_a_denial_the_rumour_is_not_quoted(
    given: Any, make_story: Any, make_report: Any
) -> None:
    reports = (
        make_report("d0", "ledger", "Lishi to cut 200 jobs, report says", "en", "2026-11-19", "It plans to cut 200 jobs."),
        make_report("d1", "yunzhi", "砺石云否认裁员", "zh", "2026-11-20", "砺石云否认裁员200人。"),
    )  # fmt: skip
    story = make_story(1, "layoffs", "denied", "lishi", 60, reports, {"count": number(200)})
    denial = story.model_copy(update={"moves": story.moves[1:]})
    (told,) = compose(given(stories=(denial,), prices=())).told
    assert told.summary == ("砺石云否认裁员200人。",)
    done = denial.moves[0].move.model_copy(update={"status": "done"})
    moves = (denial.moves[0].model_copy(update={"move": done}),)
    confirmed = denial.model_copy(update={"moves": moves, "status": "done"})
    (told,) = compose(given(stories=(confirmed,), prices=())).told
    assert told.summary == ("It plans to cut 200 jobs.",)


@pytest.mark.parametrize(("language", "quoted"), [("en", "d1"), ("zh", "d2")])
def test_of_two_denials_the_one_in_the_readers_language_is_quoted(
    given: Any, make_story: Any, make_report: Any, language: str, quoted: str
) -> None:
    reports = (
        make_report("d0", "hengfan", "消息称砺石云将裁员", "zh", "2026-11-19", "砺石云拟裁员200人。"),
        make_report("d1", "ledger", "Lishi denies job cuts", "en", "2026-11-20", "Lishi denies that it cuts jobs."),
        make_report("d2", "yunzhi", "砺石云否认裁员", "zh", "2026-11-20", "砺石云否认裁员200人。"),
        make_report("d3", "stackwire", "Lishi to cut jobs", "en", "2026-11-20", "Lishi plans to cut 200 jobs."),
    )  # fmt: skip
    story = make_story(1, "layoffs", "denied", "lishi", 60, reports)
    rumour = story.moves[3].move.model_copy(update={"status": "rumoured"})
    # Of two that say the same one is kept; a late rumour is known by its own move.
    moves = (story.moves[1], story.moves[3].model_copy(update={"move": rumour}))
    denied = story.model_copy(update={"moves": moves, "representative": "d3"})
    (told,) = compose(given(language, stories=(denied,), prices=())).told
    sentences = {one.document_id: one.sentences for one in reports}
    assert told.summary == sentences[quoted]


def test_the_moves_of_stories_in_other_words_are_not_even_compared(
    make_story: Any, make_report: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    compared: list[tuple[str, str]] = []

    def counted(one: Story, other: Story) -> bool:
        compared.append((one.id, other.id))
        return are_apart(one, other)

    monkeypatch.setattr(events, "are_apart", counted)
    words = [
        f"harbour{n}a barges{n}a cranes{n}a quaysides{n}a brokers{n}a ferries{n}a" for n in "bcdefg"
    ]
    texts = [
        make_report(f"d{n}", "ledger", said, "en", "2026-11-20")
        for n, said in enumerate((*words, words[0]))
    ]
    made = [
        make_story(n, "expansion", "done", "tessaly", 60, (text,)) for n, text in enumerate(texts)
    ]
    assert fold(made)[1] == {"st-0": ("st-6",)}
    assert compared == [("st-6", "st-0")]


def test_a_rumour_of_the_day_of_its_denial_is_known_by_what_it_says(
    given: Any, make_story: Any, make_report: Any
) -> None:
    reports = (
        make_report("d0", "ledger", "Lishi denies job cuts", "en", "2026-11-20", "Lishi denies that it cuts jobs."),
        make_report("d1", "hengfan", "消息称砺石云将裁员", "zh", "2026-11-20", "砺石云拟裁员200人。").model_copy(update={"statuses": ("rumoured",)}),
    )  # fmt: skip
    story = make_story(1, "layoffs", "denied", "lishi", 60, reports)
    story = story.model_copy(update={"moves": story.moves[:1]})
    (told,) = compose(given("zh", stories=(story,), prices=())).told
    assert told.summary == ("Lishi denies that it cuts jobs.",)


@pytest.mark.parametrize(
    ("language", "headline"), [("en", "30% of its jobs"), ("zh", "裁员 30%")], ids=["en", "zh"]
)
def test_a_share_of_the_staff_is_no_number_of_people(
    given: Any, make_story: Any, make_report: Any, language: str, headline: str
) -> None:
    reports = (make_report("d0", "ledger", "Lishi cuts jobs", "en", "2026-11-20", "Lishi cuts a third."),)  # fmt: skip
    story = make_story(
        1, "layoffs", "done", "lishi", 60, reports, {"count": percent(30), "percent": percent(30)}
    )
    (told,) = compose(given(language, stories=(story,), prices=())).told
    assert told.own
    assert told.headline.endswith(headline)
