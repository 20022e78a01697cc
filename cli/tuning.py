"""The commands source try, test and check: rules proposed, tried on pages, and saved."""

from collections.abc import Sequence
from pathlib import Path
from typing import Annotated

import typer
from rich.table import Table
from rich.text import Text

from cli.context import state_of
from cli.terminal import ProgressLine, out, show_problem, write_json
from pipeline import repairing, trying, tuning
from pipeline.comparing import words
from schemas.documents import Document
from schemas.errors import WrongUseError
from schemas.tuning import Checked, Comparison, Example, ListEffect, Proposal, Trial

Folder = Annotated[Path | None, typer.Option("--workspace", "-w", help="Folder with zhibi.yaml")]
SourceId = Annotated[str, typer.Argument(help="The source's id")]
Set = Annotated[
    list[str] | None,
    typer.Option("--set", help="FIELD=RULE: title=h1.top, published=css:.d@datetime"),
]
Unset = Annotated[list[str] | None, typer.Option("--unset", help="Take the rule of this field out")]
DropUrl = Annotated[
    list[str] | None,
    typer.Option("--drop-url", help="Never keep addresses that match this pattern"),
]
DropTitle = Annotated[
    list[str] | None, typer.Option("--drop-title", help="Never keep titles that match this pattern")
]
Undrop = Annotated[list[str] | None, typer.Option("--undrop", help="Take this drop rule out")]
Follow = Annotated[
    str | None, typer.Option("--follow", help="CSS of links to documents; '' for none")
]
NextPage = Annotated[str | None, typer.Option("--next-page", help="CSS of the link onwards")]
Json = Annotated[bool, typer.Option("--json", help="The same as JSON")]


def register(app: typer.Typer) -> None:
    """Add the commands to *app*."""
    app.command("try")(try_source)
    app.command("test")(compare_source)
    app.command("check")(check_source)


def try_source(  # noqa: PLR0913, PLR0917 - each argument is an option of the command
    context: typer.Context,
    source_id: SourceId,
    rules: Set = None,
    unset: Unset = None,
    drop_url: DropUrl = None,
    drop_title: DropTitle = None,
    undrop: Undrop = None,
    follow: Follow = None,
    next_page: NextPage = None,
    stored: Annotated[
        bool, typer.Option("--stored", help="Read stored pages instead of fetching")
    ] = False,
    url: Annotated[str | None, typer.Option("--url", help="With --stored: this page")] = None,
    limit: Annotated[int, typer.Option("--limit", min=1, max=50, help="Documents at most")] = 5,
    as_json: Json = False,
    workspace: Folder = None,
) -> None:
    """Show what a source would give, by its own rules or by those proposed; nothing is stored."""
    proposal = proposal_of(rules, unset, drop_url, drop_title, undrop, follow, next_page)
    with state_of(context).open(workspace) as opened:
        if stored or url:
            trial = trying.attempt_stored(
                opened, source_id, limit=limit, url=url, proposal=proposal
            )
        else:
            trial = trying.attempt(opened, source_id, limit=limit, proposal=proposal)
    if as_json:
        write_json(trial.model_dump(mode="json"))
    else:
        _show_trial(trial, proposal)
    raise typer.Exit(0 if trial.documents else 1)


def compare_source(  # noqa: PLR0913, PLR0917 - each argument is an option of the command
    context: typer.Context,
    source_id: SourceId,
    rules: Set = None,
    unset: Unset = None,
    drop_url: DropUrl = None,
    drop_title: DropTitle = None,
    undrop: Undrop = None,
    follow: Follow = None,
    next_page: NextPage = None,
    save: Annotated[
        bool, typer.Option("--save", help="Save it, if nothing speaks against it")
    ] = False,
    force: Annotated[
        str, typer.Option("--force", help="Save though something is lost: the reason why")
    ] = "",
    author: Annotated[str, typer.Option("--author", help="Who changes it")] = "cli",
    as_json: Json = False,
    workspace: Folder = None,
) -> None:
    """Try proposed rules on every stored page: what is won, lost and read differently."""
    proposal = proposal_of(rules, unset, drop_url, drop_title, undrop, follow, next_page)
    with state_of(context).open(workspace) as opened:
        with ProgressLine() as progress:
            found = tuning.compare(opened, source_id, proposal, progress)
        if as_json:
            write_json(found.model_dump(mode="json"))
        else:
            show_comparison(found)
        if save or force:
            tuning.save(opened, source_id, found, author=author, reason=force)
            out.print(
                f"\n[green]saved[/]  [dim]back again:[/] [cyan]zhibi source undo {source_id}[/]"
            )
    raise typer.Exit(1 if found.refusals else 0)


