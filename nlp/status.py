"""Whether a trigger reports a move, and with which status: tense, modality, hedges, denial.

The words are data (``nlp/frames/_status.yaml``); the order in which they are asked is here, after
MOVES.md rules 2 to 4.
"""

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import NamedTuple

from ruamel.yaml import YAML

from nlp.frames import FOLDER
from nlp.frames.compiling import CompiledRule, pattern
from nlp.inflection import is_past
from nlp.reading import Reading, Sentence
from schemas.kinds import MoveKind, Status

# A date this many days before publication makes its clause a recap, not a report. Results and
# filings speak of a quarter that ended up to five months ago.
_OLD_DAYS = 200
# A headline's "said to" covers the first sentences under it; later ones speak for themselves.
_UNDER_TITLE = 3
_CLAUSE_EN = re.compile(r"[;:,–—]|\s-\s|\b(?:and|but|while|after|before|although|though)\b")
_UNTIL = re.compile(
    r"(?:\b(?:until|till|through|ends?(?: with| on)?|expires?(?: on)?|valid to|up to)\s|至|到|截至)$"
)
# In these kinds something ends: "cancelled its contract" is the move, not its denial.
_ENDINGS: frozenset[MoveKind] = frozenset(
    {"customer-loss", "product-retirement", "packaging-change", "guidance", "market-exit", "layoffs", "departure",
     "price-increase", "price-decrease", "promotion", "distress", "customer-review", "award", "legal", "incident", "results", "technology"}
)  # fmt: skip
# "agreed to be bought": a past form after these is still to come.
_TO = re.compile(r"\b(?:be|to|will)\s")
_SINCE = re.compile(r"(?:\b(?:since|founded in|established in|built in)\s|自|成立于|始于|创立于)$")
_CLAUSE_ZH = re.compile(r"[，；：、。]")


class Verdict(NamedTuple):
    """The status of a trigger, or None with the reason it was set aside; *because* quotes words."""

    status: Status | None
    reason: str = ""
    because: str = ""


@dataclass(frozen=True)
class Markers:
    """The compiled words of one language."""

    left_reach: int
    lists: dict[str, tuple[re.Pattern[str], ...]]

    def search(self, name: str, text: str) -> re.Match[str] | None:
        """Return the first hit of list *name* in *text*."""
        return next((hit for one in self.lists[name] if (hit := one.search(text))), None)


@lru_cache(maxsize=2)
def markers(language: str) -> Markers:
    """Return the status words of *language*."""
    data = YAML(typ="safe").load((FOLDER / "_status.yaml").read_text(encoding="utf-8"))[language]
    lists = {
        name: tuple(
            pattern(one, language) for one in ([value] if isinstance(value, str) else value)
        )
        for name, value in data.items()
        if name != "left_reach"
    }
    return Markers(int(data["left_reach"]), lists)


def judge(
    reading: Reading, sentence: Sentence, rule: CompiledRule, start: int, end: int
) -> Verdict:
    """Judge the trigger at *start* to *end* of *sentence* (offsets within the sentence)."""
    words = markers(reading.language)
    masked = sentence.masked
    left = masked[max(0, start - words.left_reach) : start]
    clause = _clause(masked, start, end, reading.language)
    denial = _denied(reading, sentence, words, rule)
    if denial:
        return Verdict("denied", "denied", denial)
    aside = _set_aside(reading, sentence, words, left, clause, start)
    if aside:
        return aside
    if rule.fixed:
        return _rumoured(reading, sentence, words, left) or Verdict(
            rule.status or rule.default_status, "rule"
        )
    return _rumoured(reading, sentence, words, left) or _by_tense(
        reading, sentence, rule, words, start, end
    )


def _clause(masked: str, start: int, end: int, language: str) -> str:
    cut = _CLAUSE_ZH if language == "zh" else _CLAUSE_EN
    begins = [hit.end() for hit in cut.finditer(masked, 0, start)]
    after = cut.search(masked, end)
    return masked[begins[-1] if begins else 0 : after.start() if after else len(masked)]


def _denied(reading: Reading, sentence: Sentence, words: Markers, rule: CompiledRule) -> str:
    """Return the words of a denial that covers this trigger, or nothing."""
    hit = words.search("denied_sentence", sentence.masked)
    if hit is None and rule.kind not in _ENDINGS:
        hit = words.search("dropped_sentence", sentence.masked)
    if hit:
        return hit[0]
    for following in reading.sentences[sentence.number + 1 : sentence.number + 3 + sentence.title]:
        if hit := words.search("denied_next", following.masked):
            return hit[0]
    return ""


def _set_aside(
    reading: Reading, sentence: Sentence, words: Markers, left: str, clause: str, start: int
) -> Verdict | None:
    for name, text in (
        ("negated_left", left),
        ("hypothetical", sentence.masked),
        ("outsider", sentence.masked),
    ):
        if hit := words.search(name, text):
            return Verdict(None, name.removesuffix("_left"), hit[0])
    if words.search("question", sentence.raw) and not sentence.title:
        return Verdict(None, "question", sentence.raw[-20:])
    if hit := words.search("background_clause", left):
        return Verdict(None, "background", hit[0])
    old = _old_date(reading, sentence, start)
    return Verdict(None, "background", old) if old else None


