"""Values put right by what stands beside them: ranges whole, what was expected before as *from*, names not cut in two.

The model marks characters and tokens; a range of sums, a name that goes on and a word of time left behind are told by
rules of the language that hold whatever was learnt.
"""

import re
from collections.abc import Callable

from nlp.reading import Reading
from schemas.kinds import MoveKind
from schemas.language import Slot, Slots, several

_NUMBER = r"\d[\d,.]*\s?(?:千万|百万|[万亿千百])?(?:[多余])?"
_UNIT = r"(?:(?:人民币|港|美|欧|日|台|新台)?(?:元|币)|英镑|美金|%|个百分点|[吨辆台套部件人家])?"
_RANGE_ZH = re.compile(rf"{_NUMBER}{_UNIT}\s?(?:至|到|-|~|～|—|–)\s?{_NUMBER}{_UNIT}")
_EARLIER_ZH = re.compile(
    r"(?:此前|之前|先前|原先|原来|原|年初|上次|前次)(?:的)?(?:公司)?(?:给出的?|预期|预计|预测|指引|目标|区间|估计|为|是|在|[：:])*\s?$"
)
_EARLIER_EN = re.compile(
    r"\b(?:earlier|previous|prior|previously|original|initial|old|former)\b[^.;]{0,40}$|\b(?:from|against|instead of|compared with|up from|down from) (?:an? |the |its )?(?:[\w-]+ ){0,3}$",
    re.IGNORECASE,
)
_RANGE_EN = re.compile(
    r"(?:[$€£¥]|[A-Z]{0,3}[$€£] ?|[A-Z]{3} )?\d[\d,.]*(?: ?(?:million|billion|bn|m|crore|lakh|%|percent|per cent))?(?: to | and |-|–)(?:[$€£¥]|[A-Z]{0,3}[$€£] ?|[A-Z]{3} )?\d[\d,.]*(?: ?(?:million|billion|bn|m|crore|lakh|%|percent|per cent))?"
)
_RANGED = frozenset({"from", "to", "revenue", "profit"})
_LEFT_OVER = re.compile(
    r"(?:\s(?:after|before|when|as|while|because|since|until|and|at|in|on|by|for|from))+$"
)
_GOES_ON = re.compile(
    r"[、和及与]?[^，。；：“”]{0,14}?的?[^，。；：“”]{1,10}?(?:门店|工厂|资产|业务|公司|基地|酒店|项目|股权|门市|网点|物业|医院|矿|电站)(?=打包|出售|转让|卖|以|，|。|；|整体|全部|剥离)"
)
_BATCH = re.compile(r"^(?:部分|部份|多个|[一二两三四五六七八九十\d]+个)?批次的?(?=.{2})")
_TIMES = re.compile(r"^(?:双十一|双十二|春节|国庆|元旦|年底|年末|明年)(?:前|后|期间)?(?=.{2})")
_APP = re.compile(r"^(?:App|APP|小程序|客户端|网盘|平台|系统)$")
_TIERS = re.compile(r"[一二三四五六七八九十]+、?$")
_PLACED = frozenset({"place", "target", "unit", "subject", "partner", "customer"})
_NAMED_PARTIES = frozenset(
    ["counterparty", "customer", "partner", "buyer", "supplier", "successor", "target"]
)
_NAMES = frozenset({"PLACE", "ORG", "PERSON", "PRODUCT"})


def mended(reading: Reading, kind: MoveKind, slots: Slots) -> Slots:
    """Return the slots of a move of *kind*, their values put right; values that nothing is wrong with stay as they are."""
    kept: Slots = {}
    for name, value in slots.items():
        whole = tuple(_mended(reading, kind, name, one) for one in several(value))
        right = tuple(one for one in whole if not _is_wrong(reading, kind, name, one))
        if right:
            kept[name] = right if len(right) > 1 else right[0]
    if kind == "results":
        kept = _with_period(reading, kept)
    if kind == "divestiture":
        kept = _without_itself(kept)
    return _in_order(reading, kept) if kind == "guidance" else kept


def _without_itself(slots: Slots) -> Slots:
    """Return slots in which nothing that is sold is its own buyer."""
    target = {one.text.casefold() for one in several(slots.get("target"))}
    bought = tuple(one for one in several(slots.get("buyer")) if one.text.casefold() not in target)
    if "buyer" not in slots or len(bought) == len(several(slots["buyer"])):
        return slots
    rest = {name: value for name, value in slots.items() if name != "buyer"}
    return rest | ({"buyer": bought if len(bought) > 1 else bought[0]} if bought else {})


