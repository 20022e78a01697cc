"""Laws: doing it twice is doing it once, whatever was done; what is written reads back equal."""

import tempfile
from pathlib import Path
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import Connection, select

from schemas.registry import Company, Person, Product, Reader, Registry, SavedSearch, Source
from store import Store, open_store
from store.documents import Documents
from store.tables import metadata
from store.yamlfiles import read_folder, write_folder

few = settings(
    max_examples=30,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
URLS = [f"http://velmora.example/{name}" for name in "abc"]


def dump(store: Store) -> dict[str, list[tuple[Any, ...]]]:
    """Every row of every table."""

    def rows(connection: Connection) -> dict[str, list[tuple[Any, ...]]]:
        return {
            table.name: sorted(map(tuple, connection.execute(select(table))), key=repr)
            for table in metadata.sorted_tables
        }

    return store.database.read(rows)


class Fresh:
    """An empty SQLite store for one example."""

    def __enter__(self) -> Store:
        self._folder = tempfile.TemporaryDirectory()
        data = Path(self._folder.name)
        self._store = open_store(f"sqlite:///{data / 'z.sqlite'}", data)
        return self._store

    def __exit__(self, *_: object) -> None:
        self._store.close()
        self._folder.cleanup()


fetches = st.tuples(
    st.sampled_from(["fetched", "unchanged", "failed", "parked", "refused"]),
    st.sampled_from(URLS),
    st.integers(0, 5),
    st.sampled_from(["start", "document"]),
)


@few
@given(st.lists(st.lists(fetches, max_size=6), max_size=4), st.data())
def test_journals_entered_again_in_their_order_change_nothing(
    make: Any, runs: Any, data: Any
) -> None:
    journals = []
    for number, rows in enumerate(runs):
        entries = []
        for outcome, url, hour, purpose in rows:
            at = make.at(days=number, hours=hour)
            made = make.entry if outcome == "fetched" else lambda u, **f: make.miss(outcome, u, **f)  # noqa: B023
            parked = {"parked_until": make.at(days=number + 2)} if outcome == "parked" else {}
            entries.append(
                made(url, fetched_at=at, purpose=purpose, body=f"{url}{hour}".encode(), **parked)
            )
        journals.append((f"run-{number}", entries))
    with Fresh() as store:
        for run, entries in journals:
            store.harvest.commit(run, entries)
        before = dump(store)
        if journals:
            for run, entries in data.draw(st.lists(st.sampled_from(journals), max_size=6)):
                store.harvest.commit(run, entries)
        assert dump(store) == before


readings = st.tuples(
    st.sampled_from(URLS),
    st.sampled_from(URLS),
    st.sampled_from(["One.", "Two."]),
    st.sampled_from("12"),
)


def _save(documents: Documents, make: Any, number: int, reading: Any) -> Any:
    url, canonical, text, extractor = reading
    at = make.at(hours=number)
    snapshot = make.snapshot(
        f"s{number}", url, fetched_at=at, digest=f"{len(text) + ord(text[0]):064}"
    )
    page = make.article(text, url=canonical, extractor=extractor)
    return documents.save(page, snapshot=snapshot, source=make.source(), now=at)


@few
@given(st.lists(readings, min_size=1, max_size=12), st.data())
def test_documents_saved_again_change_nothing(make: Any, rows: Any, data: Any) -> None:
    with Fresh() as store:
        saved = [_save(store.documents, make, number, row) for number, row in enumerate(rows)]
        before = dump(store)
        for number in data.draw(st.lists(st.integers(0, len(rows) - 1), max_size=12)):
            again = _save(store.documents, make, number, rows[number])
            assert again.outcome == "unchanged"
            assert again.revision.document_id == saved[number].revision.document_id
        assert dump(store) == before


@few
@given(st.lists(readings, min_size=1, max_size=12))
def test_versions_are_numbered_without_a_gap_and_never_change(make: Any, rows: Any) -> None:
    with Fresh() as store:
        kept: dict[str, list[Any]] = {}
        for number, row in enumerate(rows):
            document_id = _save(store.documents, make, number, row).revision.document_id
            found = store.documents.revisions(document_id)
            assert [one.number for one in found] == list(range(1, len(found) + 1))
            assert found[: len(kept.get(document_id, []))] == kept.get(document_id, [])
            kept[document_id] = found


# What people write in names and notes, what YAML takes for something else, what breaks lines.
words = st.one_of(
    st.text(st.characters(exclude_categories=("Cs",), exclude_characters="\x00"), min_size=1, max_size=20),
    st.sampled_from(
        ["no", "0700", "1.10", "2026-11-23", "~", "null", "true", "- a", "a: b", "#", "'", '"', "&a",
         "*a", "!x", "%", "@", "`", "[", "{", "|", ">", " lead", "trail ", "a\nb", "a\n", "\t", "寰舟 数据",
         "\x85", "\u2028", "\ufeff", "é" * 200, "a #b", "?", ":", "---", "..."]
    ),
)  # fmt: skip
slugs = st.from_regex(r"[a-z0-9][a-z0-9._-]{0,12}", fullmatch=True)
# A name without a letter or a digit is refused.
called = words.filter(lambda one: any(map(str.isalnum, one)))
names = st.dictionaries(
    st.sampled_from(["en", "zh", "no"]),
    st.lists(called, min_size=1, max_size=3).map(tuple),
    min_size=1,
)


@st.composite
def registries(draw: Any) -> Registry:
    ids = draw(st.lists(slugs, min_size=1, max_size=6, unique=True))
    companies = tuple(
        Company(
            id=one,
            names=draw(names),
            tier=draw(st.sampled_from([None, 1, 3, "key"])),
            note=draw(words),
            tickers=tuple(draw(st.lists(called, max_size=2))),
            products=(Product(id=f"p-{one}"[:80], names=draw(names)),),
            people=tuple(
                Person(name=draw(called), role=draw(words)) for _ in range(draw(st.integers(0, 2)))
            ),
        )
        for one in ids
    )
    sources = tuple(
        Source(
            id=f"s-{one}"[:80],
            kind="page",
            urls=tuple(draw(st.lists(st.sampled_from(URLS), min_size=1, max_size=2))),
            company=draw(st.sampled_from([None, *ids])),
            selectors=draw(st.dictionaries(words, words, max_size=2)),
            every=draw(st.sampled_from(["30m", "1h", "7d"])),
            delay=draw(st.sampled_from([None, 0.5, 2.0])),
            enabled=draw(st.booleans()),
        )
        for one in ids
    )
    search = SavedSearch(id="s", name=draw(words), query=draw(words), alert=draw(st.booleans()))
    reader = Reader(
        id="r", name=draw(words), email="r@x.example", floor=draw(st.sampled_from([None, 3.5]))
    )
    return Registry(companies=companies, sources=sources, searches=(search,), readers=(reader,))


@settings(few, max_examples=100)
@given(registries())
def test_what_is_written_as_yaml_reads_back_equal(registry: Registry) -> None:
    with tempfile.TemporaryDirectory() as folder:
        write_folder(registry, Path(folder))
        assert read_folder(Path(folder)) == registry


@few
@given(st.lists(registries(), min_size=1, max_size=3))
def test_a_registry_applied_again_changes_nothing(make: Any, steps: list[Registry]) -> None:
    with Fresh() as store:
        for registry in steps:
            store.registry.apply(registry, author="ines", now=make.now)
        before = dump(store)
        report = store.registry.apply(steps[-1], author="bo", now=make.at(days=1))
        assert (report.new, report.changed, report.retired) == ((), (), ())
        assert dump(store) == before
        exported = store.registry.snapshot()
        assert store.registry.apply(exported, author="bo", now=make.at(days=1)).new == ()
        assert dump(store) == before
