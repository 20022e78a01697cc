"""One search over all documents, on an embedded engine or on Elasticsearch."""

from pathlib import Path
from urllib.parse import urlsplit

from schemas.errors import NotConfiguredError
from schemas.ids import digest
from schemas.registry import Registry
from search.base import SearchIndex
from search.names import dictionary, names_of

__all__ = ["open_index"]

_FORMS = "Write 'embedded' or the address of Elasticsearch, such as http://127.0.0.1:9200"


def open_index(url: str, registry: Registry) -> SearchIndex:
    """Open the index at *url*: ``embedded:FOLDER`` or ``http(s)://HOST:PORT[/PATH][?index=NAME]``.

    Nothing is connected or written yet. Raises NotConfiguredError for any other address, or where
    the client of Elasticsearch is not installed.
    """
    segmenter = names_of(registry).segmenter
    names = digest("\n".join(sorted(set(dictionary(registry)))))[:16]
    scheme, _, rest = url.partition(":")
    if scheme == "embedded" and rest:
        from search.embedded import EmbeddedIndex  # noqa: PLC0415 - loads one engine, not both

        return EmbeddedIndex(Path(rest), segmenter, names)
    if scheme in {"http", "https"} and urlsplit(url).hostname:
        try:
            from search.elastic import ElasticIndex  # noqa: PLC0415 - an optional extra
        except ModuleNotFoundError as error:
            raise NotConfiguredError(
                "the client of Elasticsearch is not installed",
                remedy="Install the extra 'elasticsearch', or set the index to 'embedded'",
            ) from error
        return ElasticIndex(url, segmenter, names)
    raise NotConfiguredError(
        f"'{url.partition('@')[2] or url}' is no search index", where="index", remedy=_FORMS
    )
