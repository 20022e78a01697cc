"""Where news stands: a text says what happened in its title and lead; the rest is mostly background.

Reports are written as an inverted pyramid, so a move that is first told in a later paragraph of a
long text needs stronger words to be news (MOVES.md rule 4).
"""

import re
from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, NamedTuple

from nlp.reading import Reading, key_of
from nlp.roundups import ACTORS
from nlp.status import Verdict

if TYPE_CHECKING:
    from nlp.moves import Candidate
    from schemas.kinds import MoveKind

# Texts up to this many characters are all lead: a brief, a filing note, a chat message.
_SHORT = {"en": 600, "zh": 240}


class Needed(NamedTuple):
    """The confidence that makes news of a move, by where a text first tells it."""

    lead: float
    later: float  # after a lead that tells another move
    alone: float  # after a lead that tells none: such texts are mostly about something else
    tail: float  # in the end, where a text mostly tells what was before


# Where a frame found it (True) and where words alone did. Chosen on the long texts of evaluation/gold (articles, a week's
# feed, told otherwise), 30 Nov 2026: of what words tell of .7 to .9 after a lead with a move 14 were right and 8 wrong,
# in the last fifth of a text none and 14; of what they tell there of .9 or more 3 were right and 9 wrong. Frames told
# 5 things there in English, none of them right, and 9 in Chinese, one of them right.
_NEEDED: Mapping[str, Mapping[bool, Needed]] = {
    "en": {True: Needed(0.6, 0.7, 0.7, 0.97), False: Needed(0.6, 0.8, 0.8, 0.97)},
    "zh": {True: Needed(0.7, 0.8, 0.9, 0.9), False: Needed(0.7, 0.8, 0.9, 0.97)},
}
_TAIL = 0.8  # the end of a text begins after so much of it
# A text that is all lead and seems to tell one move is often none: of such moves below .7, 12 were right and 32 wrong.
_ONLY = 0.7
_WORDS = "words"  # the rule of what words alone make a move
# A first paragraph shorter than this is a dateline or a kicker: the lead goes on after it.
_SHORTEST = {"en": 60, "zh": 60}


# By so much each further place that tells a move makes it surer, up to the most.
AGAIN = 0.02
SUREST = 0.99
_REPORTS = re.compile(
    r"\b(?:also|separately|meanwhile|at the same time|in addition|reported|reports|posted|confirm\w*|reaffirm\w*|raised|lifted|cut|lowered)\b",
    re.IGNORECASE,
)
_REPORTS_ZH = re.compile(
    r"同时|同日|另外|此外|另据|公布|披露|发布|财报|年报|季报|快报|预告|业绩|重申|上调|下调"
)
# Who tells of a deal tells what its parties earn: the figures are background, unless they are reported as well.
_DEALS: frozenset["MoveKind"] = frozenset({"acquisition", "divestiture", "investment"})
_FIGURES: frozenset["MoveKind"] = frozenset({"results", "guidance"})


class Layout(NamedTuple):
    """Where a text's news stands: where the lead and the body end, the kinds that the lead tells, and what an only move needs.

    A text that is all lead has no end of one.
    """

    lead: int | None
    body: int
    led: frozenset["MoveKind"]
    only: float

    @classmethod
    def of(cls, reading: Reading, told: Sequence["Candidate"], *, weighed: bool) -> "Layout":
        """Return the layout of a text that tells candidates; *weighed*: their confidence is that of a model."""
        end = lead_end(reading)
        led = frozenset(one.rule.kind for one in told if end is None or one.sentence.start < end)
        actors = {_key(one) for one in told} - {None}
        size = len(reading.text)
        round_up = len(actors) >= ACTORS  # it tells news to its end
        body = size if round_up else int(_TAIL * size)
        headed = reading.title_end > 0  # a sentence by itself was picked by somebody
        only = _ONLY if weighed and headed else 0.0
        return cls(end, body, led, only)


def prominent(events: Sequence[list["Candidate"]], layout: Layout) -> list[list["Candidate"]]:
    """Return the events (all candidates that tell one) that the text reports as its news.

    What title or lead tell is news, though a later sentence may tell it more clearly.
    """
    return [one for one in events if _is_news(one, layout)]


def possible(candidates: Sequence["Candidate"], layout: Layout) -> list["Candidate"]:
    """Return the candidates that may become part of a prominent move, before it is known which tell one.

    Moves are of one kind: where all candidates of a kind together would not be sure enough, none is.
    """
    by_kind: dict[MoveKind, list[Candidate]] = defaultdict(list)
    for one in candidates:
        by_kind[one.rule.kind].append(one)
    open_ = {kind for kind, group in by_kind.items() if _is_news(group, layout)}
    return [one for one in candidates if one.rule.kind in open_]


