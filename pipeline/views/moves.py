"""Moves in lines, the newest first, whoever asks for whichever."""

from collections.abc import Iterable, Iterator, Mapping, Sequence

from pipeline.relevance import now_worth
from pipeline.workspace import Workspace
from schemas.documents import Revision
from schemas.errors import WrongUseError
from schemas.kinds import FAMILIES, FAMILY_OF, MOVE_KINDS, MoveKind
from schemas.language import Move
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
    quoted: bool = True,
) -> MovePage:
    """Return one page of moves, the newest first; all of them where nothing narrows it.

    *since* and *until* (not included) are days; without *quoted* no words of the reports are read.
    Raises WrongUseError for a cursor that is none.
    """
    pairs = workspace.store.moves.of(
        companies=companies,
        kinds=kinds,
        since=since,
        until=until,
        after=_after(cursor),
        limit=limit + 1,
    )
    chosen = [(story, _move(story, move_id)) for story, move_id in pairs[:limit]]
    read = _read(workspace, (move for _story, move in chosen)) if quoted else {}
    told = ((now_worth(story, workspace.now), move) for story, move in chosen)
    lines = tuple(_line(story, move, read) for story, move in told)
    last = pairs[limit - 1] if len(pairs) > limit else None
    following = "~".join((last[0].day, last[0].id, last[1])) if last else None
    return MovePage(moves=lines, next_cursor=following)


def of_story(workspace: Workspace, story: Story) -> tuple[MoveLine, ...]:
    """Return every move of *story* as a line."""
    told = [one for one in story.moves if one.adds is None]
    read = _read(workspace, told)
    fresh = now_worth(story, workspace.now)
    return tuple(_line(fresh, one, read) for one in told)


def _after(cursor: str | None) -> tuple[str, str, str] | None:
    if not cursor:
        return None
    parts = cursor.split("~")
    if len(parts) != 3:
        raise WrongUseError(f"{cursor!r} is no place in a list of moves", remedy="Begin without it")
    return parts[0], parts[1], parts[2]


def _move(story: Story, move_id: str) -> StoryMove:
    return next(one for one in story.moves if one.id == move_id)


def _read(workspace: Workspace, moves: Iterable[StoryMove]) -> dict[str, Revision]:
    """Return the documents that show *moves*, read at once."""
    wanted = [one.document_id for one in moves if one.change is None and one.move.evidence]
    return workspace.store.documents.newest(wanted)


def _line(story: Story, found: StoryMove, read: Mapping[str, Revision]) -> MoveLine:
    """Return a move as a line, with what other reports add to it."""
    report = next((r for r in story.reports if r.document_id == found.document_id), None)
    move = found.move
    added = [one.move for one in story.moves if one.adds == found.id]
    slots: dict[str, tuple[str, ...]] = {}
    for one in (move, *added):
        # What was rumoured of a deal is not what was agreed.
        if one.status == move.status or one.status != "rumoured":
            slots |= {name: words for name, words in _slots(one) if name not in slots}
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
        evidence=_words(found, read.get(found.document_id)),
        slots=slots,
        confidence=move.confidence,
    )


def _slots(move: Move) -> Iterator[tuple[str, tuple[str, ...]]]:
    for name in move.slots:
        yield name, tuple(slot.text for slot in move.values(name))


def _words(found: StoryMove, revision: Revision | None) -> str:
    """Return the words of the report that show the move; none for a change of a page."""
    if revision is None or found.change is not None or not found.move.evidence:
        return ""
    text = f"{revision.document.title}\n{revision.document.text}"
    span = found.move.evidence[0]
    words = " ".join(text[span.start : span.end].split())
    if len(words) <= _LONGEST_EVIDENCE:
        return words
    return words[:_LONGEST_EVIDENCE].rsplit(" ", 1)[0] + " …"
