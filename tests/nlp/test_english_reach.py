"""How far a denial reaches (nlp/english/reach.py)."""

import pytest

from nlp.english.reach import own_part_of, reaches


@pytest.mark.parametrize(
    ("words", "hit", "trigger", "governs"),
    [
        ("it has scrapped its listing and raised money", "scrapped", "raised", False),
        ("it denied that it would close a mill and sell a dairy", "denied", "sell", True),
        ("it denied that it had closed a mill and sold a dairy", "denied", "sold", True),
        ("it has rejected reports that it will close and has bought a rival", "rejected", "bought", False),
        ("it bought a rival and dismissed talk of a closure", "dismissed", "bought", False),
        ("a paper said it had bought a rival and it denied the report", "denied", "bought", True),
        ("outage leaves tills silent; firm denies squeeze", "denies", "outage", False),
    ],
    ids=["scraps-and", "would-and", "had-and", "will-and-has", "and-dismissed", "denied-the-report", "headline"],
)  # fmt: skip
def test_a_denial_governs_what_shares_its_verb(
    words: str, hit: str, trigger: str, *, governs: bool
) -> None:
    at, of = ((words.index(one), words.index(one) + len(one)) for one in (hit, trigger))
    assert reaches(words, at, of, title=hit == "denies") == governs


def test_a_second_predicate_has_its_own_time() -> None:
    assert own_part_of("will invest in a furnace, and has ", "joined") == "has "
    assert own_part_of("will close its site and ", "has bought") == ""
    assert own_part_of("will open a plant and ", "hire") == "will open a plant and "
