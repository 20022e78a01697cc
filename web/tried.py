"""A stored page as its source reads it, field by field, and as rules that somebody tries would read it."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, Final

from crawlers.pages.selected import FIELDS, PARTS
from pipeline.comparing import words
from pipeline.rules import named_in
from schemas.documents import DOCUMENT_TYPES, Document, DocumentBase, PersonListed, PlanPrice
from schemas.errors import WrongUseError
from schemas.kinds import DocumentKind
from schemas.registry import Source
from schemas.reports import Problem
from schemas.tuning import Beside, Places, Proposal, Trial
from web.differences import Piece, Run, paragraphs, runs
from web.differences import words as compared
from web.speaker import Speaker

# What a document of a kind should have: it is said where it is missing. Then what it often has besides;
# what is in neither stands folded, unless there is a rule or a value.
_NEEDED: Final[Mapping[DocumentKind, tuple[str, ...]]] = {
    "article": ("title", "text", "published"),
    "offer": ("title", "offers"),
    "product": ("title", "offers"),
    "job": ("title", "text", "employer", "location"),
    "people": ("title", "people"),
    "filing": ("title", "published"),
    "review": ("title", "text", "published"),
}
_OFTEN: Final[Mapping[DocumentKind, tuple[str, ...]]] = {
    "article": ("authors", "lead"),
    "offer": ("text",),
    "product": ("text", "brand", "availability", "sku"),
    "job": ("published",),
    "people": ("text",),
    "filing": ("text",),
    "review": ("authors",),
}
# Characters of a text and rows of a list that are shown at once; of a text, what can be unfolded.
_BEGINNING, _ROWS, _WHOLE = 320, 12, 12_000
# Below this a value was guessed at rather than found, as where a move's confidence is shown.
_SURE, _LIKELY = 0.85, 0.6


@dataclass(frozen=True)
class Value:
    """What a field gives: *lines* to be shown (of *more* besides) and where it came from.

    *state*: ``missing`` where such a document should have it, ``none`` where it need not, ``thin``, ``unsure``.
    """

    lines: tuple[str, ...] = ()
    more: int = 0
    size: int = 0
    whole: str = ""
    origin: str = ""
    sure: float = 0.0
    state: str = ""

    @property
    def mark(self) -> str:
        """Return the mark of how sure it is: ``full``, ``half`` or ``low``."""
        return "full" if self.sure >= _SURE else "half" if self.sure >= _LIKELY else "low"


@dataclass(frozen=True)
class Row:
    """A field with the rule that is typed, what it gives *now* and what it would *then* (None: nothing tried).

    *finds* is how many places the rule names, *idle*: it finds nothing that could be read. *pieces* tell
    both values of a line apart, *differs* those of a text.
    """

    name: str
    rule: str
    saved: str
    off: str
    now: Value | None = None
    then: Value | None = None
    finds: int | None = None
    idle: bool = False
    problem: WrongUseError | None = None
    pieces: tuple[Piece, ...] = ()
    differs: tuple[Run, ...] = ()
    parts: tuple["Row", ...] = ()
    changed: bool = False


@dataclass(frozen=True)
class Shown:
    """All rows of a page: those that matter, the *others*; which of what it should have is *missing* now.

    *document* is what comes of the page: by the rules that are tried, else now.
    """

    rows: tuple[Row, ...]
    others: tuple[Row, ...]
    kind: DocumentKind
    missing: tuple[str, ...]
    changed: int
    document: Document | None


@dataclass(frozen=True)
class _Page:
    """What rows are made of."""

    speak: Speaker
    kind: DocumentKind
    rules: Mapping[str, str]
    saved: Mapping[str, str]
    off: Mapping[str, str]
    proposal: Proposal
    problems: Mapping[str, WrongUseError]
    beside: Beside | None
    now: DocumentBase | None
    then: DocumentBase | None
    needed: tuple[str, ...] = field(default=())


def shown(
    speak: Speaker,
    kind: DocumentKind | None,
    rules: Mapping[str, str],
    source: Source,
    beside: Beside | None,
    proposal: Proposal,
    problems: Mapping[str, WrongUseError],
) -> Shown:
    """Return the fields of a page; *kind* is the one that a source is for, where no document tells it."""
    now, then = (_first(one) for one in (beside.before, beside.after)) if beside else (None, None)
    some = then or now
    told: DocumentKind = some.kind if some else kind or "article"
    page = _Page(
        speak, told, rules, source.selectors, source.switched_off, proposal,
        {**(_slow(beside, rules) if beside else {}), **problems}, beside, now, then, _NEEDED[told],
    )  # fmt: skip
    names = [name for name in FIELDS if name in DOCUMENT_TYPES[told].model_fields or rules[name]]
    names.sort(key=lambda one: _order(one, told))
    rows = [_row(page, name) for name in names]
    main = tuple(one for one in rows if _matters(one, told))
    return Shown(
        main, tuple(one for one in rows if one not in main), told,
        tuple(one.name for one in rows if one.now and one.now.state == "missing"),
        sum(one.changed for one in rows), some,
    )  # fmt: skip


def _first(trial: Trial | None) -> Document | None:
    return trial.documents[0] if trial and trial.documents else None


def _order(name: str, kind: DocumentKind) -> int:
    listed = (*_NEEDED[kind], *_OFTEN[kind])
    return listed.index(name) if name in listed else len(listed)


def _matters(row: Row, kind: DocumentKind) -> bool:
    filled = any(one and one.lines for one in (row.now, row.then))
    typed = row.rule or row.saved or row.off or any(one.rule or one.saved for one in row.parts)
    return bool(row.name in (*_NEEDED[kind], *_OFTEN[kind]) or filled or typed or row.problem)


def _slow(beside: Beside, rules: Mapping[str, str]) -> dict[str, WrongUseError]:
    """Return what the page itself says against rules: too slow on it, or not to be asked for there."""
    found = {
        name: WrongUseError(places.problem)
        for name, places in beside.places.items()
        if places.problem
    }
    trial = beside.after or beside.before
    for problem in trial.problems:
        if problem.reason == "rule-timeout":
            name = next(
                (x for x, rule in rules.items() if rule and named_in(rule, problem.detail)), ""
            )
            found |= {name: WrongUseError(problem.detail)} if name else {}
    return found


def _row(page: _Page, name: str) -> Row:
    now = _value(page, name, page.now) if page.beside else None
    tried = page.beside is not None and page.beside.after is not None
    then = _value(page, name, page.then) if tried else None
    old, new = (words(getattr(one, name, None)) for one in (page.now, page.then))
    places = page.beside.places.get(name, Places()) if page.beside else Places()
    rule, read = page.rules[name], page.then if tried else page.now
    # A rule that names places where nothing can be read finds nothing either.
    ruled = read is not None and _origin(read, name) == "selector"
    differs = tried and old != new
    line = differs and name not in {"text", "offers", "people"} and bool(old and new)
    return Row(
        name=name, rule=rule, saved=page.saved.get(name, ""), off=page.off.get(name, ""),
        now=now, then=then, finds=places.count if rule and page.beside else None,
        idle=bool(rule and read is not None and not ruled), problem=page.problems.get(name),
        pieces=tuple(compared(old, new)) if line else (),
        differs=tuple(_texts(old, new)) if differs and name == "text" else (),
        parts=tuple(_parts(page, name)), changed=differs,
    )  # fmt: skip


def _parts(page: _Page, name: str) -> Iterator[Row]:
    for part in PARTS:
        if part.startswith(f"{name}."):
            yield Row(
                part, page.rules[part], page.saved.get(part, ""), page.off.get(part, ""),
                problem=page.problems.get(part),
            )  # fmt: skip


def _texts(old: str, new: str) -> list[Run]:
    return runs(paragraphs(old[:_WHOLE], new[:_WHOLE]))


def _origin(document: DocumentBase, name: str) -> str:
    came = document.provenance.get(name)
    return came.source if came else ""


def _value(page: _Page, name: str, document: DocumentBase | None) -> Value:
    value = getattr(document, name, None) if document else None
    if document is None or not value:
        return Value(state="missing" if name in page.needed else "none")
    came = document.provenance.get(name)
    given: dict[str, Any] = {"origin": came.source, "sure": came.confidence} if came else {}
    state = "thin" if name == "text" and "thin" in document.flags else ""
    if not state and came and came.confidence < _LIKELY:
        state = "unsure"
    if isinstance(value, str):
        begins = " ".join(value[: 2 * _BEGINNING].split())
        cut = begins if len(value) <= _BEGINNING else begins[:_BEGINNING].rstrip() + "…"
        whole = value[:_WHOLE] if len(value) > _BEGINNING else ""
        return Value((cut,), 0, len(value), whole, **given, state=state)
    lines = list(_lines(page.speak, value))
    return Value(tuple(lines[:_ROWS]), max(0, len(lines) - _ROWS), len(lines), **given, state=state)


def _lines(speak: Speaker, value: Any) -> Iterator[str]:
    """Yield a value in lines: one for each price, person or author."""
    for one in value if isinstance(value, tuple) else (value,):
        if isinstance(one, PlanPrice):
            paid = speak.paid(one.unit, one.period, one.billed)
            price = speak.price(one.amount, one.currency, one.raw or one.state)
            colon, per = ("：", " ") if speak.language == "zh" else (": ", " / ")
            yield f"{speak.plan(one.name)}{colon}{price}{per + paid if paid and one.amount is not None else ''}"
        elif isinstance(one, PersonListed):
            yield f"{one.name}, {one.role}" if one.role else one.name
        else:
            yield words(one)


def unread(trial: Trial) -> Problem | None:
    """Return why no document came of the page; None where one did, or where a rule drops it."""
    return None if trial.documents or trial.dropped else next(iter(trial.problems), None)
