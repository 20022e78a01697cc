"""One move of several places: its status and slots are those that most of its sentences tell."""

from collections.abc import Sequence

import pytest

from nlp.entities import Entity
from nlp.merging import merged
from nlp.moves import Candidate, find_moves
from nlp.reading import Reading
from nlp.tagger import Tagger
from schemas.kinds import STATUSES, Status
from schemas.language import Slot, Slots, Value
from schemas.registry import Company, Registry

FRAMES = Tagger(Registry(), scorer=None)
TOLD = (
    "Kestro Ltd has acquired Orvane Ltd for cash. Kestro Ltd has acquired Orvane Ltd in full. "
    "Kestro Ltd has acquired Orvane Ltd, it says."
)


def told(title: str = "Kestro Ltd acquires Orvane Ltd") -> tuple[Reading, list[Candidate]]:
    """Return a text of a headline and three sentences that tell one acquisition, one candidate for each."""
    reading = FRAMES.read(title, TOLD, language="en")
    kept = [one for one in find_moves(reading)[1] if one.rule.kind == "acquisition"]
    by_sentence = {one.sentence.number: one for one in reversed(kept)}
    several = [by_sentence[number] for number in sorted(by_sentence)]
    assert len(several) == 4
    return reading, several


def likely(status: Status, chance: float = 0.7) -> tuple[float, ...]:
    rest = (1 - chance) / (len(STATUSES) - 1)
    return tuple(chance if one == status else rest for one in STATUSES)


@pytest.mark.parametrize(
    ("chances", "expected"),
    [
        (["announced", "announced", "done", "done"], "done"),  # the headline counts half
        (["done", "done", "announced", "announced"], "announced"),
        (["rumoured", "rumoured", "rumoured", "done"], "rumoured"),
        (["done", "denied", "denied", "done"], "denied"),
    ],
)
def test_the_status_is_what_most_sentences_tell_and_the_headline_counts_half(
    chances: Sequence[Status], expected: Status
) -> None:
    reading, several = told()
    weighed = [
        one._replace(chances=likely(status)) for one, status in zip(several, chances, strict=True)
    ]
    (move,) = merged(reading, weighed)
    assert move.status == expected


def test_a_sentence_that_several_rules_found_counts_once() -> None:
    reading, (headline, first, second, third) = told()
    again = [first._replace(chances=likely("rumoured"))] * 5
    others = [one._replace(chances=likely("done")) for one in (headline, second, third)]
    (move,) = merged(reading, [others[0], *again, *others[1:]])
    assert move.status == "done"


def test_a_surer_sentence_counts_more_than_two_that_cannot_tell() -> None:
    reading, (_headline, first, second, third) = told()
    sure = first._replace(chances=likely("denied", 0.99))
    others = [one._replace(chances=likely("done", 0.3)) for one in (second, third)]
    (move,) = merged(reading, [sure, *others])
    assert move.status == "denied"


def test_a_slot_is_filled_as_most_sentences_fill_it() -> None:
    reading, several = told()
    prices = ["$3 million", "$9 million", "$3 million", "$3 million"]
    for rotated in range(4):
        turned = prices[rotated:] + prices[:rotated]
        filled = [
            one._replace(slots={"amount": Slot(text=price)}, chances=likely("done"))
            for one, price in zip(several, turned, strict=True)
        ]
        (move,) = merged(reading, filled)
        assert [one.text for one in move.values("amount")] == ["$3 million"], turned


def test_a_longer_form_of_a_value_supports_it() -> None:
    reading, several = told()
    prices = ["County", "Residents of Eastmere", "County of Eastmere", "county"]
    filled = [
        one._replace(slots={"stake": Slot(text=price)}, chances=likely("done"))
        for one, price in zip(several, prices, strict=True)
    ]
    (move,) = merged(reading, filled)
    assert move.values("stake")[0].text.casefold().startswith("county")


def test_by_the_rules_alone_the_clearest_sentence_tells_the_status() -> None:
    reading, several = told()
    (move,) = merged(reading, several)
    assert move.status == "done"


def test_a_spare_value_counts_where_no_sentence_fills_the_slot() -> None:
    reading, several = told()
    spare = {"stake": Slot(text="all"), "amount": Slot(text="$9 million")}
    filled = [one._replace(spare=spare, chances=likely("done")) for one in several]
    filled[2] = filled[2]._replace(slots={"amount": Slot(text="$3 million")})
    (move,) = merged(reading, filled)
    assert [one.text for one in move.values("stake")] == ["all"]
    assert [one.text for one in move.values("amount")] == ["$3 million"]


