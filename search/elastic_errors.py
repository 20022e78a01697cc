"""What Elasticsearch and its client raise, as errors for people."""

from typing import Any

import elastic_transport
import elasticsearch

from schemas.errors import NotConfiguredError, RetryLaterError, ZhibiError

REINDEX = "Build it anew from the store: zhibi reindex"
_ELSEWHERE = "Check the address in zhibi.yaml (index: …)"


def blocked(body: Any) -> bool:
    """Say whether an answer, or one document's part of it, tells of a block on writing."""
    error = body.get("error") if isinstance(body, dict) else None
    return isinstance(error, dict) and error.get("type") == "cluster_block_exception"


def translated(error: Exception, where: str = "elasticsearch") -> ZhibiError:
    """Return the error for people that *error* of the client means."""
    if isinstance(error, elasticsearch.UnsupportedProductError):
        return NotConfiguredError(
            "what answers here is not Elasticsearch", where=where, remedy=_ELSEWHERE
        )
    if isinstance(error, elasticsearch.ApiError):
        return _answered(error, where)
    if isinstance(error, elastic_transport.TlsError):
        return NotConfiguredError(
            f"no secure connection to Elasticsearch: {error.message}",
            where=where,
            remedy=_ELSEWHERE,
        )
    if isinstance(error, elastic_transport.ConnectionTimeout):
        return RetryLaterError(
            "Elasticsearch took too long to answer", where=where, remedy="Repeat later"
        )
    if isinstance(error, elastic_transport.SerializationError):
        return NotConfiguredError(
            "what answers here is not Elasticsearch", where=where, remedy=_ELSEWHERE
        )
    return RetryLaterError(
        "Elasticsearch does not answer",
        where=where,
        remedy=f"Start it, then repeat: what waits is kept. {_ELSEWHERE}",
    )


def _answered(error: elasticsearch.ApiError, where: str) -> ZhibiError:
    status = error.meta.status
    if blocked(error.body):
        return RetryLaterError(
            "Elasticsearch takes no changes at present: the index is read-only",
            where=where,
            remedy="Free disk space on its nodes or lift the block; what waits is kept",
        )
    if status in {401, 403}:
        return NotConfiguredError(
            "Elasticsearch refuses the user or password",
            where=where,
            remedy="Give them in the address: https://USER:PASSWORD@HOST:9200",
        )
    if status == 429 or status >= 500:
        return RetryLaterError(
            f"Elasticsearch is busy or unwell (it answers {status})",
            where=where,
            remedy="Repeat later",
        )
    if "index_closed_exception" in str(error.message):
        return NotConfiguredError(
            "the index is closed", where=where, remedy="Open it in Elasticsearch, or zhibi reindex"
        )
    if status == 404:
        return NotConfiguredError("the index is missing", where=where, remedy=REINDEX)
    return NotConfiguredError(
        f"Elasticsearch refuses the request ({status}, {error.message})",
        where=where,
        remedy=REINDEX,
    )
