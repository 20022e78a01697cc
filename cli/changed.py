"""Changes for people: on a terminal, as plain text, as a page of their own."""

from collections.abc import Sequence
from html import escape

from rich.text import Text

from cli.terminal import out
from schemas.changes import Change
from text.beforeafter import Segment, marked_html, marked_text, segments

_STYLES = {"same": "", "old": "strike red", "new": "bold green"}
# Values this short are shown whole, side by side; longer ones word by word.
_SHORT = 60
_PROSE = frozenset({"text", "legal", "headline"})
_PAGE = """\
<!doctype html><html><head><meta charset="utf-8"><title>{title}</title><style>
body{{font:16px/1.5 system-ui,sans-serif;max-width:46rem;margin:2rem auto;padding:0 1rem}}
del{{background:#fde2e1;color:#8a1c14}}ins{{background:#d9f2df;color:#0b5a24;text-decoration:none}}
h2{{font-size:1rem;margin:1.6rem 0 .2rem}}small{{color:#667}}</style></head><body>
<h1>{title}</h1>{changes}</body></html>
"""


def show_changes(changes: Sequence[Change]) -> None:
    """Print *changes* for reading; colours on a terminal, marks in a file or pipe."""
    if not changes:
        out.print("No change.")
    for change in changes:
        out.print(_heading(change), style="bold", markup=False, highlight=False)
        found = difference(change)
        if out.is_terminal and not out.no_color:
            line = Text("  ")
            for one in found:
                line.append(one.text, style=_STYLES[one.mark])
            out.print(line)
        else:
            out.print(f"  {marked_text(found)}", markup=False, highlight=False, soft_wrap=True)


def changes_page(changes: Sequence[Change], url: str) -> str:
    """Return *changes* as one HTML page without scripts; every word of the pages is escaped."""
    rows = [
        f"<h2>{escape(_heading(one))}</h2><p>{marked_html(difference(one))}</p>" for one in changes
    ]
    return _PAGE.format(title=escape(url), changes="\n".join(rows) or "<p>No change.</p>")


def difference(change: Change) -> list[Segment]:
    """Return the segments of one change; short values whole, with an arrow between."""
    old, new = change.old, change.new
    if old is None or new is None or change.kind in _PROSE or max(len(old), len(new)) > _SHORT:
        return segments(old, new)
    return [Segment("old", old), Segment("same", " → "), Segment("new", new)]


def _heading(change: Change) -> str:
    percent = f"  {change.percent:+}%" if change.percent is not None else ""
    what = "" if change.field in {"paragraph", "amount", "title"} else f", {change.field}"
    return f"{change.kind}  {change.subject}{what}{percent}"
