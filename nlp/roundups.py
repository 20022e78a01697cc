"""Round-ups, which retell many events of many companies, and looks back: neither reports them as its own news."""

import re
from collections import Counter
from collections.abc import Sequence

from nlp.status import days_before
from schemas.kinds import MoveKind
from schemas.language import Move, Tags

_TITLE = re.compile(
    r"一周|本周|周报|周评|周刊|盘点|回顾|月报|日报(?=[：:|｜])|早报|晚报|早参|要闻|快讯汇总|新闻汇总|速递|简讯|动态汇总"
    r"|\b(?:round-?up|week(?:ly)? in|in brief|news in brief|the week\b|this (?:week|month)(?: and (?:last|next))? in|month in|digest|briefing|recap|"
    r"roundup|at a glance|everything you (?:may have )?missed|headlines)\b",
    re.IGNORECASE,
)
_PAST = re.compile(
    r"回望|回首|回眸|回看|复盘(?![？?])|大事记|往事|旧事|这一年|这些年|[十百]年前"
    r"|\b(?:look(?:ing|s)? back|in retrospect|retrospective|years? in review|a (?:short |brief )?history of|timeline of|on this day"
    r"|(?:two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|\d+) (?:months|years|decades) (?:of|ago)|from the archives?)\b",
    re.IGNORECASE,
)
_OF_PERIODS: frozenset[MoveKind] = frozenset({"results", "guidance"})
_FRESH = 45  # days before publication: a move of a look back that is dated so is news
# Companies a text tells of one after the other, each in a sentence of its own, without one that recurs.
_SEPARATE = 3
ACTORS = 4
_RECURS = 0.5
_SENTENCE = re.compile(r"[;；。！？\n]+|(?<=[a-z%0-9)])[.!?]\s+(?=[A-Z])")


def is_round_up(title: str, text: str, tags: Tags) -> bool:
    """Say whether a text is a list of several companies' news."""
    if _TITLE.search(title):
        return True
    actors = {
        move.actor.entity or move.actor.text.casefold() for move in tags.moves if move.actor
    } | ({""} if any(move.actor is None for move in tags.moves) else set())
    return len(actors) >= ACTORS or _told_in_turn(title, text, tags)


def _told_in_turn(title: str, text: str, tags: Tags) -> bool:
    """Say whether sentences speak of one company each, always another."""
    shift = len(title) + 1
    companies: list[set[str]] = []
    start = 0
    for end in [match.start() for match in _SENTENCE.finditer(text)] + [len(text)]:
        if end - start > 5:
            companies.append(
                {
                    m.entity
                    for m in tags.mentions
                    if m.label == "ORG"
                    and m.entity
                    and not m.boilerplate
                    and start <= m.start - shift < end
                }
            )
        start = end
    told = [found for found in companies if found]
    counts = Counter(company for found in told for company in found)
    if not counts or max(counts.values()) > max(1, _RECURS * len(told)):
        return False
    alone = [f for f in told if all(counts[company] == 1 for company in f)]
    return len(alone) >= _SEPARATE and len(alone) >= 0.6 * len(companies)


def without_the_past(moves: Sequence[Move], title: str, published: str | None) -> list[Move]:
    """Return *moves*; of a text whose title looks back only those that are dated lately, and results (MOVES.md rule 4)."""
    if not _PAST.search(title):
        return list(moves)
    return [one for one in moves if one.kind in _OF_PERIODS or _lately(one, published)]


def _lately(move: Move, published: str | None) -> bool:
    if not published:
        return False
    slots = [slot for name in move.slots for slot in move.values(name)]
    # A weekday alone is one of the time that is told of.
    named = (slot for slot in slots if re.search(r"\d", slot.text))
    dates = [slot.value.date for slot in named if slot.value and slot.value.date]
    return any(days_before(date, published) <= _FRESH for date in dates if date[:4].isdigit())
