"""What is watched, how it fares, and where nothing is watched at all."""

from collections import defaultdict
from typing import TYPE_CHECKING

from pipeline.health import every
from pipeline.workspace import Workspace
from schemas.health import Health
from schemas.registry import Source
from schemas.views import CoverageCell, CoverageMatrix, SourceLine

if TYPE_CHECKING:
    from schemas.kinds import SourceKind


def source_lines(workspace: Workspace, company_id: str | None = None) -> list[SourceLine]:
    """Return all sources, or those of a company, as they fare: the troubled first."""
    chosen = [
        source
        for source in workspace.registry.sources
        if company_id is None or source.company == company_id
    ]
    fares = every(workspace, chosen)
    found = [_line(source, fares[source.id]) for source in chosen]
    return sorted(found, key=lambda one: (one.state in {"ok", "new"}, not one.enabled, one.id))


def _line(source: Source, fares: Health) -> SourceLine:
    return SourceLine(
        id=source.id,
        name=source.name or source.where.rpartition("://")[2].rstrip("/"),
        kind=source.kind,
        language=source.language,
        where=source.where,
        enabled=source.enabled,
        state=fares.state,
        failure=fares.failure,
        since=fares.since,
        says=fares.says,
        last_ok=fares.last_ok,
        documents=fares.documents,
    )


def coverage(workspace: Workspace) -> CoverageMatrix:
    """Return competitors × kinds of source × languages; what has no cell is a hole.

    A source without a language counts where nothing else is known of it as ``und``.
    """
    registry = workspace.registry
    rivals = [one.id for one in registry.companies if one.role == "competitor"]
    cells: dict[tuple[str, SourceKind, str], list[SourceLine]] = defaultdict(list)
    kinds = {}
    chosen = [one for one in registry.sources if one.company in set(rivals) and one.enabled]
    fares = every(workspace, chosen)
    for source in chosen:
        key = (source.company or "", source.kind, source.language or "und")
        cells[key].append(_line(source, fares[source.id]))
        kinds[source.kind] = True
    languages = sorted({language for _c, _k, language in cells} | {"en", "zh"})
    return CoverageMatrix(
        companies=tuple(rivals),
        kinds=tuple(kinds),
        languages=tuple(languages),
        cells=tuple(
            CoverageCell(
                company=company,
                kind=kind,
                language=language,
                sources=len(lines),
                troubled=sum(one.state not in {"ok", "new"} for one in lines),
                documents=sum(one.documents for one in lines),
            )
            for (company, kind, language), lines in cells.items()
        ),
    )
