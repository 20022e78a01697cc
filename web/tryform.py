"""Rules that somebody types to try them: as a proposal, as an address, and what is wrong with each."""

from collections.abc import Iterator, Mapping
from urllib.parse import quote, urlencode

from starlette.datastructures import QueryParams

from crawlers.pages.rules import LONGEST
from crawlers.pages.selected import FIELDS, PARTS, check_rules
from schemas.errors import WrongUseError
from schemas.registry import Source
from schemas.tuning import Proposal
from text.display import one_line
from web.posted import Posted

NAMES: tuple[str, ...] = (*FIELDS, *PARTS)
# The stored page that is looked at: a name that no field has.
PAGE = "at"
# A rule that is too long is shown again, to be mended, though not without end.
_KEPT = 2 * LONGEST
# Characters of an address that every proxy lets through.
_ADDRESS = 6000


def typed(sent: Posted | QueryParams, source: Source) -> dict[str, str]:
    """Return the rule of every field as it was typed; what was not sent is as saved."""
    found = {}
    for name in NAMES:
        raw = sent.raw(name) if isinstance(sent, Posted) else sent.get(name, "")
        there = sent.has(name) if isinstance(sent, Posted) else name in sent
        found[name] = one_line(raw[: 2 * _KEPT], _KEPT) if there else saved(source, name)
    return found


def saved(source: Source, name: str) -> str:
    """Return the rule that a source has for a field, as a field of a form holds it."""
    return one_line(source.selectors.get(name, ""), _KEPT)


def proposal_of(source: Source, rules: Mapping[str, str]) -> Proposal:
    """Return what *rules* change of a source's own; an emptied field takes its rule out."""
    differing = {name: rule for name, rule in rules.items() if rule != saved(source, name)}
    return Proposal(
        set={name: rule for name, rule in differing.items() if rule},
        unset=tuple(name for name, rule in differing.items() if not rule),
    )


def problems(source: Source, proposal: Proposal) -> dict[str, WrongUseError]:
    """Return what is wrong with the rules of a proposal, by field: each is looked at by itself."""
    found: dict[str, WrongUseError] = {}
    for name, rule in proposal.set.items():
        try:
            check_rules({name: rule}, source.document)
        except WrongUseError as error:
            plain = error.what.removeprefix(f"{name}: ")
            found[name] = WrongUseError(plain, where=name, remedy=error.remedy)
    found |= dict(_alone(source, proposal))
    return found


def _alone(source: Source, proposal: Proposal) -> Iterator[tuple[str, WrongUseError]]:
    """Yield the rules of parts of rows that no rule finds."""
    left = {name for name in source.selectors if name not in proposal.unset} | set(proposal.set)
    for name in proposal.set:
        rows, part, _ = name.partition(".")
        if part and rows not in left:
            yield (
                name,
                WrongUseError(
                    "no rule says where the rows stand",
                    where=name,
                    remedy=f"Write a rule for {rows} too",
                ),
            )


def address(source: Source, page: str, proposal: Proposal) -> str:
    """Return the address of the page that tries a proposal; empty where it would be too long for one."""
    query = {PAGE: page} | proposal.set | dict.fromkeys(proposal.unset, "")
    found = f"/sources/{quote(source.id)}/try?{urlencode(query)}"
    return found if len(found) <= _ADDRESS else ""
