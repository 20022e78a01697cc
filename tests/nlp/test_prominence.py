"""What a text tells as its news: what its title or lead tells, wherever it tells it best."""

from dataclasses import replace

import pytest

from nlp.moves import find_moves
from nlp.prominence import Layout, in_passing, prominent, without_parties_figures
from nlp.tagger import Tagger
from schemas.registry import Registry

FRAMES = Tagger(Registry(), scorer=None)
_FILLER = "The harbour was quiet, and the weather stayed fine for the time of the year. " * 9


@pytest.mark.parametrize(
    ("lead", "later", "kept"),
    [(0.8, 0.81, True), (None, 0.66, False), (None, 0.75, True), (0.3, 0.5, False)],
    ids=["told in the lead, better later", "only later", "plainly later", "nowhere surely"],
)
def test_what_the_lead_tells_is_news_though_a_later_sentence_tells_it_better(
    *, lead: float | None, later: float, kept: bool
) -> None:
    text = f"Velmora acquired Tessard Ltd.\n\n{_FILLER}\n\nVelmora acquired Tessard Ltd for $4 million.\n\n{_FILLER}"
    reading = FRAMES.read("", text, language="en")
    first, *_, last = [c for c in find_moves(reading)[1] if c.rule.kind == "acquisition"]
    told = [last._replace(confidence=later)]
    if lead is not None:
        told.insert(0, first._replace(confidence=lead))
    assert bool(prominent([told], Layout.of(reading, told, weighed=True))) == kept


@pytest.mark.parametrize(
    ("sure", "after", "kept"),
    [(0.79, _FILLER, False), (0.85, _FILLER, True), (0.96, "", False), (0.98, "", True)],
    ids=["likely", "sure", "likely in the end", "sure in the end"],
)
def test_words_alone_make_news_after_the_lead_only_where_they_are_sure(
    *, sure: float, after: str, kept: bool
) -> None:
    text = f"The harbour was calm.\n\n{_FILLER}\n\nVelmora acquired Tessard Ltd for $4 million.\n\n{after}"
    reading = FRAMES.read("", text, language="en")
    one = next(c for c in find_moves(reading)[1] if c.rule.kind == "acquisition")
    words = one._replace(rule=replace(one.rule, rule_id="words"), confidence=sure)
    layout = Layout.of(reading, [words], weighed=True)
    assert bool(prominent([[words]], layout)) == kept
    told = in_passing([words], layout)[0].verdict
    assert told.status == (one.verdict.status if kept else None)
    needed = "0.8" if after else "0.97"
    assert kept or (told.reason, told.because) == ("in passing", f"{sure} where {needed} is needed")


@pytest.mark.parametrize(
    ("lead", "kept"),
    [("澜桥电器发布新款空调。", True), ("港口很平静。", False)],
    ids=["a move", "none"],
)
def test_after_a_lead_that_tells_no_move_a_move_must_be_surer(*, lead: str, kept: bool) -> None:
    filler = "海面上没有风，码头边的人都在等渡轮，天色渐渐暗了下来。" * 8
    text = f"{lead}\n\n{filler}\n\n澜桥电器以3亿元收购了穗岚软件。\n\n{filler}{filler}"
    reading = FRAMES.read("", text, language="zh")
    told = [c for c in find_moves(reading)[1] if c.verdict.status]
    deal = next(c for c in told if c.rule.kind == "acquisition")._replace(confidence=0.85)
    assert bool(prominent([[deal]], Layout.of(reading, told, weighed=True))) == kept


def test_a_round_up_tells_news_to_its_end() -> None:
    firms = ["Velmora", "Tessard Ltd", "Corbeck", "Brackwell Tools"]
    text = (
        _FILLER + "\n\n" + "\n\n".join(f"{one} named Ann Harlow chief executive." for one in firms)
    )
    reading = FRAMES.read("Calm at the harbour", text, language="en")
    told = [c for c in find_moves(reading)[1] if c.rule.kind == "appointment"]
    last = [max(told, key=lambda c: c.sentence.start)._replace(confidence=0.9)]
    for several, kept in ((told, True), (last, False)):
        assert bool(prominent([last], Layout.of(reading, several, weighed=True))) == kept


@pytest.mark.parametrize(
    ("title", "others", "weighed", "kept"),
    [
        ("Calm at the harbour", False, True, False),
        ("Calm at the harbour", True, True, True),
        ("Calm at the harbour", False, False, True),
        ("", False, True, True),
    ],
    ids=["the only one", "beside another", "as frames say", "a sentence by itself"],
)
def test_the_only_move_of_a_brief_text_must_be_likely(
    *, title: str, others: bool, weighed: bool, kept: bool
) -> None:
    text = (
        "Velmora acquired Tessard Ltd for $4 million. Velmora appointed Ann Harlow chief executive."
    )
    reading = FRAMES.read(title, text, language="en")
    told = [c for c in find_moves(reading)[1] if c.rule.kind in {"acquisition", "appointment"}]
    deal = next(c for c in told if c.rule.kind == "acquisition")._replace(confidence=0.65)
    layout = Layout.of(reading, told if others else [deal], weighed=weighed)
    assert bool(prominent([[deal]], layout)) == kept


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("Velmora bought Tessard. Sales at Tessard came to $30 million in 2025.", False),
        ("Velmora bought Tessard. Velmora expects sales of $90 million this year.", True),
        ("Velmora bought Tessard. Separately, sales rose 4% to $90 million in 2025.", True),
        ("Sales of Tessard came to $30 million in 2025. Velmora bought Tessard.", True),
    ],
    ids=["the target's", "the buyer's outlook", "reported as well", "told first"],
)
def test_figures_of_a_deal_s_parties_are_background(text: str, *, kept: bool) -> None:
    reading = FRAMES.read("", text, language="en")
    deal = next(c for c in find_moves(reading)[1] if c.rule.kind == "acquisition")
    figures = next(c for c in find_moves(reading)[1] if c.rule.kind in {"results", "guidance"})
    assert len(without_parties_figures([[deal], [figures]], reading)) == 1 + kept


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("澜桥电器收购了穗岚软件。穗岚软件2025年营收1.2亿元，净利润1800万元。", False),
        ("澜桥电器收购了穗岚软件。同日披露的年报显示，穗岚软件营收1.2亿元。", True),
        ("穗岚软件2025年营收1.2亿元，净利润1800万元。澜桥电器收购了穗岚软件。", True),
    ],
    ids=["the target's", "reported as well", "told first"],
)
def test_figures_of_a_chinese_deal_s_parties_are_background(text: str, *, kept: bool) -> None:
    reading = FRAMES.read("", text, language="zh")
    deal = next(c for c in find_moves(reading)[1] if c.rule.kind == "acquisition")
    figures = next(c for c in find_moves(reading)[1] if c.rule.kind == "results")
    assert len(without_parties_figures([[deal], [figures]], reading)) == 1 + kept
