"""The trained slot model: what it learns, what it makes of a passage, and its file."""

from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise, product

import numpy as np
import pytest

from benchmarks.tagging import joined
from nlp.learning.model import shipped
from nlp.learning.scorer import Scorer
from nlp.moves import Candidate, find_moves, rule_slots
from nlp.reading import Reading
from nlp.slotting.chain import Filling, SlotChain
from nlp.slotting.decoding import Lattice, likeliest
from nlp.slotting.features import indices
from nlp.slotting.filling import filled
from nlp.slotting.storing import packed
from nlp.slotting.training import Sample, train
from nlp.slotting.window import LONGEST, TITLE, Window, window
from nlp.tagger import Tagger
from schemas.language import Move, Slot
from schemas.registry import Company, Registry

TOWNS = ("Lugano", "Bergen", "Malmo", "Porto", "Ghent", "Turku", "Split", "Cork", "Riga", "Basel")
FRAMES = Tagger(Registry(), scorer=None)


def candidate(text: str, kind: str, title: str = "") -> tuple[Reading, Candidate]:
    reading = FRAMES.read(title, text, language="en")
    _moves, found = find_moves(reading)
    return reading, next(one for one in found if one.rule.kind == kind)


def samples() -> list[Sample]:
    """Return plants opened *beside* a town and closed *behind* one: only the first is the place."""
    made = []
    for number, town in enumerate(TOWNS * 4):
        other = TOWNS[(number + 3) % len(TOWNS)]
        text = f"Velmora Ltd opened a plant beside {town} and moved its car park behind {other}."
        reading, one = candidate(text, "expansion")
        wanted = {"place": (town,), "actor": ("Velmora Ltd",)}
        made.append(Sample(window(reading, one, {}), reading.text, wanted, number % 2))
    return made


@pytest.fixture(scope="module")
def taught() -> SlotChain:
    return train(samples(), "en", 2, epochs=40)[0]


def places(chain: SlotChain, text: str) -> list[str]:
    reading, one = candidate(text, "expansion")
    found = chain.fill([window(reading, one, {})])[0]
    return [text[part.start - 1 : part.end - 1] for part in found if part.slot == "place"]


def test_it_learns_from_words_which_of_two_names_fills_a_slot(taught: SlotChain) -> None:
    text = "Kestro Ltd opened a plant beside Oslo and moved its car park behind Aarhus."
    assert places(taught, text) == ["Oslo"]
    turned = "Kestro Ltd opened a plant and moved its car park behind Aarhus."
    assert places(taught, turned) == []


def test_the_same_samples_give_the_same_file_and_the_file_the_same_scores(
    taught: SlotChain,
) -> None:
    again = train(samples(), "en", 2, epochs=40)[0]
    assert packed(again).data == packed(taught).data
    read = packed(taught).chain
    one = samples()[0].window
    open_ = read.open("expansion")
    before = taught.scores(indices(one, "en"), open_)
    after = read.scores(indices(one, "en"), open_)
    assert np.abs(before - after).max() < 0.15 * np.abs(before).max()
    assert roughly(read.fill([one])[0]) == roughly(taught.fill([one])[0])
    assert (read.tags, read.lean, read.lists) == (taught.tags, taught.lean, taught.lists)


def roughly(found: Sequence[Filling]) -> list[Filling]:
    return [one._replace(chance=round(one.chance, 1)) for one in found]


def test_a_kind_that_no_sample_shows_keeps_what_the_rules_filled(taught: SlotChain) -> None:
    reading, one = candidate("Kestro Ltd has acquired Orvane Ltd for $3 million.", "acquisition")
    ruled = one._replace(slots=rule_slots(reading, one))
    assert ruled.slots
    assert filled(reading, [ruled], taught) == [ruled]


def test_a_window_is_the_text_or_what_stands_near_the_trigger() -> None:
    reading, one = candidate("Kestro Ltd opened a plant in Oslo.", "expansion", "News")
    short = window(reading, one, {"place": Slot(text="Oslo", start=34, end=38)})
    assert short.tokens.away[short.tokens.words.index("News")] == TITLE
    assert (short.names[0].label, short.ruled[0].label) == ("ACTOR", "place")
    long = "Kestro Ltd opened a plant in Oslo. " + "The weather there was fine all day. " * 400
    reading, one = candidate(long, "expansion")
    tokens = window(reading, one, {}).tokens
    assert len(tokens) <= LONGEST
    assert tokens.away.max() == 3
    run_on = "Kestro Ltd opened a plant in Oslo " + "and then in Bergen " * 400
    reading, one = candidate(run_on, "expansion")
    assert len(window(reading, one, {}).tokens) <= LONGEST


