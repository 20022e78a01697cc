"""What the client raises, as sentences for people."""

import elastic_transport
import elasticsearch
import pytest

from schemas.errors import NotConfiguredError, RetryLaterError, ZhibiError
from search.elastic_errors import translated


def _answer(
    status: int,
    kind: str = "some_exception",
    made: type[elasticsearch.ApiError] = elasticsearch.ApiError,
) -> elasticsearch.ApiError:
    meta = elastic_transport.ApiResponseMeta(
        status=status, http_version="1.1", headers=elastic_transport.HttpHeaders(), duration=0.1,
        node=elastic_transport.NodeConfig("http", "127.0.0.1", 9200),
    )  # fmt: skip
    return made(kind, meta, {"error": {"type": kind, "reason": "because"}})


@pytest.mark.parametrize(
    ("error", "kind", "says"),
    [
        (_answer(401), NotConfiguredError, "refuses the user or password"),
        (_answer(403), NotConfiguredError, "refuses the user or password"),
        (_answer(403, "cluster_block_exception"), RetryLaterError, "read-only"),
        (_answer(429), RetryLaterError, "busy or unwell (it answers 429)"),
        (_answer(503), RetryLaterError, "busy or unwell (it answers 503)"),
        (_answer(404), NotConfiguredError, "the index is missing"),
        (_answer(400), NotConfiguredError, "refuses the request (400"),
        (elastic_transport.TlsError("bad certificate"), NotConfiguredError, "no secure connection"),
        (elastic_transport.ConnectionTimeout("late"), RetryLaterError, "took too long"),
        (elastic_transport.ConnectionError("gone"), RetryLaterError, "does not answer"),
        (elastic_transport.SerializationError("html"), NotConfiguredError, "not Elasticsearch"),
        (
            _answer(200, "nginx", elasticsearch.UnsupportedProductError),
            NotConfiguredError,
            "not Elasticsearch",
        ),
    ],
)
def test_every_trouble_has_its_sentence_and_its_way_out(
    error: Exception, kind: type[ZhibiError], says: str
) -> None:
    found = translated(error, "http://127.0.0.1:9200")
    assert type(found) is kind
    assert says in found.what
    assert found.where == "http://127.0.0.1:9200"
    assert found.remedy