# A stock exchange is a place there where shares are listed.
_EXCHANGE = re.compile(
    r"(?i)\b(?:exchange|bourse|börse|nasdaq|nyse|euronext|aim|asx|sgx|hkex|tsx|lse|jse|market|board|segment|star|connect|growth|first north)\b"
)
# A par value is no sum paid: "shares of 5 pence each".
_PAR = re.compile(r"shares? (?:of|at) $")
_EACH = re.compile(r",? each\b")
# What figures are compared with is not their period.
_COMPARED = re.compile(
    r"\b(?:prior|previous|preceding|year-ago|year-earlier|last year['’]s)\b", re.IGNORECASE
)
_PERIOD_ZH = re.compile(
    r"(?:20\d\d年)?(?:前三季度|第?[一二三四]季度|上半年|下半年|全年|半年度|年度|财年|前[\d一二三四五六七八九十]+个?月|\d{1,2}月份?|Q[1-4])"
)
_SAYS_PERIOD = re.compile(
    r"季度|半年|全年|年度|财年|\d\s*年|个月|月份?|[一二三四]季|Q[1-4]|H[12]|周|双十一"
)
_PERIOD_EN = re.compile(
    r"\b(?:(?:first|second|third|fourth|fiscal|financial|full|half|nine|six|twelve|trading)[ -]){1,2}(?:quarter|half|year|months?)\b|\bQ[1-4]\b|\bH[12]\b|\bhalf-?year\b",
    re.IGNORECASE,
)


def _is_wrong(reading: Reading, kind: MoveKind, name: str, one: Slot) -> bool:
    """Say whether a value cannot be what it is taken for: a company as a place, a par value as a sum, a word of time alone."""
    if one.start is None or one.end is None:
        return False
    start, end = one.start, one.end
    if name == "place":
        exchange = kind == "public-offering" and (
            reading.language == "zh" or _EXCHANGE.search(one.text)
        )
        return not exchange and any(
            e.label in {"ORG", "PERSON"} and (e.start, e.end) == (start, end)
            for e in reading.entities
        )
    if name == "amount":
        return bool(
            _PAR.search(reading.text[max(0, start - 10) : start])
            and (_EACH.match(reading.text, end) or one.text.endswith(" each"))
        )
    if name == "period" and kind == "results":
        said = _SAYS_PERIOD.search(one.text) is not None
        return not said if reading.language == "zh" else _COMPARED.search(one.text) is not None
    return False


def _with_period(reading: Reading, slots: Slots) -> Slots:
    """Return the slots of results with the period that the text names first, where none is told with the figures."""
    if "period" in slots:
        return slots
    pattern = _PERIOD_ZH if reading.language == "zh" else _PERIOD_EN
    hits = (
        hit
        for hit in pattern.finditer(reading.text)
        if not _COMPARED.search(reading.text[max(0, hit.start() - 20) : hit.start()])
    )
    first = next(hits, None)
    return (
        slots | {"period": Slot(text=first[0], start=first.start(), end=first.end())}
        if first
        else slots
    )


def _mended(reading: Reading, kind: MoveKind, name: str, one: Slot) -> Slot:
    if one.start is None or one.end is None:
        return one
    start, end = one.start, one.end
    chinese = reading.language == "zh"
    if kind == "guidance" and name in _RANGED:
        start, end = _range(reading.text, start, end, _RANGE_ZH if chinese else _RANGE_EN)
    for rule in _CHINESE if chinese else _ENGLISH:
        start, end = rule(reading, name, start, end)
    if (start, end) == (one.start, one.end):
        return one
    same = next((e for e in reading.entities if (e.start, e.end) == (start, end)), None)
    return one.model_copy(
        update={
            "text": reading.text[start:end],
            "start": start,
            "end": end,
            "entity": same.entity if same else one.entity,
        }
    )


def _range(text: str, start: int, end: int, pattern: re.Pattern[str]) -> tuple[int, int]:
    """Return the whole range of which a value is a part: 38亿至 of 38亿至40亿元."""
    for hit in pattern.finditer(text, max(0, start - 24), min(len(text), end + 24)):
        if hit.start() < end and start < hit.end() and hit.start() <= start + 1:
            return min(start, hit.start()), max(end, hit.end())
    return start, end


def _in_order(reading: Reading, slots: Slots) -> Slots:
    """Return the slots of an outlook with what was expected before as *from*, where words say which that is."""
    chinese = reading.language == "zh"
    earlier = _EARLIER_ZH if chinese else _EARLIER_EN
    old, new = slots.get("from"), slots.get("to")
    pair = [one for one in (old, new) if isinstance(one, Slot) and one.start is not None]
    if len(pair) == 2 and pair[0].start == pair[1].start:
        name = "from" if _is_earlier(reading, pair[0], earlier) else "to"
        slots = {key: value for key, value in slots.items() if key not in {"from", "to"}} | {
            name: pair[0]
        }
    if "from" in slots or not chinese:
        return slots
    told = next(
        (one for one in slots.values() if isinstance(one, Slot) and one.start is not None), None
    )
    sentence = next(
        (
            s
            for s in reading.sentences
            if told and told.start is not None and s.start <= told.start < s.end
        ),
        None,
    )
    if sentence is None:
        return slots
    for hit in _RANGE_ZH.finditer(reading.text, sentence.start, sentence.end):
        if earlier.search(reading.text[max(0, hit.start() - 12) : hit.start()]):
            return slots | {"from": Slot(text=hit[0], start=hit.start(), end=hit.end())}
    return slots


