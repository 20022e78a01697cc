"""Whether the words around a date tell of what was or of what will be, in English and Chinese."""

import re
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from text.calendar_math import Lean
from text.kept import yaml_of

WORDS: dict[str, Any] = yaml_of(Path(__file__).with_name("datewords.yaml"))


def any_of(*names: str) -> str:
    """Return a pattern of the words under *names* in ``datewords.yaml``, longest first."""
    words = {word for name in names for word in WORDS[name].split()}
    return "|".join(re.escape(word) for word in sorted(words, key=len, reverse=True))


_REACH = 200
_ENDS = re.compile(r"[.!?;:](?=\s)|\n")
_WORD = re.compile(r"[a-z]+(?:['’][a-z]+)?")
_TO_COME = frozenset(f"{WORDS['to_come']} {WORDS['timetable']}".split())
_TO_DO = frozenset(f"be {WORDS['to_do']}".split())
_PAST = frozenset(WORDS["past"].split())
_MODALS = frozenset(("will", "shall", "would", "may", "can", "to"))
_BETWEEN = frozenset(("not", "also", "soon", "then", "be", "have", "only"))
_UNTIL = re.compile(
    r"\b(?:by|until|till|ahead\sof|no\slater\sthan|starting|beginning|effective|as\sof|as\sfrom)(?:\son)?\s(?:the\s)?$",
    re.IGNORECASE,
)
_FROM = re.compile(r"\bfrom\s(?:the\s)?$", re.IGNORECASE)
_SINCE = re.compile(r"\bsince\s(?:the\s)?$", re.IGNORECASE)
# A verb right before its month: "opened in October", "was sold on 1 October", not "is held in May".
_DID = re.compile(
    rf"(?<!\bis\s)(?<!\bare\s)(?<!\bbe\s)(?<!\bbeing\s)\b(?:{any_of('past')}|[a-z]{{2,}}ed)\s(?:\w+ly\s|back\s|off\s|up\s|down\s|out\s)?(?:in|on|at)(?:\sthe)?\s$",
    re.IGNORECASE,
)
_IS_TO = re.compile(
    r"\b(?:will|shall|due|scheduled|planned)\b(?!\snot)[^.,;:()\n]{0,40}\s(?:on|in|from|by|until)\s(?:the\s)?$",
    re.IGNORECASE,
)
_BEFORE_A_DATE = ("in ", "on ", "at ", "the ", "from ", "by ", "until ")
_NEAR = 60
# "By mid-June", "until the end of March": what qualifies a date stands between it and the word before.
_QUALIFIED = re.compile(
    r"\b(?:the\s)?(?:(?:end|start|beginning|middle|close)\sof|mid|end|late|early)(?:[\s-]the)?[\s-]$",
    re.IGNORECASE,
)
# What is to be so by a date is to come, where the sentence tells of nothing that was.
_BY = re.compile(r"\b(?:by|until|till)\s(?:the\s)?$", re.IGNORECASE)
_WAS = re.compile(r"\b(?:had|has|have|was|were|been|did)\b(?!\sto\b)", re.IGNORECASE)
_IS = re.compile(
    r"\b(?:will|would|should|must|could|can|may|might|to|due)\b|['’]ll\b", re.IGNORECASE
)


def english_lean(text: str, start: int, end: int) -> Lean:
    """Return the tense of the clause about the date at *start*: of the last verb before it, else of the first after."""
    begin = max(0, start - _REACH)
    for hit in _ENDS.finditer(text, begin, start):
        begin = hit.end()
    before = text[begin:start]
    if _UNTIL.search(before):
        return "future"
    if _SINCE.search(before):
        return "past"
    words = _WORD.findall(before.lower())
    for number in range(len(words) - 1, -1, -1):
        if lean := _told(words, number):
            return lean
    if _FROM.search(before):
        return "future"
    stop = _ENDS.search(text, end, end + _REACH)
    words = _WORD.findall(text[end : stop.start() if stop else end + _REACH].lower())
    return next((lean for number in range(len(words)) if (lean := _told(words, number))), None)


def _told(words: Sequence[str], number: int) -> Lean:
    """Return the tense that a word says, with those before it: "will be opened", "to open", "opened"."""
    word, last = words[number], words[number - 1] if number else ""
    if word in _TO_COME or word.endswith(("'ll", "’ll")):
        return "future"
    if (last == "to" and word in _TO_DO) or (last in {"is", "are"} and word.endswith("ing")):
        return "future"
    if word not in _PAST and not (word.endswith("ed") and len(word) > 3):
        return None
    for back in range(number - 1, max(-1, number - 4), -1):
        if words[back] in _MODALS:
            return "future"
        if words[back] not in _BETWEEN and not words[back].endswith("ly"):
            break
    return "past"


def sure_english_lean(text: str, start: int) -> Lean:
    """Return the tense only where it is told right before the date: "opened in October", "will rise on 1 July"."""
    qualified = _QUALIFIED.search(text, max(0, start - _NEAR), start)
    if qualified:
        start = qualified.start()
    if not text[max(0, start - 6) : start].lower().endswith(_BEFORE_A_DATE):
        return None
    begin = max(0, start - _NEAR)
    if _IS_TO.search(text, begin, start):
        return "future"
    if _BY.search(text, begin, start):
        return _deadline(text, start)
    return "past" if _DID.search(text, begin, start) else None


def _deadline(text: str, start: int) -> Lean:
    """Return what "by" before the date at *start* says: what is to be done by then, not what had been."""
    begin = max(0, start - _REACH)
    for hit in _ENDS.finditer(text, begin, start):
        begin = hit.end()
    stop = _ENDS.search(text, start, start + _NEAR)
    end = stop.start() if stop else start + _NEAR
    if _IS.search(text, begin, end):
        return "future"
    return None if _WAS.search(text, begin, end) else "future"


_ZH_BREAK = "，。；！？\n,;!?：:（）"
_ZH_BY = re.compile("之?前")
_ZH_DONE = frozenset("了已曾")
_ZH_CUE = re.compile(
    rf"(?P<future>{any_of('zh_to_come').replace(' ', '')})|(?P<past>{any_of('zh_past')})"
)


def chinese_lean(text: str, start: int, end: int, *, sure: bool = False) -> Lean:
    """Return the tense of the clause about the date at *start*; a date that is a clause by itself has the next one's.

    If it must be *sure*, a verb alone does not make the past: 名单十一月公布.
    """
    if _ZH_BY.match(text, end):
        return "future"
    begin, stop = _clause(text, start, end)
    if stop - end <= 1 and start - begin <= 1 and stop < len(text) and text[stop] in "，,":
        stop = _clause(text, stop + 1, stop + 1)[1]
    hits = list(_ZH_CUE.finditer(text, begin, start))
    last = hits[-1] if hits else _ZH_CUE.search(text, end, stop)
    if last is None or (sure and last["past"] and last[0] not in _ZH_DONE):
        return None
    return "future" if last["future"] else "past"


def _clause(text: str, start: int, end: int) -> tuple[int, int]:
    begin = max((text.rfind(sign, max(0, start - 60), start) for sign in _ZH_BREAK), default=-1) + 1
    begin = max(begin, start - 60, 0)
    ends = [place for sign in _ZH_BREAK if (place := text.find(sign, end, end + 60)) >= 0]
    return begin, min(ends, default=min(len(text), end + 60))
