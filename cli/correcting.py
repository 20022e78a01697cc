"""The command ``zhibi correct``: what the tags have wrong is put right, listed, undone, exported."""

import getpass
import json
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Annotated, Any

import typer

from cli.context import state_of
from cli.keeping import Folder
from cli.terminal import err, lines_of_stdin, out, show_error, write_json
from pipeline.correction_fields import check_text
from pipeline.workspace import Workspace
from schemas.corrections import Correction
from schemas.errors import InvalidRecordError, WrongUseError, ZhibiError

_HELP = {
    "document": "Id or address of the document; leave it out to give JSON lines on standard input",
    "fix": "kind, status, company, slot, span, remove, add, mention, about, date, relevance, join, split",
    "move": "Which move: its kind",
    "words": "Which move: words of its evidence, where several are of that kind",
    "to": "What is right: a kind, a status, a company, words of the text, a day; 'null' for none",
    "slot": "Which slot, with --fix slot",
    "name": "Which name of the text, with --fix mention",
    "company": "Which company, with --fix about and add",
    "status": "Its status, with --fix add",
    "evidence": "The words that show it, with --fix add",
    "story": "A story, with --fix join (twice or more) and split (once)",
    "reason": "Why; whoever reads it later was not there",
}
_TRUTHS = {"true": True, "yes": True, "false": False, "no": False}


def register(app: typer.Typer) -> None:
    """Add the command to *app*."""
    app.command()(correct)