def test_a_party_that_acts_itself_leaves_its_slot_to_what_other_sentences_tell() -> None:
    reading, several = told()
    parties = ["Kestro Ltd", "Kestro Ltd", "Kestro Ltd", "Orvane Ltd"]
    filled = [
        one._replace(slots={"buyer": Slot(text=party)}, chances=likely("done"))
        for one, party in zip(several, parties, strict=True)
    ]
    (move,) = merged(reading, filled)
    assert [one.text for one in move.values("buyer")] == ["Orvane Ltd"]


def test_a_product_may_be_called_as_its_maker() -> None:
    reading, several = told()
    filled = [one._replace(slots={"product": Slot(text="Kestro Ltd")}) for one in several]
    (move,) = merged(reading, filled)
    assert [one.text for one in move.values("product")] == ["Kestro Ltd"]


def test_a_name_goes_before_words_about_it_that_more_sentences_tell() -> None:
    reading, several = told()
    named = reading.text.index("Orvane Ltd", reading.title_end)
    filled = [
        one._replace(slots={"buyer": Slot(text="cash", start=place, end=place + 4)})
        for one, place in zip(several, [reading.text.index("cash")] * 4, strict=True)
    ]
    filled[2] = filled[2]._replace(
        slots={"buyer": Slot(text="Orvane Ltd", start=named, end=named + 10)}
    )
    (move,) = merged(reading, filled)
    assert [one.text for one in move.values("buyer")] == ["Orvane Ltd"]


@pytest.mark.parametrize(("status", "dates"), [("done", ["8 July 2026"])])
def test_a_day_that_was_over_is_not_the_day_of_what_is_to_come(
    status: Status, dates: Sequence[str]
) -> None:
    reading, several = told()
    reading = reading._replace(published="2026-07-08")
    over = Slot(text="8 July 2026", start=0, end=11, value=Value(date="2026-07-08"))
    filled = [
        one._replace(
            slots={"date": over if number < 3 else Slot(text="October", start=0, end=7)},
            chances=likely(status),
        )
        for number, one in enumerate(several)
    ]
    (move,) = merged(reading, filled)
    assert [one.text for one in move.values("date")] == dates


SHARED = {"amount": Slot(text="£9 million"), "stake": Slot(text="all")}
TWICE = [
    # the headline's short name is the company of the text
    ("en", "Saffron Quay to list in Oslo", "Saffron Quay Foods plans to list its shares in Oslo in June.", "public-offering"),
    ("zh", "", "晟澜光电股份有限公司未能按期兑付6亿元公司债券。发行人未能按期兑付的原因是现金流下降。", "distress"),
    # in the lead the product's name in quotes seems to act
    ("zh", "澜桥银行旧版App下月停用", "澜桥银行提示客户，旧版手机银行“澜桥随心”将于2026年7月31日停止服务。", "product-retirement"),
]  # fmt: skip


@pytest.mark.parametrize(("language", "title", "text", "kind"), TWICE)
def test_what_is_told_twice_is_one_move(language: str, title: str, text: str, kind: str) -> None:
    found = FRAMES.tag(title, text, published="2026-06-15", language=language).moves
    assert [one.kind for one in found].count(kind) == 1  # type: ignore[comparison-overlap]


FORMS = ["Velmora, Inc.", "Velmora, LLC", "Velmora, Inc.,", "Velmora Ltd", "Velmora plc"]


@pytest.mark.parametrize("name", FORMS)
@pytest.mark.parametrize(
    ("title", "text"),
    [
        pytest.param("Velmora to cut 1,200 jobs", "{} will cut 1,200 jobs.", id="jobs"),
        pytest.param("Velmora to end Kestro Mail in June", "{} will end support for Kestro Mail on 30 June 2027.", id="end"),
        pytest.param("Velmora to invest $5 billion in kilns", "{} will invest $5 billion in firing technology.", id="other words"),
    ],
)  # fmt: skip
def test_a_headline_need_not_tell_the_legal_form(name: str, title: str, text: str) -> None:
    (move,) = FRAMES.tag(title, text.format(name), published="2026-06-15", language="en").moves
    assert move.actor is not None
    assert move.actor.text == name.rstrip(",")


