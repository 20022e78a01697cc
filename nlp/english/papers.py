"""What English texts say of shares, bonds and fortunes that is no move: their prices, their terms, who may buy them."""

import re
from collections.abc import Mapping
from decimal import Decimal
from functools import lru_cache
from typing import NamedTuple

from nlp.frames.compiling import pattern
from nlp.reading import Reading, Sentence
from nlp.said import only_looks
from schemas.kinds import MoveKind
from text.sieve import Sifted

# A plan against takeovers hands out rights "as a dividend"; shares and bonds that are sold carry dividends and may be redeemed.
_PILL = Sifted(
    r"\b(?:(?:shareholders?|stockholders?|purchase|dividend) rights|rights (?:plan|dividend|distribution|certificate)|poison pill|(?:one|a|each|the) (?:\w+ )?right (?:for|on|with respect to|will entitle|entitles))\b"
)
_CASH = pattern(
    "{MONEY}|\\b(?:cash|cts|cents?|pence|regular|quarterly|qtly|interim|final|special)\\b", "en"
)
_ON_SALE = Sifted(
    r"\b(?:(?:accrued|accumulated|cumulative|unpaid) (?:and unpaid )?dividends?|private placement|(?:convertible|redeemable) (?:preferred|preference|debentures?|notes?|bonds?|into)|share exchange|exchange (?:basis|ratio))\b"
)
# A debt that is paid back is no payout to the owners.
_DEBT = re.compile(
    r"\b(?:redeem\w*|redemption|repa(?:y|id|ys|ying|yment)|buy(?:s|ing)? back|bought back|retir(?:e|es|ed|ing))\b[^.;]{0,80}\b(?:bonds?|debentures?|notes|debts?|loans?)\b"
    r"|\b(?:bonds?|debentures?|notes)\b[^.;]{0,40}\b(?:redeem\w*|buy back|bought back)\b",
    re.IGNORECASE,
)
_OWNERS = re.compile(
    r"\b(?:shares?|stock|stockholders?|shareholders?|investors|owners|capital|dividends?|equity|payouts?|div)\b",
    re.IGNORECASE,
)
# A share rises and falls, from a price to a price: nothing that its company does.
_MOVED = "rose|rises?|fell|falls?|gain(?:ed|s)?|lost|loses?|climb(?:ed|s)?|rall(?:ied|y|ies)|jump(?:ed|s)?|drop(?:ped|s)?|slip(?:ped|s)?|slid|slides?|tumble[sd]?|surge[sd]?|soar(?:ed|s)?|plunge[sd]?|sank|sinks?|dip(?:ped|s)?|eased|edged|advanced|ticked|added|adds|shed|sheds"
_QUOTED = pattern(
    rf"(?<!market )\b(?:shares?|stock|ADRs?|ADSs?)\b[^.;]{{0,40}}\s(?:{_MOVED}|closed|changed hands|(?:were|was|are|is) (?:up|down|higher|lower|flat))\b"
    rf"|\b(?:{_MOVED}|up|down|off) [^.;]{{1,30}}? ?, ?(?:or )?(?:about )?{{PERCENT}} ?,? (?:to|at) {{MONEY}}"
    rf"|\b(?:{_MOVED}|up|down|off) \d+(?:-\d/\d+)?,? to \d+-\d/\d+(?!\w)",
    "en",
)
# In the same sentence these tell news all the same.
_NEWS = pattern(
    r"<figure>|\b(?:offering|IPO|float\w*|list(?:s|ing)? (?:on|in)|(?:beg(?:i|a|u)n|begins|start(?:s|ed)?|first day of) trading|prospectus|priced|debut|underwrit\w+|raised|raises|issu(?:e|es|ed|ing)|results?|earnings|revenues?|sales|profits?|net (?:income|loss|profit)|EBITDA|dividend|buy-?back|repurchas\w+|guidance|outlook|forecasts?|quarterly|stakes?|announc\w+|news|report(?:s|ed|ing)?|after|as it|when)\b",
    "en",
)
_FORTUNE = re.compile(
    r"\bnet worth\b|\b(?:fortune|wealth) (?:of|at|is|was|rose|fell|grew|climbed)\b", re.IGNORECASE
)
Told = tuple[
    re.Pattern[str], re.Pattern[str] | None
]  # what tells of papers, and what speaks against that
_RUNS: frozenset[MoveKind] = frozenset(
    ["results", "guidance", "public-offering", "funding", "capital-return", "investment"]
)  # fmt: skip
# Who places an issue may take more of it: a term of the offering.
_PLACED = re.compile(
    r"\b(?:underwriters?|managers)\b[^.;]{0,80}\b(?:options?|exercis\w+)\b|\boptions?\b[^.;]{0,60}\bunderwriters?\b|\bover-?allot\w*|\bgreenshoe\b",
    re.IGNORECASE,
)

