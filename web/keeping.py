"""A record of the registry that a form changes: kept and told, or the form again with what is wrong."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any, Final, NamedTuple

from fastapi.responses import Response

from pipeline import registering
from pipeline.registering import MeanwhileError, RefusedRecordError
from schemas.errors import ZhibiError
from store.recordcheck import RecordFault
from store.records import RegistryKind
from web.logbook import field_name
from web.posted import Posted
from web.visit import Visit

_PAGES: Final[Mapping[RegistryKind, str]] = {
    "company": "companies",
    "reader": "readers",
    "source": "sources",
}
Show = Callable[..., Response]
"""Shows the form again: a status, then ``problems``, ``base``, ``over``, ``reason``, ``clashing``."""


class RecordForm(NamedTuple):
    """A form of one record: what it gives, how it is shown again, what faults are at which field.

    *existed*: it changes a record that is there. *name* tells what the saved record is called, *place*
    where to go then, by default to the record's own form. *namesake*: it may have a name of another company.
    """

    kind: RegistryKind
    record_id: str
    existed: bool
    values: Callable[[], Mapping[str, Any]]
    show: Show
    problems: Callable[[Visit, Sequence[RecordFault]], Mapping[str, str]]
    name: Callable[[Any], str]
    place: str = ""
    namesake: bool = False


def keep(visit: Visit, sent: Posted, form: RecordForm) -> Response:
    """Save what *form* gives, then go to the record's page and say so.

    What is refused, or was changed by somebody else meanwhile, is shown again, with what was typed kept.
    """
    base = number_of(sent) if form.existed else None
    reason = sent.text("reason")
    given = {"base": base, "reason": reason}
    try:
        saved = registering.save(
            visit.workspace, form.kind, form.values(), base=base, over=number_of(sent, "over"),
            namesake=form.namesake, caller=visit.caller.because(reason),
        )  # fmt: skip
    except RefusedRecordError as error:
        return form.show(400, problems=form.problems(visit, error.faults), **given)
    except MeanwhileError as error:
        newest = visit.store.registry.current(form.kind, form.record_id)
        return form.show(
            409, over=newest[1] if newest else None, problems={"form": meanwhile(visit, error)},
            clashing=error.fields, **given,
        )  # fmt: skip
    except ZhibiError as error:
        return form.show(400, problems={"form": error.what}, **given)
    here = form.place or f"/admin/{_PAGES[form.kind]}/{saved.record.id}"
    called = form.name(saved.record)
    if saved.entry is None:
        return visit.go(here, "registry.flash.same", name=called)
    did = "changed" if form.existed else "added"
    undo = f"/admin/log/{saved.entry}/undo"
    return visit.go(here, f"registry.flash.{did}", undo=undo, name=called)


def number_of(sent: Posted, name: str = "base") -> int | None:
    """Return the revision that a form carries under *name*, None where it carries none."""
    text = sent.text(name, 12)
    return int(text) if text.isdecimal() else None


def meanwhile(visit: Visit, error: MeanwhileError) -> str:
    """Return who changed what since the page was opened, as a sentence."""
    names = [field_name(visit, one) for one in error.fields]
    key = "meanwhile.gone" if error.gone else "meanwhile.changed"
    at = visit.site.speaker(visit.lang, visit.zone).moment(error.at)
    account = visit.store.accounts.get(error.author)
    who = account.name if account else error.author
    return visit.words("registry", key, who=who, what=", ".join(names), at=at)
