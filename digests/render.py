"""An edition as HTML, as text and as the message that is sent. The same edition, the same bytes."""

from functools import cache
from pathlib import Path

import css_inline
from jinja2 import Environment, FileSystemLoader, StrictUndefined

from digests.message import build_message
from digests.plain import write_text
from digests.view import View, view
from schemas.delivery import Digest, DigestInput, RenderedDigest

# Mail programs cut what is longer (Gmail at 102 kB); we stay well below.
MOST_BYTES = 60_000
_TEMPLATES = Path(__file__).parent / "templates"
_MEDIA = "<!--media-->"


def render(digest: Digest, given: DigestInput) -> RenderedDigest:
    """Return HTML, text and MIME of an edition. Raises WrongUseError for a bad mail address."""
    shown = view(digest, given)
    html = render_html(shown)
    text = write_text(shown)
    return RenderedDigest(html=html, text=text, mime=build_message(digest, given, html, text))


def render_html(shown: View) -> str:
    """Return the page. Where it would be too long, the last stories take one line each."""
    full = len(shown.top)
    html = _page(shown, full)
    while full > 1 and len(html.encode()) > MOST_BYTES:
        full -= max(1, full // 8)
        html = _page(shown, full)
    return html


def _page(shown: View, full: int) -> str:
    page = _template_environment().get_template("digest.html.j2")
    html = _inliner().inline(page.render(v=shown, full=full))
    # The inliner takes every style element away; dark mode and phones need theirs afterwards.
    return html.replace(_MEDIA, f"<style>\n{_media_css()}</style>", 1)


@cache
def _template_environment() -> Environment:
    """Escaping is on for every template whatever its name (RELIABILITY D11)."""
    return Environment(
        loader=FileSystemLoader(_TEMPLATES),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )


@cache
def _media_css() -> str:
    return (_TEMPLATES / "media.css").read_text(encoding="utf-8")


@cache
def _inliner() -> css_inline.CSSInliner:
    """Never fetches: neither linked style sheets nor anything else."""
    return css_inline.CSSInliner(
        load_remote_stylesheets=False, keep_style_tags=False, minify_css=True
    )
