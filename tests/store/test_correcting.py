"""Corrections laid over tags: the move that was meant changes, wherever its words stand again."""

from datetime import UTC, datetime
from typing import Any

import pytest

from schemas.corrections import Correction
from schemas.kinds import Label, MoveKind, Status
from schemas.language import Mention, Move, Slot, Span, Tags
from store.correcting import corrected

TOLD = "Tavvik appoints Joan Merrow as CFO"
TEXT = f"{TOLD}\n{TOLD}, the company said on Monday. Kestro looks on. Later Kestro hired her."
LEAD = TEXT.index(TOLD, 1)


def move(at: int, words: str = TOLD, kind: MoveKind = "appointment", **fields: Any) -> Move:
    given: dict[str, Any] = {"status": "done", "confidence": 0.8, "rule": "tagger", **fields}
    return Move(kind=kind, evidence=(Span(start=at, end=at + len(words)),), **given)


def correction(fix: Any, of: Move | None = None, words: str = TOLD, **fields: Any) -> Correction:
    at = datetime(2026, 11, 16, tzinfo=UTC)
    own = {"words": words, "move": of} if of else {}
    return Correction.model_validate(
        {"id": "c1", "at": at, "author": "mei", "reason": "So it is", "fix": fix, **own, **fields}
    )


def laid(moves: tuple[Move, ...], *corrections: Correction, text: str = TEXT) -> list[Move]:
    outcome = corrected(Tags(language="en", moves=moves), text, corrections)
    assert outcome.lapsed == ()
    return list(outcome.tags.moves)


def brief(moves: list[Move]) -> list[tuple[MoveKind, Status, int]]:
    return [(one.kind, one.status, one.evidence[0].start) for one in moves]


@pytest.mark.parametrize("at", [0, LEAD], ids=["in the headline", "in the lead"])
def test_a_move_whose_words_stand_twice_is_the_one_corrected(at: int) -> None:
    found = move(at)
    assert laid((found,), correction("remove", found)) == []
    assert brief(laid((found,), correction("kind", found, kind="hiring"))) == [
        ("hiring", "done", at)
    ]
    assert brief(laid((found,), correction("status", found, status="denied"))) == [
        ("appointment", "denied", at)
    ]


@pytest.mark.parametrize(("was", "now"), [(0, LEAD), (LEAD, 0)], ids=["lead now", "headline now"])
def test_a_move_that_is_found_at_the_other_place_now_is_still_the_one(was: int, now: int) -> None:
    assert laid((move(now),), correction("remove", move(was))) == []
    assert brief(laid((move(now),), correction("status", move(was), status="denied"))) == [
        ("appointment", "denied", now)
    ]


def test_a_move_no_longer_found_is_put_back_where_it_stood() -> None:
    back = laid((), correction("status", move(LEAD), status="denied"))
    assert brief(back) == [("appointment", "denied", LEAD)]


def test_of_two_moves_in_the_same_words_the_meant_one_changes_and_its_like_with_it() -> None:
    here, there = move(0), move(LEAD)
    denied = correction("status", there, status="denied")
    assert brief(laid((here, there), denied)) == [
        ("appointment", "denied", 0),
        ("appointment", "denied", LEAD),
    ]
    other = move(0, actor=Slot(text="Kestro"))
    assert brief(laid((other, there), denied)) == [
        ("appointment", "done", 0),
        ("appointment", "denied", LEAD),
    ]


def test_moves_of_another_kind_or_of_other_words_stay() -> None:
    others = (move(0, kind="hiring"), move(TEXT.index("Later"), "Later Kestro hired her"))
    assert laid((*others, move(LEAD)), correction("remove", move(LEAD))) == [*others]


def test_words_that_show_a_move_are_those_nearest_to_it() -> None:
    late = move(TEXT.index("Later"), "Later Kestro hired her")
    (shown,) = laid(
        (late,), correction("span", late, words="Later Kestro hired her", evidence="Kestro")
    )
    assert shown.evidence[0].start == TEXT.rindex("Kestro")


def test_what_is_not_in_the_text_lapses_and_what_changes_nothing_is_told() -> None:
    tags = Tags(language="en", moves=(move(LEAD),), about=("tavvik", "kestro"))
    gone = correction("status", move(0, "Gone"), words="Gone", status="denied")
    assert corrected(tags, TEXT, [gone]).lapsed == ("c1",)
    idle = [
        correction("remove", move(0, "Kestro"), words="Kestro"),
        correction("about", company="tavvik", holds=True),
        correction("about", company="brelnor", holds=False),
        correction("relevance", holds=True),
    ]
    for one in idle:
        outcome = corrected(tags, TEXT, [one])
        assert (outcome.idle, outcome.tags.about) == (("c1",), tags.about)
    assert corrected(tags, TEXT, [correction("remove", move(0))]).idle == ()


def test_of_interest_again_brings_everything_back_with_what_was_corrected_meanwhile() -> None:
    tags = Tags(language="en", moves=(move(LEAD),), about=("tavvik",))
    none, again = correction("relevance", holds=False), correction("relevance", holds=True)
    emptied = corrected(tags, TEXT, [none]).tags
    assert (emptied.irrelevant, emptied.moves, emptied.about) == (True, (), ())
    back = corrected(tags, TEXT, [none, again]).tags
    assert (back.irrelevant, back.moves, back.about) == (False, tags.moves, tags.about)
    denied = correction("status", move(LEAD), status="denied")
    for order in ([denied, none, again], [none, again, denied], [none, denied, again]):
        assert brief(list(corrected(tags, TEXT, order).tags.moves)) == [
            ("appointment", "denied", LEAD)
        ]
    assert corrected(tags, TEXT, [none, again, none]).tags.moves == ()


