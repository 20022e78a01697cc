"""Commands that read texts without a workspace: tag, stories."""

import sys
from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Annotated

import typer

from cli.explaining import write_reasons
from cli.piping import write_answers
from cli.terminal import err, lines_of_stdin
from pipeline import textin
from pipeline.piped import Answer

RegistryFolder = Annotated[
    Path | None, typer.Option("--registry", help="Folder of YAML as zhibi apply reads it")
]


def register(app: typer.Typer) -> None:
    """Add the commands to *app*."""
    for command in (tag, stories):
        app.command()(command)


def tag(
    language: Annotated[str, typer.Option("--lang", help="auto, en or zh")] = "auto",
    explain: Annotated[
        bool, typer.Option("--explain", help="Show rules, weights and words")
    ] = False,
    as_json: Annotated[bool, typer.Option("--json", help="JSON also on a terminal")] = False,
    registry: RegistryFolder = None,
) -> None:
    """Tag texts: JSONL {id, title, text[, published]} in; language, mentions and moves out."""
    known = textin.read_registry(registry)
    answers = _telling(textin.tags(lines_of_stdin(), known, language, explain=explain))
    if explain and sys.stdout.isatty() and not as_json:
        write_reasons(answers)
    write_answers(answers)


def stories(registry: RegistryFolder = None) -> None:
    """Group texts by event: JSONL {id, title, text, published} in, {id, story} out."""
    write_answers(textin.stories(lines_of_stdin(), textin.read_registry(registry)))


def _telling(answers: Iterable[Answer]) -> Iterator[Answer]:
    """Pass *answers* on; say at the end which are in a language that is not read."""
    unread: Counter[str] = Counter()
    for answer in answers:
        language = answer.get("language", "und")
        if language not in {*textin.READ, "und"}:
            unread[language] += 1
        yield answer
    if unread:
        which = ", ".join(f"{language} {number}" for language, number in sorted(unread.items()))
        err.print(
            f"zhibi: {unread.total()} of the texts are in no language that is read ({which}): "
            "no moves are looked for in them, and no names but registered ones",
            markup=False,
        )
