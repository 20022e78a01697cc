"""Companies by the names people type, and the segmenter that knows those names."""

import difflib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache

from schemas.registry import Company, Registry
from text.folding import fold_chars
from text.segment import Segmenter


def folded_name(name: str) -> str:
    """Return *name* as names are compared: case, width, script variant and spaces do not count."""
    return " ".join(fold_chars(name).split())


@dataclass(frozen=True)
class Names:
    """The names of the registry, made once for all queries over it."""

    aliases: dict[str, tuple[str, ...]]
    companies: dict[str, tuple[str, ...]]
    sources: dict[str, str]
    segmenter: Segmenter
    longest: int

    def company(self, name: str) -> tuple[str, ...]:
        """Return the ids of the companies called *name* (or with that id), none if nobody is."""
        if name in self.companies:
            return (name,)
        return self.aliases.get(folded_name(name), ())

    def as_written(self, folded: str) -> str:
        """Return a folded name, or a word of one, as the registry writes it."""
        for name in (name for names in self.companies.values() for name in names):
            for part in (name, *name.split()):
                if folded_name(part) == folded:
                    return part
        return folded

    def similar_company(self, name: str) -> str | None:
        """Return the known id or alias most like *name*, if any is like it."""
        return closest(folded_name(name), [*self.companies, *self.aliases])


def closest(word: str, known: Iterable[str]) -> str | None:
    """Return which of *known* was probably meant by *word*, or None."""
    # 0.6 is difflib's own cutoff: one wrong letter in four is still taken for a slip
    found = difflib.get_close_matches(word, list(known), n=1, cutoff=0.6)
    return found[0] if found else None


def names_of(registry: Registry) -> Names:
    """Return the names of *registry*; the same registry content gives the same object."""
    return _names(
        tuple((one.id, tuple(_company_names(one))) for one in registry.companies),
        tuple((one.id, one.name) for one in registry.sources),
        tuple(sorted(_other_names(registry.companies))),
    )


def dictionary(registry: Registry) -> Iterator[str]:
    """Yield every name that the segmenter keeps whole: companies, brands, products, people."""
    for company in registry.companies:
        yield from _company_names(company)
    yield from _other_names(registry.companies)


def _company_names(company: Company) -> Iterator[str]:
    for names in company.names.values():
        yield from names


def _other_names(companies: Iterable[Company]) -> Iterator[str]:
    for company in companies:
        yield from company.brands
        yield from company.subsidiaries
        for product in company.products:
            for names in product.names.values():
                yield from names
        for person in company.people:
            yield person.name
            for names in person.names.values():
                yield from names


@lru_cache(maxsize=8)  # a few registries are alive at once: this workspace's, a test's
def _names(
    companies: tuple[tuple[str, tuple[str, ...]], ...],
    sources: tuple[tuple[str, str], ...],
    others: tuple[str, ...],
) -> Names:
    aliases: dict[str, tuple[str, ...]] = {}
    for company, names in companies:
        for name in names:
            key = folded_name(name)
            if key and company not in aliases.get(key, ()):
                aliases[key] = (*aliases.get(key, ()), company)
    known = [name for _, names in companies for name in names]
    return Names(
        aliases=aliases,
        companies=dict(companies),
        sources=dict(sources),
        segmenter=Segmenter([*known, *others]),
        longest=max((len(name.split()) for name in known), default=1),
    )
