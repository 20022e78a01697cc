"""Names of all labels in English sentences of our own: companies, people, products, places, posts, laws.

``cases/english_labels.txt`` has a sentence a line, every name marked: ``[Sætre|PERSON]``. What is not marked is none.
"""

import re
from pathlib import Path

import pytest

from nlp.tagger import Tagger
from schemas.registry import Registry

LABELS = {"ORG", "PERSON", "PRODUCT", "PLACE", "ROLE", "LAW"}
CASES = (Path(__file__).parent / "cases" / "english_labels.txt").read_text(encoding="utf-8")
MARK = re.compile(r"\[(?P<name>[^|\]]+)\|(?P<label>[A-Z]+)\]")


@pytest.fixture(scope="module")
def tagger() -> Tagger:
    return Tagger(Registry())


@pytest.mark.parametrize("line", CASES.splitlines())
def test_names_of_all_labels_are_found_whole(line: str, tagger: Tagger) -> None:
    plain = MARK.sub(lambda hit: hit["name"], line)
    tags = tagger.tag("", plain, published="2026-05-04", language="en")
    found = [(one.text, one.label) for one in tags.mentions if one.label in LABELS]
    assert found == [(hit["name"], hit["label"]) for hit in MARK.finditer(line)]


@pytest.mark.parametrize(
    ("text", "label"),
    [
        ("Velmora passed its ISO 9001 audit.", "PRODUCT"),
        ("It meets in room 1203 at 9.", "PRODUCT"),
        ("Section 8 of the contract is unclear.", "LAW"),
        ("Leeds Brewery sold more beer.", "PLACE"),
        ("Managers and directors bought shares.", "ROLE"),
        ("The chip designer Orrin Micro is going public.", "ROLE"),
        ("The Board of Directors of the company met.", "ORG"),
    ],
)
def test_what_only_looks_like_one_is_none(text: str, label: str, tagger: Tagger) -> None:
    tags = tagger.tag("", text, published="2026-05-04", language="en")
    assert label not in {one.label for one in tags.mentions}
