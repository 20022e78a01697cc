"""The clause around an English trigger, on masked sentences of invented companies."""

import pytest

from nlp.clauses import Clause, clause_of
from nlp.frames import load
from nlp.frames.compiling import FIRST, NEXT, CompiledRule

ORG = FIRST["ORG"] + NEXT["ORG"] * 4


def _rule(name: str) -> CompiledRule:
    return next(rule for rule in load("en") if rule.name == name)


def _clause(rule: CompiledRule, sentence: str, trigger: str) -> tuple[Clause, str]:
    masked = sentence.replace("ORG", ORG)
    start = masked.index(trigger)
    return clause_of(rule, masked, start, start + len(trigger)), masked


@pytest.mark.parametrize(
    ("sentence", "patient"),
    [
        ("ORG will close two of its plants in May.", "two of its plants"),
        ("Two of its plants will be closed by ORG in May.", "Two of its plants"),
        ("The last shop, opened in spring, was closed on Friday.", "The last shop"),
        ("ORG has closed, with regret, nothing.", None),
        ("ORG closed shops and offices in the north.", "shops and offices"),
    ],
)
def test_what_the_act_is_done_to_is_found_in_either_voice(
    sentence: str, patient: str | None
) -> None:
    rule = _rule("market-exit/en/closes")
    trigger = "closed" if "closed" in sentence else "close"
    found, masked = _clause(rule, sentence, trigger)
    text = masked[slice(*found.patient)] if found.patient else None
    assert text == patient or (patient and text and patient in text)


def test_a_verb_split_by_its_object_has_that_object() -> None:
    found, masked = _clause(
        _rule("layoffs/en/cuts-jobs"), "ORG will lay 40 welders off in May.", "lay 40 welders off"
    )
    assert found.object is not None
    assert masked[slice(*found.object)].startswith("40 welders")


def test_a_relative_clause_says_so_and_keeps_its_subject() -> None:
    found, masked = _clause(
        _rule("acquisition/en/buys"), "ORG, which bought a rival in 2011, fell.", "bought"
    )
    assert found.link == "which"
    assert found.subject is not None
    assert masked[slice(*found.subject)] == ORG


def test_the_agent_of_a_passive_is_found() -> None:
    found, masked = _clause(
        _rule("acquisition/en/buys"), "The dairy was bought by ORG on Monday.", "bought"
    )
    assert found.passive
    assert found.agent is not None
    assert masked[found.agent[0] :].startswith(ORG)
