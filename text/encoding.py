"""Bytes to text: the encoding a page is really in, whatever it says.

Order of trust (as in the WHATWG Encoding Standard, with one doubt added): byte-order mark, then
what the header says, then what the page says of itself, each only if the bytes really decode that
way; then statistics among the encodings that business pages in English and Chinese use.
"""

import codecs
import re
from dataclasses import dataclass
from typing import Literal

Evidence = Literal["bom", "header", "meta", "statistics"]

# A declared encoding is believed when at most one character in a thousand cannot be read (F20).
_TOLERATED = 0.001
# Statistics need no more than this; a page says enough in its first part.
_SAMPLE = 200_000
_BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
# What labels mean on the web (WHATWG Encoding Standard, section 4.2): the superset is read.
_MEANT = {
    "gb2312": "gb18030", "gbk": "gb18030", "gb_2312-80": "gb18030", "x-gbk": "gb18030",
    "cp936": "gb18030", "hz-gb-2312": "gb18030", "euc-cn": "gb18030", "chinese": "gb18030",
    "big5": "big5hkscs", "big5-hkscs": "big5hkscs", "x-x-big5": "big5hkscs", "cp950": "big5hkscs",
    "iso-8859-1": "cp1252", "latin-1": "cp1252", "latin1": "cp1252", "us-ascii": "cp1252",
    "ascii": "cp1252", "windows-1252": "cp1252", "iso8859-1": "cp1252",
    "shift_jis": "cp932", "shift-jis": "cp932", "sjis": "cp932", "x-sjis": "cp932",
    "windows-31j": "cp932", "utf8": "utf-8", "unicode-1-1-utf-8": "utf-8",
    "iso-8859-9": "cp1254", "tis-620": "cp874", "ks_c_5601-1987": "cp949", "euc-kr": "cp949",
}  # fmt: skip
_EASTERN = ("gb18030", "big5hkscs", "cp932")
_NAMES = {"cp932": "shift_jis", "big5hkscs": "big5", "cp1252": "windows-1252"}
_NAMES |= {f"cp{page}": f"windows-{page}" for page in (1250, 1251, 1253, 1254, 1255, 1256)}
_META = re.compile(
    rb"""<meta[^>]{0,200}?charset\s*=\s*["']?\s*([A-Za-z0-9_:.\-]{2,40})"""
    rb"""|<\?xml[^>]{0,120}?encoding\s*=\s*["']([A-Za-z0-9_:.\-]{2,40})""",
    re.IGNORECASE,
)
_CHARSET = re.compile(r"""charset\s*=\s*["']?\s*([A-Za-z0-9_:.\-]+)""", re.IGNORECASE)
_TAG = re.compile(rb"<(?:script|style)\b.*?</(?:script|style)>|<[^>]*>", re.DOTALL | re.IGNORECASE)
# The commonest characters of running Chinese: three in ten of any text (own count over news).
_COMMON_ZH = frozenset(
    "的一是不了在人有我他这中大来上国个到说们为子和你地出道也时年得就那要下以生会自着去之过"
    "家学对可里后小么心多天而能好都然没日于起还发成事只作当想看文无开手十用主行方又如前所本"
    "见经头面公同三已老从动两长知民样现分将外但身些与高意进把法此實為國來會時過對說們個這"
    "业年月日新市场部司产品企技术加工全部報導業產經濟發開動學點長後從東門"
)
_COMMON_JA = frozenset("のにはをたがでてとしれさいるなもあこまりっうらすくよ")


@dataclass(frozen=True, slots=True)
class Decoded:
    """Text, the encoding it was in, how sure that is, and whether characters may be wrong."""

    text: str
    encoding: str
    confidence: float
    doubtful: bool = False
    evidence: Evidence = "statistics"


def decode(body: bytes, header: str | None = None) -> Decoded:
    """Return *body* as text. *header* is the Content-Type header as received, or None.

    Never raises: what cannot be read becomes U+FFFD, and *doubtful* says so.
    """
    for mark, encoding in _BOMS:
        if body.startswith(mark):
            text = body[len(mark) :].decode(encoding, "replace")
            return Decoded(text, encoding, 0.99, _spoilt(text) > _TOLERATED, "bom")
    if wide := _wide(body):
        return wide
    for evidence, label, confidence in _declared(body, header):
        encoding = _MEANT.get(label, label)
        read = _try(body, encoding)
        if read is not None and not _contradicted(body, encoding, read):
            doubtful = "�" in read
            name = _NAMES.get(encoding, encoding)
            return Decoded(read, name, confidence - 0.1 * doubtful, doubtful, evidence)
    return _guess(body)


