"""A small web site on loopback for tests: pages by path, changed at will, every request noted."""

import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

HOST = "rival.example"


@dataclass
class Page:
    """What one path answers."""

    body: bytes
    content_type: str = "text/html; charset=utf-8"
    status: int = 200
    headers: dict[str, str] = field(default_factory=dict)


@dataclass
class Site:
    """The pages by path, and the paths that were asked for."""

    port: int = 0
    pages: dict[str, Page] = field(default_factory=dict)
    asked: list[str] = field(default_factory=list)
    posted: list[bytes] = field(default_factory=list)

    def put(self, path: str, body: str, content_type: str = "text/html; charset=utf-8") -> None:
        """Publish *body* at *path*."""
        self.pages[path] = Page(body.encode(), content_type)

    def feed(self, *rows: tuple[str, str, str]) -> None:
        """Publish ``/feed.xml`` with rows of path, title and RFC 822 date."""
        items = "".join(
            f"<item><title>{title}</title><link>http://{HOST}{path}</link><pubDate>{day}</pubDate></item>"
            for path, title, day in rows
        )
        self.put(
            "/feed.xml", f'<rss version="2.0"><channel>{items}</channel></rss>', "application/xml"
        )

    def article(self, path: str, title: str, *paragraphs: str) -> None:
        """Publish a plain article."""
        text = "".join(f"<p>{one}</p>" for one in paragraphs)
        self.put(
            path,
            f"<html><head><title>{title}</title></head><body><article><h1>{title}</h1>{text}</article></body></html>",
        )

    def pricing(self, **plans: str) -> None:
        """Publish ``/pricing`` with a table of plans and price texts."""
        rows = "".join(f"<tr><td>{name}</td><td>{price}</td></tr>" for name, price in plans.items())
        self.put(
            "/pricing",
            "<html><head><title>Pricing</title></head><body><h1>Plans and prices</h1>"
            f"<table><tr><th>Plan</th><th>Price</th></tr>{rows}</table></body></html>",
        )


@contextmanager
def serving() -> Iterator[Site]:
    """Serve a new site until the block ends."""
    site = Site()

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_GET(self) -> None:
            site.asked.append(self.path)
            page = site.pages.get(self.path, Page(b"not here", status=404))
            self.send_response(page.status)
            self.send_header("Content-Type", page.content_type)
            self.send_header("Content-Length", str(len(page.body)))
            for name, value in page.headers.items():
                self.send_header(name, value)
            self.end_headers()
            self.wfile.write(page.body)

        def do_POST(self) -> None:
            length = int(self.headers.get("Content-Length", "0"))
            site.posted.append(self.rfile.read(length))
            self.do_GET()

        def log_message(self, format: str, *args: object) -> None:  # noqa: A002  # the base's name
            """Keep silent."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    site.port = server.server_address[1]
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield site
    finally:
        server.shutdown()
        server.server_close()


def workspace_for(site: Site, folder: Path, **settings: object) -> Path:
    """Make a workspace that may reach *site* under its name; return the folder."""
    folder.mkdir(parents=True, exist_ok=True)
    values = {
        "crawl": {"delay": 0, "refresh": "1h"},
        "egress": {"allow": ["127.0.0.1"], "hosts": {HOST: f"127.0.0.1:{site.port}"}},
        **settings,
    }
    (folder / "zhibi.yaml").write_text(json.dumps(values), encoding="utf-8")
    registry = folder / "registry"
    registry.mkdir(exist_ok=True)
    (registry / "companies.yaml").write_text(
        f"""\
- id: velmora
  names: {{en: [Velmora], zh: [维墨]}}
  tier: 1
  products: [{{id: velmora-team, names: {{en: [Velmora Team]}}}}]
  sources:
    - {{id: rival-news, kind: feed, url: "http://{HOST}/feed.xml", every: 1d}}
    - {{id: rival-pricing, kind: page, document: offer, url: "http://{HOST}/pricing", every: 1d}}
- id: portulan
  names: {{en: [Portulan]}}
""",
        encoding="utf-8",
    )
    (registry / "readers.yaml").write_text(
        "- {id: petra, name: Petra Alm, email: petra@larkmere.example, language: en, timezone: UTC}\n",
        encoding="utf-8",
    )
    return folder
