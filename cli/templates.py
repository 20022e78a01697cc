"""The commands under source template: list, show, learn, save, pin, unpin, drop, history, undo."""

from pathlib import Path
from typing import Annotated

import typer

from cli.context import state_of
from cli.terminal import out, write_json
from pipeline import templatebook
from pipeline.templatetext import write_template
from schemas.errors import WrongUseError
from schemas.templates import StoredTemplate

app = typer.Typer(help="Learned templates: look, edit, pin, put away.", no_args_is_help=True)
Folder = Annotated[Path | None, typer.Option("--workspace", "-w", help="Folder with zhibi.yaml")]
TemplateId = Annotated[str, typer.Argument(help="The template's id, such as t3cb3ff62129d07c6")]
Author = Annotated[str, typer.Option("--author", help="Who changes it")]


@app.command("list")
def list_templates(
    context: typer.Context,
    what: Annotated[str, typer.Argument(help="A source's id or a host; all if left away")] = "",
    as_json: Annotated[bool, typer.Option("--json")] = False,
    workspace: Folder = None,
) -> None:
    """Show which layouts are known, how sure they are and how often they were used."""
    with state_of(context).open(workspace) as opened:
        found = templatebook.listed(opened, what)
    if as_json:
        write_json([one.model_dump(mode="json") for one in found])
        return
    if not found:
        out.print("No templates yet. They come with the pages of a few runs, or by:")
        out.print("zhibi source template learn SOURCE")
        return
    for one in found:
        state = f"{one.state}, pinned" if one.pinned else one.state
        until = f" until {one.valid_until:%Y-%m-%d}" if one.valid_until else ""
        out.print(f"[bold]{one.template.id}[/]  {one.template.host}  {state}")
        out.print(
            f"    text in {one.template.body.at}\n"
            f"    agreed on {one.agreed} of {one.checked} pages, used {one.used} times, "
            f"since {one.valid_from:%Y-%m-%d}{until}",
            markup=False,
            soft_wrap=True,
        )
        if one.note:
            out.print(f"    {one.note}", style="dim", markup=False, soft_wrap=True)


@app.command("show")
def show(
    context: typer.Context,
    template_id: TemplateId,
    as_json: Annotated[bool, typer.Option("--json")] = False,
    workspace: Folder = None,
) -> None:
    """Write a template as YAML: where each field is read, and what that was learned from."""
    with state_of(context).open(workspace) as opened:
        stored = templatebook.find(opened, template_id)
    if as_json:
        write_json(stored.model_dump(mode="json"))
    else:
        typer.echo(write_template(stored), nl=False)


@app.command("learn")
def learn(
    context: typer.Context,
    source_id: Annotated[str, typer.Argument(help="The source whose stored pages are read")],
    author: Author = "cli",
    workspace: Folder = None,
) -> None:
    """Learn from the pages of a source that are stored already, without waiting for new ones."""
    with state_of(context).open(workspace) as opened:
        changed = templatebook.learn(opened, source_id, author=author)
    if not changed:
        out.print(
            "Nothing new: too few pages of one layout, or none that the general extractor reads"
        )
    for one in changed:
        _say(one)


@app.command("save")
def save(
    context: typer.Context,
    file: Annotated[Path, typer.Argument(help="YAML as zhibi source template show writes it")],
    author: Author = "cli",
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Only try it")] = False,
    workspace: Folder = None,
) -> None:
    """Try a template that you edited on stored pages, and take it over, pinned."""
    try:
        text = file.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise WrongUseError(f"cannot be read: {error}", where=str(file)) from error
    with state_of(context).open(workspace) as opened:
        stored, trial = templatebook.save(opened, text, str(file), author=author, dry_run=dry_run)
    out.print(f"{trial.agreed} of {trial.pages} stored pages read as the general extractor does")
    for why, number in trial.differs.most_common():
        out.print(f"    {number} differ in: {why}")
    for why, number in trial.misfits.most_common():
        out.print(f"    {number} not read: {why}")
    if dry_run:
        out.print("Nothing was changed")
    else:
        _say(stored)


@app.command("pin")
def pin(
    context: typer.Context,
    template_id: TemplateId,
    author: Author = "cli",
    workspace: Folder = None,
) -> None:
    """Use a template from now on and never give it up by itself."""
    with state_of(context).open(workspace) as opened:
        _say(templatebook.pin(opened, template_id, pinned=True, author=author))


@app.command("unpin")
def unpin(
    context: typer.Context,
    template_id: TemplateId,
    author: Author = "cli",
    workspace: Folder = None,
) -> None:
    """Let a template be given up again when its layout changes."""
    with state_of(context).open(workspace) as opened:
        _say(templatebook.pin(opened, template_id, pinned=False, author=author))


@app.command("drop")
def drop(
    context: typer.Context,
    template_id: TemplateId,
    author: Author = "cli",
    workspace: Folder = None,
) -> None:
    """Put a template away: it is not used and not learned again."""
    with state_of(context).open(workspace) as opened:
        _say(templatebook.drop(opened, template_id, author=author))


@app.command("history")
def history(context: typer.Context, template_id: TemplateId, workspace: Folder = None) -> None:
    """Show what happened to a template, when, and who did it."""
    with state_of(context).open(workspace) as opened:
        templatebook.find(opened, template_id)
        for one in opened.store.templates.history(template_id):
            line = f"{one.version}  {one.at:%Y-%m-%d %H:%M}  {one.author}  {one.action}"
            out.print(f"{line}  {one.stored.note}".rstrip(), markup=False)


@app.command("undo")
def undo(
    context: typer.Context,
    template_id: TemplateId,
    author: Author = "cli",
    workspace: Folder = None,
) -> None:
    """Take the last change of a template back."""
    with state_of(context).open(workspace) as opened:
        _say(templatebook.undo(opened, template_id, author=author))


def _say(stored: StoredTemplate) -> None:
    pinned = ", pinned" if stored.pinned else ""
    out.print(f"{stored.template.id}  {stored.template.host}  {stored.state}{pinned}", markup=False)
