"""Digests: the archive of editions, previews, tests, and what became of each message."""

from collections.abc import Sequence
from typing import Annotated

from fastapi import APIRouter, Form
from fastapi.responses import HTMLResponse, Response

from pipeline import digest as digests
from pipeline import subscribing
from pipeline.sending import bouncing_readers
from pipeline.testsend import send_test
from schemas.delivery import Delivery, DeliveryState, Digest
from schemas.registry import Reader
from web.guard import RefusedError
from web.visit import Here, Visit, link

router = APIRouter(default_response_class=HTMLResponse)
Text = Annotated[str, Form(max_length=200)]
# A mail has its own styles and its chart in itself; it may do nothing else.
_MAIL_POLICY = "default-src 'none'; style-src 'unsafe-inline'; img-src data:; sandbox"
_SHOWN = 60


@router.get("/digests")
def archive(visit: Here, reader: str = "") -> HTMLResponse:
    """List editions, the newest first: one's own, or everybody's for analysts."""
    mine = reader if visit.may("analyst") else (visit.me.reader or "")
    readable = visit.may("analyst") or bool(mine)
    found = visit.store.editions.archive(mine or None, _SHOWN) if readable else []
    return visit.page(
        "digests/archive",
        editions=found,
        most=_SHOWN,
        names=_names(visit),
        messages=_messages(visit, found),
        readers=visit.workspace.registry.readers if visit.may("analyst") else (),
        chosen=mine,
        waiting=_waiting(visit) if visit.may("analyst") else [],
        failing=bouncing_readers(visit.workspace) if visit.may("analyst") else {},
        off=visit.store.mail.switched_off() if visit.may("analyst") else {},
    )


@router.get("/digests/preview")
def preview(visit: Here, reader: str, week: str = "", part: str = "") -> Response:
    """Show an edition as it would be now; nothing is stored or sent."""
    made = digests.preview(visit.workspace, _own(visit, reader), week or None)
    if part == "html":
        return _mail(made.rendered.html)
    return visit.page(
        "digests/edition", digest=made.digest, text=made.rendered.text, messages=[], preview=True, names=_names(visit),
        html=link("/digests/preview", reader=reader, week=week, part="html"),
    )  # fmt: skip


@router.post("/digests/test")
def try_out(visit: Here, reader: Text, week: Text = "", to: Text = "") -> Response:
    """Send an edition now, marked as a test."""
    sent = send_test(
        visit.workspace, subscribing.reader_of(visit.workspace, reader), week or None, to or None
    )
    say = "digests.flash.test" if sent.state == "sent" else "digests.flash.test_failed"
    return visit.go("/digests", say=say, to=sent.address, reason=sent.error or "")


@router.get("/digests/test")
def tried(visit: Here) -> Response:
    """Show the digests where a test that failed is loaded again: it names no edition."""
    return visit.go("/digests")


@router.get("/digests/{edition_id}")
def edition(visit: Here, edition_id: str, part: str = "") -> Response:
    """Show a frozen edition and what became of its messages."""
    found = visit.store.editions.get(edition_id)
    if found is None:
        return visit.page("errors/missing", 404)
    _may_read(visit, found.digest.reader)
    if part == "html":
        return _mail(found.rendered.html)
    return visit.page(
        "digests/edition", digest=found.digest, text=found.rendered.text, preview=False, names=_names(visit),
        messages=_messages(visit, [found.digest]).get(edition_id, []),
        html=f"/digests/{edition_id}?part=html",
    )  # fmt: skip


@router.post("/digests/messages/{message_id}/resend")
def resend(visit: Here, message_id: str) -> Response:
    """Queue a message that failed, or is in the unknown, once more."""
    outbox = visit.store.editions.outbox
    done = outbox.requeue(message_id, now=visit.site.clock())
    path = f"/digests/{outbox.get(message_id).edition}"
    return visit.go(path, say="digests.flash.queued" if done else "digests.flash.settled")


@router.post("/digests/messages/{message_id}/settle")
def settle(visit: Here, message_id: str, arrived: Text = "") -> Response:
    """Say of a message in the unknown whether it arrived."""
    outbox = visit.store.editions.outbox
    message = outbox.get(message_id)
    if message.state == "unknown":
        state: DeliveryState = "sent" if arrived == "yes" else "failed"
        error = None if arrived == "yes" else "said not to have arrived"
        outbox.mark(message_id, state, now=visit.site.clock(), error=error)
    return visit.go(f"/digests/{message.edition}", say="digests.flash.noted")


def _names(visit: Visit) -> dict[str, str]:
    """Return what readers are called, by their ids."""
    return {one.id: one.name for one in visit.workspace.registry.readers}


def _mail(html: str) -> HTMLResponse:
    return HTMLResponse(html, headers={"Content-Security-Policy": _MAIL_POLICY})


def _own(visit: Visit, reader_id: str) -> Reader:
    _may_read(visit, reader_id)
    return subscribing.reader_of(visit.workspace, reader_id)


def _may_read(visit: Visit, reader_id: str) -> None:
    """Let a viewer see what he himself is sent, an analyst what anybody is."""
    if not visit.may("analyst") and visit.me.reader != reader_id:
        raise RefusedError("role", needed="analyst")


def _messages(visit: Visit, editions: Sequence[Digest]) -> dict[str, list[Delivery]]:
    wanted = {one.id for one in editions}
    found: dict[str, list[Delivery]] = {}
    for one in visit.store.editions.outbox.list():
        if one.edition in wanted:
            found.setdefault(one.edition, []).append(one)
    return found


def _waiting(visit: Visit) -> list[Delivery]:
    """Return the messages that a person should look at."""
    outbox = visit.store.editions.outbox
    return [*outbox.list("unknown"), *outbox.list("failed")][:_SHOWN]
