"""Slots of English moves that are quantities: money by meaning, counts, shares, periods, days, ratings."""

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from nlp.entities import Entity
from nlp.reading import Sentence
from nlp.status import is_compared
from schemas.language import Slot

if TYPE_CHECKING:
    from nlp.slots import Place

_NUMBER_WORDS = (
    r"(?:one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|thirteen|fourteen|fifteen|sixteen|eighteen"
    r"|twenty(?:-\w+)?|thirty(?:-\w+)?|forty(?:-\w+)?|fifty|sixty|seventy|eighty|ninety|hundreds|dozens|thousands|a hundred"
    r"|two hundred|three hundred|a thousand|half a million|a million|two million)"
)
_NUMBER = (
    rf"(?:\d[\d,.]*\d|\d)(?:k\b|m\b|\s(?:million|thousand|m|bn|billion|dozen))?|\b{_NUMBER_WORDS}\b"
)
_COUNTED = (
    r"(?:jobs?|employees|workers|staff|people|positions?|posts?|roles?|engineers|developers|vehicles|cars|customers?|users?"
    r"|accounts?|records?|units|patents?|patent families|families|welders|tellers|stores?|shops|homes|drivers|hires|vacancies|openings"
    r"|subscribers|workspaces|applications?|cases|filings|seats|vans|devices|members|desks|apprentices|graduates|technicians"
    r"|consultants|designers|nurses|pilots|stewards|fitters|researchers|scientists|colleagues|pieces|boxes|tonnes|bottles"
    r"|batches|passengers|pens|pumps|transactions|patients|policyholders|files|contractors|managers|miners|bakers|cooks"
    r"|specialists|trainees|places|of (?:us|them|our colleagues|its (?:\w+ )?(?:staff|employees|people|workers)))"
)
_COUNT = re.compile(
    rf"(?P<n>\bone in (?:\w+) \w+|{_NUMBER})(?=\s(?:more\s|new\s|further\s|extra\s|other\s|additional\s)?(?:[\w’'-]+\s){{0,3}}?{_COUNTED}\b)",
    re.IGNORECASE,
)
# Where no noun of the list is counted: any plural that is no time, share or sum.
_ANY_COUNT = re.compile(
    rf"(?P<n>(?<![$€£¥₹\d.,])(?:{_NUMBER}))(?=\s(?:more\s|new\s|further\s|extra\s|other\s|additional\s|of\s(?:its|the|our)\s)?(?:[\w’'-]+\s){{0,2}}?(?!years|months|weeks|days|hours|minutes|seconds|times|points|cents|euros|dollars|pounds|quarters|countries|cities|percent|metres|miles|kilometres|degrees|o['’]clock|pages|countries|sites|countries|crowns|francs|pesos|rupees|shares|this|less|was|is|has|as|its|across)[a-z]{{3,}}s\b)",
    re.IGNORECASE,
)
_OUT_OF = re.compile(
    rf"(?P<n>{_NUMBER})(?=\s(?:out of\s|of (?:its|the|their|our)\s(?:\w+\s)?)\d)", re.IGNORECASE
)
_FRACTION = re.compile(
    r"(?P<p>(?:up to |about |around |nearly |almost |more than |over )?(?:\d[\d.,]*\s?(?:%|per cent|percent)|\b(?:a|one|two)[ -](?:tenth|fifth|quarter|third|half|thirds|fifths)s?\b|\b(?:six|five|ten|four|three|two|one|seven|eight|nine|twelve|fifteen|twenty) per ?cent\b|\bone \w+ in (?:two|three|four|five|six|ten)\b|(?<!first )(?<!second )(?<!-)(?<!the )\bhalf\b(?! of the year)))",
    re.IGNORECASE,
)
_STAKE = re.compile(
    r"(?P<s>\b(?:an? )?(?:\d[\d.]*(?:\s?%|\spercent|\sper cent)|minority|majority|controlling|significant|(?:one|a|two)[ -](?:tenth|fifth|third|quarter|half)s?)\s(?:stake|interest|holding|share(?:holding)?|of (?:the )?(?:shares|company|business))|(?:remaining )?\b(?:two[ -]thirds|three[ -]quarters|a (?:fifth|third|quarter|tenth)|half)\b(?= (?:of|in)\b)|\d[\d.]*\s?(?:%|per cent|percent)(?= (?:of|stake|holding|interest|in)\b)|[\d,]{5,} (?:ordinary |common |new )?shares|\b(?:six|five|ten|four|three|two|seven|eight|nine|twelve|fifteen|twenty) per ?cent\b)",
    re.IGNORECASE,
)
_MONTH = (
    r"(?:January|February|March|April|May|June|July|August|September|October|November|December)"
)
_PERIOD = re.compile(
    rf"\b(?P<p>(?:between {_MONTH} and|(?:from )?{_MONTH} (?:to|through|until)) {_MONTH}(?: \d{{4}})?"
    rf"|(?:the )?(?:quarter|half|half-year) (?:to|ended|ending|through) (?:{_MONTH} \d{{1,2}}|\d{{1,2}} {_MONTH}|{_MONTH})(?:,? \d{{4}})?"
    r"|(?:the )?(?:first|second|third|fourth|last|opening|final|1st|2nd|3rd|4th)[ -](?:quarter|half|nine months|six months|three months|five months|ten months|qtr)(?: of (?:\d{4}|the \w+ year|fiscal \d{4}))?"
    r"|(?:the )?(?:three|six|nine|twelve|five|ten|eleven|eighteen) months(?: (?:to|ended|ending|through) (?:\w+ \d{1,2},? \d{4}|\d{1,2} \w+(?: \d{4})?|(?:the )?(?:end of )?\w+(?: \d{4})?))?"
    r"|(?:\w+|\d+)-(?:year|month|week)|(?:full|half)[- ]year(?: \d{4})?|year (?:to|ended) \w+(?: \d+)?(?:,? \d{4})?|Q[1-4](?: ?(?:FY)?\d{2,4})?|H[12](?: \d{4})?|FY ?\d{2,4}"
    r"|fiscal(?: year)? \d{4}|(?<!same period of )(?<!same period in )(?<!same quarter of )(?<!same quarter in )(?<!same time in )(?<!than in )(?:19|20)\d\d(?:[/–-]\d\d(?:\d\d)?)?|interim|(?:this|next|last|the) (?:financial |fiscal |calendar |whole )?(?:year|season|half|quarter|month)|annual|quarterly"
    r"|\d+ (?:years|months)|(?:two|three|four|five|six|seven|eight|ten|twelve|fifteen|twenty) (?:years|months|seasons)|(?:spring|summer|autumn|winter) half|January|February|March|April|June|July|August|September|October|November|December)\b"
)
_WHEN = re.compile(
    r"\b(?P<d>today|tonight|tomorrow|yesterday|(?:this|next|last|coming) (?:morning|afternoon|evening|week|weekend|month|quarter|year|night|spring|summer|autumn|fall|winter|season|\w+day)"
    r"|(?:(?:early|mid|late)[- ])?(?:the )?(?:spring|summer|autumn|fall|winter)(?: of)?(?: (?:19|20)\d\d)?\b(?= |[.,;)]|$)|(?:the )?(?:end|start|beginning|middle|first|turn) of (?:the |this |next )?(?:week|month|year|quarter|\w+)(?: (?:19|20)\d\d)?"
    r"|(?:before|after|by|until|from|in|over) (?:the )?(?:Christmas|Easter|Epiphany|Diwali|Ramadan|midsummer|year-end|first snow|school year|summer break|holidays|New Year|\w+ meeting)|in the coming (?:weeks|months|days)"
    r"|year-end|mid-(?:19|20)?\w+|with immediate effect|(?<=in )20\d\d|(?<=by )20\d\d|(?<=until )20\d\d|(?<=from )20\d\d|(?<=for )(?:two|three|four|six|48|24|\d+) (?:hours|days|weeks)|(?:two|three|four|five|six|ten) weeks|(?:mon|tues|wednes|thurs|fri|satur|sun)day|(?:januar|februar)y|march|april|june|july|august|(?:septem|octo|novem|decem)ber)\b",
    re.IGNORECASE,
)
_SPOKE = re.compile(
    r"\b(?:said|says|told|wrote|announced|reported|statement|stated)(?: \w+){0,3}(?: on)?\s$"
)
_RATING = re.compile(
    r"(?P<r>[★☆]{2,}|\d(?:[.,]\d)?\s?/\s?(?:5|10)\b|\b\d(?:[.,]\d)?\s(?:out )?of\s(?:5|10|five|ten)\b|\b(?:one|two|three|four|five|\d)[- ](?:out of five )?stars?\b)",
    re.IGNORECASE,
)
_CREDIT = re.compile(
    r"\bto (?P<t>(?:AAA|AA|A|BBB|BB|B|CCC|CC|C|D|Caa|Ca|Baa|Ba|Aa|Aaa)[+-]?\d?|junk|default)(?![\w+-])"
)
_PATENT_NUMBER = re.compile(
    r"(?P<n>\b(?:EP|US|WO|CN|JP|DE|GB|KR)\s?\d[\d ,/]{4,}\d(?: [AB]\d)?|\bNo\.? \d[\d,]{4,}\d)"
)
_REVENUE = r"revenues?|net sales|sales|turnover|takings|fees|bookings|income from|premiums|receipts|top line"
_PROFIT = (
    r"(?:net |operating |pre-?tax |adjusted )?(?:profits?|loss(?:es)?|income|earnings|surplus|deficit|EBITDA|EBIT)|bottom line"
    r"|net|in the (?:black|red)|earned"
)
_MEANING = re.compile(rf"\b(?:(?P<revenue>{_REVENUE})|(?P<profit>{_PROFIT}))\b", re.IGNORECASE)
_PRIOR = re.compile(
    r"\b(?:from|against|versus|vs|compared (?:with|to)|instead of|after|than)(?: (?:a |the )?(?:profit|loss|\w+)(?: of)?)?\s?$|\($",
    re.IGNORECASE,
)
_OF_FIGURE = re.compile(
    rf"^(?:\s\(?[\w.]+\)?)?\s(?:in|of|worth of)\s(?:\w+\s){{0,2}}(?:(?P<revenue>{_REVENUE})|(?P<profit>{_PROFIT}))\b",
    re.IGNORECASE,
)
# Currencies that the reader of amounts does not know are still amounts here.
_LOOSE = re.compile(
    r"(?P<m>(?:\b(?:[A-Z]{3}|CFA|NZ\$|S\$|A\$|C\$|HK\$|R\$|US\$|[$€£¥₹R])\s?\d[\d.,]*\d?(?:\s?(?:million|billion|bn|m|k|crore|lakh|trillion|bln|mln|thousand)\b)?"
    r"|\b\d[\d.,]*\s(?:(?:million|billion|bn|m|crore|lakh|bln|mln)\s)?(?:reais|pesos?|kron(?:or|er|a|e)|crowns|zlotys?|forints?|lire|lira|lari|rupees|shillings|kwacha|naira|rand|rubles|roubles|yuan|yen|won|baht|ringgit|bolivianos|soles|francs|marks|dinars?|dirhams?|euros?|dollars|pounds|pence|cents|öre|øre)\b"
    r"|\b\d[\d.,]*p\b|\bone (?:euro|dollar|pound|rand|crown)\b))"
)
_RANGE = re.compile(r"^\s?(?:–|-|to|and)\s?")
_VALUED = re.compile(
    r"\b(?:valu(?:ed|es|ing)(?: [\w’' -]{1,30}?)? at|valuation of|valuation:?)(?: (?:about|around|over|more than|roughly|nearly|some|a|an))?\s$",
    re.IGNORECASE,
)
_PER_SHARE = re.compile(r"^\s?(?:an?|per|each|apiece)(?:\s(?:ordinary\s)?share|\sADS)?\b|^\sapiece")
_AT = re.compile(r"\b(?:at|of|priced at|offer price of)\s$", re.IGNORECASE)
_SHARES = re.compile(
    r"(?P<s>\b\d[\d,.]*\d(?: (?:million|m))? (?:of its (?:own )?(?:ordinary )?shares|(?:ordinary |own |new |common )?shares|shares)|\b\d+ million(?= of them))"
)


