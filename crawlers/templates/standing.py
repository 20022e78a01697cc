"""How far one template is trusted: compared before it is used, again now and then, given up on drift."""

from dataclasses import dataclass, field
from datetime import datetime

from schemas.templates import StoredTemplate

# Comparisons before use, all of which agree; or as many of more.
_CHECKS = 2
_MOSTLY, _OF = 4, 6
# A used template is compared at these uses, and then at each hundredth: it costs a general reading.
_EARLY = frozenset((3, 8, 16, 32, 64))
_EVERY = 100
# After one disagreement the next pages are compared as well; two in the last five are drift.
_AGAIN = 4
_DISAGREED = 2
# Pages in a row that a template could not read are drift when chance explains them less often.
_CHANCE = 0.002
# No layout takes so much of a host that two pages of another one would tell anything.
_MOST_COMMON = 0.88


@dataclass(frozen=True, slots=True)
class Event:
    """Something a person may want to know: *learned*, *trusted*, *refused* or *drifted*, and why."""

    template: StoredTemplate
    what: str
    why: str = ""


@dataclass
class Standing:
    """One template of a host: its record, and what happened lately.

    *born* and *last_fit* count the pages of its host; what was stored before was there first.
    """

    stored: StoredTemplate
    born: int = -1
    last_fit: int = 0
    written: str = ""
    handed: int = 0
    recent: list[bool] = field(default_factory=list)
    wary: int = 0
    changed: bool = False

    def __post_init__(self) -> None:
        self.written = self.stored.template.model_dump_json()
        self.handed = self.stored.used

    @property
    def id(self) -> str:
        """Return the template's id."""
        return self.stored.template.id

    @property
    def trusted(self) -> bool:
        """Say whether its documents are taken."""
        return self.stored.state == "trusted"

    def hand_out(self) -> bool:
        """Count a page it is given; say whether the general extractor should read it too."""
        self.handed += 1
        return self.wary > 0 or self.handed in _EARLY or self.handed % _EVERY == 0

    def fit(self, page: int, *, used: bool) -> None:
        """Count a page of its layout. What it missed before were pages of other layouts."""
        stored = self.stored
        self.last_fit = page
        self._update(
            fitted=stored.fitted + 1,
            tried=stored.tried + 1 + stored.misfits,
            used=stored.used + used,
            misfits=0,
        )

    def compare(self, why: str, at: datetime) -> Event | None:
        """Count a comparison with the general extractor; *why* is empty where both agreed."""
        stored = self.stored
        self.recent = [*self.recent, not why][-5:]
        self.wary = _AGAIN if why else max(0, self.wary - 1)
        self._update(checked=stored.checked + 1, agreed=stored.agreed + (not why))
        if stored.state == "checking":
            return self._decide(why, at)
        if self.recent.count(False) >= _DISAGREED:
            return self._give_up(at, f"disagrees with the general extractor: {why}")
        return None

    def miss(self, why: str, at: datetime, *, elsewhere: bool) -> Event | None:
        """Count a page that it could not read; *elsewhere*: another layout of the host was there."""
        stored = self.stored
        if elsewhere or stored.state not in {"trusted", "checking"}:
            self._update(tried=stored.tried + 1)
            return None
        self._update(misfits=stored.misfits + 1)
        usual = min(_MOST_COMMON, (stored.fitted + 1) / (stored.tried + 1))
        if self.trusted and (1 - usual) ** self.stored.misfits < _CHANCE:
            return self._give_up(at, f"{self.stored.misfits} pages in a row: {why}")
        return None

    def _decide(self, why: str, at: datetime) -> Event | None:
        stored = self.stored
        clean = stored.checked == stored.agreed >= _CHECKS
        if clean or (stored.checked >= _OF and stored.agreed * _OF >= _MOSTLY * stored.checked):
            self._update(state="trusted")
            self.wary = 0
            return Event(self.stored, "trusted")
        if stored.checked >= _OF:
            return self._give_up(at, f"disagrees with the general extractor: {why}")
        return None

    def _give_up(self, at: datetime, why: str) -> Event | None:
        if self.stored.pinned or self.stored.state == "drifted":
            return None
        was_trusted = self.trusted
        self._update(state="drifted", valid_until=at, note=why)
        self.recent.clear()
        return Event(self.stored, "drifted" if was_trusted else "refused", why)

    def _update(self, **values: object) -> None:
        self.stored = self.stored.model_copy(update=values)
        self.changed = True


def holds_at(stored: StoredTemplate, at: datetime) -> bool:
    """Say whether a template is for pages fetched *at*."""
    if stored.state == "dropped":
        return False
    ended = stored.valid_until is not None and at >= stored.valid_until
    if stored.state == "drifted" and not stored.pinned:
        # Right until the layout changed: for older snapshots, if it ever was.
        was_good = stored.checked > 0 and stored.agreed >= 0.8 * stored.checked
        return was_good and not ended and stored.valid_from <= at
    return not ended
