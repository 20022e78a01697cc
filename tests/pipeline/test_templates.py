"""Learned templates in a workspace: learned while pages are ingested, used, shown, edited, taken back."""

from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from typer.testing import CliRunner

from cli.main import app
from evaluation.breaks import BREAKS
from pipeline import services, steps, templatebook
from pipeline.ingest import ingest
from pipeline.templatetext import read_template, write_template
from pipeline.workspace import Workspace, open_workspace
from schemas.errors import InvalidRecordError, WrongUseError
from tests.crawlers.templates.conftest import NEWSLETTER, page
from tests.support.site import HOST, Page, Site, serving, workspace_for

MONDAY = datetime(2026, 11, 16, 9, 0, tzinfo=UTC)
PAGES = 14
Read = Callable[[int], tuple[Workspace, dict[str, int]]]


def publish(site: Site, *, change: Callable[[int, str], str] = lambda _, body: body) -> None:
    rows = [
        (f"/n/{number}.html", page(number).title, "Thu, 12 Nov 2026 10:00:00 GMT")
        for number in range(PAGES)
    ]
    site.feed(*rows)
    for number, (path, _, _) in enumerate(rows):
        site.pages[path] = Page(change(number, page(number).body.decode()).encode())


@pytest.fixture(scope="module")
def market(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Site, Path]]:
    with serving() as site:
        site.pricing(Team="€89 per user / month")
        publish(site)
        folder = workspace_for(site, tmp_path_factory.mktemp("templates") / "market")
        yield site, folder


@pytest.fixture(scope="module")
def read(market: tuple[Site, Path]) -> Iterator[Read]:
    opened: list[Workspace] = []

    def collect(day: int) -> tuple[Workspace, dict[str, int]]:
        workspace = open_workspace(market[1], now=MONDAY + timedelta(days=day))
        opened.append(workspace)
        if not day:
            services.apply(workspace, market[1] / "registry", author="test")
        steps.crawl_step(workspace, None)
        return workspace, ingest(workspace).counts

    yield collect
    for workspace in opened:
        workspace.close()


def test_the_first_run_learns_and_uses_a_template(read: Read) -> None:
    workspace, counts = read(0)
    assert (counts["templates learned"], counts["templates trusted"]) == (1, 1)
    assert counts["by template"] >= 4
    (stored,) = templatebook.listed(workspace, "rival-news")
    assert stored.template.host == HOST
    assert stored.used == counts["by template"]
    read_by = {
        revision.document.provenance["text"].source
        for number in range(PAGES)
        if (revision := workspace.store.documents.by_url(f"http://{HOST}/n/{number}.html"))
    }
    assert f"template:{stored.template.id}" in read_by
    assert len(read_by) > 1


def test_another_reader_is_no_change(market: tuple[Site, Path], read: Read) -> None:
    """All pages are edited a little where nobody reads; one is edited in its text."""
    site, _ = market
    publish(
        site,
        change=lambda number, body: body.replace("<body>", "<body><!-- again -->").replace(
            "the coffee ran out twice" if number == 1 else "never there", "the tea ran out at nine"
        ),
    )
    workspace, counts = read(1)
    assert counts["by template"] >= PAGES - 4
    assert workspace.store.documents.changes() == []  # told at the second check, in the next run
    edited = workspace.store.documents.by_url(f"http://{HOST}/n/1.html")
    assert edited
    assert edited.document.provenance["text"].source.startswith("template:")


def test_a_new_layout_is_learned_and_only_what_was_edited_is_told(
    market: tuple[Site, Path], read: Read
) -> None:
    site, _ = market
    publish(
        site,
        change=lambda number, body: BREAKS["rename-all"](
            body.replace(
                "the coffee ran out twice" if number == 1 else "never there",
                "the tea ran out at nine",
            ),
            3,
        ),
    )
    workspace, counts = read(2)
    assert counts["templates drifted"] == 1
    assert counts["templates learned"] == 1
    changes = workspace.store.documents.changes()
    assert len({one.document_id for one in changes}) == 1
    assert all("tea" in f"{one.change.new}" or "coffee" in f"{one.change.old}" for one in changes)
    assert not any(NEWSLETTER in f"{one.change.old}{one.change.new}" for one in changes)
    old, new = sorted(templatebook.listed(workspace, HOST), key=lambda one: one.valid_until is None)
    assert (old.state, new.state) == ("drifted", "trusted")
    assert old.valid_until


def test_a_template_is_shown_edited_pinned_and_taken_back(
    market: tuple[Site, Path], tmp_path: Path
) -> None:
    folder = str(market[1])
    run = CliRunner()

    def zhibi(*words: str) -> str:
        result = run.invoke(
            app,
            ["--workspace", folder, "--now", "2026-11-20T09:00:00Z", "source", "template", *words],
        )
        assert result.exit_code == 0, result.output
        return result.output

    workspace = open_workspace(market[1])
    (trusted,) = (one for one in workspace.store.templates.all() if one.state == "trusted")
    name = trusted.template.id
    assert name in zhibi("list")
    assert name in zhibi("list", "rival-news")
    shown = zhibi("show", name)
    assert "right on" in shown
    file = tmp_path / "mine.yaml"
    file.write_text(
        shown.replace(
            "lines:\n", "lines:\n  - A line that I know better about than any machine does.\n"
        ),
        encoding="utf-8",
    )
    assert "Nothing was changed" in zhibi("save", str(file), "--dry-run")
    said = zhibi("save", str(file), "--author", "mei")
    assert f"of {PAGES} stored pages" in said or "stored pages read" in said
    (mine,) = (one for one in workspace.store.templates.all() if one.author == "mei")
    assert mine.pinned
    assert "A line that I know better about than any machine does." in mine.template.body.lines
    replaced = templatebook.find(workspace, name)
    assert replaced.state == "dropped"
    assert mine.template.id in replaced.note
    zhibi("undo", name)
    assert templatebook.find(workspace, name).state == "trusted"
    zhibi("pin", name)
    zhibi("unpin", name)
    zhibi("drop", mine.template.id)
    assert templatebook.find(workspace, mine.template.id).state == "dropped"
    assert "replaced" in zhibi("history", name)
    zhibi("learn", "rival-news")


def test_what_is_no_template_says_why(market: tuple[Site, Path]) -> None:
    workspace = open_workspace(market[1])
    stored = workspace.store.templates.all()[0]
    text = write_template(stored)
    again, before = read_template(text, "file")
    assert before == stored.template.id
    assert again.body.at == stored.template.body.at
    for wrong, words in (
        ("{", "YAML"),
        ("- a", "no template"),
        (text.replace("at: ", "att: ", 1), "body"),
        (text.replace("  title:\n", "  titel:\n"), "titel"),
        (text.replace("drop:", "drop: [div > p]\n  x:"), "x"),
    ):
        with pytest.raises(InvalidRecordError, match=words):
            read_template(wrong, "file")
    with pytest.raises(WrongUseError, match="template list"):
        templatebook.find(workspace, "t-none")
    with pytest.raises(WrongUseError, match="no source"):
        templatebook.learn(workspace, "nobody", author="test")