def made(place: "Place", start: int, end: int, one: Entity | None = None) -> Slot:
    """Return the slot for characters of the text, with the value of a mention."""
    return Slot(
        text=place.reading.text[start:end], start=start, end=end, value=one.value if one else None,
        entity=one.entity if one else None,
    )  # fmt: skip


def near_sentences(place: "Place", reach: int = 2) -> Iterator[Sentence]:
    """Yield the trigger's sentence, then those around it: figures often stand in the next one."""
    number = place.sentence.number
    yield place.sentence
    yield from place.reading.sentences[number + 1 : number + 1 + reach]
    if number and not place.reading.sentences[number - 1].title:
        yield place.reading.sentences[number - 1]


def money_in(sentence: Sentence, text: str) -> list[Entity]:
    """Return the amounts of a sentence, also in currencies that are only words to us."""
    known = [one for one in sentence.entities if one.label == "MONEY"]
    taken = {
        place
        for one in sentence.entities
        if one.label != "PLACE"
        for place in range(one.start, one.end)
    }
    loose = [
        Entity(sentence.start + m.start("m"), sentence.start + m.end("m"), "MONEY")
        for m in _LOOSE.finditer(sentence.raw)
        if not taken & set(range(sentence.start + m.start("m"), sentence.start + m.end("m")))
    ]
    return sorted([*known, *loose])


