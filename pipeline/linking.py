"""Addresses that a reader may use without a login, signed with the workspace's own key."""

from digests.links import Purpose, read, sign
from pipeline.workspace import Workspace

# The pages that answer them stand in web/routes/mail.py.
_PATH = "/mail"


def address_of(workspace: Workspace, purpose: Purpose, subject: str) -> str:
    """Return the address at which *subject* (a reader's or an edition's id) may do *purpose*."""
    token = sign(workspace.store.mail.link_key(), purpose, subject)
    return f"{workspace.settings.base_url}{_PATH}/{purpose}/{token}"


def subject_of(workspace: Workspace, purpose: Purpose, token: str) -> str | None:
    """Return whom or what a token is for; None where it was not made here for *purpose*."""
    return read(workspace.store.mail.link_key(), purpose, token)