def _is_earlier(reading: Reading, one: Slot, earlier: re.Pattern[str]) -> bool:
    start = one.start or 0
    return earlier.search(reading.text[max(0, start - 40) : start]) is not None


def _uncut(reading: Reading, name: str, start: int, end: int) -> tuple[int, int]:
    """Return a value that does not cut a name in two: Tamil | Nadu."""
    if name in _PLACED:
        for one in reading.met(start, end):
            if one.label in _NAMES and start <= one.start < end < one.end:
                return start, one.end
    return start, end


def _without_rest(reading: Reading, _name: str, start: int, end: int) -> tuple[int, int]:
    """Return a value without small words left behind: "end of the year after"."""
    hit = _LEFT_OVER.search(reading.text, start, end)
    return (
        (start, hit.start()) if hit and hit.end() == end and hit.start() > start else (start, end)
    )


def _whole_target(reading: Reading, name: str, start: int, end: int) -> tuple[int, int]:
    """Return what is sold, not where it is: 辽宁 of 辽宁、吉林的27家门店."""
    placed = any(
        one.label == "PLACE" and (one.start, one.end) == (start, end)
        for one in reading.met(start, end)
    )
    hit = _GOES_ON.match(reading.text, end) if name == "target" and placed else None
    return (start, hit.end()) if hit else (start, end)


def _without_batch(reading: Reading, name: str, start: int, end: int) -> tuple[int, int]:
    """Return goods without their batches and the season: 酱油 of 部分批次酱油."""
    if name != "product":
        return start, end
    for pattern in (_BATCH, _TIMES):
        if hit := pattern.match(reading.text[start:end]):
            start += hit.end()
    return start, end


def _with_maker(reading: Reading, name: str, start: int, end: int) -> tuple[int, int]:
    """Return an app with whose it is: 驰帆外卖App."""
    if name == "product" and _APP.match(reading.text[start:end]):
        maker = next(
            (one for one in reading.entities if one.label == "ORG" and one.end == start), None
        )
        return (maker.start, end) if maker else (start, end)
    return start, end


def _with_tiers(reading: Reading, name: str, start: int, end: int) -> tuple[int, int]:
    """Return cities with their tiers: 三四 | 线城市."""
    if name == "place" and reading.text.startswith("线", start):
        hit = _TIERS.search(reading.text, max(0, start - 4), start)
        return (hit.start(), end) if hit else (start, end)
    return start, end


_OF_ALL = re.compile(
    r"(?P<n>\d[\d,.]*|[a-z]+-?[a-z]*) (?:out )?of (?:its |the |our |their |about |some )*$"
)
_SMALL_NUMBERS = frozenset(
    ["one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve", "twenty", "thirty", "forty", "fifty"]
)  # fmt: skip


def _of_all(reading: Reading, name: str, start: int, end: int) -> tuple[int, int]:
    """Return how many of all are meant, not all: 260 of "260 of 900 jobs"."""
    hit = _OF_ALL.search(reading.text, max(0, start - 24), start) if name == "count" else None
    if hit and (hit["n"][0].isdigit() or hit["n"] in _SMALL_NUMBERS):
        return hit.span("n")
    return start, end


_APPOSED = re.compile(r",? (?=[A-Z])")


def _called_by_name(reading: Reading, name: str, start: int, end: int) -> tuple[int, int]:
    """Return the name of a party that was told by what it is: "its landlord, Arden Estates", "grocer Brightmart"."""
    if name not in _NAMED_PARTIES or any(one.label == "ORG" for one in reading.met(start, end)):
        return start, end
    if not reading.text[start:end].islower():
        return start, end
    gap = _APPOSED.match(reading.text, end)
    firm = next(
        (o for o in reading.entities if o.label == "ORG" and gap and o.start == gap.end()), None
    )
    return (firm.start, firm.end) if firm else (start, end)


_Rule = Callable[[Reading, str, int, int], tuple[int, int]]
_ENGLISH: tuple[_Rule, ...] = (_uncut, _without_rest, _called_by_name, _of_all)
_CHINESE: tuple[_Rule, ...] = (_whole_target, _without_batch, _with_maker, _with_tiers)
