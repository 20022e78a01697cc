"""Whether the pages of a run lack what pages of this source always had: counts against counts."""

import math
from collections.abc import Sequence
from dataclasses import dataclass, field
from statistics import median

from schemas.health import FieldHealth, SourceStats

# Fields whose loss is told; others come and go with the text.
CORE = ("title", "text")
WATCHED = (
    "title", "text", "published", "authors", "offers", "people", "rating", "employer", "location",
    "sku", "brand", "availability",
)  # fmt: skip
DOCUMENT = "document"  # that a page could be read at all
# Pages before which nothing is usual yet.
_LEAST = 5
# How unlikely a drop has to be by chance alone. Core fields hardly ever fail, so less proves more.
_CHANCE, _CHANCE_CORE = 0.001, 0.006
# Pages of one run are alike: so many past ones count at most.
_MEMORY, _MEMORY_CORE = 40, 300
# And the drop has to matter: to less than this part of the usual.
_PART = 0.6
# Runs after which a lasting loss is the new usual: whoever wanted to has mended it.
_ACCEPTED = 20
# Share of all pages that were set aside for these reasons speak of layout.
LAYOUT_REASONS = ("thin", "empty", "index-page")


@dataclass
class Usual:
    """What good runs showed: *filled* of *of* pages per field, lengths, differing titles."""

    of: int = 0
    filled: dict[str, int] = field(default_factory=dict)
    ruled: dict[str, int] = field(default_factory=dict)
    ruled_of: dict[str, int] = field(default_factory=dict)  # pages since a rule was there at all
    sure: dict[str, float] = field(default_factory=dict)
    lengths: list[int] = field(default_factory=list)
    titles: int = 0
    tried: int = 0

    def add(self, run: SourceStats) -> None:
        """Take a run as usual."""
        for mine, theirs in ((self.filled, run.filled), (self.ruled, run.ruled)):
            for name, count in theirs.items():
                mine[name] = mine.get(name, 0) + count
        for name in self.ruled:
            self.ruled_of[name] = self.ruled_of.get(name, 0) + run.read
        for name, value in run.sure.items():
            known = self.sure.get(name, 0.0)
            self.sure[name] = (known * self.of + value * run.read) / max(1, self.of + run.read)
        self.of += run.read
        self.tried += run.tried
        self.titles += run.titles
        if run.length is not None and run.read:
            self.lengths.append(run.length)


@dataclass(frozen=True)
class Loss:
    """A field that pages lack now: *now* of *of*, against the share *usual*."""

    name: str
    what: str
    now: int
    of: int
    usual: float
    rule: bool = False


def losses(run: SourceStats, usual: Usual) -> list[Loss]:
    """Return what the pages of *run* lack against what is *usual*; empty where nothing can be said."""
    found: list[Loss] = []
    if usual.tried >= _LEAST:
        aside = sum(run.quarantined.get(reason, 0) for reason in LAYOUT_REASONS)
        readable = run.read + aside
        if _dropped(run.read, readable, usual.of, usual.tried, core=True):
            found.append(Loss(DOCUMENT, "can be read", run.read, readable, usual.of / usual.tried))
    if usual.of < _LEAST or run.read == 0:
        return found
    found += _missing(run, usual)
    found += _same_page(run, found)
    found += _rules(run, usual, found)
    found += _shape(run, usual)
    return found


def _missing(run: SourceStats, usual: Usual) -> list[Loss]:
    return [
        Loss(name, f"have {_words(name)}", run.filled.get(name, 0), run.read, known / usual.of)
        for name in WATCHED
        if (known := usual.filled.get(name, 0))
        and _dropped(run.filled.get(name, 0), run.read, known, usual.of, core=name in CORE)
    ]


def _same_page(run: SourceStats, found: Sequence[Loss]) -> list[Loss]:
    """Return fields that most of the pages seen before have lost: one such page is proof enough."""
    named = {one.name for one in found}
    return [
        Loss(name, f"still have {_words(name)}", run.compared - lost, run.compared, 1.0)
        for name, lost in run.lost.items()
        if name in WATCHED and name not in named and name != "authors"
        and run.compared and lost >= 0.5 * run.compared
    ]  # fmt: skip


def _rules(run: SourceStats, usual: Usual, found: Sequence[Loss]) -> list[Loss]:
    named = {one.name for one in found}
    return [
        Loss(
            name, f"have {_words(name)} where its rule looks",
            run.ruled.get(name, 0), run.read, known / usual.ruled_of[name], rule=True,
        )
        for name, known in usual.ruled.items()
        if name not in named and name not in run.unneeded
        and _dropped(run.ruled.get(name, 0), run.read, known, usual.ruled_of[name], core=True)
    ]  # fmt: skip


