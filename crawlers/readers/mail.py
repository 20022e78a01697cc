"""Mail to documents: a newsletter's text and links, a forwarded message unwrapped, papers attached.

The message is known by the digest of what came in and by its Message-ID (RFC 5322; ``mid:`` of
RFC 2392 as an address), each attachment by its own digest: the same paper in two mails is one.
"""

import email
import email.policy
import re
from collections.abc import Iterator
from email.message import EmailMessage
from email.utils import parseaddr, parsedate_to_datetime
from typing import Any, NamedTuple

from lxml import etree, html

from crawlers.pages.blocks import blocks_of
from crawlers.pages.dom import is_hidden, squeeze
from crawlers.readers import docx, pdf
from crawlers.readers.made import LONGEST_TEXT, Input, Reading, address, date_of, make
from schemas.documents import Document
from schemas.errors import QuarantineError
from schemas.ids import content_urn
from text.boilerplate import boilerplate_spans
from text.encoding import decode

_KNOWN = re.compile(
    rb"^(?:From|To|Subject|Date|Message-ID|MIME-Version|Received|Return-Path|Delivered-To|Content-Type|Sender|Reply-To|X-[\w-]+|DKIM-Signature|"
    rb"ARC-[\w-]+|Authentication-Results|List-[\w-]+|Snapshot-Content-Location):\s",
    re.IGNORECASE,
)
_MOST_PARTS = 200
_MOST_LINKS = 200
_FORWARDED = re.compile(
    r"^\W*(?:-{2,}\s*)?(?:forwarded message|begin forwarded message|original message|original appointment|转发(?:的)?邮件(?:信息)?|原始邮件|原邮件)\W*$",
    re.IGNORECASE | re.MULTILINE,
)
_INNER = re.compile(r"^\W*(from|date|sent|subject|to|cc|发件人|发送时间|发送日期|日期|时间|主题|收件人|抄送)\s*[:：]\s*(.+)$", re.IGNORECASE)  # fmt: skip
_NAMES = {"发件人": "from", "发送时间": "date", "发送日期": "date", "日期": "date", "时间": "date", "sent": "date", "主题": "subject"}  # fmt: skip
_PREFIX = re.compile(r"^\s*(?:(?:re|fwd?|aw|wg|tr|转发|回复|答复)\s*[:：]\s*)+", re.IGNORECASE)
_FURNITURE = re.compile(
    r"unsubscribe|view (?:this|it|the)?.{0,20}(?:in (?:your|a) browser|online)|manage (?:your )?(?:preferences|subscription)|update your preferences|"
    r"(?:you(?:'re| are)? (?:are )?receiving|you received) this (?:e-?mail|message|newsletter)|add us to your address book|forward(?:ed)? (?:this|to a friend)|privacy policy|"
    r"all rights reserved|退订|取消订阅|在浏览器中(?:查看|打开)|如.{0,6}无法(?:正常)?(?:显示|浏览)|您收到(?:此|这封)邮件|版权所有|^©",
    re.IGNORECASE,
)
_NOT_LINKS = re.compile(r"unsubscribe|optout|opt-out|preferences|tuiding|facebook\.com|twitter\.com|linkedin\.com/company|instagram\.com", re.IGNORECASE)  # fmt: skip


class _Told(NamedTuple):
    """What a message says: who, when, what, with its links."""

    subject: str
    sender: str
    date: str
    text: str
    links: tuple[str, ...] = ()


def is_mail(body: bytes, content_type: str = "") -> bool:
    """Say whether *body* is a message: its first lines are header lines of mail."""
    if content_type.startswith(("message/rfc822", "multipart/related")):
        return True
    lines = body[:8000].lstrip(b"\r\n").splitlines()[:40]
    if lines and lines[0].startswith(b"From ") and len(lines) > 1:  # mbox
        lines = lines[1:]
    if not lines or not _KNOWN.match(lines[0]):
        return False
    return sum(1 for line in lines if _KNOWN.match(line)) >= 2


def parsed(body: bytes) -> EmailMessage:
    """Return the message in *body*. Raises QuarantineError (``broken-mail``)."""
    try:
        message = email.message_from_bytes(body.lstrip(b"\r\n"), policy=email.policy.default)
    except (ValueError, LookupError, TypeError, AttributeError, IndexError) as error:
        raise QuarantineError(f"the message cannot be read: {error}", reason="broken-mail") from error  # fmt: skip
    assert isinstance(message, EmailMessage)
    return message


