"""A large generated market, written straight into a store: for figures of pages at a million documents.

What comes from where is as real archives have it: nine documents in ten are articles of about 3 kB, three of
them to a story, most stories get further a time or two, vacancies close, price pages have many versions.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from benchmarks.search_documents import registry as companies_of
from schemas.registry import Company, Registry, SavedSearch, Source

NOW = datetime(2026, 11, 23, 9, tzinfo=UTC)
DAYS = 730
COMPANIES = 200
_OUTSIDE = 120  # sources that belong to nobody: papers, agencies
PRICE_PAGES = 200  # of their versions each states four plans


@dataclass(frozen=True)
class Size:
    """How much is generated; the rest follows from the number of documents."""

    documents: int

    @property
    def stories(self) -> int:
        """Return how many stories: three documents in ten begin one."""
        return self.documents * 3 // 10

    @property
    def jobs(self) -> int:
        """Return how many vacancies, most of them closed."""
        return self.documents // 33

    @property
    def reviews(self) -> int:
        """Return how many reviews."""
        return self.documents // 100

    @property
    def articles(self) -> int:
        """Return how many articles."""
        return self.documents - self.jobs - self.reviews - PRICE_PAGES - COMPANIES


def registry() -> Registry:
    """Return two hundred companies, their sources and a few saved searches."""
    names = [(one.name("en"), one.name("zh")) for one in companies_of(COMPANIES).companies]
    roles = ["self"] + ["competitor"] * 119 + ["customer"] * 60 + ["partner"] * 20
    made = []
    for number, ((english, chinese), role) in enumerate(zip(names, roles, strict=True)):
        tier: Any = {
            "competitor": number % 3 + 1,
            "customer": ("strategic", "key", "general")[number % 3],
        }.get(role)
        record = {
            "id": f"company-{number}", "role": role, "tier": tier,
            "names": {"en": (english,), "zh": (chinese,)}, "team": "north" if role == "customer" else None,
            "domains": (f"c{number}.example",),
        }  # fmt: skip
        made.append(Company.model_validate(record))
    return Registry(
        companies=tuple(made), sources=tuple(_sources(made)), searches=tuple(_searches(names))
    )


def _searches(names: Sequence[tuple[str, str]]) -> Iterator[SavedSearch]:
    queries = ("move:pricing last:30d", f'"{names[1][0]}"', "move:acquisition lang:zh", names[2][1])
    for number, query in enumerate(queries):
        yield SavedSearch(id=f"search-{number}", name=f"Search {number}", query=query)


def _sources(companies: Sequence[Company]) -> Iterator[Source]:
    for number in range(_OUTSIDE):
        language: Any = ("en", "zh")[number % 2]
        yield Source(id=f"paper-{number}", kind="feed", urls=(f"https://paper{number}.example/feed",), language=language)  # fmt: skip
    for number, one in enumerate(companies):
        host = f"https://c{number}.example"
        own: dict[str, Any] = {"company": one.id, "language": ("en", "zh")[number % 2]}
        yield Source(id=f"{one.id}-news", kind="feed", urls=(f"{host}/feed",), **own)
        if one.role in {"self", "competitor", "partner"}:
            yield Source(id=f"{one.id}-prices", kind="page", document="offer", urls=(f"{host}/pricing",), **own)  # fmt: skip
            yield Source(id=f"{one.id}-jobs", kind="jobs", urls=(f"{host}/jobs",), **own)
            yield Source(id=f"{one.id}-people", kind="page", document="people", urls=(f"{host}/team",), **own)  # fmt: skip
            yield Source(id=f"{one.id}-reviews", kind="reviews", urls=(f"{host}/reviews",), **own)
