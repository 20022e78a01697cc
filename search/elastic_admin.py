"""The indices behind one name: ``zhibi`` is an alias of ``zhibi-v000003``.

While a new index is built it carries the alias ``zhibi-next``; what is stored meanwhile goes to
both. The switch moves the alias in one step; a build that broke off leaves the old one in place.
"""

from dataclasses import dataclass
from typing import Any

import elasticsearch

from schemas.errors import NotConfiguredError
from search.elastic_errors import REINDEX
from search.elastic_fields import mapping, stamp

_SETTINGS: dict[str, Any] = {
    "number_of_shards": 1,  # scores are exact on one; millions of documents fit
    "auto_expand_replicas": "0-1",
    "max_result_window": 10_000,
}


@dataclass(frozen=True)
class Indices:
    """Makes, checks, switches and removes the indices of the alias *name*."""

    client: elasticsearch.Elasticsearch
    name: str
    names: str

    @property
    def building(self) -> str:
        """Return the alias of an index that is being built."""
        return f"{self.name}-next"

    def current(self) -> str | None:
        """Return the index that is searched. Raises NotConfiguredError if it is not of this version."""
        found = self._behind(self.name)
        if not found:
            return None
        index = max(found)
        meta = found[index]
        mine = stamp(self.names)
        if any(meta.get(key) != mine[key] for key in ("analysis", "fields")):
            raise NotConfiguredError(
                "the search index was made by another version of Zhibi", where=index, remedy=REINDEX
            )
        return index

    def other_names(self) -> bool:
        """Say whether names changed in the registry since the index was built."""
        return any(meta.get("names") != self.names for meta in self._behind(self.name).values())

    def targets(self) -> list[str]:
        """Return the aliases to write to: the name's, and the one being built if there is one."""
        if self.current() is None:
            self.create(self.name)
        both = self.client.indices.exists_alias(name=self.building)
        return [self.name, self.building] if both else [self.name]

    def create(self, alias: str, **settings: Any) -> str:
        """Make the next index, carrying *alias*; leftovers of broken-off builds go."""
        kept = set(self._behind(self.name))
        for stale in set(self._all()) - kept:
            self.client.indices.delete(index=stale, ignore_unavailable=True)
        self.client.indices.put_index_template(
            name=f"{self.name}-template",
            index_patterns=[f"{self.name}-v*"],
            template={"settings": _SETTINGS, "mappings": mapping(self.names)},
            priority=200,  # above templates that an operator keeps for everything
        )
        last = max((int(one.rpartition("-v")[2]) for one in kept), default=0)
        index = f"{self.name}-v{last + 1:06d}"
        self.client.indices.create(
            index=index, aliases={alias: {"is_write_index": True}}, settings=settings or None
        )
        return index

    def switch(self, index: str) -> None:
        """Give the name to *index* in one step, then remove what had it before."""
        before = set(self._behind(self.name)) - {index}
        self.client.indices.update_aliases(
            actions=[
                {"add": {"index": index, "alias": self.name, "is_write_index": True}},
                {"remove": {"index": index, "alias": self.building, "must_exist": False}},
                *({"remove": {"index": one, "alias": self.name}} for one in before),
            ]
        )
        for one in before:
            self.client.indices.delete(index=one, ignore_unavailable=True)

    def deleted(self, index: str) -> int:
        """Return how many deleted documents *index* still counts in its statistics."""
        found = self.client.indices.stats(index=index, metric="docs")
        return int(found["_all"]["primaries"]["docs"]["deleted"])

    def read_only(self) -> bool:
        """Say whether the server refuses changes to the index."""
        found = self.client.indices.get_settings(index=self.name, name="index.blocks.*")
        blocks = [one["settings"].get("index", {}).get("blocks", {}) for one in found.values()]
        return any(value == "true" for block in blocks for value in block.values())

    def _behind(self, alias: str) -> dict[str, dict[str, Any]]:
        """Return the indices of *alias* with what made them; none if it points nowhere."""
        try:
            found = self.client.indices.get_mapping(index=alias)
        except elasticsearch.NotFoundError:
            return {}
        metas = {index: one["mappings"].get("_meta", {}) for index, one in found.items()}
        if alias in metas:
            raise NotConfiguredError(
                f"an index of another kind is called '{alias}'",
                where="elasticsearch",
                remedy="Remove it, or choose a name: http://…:9200/?index=NAME",
            )
        return metas

    def _all(self) -> list[str]:
        return list(self.client.indices.get(index=f"{self.name}-v*", allow_no_indices=True))