def read(given: Input) -> Reading:
    """Return a message as an article, and each readable attachment as a document of its own."""
    message = parsed(given.body)
    outer, inner = message, message
    if wrapped := _wrapped(message):
        inner = wrapped
    told = _unwrapped(_told(inner))
    if not told.text and not told.subject:
        raise QuarantineError("the message has neither subject nor text", reason="empty")
    names = [
        f"mid:{one}" for one in dict.fromkeys(_message_id(one) for one in (outer, inner)) if one
    ]
    sender, address_ = parseaddr(told.sender)
    day = _instant(told.date)
    main = make(
        "article", given, "mail", url=given.url, aliases=tuple(names), title=told.subject or told.text[:80],
        text=told.text, authors=tuple(filter(None, [sender or address_])), links=told.links,
        published=date_of(day, given, "mail", 0.97), boilerplate=boilerplate_spans(told.text),
        flags=() if len(told.text) > 140 else ("thin",),
    )  # fmt: skip
    return Reading((main, *_attached(message, given, day)))


def html_part(message: EmailMessage) -> tuple[str, bytes] | None:
    """Return address and bytes of the page that a saved web archive (MHTML) holds."""
    for part in _parts(message):
        if part.get_content_type() in {"text/html", "application/xhtml+xml"}:
            where = _header(part, "Content-Location") or _header(
                message, "Snapshot-Content-Location"
            )
            return where, _payload(part)
    return None


def is_archive(message: EmailMessage) -> bool:
    """Say whether a message is a page that a browser saved rather than mail."""
    if message["Snapshot-Content-Location"]:
        return True
    related = message.get_content_type() == "multipart/related" and not _message_id(message)
    return related and any(part["Content-Location"] for part in _parts(message))


def _wrapped(message: EmailMessage) -> EmailMessage | None:
    """Return the message that this one forwards as an attachment, where that is all it does."""
    inner = [part for part in _parts(message) if part.get_content_type() == "message/rfc822"]
    if len(inner) != 1:
        return None
    payload = inner[0].get_payload()
    held = payload[0] if isinstance(payload, list) and payload else None
    own = _told(message).text
    return held if isinstance(held, EmailMessage) and len(own) < 300 else None


def _told(message: EmailMessage) -> _Told:
    text, links = "", ()  # type: str, tuple[str, ...]
    plain = ""
    for part in _parts(message):
        if part.get_content_disposition() == "attachment" or part.get_filename():
            continue
        kind = part.get_content_type()
        if kind == "text/html" and not text:
            text, links = _page(_decoded(part))
        elif kind == "text/plain" and not plain:
            plain = _decoded(part)
    if len(text) < 40 and len(plain) > len(text):
        text = _plain(plain)
        found = (
            address(one.rstrip(".,;)>"), "https://mail.invalid/")
            for one in re.findall(r"https?://[^\s<>\"']+", plain)
        )
        links = tuple(dict.fromkeys(one for one in found if one and not _NOT_LINKS.search(one)))[
            :_MOST_LINKS
        ]
    return _Told(
        _header(message, "Subject"),
        _header(message, "From"),
        _header(message, "Date"),
        text[:LONGEST_TEXT],
        links,
    )


def _unwrapped(told: _Told) -> _Told:
    """Return the message that *told* forwards in its text, else itself without its prefixes."""
    subject = _PREFIX.sub("", told.subject)
    mark = _FORWARDED.search(told.text)
    lines = (told.text[mark.end() :] if mark else told.text).strip().split("\n")
    facts: dict[str, str] = {}
    used = 0
    for number, line in enumerate(lines[:24]):
        if match := _INNER.match(squeeze(line)):
            facts.setdefault(_NAMES.get(match[1].lower(), match[1].lower()), match[2].strip())
            used = number + 1
        elif line.strip() and facts and number > used + 1:
            break
    if not (mark and "from" in facts) and not {"from", "date", "subject"} <= set(facts):
        return told._replace(subject=subject)
    return _Told(
        _PREFIX.sub("", facts.get("subject", "")) or subject, facts["from"],
        facts.get("date") or told.date, "\n".join(lines[used:]).strip(), told.links,
    )  # fmt: skip


