"""Laws, their sections, patents and cases that texts name, in English and Chinese.

The longest words are taken: "Section 5 of the FTC Act", 《反垄断法》第二十条. Chinese statutes that are written
without brackets are data (``statutes`` in ``nlp/lexicon/zh.yaml``), acronyms of English ones in ``en.yaml``.
"""

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import Literal

from nlp.entities import Entity
from nlp.lexicon import places, words
from text.begins import found_at, places_of, places_of_words
from text.han import HAN, NUMERALS

# Patents and docket numbers are written alike in all languages.
_PATENT_OFFICES = ("US", "EP", "DE", "GB", "FR", "JP", "KR", "WO", "CN", "ZL", "TW", "CA", "AU")
_PATENT_NUMBER = rf"(?:PCT/[A-Z]{{2}}\d{{4}}/\d{{5,6}}|(?:{'|'.join(_PATENT_OFFICES)})[\s-]?(?:\d{{4}}/\d{{5,7}}|\d{{1,3}}(?:[,\s]\d{{3}}){{2,3}}|\d{{4}}\s\d\s\d{{7}}|\d{{6,13}}(?:\.[\dX])?)(?:\s?[ABCUSTY]\d?(?![A-Za-z0-9]))?)"
_PATENT_WORDS = (
    r"(?:(?:U\.?S\.?|European|Japanese|Chinese|German|Korean|British|Canadian|Indian|Australian|design|utility|reissue)\s){0,2}[Pp]atents?(?:\s(?:application|publication))?"
    r"\s?(?:[Nn]os?\.?|[Nn]umbers?|#)?\s?(?:(?:US|EP|RE|D)\s?)?(?=\d)\d[\d,./-]{5,12}\d(?:\s?[ABCUSTY]\d?(?![A-Za-z0-9]))?"
    r"|['’‘]\d{3}\s[Pp]atents?\b"
    rf"|(?:(?:U\.?S\.?|European|Japanese|Chinese|German|Korean)\s)?[Pp]atents?\s(?:(?:[Nn]o\.?|[Nn]umber|application)\s){{0,2}}{_PATENT_NUMBER}"
)
_CASE = (
    r"\d:\d\d-[a-z]{2}-\d{3,6}\b|(?:[Cc]ases?|[Dd]ocket)\s(?:[Nn]os?\.?\s|[Nn]umber\s)?(?:[CT][-‑–]\d+/\d\d|\d:\d\d-[a-z]{2}-\d{3,6}|[A-Z]{1,5}[-/ ]?\d[\w/-]{2,12}|\d[\d/-]{3,}\w*|M\.\d{4,6})"
    r"|(?:[A-Z][\w.&’'-]*(?:\s(?:of|the|and|&))?\s){1,5}vs?\.?\s(?:[A-Z][\w&’'-]*(?:\s(?:of|the|and|&)(?:\sthe)?)?\s){0,4}?[A-Z][\w&’-]*+(?:\s(?:Ltd|Inc|Corp|LLC|plc|GmbH|AG|SA|Co|Group|Holdings)\b)?(?!\s[A-Z])"
)
_IN_BRACKETS = r"(?:\((?:[A-Z][\w’'-]*(?:,?\s(?:and\s|of\s|&\s)?[A-Z][\w’'-]*){0,4})\)\s)"
_KIND = r"(?:Act|Directive|Regulations?|Ordinance|Treaty(?!\s(?:of|on)\s)|Convention|Law|Code|Bill|Rules|Order|Statute|Decree)"
_YEAR = r"(?:\s(?:\(?[A-Z]{2,6}\)?))?(?:,?\s(?:of\s)?(?:19|20)\d\d(?![/\d])|\s\((?:19|20)\d\d\))?"
# "The Act on X", "the Law concerning Y": what it is about stands behind.
_ABOUT = r"(?:Act|Law|Ordinance|Decree|Regulation|Convention|Directive)\s(?:on|against|concerning|for|to)\s(?:the\s)?[A-Z][\w-]+(?:(?:\s(?:of|and|in|for|the|to|of\sthe)|,)?\s[A-Z][\w-]+){0,7}"
_TITLED = (
    r"(?:Executive\sOrder\s(?:No\.\s)?\d{4,5}|Treaty\s(?:of|on)\s(?:the\s)?[A-Z][\w-]+(?:\s(?:of\s|on\s)?(?:the\s)?[A-Z][\w-]+){0,5}|(?:Harmoni[sz]ed\s)?Tariff\sSchedule(?:\sof\sthe\sUnited\sStates)?|Prop(?:osition|\.)?\s\d{1,3}\b|Pillar\s(?:One|Two)\b|(?:Basel|Solvency|MiFID|CRD|UCITS|IORP)\s(?:I{1,3}|IV|VI?)\b|(?:Dodd-Frank|Sarbanes-Oxley|Glass-Steagall|Hart-Scott-Rodino|Smoot-Hawley)\b(?!\s(?:[A-Z][\w-]+\s){0,5}Act\b))|"
    rf"(?:[Tt]he\s)?{_ABOUT}|(?:[A-Z][\w’'-]+(?:,?\s(?:and|of)(?:\sthe)?|\s(?:the|on|for|in|to|at|by|with|from)(?:\sthe)?|,)?\s(?:{_IN_BRACKETS})?){{1,7}}?{_KIND}\b(?!\s[A-Z][a-z])"
    rf"{_YEAR}(?:,\s(?:[Ss]ections?|[Aa]rticles?|s\.|art\.)\s\d++[\w()]*+(?!\sof\b))?"
)
_FOREIGN = r"(?:[A-Z][a-zäöü]+(?:gesetz|gesetzbuch|verordnung|richtlinie)|(?:Loi|Ley|Lei|Legge|Ordonnance)\s(?:Org[aâá]nica\s)?(?:n[°ºo.]+\s?\d[\d./-]+|[A-Z][\w-]+(?:\s(?:[IVX]+|[A-Z][\w-]+))?))"
# Citations by number alone: 21 U.S.C. § 355, 49 CFR 571, Law No. 13.709, Decree 45/2021, Regulation S.
_CITED = (
    r"(?:\d{1,2}\s(?:U\.?S\.?C\.?|C\.?F\.?R\.?)\s(?:§{1,3}\s?|[Pp]art\s)?\d[\w.-]{0,20}\w"
    r"|(?:Federal\s|Presidential\s|Royal\s|Legislative\s|Organic\s)?(?:Law|Decree(?:-Law)?|Act|Ordinance)\s(?:[Nn]o\.?\s?\d(?:[\d.,/-]*\d)?(?:-[A-Z]+)?|\d{1,4}(?:/|\sof\s)(?:19|20)\d\d)"
    r"|Regulation\s(?:[A-DFS]|FD|NMS|SHO|T|Z)\b(?!\s[a-z]*\s?(?:team|building|platform))|Schedule\s1[34][A-Z]\b)"
)
_NUMBERED = r"(?:(?:Council|Commission|Delegated|Implementing|Framework|EU)\s)*(?:Regulation|Directive|Decision)s?\s(?:\(E[UC]\)\s)?(?:[Nn]o\.?\s)?\d{1,4}/\d{1,4}(?:/E[UC]|/EEC)?"
_PART = r"(?:(?:[Ss]ections?|[Aa]rticles?|[Cc]hapter|[Tt]itle|[Rr]ule|[Rr]egulation|[Cc]lause|[Pp]aragraph|[Ss]chedule|[Pp]art)\s(?:\d(?:[\w.-]{0,20}\w)?(?![\w/])|[IVX]+)(?:\(\w{1,3}\))*|(?:[Ss]s?|[Aa]rts?)\.\s?\d[\w-]{0,20}(?:\(\w{1,3}\))*|§{1,3}\s?\d(?:[\w.-]{0,20}\w)?(?:\(\w{1,3}\))*)"
_BODY_RULES = r"[A-Z][\w.]{1,12}(?:\s[A-Z][\w.]+){0,3}['’]?s?\s[Rr]ules\b"
_CUES = (
    "Act", "Directive", "Regulation", "Statute", "Decree", "Convention", " v ", " v. ", " vs ", "Tariff Schedule", "Law", "Code", "Ordinance", "Bill", "Treaty", "Rules", "Order", "ection ", "ections ",
    "rticle ", "rticles ", "hapter ", "Title ", "Rule ", "§", "atent", "Decision ", "ase C-", "ase T-", "-cv-", "-cr-", "-mc-", "-md-", "-bk-", "gesetz", "verordnung", "Loi ", "Ley ", "Lei ", "Legge ", "CFR", "C.F.R", "U.S.C", "USC", "chedule 1", "Pillar ", "PCT/", " rules", "Prop", "Basel ", "Solvency ", "MiFID ", "CRD ", "UCITS ", "IORP ", "Frank", "Oxley", "Steagall", "Rodino", "Hawley", "ase No", "ase no", "ase number", "ases ", "ocket ",
)  # fmt: skip
_BEFORE, _BEHIND = 90, 70  # how far a law's name reaches around such a cue
_HAN_PART = rf"第[{NUMERALS}\d]+[条條](?:第[{NUMERALS}\d]+[款项項])?"
_HAN_KINDS = "法|条例|條例|规定|規定|办法|辦法|规则|規則|准则|準則|标准|標準|指令|法案|法典|细则|細則|解释|通则|公约|公約|守则|守則"
_HAN_CASE = rf"[（(〔\[]\s?(?:19|20)\d\d\s?[）)〕\]]\s?[{HAN}A-Z\d]{{1,6}}[民刑行执執知破商海][{HAN}]{{0,3}}第?\s?\d+\s?[号號]"
_HAN_PATENT = rf"(?:(?:中国|发明|發明|实用新型|實用新型|外观设计|美国|欧洲)?(?:专利|專利)(?:申请|申請)?(?:号|號)?(?:为|為|：|:)?\s?)?{_PATENT_NUMBER}"


