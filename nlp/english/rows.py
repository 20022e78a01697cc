"""Companies by the row or the phrase they stand in: "rivals such as Velmora and Pell", "the team at Velmora", "Pell, its larger rival".

A strange name that stands in a row with a company's, or where only companies stand, is one. What the text elsewhere gives
to a person, a place that lists know or a product stays theirs.
"""

import re
from collections.abc import Iterator, Sequence
from functools import cache

from nlp.english.bearing import is_given
from nlp.english.companies import is_contract
from nlp.english.judge import is_somewhere
from nlp.english.runs import Run, plain_words, word_before
from nlp.entities import Entity
from nlp.lexicon import known, word_set
from nlp.names.model import known_small

_FIRMS = r"(?:suppliers?|rivals?|competitors?|firms|companies|chains|retailers|banks|brokers|lines|carriers|brands|peers|vendors|makers|producers|start-ups|startups|operators|insurers|airlines|groups|bidders|suitors|players|builders|lenders|utilities|publishers|agencies|newcomers|incumbents|grocers|supermarkets|wholesalers|distributors|developers|carmakers|chipmakers|drugmakers|brewers|challengers|consultancies|providers|customers|clients|members|investors|backers|competition|others|some|those)"
_AMONG = re.compile(
    rf"\b(?i:{_FIRMS})(?: \([^()]{{2,30}}\)| [a-z]+)?,? (?:such as|like|including|include|includes|are|were|as well as|e\.g\.) (?:[a-z]+ (?:rival|group|firm|maker|giant|start-up) )?$"
    r"|\b(?i:the team|our friends|friends|people|folks|colleagues|analysts?|economists?|engineers?|recruiters?|agents|brokers|staff|guys|guy|everyone|someone|somebody|we|strategists?|researchers?|workers|managers|developers|consultants|traders|designers|founders?|works?|worked|working|jobs?|role|internship|years|colleague|recruiter|buyer|salesman|CEO|CTO|CFO|chief executive|forecasters|underwriters|lawyers|partners?|crew) at $"
    r"|\b(?:tak(?:e|es|en|ing) (?:it )?over|took over|competes?|competed|competing|compete|fired for staying|sticking|switch(?:ed|ing)? back|(?:do|doing|done) business|deal|contract|partnership|tie-up|merger|talks) (?:with|from) $"
    r"|\b(?:backed|owned|acquired|bought|run|hosted|supplied|insured|sponsored|sold) by (?:the )?$|\b(?:a|the) (?:competing |rival )?(?:product|offer|system|tool|quote|bid|proposal|chip|chips|report|study|survey|platform|proposals) from $"
    r"|\b(?:according to|polled by|pollsters|polled|surveyed by|data from|figures from|a note from) $|\b(?:[Ll]aw|[Ad]d|[Aa]dvertising|[Aa]udit) (?:firm|agency) $|\bposition (?:as|of) [a-z ]{2,24} at $"
)
_RIVAL = re.compile(
    r", (?:(?:its|their|our|his|the company['’]s|the firm['’]s|whose) |an? |the )(?:[a-z-]+ ){0,3}?(?:rival|competitor|supplier|owner|parent|lender|backer|insurer|shareholder|landlord|distributor|reseller|broker|wholesaler|retailer|chain|start-up|startup|operator|maker|consultancy|publisher|airline|utility|developer|lessor|carrier)\b"
    r"| (?:dealers|franchisees|shareholders|HQ|headquarters|investors|employees|staff),? "
)
_JOINED = re.compile(r" (?:and|or|&) |, (?:and |or )?|; ")
_OVER = re.compile(
    r"\b(?:chose|chosen|chooses|choosing|picked|picks|selected|selects|preferred|prefers?|ahead of|beat|beats|beating)\b[^.;]{0,60}?(?: over |ahead of |beat(?:s|ing)? )(?:rival )?$"
)
_FROM_TO = re.compile(r" (?:to|for|over|against|from|versus|vs\.?) ")
_MOVED = re.compile(
    r"\b(?:left|leaves|leaving|quit|quits|joined|joins|moved?|moves|moving|switch\w*|migrat\w+|goes|went|defected|defects|poached) (?:[a-z]+ ){0,4}?(?:from |to |over to )?$"
)
_LEAST = 3


