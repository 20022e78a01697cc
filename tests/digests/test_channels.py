"""Editions in chat groups and webhooks: formats and signatures as real receivers check them."""

import hmac
import json
import threading
from base64 import b64decode, b64encode
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest

from digests.compose import compose
from digests.delivery import deliver_posts, next_post
from digests.hooks import Channel, send_post
from digests.posting import post_of
from digests.render import render
from digests.smtp import Failed, Retry, Sent, Unknown
from digests.view import view
from egress import Guard
from pipeline.outgoing import deliveries_of
from schemas.delivery import DigestInput
from schemas.harvest import EgressPolicy
from store import Store, open_store

Given = Callable[..., DigestInput]
NOW = datetime(2026, 11, 23, 7, tzinfo=UTC)
SECRET = "SEC-of-the-group"


class Receiver:
    """A receiver that checks what it gets as the real one does, and answers in its way."""

    def __init__(self, kind: str) -> None:
        self.kind = kind
        self.got: list[dict[str, Any]] = []
        self.ids: list[str] = []
        self.answers: list[tuple[int, bytes] | None] = []

    def answer(self, path: str, headers: Any, body: bytes) -> tuple[int, bytes] | None:
        if self.answers:
            return self.answers.pop(0)
        said = json.loads(body)
        wrong = getattr(self, f"_{self.kind}")(path, headers, body, said)
        if wrong:
            return self._no(wrong)
        self.got.append(said)
        self.ids.append(headers.get("webhook-id", ""))
        return 200, {"slack": b"ok", "teams": b"1", "webhook": b""}.get(self.kind) or json.dumps(
            {"errcode": 0, "errmsg": "ok"} if self.kind != "feishu" else {"code": 0, "msg": "success"}
        ).encode()  # fmt: skip

    def _no(self, wrong: str) -> tuple[int, bytes]:
        if self.kind == "feishu":
            return 200, json.dumps({"code": 19021, "msg": wrong}).encode()
        if self.kind in {"dingtalk", "wecom"}:
            return 200, json.dumps({"errcode": 310000, "errmsg": wrong}).encode()
        return 400, wrong.encode()

    @staticmethod
    def _webhook(_: str, headers: Any, body: bytes, said: Any) -> str:
        signed = f"{headers['webhook-id']}.{headers['webhook-timestamp']}.".encode() + body
        key = b64decode("c2VjcmV0LWtleQ==")
        right = "v1," + b64encode(hmac.new(key, signed, sha256).digest()).decode()
        fresh = abs(int(headers["webhook-timestamp"]) - NOW.timestamp()) <= 300
        return (
            "" if right == headers["webhook-signature"] and fresh and said["type"] else "signature"
        )

    @staticmethod
    def _slack(_: str, __: Any, ___: bytes, said: Any) -> str:
        blocks = said["blocks"]
        if not said["text"] or len(blocks) > 50:
            return "invalid_blocks"
        for block in blocks:
            text = block["text"]
            if block["type"] == "header" and not (
                text["type"] == "plain_text" and len(text["text"]) <= 150
            ):
                return "invalid_blocks"
            if block["type"] == "section" and not (
                text["type"] == "mrkdwn" and 0 < len(text["text"]) <= 3000
            ):
                return "invalid_blocks"
        return ""  # fmt: skip

    @staticmethod
    def _teams(_: str, __: Any, body: bytes, said: Any) -> str:
        (one,) = said["attachments"]
        card = one["content"]
        right = (
            said["type"] == "message"
            and one["contentType"] == "application/vnd.microsoft.card.adaptive"
        )
        shown = all(block["type"] == "TextBlock" and block["text"] for block in card["body"])
        return "" if right and card["type"] == "AdaptiveCard" and shown and len(body) < 28_000 else "card"  # fmt: skip

    @staticmethod
    def _feishu(_: str, __: Any, body: bytes, said: Any) -> str:
        key = f"{said['timestamp']}\n{SECRET}".encode()
        if said["sign"] != b64encode(hmac.new(key, b"", sha256).digest()).decode():
            return "sign match fail or timestamp is not within one hour from current time"
        shown = all(
            one["tag"] == "div" and one["text"]["tag"] == "lark_md"
            for one in said["card"]["elements"]
        )
        return "" if said["msg_type"] == "interactive" and shown and len(body) < 20_000 else "Bad Request"  # fmt: skip

    @staticmethod
    def _dingtalk(path: str, _: Any, body: bytes, said: Any) -> str:
        query = parse_qs(urlsplit(path).query)
        text = f"{query['timestamp'][0]}\n{SECRET}".encode()
        right = b64encode(hmac.new(SECRET.encode(), text, sha256).digest()).decode()
        fresh = abs(int(query["timestamp"][0]) / 1000 - NOW.timestamp()) < 3600
        if query["sign"][0] != right or not fresh or query["access_token"] != ["t"]:
            return "签名不匹配"
        return "" if said["msgtype"] == "markdown" and said["markdown"]["title"] and len(body) < 20_000 else "格式"  # fmt: skip

    @staticmethod
    def _wecom(path: str, _: Any, __: bytes, said: Any) -> str:
        content = said["markdown"]["content"]
        return "" if said["msgtype"] == "markdown" and len(content.encode()) <= 4096 and "key=k" in path else "45002"  # fmt: skip


