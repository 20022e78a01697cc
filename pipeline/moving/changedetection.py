"""Backups of changedetection.io: one ``url-watches.json``, or a ``watch.json`` per watch (since 2026).

The archive is never unpacked: the few files that matter are read out of it, within a budget.
"""

import json
import re
import stat
import zipfile
import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from pipeline.moving.rows import MOST_BYTES, MOST_ROWS, Fault, Row, label, period_of
from pipeline.moving.tables import read_list
from schemas.errors import WrongUseError
from text.encoding import decode

# A directory of more entries is kept in another form (zip64), and takes a gigabyte to look through.
_MOST_MEMBERS = 60_000
_TAIL = 65_557  # where the end of the directory stands: its record and the longest comment
_WATCH = re.compile(r"^(?:[^/\\]{1,100}/)?([0-9a-fA-F-]{36})/(watch|tag)\.json$")
_SECONDS = {"weeks": 604_800, "days": 86_400, "hours": 3600, "minutes": 60, "seconds": 1}
# What a watch may hold that a source has no place for, and what to do about it.
_NO_PLACE = {
    "subtractive_selectors": "elements to leave out: ignored blocks are learned here",
    "ignore_text": "text to ignore: changing blocks are learned and muted here",
    "trigger_text": "text to wait for: make a saved search of it",
    "text_should_not_be_present": "text that must be absent: make a saved search of it",
    "extract_text": "text to extract: use selectors",
    "conditions": "conditions: make a saved search of them",
    "browser_steps": "steps in a browser",
    "webdriver_js_execute_code": "script to run in a browser",
    "headers": "request headers (they may be secret)",
    "body": "request body",
    "proxy": "its proxy",
    "notification_urls": "where to notify: see readers and webhooks",
}


def read_backup(file: Path) -> Iterator[Row | Fault]:
    """Yield the watches of a backup. Raises WrongUseError where it is none."""
    _check_size(file)
    try:
        with zipfile.ZipFile(file) as archive:
            yield from _archive(archive, file)
    except (zipfile.BadZipFile, zlib.error, RuntimeError, NotImplementedError, EOFError) as error:
        raise WrongUseError(f"is no readable archive: {error}", where=str(file)) from error


def read_watches(data: Any) -> Iterator[Row | Fault]:
    """Yield the watches of a ``url-watches.json`` that was taken out of a backup."""
    settings = _dict(_dict(data).get("settings"))
    tags = {
        uuid: label(_dict(tag).get("title"))
        for uuid, tag in _dict(_dict(settings.get("application")).get("tags")).items()
    }
    usual = _seconds(_dict(settings.get("requests")).get("time_between_check"))
    for uuid, watch in _dict(_dict(data).get("watching")).items():
        yield _row(f"watch {uuid}", watch, tags, usual)


def _check_size(file: Path) -> None:
    with file.open("rb") as stream:
        size = stream.seek(0, 2)
        stream.seek(max(0, size - _TAIL))
        tail = stream.read()
    end = tail.rfind(b"PK\x05\x06")
    members = int.from_bytes(tail[end + 10 : end + 12], "little") if end >= 0 else 0
    directory = int.from_bytes(tail[end + 12 : end + 16], "little") if end >= 0 else 0
    if members > _MOST_MEMBERS or directory > MOST_BYTES:
        raise WrongUseError(
            "the archive holds too many files",
            where=str(file),
            remedy="Take url-watches.json out of it and import that",
        )


def _archive(archive: zipfile.ZipFile, file: Path) -> Iterator[Row | Fault]:
    budget = _Budget(archive, str(file))
    names = [one.filename for one in archive.infolist() if _is_file(one)]
    whole = next((one for one in names if one.rpartition("/")[2] == "url-watches.json"), None)
    if whole is not None and (data := budget.json(whole)) is not None:
        yield from read_watches(data)
        return
    kept = [(name, match[1], match[2]) for name in names if (match := _WATCH.match(name))]
    if kept:
        yield from _separate(budget, names, kept)
        return
    plain = next((one for one in names if one.rpartition("/")[2] == "url-list.txt"), None)
    if plain is None:
        raise WrongUseError(
            "is no backup of changedetection.io: it holds neither url-watches.json nor watch.json",
            where=str(file),
        )
    yield from read_list(decode(budget.read(plain)).text)


