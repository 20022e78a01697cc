"""What a person asks to put right, checked against the document and made a correction.

A wish is a JSON object: ``document`` (id or address), ``fix``, ``to`` and ``reason``; ``move`` (its kind)
and, where a document has several of that kind, ``words`` of its evidence. Examples in docs/analysts.md.
"""

from collections.abc import Callable, Sequence
from datetime import date
from typing import Any, get_args

from pipeline.correction_fields import Wish, check, reason_of
from pipeline.workspace import Workspace
from schemas.corrections import OF_A_MOVE, OF_A_STORY, Correction, Fix
from schemas.documents import Revision
from schemas.errors import WrongUseError
from schemas.ids import identity_url
from schemas.kinds import MOVE_KINDS, SLOTS, STATUSES
from schemas.language import Move, Slot, Span, Tagged, Value
from schemas.registry import Company, Registry
from store.correcting import RULE, located, tells_the_same, told
from store.occurring import occurrences
from text.amounts import find_dates, find_percents
from text.money import find_money


class _Draft:
    """A wish beside the document it is about."""

    def __init__(self, wish: Wish, workspace: Workspace) -> None:
        self.wish = wish
        self.registry: Registry = workspace.registry
        self.revision, self.all_tags = _document(wish, workspace)
        document = self.revision.document
        self.text = f"{document.title}\n{document.text}"
        self.day = document.published.day if document.published else None

    def is_irrelevant(self) -> bool:
        """Say whether a person said that nothing in it concerns us."""
        return any(one.tags.irrelevant for one in self.all_tags if one.change is None)

    def wrong(self, what: str, remedy: str = "") -> WrongUseError:
        """Return the error that says what of the wish cannot be."""
        return WrongUseError(what, where=self.revision.document.url, remedy=remedy)

    def word(self, key: str, remedy: str = "") -> str:
        """Return the text under *key* of the wish. Raises WrongUseError where there is none."""
        value = self.wish.get(key)
        if not isinstance(value, str) or not value.strip():
            raise self.wrong(f"the fix {self.wish['fix']!r} needs {key!r} as text", remedy)
        return value.strip()

    def truth(self) -> bool:
        """Return ``to`` as true or false."""
        if not isinstance(self.wish.get("to"), bool):
            raise self.wrong(f"the fix {self.wish['fix']!r} needs 'to' as true or false")
        return bool(self.wish["to"])


def read_wish(wish: Wish, workspace: Workspace, author: str) -> Correction:
    """Return the correction that *wish* asks for, without an id yet.

    Raises WrongUseError: unknown document, move, kind, company, story or day; words that are not in
    the text; no reason given.
    """
    check(wish)
    fix = wish.get("fix")
    if fix not in get_args(Fix):
        raise WrongUseError(
            f"no fix is called {fix!r}", remedy=f"Fixes: {', '.join(get_args(Fix))}"
        )
    reason = reason_of(wish)
    author = (wish.get("author") or author).strip()
    given: dict[str, Any] = {
        "id": "new", "at": workspace.now, "author": author, "fix": fix,
        "reason": reason,
    }  # fmt: skip
    if fix in OF_A_STORY:
        return Correction(**given, **_of_stories(wish, workspace))
    draft = _Draft(wish, workspace)
    given["document_id"] = draft.revision.document_id
    if fix in OF_A_MOVE | {"about"} and draft.is_irrelevant():
        raise draft.wrong(
            "it was said to be of no interest, so it has no moves and no subject",
            "Take that back first, or --fix relevance --to true",
        )
    if fix in OF_A_MOVE:
        return Correction(**given, **_of_a_move(draft))
    return Correction(**given, **_OTHERS[str(fix)](draft))


def _document(wish: Wish, workspace: Workspace) -> tuple[Revision, list[Tagged]]:
    revision = document_named(wish.get("document"), workspace)
    return revision, workspace.store.tags.get(revision.document_id)


def document_named(named: Any, workspace: Workspace) -> Revision:
    """Return the newest revision of the document *named* by id or address. Raises WrongUseError."""
    if not isinstance(named, str) or not named.strip():
        raise WrongUseError("needs 'document': its id or address")
    documents = workspace.store.documents
    revision = documents.latest(named.strip())
    if revision is None:
        try:
            revision = documents.by_url(identity_url(named.strip()))
        except ValueError:
            revision = None
    if revision is None:
        raise WrongUseError(
            f"no document is known as {named!r}",
            remedy="Take the id or address that zhibi search --json shows",
        )
    return revision


def corrections_of(named: str, workspace: Workspace) -> list[Correction]:
    """Return what was put right in the document *named* by id or address, and in stories with it, the oldest first.

    One that is gone is known by its id. Raises WrongUseError where neither it nor a correction of it is known.
    """
    touching = workspace.store.corrections.touching
    try:
        return touching(document_named(named, workspace).document_id)
    except WrongUseError:
        if found := touching(named.strip()):
            return found
        raise


