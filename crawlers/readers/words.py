"""Plain text and Markdown notes: title, paragraphs, a date where the head states one."""

import re

from crawlers.pages.dom import squeeze
from crawlers.readers.made import LONGEST_TEXT, Input, Reading, address, date_of, make
from crawlers.readers.pdf import facts, kind_of
from schemas.errors import QuarantineError
from text.boilerplate import boilerplate_spans
from text.encoding import decode

_FRONT = re.compile(r"\A---\s*\n(.*?)\n---\s*\n", re.DOTALL)
_HEADING = re.compile(r"^\s{0,3}(?:#{1,6}\s+(.+?)\s*#*|(.+)\n\s{0,3}=+)\s*$", re.MULTILINE)
_LINK = re.compile(r"!?\[([^\]]{0,300})\]\((\S{1,2000}?)(?:\s+\"[^\"]*\")?\)")
_MARKS = re.compile(
    r"^\s{0,3}(?:#{1,6}\s+|>\s?|[-*+]\s+|\d{1,3}[.)]\s+)|[*_]{1,3}(?=\S)|(?<=\S)[*_]{1,3}|`"
)
_FACT = re.compile(r"^\W*(title|date|published|author|source|url|标题|日期|发布日期|发布时间|作者|来源)\s*[:：]\s*(.+?)\s*$", re.IGNORECASE)  # fmt: skip
_NAMES = {"标题": "title", "日期": "date", "发布日期": "date", "发布时间": "date", "published": "date", "作者": "author", "来源": "source"}  # fmt: skip


def read(given: Input) -> Reading:
    """Return the one document of a note. Raises QuarantineError (``empty``, ``undecodable``)."""
    decoded = decode(given.body, given.content_type)
    text = decoded.text.replace("\r\n", "\n").replace("\r", "\n").strip("\ufeff\n\t ")
    if text.count("\ufffd") > 0.02 * len(text) or "\x00" in text[:4000]:
        raise QuarantineError("the bytes are no text in any encoding known here", reason="undecodable")  # fmt: skip
    known, body = _facts(text)
    markdown = given.name.lower().endswith((".md", ".markdown")) or "markdown" in given.content_type
    links: list[str] = []
    if markdown or _HEADING.search(body[:2000]):
        heading = _HEADING.search(body[:4000])
        title = known.get("title") or (squeeze(heading[1] or heading[2]) if heading else "")
        links = [one for _, url in _LINK.findall(body)[:200] if (one := address(url, "https://note.invalid/")) and "//note.invalid" not in one]  # fmt: skip
        body = _LINK.sub(r"\1", body)
        body = "\n".join(_MARKS.sub("", line) for line in body.split("\n") if not re.fullmatch(r"\s*[-=*_]{3,}\s*", line))  # fmt: skip
    else:
        title = known.get("title", "")
    lines = _paragraphs(body)
    if not lines:
        raise QuarantineError("the file has no text", reason="empty")
    title = title or lines[0][:200]
    if lines[0] == title and len(lines) > 1:
        lines = lines[1:]
    shown = "\n\n".join(lines)[:LONGEST_TEXT]
    head = "\n".join([title, *lines[:40]])[:6000]
    kind = kind_of(given, head)
    more = facts(head, given, title, shown) if kind == "filing" else {"boilerplate": boilerplate_spans(shown)}  # fmt: skip
    return Reading((
        make(kind, given, "text", url=given.url, title=_MARKS.sub("", title), text=shown, links=tuple(dict.fromkeys(links)),
             authors=tuple(filter(None, [known.get("author", "")])), encoding=decoded.encoding,
             published=date_of(known.get("date", ""), given, "text", 0.9), **more),
    ))  # fmt: skip


def _facts(text: str) -> tuple[dict[str, str], str]:
    """Return the ``title: …`` lines at the head, with or without ``---`` around them, and the rest."""
    known: dict[str, str] = {}
    if front := _FRONT.match(text):
        for line in front[1].split("\n"):
            if match := _FACT.match(line):
                known.setdefault(
                    _NAMES.get(match[1].lower(), match[1].lower()), match[2].strip("\"'")
                )
        return known, text[front.end() :]
    lines = text.split("\n")
    used: list[int] = []
    for number, line in enumerate(lines[:8]):
        if match := _FACT.match(line):
            known.setdefault(_NAMES.get(match[1].lower(), match[1].lower()), match[2])
            used.append(number)
    return known, "\n".join(line for number, line in enumerate(lines) if number not in used)


def _paragraphs(body: str) -> list[str]:
    """Part at empty lines where there are any; join lines that a margin broke."""
    blocks = re.split(r"\n\s*\n", body)
    found: list[str] = []
    for block in blocks:
        rows = [squeeze(one) for one in block.split("\n") if squeeze(one)]
        flowing = len(rows) > 1 and len(blocks) > 1 and all(len(one) > 55 for one in rows[:-1])
        found += [" ".join(rows)] if flowing else rows
    return found
