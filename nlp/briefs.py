"""Briefs: Chinese texts whose lines tell the news of one company each, which are read one by one.

In a morning's brief the words of the other items say nothing of an item: whether it tells a move, who acts and what
fills its slots is told by its own line.
"""

import re
from collections.abc import Sequence

from nlp.reading import Reading, Sentence, is_body, key_of

_NUMBER = re.compile(
    r"\s*(?:\d{1,2}\s?[.、．)）](?!\d)|[（(][\d一二三四五六七八九十]{1,2}[)）]|[①-⑳]|[一二三四五六七八九十]{1,2}、|[•●■▪◆·▶►]|【)"
)
_LEAST = 3  # lines
# So many of the lines name a company at their head, each another: of numbered ones, and of others, which are short then.
_HEADED = {True: 0.5, False: 0.8}
_SHORT = 2  # sentences
_HEAD = 24  # characters of a line in which its company stands


def items(reading: Reading) -> list[tuple[Sentence, ...]]:
    """Return the sentences of each item of a brief, the headline and what comes before the first item as one; nothing for other texts."""
    if reading.language != "zh":
        return []
    lines = _lines(reading)
    body = [line for line in lines if not line[0].title]
    numbered = [line for line in body if _NUMBER.match(line[0].raw)]
    listed = len(numbered) >= _LEAST
    told = numbered if listed else body
    if len(told) < _LEAST or not (listed or all(len(line) <= _SHORT for line in told)):
        return []
    heads = {head for line in told if (head := _head(line[0]))}
    if len(heads) < _HEADED[listed] * len(told):
        return []
    starts = {line[0].number for line in told}
    found: list[list[Sentence]] = []
    for line in lines:
        if not found or line[0].number in starts:
            found.append([])
        found[-1] += line
    return [tuple(group) for group in found]


def item_of(reading: Reading, sentence: Sentence) -> tuple[Sentence, ...]:
    """Return the sentences of the item of a brief that *sentence* is in; all of the text where it is no brief."""
    own = (group for group in items(reading) if sentence in group)
    return next(own, reading.sentences)


def _lines(reading: Reading) -> list[list[Sentence]]:
    lines: list[list[Sentence]] = []
    last = 0
    for one in reading.sentences:
        if not lines or "\n" in reading.text[last : one.start]:
            lines.append([])
        lines[-1].append(one)
        last = one.end
    return lines


def _head(sentence: Sentence) -> str:
    """Return the key of the company near the beginning of a line, or nothing."""
    near = (
        e for e in sentence.entities
        if e.label == "ORG" and not is_body(e) and e.start - sentence.start < _HEAD
    )  # fmt: skip
    first = next(near, None)
    return key_of(first) if first else ""


def within(group: Sequence[Sentence], sentences: Sequence[Sentence]) -> list[Sentence]:
    """Return those of *sentences* that are in *group*."""
    numbers = {one.number for one in group}
    return [one for one in sentences if one.number in numbers]
