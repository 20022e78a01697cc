"""Tuning over a real site: rules tried on all that is stored, saved with a date, taken back, broken, mended."""

import shutil
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from pipeline import health, repairing, services, sourcing, steps, trying, tuning
from pipeline.workspace import Workspace, open_workspace
from schemas.errors import WrongUseError
from schemas.tuning import Proposal
from tests.support.site import HOST, Site, serving, workspace_for

MONDAY = datetime(2026, 11, 16, 9, 0, tzinfo=UTC)
Open = Callable[[datetime], Workspace]
NEWS = [
    ("depot", "Velmora opens a depot in Utrecht", "2026-11-10"),
    ("tariff", "Velmora raises its tariff for cold freight", "2026-11-11"),
    ("chief", "Velmora names Ada Wrenfield chief of finance", "2026-11-12"),
    ("results", "Velmora reports a better third quarter", "2026-11-13"),
    ("rail", "Velmora moves half of its freight to rail", "2026-11-14"),
    ("webinar", "Webinar: customs in an hour", "2026-11-15"),
]


def page(title: str, day: str, *, new: bool = False) -> str:
    """One article in the site's old layout, or in the new one."""
    text = "".join(
        f"<p>{title}: the firm said so on {day}, and gave figure {number} for each of its depots.</p>"
        for number in range(3)
    )
    note = f"Kept by the archive of Velmora, {title.rsplit(maxsplit=1)[-1]}."
    if new:
        body = f'<section class="story"><h2 class="story-head">{title}</h2><div class="meta">Posted <b>{day}</b></div><div class="story-copy">{text}</div><em class="arch">{note}</em></section>'
    else:
        body = f'<article><div class="top"><span class="kick">{title}</span><i class="when">{day}</i></div><div class="copy">{text}</div><small class="kept">{note}</small></article>'
    return f"<html><head><title>Velmora newsroom</title></head><body><h1>Newsroom of Velmora</h1>{body}</body></html>"


def publish(site: Site, *, new: bool = False) -> None:
    rows = [
        (f"/news/{name}", title, f"{datetime.fromisoformat(day):%a, %d %b %Y} 10:00:00 GMT")
        for name, title, day in NEWS
    ]
    site.feed(*rows)
    for name, title, day in NEWS:
        site.put(f"/news/{name}", page(title, day, new=new))


@pytest.fixture(scope="module")
def served() -> Iterator[Site]:
    with serving() as one:
        yield one


@pytest.fixture
def site(served: Site) -> Site:
    served.pages.clear()
    publish(served)
    served.pricing(Team="€89 per user / month")
    return served


