"""Corrections for a process that must stay light: the command does the work, in a child of its own."""

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

from pipeline.auditing import Caller, log
from pipeline.workspace import Workspace
from schemas.corrections import Correction
from schemas.errors import RetryLaterError, WrongUseError

_ROOT = Path(__file__).parent.parent
# Loading the language pipelines takes seconds on a busy machine; a run may be in the way longer.
_SECONDS = 120


def correct(workspace: Workspace, wish: dict[str, Any], caller: Caller) -> Correction:
    """Do what *wish* asks for, and enter it in the audit log. Raises WrongUseError with what is wrong with it, RetryLaterError."""
    lines = _command(workspace, ["--author", caller.account], json.dumps(wish))
    answer = json.loads(lines[-1]) if lines else {"error": {"message": "no answer"}}
    if "error" in answer:
        raise WrongUseError(str(answer["error"]["message"]))
    made = Correction.model_validate(answer["correction"])
    log(workspace.store, caller, "tags-corrected", made.id, None, made, kind="correction")
    return made


def undo(workspace: Workspace, correction_id: str, caller: Caller) -> Correction:
    """Take a correction back. Raises WrongUseError where it cannot be, RetryLaterError."""
    known = workspace.store.corrections.get(correction_id)
    if known is None:
        raise WrongUseError(f"no correction is called {correction_id!r}")
    lines = _command(workspace, ["--undo", correction_id, "--json", "--author", caller.account], "")
    undone = Correction.model_validate_json(lines[-1])
    log(workspace.store, caller, "tags-undone", undone.id, known, undone, kind="correction")
    return undone


def _command(workspace: Workspace, arguments: list[str], given: str) -> list[str]:
    command = [sys.executable, "-m", "cli.main"]
    if workspace.now_override is not None:
        command += ["--now", workspace.now_override.isoformat()]
    try:
        done = subprocess.run(  # noqa: S603 - our own interpreter and module
            [*command, "correct", "--workspace", str(workspace.folder), *arguments],
            input=given,
            capture_output=True,
            text=True,
            encoding="utf-8",
            cwd=_ROOT,
            timeout=_SECONDS,
            check=False,
        )
    except subprocess.TimeoutExpired as error:
        raise RetryLaterError(
            "a run is in the way of the correction",
            remedy="It may be kept already: look, then try again",
        ) from error
    lines = done.stdout.splitlines()
    if not lines and done.returncode:
        said = done.stderr.strip().removeprefix("zhibi:").strip()
        raise WrongUseError(" ".join(said.split()) or "the correction could not be made")
    return lines