def _old_date(reading: Reading, sentence: Sentence, start: int) -> str:
    """Return a date near the trigger that lies well before the report, or nothing."""
    if not reading.published or not reading.published[:4].isdigit():
        return ""
    reach = 60 if reading.language == "en" else 25
    for one in sentence.entities:
        if one.label != "DATE" or one.value is None or not one.value.date:
            continue
        if abs(one.start - sentence.start - start) > reach:
            continue
        if _SINCE.search(reading.text[max(0, one.start - 14) : one.start]):
            continue
        date = one.value.date
        if (
            int(date[:4]) < int(reading.published[:4])
            and _days_before(date, reading.published) > _OLD_DAYS
        ):
            return reading.text[one.start : one.end]
    return ""


def _days_before(date: str, published: str) -> int:
    """Return about how many days *date* (its end, where it is a period) lies before *published*."""
    year, _, rest = date.partition("-")
    month = 12
    if rest[:1] == "Q":
        month = int(rest[1]) * 3
    elif rest[:1] == "H":
        month = int(rest[1]) * 6
    elif rest[:2].isdigit():
        month = int(rest[:2])
    return (int(published[:4]) - int(year)) * 365 + (int(published[5:7] or 1) - month) * 30


def _rumoured(reading: Reading, sentence: Sentence, words: Markers, left: str) -> Verdict | None:
    """Say whether the sentence, the headline over it or a refusal to comment marks a rumour."""
    hit = words.search("rumoured_left", left) or words.search("rumoured_sentence", sentence.masked)
    if hit is None and sentence.title:
        hit = words.search("question", sentence.raw)  # a headline that asks reports what is said
    if hit is None and not words.search("confirmed", sentence.masked):
        title = reading.sentences[0]
        if title.title and not sentence.title and sentence.number <= _UNDER_TITLE:
            hit = words.search("rumoured_sentence", title.masked)
        for following in reading.sentences[sentence.number + 1 : sentence.number + 3]:
            hit = hit or words.search("no_comment", following.masked)
    return Verdict("rumoured", "rumoured", hit[0]) if hit else None


def _by_tense(  # noqa: PLR0911 - one return per rung of MOVES.md rule 2
    reading: Reading, sentence: Sentence, rule: CompiledRule, words: Markers, start: int, end: int
) -> Verdict:
    left = sentence.masked[max(0, start - words.left_reach) : start]
    trigger = sentence.masked[start:end].lower()
    forms = rule.verb_forms.get(trigger.split()[0] if trigger.split() else "", frozenset())
    done_left = words.search("done_left", left)
    announced_left = words.search("announced_left", left)
    later = (
        done_left is not None
        and announced_left is not None
        and done_left.start() >= announced_left.start()
    )
    past = bool({"past", "participle"} & forms)
    if announced_left and not later and (not past or _TO.search(announced_left[0])):
        return Verdict("announced", "future", announced_left[0])
    if done_left:
        return Verdict("done", "done", done_left[0])
    if future := _future_date(reading, sentence, start):
        return Verdict("announced", "future date", future)
    if hit := words.search("done_sentence", sentence.masked):
        return Verdict("done", "done", hit[0])
    if not forms and reading.language == "en" and (verb := _past_verb(left, trigger)):
        return Verdict("done", "past tense", verb)
    if {"past", "participle"} & forms:
        return Verdict("done" if rule.status != "announced" else "announced", "past tense")
    clause = _clause(sentence.masked, start, end, reading.language)
    if not forms and (hit := words.search("announced_sentence", clause)):
        return Verdict("announced", "future", hit[0])
    return Verdict(rule.status or rule.default_status, "rule")


# Past verbs that state a plan: what they govern is still to come.
_STATES = frozenset(
    ["announced", "proposed", "planned", "agreed", "approved", "declared", "recommended", "expected", "scheduled", "unveiled", "pledged", "promised", "said", "told", "considered", "asked", "wanted", "decided", "confirmed", "revealed", "outlined", "presented", "filed"]
)  # fmt: skip


def _past_verb(left: str, trigger: str) -> str:
    """Return the verb in the past that a nominal trigger is, begins with or is governed by."""
    head = trigger.split(maxsplit=1)[0] if trigger else ""
    if is_past(head):
        return head
    clause = re.split(r"[,;:.]", left)[-1].lower().split()[-5:]
    verb = next((word for word in reversed(clause) if is_past(word) or word in _STATES), "")
    return "" if verb in _STATES else verb


def _future_date(reading: Reading, sentence: Sentence, start: int) -> str:
    """Return a date near the trigger that lies after publication, or nothing.

    "Until 30 September" and 截至 say when something ends: it has begun.
    """
    day = reading.published
    if not day:
        return ""
    for one in sentence.entities:
        date = one.value.date if one.label == "DATE" and one.value else None
        if abs(one.start - sentence.start - start) > (90 if reading.language == "en" else 40):
            continue
        if _UNTIL.search(reading.text[max(0, one.start - 14) : one.start]) or reading.text[
            one.end : one.end + 2
        ].startswith(("前", "截止", "底前", "止")):
            continue
        if date and date[5:6] not in {"Q", "H"} and len(date) >= 7 and date > day[: len(date)]:
            return reading.text[one.start : one.end]
    return ""
