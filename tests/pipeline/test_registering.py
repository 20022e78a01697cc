"""The registry as people edit it: checked, joined, never over another's change, logged, taken back."""

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from pipeline import accounts, registering, removing, undoing
from pipeline.auditing import Caller
from pipeline.registering import MeanwhileError, RefusedRecordError
from pipeline.standing import standing
from pipeline.workspace import Workspace, make_workspace, open_workspace
from schemas.accounts import Account, AuditEntry
from schemas.errors import ConflictError, WrongUseError
from schemas.registry import Company

NOW = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
MEI = Caller("mei", NOW, "127.0.0.1")
TOM = Caller("tom", NOW)
VELMORA = {"id": "velmora", "names": {"en": ["Velmora"], "zh": "维墨"}, "tier": "1"}


@pytest.fixture(params=["sqlite", pytest.param("postgres", marks=pytest.mark.service("postgres"))])
def workspace(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Workspace]:
    text = ""
    if request.param == "postgres":
        text = f"database: {request.getfixturevalue('postgres_url')}\n"
    opened = open_workspace(make_workspace(tmp_path / "market", text), now=NOW)
    registering.save(opened, "company", VELMORA, base=None, caller=MEI)
    yield opened
    opened.close()


def company(workspace: Workspace, company_id: str = "velmora") -> Company:
    found = workspace.store.registry.company(company_id)
    assert found is not None
    return found


def change(
    workspace: Workspace, base: int, caller: Caller = MEI, **fields: Any
) -> registering.Saved:
    values = company(workspace).model_dump(mode="json") | fields
    return registering.save(workspace, "company", values, base=base, caller=caller)


def newest(workspace: Workspace) -> AuditEntry:
    return workspace.store.audit.list(limit=1)[0]


def test_a_change_is_kept_and_entered_with_who_when_what_and_why(workspace: Workspace) -> None:
    assert company(workspace).names == {"en": ("Velmora",), "zh": ("维墨",)}
    saved = change(workspace, 1, MEI.because("  they\nrenamed "), tier=2)
    assert (saved.revision, saved.fields) == (2, ("tier",))
    entry = newest(workspace)
    assert entry.number == saved.entry
    assert (entry.account, entry.action, entry.record) == ("mei", "company-changed", "velmora")
    assert (entry.reason, entry.address, entry.revision) == ("they renamed", "127.0.0.1", 2)
    assert '"tier":1' in (entry.before or "")
    assert '"tier":2' in (entry.after or "")
    assert change(workspace, 2).entry is None, "nothing differs, nothing is entered"
    assert newest(workspace) == entry


@pytest.mark.parametrize(
    "name", ["Velmora", "VELMORA Inc.", "維墨"], ids=["same", "form", "script"]
)
def test_a_new_company_with_a_name_of_another_is_refused_unless_it_is_meant(
    workspace: Workspace, name: str
) -> None:
    values = {"id": "velmora-2", "names": {"en": ["Orbex"], "de": [name]}}
    with pytest.raises(RefusedRecordError, match="is a name of velmora") as told:
        registering.save(workspace, "company", values, base=None, caller=MEI)
    (fault,) = told.value.faults
    assert (fault.path, fault.reason) == (("names", "de"), "namesake")
    made = registering.save(workspace, "company", values, base=None, namesake=True, caller=MEI)
    assert made.record.id == "velmora-2"
    changed = values | {"note": "another one"}
    assert registering.save(workspace, "company", changed, base=1, caller=MEI).revision == 2


def test_a_new_company_whose_name_only_begins_alike_is_added(workspace: Workspace) -> None:
    values = {"id": "velmora-air", "names": {"en": ["Velmora Air"], "zh": ["维墨航空"]}}
    assert registering.save(workspace, "company", values, base=None, caller=MEI).revision == 1


