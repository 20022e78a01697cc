"""How ratings move a reader's threshold, and how precise alerts were: pure."""

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from schemas.delivery import Rating

# Ratings that count, the latest; fewer than three are a mood, not a wish.
_LAST = 30
_LEAST = 3
# A threshold moves this far from what was set, at most: a rule that needs more is a wrong rule.
_UP, _DOWN = 30.0, 10.0
_STEP = 5.0


class Precision(NamedTuple):
    """Of one rule: alerts sent, rated useful, rated not useful."""

    rule: str
    sent: int
    useful: int
    not_useful: int

    @property
    def share(self) -> float | None:
        """Return the share of useful among rated alerts; None where none was rated."""
        rated = self.useful + self.not_useful
        return self.useful / rated if rated else None


def tuned(base: float, ratings: Sequence[Rating]) -> float:
    """Return the threshold that *ratings* of one reader and rule make of *base*.

    The one that would have kept most useful alerts and fewest of the others; of equally good ones
    the one nearest to *base*. Where all of the last five were useful, it is a step lower: there may
    be more of the kind just below.
    """
    last = sorted(ratings, key=lambda one: (one.at, one.edition))[-_LAST:]
    if len(last) < _LEAST:
        return base
    if len(last) >= 5 and all(one.useful for one in last[-5:]):
        return max(0.0, base - _DOWN if all(one.useful for one in last[-10:]) and len(last) >= 10 else base - _STEP)  # fmt: skip
    choices = {base, *(one.score + 1 for one in last if not one.useful)}
    allowed = [one for one in choices if base <= one <= base + _UP] or [base]

    def worth(threshold: float) -> tuple[int, float]:
        kept = [one for one in last if one.score >= threshold]
        good = sum(1 if one.useful else -1 for one in kept)
        return good, -abs(threshold - base)

    return round(min(100.0, max(allowed, key=worth)), 2)


def precision(sent: Iterable[tuple[str, str]], ratings: Iterable[Rating]) -> list[Precision]:
    """Return how precise each rule was, and at last all of them together as ``all``.

    *sent* are edition and rule of every alert of the period.
    """
    rule_of = dict(sent)
    rated = [one for one in ratings if one.edition in rule_of]
    rows = [
        _row(rule, [one for one, other in rule_of.items() if other == rule], rated)
        for rule in sorted(set(rule_of.values()))
    ]
    return [*rows, _row("all", list(rule_of), rated)]


def _row(rule: str, editions: Sequence[str], ratings: Sequence[Rating]) -> Precision:
    own = [one for one in ratings if one.edition in set(editions)]
    useful = sum(one.useful for one in own)
    return Precision(rule, len(editions), useful, len(own) - useful)
