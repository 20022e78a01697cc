"""Companies that recur in what is collected and that nobody has registered: proposed, taken up or dismissed."""

import re
import unicodedata
from collections import Counter
from collections.abc import Container
from dataclasses import dataclass, field
from datetime import timedelta

from nlp.reading import names_a_body
from pipeline.auditing import Caller, log
from pipeline.namesakes import key_of
from pipeline.registering import Saved, save
from pipeline.tally import Progress, silent
from pipeline.workspace import Workspace
from schemas.base import Record
from schemas.documents import Revision
from schemas.errors import WrongUseError
from schemas.ids import url_host
from schemas.kinds import Role
from schemas.language import Mention
from schemas.registry import Company
from text.sentences import sentences

WINDOW = timedelta(days=90)
# Less than this is a name in passing: so many documents, of so many publishers.
LEAST_DOCUMENTS, LEAST_SOURCES = 3, 2
_SURE = 0.6
_PROSE = frozenset({"article", "filing", "review"})
_EXAMPLES = 3


class Proposal(Record):
    """A company that recurs: how it is written, how often, where, and sentences that name it."""

    name: str
    spellings: tuple[str, ...]
    language: str
    documents: int
    sources: int
    acts: int
    last: str
    examples: tuple[str, ...] = ()


@dataclass
class _Seen:
    spellings: Counter[str] = field(default_factory=Counter)
    languages: Counter[str] = field(default_factory=Counter)
    documents: set[str] = field(default_factory=set)
    sources: set[str] = field(default_factory=set)
    acts: set[str] = field(default_factory=set)
    last: str = ""
    examples: list[str] = field(default_factory=list)


def known_keys(workspace: Workspace) -> set[str]:
    """Return what needs no proposal: the names of the registry, and those that were dismissed."""
    registered = {
        key_of(name)
        for company in workspace.registry.companies
        for names in (*company.names.values(), company.brands, company.subsidiaries)
        for name in names
    }
    return registered | set(map(key_of, workspace.store.desk.dismissed_names()))


def proposals(
    workspace: Workspace, *, window: timedelta = WINDOW, progress: Progress = silent
) -> list[Proposal]:
    """Return companies named in several documents of several sources, the most frequent first."""
    known = known_keys(workspace)
    watched = {one.id for one in workspace.registry.sources if one.kind != "inbox"}
    seen: dict[str, _Seen] = {}
    recent = workspace.store.tags.recent(workspace.now - window)
    for number, (revision, all_tags) in enumerate(recent, 1):
        progress("texts", number, 0)
        publisher = _publisher(revision, watched)
        for tagged in all_tags if revision.document.kind in _PROSE else ():
            if tagged.change is None:
                for mention in tagged.tags.mentions:
                    if mention.label == "ORG" and not (mention.entity or mention.boilerplate):
                        _note(seen, known, revision, publisher, mention, tagged.tags.language)
                for acting in {key_of(m.actor.text) for m in tagged.tags.moves if m.actor}:
                    if acting in seen:
                        seen[acting].acts.add(revision.document_id)
    found = [_proposal(one) for one in seen.values() if _recurs(one)]
    return sorted(found, key=lambda one: (-one.sources, -one.documents, one.name))


def _publisher(revision: Revision, watched: Container[str]) -> str:
    """Return whose text it is: the source's that is *watched*; of what was handed in, its site's."""
    site = url_host(revision.document.url).removeprefix("www.")
    return revision.source if revision.source in watched else site or revision.source


def _note(
    seen: dict[str, _Seen], known: set[str], revision: Revision, publisher: str,
    mention: Mention, language: str,
) -> None:  # fmt: skip
    key = key_of(mention.text)
    if mention.confidence < _SURE or len(key) < 2 or key in known or names_a_body(mention.text):
        return
    one = seen.setdefault(key, _Seen())
    one.spellings[mention.text] += 1
    one.languages[language] += 1
    if revision.document_id in one.documents:
        return
    one.documents.add(revision.document_id)
    one.sources.add(publisher)
    one.last = max(one.last, revision.seen_at.date().isoformat())
    if len(one.examples) < _EXAMPLES:
        text = f"{revision.document.title}\n{revision.document.text}"
        near = (s for s in sentences(text, language) if s.start <= mention.start < s.end)
        said = (text[s.start : s.end].strip() for s in near)
        one.examples += [sentence for sentence in said if sentence not in one.examples]


