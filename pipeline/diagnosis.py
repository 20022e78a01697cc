"""How a source fares, from its own history alone: what is wrong, since when, what to do. Pure."""

from collections.abc import Callable, Sequence
from datetime import datetime, timedelta
from statistics import median
from typing import Any, NamedTuple

from pipeline.fields import DOCUMENT, Judged, Loss, field_health, judge
from pipeline.silence import Silence, silence
from schemas.health import FailureClass, Health, HealthState, Pace, SourceStats
from schemas.registry import Source, format_period
from store.pacing import PUT_OFF, due_at, pace, retry_after

_SLACK = timedelta(minutes=10)
# A source that is due for this many of its periods was forgotten by the schedule, not by a delay.
_LATE_PERIODS = 3.0
# A page that takes so much longer than usual, and so long at all, is slow: seconds.
_SLOWER, _SLOW = 5.0, 8.0
_REASONS: dict[str, FailureClass] = {
    "http-401": "blocked", "http-403": "blocked", "http-407": "blocked", "http-429": "blocked",
    "http-451": "blocked", "parked": "blocked", "retry-after": "blocked", "challenge": "challenge",
    "http-404": "gone", "http-410": "gone", "soft-404": "gone", "robots-denied": "robots",
    "robots-unavailable": "robots", "dns": "dns", "tls": "tls", "connect": "connect",
    "connect-timeout": "connect", "timeout": "slow", "too-slow": "slow", "bad-response": "server",
    "truncated": "server", "bad-encoding": "server", "redirect-loop": "moved",
    "too-many-redirects": "moved", "bad-redirect": "moved", "bad-selector": "rule",
    "rule-timeout": "rule", "no-links": "layout", "empty": "empty", "thin": "layout", "collapsed": "layout",
    "index-page": "layout", "not-html": "layout", "undecodable": "layout", "egress-denied": "refused",
    "bad-url": "refused", "off-site": "refused", "too-large": "refused", "run-deadline": "slow",
    "parser-died": "parser", "parser-failed": "parser", "parser-timeout": "parser",
    "invalid": "parser",
}  # fmt: skip
_SAYS: dict[FailureClass, tuple[str, str]] = {
    "blocked": ("the site refuses us ({reason})",
                "Check less often (every, delay), or ask the site; set crawl.contact so that it can find you"),
    "challenge": ("the site asks for proof of being human",
                  "Look for its feed or sitemap: zhibi source new URL; such walls are not climbed"),
    "paywall": ("pages show only their beginning now", "The text stays short; feeds often carry more"),
    "layout": ("the pages look different", "See what is missing and a proposed rule: zhibi source check {id}"),
    "empty": ("its pages are empty", "Open one in a browser; it may need one: zhibi source try {id}"),
    "slow": ("the site is too slow to answer ({reason})", "It is tried again; ask less at once with delay and max_pages"),
    "moved": ("its address has moved", "Change the source's url"),
    "gone": ("the address is gone ({reason})", "Find the new one: zhibi source new with the site's home page, then retire this one"),
    "robots": ("the site's robots.txt forbids it ({reason})", "Ask the site, or watch another address"),
    "dns": ("the host name is not known any more", "Check the host name; it is tried again"),
    "tls": ("the site's certificate is not accepted", "It is tried again; tell the site if it lasts"),
    "connect": ("the host does not answer", "It is tried again at every run"),
    "server": ("the site answers with errors ({reason})", "It is tried again at every run"),
    "rule": ("a rule of this source cannot be applied ({reason})", "Mend it: zhibi source test {id} --set FIELD=RULE"),
    "quiet": ("nothing new", "Open the site: if there is news, see zhibi source check {id}"),
    "late": ("it is due and was not run", "See that zhibi run is scheduled, and what its last report says"),
    "parser": ("its pages cannot be read ({reason})", "See which: zhibi source dropped {id}"),
    "refused": ("our own limits refuse it ({reason})", "See which: zhibi source dropped {id}; egress.allow and max_bytes are settings"),
}  # fmt: skip
# Where the class says too little, or too much.
_SAID = {
    "parked": "the site asks to be left alone for a while ({reason})",
    "retry-after": "the site asks to be left alone for a while ({reason})",
    "robots-unavailable": "the site's robots.txt cannot be read, so nothing is fetched",
    "redirect-loop": "its address leads back to itself",
    "too-many-redirects": "its address leads on and on, to no page",
    "bad-redirect": "its address leads to none that can be fetched",
}
# One failure to be reached is weather; the same for a day, or for its own period, is a fault.
_AT_ONCE = ("blocked", "challenge", "gone", "robots", "moved", "rule", "layout", "empty")
_WEATHER = PUT_OFF | {"robots-unavailable"}