def correct(  # noqa: PLR0913, PLR0917 - each is an option of the command
    context: typer.Context,
    document: Annotated[str | None, typer.Argument(help=_HELP["document"])] = None,
    fix: Annotated[str | None, typer.Option("--fix", help=_HELP["fix"])] = None,
    move: Annotated[str | None, typer.Option("--move", help=_HELP["move"])] = None,
    words: Annotated[str | None, typer.Option("--words", help=_HELP["words"])] = None,
    to: Annotated[list[str] | None, typer.Option("--to", help=_HELP["to"])] = None,
    slot: Annotated[str | None, typer.Option("--slot", help=_HELP["slot"])] = None,
    name: Annotated[str | None, typer.Option("--name", help=_HELP["name"])] = None,
    company: Annotated[str | None, typer.Option("--company", help=_HELP["company"])] = None,
    status: Annotated[str | None, typer.Option("--status", help=_HELP["status"])] = None,
    evidence: Annotated[str | None, typer.Option("--evidence", help=_HELP["evidence"])] = None,
    story: Annotated[list[str] | None, typer.Option("--story", help=_HELP["story"])] = None,
    reason: Annotated[str | None, typer.Option("--reason", help=_HELP["reason"])] = None,
    author: Annotated[str | None, typer.Option("--author", help="Who says so [you]")] = None,
    undo: Annotated[str | None, typer.Option("--undo", help="Take this correction back")] = None,
    show: Annotated[bool, typer.Option("--list", help="List all corrections")] = False,
    export: Annotated[
        Path | None, typer.Option("--export", help="Write them as labelled texts for training")
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Answers as JSON lines")] = False,
    workspace: Folder = None,
) -> None:
    """Put right what the tags have wrong; JSON lines on standard input, or one by options.

    It counts at once, in search, stories and digests, holds when texts are tagged anew, and can be undone.
    """
    who = author or _user()
    wish = {
        "document": document, "fix": fix, "move": move, "words": words, "slot": slot, "name": name,
        "company": company, "status": status, "evidence": evidence, "stories": story,
        "reason": reason, "to": _meant(to or [], fix),
    }  # fmt: skip
    with state_of(context).open(workspace) as opened:
        if undo:
            _undo(opened, undo, who, as_json=as_json)
        elif show:
            _list(opened, document, as_json=as_json)
        elif export:
            _export(opened, export)
        elif fix:
            given = {n: v for n, v in wish.items() if v is not None or (n == "to" and to)}
            raise typer.Exit(_all(opened, iter([(1, given)]), who, as_json=as_json))
        else:
            _without_fix(wish)
            if sys.stdin.isatty():
                raise WrongUseError(
                    "nothing to correct",
                    remedy="--fix …, or JSON lines on standard input; see --help",
                )
            raise typer.Exit(_all(opened, _lines(lines_of_stdin()), who, as_json=True))


def _without_fix(wish: dict[str, Any]) -> None:
    """Raise WrongUseError where something is to be put right and nothing says what sort of thing."""
    given = [f"--{n}".replace("stories", "story") for n, v in wish.items() if v is not None]
    if given:
        raise WrongUseError(
            f"needs --fix beside {', '.join(given).replace('--document', 'the document')}",
            remedy=f"--fix is one of {_HELP['fix']}",
        )


def _user() -> str:
    try:
        return getpass.getuser()
    except (KeyError, OSError):
        return "cli"


def _meant(values: list[str], fix: str | None) -> Any:
    """Return what ``--to`` means as JSON: none for 'null', true and false where the fix asks so."""
    plain: list[Any] = [None if one == "null" else one for one in values]
    if fix in {"about", "relevance"}:
        plain = [_TRUTHS.get(str(one), one) for one in plain]
    return plain if len(plain) > 1 else (plain[0] if plain else None)


def _lines(lines: Iterator[str]) -> Iterator[tuple[int, Any]]:
    for number, line in enumerate(lines, 1):
        if line.strip():
            yield number, line


def _read(line: Any) -> dict[str, Any]:
    try:
        wish = line if isinstance(line, dict) else json.loads(line)
        if isinstance(wish, dict):
            check_text(wish)
            return wish
    except (ValueError, RecursionError) as error:
        raise InvalidRecordError(f"is no JSON: {error}") from error
    raise InvalidRecordError('must be an object such as {"document": "…", "fix": "status", …}')


def _all(
    workspace: Workspace, wishes: Iterator[tuple[int, Any]], author: str, *, as_json: bool
) -> int:
    """Take all wishes and answer each; return exit code 1 where one could not be."""
    # Late: it brings the language pipelines, which listing and undoing a date do without.
    from pipeline.correcting import correct as take  # noqa: PLC0415

    asked: list[tuple[int, Any]] = []
    bad: list[tuple[int, ZhibiError]] = []

    def readable() -> Iterator[dict[str, Any]]:
        for number, line in wishes:
            try:
                wish = _read(line)
            except ZhibiError as error:
                bad.append((number, error))
                continue
            asked.append((number, wish.get("id")))
            yield wish

    failed = 0

    def refuse() -> int:
        """Answer the lines that could not be read, and return how many they were."""
        count = len(bad)
        for number, error in bad:
            _answer(error, number, None, as_json=as_json)
        bad.clear()
        return count

    for answer in take(workspace, readable(), author=author):
        failed += refuse() + isinstance(answer, ZhibiError)
        number, echo = asked[-1]
        _answer(answer, number, echo, as_json=as_json)
    return 1 if failed + refuse() else 0


def _answer(answer: Correction | ZhibiError, line: int, echo: Any, *, as_json: bool) -> None:
    if not as_json:
        if isinstance(answer, ZhibiError):
            show_error(answer)
        else:
            _show(answer)
        return
    shown: dict[str, Any] = {"line": line} if echo is None else {"line": line, "id": echo}
    if isinstance(answer, ZhibiError):
        write_json({**shown, "error": {"message": str(answer)}})
    else:
        write_json({**shown, "correction": answer.model_dump(mode="json", exclude_defaults=True)})


def _undo(workspace: Workspace, correction_id: str, author: str, *, as_json: bool) -> None:
    from pipeline.correcting import undo  # noqa: PLC0415

    undone = undo(workspace, correction_id, author=author)
    if as_json:
        write_json(undone.model_dump(mode="json", exclude_defaults=True))
    else:
        out.print(f"Undone: {correction_id}")


def _list(workspace: Workspace, document: str | None, *, as_json: bool) -> None:
    from pipeline.correction_wishes import corrections_of  # noqa: PLC0415

    if document is None:
        found = workspace.store.corrections.all()
    else:
        found = corrections_of(document, workspace)
    for one in found:
        if as_json:
            write_json(one.model_dump(mode="json", exclude_defaults=True))
        else:
            _show(one)
    if not found and not as_json:
        err.print("No corrections yet" if document is None else "None of it", style="dim")


def _export(workspace: Workspace, file: Path) -> None:
    from pipeline.correction_export import labelled  # noqa: PLC0415

    lines = [json.dumps(item, ensure_ascii=False) + "\n" for item in labelled(workspace)]
    try:
        file.write_text("".join(lines), encoding="utf-8")
    except OSError as error:
        raise WrongUseError(f"cannot be written: {error.strerror}", where=str(file)) from error
    out.print(f"{len(lines)} labelled texts written to {file}", soft_wrap=True)


def _show(one: Correction) -> None:
    """Write a correction as people read it: what, where, who, when, why."""
    mark = " (undone)" if one.undone else ""
    head = f"{one.id:<5} {one.at:%Y-%m-%d %H:%M}  {one.author:<12} {_what(one)}{mark}"
    out.print(head, style="dim" if one.undone else None, markup=False)
    where = one.document_id or ", ".join(one.stories)
    out.print(f"      {where}  {one.reason}", style="dim", markup=False)


def _what(one: Correction) -> str:
    was = one.move.kind if one.move else ""
    return {
        "kind": f"{was} → {one.kind}",
        "status": f"{was}: {one.move.status if one.move else ''} → {one.status}",
        "company": f"{was}: by {(one.actor.entity or one.actor.text) if one.actor else 'nobody'}",
        "slot": f"{was}: {one.slot} = {', '.join(v.text for v in one.values) or 'none'}",
        "span": f"{was}: shown by {one.evidence!r}",
        "remove": f"{was}: no such move",
        "add": f"{was} added",
        "mention": f"{one.name!r} is {one.entity or 'no company we know'}",
        "about": f"{'about' if one.holds else 'not about'} {one.company}",
        "date": f"published on {one.day}",
        "relevance": "of interest" if one.holds else "of no interest",
        "join": f"one story: {', '.join(one.stories)}",
        "split": "a story of its own",
    }[one.fix]
