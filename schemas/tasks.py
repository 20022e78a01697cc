"""Work that takes longer than a page may: what it is, how far it is, what came of it."""

from typing import Any, Literal

from pydantic import Field

from schemas.base import Instant, Record

TaskKind = Literal["discover", "tag", "propose", "test"]
"""discover: look at a web site for what is worth watching; tag: read collected texts again with a
company's names; propose: look for companies that nobody has registered; test: try rules of a source
on all that is stored of it."""
TaskState = Literal["waiting", "running", "done", "failed"]


class Task(Record):
    """One task. *about* is the company (of a test: the source) that it is for, *wanted* what it was asked with, *by* who asked.

    *step*, *done* and *total* (0: not known) tell how far it is; *result* is what came of it, *problem* and *remedy*
    what went wrong.
    """

    id: str = Field(pattern=r"^t[0-9a-f]{12}$")
    kind: TaskKind
    about: str = ""
    wanted: dict[str, str] = Field(default_factory=dict)
    by: str
    at: Instant
    state: TaskState = "waiting"
    step: str = ""
    done: int = 0
    total: int = 0
    result: dict[str, Any] = Field(default_factory=dict)
    problem: str = ""
    remedy: str = ""
    ended: Instant | None = None

    @property
    def over(self) -> bool:
        """Say whether nothing more comes of it."""
        return self.state in {"done", "failed"}
