"""Bytes to text: the encoding a page is really in, whatever it says.

Order of trust (as in the WHATWG Encoding Standard, with one doubt added): byte-order mark, then
what the header says, then what the page says of itself, each only if the bytes really decode that
way and another encoding does not read much better; then statistics.
"""

import codecs
import re
from dataclasses import dataclass, replace
from typing import Literal

from text.alphabets import LATIN, SINGLE, WIDE, plausible, run_length

Evidence = Literal["bom", "header", "meta", "statistics"]

# A declared encoding is believed when at most one character in a thousand cannot be read (F20).
_TOLERATED = 0.001
# Statistics need no more than this much text, found in so much of the page.
_SAMPLE, _SEARCHED = 24_000, 400_000
# A label yields to an encoding that reads this much better.
_MUCH_BETTER = 0.3
# Encodings of Chinese, Japanese and Korean share signs and kana, so less tells them apart.
_BETTER_WIDE = 0.12
_LOSSY = 3
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
    "ascii": "cp1252", "windows-1252": "cp1252", "iso8859-1": "cp1252", "iso-8859-15": "cp1252",
    "shift_jis": "cp932", "shift-jis": "cp932", "sjis": "cp932", "x-sjis": "cp932",
    "windows-31j": "cp932", "utf8": "utf-8", "unicode-1-1-utf-8": "utf-8", "euc-jp": "euc_jp",
    "x-euc-jp": "euc_jp", "iso-8859-9": "cp1254", "tis-620": "cp874", "ks_c_5601-1987": "cp949",
    "euc-kr": "cp949", "ks_c_5601-1989": "cp949", "korean": "cp949", "windows-949": "cp949",
    "koi8-u": "koi8-r", "koi8": "koi8-r", "cp-1251": "cp1251", "win-1251": "cp1251", "x-mac-roman": "macintosh", "iso8859-2": "iso-8859-2",
} | {f"windows-{page}": f"cp{page}" for page in (1250, 1251, 1253, 1254, 1255, 1256, 1257)}  # fmt: skip
# No other label is an encoding: UTF-7, escapes and the like would let markup through in disguise.
_KNOWN = {"utf-8", "cp874", "cp866", "cp1258", "koi8-r", "macintosh", "johab", *_MEANT.values()}
_KNOWN |= {f"iso-8859-{part}" for part in (2, 3, 4, 5, 6, 7, 8, 10, 13, 14, 16)}
_KNOWN |= {f"cp{page}" for page in range(1250, 1258)}
_NAMES = {"cp932": "shift_jis", "big5hkscs": "big5", "cp949": "euc-kr", "euc_jp": "euc-jp"}
_NAMES |= {f"cp{page}": f"windows-{page}" for page in range(1250, 1258)}
_META = re.compile(
    rb"""<meta[^>]{0,200}?charset\s*=\s*["']?\s*([A-Za-z0-9_:.\-]{2,40})"""
    rb"""|<\?xml[^>]{0,120}?encoding\s*=\s*["']([A-Za-z0-9_:.\-]{2,40})""",
    re.IGNORECASE,
)
_CHARSET = re.compile(r"""charset\s*=\s*["']?\s*([A-Za-z0-9_:.\-]+)""", re.IGNORECASE)
_TAG = re.compile(rb"<(?:script|style)\b.*?</(?:script|style)>|<[^>]*>", re.DOTALL | re.IGNORECASE)
_ISO_2022 = (b"\x1b$B", b"\x1b$@", b"\x1b(J")
# UTF-8 that was read as Latin and written as UTF-8 again: "Ã©", "â€™", "ä¸­".
_HIGH_LATIN = "\u0080-\u00bf€‚ƒ„…†‡ˆ‰Š‹ŒŽ‘’“”•–—˜™š›œžŸ"  # what bytes 80 to BF are in Latin-1 and windows-1252
_TWICE = re.compile(rf"[\u00c2-\u00f4][{_HIGH_LATIN}]{{1,3}}")
# Its bytes, found as fast as one byte is: most pages have none and are not looked at further.
_TWICE_BYTES = re.compile(
    rb"\xc3[\x82-\xb4](?:\xc2[\x80-\xbf]|\xe2[\x80\x82\x84]|\xc5[\x92\x93\xa0\xa1\xb8\xbd\xbe]|\xc6\x92|\xcb[\x86\x9c])"
)
# What such a pair or triple must give: letters and signs that pages are written with.
_WRITTEN = re.compile(
    "[\u0080-\u024f\u0370-\u06ff\u0e00-\u0e7f\u1e00-\u2bff\u3000-\u9fff\uac00-\ud7af\ufe00-\uffef\U0001f000-\U0001faff]"
)
# The same by way of GBK: what "的", "一", "中", "在", "是" become; and what U+FFFD became.
_TWICE_GBK = re.compile("鐨勪|鐨勫|涓€|涓浗|鍦ㄥ|锛屽|銆俖|鏄")
_LOST = "锟斤拷"


