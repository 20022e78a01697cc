"""What a reader does from a mail, without a sign-in: a signed address says who he is and what it allows.

A GET only shows what a POST would do, for mail programs and scanners fetch addresses. The POSTs need no form
token: whoever has the address may do it, once or twice alike (RFC 8058).
"""

from typing import Annotated

from fastapi import APIRouter, Form
from fastapi.responses import HTMLResponse, Response

from digests.links import Purpose
from pipeline import subscribing
from pipeline.linking import address_of, subject_of
from schemas.errors import WrongUseError
from schemas.registry import Reader
from web.visit import Here, Visit

router = APIRouter(default_response_class=HTMLResponse)
Text = Annotated[str, Form(max_length=100)]
_PURPOSES: dict[str, Purpose] = {"unsubscribe": "unsubscribe", "preferences": "preferences"}


@router.get("/mail/unsubscribe/{token}")
def leave_page(visit: Here, token: str) -> HTMLResponse:
    """Ask whether the reader wants to leave, or to come back."""
    reader = _reader(visit, "unsubscribe", token)
    return _gone(visit) if reader is None else _leaving(visit, reader, token)


@router.post("/mail/unsubscribe/{token}")
def leave(visit: Here, token: str, back: Text = "") -> HTMLResponse:
    """Let the reader leave; with *back* let him come back."""
    reader = _reader(visit, "unsubscribe", token)
    if reader is None:
        return _gone(visit)
    subscribing.subscribe(visit.workspace, reader.id, active=bool(back))
    return _leaving(visit, subscribing.reader_of(visit.workspace, reader.id), token)


@router.get("/mail/preferences/{token}")
def preferences_page(visit: Here, token: str) -> HTMLResponse:
    """Show what the reader gets, as a form."""
    reader = _reader(visit, "preferences", token)
    return _gone(visit) if reader is None else _preferences(visit, reader, token)


@router.post("/mail/preferences/{token}")
async def preferences(visit: Here, token: str) -> HTMLResponse:
    """Change what the reader gets."""
    form = await visit.request.form()
    wanted = {name: str(value)[:40] for name, value in form.items()}
    return await visit.aside(_change, visit, token, wanted)


@router.get("/mail/rate/{token}")
def rate_page(visit: Here, token: str, useful: str = "") -> HTMLResponse:
    """Ask whether an alert was worth it; the address of the mail presses a button beforehand."""
    edition = subject_of(visit.workspace, "rate", token)
    if edition is None:
        return _gone(visit)
    return _rating(visit, edition, token, chosen=useful)


@router.post("/mail/rate/{token}")
def rate(visit: Here, token: str, useful: Text = "") -> Response:
    """Keep what the reader thought of an alert."""
    edition = subject_of(visit.workspace, "rate", token)
    if edition is None or useful not in {"yes", "no"}:
        return _gone(visit)
    subscribing.rate(visit.workspace, edition, useful=useful == "yes")
    return _rating(visit, edition, token, said=useful)


def _reader(visit: Visit, purpose: str, token: str) -> Reader | None:
    subject = subject_of(visit.workspace, _PURPOSES[purpose], token)
    reader = visit.store.registry.reader(subject) if subject else None
    return _speak(visit, reader)


def _speak(visit: Visit, reader: Reader | None) -> Reader | None:
    """Answer in the reader's language, unless the address asks for another."""
    if reader is not None and "lang" not in visit.request.query_params:
        visit.lang = reader.language
    return reader


def _leaving(visit: Visit, reader: Reader, token: str) -> HTMLResponse:
    return visit.page("mail/unsubscribe", reader=reader, token=token)


def _preferences(
    visit: Visit, reader: Reader, token: str, *, problem: str = "", saved: bool = False
) -> HTMLResponse:
    return visit.page(
        "mail/preferences", 400 if problem else 200, reader=reader, token=token, problem=problem,
        saved=saved, leave=_leave_path(visit, reader),
    )  # fmt: skip


def _leave_path(visit: Visit, reader: Reader) -> str:
    address = address_of(visit.workspace, "unsubscribe", reader.id)
    return address.removeprefix(visit.workspace.settings.base_url)


def _change(visit: Visit, token: str, wanted: dict[str, str]) -> HTMLResponse:
    reader = _reader(visit, "preferences", token)
    if reader is None:
        return _gone(visit)
    try:
        changed = subscribing.change(visit.workspace, reader.id, wanted)
    except WrongUseError as error:
        return _preferences(visit, reader, token, problem=error.where or "form")
    _speak(visit, changed)
    return _preferences(visit, changed, token, saved=True)


def _rating(
    visit: Visit, edition: str, token: str, *, chosen: str = "", said: str = ""
) -> HTMLResponse:
    try:
        digest = subscribing.alert_of(visit.workspace, edition)
    except WrongUseError:
        return _gone(visit)
    _speak(visit, visit.store.registry.reader(digest.reader))
    return visit.page("mail/rate", digest=digest, token=token, chosen=chosen, said_now=said)


def _gone(visit: Visit) -> HTMLResponse:
    return visit.page("mail/gone", 404)
