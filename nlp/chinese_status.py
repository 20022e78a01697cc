"""Whether a Chinese trigger reports a move, and with which status (MOVES.md rules 2 to 4).

Chinese has no tense: particles, adverbs, dates and the kind of source tell what is done, planned,
told or denied. Of the marks left of a trigger the nearest counts; a clause without a subject of its
own shares the marks of the clauses before it. The words are data (``nlp/frames/_status.yaml``).
"""

import re
from collections.abc import Iterator
from functools import lru_cache

from nlp.chinese_denial import denial
from nlp.chinese_officials import of_people
from nlp.chinese_papers import of_papers
from nlp.frames.compiling import CompiledRule, pattern
from nlp.framing import framed, since_confirmed
from nlp.reading import Reading, Sentence
from nlp.status import Markers, Verdict, days_before, is_compared, markers
from schemas.kinds import MoveKind
from text.han import HAN

# In these kinds something ends: 取消订单 is the move, not its denial.
_ENDINGS: frozenset[MoveKind] = frozenset(
    ["customer-loss", "product-retirement", "packaging-change", "guidance", "market-exit", "layoffs", "departure",
     "price-increase", "price-decrease", "promotion", "distress", "customer-review", "legal", "incident", "results", "technology", "restructuring"]
)  # fmt: skip
# Signing or moving in is the act itself, whenever it takes effect.
_SIGNED: frozenset[MoveKind] = frozenset(
    {"customer-win", "licensing", "guidance", "customer-review"}
)
# A forecast of one's own figures for a period is how they are reported (业绩预告).
_FORETOLD: frozenset[MoveKind] = frozenset({"results"})
# A day or "yesterday" says when these were told; only completion makes them done.
_DEALS: frozenset[MoveKind] = frozenset({"acquisition", "divestiture", "capital-return"})
# Whom a board agrees on or decides for is appointed.
_PERSONS: frozenset[MoveKind] = frozenset({"appointment", "departure"})
_BOARD = re.compile(r"同意|决定|.{1,5}会")
_ACHIEVED = ("完成", "已", "达成", "签署", "签订", "签下")
_CLAUSE = re.compile(r"[，；：。！？]|——")
_REPORTS = re.compile(r"(?:表示|称|说|回应|强调|重申|解释|声明|答|澄清|告诉|透露|：|“|发函|公告)")
# Headlines part what they tell by blanks: a question is the last part.
_PARTED = re.compile(rf"[{HAN}][ \u3000]+[{HAN}]")
_ANSWERS = re.compile(r"回应|回复|证实|确认|承认|属实|官宣|声明|客服")
_NEW_SUBJECT = re.compile(r"^[^，。]{0,3}\ue000")
# A noun that 将 moves before its verb (将年费下调): no future.
_OBJECT = pattern("^(?:<price>|<part>|<site>|<figure>|<outlook>|{MONEY}|{PRODUCT})", "zh")
_UNTIL = re.compile(r"(?:至|到|截至|截止|直到|从|自)$")
# "从9月1日零时起": a day from which something holds, not one until which it does.
_ON = re.compile(r"[^，。；]{0,4}?(?:起|开始)")
# What takes effect on a day: a next sentence may name it ("新价自9月1日起执行").
_EFFECTIVE: frozenset[MoveKind] = frozenset(
    ["appointment", "price-increase", "price-decrease", "packaging-change", "product-retirement", "market-exit",
     "delivery-model", "expansion", "restructuring"]
)  # fmt: skip
_BEGINS = re.compile(
    r"[^，。；]{0,4}?(?:起|生效|实施|施行|执行|启用|到任|履新|就任|上任|开业|投产|关闭|停止)"
)
# "昨日宣布": the day is that of the report, not of what it reports.
_TOLD_THEN = re.compile(r"宣布|公告|表示|称|说|披露|公布|透露|发函|通知|确认")
# Until a day or the end of a month, a promotion runs already.
_RUNS_UNTIL = re.compile(r"(?:至|到|截至|截止|直到)[^，。；]{0,6}$")
# "已于五月底": what is done before the mark of time says that the time has passed.
_ALREADY = re.compile(r"[已曾][于在]?[^，。；将]{0,6}$")
_PLANNED = ("将", "拟", "计划", "即将")
_SINCE = re.compile(r"(?:自|成立于|始于|创立于|从)$")
_COMPARED = re.compile(r"(?:比|较|是|同比|相比|不如|超过)$")
_COMPARES = re.compile(r"^(?:的[^，。]{0,3}倍|同期|相比|同季|的水平)|^[^，。]{0,3}(?:少|多)")
_OLD_DAYS = 200  # results and filings speak of a quarter that ended up to five months ago
_UNDER_TITLE = 3  # a headline's hedge covers the first sentences under it
_FUTURE_REACH = 40
_PAST_REACH = 25


