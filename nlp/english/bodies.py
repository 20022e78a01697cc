"""Organisations that are no companies, by their whole names: the Competition and Markets Authority, the Bank of Norway.

Such a name is grammar: a head as "Authority" or "Ministry", what it is for before it, or after "of" and "for".
"""

import re
from collections.abc import Iterator, Sequence
from functools import cache

from nlp.entities import Entity
from nlp.lexicon import common_english, known, place_set, word_set
from text.begins import found_at, places_of_words

_PART = r"(?:[A-ZÀ-Þ][\w’-]+(?:['’]s)?|U\.S\.)"
# A head that its field stands before, and one that it stands behind.
_LAST = "Authority|Administration|Agency|Commission|Directorate|Inspectorate|Bureau|Tribunal|Ombudsman|Council|Board|Office|Court|Department|Ministry|Service|Secretariat|Institute|Association|Federation|Confederation|Union|Exchange|University|Parliament|Senate|Committee|Registry|Foundation|Society|Congress|Organization|Organisation|Regulator|Academy|College|Guild|Chamber|Treasury|Observatory|Representative|Centre|Center|Laboratory|Prosecutor|Fund"
_FIRST = "Authority|Administration|Agency|Commission|Directorate|Inspectorate|Bureau|Tribunal|Council|Board|Office|Court|Department|Ministry|Secretariat|Institute|Association|Federation|Confederation|Union|Exchange|University|Registry|Society|Organization|Organisation|Academy|College|Guild|Chamber|Institution|School|Commissioner|Bank"
_BEHIND = re.compile(
    rf"\b(?:{_FIRST})\s(?:of|for|on)\s(?:the\s)?{_PART}(?:(?:,\s{_PART})*,?\s(?:and|&)\s{_PART}(?!['’]s)|\s(?:of\s(?:the\s)?|for\s(?:the\s)?)?{_PART}|(?<=\w),\s{_PART}(?=,\s{_PART}\sand\s|\sand\s{_PART})){{0,4}}"
)
_BEFORE = re.compile(rf"(?:{_PART}(?:,?\s(?:and|&))?,?\s)+$")
_HEAD = re.compile(rf"\b(?:{_LAST}|School|Bank|Institution|Commissioner)\b(?!\s?&)")
_WORDS = tuple(_LAST.split("|"))
_REACH, _AFTER = 90, 90  # characters around a head
# What companies and contracts have: a board of directors, an audit committee, a head office.
_OWN = re.compile(
    r"(?:Board|Council|Committee|Chamber|Office|Department|Association|Institute|School)\s(?:of|for|on)\s(?:the\s)?(?:Directors|Trustees|Managers|Governors|Management|Advisors|Advisers|Company|Commerce$)"
    r"|(?:.*\s)?(?:Audit|Compensation|Nominating|Nomination|Remuneration|Executive|Risk|Supervisory|Management|Advisory|Governance|Steering|Finance|Head|Corporate|Registered|Box|Oval|Front|Back|Home|Post|Branch|Main|Principal|Editorial|Investment|Customer|Technical|Staff|Legal|Sales|Safety|Ethics|Disclosure|Special|Independent)\s(?:Board|Council|Committee|Office|Department|Service|Center|Centre|Fund|Court|Association|Commission|Representative)"
    r"|(?:Data|Shopping|Call|Health|Medical|Business|Service|Trade|Town|City|Convention|Distribution|Logistics|Innovation|Technology)\s(?:Centre|Center)|.*\s(?:Food|Tennis|Room|Self|Investment|Mutual|Growth|Income|Equity|Bond|Hedge|Pension|Index|Credit)\s(?:Service|Court|Fund|Union)|(?:Sales|Customer|Registered)\sRepresentative"
)
_NATIONAL_BANK = re.compile(r"(?:Reserve|Central|National|Federal Reserve|People['’]s|State|World|Investment|Development)\s$")  # fmt: skip
_STREETLIKE = ("Court", "Center", "Centre", "Exchange", "Fund", "Service", "Representative", "Foundation", "Society", "Laboratory", "Chamber", "Academy", "College")  # fmt: skip
_AND = re.compile(r"\s(?:and|&)\s")


def bodies(text: str) -> Iterator[Entity]:
    """Yield the authorities, courts, ministries, central banks and unions that *text* names in full."""
    done = 0
    for hit in found_at(_HEAD, text, places_of_words(text, _all_words())):
        if hit.start() < done:
            continue
        span = _span(text, hit, done)
        if span is not None:
            done = span[1]
            yield Entity(*span, "ORG", text[slice(*span)], rank=58, confidence=0.85)
    yield from _agencies(text)


def without(named: Sequence[Entity], public: Sequence[Entity]) -> list[Entity]:
    """Return *named* without what is a part of a body's name."""
    taken = {place for one in public for place in range(one.start, one.end)}
    return [one for one in named if one.start not in taken and one.end - 1 not in taken]


@cache
def _all_words() -> tuple[str, ...]:
    return (*_WORDS, "School", "Bank", "Institution", "Commissioner")


