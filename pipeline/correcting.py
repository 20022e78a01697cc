"""Corrections of people: checked, kept, laid over tags and stories, searched at once, undone at will."""

import logging
from collections.abc import Collection, Iterable, Iterator, Mapping
from contextlib import ExitStack

from pipeline.correction_fields import Wish
from pipeline.correction_wishes import read_wish
from pipeline.enrich import regroup
from pipeline.index import index
from pipeline.locks import exclusively
from pipeline.workspace import Workspace
from schemas.corrections import Correction
from schemas.errors import ConflictError, RetryLaterError, WrongUseError, ZhibiError
from store.corrections import documents_of

_log = logging.getLogger("zhibi.corrections")
# Wishes that are laid over the stories together: a wish a commit would group a thousand times.
_BATCH = 200


def correct(
    workspace: Workspace, wishes: Iterable[Wish], *, author: str
) -> Iterator[Correction | ZhibiError]:
    """Take each wish in its turn; yield the correction that is kept, or why it cannot be.

    A wish that cannot be stops no other. Tags change with each; stories and index follow after every
    200 and at the end, however it ends, once no run is in the way.
    """
    touched: set[str] = set()
    waiting = False
    try:
        for wish in wishes:
            answer = _taken(workspace, wish, author)
            if isinstance(answer, Correction):
                touched |= documents_of(answer)
            if len(touched) >= _BATCH:
                due, touched, waiting = touched, set(), True
                follow(workspace, due)
                waiting = False
            yield answer
    finally:
        if not waiting:  # where that failed, it is left to the next run
            follow(workspace, touched)


def _taken(workspace: Workspace, wish: Wish, author: str) -> Correction | ZhibiError:
    """Keep what one wish asks for, or return why it cannot be. Raises RetryLaterError."""
    try:
        return workspace.store.corrections.add(_read(wish, workspace, author))
    except RetryLaterError:
        raise
    except ZhibiError as error:
        return error


def _read(wish: Wish, workspace: Workspace, author: str) -> Correction:
    try:
        return read_wish(wish, workspace, author)
    except (TypeError, ValueError, RecursionError) as error:  # machines write what nobody foresees
        _log.warning("a wish that cannot be read", exc_info=error)
        raise WrongUseError(f"cannot be taken: {error}") from error


def undo(workspace: Workspace, correction_id: str, *, author: str) -> Correction:
    """Take back a correction and what it changed in tags, stories and index.

    Raises WrongUseError for an unknown id, ConflictError where it is undone or built upon; stories and
    index that did not follow the first time do so before that is said.
    """
    corrections = workspace.store.corrections
    try:
        undone = corrections.undo(correction_id, author=author, at=workspace.now)
    except ConflictError:
        follow(workspace, ())
        raise
    follow(workspace, documents_of(undone), undone.were)
    return undone


def follow(
    workspace: Workspace,
    documents: Collection[str],
    were: Mapping[str, str] | None = None,
) -> None:
    """Bring stories and index up to what was corrected in *documents*; those return to the stories they *were* in.

    What was corrected before and cut off follows, too; a run does the same.
    """
    if not documents and not workspace.store.corrections.owed().documents:
        return
    with ExitStack() as held:
        for name in ("run", "step-enrich"):
            held.enter_context(exclusively(workspace, name, wait=True))
        regroup(workspace, documents, were)
    try:
        index(workspace)
    except RetryLaterError:
        return  # the documents stay due: the next run indexes them
