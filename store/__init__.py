"""The system of record: open it with :func:`open_store`."""

from store.open import Store, open_store
from store.records import ApplyReport, Conflict, Run, Saved, SourceHealth, StoredEdition

__all__ = [
    "ApplyReport",
    "Conflict",
    "Run",
    "Saved",
    "SourceHealth",
    "Store",
    "StoredEdition",
    "open_store",
]
