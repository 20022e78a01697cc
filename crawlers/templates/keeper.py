"""Keeps the templates of hosts while their pages go by: learns, checks, uses, notices drift.

A template is learned from four pages that agree, compared with the general extractor on the next
ones, used once it agreed, compared again now and then, and put away when pages stop fitting it.
Whatever it cannot read in the meantime is read by the general extractor.
"""

from collections import OrderedDict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime

from crawlers.pool import ExtractJob
from crawlers.readers.made import Reading
from crawlers.templates.learn import LEAST_PAGES, learn
from crawlers.templates.plan import Plan, Verdicts
from crawlers.templates.reading import read_page
from crawlers.templates.standing import Event, Standing, holds_at
from schemas.errors import QuarantineError
from schemas.ids import url_host
from schemas.kinds import DocumentKind
from schemas.templates import Observation, StoredTemplate, Template

# Observations kept per host: enough for three layouts; the oldest go first.
_MOST_OBSERVED = 24
# Learn again after so many more pages when the last attempt gave nothing; doubles each time.
_PATIENCE = 4
# From this patience on only each eighth page is looked at: there may be nothing to learn here.
_HOPELESS = 64
_SELDOM = 8


@dataclass
class _Host:
    standings: dict[str, Standing] = field(default_factory=dict)
    observed: list[Observation] = field(default_factory=list)
    pages: int = 0
    tried_at: int = 0
    patience: int = _PATIENCE
    touched: bool = False

    def explained(self, template: Template) -> None:
        """Forget observations that *template* explains, so that none is learned twice."""
        self.observed = [one for one in self.observed if template.body.at not in one.bodies]
        self.touched = True


class Keeper:
    """The templates of all hosts. Tell it of the pages it planned.

    With *most_hosts*, hosts that were not seen for longest are forgotten beyond that many: for
    streams from everywhere, whose templates nobody stores.
    """

    def __init__(
        self,
        stored: Iterable[StoredTemplate] = (),
        observed: Iterable[Observation] = (),
        *,
        most_hosts: int | None = None,
    ) -> None:
        self._hosts: OrderedDict[str, _Host] = OrderedDict()
        self._most_hosts = most_hosts
        for one in stored:
            self._host(one.template.host).standings[one.template.id] = Standing(one)
        for seen in observed:
            self._host(seen.host).observed.append(seen)

    def read(self, page: ExtractJob) -> tuple[Reading | QuarantineError, Verdicts]:
        """Read one page of a stream, and learn from it. Raises WrongUseError for a bad address."""
        host = host_of(page.url)
        plan = self.plan(host, page.kind, page.seen)
        found, verdicts = read_page(page, plan)
        self.tell(host, verdicts, page.seen)
        return found, verdicts

    def plan(self, host: str, kind: DocumentKind | None, at: datetime) -> Plan:
        """Return how the next page of *host*, fetched *at*, should be read."""
        known = self._host(host)
        fitting = [
            one
            for one in known.standings.values()
            if kind in {None, one.stored.template.kind} and holds_at(one.stored, at)
        ]
        use = [one for one in fitting if one.stored.state != "checking"]
        use.sort(key=lambda one: (not one.stored.pinned, not one.trusted, -one.stored.fitted))
        check = use[0].hand_out() if use else False
        return Plan(
            use=tuple(one.written for one in use),
            probe=tuple(one.written for one in fitting if one.stored.state == "checking"),
            check=check,
            observe=known.patience < _HOPELESS or known.pages % _SELDOM == 0,
        )

    def tell(self, host: str, verdicts: Verdicts, at: datetime) -> list[Event]:
        """Take in what reading a page of *host* showed; return what came of it."""
        known = self._host(host)
        known.pages += 1
        events = self._judge(known, verdicts, at)
        for event in events:
            if event.what == "trusted":
                known.explained(event.template.template)
            if event.what == "drifted":  # what was seen before is of the old layout
                known.observed = known.observed[-2:]
                known.touched = True
        if verdicts.observation is not None:
            events += self._observed(known, verdicts.observation, at)
        return events

    def changed(self) -> list[StoredTemplate]:
        """Return the templates that changed since they were given or last asked for."""
        found = [
            one for host in self._hosts.values() for one in host.standings.values() if one.changed
        ]
        for one in found:
            one.changed = False
        return [one.stored for one in found]

    def observations(self) -> dict[str, list[Observation]]:
        """Return what was seen and taught nothing yet, of each host whose part changed."""
        found = {name: host for name, host in self._hosts.items() if host.touched}
        for host in found.values():
            host.touched = False
        return {name: host.observed for name, host in found.items()}

    def templates(self, host: str) -> list[StoredTemplate]:
        """Return the templates of *host*."""
        return [one.stored for one in self._host(host).standings.values()]

    def _host(self, name: str) -> _Host:
        known = self._hosts.get(name)
        if known is None:
            known = self._hosts[name] = _Host()
            if self._most_hosts and len(self._hosts) > self._most_hosts:
                self._hosts.popitem(last=False)
        else:
            self._hosts.move_to_end(name)
        return known

    def _judge(self, known: _Host, verdicts: Verdicts, at: datetime) -> list[Event]:
        found: list[Event | None] = []
        fitting = {one for one, why in verdicts.checked.items() if not why}
        if verdicts.used:
            fitting.add(verdicts.used)
        for template_id, why in verdicts.checked.items():
            if standing := known.standings.get(template_id):
                found.append(standing.compare(why, at))
        for template_id, why in verdicts.misfits.items():
            if (standing := known.standings.get(template_id)) and not verdicts.failed:
                # Another layout explains the page if it was there while this one still fitted.
                elsewhere = any(
                    known.standings[one].born < max(0, standing.last_fit)
                    for one in fitting
                    if one in known.standings
                )
                found.append(standing.miss(why, at, elsewhere=elsewhere))
        for template_id in fitting:
            if standing := known.standings.get(template_id):
                standing.fit(known.pages, used=template_id == verdicts.used)
        return [one for one in found if one is not None]

    def _observed(self, known: _Host, seen: Observation, at: datetime) -> list[Event]:
        known.touched = True
        known.observed = [*known.observed, seen][-_MOST_OBSERVED:]
        same = [
            one
            for one in known.observed
            if (one.kind, one.language) == (seen.kind, seen.language)
        ]  # fmt: skip
        waited = known.pages - known.tried_at
        if len(same) < LEAST_PAGES or (waited < known.patience and len(same) > LEAST_PAGES):
            return []
        known.tried_at = known.pages
        template = learn(same)
        known.patience = _PATIENCE if template else min(_HOPELESS, 2 * known.patience)
        if template is None:
            return []
        old = known.standings.get(template.id)
        if old and old.stored.state != "drifted":
            return []
        known.observed = [one for one in known.observed if one.url not in template.learned_from]
        since = min(one.seen for one in same if one.url in template.learned_from)
        stored = StoredTemplate(template=template, valid_from=min(since, at))
        known.standings[template.id] = Standing(stored, born=known.pages, changed=True)
        return [Event(stored, "learned")]


def host_of(url: str) -> str:
    """Return the host that templates of the page at *url* belong to; empty for a bad address."""
    try:
        return url_host(url)
    except ValueError:
        return ""