def judge(
    reading: Reading, sentence: Sentence, rule: CompiledRule, start: int, end: int
) -> Verdict:
    """Judge the trigger at *start* to *end* of *sentence* (offsets within the sentence)."""
    governed = framed(reading, sentence, rule.kind, start, end)
    return governed or _judged(reading, sentence, rule, start, end)


def _judged(
    reading: Reading, sentence: Sentence, rule: CompiledRule, start: int, end: int
) -> Verdict:
    words = markers("zh")
    masked = sentence.masked
    clause_start = max([hit.end() for hit in _CLAUSE.finditer(masked, 0, start)], default=0)
    left = masked[max(clause_start, start - words.left_reach) : start]
    if told := _denied(reading, sentence, rule, start, end):
        return Verdict("denied", "denied", told)
    if dropped := _dropped(sentence, words, rule, (clause_start, start, end)):
        told = _rumoured(
            reading, sentence, words, left, start
        )  # what others tell of an end is hearsay still
        return Verdict(
            "rumoured" if told else "denied", "rumoured" if told else "denied", told or dropped
        )
    if aside := _set_aside(reading, sentence, rule, left, (start, end)):
        return aside
    if rumour := _rumoured(reading, sentence, words, left, start):
        return Verdict("rumoured", "rumoured", rumour)
    if rule.fixed:
        return Verdict(rule.status or rule.default_status, "rule")
    return _by_marks(reading, sentence, rule, words, (clause_start, start, end))


@lru_cache(maxsize=512)
def _found(name: str, text: str) -> str:
    """Return the first words of list *name* in a whole sentence; several triggers ask for the same."""
    hit = markers("zh").search(name, text)
    return hit[0] if hit else ""


def _denied(reading: Reading, sentence: Sentence, rule: CompiledRule, start: int, end: int) -> str:
    """Return the words by which somebody denies what this trigger tells, or nothing."""
    told = denial(sentence.masked, start, end)
    if told and not (rule.kind in _ENDINGS and _within(told, sentence.masked, start)):
        return told
    for following in reading.sentences[sentence.number + 1 : sentence.number + 3 + sentence.title]:
        if told := _found("denied_next", following.masked):
            return told
    title = reading.sentences[0]
    under = title.title and not sentence.title and sentence.number <= _UNDER_TITLE
    return _found("denied_sentence", title.masked) if under else ""


def _within(told: str, masked: str, start: int) -> bool:
    """Say whether the words of a denial are the trigger's own: 不再提供 is how a service ends."""
    place = masked.find(told)
    return place <= start < place + len(told)


def _dropped(
    sentence: Sentence, words: Markers, rule: CompiledRule, at: tuple[int, int, int]
) -> str:
    """Return the words that say in the trigger's clause that it is called off, or nothing."""
    clause_start, start, end = at
    if rule.kind not in _ENDINGS:
        clause_end = _CLAUSE.search(sentence.masked, end)
        clause = sentence.masked[clause_start : clause_end.start() if clause_end else None]
        if hit := words.search("dropped_clause", clause):
            return hit[0]
    before = sentence.masked[max(clause_start, start - 8) : start]
    if rule.kind == "customer-review" or not _REPORTS.search(sentence.masked[:start]):
        return ""
    if hit := words.search("refused_left", before):
        return hit[0]
    if words.search("negated_left", before):
        return before
    return ""


def _set_aside(
    reading: Reading, sentence: Sentence, rule: CompiledRule, left: str, at: tuple[int, int]
) -> Verdict | None:
    start, end = at
    words = markers("zh")
    stop = _CLAUSE.search(sentence.masked, end)
    governing = sentence.masked[: stop.start() if stop else None]
    for name, text in (
        ("hypothetical", sentence.masked),
        ("hypothetical_before", governing),
        ("outsider", sentence.masked),
        ("outsider_before", governing),
        ("background_sentence", sentence.masked),
    ):
        if told := _found(name, text):
            return Verdict(None, name.partition("_")[0], told)
    for name in ("negated_left", "background_left"):
        if hit := words.search(name, left):
            return Verdict(None, name.partition("_")[0], hit[0])
    asked = words.search("question", sentence.raw) and not _PARTED.search(sentence.raw, end)
    if asked and not sentence.title and (answer := _asked(reading, sentence)):
        return answer
    if old := _old_date(reading, sentence, start):
        return Verdict(None, "background", old)
    if paper := of_papers(sentence, rule.kind, start):
        return Verdict(None, "papers", paper)
    people = of_people(sentence, rule.kind)
    return Verdict(None, "people", people) if people else None


