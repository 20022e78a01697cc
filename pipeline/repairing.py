"""When a layout broke: the last good values are looked for in the new pages, and rules proposed."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime

from crawlers.pool import ExtractJob, ExtractPool
from pipeline.comparing import words
from pipeline.health import of_source
from pipeline.tuning import bodies, source_of, stored
from pipeline.workspace import Workspace
from schemas.documents import Document
from schemas.harvest import Snapshot
from schemas.registry import Source
from schemas.tuning import Checked, Evidence, Proposal, Repair
from text.dates import read_date

# New pages that are looked at, candidates that are tried, and pages shown as evidence.
_MOST_PAGES, _MOST_RULES, _SHOWN = 60, 40, 3
# A rule is proposed where it reads so much of what is known rightly, and stands alone on its page.
_RIGHT = 0.8
Answers = dict[str, dict[str, dict[str, tuple[int, str, bool]]]]
"""Page to field to rule: how many elements it finds, what the first says, whether that is right."""
_MENDABLE = ("title", "text", "published", "authors", "lead", "availability", "sku", "brand")


def check(workspace: Workspace, source_id: str, fields: tuple[str, ...] = ()) -> Checked:
    """Say what a source's pages lack and propose a rule for each field that can be found again.

    *fields* are looked at besides those that are lost. Raises WrongUseError for an unknown source.
    """
    source = source_of(workspace, source_id)
    fares = of_source(workspace, source)
    lost = tuple(dict.fromkeys((*(one.name for one in fares.fields if not one.well), *fields)))
    if fares.failure == "layout" and not lost:
        lost = ("title", "text", "published")
    pages, _ = stored(workspace, source)
    since = fares.since if fares.failure == "layout" and fares.since else None
    new = [one for one in pages if since is None or one.fetched_at >= since][:_MOST_PAGES]
    old = [one for one in pages if since is not None and one.fetched_at < since]
    wanted = {one.id: _known(workspace, source, one, since) for one in new} if lost else {}
    names = tuple(name for name in lost if name in _MENDABLE)
    repairs = _repairs(workspace, source, new, wanted, names) if names and new else ()
    found = {one.field for one in repairs}
    return Checked(
        source=source.id, at=workspace.now, says=fares.says, since=since, pages_before=len(old),
        pages_after=len(new), lost=lost, repairs=repairs,
        unsolved=tuple(name for name in lost if name not in found),
    )  # fmt: skip


def proposal_of(checked: Checked) -> Proposal:
    """Return all the rules that a check proposes, as one change."""
    return Proposal(set={one.field: one.rule for one in checked.repairs})


def _known(
    workspace: Workspace, source: Source, snapshot: Snapshot, since: datetime | None
) -> dict[str, str]:
    """Return the values that a page is known for: as read before the break, else from its list."""
    known: dict[str, str] = {}
    stored_one = workspace.store.documents.by_url(snapshot.url)
    for revision in (
        workspace.store.documents.revisions(stored_one.document_id) if stored_one else ()
    ):
        if since is None or revision.seen_at < since:
            known |= _values(revision.document)
    hint = snapshot.hint
    if hint and hint.title:
        known.setdefault("title", hint.title)
    if hint and hint.published:
        told = read_date(
            hint.published,
            seen=snapshot.fetched_at,
            language="und",
            source=hint.origin,
            confidence=0.9,
        )
        if told is not None:
            known.setdefault("published", told.day)
    return known


def _values(document: Document) -> dict[str, str]:
    found: dict[str, str] = {}
    for name in _MENDABLE:
        value = getattr(document, name, None)
        if value:
            found[name] = value.day if name == "published" else words(value)
    return found


def _repairs(
    workspace: Workspace,
    source: Source,
    pages: list[Snapshot],
    wanted: dict[str, dict[str, str]],
    names: tuple[str, ...],
) -> tuple[Repair, ...]:
    def jobs(ask: str, rules: dict[str, list[str]] | None = None) -> Iterator[ExtractJob]:
        for snapshot, job in bodies(workspace, pages, source):
            values = {name: value for name, value in wanted[snapshot.id].items() if name in names}
            given = {"wanted": values, "seen": snapshot.fetched_at, "rules": rules}
            yield replace(job, ask=ask, given=given)

    with ExtractPool(workers=workspace.settings.workers) as pool:
        votes: dict[str, Counter[str]] = {name: Counter() for name in names}
        for result in pool.run(jobs("places")):
            for name, rules in (result.answer or {}).items():
                votes[name].update(rules)
        tried = {name: [rule for rule, _ in votes[name].most_common(_MOST_RULES)] for name in names}
        if not any(tried.values()):
            return ()
        answers = {one.id: one.answer for one in pool.run(jobs("reads", tried)) if one.answer}
    by_id = {one.id: one for one in pages}
    found = (
        _best(name, tried[name], answers, wanted, by_id, source) for name in names if tried[name]
    )
    return tuple(one for one in found if one is not None)


def _best(
    name: str,
    rules: list[str],
    answers: Answers,
    wanted: dict[str, dict[str, str]],
    pages: dict[str, Snapshot],
    source: Source,
) -> Repair | None:
    """Return the rule that reads most of what is known rightly; of equals the one that stands alone."""
    known = [one for one in answers if wanted[one].get(name)]
    best, right, finds = choose(name, rules, answers, wanted)
    if right < _RIGHT or not known:
        return None
    was = source.selectors.get(name)
    evidence = tuple(
        Evidence(
            url=pages[one].url, wanted=wanted[one][name][:160],
            reads=" ".join(answers[one][name][best][1].split())[:160], right=answers[one][name][best][2],
        )
        for one in known[:_SHOWN]
    )  # fmt: skip
    return Repair(
        field=name,
        rule=f"{best} || {was}" if was and was != best else best,
        was=was,
        right=round(right * len(known)),
        known=len(known),
        finds=round(finds * len(answers)),
        pages=len(answers),
        how="its last good values stand there now",
        evidence=evidence,
    )


def choose(
    name: str,
    rules: list[str],
    answers: Answers,
    wanted: dict[str, dict[str, str]],
) -> tuple[str, float, float]:
    """Return the best of *rules*, the part of known values it reads rightly, and of pages it finds."""
    known = [one for one in answers if wanted[one].get(name)]

    def worth(rule: str) -> tuple[float, float, float, bool, int]:
        told = [answers[one][name][rule] for one in known]
        right = sum(one[2] for one in told) / max(1, len(known))
        finds = sum(one[name][rule][0] > 0 for one in answers.values()) / max(1, len(answers))
        alone = sum(one[0] == 1 for one in told) / max(1, len(known))
        named = any(mark in rule for mark in ".#[")  # a bare tag may stand for anything tomorrow
        return right, finds, alone, named, -len(rule)

    best = max(rules, key=worth)
    right, finds, *_ = worth(best)
    return best, right, finds