@lru_cache(maxsize=2)
def _pattern(language: Literal["en", "zh"]) -> re.Pattern[str]:
    acronyms = "|".join(map(re.escape, words("en")["laws"]))
    if language == "zh":
        statutes = "|".join(sorted(words("zh")["statutes"], key=len, reverse=True))
        named = rf"(?:《[^》\n]{{1,40}}?(?:{_HAN_KINDS})(?:[（(][^》\n]{{1,12}}[）)])?》|(?:{statutes}))"
        foreign = rf"(?<![A-Za-z0-9-])(?:{_NUMBERED}|(?:{acronyms})(?![A-Za-z0-9-]))"
        return re.compile(rf"(?:{named}|{foreign})(?:{_HAN_PART})?|{_HAN_CASE}|{_HAN_PATENT}")
    law = rf"(?:{_NUMBERED}|{_CITED}|{_FOREIGN}|(?!(?:{acronyms})\b(?! Act))(?:{_TITLED})|(?:{acronyms})(?:\s(?:I{{1,3}}|IV|VI?))?(?![\w-]))"
    return re.compile(
        rf"(?<![\w-])(?:{_PATENT_WORDS}|{_PATENT_NUMBER}|{_CASE}|{_PART}(?:\s(?:of\s)?(?:the\s)?(?:{law}|{_BODY_RULES})|\sTFEU)?|{law})"
    )


