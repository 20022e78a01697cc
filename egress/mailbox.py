"""A mailbox over IMAP (RFC 3501): the operator's own server, exempt from the guard by configuration.

Messages are read without marking them (``BODY.PEEK``); they are marked as seen only when the caller
says so, after it has stored them. Nothing is ever deleted or moved.
"""

import base64
import contextlib
import imaplib
import re
import ssl
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from types import TracebackType
from typing import Any, Literal, Self

from schemas.errors import NotConfiguredError, RetryLaterError

Security = Literal["none", "starttls", "tls"]
_UID = re.compile(rb"\bUID (\d+)\b")
_SIZE = re.compile(rb"\bRFC822\.SIZE (\d+)\b")
# Commands name at most this many messages: servers limit the length of a line.
_AT_ONCE = 100


@dataclass(frozen=True)
class MailboxSettings:
    """Where the mailbox is. *trust* stands in for the system's certificates in tests."""

    host: str
    port: int
    security: Security
    username: str
    password: str = field(repr=False)
    folder: str = "INBOX"
    timeout: float = 30.0
    trust: ssl.SSLContext | None = None

    @property
    def address(self) -> str:
        """Return the mailbox as an IMAP URL (RFC 5092) without its password."""
        return f"imap://{self.username.replace('@', '%40')}@{self.host}:{self.port}/{self.folder}"


class Mailbox:
    """An open folder; use it as a context manager.

    Opening raises RetryLaterError where the server is away or drops the connection,
    NotConfiguredError where it refuses name, password, folder or encryption.
    """

    def __init__(self, settings: MailboxSettings) -> None:
        self._settings = settings
        try:
            self._server = self._connect()
        except imaplib.IMAP4.error as error:
            raise self._refused(f"the mail server refuses: {_words(error)}") from error
        except OSError as error:
            raise self._away(error) from error
        try:
            self.validity = self._open()
        except BaseException:
            self._leave()
            raise

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._leave()

    def uids(self, *criteria: str) -> list[int]:
        """Return the UIDs of messages that meet *criteria* (``ALL``, ``UNSEEN``), the oldest first."""
        _, data = self._command("SEARCH", *(criteria or ("ALL",)))
        return sorted(int(one) for part in data if part for one in part.split())

    def sizes(self, uids: Sequence[int]) -> dict[int, int]:
        """Return the bytes of each message."""
        found: dict[int, int] = {}
        for some in _chunks(uids):
            _, data = self._command("FETCH", _set(some), "(UID RFC822.SIZE)")
            for part in data:
                line = part if isinstance(part, bytes) else b" ".join(part or ())
                uid, size = _UID.search(line), _SIZE.search(line)
                if uid and size:
                    found[int(uid[1])] = int(size[1])
        return found

    def read(self, uids: Sequence[int]) -> Iterator[tuple[int, bytes]]:
        """Yield each message as it stands there, unmarked; one that is gone by now is left out."""
        for uid in uids:
            _, data = self._command("FETCH", str(uid), "(UID BODY.PEEK[])")
            for part in data:
                if isinstance(part, tuple) and len(part) == 2:
                    yield uid, bytes(part[1])
                    break

    def mark_seen(self, uids: Sequence[int]) -> None:
        """Mark messages as seen."""
        for some in _chunks(uids):
            self._command("STORE", _set(some), "+FLAGS.SILENT", r"(\Seen)")

    def _connect(self) -> imaplib.IMAP4:
        own = self._settings
        trust = own.trust or ssl.create_default_context()
        if own.security == "tls":
            return imaplib.IMAP4_SSL(own.host, own.port, ssl_context=trust, timeout=own.timeout)
        server = imaplib.IMAP4(own.host, own.port, timeout=own.timeout)
        if own.security == "starttls":
            try:
                server.starttls(trust)  # never goes on in the clear: without it this raises
            except (imaplib.IMAP4.error, OSError):
                server.shutdown()
                raise
        return server

    def _open(self) -> int:
        """Log in and open the folder; return its UIDVALIDITY."""
        own = self._settings
        try:
            self._server.login(own.username, own.password)
            answer, _ = self._server.select(_quoted(own.folder))
        except imaplib.IMAP4.abort as error:
            raise self._away(error) from error
        except imaplib.IMAP4.error as error:
            raise self._refused(f"the mail server refuses {own.username!r}: {_words(error)}") from error  # fmt: skip
        except OSError as error:
            raise self._away(error) from error
        if answer != "OK":
            raise self._refused(f"there is no folder {own.folder!r}")
        validity = self._server.response("UIDVALIDITY")[1]
        return int(validity[0]) if validity and validity[0] else 0

    def _command(self, name: str, *arguments: str) -> tuple[str, list[Any]]:
        try:
            answer, data = self._server.uid(name, *arguments)
        except (imaplib.IMAP4.error, OSError) as error:
            raise self._away(error) from error
        if answer != "OK":
            raise self._away(OSError(f"{name} answered {answer}"))
        return answer, data

    def _leave(self) -> None:
        try:
            self._server.logout()
        except (imaplib.IMAP4.error, OSError):  # the server hung up first
            with contextlib.suppress(OSError):
                self._server.shutdown()

    def _away(self, error: Exception) -> RetryLaterError:
        return RetryLaterError(
            f"the mail server does not answer: {_words(error)}",
            where=f"{self._settings.host}:{self._settings.port}",
            remedy="It is tried again next run; check inbox.mailboxes in zhibi.yaml if it stays so",
        )

    def _refused(self, what: str) -> NotConfiguredError:
        return NotConfiguredError(
            what,
            where=f"{self._settings.host}:{self._settings.port}",
            remedy="Check inbox.mailboxes in zhibi.yaml and the password in the environment",
        )


def _words(error: Exception) -> str:
    text = str(error)
    plain = text[2:-1] if text.startswith(("b'", 'b"')) else text
    return plain.rstrip(".") or type(error).__name__


def _quoted(folder: str) -> str:
    escaped = _modified_utf7(folder).replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"'


def _modified_utf7(name: str) -> str:
    """Return a folder's name as IMAP writes it (RFC 3501, 5.1.3): 新闻 is ``&ZbCV+w-``."""

    def coded(match: re.Match[str]) -> str:
        raw = base64.b64encode(match[0].encode("utf-16-be")).decode("ascii")
        return "&" + raw.rstrip("=").replace("/", ",") + "-"

    return re.sub(r"[^\x20-\x7e]+", coded, name.replace("&", "&-"))


def _set(uids: Sequence[int]) -> str:
    return ",".join(map(str, uids))


def _chunks(uids: Sequence[int]) -> Iterator[Sequence[int]]:
    for start in range(0, len(uids), _AT_ONCE):
        yield uids[start : start + _AT_ONCE]
