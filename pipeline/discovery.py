"""Discovery: from a home page to numbered proposals of sources, which a person accepts."""

import json
import re
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from crawlers import discover as core
from crawlers import journal
from crawlers.discover import Proposal
from crawlers.discover_evidence import Seen
from crawlers.discover_topics import is_home
from crawlers.launch import crawl
from crawlers.links.site import registrable
from crawlers.warc import Position, read_body
from pipeline.adding import add, said, unused
from pipeline.crawl import make_plan
from pipeline.moving.rows import label
from pipeline.tally import Progress, silent
from pipeline.workspace import Workspace
from schemas.base import as_utc, format_instant
from schemas.errors import RetryLaterError, WrongUseError
from schemas.harvest import JournalEntry
from schemas.ids import canonical_url, digest, url_host
from schemas.registry import Source
from schemas.reports import Problem

_ROUNDS = 3
_ROUND_SECONDS = 180.0
# So long the numbers that were shown can be accepted without asking the site again.
_KEPT = timedelta(hours=24)

__all__ = ["Offer", "Site", "accept", "company_of", "is_home", "look", "recall"]


@dataclass(frozen=True)
class Offer:
    """A proposal under its number, with the id it would get and the source that watches it already."""

    number: int
    proposal: Proposal
    id: str
    watched: str = ""

    def as_json(self) -> dict[str, Any]:
        """Return the offer as plain JSON values."""
        fields = self.proposal._asdict()
        return {"number": self.number, "id": self.id, "watched": self.watched or None, **fields}


@dataclass(frozen=True)
class Site:
    """What was found at *url*: offers, the surest first, how many pages were asked for, and what failed."""

    url: str
    offers: tuple[Offer, ...]
    looked: int = 0
    problems: tuple[Problem, ...] = ()

    def as_json(self) -> dict[str, Any]:
        """Return the site as plain JSON values."""
        return {
            "url": self.url,
            "looked": self.looked,
            "proposals": [one.as_json() for one in self.offers],
            "problems": [one.model_dump(mode="json") for one in self.problems],
        }


def company_of(workspace: Workspace, url: str) -> str | None:
    """Return the company whose domain *url* lies in, None where no company has it."""
    site = registrable(url_host(url))
    return next(
        (
            company.id
            for company in workspace.registry.companies
            for domain in company.domains
            if registrable(domain.lower()) == site
        ),
        None,
    )


def look(workspace: Workspace, url: str, company: str | None, progress: Progress = silent) -> Site:
    """Ask the site at *url* for what it publishes, politely and within bounds; store no page.

    Raises WrongUseError for a *url* that is none, RetryLaterError where the home page cannot be
    read.
    """
    try:
        canonical_url(url)
    except ValueError as error:
        raise WrongUseError(str(error), where=url) from error
    seen: list[Seen] = []
    problems: list[Problem] = []
    wanted: Sequence[str] = core.first_looks(url)
    for number in range(_ROUNDS):
        progress("discover", len(seen), core.MOST_LOOKS)
        answers, failed = _fetch(workspace, wanted)
        seen += answers
        problems += failed
        if number == 0:
            _require_home(url, answers, failed)
        home = next(one.url for one in seen if one.requested == url)
        # What was asked for and failed is not asked for again, and not proposed.
        done = [*seen, *(Seen(one.where, one.where, 0, "", b"") for one in problems)]
        wanted = core.next_looks(home, done)
        if not wanted:
            break
    proposals = core.discover(home, _under(url, home, done))
    _keep(workspace, url, proposals)
    told = tuple(one for one in problems if one.reason not in {"http-404", "http-410"})
    return Site(url, tuple(_offers(workspace, home, company, proposals)), len(seen), told)


def recall(workspace: Workspace, url: str, company: str | None) -> Site | None:
    """Return what was found at *url* within the last day, None where nothing was."""
    try:
        data = json.loads(_file(workspace, url).read_text(encoding="utf-8"))
        at = as_utc(datetime.fromisoformat(data["at"]))
        proposals = [
            Proposal(**{**one, "reasons": tuple(one["reasons"])}) for one in data["proposals"]
        ]
    except (OSError, ValueError, KeyError, TypeError):
        return None  # absent, or torn by a kill: the site is asked again
    if data.get("url") != url or not timedelta(0) <= workspace.now - at <= _KEPT:
        return None
    return Site(url, tuple(_offers(workspace, url, company, proposals)))


def accept(workspace: Workspace, site: Site, which: str, company: str | None) -> list[Source]:
    """Add the offers that *which* names (``1,3,5`` or ``all``); what is watched stays as it is.

    Raises WrongUseError for a number that was not offered.
    """
    chosen = [site.offers[number - 1] for number in _numbers(which, len(site.offers))]
    try:
        sources = [
            Source.model_validate(
                {
                    "id": one.id,
                    "kind": one.proposal.kind,
                    "urls": [one.proposal.url],
                    "company": company,
                    "name": label(one.proposal.title),
                    "document": one.proposal.document,
                    "every": one.proposal.every,
                    "note": label(f"found: {'; '.join(one.proposal.reasons)}"),
                }
            )
            for one in chosen
            if not one.watched
        ]
    except ValueError as error:
        raise WrongUseError(said(error), where=site.url) from error
    if sources:
        add(workspace, sources)
    return sources


