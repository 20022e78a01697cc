"""Pages from templates: escaped by construction, with the words of their group in one language."""

from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from schemas.kinds import FAMILY_OF
from text.display import format_count, one_line
from web import marking, wording
from web.collectable import collectable
from web.navigation import entries
from web.site import asset
from web.visit import Visit, link

FOLDER = Path(__file__).parent / "templates"


@cache
def environment() -> Environment:
    """Return the templates' environment: everything is escaped, whatever a template is called."""
    made = Environment(
        loader=FileSystemLoader(FOLDER),
        autoescape=True,  # for every template, whatever its name (RELIABILITY D11)
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    made.filters |= {"marked": marking.marked, "line": one_line, "n": format_count}
    made.filters["svg"] = Markup  # of charts, which escape what they are given
    made.globals |= {
        "asset": asset,
        "family_of": FAMILY_OF.get,
        "collectable": collectable,
        "fill": wording.fill,
        "link": link,
    }
    return made


def render(visit: Visit, template: str, said: Mapping[str, Any] | None, **given: Any) -> str:
    """Return the page ``GROUP/NAME``.

    Templates see ``w`` the group's words, ``b`` those of every page, ``speak`` and ``says`` for records, ``visit``,
    ``lang``, ``path`` (where it stands), ``flash`` (what the last action left to say) and *given*.
    """
    speaker = visit.site.speaker(visit.lang, visit.zone)
    group = template.partition("/")[0]
    request = visit.request
    return (
        environment()
        .get_template(f"{template}.html")
        .render(
            w=wording.group("base" if group == "errors" else group, visit.lang),
            b=wording.group("base", visit.lang),
            says=speaker.words,
            speak=speaker,
            visit=visit,
            lang=visit.lang,
            path=request.url.path,
            here=request.url.path + (f"?{request.url.query}" if request.url.query else ""),
            nav=entries(visit),
            flash=_said(visit, said),
            **given,
        )
    )


def _said(visit: Visit, said: Mapping[str, Any] | None) -> dict[str, str] | None:
    """Return what was done as a sentence, with the path that takes it back."""
    if said is None:
        return None
    entry = wording.said(said["say"], visit.lang)
    return {"text": wording.fill(entry, **said["values"]), "undo": said["undo"]}