class Finding(NamedTuple):
    """What is wrong, before it is put into the record."""

    state: HealthState
    failure: FailureClass
    since: datetime
    says: str
    reason: str | None = None
    failures: int = 0
    todo: str = ""


def diagnose(source: Source, history: Sequence[SourceStats], now: datetime) -> Health:
    """Return how *source* fares at *now*, given its runs, the oldest first."""
    past = [one for one in history if one.at <= now]
    judged, quiet = judge(past), silence(past) if source.kind != "page" else None
    wanted = pace(source, past)
    common = _common(source, past, judged, quiet, wanted)
    if not any(one.ok is not None or one.tried for one in past):
        return Health(
            source=source.id, state="new", says="not read yet",
            todo=f"Read it now: zhibi run --source {source.id}", **common,
        )  # fmt: skip
    looks: tuple[Callable[[], Finding | None], ...] = (
        lambda: _unreachable(source, past),
        lambda: _lists(past),
        lambda: _pages(source, past),
        lambda: _emptied(past),
        lambda: _layout(judged),
        lambda: _paywall(past),
        lambda: _moved(past),
        lambda: _late(past, wanted, now) if source.enabled else None,
        lambda: _silent(quiet),
        lambda: _slow(past),
    )
    found = next((one for look in looks if (one := look()) is not None), None)
    if found is None:
        return Health(
            source=source.id, state="ok", says=_well(source, quiet, wanted),
            todo=_idle(source, past), **common,
        )  # fmt: skip
    todo = (found.todo or _SAYS[found.failure][1]).replace("{id}", source.id)
    return Health(
        source=source.id, state=found.state, failure=found.failure, reason=found.reason,
        says=found.says, todo=todo, since=found.since, failures=found.failures, **common,
    )  # fmt: skip


def _unreachable(source: Source, past: Sequence[SourceStats]) -> Finding | None:
    """The start addresses could not be read, in the last run or in several in a row."""
    told = [one for one in past if one.ok is not None]
    failed = _trailing(told, lambda one: not one.ok)
    if not failed:
        return None
    last = failed[-1]
    failure = _class(last.reason)
    at_once = failure in _AT_ONCE and last.reason not in _WEATHER
    serious = at_once or _lasts(source, failed)
    says = _sentence(failure, last.reason)
    more = f", {len(failed)} runs in a row" if len(failed) > 1 else ""
    return Finding(
        "failing" if serious else "degraded", failure, failed[0].at,
        f"{says} since {_day(failed[0].at)}{more}", last.reason, len(failed),
    )  # fmt: skip


def _lasts(source: Source, failed: Sequence[SourceStats]) -> bool:
    """Say whether failures in a row are more than weather: what fails is tried again within minutes."""
    least = min(source.every, timedelta(days=1)) * 0.9
    return len(failed) > 1 and failed[-1].at - failed[0].at >= least


def _lists(past: Sequence[SourceStats]) -> Finding | None:
    """Lists that named documents name none any more."""
    listing = [one for one in past if one.ok and one.lists]
    empty = _trailing(listing, lambda one: one.listed == 0 and one.reason is not None)
    if not empty:
        return None
    before = [one.listed for one in listing[: -len(empty)] if one.listed]
    last = empty[-1]
    failure = _class(last.reason)
    if not before and failure == "layout":
        says = "no document was ever found in its list"
        todo = "Name the links with follow, or watch it as a page: zhibi source try {id}"
        return Finding("degraded", "empty", empty[0].at, says, last.reason, len(empty), todo)
    if failure == "layout":
        usual = round(median(before))
        says = f"its list names no documents since {_day(empty[0].at)}; it was about {usual}"
    else:
        says = f"{_sentence(failure, last.reason)} since {_day(empty[0].at)}"
    return Finding("failing", failure, empty[0].at, says, last.reason, len(empty))


