"""Foreign text as harmless markup: search hits marked, everything else escaped."""

from markupsafe import Markup, escape

from schemas.searching import Highlight
from text.display import one_line


def marked(part: Highlight) -> Markup:
    """Return highlighted text with its hits marked, everything else escaped."""
    made, last = Markup(""), 0
    for start, end in part.marks:
        made += plain(part.text[last:start])
        made += Markup("<mark>%s</mark>") % plain(part.text[start:end])
        last = end
    return made + plain(part.text[last:])


def plain(text: str) -> Markup:
    """Return *text* escaped and without marks of direction or controls, its outer spaces kept."""
    inner = one_line(text, max(len(text), 1))
    before = " " if text[:1].isspace() and inner else ""
    after = " " if text[-1:].isspace() else ""
    return escape(f"{before}{inner}{after}")