def _of_stories(wish: Wish, workspace: Workspace) -> dict[str, Any]:
    named = wish.get("stories")
    least = 2 if wish["fix"] == "join" else 1
    if not isinstance(named, list) or len(named) < least:
        raise WrongUseError(
            f"the fix {wish['fix']!r} needs 'stories', a list of {least} or more ids"
        )
    reports: dict[str, list[str]] = {}
    for one in named:
        story = workspace.store.stories.get(str(one))
        if story is None:
            raise WrongUseError(f"no story is called {one!r}", remedy="zhibi search --json")
        reports[story.id] = sorted({report.document_id for report in story.reports})
    everything = [document for some in reports.values() for document in some]
    found: dict[str, Any] = {"stories": tuple(reports), "were": _were(workspace, everything)}
    if wish["fix"] == "join":
        if len(reports) < least:
            raise WrongUseError("they are one story already: nothing to join")
        return found | {"documents": tuple(dict.fromkeys(everything))}
    revision, _tags = _document(wish, workspace)
    others = tuple(one for one in everything if one != revision.document_id)
    if len(others) == len(everything):
        raise WrongUseError(f"{revision.document.url} is no report of {', '.join(reports)}")
    if not others:
        raise WrongUseError("it is the only report of its story: nothing to split")
    return found | {"documents": (revision.document_id,), "others": others}


def _were(workspace: Workspace, documents: Sequence[str]) -> dict[str, str]:
    """Return the story of each document that is in one alone."""
    stories = workspace.store.stories.briefs_of_documents(documents)
    return {one: some[0].id for one, some in stories.items() if len(some) == 1}


def _of_a_move(draft: _Draft) -> dict[str, Any]:
    if draft.wish["fix"] == "add":
        return _added(draft)
    move, change = _meant(draft)
    words = _evidence(draft, move)
    found: dict[str, Any] = {"move": move, "words": words, "change": change}
    makers: dict[str, Callable[[_Draft, Move], dict[str, Any]]] = {
        "kind": lambda d, _m: {"kind": _one_of(d, "to", MOVE_KINDS)},
        "status": lambda d, _m: {"status": _one_of(d, "to", STATUSES)},
        "company": lambda d, m: {"actor": _actor(d, m, d.wish.get("to"))},
        "slot": _slot,
        "span": lambda d, _m: {"evidence": _there(d, d.word("to"))},
        "remove": lambda _d, _m: {},
    }
    return found | makers[draft.wish["fix"]](draft, move)


def _meant(draft: _Draft) -> tuple[Move, str | None]:
    """Return the move that the wish names, and the change it is of, if of one."""
    kind, words, change = (draft.wish.get(name) for name in ("move", "words", "change"))
    found = [
        (move, tagged.change)
        for tagged in draft.all_tags
        for move in tagged.tags.moves
        if (kind is None or move.kind == kind)
        and (change is None or tagged.change == change)
        and (not words or any(str(words) in draft.text[s.start : s.end] for s in move.evidence))
    ]
    found = [one for one in found if words and _evidence(draft, one[0]) == words] or found
    if len({(told(move), of, _evidence(draft, move)) for move, of in found}) == 1:
        return found[0]  # told several times in the same words, it is one
    there = "; ".join(
        f"{move.kind} ({move.status}): {_shown(draft, move)}"
        for tagged in draft.all_tags
        for move in tagged.tags.moves
    )
    what = "no such move" if not found else f"{len(found)} moves fit"
    raise draft.wrong(
        f"{what}: name it by 'move' (its kind) and 'words' of its evidence",
        f"Its moves: {there}" if there else "It has no moves; the fix 'add' adds one",
    )


def _evidence(draft: _Draft, move: Move) -> str:
    return draft.text[move.evidence[0].start : move.evidence[0].end] if move.evidence else ""


def _shown(draft: _Draft, move: Move) -> str:
    words = _evidence(draft, move)
    return repr(words[:80]) if words else "a change of the page"


def _one_of(draft: _Draft, key: str, names: Sequence[str]) -> str:
    value = draft.wish.get(key)
    if value not in names:
        raise draft.wrong(f"{key!r} is {value!r}", f"One of: {', '.join(names)}")
    return str(value)


def _there(draft: _Draft, words: str) -> str:
    if words not in draft.text:
        raise draft.wrong(
            f"{words!r} is not in the text", "Give the words exactly as they stand there"
        )
    return words


def _actor(draft: _Draft, move: Move, named: Any) -> Slot | None:
    """Return the company *named* by id, by a name of it, or by words of the text; None for nobody."""
    if named is None:
        return None
    if not isinstance(named, str) or not named.strip():
        raise draft.wrong("'to' must be a company's id, a name that is in the text, or null")
    near = move.evidence[0].start if move.evidence else 0
    company = _company(draft.registry, named.strip())
    if company is None:
        return located(Slot(text=_there(draft, named.strip())), draft.text, near)
    names = [name for some in company.names.values() for name in some]
    there = next((name for name in names if name in draft.text), None)
    slot = Slot(text=there or company.name(draft.revision.document.language), entity=company.id)
    return located(slot, draft.text, near)


