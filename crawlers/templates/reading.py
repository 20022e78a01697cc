"""Reading one page when templates may be known: by template, by the general reader, or by both."""

from functools import lru_cache
from typing import cast

from crawlers.pool import ExtractJob
from crawlers.readers.made import Reading
from crawlers.reading import read
from crawlers.templates.agree import compare
from crawlers.templates.apply import KINDS, Misfit, TemplateReader
from crawlers.templates.guard import is_tame
from crawlers.templates.leaf import Leaf, make_leaf
from crawlers.templates.observe import observe
from crawlers.templates.plan import Plan, Verdicts
from schemas.documents import Document, DocumentBase
from schemas.errors import QuarantineError
from schemas.templates import Template


@lru_cache(maxsize=500)
def reader_of(written: str) -> TemplateReader:
    """Return the reader of a template from its JSON; the same text gives the same reader."""
    return TemplateReader(Template.model_validate_json(written))


def read_page(job: ExtractJob, plan: Plan) -> tuple[Reading | QuarantineError, Verdicts]:
    """Return what the page of *job* holds, or why nothing, and what that shows of the templates.

    Raises WrongUseError for an address that is none.
    """
    body = job.body if job.body is not None else job.path.read_bytes() if job.path else b""
    if not _is_for_templates(job, body) or not (plan.use or plan.probe or plan.observe):
        return _general(job), Verdicts()
    leaf = make_leaf(body, url=job.url, headers=job.headers, seen=job.seen, hint=job.hint)
    found, misfits = _by_template(leaf, plan.use)
    if found is not None and not plan.check:
        used, document = found
        return Reading((document,)), Verdicts(used=used.template.id, misfits=misfits)
    return _compared(_general(job), leaf, plan, found, misfits)


def _is_for_templates(job: ExtractJob, body: bytes) -> bool:
    """Say whether a body may be a page of a layout: no list, file or mail, and no rules of its own."""
    return (
        not (job.selectors or job.listing)
        and job.kind in {None, *KINDS}
        and job.url.startswith(("http://", "https://"))
        and not any(name.startswith("x-zhibi-") for name in job.headers)
        and b"<" in body[:2000]
        and not body.startswith((b"%PDF-", b"PK"))
        and is_tame(body)
    )


def _general(job: ExtractJob) -> Reading | QuarantineError:
    try:
        return read(job)
    except QuarantineError as error:
        return error


def _by_template(
    leaf: Leaf, written: tuple[str, ...]
) -> tuple[tuple[TemplateReader, Document] | None, dict[str, str]]:
    misfits: dict[str, str] = {}
    for one in written:
        reader = reader_of(one)
        try:
            return (reader, _document(reader.read(leaf))), misfits
        except Misfit as misfit:
            misfits[reader.template.id] = misfit.reason
    return None, misfits


def _document(record: DocumentBase) -> Document:
    return cast("Document", record)  # one of the union's members, as every record of a kind is


def _compared(
    general: Reading | QuarantineError,
    leaf: Leaf,
    plan: Plan,
    found: tuple[TemplateReader, Document] | None,
    misfits: dict[str, str],
) -> tuple[Reading | QuarantineError, Verdicts]:
    if isinstance(general, QuarantineError) or len(general.documents) != 1:
        reason = general.reason if isinstance(general, QuarantineError) else "several-documents"
        checked = {found[0].template.id: reason} if found else {}
        return general, Verdicts(checked=checked, misfits=misfits, failed=reason)
    (usual,) = general.documents
    checked = {}
    taken, used = general, None
    if found is not None:
        reader, document = found
        template = reader.template
        checked[template.id] = _difference(document, usual, template)
        if not checked[template.id]:
            taken, used = Reading((document,)), template.id
    probes, unfit = _probe(leaf, plan.probe, usual)
    observation = None
    if plan.observe and used is None and usual.kind in KINDS:
        observation = observe(usual, usual.kind, leaf)
    return taken, Verdicts(used, checked | probes, misfits | unfit, observation)


def _difference(document: Document, general: Document, template: Template) -> str:
    if general.kind != template.kind:
        return "kind"
    return compare(document, general, template).reason


def _probe(
    leaf: Leaf, written: tuple[str, ...], general: Document
) -> tuple[dict[str, str], dict[str, str]]:
    checked: dict[str, str] = {}
    misfits: dict[str, str] = {}
    for one in written:
        reader = reader_of(one)
        try:
            document = _document(reader.read(leaf))
        except Misfit as misfit:
            misfits[reader.template.id] = misfit.reason
        else:
            checked[reader.template.id] = _difference(document, general, reader.template)
    return checked, misfits
