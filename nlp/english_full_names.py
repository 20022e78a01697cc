"""People of two or three names whom the model takes for companies, by what only people do or what stands before them.

"Orsa Velding founded", "succeeded by her deputy, Orsa Velding", "By Orsa Velding"; and where a guess joins a person with
what follows: "Orsa Velding from Pell Foods" is two names.
"""

import re
from collections.abc import Iterator, Sequence

from nlp.english_bearing import is_given, may_be
from nlp.english_runs import Run
from nlp.entities import Entity
from nlp.lexicon import known, place_set, word_set
from nlp.names.model import Guess, known_small

_PERSON_DOES = re.compile(
    r" (?:co-)?founded\b| chairs\b| grew up\b| was born\b| studied\b| (?:will |to |has |had )?succeed(?:s|ed)? [A-ZÀ-Þ]\w+ [A-ZÀ-Þ]| (?:will be|is|was) succeeded by\b| has (?:run|led|headed|chaired)\b"
    r"| (?:runs|heads) (?:the|its|our|their|a)\b| (?:will |to |has )?(?:join|joins|joined) (?:the board|us|its board)\b| (?:took|takes|will take) over (?:as|from)\b"
    r"|,? who (?:runs|leads|heads|founded|started|joined|has|had|is|was|will|owns|teaches|chairs|left)\b| stars\b| wrote the (?:book|report|song|score)\b"
    r"| is (?:the )?(?:company secretary|widow|son|daughter|brother|sister)\b|, (?:\d\d|now \d\d|aged \d\d),"
)
_THEIRS = re.compile(r" (?:(?:will|has|had|is|was|said|says|would|have) )?[a-z][a-z ]{0,40}?\b(?:his|her|he|she)\b(?! (?:chief|boss|founder))")
_PLACED = re.compile(r"\b(?:of|in|at|from|to|near|for|the) $")
_PERSON_BEFORE = re.compile(
    r"(?:^|\n)(?:By|Interview:|Text:|Words:|Photos?:|Story:|From|Author:|Written by|Posted by|Reporting by|Contact:|(?:Media|Press) contact:|For further information:) $"
    r"|\b(?:succeed(?:s|ed|ing)?|replac(?:es|ed|ing)|hired|poached|lured|recruited) $|[,;] (?:photos?|pictures?|illustrations?): $|\b(?:by|to) (?:his|her) [a-z]+(?: [a-z]+)?,? $|\b(?:his|her) (?:deputy|successor|predecessor|brother|sister|wife|husband|son|daughter|co-founder|colleague|mentor|boss|partner),? $"
    r"|\b(?:actor|actress|singer|athlete|runner|footballer|model|comedian|chef|novelist|architect|photographer|director|marathon runner|hill-walker|cyclist|skier) $"
)
# Words that stand within no name: what is on either side is one.
_BETWEEN = re.compile(
    r" (?:from|founded|co-founded|leads|heads|joins|joined|succeeds|succeeded|replaces|replaced|owns|left|leaves|chairs|runs|started|said|told|named|hired|bought|acquired|sold|sells|has|had|will|is|was) (?=[A-ZÀ-Þ])"
)
_MOST = 3


def apart(text: str, seen: Sequence[Guess]) -> Iterator[Guess]:
    """Yield the guesses, and where a verb or "from" stands within one the two names on its sides."""
    for one in seen:
        between = _BETWEEN.search(text, one.start, one.end) if one.label in {"ORG", "PERSON"} else None
        if between is None or between.start() == one.start:
            yield one
            continue
        yield one._replace(end=between.start(), label=_label(text[one.start : between.start()], one))
        rest = text[between.end() : one.end]
        yield one._replace(start=between.end(), label=_label(rest, one))


def _label(name: str, one: Guess) -> str:
    words = name.split(" ")
    if is_given(words[0]) and may_be(words):
        return "PERSON"
    return "ORG"


def full_names(text: str, found: Sequence[Run], named: Sequence[Entity], beside: Sequence[Entity]) -> list[Entity]:  # fmt: skip
    """Return the people of two and more names among the runs of *text* that *named* has for companies or not at all."""
    sure = {p for e in named if e.rank > _GUESSED for p in range(e.start, e.end)}
    sure |= {p for e in beside for p in range(e.start, e.end)}
    people = {e.name for e in named if e.label == "PERSON"}
    told = {run.name for run in found if run.start not in sure and _is_told(text, run)}
    told |= set(_beside(text, found, people | told))
    return [
        Entity(run.start, run.end, "PERSON", run.name, rank=58, confidence=0.75)
        for run in found
        if run.name in told and run.name not in people and run.start not in sure
    ]


_GUESSED = 54


def _is_told(text: str, run: Run) -> bool:
    words = run.name.split(" ")
    if not 1 < len(words) <= _MOST or not _is_shaped(words):
        return False
    if run.start and text[run.start - 1 : run.start] in {"'", "’"}:
        return False
    if _PERSON_DOES.match(text, run.end) or _PERSON_BEFORE.search(text, max(0, run.start - 40), run.start):
        return True
    placed = _PLACED.search(text, max(0, run.start - 8), run.start) is not None
    return not placed and _THEIRS.match(text, run.end) is not None


def _is_shaped(words: Sequence[str]) -> bool:
    """Say whether two or three words may be somebody's name: strange or given ones, and no place, company, trade or body."""
    strange = is_given(words[0]) or (words[0].lower() not in known_small() and words[0] not in place_set("en"))
    return strange and may_be(words) and words[0] not in known("en") and words[-1] not in place_set("en")


def _beside(text: str, found: Sequence[Run], people: set[str]) -> Iterator[str]:
    """Yield who is joined by "and" with a person, if a verb of people follows or a surname of the east begins the name."""
    for one, other in zip(found, found[1:], strict=False):
        if text[one.end : other.start] != " and ":
            continue
        first, last = one.name.split(" "), other.name.split(" ")
        if not (1 < len(first) <= _MOST and 1 < len(last) <= _MOST):
            continue
        told = _PERSON_DOES.match(text, other.end) is not None
        if other.name in people and ((told and _is_shaped(first)) or first[0] in word_set("en", "syllabic_surnames")):  # fmt: skip
            yield one.name
        if one.name in people and ((told and _is_shaped(last)) or last[0] in word_set("en", "syllabic_surnames")):  # fmt: skip
            yield other.name
