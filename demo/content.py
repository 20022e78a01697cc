"""What the sites of the invented market publish: posts, prices, people and vacancies, with dates.

Read from ``demo/content`` and ``demo/market``; what an event *means* is in ``demo/truth``, which
nothing here reads.
"""

import re
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import cache
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from ruamel.yaml import YAML

FOLDER = Path(__file__).parent
_WORDS = re.compile(r"[a-z0-9]+")


@dataclass(frozen=True)
class Post:
    """One article as its site shows it. *published* carries the site's own offset."""

    id: str
    host: str
    language: str
    form: str
    published: datetime
    title: str
    body: tuple[str, ...]
    author: str = ""
    summary: str = ""
    reprint_of: str | None = None
    company: str | None = None
    number: int = 0
    extra: dict[str, Any] = field(default_factory=dict)

    @property
    def slug(self) -> str:
        """Return the title as the words of an address, at most twelve of them."""
        return "-".join(_WORDS.findall(self.title.lower())[:12]) or self.id


@dataclass(frozen=True)
class Site:
    """One host: whose it is, where it stands, how it behaves."""

    host: str
    language: str
    zone: ZoneInfo
    company: str | None
    article_path: str
    lists: dict[str, Any]
    pages: dict[str, str]
    quirks: dict[str, Any]
    encoding: Any
    posts: tuple[Post, ...] = field(default=(), repr=False)

    def encoding_of(self, page: str) -> str:
        """Return the encoding of an article or of a page such as ``offer``."""
        if isinstance(self.encoding, dict):
            return str(self.encoding.get(page, self.encoding.get("articles", "utf-8")))
        return str(self.encoding)

    def path_of(self, post: Post) -> str:
        """Return the address of a post on this site, before anything was moved."""
        moment = post.published
        path = self.article_path
        values = {
            "{yyyy}": f"{moment.year:04d}",
            "{mm}": f"{moment.month:02d}",
            "{dd}": f"{moment.day:02d}",
            "{mmdd}": f"{moment.month:02d}{moment.day:02d}",
            "{slug}": post.slug,
            "{n}": str(post.number),
            "{section}": "companies",
            "{company}": post.company or "companies",
        }
        for name, value in values.items():
            path = path.replace(name, value)
        return path


def monday(week: str) -> date:
    """Return the Monday of an ISO week such as ``2026-W37``."""
    year, number = week.split("-W")
    return date.fromisocalendar(int(year), int(number), 1)


@cache
def load(path: Path) -> Any:
    """Return a YAML file as plain values."""
    with path.open(encoding="utf-8") as file:
        return YAML(typ="safe").load(file)


@cache
def sites() -> dict[str, Site]:
    """Return every site of the market by host name, its posts in order of publication."""
    posts: dict[str, list[dict[str, Any]]] = {}
    for file in sorted((FOLDER / "content").glob("*.yaml")):
        for row in load(file):
            posts.setdefault(row["host"], []).append(row)
    bodies = {row["id"]: row for rows in posts.values() for row in rows}
    found = {}
    for host, row in load(FOLDER / "market" / "sites.yaml")["hosts"].items():
        own = sorted(posts.get(host, []), key=lambda one: (str(one["published"]), one["id"]))
        found[host] = Site(
            host=host,
            language=row["language"],
            zone=ZoneInfo(row["timezone"]),
            company=row.get("company"),
            article_path=row.get("article_path", "/{slug}"),
            lists=row.get("lists", {}),
            pages=row.get("pages", {}),
            quirks=row.get("quirks", {}),
            encoding=row.get("encoding", "utf-8"),
            posts=tuple(_post(one, number, bodies) for number, one in enumerate(own, 101)),
        )
    return found


def _post(row: dict[str, Any], number: int, all_rows: dict[str, dict[str, Any]]) -> Post:
    original = all_rows[row["reprint_of"]] if row.get("reprint_of") else row
    return Post(
        id=row["id"],
        host=row["host"],
        language=row["language"],
        form=row["form"],
        published=datetime.fromisoformat(str(row["published"])),
        title=row["title"].strip(),
        body=_paragraphs(row.get("body") or original["body"], row["language"]),
        author=row.get("author", ""),
        summary=row.get("summary", ""),
        reprint_of=row.get("reprint_of"),
        company=row.get("company"),
        number=number,
        extra=row.get("extra", {}),
    )


def _paragraphs(body: str | list[str], language: str) -> tuple[str, ...]:
    """Return paragraphs on one line each; Chinese lines join without a space."""
    parts = body if isinstance(body, list) else re.split(r"\n\s*\n", body.strip())
    joint = "" if language == "zh" else " "
    return tuple(joint.join(part.split() if joint else part.splitlines()).strip() for part in parts)
