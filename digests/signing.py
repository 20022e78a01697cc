"""DKIM (RFC 6376): the domain vouches for a mail. Optional; signed as it leaves, so that stored bytes stay."""

from dataclasses import dataclass, field
from pathlib import Path

from schemas.errors import NotConfiguredError

# What is signed, if it is there: what a reader sees and what would let another reuse the message.
_HEADERS = (
    b"from", b"to", b"subject", b"date", b"message-id", b"mime-version", b"content-type",
    b"in-reply-to", b"references", b"list-id", b"list-unsubscribe", b"list-unsubscribe-post",
)  # fmt: skip


@dataclass(frozen=True)
class DkimKey:
    """The private key (PEM) of *selector* at *domain*."""

    domain: str
    selector: str
    pem: bytes = field(repr=False)


def read_key(file: Path, domain: str, selector: str) -> DkimKey:
    """Return the key in *file*. Raises NotConfiguredError where there is none, or it is no key."""
    remedy = "Set smtp.dkim_key to a file with an RSA private key (docs/operations.md)"
    try:
        pem = file.read_bytes()
    except OSError as error:
        raise NotConfiguredError(
            f"the DKIM key cannot be read: {error.strerror}", where=str(file), remedy=remedy
        ) from error
    key = DkimKey(domain, selector, pem)
    signature_of(key, b"From: a@b.example\r\n\r\n\r\n")
    return key


def signature_of(key: DkimKey, message: bytes) -> bytes:
    """Return the header line that signs *message* (CRLF). Raises NotConfiguredError for a bad key."""
    import dkim  # noqa: PLC0415  # only where it is set: it brings a resolver that nobody needs here

    try:
        signed: bytes = dkim.sign(
            message,
            key.selector.encode(),
            key.domain.encode(),
            key.pem,
            canonicalize=(b"relaxed", b"relaxed"),
            include_headers=[
                one for one in _HEADERS if b"\n" + one + b":" in b"\n" + message.lower()
            ],
        )
    except (dkim.DKIMException, ValueError) as error:
        raise NotConfiguredError(
            f"mail cannot be signed: {error}",
            where="smtp.dkim_key",
            remedy="Make a key as docs/operations.md says, or leave smtp.dkim_domain empty",
        ) from error
    return signed