def _asked(reading: Reading, sentence: Sentence) -> Verdict | None:
    """Return what becomes of a question: hearsay where somebody refuses to answer it, news where he does."""
    following = reading.sentences[sentence.number + 1 : sentence.number + 2]
    for one in following:
        if told := _found("no_comment", one.masked):
            return Verdict("rumoured", "rumoured", told, sure=True)
        if _ANSWERS.search(one.masked):
            return None
    return Verdict(None, "question", sentence.raw[-20:])


def _rumoured(reading: Reading, sentence: Sentence, words: Markers, left: str, start: int) -> str:
    """Return what marks a rumour: in the sentence, in its headline, or a refusal to comment after it."""
    hit = words.search("rumoured_left", left)
    told = (
        hit[0]
        if hit
        else _found(
            "rumoured_sentence", sentence.masked[since_confirmed("zh", sentence.masked[:start]) :]
        )
    )
    if sentence.title:
        told = told or _found("rumoured_title", sentence.masked)
        lead = reading.sentences[1].masked if len(reading.sentences) > 1 else ""
        return told or ("" if _found("confirmed", lead) else _found("rumoured_sentence", lead))
    if told:
        return told
    if _found("confirmed", sentence.masked):
        return ""
    title = reading.sentences[0]
    if title.title and sentence.number <= _UNDER_TITLE:
        told = _found("rumoured_title", title.masked) or _found("rumoured_sentence", title.masked)
    for following in reading.sentences[sentence.number + 1 : sentence.number + 3]:
        told = told or _found("no_comment", following.masked)
    return told


def _by_marks(
    reading: Reading,
    sentence: Sentence,
    rule: CompiledRule,
    words: Markers,
    at: tuple[int, int, int],
) -> Verdict:
    """Return what particles, adverbs, dates and the next sentence say; else what the rule says."""
    _, start, end = at
    if told := _of_trigger(words, sentence, start, end):
        return told
    signed, deal = rule.kind in _SIGNED, rule.kind in _DEALS
    later = "" if signed else _future(reading, sentence, start)
    mark = _nearest(words, sentence, at, rule.kind)
    if rule.kind in _FORETOLD:
        return Verdict("done", "done", mark.because) if mark else Verdict("done", "rule")
    if mark is not None and not (later and mark.reason == "done time"):
        return mark
    hit = words.search("announced_right", sentence.masked[end:])
    if hit is None and not signed and sentence.number + 1 < len(reading.sentences):
        hit = words.search("announced_next", reading.sentences[sentence.number + 1].masked)
    later = later or (_starts(reading, sentence) if rule.kind in _EFFECTIVE else "")
    if later or hit:
        return Verdict("announced", "future", later or (hit[0] if hit else ""))
    if not deal and (past := _past(reading, sentence, start)):
        return Verdict("done", "past date", past)
    return Verdict(rule.status or rule.default_status, "rule")


def _of_trigger(words: Markers, sentence: Sentence, start: int, end: int) -> Verdict | None:
    """Return what the trigger itself and the particle behind it say."""
    trigger = sentence.plain[start:end]
    if hit := words.search("done_right", sentence.masked[end:]):
        return Verdict("done", "done", hit[0])
    if "了" in trigger or trigger.startswith(_ACHIEVED):
        return Verdict("done", "done", trigger)
    hit = words.search("announced_time", trigger)
    if hit is None:
        plans = words.hits("announced", sentence.masked[start:end])
        hit = next((one for one in plans if one[0].startswith(_PLANNED)), None)
    return Verdict("announced", "future", hit[0]) if hit else None


def _nearest(
    words: Markers, sentence: Sentence, at: tuple[int, int, int], kind: MoveKind
) -> Verdict | None:
    """Return what the nearest mark left of the trigger says, in its clause or those it continues."""
    masked = sentence.masked
    where, start, end = at
    while True:
        found = list(_marks(words, sentence, (where, start, end), kind))
        if found:
            return max(found, key=lambda pair: pair[0])[1]
        if where == 0 or (_NEW_SUBJECT.match(masked[where:]) and "\ue000" in masked[:where]):
            return None
        before = [hit.end() for hit in _CLAUSE.finditer(masked, 0, where - 1)]
        where = before[-1] if before else 0


