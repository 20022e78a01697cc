"""What English texts tell beside the news: what a company is and does day by day, what it did months ago, what somebody asks."""

import re

from nlp.clauses import Clause
from nlp.frames.compiling import CompiledRule, pattern
from nlp.inflection import is_past
from nlp.reading import Reading, Sentence
from schemas.kinds import MoveKind

_MONTHS = ("january", "february", "march", "april", "may", "june", "july", "august", "september", "october", "november", "december")  # fmt: skip
# The last month of each season, in which most of what is told "in the spring" lies.
_SEASONS = {"spring": 5, "summer": 8, "autumn": 11, "fall": 11, "winter": 2}
_BACK = re.compile(
    rf"\b(?:back |early |late |earlier )?(?:in|during|last|over)(?: the| early| late| mid-?)*[ -](?P<when>(?-i:{'|'.join(m.title() for m in _MONTHS)})|{'|'.join(_SEASONS)})\b(?! ?\d|,? (?:and|until|to) )",
    re.IGNORECASE,
)
# Between the act and the month: "signed a contract to supply maize, starting in April".
_OTHER_TIME = re.compile(
    r";|\b(?:to|will|would|start\w*|begin\w*|effective|due|deliver\w*|until|expected)\b"
)
_STILL = re.compile(r"\b(?:now|today|still|since then)\b", re.IGNORECASE)
_MONTHS_OLD = 3  # what was done so many months ago, and is told after the lead, is no news
_FIGURES: frozenset[MoveKind] = frozenset({"results", "guidance", "capital-return"})
_TO_COME = re.compile(r"(?:\b(?:be|to|will|would|shall|is|are)|['’]ll)\s(?:\w+ )?$")
# What a company does all the time; it is news with words for a beginning or a change.
_ALWAYS = frozenset(
    ["makes", "supplies", "employs", "runs", "operates", "owns", "uses", "serves", "provides", "produces", "ships", "leases", "rents", "hosts", "builds", "develops", "designs", "delivers"]
)  # fmt: skip
_DAILY: frozenset[MoveKind] = frozenset(
    ["technology", "customer-win", "delivery-model", "hiring", "expansion"]
)
_CHANGES = pattern(
    r"\b(?:now|from|since|today|new|newly|first|no longer|instead|rather|switch\w*|start\w*|beg[iau]n\w*|will|next|as of|replac\w*|mov(?:e|es|ed|ing)|chang\w*|more|another|additional|also|ended|stopp?\w*|this (?:week|month|year|spring|summer|autumn|winter)|contract|order|deal)\b|{DATE}",
    "en",
)
_IS_WHAT = pattern(rf"{{ORG}},? (?:\w+ly )?(?:{'|'.join(sorted(_ALWAYS))})\b", "en")
_EMPLOYS = re.compile(r"\bemploy(?:s|ed|ing)?\b|\b(?:has|with|had) (?:about |some |around |nearly |over )?\d[\d,.]* (?:employees|staff|people|workers)\b")  # fmt: skip
_HIRES = re.compile(
    r"\b(?:hir(?:e|es|ed|ing)|recruit\w*|creat\w+|add(?:s|ed|ing)?|jobs?|vacanc\w+|seek\w*|look(?:s|ing)? for|apprentice\w*|(?:will|to|would) employ|posts?|positions?|openings?|taking on|take on|wanted)\b",
    re.IGNORECASE,
)
_ASKS = re.compile(
    r"\b(?:(?:which|what)(?: \w+){0,2} (?:should|would|do|did|does) (?:we|you|I|people|everyone)\b|has anyone|have any of you|can anyone recommend|any (?:recommendations?|experiences?|advice)|would you (?:pick|choose|recommend|use|wait|go)|should (?:we|I) (?:just )?(?:hire|wait|buy|go|switch|try|pick|choose|get)|help (?:me |us )?choos\w+|looking for (?:recommendations|advice))\b",
    re.IGNORECASE,
)
_ANSWERED = re.compile(r"\n\s*(?:>|[\w-]{2,20}:\s)")
_SHORT = 1200  # characters of a question to others


