"""A template as YAML that a person reads and edits, and back."""

import io
from typing import Any

from pydantic import ValidationError
from ruamel.yaml import YAML
from ruamel.yaml.comments import CommentedMap, CommentedSeq
from ruamel.yaml.error import YAMLError

from crawlers.templates.parts import Pattern
from schemas.errors import InvalidRecordError
from schemas.ids import digest
from schemas.templates import Place, StoredTemplate, Template

_HEAD = """\
How the pages of one layout are read. Change it in a file and hand it back:
  zhibi source template save FILE
A place is css (a selector), meta, json-ld, title, url or hint; the first one that gives something is
taken. In body, parts are written as tag#id.class; in lines a # stands for any digit.
"""
_VIAS = ("css", "meta", "json-ld", "title", "url", "hint")
# Shown, but not read back: they are the template's past.
_STANDING = ("state", "pinned", "valid_from", "valid_until", "checked", "used", "note")


def write_template(stored: StoredTemplate) -> str:
    """Return *stored* as YAML with comments."""
    template = stored.template
    shown = CommentedMap()
    shown.yaml_set_start_comment(_HEAD)
    shown["id"], shown["host"] = template.id, template.host
    shown["kind"], shown["language"] = template.kind, template.language
    shown["state"], shown["pinned"] = stored.state, stored.pinned
    shown["valid_from"] = stored.valid_from.isoformat(timespec="minutes")
    if stored.valid_until is not None:
        shown["valid_until"] = stored.valid_until.isoformat(timespec="minutes")
    shown["checked"] = f"{stored.agreed} of {stored.checked} pages as the general extractor reads"
    shown["used"] = stored.used
    if stored.note:
        shown["note"] = stored.note
    shown["fields"] = CommentedMap(
        {name: _places(places) for name, places in template.fields.items()}
    )
    body = template.body.model_dump(mode="json", exclude={"found", "of"})
    shown["body"] = CommentedMap(body)
    if template.body.of:
        found = f"held the text on {template.body.found} of {template.body.of} pages"
        shown["body"].yaml_add_eol_comment(found, "at")
    shown["expects"] = CommentedMap(template.expects.model_dump(mode="json"))
    shown["learned_from"] = list(template.learned_from)
    written = io.StringIO()
    yaml = YAML()
    yaml.width = 110
    yaml.dump(shown, written)
    return written.getvalue()


def read_template(text: str, where: str) -> tuple[Template, str]:
    """Return the template in YAML and the id it had; it gets an id of its own by its rules.

    Raises InvalidRecordError that says what is wrong and where.
    """
    try:
        given = YAML(typ="safe").load(text)
    except YAMLError as error:
        raise InvalidRecordError(f"is no YAML: {error}", where=where) from error
    if not isinstance(given, dict):
        raise InvalidRecordError("is no template", where=where, remedy=_REMEDY)
    rules = {key: value for key, value in given.items() if key not in _STANDING}
    before = str(rules.pop("id", ""))
    try:
        rules["fields"] = {
            name: [_place(one) for one in places] for name, places in rules["fields"].items()
        }
        template = Template.model_validate({**rules, "id": "t-new"})
        for part in (*template.body.keep, *template.body.drop):
            Pattern.read(part)
    except ValidationError as error:
        first = error.errors()[0]
        place = ".".join(str(one) for one in first["loc"])
        raise InvalidRecordError(f"{place}: {first['msg']}", where=where, remedy=_REMEDY) from error
    except (KeyError, AttributeError, TypeError, ValueError) as error:
        raise InvalidRecordError(f"{error}", where=where, remedy=_REMEDY) from error
    rule_text = template.model_dump_json(exclude={"id", "learned_from"})
    return template.model_copy(update={"id": f"t{digest(rule_text)[:16]}"}), before


_REMEDY = "Start from one that is there: zhibi source template show ID > FILE"


def _places(places: tuple[Place, ...]) -> CommentedSeq:
    rows = CommentedSeq()
    for place in places:
        row = CommentedMap({place.via: place.at})
        given = {"attribute": place.attribute, "before": place.before, "after": place.after}
        row.update({name: value for name, value in given.items() if value})
        rows.append(row)
        if place.of:
            row.yaml_add_eol_comment(f"right on {place.found} of {place.of} pages", place.via)
    return rows


def _place(row: Any) -> dict[str, Any]:
    if not isinstance(row, dict):
        raise TypeError(f"{row!r} is no place: write it as css: h1.title")
    via = next((one for one in _VIAS if one in row), None)
    if via is None:
        raise ValueError(f"a place needs one of {', '.join(_VIAS)}")
    rest = {name: value for name, value in row.items() if name != via}
    return {"via": via, "at": row[via] or "", **rest}
