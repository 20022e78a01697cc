"""The commands under mail: what was sent, what was not and why, and what a person can do about it."""

from collections import Counter
from pathlib import Path
from typing import Annotated, get_args

import typer

from cli.context import state_of
from cli.terminal import err, out, period_of, write_json
from pipeline import sending, subscribing
from pipeline.lateness import late_digests
from pipeline.tally import Tally
from pipeline.telling import tell_late
from pipeline.testsend import send_test
from pipeline.workspace import Workspace
from schemas.base import format_instant
from schemas.delivery import Delivery, DeliveryState
from schemas.errors import WrongUseError
from text.display import format_count, pad, shorten

app = typer.Typer(help="Messages and what became of them.", invoke_without_command=True)
Folder = Annotated[Path | None, typer.Option("--workspace", "-w", help="Folder with zhibi.yaml")]
MessageId = Annotated[str, typer.Argument(help="The message's id, as `zhibi mail` shows it")]
Json = Annotated[bool, typer.Option("--json", help="JSON on stdout")]
_ROWS = 40


def register(commands: typer.Typer) -> None:
    """Add the group to *commands*."""
    commands.add_typer(app, name="mail")


@app.callback()
def show(
    context: typer.Context,
    state: Annotated[
        str | None, typer.Option("--state", help="Only messages of this state")
    ] = None,
    reader: Annotated[str | None, typer.Option("--reader", help="Only this reader's")] = None,
    folder: Folder = None,
    as_json: Json = False,
) -> None:
    """Show messages by state: queued, sending, sent, failed, unknown; and who gets none any more."""
    if context.invoked_subcommand is not None:
        return
    states = get_args(DeliveryState)
    if state is not None and state not in states:
        raise WrongUseError(f"{state!r} is no state", remedy=f"One of {', '.join(states)}")
    with state_of(context).open(folder) as opened:
        found = [
            one
            for one in opened.store.editions.outbox.list(reader=reader)
            if state is None or one.state == state
        ]
        if as_json:
            for one in found:
                write_json(one.model_dump(mode="json"))
            return
        _table(opened, found, everything=state is not None or reader is not None)


@app.command("send")
def send(context: typer.Context, folder: Folder = None, as_json: Json = False) -> None:
    """Send what is due now: mails and posts to channels, each mail at most once."""
    with state_of(context).open(folder) as opened:
        if not sending.can_send(opened):
            raise WrongUseError("nothing is set to send with", remedy="Set smtp.host or channels")
        counts = sending.send_due(opened)
    _counts(counts, as_json=as_json)
    raise typer.Exit(1 if counts.get("failed") or counts.get("unknown") else 0)


@app.command("resend")
def resend(context: typer.Context, message: MessageId, folder: Folder = None) -> None:
    """Queue a failed message, or one in the unknown, once more: same bytes, same Message-ID."""
    with state_of(context).open(folder) as opened:
        done = opened.store.editions.outbox.requeue(message, now=opened.now)
        now = opened.store.editions.outbox.get(message)
    if not done:
        raise WrongUseError(
            f"is {now.state}", where=message, remedy="Only what failed or is unknown is sent again"
        )
    out.print(f"{message} is queued for {now.address}; it goes with: zhibi mail send", markup=False)


@app.command("settle")
def settle(
    context: typer.Context,
    message: MessageId,
    arrived: Annotated[bool, typer.Option("--arrived/--lost", help="What the reader says")],
    folder: Folder = None,
) -> None:
    """Say of a message in the unknown whether it arrived; it is not sent again by that."""
    with state_of(context).open(folder) as opened:
        outbox = opened.store.editions.outbox
        if outbox.get(message).state != "unknown":
            raise WrongUseError(f"is {outbox.get(message).state}, not unknown", where=message)
        error = None if arrived else "said not to have arrived"
        outbox.mark(message, "sent" if arrived else "failed", now=opened.now, error=error)
    out.print(f"{message} is {'sent' if arrived else 'failed'} now")


@app.command("bounces")
def bounces(
    context: typer.Context,
    place: Annotated[
        Path | None, typer.Argument(help="A message, an mbox file or a folder; else the mailbox")
    ] = None,
    folder: Folder = None,
    as_json: Json = False,
) -> None:
    """Read reports of mails that came back, from the mailbox of smtp.bounces or from files."""
    with state_of(context).open(folder) as opened:
        read = sending.read_bounce_files(opened, place) if place else sending.read_bounce_box(opened)  # fmt: skip
    _counts(read, as_json=as_json)


