"""An edition as HTML, as text and as the message that is sent. The same edition, the same bytes."""

from base64 import b64encode

from digests.chart import Chart, chart
from digests.message import Picture, build_message
from digests.plain import write_text
from digests.setting import page
from digests.view import View, view
from schemas.delivery import Digest, DigestInput, RenderedDigest

# Mail programs cut what is longer (Gmail at 102 kB); we stay well below.
MOST_BYTES = 60_000


def render(digest: Digest, given: DigestInput) -> RenderedDigest:
    """Return HTML, text and MIME of an edition. Raises WrongUseError for a bad mail address.

    The HTML stands by itself: its chart is in it. In the message the chart is a part of its own.
    """
    shown = view(digest, given)
    picture = chart(digest, given)
    html = render_html(shown, picture)
    text = write_text(shown)
    if picture is None:
        return RenderedDigest(html=html, text=text, mime=build_message(digest, given, html, text))
    part = Picture(f"chart-{digest.id}@zhibi", picture.png)
    mailed = html.replace(_data(picture), f"cid:{part.cid}")
    mime = build_message(digest, given, mailed, text, picture=part)
    return RenderedDigest(html=html, text=text, mime=mime)


def render_html(shown: View, picture: Chart | None = None) -> str:
    """Return the page. Where it would be too long, the last stories take one line each."""
    full = len(shown.top)
    src = _data(picture) if picture else ""
    html = _page(shown, full, picture, src)
    while full > 1 and len(html.encode()) - len(src) > MOST_BYTES:
        full -= max(1, full // 8)
        html = _page(shown, full, picture, src)
    return html


def _data(picture: Chart) -> str:
    return f"data:image/png;base64,{b64encode(picture.png).decode('ascii')}"


def _page(shown: View, full: int, picture: Chart | None, src: str) -> str:
    return page("digest.html.j2", v=shown, full=full, chart=picture, chart_src=src)