def proposal_of(
    rules: Sequence[str] | None,
    unset: Sequence[str] | None,
    drop_url: Sequence[str] | None,
    drop_title: Sequence[str] | None,
    undrop: Sequence[str] | None,
    follow: str | None,
    next_page: str | None,
) -> Proposal:
    """Return what the options propose. Raises WrongUseError for a --set without a field."""
    named: dict[str, str] = {}
    for one in rules or ():
        field, found, rule = one.partition("=")
        if not found or not field.strip() or not rule.strip():
            raise WrongUseError(
                f"{one!r} sets nothing", where="--set", remedy="Write FIELD=RULE: title=h1.headline"
            )
        named[field.strip()] = rule.strip()
    drops = [f"url:{one}" for one in drop_url or ()] + [f"title:{one}" for one in drop_title or ()]
    return Proposal(
        set=named, unset=tuple(unset or ()), drop=tuple(drops), undrop=tuple(undrop or ()),
        follow=follow, next_page=next_page,
    )  # fmt: skip


def _show_trial(trial: Trial, proposal: Proposal) -> None:
    counts = "  ".join(f"{n} {name}" for name, n in trial.counts.items())
    out.print(Text.assemble((trial.source, "bold"), f"  {counts}"))
    for document in trial.documents:
        out.print()
        _show_document(document, proposal)
    for line in trial.dropped:
        out.print(Text(f"dropped  {line}", "yellow"))
    for problem in trial.problems:
        show_problem(problem)
    if not proposal.empty and trial.documents:
        out.print(
            f"\n[dim]Try it on all that is stored:[/] [cyan]zhibi source test {trial.source} …[/]"
        )


def _show_document(document: Document, proposal: Proposal) -> None:
    out.print(Text.assemble((document.kind, "dim"), "  ", (document.url, "dim")))
    fields = ["title", "published", "authors", "lead", "text"]
    fields += [one for one in proposal.set if one not in fields and "." not in one]
    for name in fields:
        value = words(getattr(document, name, None))
        if not value and name not in proposal.set and name in {"authors", "lead"}:
            continue
        came = document.provenance.get(name)
        origin = f"{came.source} {came.confidence:.2f}" if came else ""
        shown = " ".join(value.split())
        if name == "text" and len(shown) > 160:
            shown = f"{shown[:160]}… ({len(value):,} characters)"
        colour = "" if value else "red"
        out.print(
            Text.assemble(
                (f"  {name:<10}", "dim"), (shown or "not found", colour), "  ", (origin, "dim")
            )
        )
    for offer in document.offers:
        price = (
            f"{offer.amount} {offer.currency or ''}" if offer.amount is not None else offer.state
        )
        unit = "/".join(one for one in (offer.unit, offer.period) if one)
        out.print(Text.assemble(f"  {offer.name[:32]:<32} {price:>14}", (f"  {unit}", "dim")))


def show_comparison(found: Comparison) -> None:
    """Write a comparison for people: counts, what is won and lost, examples, what speaks against it."""
    out.print(
        Text.assemble(
            (found.source, "bold"), f"  {found.pages:,} stored pages, read before ",
            (f"{found.read_before:,}", "bold"), ", after ", (f"{found.read_after:,}", "bold"),
            (f"  {found.seconds:.1f} s", "dim"),
        )
    )  # fmt: skip
    table = Table(box=None, header_style="dim", pad_edge=False, padding=(0, 2, 0, 0))
    for name in ("field", "before", "after", "", "differs", "by the rule"):
        table.add_column(name, justify="left" if name == "field" else "right")
    for one in found.fields:
        gain = one.after - one.before
        colour = "green" if gain > 0 else "red" if gain < 0 else "dim"
        ruled = "" if one.ruled is None else f"{one.ruled:,}"
        table.add_row(
            one.name, f"{one.before:,}", f"{one.after:,}",
            Text(f"{gain:+,}" if gain else "=", colour),
            f"{one.changed:,}" if one.changed else "", ruled,
        )  # fmt: skip
    out.print(table)
    parts = [
        (f"{found.won:,} won", "green" if found.won else "dim"),
        (f"{found.lost:,} lost", "red" if found.lost else "dim"),
        (f"{found.changed:,} read differently", "" if found.changed else "dim"),
    ]
    if found.dropped:
        parts.append((f"{found.dropped:,} dropped", "yellow"))
    out.print(Text("  ").join(Text(*one) for one in parts))
    _examples(found)
    if found.lists is not None:
        _show_lists(found.lists)
    for line in found.refusals:
        out.print(Text.assemble(("refused  ", "bold red"), line))
    for line in found.objections:
        out.print(Text.assemble(("but  ", "bold yellow"), line))


