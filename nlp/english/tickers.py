"""Companies that a text names by their ticker: Velmora <VLM>, Velmora (NYSE: VLM)."""

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache

from nlp.entities import Entity
from nlp.lexicon import common_english
from text.begins import found_at, places_of

_EXCHANGE = r"(?:NYSE|N[Aa][Ss][Dd][Aa][Qq]|AMEX|LSE|LON|AIM|TSX(?:-?V)?|CSE|ASX|NZX|JSE|NSE|BSE|SGX|HKEX|SEHK|KRX|TSE|TYO|SIX|XETRA|ETR|FRA|EPA|BIT|BME|OTC\w*|Euronext\w*)"
_SYMBOL = r"[A-Z0-9][A-Z0-9.-]{0,7}"
# "NYSE American: VLM", "NASDAQ/TSX: VLM".
_AT = rf"{_EXCHANGE}(?:[ /][A-Z]\w*){{0,2}}\s?[:：]\s?"
_LISTED = f"{_AT}{_SYMBOL}"
_TICKER = re.compile(
    r" ?(?:<[A-Z]{1,5}(?:\.[A-Z]{1,2})?>"
    rf"|\({_LISTED}(?:(?:\s?[,;/|]\s?|\s(?:and|&)\s)(?:{_LISTED}|{_SYMBOL}))*\))"
)
# What makes a ticker of letters that may be a word: NYSE: VLM, $VLM, <VLM>, its symbol is "VLM", VLM.N.
_MARKED = re.compile(
    rf"(?:{_AT}|[$＄<]|\b(?:ticker|symbol|tickers|symbols)\s(?:is\s|of\s)?[“\"'‘]?|(?:代码|代號|代号|代碼)(?:为|為|是)?[：:]?\s?[“「]?)$"
)
_OF_EXCHANGE = re.compile(r"\.[A-Z]{1,2}\b(?!\.)| (?:US|LN|HK|GR|JP) Equity\b")
_OPENING = re.compile(r"[<(]")
_HEAD = re.compile(
    r"(?:[A-Z0-9][\w’'&./-]*[ ](?:(?:&|and|AND|of|OF|de|DE)[ ])?){0,5}[A-Z0-9][\w’'&./-]*$"
)
# "Shares of Velmora (NYSE: VLM)": what is held, and who holds it, is no part of the name.
_HELD = re.compile(
    r"(?:Shares|Stock|Units|Investors|Shareholders|Stockholders|Holders|Customers) of "
)
_FORM = re.compile(r"(?:CO|INC|CORP|LTD|PLC|AG|SA|NV|AB)\.?$")
_REACH = 70
_LONE = 3  # words of a headline in capitals that no body spells: more are hardly a name


@lru_cache(maxsize=2)  # two readers ask for those of one text
def _tickers(text: str) -> tuple[re.Match[str], ...]:
    opened = places_of(_OPENING, text)
    blanks = (place - text.startswith(" ", place - 1) if place else 0 for place in opened)
    return tuple(found_at(_TICKER, text, blanks))


def is_marked(text: str, start: int, end: int) -> bool:
    """Say whether the letters at *start*–*end* are shown to be a ticker: (NYSE: VLM), $VLM, VLM.N."""
    before = _MARKED.search(text, max(0, start - _REACH), start)
    return before is not None or _OF_EXCHANGE.match(text, end) is not None


def without_tickers(text: str, found: Sequence[Entity]) -> list[Entity]:
    """Return names without those inside a ticker: it names nothing itself, nor does its exchange."""
    spans = [hit.span() for hit in _tickers(text)]
    return [one for one in found if not any(start <= one.start < end for start, end in spans)]


def in_ticker(text: str, start: int, end: int) -> bool:
    """Say whether characters *start* to *end* begin or end inside a ticker: NASDAQ, "VLM) has"."""
    return any(
        hit.start() < start < hit.end() or hit.start() < end < hit.end() for hit in _tickers(text)
    )


def traded(text: str, title_end: int) -> Iterator[Entity]:
    """Yield the companies before tickers. In a headline in capitals the body tells where the name begins."""
    tickers = _tickers(text)
    body = text[title_end:].casefold() if tickers else ""
    for hit in tickers:
        line = max(0, hit.start() - _REACH, text.rfind("\n", 0, hit.start()) + 1)
        head = _HEAD.search(text, line, hit.start())
        if head is None:
            continue
        start = _after_small_words(text, head)
        if head[0].isupper() and start < title_end:
            start = _of_headline(text, head, body)
        if start < hit.start():
            yield Entity(
                start, hit.start(), "ORG", text[start : hit.start()], rank=59, confidence=0.9
            )


def _after_small_words(text: str, head: re.Match[str]) -> int:
    """Return where the name begins behind what only opens a sentence: "The", "Shares of"."""
    start = head.start()
    if held := _HELD.match(text, start, head.end()):
        start = held.end()
    first, blank, _rest = text[start : head.end()].partition(" ")
    return start + len(first) + 1 if blank and first.lower() in common_english() else start


def _of_headline(text: str, head: re.Match[str], body: str) -> int:
    """Return where the name in a headline begins: with the most words that the body has in a row."""
    starts = [head.start(), *(head.start() + gap.end() for gap in re.finditer(" ", head[0]))]
    for start in starts:
        name = text[start : head.end()]
        if name.casefold() in body and not _FORM.match(name):
            return start
    named = len(starts) <= _LONE or _FORM.search(head[0])
    return head.start() if named else head.end()
