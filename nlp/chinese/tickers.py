"""Companies that a Chinese text names by their ticker or for short: 青梁股份(600999), 某某有限公司（以下简称“青梁”）."""

import re
from collections.abc import Iterator, Sequence

from nlp.chinese.tails import LOOSE, generic
from nlp.entities import Entity
from nlp.names.wordbook import wordbook
from text.begins import holds_one
from text.han import HAN

_MARKET = "SH|SZ|BJ|HK|US|NASDAQ|NYSE|AMEX|OTC|港股|沪市|深市|[AB]股|美股|纽交所|纳斯达克|港交所|上交所|深交所|新三板"
_TICKER = re.compile(
    r"\s?[（(]\s?(?:(?:股票|证券|股份)?代[码号]\s?[:：]?\s?)?(?:"
    rf"(?P<mainland>(?:(?:SH|SZ|BJ)[:：.]?\s?)?(?:00|30|60|68|43|83|87|90|92)\d{{4}})"
    rf"|(?:{_MARKET})\s?[:：.]?\s?[A-Z0-9]{{1,6}}|\d{{4,5}}[.．]HK|0\d{{4}}|[A-Z]{{1,5}}[.．](?:US|OQ?|N))"
    r"(?:[.．,，、/;；]\s?[A-Z0-9.股吧]{2,9})*\s?[）)]"
)
_RUN = re.compile(rf"(?:\*?ST)?(?:(?![{LOOSE}])[{HAN}A-Za-z0-9·&])+$")
_MARKETS = re.compile(r"(?:[美港AB]股|[沪深]市|新三板)(?:上市|挂牌)?(?:公司|企业)?")
_DAY_ENDS = re.compile(r"\d\s?[年月日号时点分]")
_REACH = 14
# Names on the mainland's exchanges have four characters at most, a letter for the sort of share beside them.
_MAINLAND, _ELSEWHERE = 4, 6
# Words that stand before a name and open none.
_BEFORE = frozenset(["t", "c", "p", "r", "*breaks", "*roles", "*no_companies", "*company_cues"])
_SHORT = re.compile(
    r"[（(](?:以下|下文|下|后)?(?:简称|统称|合称|称)\s?(?:为|[:：])?\s?[“\"「『]?(?P<one>[^“”\"「」『』（）()，。、\s]{2,14})[”\"」』]?"
    r"(?:[或、,，及和]者?\s?[“\"「『](?P<two>[^“”\"「」『』（）()，。\s]{2,14})[”\"」』])?\s?[）)]"
)
_ROLES = re.compile(
    r"(?:标的|目标|上市|收购|发行|控股|合资|项目|交易|本|该|甲|乙|丙)(?:公司|方|人|企业|集团|标的)$|^(?:本|该|我)"
)


def tickers(text: str) -> list[re.Match[str]]:
    """Return where tickers stand in brackets: they name nothing themselves."""
    return list(_TICKER.finditer(text)) if holds_one(text, ("(", "（")) else []


def traded(text: str, tickers: Sequence[re.Match[str]], taken: set[int]) -> Iterator[Entity]:
    """Yield the companies before *tickers*; *taken* are characters of dates, sums and registered names."""
    for hit in tickers:
        end = hit.start()
        longest = _MAINLAND if hit["mainland"] else _ELSEWHERE
        start = _begin(text, end, taken, longest)
        if end - start > 1 and text[start:end] not in generic():
            yield Entity(start, end, "ORG", text[start:end], rank=59, confidence=0.9)


def _begin(text: str, end: int, taken: set[int], longest: int) -> int:
    """Return where the name that ends at *end* begins: with a word, and no further than names reach."""
    line = max(0, end - _REACH)
    line = max([line, *(place + 1 for place in range(line, end) if place in taken)])
    run = _RUN.search(text, line, end)
    if run is None:
        return end
    market = _MARKETS.match(text, run.start(), end)
    first = market.end() if market else run.start()
    first = max([first, *(day.end() for day in _DAY_ENDS.finditer(text, run.start(), end))])
    letters = sum(text[place].isascii() for place in range(first, end))
    starts = list(_words(text, first, end))
    while len(starts) > 1 and wordbook().get(text[starts[0] : starts[1]]) in _BEFORE:
        starts.pop(0)
    fit = (one for one in starts if end - one - letters <= longest)
    start = next(fit, end)
    return start - len("*ST") if text.startswith("*ST", start - 3) and start - 3 >= line else start


def _words(text: str, start: int, end: int) -> Iterator[int]:
    """Yield where words begin, the longest of the dictionary at each place; letters and digits hang together."""
    book = wordbook()
    while start < end:
        yield start
        size = next(
            (n for n in (4, 3, 2) if start + n <= end and text[start : start + n] in book), 1
        )
        start += size
        while start < end and text[start - 1].isascii() and text[start].isascii():
            start += 1


def shortened(text: str, firms: Sequence[Entity]) -> Iterator[Entity]:
    """Yield what a text says it will call each of *firms* for short, with the name of the firm."""
    ends = {one.end: one for one in firms if one.label == "ORG"}
    for hit in _SHORT.finditer(text) if holds_one(text, ("称",)) else ():
        firm = ends.get(hit.start())
        if firm is None:
            continue
        for group in ("one", "two"):
            name = hit[group]
            if name and name not in generic() and not _ROLES.search(name):
                start, end = hit.span(group)
                yield Entity(start, end, "ORG", firm.name, firm.entity, rank=61, confidence=0.9)
