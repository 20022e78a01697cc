"""Whether a Chinese sentence denies what a trigger tells, or something that another of its clauses tells (MOVES.md rule 2).

"X召回3万台烤箱，称不存在人身伤害" denies no recall. A denial reaches its own clause; the clauses after it, unless one says
that something else is announced; and those before it where they tell hearsay, or where it takes up what they tell.
"""

import re
from functools import lru_cache

from nlp.chinese.hearsay import borne_out
from nlp.reading import Reading, Sentence
from nlp.status import markers

_CLAUSE = re.compile(r"[，；。！？,;!?]|——")
# What makes a clause before a denial hearsay: only then is it what is denied.
_HEARSAY = re.compile(
    r"传|称|据(?:悉|说)|消息|报道|爆料|媒体|网友|谣|说法|文章|帖|质疑|猜测|疑似|热搜|截图|市场上|坊间|曝|有人|[“？?]"
)
# A denial that takes up what is told before it.
_TAKES_UP = re.compile(
    r"(?:该|此(?![前外次举])|上述|这一|这些|相关|有关|前述|以上|网上|网络)[^，。；]{0,6}(?:消息|传闻|传言|报道|说法|信息|内容|文章|帖子|情况|情形|事项|计划|事)|对此|回应|纯属|子虚乌有|没有此事|没有的事|没这回事|无此|不属实|谣言|是假的|不是真的|别信|否认"
)
# What is announced besides is not denied.
_ELSE = re.compile(
    r"(?:同时|另外?|此外|并|但|不过|而|却|还)[^，。；]{0,8}(?:宣布|公告|确认|证实|承认|透露|官宣|通报)"
)


# What was denied before ("尽管此前否认过，…") is told now.
_BEFORE = re.compile(r"(?:尽管|虽然?|此前|之前|先前|曾|原先|一度)")

# What a denial names itself: 对于网传裁员的消息，…不实, 否认曾隐瞒缺陷.
_OWN = re.compile(
    r"(?:(?<!相)对于|针对|关于|就(?!职|任|此|业|是)|回应|谈及|谈到|被问及)(?P<topic>[^，。；：]{2,24}?)(?:的?(?:消息|传闻|传言|报道|说法|猜测|质疑|流言)|一事|时)"
    r"|否认(?:了)?(?P<object>[^，。；：]{2,30})"
)
# What only points back to what was told.
_POINTS = re.compile(
    r"该|此[次事]?|这[一些]?|上述|相关|有关|前述|以上|网[上传络]|市场|媒体|外界|近[期日]|[消传][息闻言]|报道|说法|事[项情]?|一切|全部|所有|的|了|[\ue000-\ue0ff]"
)
# Not the thing but what it has to do with is denied: 否认其离职与调查有关.
_LINK = re.compile(
    r"[^，。；]{0,12}?(?:[与和跟同][^，。；]{1,20}(?:有关|相关|串通|关联|挂钩|联系|无关)|是因为|由于|出于|的原因)"
)
_BRIEF = 3  # characters of a word of which one alone may tell

# Without one of these nothing is denied and nothing called off, whatever else the words are like.
_REFUSING = re.compile(
    r"[不没未无非否谣讹拒婉驳辟误伪错黄吹汤弃撤停罢缓]|[取打撤抵]消|澄清(?![池剂度液石])|虚[构妄]|(?<!虚)假(?![期日如设定使])|终止|中止|解除|作废|落空|夭折|流产|搁置|失败|推迟|退回|照旧|仍"
)


def deniable(reading: Reading, sentence: Sentence, start: int, end: int) -> bool:
    """Say whether anything but denials of something else can deny what the trigger at *start* to *end* of a sentence tells."""
    masked = sentence.masked
    beside = reading.sentences[max(0, sentence.number - 1) : sentence.number + 2]
    righted = any(markers("zh").search("put_right", one.raw) for one in beside)
    if righted and not any(markers("zh").search("dropped_clause", one.masked) for one in beside):
        return False
    if borne_out(reading, sentence) or ("否认" in masked[:start] and links(masked, end)):
        return False
    if not denial(masked, start, end):
        for hit in reversed(list(markers("zh").hits("denied_sentence", masked))):
            begin, stop = _bounds(masked, hit.start())
            if not begin <= start < stop:
                masked = masked[:begin] + masked[stop:]
    near = [one.masked for one in reading.sentences[:1] if one.title and one != sentence]
    near += [one.masked for one in reading.sentences[sentence.number + 1 : sentence.number + 3]]
    near = [one for one in near if not of_else(sentence.masked, start, end, one)]
    return any(_REFUSING.search(one) for one in (masked, *near))


def links(masked: str, end: int) -> bool:
    """Say whether a clause goes on from what ends at *end* to what that has to do with: 否认裁员 | 与经营困难有关."""
    return _LINK.match(masked, end, _bounds(masked, end)[1]) is not None


@lru_cache(maxsize=512)
def of_else(masked: str, start: int, end: int, near: str) -> bool:
    """Say whether a sentence *near* by denies only what it names itself, and not what the trigger at *start* to *end* tells."""
    hits = list(_OWN.finditer(near))
    named = [one for hit in hits if (one := _POINTS.sub("", hit["topic"] or hit["object"]))]
    if not named:
        return False
    if all(_LINK.match(hit["object"] or "") for hit in hits):
        return True
    told = masked[slice(_bounds(masked, start)[0], _bounds(masked, end)[1])]
    return not (_HEARSAY.search(masked) or any(_alike(told, one) for one in named))


def _alike(told: str, named: str) -> bool:
    """Say whether what a denial names may be what is told: 并购 is 收购, 关店 is 关闭门店."""
    needed = 1 if len(named) <= _BRIEF else 2
    return len(set(told) & set(named)) >= needed


@lru_cache(maxsize=512)
def denial(masked: str, start: int, end: int) -> str:
    """Return the words of a sentence that deny what its trigger at *start* to *end* tells, or nothing."""
    first = max([hit.end() for hit in _CLAUSE.finditer(masked, 0, start)], default=0)
    for hit in markers("zh").hits("denied_sentence", masked):
        if links(masked, hit.end()):
            continue
        if hit.start() >= end and (stop := _CLAUSE.search(masked, end, hit.start())):
            if of_else(masked[: stop.start()], start, end, masked[end:]):
                continue
            clause = masked[slice(*_bounds(masked, hit.start()))]
            if not (_HEARSAY.search(masked[: stop.end()]) or _TAKES_UP.search(clause)):
                continue
        elif hit.end() <= first and (
            _ELSE.search(masked, hit.end(), start)
            or _BEFORE.match(masked[slice(*_bounds(masked, hit.start()))])
        ):
            continue
        return hit[0]
    return ""


def _bounds(masked: str, place: int) -> tuple[int, int]:
    """Return where the clause begins and ends in which *place* lies."""
    begin = max([hit.end() for hit in _CLAUSE.finditer(masked, 0, place)], default=0)
    stop = _CLAUSE.search(masked, place)
    return begin, stop.start() if stop else len(masked)
