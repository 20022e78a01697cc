"""People of two or three names whom the model takes for companies, by what only people do or what stands before them.

"Orsa Velding founded", "succeeded by her deputy, Orsa Velding", "By Orsa Velding"; and where a guess joins a person with
what follows: "Orsa Velding from Pell Foods" is two names.
"""

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import TYPE_CHECKING

from nlp.english.bearing import is_given, may_be
from nlp.english.runs import Run, without_openers
from nlp.english.small import is_english
from nlp.entities import Entity
from nlp.lexicon import known, place_set, word_set
from nlp.names.model import Guess, known_small

if TYPE_CHECKING:
    from schemas.kinds import Label

_PERSON_DOES = re.compile(
    r" (?:co-)?founded\b| chairs\b| grew up\b| was born\b| studied\b| (?:will |to |has |had )?succeed(?:s|ed)? [A-ZÀ-Þ]\w+ [A-ZÀ-Þ]| (?:will be|is|was) succeeded by\b| has (?:run|led|headed|chaired)\b"
    r"| (?:runs|heads) (?:the|its|our|their|a)\b| (?:will |to |has )?(?:join|joins|joined) (?:the board|us|its board)\b| (?:took|takes|will take) over (?:as|from)\b"
    r"|,? who (?:runs|leads|heads|founded|started|joined|has|had|is|was|will|owns|teaches|chairs|left)\b| stars\b| wrote the (?:book|report|song|score)\b"
    r"| is (?:the )?(?:company secretary|widow|son|daughter|brother|sister)\b|, (?:\d\d|now \d\d|aged \d\d),"
)
_THEIRS = re.compile(
    r" (?:(?:will|has|had|is|was|said|says|would|have) )?[a-z][a-z ]{0,40}?\b(?:his|her|he|she)\b(?! (?:chief|boss|founder))"
)
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
    """Yield the guesses without what only addresses them; where a verb or "from" stands within one, the two on its sides."""
    for one in (bare for guess in seen for bare in _bare(text, guess)):
        if text.find(" ", one.start, one.end) < 0:
            yield one
            continue
        between = _BETWEEN.search(text, one.start, one.end) if one.label in {"ORG", "PERSON"} else None  # fmt: skip
        between = between or (_both(text, one) if one.label == "ORG" else None)
        if between is None or between.start() == one.start:
            yield one
            continue
        yield one._replace(end=between.start(), label=_label(text[one.start : between.start()]))
        rest = text[between.end() : one.end]
        yield one._replace(start=between.end(), label=_label(rest))


def _bare(text: str, one: Guess) -> Iterator[Guess]:
    """Yield a guess without signs and words of address before it, unless nothing or a plain word of a list is left."""
    start = without_openers(text, one.start, one.end)
    if start == one.start:
        yield one
        return
    listed = not text[one.start].isalnum()
    inner = listed and one.start > 0 and text[one.start - 1].isalnum()  # Stow-on-the|-Wold
    name = text[start : one.end]
    if name and not inner and not (listed and " " not in name and is_english(name.lower())):
        yield one._replace(start=start)


def _both(text: str, one: Guess) -> re.Match[str] | None:
    """Return what joins two companies with a trade each, or any two with "or", in one guess: Pell Bank and Orsin Finance."""
    hit = _AND.search(text, one.start, one.end)
    if hit is None:
        return None
    first, last = text[one.start : hit.start()].rsplit(" ", 1), text[hit.end() : one.end].rsplit(" ", 1)  # fmt: skip
    trades = word_set("en", "org_suffixes") | word_set("en", "firm_tails")
    both = len(first) > 1 and len(last) > 1 and first[-1] in trades and last[-1] in trades
    return hit if both or hit[0] == " or " else None


_AND = re.compile(r" (?:and|or) (?=[A-ZÀ-Þ])")


def _label(name: str) -> "Label":
    words = name.split(" ")
    if is_given(words[0]) and may_be(words):
        return "PERSON"
    return "ORG"