def _marks(
    words: Markers, sentence: Sentence, at: tuple[int, int, int], kind: MoveKind
) -> Iterator[tuple[int, Verdict]]:
    """Yield the marks between where the clause begins and the trigger with their places."""
    where, start, end = at
    left, plain = sentence.masked[where:start], sentence.plain[where:start]
    for hit in words.hits("announced", left):
        moved = hit[0] == "将" and where + hit.end() == start
        named = kind in _PERSONS and _BOARD.match(hit[0])
        if not named and not (moved and _OBJECT.search(sentence.masked[start:end])):
            yield hit.start(), Verdict("announced", "future", plain[hit.start() :][:12])
    for name, text, status, reason in (
        ("announced_time", plain, "announced", "future"),
        ("done", left, "done", "done"),
        ("done_time", plain, "done", "done time"),
    ):
        if kind in _DEALS and name == "done_time":
            continue
        for hit in words.hits(name, text):
            before = text[: hit.start()]
            if name == "announced_time" and (
                _ALREADY.search(before) or (kind == "promotion" and _RUNS_UNTIL.search(before))
            ):
                continue
            yield hit.start(), Verdict(status, reason, hit[0])  # type: ignore[arg-type]


def _old_date(reading: Reading, sentence: Sentence, start: int) -> str:
    """Return a date near the trigger that lies well before the report, or nothing."""
    day = reading.published
    if not day or not day[:4].isdigit():
        return ""
    for one in sentence.entities:
        date = one.value.date if one.label == "DATE" and one.value else None
        place = one.start - sentence.start
        if not date or abs(place - start) > _PAST_REACH or is_compared(reading, one):
            continue
        around = (
            reading.text[max(0, one.start - 4) : one.start],
            reading.text[one.end : one.end + 6],
        )
        if _SINCE.search(around[0]) or _COMPARED.search(around[0]) or _COMPARES.match(around[1]):
            continue
        if int(date[:4]) < int(day[:4]) and days_before(date, day) > _OLD_DAYS:
            return reading.text[one.start : one.end]
    return ""


def _future(reading: Reading, sentence: Sentence, start: int) -> str:
    """Return a date near the trigger that lies after publication, or nothing."""
    day = reading.published
    if not day:
        return ""
    for one in sentence.entities:
        date = one.value.date if one.label == "DATE" and one.value else None
        if not date:
            continue
        if abs(one.start - sentence.start - start) > _FUTURE_REACH:
            continue
        before, after = (
            reading.text[max(0, one.start - 2) : one.start],
            reading.text[one.end : one.end + 6],
        )
        if (_UNTIL.search(before) and not _ON.match(after)) or after.startswith(
            ("前", "截止", "止", "为止")
        ):
            continue
        if _begins(date) > day[: len(_begins(date))]:
            return reading.text[one.start : one.end]
    return ""


def _starts(reading: Reading, sentence: Sentence) -> str:
    """Return a day to come on which, as one of the next two sentences says, something takes effect."""
    day = reading.published or ""
    for following in reading.sentences[sentence.number + 1 : sentence.number + 3]:
        for one in following.entities:
            date = one.value.date if one.label == "DATE" and one.value else None
            if day and date and _BEGINS.match(reading.text[one.end : one.end + 8]):
                begins = _begins(date)
                if begins > day[: len(begins)]:
                    return reading.text[one.start : one.end]
    return ""


def _begins(date: str) -> str:
    """Return a date or the month in which a quarter or half begins."""
    if date[5:6] == "Q":
        return f"{date[:4]}-{int(date[6]) * 3 - 2:02}"
    if date[5:6] == "H":
        return f"{date[:4]}-{int(date[6]) * 6 - 5:02}"
    return date


def _past(reading: Reading, sentence: Sentence, start: int) -> str:
    """Return a date before the trigger that is not after publication, or nothing: it happened then."""
    day = reading.published
    if not day:
        return ""
    for one in sentence.entities:
        date = one.value.date if one.label == "DATE" and one.value else None
        if (
            date
            and len(date) == len("2026-01-01")
            and one.end <= sentence.start + start
            and date <= day
            and not _TOLD_THEN.search(reading.text[one.end : sentence.start + start])
        ):
            return reading.text[one.start : one.end]
    return ""
