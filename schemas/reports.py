"""What a pipeline step says of itself."""

from typing import Literal

from pydantic import Field

from schemas.base import Instant, Record

StepName = Literal["crawl", "ingest", "enrich", "index", "alert", "digest", "analyse", "maintain"]


class Problem(Record):
    """One thing that failed, with what to do about it. *reason* is a stable word."""

    where: str
    reason: str
    detail: str = ""
    remedy: str = ""


class StepReport(Record):
    """Counts per outcome of one step of one run; *seconds* is wall time."""

    step: StepName
    run: str | None = None
    now: Instant
    counts: dict[str, int] = Field(default_factory=dict)
    problems: tuple[Problem, ...] = ()
    seconds: float = 0.0

    @property
    def failed(self) -> bool:
        """Say whether any of the step's work failed."""
        return self.counts.get("failed", 0) > 0
