"""Changing a source's rules: tried on every stored page of it before anything is saved."""

from collections.abc import Iterator
from dataclasses import replace

from pydantic import ValidationError

from crawlers.drops import check_drop, dropped_by
from crawlers.pages.rule_hints import quoted
from crawlers.pages.selected import check_rules
from crawlers.pool import ExtractJob, ExtractPool, ExtractResult
from pipeline.clock import stopwatch
from pipeline.comparing import Counting
from pipeline.naming import unknown_source
from pipeline.reading import is_list, job_of
from pipeline.taking import take_in
from pipeline.tally import Progress, silent
from pipeline.workspace import Workspace
from schemas.documents import Document
from schemas.errors import QuarantineError, WrongUseError
from schemas.harvest import Snapshot
from schemas.registry import Registry, Source
from schemas.tuning import Comparison, ListEffect, Proposal

# Stored pages of one source that a proposal is tried on, the newest: more say nothing new.
MOST_PAGES = 5_000
# Seconds for one page under test (RELIABILITY T15), beside what the reading itself may take.
_PAGE_DEADLINE = 20.0
# Pages on which it is looked at how much of them a rule matches.
_SAMPLE = 40
# A rule that matches this part of a page's elements says nothing.
_EVERYTHING = 0.5
_SHOWN_LINKS = 8


def source_of(workspace: Workspace, source_id: str) -> Source:
    """Return a source of the registry. Raises WrongUseError with the nearest id."""
    for source in workspace.registry.sources:
        if source.id == source_id:
            return source
    raise unknown_source(workspace, source_id)


def proposed(source: Source, proposal: Proposal) -> Source:
    """Return *source* as it would be. Raises WrongUseError that names a rule which is none."""
    check_rules(proposal.set, source.document)
    for rule in proposal.drop:
        check_drop(rule)
    for name in proposal.unset:
        if name not in source.selectors:
            raise WrongUseError(
                f"there is no rule for {name!r}",
                where=source.id,
                remedy=f"Rules: {', '.join(source.selectors) or 'none'}",
            )
    kept = {name: rule for name, rule in source.selectors.items() if name not in proposal.unset}
    off = {name: rule for name, rule in source.switched_off.items() if name not in proposal.set}
    drop = [rule for rule in source.drop if rule not in proposal.undrop]
    links = {
        name: value or None
        for name in ("follow", "next_page")
        if (value := getattr(proposal, name)) is not None
    }
    changed = {
        "selectors": {**kept, **proposal.set},
        "drop": tuple(dict.fromkeys((*drop, *proposal.drop))),
        "switched_off": off,
        **links,
    }
    try:
        return Source.model_validate({**source.model_dump(), **changed})
    except ValidationError as error:
        raise WrongUseError(str(error.errors()[0]["msg"]), where=source.id) from error


def compare(
    workspace: Workspace, source_id: str, proposal: Proposal, progress: Progress = silent
) -> Comparison:
    """Read every stored page of a source by its rules and by those proposed, and compare.

    Nothing is stored. Raises WrongUseError for a rule that is none, or where nothing is stored yet.
    """
    source = source_of(workspace, source_id)
    after = proposed(source, proposal)
    started = stopwatch()
    pages, lists = stored(workspace, source)
    if not pages and not lists:
        raise WrongUseError(
            "nothing of this source is stored yet",
            where=source.id,
            remedy=f"zhibi run --source {source.id}, or try it live: zhibi source try {source.id}",
        )
    counting = Counting(proposal)
    with ExtractPool(workers=workspace.settings.workers, deadline=_PAGE_DEADLINE) as pool:
        _compare(workspace, pool, source, after, pages, counting, progress)
        effect = _lists(workspace, pool, source, after, lists) if lists else None
        refusals = [
            *_refusals(counting, effect, source, after),
            *_too_much(workspace, pool, pages, source, proposal),
        ]
    return counting.comparison(source.id, effect, refusals, stopwatch() - started)


def to_save(
    workspace: Workspace, source_id: str, comparison: Comparison, reason: str = ""
) -> Source:
    """Return a source as a tested proposal makes it.

    Raises WrongUseError where it is refused, changes nothing, or loses something and no *reason* is given.
    """
    if comparison.refusals:
        raise WrongUseError("; ".join(comparison.refusals), where=source_id)
    if comparison.objections and not reason:
        raise WrongUseError(
            "; ".join(comparison.objections),
            where=source_id,
            remedy='Save it all the same with --force "REASON"',
        )
    source = source_of(workspace, source_id)
    after = proposed(source, comparison.proposal)
    if after == source:
        raise WrongUseError("it changes nothing", where=source_id)
    return after


def save(
    workspace: Workspace,
    source_id: str,
    comparison: Comparison,
    *,
    author: str,
    reason: str = "",
) -> Source:
    """Make a tested proposal the source's rules, as a new dated revision; the old ones stay.

    Raises WrongUseError as :func:`to_save` does.
    """
    after = to_save(workspace, source_id, comparison, reason)
    signed = f"{author}: {reason}" if reason else author
    take_in(workspace, Registry(sources=(after,)), author=signed)
    return after