def _by_distance(place: "Place", found: list[Entity]) -> list[Entity]:
    begin, stop = place.sentence.start + place.start, place.sentence.start + place.end
    return sorted(found, key=lambda e: e.start - stop if e.start >= stop else begin - e.end + 12)


# Of these the sum often stands a sentence or two after: "The line will cost US$240 million."
_TOLD_APART = frozenset(
    {"expansion", "restructuring", "investment", "public-offering", "customer-win"}
)


def amount(place: "Place") -> tuple[Slot, ...]:
    """Return the amount of the deal: near the trigger, no valuation, no price of one share."""
    for sentence in near_sentences(place, reach=2 if place.rule.kind in _TOLD_APART else 1):
        for one in _by_distance(place, money_in(sentence, place.reading.text)):
            left = place.reading.text[max(0, one.start - 40) : one.start]
            if not _VALUED.search(left) and not _per_share(place, one, left):
                return (made(place, one.start, one.end, one),)
    return ()


def _per_share(place: "Place", one: Entity, left: str) -> bool:
    """Say whether an amount is the price of one share: of dividends that is the amount."""
    return place.rule.kind != "capital-return" and bool(
        _PER_SHARE.match(place.reading.text[one.end : one.end + 20])
        or (place.rule.kind == "public-offering" and _AT.search(left))
    )