# Who bids for another's shares buys none of its own.
_OTHERS = pattern(
    r"\b(?:offer|bid|agree\w*|plans?|propos\w+|merger|takeover)\b[^.;]{0,60}\b(?:buy|acquire|purchase)\b[^.;]{0,40}?\b(?:shares|stock) of {ORG}",
    "en",
)
# Whoever buys or sells debt buys and sells no company.
_DEBT_TRADED = re.compile(
    r"\b(?:sells?|sold|selling|sale of|buys?|bought|buying|purchas\w+|repurchas\w+|tender(?: offer)? for|offer for|offering)\b[^.;]{0,70}"
    r"\b(?:notes|bonds|debentures|debt|certificates|treasury bills|T-bills|receivables|commercial paper)\b",
    re.IGNORECASE,
)
_FIRMS = re.compile(
    r"\b(?:compan(?:y|ies)|subsidiar(?:y|ies)|units?|divisions?|business(?:es)?|shares?|stock|stake|interest in|merger|takeover|assets|in exchange|convertible)\b",
    re.IGNORECASE,
)
# What is had is no purchase; told first, it is what a holder discloses.
_HELD = pattern(
    r"(?<!will )(?<!to )(?<!would )\b(?:has|have|had|owns?|owned|holds?|held|holding|controls?|controlled|with) "
    r"(?:(?:\w+ ){0,2}{PERCENT}|(?:an? |the |about |some |\w+ly )*(?:\w+[- ])?(?:minority |majority )?(?:stake|interest|holding)\b)",
    "en",
)
_GOT = re.compile(
    r"\b(?:acqui\w+|bu(?:y|ys|ying)|bought|purchas\w+|tak(?:e|es|ing|en)|took|rais\w+|increas\w+|lift\w*|buil[dt]\w*|disclos\w+|invest\w*|secure\w*|pa(?:y|ys|id)|subscrib\w+|filings?|commission|regulators?|reported|now|up from|from)\b",
    re.IGNORECASE,
)


def of_papers(
    reading: Reading, sentence: Sentence, kind: MoveKind, trigger: tuple[int, int] | None = None
) -> str:
    """Return the words by which a sentence that seems to tell a move tells of papers or a fortune, or nothing.

    *trigger*: where in the sentence a frame found the move; none for words alone.
    """
    told = reading.text[: _lead(reading)] if sentence.title else sentence.masked
    if kind in _RATED and (target := _said(told, ((_TARGET, None),))):
        return target
    if kind in _RUNS and (price := _price(sentence.masked)):
        return price
    if kind == "acquisition" and (share := _share(sentence)) and share.percent < _HALF:
        return share.words
    masked = sentence.masked
    if kind == "capital-return":
        rights = _rights(reading, sentence)
        return rights or _said(masked, ((_DEBT, _OWNERS), (_OTHERS, None), (_DEBT_TRADED, _FIRMS)))
    later = kind == "investment" and sentence.number > _first(reading)
    listed = ((_HELD, _GOT),) if later else _TELLING.get(kind, ())
    return _said(masked, listed) or only_looks(sentence, kind, "en", trigger)


@lru_cache(maxsize=1024)
def _said(masked: str, told: tuple[Told, ...]) -> str:
    """Return the words of the first pattern that masked words show, where they show nothing that speaks against it."""
    for form, against in told:
        hit = form.search(masked)
        if hit and not (against and against.search(masked)):
            return hit[0]
    return ""