def full_names(text: str, found: Sequence[Run], named: Sequence[Entity], beside: Sequence[Entity]) -> list[Entity]:  # fmt: skip
    """Return the people of two and more names among the runs of *text* that *named* has for companies or not at all."""
    sure = {p for e in named if e.rank > _GUESSED for p in range(e.start, e.end)}
    sure |= {p for e in beside for p in range(e.start, e.end)}
    people = {e.name for e in named if e.label == "PERSON"}
    several = [run for run in found if " " in run.name and run.start not in sure]
    told = {run.name for run in several if _is_told(text, run)}
    told |= set(_beside(text, found, people | told))
    particled = [one for one in _particled(text, found) if one.start not in sure]
    return particled + [
        Entity(run.start, run.end, "PERSON", run.name, rank=58, confidence=0.75)
        for run in several
        if run.name in told and run.name not in people
    ]


_GUESSED = 54


_PARTICLE = re.compile(r" (?P<p>(?:van|von|de|der|den|ten|ter|du|di|da|del|della|bin|al|el|af|av|dos|do)(?: (?:der|den|la|de|los))?) ")  # fmt: skip


def _particled(text: str, found: Sequence[Run]) -> Iterator[Entity]:
    """Yield the people with a particle in their name whose given name no list has, and where only its end is told: Van Pell."""
    ends: set[str] = set()
    for one, other in pairwise(found):
        hit = _PARTICLE.fullmatch(text, one.end, other.start)
        if hit is None or " " in one.name or one.name.lower() in known_small() or one.name in place_set("en"):  # fmt: skip
            continue
        if _PERSON_DOES.match(text, other.end) or _LIKELY.match(text, other.end):
            ends.add(f"{hit['p'][0].upper()}{hit['p'][1:]} {other.name}")
            name = text[one.start : other.end]
            yield Entity(one.start, other.end, "PERSON", name, rank=58, confidence=0.75)
    for run in found if ends else ():
        if run.name in ends:
            yield Entity(run.start, run.end, "PERSON", run.name, rank=58, confidence=0.75)


def _is_told(text: str, run: Run) -> bool:
    words = run.name.split(" ")
    if not 1 < len(words) <= _MOST or not _is_shaped(words):
        return False
    if is_given(words[0]) and _is_likely(text, run):
        return True
    if run.start and text[run.start - 1 : run.start] in {"'", "’"}:
        return False
    if _PERSON_DOES.match(text, run.end) or _PERSON_BEFORE.search(
        text, max(0, run.start - 40), run.start
    ):
        return True
    placed = _PLACED.search(text, max(0, run.start - 8), run.start) is not None
    return not placed and _THEIRS.match(text, run.end) is not None


# What is told of people rather than of companies, where a given name begins the name.
_LIKELY = re.compile(
    r",? who(?:se)?\b| (?:orders|smiles|laughs|thinks|explains|recalls|remembers|believes|sits|walks|insists|says|said)\b|,? (?:an?|the|our|its|their|his|her) (?:[a-z-]+ ){0,3}?(?:manager|chief|head|director|founder|officer|president|chair|editor|analyst|partner|engineer|adviser|advisor|economist|strategist|spokes\w+)\b"
    r"| (?:founded|ran|runs|wears|writes|wrote|tells|told|asks|asked|cried|grew up|teaches|taught)\b| on [a-z]+[,:]? "
)
_TOLD = re.compile(
    r"\b(?:manager|chief|head|director|founder|officer|president|chair|editor)(?: (?:of|for|at|in) [^.,;]{3,40})?, $|\b(?:starring|featuring|with|by) the [a-z -]{3,40} $|\b[a-z]+: $"
)


def _is_likely(text: str, run: Run) -> bool:
    behind = text[run.end : run.end + 1]
    if _TOLD.search(text, max(0, run.start - 60), run.start) and behind in {",", ".", " ", ""}:
        return True
    return _LIKELY.match(text, run.end) is not None


def _is_shaped(words: Sequence[str]) -> bool:
    """Say whether two or three words may be somebody's name: strange or given ones, and no place, company, trade or body."""
    strange = is_given(words[0]) or (
        words[0].lower() not in known_small() and words[0] not in place_set("en")
    )
    return (
        strange
        and may_be(words)
        and words[0] not in known("en")
        and words[-1] not in place_set("en")
    )


def _beside(text: str, found: Sequence[Run], people: set[str]) -> Iterator[str]:
    """Yield who is joined by "and" with a person, if a verb of people follows or a surname of the east begins the name."""
    for one, other in pairwise(found):
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