@pytest.fixture(scope="module")
def monday(served: Site, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a workspace that has read the site once; tests copy it."""
    publish(served)
    served.pricing(Team="€89 per user / month")
    folder = workspace_for(served, tmp_path_factory.mktemp("monday") / "market", workers=1)
    workspace = open_workspace(folder, now=MONDAY)
    services.apply(workspace, folder / "registry", author="test")
    collect(workspace)
    workspace.close()
    return folder


@pytest.fixture
def at(site: Site, monday: Path, tmp_path: Path) -> Iterator[Open]:
    folder = shutil.copytree(monday, tmp_path / "market")
    opened: list[Workspace] = []

    def open_at(now: datetime) -> Workspace:
        opened.append(open_workspace(folder, now=now))
        return opened[-1]

    yield open_at
    for workspace in opened:
        workspace.close()


def collect(workspace: Workspace) -> None:
    for name in ("crawl", "ingest"):
        if name == "crawl":
            steps.crawl_step(workspace, None, ["rival-news"])
        else:
            steps.step(workspace, "ingest", None)


def test_rules_are_tried_on_all_that_is_stored_saved_and_taken_back(at: Open) -> None:
    workspace = at(MONDAY)
    lead = Proposal(set={"lead": ".kept"})
    shown = trying.attempt_stored(workspace, "rival-news", proposal=lead)
    assert all(one.lead.startswith("Kept by the archive") for one in shown.documents)
    found = tuning.compare(workspace, "rival-news", lead)
    (effect,) = [one for one in found.fields if one.name == "lead"]
    assert (found.pages, effect.before, effect.after, effect.ruled) == (6, 0, 6, 6)
    assert (found.won, found.lost, found.changed) == (0, 0, 6)
    assert found.examples[0].after.startswith("Kept by")
    assert (found.refusals, found.objections) == ((), ())
    tuning.save(workspace, "rival-news", found, author="ada")
    assert tuning.source_of(workspace, "rival-news").selectors == {"lead": ".kept"}
    assert "ada" in sourcing.history(workspace, "rival-news")[-1]
    sourcing.undo(workspace, "rival-news")
    assert tuning.source_of(workspace, "rival-news").selectors == {}
    assert len(sourcing.history(workspace, "rival-news")) == 3


def test_what_says_nothing_is_refused(at: Open) -> None:
    workspace = at(MONDAY)
    for proposal, says in (
        (Proposal(set={"title": ".nothing-here", "lead": "body"}), "finds nothing on any of 6"),
        (Proposal(set={"lead": "body"}), "matches all of the page"),
        (Proposal(drop=("url:/news/",)), "drop every page"),
        (Proposal(drop=("url:/events/",)), "drop none"),
    ):
        found = tuning.compare(workspace, "rival-news", proposal)
        assert any(says in one for one in found.refusals)
        with pytest.raises(WrongUseError, match=says):
            tuning.save(workspace, "rival-news", found, author="ada", reason="I insist")


def test_a_loss_needs_a_reason_and_drop_rules_are_counted(at: Open, site: Site) -> None:
    workspace = at(MONDAY + timedelta(hours=23))
    site.put(
        "/news/rail",
        page("Velmora moves half of its freight to rail", "2026-11-14").replace("kick", "kicker"),
    )
    collect(workspace)
    tuning.save(
        workspace,
        "rival-news",
        tuning.compare(workspace, "rival-news", Proposal(set={"lead": ".kick || .kicker"})),
        author="ada",
    )
    worse = tuning.compare(workspace, "rival-news", Proposal(set={"lead": ".kicker"}))
    assert worse.objections == ("lead would be missing on 6 more pages",)
    with pytest.raises(WrongUseError, match="6 more pages"):
        tuning.save(workspace, "rival-news", worse, author="ada")
    tuning.save(workspace, "rival-news", worse, author="ada", reason="only rail matters")
    assert "only rail matters" in sourcing.history(workspace, "rival-news")[-1]
    dropping = tuning.compare(
        workspace, "rival-news", Proposal(drop=("title:^Webinar", "url:/webinar"))
    )
    assert (dropping.dropped, dropping.lost, dropping.objections) == (1, 0, ())
    tuning.save(workspace, "rival-news", dropping, author="ada")
    later = at(MONDAY + timedelta(days=2))
    site.put("/news/webinar", page("Webinar: customs in two hours", "2026-11-16"))
    collect(later)
    found = health.where(later, f"http://{HOST}/news/webinar")
    assert found.sightings[-1].outcome == "dropped"
    assert ("rival-news", "ingest", "drop-rule") in health.dropped_counts(later)


def test_a_rule_that_takes_too_long_is_switched_off_by_name_and_the_page_is_read(
    at: Open, site: Site
) -> None:
    workspace = at(MONDAY)
    slow = Proposal(set={"lead": ".kept | regex:^(?:(?:a|aa)+$|Kept)"})
    tuning.save(
        workspace, "rival-news", tuning.compare(workspace, "rival-news", slow), author="ada"
    )
    site.put(
        "/news/depot",
        page("Velmora opens a depot in Utrecht", "2026-11-10").replace("Kept by", "a" * 80 + "!"),
    )
    later = at(MONDAY + timedelta(days=1))
    collect(later)
    source = tuning.source_of(later, "rival-news")
    assert (source.selectors, list(source.switched_off)) == ({}, ["lead"])
    assert (
        "took too long on http://rival.example/news/depot"
        in sourcing.history(later, "rival-news")[-1]
    )
    assert health.where(later, f"http://{HOST}/news/depot").state == "stored"


def test_where_an_article_went(at: Open, site: Site) -> None:
    site.put("/news/extra", "<html><body><h1>Menu</h1></body></html>")
    site.feed(("/news/extra", "Menu", "Mon, 16 Nov 2026 10:00:00 GMT"))
    workspace = at(MONDAY + timedelta(days=1))
    collect(workspace)
    stored = health.where(workspace, f"https://{HOST}/news/depot/")
    assert stored.state == "stored"
    lost = health.where(workspace, f"http://{HOST}/news/extra")
    assert (lost.state, lost.sightings[-1].reason) == ("quarantined", "empty")
    assert "never seen, though" in health.where(workspace, f"http://{HOST}/news/other").says
    assert "no source watches" in health.where(workspace, "http://else.example/").says
    (aside,) = health.dropped(workspace, "rival-news", reason="empty")
    assert aside.url.endswith("/news/extra")


def test_a_broken_layout_is_told_relocated_and_mended(at: Open, site: Site) -> None:
    workspace = at(MONDAY)
    rules = Proposal(set={"title": ".kick", "text": ".copy", "published": ".when"})
    tuning.save(
        workspace, "rival-news", tuning.compare(workspace, "rival-news", rules),
        author="ada", reason="the kicker is the headline",
    )  # fmt: skip
    again = at(MONDAY + timedelta(days=1))
    publish(site)
    for name, title, day in NEWS:
        site.put(f"/news/{name}", page(title, day) + " ")
    collect(again)
    assert tuning.source_of(again, "rival-news").selectors["title"] == ".kick"
    publish(site, new=True)
    broken = at(MONDAY + timedelta(days=2))
    collect(broken)
    (fares,) = health.health(broken, ["rival-news"])
    assert (fares.failure, fares.well) == ("layout", False)
    assert [one.failure for one in health.incidents(broken, "rival-news")] == ["layout"]
    found = repairing.check(broken, "rival-news")
    rules_of = {one.field: one.rule for one in found.repairs}
    assert rules_of["title"] == "h2.story-head || .kick"
    assert all(one.right == one.known > 0 for one in found.repairs)
    compared = tuning.compare(broken, "rival-news", repairing.proposal_of(found))
    tuning.save(broken, "rival-news", compared, author="ada", reason="new layout")
    mended = at(MONDAY + timedelta(days=3))
    for name, title, day in NEWS:
        site.put(f"/news/{name}", page(title, day, new=True) + " ")
    collect(mended)
    assert health.health(mended, ["rival-news"])[0].well
    (incident,) = health.incidents(mended, "rival-news")
    assert incident.closed is not None


def test_rules_that_nobody_needs_any_more_are_no_alarm(at: Open, site: Site) -> None:
    workspace = at(MONDAY)
    rules = Proposal(set={"text": ".copy", "published": ".when"})
    tuning.save(
        workspace, "rival-news", tuning.compare(workspace, "rival-news", rules), author="ada"
    )
    for day, renamed in ((1, False), (2, True)):
        for name, title, date in NEWS:
            markup = page(title, date) + " " * day
            if renamed:
                markup = markup.replace('"copy"', '"prose"').replace('"when"', '"stamp"')
            site.put(f"/news/{name}", markup)
        collect(workspace := at(MONDAY + timedelta(days=day)))
    (fares,) = health.health(workspace, ["rival-news"])
    assert (fares.state, health.incidents(workspace, "rival-news")) == ("ok", [])
    assert "--unset published --unset text" in fares.todo
