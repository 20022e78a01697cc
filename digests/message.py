"""The MIME message of an edition: both halves, headers that people and machines rely on.

The same edition gives the same bytes: boundary and Message-ID come from the edition's id, the date
is its cut-off. Headers follow RFC 5322, 2369 (List-Unsubscribe), 8058 (one click) and 3834.
"""

import re
from dataclasses import dataclass
from email.errors import HeaderParseError
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import EmailPolicy
from email.utils import format_datetime

from schemas.delivery import Digest, DigestInput
from schemas.errors import WrongUseError
from schemas.ids import digest as sha256
from text.display import one_line

# Addresses we write to: one plain mailbox. No quoting, no lists, no routes (RELIABILITY T10).
_ADDRESS = re.compile(
    r"^(?=.{3,254}$)(?=.{1,64}@)[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+(?:\.[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+)*"
    r"@(?:[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?\.)*[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?$"
)
# A name, quoted or not, and one address behind it.
_NAMED = re.compile(r'"?([^"<>\x00-\x1f]*?)"?\s*<([^<>\s]+)>')
_URL = re.compile(r"^https?://[\x21-\x3b\x3d\x3f-\x7e]+$")


# Characters of a line that every server takes (RFC 5322, 2.1.1).
_LINE = 998


class _Whole(EmailPolicy):
    """Folds headers, but never right behind the colon: there some programs read an empty subject, others a blank."""

    def fold_binary(self, name: str, value: str) -> bytes:
        """Return a header as bytes, its first line with a part of its value."""
        folded = super().fold_binary(name, value)
        head, rest = folded.split(b"\r\n", maxsplit=1)
        broken = head == name.encode("ascii") + b":" and rest.startswith(b" ")
        whole = head + rest
        return whole if broken and len(whole.split(b"\r\n", maxsplit=1)[0]) <= _LINE else folded


@dataclass(frozen=True)
class Picture:
    """A PNG that the HTML half shows; *cid* is its Content-ID without brackets."""

    cid: str
    png: bytes


def check_address(text: str) -> str:
    """Return *text* if it is one plain mail address. Raises WrongUseError."""
    if not _ADDRESS.fullmatch(text):
        raise WrongUseError(
            f"{text[:80]!r} is no plain mail address", remedy="Write it as name@host.example"
        )
    return text


def sender_address(sender: str) -> str:
    """Return the bare address of ``Zhibi <zhibi@host>``. Raises WrongUseError."""
    return str(_mailbox(sender).addr_spec)


def message_id(edition: str, sender: str) -> str:
    """Return the Message-ID of an edition sent by *sender*: every attempt carries the same one."""
    domain = _mailbox(sender).domain
    return f"<{sha256(edition)[:32]}@{domain}>"


def build_message(
    digest: Digest, given: DigestInput, html: str, text: str,
    *, picture: Picture | None = None, thread: tuple[str, ...] = (),
) -> str:  # fmt: skip
    """Return the message, ASCII with CRLF line ends. Raises WrongUseError for a bad address.

    *thread* are the Message-IDs of earlier messages on the same event, the first one first.
    """
    message = EmailMessage(policy=_Whole(linesep="\r\n"))
    sender = _mailbox(given.sender)
    message["From"] = sender
    recipient = check_address(given.reader.email)
    message["To"] = _address(one_line(given.reader.name, 80), recipient)
    message["Subject"] = one_line(digest.subject, 200)
    message["Date"] = format_datetime(digest.cut_off)
    message["Message-ID"] = message_id(digest.id, given.sender)
    if thread:
        message["In-Reply-To"] = thread[-1]
        message["References"] = " ".join(thread)
    message["List-Id"] = f"Zhibi <digest.{sender.domain}>"
    message["Auto-Submitted"] = "auto-generated"
    message["X-Auto-Response-Suppress"] = "OOF, AutoReply"
    if given.unsubscribe_url:
        _unsubscribe(message, given.unsubscribe_url)
    message.set_content(text, charset="utf-8", cte=_encoding(text))
    message.add_alternative(html, subtype="html", charset="utf-8", cte=_encoding(html))
    boundary = f"zhibi-{sha256(digest.id + html + text)[:32]}"
    if picture is not None:
        half = message.get_payload(1)
        assert isinstance(half, EmailMessage)
        half.add_related(
            picture.png, maintype="image", subtype="png", cid=f"<{picture.cid}>",
            disposition="inline", filename="prices.png",
        )  # fmt: skip
        half.set_boundary(f"{boundary}-related")
    message.set_boundary(boundary)
    return message.as_bytes().decode("ascii")


def _unsubscribe(message: EmailMessage, url: str) -> None:
    if not _URL.fullmatch(url):
        raise WrongUseError(f"{url[:80]!r} is no plain address to unsubscribe at")
    message["List-Unsubscribe"] = f"<{url}>"
    # RFC 8058 allows one click over https only.
    if url.startswith("https://"):
        message["List-Unsubscribe-Post"] = "List-Unsubscribe=One-Click"


def _encoding(text: str) -> str:
    """Quoted-printable stays readable for English; Chinese would treble in it."""
    foreign = sum(not char.isascii() for char in text)
    return "base64" if foreign * 5 > len(text) else "quoted-printable"


def _mailbox(sender: str) -> Address:
    """Read ``Zhibi <zhibi@host>`` or a bare address. Raises WrongUseError."""
    named = _NAMED.fullmatch(sender)
    name, address = (named[1], named[2]) if named else ("", sender)
    return _address(one_line(name, 80), check_address(address))


def _address(name: str, address: str) -> Address:
    try:
        return Address(display_name=name, addr_spec=address)
    except (HeaderParseError, ValueError) as error:
        raise WrongUseError(f"{address[:80]!r} cannot be written to: {error}") from error
