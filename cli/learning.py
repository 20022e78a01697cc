"""Commands under nlp: train a model of moves, judge it, see what a change would do."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from cli.context import state_of
from cli.terminal import err, out, write_json
from pipeline import learning, previewing
from schemas.errors import WrongUseError

if TYPE_CHECKING:
    from pipeline.workspace import Workspace

app = typer.Typer(help="Train and judge what reads moves.", no_args_is_help=True)
Folder = Annotated[Path | None, typer.Option("--workspace", "-w", help="Folder with zhibi.yaml")]
JsonOut = Annotated[bool, typer.Option("--json", help="JSON on standard output")]


def register(commands: typer.Typer) -> None:
    """Add the group to *commands*."""
    commands.add_typer(app, name="nlp")


@contextmanager
def _workspace(context: typer.Context, folder: Path | None) -> Iterator["Workspace | None"]:
    """Open the workspace if there is one: training and judging work without."""
    try:
        opening = state_of(context).open(folder)
        opened = opening.__enter__()
    except WrongUseError:
        if folder or state_of(context).folder:
            raise
        yield None
        return
    try:
        yield opened
    finally:
        opened.close()


def _say(text: str) -> None:
    err.print(text, markup=False)


@app.command("train")
def train(
    context: typer.Context,
    corrections: Annotated[
        Path | None, typer.Option("--corrections", exists=True, help="Corrected texts, JSONL")
    ] = None,
    out_file: Annotated[
        Path | None, typer.Option("--out", help="Write the model here, not into the workspace")
    ] = None,
    force: Annotated[str, typer.Option("--force", help="Keep it though worse: the reason")] = "",
    names: Annotated[
        Path | None,
        typer.Option(
            "--names",
            exists=True,
            file_okay=False,
            help="Train the models of names instead, into this folder",
        ),
    ] = None,
    slots: Annotated[
        list[str] | None,
        typer.Option(
            "--slots",
            metavar="en|zh",
            help="Learn actors and slots alone, in this language (again for more)",
        ),
    ] = None,
    kinds: Annotated[
        list[str] | None,
        typer.Option(
            "--kinds",
            metavar="en|zh",
            help="Learn the kinds alone, in this language (again for more): the rest stays",
        ),
    ] = None,
    workspace: Folder = None,
) -> None:
    """Train on the project's corpora and corrections; a worse model is refused."""
    _require_languages("--slots", slots)
    _require_languages("--kinds", kinds)
    if slots and kinds:
        raise WrongUseError(
            "--slots and --kinds each learn one part alone", remedy="Give one, then the other"
        )
    if names is not None:
        for name, digest in learning.learn_names(names, err.print).items():
            out.print(f"{name}  sha256 {digest}")
        return
    with _workspace(context, workspace) as opened:
        model, fell = learning.learn(
            opened,
            corrections=corrections,
            target=out_file,
            force=force,
            slots=tuple(slots or ()),
            kinds=tuple(kinds or ()),
            say=_say,
        )
    for line in fell:
        out.print(f"worse, kept because “{force}”: {line}", markup=False)
    out.print(f"model {model.digest[:16]} kept; figures: zhibi nlp evaluate", markup=False)


def _require_languages(option: str, given: list[str] | None) -> None:
    """Raise WrongUseError where *given* names a language that is not tagged."""
    if given and not set(given) <= set(learning.LANGUAGES):
        raise WrongUseError(
            f"{option} {' '.join(given)} names no language that Zhibi tags",
            remedy=f"Write {option} en or {option} zh",
        )


@app.command("evaluate")
def evaluate(
    context: typer.Context,
    model: Annotated[Path | None, typer.Option("--model", help="Another model's JSON")] = None,
    errors: Annotated[bool, typer.Option("--errors", help="List each error")] = False,
    kind: Annotated[str, typer.Option("--kind", help="Only errors on this kind")] = "",
    as_json: JsonOut = False,
    workspace: Folder = None,
) -> None:
    """Judge the model in use on texts it never saw, beside the shipped one. Exit 1 if it is worse."""
    with _workspace(context, workspace) as opened:
        found = learning.evaluate(opened, model)
    if as_json:
        write_json(found)
    else:
        for line in _told(found):
            out.print(line, markup=False, highlight=False, soft_wrap=True)
        for language, listed in found["errors"].items() if errors or kind else ():
            for one in listed:
                if kind in one:
                    out.print(f"{language} {one}", markup=False, highlight=False, soft_wrap=True)
    raise typer.Exit(1 if found["worse"] else 0)


_WIDE = 42  # characters of the longest name of a row


def _told(found: dict[str, Any]) -> Iterator[str]:
    yield f"model {found['model']}, shipped {found['shipped']}"
    if not found["trained_on_these_frames"]:
        yield "The frames changed since it was trained: train again (zhibi nlp train)"
    names = ("macro_f1", "precision", "recall", "status", "slots_f1", "actor", "false_on_negatives")
    yield f"{'':{_WIDE}}" + "".join(f"{name:>20}" for name in names)
    for title, group in (
        ("gold", "gold"),
        ("gold, shipped model", "gold_shipped"),
        ("texts left out", "left_out"),
    ):
        for language, figures in found[group].items():
            yield f"{title + ', ' + language:{_WIDE}}" + "".join(
                f"{figures[n]:>20.3f}" for n in names
            )
    yield ""
    yield f"{'precision recall F1 n':24}" + "".join(f"{one:>26}" for one in found["kinds"])
    for kind in sorted({k for kinds in found["kinds"].values() for k in kinds}):
        cells = [kinds.get(kind) for kinds in found["kinds"].values()]
        yield f"  {kind:22}" + "".join(
            f"{'–':>26}"
            if one is None
            else f"{one['p']:>11.2f}{one['r']:>5.2f}{one['f1']:>5.2f}{one['n']:>5.0f}"
            for one in cells
        )
    yield ""
    for name, one in found["reliability"].items():
        yield f"{name}: Brier {one['brier']:.3f}, calibration error {one['ece']:.3f}, n {one['n']}"
    if found["corrections"]:
        failed = ", ".join(found["corrections_failed"]) or "none"
        yield f"{found['corrections']} corrections; read otherwise: {failed}"
    for line in found["worse"]:
        yield f"WORSE than the shipped model: {line}"


@app.command("preview")
def preview(
    context: typer.Context,
    frames: Annotated[
        Path | None, typer.Option("--frames", exists=True, file_okay=False, help="Changed frames")
    ] = None,
    model: Annotated[Path | None, typer.Option("--model", help="Another model's JSON")] = None,
    last: Annotated[str, typer.Option("--last", help="How far back: 30d")] = "30d",
    as_json: JsonOut = False,
    workspace: Folder = None,
) -> None:
    """Show what changed frames or another model would do to recent documents: nothing is changed."""
    with state_of(context).open(workspace) as opened:
        found = previewing.preview(opened, frames=frames, model=model, days=previewing.days(last))
    if as_json:
        write_json(found)
        return
    for line in previewing.told(found):
        out.print(line, markup=False, highlight=False, soft_wrap=True)