def test_passages_read_together_are_filled_as_one_by_one() -> None:
    for language in ("en", "zh"):
        slots = shipped().languages[language].slots
        assert slots is not None
        chain = slots.chain
        windows = []
        for title, text in joined(language, 2):
            reading = FRAMES.read(title, text, language=language)
            moves = [one for one in find_moves(reading)[1] if one.verdict.status]
            windows += [window(reading, one, rule_slots(reading, one)) for one in moves]
        assert len(windows) > 20
        assert chain.fill(windows) == [chain.fill([one])[0] for one in windows]


def test_what_is_searched_in_stretches_is_the_likeliest_of_all() -> None:
    draw = np.random.default_rng(3)
    lattices = [
        Lattice(*(draw.normal(0, 2, shape).astype(np.float32) for shape in shapes))
        for size in (1, 2, 5, 6)
        for tags in (1, 2, 4)
        for shapes in [((size, tags), (tags, tags), (tags,))] * 6
    ]
    for one in lattices:
        one.scores[:, 0] += 5
    for one, path in zip(lattices, likeliest(lattices), strict=True):
        every = product(range(len(one.first)), repeat=len(one.scores))
        best = max(every, key=lambda tags: total(one, tags))
        assert tuple(path) == best


def total(one: Lattice, tags: Sequence[int]) -> float:
    """Return the score of a path."""
    told = sum(float(row[tag]) for row, tag in zip(one.scores, tags, strict=True))
    steps = sum(float(one.steps[before, after]) for before, after in pairwise(tags))
    return told + steps + float(one.first[tags[0]])


class Given(SlotChain):
    """A model that says what a test wants it to say."""

    said: list[Filling]

    def fill(self, several: Sequence[Window]) -> list[list[Filling]]:
        return [self.said for _ in several]


def says(taught: SlotChain, reading: Reading, *told: tuple[str, str, int | None]) -> SlotChain:
    made = Given(**{**taught.__dict__, "lists": frozenset({"unit"})})
    said = []
    for slot, words, away in told:
        start = reading.text.index(words)
        said.append(Filling(slot, start, start + len(words), away))
    object.__setattr__(made, "said", said)
    return made


def test_what_is_marked_becomes_values_entities_and_lists(taught: SlotChain) -> None:
    text = "On Friday Kestro Ltd opened a mill and a shop near Oslo; partner Orvane Ltd paid 3 million dollars."
    tagger = Tagger(
        Registry(companies=(Company(id="orvane", names={"en": ("Orvane Ltd",)}),)), None
    )
    reading = tagger.read("", text, language="en")
    one = next(c for c in find_moves(reading)[1] if c.rule.kind == "expansion")
    chain = says(
        taught, reading, ("unit", "mill", 0), ("unit", "shop", 0), ("place", "Oslo", 0),
        ("place", "near", 1), ("amount", "3 million", 0), ("actor", "Orvane", 0),
    )  # fmt: skip
    made = filled(reading, [one], chain)[0]
    units = made.slots["unit"]
    assert isinstance(units, tuple)
    assert [unit.text for unit in units] == ["mill", "shop"]
    place, amount = made.slots["place"], made.slots["amount"]
    assert isinstance(place, Slot)
    assert isinstance(amount, Slot)
    assert place.text == "Oslo"
    assert amount.text == "3 million dollars"
    assert amount.value is not None
    assert made.parties.actor is not None
    assert made.parties.actor.entity == "orvane"


@pytest.mark.parametrize(
    ("text", "kind", "marked", "filled_in"),
    [
        ("青檐软件有限公司宣布，楼望川到岗，出任首席执行官。", "appointment", ("person", "楼望川"), "楼望川"),
        ("青檐软件有限公司将在嘉兴设立研发中心，出资人民币3.2亿元。", "expansion", ("amount", "3.2"), "人民币3.2亿元"),
        ("青檐软件有限公司将在嘉兴设立研发中心，出资七点二亿元。", "expansion", ("amount", "七点二亿元"), "七点二亿元"),
        ("岚桥陶瓷有限公司将在嘉兴设立研发中心。", "expansion", ("place", "嘉兴"), "嘉兴"),
        ("岚屿数科有限公司发布岚屿数科大模型，即日上线。", "product-launch", ("product", "大模型"), "岚屿数科大模型"),
    ],
)  # fmt: skip
def test_a_chinese_value_is_filled_in_whole_and_no_further(
    taught: SlotChain, text: str, kind: str, marked: tuple[str, str], filled_in: str
) -> None:
    reading = Tagger(Registry(), None).read("", text, language="zh")
    one = next(c for c in find_moves(reading)[1] if c.rule.kind == kind)
    slot, said = marked
    made = filled(reading, [one], says(taught, reading, (slot, said, 0)))[0]
    value = made.slots[slot]
    assert isinstance(value, Slot)
    assert value.text == filled_in


