"""Collections in a workspace: who may what, merged and split stories, files that harm nobody, links."""

import csv
import io
import json
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook

from pipeline import collecting, sharing
from pipeline.auditing import Caller
from pipeline.collecting import CollectingError
from pipeline.collection_export import file_of
from pipeline.views import collections as views
from pipeline.workspace import Workspace, make_workspace, open_workspace
from schemas.accounts import Account
from schemas.collecting import Collection
from schemas.documents import Article, PublishedDate
from schemas.harvest import Snapshot
from schemas.registry import Source
from schemas.stories import Report, Story
from store.documents import Documents

NOW = datetime(2026, 11, 23, 9, tzinfo=UTC)
CALLER = Caller("anna", NOW)
ANNA, BO, VERA, ADMIN = (
    Account(id=name, name=name.title(), role=role, created=NOW)
    for name, role in (("anna", "analyst"), ("bo", "analyst"), ("vera", "viewer"), ("root", "administrator"))
)  # fmt: skip


@pytest.fixture
def workspace(tmp_path: Path) -> Iterator[Workspace]:
    opened = open_workspace(make_workspace(tmp_path / "market"), now=NOW)
    for one in (ANNA, BO, VERA, ADMIN):
        opened.store.accounts.save(one)
    yield opened
    opened.close()


def document(workspace: Workspace, name: str, title: str, text: str, language: str = "en") -> str:
    """Keep an article and return its id."""
    url = f"https://ledger.example/{name}"
    day = PublishedDate(value="2026-11-20", precision="day", confidence=0.9, source="json-ld")
    article = Article(url=url, title=title, text=text, language=language, published=day, extractor="1")  # fmt: skip
    snapshot = Snapshot(
        id=f"snap-{name}", run="r1", source="ledger", url=url, requested_url=url, fetched_at=NOW, status=200,
        digest=name.ljust(64, "0"), size=9, warc_file="w.gz", warc_offset=0, warc_length=9,
    )  # fmt: skip
    source = Source(id="ledger", name="Northern Ledger", kind="feed", urls=("https://ledger.example/f",))  # fmt: skip
    saved = workspace.store.documents.save(article, snapshot=snapshot, source=source, now=NOW)
    return saved.revision.document_id


def keep(workspace: Workspace, *stories: Story) -> None:
    """Keep stories with the documents that they are made of, under the ids that the store gives them."""
    wanted = [report.document_id for told in stories for report in told.reports]
    ids = {"": ""} | {
        one: document(workspace, one, "A title", "Words.") for one in dict.fromkeys(wanted)
    }
    for told in stories:
        reports = [
            one.model_copy(update={"document_id": ids[one.document_id]}) for one in told.reports
        ]
        changes = {"reports": tuple(reports), "representative": ids[told.representative]}
        workspace.store.stories.save([told.model_copy(update=changes)])


def story(name: str, *documents: str, title: str = "Velmora raises prices", **fields: Any) -> Story:
    reports = tuple(
        Report(
            document_id=one, url=f"https://ledger.example/{one}", title=title, source="ledger",
            source_name="Northern Ledger", language="en", first_seen=NOW,
            sentences=("Team costs €99.", "It was €89."),
        )
        for one in documents
    )  # fmt: skip
    given = {"companies": ("velmora",), "representative": next(iter(documents), ""), **fields}
    return Story(
        id=name, title=title, language="en", reports=reports, first_seen=NOW, updated=NOW, day="2026-11-20", **given
    )  # fmt: skip


def made(workspace: Workspace, owner: Account = ANNA, visibility: str = "private") -> Collection:
    return collecting.make(workspace.store, owner, "Price war", "For the board", visibility, CALLER)


def add(workspace: Workspace, to: Collection, who: Account = ANNA, **what: str) -> Any:
    return collecting.add(workspace.store, who, to, CALLER, **what)


def test_who_may_what(workspace: Workspace) -> None:
    store = workspace.store
    keep(workspace, story("s1", "d1"), story("s2", "d2"))
    mine, team = made(workspace), made(workspace, visibility="team")
    assert [collecting.may_see(one, mine) for one in (ANNA, BO, VERA, ADMIN)] == [True] + [False] * 3  # fmt: skip
    assert all(collecting.may_see(one, team) for one in (ANNA, BO, VERA, ADMIN))
    assert [collecting.may_add(one, team) for one in (ANNA, BO, VERA)] == [True, True, False]
    entry, fresh = add(workspace, team, BO, story="s1")
    own, _ = add(workspace, team, ANNA, story="s2")
    assert fresh
    changeable = [collecting.may_change(one, team, entry) for one in (ANNA, BO, VERA, ADMIN)]
    assert changeable == [True, True, False, True]
    assert not collecting.may_change(BO, team, own)
    for deed in (
        lambda: collecting.remove(store, BO, team, CALLER),
        lambda: collecting.move(store, BO, team, entry, "up", CALLER),
        lambda: collecting.drop(store, VERA, team, entry, CALLER),
        lambda: collecting.annotate(store, BO, team, own, CALLER, note="x"),
        lambda: add(workspace, team, VERA, story="s2"),
        lambda: sharing.share(store, BO, team, 7, CALLER),
    ):
        with pytest.raises(CollectingError) as caught:
            deed()
        assert caught.value.reason == "owner"
    for given, reason in (
        ((VERA, "List", "", "team"), "team"),
        ((ANNA, "  ", "", "private"), "title"),
        ((ANNA, "x" * 121, "", "private"), "title"),
        ((ANNA, "List", "y" * 2001, "private"), "long"),
        ((ANNA, "List", "", "everybody"), "team"),
    ):
        with pytest.raises(CollectingError) as caught:
            collecting.make(store, *given, CALLER)
        assert caught.value.reason == reason