def stored(
    workspace: Workspace, source: Source, limit: int = MOST_PAGES
) -> tuple[list[Snapshot], list[Snapshot]]:
    """Return the stored pages of a source, and its stored lists: each body once, the newest first."""
    pages: dict[tuple[str, str], Snapshot] = {}
    lists: dict[tuple[str, str], Snapshot] = {}
    for snapshot in workspace.store.health.snapshots(source.id):
        kept = lists if is_list(snapshot.purpose, source) else pages
        if len(kept) < limit:
            kept.setdefault((snapshot.url, snapshot.digest), snapshot)
    return list(pages.values()), list(lists.values())


def bodies(
    workspace: Workspace, snapshots: list[Snapshot], source: Source
) -> Iterator[tuple[Snapshot, ExtractJob]]:
    """Yield a job per stored page whose body is whole."""
    for snapshot in snapshots:
        try:
            body = workspace.store.archive.body(snapshot)
        except QuarantineError:
            continue  # verify tells of it; a page that is gone tells nothing of a rule
        yield snapshot, job_of(snapshot, body, source)


def _compare(
    workspace: Workspace,
    pool: ExtractPool,
    source: Source,
    after: Source,
    pages: list[Snapshot],
    counting: Counting,
    progress: Progress,
) -> None:
    by_id = {snapshot.id: snapshot for snapshot in pages}

    def jobs() -> Iterator[ExtractJob]:
        for _, job in bodies(workspace, pages, source):
            yield replace(job, id=f"b{job.id}")
            yield replace(job, id=f"a{job.id}", selectors=after.selectors)

    waiting: dict[str, ExtractResult] = {}
    for result in pool.run(jobs()):
        own, snapshot = result.id[0], by_id[result.id[1:]]
        other = waiting.pop(("a" if own == "b" else "b") + snapshot.id, None)
        if other is None:
            waiting[result.id] = result
            continue
        old, new = (result, other) if own == "b" else (other, result)
        if new.reason == "rule-timeout":
            counting.timeouts.setdefault(new.detail or "", snapshot.url)
        kept, gone = _kept(new, after, snapshot)
        counting.add(snapshot, _kept(old, source, snapshot)[0], kept, new.reason, dropped=gone)
        progress("test", counting.pages, len(pages))


def _kept(
    result: ExtractResult, source: Source, snapshot: Snapshot
) -> tuple[Document | None, bool]:
    """Return the document unless the source drops it, and whether it does."""
    title = result.document.title if result.document else ""
    try:
        gone = dropped_by(source.drop, url=snapshot.url, title=title) is not None
    except QuarantineError:
        gone = False
    return (None if gone else result.document), gone


def _refusals(
    counting: Counting, lists: ListEffect | None, source: Source, after: Source
) -> Iterator[str]:
    """Yield why a proposal cannot be saved, whatever the reason."""
    for detail, url in counting.timeouts.items():
        yield f"{detail}: {url}"
    for name, rule in counting.proposal.set.items():
        if "." not in name and counting.pages and not counting.ruled[name]:
            yield f"{name}: {quoted(rule)} finds nothing on any of {counting.pages} stored pages"
    if counting.proposal.drop and counting.pages and counting.dropped >= counting.pages:
        yield "the drop rules would drop every page"
    if counting.proposal.drop and counting.pages and not counting.dropped:
        yield "the drop rules drop none of the stored pages"
    if lists is not None and after.follow != source.follow and after.follow and not lists.after:
        yield f"follow: {quoted(after.follow)} names no document on any of {lists.lists} stored lists"


def _too_much(
    workspace: Workspace,
    pool: ExtractPool,
    pages: list[Snapshot],
    source: Source,
    proposal: Proposal,
) -> Iterator[str]:
    """Yield the rules that match everything: they say nothing of where a field stands."""
    rules = {name: rule for name, rule in proposal.set.items() if "." not in name}
    if not rules:
        return
    jobs = (
        replace(job, ask="matches", given=rules)
        for _, job in bodies(workspace, pages[:_SAMPLE], source)
    )
    answers = [one.answer for one in pool.run(jobs) if one.answer]
    for name, rule in rules.items():
        found = [one[name] for one in answers if one[name]["count"]]
        broad = [one for one in found if one["whole"] or one["share"] > _EVERYTHING]
        if found and len(broad) >= 0.8 * len(found):
            yield f"{name}: {quoted(rule)} matches all of the page"


def _lists(
    workspace: Workspace,
    pool: ExtractPool,
    source: Source,
    after: Source,
    lists: list[Snapshot],
) -> ListEffect:
    """Return what the stored lists name by the old links and by the new."""

    def jobs() -> Iterator[ExtractJob]:
        for _, job in bodies(workspace, lists[:_SAMPLE], source):
            for mark, one in (("b", source), ("a", after)):
                links = {"follow": one.follow, "next_page": one.next_page}
                yield replace(job, id=f"{mark}{job.id}", ask="links", given=links)

    named: dict[str, dict[str, str]] = {"a": {}, "b": {}}
    onward = {"a": 0, "b": 0}
    seen = 0
    for result in pool.run(jobs()):
        if result.answer is None:
            continue
        mark = result.id[0]
        seen += mark == "b"
        named[mark].update(dict(result.answer["documents"]))
        onward[mark] += bool(result.answer["onward"])
    won = [url for url in named["a"] if url not in named["b"]]
    lost = [url for url in named["b"] if url not in named["a"]]
    return ListEffect(
        lists=seen, before=len(named["b"]), after=len(named["a"]), onward_before=onward["b"],
        onward_after=onward["a"], won=tuple(won[:_SHOWN_LINKS]), lost=tuple(lost[:_SHOWN_LINKS]),
    )  # fmt: skip
