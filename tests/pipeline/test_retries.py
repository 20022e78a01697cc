"""When a source that could not be read is tried again, and who is first then."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

from pipeline import services, steps
from pipeline.workspace import open_workspace
from tests.support.site import HOST, Page, Site, serving, workspace_for

NOW = datetime(2026, 11, 16, 9, 0, tzinfo=UTC)
BUSY = Page(b"away", status=503, headers={"Retry-After": "60"})


def market(site: Site, folder: Path, *names: str) -> Path:
    made = workspace_for(site, folder)
    rows = "".join(
        f'- {{id: {name}, kind: page, url: "http://{HOST}/{name}", every: 1d}}\n' for name in names
    )
    (made / "registry" / "companies.yaml").unlink()
    (made / "registry" / "sources.yaml").write_text(rows)
    workspace = open_workspace(made, now=NOW)
    services.apply(workspace, made / "registry", author="test")
    workspace.close()
    return made


def asked(site: Site, folder: Path, minutes: int) -> list[str]:
    """Return the pages that a run so many minutes later asks for."""
    site.asked.clear()
    workspace = open_workspace(folder, now=NOW + timedelta(minutes=minutes))
    list(steps.run(workspace))
    workspace.close()
    return [one for one in site.asked if one != "/robots.txt"]


def test_who_was_put_off_is_asked_first_the_next_time(tmp_path: Path) -> None:
    with serving() as site:
        folder = market(site, tmp_path / "m", "a-busy", "b-quiet", "c-quiet")
        site.pages["/a-busy"] = BUSY
        for name in ("b-quiet", "c-quiet"):
            site.article(
                f"/{name}", "Terms", *["Orders are paid within thirty days of receipt."] * 4
            )
        first = asked(site, folder, 0)
        assert first[0] == "/a-busy"
        assert len(first) < 3
        assert asked(site, folder, 5) == []
        assert asked(site, folder, 20)[-1] == "/a-busy"
        assert asked(site, folder, 60) == ["/a-busy"]


def test_a_host_that_was_away_is_asked_again_soon(tmp_path: Path) -> None:
    with serving() as site:
        folder = market(site, tmp_path / "m", "terms")
        site.pages["/terms"] = Page(b"away", status=500)
        assert set(asked(site, folder, 0)) == {"/terms"}
        site.article("/terms", "Terms", *["Orders are paid within thirty days of receipt."] * 4)
        assert asked(site, folder, 20) == ["/terms"]
        assert asked(site, folder, 60) == []