# Who acts here is no company (MOVES.md rule 8).
_CIVIL = pattern("<civil>", "en")
_COMPANY = pattern("{ORG}|{PRODUCT}|{ROLE}|<firm>", "en")


def no_company(sentence: Sentence, rule: CompiledRule, clause: Clause) -> str:
    """Return the subject's noun where it is no company: a town, a school, a minister."""
    if not clause.subject or not rule.verb_forms or clause.passive:
        return ""
    subject = sentence.masked[slice(*clause.subject)]
    hits = list(_CIVIL.finditer(subject))
    return hits[-1][0] if hits and not _COMPANY.search(subject, hits[-1].start()) else ""


def recap(reading: Reading, sentence: Sentence, rule: CompiledRule, start: int, end: int) -> str:
    """Return the month or season long past in which something was done that is told after the first sentence, or nothing."""
    words = sentence.masked[start:end].lower().split(maxsplit=1)
    forms = rule.verb_forms.get(words[0], frozenset()) if words else frozenset()
    first = next((one.number for one in reading.sentences if not one.title), 0)
    past = {"past", "participle"} & forms or (not forms and any(map(is_past, words[:1])))
    if sentence.number <= first or rule.kind in _FIGURES or not past:
        return ""
    if _TO_COME.search(sentence.masked, max(0, start - 16), start):
        return ""
    day = (reading.published or "")[5:7]
    if _STILL.search(sentence.raw):
        return ""
    for hit in _BACK.finditer(sentence.raw, max(0, start - 60), end + 90) if day.isdigit() else ():
        when = hit["when"].lower()
        month = _SEASONS.get(when) or _MONTHS.index(when) + 1
        between = sentence.raw[min(end, hit.end()) : max(start, hit.start())]
        apart = _OTHER_TIME.search(between)
        if (int(day) - month) % 12 >= _MONTHS_OLD and not apart:
            return hit[0]
    return ""


def described(sentence: Sentence, rule: CompiledRule, start: int, end: int) -> str:
    """Return the verb by which a sentence says what a company does day by day, not what it did, or nothing."""
    if sentence.title or rule.kind not in _DAILY:
        return ""
    if rule.kind == "hiring" and not _HIRES.search(sentence.masked):
        hit = _EMPLOYS.search(sentence.masked)
        return hit[0] if hit else ""
    words = sentence.masked[start:end].lower().split(maxsplit=1)
    if rule.rule_id == "words" and (hit := _IS_WHAT.search(sentence.masked)):
        return "" if _CHANGES.search(sentence.masked) else hit[0]
    always = bool(words) and words[0] in _ALWAYS and not _CHANGES.search(sentence.masked)
    return words[0] if always else ""


_PERIOD = re.compile(
    r"\b(?:years?|half|quarter|months)\b[^.;,]{0,12}? (?:to|ended|ending|through)(?: the end of| end-?)? (?P<m>[A-Z][a-z]{2,8})\.?(?: \d{1,2},?)? (?P<y>20\d\d)\b"
)
_YEAR_OLD = 14  # months after its end that a year's figures are still news


def long_past(reading: Reading, sentence: Sentence, kind: MoveKind) -> str:
    """Return the period that ended more than a year ago, of which alone a sentence after the title tells figures, or nothing."""
    day = reading.published or ""
    if kind != "results" or sentence.title or not day[:4].isdigit():
        return ""
    for hit in _PERIOD.finditer(sentence.raw):
        month = next((n for n, m in enumerate(_MONTHS, 1) if m.startswith(hit["m"].lower()[:3])), 0)
        old = (int(day[:4]) - int(hit["y"])) * 12 + int(day[5:7] or 1) - month
        if month and old > _YEAR_OLD:
            return hit[0]
    return ""


def asks(reading: Reading, kind: MoveKind) -> str:
    """Return the words by which a short text that seems to review a product asks others for theirs, or nothing."""
    if kind != "customer-review" or len(reading.text) > _SHORT or _ANSWERED.search(reading.text):
        return ""
    hit = _ASKS.search(reading.text)
    return hit[0] if hit else ""