def valuation(place: "Place") -> tuple[Slot, ...]:
    """Return the amount at which the company is valued."""
    for sentence in near_sentences(place):
        for one in money_in(sentence, place.reading.text):
            right = place.reading.text[one.end : one.end + 24]
            left = place.reading.text[max(0, one.start - 40) : one.start]
            if _VALUED.search(left) or re.match(r"\s(?:post-money |pre-money )?valuation", right):
                return (made(place, one.start, one.end, one),)
    return ()


def share_price(place: "Place") -> tuple[Slot, ...]:
    """Return the price of one share."""
    for sentence in near_sentences(place):
        for one in money_in(sentence, place.reading.text):
            left = place.reading.text[max(0, one.start - 16) : one.start]
            if _PER_SHARE.match(place.reading.text[one.end : one.end + 20]) and not left.endswith(
                "dividend of "
            ):
                return (made(place, one.start, one.end, one),)
            if re.search(r"\b(?:at|priced at|offer price of)\s$", left):
                return (made(place, one.start, one.end, one),)
    return ()


_OWN_SHARES = re.compile(
    r"\b(?:own|repurchas\w+|buy-?backs?|bought back|buys? back|cancell?\w*|treasury)\b",
    re.IGNORECASE,
)


def own_shares(place: "Place") -> tuple[Slot, ...]:
    """Return how many of its own shares a company buys back."""
    return shares(place) if _OWN_SHARES.search(place.sentence.raw) else ()


def shares(place: "Place") -> tuple[Slot, ...]:
    """Return a number of shares: "3 million shares"."""
    return _found(place, _SHARES, "s")


def _meaning(place: "Place", sentence: Sentence, one: Entity, begin: int) -> str:
    """Return what an amount is: revenue, profit, or nothing told."""
    text = place.reading.text
    right = _OF_FIGURE.match(text[one.end : one.end + 60])
    if right:
        return right.lastgroup or ""
    left = text[max(begin, sentence.start) : one.start]
    if _PRIOR.search(left):
        return ""
    hits = list(_MEANING.finditer(left))
    return (hits[-1].lastgroup or "") if hits else ""


def figure(meaning: str) -> "Filler":
    """Return the filler for reported or expected ``revenue`` or ``profit``."""

    def fill(place: "Place") -> tuple[Slot, ...]:
        for sentence in near_sentences(place):
            begin = sentence.start
            for one in money_in(sentence, place.reading.text):
                found = _meaning(place, sentence, one, begin)
                begin = one.end
                if found == meaning:
                    start, end = _ranged(place, sentence, one)
                    return (made(place, start, end, one),)
        return ()

    return fill


def _ranged(place: "Place", sentence: Sentence, one: Entity) -> tuple[int, int]:
    """Widen an amount to the range it begins: "between £58m and £62m"."""
    text = place.reading.text
    start, end = one.start, one.end
    before = re.search(r"\bbetween\s$", text[max(sentence.start, start - 10) : start])
    following = next((o for o in money_in(sentence, text) if 0 <= o.start - end <= 6), None)
    if following and _RANGE.fullmatch(text[end : following.start]):
        end = following.end
        start = start - len(before[0]) if before else start
    return start, end


