"""What changed between two revisions of a document: typed, field by field, as people say it.

Pure functions. Laws, tested: a document never differs from itself; order on the page is no change;
what could not be read is never told as a change.
"""

from crawlers.changes.detect import detect

__all__ = ["detect"]
