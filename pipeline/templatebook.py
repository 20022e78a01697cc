"""What a person does with learned templates: look, learn anew, edit, pin, put away, take back."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from crawlers.pool import ExtractJob, ExtractPool
from crawlers.templates.keeper import Keeper, host_of
from crawlers.templates.plan import Plan
from pipeline.reading import job_of, usual_kind
from pipeline.templatetext import read_template
from pipeline.workspace import Workspace
from schemas.errors import QuarantineError, WrongUseError
from schemas.harvest import Snapshot
from schemas.registry import Source
from schemas.templates import StoredTemplate, Template

# Stored pages that are read to learn from or to try a template on.
_PAGES = 60


@dataclass
class Trial:
    """How a template did on stored pages: read alike, read otherwise by reason, not read by reason."""

    pages: int = 0
    agreed: int = 0
    differs: Counter[str] = field(default_factory=Counter)
    misfits: Counter[str] = field(default_factory=Counter)


def listed(workspace: Workspace, what: str = "") -> list[StoredTemplate]:
    """Return all templates, or those of a host or of the hosts that a source leads to."""
    templates = workspace.store.templates.all()
    if not what:
        return templates
    source = next((one for one in workspace.registry.sources if one.id == what), None)
    hosts = {what} if source is None else _hosts(workspace, source)
    return [one for one in templates if one.template.host in hosts or one.template.id == what]


def find(workspace: Workspace, template_id: str) -> StoredTemplate:
    """Return one template. Raises WrongUseError where there is none with this id."""
    stored = workspace.store.templates.get(template_id)
    if stored is None:
        raise WrongUseError(
            f"no template is called {template_id!r}",
            remedy="See which there are: zhibi source template list",
        )
    return stored


def pin(workspace: Workspace, template_id: str, *, pinned: bool, author: str) -> StoredTemplate:
    """Pin a template, so that it is used and never given up, or let it go again."""
    stored = find(workspace, template_id)
    changed: dict[str, object] = {"pinned": pinned}
    if pinned:
        changed |= {"state": "trusted", "valid_until": None, "misfits": 0}
    action = "pin" if pinned else "unpin"
    return _change(workspace, stored, changed, author, action)


def drop(workspace: Workspace, template_id: str, *, author: str) -> StoredTemplate:
    """Put a template away: it is not used, nor learned again."""
    stored = find(workspace, template_id)
    changed = {"state": "dropped", "pinned": False, "valid_until": workspace.now}
    return _change(workspace, stored, changed, author, "drop")


def undo(workspace: Workspace, template_id: str, *, author: str) -> StoredTemplate:
    """Take the last change of a template back."""
    find(workspace, template_id)
    return workspace.store.templates.undo(template_id, at=workspace.now, author=author)


def save(
    workspace: Workspace, text: str, where: str, *, author: str, dry_run: bool = False
) -> tuple[StoredTemplate, Trial]:
    """Take over a template that a person wrote; it is pinned, and ends the one it was made from.

    First it is tried on stored pages of its host; with *dry_run* that is all.
    """
    template, before = read_template(text, where)
    trial = attempt(workspace, template)
    stored = StoredTemplate(
        template=template,
        state="trusted",
        pinned=True,
        valid_from=workspace.now,
        checked=trial.pages,
        agreed=trial.agreed,
        author=author,
        note=f"made from {before}" if before else "",
    )
    if dry_run:
        return stored, trial
    templates = workspace.store.templates
    with workspace.store.batch():
        old = templates.get(before) if before != template.id else None
        if old is not None:
            ended = {"state": "dropped", "pinned": False, "valid_until": workspace.now}
            ended["note"] = f"replaced by {template.id}"
            _change(workspace, old, ended, author, "replaced")
        templates.save([stored], at=workspace.now, author=author, action="saved")
    return stored, trial


def attempt(workspace: Workspace, template: Template) -> Trial:
    """Return how *template* reads the stored pages of its host, beside the general extractor."""
    trial = Trial()
    sources = [one for one in workspace.registry.sources if not one.selectors]
    found = workspace.store.templates.snapshots([one.id for one in sources], 20 * _PAGES)
    mine = [one for one in found if host_of(one.url) == template.host][-_PAGES:]
    plan = Plan(probe=(template.model_dump_json(),))
    with ExtractPool(workers=workspace.settings.workers) as pool:
        by_id = {one.id: one for one in sources}
        results = list(pool.run(_jobs(workspace, mine, by_id, plan)))
    for result in results:
        verdicts = result.verdicts
        if verdicts is None or verdicts.failed:
            continue
        trial.pages += 1
        if (why := verdicts.misfits.get(template.id)) is not None:
            trial.misfits[why] += 1
        elif why := verdicts.checked.get(template.id, ""):
            trial.differs[why] += 1
        else:
            trial.agreed += 1
    return trial


def learn(workspace: Workspace, source_id: str, *, author: str) -> list[StoredTemplate]:
    """Learn templates from the stored pages of a source, and check them on these; return them.

    Known ones stay as they are. Raises WrongUseError for an unknown source or one without pages.
    """
    source = next((one for one in workspace.registry.sources if one.id == source_id), None)
    if source is None:
        raise WrongUseError(f"no source is called {source_id!r}", remedy="See: zhibi source health")
    pages = workspace.store.templates.snapshots([source.id], _PAGES)
    if not pages:
        raise WrongUseError(
            f"{source_id} has no stored pages yet", remedy=f"Collect some: zhibi run --source {source_id}"
        )  # fmt: skip
    keeper = Keeper(workspace.store.templates.all())
    with ExtractPool(workers=1) as pool:  # one: each page is planned by what those before taught
        for snapshot in (*pages, *pages):  # once to learn, once to check what the last ones taught
            host = host_of(snapshot.url)
            plan = keeper.plan(host, usual_kind(source), snapshot.fetched_at)
            for result in pool.run(_jobs(workspace, [snapshot], {source.id: source}, plan)):
                if result.verdicts is not None:
                    keeper.tell(host, result.verdicts, snapshot.fetched_at)
    changed = keeper.changed()
    workspace.store.templates.save(changed, at=workspace.now, author=author)
    return changed


def _change(
    workspace: Workspace,
    stored: StoredTemplate,
    changed: dict[str, object],
    author: str,
    action: str,
) -> StoredTemplate:
    after = stored.model_copy(update=changed)
    workspace.store.templates.save([after], at=workspace.now, author=author, action=action)
    return after


def _hosts(workspace: Workspace, source: Source) -> set[str]:
    found = workspace.store.templates.snapshots([source.id], 500)
    return {host_of(one) for one in (*source.urls, *(page.url for page in found))}


def _jobs(
    workspace: Workspace, pages: Sequence[Snapshot], sources: Mapping[str, Source], plan: Plan
) -> Iterator[ExtractJob]:
    for snapshot in pages:
        try:
            body = workspace.store.archive.body(snapshot)
        except QuarantineError:
            continue
        yield replace(job_of(snapshot, body, sources[snapshot.source]), plan=plan)
