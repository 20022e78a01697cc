"""What changed frames or another model would do to the documents of the last weeks; nothing is stored."""

import re
from collections import Counter
from collections.abc import Iterator, Mapping
from contextlib import ExitStack
from datetime import timedelta
from pathlib import Path
from typing import Any

from nlp.changed_frames import using
from nlp.learning.model import load
from nlp.learning.scorer import Scorer
from pipeline.enrich import tag_revision
from pipeline.tagging import tagger_of
from pipeline.workspace import Workspace
from schemas.documents import Revision
from schemas.errors import WrongUseError
from schemas.language import Move, Tagged

_SPAN = re.compile(r"(\d{1,4})([dw])")


def days(text: str) -> int:
    """Read a span such as ``30d`` or ``4w``, in days. Raises WrongUseError."""
    hit = _SPAN.fullmatch(text.strip())
    if hit is None:
        raise WrongUseError(f"{text!r} is no span", remedy="Write days or weeks: 30d, 4w")
    return int(hit[1]) * (7 if hit[2] == "w" else 1)


def preview(
    workspace: Workspace, *, frames: Path | None = None, model: Path | None = None, days: int = 30
) -> dict[str, Any]:
    """Tag recent documents as they are tagged now and as they would be; return what differs.

    Raises WrongUseError where nothing is changed and for a folder without frames, InvalidRecordError
    for a mistake in a frame or in a list beside them.
    """
    if frames is None and model is None:
        raise WrongUseError("needs what is changed", remedy="--frames FOLDER or --model FILE")
    now = tagger_of(workspace)
    scorer = Scorer(load(model)) if model else None
    recent = [
        revision
        for revision, tags in workspace.store.tags.recent(workspace.now - timedelta(days=days))
        if any(one.change is None for one in tags)
    ]
    before = [tag_revision(now, one) for one in recent]
    with ExitStack() as stack:
        if frames is not None:
            stack.enter_context(using(frames))
        then = tagger_of(workspace, scorer)
        after = [tag_revision(then, one) for one in recent]
    return _told(recent, before, after)


def _told(recent: list[Revision], before: list[Tagged], after: list[Tagged]) -> dict[str, Any]:
    differences = [
        one
        for revision, old, new in zip(recent, before, after, strict=True)
        for one in _differences(revision, old.tags.moves, new.tags.moves)
    ]
    return {
        "documents": len(recent),
        "moves_before": sum(len(one.tags.moves) for one in before),
        "moves_after": sum(len(one.tags.moves) for one in after),
        "by_kind": _counted(differences, "kind"),
        "by_company": _counted(differences, "company"),
        "differences": differences,
    }


def _counted(differences: list[dict[str, Any]], by: str) -> dict[str, dict[str, int]]:
    counts: dict[str, Counter[str]] = {}
    for one in differences:
        counts.setdefault(one[by], Counter())[one["how"]] += 1
    return {name: dict(sorted(found.items())) for name, found in sorted(counts.items())}


def _differences(
    revision: Revision, old: tuple[Move, ...], new: tuple[Move, ...]
) -> Iterator[dict[str, Any]]:
    """Yield moves gained and lost, and those of one kind whose status, actor or slots changed."""
    left = list(new)
    for one in old:
        same = next((m for m in left if m.kind == one.kind), None)
        if same is None:
            yield _row(revision, "lost", one)
            continue
        left.remove(same)
        was, now = _facts(one), _facts(same)
        changed = {k: [was.get(k), now.get(k)] for k in was | now if was.get(k) != now.get(k)}
        if changed:
            yield _row(revision, "changed", same) | {"changed": changed}
    for one in left:
        yield _row(revision, "gained", one)


def _facts(move: Move) -> dict[str, str]:
    slots = {name: " | ".join(v.text for v in move.values(name)) for name in sorted(move.slots)}
    return {"status": move.status, "actor": move.actor.text if move.actor else "", **slots}


def _row(revision: Revision, how: str, move: Move) -> dict[str, Any]:
    document = revision.document
    whole = f"{document.title}\n{document.text}"
    span = move.evidence[0]
    actor = move.actor
    return {
        "how": how,
        "company": (actor.entity or actor.text if actor else None) or revision.company or "",
        "kind": move.kind,
        "status": move.status,
        "document": revision.document_id,
        "title": document.title,
        "evidence": whole[span.start : span.end],
    }


_SIGNS = {"gained": "+", "lost": "-", "changed": "~"}


def told(found: Mapping[str, Any]) -> Iterator[str]:
    """Yield a preview as lines for a terminal: by company, then each move, then the sums."""
    by_company = sorted(found["differences"], key=lambda o: (o["company"], o["kind"], o["how"]))
    company = None
    for one in by_company:
        if one["company"] != company:
            company = one["company"]
            yield company or "(no company)"
        yield f"  {_SIGNS[one['how']]} {one['kind']} {one['status']}  {one['title']}"
        yield f"      “{one['evidence']}”"
        for name, (was, now) in one.get("changed", {}).items():
            yield f"      {name}: {was or '–'} → {now or '–'}"
    for kind, counts in found["by_kind"].items():
        yield f"{kind}: " + ", ".join(f"{n} {how}" for how, n in counts.items())
    yield (
        f"{found['documents']} documents, {found['moves_before']} moves now,"
        f" {found['moves_after']} then. Nothing was changed."
    )
