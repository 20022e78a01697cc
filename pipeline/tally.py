"""Counts what a step did, so that every report looks the same and nothing is dropped uncounted."""

from collections import Counter
from collections.abc import Callable
from datetime import datetime

from pipeline.clock import stopwatch
from schemas.reports import Problem, StepName, StepReport

Progress = Callable[[str, int, int], None]
"""Called with a step's name, how many are done and how many there are (0: not known)."""

# Problems a report lists; the counts go on beyond it and the store keeps every one.
_LISTED = 100


def silent(step: str, done: int, total: int) -> None:
    """Show nothing."""


class Tally:
    """Collects counts and problems of one step and makes the report of them."""

    def __init__(self, step: StepName, now: datetime, run: str | None = None) -> None:
        self.step = step
        self._now = now
        self._run = run
        self._started = stopwatch()
        self._counts: Counter[str] = Counter()
        self._problems: list[Problem] = []

    def count(self, outcome: str, number: int = 1) -> None:
        """Add *number* to *outcome*."""
        if number:
            self._counts[outcome] += number

    def problem(self, where: str, reason: str, detail: str = "", remedy: str = "") -> None:
        """Note one thing that went wrong. Counting it is the caller's."""
        if len(self._problems) < _LISTED:
            self._problems.append(Problem(where=where, reason=reason, detail=detail, remedy=remedy))

    def join(self, other: "Tally") -> None:
        """Take over what another tally of the same step noted."""
        self._counts += other._counts
        self._problems += other._problems[: _LISTED - len(self._problems)]

    def report(self) -> StepReport:
        """Return the report; seconds run from the tally's making."""
        return StepReport(
            step=self.step,
            run=self._run,
            now=self._now,
            counts=dict(sorted(self._counts.items())),
            problems=tuple(self._problems),
            seconds=round(stopwatch() - self._started, 2),
        )