@app.command("test")
def try_out(
    context: typer.Context,
    reader: Annotated[str, typer.Option("--reader", help="Whose digest")],
    week: Annotated[str | None, typer.Option("--week", help="ISO week or day")] = None,
    to: Annotated[str | None, typer.Option("--to", help="Address; else the reader's own")] = None,
    folder: Folder = None,
) -> None:
    """Send a reader's digest now, marked as a test; no later digest takes it for told."""
    with state_of(context).open(folder) as opened:
        sent = send_test(opened, subscribing.reader_of(opened, reader), week, to)
    out.print(f"{sent.subject}\n{sent.state} to {sent.address}", markup=False)
    if sent.error:
        err.print(f"  {sent.error}", markup=False)
    raise typer.Exit(0 if sent.state == "sent" else 1)


@app.command("late")
def late(
    context: typer.Context,
    after: Annotated[str | None, typer.Option("--after", help="Such as 20m; else the deadline of the settings")] = None,
    tell: Annotated[bool, typer.Option("--tell", help="Tell the operators, each digest once")] = False,
    folder: Folder = None,
    as_json: Json = False,
) -> None:  # fmt: skip
    """Show digests that should have gone out, and tell the operators."""
    patience = period_of(after, "--after")
    with state_of(context).open(folder) as opened:
        found = late_digests(opened, patience)
        if tell:
            tell_late(opened, Tally("digest", opened.now), patience)
            if sending.can_send(opened):
                sending.send_due(opened)
    for one in found:
        if as_json:
            write_json({**one._asdict(), "since": format_instant(one.since)})
        else:
            since = f"{one.since:%d %b %H:%M} UTC"
            out.print(f"{pad(one.reader, 24)}{pad(one.edition, 12)}{one.state} since {since}", markup=False)  # fmt: skip
    if not found and not as_json:
        out.print("No digest is late")


@app.command("channel-on")
def channel_on(
    context: typer.Context,
    name: Annotated[str, typer.Argument(help="The channel's name in zhibi.yaml")],
    folder: Folder = None,
) -> None:
    """Let a channel take messages again whose receiver had answered that it wants none."""
    with state_of(context).open(folder) as opened:
        done = opened.store.mail.switch_on(name)
    out.print(f"{name} is on" if done else f"{name} was not switched off", markup=False)


def _table(opened: Workspace, found: list[Delivery], *, everything: bool) -> None:
    counts = Counter(one.state for one in found)
    summary = "  ".join(f"{format_count(counts[one])} {one}" for one in get_args(DeliveryState) if counts[one])  # fmt: skip
    out.print(f"[bold]Messages[/]  {summary or 'none yet'}")
    shown = found if everything else [one for one in found if one.state != "sent"]
    for one in sorted(shown, key=lambda one: (one.state, one.id))[:_ROWS]:
        out.print(f"  {pad(one.id, 19)}{pad(one.state, 9)}{pad(shorten(one.address, 30), 31)}{shorten(one.subject, 60)}", markup=False)  # fmt: skip
        for remark in filter(None, (one.error, one.bounced)):
            if remark is one.error or not one.error:
                out.print(f"    {remark}", style="dim", markup=False)
    if len(shown) > _ROWS:
        out.print(f"  and {len(shown) - _ROWS} more: --state, --reader or --json", style="dim")
    for reader, reason in sending.bouncing_readers(opened).items():
        out.print(f"[yellow]{reader}[/]: the last mails all failed ({reason}). Mend the address, or set active: false", markup=True)  # fmt: skip
    for name, reason in opened.store.mail.switched_off().items():
        out.print(f"channel {name} is off: {reason}. Once mended: zhibi mail channel-on {name}", markup=False)  # fmt: skip
    if counts["unknown"]:
        out.print("Unknown: nobody knows whether it arrived, so it is not sent again by itself. zhibi mail settle ID --arrived, or zhibi mail resend ID", style="dim", markup=False)  # fmt: skip


def _counts(counts: dict[str, int], *, as_json: bool) -> None:
    if as_json:
        write_json(counts)
        return
    said = "  ".join(f"{format_count(number)} {name}" for name, number in sorted(counts.items()))
    out.print(said or "nothing to do", markup=False)