def _shape(run: SourceStats, usual: Usual) -> list[Loss]:
    """Return what is there and yet wrong: one title for all, far less text, text that grew."""
    found: list[Loss] = []
    if run.read >= 3 and run.titles == 1 and usual.titles > 0.7 * usual.of:
        found.append(Loss("title", "have a title of their own", 0, run.read, 1.0))
    if run.length is not None and len(usual.lengths) >= 3 and run.read >= 2:
        middle = median(usual.lengths)
        short = run.length < 0.4 * middle and run.length < 0.6 * min(usual.lengths)
        long = run.length > 2.5 * middle and run.length > 1.5 * max(usual.lengths)
        if short:
            found.append(Loss("text", "have a text of the usual length", 0, run.read, 1.0))
        if long:
            found.append(
                Loss("text", "have a text without what stands around it", 0, run.read, 1.0)
            )
    own = run.titles >= run.read  # a title that no other page has, wherever it was found
    for name in ("text", "published") if own else ("title", "text", "published"):
        if name in run.unneeded:
            continue
        before, now = usual.sure.get(name, 0.0), run.sure.get(name, 0.0)
        share = usual.filled.get(name, 0) / usual.of
        if run.read >= 3 and usual.of >= 15 and share > 0.9 and now < before - 0.2:
            found.append(
                Loss(name, f"have {_words(name)} in a place that is sure", 0, run.read, 1.0)
            )
    return found


def _words(name: str) -> str:
    known = {"text": "a text", "title": "a title", "published": "a date", "offers": "prices"}
    return known.get(name, name)


def _dropped(now: int, of: int, known: int, usual_of: int, *, core: bool) -> bool:
    """Say whether *now* of *of* is fewer than *known* of *usual_of* lets expect, and matters."""
    if of == 0 or usual_of < _LEAST or known == 0:
        return False
    share = known / usual_of
    if now / of > _PART * share:
        return False
    memory = min(usual_of, _MEMORY_CORE if core else _MEMORY)
    chance = _at_most(now, of, share * memory + 0.5, (1 - share) * memory + 0.5)
    return chance < (_CHANCE_CORE if core else _CHANCE)


def _at_most(now: int, of: int, alpha: float, beta: float) -> float:
    """Return the beta-binomial probability of at most *now* successes in *of*."""
    if of > 400:  # the tail of thousands says no more than that of hundreds
        now, of = round(now * 400 / of), 400
    return sum(math.exp(_log_mass(count, of, alpha, beta)) for count in range(now + 1))


def _log_mass(count: int, of: int, alpha: float, beta: float) -> float:
    ways = math.lgamma(of + 1) - math.lgamma(count + 1) - math.lgamma(of - count + 1)
    return ways + _log_beta(count + alpha, of - count + beta) - _log_beta(alpha, beta)


def _log_beta(left: float, right: float) -> float:
    return math.lgamma(left) + math.lgamma(right) - math.lgamma(left + right)


@dataclass(frozen=True)
class Judged:
    """The runs that read anything: what is usual, what the last one lacks, since which run."""

    usual: Usual
    losses: tuple[Loss, ...] = ()
    first: SourceStats | None = None
    last: SourceStats | None = None


def judge(history: Sequence[SourceStats]) -> Judged:
    """Judge every run against the good ones before it.

    What lacks something never becomes usual,
    until it has lasted so long that it is.
    """
    usual = Usual()
    bad: list[SourceStats] = []
    found: list[Loss] = []
    last: SourceStats | None = None
    for run in history:
        if not run.tried:
            continue
        last = run
        found = losses(run, usual)
        if found:
            bad.append(run)
            if len(bad) > _ACCEPTED:
                usual = Usual()
                for one in bad:
                    usual.add(one)
                bad, found = [], []
            continue
        usual.add(run)
        bad = []
    return Judged(usual, tuple(found), bad[0] if bad else None, last)


def field_health(history: Sequence[SourceStats], judged: Judged) -> tuple[FieldHealth, ...]:
    """Return every field that was ever filled, with its share run by run."""
    read = [one for one in history if one.read]
    if not read:
        return ()
    usual, last = judged.usual, read[-1]
    lacking = {one.name for one in judged.losses}
    names = [one for one in WATCHED if any(run.filled.get(one) for run in read)]
    return tuple(
        FieldHealth(
            name=name,
            now=round(last.filled.get(name, 0) / last.read, 3),
            usual=round(usual.filled.get(name, 0) / usual.of, 3) if usual.of else None,
            past=tuple(round(run.filled.get(name, 0) / run.read, 3) for run in read[-24:]),
            rule=bool(last.ruled.get(name)) or bool(usual.ruled.get(name)),
            well=name not in lacking,
        )
        for name in names
    )
