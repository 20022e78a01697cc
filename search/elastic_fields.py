"""The mapping of an Elasticsearch index, and one document as its body."""

import json
from typing import Any

from search import entry
from search.entry import LONGEST_TITLE, LONGEST_VALUE, Entry
from text import analysis

_TOKENS: dict[str, Any] = {"type": "text", "analyzer": "whitespace", "index_options": "positions"}
_WORDS: dict[str, Any] = {"type": "text", "analyzer": "whitespace", "index_options": "freqs"}
_FORMS: dict[str, Any] = {
    "type": "text", "analyzer": "whitespace", "index_options": "docs", "norms": False,
}  # fmt: skip
_VALUE: dict[str, Any] = {"type": "keyword", "ignore_above": LONGEST_VALUE}
VALUE_FIELDS = (
    "id", "companies", "about", "moves", "families", "kind", "language", "source", "statuses",
    "story", "month",
)  # fmt: skip
RANK_FIELDS = [
    "key", "standing", "published", "importance", "is_id", "is_about", "is_story", "title_line",
]  # fmt: skip
"""What places a document: read from columns, for to read a source is to parse its whole text."""


def mapping(names: str) -> dict[str, Any]:
    """Return the strict mapping; *names* identifies the names the text was cut by.

    The token fields are left out of what is kept of a document: a rebuild comes from the store.
    ``document`` holds the original, with title and text analysed by the server's own standard
    analyser for people who look into the index with other tools.
    """
    properties: dict[str, Any] = {
        "title": _TOKENS, "body": _TOKENS, "title_words": _WORDS,
        "title_forms": _FORMS, "body_forms": _FORMS,
        **{f"is_{name}": _VALUE for name in VALUE_FIELDS},
        "title_line": {"type": "keyword", "index": False, "ignore_above": LONGEST_TITLE},
        "key": {"type": "long"}, "standing": {"type": "long"}, "day": {"type": "integer"}, "published": {"type": "long"},
        "amounts": {"type": "double"}, "importance": {"type": "double"},
        "document": {
            "type": "object",
            "dynamic": False,
            "properties": {
                "title": {"type": "text"}, "text": {"type": "text"},
                "published": {"type": "date"}, "url": {"type": "keyword", "ignore_above": 2048},
            },
        },
    }  # fmt: skip
    return {
        "dynamic": "strict",
        "_meta": stamp(names),
        "_source": {
            "excludes": [
                "body",
                "title_words",
                "title_forms",
                "body_forms",
                "title_line",
            ]
        },
        "properties": properties,
    }


def stamp(names: str) -> dict[str, str]:
    """Return what made an index: the versions of tokens and fields, and its names."""
    return {"analysis": analysis.VERSION, "fields": entry.VERSION, "names": names}


def body(one: Entry) -> bytes:
    """Return *one* as the line that the server stores."""
    fields: dict[str, Any] = {
        "title": one.title, "body": one.body,
        "title_words": one.title_words,
        "title_forms": one.title_forms, "body_forms": one.body_forms,
        **{f"is_{name}": values for name, values in one.values.items()},
        "title_line": one.title_line, "key": one.key, "standing": one.standing, "day": one.day, "published": one.published, "amounts": one.amounts,
        "importance": one.importance, "document": one.document.model_dump(mode="json"),
    }  # fmt: skip
    return json.dumps(fields, ensure_ascii=False, separators=(",", ":")).encode()


def action(identity: str, version: int) -> bytes:
    """Return the line that says where a body goes; an older version never replaces a newer."""
    fields = {"_id": identity, "version": version, "version_type": "external_gte"}
    return json.dumps({"index": fields}, ensure_ascii=False, separators=(",", ":")).encode()


def removal(identity: str, version: int) -> bytes:
    """Return the line that deletes a document of which *version* is stored."""
    fields = {"_id": identity, "version": version, "version_type": "external_gte"}
    return json.dumps({"delete": fields}, ensure_ascii=False, separators=(",", ":")).encode()