def rows(text: str, found: Sequence[Run], named: Sequence[Entity], beside: Sequence[Entity]) -> list[Entity]:  # fmt: skip
    """Return the companies among the runs of *text* that nobody of *named* and *beside* has, by what they stand with."""
    if is_contract(text):
        return []  # its parties are called like names
    taken = {p for e in named for p in range(e.start, e.end)}
    taken |= {p for e in beside if e.label != "PLACE" or e.rank > _GUESSED for p in range(e.start, e.end)}  # fmt: skip
    firms = {(e.start, e.end) for e in named if e.label == "ORG"} | {
        (e.start, e.end) for e in beside if e.label == "ORG"
    }
    others = {e.name for e in named if e.label != "ORG"}
    others |= {word for e in named if e.label == "PERSON" for word in e.name.split(" ")}
    free = [run for run in found if run.start not in taken and run.name not in others and _may_be(run)]  # fmt: skip
    told = {run for run in free if _is_told(text, run)}
    told |= set(_joined(text, found, free, firms | {(run.start, run.end) for run in told}))
    names = {run.name for run in told}
    return [
        Entity(run.start, run.end, "ORG", run.name, rank=54, confidence=0.65)
        for run in free
        if run.name in names
    ]


_GUESSED = 31


@cache
def _cues() -> frozenset[str]:
    """Return the words that the phrases before a company may end with."""
    return frozenset(re.findall(r"[a-z]+", f"{_AMONG.pattern} {_OVER.pattern}")) | {"e.g."}


def _is_told(text: str, run: Run) -> bool:
    if _RIVAL.match(text, run.end):
        return True
    if word_before(text, run.start)[1].lower() not in _cues():
        return False
    if _AMONG.search(text, max(0, run.start - 72), run.start):
        return True
    return _OVER.search(text, max(0, run.start - 96), run.start) is not None


def _joined(
    text: str, found: Sequence[Run], free: Sequence[Run], firms: set[tuple[int, int]]
) -> Iterator[Run]:  # fmt: skip
    """Yield the runs that stand in a row with a company, from the left and from the right."""
    unnamed = set(free)
    for row in (found, found[::-1]):
        near: Run | None = None
        for run in row:
            if near is not None and run in unnamed and (near.start, near.end) in firms:
                first, last = sorted((near, run))
                between = text[first.end : last.start]
                moved = _FROM_TO.fullmatch(between) and _MOVED.search(text, max(0, first.start - 40), first.start)  # fmt: skip
                if (_JOINED.fullmatch(between) and not run.head) or moved or (_JOINED.fullmatch(between) and " and " in between):  # fmt: skip
                    firms = firms | {(run.start, run.end)}
                    yield run
            near = run


def _may_be(run: Run) -> bool:
    """Say whether a run may be a company's name: strange, or of two words within a sentence."""
    if " " not in run.name and (len(run.name) <= _LEAST or run.name.lower() in plain_words()):
        return False
    words = run.name.split(" ")
    nobody, never = _nobody(), _never()
    if any(word in nobody or word.lower() in never for word in words) or run.name.isupper():
        return False
    if is_given(words[0]) and words[-1].lower() not in known_small():
        return False
    if is_somewhere(run.name, words[0], words[-1]):
        return False
    strange = any(len(word) > _LEAST and word.lower() not in plain_words() for word in words)
    return strange or (len(words) > 1 and not run.head)


@cache
def _nobody() -> frozenset[str]:
    lists = ("acronyms", "technologies", "bodies", "platforms", "plan_names", "product_tails")
    return frozenset[str](known("en")).union(*(word_set("en", one) for one in lists))


@cache
def _never() -> frozenset[str]:
    lists = ("contract_terms", "calendar", "nationalities", "titles", "role_heads", "role_heads_sure", "never_last", "headings", "openers")  # fmt: skip
    return frozenset(word.lower() for one in lists for word in word_set("en", one))
