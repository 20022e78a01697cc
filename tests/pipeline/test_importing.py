"""Moving in: each tool's file is read, what it says kept, what has no place told."""

import io
import json
import stat
import zipfile
from collections.abc import Callable
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from pipeline import importing
from pipeline.importing import Imported
from pipeline.moving import rows
from pipeline.moving.rows import period, period_of
from pipeline.workspace import Workspace, make_workspace, open_workspace
from schemas.errors import WrongUseError
from schemas.registry import Company, Registry, Source

NOW = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
Take = Callable[..., Imported]
UUID = "3f2504e0-4f89-41d3-9a0c-0305e82c33{:02}"


@pytest.fixture
def workspace(tmp_path: Path) -> Workspace:
    opened = open_workspace(make_workspace(tmp_path / "w"), now=NOW)
    companies = (
        Company(id="velmora", names={"en": ("Velmora", "Velmora Group"), "zh": ("维墨",)}),
        Company(id="portulan", names={"en": ("Portulan",)}),
    )
    watched = Source(id="old", kind="feed", urls=("https://velmora.example/feed.xml?utm_source=x",))
    opened.store.registry.apply(
        Registry(companies=companies, sources=(watched,)), author="test", now=NOW
    )
    return opened


@pytest.fixture
def take(workspace: Workspace, tmp_path: Path) -> Take:
    def run(content: str | bytes, name: str = "file", **options: bool | str | None) -> Imported:
        file = tmp_path / name
        file.write_bytes(content.encode() if isinstance(content, str) else content)
        values = {"company": None, "dry_run": False, **options}
        return importing.import_file(workspace, file, **values)  # type: ignore[arg-type]

    return run


def told(result: Imported) -> list[tuple[str, str]]:
    return [(one.where.partition(", ")[2], one.reason) for one in result.problems]


OPML = """<?xml version="1.0" encoding="UTF-8"?><opml version="1.0"><head><title>Feeds</title></head><body>
<outline text="Rivals"><outline text="维墨" title="维墨">
  <outline type="rss" text="News" title="维墨 新闻" xmlUrl="https://velmora.example/zh/rss" htmlUrl="https://velmora.example/"/>
  <outline xmlUrl="https://velmora.example/feed.xml" text="known"/></outline>
 <outline text="Markets"><outline text="Ports" XMLURL="https://ports.example/atom"/></outline></outline>
<outline text="A page" url="https://portulan.example/pricing"/>
<outline text="bad" xmlUrl="javascript:alert(1)"/></body></opml>"""


def test_opml_with_nested_folders(take: Take, workspace: Workspace) -> None:
    result = take(OPML)
    assert result.format == "opml"
    news, ports, page = result.taken
    assert (news.kind, news.company, news.name) == ("feed", "velmora", "维墨 新闻")
    assert (ports.company, ports.note) == (None, "from: Rivals / Markets")
    assert (page.kind, page.urls[0]) == ("page", "https://portulan.example/pricing")
    assert result.known == ["https://velmora.example/feed.xml"]
    assert told(result) == [("outline 8", "not-a-source")]
    assert {one.id for one in result.taken} <= {one.id for one in workspace.registry.sources}


def test_a_second_import_adds_nothing_and_ids_stay(take: Take, workspace: Workspace) -> None:
    first = take(OPML)
    again = take(OPML)
    assert again.taken == []
    assert len(again.known) == 4
    long = "https://a.example/" + "x" * 80
    same = [f"{long}/{number}" for number in range(3)]
    ids = {one.urls[0]: one.id for one in take("\n".join(same), dry_run=True).taken}
    reversed_ids = {one.urls[0]: one.id for one in take("\n".join(same[::-1]), dry_run=True).taken}
    assert len(set(ids.values())) == 3
    assert ids[same[1]][:60] == reversed_ids[same[1]][:60]
    assert len(workspace.registry.sources) == 1 + len(first.taken)


def test_a_dry_run_takes_nothing(take: Take, workspace: Workspace) -> None:
    assert len(take(OPML, dry_run=True).taken) == 3
    assert len(workspace.registry.sources) == 1


def test_opml_that_is_broken_or_hostile(take: Take) -> None:
    broken = OPML.replace("Markets", "Markets & more").replace("</body></opml>", "")
    result = take(broken)
    assert len(result.taken) == 3
    assert ("file", "mended") in [(one.where.split(", ")[0], one.reason) for one in result.problems]
    bomb = '<!DOCTYPE o [<!ENTITY e SYSTEM "file:///etc/passwd">]><opml><body><outline text="&e;"/></body></opml>'
    for hostile in (bomb, "<html><body>no</body></html>", "<"):
        with pytest.raises(WrongUseError, match="OPML"):
            take(hostile)


