"""urlwatch's ``urls.yaml``: one document per job; filters become selectors where they can."""

import re
from collections.abc import Iterator
from typing import Any

from ruamel.yaml import YAML
from ruamel.yaml.error import YAMLError

from pipeline.moving.changedetection import selectors_of
from pipeline.moving.rows import Fault, Row, label
from schemas.errors import WrongUseError

# The pure loader reads some 100 kB a second; ten thousand jobs are 2 MB.
_MOST_BYTES = 2_000_000
_MOST_LEVELS = 30
_PLAIN_NAME = re.compile(r"^-?[A-Za-z_][\w-]*$")
# Filters that only tidy what is compared: reading a page does as much here.
_TIDYING = {"html2text", "strip", "beautify", "striplines", "remove_repeated", "remove-repeated",
            "remove-duplicate-lines", "pdf2text", "format-json", "absolute_links"}  # fmt: skip
_CSS_OF = {"element-by-id": "#{}", "element-by-class": ".{}", "element-by-tag": "{}"}
# Keys that say nothing of what is watched.
_HARMLESS = {"name", "url", "navigate", "filter", "timeout", "ignore_connection_errors", "ignore_cached",
             "ignore_timeout_errors", "ignore_too_many_redirects", "ignore_http_error_codes", "max_tries",
             "user_visible_url", "encoding", "wait_until", "compared_versions", "kind", "enabled",
             "tags", "treat_new_as_changed"}  # fmt: skip
_JOB = re.compile(r"^(?:url|navigate|command)\s*:", re.MULTILINE)


def is_urlwatch(text: str) -> bool:
    """Say whether a text looks like urlwatch's job file."""
    return bool(_JOB.search(text[:200_000]))


def read_jobs(text: str, file: str) -> Iterator[Row | Fault]:
    """Yield the jobs of a file; one that is no YAML is told and the rest goes on."""
    if len(text) > _MOST_BYTES:
        raise WrongUseError(
            f"is larger than {_MOST_BYTES:,} characters", where=file, remedy="Split it"
        )
    for line, part in _documents(text):
        if _depth(part) > _MOST_LEVELS:
            yield Fault(f"line {line}", "bad-yaml", f"nested deeper than {_MOST_LEVELS} levels")
            continue
        try:
            data = YAML(typ="safe", pure=True).load(part)
        except (YAMLError, ValueError, RecursionError) as error:
            said = str(getattr(error, "problem", None) or error).splitlines() or [""]
            yield Fault(f"line {line}", "bad-yaml", label(said[0]))
            continue
        for job in data if isinstance(data, list) else [data]:
            if job is not None:
                yield _row(f"line {line}", job)


def _documents(text: str) -> Iterator[tuple[int, str]]:
    """Yield the documents of a YAML stream with the line on which each begins."""
    lines: list[str] = []
    first = 1
    for number, line in enumerate(text.splitlines(), 1):
        if re.match(r"^---(\s|$)", line):
            if any(one.strip() for one in lines):
                yield first, "\n".join(lines)
            lines, first = [line[3:]], number + 1
        else:
            lines.append(line)
    if any(one.strip() for one in lines):
        yield first, "\n".join(lines)


def _depth(text: str) -> int:
    """Return how deep brackets nest, quotes not minded: the loader takes seconds for thousands."""
    deepest = level = 0
    for one in re.findall(r"[\[{\]}]", text):
        level += 1 if one in "[{" else -1
        deepest = max(deepest, level)
    return deepest


def _row(where: str, job: Any) -> Row | Fault:
    if not isinstance(job, dict):
        return Fault(where, "unreadable", "the job is no mapping")
    if job.get("command"):
        return Fault(where, "command", "a shell command is never run by Zhibi")
    url = job.get("url") or job.get("navigate")
    if not isinstance(url, str) or not url.strip():
        return Fault(where, "no-address", "the job has neither url nor navigate")
    rule, left = _filters(job.get("filter"))
    left += [f"the key {label(name)}" for name in job if str(name) not in _HARMLESS]
    if job.get("navigate"):
        left.append("fetching with a browser")
    return Row(
        where=where,
        url=url.strip(),
        name=label(job.get("name")),
        kind="page",
        selectors={"text": rule} if rule else {},
        enabled=job.get("enabled") is not False,
        left=tuple(left),
    )


def _filters(stated: Any) -> tuple[str, list[str]]:
    """Return the rule that a job's filters come to, and the filters that have no place."""
    rules: list[str] = []
    left: list[str] = []
    for name, value in _steps(stated):
        if name in _TIDYING:
            continue
        if name in {"css", "xpath"}:
            selector = (
                value.get("selector") or value.get("path") if isinstance(value, dict) else value
            )
            if isinstance(value, dict) and set(value) - {"selector", "path", "method"}:
                left.append(f"details of the filter {name}")
            rules += [f"{name}:{selector}"] if selector and not rules else []
        elif name in _CSS_OF and _PLAIN_NAME.match(str(value or "")) and not rules:
            rules.append(_CSS_OF[name].format(value))
        else:
            left.append(f"the filter {label(name)}")
    rule, unread = selectors_of(rules)
    return rule, left + unread


def _steps(stated: Any) -> Iterator[tuple[str, Any]]:
    if isinstance(stated, str):  # the form before version 2.16: "css:#main,html2text"
        for one in stated.split(","):
            name, _, value = one.strip().partition(":")
            yield name, value
        return
    for one in stated if isinstance(stated, list) else [stated]:
        if isinstance(one, dict):
            yield from ((str(name), value) for name, value in one.items())
        elif one is not None:
            yield str(one), None
