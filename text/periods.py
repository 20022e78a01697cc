"""What a price is for: the time (``/mo``, 元/年) and the thing (per user, 每万次)."""

import re
from typing import Literal

Period = Literal["hour", "day", "week", "month", "quarter", "year", "once"]

_EACH = r"(?:/|per|and|an?|each|every|每|一|pro|je|par|al|por|au|im|i|på|za|na|в|/\s*1)"
_PERIODS: tuple[tuple[Period, str], ...] = (
    ("hour", rf"{_EACH}\s*(?:hours?|hr|h|小时|小時|时|stunde|heure|hora|時間)(?![a-zà-ÿ])|小时|小時|時間あたり|\bhourly\b|시간당"),
    ("day", rf"{_EACH}\s*(?:person-|man-)?(?:days?|日|天|tag|jour|día|dia|dag)(?![a-zà-ÿ])|/\s*人[天日]|人[天日]|人/[天日]|\bdaily\b|\bday rate\b|日額|tagessatz|일당"),
    ("week", rf"{_EACH}\s*(?:weeks?|wk|周|週|星期|woche|semaine|semana)(?![a-zà-ÿ])|\bweekly\b"),
    ("quarter", rf"{_EACH}\s*(?:quarter|季度?|quartal|四半期)|\bquarterly\b"),
    ("month", (rf"{_EACH}\s*个?(?:mo(?:nth|nat|is|\.)?|mth|month|月|か月|ヶ月|個月|mes|mês|mese|maand|mån(?:ad)?|måned|mnd|md|měsíc|miesiąc|мес(?:яц)?|개월|월|bulan|tháng|ay|hó|mies|měs|lună|เดือน|شهر|mois)(?![a-zà-ÿ])"
              r"|(?:元|円)?/?月付|人月|人/月|包月|月费|月額|월\s*(?=[\d₩])|\bmonthly\b|\bmonatlich\b|\bmtl\b|/\s?mt\b|\bp\.\s?m\.|\bmensuel\w*|\bmensual\w*|\bp\.?m\.?(?![a-z.])|/m(?![a-z²0-9])|\bp/m\b")),
    ("year", (rf"{_EACH}\s*(?:y(?:ea)?rs?|annum|年|jahr|ans?\b|année|año|ano|anno|jaar|år|rok|год|년|tahun|năm|yıl|év|ปี|سنة|an)(?![a-zà-ÿ])"
             r"|年付|包年|年费|年額|首年|\b(?:yearly|annually|annual|jährlich|p\.?\s?a\.)(?![a-zà-ÿ])|/y(?![a-zà-ÿ])|연간")),
    ("once", r"one[- ]?(?:time|off)|\bonce\b|lifetime|einmalig|一次性|买断|永久|買い切り|一括|una tantum|pago único"),
)  # fmt: skip
PERIOD_PATTERNS = tuple((name, re.compile(text, re.IGNORECASE)) for name, text in _PERIODS)
_BILLED = re.compile(
    r"[(（,，;；·|]?\s*(?:when\s+|if\s+)?(?:billed|paid|charged|invoiced|payable)\s+(?:per\s+|every\s+|each\s+)?\w+"
    r"|按[年月季]付费?|按[年月季](?:支付|结算|计费)|bei\s+(?:jährlicher|monatlicher)\s+(?:zahlung|abrechnung)|(?:jährlich|monatlich)\s+(?:abgerechnet|gezahlt)"
    r"|(?:年|月)払い?(?:い)?|一括払い",
    re.IGNORECASE,
)
_UNIT = re.compile(
    r"(?:/|per|each|every|pro|je|par|por|each additional|每|一(?!次性))\s*(?:个|個|每|1\s*(?=[a-z]{2}|[^\x00-\x7f]))?\s*(?P<unit>(?:active\s+|named\s+|full\s+|additional\s+|managed\s+|monthly\s+active\s+)?(?:users?|seats?|members?|agents?|"
    r"employees?|licen[cs]es?|devices?|hosts?|instances?|nodes?|servers?|containers?|shipments?|contacts?|guests?|participants?|"
    r"vehicles?|vessels?|sites?|teams?|stores?|locations?|projects?|workspaces?|domains?|rooms?|persons?|pages?|documents?|messages?|minutes?|min|transactions?|orders?|teu|\d+\s*(?:gb|tb|mb)|gib|gb|tb|mb|"
    r"vcpus?|cpus?|cores?|gpus?|kwh|kg|km|[\d,.]*\s*(?:million|thousand|k|m|[\d,]+)?\s*(?:requests|calls|api calls|events|tokens|messages|emails|queries|invocations|operations|records|rows|contacts|characters|pages)|requests?|calls?|declarations?|"
    r"benutzer|nutzer|mitarbeiter|arbeitsplatz|lizenz|gerät|standort|platz|utilisateur|ユーザー|アカウント|人日|人|名|席|台|件|"
    r"用户|用戶|人|席位|坐席|席|账号|帐号|帳號|成员|设备|台|节点|门店|店铺|万次|千次|百万次|万字|千tokens|百万tokens|万tokens|次|核|实例|票|单|柜|箱|辆|套|件|条|项目|域名|份|间夜|平方米|㎡|月活))"
    r"(?![a-zà-ÿ])",
    re.IGNORECASE,
)
_COUNTED = re.compile(
    r"^\d+\s*(?:gb|tb|mb)$|^[\d,.]+\s*(?:million|thousand|k|m)?\s*[a-z ]+$|^(?:million|thousand)\s"
)
_SHARED_UNIT = re.compile(
    r"(人月|人天|人日|person[- ](?:day|month|hour)|man[- ]day|personentag|manntag)", re.IGNORECASE
)
# per and any other word that is no time: per word, per dispute.
_ANY = re.compile(
    r"(?:\bper|\bpro|\bje|/)\s*(?!(?:hours?|hr|days?|weeks?|wk|mo|mth|months?|years?|yr|annum|quarter|stunde|tag|woche|monat|jahr|quartal|mois|jour|semaine|heure|année|mes|mese|año|ano|anno|rok|rik|mån|månad|måned|mnd|maand|jaar|mies|měs|měsíc|måneder|bulan|tahun|tháng|năm|hó|lună|мес|год|person|man|the|your|our|request|and|lot|month|cent)(?![a-zà-ÿ]))(?P<unit>[a-zäöüß]{3,16})(?![\w'’])",
    re.IGNORECASE,
)
_POST = re.compile(r"(ユーザー|アカウント|名|人|席|1?GB)あたり")


