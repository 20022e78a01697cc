"""What an announcement offers: not what customers reached, and not the days or seats that are left."""

import re
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

from text.kept import yaml_of
from text.promotions import read_promotion

# A longer block is an article or terms, not an announcement.
LONGEST = 240
_SENTENCES = re.compile(r"(?<=[.!?;])\s+|(?<=[。！？；])")
_DIGIT = re.compile(r"\d|[天日周时]")


def offered(text: str) -> str | None:
    """Return the discount that *text* offers; "customers save 20% on average" offers none."""
    sentences = (one for one in _SENTENCES.split(text) if not _reached().search(one))
    return read_promotion(" ".join(sentences))


def uncounted(text: str) -> str:
    """Return the announcement of a discount without what it counts down (3 days left, 仅剩5席), else *text*."""
    if len(text) > LONGEST or not _DIGIT.search(text):
        return text
    plain = _countdown().sub(" ⟨left⟩ ", text)
    terms = read_promotion(text)
    return plain if terms and terms == read_promotion(plain) else text


@cache
def _reached() -> re.Pattern[str]:
    return re.compile("|".join(_data()["reached"]), re.IGNORECASE)


@cache
def _countdown() -> re.Pattern[str]:
    data = _data()
    number = r"(?<![\d.,$€£¥￥])(?:\d{1,4}|[一二两三四五六七八九十]{1,3})"
    time = rf"{number}\s?(?:more\s)?(?:{data['units']})(?![a-z])"
    clock = r"(?<![\d:])\d{1,3}(?::\d{2}){1,3}(?![\d:])"
    run = rf"(?:{time}|{clock})(?:[\s,:：]{{0,2}}(?:and\s)?(?:{time}|{clock}))*"
    places = rf"{number}\s?(?:[a-z-]+\s){{0,2}}?(?:{data['places']})(?![a-z])"
    counted = rf"(?:{run}|{places})"
    before, behind = "|".join(data["before"]), "|".join(data["behind"])
    return re.compile(
        rf"(?:(?<![a-z])(?:{before})[\s:：]{{0,2}})(?:{counted}|{number}(?=\s(?:{behind})))(?:\s?(?:{behind}))?"
        rf"|(?:{counted}|{number})\s?(?:{behind})(?![a-z])",
        re.IGNORECASE,
    )


@cache
def _data() -> Mapping[str, Any]:
    found: Mapping[str, Any] = yaml_of(Path(__file__).with_suffix(".yaml"))
    return found