def test_an_entry_is_added_once_annotated_moved_taken_out_and_put_back(
    workspace: Workspace,
) -> None:
    store = workspace.store
    keep(workspace, *(story(f"s{n}", f"d{n}") for n in range(3)))
    list_ = made(workspace)
    entries = [add(workspace, list_, story=f"s{n}")[0] for n in range(3)]
    assert add(workspace, list_, story="s1") == (entries[1], False)
    with pytest.raises(CollectingError):
        add(workspace, list_, story="none")
    with pytest.raises(CollectingError):
        add(workspace, list_)
    collecting.annotate(
        store, ANNA, list_, entries[2], CALLER, note=" Call Fennhavn \r\n周二 ", group="First"
    )
    collecting.move_group(store, ANNA, list_, "First", "up", CALLER)
    order = store.collections.entries(list_.id)
    assert [(one.story, one.group, one.note) for one in order] == [
        ("s2", "First", "Call Fennhavn \n周二"), ("s0", "", ""), ("s1", "", ""),
    ]  # fmt: skip
    with pytest.raises(CollectingError, match="4,000"):
        collecting.annotate(store, ANNA, list_, entries[0], CALLER, note="x" * 4001)
    collecting.drop(store, ANNA, list_, order[1], CALLER)
    assert [one.story for one in store.collections.entries(list_.id)] == ["s2", "s1"]
    gone = store.collections.entry(order[1].id)
    assert gone is not None
    collecting.bring_back(store, ANNA, list_, gone, CALLER)
    collecting.bring_back(store, ANNA, list_, gone, CALLER)
    assert store.collections.entries(list_.id) == order
    kept = store.collections.get(list_.id)
    assert kept is not None
    collecting.remove(store, ANNA, kept, CALLER)
    assert store.collections.seen_by("anna") == []
    gone_list = store.collections.get(list_.id)
    assert gone_list is not None
    with pytest.raises(CollectingError):
        add(workspace, gone_list, story="s1")
    collecting.restore(store, ANNA, gone_list, CALLER)
    assert [one.id for one, _ in store.collections.seen_by("anna")] == [list_.id]
    said = [(one.action, one.after) for one in store.audit.list(kind="collection", record=list_.id)]
    assert {action for action, _ in said} >= {"collection-made", "entry-added", "entry-changed", "entry-removed"}  # fmt: skip
    assert {after for _, after in said} == {None}, "what a private one says is not in the log"


def test_a_change_is_of_the_collection_as_it_is_by_then(workspace: Workspace) -> None:
    store = workspace.store
    shown = made(workspace)
    collecting.change(store, ANNA, shown, CALLER, visibility="team")
    collecting.change(store, ADMIN, store.collections.get(shown.id) or shown, CALLER, title="New")
    after = collecting.change(store, ANNA, shown, CALLER, purpose="Other")
    assert (after.title, after.purpose, after.visibility) == ("New", "Other", "team")
    collecting.remove(store, ANNA, after, CALLER)
    late = collecting.change(store, ANNA, after, CALLER, title="Too late")
    assert late.removed is not None, "what was taken away does not come back by the way"


def test_a_collection_is_full_at_some_point(workspace: Workspace, monkeypatch: Any) -> None:
    monkeypatch.setattr(collecting, "MOST_ENTRIES", 1)
    keep(workspace, story("s1", "d1"), story("s2", "d2"))
    list_ = made(workspace)
    add(workspace, list_, story="s1")
    with pytest.raises(CollectingError) as caught:
        add(workspace, list_, story="s2")
    assert caught.value.reason == "full"


