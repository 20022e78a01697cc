"""Lines in, answers out; and the command that needs nothing else: price."""

from collections.abc import Iterable
from typing import NoReturn

import typer

from cli.terminal import err, lines_of_stdin, write_json
from pipeline import piped


def register(app: typer.Typer) -> None:
    """Add the command to *app*."""
    app.command()(price)


def price() -> None:
    """Read prices: JSONL {id, text[, hint]} in, {id, amount, currency} out."""
    write_answers(piped.prices(lines_of_stdin()))


def write_answers(answers: Iterable[piped.Answer]) -> NoReturn:
    """Write each answer as a line and end the command: 1 where a line could not be read."""
    failed = 0
    for answer in answers:
        failed += "error" in answer
        write_json(answer)
    if failed:
        err.print(f"zhibi: {failed} of the lines could not be read; see their 'error'")
    raise typer.Exit(1 if failed else 0)