CSV = """every;网址;名称;公司;kind;language;document
daily;https://velmora.example/jia;价格;维墨;page;中文;offer
;https://velmora.example/news/;"Newsroom; main";Velmora Group;listing;en;

15 minutes;https://ports.example/feed;;Harbour Board;;xx-;
often;https://a.example/;;;;;
;;no address;;;;
1d;https://b.example/;;;blog;;
"""


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
def test_a_table_in_any_order_and_encoding(take: Take, encoding: str) -> None:
    result = take(CSV.encode(encoding), "sources.csv")
    assert result.format == "csv"
    price, news, ports = result.taken
    assert (price.name, price.company, price.kind, price.language, price.document) == (
        "价格", "velmora", "page", "zh", "offer",
    )  # fmt: skip
    assert price.every == timedelta(days=1)
    assert (news.name, news.company, news.kind) == ("Newsroom; main", "velmora", "listing")
    assert (ports.kind, ports.every, ports.note) == (
        "feed", timedelta(minutes=15), "from: Harbour Board",
    )  # fmt: skip
    assert told(result) == [
        ("line 5", "partly"), ("line 6", "not-a-source"), ("line 7", "no-address"),
        ("line 8", "not-a-source"),
    ]  # fmt: skip


def test_a_list_goes_on_after_a_bad_line(take: Take) -> None:
    result = take(
        "# watched\nhttps://a.example/pricing\nnot a url\nhttps://a.example/careers jobs, velmora\n"
    )
    assert [(one.kind, one.company) for one in result.taken] == [
        ("page", None),
        ("jobs", "velmora"),
    ]
    assert told(result) == [("line 3", "not-a-source")]
    assert take("https://c.example/1", company="portulan").taken[0].company == "portulan"


WATCHES = {
    "settings": {
        "application": {"tags": {UUID.format(90): {"title": "Velmora"}}},
        "requests": {"time_between_check": {"weeks": None, "days": 0, "hours": 3}},
    },
    "watching": {
        UUID.format(1): {
            "url": "https://velmora.example/pricing", "title": "Plans", "tags": [UUID.format(90)],
            "include_filters": [".plans", "css:#total"], "time_between_check": {"days": 1, "minutes": 30},
            "time_between_check_use_default": False, "processor": "text_json_diff",
        },
        UUID.format(2): {
            "url": "source:https://shop.example/x", "paused": True, "processor": "restock_diff",
            "include_filters": ["//div[@id='p']", ".q", "json:$.price"], "headers": {"Cookie": "secret"},
            "ignore_text": ["ads"], "fetch_backend": "html_webdriver", "method": "POST",
            "time_between_check": {"seconds": 30}, "time_between_check_use_default": True,
        },
        UUID.format(3): {"url": "https://x.example/{% now 'utc' %}"},
        UUID.format(4): {"url": "file:///etc/passwd"},
        UUID.format(5): 7,
    },
}  # fmt: skip


def archive(members: dict[str, str], links: dict[str, str] | None = None) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as packed:
        for name, content in members.items():
            packed.writestr(name, content)
        for name, target in (links or {}).items():
            link = zipfile.ZipInfo(name)
            link.external_attr = (stat.S_IFLNK | 0o777) << 16
            packed.writestr(link, target)
    return out.getvalue()


def split_backup() -> bytes:
    settings = {"settings": {"requests": WATCHES["settings"]["requests"]}}
    members = {"changedetection.json": json.dumps(settings), "secret.txt": "canary"}
    members |= {
        f"{uuid}/watch.json": json.dumps(watch) for uuid, watch in WATCHES["watching"].items()
    }
    members[f"{UUID.format(90)}/tag.json"] = json.dumps({"title": "Velmora"})
    return archive(members)


