"""How the command talks: answers on stdout, everything else on stderr, colour only where it helps."""

import codecs
import io
import json
import sys
from collections.abc import Iterable, Iterator
from datetime import timedelta
from enum import StrEnum
from typing import Any, BinaryIO

from rich.console import Console
from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn

from pipeline.tally import Progress as Report
from schemas.errors import WrongUseError, ZhibiError
from schemas.registry import parse_period
from schemas.reports import Problem, StepReport
from search.problem import QueryError

out = Console(highlight=False, soft_wrap=True)
err = Console(stderr=True, highlight=False, soft_wrap=True)

_SHOWN_PROBLEMS = 8
_FAULTS = {"failed", "quarantined", "refused", "unknown"}


class Language(StrEnum):
    """The languages that answers are told in."""

    en = "en"
    zh = "zh"


def period_of(text: str | None, where: str) -> timedelta | None:
    """Return the period that the option *where* names, None without one. Raises WrongUseError."""
    try:
        return parse_period(text) if text else None
    except ValueError as error:
        raise WrongUseError(str(error), where=where) from error


def spare_signs() -> None:
    """Let signs that a terminal has no code for be replaced: in GBK or ASCII they would end the command."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="replace")


def write_json(value: Any) -> None:
    """Write one JSON value and a line feed to stdout, Chinese as it is where stdout is UTF-8."""
    plain = (sys.stdout.encoding or "").lower().replace("-", "") != "utf8"
    sys.stdout.write(json.dumps(value, ensure_ascii=plain) + "\n")
    sys.stdout.flush()


def show_error(error: ZhibiError) -> None:
    """Tell a person what is wrong, where and how to mend it."""
    err.print("[bold red]zhibi:[/] ", end="")
    err.print(f"{error.where}: {error.what}" if error.where else error.what, markup=False)
    if isinstance(error, QueryError):
        err.print(error.caret, markup=False)
    if error.remedy:
        err.print(f"  {error.remedy}", style="dim", markup=False)


def show_problem(problem: Problem) -> None:
    """Tell one thing that went wrong within a step."""
    detail = problem.detail.strip().splitlines()[-1:] or [""]
    words = ": ".join(filter(None, (problem.where, problem.reason, detail[0])))
    err.print(f"  {words}", markup=False)
    if problem.remedy:
        err.print(f"    {problem.remedy}", style="dim", markup=False)


def show_report(report: StepReport) -> None:
    """Write one line per step: counts per outcome, seconds; then what failed."""
    parts = [
        f"[red]{number:,} {name}[/]" if name in _FAULTS else f"{number:,} {name}"
        for name, number in report.counts.items()
    ]
    counts = "  ".join(parts) or "[dim]nothing to do[/]"
    err.print(f"[bold]{report.step:<8}[/] {counts}  [dim]{report.seconds:.1f} s[/]")
    for problem in report.problems[:_SHOWN_PROBLEMS]:
        show_problem(problem)
    more = len(report.problems) - _SHOWN_PROBLEMS
    if more > 0:
        err.print(f"  and {more} more: zhibi source health", style="dim")


def report_all(reports: Iterable[StepReport], *, as_json: bool = False) -> int:
    """Show each report as it comes; return exit code 1 where some of the work failed."""
    failed = False
    for report in reports:
        failed = failed or report.failed
        if as_json:
            write_json(report.model_dump(mode="json"))
        else:
            show_report(report)
    return 1 if failed else 0


class ProgressLine:
    """One line that is rewritten while work goes on; silent where stderr is no terminal."""

    def __init__(self, prefix: str = "") -> None:
        self.prefix = prefix
        self._bar = Progress(
            TextColumn("{task.description}"),
            BarColumn(bar_width=38),
            TextColumn("{task.fields[count]}"),
            TimeElapsedColumn(),
            console=err,
            transient=True,
            disable=not err.is_terminal,
        )
        self._task = self._bar.add_task("", total=None, count="")

    def __enter__(self) -> Report:
        """Start the line and return what steps call to move it."""
        self._bar.start()
        return self.move

    def __exit__(self, *_: object) -> None:
        self._bar.stop()

    def move(self, step: str, done: int, total: int) -> None:
        """Show that *done* of *total* are done in *step*."""
        count = f"{done:,} of {total:,}" if total else f"{done:,}"
        self._bar.update(
            self._task,
            description=f"{self.prefix}{step}",
            completed=done,
            total=total or None,
            count=count,
        )


def lines_of_stdin() -> Iterator[str]:
    """Yield the lines of standard input, as :func:`lines_of` does."""
    return lines_of(sys.stdin.buffer)


def lines_of(buffer: BinaryIO) -> Iterator[str]:
    """Yield the lines of a file as UTF-8, or as UTF-16 where its first bytes say so.

    A mark of the byte order is left out; what cannot be decoded is replaced, not refused.
    """
    first = buffer.peek(4)[:4] if isinstance(buffer, io.BufferedReader) else b""
    # Both bytes of the mark and the zero of the bracket or blank that follows.
    wide = (first[:2] == codecs.BOM_UTF16_LE and first[3:] == b"\0") or (
        first[:2] == codecs.BOM_UTF16_BE and first[2:3] == b"\0"
    )
    if wide:
        yield from io.TextIOWrapper(buffer, encoding="utf-16", errors="replace")
        return
    for number, raw in enumerate(buffer):
        line = raw if number else raw.removeprefix(codecs.BOM_UTF8)
        yield line.decode("utf-8", errors="replace")
