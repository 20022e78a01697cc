"""What is asked of one page, and what reading it showed: plain data between processes."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from schemas.templates import Observation


@dataclass(frozen=True, slots=True)
class Plan:
    """What the keeper of templates wants of one page.

    *use* are templates to read it with, in this order; *check* asks for the general reading as
    well; *probe* are templates that are only compared; *observe* asks what the page teaches.
    """

    use: tuple[str, ...] = ()
    probe: tuple[str, ...] = ()
    check: bool = False
    observe: bool = False


@dataclass(frozen=True, slots=True)
class Verdicts:
    """What reading a page showed of templates. *used* is the one whose document was taken.

    *checked* tells of each template that was compared what disagreed (empty: nothing), *misfits*
    why others could not read the page; *failed* that the general extractor found no document.
    """

    used: str | None = None
    checked: Mapping[str, str] = field(default_factory=dict)
    misfits: Mapping[str, str] = field(default_factory=dict)
    observation: Observation | None = None
    failed: str | None = None