def _recurs(one: _Seen) -> bool:
    return len(one.documents) >= LEAST_DOCUMENTS and len(one.sources) >= LEAST_SOURCES


def _proposal(one: _Seen) -> Proposal:
    spellings = tuple(name for name, _number in one.spellings.most_common(6))
    return Proposal(
        name=spellings[0],
        spellings=spellings,
        language=one.languages.most_common(1)[0][0],
        documents=len(one.documents),
        sources=len(one.sources),
        acts=len(one.acts),
        last=one.last,
        examples=tuple(one.examples),
    )


def take_up(
    workspace: Workspace,
    name: str,
    *,
    company_id: str | None,
    role: Role,
    caller: Caller,
    chosen: Proposal | None = None,
) -> Company:
    """Register a proposed company under all its spellings, and return it.

    *chosen* is the proposal where it is at hand; else the texts are looked through for it. Raises WrongUseError for a name that is not proposed, or an id that is taken.
    """
    chosen = chosen or _chosen(workspace, name)
    taken = {one.id for one in workspace.registry.companies}
    if company_id in taken:
        raise WrongUseError(f"there is a company {company_id!r}", remedy="Choose another --id")
    made = Company(
        id=company_id or id_of_company(chosen.name, taken),
        role=role,
        names={"zh" if chosen.language == "zh" else "en": chosen.spellings},
    )
    values = made.model_dump(mode="json")
    saved = save(workspace, "company", values, base=None, namesake=bool(company_id), caller=caller)
    return made.model_copy(update={"id": saved.record.id})


def take_as_name(
    workspace: Workspace,
    name: str,
    company: Company,
    *,
    caller: Caller,
    chosen: Proposal | None = None,
) -> Saved:
    """Give a registered company the spellings of a proposal as further names.

    Raises WrongUseError for a name that is not proposed.
    """
    chosen = chosen or _chosen(workspace, name)
    found = workspace.store.registry.current("company", company.id)
    if found is None:
        raise WrongUseError("there is no company with this id", where=company.id)
    values = found[0].model_dump(mode="json")
    language = "zh" if chosen.language == "zh" else "en"
    mine = values["names"].get(language, [])
    values["names"] = values["names"] | {language: list(dict.fromkeys([*mine, *chosen.spellings]))}
    return save(workspace, "company", values, base=found[1], caller=caller)


def dismiss(
    workspace: Workspace, name: str, *, caller: Caller, chosen: Proposal | None = None
) -> str:
    """Remember that a name is no company of interest. Raises WrongUseError where it is not proposed."""
    chosen = chosen or _chosen(workspace, name)
    key = key_of(chosen.name)
    with workspace.store.batch():
        workspace.store.desk.dismiss_name(key, chosen.name, caller.account, workspace.now)
        log(workspace.store, caller, "company-dismissed", key, kind="proposal")
    return chosen.name


def id_of_company(name: str, taken: Container[str]) -> str:
    """Return an id that people recognise a company by, and that is not *taken*."""
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode().casefold()
    stem = "-".join(re.findall(r"[a-z0-9]+", plain))[:60].strip("-") or "company"
    numbered = (f"{stem}-{number}" for number in range(2, 10_000))
    return next(one for one in (stem, *numbered) if one not in taken)


def _chosen(workspace: Workspace, name: str) -> Proposal:
    key = key_of(name)
    found = next((one for one in proposals(workspace) if key_of(one.name) == key), None)
    if found is None:
        raise WrongUseError(f"{name!r} is not proposed", remedy="zhibi company proposed")
    return found
