"""Tuning over a real site: rules tried on all that is stored, saved with a date, taken back, broken, mended."""

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


@pytest.fixture
def site() -> Iterator[Site]:
    with serving() as served:
        publish(served)
        served.pricing(Team="€89 per user / month")
        yield served


@pytest.fixture
def at(site: Site, tmp_path: Path) -> Iterator[Open]:
    folder = workspace_for(site, tmp_path / "market", workers=1)
    opened: list[Workspace] = []

    def open_at(now: datetime) -> Workspace:
        opened.append(open_workspace(folder, now=now))
        return opened[-1]

    services.apply(open_at(MONDAY), folder / "registry", author="test")
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
    collect(workspace)
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
    collect(workspace)
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
    workspace = at(MONDAY)
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
    assert worse.objections == ("lead would be missing on 5 more pages",)
    with pytest.raises(WrongUseError, match="5 more pages"):
        tuning.save(workspace, "rival-news", worse, author="ada")
    tuning.save(workspace, "rival-news", worse, author="ada", reason="only rail matters")
    assert "only rail matters" in sourcing.history(workspace, "rival-news")[-1]
    dropping = tuning.compare(
        workspace, "rival-news", Proposal(drop=("title:^Webinar", "url:/webinar"))
    )
    assert (dropping.dropped, dropping.lost, dropping.objections) == (1, 0, ())
    tuning.save(workspace, "rival-news", dropping, author="ada")
    later = at(MONDAY + timedelta(days=1))
    site.put("/news/webinar", page("Webinar: customs in two hours", "2026-11-16"))
    collect(later)
    found = health.where(later, f"http://{HOST}/news/webinar")
    assert found.sightings[-1].outcome == "dropped"
    assert ("rival-news", "ingest", "drop-rule") in health.dropped_counts(later)


def test_a_rule_that_takes_too_long_is_switched_off_by_name_and_the_page_is_read(
    at: Open, site: Site
) -> None:
    workspace = at(MONDAY)
    collect(workspace)
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
    site.put("/news/chief", "<html><body><h1>Menu</h1></body></html>")
    workspace = at(MONDAY)
    collect(workspace)
    stored = health.where(workspace, f"https://{HOST}/news/depot/")
    assert stored.state == "stored"
    lost = health.where(workspace, f"http://{HOST}/news/chief")
    assert (lost.state, lost.sightings[-1].reason) == ("quarantined", "thin")
    assert "never seen, though" in health.where(workspace, f"http://{HOST}/news/other").says
    assert "no source watches" in health.where(workspace, "http://else.example/").says
    (aside,) = health.dropped(workspace, "rival-news", reason="thin")
    assert aside.url.endswith("/news/chief")


def test_a_broken_layout_is_told_relocated_and_mended(at: Open, site: Site) -> None:
    workspace = at(MONDAY)
    collect(workspace)
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