DEALS = "\nBrelnor agreed to buy Kestro, a maker of software, for €40 million, and Polwick for €3 million."
AGREED = "agreed to buy Kestro, a maker of software"
THERE = DEALS.index(AGREED)
BRELNOR, POLWICK = Slot(text="Brelnor"), Slot(text="Polwick")
TAGGED = move(
    THERE, AGREED, "acquisition", actor=BRELNOR, slots={"amount": Slot(text="€40 million")}
)


def added(**fields: Any) -> Correction:
    return correction("add", move(THERE, AGREED, "acquisition", status="denied", **fields), AGREED)


@pytest.mark.parametrize(
    "fields",
    [{"actor": POLWICK}, {"actor": BRELNOR, "slots": {"amount": Slot(text="€3 million")}}],
    ids=["another company", "another sum"],
)
def test_a_move_added_beside_one_of_its_kind_is_a_second_one(fields: dict[str, Any]) -> None:
    first, second = sorted(laid((TAGGED,), added(**fields), text=DEALS), key=lambda m: m.rule)
    assert (second, first.status, acting(first)) == (TAGGED, "denied", fields["actor"].text)
    # Corrected further, each is itself.
    denied = correction("status", TAGGED, AGREED, status="rumoured")
    both = laid((TAGGED,), added(**fields), denied, text=DEALS)
    assert {(m.status, told_sum(m)) for m in both} == {
        ("denied", told_sum(first)),
        ("rumoured", "€40 million"),
    }
    assert laid((TAGGED,), added(**fields), correction("remove", first, AGREED), text=DEALS) == [
        TAGGED
    ]


def acting(one: Move) -> str:
    return one.actor.text if one.actor else ""


def told_sum(one: Move) -> str:
    return " ".join(value.text for value in one.values("amount"))


@pytest.mark.parametrize(
    "fields", [{}, {"actor": BRELNOR}, {"slots": {"amount": Slot(text="€40 million")}}],
    ids=["nothing more", "the same company", "the same sum"],
)  # fmt: skip
def test_a_move_that_the_tagger_finds_later_is_one_and_the_person_s_word_on_it_counts(
    fields: dict[str, Any],
) -> None:
    (one,) = laid((TAGGED,), added(**fields), text=DEALS)
    assert (one.status, one.rule, one.confidence) == ("denied", "analyst", 1.0)
    assert (acting(one), told_sum(one)) == ("Brelnor", "€40 million")


WARES = "\nBrelnor sells the planning tool. Tavvik Flow 3 beats Tavvikson, says Tavvik; planning tools differ."


def named(words: str, entity: str | None, label: Label = "ORG") -> Mention:
    at = WARES.index(words)
    return Mention(text=words, start=at, end=at + len(words), label=label, entity=entity)


def renaming(name: str, entity: str | None, company: str = "", **tags: Any) -> Tags:
    made = correction("mention", name=name, entity=entity, company=company)
    outcome = corrected(Tags(language="en", **tags), WARES, [made])
    return outcome.tags.model_copy(update={"corrected": outcome.idle})


def shown(tags: Tags) -> list[tuple[str, int, str, str | None]]:
    return [(m.text, m.start, m.label, m.entity) for m in tags.mentions]


def test_words_that_nobody_took_for_a_name_become_one() -> None:
    tags = renaming("planning tool", "tavvik-flow", "tavvik")
    assert shown(tags) == [
        ("planning tool", WARES.index("planning"), "PRODUCT", "tavvik-flow")  # not in "tools"
    ]
    assert shown(renaming("Tavvik", "tavvik")) == [
        ("Tavvik", WARES.index("Tavvik Flow"), "ORG", "tavvik"),
        ("Tavvik", WARES.index("Tavvik;"), "ORG", "tavvik"),  # not in "Tavvikson"
    ]


def test_a_longer_name_takes_the_place_of_its_part_and_a_part_not_that_of_the_whole() -> None:
    part, whole = named("Tavvik Flow", "tavvik", "PRODUCT"), named("Tavvik Flow 3", "tavvik-flow")
    longer = renaming("Tavvik Flow 3", "tavvik-flow", "tavvik", mentions=(part,))
    assert [(m.text, m.entity) for m in longer.mentions] == [("Tavvik Flow 3", "tavvik-flow")]
    shorter = renaming("Tavvik Flow", "tavvik", mentions=(whole,))
    assert (shorter.mentions, shorter.corrected) == ((whole,), ("c1",))


def test_a_product_acts_for_its_company() -> None:
    acts = move(1, "Brelnor sells", actor=Slot(text="Brelnor", entity="brelnor"), slots={"product": Slot(text="Brelnor")})  # fmt: skip
    tags = renaming(
        "Brelnor", "tavvik-flow", "tavvik",
        mentions=(named("Brelnor", "brelnor"),), about=("brelnor",), moves=(acts,),
    )  # fmt: skip
    (one,) = tags.moves
    assert one.actor is not None
    assert (tags.about, one.actor.entity) == (("tavvik",), "tavvik")
    assert one.values("product")[0].entity == "tavvik-flow"
    assert [m.entity for m in tags.mentions] == ["tavvik-flow"]


def test_a_name_means_nobody_we_know_only_where_it_is_tagged() -> None:
    assert renaming("planning tool", None).corrected == ("c1",)
    gone = renaming("Brelnor", None, mentions=(named("Brelnor", "brelnor"),), about=("brelnor",))
    assert (gone.about, [m.entity for m in gone.mentions]) == ((), [None])
