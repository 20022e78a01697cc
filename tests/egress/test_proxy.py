"""The browser's way out, spoken to as a browser does, and otherwise."""

import asyncio
import base64
import re
from collections.abc import Iterator

import pytest

from egress import Guard
from egress.proxy import GuardedProxy, Refusal
from schemas.harvest import EgressPolicy
from tests.hostile.server import Hostile, running


@pytest.fixture
def site() -> Iterator[Hostile]:
    with running() as server:
        server.page("/a", "first")
        server.page("/b", "second" * 2000)
        yield server


def exchange(
    site: Hostile, *lines: str, budget: int = 100_000, password: bool = True
) -> tuple[bytes, list[Refusal]]:
    """Send *lines* through a proxy that may reach *site* as a.example; return the answer."""

    async def talk() -> tuple[bytes, list[Refusal]]:
        policy = EgressPolicy(allow=("127.0.0.1",), hosts={"a.example": f"127.0.0.1:{site.port}"})
        async with GuardedProxy(Guard(policy), connect_seconds=2, max_bytes=budget) as proxy:
            host, port = proxy.address.removeprefix("http://").split(":")
            reader, writer = await asyncio.open_connection(host, int(port))
            token = base64.b64encode(":".join(proxy.credentials).encode()).decode()
            secret = [f"Proxy-Authorization: Basic {token}"] if password else []
            writer.write("\r\n".join([lines[0], *secret, *lines[1:], "", ""]).encode())
            async with asyncio.timeout(10):
                answer = await _answer(reader)
            writer.close()
            await writer.wait_closed()
            return answer, proxy.refused

    return asyncio.run(talk())


async def _answer(reader: asyncio.StreamReader) -> bytes:
    """Read to the end of the body that the head announces, as a browser does, or to the end."""
    answer = b""
    while part := await reader.read(65_536):
        answer += part
        head, _, rest = answer.rpartition(b"\r\n\r\n")
        length = re.findall(rb"Content-Length: (\d+)", head)
        if length and len(rest) >= int(length[-1]):
            break
    return answer


def test_a_plain_request_reaches_the_site_without_the_password(site):
    answer, refused = exchange(
        site, "GET http://a.example/a?x=1 HTTP/1.1", "Host: a.example", "Connection: keep-alive"
    )
    head, _, body = answer.partition(b"\r\n\r\n")
    assert head.startswith(b"HTTP/1.1 200")
    assert b"Connection: close" in head
    assert body == b"first"
    assert refused == []
    (visit,) = site.visits
    assert visit.path == "/a?x=1"
    assert visit.headers["connection"] == "close"
    assert "proxy-authorization" not in visit.headers


def test_a_tunnel_carries_bytes_as_they_are(site):
    answer, _ = exchange(
        site, "CONNECT a.example:80 HTTP/1.1", "Host: a.example:80", "",
        "GET /a HTTP/1.1", "Host: a.example", "Connection: close",
    )  # fmt: skip
    assert answer.startswith(b"HTTP/1.1 200 Connection established\r\n\r\nHTTP/1.1 200")
    assert answer.endswith(b"first")


def test_without_the_password_nobody_gets_out(site):
    answer, _ = exchange(site, "GET http://a.example/a HTTP/1.1", password=False)
    assert answer.startswith(b"HTTP/1.1 407")
    assert site.visits == []


@pytest.mark.parametrize(
    ("line", "rule"),
    [
        ("CONNECT 127.0.0.2:80 HTTP/1.1", "loopback"),
        ("CONNECT localhost:80 HTTP/1.1", "local-name"),
        ("CONNECT 169.254.169.254:80 HTTP/1.1", None),
        ("GET http://10.1.2.3/ HTTP/1.1", None),
        ("GET http://2130706433/ HTTP/1.1", "url"),
        ("GET http://a.example@127.0.0.2/ HTTP/1.1", "url"),
        ("GET file:///etc/passwd HTTP/1.1", "scheme"),
        ("GET /a HTTP/1.1", None),
    ],
)
def test_what_the_guard_refuses_is_refused(site, line, rule):
    answer, refused = exchange(site, line)
    assert answer.startswith(b"HTTP/1.1 403")
    assert len(refused) == 1
    if rule is not None:
        assert refused[0].rule == rule
    assert site.visits == []


def test_more_than_the_budget_is_cut(site):
    answer, refused = exchange(site, "GET http://a.example/b HTTP/1.1", budget=1000)
    assert len(answer) < 12_000
    assert refused == [Refusal("", "budget")]


@pytest.mark.parametrize("line", ["", "\x00" * 50, "GET", "CONNECT  HTTP/1.1", "X" * 100_000])
def test_nonsense_ends_the_connection(site, line):
    answer, _ = exchange(site, line)
    assert not answer.startswith(b"HTTP/1.1 200")
    assert site.visits == []
