"""What analysts expect of a company is no move of it; what it announces is one, whatever they say of it."""

from time import perf_counter

import pytest

from nlp.english import outsiders
from nlp.tagger import Tagger
from schemas.registry import Registry

READER = Tagger(Registry())

GUESSES = [
    ("", "Tesk Mills will probably cut 300 jobs next year, Merriton analyst Ann Cole said."),
    ("", "Tesk Mills is likely to raise its full-year revenue forecast, an analyst at Merriton wrote in a note."),
    ("", "Tesk Mills could file for bankruptcy this winter, an industry analyst warned."),
    ("", "Tesk Mills might open a plant in Spain next year, said Kim Sorell, an analyst at Fellmore Bank."),
    ("", "Tesk Mills may sell its printer business, according to two analysts at Fellmore Bank."),
    ("", "Analysts at Merriton expect Tesk Mills to go public in 2027."),
    ("", "Economists believe that Tesk Mills will raise its prices by 5% in spring."),
    ("", "Several analysts said Tesk Mills should buy a smaller rival."),
    ("Tesk Mills seen raising prices", "Tesk Mills may raise prices by 5% in spring, a strategist at Merriton said."),
    ("Analyst: Tesk Mills could sell printer unit", "Tesk Mills could sell its printer unit, an analyst at Merriton said."),
    ("", "Even as analysts expect Tesk Mills to raise prices by 5%, its shares are falling."),
    ("", "Analysts expect that, with costs still climbing, Tesk Mills will raise its prices by 5% in spring."),
    ("", "As rivals close plants, analysts believe Tesk Mills will cut 300 jobs next year."),
    ("Price rise in spring likely at Tesk Mills, analysts say", "Tesk Mills is expected to raise prices in spring, analysts at Merriton say."),
    ("Price rise at Tesk Mills likely, analysts say", "Tesk Mills is expected to raise prices next year, analysts at Merriton say."),
]  # fmt: skip
MOVES = [
    ("price-decrease", "Tesk Mills plans to cut prices by 5% next year, chief executive Ines Varga told analysts."),
    ("price-increase", "Tesk Mills may raise prices in spring, chief executive Ines Varga said on a call with analysts."),
    ("layoffs", "Tesk Mills will cut 300 jobs, which could save $5 million a year, analysts said."),
    ("layoffs", "Analysts said Tesk Mills, which will cut 300 jobs next year, has too many plants."),
    ("guidance", "Tesk Mills raised its full-year revenue forecast to $2 billion, more than analysts had expected."),
    ("price-increase", "Tesk Mills will raise prices by 5% in January. Rivals could follow, analysts said."),
    ("acquisition", "Tesk Mills has agreed to buy Orvane for $40 million, and analysts expect the deal to close soon."),
    ("capital-return", "Tesk Mills beat analyst forecasts and raised its dividend to 20 cents."),
    ("price-increase", "Tesk Mills has raised prices by 5%, analysts at Merriton said."),
    ("divestiture", "As analysts had expected, Tesk Mills has sold its printer unit to Orvane."),
    ("acquisition", "As most analysts expected, Tesk Mills acquired Orvane for $40 million."),
    ("price-increase", "Topping what analysts expected, Tesk Mills has raised its prices by 5% from 1 January."),
    ("expansion", "Surprising analysts who thought it would shrink, Tesk Mills opened a plant in Leeds."),
    ("price-increase", "Analysts expected a fall in profit, Tesk Mills has raised its prices by 5%."),
    ("appointment", "Tesk Mills has appointed former Merriton analyst Ann Cole as head of strategy."),
]  # fmt: skip


def kinds(title: str, text: str) -> list[str]:
    moves = READER.tag(title, text, published="2026-05-04", language="en").moves
    return [one.kind for one in moves]


@pytest.mark.parametrize(("title", "text"), GUESSES, ids=[text for _, text in GUESSES])
def test_guesses_of_outsiders_are_no_moves(title: str, text: str) -> None:
    assert kinds(title, text) == []


@pytest.mark.parametrize(("kind", "text"), MOVES, ids=[text for _, text in MOVES])
def test_what_a_company_does_is_a_move_though_analysts_speak_of_it(kind: str, text: str) -> None:
    assert kinds("", text) == [kind]


def test_a_guess_leaves_what_the_company_announced() -> None:
    guess = "It could cut prices in spring, too, analysts at Merriton said."
    assert kinds("Tesk Mills cuts 300 jobs", f"Tesk Mills will cut 300 jobs. {guess}") == [
        "layoffs"
    ]


@pytest.mark.parametrize(
    ("kind", "title", "text"),
    [
        ("acquisition", "Tesk Mills buys Orvane in $40 million deal that analysts say could lift sales", ""),
        ("layoffs", "Tesk Mills cuts 300 jobs, most since 2019, and may close plants", "Shares of Tesk Mills may fall further, analysts said on Monday."),
        ("layoffs", "Tesk Mills cuts 300 jobs in a move that may hurt sales, analysts say", ""),
        ("price-increase", "Tesk Mills raises prices by 5% as demand could fall, says analyst", ""),
    ],
    ids=["could-lift", "may-close", "may-hurt", "could-fall"],
)  # fmt: skip
def test_what_may_follow_from_a_move_leaves_it_in_the_headline(
    kind: str, title: str, text: str
) -> None:
    assert kind in kinds(title, text)


def test_a_long_sentence_of_analysts_is_read_in_no_time() -> None:
    text = f"Tesk Mills {'analysts said, analysts expect, ' * 1500}has cut 300 jobs."
    words = outsiders._words()
    began = perf_counter()
    assert outsiders._attributed(text, words)
    assert outsiders._thought(text[-outsiders._REACH :], words) is not None
    assert perf_counter() - began < 1
