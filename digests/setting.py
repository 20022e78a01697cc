"""Sets a mail in type: templates with escaping on, styles written into the elements."""

from functools import cache
from pathlib import Path
from typing import Any

import css_inline
from jinja2 import Environment, FileSystemLoader, StrictUndefined

_TEMPLATES = Path(__file__).parent / "templates"
_MEDIA = "<!--media-->"


def page(template: str, **values: Any) -> str:
    """Return *template* filled with *values*, its styles inlined but those for dark and phone."""
    html = _inliner().inline(_template_environment().get_template(template).render(**values))
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