def without_billing(text: str) -> str:
    """Return *text* without the words that say how it is billed: ``billed annually``, 按年付."""
    return _BILLED.sub(" ", text)


def read_period(text: str) -> Period | None:
    """Return what a price is for by time: ``/mo``, 元/年, per hour. Billing terms do not count."""
    plain = without_billing(text)
    for name, pattern in PERIOD_PATTERNS:
        if pattern.search(plain):
            return name
    return None


def read_unit(text: str) -> str | None:
    """Return what a price is for by thing, in the page's word: ``user``, GB, 万次, ``1,000 requests``."""
    if _SHARED_UNIT.search(text):
        return "person"
    if match := _POST.search(text):
        return match[1].removeprefix("1")
    match = _UNIT.search(text) or _ANY.search(text)
    if match is None:
        return None
    unit = " ".join(match["unit"].lower().split())
    if _COUNTED.match(unit):
        return (
            unit.upper()
            if unit.endswith("b")
            else re.sub(r"(?<=\d)[mk](?= )", lambda match: match[0].upper(), unit)
        )
    if unit in {"gb", "tb", "mb", "gib", "teu", "cpu", "vcpu", "gpu", "cpus", "vcpus", "kwh"}:
        plain = unit.rstrip("s").upper()
        return {"GIB": "GiB", "VCPU": "vCPU", "KWH": "kWh"}.get(plain, plain)
    return unit[:-1] if unit.endswith("s") and unit.isascii() else unit
