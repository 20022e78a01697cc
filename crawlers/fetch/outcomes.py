"""Why an address was not fetched, under stable words."""

from datetime import datetime

from scrapy.exceptions import IgnoreRequest

from schemas.harvest import Outcome


class UnfetchedError(IgnoreRequest):
    """One address ends here: *outcome* and *reason* go into the journal, *detail* says more."""

    def __init__(
        self,
        outcome: Outcome,
        reason: str,
        detail: str = "",
        *,
        status: int | None = None,
        until: datetime | None = None,
    ) -> None:
        super().__init__(reason)
        self.outcome = outcome
        self.reason = reason
        # A hostile page or server decides what is in here: bounded, on one line.
        self.detail = " ".join(detail.split())[:500]
        self.status = status
        self.until = until
