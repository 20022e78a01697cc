"""Strings that a pattern needs: found from its source, and never wrong on the corpora."""

import re

import pytest

from nlp.corpora import FOLDER, read_items
from nlp.frames import load
from nlp.frames.compiling import Expression
from text.sieve import Sieve, Sifted, needed


@pytest.mark.parametrize(
    ("source", "strings"),
    [
        (r"\bden(?:y|ied)\b", {"deny", "denied"}),
        (r"(?:was|were)\s(?:called off|scrapped)", {"called off", "scrapped"}),
        (r"colou?r", {"color", "colour"}),
        (r"[Cc]hief\w*", {"chief"}),
        (r"(?P<n>\d+) (?:jobs|posts)", {" jobs", " posts"}),
        (r"x+yz", {"yz"}),
        (r"(?:否认|[不未]属实)", {"否认", "不属实", "未属实"}),
        (r"拟(?!定)", {"拟"}),
        (r"\w+ing|\d+", None),
        (r"(?:ab)?", None),
        (r"(?<!no )deal(?= done)", {"deal"}),
        (r"(?:ab)*c", None),
        (r"(?i:YES)|no", {"yes", "no"}),
    ],
)
def test_strings_of_which_a_match_has_one(source: str, strings: set[str] | None) -> None:
    assert needed(source) == strings


@pytest.mark.parametrize("language", ["en", "zh"])
def test_what_is_spared_would_not_have_matched(language: str) -> None:
    parts = ("near", "unless", "object", "after", "before", "not_after", "not_before", "trigger")
    every = {getattr(rule, part) for rule in load(language) for part in parts} - {None}
    sources = sorted({one.source for one in every if isinstance(one, Expression)})[::9]
    sieve = Sieve(sources)
    patterns = [re.compile(source, re.IGNORECASE) for source in sources]
    paths = sorted((FOLDER / language).glob("*.jsonl"))
    texts = [one.text for path in paths for one in read_items(path)][::60]
    matched = spared = 0
    for text in texts:
        open_ = sieve.open(text)
        spared += len(patterns) - len(open_)
        for number, pattern in enumerate(patterns):
            if number not in open_:
                assert not pattern.search(text), (sources[number], text)
            elif pattern.search(text):
                matched += 1
    assert matched > 50
    assert spared > 0.5 * len(texts) * len(patterns)


def test_letters_of_any_case_are_one_letter() -> None:
    assert Sieve(["DENIED", "sold"]).open("Brackenholm denied it") == {0}


def test_a_sifted_pattern_finds_what_the_pattern_does() -> None:
    source = r"\b(?:poison pill|(?:one|each) right for|rights? plans?)\b"
    for text in (
        "A Poison Pill, then.",
        "each right for a share",
        "the poisonpill",
        "no rights",
        "",
    ):
        hit = re.search(source, text, re.IGNORECASE)
        found = Sifted(source).search(text)
        assert (found and found.span()) == (hit and hit.span())