def _attached(message: EmailMessage, given: Input, day: str) -> Iterator[Document]:
    """Yield what PDF and Word attachments say; one that cannot be read is left to its mail."""
    for part in _parts(message):
        name = part.get_filename() or ""
        body = _payload(part) if name or part.get_content_disposition() == "attachment" else b""
        reader = (
            pdf.read if body.startswith(b"%PDF-") else docx.read if docx.is_docx(body) else None
        )
        if reader is None:
            continue
        own = given._replace(body=body, url=content_urn(body), name=name, hint=None, kind=None)
        try:
            document = reader(own).documents[0]
        except QuarantineError:
            continue
        if document.published is None or document.published.confidence < 0.6:
            document = document.model_copy(update={"published": date_of(day, given, "mail", 0.7)})
        yield document


def _page(markup: str) -> tuple[str, tuple[str, ...]]:
    """Return text and links of a mail's HTML, without its furniture and what it hides."""
    try:
        root: Any = html.document_fromstring(markup.encode("utf-8", "replace"), parser=html.HTMLParser(encoding="utf-8", no_network=True, remove_comments=True))  # fmt: skip
    except (etree.LxmlError, ValueError, AssertionError):
        return "", ()
    for hidden in [one for one in root.iter("div", "span", "p", "td") if is_hidden(one) or "font-size:0" in (one.get("style") or "").replace(" ", "")]:  # fmt: skip
        if hidden.getparent() is not None:
            hidden.drop_tree()
    lines = [one.text for one in blocks_of(root, keep_chrome=True)]
    kept = [
        line
        for line in lines
        if not (_FURNITURE.search(line) and len(line) < 400) and re.search(r"\w", line)
    ]
    hrefs = (
        address((link.get("href") or "").strip(), "https://mail.invalid/")
        for link in root.iter("a")
    )
    links = [
        one for one in hrefs if one and "//mail.invalid" not in one and not _NOT_LINKS.search(one)
    ]
    return "\n\n".join(kept), tuple(dict.fromkeys(links))[:_MOST_LINKS]


def _plain(text: str) -> str:
    """Return plain text with its lines joined to paragraphs, the signature left out."""
    body = re.split(r"^-- ?$", text.replace("\r\n", "\n"), maxsplit=1, flags=re.MULTILINE)[0]
    found: list[str] = []
    for block in re.split(r"\n\s*\n", body):
        rows = [squeeze(one) for one in block.split("\n") if squeeze(one)]
        flowing = len(rows) > 1 and all(len(one) > 55 for one in rows[:-1])
        found += [" ".join(rows)] if flowing else rows
    return "\n\n".join(one for one in found if not (_FURNITURE.search(one) and len(one) < 400))


def _parts(message: EmailMessage) -> Iterator[EmailMessage]:
    """Walk the parts, a bounded number of them; not into messages that are attached."""
    stack: list[EmailMessage] = [message]
    count = 0
    while stack and count < _MOST_PARTS:
        part = stack.pop(0)
        count += 1
        yield part
        payload = part.get_payload()
        if part.get_content_maintype() == "multipart" and isinstance(payload, list):
            stack = [one for one in payload if isinstance(one, EmailMessage)] + stack


def _payload(part: EmailMessage) -> bytes:
    try:
        found = part.get_payload(decode=True)
    except (ValueError, LookupError, TypeError, AttributeError):
        return b""
    return found if isinstance(found, bytes) else b""


def _decoded(part: EmailMessage) -> str:
    try:
        charset = part.get_content_charset() or ""
    except (ValueError, LookupError, AttributeError):
        charset = ""
    return decode(_payload(part), f"text/html; charset={charset}" if charset else None).text


def _header(message: EmailMessage, name: str) -> str:
    try:
        return squeeze(str(message[name] or ""))
    except (ValueError, LookupError, TypeError, AttributeError, IndexError):
        return ""  # the parser's own trouble with a header that breaks the standard


def _message_id(message: EmailMessage) -> str:
    return re.sub(r"[<>\s]", "", _header(message, "Message-ID"))[:250]


def _instant(raw: str) -> str:
    """Return a header's date in ISO 8601, else as it stands."""
    try:
        moment = parsedate_to_datetime(raw)
    except (ValueError, TypeError, IndexError, OverflowError):
        return raw
    return moment.isoformat() if moment.tzinfo else f"{moment.isoformat()}"