def _span(text: str, hit: re.Match[str], done: int) -> tuple[int, int] | None:
    """Return where the name around a head begins and ends; None where the head is alone or a company's own."""
    start, end = hit.span()
    before = _BEFORE.search(text, max(done, start - _REACH), start)
    if before is not None:
        start = _begun(text, before.start(), start)
    behind = _BEHIND.match(text, hit.start(), hit.end() + _AFTER)
    if behind is not None:
        end = _ended(text, hit.start(), behind.end())
    name = text[start:end].removesuffix("'s").removesuffix("’s")
    end = start + len(name)
    if (start == hit.start() and end == hit.end()) or name in place_set("en"):
        return None
    if re.match(r"\s(?:Inc|Ltd|LLC|plc|PLC|Corp|Limited|Holdings|Group)\b", text[end : end + 12]):
        return None
    if hit[0] == "Bank" and not (behind and _is_central(text, start, hit.start(), end)):
        return None
    if behind is None and hit[0] in _STREETLIKE and not _is_public(text[start : hit.start()]):
        return None
    return None if _OWN.fullmatch(name) or _OWN.match(name) else (start, end)


def _begun(text: str, start: int, head: int) -> int:
    """Return where a name before its head begins: without words that begin sentences, and other names before "and"."""
    first = re.compile(r"\S+\s")
    while start < head:
        word = text[start:head].split(" ", 1)[0].rstrip(",")
        low = word.lower()
        kept = low in word_set("en", "nationalities") or low in _KEPT
        if not kept and (low in common_english() or low in {"the", "of", "and", "for", "&"}) and not _goes_on(text, start, head):  # fmt: skip
            step = first.match(text, start)
            start = step.end() if step else head
            continue
        joined = _AND.search(text, start, head)
        left = text[start : joined.start()] if joined else ""
        if joined and (left in known("en") or left.split(" ")[-1] in _firm_words() or left.split(" ")[-1] in _WORDS):  # fmt: skip
            start = joined.end()
            continue
        break
    return start


@cache
def _firm_words() -> frozenset[str]:
    """Return words that end a company's name and are no field of a public body."""
    return word_set("en", "org_suffixes") - _FIELDS


_KEPT = frozenset(["national", "world", "royal", "federal", "general", "central", "state", "public", "independent", "labour", "civil", "high", "supreme", "north", "south", "east", "west", "city", "industry", "trade", "market", "markets", "consumer", "consumers", "financial", "police", "press", "media", "national", "work", "construction", "supply", "payments", "retail", "energy"])  # fmt: skip
_FIELDS = frozenset(["Energy", "Water", "Gas", "Oil", "Power", "Electric", "Health", "Education", "Transport", "Media", "Communications", "Telecom", "Insurance", "Rail", "Shipping", "Aviation", "Radio", "Ports", "Trust", "Security", "Securities", "Payments", "Mining", "Technology", "Resources", "Paper", "Steel", "Textiles", "Fashion", "Construction", "Engineering", "Labs", "Financial", "Retail", "Company", "Fund", "Marine", "Environment", "Broadcasting", "Investments"])  # fmt: skip


def _goes_on(text: str, start: int, head: int) -> bool:
    """Say whether a common word is the first part of a field: Gas and Electricity, Trade and Industry."""
    return (
        re.match(r"[A-Z][a-z]+(?:,\s[A-Z][a-z]+)*\s(?:and|&)\s[A-Z]", text[start:head]) is not None
    )


def _ended(text: str, start: int, end: int) -> int:
    """Return where a name behind its head ends: without another organisation after "and"."""
    name = text[start:end]
    cut = [hit.start() for hit in _AND.finditer(name)]
    for place in reversed(cut):
        rest = re.split(r"\s", name[place:].strip())[1:]
        last = rest[-1] if rest else ""
        if last in _firm_words() or rest[0] in known("en") or rest[0] in word_set("en", "bodies") or (rest[0] in place_set("en") and name[:place].rsplit(" ", 1)[-1] not in place_set("en")):  # fmt: skip
            end = start + place
    return end


def _is_central(text: str, start: int, head: int, end: int) -> bool:
    """Say whether a bank "of" a place is a nation's or a region's."""
    place = text[head:end].removeprefix("Bank of ").removeprefix("the ")
    return start == head or bool(_NATIONAL_BANK.search(text, start, head)) or place in place_set("en")  # fmt: skip


def _is_public(before: str) -> bool:
    """Say whether a nation's or a state's name, or such a word, begins what stands before a head."""
    words = before.strip().split(" ")
    low = words[0].lower()
    return (
        low in word_set("en", "nationalities")
        or low in {"national", "federal", "supreme", "high", "royal", "international", "world", "european", "united", "stock"}
        or any(" ".join(words[:size]) in place_set("en") for size in range(1, len(words) + 1))
        or words[-1] in {"Stock", "Supreme", "High", "District", "Circuit", "Federal", "Appeals", "Bankruptcy", "Chancery", "Revenue", "Monetary", "Trade", "Commodity", "Mercantile", "Securities"}
    )  # fmt: skip


def _agencies(text: str) -> Iterator[Entity]:
    """Yield authorities and markets by their letters: FDA, BSE."""
    for hit in found_at(_agency(), text, places_of_words(text, _letters())):
        yield Entity(*hit.span(), "ORG", hit[0], rank=55, confidence=0.85)


@cache
def _letters() -> tuple[str, ...]:
    return tuple(sorted(word_set("en", "agencies")))


@cache
def _agency() -> re.Pattern[str]:
    return re.compile(rf"(?<![\w$.&/-])(?:{'|'.join(_letters())})(?![\w$&/]|-\w|\.\w|\s\d|:)")
