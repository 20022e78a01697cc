"""What a reader does from a mail, without a login: leave, come back, change, rate."""

from collections.abc import Mapping

from pydantic import ValidationError

from pipeline.taking import take_in
from pipeline.workspace import Workspace
from schemas.delivery import Digest, Rating
from schemas.errors import WrongUseError
from schemas.registry import Reader, Registry

AUTHOR = "reader"
# What a reader may change himself; whom he is and which team's accounts he sees is the registry's.
CHANGEABLE = ("language", "every", "day", "hour", "limit", "floor", "budget", "quiet")


def reader_of(workspace: Workspace, reader_id: str) -> Reader:
    """Return a reader. Raises WrongUseError for one that is not there."""
    found = workspace.store.registry.reader(reader_id)
    if found is None:
        raise WrongUseError("there is no such reader", where=reader_id)
    return found


def subscribe(workspace: Workspace, reader_id: str, *, active: bool) -> bool:
    """Let a reader leave or come back, recorded and undoable; False where it was so already."""
    reader = reader_of(workspace, reader_id)
    if reader.active == active:
        return False
    _keep(workspace, reader.model_copy(update={"active": active}))
    return True


def change(workspace: Workspace, reader_id: str, wanted: Mapping[str, str]) -> Reader:
    """Change what a reader gets to *wanted*, fields of a form as text; return the reader.

    An empty floor or quiet is none. Raises WrongUseError that names the field it cannot take.
    """
    reader = reader_of(workspace, reader_id)
    values = {name: wanted[name].strip() for name in CHANGEABLE if name in wanted}
    record = reader.model_dump(mode="json")
    for name, value in values.items():
        part = {"every": "schedule", "day": "schedule", "hour": "schedule", "budget": "alerts", "quiet": "alerts"}.get(name)  # fmt: skip
        (record[part] if part else record)[name] = value or None
    try:
        changed = Reader.model_validate(record)
    except ValidationError as error:
        first = error.errors()[0]
        name = str(first["loc"][-1]) if first["loc"] else "form"
        raise WrongUseError(f"{name}: {first['msg']}", where=name) from error
    if changed != reader:
        _keep(workspace, changed)
    return changed


def alert_of(workspace: Workspace, edition_id: str) -> Digest:
    """Return the alert with this id. Raises WrongUseError where there is none."""
    found = workspace.store.editions.get(edition_id)
    if found is None or found.digest.alert is None:
        raise WrongUseError("there is no such alert", where=edition_id)
    return found.digest


def rate(workspace: Workspace, edition_id: str, *, useful: bool) -> Digest:
    """Keep what a reader thought of an alert; said again it replaces what he said before."""
    digest = alert_of(workspace, edition_id)
    assert digest.alert is not None
    rating = Rating(
        edition=edition_id,
        reader=digest.reader,
        rule=digest.alert.rule,
        score=digest.top[0].story.score,
        useful=useful,
        at=workspace.now,
    )
    workspace.store.mail.rate(rating)
    return digest


def _keep(workspace: Workspace, reader: Reader) -> None:
    take_in(workspace, Registry(readers=(reader,)), author=AUTHOR)
