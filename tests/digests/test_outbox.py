"""Delivery from the store's own outbox: frozen once, sent once, repeats told by what was told."""

from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from digests.compose import compose
from digests.delivery import SmtpSettings, deliver
from digests.render import render
from pipeline.outgoing import delivery_of
from schemas.delivery import DigestInput
from schemas.stories import Story
from store.open import Store, open_store
from tests.support.services import smtp

Given = Callable[..., DigestInput]


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    opened = open_store(f"sqlite:///{tmp_path / 'zhibi.db'}", tmp_path)
    yield opened
    opened.close()


def freeze(store: Store, given: DigestInput) -> bool:
    digest = compose(given)
    rendered = render(digest, given)
    delivery = delivery_of(digest, given.reader, given.cut_off, rendered)
    return store.editions.freeze(digest, given, rendered, delivery)


def settings(sink: smtp.Sink) -> SmtpSettings:
    return SmtpSettings(sink.host, sink.port, timeout=5, sender="Zhibi <zhibi@marlstone.example>")


def test_the_stored_bytes_are_sent_once(store: Store, given: Given, smtp_sink: smtp.Sink) -> None:
    edition = given("zh")
    assert freeze(store, edition)
    assert not freeze(store, edition), "an edition is made once"
    outbox = store.editions.outbox
    smtp_sink.fail("data", "451 Busy")
    assert deliver(outbox, settings(smtp_sink), edition.cut_off, 5) == {"queued": 1}
    later = edition.cut_off + timedelta(minutes=6)
    assert deliver(outbox, settings(smtp_sink), later, 5) == {"sent": 1}
    assert deliver(outbox, settings(smtp_sink), later, 5) == {}
    (kept,) = smtp_sink.messages
    assert kept.raw.decode() == render(compose(edition), edition).mime
    assert kept.message["Message-ID"] == outbox.list("sent")[0].message_id


def test_a_process_that_died_while_sending_is_not_repeated(
    store: Store, given: Given, smtp_sink: smtp.Sink
) -> None:
    edition = given()
    freeze(store, edition)
    outbox = store.editions.outbox
    assert len(outbox.claim(edition.cut_off, 1)) == 1  # and here it dies
    outbox.recover(edition.cut_off)
    assert deliver(outbox, settings(smtp_sink), edition.cut_off, 5) == {}
    assert [one.state for one in outbox.list()] == ["unknown"]
    assert smtp_sink.messages == []


def test_the_next_edition_knows_what_was_told(
    store: Store, given: Given, stories: dict[str, Callable[..., Story]]
) -> None:
    freeze(store, given())
    told = store.editions.told("reader", given().cut_off).facts
    confirmed = stories["departure"]("done")
    following = given(week="2026-W48", told=told, stories=(stories["win"](), confirmed))
    (only,) = compose(following).top
    assert (only.story.id, only.update, only.confirmed) == (confirmed.id, True, True)
    text = " ".join(render(compose(following), following).text.split())
    assert "1. Update: Ines Aldous, chief financial officer, leaves Tessaly Cloud" in text
    assert "Why: confirms an earlier rumour; first-tier competitor" in text
    assert "Left out: two older than ten days, one told in an earlier digest." in text
    assert "one rumour was confirmed" in text
