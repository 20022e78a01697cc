"""What is said of shares, bonds and fortunes is no move, unless the same sentence tells one."""

import pytest

from nlp.english.papers import of_papers
from nlp.tagger import Tagger
from schemas.kinds import MoveKind
from schemas.registry import Registry

FRAMES = Tagger(Registry(), scorer=None)


@pytest.mark.parametrize(
    ("kind", "text", "papers"),
    [
        ("results", "Shares of Velmora have gained 1.6% to $53.14.", True),
        ("public-offering", "Velmora's London-listed stock fell 4% on Monday.", True),
        ("results", "Velmora lost $4.20, or 3.1%, to $120.50.", True),
        ("results", "Velmora Inc climbed 2-1/2 to 80-1/8 in active trading.", True),
        ("results", "The founder of Velmora has a net worth of $2.4 billion.", True),
        (
            "divestiture",
            "Velmora sold three million dollars of subordinated notes to Tessard Associates.",
            True,
        ),
        ("acquisition", "Velmora began a tender offer for all of its 10% bonds due in 2031.", True),
        ("acquisition", "Velmora bought the bonds unit of Tessard for $4 million.", False),
        ("divestiture", "Velmora sold its debt collection business to Tessard.", False),
        (
            "capital-return",
            "Velmora amended its offer to buy the outstanding shares of Tessard to $35 a share.",
            True,
        ),
        ("capital-return", "Velmora will buy up to two million of its shares.", False),
        ("results", "Turnover of Velmora fell $20 million, or 10%, to $180 million.", False),
        ("results", "Velmora's market share rose to 12% in the quarter.", False),
        ("guidance", "Shares of Velmora fell 5% after it cut its target.", False),
        ("public-offering", "Velmora shares began trading in London and rose 12%.", False),
        ("price-increase", "Shares of Velmora rose 3%; it lifted its fees by 4%.", False),
        ("capital-return", "Velmora will redeem $4 million of its mortgage bonds.", True),
        ("capital-return", "Velmora will redeem bonds and pay a dividend of 20 cents.", False),
        ("capital-return", "Velmora hands $40 million back to its owners.", False),
        ("acquisition", "Underwriters exercised their option to buy 450,000 shares.", True),
        ("acquisition", "Velmora buys Tessard and pays with shares that underwriters sell.", False),
    ],
)
def test_papers_make_no_move(kind: MoveKind, text: str, *, papers: bool) -> None:
    reading = FRAMES.read("", text, language="en")
    assert bool(of_papers(reading, reading.sentences[-1], kind)) == papers


@pytest.mark.parametrize(
    ("text", "held"),
    [
        ("Velmora will drill off Norway. Velmora has a 37% interest in the well.", True),
        ("Velmora opened a mill. Tessard owns 45% of Velmora.", True),
        ("Velmora told the regulator it holds a 6% stake in Tessard.", False),
        ("Velmora opened a mill. It raised its stake in Tessard and holds 30% of it.", False),
        ("Velmora and Tessard start a venture. Velmora will hold 30% of it.", False),
    ],
)
def test_a_share_that_is_had_is_told_in_passing(text: str, *, held: bool) -> None:
    reading = FRAMES.read("", text, language="en")
    assert bool(of_papers(reading, reading.sentences[-1], "investment")) == held


@pytest.mark.parametrize(
    ("text", "kind", "status"),
    [
        ("Velmora acquires a 51% stake in Tessard for $40 million.", "acquisition", "done"),
        ("Velmora has bought 60 percent of Tessard Foods.", "acquisition", "done"),
        ("Velmora plans to take a 70% stake in Tessard.", "acquisition", "announced"),
        ("Velmora acquires a 12% stake in Tessard for $40 million.", "investment", "done"),
        ("Velmora has bought 49 percent of Tessard Foods.", "investment", "done"),
    ],
    ids=["most", "percent", "planned", "a little", "less than half"],
)
def test_who_buys_half_of_a_company_or_more_acquires_it(text: str, kind: str, status: str) -> None:
    moves = Tagger(Registry()).tag("", text, language="en", published="2026-11-20").moves
    assert [(one.kind, one.status) for one in moves] == [(kind, status)]
    assert moves[0].slots.keys() >= {"target", "stake"}