def test_entries_follow_stories_that_are_merged_split_or_gone(
    workspace: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    keep(
        workspace,
        story("s1", "d1"),
        story("s2", "d2", title="Velmora hides Team"),
        story("s3", "d3", "d4"),
        story("s4", "d5"),
    )
    list_ = made(workspace)
    for name in ("s1", "s2", "s3", "s4"):
        add(workspace, list_, story=name)
    document_id = document(workspace, "a", "Lost page", "Words.")
    add(workspace, list_, document=document_id)
    keep(
        workspace,
        story("s1", "d1", "d2"),
        story("s2", ended=True, into="s1", title="Velmora hides Team"),
        story("s3", "d3"),
        story("s9", "d4"),
        story("s4", ended=True),
    )
    # As after a restore from a backup that was made before the document came.
    monkeypatch.setattr(Documents, "latest", lambda *_: None)
    view = views.view(workspace, list_, "en")
    found = [(one.state, one.story, one.twin, one.left) for one in view.entries]
    assert found == [
        ("as-added", "s1", None, ()), ("moved", "s1", 1, ()), ("split", "s3", None, ("s9",)),
        ("ended", None, None, ()), ("missing", None, None, ()),
    ]  # fmt: skip
    assert [one.headline for one in view.entries[3:]] == ["Velmora raises prices", "Lost page"]
    assert view.entries[4].url == "https://ledger.example/a"
    assert add(workspace, list_, story="s2")[1] is False, "it is there as what it was merged into"
    second = views.view(workspace, list_, "en", cursor="1", limit=1)
    assert [(one.number, one.twin) for one in second.entries] == [(2, 1)]
    assert second.next_cursor == "2"


def test_an_entry_reads_like_a_brief(workspace: Workspace) -> None:
    keep(workspace, story("s1", "d1", sources=3))
    list_ = made(workspace)
    add(workspace, list_, story="s1", note="Ask sales")
    zh = document(workspace, "zh", "维墨推出团队版", "维墨推出团队版。面向货主。下周上线。", "zh")
    add(workspace, list_, document=zh)
    told, paper = views.view(workspace, list_, "en").entries
    assert (told.headline, told.summary) == (
        "Velmora raises prices",
        ("Team costs €99.", "It was €89."),
    )
    assert (told.source_name, told.sources, told.day) == ("Northern Ledger", 3, "2026-11-20")
    assert (told.entry.note, told.added_by) == ("Ask sales", "Anna")
    assert (paper.summary, paper.summary_language) == (("维墨推出团队版。", "面向货主。"), "zh")
    assert paper.document == zh


NAUGHTY = '=HYPERLINK("http://evil.example")'


def test_files_hold_everything_and_harm_nobody(workspace: Workspace) -> None:
    title = "＠SUM(1) [link](http://evil.example) <script>"
    keep(workspace, story("s1", "d1", title=title), story("s2", "d2"))
    list_ = made(workspace)
    add(workspace, list_, story="s1", note=NAUGHTY + "\n# no heading", group="*First*")
    add(workspace, list_, story="s2", note="周二")
    view = views.view(workspace, list_, "en")

    def written(form: Any) -> bytes:
        return b"".join(file_of(view, form, "en", "https://zhibi.example"))

    rows = list(csv.DictReader(io.StringIO(written("csv").decode("utf-8-sig"))))
    assert [row["Headline"] for row in rows] == [f"'{title}", "Velmora raises prices"]
    assert rows[0]["Note"].startswith("'=HYPERLINK")
    assert rows[1]["Note"] == "周二"
    sheet = load_workbook(io.BytesIO(written("xlsx"))).active
    assert sheet is not None
    cells = [cell for row in sheet.iter_rows(min_row=2) for cell in row]
    assert "f" not in {cell.data_type for cell in cells}
    assert NAUGHTY in {str(cell.value).split("\n", maxsplit=1)[0] for cell in cells}
    lines = [json.loads(line) for line in written("jsonl").splitlines()]
    assert [one["entry"]["note"] for one in lines] == [NAUGHTY + "\n# no heading", "周二"]
    text = written("md").decode()
    assert text.startswith("# Price war\n\nFor the board\n")
    assert "\n## \\*First\\*\n" in text
    assert "\\[link\\]" in text
    assert "\\<script\\>" in text
    assert "\n\\# no heading\n" in text
    assert "](https://zhibi.example/story/s2)" in text
    assert "<https://ledger.example/d2>" in text
    assert "第" not in text
    chinese = b"".join(file_of(view, "csv", "zh", "")).decode("utf-8-sig")
    assert chinese.startswith("序号,分组,日期")


def test_links_hold_until_they_end_with_time_with_their_maker_or_by_hand(
    workspace: Workspace,
) -> None:
    store = workspace.store
    list_ = made(workspace)
    share, secret = sharing.share(store, ANNA, list_, 7, CALLER, notes=False)
    other = sharing.share(store, ANNA, list_, 30, CALLER)[1]
    held = sharing.shared(store, secret, NOW)
    assert held is not None
    assert (held[0].notes, held[1].id) == (False, list_.id)
    assert sharing.shared(store, secret, NOW + timedelta(days=7)) is None
    assert sharing.shared(store, "x", NOW) is None
    assert sharing.unshare(store, ANNA, list_, CALLER, share.id) == 1
    assert sharing.shared(store, secret, NOW) is None
    assert sharing.shared(store, other, NOW) is not None
    store.accounts.save(ANNA.model_copy(update={"active": False}))
    assert sharing.shared(store, other, NOW) is None
    store.accounts.save(ANNA)
    collecting.remove(store, ANNA, list_, CALLER)
    assert sharing.shared(store, other, NOW) is None
    for days in (0, 91):
        with pytest.raises(CollectingError):
            sharing.share(store, ANNA, list_, days, CALLER)
    assert "secret" not in store.audit.list(kind="collection")[0].model_dump_json()
    dump = "".join(one.model_dump_json() for one in store.audit.list(limit=500))
    assert other not in dump