def _pages(source: Source, past: Sequence[SourceStats]) -> Finding | None:
    """Its lists can be read and most of its pages cannot."""

    def refused(one: SourceStats) -> int:
        return sum(one.dropped.values()) + _aside(one)

    def ill(one: SourceStats) -> bool:
        tried = refused(one) + one.read + one.confirmed
        return refused(one) >= 2 and refused(one) >= 0.6 * tried

    asked = [one for one in past if refused(one) + one.read]
    failed = _trailing(asked, ill)
    usual = [one for one in asked[: len(asked) - len(failed)] if one.read]
    if not failed:
        return None
    last = failed[-1]
    reasons = {**last.dropped, **{name: n for name, n in last.quarantined.items() if _hard(name)}}
    reason = max(sorted(reasons), key=lambda one: reasons[one])
    failure = _class(reason)
    if reason in PUT_OFF and not _lasts(source, failed):
        return None
    if failure == "refused" and not usual:
        return None  # off-site links and the like: it was never otherwise
    tried = refused(last) + last.read
    says = f"{refused(last)} of {tried} pages are lost since {_day(failed[0].at)}: "
    says += _sentence(failure, reason)
    return Finding(
        "failing" if usual else "degraded", failure, failed[0].at, says, reason, len(failed)
    )


def _hard(reason: str) -> bool:
    """Say whether a page was set aside for what it is, not for what it lacks."""
    return _class(reason) in {"challenge", "gone", "parser", "rule", "refused"}


def _aside(one: SourceStats) -> int:
    return sum(number for reason, number in one.quarantined.items() if _hard(reason))


def _layout(judged: Judged) -> Finding | None:
    """Pages lack what they always had."""
    if not judged.losses or judged.first is None:
        return None
    worst = max(judged.losses, key=_weight)
    others = [one.name for one in judged.losses if one.name != worst.name]
    says = f"{worst.now} of {worst.of} pages {worst.what} since {_day(judged.first.at)}; "
    says += f"it was {round(100 * worst.usual)} %"
    if others:
        says += f" (also: {', '.join(dict.fromkeys(others))})"
    whole = worst.name in {DOCUMENT, "text", "offers"} and not worst.rule and worst.now == 0
    return Finding("failing" if whole else "degraded", "layout", judged.first.at, says, worst.name)


def _emptied(past: Sequence[SourceStats]) -> Finding | None:
    """Pages that are known have lost most of their text: a wall, a fault, seldom news."""
    looked = [one for one in past if one.read or one.quarantined]
    emptied = _trailing(looked, lambda one: one.quarantined.get("collapsed", 0) > 0)
    if not emptied:
        return None
    last = emptied[-1]
    count = last.quarantined["collapsed"]
    pages = "a page has" if count == 1 else f"{count} pages have"
    says = f"{pages} lost most of the text since {_day(emptied[0].at)}; changes there are held"
    todo = (
        "Open one in a browser: an error, a consent wall, or a page that needs one (render: true)"
    )
    state: HealthState = "degraded" if last.read else "failing"
    return Finding(state, "layout", emptied[0].at, says, "collapsed", len(emptied), todo)


def _weight(loss: Loss) -> tuple[bool, bool, float]:
    return loss.name == DOCUMENT, not loss.rule, loss.usual - loss.now / max(1, loss.of)


def _paywall(past: Sequence[SourceStats]) -> Finding | None:
    read = [one for one in past if one.read]
    walled = _trailing(read, lambda one: one.flags.get("paywalled", 0) >= max(2, 0.6 * one.read))
    before = read[: len(read) - len(walled)]
    if not walled or sum(one.read for one in before) < 5:
        return None
    if sum(one.flags.get("paywalled", 0) for one in before) > 0.3 * sum(one.read for one in before):
        return None
    last = walled[-1]
    says = f"{last.flags['paywalled']} of {last.read} pages show only their beginning "
    says += f"since {_day(walled[0].at)}"
    return Finding("degraded", "paywall", walled[0].at, says, "paywalled", len(walled))


def _moved(past: Sequence[SourceStats]) -> Finding | None:
    told = [one for one in past if one.ok]
    moved = _trailing(told, lambda one: one.moved is not None)
    if not moved or len(moved) == len(told):
        return None  # so from the first day on: it is how the address was written
    says = f"its address leads for good to {moved[-1].moved} since {_day(moved[0].at)}"
    todo = f"Change the source's url to {moved[-1].moved}"
    return Finding("degraded", "moved", moved[0].at, says, "redirect", len(moved), todo)


def late_from(due: datetime, wanted: Pace) -> datetime:
    """Return from when on a source that is *due* counts as forgotten, if nothing else is wrong."""
    return due + max(wanted.wanted * (_LATE_PERIODS - 1), timedelta(hours=1))


