"""Whether a Chinese trigger reports a move, and with which status (MOVES.md rules 2 to 4).

Chinese has no tense: particles, adverbs, dates and the kind of source tell what is done, planned,
told or denied. Of the marks left of a trigger the nearest counts; a clause without a subject of its
own shares the marks of the clauses before it. The words are data (``nlp/frames/_status.yaml``).
"""

import re
from collections.abc import Iterator
from functools import lru_cache

from nlp.chinese.certain import EFFECTIVE, SIGNED, certain
from nlp.chinese.days import from_day, future, old_date, past, starts
from nlp.chinese.denial import denial as denial_of
from nlp.chinese.denial import links, of_else
from nlp.chinese.hearsay import borne_out
from nlp.chinese.nobodys import nobodys
from nlp.chinese.papers import of_papers
from nlp.frames.compiling import CompiledRule, pattern
from nlp.framing import framed
from nlp.reading import Reading, Sentence
from nlp.said import says_it
from nlp.status import Markers, Verdict, markers
from schemas.kinds import MoveKind

# In these kinds something ends: 取消订单 is the move, not its denial.
_ENDINGS: frozenset[MoveKind] = frozenset(
    ["customer-loss", "product-retirement", "packaging-change", "guidance", "market-exit", "layoffs", "departure",
     "price-increase", "price-decrease", "promotion", "distress", "customer-review", "legal", "incident", "results", "technology", "restructuring"]
)  # fmt: skip
# A forecast of one's own figures for a period is how they are reported (业绩预告).
_FORETOLD: frozenset[MoveKind] = frozenset({"results"})
# A day or "yesterday" says when these were told; only completion makes them done.
_DEALS: frozenset[MoveKind] = frozenset({"acquisition", "divestiture", "capital-return"})
# Whom a board agrees on or decides for is appointed.
_PERSONS: frozenset[MoveKind] = frozenset({"appointment", "departure"})
_BOARD = re.compile(r"同意|决定|.{1,5}会")
_ACHIEVED = ("完成", "已", "达成", "签署", "签订", "签下")
_CLAUSE = re.compile(r"[，；：。！？]|——")
# What two do together and end is called off, however it is told.
_TOGETHER: frozenset[MoveKind] = frozenset({"partnership", "alliance", "licensing", "campaign"})
_REPORTS = re.compile(r"(?:表示|称|说|回应|强调|重申|解释|声明|答|澄清|告诉|透露|：|“|发函|公告)")
# What somebody is asked and answers is told by the two together.
_ANSWERS = re.compile(r"[^。！？]{0,12}(?:答|[“：:])|没|不|是")
# Who asks why not denies nothing.
_WONDERS = re.compile(
    r"(?:为什么|为何|为啥|怎么|咋|干嘛|何)(?:还|就|都|也)?(?:不|没)[^，。；！]*[？?]$"
)
_NEW_SUBJECT = re.compile(r"^[^，。]{0,3}\ue000")
# A noun that 将 moves before its verb (将年费下调): no future.
_OBJECT = pattern(
    "^(?:<price>|<part>|<site>|<figure>|<outlook>|{MONEY}|{PRODUCT}|所持|旗下|其|[^，。；将]{0,6}(?:版|款|档|套餐|门槛|上限|期限|额度|股权|股份|业务|部门|资产|名称)[^，。；]{1,24}(?:给|为|至|到|取消|转|出售|合并))",
    "zh",
)
# Until a day or the end of a month, a promotion runs already.
_RUNS_UNTIL = re.compile(r"(?:至|到|截至|截止|直到)[^，。；]{0,6}$")
# "已于五月底": what is done before the mark of time says that the time has passed.
_ALREADY = re.compile(r"[已曾][于在]?[^，。；将]{0,6}$")
_ACTS_BY = re.compile(r"(?:根据|依据|按照|依照|按)[^，。；]{0,16}$")
# What somebody has not yet got or said denies nothing: 尚未收到传票.
_NOT_YET = re.compile(r"(?:尚未|还未|暂未|还没有?|目前未|仍未)[^，。；]{0,4}$")
# Who looks on from outside, by the name alone: 沛衡证券预计.
_BROKER = re.compile(
    r"(?:证券|研究|研究院|咨询|资讯|智库|投行)(?:则|也|还|亦|方面)?(?:认为|预计|预测|估计|测算|判断|预期)"
)
# How something is done says nothing of whether it is.
_MANNER = frozenset({"正式", "成功", "顺利", "终于"})
_MOVED = ("把", "将")
_PLANNED = ("将", "拟", "计划", "即将")
_UNDER_TITLE = 3  # a headline's hedge covers the first sentences under it


def judge(
    reading: Reading, sentence: Sentence, rule: CompiledRule, start: int, end: int
) -> Verdict:
    """Judge the trigger at *start* to *end* of *sentence* (offsets within the sentence)."""
    stop = _CLAUSE.search(sentence.masked, end)
    if broker := _BROKER.search(sentence.plain[: stop.start() if stop else None]):
        return Verdict(None, "outsider", broker[0], sure=True)
    if told := nobodys(sentence, rule.kind, start, end):
        return Verdict(None, "outsider", told, sure=True)
    governed = framed(reading, sentence, rule.kind, start, end)
    if governed and governed.status == "denied" and links(sentence.masked, end):
        governed = None
    if governed is None and not sentence.title and (asked := _WONDERS.search(sentence.raw)):
        governed = Verdict(None, "question", asked[0][-20:])
    return governed or _judged(reading, sentence, rule, start, end)


