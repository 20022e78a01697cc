"""The text of an entry as its feed gave it: what is left of an article whose page is behind a wall."""

import html
import re

from crawlers.links.markup import TAG, without_scripts
from crawlers.pages.dom import squeeze
from schemas.harvest import Hint

_COMMENT = re.compile(r"<!--[^<>]{0,5000}-->")
_BREAK = re.compile(r"</?(?:p|div|br|li|ul|ol|h[1-6]|blockquote|tr|table|figure|section|article|hr|pre)\b[^<>]{0,2000}>",
                    re.IGNORECASE)  # fmt: skip


def feed_text(hint: Hint | None) -> str:
    """Return the paragraphs of the content that a feed held, an empty line between two; else nothing."""
    if hint is None or not hint.content:
        return ""
    parts = _BREAK.split(_COMMENT.sub(" ", without_scripts(hint.content)))
    lines = (squeeze(html.unescape(TAG.sub("", part))) for part in parts)
    return "\n\n".join(line for line in lines if line)
