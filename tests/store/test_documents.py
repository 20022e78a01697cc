"""Documents: one identity behind many addresses, a revision where readers see something else."""

from decimal import Decimal
from typing import Any

import pytest

from schemas.changes import Change, RecordedChange
from schemas.documents import PeoplePage, PersonListed, PlanPrice, Provenance
from store import Saved, Store

A, B, C = (f"http://velmora.example/{name}" for name in "abc")


class Saver:
    """Saves readings of one page, each from a later snapshot."""

    def __init__(self, store: Store, make: Any) -> None:
        self._store, self._make, self._number = store, make, 0

    def __call__(self, document: Any, *, body: str | None = None, **snapshot: Any) -> Saved:
        self._number += 1
        now = snapshot.pop("now", self._make.at(hours=self._number))
        fields = {"fetched_at": now, **snapshot}
        url = fields.pop("url", A)
        if body is not None:
            fields["digest"] = body * 64
        taken = self._make.snapshot(f"s{self._number}", url, **fields)
        return self._store.documents.save(
            document, snapshot=taken, source=self._make.source(company="velmora"), now=now
        )


@pytest.fixture
def save(store: Store, make: Any) -> Saver:
    return Saver(store, make)


def test_new_then_unchanged_then_changed(store: Store, make: Any, save: Saver) -> None:
    first = save(make.article("One."))
    assert (first.outcome, first.revision.number, first.previous) == ("new", 1, None)
    assert first.revision.company == "velmora"
    same = save(make.article("One."))
    assert (same.outcome, same.revision) == ("unchanged", first.revision)
    changed = save(make.article("Two."))
    assert (changed.outcome, changed.revision.number) == ("changed", 2)
    assert changed.previous == first.revision
    document_id = first.revision.document_id
    assert store.documents.revisions(document_id) == [first.revision, changed.revision]
    assert store.documents.latest(document_id) == changed.revision


def test_content_that_comes_back_is_a_revision_of_its_own(make: Any, save: Saver) -> None:
    assert [save(make.article(text)).revision.number for text in ("A.", "B.", "A.")] == [1, 2, 3]


@pytest.mark.parametrize(
    "fields",
    [
        {"provenance": {"title": Provenance(source="meta", confidence=0.5)}},
        {"links": ("http://velmora.example/x",)},
        {"encoding": "gb18030"},
        {"aliases": (B,)},
        {"extractor": "2"},
    ],
)
def test_how_it_was_read_makes_no_revision(make: Any, save: Saver, fields: Any) -> None:
    save(make.article("Same."))
    assert save(make.article("Same.", **fields)).outcome == "unchanged"


@pytest.mark.parametrize(
    "fields",
    [
        {"title": "Other"},
        {"availability": "out of stock"},
        {"authors": ("Ines",)},
        {"sku": "X-1"},
    ],
)
def test_what_readers_see_makes_a_revision(make: Any, save: Saver, fields: Any) -> None:
    save(make.article("Same."))
    assert save(make.article("Same.", **fields)).outcome == "changed"


def test_the_day_of_publication_counts_its_wording_does_not(make: Any, save: Saver) -> None:
    save(make.article(published=make.day("2026-11-20", raw="Nov 20")))
    assert save(make.article(published=make.day("2026-11-20", raw="20.11."))).outcome == "unchanged"
    assert save(make.article(published=make.day("2026-11-21"))).outcome == "changed"


def test_a_relative_date_on_an_unchanged_body_is_no_change(make: Any, save: Saver) -> None:
    save(make.article(published=make.day("2026-11-20")), body="1")
    assert save(make.article(published=make.day("2026-11-27")), body="1").outcome == "unchanged"


def test_prices_and_people_count_in_any_order(make: Any, save: Saver) -> None:
    team = PlanPrice(name="Team", amount=Decimal(89), currency="EUR", raw="89 €")
    pro = PlanPrice(name="Pro", amount=Decimal(189), currency="EUR")
    page = {"url": A}
    save(make.offer(team, pro, **page))
    swapped = make.offer(pro, team.model_copy(update={"raw": "EUR 89", "confidence": 0.8}), **page)
    assert save(swapped).outcome == "unchanged"
    dearer = make.offer(pro, team.model_copy(update={"amount": Decimal(99)}), **page)
    assert save(dearer).outcome == "changed"
    people = (PersonListed(name="A", role="chief"), PersonListed(name="B"))
    listed = PeoplePage(url=B, people=people)
    save(listed, url=B)
    assert save(PeoplePage(url=B, people=people[::-1]), url=B).outcome == "unchanged"


def test_the_same_snapshot_saved_again_changes_nothing(store: Store, make: Any) -> None:
    snapshots = [make.snapshot(f"s{n}", A, fetched_at=make.at(hours=n)) for n in range(3)]
    pages = [make.article(text) for text in ("One.", "Two.", "Three.")]
    for _replay in range(2):
        for page, snapshot in zip(pages, snapshots, strict=True):
            saved = store.documents.save(
                page, snapshot=snapshot, source=make.source(), now=snapshot.fetched_at
            )
    assert (saved.outcome, saved.revision.number) == ("unchanged", 3)
    assert len(store.documents.revisions(saved.revision.document_id)) == 3


def test_a_snapshot_older_than_what_is_known_is_left(make: Any, save: Saver) -> None:
    save(make.article("One."), now=make.at(days=2))
    assert save(make.article("Older."), now=make.at(days=1)).outcome == "unchanged"


