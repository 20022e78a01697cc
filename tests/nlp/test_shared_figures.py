"""Which of several facts of a sentence a figure belongs to, and what was reported or is expected."""

import pytest

from nlp.tagger import Tagger
from schemas.language import Move
from schemas.registry import Company, Registry

OURS = Registry(
    companies=(
        Company(id="veldra", role="competitor", names={"en": ("Veldra",)}),
        Company(id="linghe", role="competitor", names={"zh": ("岭禾数科",)}),
        Company(id="wotu", role="competitor", names={"zh": ("沃途汽车",)}),
        Company(id="fengyue", role="competitor", names={"zh": ("峰越汽车",)}),
    )
)


@pytest.fixture(scope="module")
def reader() -> Tagger:
    return Tagger(OURS)


def tagged(reader: Tagger, text: str) -> list[Move]:
    title, _, body = text.rpartition(" || ")
    return list(reader.tag(title, body, published="2026-11-20").moves)


def told(move: Move) -> dict[str, list[str]]:
    return {name: [one.text for one in move.values(name)] for name in move.slots}


FIGURES = [
    ("Veldra said revenue rose 12% to $3bn while it cut 400 jobs.", "layoffs", {"count": ["400"]}),
    ("Veldra said revenue rose 12% to $3bn while it cut 400 jobs.", "results", {"change": ["12%"], "revenue": ["$3bn"]}),
    ("Veldra has cut 400 jobs as sales dropped 12%.", "layoffs", {"count": ["400"]}),
    ("Veldra raised prices by 5% and cut 300 jobs.", "layoffs", {"count": ["300"]}),
    ("Veldra agreed to buy Calloway, which has annual revenue of $30 million, for $80 million.", "acquisition", {"target": ["Calloway"], "amount": ["$80 million"]}),
    ("Veldra raises outlook || Veldra raised its full-year revenue outlook to $3.2 billion after sales rose 9% to $800 million in the third quarter.", "results", {"change": ["9%"], "period": ["third quarter"], "revenue": ["$800 million"]}),
    ("Veldra reported a 5% fall in quarterly sales to $3 billion and cut its outlook for next year to $2.8 billion.", "guidance", {"period": ["next year"], "to": ["$2.8 billion"]}),
    ("岭禾数科前三季度营收增长12%至30亿元，同时裁员400人。", "layoffs", {"count": ["400人"]}),
    ("岭禾数科中标中晟钢铁3000万元项目，并以2亿元收购乙未软件。", "acquisition", {"target": ["乙未软件"], "amount": ["2亿元"]}),
    ("岭禾数科以8亿元收购甲辰科技，后者去年营收3亿元。", "acquisition", {"target": ["甲辰科技"], "amount": ["8亿元"]}),
]  # fmt: skip


@pytest.mark.parametrize(
    ("text", "kind", "expected"), FIGURES, ids=[f"{k}-{t}" for t, k, _ in FIGURES]
)
def test_a_figure_is_told_of_the_move_of_its_clause(
    reader: Tagger, text: str, kind: str, expected: dict[str, list[str]]
) -> None:
    (move,) = [one for one in tagged(reader, text) if one.kind == kind]
    assert {name: values for name, values in told(move).items() if name in expected} == expected
    figures = {"amount", "percent", "count", "from", "to", "revenue", "profit", "change"}
    assert figures & told(move).keys() == figures & expected.keys()


REPORTED = [
    "Veldra reports lower third-quarter revenue",
    "Veldra reports lower third-quarter revenue || Veldra reported third-quarter revenue of $3bn, which fell 5% from a year earlier.",
    "Veldra posts lower revenue || Veldra's third-quarter revenue fell 5%, the company said on Tuesday.",
    "Veldra reports lower third-quarter revenue || Veldra on Tuesday reported lower third-quarter revenue, down 5% from a year ago.",
    "岭禾数科第三季度营收下滑 || 岭禾数科第三季度营收30亿元，同比下降5%。",
]


@pytest.mark.parametrize("text", REPORTED)
def test_what_is_reported_is_no_outlook(reader: Tagger, text: str) -> None:
    assert {one.kind for one in tagged(reader, text)} == {"results"}


EXPECTED = [
    ("Veldra expects revenue to rise 5% this year.", {"to": ["5%"]}),
    ("Veldra warned that third-quarter revenue would be 5% lower than a year ago.", {"to": ["5%"]}),
    ("Veldra expects revenue, which fell 5% last year, to rise 3% this year.", {"to": ["3%"]}),
    ("Veldra said revenue fell 5% in the third quarter and it expects a fall of 3% for the full year.", {"to": ["3%"]}),
]  # fmt: skip


@pytest.mark.parametrize(("text", "expected"), EXPECTED, ids=[t for t, _ in EXPECTED])
def test_what_is_expected_is_one_and_what_has_been_is_not_in_it(
    reader: Tagger, text: str, expected: dict[str, list[str]]
) -> None:
    (move,) = [one for one in tagged(reader, text) if one.kind == "guidance"]
    assert {name: told(move).get(name) for name in expected} == expected


def test_each_part_of_a_chinese_sentence_tells_of_its_company(reader: Tagger) -> None:
    text = "沃途汽车重申全年12万辆的目标不变，峰越汽车则将全年目标下调至10万辆。"
    first, second = tagged(reader, text)
    assert (first.actor and first.actor.entity, second.actor and second.actor.entity) == (
        "wotu",
        "fengyue",
    )
    assert "10万辆" not in str(told(first))
    assert told(second)["to"] == ["10万辆"]
    assert "12万辆" not in str(told(second))


STEPS = [
    ("Veldra cut the price of its planner by $5.", {"product": ["planner"], "change": ["$5"]}),
    ("Veldra will raise list prices for kraft linerboard by $60 a ton.", {"product": ["kraft linerboard"], "change": ["$60"]}),
    ("Veldra has cut the price of Quillmark by 10%, or $5.", {"product": ["Quillmark"], "percent": ["10%"]}),
    ("Veldra raises prices of its planner and cuts costs by $5 million.", {"product": ["planner"]}),
    ("岭禾数科宣布旗下小型打印机降价7元。", {"product": ["小型打印机"], "change": ["7元"]}),
    ("岭禾数科的打印机全系官降500元，起售价由3999元降至3499元。", {"from": ["3999元"], "to": ["3499元"]}),
]  # fmt: skip


@pytest.mark.parametrize(("text", "expected"), STEPS, ids=[t for t, _ in STEPS])
def test_the_sum_by_which_a_price_changes_is_told_where_nothing_else_tells_by_how_much(
    reader: Tagger, text: str, expected: dict[str, list[str]]
) -> None:
    (move,) = [one for one in tagged(reader, text) if one.kind.startswith("price-")]
    figures = {"from", "to", "percent", "change"}
    assert {name: told(move)[name] for name in expected} == expected
    assert figures & told(move).keys() == figures & expected.keys()