def test_what_cannot_be_taken_is_told_field_by_field_in_the_words_of_apply(
    workspace: Workspace,
) -> None:
    values = {
        "id": "Bad Id", "names": {}, "role": "rival", "tier": 9,
        "products": [{"id": "x y", "names": {}}],
    }  # fmt: skip
    with pytest.raises(RefusedRecordError) as told:
        registering.save(workspace, "company", values, base=None, caller=MEI)
    found = {one.path[0]: one for one in told.value.faults}
    assert set(found) == {"id", "role", "tier", "products"}
    assert (found["id"].what, found["id"].reason) == ("id: 'Bad Id' is no id", "id")
    assert found["role"].reason == "choice"
    assert found["products"].path == ("products", 0, "id")
    reader = {"id": "petra", "name": "Petra", "email": "nobody", "timezone": "Mars/North"}
    with pytest.raises(RefusedRecordError, match="is no mail address"):
        registering.save(workspace, "reader", reader, base=None, caller=MEI)
    reader |= {"email": "petra@larkmere.example", "interests": {"companies": ["velmura"]}}
    with pytest.raises(RefusedRecordError) as told:
        registering.save(workspace, "reader", reader, base=None, caller=MEI)
    assert [one.reason for one in told.value.faults] == ["unknown", "zone"]
    assert "Did you mean velmora?" in told.value.remedy
    with pytest.raises(RefusedRecordError, match="a company needs a name"):
        registering.save(workspace, "company", {"id": "x", "names": {}}, base=None, caller=MEI)
    with pytest.raises(RefusedRecordError, match="there is a company 'velmora' already"):
        registering.save(workspace, "company", VELMORA, base=None, caller=MEI)
    assert newest(workspace).number == 1, "nothing of it is entered"


def test_a_product_id_is_one_companys(workspace: Workspace) -> None:
    team = {"id": "team", "names": {"en": ["Team"]}}
    change(workspace, 1, products=[team])
    other = {"id": "kestro", "names": {"en": ["Kestro"]}, "products": [team]}
    with pytest.raises(RefusedRecordError, match="'team' is taken: of velmora"):
        registering.save(workspace, "company", other, base=None, caller=MEI)
    with pytest.raises(RefusedRecordError, match="twice here"):
        change(workspace, 2, products=[team, team])


def test_changes_of_other_fields_are_joined_and_of_the_same_refused(workspace: Workspace) -> None:
    read = company(workspace).model_dump(mode="json")
    change(workspace, 1, TOM, tier=2)
    joined = registering.save(workspace, "company", read | {"note": "mine"}, base=1, caller=MEI)
    assert isinstance(joined.record, Company)
    assert (joined.record.tier, joined.record.note) == (2, "mine")
    with pytest.raises(MeanwhileError, match="tom changed tier at 2026-11-23 09:00") as told:
        registering.save(workspace, "company", read | {"tier": 3}, base=1, caller=MEI)
    assert (told.value.fields, company(workspace).tier) == (("tier",), 2)
    again = registering.save(
        workspace, "company", read | {"tier": 3}, base=1, over=joined.revision, caller=MEI
    )
    assert isinstance(again.record, Company)
    assert (again.record.tier, again.record.note) == (3, "mine"), (
        "only what was seen is overwritten"
    )
    with pytest.raises(WrongUseError, match="never had revision 99"):
        registering.save(workspace, "company", read, base=99, caller=MEI)


def test_a_change_is_taken_back_though_others_followed_unless_they_changed_the_same(
    workspace: Workspace,
) -> None:
    first = change(workspace, 1, TOM, tier=2)
    change(workspace, 2, MEI, note="other")
    assert first.entry is not None
    undoing.undo(workspace, first.entry, MEI.because("wrong tier"))
    assert (company(workspace).tier, company(workspace).note) == (1, "other")
    entry = newest(workspace)
    assert (entry.action, entry.account, entry.reason) == ("company-undone", "mei", "wrong tier")
    with pytest.raises(ConflictError, match="as before already"):
        undoing.undo(workspace, first.entry, MEI)
    undoing.undo(workspace, entry.number, TOM)
    assert company(workspace).tier == 2, "what was taken back can be brought back"
    later = change(workspace, workspace.registry.revisions["company velmora"], TOM, tier=3)
    with pytest.raises(ConflictError, match="since then tom changed tier at 2026-11-23 09:00"):
        undoing.undo(workspace, first.entry, MEI)
    assert later.entry is not None
    undoing.undo(workspace, later.entry, MEI)
    with pytest.raises(ConflictError):
        undoing.undo(workspace, 1, MEI)
    with pytest.raises(WrongUseError, match="has no entry 999"):
        undoing.undo(workspace, 999, MEI)