def _company(registry: Registry, named: str) -> Company | None:
    found = registry.company(named)
    if found is not None:
        return found
    folded = named.casefold()
    for company in registry.companies:
        if any(folded == name.casefold() for names in company.names.values() for name in names):
            return company
    return None


def _slot(draft: _Draft, move: Move) -> dict[str, Any]:
    name = _one_of(draft, "slot", sorted(SLOTS))
    near = move.evidence[0].start if move.evidence else 0
    return {"slot": name, "values": _values(draft, draft.wish.get("to"), near)}


def _values(draft: _Draft, given: Any, near: int) -> tuple[Slot, ...]:
    """Return the words as slots, each with its place, its company and its value; none for null."""
    if given is None:
        return ()
    words = given if isinstance(given, list) else [given]
    if not all(isinstance(one, str) and one.strip() for one in words):
        raise draft.wrong("a slot is words of the text, a list of such, or null for none")
    return tuple(_filled(draft, _there(draft, one.strip()), near) for one in words)


def _filled(draft: _Draft, words: str, near: int) -> Slot:
    same = [
        mention
        for tagged in draft.all_tags
        for mention in tagged.tags.mentions
        if mention.text == words
    ]
    entity = same[0].entity if same else None
    if entity is None and (company := _company(draft.registry, words)):
        entity = company.id
    slot = Slot(text=words, entity=entity, value=_value(words, draft.day))
    return located(slot, draft.text, near)


def _value(words: str, day: str | None) -> Value | None:
    found = find_money(words) or find_percents(words) or find_dates(words, day)
    return found[0].value if found else None


def _added(draft: _Draft) -> dict[str, Any]:
    evidence = _there(draft, draft.word("evidence"))
    at = draft.text.find(evidence)
    slots = draft.wish.get("slots") or {}
    if not isinstance(slots, dict) or set(slots) - SLOTS:
        raise draft.wrong(
            "'slots' is an object of slot and words", f"Slots: {', '.join(sorted(SLOTS))}"
        )
    filled = {name: _values(draft, given, at) for name, given in slots.items()}
    move = Move(
        kind=_one_of(draft, "move", MOVE_KINDS),
        status=_one_of(draft, "status", STATUSES),
        confidence=1.0,
        slots={n: some[0] if len(some) == 1 else some for n, some in filled.items() if some},
        evidence=(Span(start=at, end=at + len(evidence)),),
        rule=RULE,
    )
    move = move.model_copy(update={"actor": _actor(draft, move, draft.wish.get("company"))})
    if there := _told_there(draft, move, evidence):
        raise draft.wrong(
            f"{there.kind} ({there.status}) is there already: {_shown(draft, there)}",
            "Correct that one (kind, status, company, slot); or, of another, give the company or slot that differs",
        )
    return {"move": move, "words": evidence}


def _told_there(draft: _Draft, added: Move, words: str) -> Move | None:
    """Return the move that *added* would repeat: of its kind, at its *words*, in nothing told apart."""
    places = occurrences(draft.text, words)
    for move in (
        m for tagged in draft.all_tags if tagged.change is None for m in tagged.tags.moves
    ):
        here = any(s.start < at + len(words) and at < s.end for s in move.evidence for at in places)
        if here and move.kind == added.kind and tells_the_same(move, added):
            return move
    return None


def _mention(draft: _Draft) -> dict[str, Any]:
    name = _there(draft, draft.word("name"))
    entity = draft.wish.get("to")
    if entity is not None and not isinstance(entity, str):
        raise draft.wrong("'to' must be the id of one company or product, or null")
    owners = {one.id: "" for one in draft.registry.companies}
    products = {p.id: one.id for one in draft.registry.companies for p in one.products}
    if entity is not None and entity not in owners | products:
        raise draft.wrong(
            f"no company or product is called {entity!r}", "An id of the registry, or null"
        )
    company = "" if entity in owners else products.get(entity or "", "")
    return {"name": name, "entity": entity, "company": company}


def _about(draft: _Draft) -> dict[str, Any]:
    company = _company(draft.registry, draft.word("company"))
    if company is None:
        raise draft.wrong(
            f"no company is called {draft.wish['company']!r}", "An id of the registry"
        )
    return {"company": company.id, "holds": draft.truth()}


def _date(draft: _Draft) -> dict[str, Any]:
    value = draft.word("to", "A day such as 2026-11-23")
    try:
        return {"day": date.fromisoformat(value).isoformat()}
    except ValueError as error:
        raise draft.wrong(f"{value!r} is no day", "A day such as 2026-11-23") from error


_OTHERS: dict[str, Callable[[_Draft], dict[str, Any]]] = {
    "mention": _mention, "about": _about, "date": _date,
    "relevance": lambda draft: {"holds": draft.truth()},
}  # fmt: skip