@pytest.mark.parametrize(
    ("dates", "first"),
    [
        (("next January", "31 March 2027"), "next January"),
        (("2027", "31 January 2027"), "2027"),
        (("31 January 2027", "next January"), "31 January 2027"),
    ],
)
def test_a_month_gives_way_to_the_day_in_it(
    taught: SlotChain, dates: tuple[str, str], first: str
) -> None:
    text = f"Kestro Ltd opened a plant ({dates[0]}). The gates of it stay shut until {dates[1]}."
    reading = FRAMES.read("", text, published="2026-11-03", language="en")
    one = next(c for c in find_moves(reading)[1] if c.rule.kind == "expansion")
    launch = one._replace(rule=replace(one.rule, kind="product-launch"))
    chain = says(taught, reading, ("date", dates[0], 0), ("date", dates[1], 1))
    date = filled(reading, [launch], chain)[0].slots["date"]
    assert isinstance(date, Slot)
    assert date.text == first


def test_words_that_no_list_has_as_a_company_may_be_the_actor(taught: SlotChain) -> None:
    reading, one = candidate(
        "On Friday Kestro Ltd opened a plant in Oslo, and the mill stayed.", "expansion"
    )
    made = filled(reading, [one], says(taught, reading, ("actor", "the mill", 0)))[0]
    assert made.parties.actor is not None
    assert made.parties.actor.name == "the mill"
    assert made.parties.sure


def test_an_actor_that_is_one_of_several_likely_ones_is_not_sure(taught: SlotChain) -> None:
    reading, one = candidate("On Friday Kestro Ltd opened a plant in Oslo.", "expansion")
    chain = says(taught, reading, ("actor", "Kestro Ltd", 0))
    object.__setattr__(chain, "said", [chain.said[0]._replace(chance=0.5)])
    made = filled(reading, [one], chain)[0]
    assert made.parties.actor == one.parties.actor
    assert not made.parties.sure


def moves_of(text: str, language: str = "en") -> tuple[Move, ...]:
    return Tagger(Registry(), Scorer(shipped())).tag("", text, language=language).moves


OPEN = [
    (
        "en", "Ferrowick was fined 2.4 million euros by the data authority for keeping call recordings too long.",
        "legal", "subject", "keeping call recordings",
    ),
    (
        "en", "The court of Bergen ordered Sundal Foods to pay 4 million kroner to rival Havbris over copied labels.",
        "legal", "subject", "copied labels",
    ),
    ("en", "Orvane recalls 40,000 kettles because the handle may come off.", "incident", "effect", "come off"),
    ("en", "Kestro is moving its payments engine to Rust so that settlement takes seconds.", "technology", "technology", "Rust"),
    ("zh", "因泄露客户资料，云栈科技被监管部门罚款200万元。", "legal", "subject", "泄露客户资料"),
    ("zh", "开石软件将核心交易系统迁移至自研数据库，以降低成本。", "technology", "technology", "自研数据库"),
]  # fmt: skip


def test_the_shipped_model_fills_what_no_list_of_words_could() -> None:
    right = [
        any(
            words in value.text
            for move in moves_of(text, language)
            if move.kind == kind
            for value in move.values(slot)
        )
        for language, text, kind, slot, words in OPEN
    ]
    assert sum(right) >= len(OPEN) - 1, right


def test_a_slot_that_is_nearly_always_told_has_a_spare_value_where_nothing_is_a_little_likelier(
    taught: SlotChain,
) -> None:
    text = "Kestro Ltd opened a plant beside Oslo and moved its car park behind Aarhus."
    reading, one = candidate(text, "expansion")
    passage = window(reading, one, {})
    found = []
    for halves in range(60):  # each time nothing is by a half likelier
        filled_in = replace(taught, lean=-halves / 2).fill([passage])[0]
        found.append(
            [(text[o.start - 1 : o.end - 1], o.sure) for o in filled_in if o.slot == "place"]
        )
    assert found[0] == [("Oslo", True)]
    assert found[-1] == []
    unsure = [told for told in found if told and not told[0][1]]
    assert 2 <= len(unsure) <= 6
    assert all(told == [("Oslo", False)] for told in unsure)