@pytest.fixture
def serve() -> Iterator[Callable[[str], tuple[Receiver, Channel]]]:
    """Starts a receiver of one kind; returns it and the channel that leads to it."""
    servers = []

    def start(kind: str) -> tuple[Receiver, Channel]:
        receiver = Receiver(kind)

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:  # the server finds methods by name
                body = self.rfile.read(int(self.headers["Content-Length"]))
                answer = receiver.answer(self.path, self.headers, body)
                if answer is None:
                    self.close_connection = True
                    self.connection.close()
                    return
                self.send_response(answer[0])
                self.send_header("Content-Length", str(len(answer[1])))
                if 300 <= answer[0] < 400:
                    self.send_header("Location", "http://127.0.0.1:1/elsewhere")
                self.end_headers()
                self.wfile.write(answer[1])

            def log_message(self, *_: object) -> None:
                pass

        server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True).start()
        servers.append(server)
        secret = {"webhook": "whsec_c2VjcmV0LWtleQ==", "feishu": SECRET, "dingtalk": SECRET}.get(
            kind, ""
        )
        url = f"http://127.0.0.1:{server.server_port}/hook?access_token=t&key=k"
        return receiver, Channel(kind, kind, url, secret, timeout=3)  # type: ignore[arg-type]

    yield start
    for server in servers:
        server.shutdown()
        server.server_close()


GUARD = Guard(EgressPolicy(allow=("127.0.0.1",)))
KINDS = ("webhook", "slack", "teams", "feishu", "dingtalk", "wecom")


def body(kind: Any, edition: DigestInput) -> str:
    digest = compose(edition)
    return post_of(kind, digest, view(digest, edition))


@pytest.mark.parametrize("kind", KINDS)
def test_each_receiver_takes_its_own_format_and_signature(
    given: Given, serve: Callable[[str], tuple[Receiver, Channel]], kind: str
) -> None:
    receiver, channel = serve(kind)
    for language in ("en", "zh"):
        text = body(kind, given(language))
        assert text == body(kind, given(language)), "the same edition, the same text"
        assert isinstance(send_post(GUARD, channel, "p1", text, NOW), Sent)
    said = [json.dumps(one, ensure_ascii=False) for one in receiver.got]
    assert "Tessaly Cloud to acquire Corvane for €184 million" in said[0]
    assert "泰萨云拟以 1.84 亿欧元收购" in said[1]
    assert "zhibi.marlstone.example/story/st-41" in said[0]
    assert SECRET not in repr(channel)


def test_a_wrong_secret_is_told_as_failed(
    given: Given, serve: Callable[[str], tuple[Receiver, Channel]]
) -> None:
    for kind in ("feishu", "dingtalk"):
        _, channel = serve(kind)
        wrong = Channel(kind, channel.kind, channel.url, "other")
        outcome = send_post(GUARD, wrong, "p1", body(kind, given()), NOW)
        assert isinstance(outcome, Failed)
        assert "refused with code" in outcome.reason


@pytest.mark.parametrize("kind", KINDS[1:])
def test_a_page_can_mention_nobody(given: Given, stories: Any, kind: str) -> None:
    evil = "<!channel> <@all> <at id=all></at> [pay](https://evil.example) |"
    hostile = stories["acquisition"]().model_copy(update={"moves": (), "title": evil})
    report = hostile.reports[0].model_copy(update={"title": evil, "sentences": (evil,)})
    hostile = hostile.model_copy(update={"reports": (report,)})
    text = body(kind, given(stories=(hostile,), prices=()))
    assert "<!channel>" not in text
    assert "<@all>" not in text
    assert "<at id" not in text
    if kind in {"teams", "wecom"}:  # the others show titles as they are, in a field of their own
        assert "[pay](https" not in text


@pytest.mark.parametrize("kind", KINDS)
def test_a_long_week_keeps_to_the_receivers_room(
    given: Given, stories: Any, serve: Callable[[str], tuple[Receiver, Channel]], kind: str
) -> None:
    _, channel = serve(kind)
    long = "长句" * 800
    many = tuple(
        stories["acquisition"]().model_copy(
            update={
                "id": f"s{n}", "moves": (), "title": long, "companies": (f"c{n}",),
                "reports": (
                    stories["acquisition"]().reports[0].model_copy(
                        update={"document_id": f"d{n}", "sentences": (long,), "language": "en"}
                    ),
                ),
            }
        )
        for n in range(40)
    )  # fmt: skip
    reader = given().reader.model_copy(update={"limit": 50})
    text = body(kind, given(stories=many, reader=reader))
    assert isinstance(send_post(GUARD, channel, "p1", text, NOW), Sent)