def _declared(body: bytes, header: str | None) -> list[tuple[Evidence, str, float]]:
    found: list[tuple[Evidence, str, float]] = []
    if match := _CHARSET.search(header or ""):
        found.append(("header", match[1].lower(), 0.98))
    # HTML lets the declaration stand in the first 1,024 bytes; real pages put it later.
    if stated := _META.search(body[:8192]):
        label = (stated[1] or stated[2]).decode("ascii").lower()
        # A page that can be read as bytes up to its meta element is not in UTF-16.
        found.append(("meta", "utf-8" if label.startswith("utf-16") else label, 0.95))
    return found


def _try(body: bytes, encoding: str) -> str | None:
    """Decode, tolerating one bad character in a thousand; None where it is something else."""
    try:
        return body.decode(encoding)
    except LookupError:
        return None
    except UnicodeDecodeError:
        text = body.decode(encoding, "replace")
    return text if _spoilt(text) <= _TOLERATED else None


def _contradicted(body: bytes, encoding: str, text: str) -> bool:
    """Say whether the bytes show a label to be wrong, however well they decode by it."""
    if encoding == "utf-8" or text.isascii():
        return False
    if sum(1 for byte in body[:_SAMPLE] if byte > 127) < 4:
        return False
    if _is_utf8(body):
        return True
    if encoding in _EASTERN:
        # The double-byte encodings decode one another without an error: what comes out tells.
        sample = _TAG.sub(b" ", body[:_SAMPLE])
        scores = {one: _plausible(sample.decode(one, "replace"), one) for one in _EASTERN}
        return max(scores.values()) > scores[encoding] + 0.3
    if encoding not in {"cp1252", "cp1254"}:
        return False
    # Single-byte encodings decode anything: a template's Latin label on a Chinese page.
    guess = _guess(body)
    return guess.encoding in {"gb18030", "big5", "shift_jis"} and not guess.doubtful


def _is_utf8(body: bytes) -> bool:
    try:
        body.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return True


def _wide(body: bytes) -> Decoded | None:
    """UTF-16 without a mark: every other byte of Latin markup is zero."""
    # Its first tags show it, or its first line does where text comes early.
    head = next(
        (part for part in (body[:100], body[:400]) if part.count(0) >= 0.3 * len(part)), b""
    )
    if len(head) < 20:
        return None
    encoding = "utf-16-be" if head[::2].count(0) > head[1::2].count(0) else "utf-16-le"
    text = body.decode(encoding, "replace")
    return Decoded(text, encoding, 0.8, _spoilt(text) > _TOLERATED, "statistics")


def _spoilt(text: str) -> float:
    return text.count("�") / max(1, len(text))


def _guess(body: bytes) -> Decoded:
    if _is_utf8(body):
        plain = body.isascii()
        return Decoded(body.decode("utf-8"), "utf-8", 0.9 if plain else 0.97)
    # Markup is the same in all of them and would hide the difference.
    sample = _TAG.sub(b" ", body[:_SAMPLE])
    scores = {
        encoding: _plausible(sample.decode(encoding, "replace"), encoding)
        for encoding in ("utf-8", "gb18030", "big5hkscs", "cp932", "cp1252", "cp1251")
    }
    encoding = max(scores, key=lambda one: scores[one])
    ranked = sorted(scores.values(), reverse=True)
    margin = ranked[0] - ranked[1]
    text = body.decode(encoding, "replace")
    doubtful = _spoilt(text) > _TOLERATED or margin < 0.05
    confidence = max(0.3, min(0.9, 0.6 + margin))
    return Decoded(text, _NAMES.get(encoding, encoding), confidence, doubtful)


def _plausible(text: str, encoding: str) -> float:
    """How much of the text beyond ASCII is what that language really writes; 1 is all of it."""
    high = [char for char in text if ord(char) > 127]
    if not high:
        return 0.0
    n = len(high)
    bad = text.count("�") / n
    # Control codes and private use are where wrong decodings land.
    odd = sum(1 for c in high if "\x80" <= c <= "\x9f" or "\ue000" <= c <= "\uf8ff") / n
    if encoding in {"cp1252", "cp1251"}:
        letters = sum(1 for c in high if c.isalpha() or c in "’‘“”–—…£€©®°·«» ") / n
        # Western text is Latin with accents here and there: long runs of them are something else.
        dense = n / max(1, len("".join(text.split()))) > 0.3
        if encoding == "cp1251":
            cyrillic = sum(1 for c in high if "а" <= c <= "я") / n
            return (cyrillic if dense else 0.2 * cyrillic) - 3 * bad - odd
        return 0.75 * (0.2 * letters if dense else letters) - 3 * bad - odd
    if encoding == "utf-8":
        return 1.0 - 6 * bad
    common = sum(1 for c in high if c in _COMMON_ZH) / n
    kana = sum(1 for c in high if c in _COMMON_JA) / n
    half = sum(1 for c in high if "\uff61" <= c <= "\uff9f") / n
    share = min(1.0, 2.2 * kana) if encoding == "cp932" else min(1.0, 2.2 * common)
    return share - 4 * bad - 2 * odd - (2 * half if encoding == "cp932" else 0)
