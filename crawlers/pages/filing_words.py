"""What filings say of themselves: form, filer, number, period, and the items of an 8-K in words.

Item titles are those of the SEC's Form 8-K as of 2026; announcement types those that the Shanghai,
Shenzhen and Beijing exchanges print on their announcements.
"""

import re
from collections.abc import Iterable

# Form 8-K, General Instructions B: what each item is about.
ITEMS_8K: dict[str, str] = {
    "1.01": "Entry into a material agreement", "1.02": "Termination of a material agreement",
    "1.03": "Bankruptcy or receivership", "1.04": "Mine safety",
    "1.05": "Material cybersecurity incident", "2.01": "Acquisition or disposition completed",
    "2.02": "Results of operations", "2.03": "New direct financial obligation",
    "2.04": "Event that accelerates an obligation", "2.05": "Exit or disposal costs",
    "2.06": "Material impairment", "3.01": "Delisting or transfer of listing",
    "3.02": "Unregistered sale of equity", "3.03": "Change to rights of holders",
    "4.01": "Change of auditor", "4.02": "Earlier statements not to be relied on",
    "5.01": "Change in control", "5.02": "Directors or officers leave or join",
    "5.03": "Change to articles or fiscal year", "5.04": "Trading blackout of benefit plans",
    "5.05": "Change to code of ethics", "5.06": "Change in shell company status",
    "5.07": "Vote of security holders", "5.08": "Director nominations",
    "6.01": "Asset-backed securities: information", "7.01": "Regulation FD disclosure",
    "8.01": "Other events", "9.01": "Financial statements and exhibits",
}  # fmt: skip
_SEC_FORM = re.compile(
    r"(?<![\w-])(?:FORM\s+)?(10-K405|10-KT|10-K|10-QT|10-Q|8-K12B|8-K|6-K|20-F|40-F|S-1|S-3|S-4|S-8|F-1|F-3|F-4|DEF 14A|DEFA14A|PRE 14A|"
    r"SC 13[DG]|SC TO-[TI]|SCHEDULE 13[DG]|424B\d|11-K|13F-HR|N-CSR|CORRESP|144|D)(/A)?(?![\w-])"
)
# The plain letters and figures are forms only after the word.
_BARE = {"D", "144"}
_ZH_FORM = re.compile(
    r"(半年度报告(?:摘要)?|年度报告(?:摘要)?|第?[一三四]?季度报告|业绩预告(?:修正)?公告|业绩快报|招股(?:说明书|意向书)|权益分派实施公告|"
    r"利润分配预案|股东大会(?:决议公告|的?通知)|董事会(?:决议|会议决议)公告|监事会(?:决议|会议决议)公告|重大资产重组|收购报告书|"
    r"权益变动报告书|对外投资(?:的?公告)?|关联交易(?:的?公告)?|减持(?:计划|股份)|增持(?:计划|股份)|回购(?:股份)?|停牌|复牌|"
    r"问询函|关注函|监管函|行政处罚|立案(?:调查|告知书)|澄清公告|风险提示(?:性)?公告|更正公告|临时公告|法律意见书|核查意见|公告)"
)
_FILER = re.compile(
    r"(?:证券简称|股票简称|公司简称|简称|公司名称)\s*[:：]\s*(?P<zh>[*\u4e00-\u9fffA-Za-z0-9（）()·Ａ-Ｚ-]{2,40})"
    r"|(?:Filer|Company name|Company|Registrant)\s*:\s*(?P<en>[^\n|;]{2,80}?)(?=\s*(?:\(|CIK|$|\||;|\n))",
    re.IGNORECASE,
)
_REGISTRANT = re.compile(r"\n?\s*([^\n]{3,90}?)\s*\n?\s*\(Exact name of registrant", re.IGNORECASE)
_ZH_COMPANY = re.compile(
    r"([\u4e00-\u9fff（）()A-Za-z0-9·]{2,40}?(?:股份有限公司|集团有限公司|有限责任公司|有限公司))"
)
_NUMBER = re.compile(
    r"(?:公告编号|公告号|编号)\s*[:：]\s*(?P<zh>[\w\u4e00-\u9fff【】〔〕\[\]（）()-]{3,30})|(?:accession (?:number|no\.?))\s*:?\s*(?P<en>\d{10}-\d{2}-\d{6})"
    r"|(?<!\d)(?P<bare>\d{10}-\d{2}-\d{6})(?!\d)",
    re.IGNORECASE,
)
_TICKER = re.compile(
    r"(?:证券代码|股票代码|公司代码|代码)\s*[:：]\s*([A-Z]?\d{5,6})(?!\d)|Trading Symbol\(?s?\)?\s*:?\s*([A-Z]{1,5})\b"
)
_PERIOD = re.compile(
    r"(?:period of report|for the (?:fiscal|quarterly|transition)?\s*(?:year|period|quarter) ended|date of earliest event reported\)?)\s*:?\s*"
    r"((?:[A-Z][a-z]+ \d{1,2},? \d{4})|\d{4}-\d{2}-\d{2})|(?<!\d)((?:19|20)\d{2})\s?年?(?=(?:第?[一三四]季度|半?年度)报告)",
    re.IGNORECASE,
)
_ITEM = re.compile(r"(?<![\w.])items?\s+((?:\d\.\d{2}(?:\s*(?:,|;|and|&)\s*)?)+)", re.IGNORECASE)
_ITEM_NUMBER = re.compile(r"\d\.\d{2}")


def form_of(text: str) -> str | None:
    """Return the form: ``8-K``, ``10-Q/A``, ``年度报告``; None where nothing names one."""
    for match in _SEC_FORM.finditer(text):
        if match[1] not in _BARE or match[0].upper().startswith("FORM"):
            return match[1] + (match[2] or "")
    found = _ZH_FORM.search(text)
    return found[1] if found else None


def filer_of(text: str) -> str | None:
    """Return who filed, as the paper names it."""
    if found := _REGISTRANT.search(text):
        return found[1].strip(" _*")
    if found := _FILER.search(text):
        return (found["zh"] or found["en"] or "").strip(" ,;") or None
    found = _ZH_COMPANY.search(text)
    return found[1] if found else None


def number_of(text: str) -> str | None:
    """Return the announcement's or accession number."""
    found = _NUMBER.search(text)
    return (found["zh"] or found["en"] or found["bare"]).strip() if found else None


def ticker_of(text: str) -> str | None:
    """Return the securities code or symbol."""
    found = _TICKER.search(text)
    return (found[1] or found[2]) if found else None


def period_of(text: str) -> str | None:
    """Return the day or year reported on, as written."""
    found = _PERIOD.search(text)
    return (found[1] or found[2]) if found else None


def items_of(text: str) -> tuple[str, ...]:
    """Return the items of an 8-K that *text* names, in words."""
    numbers = [one for found in _ITEM.findall(text) for one in _ITEM_NUMBER.findall(found)]
    return items_in_words(numbers)


def items_in_words(numbers: Iterable[str]) -> tuple[str, ...]:
    """Return ``2.02 Results of operations`` for each known item number, each once."""
    known = (one.strip() for one in numbers)
    return tuple(dict.fromkeys(f"{one} {ITEMS_8K[one]}" for one in known if one in ITEMS_8K))


def is_filing(text: str) -> bool:
    """Say whether the head of a paper shows that it was filed with an exchange or authority."""
    head = text[:4000]
    if re.search(r"securities and exchange commission", head, re.IGNORECASE):
        return True
    marked = bool(_TICKER.search(head)) + bool(number_of(head))
    return marked == 2 or (marked == 1 and bool(_ZH_FORM.search(head[:600])))
