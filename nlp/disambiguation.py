"""Whether a word that is also a name is the name here: Apricot the company, an apricot, the river Orwell.

Evidence is added up, for and against; each piece is something a reader would point at. Nothing is learnt, so that a name
added today is judged like any other.
"""

import re
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from nlp.lexicon import common_english, word_set
from text.han import HAN

# What the pieces of evidence weigh. A sum of at least ``NEEDED`` makes the word the name.
NEEDED = 2.0
_HAN = re.compile(f"[{HAN}]")
_LEGAL = re.compile(
    r"\s(?:Inc|Corp|Corporation|Ltd|Limited|LLC|plc|PLC|GmbH|AG|SE|SA|B\.?V|N\.?V|Group|Holdings|Co)\b"
)
_ZH_LEGAL = re.compile(
    r"(?:[（(].{2,4}[）)])?(?:科技|集团|股份|控股|软件|公司)*(?:有限责任公司|股份有限公司|有限公司|公司|集团)"
)
_ZH_CUE = re.compile(
    r"(?:公司|集团|科技|官方|官网|旗下|宣布|发布|推出|表示|回应|手机|汽车|软件|股份|CEO|创始人|董事长|高管|员工|方面|称|拟|将|已?完成|收购|任命|关闭|裁员|停产|与.{1,8}(?:签署|合作|达成)|涨价|降价|签约|中标|获)"
)
_ZH_THING = re.compile(
    r"(?:产量|长势|收成|丰收|树|园|林|汁|酱|酒|粥|饭|果|花|苗|核|仁|田|地里|熟|洗净|水位|江面|东去|漂流|沿岸|两岸|河|流域|上游|下游|一?斤|价格)"
)
_ZH_THING_BEFORE = re.compile(
    r"(?:一把|[一二两三几半]?斤的?|公斤|[一几]?[颗粒株棵亩筐篮]|山坡上的|沿|山上的|种|吃|采摘|煮|渡|把)$"
)
_ZH_COMPARED = re.compile(r"(?:换成了?|采购|用了?|竞争对手|对手|客户|选择了?|买了?|店里.{0,8}是)$")
_EN_THING = re.compile(
    r"\s(?:tree|trees|jam|jams|juice|yields?|harvest|crops?|preserve|seeds?|blossom|orchards?|growers?|farm|farms|river|valley|was high|estuary|your|at the|early|together|spirit|members?|captain|work|in the)\b"
)
_EN_BEFORE_THING = re.compile(
    r"\b(?:the\s[Rr]iver|[Rr]iver|an?|some|dried|fresh|ripe|(?:one|two|three|four|spoons?|kilos?|pounds?)(?:\sof)?|of\sthe)\s$"
)
_THE = re.compile(r"\b[Tt]he\s$")
_FORENAME = re.compile(r"(?<![.!?]\s)\b(?P<name>[A-Z][a-z]+)\s$")
_TOLD_OF = re.compile(
    r"\b(?:rivals?|competitors?|customers?|suppliers?|like|such\sas|told\sus\sthat|to|from|with|by|against|at|chose|bought|use|using|than)\s$"
)
_VERB = re.compile(r"\s([a-z]+)")
_JOINED = re.compile(r"\s?(?:,|、|和|与|及|and|&|or)\s?(?:and\s)?$")


class Place(NamedTuple):
    """An ambiguous word at characters *start* to *end* of *text*; *title_end*: where the title ends."""

    text: str
    start: int
    end: int
    title_end: int


def weigh(place: Place, context: Sequence[str], others: Iterable[tuple[int, int]]) -> float:
    """Return the evidence that the word is the company: at least :data:`NEEDED` means that it is.

    *context*: words the analyst gave; *others*: where names that are sure stand in the text.
    """
    score = _context(place.text, context) + _neighbours(place, others)
    judge = _chinese if _HAN.search(place.text[place.start : place.end]) else _english
    return score + judge(place, has_context=bool(context))


def _context(text: str, context: Sequence[str]) -> float:
    """Words that the analyst gave speak for the company; that none of them is there, against it."""
    if not context:
        return 0.0
    return 2.5 if any(holds(text, word) for word in context) else -1.5


def holds(text: str, word: str) -> bool:
    """Say whether *word* stands in *text*, as a word where its script has spaces."""
    if _HAN.search(word):
        return word in text
    return re.search(rf"\b{re.escape(word)}\b", text, re.IGNORECASE) is not None


def _neighbours(place: Place, others: Iterable[tuple[int, int]]) -> float:
    """A company named beside it in a list: Orwell and Velmora."""
    for start, end in others:
        left, right = (end, place.start) if end <= place.start else (place.end, start)
        if 0 <= right - left <= 6 and _JOINED.match(place.text, left, right):
            return 2.0
    return 0.0


def _chinese(place: Place, *, has_context: bool) -> float:
    text, start, end = place.text, place.start, place.end
    score = 0.0
    if _ZH_LEGAL.match(text, end):
        score += 3
    if _ZH_CUE.match(text, end):
        score += 2.5
    if _ZH_THING.match(text, end):
        score -= 3
    before = text[max(0, start - 8) : start]
    if _ZH_THING_BEFORE.search(before):
        score -= 2
    if _ZH_COMPARED.search(before):
        score += 2
    if text[end : end + 1] == "的" and has_context:
        score += 0.5
    if start < place.title_end and text.count(text[start:end], place.title_end) > 0:
        score += 0.5
    return score


def _english(place: Place, *, has_context: bool) -> float:
    text, start, end = place.text, place.start, place.end
    before = text[max(0, start - 24) : start]
    score = _english_after(text, end)
    if _EN_BEFORE_THING.search(before):
        score -= 3
    elif _THE.search(before):
        score -= 2.5
    elif not starts_sentence(text, start):
        score += 1.5 if has_context else 2.0  # a capital where none is due
        if _TOLD_OF.search(before):
            score += 0.5
        given = _FORENAME.search(before)
        if given and given["name"].lower() in word_set("en", "first_names"):
            score -= 4  # George Orwell
    return score


def _english_after(text: str, end: int) -> float:
    score = 0.0
    if _LEGAL.match(text, end):
        score += 3
    if _EN_THING.match(text, end):
        score -= 4
    verb = _VERB.match(text, end)
    if verb and verb[1] in word_set("en", "company_verbs") and verb[1] not in {"was", "had", "is"}:
        score += 2
    elif verb and verb[1] in {"was", "had", "is", "has"}:
        score += 0.5
    if text.startswith(("'s ", "’s "), end):
        score += 1
    comma = re.match(r", (?:[A-Z]|the |a )", text[end : end + 6])
    return score + (1.0 if comma else 0.0)


def starts_sentence(text: str, start: int) -> bool:
    """Say whether a capital is due at *start* by the place alone."""
    before = text[:start].rstrip(" \"'“‘(")
    return not before or before[-1] in ".!?\n:;"


def is_word(text: str) -> bool:
    """Say whether a name is also a word of its language, as far as our lists know."""
    if _HAN.search(text):
        return text in word_set("zh", "ambiguous")
    return text.lower() in common_english() or text.islower()
