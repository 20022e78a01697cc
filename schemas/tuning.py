"""What a change of a source's rules would do, tried on everything stored of it."""

from pydantic import Field

from schemas.base import Instant, Record
from schemas.documents import Document
from schemas.harvest import Outcome, Snapshot
from schemas.reports import Problem


class Proposal(Record):
    """A change of rules: fields *set* or *unset*, drop rules added or taken out, links named.

    *follow* and *next_page*: None leaves them, empty takes them out.
    """

    set: dict[str, str] = Field(default_factory=dict)
    unset: tuple[str, ...] = ()
    drop: tuple[str, ...] = ()
    undrop: tuple[str, ...] = ()
    follow: str | None = None
    next_page: str | None = None

    @property
    def empty(self) -> bool:
        """Say whether it changes nothing."""
        return self == Proposal()


class FieldEffect(Record):
    """How many pages have a field, *before* and *after*; *ruled* by the proposed rule itself."""

    name: str
    before: int
    after: int
    changed: int = Field(default=0, description="Pages where its value differs")
    ruled: int | None = None


class Example(Record):
    """One page that reads differently: *field* with both values, a text as a unified *diff*."""

    url: str
    snapshot: str
    field: str = ""
    before: str = ""
    after: str = ""
    diff: tuple[str, ...] = ()


class ListEffect(Record):
    """What the stored lists of a source name, before and after."""

    lists: int
    before: int
    after: int
    onward_before: int = 0
    onward_after: int = 0
    won: tuple[str, ...] = ()
    lost: tuple[str, ...] = ()


class Comparison(Record):
    """A proposal against all stored pages of a source. *refusals* say why it cannot be saved.

    *objections* can be overruled with a reason: documents or fields that would be lost.
    """

    source: str
    proposal: Proposal
    pages: int
    read_before: int
    read_after: int
    fields: tuple[FieldEffect, ...] = ()
    won: int = 0
    lost: int = 0
    changed: int = 0
    dropped: int = 0
    examples: tuple[Example, ...] = ()
    lost_pages: tuple[Example, ...] = ()
    won_pages: tuple[Example, ...] = ()
    lists: ListEffect | None = None
    refusals: tuple[str, ...] = ()
    objections: tuple[str, ...] = ()
    seconds: float = 0.0


class Trial(Record):
    """What a source would give: documents, what could not be read, and what the crawl met."""

    source: str
    counts: dict[Outcome, int] = Field(default_factory=dict)
    documents: tuple[Document, ...] = ()
    problems: tuple[Problem, ...] = ()
    dropped: tuple[str, ...] = ()


class Places(Record):
    """How many places of a page one rule names; *problem*: why it cannot be asked for there."""

    count: int = 0
    problem: str = ""


class Beside(Record):
    """One stored page, read *before* by a source's rules and *after* by those proposed, None without any.

    *places* are of every rule that would hold then, by field.
    """

    snapshot: Snapshot
    before: Trial
    after: Trial | None = None
    places: dict[str, Places] = Field(default_factory=dict)


class Evidence(Record):
    """One page on which a proposed rule was tried: the value looked for and the one it reads."""

    url: str
    wanted: str
    reads: str
    right: bool


class Repair(Record):
    """A rule proposed for a field that is lost: on how many pages it reads, and reads right.

    *right* of *known*: pages whose value is known from before; *finds* of *pages*: the new ones.
    """

    field: str
    rule: str
    was: str | None = None
    right: int = 0
    known: int = 0
    finds: int = 0
    pages: int = 0
    how: str = ""
    evidence: tuple[Evidence, ...] = ()


class Checked(Record):
    """What is wrong with a source's layout and which rules would mend it."""

    source: str
    at: Instant
    says: str
    since: Instant | None = None
    pages_before: int = 0
    pages_after: int = 0
    lost: tuple[str, ...] = ()
    repairs: tuple[Repair, ...] = ()
    unsolved: tuple[str, ...] = ()
