"""Commands that read texts without a workspace: tag, stories."""

import sys
from pathlib import Path
from typing import Annotated

import typer

from cli.explaining import write_reasons
from cli.piping import write_answers
from cli.terminal import lines_of_stdin
from pipeline import textin

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
    answers = textin.tags(lines_of_stdin(), known, language, explain=explain)
    if explain and sys.stdout.isatty() and not as_json:
        write_reasons(answers)
    write_answers(answers)


def stories(registry: RegistryFolder = None) -> None:
    """Group texts by event: JSONL {id, title, text, published} in, {id, story} out."""
    write_answers(textin.stories(lines_of_stdin(), textin.read_registry(registry)))