def test_nobody_is_his_own_partner_under_a_shorter_name() -> None:
    title, text = (
        "Velmora and Orvane join forces",
        "Velmora, Inc. has formed a partnership with Orvane Ltd.",
    )
    (move,) = FRAMES.tag(title, text, published="2026-06-15", language="en").moves
    assert [one.text for one in move.values("partner")] in (["Orvane"], ["Orvane Ltd"])


def test_another_company_of_the_name_is_another() -> None:
    text = "Velmora Foods, Inc. will cut 1,200 jobs. Velmora Mills, Inc. will cut 300 jobs."
    found = FRAMES.tag("", text, published="2026-06-15", language="en").moves
    assert [one.actor.text for one in found if one.actor] == [
        "Velmora Foods, Inc.",
        "Velmora Mills, Inc.",
    ]


def test_a_name_in_quotes_acts_only_where_no_other_does() -> None:
    title, text = TWICE[-1][1:3]
    (move,) = FRAMES.tag(title, text, published="2026-06-15", language="zh").moves
    assert move.actor is not None
    assert move.actor.text == "澜桥银行"


def test_two_purchases_are_two_moves() -> None:
    text = "Kestro Ltd has acquired Orvane Ltd for £9 million. Kestro Ltd has acquired Tarn Foods Ltd for £4 million."
    found = FRAMES.tag("", text, published="2026-06-15", language="en").moves
    assert [one.kind for one in found] == ["acquisition", "acquisition"]


def test_two_slots_filled_alike_tell_one_event_whoever_seems_to_act() -> None:
    reading, (_headline, first, second, _third) = told()
    other = second.parties._replace(actor=second.parties.other, other=None, sure=True)
    apart = [
        first._replace(slots={"target": Slot(text="Orvane Ltd"), **SHARED}),
        second._replace(slots={"target": Slot(text="its mill"), **SHARED}, parties=other),
    ]
    assert len(merged(reading, apart)) == 1
    lone = [one._replace(slots={**one.slots, "stake": Slot(text="all")}) for one in apart]
    lone[0] = lone[0]._replace(slots={**lone[0].slots, "amount": Slot(text="£4 million")})
    lone[1] = lone[1]._replace(slots={**lone[1].slots, "stake": Slot(text="a half")})
    assert len(merged(reading, lone)) == 2


def retired(names: Sequence[str], dates: Sequence[str]) -> list[str | None]:
    """Return who ends products, told by a headline and a sentence with other products, and sometimes one day."""
    title, text = "Velmora drops old app in January", "Kestro will be shut down on 31 January 2027."
    reading = FRAMES.read(title, text, published="2026-06-15", language="en")
    model = find_moves(reading)[1][0]
    several = []
    for sentence, name, product, date in zip(
        reading.sentences, names, ("old app", "Kestro"), dates, strict=True
    ):
        place, day = reading.text.index(name), reading.text.index(date)
        who = Entity(place, place + len(name), "ORG", name)
        slots: Slots = {
            "product": Slot(text=product),
            "date": Slot(text=date, start=day, end=day + len(date)),
        }
        parties = model.parties._replace(actor=who, sure=True)
        several.append(
            model._replace(
                sentence=sentence, slots=slots, parties=parties, chances=likely("announced")
            )
        )
    return [one.actor.text if one.actor else None for one in merged(reading, several)]


@pytest.mark.parametrize(
    ("names", "dates", "actors"),
    [
        (("Velmora", "Kestro"), ("31 January 2027", "31 January 2027"), ["Velmora"]),
        (("Velmora", "Kestro"), ("January", "31 January 2027"), ["Velmora", "Kestro"]),
    ],
    ids=["the headline has the text's day", "each its own"],
)
def test_a_headline_with_words_of_the_text_repeats_it_and_a_product_acts_not(
    names: Sequence[str], dates: Sequence[str], actors: list[str | None]
) -> None:
    assert retired(names, dates) == actors


def test_who_is_bought_buys_nothing_in_the_same_text() -> None:
    registry = Registry(companies=(Company(id="corrade", names={"zh": ("科拉德",)}),))
    moves = (
        Tagger(registry)
        .tag(
            "科拉德1.18亿美元收购考勤机厂商Tallis Time",
            "美国人力软件公司科拉德宣布以1.18亿美元现金收购考勤机厂商Tallis Time，交易预计11月底前完成。",
            language="zh",
        )
        .moves
    )
    assert [(one.actor.text, one.status) for one in moves if one.actor] == [("科拉德", "announced")]