@dataclass(frozen=True, slots=True)
class Decoded:
    """Text, the encoding it was in, how sure that is, and whether characters may be wrong.

    *mended* says that the text had been encoded twice and was put right.
    """

    text: str
    encoding: str
    confidence: float
    doubtful: bool = False
    evidence: Evidence = "statistics"
    mended: bool = False


def decode(body: bytes, header: str | None = None) -> Decoded:
    """Return *body* as text. *header* is the Content-Type header as received, or None.

    Never raises: what cannot be read becomes U+FFFD, and *doubtful* says so.
    """
    read = _decode(body, header)
    if read.encoding == "utf-8" and _TWICE_BYTES.search(body):
        return _undone_latin(read)
    if _LOST in read.text:
        return replace(read, doubtful=True)
    if "鐨" in read.text and len(_TWICE_GBK.findall(read.text)) >= 3:
        return _undone_gbk(read)
    return read


def _decode(body: bytes, header: str | None) -> Decoded:
    for mark, encoding in _BOMS:
        if body.startswith(mark):
            text = body[len(mark) :].decode(encoding, "replace")
            return Decoded(text, encoding, 0.99, _spoilt(text) > _TOLERATED, "bom")
    if special := _wide(body) or _seven_bits(body):
        return special
    if (plain := _all(body, "utf-8")) is not None:
        return _as_utf8(plain, body, header)
    scores: dict[str, float] = {}
    for evidence, label, confidence in _declared(body, header):
        encoding = _MEANT.get(label, label)
        read = _try(body, encoding)
        if read is None:
            continue
        scores = scores or _scores(body)
        if not _contradicted(encoding, read, scores, body):
            doubtful = "�" in read
            name = _NAMES.get(encoding, encoding)
            return Decoded(read, name, confidence - 0.1 * doubtful, doubtful, evidence)
    return _guess(body, scores or _scores(body))


def _as_utf8(text: str, body: bytes, header: str | None) -> Decoded:
    """Bytes that are UTF-8 are UTF-8 by chance once in a million pages, whatever they are called."""
    # Replacement characters in the bytes themselves: the site lost letters before us.
    lossy = text.count("�") >= _LOSSY
    stated = next(
        (
            (evidence, confidence)
            for evidence, label, confidence in _declared(body, header)
            if _MEANT.get(label, label) == "utf-8"
        ),
        None,
    )
    if stated:
        return Decoded(text, "utf-8", stated[1], lossy, stated[0])
    return Decoded(text, "utf-8", 0.9 if body.isascii() else 0.97, lossy)


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
    if encoding not in _KNOWN:
        return None
    try:
        return body.decode(encoding)
    except UnicodeDecodeError:
        text = body.decode(encoding, "replace")
    return text if _spoilt(text) <= _TOLERATED else None


def _contradicted(encoding: str, read: str, scores: dict[str, float], body: bytes) -> bool:
    """Say whether the bytes show a label to be wrong, however well they decode by it."""
    if encoding not in scores:  # one that statistics do not know: it is as likely as its label
        return False
    best = max(scores, key=lambda one: scores[one])
    ahead = scores[best] - scores[encoding]
    if "�" in read and ahead > 0 and _all(body, best) is not None:
        return True
    if ahead <= (_BETTER_WIDE if {encoding, best} <= set(WIDE) else _MUCH_BETTER):
        # Of two readings of a Latin text the more fitting one, where there is enough of it.
        close = encoding in LATIN and best in LATIN and ahead > 0.12
        return close and _high(body) >= 12
    return _high(body) >= 4 or (scores[encoding] <= 0 and scores[best] > 0.5)