def _numbers(which: str, most: int) -> list[int]:
    if which.strip().lower() in {"all", "全部"}:
        return list(range(1, most + 1))
    numbers: list[int] = []
    for part in re.split(r"[,，、\s]+", which.strip()):
        first, _, last = part.partition("-")
        if not first.isdecimal() or (last and not last.isdecimal()):
            raise WrongUseError(f"{part!r} is no number of a proposal", remedy="Say 1,3,5 or all")
        numbers += range(int(first), min(int(last or first), most + 1) + 1)
    wrong = [one for one in numbers if not 1 <= one <= most]
    if wrong or not numbers:
        number = wrong[0] if wrong else which.strip()
        raise WrongUseError(f"there is no proposal {number}", remedy=f"There are 1 to {most}")
    return list(dict.fromkeys(numbers))


def _fetch(workspace: Workspace, urls: Sequence[str]) -> tuple[list[Seen], list[Problem]]:
    """Fetch *urls* through the ordinary crawl, in a child process, into a folder that goes away."""
    source = Source(id="discover", kind="page", urls=tuple(urls), max_pages=core.MOST_LOOKS + 3)
    seen: list[Seen] = []
    problems: list[Problem] = []
    with tempfile.TemporaryDirectory(prefix="zhibi-discover-") as name:
        folder = Path(name)
        crawl(
            folder,
            make_plan(workspace, "discover", [source], fresh=True),
            deadline_seconds=_ROUND_SECONDS,
            robots_cache=workspace.data / "robots",
        )
        for entry in journal.read(folder):
            if entry.outcome == "fetched" and (body := _body(folder, entry)) is not None:
                kind = entry.headers.get("content-type", "")
                seen.append(Seen(entry.requested_url, entry.url, entry.status or 0, kind, body))
            elif entry.outcome != "fetched":
                reason = entry.reason or entry.outcome
                problems.append(
                    Problem(where=entry.requested_url, reason=reason, detail=entry.detail or "")
                )
    return seen, problems


def _body(folder: Path, entry: JournalEntry) -> bytes | None:
    if entry.warc_file is None:
        return None
    position = Position(entry.warc_file, entry.warc_offset or 0, entry.warc_length or 0)
    try:
        return read_body(folder, position)
    except (OSError, ValueError):
        return None


def _require_home(url: str, answers: list[Seen], failed: list[Problem]) -> None:
    if any(one.requested == url for one in answers):
        return
    why = next((one for one in failed if one.where == url), None)
    said = ": ".join(one for one in (why.reason, why.detail.rstrip(". ")) if one) if why else ""
    reason = said or "it gave no answer"
    raise RetryLaterError(
        f"the home page cannot be read: {reason}",
        where=url,
        remedy="Look at it in a browser; a single address can be added by itself, with its kind",
    )


def _under(url: str, home: str, seen: list[Seen]) -> list[Seen]:
    """Return *seen* with the home page under the address that it answered from."""
    return [one._replace(requested=home) if one.requested == url else one for one in seen]


def _offers(
    workspace: Workspace, home: str, company: str | None, proposals: Sequence[Proposal]
) -> list[Offer]:
    watched = {
        _bare(url): source.id for source in workspace.registry.sources for url in source.urls
    }
    ids = {source.id for source in workspace.registry.sources}
    prefix = company or _name_of(home)
    offers: list[Offer] = []
    for number, proposal in enumerate(proposals, 1):
        known = watched.get(_bare(proposal.url), "")
        free = known or unused(f"{prefix}-{proposal.topic}"[:70], ids, proposal.url)
        ids.add(free)
        offers.append(Offer(number, proposal, free, known))
    return offers


def _name_of(home: str) -> str:
    host = registrable(url_host(home))
    words = re.findall(
        r"[a-z0-9]+", host if host.replace(".", "").isdecimal() else host.partition(".")[0]
    )
    return "-".join(words) or "site"


def _bare(url: str) -> str:
    try:
        return canonical_url(url).rstrip("/")
    except ValueError:
        return url


def _file(workspace: Workspace, url: str) -> Path:
    return workspace.data / "discovery" / f"{digest(url)[:32]}.json"


def _keep(workspace: Workspace, url: str, proposals: Sequence[Proposal]) -> None:
    """Keep the numbers that were shown, so that they can be accepted; without them it works too."""
    file = _file(workspace, url)
    data = {
        "url": url,
        "at": format_instant(workspace.now),
        "proposals": [one._asdict() for one in proposals],
    }
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        part = file.with_suffix(".part")
        part.write_text(json.dumps(data, ensure_ascii=False), encoding="utf-8")
        part.replace(file)
    except OSError:
        file.unlink(missing_ok=True)