def _late(past: Sequence[SourceStats], wanted: Pace, now: datetime) -> Finding | None:
    due = due_at(past[-1].at, wanted.wanted, _SLACK)
    if now < late_from(due, wanted):
        return None
    says = f"due since {_day(due)} and not run; it is to be read every {spell(wanted.wanted)}"
    return Finding("stale", "late", due, says, "late")


def _silent(quiet: Silence | None) -> Finding | None:
    if quiet is None or not quiet.alarming:
        return None
    says = f"nothing new since {_day(quiet.newest)} ({quiet.days:.0f} days); "
    says += f"usually {_every(quiet.usual)}, at most {quiet.longest:.0f} days apart"
    return Finding("stale", "quiet", quiet.newest, says, "quiet")


def _slow(past: Sequence[SourceStats]) -> Finding | None:
    timed = [one for one in past if one.ok and one.seconds]
    if len(timed) < 6:
        return None
    usual = median(one.seconds for one in timed[:-2])
    slow = _trailing(timed, lambda one: one.seconds > max(_SLOW, _SLOWER * usual))
    if len(slow) < 2:
        return None
    says = f"a page takes {slow[-1].seconds:.0f} s since {_day(slow[0].at)}; it was {usual:.1f} s"
    return Finding("degraded", "slow", slow[0].at, says, "slow", len(slow))


def _common(
    source: Source,
    past: Sequence[SourceStats],
    judged: Judged,
    quiet: Silence | None,
    wanted: Pace,
) -> dict[str, Any]:
    # Of the month up to its last run, so that a judgement holds until it is read again.
    month = [one for one in past if one.at > past[-1].at - timedelta(days=30)]
    timed = [one.seconds for one in past if one.seconds]
    read = [one for one in past if one.read]
    lengths = judged.usual.lengths
    bringing = [one.at for one in past if one.new]
    return {
        "last_ok": max((one.at for one in past if one.ok), default=None),
        "last_try": past[-1].at if past else None,
        "due": due_at(past[-1].at, retry_after(past, wanted.wanted), _SLACK)
        if past and source.enabled
        else None,
        "runs": len(past),
        "documents": sum(one.new for one in month),
        "usual": None if quiet is None else round(1 / quiet.usual, 3),
        "newest": bringing[-1] if bringing else None,
        "length": read[-1].length if read else None,
        "usual_length": round(median(lengths)) if lengths else None,
        "seconds": timed[-1] if timed else None,
        "usual_seconds": round(median(timed), 3) if timed else None,
        "fields": field_health(past, judged),
        "arrivals": tuple(one.new + one.changed for one in past[-24:]),
        "pace": wanted,
    }


def _well(source: Source, quiet: Silence | None, wanted: Pace) -> str:
    says = f"checked every {spell(wanted.wanted)}"
    if wanted.changes is not None:
        says += f", changes {_every(wanted.changes / timedelta(days=1))}"
    elif quiet is not None:
        says += f", something new {_every(quiet.usual)}"
    return says


def _idle(source: Source, past: Sequence[SourceStats]) -> str:
    """Say which rules find nothing any more while the pages read the same without them."""
    idle = [name for name in (past[-1].unneeded if past else ()) if name in source.selectors]
    if not idle:
        return ""
    options = " ".join(f"--unset {name}" for name in idle)
    return f"Its rules find nothing any more and are not needed: zhibi source test {source.id} {options} --save"


def _every(days: float) -> str:
    """Return a mean time between events in words."""
    if days < 0.75:
        return f"about every {max(1, round(days * 24))} h"
    return "about daily" if days < 1.5 else f"about every {days:.0f} days"


def spell(period: timedelta) -> str:
    """Return a period as people say it: 45m, 12h, from two days on in days."""
    days = period / timedelta(days=1)
    return format_period(period) if days < 2 else f"{days:.0f} days"


def _sentence(failure: FailureClass, reason: str | None) -> str:
    said = _SAID.get(reason or "", _SAYS[failure][0])
    return said.format(reason=reason or "failed")


def _class(reason: str | None) -> FailureClass:
    if reason is None:
        return "server"
    if reason in _REASONS:
        return _REASONS[reason]
    return (
        "server"
        if reason.startswith("http-5")
        else "gone"
        if reason.startswith("http-4")
        else "server"
    )


def _trailing(
    runs: Sequence[SourceStats], holds: Callable[[SourceStats], bool]
) -> list[SourceStats]:
    """Return the runs at the end for which *holds* is true without a break."""
    number = len(runs)
    while number and holds(runs[number - 1]):
        number -= 1
    return list(runs[number:])


def _day(moment: datetime) -> str:
    return f"{moment.day} {moment:%b}"
