"""Elasticsearch as operators meet it: away, full, closed, of another version, taken by others."""

import http.server
import threading
from collections.abc import Callable, Iterator
from typing import Any

import elasticsearch
import pytest

from schemas.errors import NotConfiguredError, RetryLaterError
from schemas.registry import Registry
from schemas.searching import IndexedDocument
from search import open_index
from search.base import SearchIndex
from search.nodes import Query


@pytest.fixture
def documents(generator: Callable[[int], Any]) -> list[IndexedDocument]:
    made = generator(5)
    return [made.document(number) for number in range(30)]


@pytest.fixture
def server(elasticsearch_url: str) -> Iterator[elasticsearch.Elasticsearch]:
    client = elasticsearch.Elasticsearch(elasticsearch_url)
    yield client
    client.close()


def test_the_name_is_an_alias_and_a_rebuild_moves_it_in_one_step(
    elastic: SearchIndex,
    server: elasticsearch.Elasticsearch,
    elasticsearch_prefix: str,
    documents: list[IndexedDocument],
) -> None:
    elastic.put(documents)
    assert set(server.indices.get_alias(name=elasticsearch_prefix)) == {
        f"{elasticsearch_prefix}-v000001"
    }
    seen: list[int] = []

    def watched() -> Iterator[IndexedDocument]:
        for document in documents[:20]:
            seen.append(elastic.count())
            yield document

    elastic.rebuild(watched())
    assert set(seen) == {30}  # searched as before, until the switch
    assert elastic.count() == 20
    found = server.indices.get(index=f"{elasticsearch_prefix}*")
    assert set(found) == {f"{elasticsearch_prefix}-v000002"}
    assert server.indices.exists_index_template(name=f"{elasticsearch_prefix}-template")


def test_what_is_stored_during_a_rebuild_is_in_the_new_index_too(
    elastic: SearchIndex, documents: list[IndexedDocument]
) -> None:
    elastic.put(documents[:10])

    def meanwhile() -> Iterator[IndexedDocument]:
        yield from documents[:10]
        elastic.put(documents[10:12])
        elastic.delete([documents[0].id])

    elastic.rebuild(meanwhile())
    assert elastic.count() in {11, 12}  # the deleted one may have come after its deletion
    assert elastic.put(documents[10:12]).failed == ()


