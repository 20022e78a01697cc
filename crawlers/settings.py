"""Scrapy's settings. What its defaults would do by themselves is switched off by name."""

from typing import Any

_MIDDLEWARES = {
    # process_request runs downwards, process_response upwards.
    "crawlers.middlewares.parking.ParkingMiddleware": 100,
    "crawlers.middlewares.redirects.RedirectsMiddleware": 150,
    "crawlers.middlewares.robots.RobotsMiddleware": 200,
}
_HANDLER = "crawlers.fetch.handler.GuardedDownloadHandler"


def scrapy_settings() -> dict[str, Any]:
    """Return the settings of every crawl; limits come with the plan, not from here."""
    return {
        "DOWNLOAD_HANDLERS_BASE": {"http": _HANDLER, "https": _HANDLER},
        "DOWNLOADER_MIDDLEWARES_BASE": {},
        "DOWNLOADER_MIDDLEWARES": _MIDDLEWARES,
        "SPIDER_MIDDLEWARES_BASE": {},
        "EXTENSIONS_BASE": {},
        "ITEM_PIPELINES_BASE": {},
        "TWISTED_DNS_RESOLVER": "crawlers.fetch.noresolver.NoResolver",
        "DUPEFILTER_CLASS": "scrapy.dupefilters.BaseDupeFilter",
        # Turns are given by the gate, per host over all spiders; Scrapy's slots must not wait too.
        "CONCURRENT_REQUESTS": 0,
        "CONCURRENT_REQUESTS_PER_DOMAIN": 100_000,
        "DOWNLOAD_DELAY": 0,
        "TELNETCONSOLE_ENABLED": False,
        # First come, first fetched: the newest entries of a list are its first.
        "SCHEDULER_MEMORY_QUEUE": "scrapy.squeues.FifoMemoryQueue",
        "LOG_INSTALL_ROOT_HANDLER": False,
        "STATS_DUMP": False,
    }
