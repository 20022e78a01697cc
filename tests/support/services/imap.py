"""A real IMAP4rev1 server on loopback (the part of RFC 3501 that readers use), which can hang up when told to."""

import asyncio
import contextlib
import re
import ssl
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field

_TAGGED = re.compile(rb"^(\S+) (UID )?(\S+) ?(.*)$", re.DOTALL)


@dataclass
class Message:
    """One message of the folder."""

    uid: int
    raw: bytes
    flags: set[str] = field(default_factory=set)


@dataclass
class Box:
    """The server's memory: messages, what was asked of it, and after which command it hangs up."""

    port: int = 0
    validity: int = 7
    login: tuple[str, str] = ("watch@larkmere.example", "secret")
    folder: str = "INBOX"
    messages: list[Message] = field(default_factory=list)
    commands: list[str] = field(default_factory=list)
    hang_up_at: str = ""
    encrypted: list[bool] = field(default_factory=list)

    def put(self, raw: bytes) -> Message:
        """Deliver a message."""
        made = Message(max((one.uid for one in self.messages), default=40) + 1, raw)
        self.messages.append(made)
        return made


@contextlib.contextmanager
def running(*, tls: ssl.SSLContext | None = None, implicit: bool = False) -> Iterator[Box]:
    """A server for as long as the block lasts; with *tls* it offers STARTTLS, or speaks it at once."""
    box = Box()
    loop = asyncio.new_event_loop()
    thread = threading.Thread(target=loop.run_forever, name="imap", daemon=True)
    thread.start()

    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        # Cancelled where the server ends: then too the connection is closed, and nothing is told.
        ends = (ConnectionError, asyncio.IncompleteReadError, ssl.SSLError, asyncio.CancelledError)
        try:
            with contextlib.suppress(*ends):
                await _Session(box, reader, writer, tls).run()
        finally:
            writer.close()

    async def listen() -> asyncio.Server:
        return await asyncio.start_server(serve, "127.0.0.1", 0, ssl=tls if implicit else None)

    server = asyncio.run_coroutine_threadsafe(listen(), loop).result(timeout=10)
    box.port = server.sockets[0].getsockname()[1]

    async def close() -> None:
        server.close()
        others = asyncio.all_tasks() - {asyncio.current_task()}
        for task in others:
            task.cancel()
        await asyncio.gather(*others, return_exceptions=True)

    try:
        yield box
    finally:
        asyncio.run_coroutine_threadsafe(close(), loop).result(timeout=10)
        loop.call_soon_threadsafe(loop.stop)
        thread.join(timeout=10)
        loop.close()


class _Session:
    def __init__(
        self,
        box: Box,
        reader: asyncio.StreamReader,
        writer: asyncio.StreamWriter,
        tls: ssl.SSLContext | None,
    ) -> None:
        self.box, self.reader, self.writer, self.tls = box, reader, writer, tls

    async def run(self) -> None:
        await self.say(b"* OK ready")
        while line := await self.reader.readline():
            match = _TAGGED.match(line.rstrip(b"\r\n"))
            if not match:
                await self.say(b"* BAD")
                continue
            tag, uid, name, rest = match.groups()
            verb = ((uid or b"") + name).decode().upper()
            self.box.commands.append(f"{verb} {rest.decode()}".strip())
            if self.box.hang_up_at and verb.startswith(self.box.hang_up_at):
                self.box.hang_up_at = ""
                return
            answer = await self.answer(verb, rest.decode())
            await self.say(tag + b" " + answer)
            if verb == "STARTTLS" and answer.startswith(b"OK") and self.tls:
                await self.writer.start_tls(self.tls)
            if verb == "LOGOUT":
                return

    async def say(self, line: bytes) -> None:
        self.writer.write(line + b"\r\n")
        await self.writer.drain()

    async def answer(self, verb: str, rest: str) -> bytes:
        known = {
            "CAPABILITY": self.capability, "STARTTLS": self.starttls, "LOGIN": self.login,
            "SELECT": self.select, "UID SEARCH": self.search, "UID FETCH": self.fetch,
            "UID STORE": self.store, "LOGOUT": self.logout,
        }  # fmt: skip
        return await known[verb](rest) if verb in known else b"BAD unknown"

    async def capability(self, _: str) -> bytes:
        await self.say(b"* CAPABILITY IMAP4rev1" + (b" STARTTLS" if self.tls else b""))
        return b"OK done"

    async def starttls(self, _: str) -> bytes:
        return b"OK begin" if self.tls else b"BAD no TLS here"

    async def login(self, rest: str) -> bytes:
        self.box.encrypted.append(self.writer.get_extra_info("ssl_object") is not None)
        given = tuple(one.strip('"') for one in rest.split(" ", 1))
        right = given == self.box.login
        return b"OK in" if right else b"NO [AUTHENTICATIONFAILED] wrong name or password"

    async def select(self, rest: str) -> bytes:
        if rest.strip('"') != self.box.folder:
            return b"NO no such folder"
        await self.say(b"* %d EXISTS" % len(self.box.messages))
        await self.say(b"* OK [UIDVALIDITY %d] valid" % self.box.validity)
        return b"OK [READ-WRITE] selected"

    async def search(self, rest: str) -> bytes:
        listed = self.box.messages
        wanted = [one for one in listed if rest != "UNSEEN" or "\\Seen" not in one.flags]
        await self.say(b"* SEARCH " + b" ".join(b"%d" % one.uid for one in wanted))
        return b"OK done"

    async def store(self, rest: str) -> bytes:
        numbers, _, flags = rest.split(" ", 2)
        for one in self.chosen(numbers):
            one.flags |= set(re.findall(r"\\\w+", flags))
        return b"OK done"

    async def logout(self, _: str) -> bytes:
        await self.say(b"* BYE")
        return b"OK done"

    async def fetch(self, rest: str) -> bytes:
        numbers, what = rest.split(" ", 1)
        for index, one in enumerate(self.box.messages, 1):
            if one not in self.chosen(numbers):
                continue
            if "BODY" in what:
                if "PEEK" not in what:
                    one.flags.add("\\Seen")
                self.writer.write(
                    b"* %d FETCH (UID %d BODY[] {%d}\r\n" % (index, one.uid, len(one.raw))
                )
                self.writer.write(one.raw + b")\r\n")
            else:
                await self.say(
                    b"* %d FETCH (UID %d RFC822.SIZE %d)" % (index, one.uid, len(one.raw))
                )
        await self.writer.drain()
        return b"OK done"

    def chosen(self, numbers: str) -> list[Message]:
        wanted = {int(one) for one in numbers.split(",")}
        return [one for one in self.box.messages if one.uid in wanted]
