"""A denial needs words that deny."""

import pytest

from nlp.english.denial import deniable
from nlp.tagger import Tagger
from schemas.registry import Company, Registry


@pytest.fixture(scope="module")
def trained() -> Tagger:
    return Tagger(Registry())


@pytest.mark.parametrize(
    ("text", "can"),
    [
        ("Velmora confirmed to reporters that it had cut 300 jobs.", False),
        ("Velmora told the regulator that it holds a 6% stake in Tessard Inc.", False),
        ("Velmora has not cut 300 jobs, it said.", True),
        ("Velmora cuts 300 jobs, the paper wrote. That is untrue.", True),
        ("Velmora called off the sale of its mill.", True),
        ("Velmora hasn't bought Tessard.", True),
    ],
)
def test_nothing_is_denied_without_a_word_for_it(trained: Tagger, text: str, *, can: bool) -> None:
    reading = trained.read("", text, language="en")
    sentence = next(one for one in reading.sentences if one.raw)
    assert deniable(reading, sentence, "layoffs") == can
    if not can:
        assert {move.status for move in trained.tag("", text, language="en").moves} == {"done"}


@pytest.mark.parametrize(
    ("title", "text", "status"),
    [
        ("Velmora buys Tessard for $118 million after denying talks", "Velmora will buy Tessard for $118 million, six weeks after it denied that there were talks. Shares fell 3%.", "announced"),
        ("", "Velmora has bought Tessard, weeks after the company had flatly denied such a deal.", "done"),
        ("Velmora denies buying Tessard after weeks of talk", "Velmora denied on Monday that it was buying Tessard.", "denied"),
        ("", "After a report that it had bought Tessard, Velmora denied that there was such a deal.", "denied"),
        ("", "Velmora is said to be buying Tessard. The company, having denied the report in June, denied it again.", "denied"),
    ],
    ids=["after-denying", "had-denied", "denies-after-talk", "after-a-report", "denied-again"],
)  # fmt: skip
def test_what_was_denied_before_is_told_now(
    trained: Tagger, title: str, text: str, status: str
) -> None:
    moves = trained.tag(title, text, language="en").moves
    assert [one.status for one in moves if one.kind == "acquisition"] == [status]


BEFORE: dict[str, tuple[str, str, str]] = {
    "after denying": ("Velmora to buy route planner Portulan Freight", "A week after denying talks, Velmora said it has agreed to buy Portulan Freight for £305 million.", "announced"),
    "which had denied": ("Velmora buys Portulan Freight", "Velmora, which had denied any interest, has acquired Portulan Freight for £305 million.", "done"),
    "having denied": ("Velmora agrees to buy Portulan Freight", "Having denied talks only last week, Velmora agreed on Monday to acquire Portulan Freight.", "announced"),
    "denied now": ("Velmora denies buying Portulan Freight", "Velmora, which owns two carriers, denied that it would acquire Portulan Freight.", "denied"),
}  # fmt: skip


@pytest.mark.parametrize(("title", "text", "status"), BEFORE.values(), ids=BEFORE)
def test_what_was_denied_first_is_told_now(title: str, text: str, status: str) -> None:
    companies = (
        Company(id="velmora", names={"en": ("Velmora",)}),
        Company(id="portulan", names={"en": ("Portulan Freight", "Portulan")}),
    )
    tags = Tagger(Registry(companies=companies)).tag(title, text, published="2026-11-17")
    assert [(one.kind, one.status) for one in tags.moves] == [("acquisition", status)]


ITSELF = [
    ("Veldra will not close its Leeds plant, the company said after it had denied reports of closing two plants.", "market-exit", "denied"),
    ("Veldra will not cut jobs in Leeds, unions said after the company denied reports of 300 layoffs.", "layoffs", "denied"),
    ("Veldra won't cut 300 jobs, it said after it had denied earlier reports.", "layoffs", "denied"),
    ("Veldra will keep its Leeds plant open and cut no jobs, it said after denying reports of 300 layoffs.", "layoffs", "denied"),
    ("Veldra is not buying Kestro, its chief executive said, having denied the talks in June.", "acquisition", "denied"),
    ("Veldra never raised prices, the company said, after it had denied reports of a 10% rise.", "price-increase", "denied"),
    ("Veldra scrapped the purchase of Kestro, weeks after denying talks.", "acquisition", "denied"),
    ("Veldra called off its bid for Kestro after it had denied the reports in June.", "acquisition", "denied"),
    ("After denying talks in June, Veldra said it will not buy Kestro.", "acquisition", "denied"),
    ("Veldra will cut 300 jobs, weeks after it denied reports of layoffs.", "layoffs", "announced"),
    ("Veldra has bought Kestro, having denied talks in June.", "acquisition", "done"),
    ("After denying reports of layoffs, Veldra has cut 300 jobs.", "layoffs", "done"),
    ("Veldra has cut 300 jobs, not 500, after it had denied reports of layoffs.", "layoffs", "done"),
    ("Veldra will buy Kestro, though no price was given, weeks after it denied talks.", "acquisition", "announced"),
    ("Veldra will buy Kestro, which no longer makes printers, weeks after it denied that it was in talks.", "acquisition", "announced"),
    ("Veldra raises prices by 10%, despite having denied plans to do so.", "price-increase", "announced"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "kind", "status"), ITSELF, ids=[one[0] for one in ITSELF])
def test_a_sentence_that_tells_of_an_earlier_denial_may_say_no_itself(
    text: str, kind: str, status: str
) -> None:
    companies = (
        Company(id="veldra", names={"en": ("Veldra",)}),
        Company(id="kestro", names={"en": ("Kestro",)}),
    )
    told = Tagger(Registry(companies=companies)).tag("", text, published="2026-11-24").moves
    assert [one.status for one in told if one.kind == kind] == [status]