@lru_cache(maxsize=1)
def _cues() -> tuple[str, ...]:
    return (*_CUES, *words("en")["laws"])


_NUMBER_BEGINS = (*_PATENT_OFFICES, "PCT/")
_NUMBER_ALONE = re.compile(rf"(?<![A-Za-z0-9]){_PATENT_NUMBER}")


@lru_cache(maxsize=1)
def _han_begins() -> re.Pattern[str]:
    """Return a pattern of what a law or number can begin with in Chinese text."""
    first = "".join(sorted({name[0] for name in words("zh")["statutes"]}))
    return re.compile(rf"[《（(〔\[A-Z中发發实實外美欧专專{first}]")


# A part of a contract, a book or a building is none of a law: these need a law's name behind them.
_BARE_PART = re.compile(
    r"(?:[Ss]ections?|§+)\s?(?:[1-9]\d{2,}[A-Z]?|\d+\(\w\))|Chapter\s(?:7|9|11|12|13|15)|Rule\s\d+[A-Za-z]\S*|Schedule\s1[34][A-Z]|Title\s[IVX]+|Article\s(?:101|102)$"
)
_PART_ALONE = re.compile(rf"{_PART}$")
_CAPITALS = re.compile(
    r"(?:[Tt]he|A|An|In|Under|By|For|Its|This|That|Their|Our|Of|And|On|With|From|Since|After|Before|Suit|Breach(?:es)?\sof|Violations?\sof|Infringements?\sof)\s"
)
# "Breaches of the Clean Water Act" at a sentence's start: the law's name begins behind the article.
_GOVERNED = re.compile(
    r"[A-Z][a-z]+(?:s|ing|ion|ance|ment)\s(?:of|with|under|to|by)\sthe\s(?=[A-Z])"
)
# Whose law it is, is none of its name: India's Digital Personal Data Protection Act.
_WHOSE = re.compile(r"[A-Z][\w.-]*(?:\s[A-Z][\w.-]*){0,2}['’]s\s(?=[A-Z])")
_STARTS = re.compile(r"(?:^|[.!?:\n“\"]\s*)$")
_BODYS = re.compile(r"(?:Administration|Authority|Agency|Office|Department|Ministry|Bureau|Commission|Board)\s(?:for|of)\s.*(?:Regulation|Law|Order)$|(?:Market|Financial|Price|Industry|Safety|Light|Self|Government|Banking|Traffic)\sRegulation$")  # fmt: skip
_FIRM_OR_SAYING = re.compile(r"[\w’']+\s(?:Law|Code|Order|Bill|Rules)")  # Acme Law, Murphy's Law
_KINDS = frozenset(
    {
        "Act",
        "Law",
        "Code",
        "Order",
        "Bill",
        "Rules",
        "Directive",
        "Regulation",
        "Treaty",
        "Ordinance",
        "Regulations",
        "Convention",
        "Statute",
        "Decree",
    }
)
# Orders, bills and codes that are none of law.
_NO_LAW = re.compile(
    r"(?:Purchase|Work|Money|Standing|Court|New|First|Postal|Zip|Area|Dress|Source|Promo|Discount|QR|Electric|Water|Energy|Phone|Class|Dollar|Buffalo|Gas|Fuel|Ground|House|Golden|Ten|Rate)\s(?:Orders?|Bill|Code|Rules|Act|Law)$"
)


