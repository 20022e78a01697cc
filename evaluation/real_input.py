"""Real pages that nobody here wrote, served on loopback with a feed and a sitemap, through it all.

    python -m evaluation.real_input DATA [--index URL]

DATA is a folder with ``extraction_en``, ``extraction_zh`` and ``extraction_zh_unlabelled``. Prints what was
fetched, extracted, quarantined with reasons, moves by kind, and the wall time of each step.
"""

import argparse
import gzip
import tempfile
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread

from pipeline import steps
from pipeline.workspace import open_workspace
from schemas.registry import Company, Registry, Source

FOLDERS = {
    "en.example": ("extraction_en", "sitemap"),
    "zh.example": ("extraction_zh", "feed"),
    "portals.example": ("extraction_zh_unlabelled", "sitemap"),
}
NOW = datetime(2026, 11, 24, 12, 0, tzinfo=UTC)


class _Pages(BaseHTTPRequestHandler):
    """Serves ``/page/NAME`` as stored, byte for byte, and a feed or sitemap of all names."""

    protocol_version = "HTTP/1.1"
    folders: dict[str, Path]

    def do_GET(self) -> None:
        """Answer one request."""
        host = self.headers.get("Host", "").split(":")[0]
        folder = self.folders.get(host)
        if folder is None:
            self._send(404, "text/plain", b"")
        elif self.path == "/robots.txt":
            self._send(200, "text/plain", b"User-agent: *\nAllow: /\n")
        elif self.path in {"/feed.xml", "/sitemap.xml"}:
            self._send(200, "application/xml", _list(host, folder, feed=self.path == "/feed.xml"))
        else:
            file = folder / f"{self.path.removeprefix('/page/')}.html.gz"
            found = file.is_file() and file.parent == folder
            self._send(
                200 if found else 404,
                "text/html",
                gzip.decompress(file.read_bytes()) if found else b"",
            )

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002  # the base class's name
        """Keep silent."""

    def _send(self, status: int, kind: str, body: bytes) -> None:
        self.send_response(status)
        self.send_header("Content-Type", kind)  # no charset: most of these servers named none
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)


def _list(host: str, folder: Path, *, feed: bool) -> bytes:
    names = sorted(path.name.removesuffix(".html.gz") for path in folder.glob("*.html.gz"))
    urls = [f"http://{host}/page/{name}" for name in names]
    if feed:
        rows = "".join(f"<item><title>-</title><link>{url}</link></item>" for url in urls)
        return f'<rss version="2.0"><channel><title>-</title>{rows}</channel></rss>'.encode()
    rows = "".join(f"<url><loc>{url}</loc></url>" for url in urls)
    space = "http://www.sitemaps.org/schemas/sitemap/0.9"
    return f'<urlset xmlns="{space}">{rows}</urlset>'.encode()


@contextmanager
def serving(data: Path) -> Iterator[int]:
    """Serve the page folders below *data* until the block ends; yields the port."""
    handler = type(
        "Handler",
        (_Pages,),
        {
            "folders": {
                host: data / name / "html" if (data / name / "html").is_dir() else data / name
                for host, (name, _kind) in FOLDERS.items()
            }
        },
    )
    server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
    Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield server.server_address[1]
    finally:
        server.shutdown()
        server.server_close()


def run(data: Path, index: str, folder: Path) -> dict[str, Counter[str]]:
    """Take all pages below *data* through every step in a workspace at *folder*; print and return counts."""
    with serving(data) as port:
        hosts = "".join(f'    {host}: "127.0.0.1:{port}"\n' for host in FOLDERS)
        (folder / "zhibi.yaml").write_text(
            f"index: {index}\nclock: {NOW.isoformat()}\ncrawl: {{delay: 0}}\n"
            f"egress:\n  allow: [127.0.0.1]\n  hosts:\n{hosts}",
            encoding="utf-8",
        )
        workspace = open_workspace(folder)
        try:
            workspace.store.registry.apply(_registry(), author="evaluation", now=NOW)
            found: dict[str, Counter[str]] = {}
            for report in steps.run(workspace):
                found[report.step] = Counter(report.counts)
                print(f"{report.step:<8} {report.seconds:7.1f} s  {report.counts}")
            found["quarantined"] = Counter(
                one.reason for one in workspace.store.harvest.quarantined()
            )
            found["moves"] = Counter(
                move.kind
                for _revision, tagged in workspace.store.tags.recent(
                    datetime(2000, 1, 1, tzinfo=UTC)
                )
                for one in tagged
                for move in one.tags.moves
            )
            for name in ("quarantined", "moves"):
                print(f"{name}: {dict(found[name].most_common())}")
            print(f"indexed: {workspace.index.count()}")
        finally:
            workspace.close()
    return found


def _registry() -> Registry:
    sources = tuple(
        Source(
            id=host.removesuffix(".example"),
            kind="feed" if kind == "feed" else "sitemap",
            urls=(f"http://{host}/{kind}.xml",),
            document="article",
        )
        for host, (_name, kind) in FOLDERS.items()
    )
    return Registry(companies=(Company(id="none", names={"en": ("Nonesuch",)}),), sources=sources)


def main() -> None:
    """Read the arguments and run."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("data", type=Path)
    parser.add_argument("--index", default="embedded", help="embedded, or Elasticsearch's URL")
    given = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="zhibi-real-") as name:
        run(given.data, given.index, Path(name))


if __name__ == "__main__":
    main()
