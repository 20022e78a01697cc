"""Texts that a person pipes in, without a workspace: tag, stories."""

from collections.abc import Iterable, Iterator, Mapping
from datetime import date, datetime
from pathlib import Path
from typing import Any

from nlp.stories.inputs import StoryInput
from nlp.tagger import Tagger
from pipeline.clock import parse_instant, system_now
from pipeline.piped import Answer, answers, as_json, text_of
from schemas.errors import InvalidRecordError, WrongUseError
from schemas.registry import Registry
from text.language import base

# Languages in which names and moves are looked for.
READ = ("en", "zh")


def read_registry(folder: Path | None) -> Registry:
    """Return the registry of a folder of YAML, or an empty one."""
    if folder is None:
        return Registry()
    from store.yamlfiles import read_folder  # noqa: PLC0415 - the store is half a second to load

    return read_folder(folder)


def tags(
    lines: Iterable[str], registry: Registry, language: str = "auto", *, explain: bool = False
) -> Iterator[Answer]:
    """Tag each line ``{"id", "title", "text"[, "published"][, "language"]}``.

    *language* is that of the lines that do not say theirs; ``auto`` is looked for. Raises WrongUseError
    for one that is not read. A line in such a language has neither names nor moves.
    """
    if base(language) not in {"", "auto", *READ}:
        raise WrongUseError(
            f"{language!r} is no language that is read", where="--lang",
            remedy=f"Say {', '.join(READ)}, or auto: then each text's own is looked for",
        )  # fmt: skip
    return _tagged(lines, Tagger(registry), language, explain=explain)


def _tagged(
    lines: Iterable[str], tagger: Tagger, language: str, *, explain: bool
) -> Iterator[Answer]:

    def one(row: Mapping[str, Any]) -> Answer:
        title, text = text_of(row, "title", ""), text_of(row, "text", "")
        published = _published(row) or None
        wanted = text_of(row, "language", "") or language
        found = as_json(tagger.tag(title, text, published=published, language=wanted))
        if explain:
            reasons = tagger.explain(title, text, published=published, language=wanted)
            found["explanation"] = reasons
        return found

    return answers(lines, one)


def stories(lines: Iterable[str], registry: Registry) -> Iterator[Answer]:
    """Group the lines ``{"id", "title", "text", "published"}`` by the event they report."""
    from nlp.stories.grouping import Grouper  # noqa: PLC0415 - tagging needs none of it

    tagger, grouper = Tagger(registry), Grouper(registry)
    order: list[Answer] = []

    def one(row: Mapping[str, Any]) -> Answer:
        entry = _story_input(row, tagger)
        grouper.add(entry)
        return {"story": None}

    order = list(answers(lines, one))
    assigned = grouper.assignments()
    for answer in order:
        if "error" not in answer:
            found = list(assigned.get(str(answer["id"]), ()))
            answer["story"] = found[0] if found else None
            answer["stories"] = found
        yield answer


def _story_input(row: Mapping[str, Any], tagger: Tagger) -> StoryInput:
    title, text = text_of(row, "title", ""), text_of(row, "text", "")
    published = _published(row)
    found = tagger.tag(title, text, published=published or None)
    return StoryInput(
        id=str(row["id"]),
        title=title,
        text=text,
        published=published or system_now().date().isoformat(),
        first_seen=_first_seen(published),
        source=str(row.get("source") or row["id"]),
        source_name=str(row.get("source") or ""),
        company=None,
        url=str(row.get("url") or f"urn:line:{row['id']}"),
        language=found.language,
        tags=found,
        kind="article",
    )


def _published(row: Mapping[str, Any]) -> str:
    """Return the day or instant of a text, or nothing. Raises InvalidRecordError for anything else."""
    published = text_of(row, "published", "").strip()
    if published:
        try:
            date.fromisoformat(published[:10])
        except ValueError:
            raise InvalidRecordError(
                f"'published' is {published[:40]!r}; write a day such as 2026-11-23"
            ) from None
    return published


def _first_seen(published: str) -> datetime:
    if not published:
        return system_now()
    text = (
        published
        if "T" in published and (published[-1] == "Z" or "+" in published)
        else published[:10]
    )
    return parse_instant(text, where="published")
