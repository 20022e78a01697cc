"""The crawl, a process of its own: ``python -m crawlers.crawl RUNFOLDER [--robots-cache FOLDER]``.

Reads ``plan.json`` in the run folder and leaves WARC files and a journal there. It has no
database, no secret and no setting but the plan. Exit code 0: all addresses of the plan and all
that they led to are journalled; 2: the plan cannot be read; 1: the run broke off.
"""

import argparse
import logging
import os
import signal
import sys
from collections import defaultdict
from pathlib import Path
from typing import Any

from crawlers.alone import end_with_parent, hold
from crawlers.fetch.recorder import Recorder
from schemas.errors import WrongUseError, ZhibiError
from schemas.harvest import CrawlPlan

PLAN_FILE = "plan.json"
LOG_FILE = "crawl.log"


def read_plan(folder: Path) -> CrawlPlan:
    """Read the plan of a run folder. Raises WrongUseError."""
    file = folder / PLAN_FILE
    try:
        return CrawlPlan.model_validate_json(file.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise WrongUseError(f"is no crawl plan: {error}", where=str(file)) from error


def run(folder: Path, robots_cache: Path | None = None) -> None:
    """Crawl what the plan of *folder* says. Raises ZhibiError, OSError for a disk that fails."""
    plan = read_plan(folder)

    # Imported late: the event loop has to be chosen before anything imports the reactor, and a
    # plan that cannot be read needs none of it.
    from scrapy.crawler import AsyncCrawlerProcess  # noqa: PLC0415
    from scrapy.utils.reactor import install_reactor  # noqa: PLC0415

    from crawlers import journal  # noqa: PLC0415
    from crawlers.fetch.session import Session  # noqa: PLC0415
    from crawlers.settings import scrapy_settings  # noqa: PLC0415
    from crawlers.spiders import SPIDERS  # noqa: PLC0415

    install_reactor("twisted.internet.asyncioreactor.AsyncioSelectorReactor")
    from twisted.internet import reactor  # noqa: PLC0415

    process = AsyncCrawlerProcess(scrapy_settings())
    logging.getLogger("scrapy").setLevel(logging.WARNING)
    loop: Any = reactor
    session = Session(plan, folder, loop.callLater, journal.read(folder), robots_cache)
    sources: defaultdict[type, list[str]] = defaultdict(list)
    for source in plan.sources:
        if spider := SPIDERS.get(source.kind):
            sources[spider].append(source.id)
    for spider, ids in sources.items():
        process.crawl(spider, session=session, sources=ids)
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: loop.callFromThread(_stop, session.recorder))
    try:
        process.start(install_signal_handlers=False)
        session.settle()
    finally:
        session.recorder.close()
    if session.recorder.broken is not None:
        raise session.recorder.broken


def _stop(recorder: Recorder) -> None:
    """End at once, with everything acknowledged that came: the next process goes on from there.

    Scrapy would first finish every request that waits for its turn, which may take an hour.
    """
    recorder.close()
    sys.stderr.write("the crawl was stopped. Run again; it goes on from there\n")
    sys.stderr.flush()
    os._exit(1)


def main(arguments: list[str] | None = None) -> int:
    """Run the command; return its exit code."""
    parser = argparse.ArgumentParser(prog="crawlers.crawl", description="Crawl one run folder")
    parser.add_argument("folder", type=Path)
    parser.add_argument("--robots-cache", type=Path, default=None)
    parser.add_argument("--parent", type=int, default=0, help="End with this process")
    given = parser.parse_args(arguments)
    logging.basicConfig(
        filename=given.folder / LOG_FILE if given.folder.is_dir() else None,
        level=logging.WARNING,
        format="%(asctime)s %(levelname)s %(name)s: %(message)s",
    )
    if given.parent:
        end_with_parent(given.parent)
    try:
        with hold(given.folder):
            run(given.folder, given.robots_cache)
    except ZhibiError as error:
        sys.stderr.write(f"{error}\n")
        return error.exit_code
    except OSError as error:
        sys.stderr.write(f"{error}. What is in the journal is kept; free the disk, run again\n")
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
