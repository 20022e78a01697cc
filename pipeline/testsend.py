"""A digest sent now, to look at it: an edition of its own, that nobody's later digest takes for told."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from digests.delivery import deliver
from digests.message import check_address
from digests.render import render
from pipeline.digest import preview
from pipeline.outgoing import delivery_of
from pipeline.sending import smtp_settings
from pipeline.workspace import Workspace
from schemas.delivery import Delivery, DeliveryState
from schemas.errors import NotConfiguredError
from schemas.ids import short_id
from schemas.registry import Reader
from store.outbox import Outbox

_PREFIX = {"en": "Test: ", "zh": "测试："}


@dataclass(frozen=True)
class _Only:
    """The outbox as if it held one message."""

    outbox: Outbox
    delivery: str

    def claim(
        self, now: datetime, limit: int, channel: str = "mail"
    ) -> Sequence[tuple[Delivery, str]]:
        return self.outbox.claim(now, limit, channel, only=self.delivery)

    def mark(
        self, delivery_id: str, state: DeliveryState, *, now: datetime,
        error: str | None = None, next_attempt: datetime | None = None,
    ) -> object:  # fmt: skip
        return self.outbox.mark(delivery_id, state, now=now, error=error, next_attempt=next_attempt)


def send_test(
    workspace: Workspace, reader: Reader, week: str | None = None, to: str | None = None
) -> Delivery:
    """Send the edition of *week* as it would be now to *to*, else to the reader; say what became of it.

    Raises NotConfiguredError without a mail server, WrongUseError for a bad address.
    """
    if not workspace.settings.smtp.host:
        raise NotConfiguredError(
            "no mail server is set", where="zhibi.yaml", remedy="Set smtp.host"
        )
    address = check_address(to or reader.email)
    edition = preview(workspace, reader, week)
    made = edition.digest.model_copy(
        update={
            "id": short_id("t", reader.id, edition.digest.week, address, workspace.now.isoformat()),
            "kind": "test",
            "subject": _PREFIX[reader.language] + edition.digest.subject,
        }
    )
    given = edition.input.model_copy(
        update={"reader": edition.input.reader.model_copy(update={"email": address})}
    )
    rendered = render(made, given)
    message = delivery_of(made, given.reader, workspace.now, rendered)
    workspace.store.editions.freeze(made, given, rendered, message)
    outbox = workspace.store.editions.outbox
    deliver(_Only(outbox, message.id), smtp_settings(workspace), workspace.now, 1)
    return outbox.get(message.id)