def _judged(
    reading: Reading, sentence: Sentence, rule: CompiledRule, start: int, end: int
) -> Verdict:
    words = markers("zh")
    masked = sentence.masked
    clause_start = max([hit.end() for hit in _CLAUSE.finditer(masked, 0, start)], default=0)
    left = masked[max(clause_start, start - words.left_reach) : start]
    if told := _denied(reading, sentence, start, end):
        return Verdict("denied", "denied", told)
    if dropped := _dropped(sentence, words, rule, (clause_start, start, end)):
        if told := _rumoured(reading, sentence, words, left):
            return Verdict("rumoured", "rumoured", told)  # what others tell of an end
        return Verdict("denied", "denied", dropped, sure=rule.kind in _TOGETHER)
    if aside := _set_aside(reading, sentence, rule, left, (start, end)):
        return aside
    if rumour := _rumoured(reading, sentence, words, left):
        return Verdict("rumoured", "rumoured", rumour)
    return _by_marks(reading, sentence, rule, words, (clause_start, start, end))


@lru_cache(maxsize=512)
def _found(name: str, text: str) -> str:
    """Return the first words of list *name* in a whole sentence; several triggers ask for the same."""
    hit = markers("zh").search(name, text)
    return hit[0] if hit else ""


def _denied(reading: Reading, sentence: Sentence, start: int, end: int) -> str:
    """Return the words by which somebody denies what this trigger tells, or nothing."""
    if told := denial_of(sentence.masked, start, end):
        return told
    for following in reading.sentences[sentence.number + 1 : sentence.number + 3 + sentence.title]:
        told = _found("denied_next", following.masked)
        if told and not of_else(sentence.masked, start, end, following.masked):
            return told
    title = reading.sentences[0]
    under = title.title and not sentence.title and sentence.number <= _UNDER_TITLE
    if not under or of_else(sentence.masked, start, end, title.masked):
        return ""
    return _found("denied_sentence", title.masked)


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
    if words.search("negated_left", before) and not _NOT_YET.search(before):
        return before
    return ""


def _set_aside(
    reading: Reading, sentence: Sentence, rule: CompiledRule, left: str, span: tuple[int, int]
) -> Verdict | None:
    if hit := markers("zh").search("negated_left", left):
        return Verdict(None, "negated", hit[0])
    following = reading.sentences[sentence.number + 1 : sentence.number + 2]
    answered = any(_ANSWERS.match(one.raw) for one in following)
    if markers("zh").search("question", sentence.raw) and not (sentence.title or answered):
        return Verdict(None, "question", sentence.raw[-20:])
    if old := old_date(reading, sentence, span[0]):
        return Verdict(None, "background", old)
    alone = rule.rule_id == "words"
    if alone and not says_it(reading, sentence, rule.kind):
        return Verdict(None, "unsaid", sentence.raw)
    paper = of_papers(sentence, rule.kind, None if alone else span)
    return Verdict(None, "papers", paper) if paper else None


def _rumoured(reading: Reading, sentence: Sentence, words: Markers, left: str) -> str:
    """Return what marks a rumour: in the sentence, in its headline, or in the lead under a headline."""
    if borne_out(reading, sentence):
        return ""
    hit = words.search("rumoured_left", left)
    if told := hit[0] if hit else _found("rumoured_sentence", sentence.masked):
        return told
    if sentence.title:
        lead = reading.sentences[1].masked if len(reading.sentences) > 1 else ""
        return "" if _found("confirmed", lead) else _found("rumoured_sentence", lead)
    title = reading.sentences[0]
    if not title.title or sentence.number > _UNDER_TITLE or _found("confirmed", sentence.masked):
        return ""
    return _found("rumoured_sentence", title.masked)


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
        day = from_day(reading, sentence, start) if told.status == "done" else ""
        return Verdict("announced", "future", day) if day else told
    if sure := certain(reading, sentence, rule.kind, start):
        return sure
    return _by_day(reading, sentence, rule, words, at)


def _by_day(
    reading: Reading,
    sentence: Sentence,
    rule: CompiledRule,
    words: Markers,
    at: tuple[int, int, int],
) -> Verdict:
    """Return what the nearest mark, a day and the next sentence say; else what the rule says."""
    start = at[1]
    signed, deal = rule.kind in SIGNED, rule.kind in _DEALS
    later = "" if signed else future(reading, sentence, start)
    mark = _nearest(words, sentence, at, rule.kind)
    if rule.kind in _FORETOLD:
        return Verdict("done", "done", mark.because if mark else "", sure=True)
    if mark is not None and not (later and mark.reason == "done time"):
        return mark
    if rule.kind in EFFECTIVE:
        later = later or starts(reading, sentence)
    if later:
        return Verdict("announced", "future", later)
    if not deal and (then := past(reading, sentence, start)):
        return Verdict("done", "past date", then)
    return Verdict(rule.status or rule.default_status, "rule")


def _of_trigger(words: Markers, sentence: Sentence, start: int, end: int) -> Verdict | None:
    """Return what the trigger itself and the particle behind it say."""
    trigger = sentence.plain[start:end]
    if trigger.startswith(_MOVED):  # 把亏了三年的厂卖给: what is sold has an aspect of its own
        trigger = trigger.rpartition("的")[2]
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
        if _ACTS_BY.search(left[: hit.start()]):
            continue  # 根据股东大会决议，…
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
            if hit[0] in _MANNER and words.search("announced", before):
                continue  # 将于下周正式
            if name == "announced_time" and (
                _ALREADY.search(before) or (kind == "promotion" and _RUNS_UNTIL.search(before))
            ):
                continue
            yield hit.start(), Verdict(status, reason, hit[0])  # type: ignore[arg-type]