def _found(
    place: "Place", pattern: re.Pattern[str], group: str, *, around: bool = False
) -> tuple[Slot, ...]:
    """Return the hit of *pattern* nearest the trigger; *around*: also in sentences beside it."""
    for sentence in near_sentences(place) if around else (place.sentence,):
        hits = list(pattern.finditer(sentence.raw))
        if hits:
            best = min(
                hits,
                key=lambda hit: (
                    abs(hit.start() - place.end) + (20 if hit.end() <= place.start else 0)
                ),
            )
            start, end = best.span(group)
            begin = sentence.start
            one = next(
                (e for e in sentence.entities if e.start <= begin + start and begin + end <= e.end),
                None,
            )
            return (made(place, begin + start, begin + end, one),)
    return ()


_COUNTING = frozenset({"layoffs", "incident", "hiring"})


def count(place: "Place") -> tuple[Slot, ...]:
    """Return a number of people, units or cases, in digits or words."""
    return (
        _found(place, _OUT_OF, "n")
        or _found(place, _COUNT, "n")
        or _found(place, _ANY_COUNT, "n")
        or _found(place, _COUNT, "n", around=True)
        or _in_title(place, _COUNT, "n")
        or (_found(place, _ANY_COUNT, "n", around=True) if place.rule.kind in _COUNTING else ())
    )


def fraction(place: "Place") -> tuple[Slot, ...]:
    """Return a percentage or fraction: "a fifth", "up to 15%"."""
    return _found(place, _FRACTION, "p")


def stake(place: "Place") -> tuple[Slot, ...]:
    """Return the share of a company that changes hands."""
    return _found(place, _STAKE, "s", around=True)


def period(place: "Place") -> tuple[Slot, ...]:
    """Return the period that figures, a contract or a payment are for."""
    return _found(place, _PERIOD, "p", around=True)


_OVER = re.compile(
    r"\b(?:over|for|within|during|in)\s(?:the\s)?(?P<p>(?:next\s|coming\s)?(?:\w+|\d+)\s(?:months|years|quarters)|(?:this|next|the current|the financial|fiscal) (?:financial )?year|(?:19|20)\d\d|(?:first|second|third|fourth) (?:quarter|half))"
)


def span(place: "Place") -> tuple[Slot, ...]:
    """Return the period over or for which something is paid or bought back."""
    return _found(place, _OVER, "p")


def when(place: "Place") -> tuple[Slot, ...]:
    """Return the day, season or feast nearest the trigger, in its sentence or else the next one.

    A day on which somebody spoke, and a year long gone, are not when it happens.
    """
    for sentence in (place.sentence, *place.reading.sentences[place.sentence.number + 1 :][:1]):
        ranked = _by_distance(place, _days(place, sentence))
        if ranked:
            return (made(place, ranked[0].start, ranked[0].end, ranked[0]),)
    return ()


def _days(place: "Place", sentence: Sentence) -> list[Entity]:
    text, published = place.reading.text, place.reading.published or ""
    dates = [one for one in sentence.entities if one.label == "DATE"]
    hits = [
        Entity(sentence.start + m.start("d"), sentence.start + m.end("d"), "DATE")
        for m in _WHEN.finditer(sentence.raw)
    ]
    dates += [h for h in hits if not any(d.start < h.end and h.start < d.end for d in dates)]
    kept = []
    for one in dates:
        day = one.value.date if one.value and one.value.date else ""
        gone = bool(day and published and day[:4] < str(int(published[:4]) - 1))
        year = re.fullmatch(r"(?:19|20)\d\d", text[one.start : one.end])
        gone = gone or bool(year and published and year[0] < published[:4])
        gone = gone or is_compared(place.reading, one)
        if not gone and not _SPOKE.search(text[max(sentence.start, one.start - 40) : one.start]):
            kept.append(one)
    return kept


def rating(place: "Place") -> tuple[Slot, ...]:
    """Return a customer's rating: stars, "7/10"."""
    return _found(place, _RATING, "r", around=True) or _in_title(place, _RATING, "r")


def _in_title(place: "Place", pattern: re.Pattern[str], group: str) -> tuple[Slot, ...]:
    hit = pattern.search(place.reading.text[: place.reading.title_end])
    return (made(place, *hit.span(group)),) if hit else ()


def credit(place: "Place") -> tuple[Slot, ...]:
    """Return the credit rating that a downgrade ends at."""
    return _found(place, _CREDIT, "t", around=True)


def patent_number(place: "Place") -> tuple[Slot, ...]:
    """Return the number of a patent."""
    return _found(place, _PATENT_NUMBER, "n", around=True)


if TYPE_CHECKING:
    from nlp.slots import Filler
