"""What a whole sentence is put under: "If …", "It is untrue that …", "Years earlier, …" (MOVES.md rules 2 to 4).

Such words govern what stands in their reach by grammar, so they decide alone: the trained model, which weighs all
words of a sentence, does not turn a denial into news. The words are data (``nlp/frames/_framing.yaml``).
"""

import re
from functools import lru_cache

from nlp.reading import Reading, Sentence
from nlp.status import Markers, Verdict, markers
from schemas.kinds import MoveKind, Status

_LISTS: tuple[tuple[str, Status | None], ...] = (
    ("hypothetical", None),
    ("denied", "denied"),
    ("background", None),
    ("rumoured", "rumoured"),
)
# In these what is denied is the charge, not that somebody sued, failed or complained.
_CHARGES: frozenset[MoveKind] = frozenset({"legal", "incident", "customer-review"})
# "In 2011, …", "Back in the summer of 2014, …" at the head of a sentence; not "Founded in 1998, …".
_YEAR = re.compile(
    r"(?i)^\W*(?:(?:it was|as|early|far|back|in|of|the|late|mid|during|around|about|spring|summer|autumn|fall|winter|year|end|beginning|start|already|even) ){1,6}(?P<en>1[89]\d\d|20\d\d)\b(?!\d)"
    r"|^[^，。\d]{0,9}(?P<zh>1[89]\d\d|20\d\d)\s?年(?!度|款|以来|至今|起|成立|创立|创办|生人|[^，。；]{0,16}(?:生产|制造|出厂|售出|销售|发行|推出|上市)[^，。；]{0,4}的)"
    r"|^[^。]{0,12}[：:，]\W*in (?P<told>1[89]\d\d|20\d\d),"
)
# A year ago is told as a comparison; two are long ago.
_YEARS = 2


def framed(
    reading: Reading, sentence: Sentence, kind: MoveKind, start: int, end: int
) -> Verdict | None:
    """Return what governs the trigger of *kind* at *start* to *end* of *sentence*, or None where nothing does."""
    words = framing(reading.language)
    before, behind = sentence.masked[:start], sentence.masked[end:]
    for name, status in _LISTS:
        told = _reaching(words, f"{name}_before", before) or _behind(words, name, behind)
        if name == "background":
            told = told or _long_ago(reading, words, sentence.raw[:start])
        if told:
            return Verdict(status, name, told, sure=True)
    return None if kind in _CHARGES else _answered(reading, sentence, words)


def _answered(reading: Reading, sentence: Sentence, words: Markers) -> Verdict | None:
    """Return the denial of the next sentence, where it names nothing else: "The group denied the report"."""
    after = sentence.number + 1
    for following in reading.sentences[after : after + 1 + sentence.title]:
        if hit := words.search("denied_answer", following.masked):
            return Verdict("denied", "denied", hit[0].strip(" ，。"), sure=True)
    return None


@lru_cache(maxsize=2)
def framing(language: str) -> Markers:
    """Return the words of *language* that govern sentences."""
    return markers(language, "_framing.yaml")


def ended(language: str, before: str) -> int:
    """Return where in *before* the reach of what stands first there ends ("years ago …, but now"), or 0."""
    return max((hit.end() for hit in framing(language).hits("ends", before)), default=0)


def _reaching(words: Markers, name: str, before: str) -> str:
    """Return words of a list before a trigger between which and it nothing ends their reach."""
    for hit in words.hits(name, before):
        if not words.search("ends", before[hit.end() :]):
            return hit[0].strip()
    return ""


def _behind(words: Markers, name: str, behind: str) -> str:
    listed = f"{name}_behind"
    hit = words.search(listed, behind) if listed in words.lists else None
    return hit[0].strip(" ,，。") if hit else ""


def _long_ago(reading: Reading, words: Markers, before: str) -> str:
    """Return the year at the head of a sentence that lies well before the report, or nothing."""
    day = reading.published or ""
    hit = _YEAR.match(before)
    if hit is None or not day[:4].isdigit():
        return ""
    year = next(one for one in hit.groups() if one)
    old = int(day[:4]) - int(year) >= _YEARS
    return hit[0] if old and not words.search("ends", before[hit.end() :]) else ""