def laws(text: str, language: Literal["en", "zh"]) -> Iterator[Entity]:
    """Yield the laws, parts of laws, patents by number and cases by number that *text* names."""
    for match in _matches(text, language):
        start, words_ = match.start(), match[0]
        while language == "en" and (small := _CAPITALS.match(words_)):
            start += small.end()
            words_ = words_[small.end() :]
        if language == "en" and (owned := _WHOSE.match(words_)) and owned[0][:-3] in places("en"):
            start += owned.end()
            words_ = words_[owned.end() :]
        if language == "en" and _STARTS.search(text, max(0, start - 3), start):
            governed = _GOVERNED.match(words_)
            start += governed.end() if governed else 0
            words_ = text[start : match.end()]
        if language == "en" and _is_none(words_):
            continue
        yield Entity(start, match.end(), "LAW", rank=82, confidence=0.8)


def _is_none(found: str) -> bool:
    if _PART_ALONE.fullmatch(found):
        return not _BARE_PART.match(found)
    return found in _KINDS or bool(
        _BODYS.search(found) or _is_no_law(found) or _FIRM_OR_SAYING.fullmatch(found)
    )


def _is_no_law(found: str) -> bool:
    """Say whether an order or a code is none of law; of acts only those of two words: not the Clean Water Act."""
    return bool(_NO_LAW.match(found) if found.endswith("Act") else _NO_LAW.search(found))


def _matches(text: str, language: Literal["en", "zh"]) -> Iterator[re.Match[str]]:
    """Yield what the pattern finds; in English it is dear, and looked for around cues only."""
    if language == "zh":
        yield from found_at(_pattern("zh"), text, places_of(_han_begins(), text))
        return
    places = {*places_of_words(text, _cues())}
    numbers = found_at(_NUMBER_ALONE, text, places_of_words(text, _NUMBER_BEGINS))
    places.update(hit.start() for hit in numbers)
    done = 0
    for place in sorted(places):
        if place < done or text[max(0, place - 1) : place + 1] == "§§":
            continue
        start = max(done, place - _BEFORE)
        while 0 < start < place and (text[start - 1].isalnum() or text[start - 1] == "-"):
            start += 1
        stop = place + _BEHIND
        while stop < len(text) and not text[stop - 1].isspace():  # half a word is none of a name
            stop += 1
        for match in _pattern("en").finditer(text, start, stop):
            if match.end() > place:
                done = match.end()
                yield match
                break