def test_the_leftovers_of_a_killed_rebuild_are_cleaned_up_by_the_next(
    elastic: SearchIndex,
    server: elasticsearch.Elasticsearch,
    elasticsearch_prefix: str,
    documents: list[IndexedDocument],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    elastic.put(documents)

    def killed(self: object, index: str) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr("search.elastic_admin.Indices.switch", killed)
        with pytest.raises(KeyboardInterrupt):
            elastic.rebuild(documents[:5])
    assert elastic.count() == 30
    elastic.rebuild(documents[:5])
    assert elastic.count() == 5
    assert len(server.indices.get(index=f"{elasticsearch_prefix}*")) == 1


def test_a_read_only_index_pauses_writing_and_is_searched_on(
    elastic: SearchIndex,
    server: elasticsearch.Elasticsearch,
    elasticsearch_prefix: str,
    documents: list[IndexedDocument],
    ask: Callable[[str], Query],
) -> None:
    elastic.put(documents[:10])
    block = {"index.blocks.read_only_allow_delete": True}
    server.indices.put_settings(index=elasticsearch_prefix, settings=block)
    with pytest.raises(RetryLaterError, match="read-only"):
        elastic.put(documents[10:])
    assert elastic.health().state == "read-only"
    assert elastic.search(ask("")).total == 10
    server.indices.put_settings(
        index=elasticsearch_prefix, settings={"index.blocks.read_only_allow_delete": None}
    )
    assert elastic.put(documents[10:]).stored == 20
    assert elastic.health().state == "ready"


def test_a_closed_index_is_told_with_the_way_out(
    elastic: SearchIndex,
    server: elasticsearch.Elasticsearch,
    elasticsearch_prefix: str,
    documents: list[IndexedDocument],
    ask: Callable[[str], Query],
) -> None:
    elastic.put(documents[:3])
    server.indices.close(index=elasticsearch_prefix)
    with pytest.raises(NotConfiguredError, match="is closed"):
        elastic.search(ask(""))
    elastic.rebuild(documents[:4])
    assert elastic.count() == 4


def test_a_lost_index_is_made_again_when_something_is_stored(
    elastic: SearchIndex,
    server: elasticsearch.Elasticsearch,
    elasticsearch_prefix: str,
    documents: list[IndexedDocument],
    ask: Callable[[str], Query],
) -> None:
    elastic.put(documents)
    assert elastic.search(ask("")).total == 30
    server.indices.delete(index=f"{elasticsearch_prefix}-v000001")
    with pytest.raises(NotConfiguredError, match=r"is missing.*zhibi reindex"):
        elastic.search(ask(""))
    assert elastic.search(ask("")).total == 0  # as before the first document
    assert elastic.health().state == "empty"
    assert elastic.put(documents).stored == 30
    assert elastic.count() == 30


def test_an_index_of_another_version_is_not_misread(
    elastic: SearchIndex,
    server: elasticsearch.Elasticsearch,
    elasticsearch_prefix: str,
    elasticsearch_url: str,
    registry: Registry,
    documents: list[IndexedDocument],
    ask: Callable[[str], Query],
) -> None:
    elastic.put(documents)
    elastic.close()
    server.indices.put_mapping(index=elasticsearch_prefix, meta={"analysis": "0", "fields": "1"})
    newer = open_index(f"{elasticsearch_url}/?index={elasticsearch_prefix}", registry)
    with pytest.raises(NotConfiguredError, match=r"another version.*zhibi reindex"):
        newer.search(ask(""))
    with pytest.raises(NotConfiguredError, match="another version"):
        newer.put(documents)
    assert newer.health().state == "stale"
    newer.rebuild(documents)
    assert newer.health().state == "ready"
    newer.close()


def test_an_index_of_somebody_else_under_our_name_is_left_alone(
    elastic: SearchIndex,
    server: elasticsearch.Elasticsearch,
    elasticsearch_prefix: str,
    documents: list[IndexedDocument],
) -> None:
    server.indices.create(index=elasticsearch_prefix)
    with pytest.raises(NotConfiguredError, match="another kind"):
        elastic.put(documents)
    assert server.indices.exists(index=elasticsearch_prefix)


def test_new_names_are_noticed(
    elastic: SearchIndex,
    elasticsearch_url: str,
    elasticsearch_prefix: str,
    documents: list[IndexedDocument],
    registry: Registry,
) -> None:
    elastic.put(documents)
    fewer = registry.model_copy(update={"companies": registry.companies[:2]})
    index = open_index(f"{elasticsearch_url}/?index={elasticsearch_prefix}", fewer)
    assert "names changed" in index.health().detail
    index.close()


def test_a_server_that_is_away_is_told_in_one_sentence(
    free_port: int,
    registry: Registry,
    documents: list[IndexedDocument],
    ask: Callable[[str], Query],
) -> None:
    index = open_index(f"http://petra:secret@127.0.0.1:{free_port}", registry)
    uses: list[Callable[[], object]] = [
        lambda: index.put(documents), lambda: index.search(ask("price")), index.count,
        lambda: index.delete(["d1"]), lambda: index.rebuild(documents),
    ]  # fmt: skip
    for use in uses:
        with pytest.raises(RetryLaterError, match="does not answer") as caught:
            use()
        assert str(free_port) in caught.value.where
        assert "secret" not in str(caught.value)
        assert caught.value.remedy
    assert index.health().state == "away"
    index.close()


@pytest.fixture
def web_server() -> Iterator[str]:
    class Page(http.server.BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.send_response(200)
            self.send_header("Content-Type", "text/html")
            self.end_headers()
            self.wfile.write(b"<html>It works!</html>")

        do_HEAD = do_PUT = do_POST = do_GET  # noqa: N815 - names of the base class

        def log_message(self, *_: object) -> None:
            pass

    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Page)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()
    thread.join()


def test_a_web_server_that_is_no_elasticsearch_is_told(
    web_server: str, registry: Registry, ask: Callable[[str], Query]
) -> None:
    index = open_index(web_server, registry)
    with pytest.raises(NotConfiguredError, match="not Elasticsearch"):
        index.search(ask("price"))
    index.close()
