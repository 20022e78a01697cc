"""Moves in lines, the newest first, whoever asks for whichever."""

from collections.abc import Sequence

from pipeline.workspace import Workspace
from schemas.errors import WrongUseError
from schemas.kinds import FAMILIES, FAMILY_OF, MOVE_KINDS, MoveKind
from schemas.stories import Story, StoryMove
from schemas.views import MoveLine, MovePage

# Longer evidence is cut at a word: a line is to be read at a glance.
_LONGEST_EVIDENCE = 280


def kinds_of(words: Sequence[str]) -> tuple[MoveKind, ...]:
    """Return the kinds that *words* name, each a kind or a family. Raises WrongUseError."""
    found: list[MoveKind] = []
    for word in words:
        if word in FAMILIES:
            found += FAMILIES[word]
        elif word in MOVE_KINDS:
            found.append(word)
        else:
            raise WrongUseError(
                f"no kind or family of moves is called {word!r}",
                remedy=f"Families: {', '.join(FAMILIES)}; kinds: {', '.join(MOVE_KINDS)}",
            )
    return tuple(dict.fromkeys(found))


def moves(
    workspace: Workspace,
    *,
    companies: Sequence[str] = (),
    kinds: Sequence[MoveKind] = (),
    since: str | None = None,
    until: str | None = None,
    cursor: str | None = None,
    limit: int = 50,
) -> MovePage:
    """Return one page of moves, the newest first; all of them where nothing narrows it.

    *since* and *until* (not included) are days. Raises WrongUseError for a cursor that is none.
    """
    pairs = workspace.store.moves.of(
        companies=companies,
        kinds=kinds,
        since=since,
        until=until,
        after=_after(cursor),
        limit=limit + 1,
    )
    lines = tuple(line(workspace, story, move_id) for story, move_id in pairs[:limit])
    last = pairs[limit - 1] if len(pairs) > limit else None
    following = "~".join((last[0].day, last[0].id, last[1])) if last else None
    return MovePage(moves=lines, next_cursor=following)


def _after(cursor: str | None) -> tuple[str, str, str] | None:
    if not cursor:
        return None
    parts = cursor.split("~")
    if len(parts) != 3:
        raise WrongUseError(f"{cursor!r} is no place in a list of moves", remedy="Begin without it")
    return parts[0], parts[1], parts[2]


def line(workspace: Workspace, story: Story, move_id: str) -> MoveLine:
    """Return one move of *story* as a line. Raises StopIteration for a move it does not have."""
    found = next(one for one in story.moves if one.id == move_id)
    report = next((r for r in story.reports if r.document_id == found.document_id), None)
    move = found.move
    return MoveLine(
        id=found.id,
        story=story.id,
        company=found.company,
        kind=move.kind,
        family=FAMILY_OF[move.kind],
        status=move.status,
        day=story.day,
        title=story.title,
        language=story.language,
        score=story.score,
        sources=story.sources,
        document_id=found.document_id,
        url=report.url if report else "",
        change=found.change,
        evidence=_words(workspace, found),
        slots={name: tuple(slot.text for slot in move.values(name)) for name in move.slots},
        confidence=move.confidence,
    )


def _words(workspace: Workspace, found: StoryMove) -> str:
    """Return the words of the report that show the move; none for a change of a page."""
    if found.change is not None or not found.move.evidence:
        return ""
    revision = workspace.store.documents.latest(found.document_id)
    if revision is None:
        return ""
    text = f"{revision.document.title}\n{revision.document.text}"
    span = found.move.evidence[0]
    words = " ".join(text[span.start : span.end].split())
    if len(words) <= _LONGEST_EVIDENCE:
        return words
    return words[:_LONGEST_EVIDENCE].rsplit(" ", 1)[0] + " …"