def _rights(reading: Reading, sentence: Sentence) -> str:
    """Return the words by which a "dividend" hands out rights against a bidder, or belongs to shares that are sold."""
    hit = _ON_SALE.search(sentence.masked)
    if hit is None and not _CASH.search(sentence.masked):
        hit = _PILL.search(reading.text)
    return hit[0] if hit else ""


@lru_cache(maxsize=256)
def _price(masked: str) -> str:
    if hit := _FORTUNE.search(masked):
        return hit[0]
    hit = _QUOTED.search(masked)
    return hit[0] if hit and not _NEWS.search(masked) else ""


# What a broker thinks a share will cost is its opinion, neither an outlook nor a price of anybody.
_TARGET = re.compile(
    r"\b(?:price targets?|target prices?|targets? (?:on|for) (?:its |the )?(?:shares|stock)|fair value(?: estimate)?)\b"
    r"|\b(?:upgrad\w+|downgrad\w+|initiat\w+ coverage|reiterat\w+|resum\w+ coverage)\b[^.;]{0,80}[\"“‘'](?:buy|sell|hold|neutral|outperform|underperform|overweight|underweight|add|reduce|accumulate|equal[- ]weight|market perform)\b"
    r"|\b(?:upgrad|downgrad)\w+[^.;]{0,60} (?:to|from) (?:an? )?(?:buy|sell|hold|neutral|outperform|underperform|overweight|underweight)\b|\b(?:his|her|their) targets? (?:to|from)\b",
    re.IGNORECASE,
)
_RATED: frozenset[MoveKind] = frozenset(
    ["guidance", "price-increase", "price-decrease", "results", "product-update", "award", "customer-review"]
)  # fmt: skip


_PART = pattern(
    r"\b(?:bu(?:y|ys|ying)|bought|acquir\w+|tak(?:e|es|en|ing)|took|pick\w* up|snap\w* up|purchas\w+) (?:an? |another |about |some )*(?P<p>{PERCENT}) (?:(?:stake|interest|holding|share|shareholding|slice)\b|of (?={ORG}|(?:the|its) (?:company|firm|shares|business)\b))",
    "en",
)
_HALF = 50
_WHOLE_TOO = re.compile(r"\b(?:rais\w+|tak\w+|lift\w+|increas\w+|bring\w+) (?:its|the) (?:stake|holding|interest|shareholding)|\bremaining\b|\bcontrol\b|\bmajority\b|\bmerge\w*\b|\btakeover\b", re.IGNORECASE)  # fmt: skip


class _Share(NamedTuple):
    words: str
    percent: Decimal


def _share(sentence: Sentence) -> _Share | None:
    """Return the share of a company that is said to be bought, where nothing tells what the buyer has with it."""
    hit = _PART.search(sentence.masked)
    if hit is None or _WHOLE_TOO.search(sentence.masked):
        return None
    at = sentence.start + hit.start("p")
    share = next((e.value.percent for e in sentence.entities if e.start == at and e.value), None)
    return None if share is None else _Share(hit[0], share)


def buys_most(sentence: Sentence) -> bool:
    """Say whether half of a company or more is bought: an acquisition, though its words are those of an investment."""
    share = _share(sentence)
    return share is not None and share.percent >= _HALF


# Who leads a round of another's gives the money: an investment.
_LED = pattern(
    r"^[^.;]{0,40}{ORG}(?: [^.;,]{0,40}?)? (?:led|leads|has led|had led|co-led|co-leads|is leading|joined|joins|took part in|participated in|invested in|invests in) "
    r"(?:an?|the|its|{ORG}['’]s) [^.;]{0,60}?round\b[^.;]{0,20}? (?:in|of|for|by) (?:[\w’'-]+ ){0,5}?(?:{ORG}|<firm>)",
    "en",
)


def _lead(reading: Reading) -> int:
    """Return where the first sentence after the title ends, or the title where nothing follows."""
    first = next((one for one in reading.sentences if not one.title), None)
    return first.end if first else reading.title_end


def _first(reading: Reading) -> int:
    return next((one.number for one in reading.sentences if not one.title), 0)


_TELLING: Mapping[MoveKind, tuple[Told, ...]] = {
    "funding": ((_LED, None),),
    "divestiture": ((_DEBT_TRADED, _FIRMS),),
    "acquisition": ((_PLACED, None), (_DEBT_TRADED, _FIRMS)),
}