def _high(body: bytes) -> int:
    return sum(1 for byte in body[:_SEARCHED] if byte > 127)


def _all(body: bytes, encoding: str) -> str | None:
    try:
        return body.decode(encoding)
    except UnicodeDecodeError:
        return None


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


def _seven_bits(body: bytes) -> Decoded | None:
    """ISO-2022-JP, which is ASCII but for its escapes."""
    if b"\x1b" not in body or not body.isascii() or not any(one in body for one in _ISO_2022):
        return None
    text = body.decode("iso2022_jp_ext", "replace")
    return Decoded(text, "iso-2022-jp", 0.95, _spoilt(text) > _TOLERATED, "statistics")


def _spoilt(text: str) -> float:
    return text.count("�") / max(1, len(text))


def _scores(body: bytes) -> dict[str, float]:
    """Return how plausible the page is in each encoding that is told by statistics."""
    # Markup is the same in all of them and would hide the difference.
    text = _TAG.sub(b" ", body[:_SEARCHED])
    if text.isascii():  # letters of other scripts in attributes and scripts alone
        text = body
    start = next((at for at, byte in enumerate(text) if byte > 127), 0)
    sample = text[start : start + _SAMPLE]
    if len(text) > 4 * _SAMPLE:  # menus come first: the middle of the page is its text
        middle = max(len(text) // 2, start + _SAMPLE)
        sample += b" " + text[middle : middle + _SAMPLE]
    run = run_length(sample)
    return {one: plausible(sample, one, run) for one in ("utf-8", *WIDE, *LATIN, *SINGLE)}


def _guess(body: bytes, scores: dict[str, float]) -> Decoded:
    encoding = max(scores, key=lambda one: scores[one])
    text = body.decode(encoding, "replace")
    ranked = sorted((one for one in scores if one != encoding), key=lambda one: -scores[one])
    # Encodings that read the page alike do not make each other doubtful.
    near = (
        one
        for one in ranked
        if scores[one] <= scores[encoding] - 0.05 or not _alike(body, one, text)
    )
    other = scores[next(near, encoding)] if ranked else 0.0
    margin = scores[encoding] - other
    doubtful = _spoilt(text) > _TOLERATED or margin < 0.05
    confidence = max(0.3, min(0.9, 0.6 + margin))
    return Decoded(text, _NAMES.get(encoding, encoding), confidence, doubtful)


def _alike(body: bytes, encoding: str, text: str) -> bool:
    return body.decode(encoding, "replace") == text


def _undone_latin(read: Decoded) -> Decoded:
    """Undo a second encoding where all of the text shows it; say so where only parts do."""
    found = len(_TWICE.findall(read.text))
    text, mended = _undone(read.text)
    others = sum(1 for char in text if "\x80" <= char <= "\xff" and char not in "\xa0·«»°©®")
    if mended < 3:
        return read
    if mended > 0.9 * found and mended > others:
        return replace(read, text=text, mended=True, confidence=min(read.confidence, 0.8))
    if mended > 0.2 * others:
        return replace(read, doubtful=True, confidence=min(read.confidence, 0.6))
    return read


def _undone(text: str) -> tuple[str, int]:
    """Return *text* with each twice encoded character put right, and how many there were."""
    count = 0

    def right(match: re.Match[str]) -> str:
        nonlocal count
        raw = b"".join(
            bytes((ord(char),)) if ord(char) < 256 else char.encode("cp1252") for char in match[0]
        )
        try:
            once = raw.decode("utf-8")
        except UnicodeDecodeError:
            return match[0]
        if not _WRITTEN.match(once):
            return match[0]
        count += 1
        return once

    return _TWICE.sub(right, text), count


def _undone_gbk(read: Decoded) -> Decoded:
    try:
        text = read.text.encode("gb18030").decode("utf-8")
    except UnicodeError:
        return replace(read, doubtful=True, confidence=min(read.confidence, 0.5))
    return replace(read, text=text, mended=True, confidence=min(read.confidence, 0.8))