def in_passing(candidates: Sequence["Candidate"], layout: Layout) -> list["Candidate"]:
    """Return candidates; those of a kind that is nowhere sure enough for news have a verdict that says so."""
    groups: dict[MoveKind, list[Candidate]] = defaultdict(list)
    for one in candidates:
        if one.verdict.status is not None:
            groups[one.rule.kind].append(one)
    aside = {
        kind: Verdict(None, "in passing", f"{max(c.confidence for c in group)} where {needed(group, layout)} is needed")
        for kind, group in groups.items() if not _is_news(group, layout)
    }  # fmt: skip
    return [
        one._replace(verdict=aside[one.rule.kind])
        if one.verdict.status is not None and one.rule.kind in aside
        else one
        for one in candidates
    ]


def lead_end(reading: Reading) -> int | None:
    """Return where the lead of a long text ends; None for one that is all lead."""
    # a dateline and a title said again are blanks
    body = reading.text[reading.title_end + 1 :].lstrip()
    if not is_long(body, reading.language):
        return None
    return len(reading.text) - len(body) + lead_length(body, reading.language)


def _is_news(group: Sequence["Candidate"], layout: Layout) -> bool:
    return together([one.confidence for one in group]) >= needed(group, layout)


def needed(group: Sequence["Candidate"], layout: Layout) -> float:
    """Return the confidence that makes news of candidates of one kind."""
    others = layout.led - {group[0].rule.kind}
    if layout.lead is None:
        return 0.0 if others else layout.only
    first = min(one.sentence.start for one in group)
    framed = any(one.rule.rule_id != _WORDS for one in group)
    each = _NEEDED[group[0].rule.language][framed]
    if first < layout.lead:
        return each.lead
    if first >= layout.body:
        return each.tail
    return each.later if others else each.alone


def together(confidences: Sequence[float]) -> float:
    """Return how sure a move is that is told in several places."""
    return min(SUREST, max(confidences) + AGAIN * (len(confidences) - 1))


def is_long(text: str, language: str) -> bool:
    """Say whether a text has more to it than a lead."""
    return len(text) > _SHORT.get(language, 600)


# In a text without paragraphs the lead is what fits in about so many characters: two or three sentences.
_RUN_ON = {"en": 250, "zh": 150}
_FULL_STOP = {"en": re.compile(r"\.\s"), "zh": re.compile("。")}
# A first "paragraph" longer than this is a text of which only the end is set apart: a contact, a note.
_LONGEST = {"en": 900, "zh": 300}
# Paragraphs are parted by an empty line, else by a line break; lines set in or with a sign before them belong to
# what they follow: items of a list, typed copy.
_GAPS = (re.compile(r"\n\n"), re.compile(r"\n(?=[\w\"“‘'《「『（(<$])"))


def lead_length(text: str, language: str) -> int:
    """Return how many characters the lead has: the first paragraphs that are more than a dateline or a kicker.

    Where nothing parts paragraphs, the first sentences are the lead.
    """
    for gap in _GAPS:
        end = gap.search(text, _SHORTEST[language])
        if end and end.start() <= _LONGEST[language]:
            return end.start()
    stop = _FULL_STOP[language].search(text, _RUN_ON[language])
    return stop.start() + 1 if stop else len(text)


def without_parties_figures(
    events: Sequence[list["Candidate"]], reading: Reading
) -> list[list["Candidate"]]:
    """Return *events*; where title or first sentence tell a deal, without figures that only later sentences tell."""
    first = next((one.number for one in reading.sentences if not one.title), 0)

    def leads(group: Sequence["Candidate"]) -> bool:
        return any(one.sentence.number <= first for one in group)

    deals = [group for group in events if group[0].rule.kind in _DEALS and leads(group)]
    if not deals:
        return list(events)
    actors = {_key(one) for group in deals for one in group}
    return [
        one
        for one in events
        if one[0].rule.kind not in _FIGURES or leads(one) or _reported(one, actors)
    ]


def _reported(group: Sequence["Candidate"], actors: set[str | None]) -> bool:
    """Say whether figures are told as a report of their own, or by grammar of one of *actors*."""
    return any(
        (_REPORTS_ZH if one.rule.language == "zh" else _REPORTS).search(one.sentence.masked)
        or (one.parties.sure and _key(one) in actors)
        for one in group
    )


def _key(one: "Candidate") -> str | None:
    return key_of(one.parties.actor) if one.parties.actor else None