def test_outcomes_never_lie(serve: Callable[[str], tuple[Receiver, Channel]]) -> None:
    receiver, hook = serve("webhook")
    group, chat = serve("slack")
    for status, kind in ((500, Retry), (429, Retry), (404, Retry), (302, Retry), (410, Failed)):
        receiver.answers = [(status, b"")]
        assert isinstance(send_post(GUARD, hook, "p", '{"type":"x"}', NOW), kind), status
    for status, kind in ((500, Retry), (404, Failed), (302, Failed)):
        group.answers = [(status, b"")]
        assert isinstance(send_post(GUARD, chat, "p", "{}", NOW), kind), status
    receiver.answers, group.answers = [None], [None]
    assert isinstance(send_post(GUARD, hook, "p", "{}", NOW), Retry), (
        "its id makes a repeat harmless"
    )
    assert isinstance(send_post(GUARD, chat, "p", "{}", NOW), Unknown)
    refused = Channel("x", "slack", "http://127.0.0.1:9/", timeout=2)
    assert isinstance(send_post(GUARD, refused, "p", "{}", NOW), Retry)


@pytest.mark.parametrize(
    "url",
    ["http://127.0.0.1/", "http://169.254.169.254/latest", "http://localhost/", "file:///etc"],
)
def test_a_channel_cannot_reach_inside(url: str) -> None:
    outcome = send_post(Guard(EgressPolicy()), Channel("x", "webhook", url), "p", "{}", NOW)
    assert isinstance(outcome, Failed)
    assert outcome.reason.startswith("not allowed")


@pytest.fixture
def store(tmp_path: Any) -> Iterator[Store]:
    opened = open_store(f"sqlite:///{tmp_path / 'zhibi.db'}", tmp_path)
    yield opened
    opened.close()


def test_a_webhook_is_tried_for_a_day_with_one_id_and_a_gone_one_is_switched_off(
    store: Store, given: Given, serve: Callable[[str], tuple[Receiver, Channel]]
) -> None:
    receiver, channel = serve("webhook")
    edition = given()
    digest = compose(edition)

    rendered = render(digest, edition).model_copy(
        update={"posts": {"webhook": body("webhook", edition)}}
    )
    reader = edition.reader.model_copy(update={"channels": ("mail", "webhook", "unknown")})
    messages = deliveries_of(digest, reader, NOW, rendered)
    assert [one.channel for one in messages] == ["mail", "webhook"]
    assert store.editions.freeze(digest, edition, rendered, *messages)
    outbox = store.editions.outbox
    assert outbox.channels_due(NOW) == ["mail", "webhook"]
    receiver.answers = [(503, b"")] * 3
    moment = NOW
    for _ in range(3):
        assert deliver_posts(outbox, channel, GUARD, moment, 9) == ({"queued": 1}, None)
        assert deliver_posts(outbox, channel, GUARD, moment, 9) == ({}, None), "not before its time"
        (waiting,) = [one for one in outbox.list("queued") if one.channel == "webhook"]
        assert waiting.next_attempt is not None
        moment = waiting.next_attempt
    channel_later = Channel(channel.name, channel.kind, channel.url, channel.secret)
    receiver._webhook = lambda *_: ""  # type: ignore[method-assign]  # hours later by its clock
    assert deliver_posts(outbox, channel_later, GUARD, moment, 9) == ({"sent": 1}, None)
    assert receiver.ids == [messages[1].message_id]
    waits = [next_post(number, NOW) for number in range(1, 9)]
    assert waits[7] is None
    assert sum((one - NOW for one in waits if one), timedelta()) <= timedelta(hours=24)
    receiver.answers = [(410, b"")]
    assert outbox.requeue(messages[1].id, now=moment) is False, "it was sent"


def test_a_gone_receiver_gets_no_more(
    store: Store, given: Given, serve: Callable[[str], tuple[Receiver, Channel]]
) -> None:
    receiver, channel = serve("webhook")
    edition = given()
    digest = compose(edition)

    rendered = render(digest, edition).model_copy(update={"posts": {"webhook": "{}"}})
    reader = edition.reader.model_copy(update={"channels": ("webhook",)})
    store.editions.freeze(digest, edition, rendered, *deliveries_of(digest, reader, NOW, rendered))
    receiver.answers = [(410, b"")]
    counts, gone = deliver_posts(store.editions.outbox, channel, GUARD, NOW, 9)
    assert counts == {"failed": 1}
    assert gone is not None
    store.mail.switch_off("webhook", gone)
    assert store.mail.switched_off() == {"webhook": gone}
    assert store.mail.switch_on("webhook")
    assert not store.mail.switch_on("webhook")