def test_another_extractor_on_the_same_body_re_baselines(
    store: Store, make: Any, save: Saver
) -> None:
    first = save(make.article("Menu One.", extractor="1"), body="a")
    better = save(make.article("One.", extractor="2"), body="a")
    assert (better.outcome, better.rebaselined, better.previous) == ("unchanged", True, None)
    assert better.revision.number == 2
    document_id = first.revision.document_id
    assert store.documents.rebaselined(document_id) == [2]
    latest = store.documents.latest(document_id)
    assert latest is not None
    assert latest.document.text == "One."
    real = save(make.article("Two.", extractor="2"), body="b")
    assert (real.outcome, real.previous) == ("changed", better.revision)


def test_all_addresses_of_a_page_lead_to_one_document(store: Store, make: Any, save: Saver) -> None:
    moved = save(
        make.article(url=A, aliases=("http://m.velmora.example/a",)),
        url=B,
        requested_url=C + "?utm_source=mail",
        redirects=("http://velmora.example/hop",),
    )
    document_id = moved.revision.document_id
    for url in (A, B, C, "http://velmora.example/hop", "http://m.velmora.example/a#top"):
        found = store.documents.by_url(url)
        assert found is not None
        assert found.document_id == document_id
    assert save(make.article(url=C), url=C).revision.document_id == document_id
    assert store.documents.by_url("http://velmora.example/none") is None


def test_a_moved_page_stays_the_document_it_was(make: Any, save: Saver) -> None:
    old = save(make.article("One.", url=A), url=A)
    new = save(make.article("One.", url=B), url=B, requested_url=A, redirects=(A,))
    assert (new.outcome, new.revision.document_id) == ("unchanged", old.revision.document_id)
    assert save(make.article("Two.", url=B), url=B).revision.document_id == old.revision.document_id


def test_an_address_of_another_document_stays_there_and_is_counted(
    store: Store, make: Any, save: Saver
) -> None:
    first = save(make.article("One.", url=A), url=A)
    second = save(make.article("Two.", url=B), url=B)
    claims = save(make.article("Two.", url=B, aliases=(A,)), url=B)
    assert claims.conflicts == 1
    assert claims.revision.document_id == second.revision.document_id
    owner = store.documents.by_url(A)
    assert owner == first.revision


def test_the_same_text_elsewhere_is_another_document(make: Any, save: Saver) -> None:
    one, other = (
        save(make.article("Same.", url=A), url=A),
        save(make.article("Same.", url=B), url=B),
    )
    assert one.revision.document_id != other.revision.document_id


def test_a_front_page_as_canonical_link_does_not_swallow_the_site(make: Any, save: Saver) -> None:
    home = "http://velmora.example/"
    found = {
        save(make.article(f"Text {url}", url=home), url=url).revision.document_id
        for url in (A, B, C)
    }
    assert len(found) == 3


def test_many_at_once_are_kept_as_one_by_one(store: Store, make: Any) -> None:
    arrivals = [
        (
            make.article(f"Text {n}", url=f"{A}{n % 7}"),
            make.snapshot(f"s{n}", f"{A}{n % 7}"),
            make.source(),
        )
        for n in range(20)
    ]
    saved = store.documents.save_many(arrivals)
    assert [one.outcome for one in saved] == ["new"] * 7 + ["changed"] * 13
    again = store.documents.save_many(arrivals)
    assert {one.outcome for one in again} == {"unchanged"}
    assert len(store.documents.revisions(saved[0].revision.document_id)) == 3


def _save_then_fail(store: Store, make: Any) -> None:
    with store.batch():
        make.document(store)
        assert store.documents.by_url(A) is not None
        raise KeyError


def test_all_of_a_batch_is_kept_or_nothing(store: Store, make: Any) -> None:
    with pytest.raises(KeyError):
        _save_then_fail(store, make)
    assert store.documents.by_url(A) is None
    with store.batch():
        make.document(store)
    assert store.documents.by_url(A) is not None


def _change(make: Any, document_id: str, number: int, **fields: Any) -> RecordedChange:
    return RecordedChange(
        id=f"c{number}",
        document_id=document_id,
        source="velmora-pricing",
        company=fields.pop("company", "velmora"),
        old_snapshot="s1",
        new_snapshot="s2",
        detected_at=make.at(days=number),
        change=Change(kind="price", subject="Team", field="amount", old="89", new="99", **fields),
    )


def test_changes_are_kept_once_and_found_by_time_and_company(store: Store, make: Any) -> None:
    document_id = make.document(store)
    changes = [_change(make, document_id, n) for n in range(3)]
    other = _change(make, document_id, 5, company="huanzhou", old_amount=Decimal("89.00"))
    store.documents.record_changes(iter([*changes, other]))
    store.documents.record_changes([*changes, other])
    assert store.documents.changes() == [*changes, other]
    assert store.documents.changes(make.at(days=1), make.at(days=2)) == [changes[1]]
    assert store.documents.changes(companies=["huanzhou"]) == [other]
    assert str(store.documents.changes(companies=["huanzhou"])[0].change.old_amount) == "89.00"


def test_documents_of_a_period_are_counted_once(store: Store, make: Any, save: Saver) -> None:
    save(make.article("One."))
    save(make.article("Two."))
    save(make.article("Other.", url=B), url=B)
    assert store.documents.count(make.now, make.at(days=1)) == 2
    assert store.documents.count(make.at(days=1)) == 0