def _examples(found: Comparison) -> None:
    for mark, colour, pages in (
        ("won", "green", found.won_pages),
        ("lost", "red", found.lost_pages),
    ):
        for one in pages:
            said = one.after or f"{one.before} ({one.field})"
            out.print(Text.assemble((f"\n{mark}  ", colour), said, ("  " + one.url, "dim")))
    for one in found.examples:
        _example(one)


def _example(one: Example) -> None:
    out.print(Text.assemble("\n", (one.field, "bold"), ("  " + one.url, "dim")))
    lines = one.diff or (f"-{one.before or '(nothing)'}", f"+{one.after or '(nothing)'}")
    for line in lines:
        colour = {"+": "green", "-": "red"}.get(line[:1], "dim")
        out.print(Text(f"  {line[:200]}", colour))


def _show_lists(found: ListEffect) -> None:
    if not (found.before or found.after or found.onward_after):
        return  # a feed, whose links no rule chooses
    out.print(
        f"\n{found.lists:,} stored lists name {found.before:,} documents, after {found.after:,}; "
        f"go on {found.onward_before} times, after {found.onward_after}"
    )
    for mark, colour, urls in (("+", "green", found.won), ("-", "red", found.lost)):
        for url in urls:
            out.print(Text(f"  {mark} {url}", colour))


def check_source(
    context: typer.Context,
    source_id: SourceId,
    field: Annotated[
        list[str] | None, typer.Option("--field", help="Propose a rule for this field too")
    ] = None,
    accept: Annotated[bool, typer.Option("--accept", help="Save the proposed rules")] = False,
    force: Annotated[
        str, typer.Option("--force", help="Accept though something is lost: why")
    ] = "",
    author: Annotated[str, typer.Option("--author", help="Who accepts it")] = "cli",
    as_json: Json = False,
    workspace: Folder = None,
) -> None:
    """Say what broke, where the lost values stand now, and which rules would read them."""
    with state_of(context).open(workspace) as opened:
        found = repairing.check(opened, source_id, tuple(field or ()))
        if as_json:
            write_json(found.model_dump(mode="json"))
        else:
            _show_check(found)
        if (accept or force) and found.repairs:
            proposal = repairing.proposal_of(found)
            with ProgressLine() as progress:
                compared = tuning.compare(opened, source_id, proposal, progress)
            tuning.save(opened, source_id, compared, author=author, reason=force)
            out.print(
                f"\n[green]saved[/]  [dim]back again:[/] [cyan]zhibi source undo {source_id}[/]"
            )
    raise typer.Exit(1 if found.unsolved else 0)


def _show_check(found: Checked) -> None:
    out.print(Text.assemble((found.source, "bold"), "  ", found.says))
    if not found.lost:
        out.print(Text("  Nothing is missing from its pages.", "dim"))
        return
    out.print(
        Text(
            f"  {found.pages_after} pages as they are now, {found.pages_before} from before", "dim"
        )
    )
    for one in found.repairs:
        out.print()
        out.print(Text.assemble((one.field, "bold"), "  ", (one.rule, "cyan")))
        out.print(
            f"  finds it on {one.finds} of {one.pages} pages; "
            f"right on {one.right} of the {one.known} whose value is known"
        )
        for shown in one.evidence:
            mark, colour = ("✓", "green") if shown.right else ("✕", "red")
            out.print(Text.assemble((f"  {mark} ", colour), shown.reads, ("  " + shown.url, "dim")))
    for name in found.unsolved:
        out.print(
            Text.assemble(
                ("\n" + name, "bold red"),
                "  no rule found: its old values stand nowhere on the new pages",
            )
        )
    if found.repairs:
        sets = " ".join(f"--set '{one.field}={one.rule}'" for one in found.repairs)
        typed = f"zhibi source test {found.source} {sets}"
        out.print(Text.assemble(("\nTry them on all: ", "dim"), (typed, "cyan")))
        out.print(f"[dim]Take them:[/] [cyan]zhibi source check {found.source} --accept[/]")