def test_a_company_goes_with_its_sources_and_comes_back_with_them(workspace: Workspace) -> None:
    source = {"id": "news", "kind": "feed", "url": "http://velmora.example/f", "company": "velmora"}
    reader = {
        "id": "petra", "name": "Petra", "email": "petra@larkmere.example",
        "interests": {"companies": ["velmora"]},
    }  # fmt: skip
    search = {"id": "prices", "name": "Prices", "query": "(company:velmora OR x)"}
    for kind, values in (("source", source), ("reader", reader), ("search", search)):
        registering.save(workspace, kind, values, base=None, caller=MEI)  # type: ignore[arg-type]
    what = removing.concerned(workspace, "company", "velmora")
    assert [one.id for one in (*what.sources, *what.readers, *what.searches)] == ["news", "petra", "prices"]  # fmt: skip
    assert (what.documents, what.stories) == (0, 0)
    with pytest.raises(MeanwhileError):
        removing.remove(workspace, "company", "velmora", base=7, caller=MEI)
    _gone, number = removing.remove(workspace, "company", "velmora", base=1, caller=MEI)
    registry = workspace.registry
    assert (registry.companies, registry.sources) == ((), ())
    assert registry.readers[0].interests.companies == ()
    entries = workspace.store.audit.list(limit=3)
    assert {one.part_of for one in entries} == {None, number}
    part = next(one for one in entries if one.part_of)
    with pytest.raises(WrongUseError, match=f"a part of entry {number}"):
        undoing.undo(workspace, part.number, MEI)
    undoing.undo(workspace, number, TOM)
    registry = workspace.registry
    assert [one.id for one in registry.companies] == ["velmora"]
    assert registry.sources[0].company == "velmora"
    assert registry.readers[0].interests.companies == ("velmora",)
    undone = next(one for one in workspace.store.audit.list(limit=3) if one.part_of is None)
    undoing.undo(workspace, undone.number, MEI)
    assert workspace.registry.companies == (), "and gone again"
    with pytest.raises(WrongUseError):
        removing.remove(workspace, "company", "velmora", base=None, caller=MEI)


def test_a_record_that_was_removed_is_not_saved_by_who_still_had_it_open(
    workspace: Workspace,
) -> None:
    read = company(workspace).model_dump(mode="json")
    removing.remove(workspace, "company", "velmora", base=1, caller=TOM)
    with pytest.raises(MeanwhileError, match="tom removed it") as told:
        registering.save(workspace, "company", read | {"tier": 3}, base=1, caller=MEI)
    assert told.value.gone


def test_what_was_added_is_taken_back_unless_others_need_it(workspace: Workspace) -> None:
    source = {"id": "news", "kind": "feed", "url": "http://velmora.example/f", "company": "velmora"}
    made = registering.save(workspace, "source", source, base=None, caller=MEI)
    with pytest.raises(WrongUseError, match="there is no company 'velmora'"):
        undoing.undo(workspace, 1, MEI)
    assert company(workspace).id == "velmora"
    assert made.entry is not None
    undoing.undo(workspace, made.entry, MEI)
    undoing.undo(workspace, 1, MEI)
    assert workspace.registry.companies == ()


def test_changes_of_accounts_are_taken_back(workspace: Workspace) -> None:
    store = workspace.store
    for name in ("ada", "bo"):
        accounts.add(store, Account(id=name, name=name, role="administrator", created=NOW), MEI)
    added = newest(workspace)
    ada = store.accounts.get("ada")
    assert ada is not None
    accounts.change(store, ada.model_copy(update={"role": "viewer"}), MEI)
    changed = newest(workspace)
    undoing.undo(workspace, changed.number, TOM.because("no"))
    found = store.accounts.get("ada")
    assert found is not None
    assert found.role == "administrator"
    assert newest(workspace).reason == "no"
    assert standing(workspace, changed).state == "undone"
    accounts.change(store, ada.model_copy(update={"role": "analyst"}), TOM)
    with pytest.raises(ConflictError, match="since then tom changed role"):
        undoing.undo(workspace, changed.number, MEI)
    with pytest.raises(WrongUseError, match="last administrator"):
        undoing.undo(workspace, added.number, MEI)
    link = next(one for one in store.audit.list(limit=50) if one.action == "account-added")
    assert standing(workspace, link).state == "can"