def _separate(
    budget: "_Budget", names: list[str], kept: list[tuple[str, str, str]]
) -> Iterator[Row | Fault]:
    tags = {
        uuid: label(_dict(budget.json(name)).get("title"))
        for name, uuid, what in kept
        if what == "tag"
    }
    settings = next((one for one in names if one.rpartition("/")[2] == "changedetection.json"), "")
    stated = _dict(_dict(budget.json(settings) if settings else None).get("settings"))
    usual = _seconds(_dict(stated.get("requests")).get("time_between_check"))
    for name, uuid, what in kept:
        if what == "watch":
            yield _row(f"watch {uuid}", budget.json(name), tags, usual)


class _Budget:
    """Reads members of an archive until the bytes are used up, whatever their headers claim."""

    def __init__(self, archive: zipfile.ZipFile, file: str) -> None:
        self._archive, self._file, self._left = archive, file, 2 * MOST_BYTES

    def read(self, name: str) -> bytes:
        with self._archive.open(name) as stream:
            body = stream.read(self._left + 1)
        self._left -= len(body)
        if self._left < 0:
            raise WrongUseError(
                f"{name} unpacks to more than {2 * MOST_BYTES:,} bytes", where=self._file
            )
        return body

    def json(self, name: str) -> Any:
        try:
            return json.loads(self.read(name))
        except (ValueError, RecursionError):
            return None


def _is_file(member: zipfile.ZipInfo) -> bool:
    return not member.is_dir() and not stat.S_ISLNK(member.external_attr >> 16)


def _row(where: str, watch: Any, tags: dict[str, str], usual: int) -> Row | Fault:
    if not isinstance(watch, dict):
        return Fault(where, "unreadable", "the watch is no JSON object")
    url = str(watch.get("url") or "").strip()
    if "{{" in url or "{%" in url:
        return Fault(where, "computed-address", f"the address is a template: {label(url)}")
    left = [said for name, said in _NO_PLACE.items() if watch.get(name)]
    if url.lower().startswith("source:"):
        url = url[len("source:") :].strip()
        left.append("looking at the page's source")
    if str(watch.get("method") or "GET").upper() != "GET":
        left.append(f"request method {label(watch.get('method'))}")
    if "webdriver" in str(watch.get("fetch_backend")):
        left.append("fetching with a browser")
    rules, unread = selectors_of(watch.get("include_filters") or watch.get("css_filter"))
    named = [tags.get(str(one), "") for one in _list(watch.get("tags"))]
    named += [label(one) for one in str(watch.get("tag") or "").split(",")]
    own = (
        0
        if watch.get("time_between_check_use_default")
        else _seconds(watch.get("time_between_check"))
    )
    seconds = own or usual
    return Row(
        where=where,
        url=url,
        name=label(watch.get("title") or watch.get("page_title")),
        document="product" if watch.get("processor") == "restock_diff" else "",
        kind="page",
        every=period_of(seconds) if seconds else "",
        selectors={"text": rules} if rules else {},
        enabled=not watch.get("paused"),
        groups=tuple(dict.fromkeys(filter(None, named))),
        left=(*left, *unread),
    )


def selectors_of(filters: Any) -> tuple[str, list[str]]:
    """Return one CSS or XPath rule for a watch's filters, and what could not be put into it."""
    css: list[str] = []
    paths: list[str] = []
    left: list[str] = []
    for one in [filters] if isinstance(filters, str) else _list(filters):
        rule = str(one).strip()
        kind, _, rest = rule.partition(":")
        if kind in {"json", "jq", "jqraw"}:
            left.append(f"the filter {label(rule)}: JSON is not filtered here")
        elif kind in {"xpath", "xpath1"}:
            paths.append(rest.strip())
        elif rule.startswith(("/", "(")):
            paths.append(rule)
        elif rule:
            css.append(rest.strip() if kind == "css" else rule)
    if css and paths:
        left += [f"the filter {label(path)}: a field takes either CSS or XPath" for path in paths]
    return (", ".join(css) or " | ".join(paths))[:MOST_ROWS], left


def _seconds(stated: Any) -> int:
    """Return a time between checks in seconds; 0 where none is stated."""
    total = 0
    for name, size in _SECONDS.items():
        value = _dict(stated).get(name)
        if isinstance(value, int | float) and 0 < value < 10_000:
            total += int(value * size)
    return total


def _dict(value: Any) -> dict[str, Any]:
    return value if isinstance(value, dict) else {}


def _list(value: Any) -> list[Any]:
    return value if isinstance(value, list) else []
