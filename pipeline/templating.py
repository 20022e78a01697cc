"""Learned templates in a workspace: which read a page, what reading it taught, what is kept."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace

from crawlers.pool import ExtractJob, ExtractResult
from crawlers.templates.keeper import Keeper, host_of
from crawlers.templates.plan import Plan
from pipeline.tally import Tally
from pipeline.workspace import Workspace
from schemas.documents import Document
from schemas.harvest import Snapshot


@dataclass
class Learner:
    """Templates while a step reads pages. Give it each job before and each result after."""

    workspace: Workspace
    keeper: Keeper

    @classmethod
    def of(cls, workspace: Workspace) -> "Learner":
        """Start from what the workspace's store knows."""
        known = workspace.store.templates
        return cls(workspace, Keeper(known.all(), known.observations()))

    def planned(self, job: ExtractJob) -> ExtractJob:
        """Return *job* with the templates that may read it; a source's own selectors win."""
        if job.selectors or job.listing:
            return job
        plan = self.keeper.plan(host_of(job.url), job.kind, job.seen)
        return replace(job, plan=plan)

    def follow(
        self, results: Iterable[ExtractResult], waiting: Mapping[str, Snapshot], tally: Tally
    ) -> Iterator[ExtractResult]:
        """Pass *results* on, learning from each at once: the next page is planned by it."""
        for result in results:
            self.take(result, waiting[result.id], tally)
            yield result

    def take(self, result: ExtractResult, snapshot: Snapshot, tally: Tally) -> None:
        """Learn from what reading a snapshot showed; count what came of it."""
        if result.verdicts is None:
            return
        host = host_of(snapshot.url)
        if result.verdicts.used:
            tally.count("by template")
        for event in self.keeper.tell(host, result.verdicts, snapshot.fetched_at):
            tally.count(f"templates {event.what}")
            if event.what == "drifted":
                tally.problem(
                    host,
                    "template-drifted",
                    f"{event.template.template.id}: {event.why}; read by the general extractor",
                    "A new one is learned; see it: zhibi source template show "
                    f"{event.template.template.id}",
                )

    def keep(self) -> None:
        """Store what changed since the last call."""
        templates = self.workspace.store.templates
        templates.save(self.keeper.changed(), at=self.workspace.now, author="learned")
        templates.observe(self.keeper.observations())


def reader_of(workspace: Workspace, document: Document) -> Plan | None:
    """Return the plan by which a page is read by the template that read *document*, if one did.

    Two versions of a page are compared as one and the same reader reads them.
    """
    name, _, rest = document.extractor.partition(":")
    if name != "template":
        return None
    stored = workspace.store.templates.get(rest.split("/", 1)[0])
    return None if stored is None else Plan(use=(stored.template.model_dump_json(),))