@pytest.mark.parametrize(
    "content",
    [json.dumps(WATCHES), archive({"url-watches.json": json.dumps(WATCHES)}), split_backup()],
    ids=["json", "backup", "backup with a file per watch"],
)
def test_a_backup_of_changedetection(take: Take, content: str | bytes) -> None:
    result = take(content)
    plans, shop = result.taken
    assert result.format == "changedetection.io"
    assert (plans.name, plans.company, plans.kind) == ("Plans", "velmora", "page")
    assert plans.selectors == {"text": ".plans, #total"}
    assert plans.every == timedelta(days=1, minutes=30)
    assert (shop.enabled, shop.document, shop.every) == (False, "product", timedelta(hours=3))
    assert shop.selectors == {"text": ".q"}
    assert [reason for _, reason in told(result)] == [
        "partly", "computed-address", "not-a-source", "unreadable",
    ]  # fmt: skip
    left = result.problems[0].detail
    for said in ("headers", "POST", "browser", "ignore", "//div", "JSON", "source"):
        assert said in left
    assert "secret" not in json.dumps(result.as_json()).replace("may be secret", "")


def test_an_archive_of_another_kind_or_of_evil_intent(take: Take, tmp_path: Path) -> None:
    outside = archive(
        {"../../evil/watch.json": "{}", "notes.txt": "x"}, {"url-watches.json": "/etc/passwd"}
    )
    with pytest.raises(WrongUseError, match="no backup"):
        take(outside)
    assert not list(tmp_path.rglob("evil*"))
    bomb = archive({"url-watches.json": " " * (2 * rows.MOST_BYTES + 10)})
    assert len(bomb) < 100_000
    with pytest.raises(WrongUseError, match="unpacks"):
        take(bomb)
    whole = archive({"url-watches.json": json.dumps(WATCHES)})
    for cut in (
        whole[: len(whole) // 2],
        whole[:-30] + b"PK\x05\x06" + b"\xff" * 18,
        b"PK\x03\x04",
    ):
        with pytest.raises(WrongUseError, match="archive"):
            take(cut)


URLWATCH = """\
name: "Velmora plans"
url: "https://velmora.example/pricing"
filter:
  - css: ".plans"
  - html2text:
      method: re
  - strip
---
url: https://ports.example/board
filter: element-by-id:main,html2text
---
navigate: https://app.example/
filter:
  - xpath: {path: "//main", skip: 1}
  - grep: price
headers: {Cookie: secret}
---
name: shell
command: rm -rf /
---
url: [unclosed
---
- url: https://two.example/
- 7
---
!!python/object/apply:os.system ["true"]
"""


def test_the_jobs_of_urlwatch(take: Take) -> None:
    result = take(URLWATCH, "urls.yaml")
    assert result.format == "urlwatch"
    assert [(one.urls[0], dict(one.selectors)) for one in result.taken] == [
        ("https://velmora.example/pricing", {"text": ".plans"}),
        ("https://ports.example/board", {"text": "#main"}),
        ("https://app.example/", {"text": "//main"}),
        ("https://two.example/", {}),
    ]
    assert told(result) == [
        ("line 12", "partly"), ("line 18", "command"), ("line 21", "bad-yaml"),
        ("line 23", "unreadable"), ("line 26", "bad-yaml"),
    ]  # fmt: skip
    for said in ("browser", "grep", "headers", "details of the filter xpath"):
        assert said in result.problems[0].detail
    assert "secret" not in json.dumps(result.as_json())


@pytest.mark.parametrize(
    "content",
    ["[" * 3000, "url: " + "[" * 3000, "url: &a [*a]\n", "{" * 3000, '{"a": 1}', b"\x00\x01\xff\xd8" * 99,
     "url,name\n" + '"' * 999, "", "\ufeff", "url:\n---\n" * 50, "<opml>" * 400],
)  # fmt: skip
def test_nothing_breaks_on_odd_files(take: Take, content: str | bytes) -> None:
    with suppress(WrongUseError):
        assert take(content).taken == []


def test_a_million_rows_are_refused_at_once(take: Take, workspace: Workspace) -> None:
    with pytest.raises(WrongUseError, match="10,000"):
        take("url\n" + "\n".join(f"https://a.example/{n}" for n in range(1_000_000)))
    with pytest.raises(WrongUseError, match="larger"):
        take(b"https://a.example/\n" * 2_000_000)
    assert len(workspace.registry.sources) == 1


def test_periods_in_words() -> None:
    assert [period(one) for one in ("daily", "每天", "30 minutes", "2小时", "6h", "1 Week")] == [
        "1d", "1d", "30m", "2h", "6h", "1w",
    ]  # fmt: skip
    assert [period_of(seconds) for seconds in (1, 90, 7200, 5 * 604_800 + 1)] == [
        "1m",
        "2m",
        "2h",
        "841h",
    ]
    with pytest.raises(ValueError, match="6h"):
        period("often")
