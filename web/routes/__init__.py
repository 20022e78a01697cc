"""One module per page group, each with a ``router``. Who may use a route stands in ``web.access``."""

from typing import Final

from fastapi import APIRouter

from web.routes import (
    account,
    admin,
    api,
    api_collections,
    api_desk,
    audit,
    collect,
    collections,
    companies,
    correcting,
    desk,
    digests,
    document,
    feeds,
    mail,
    prices,
    proposed,
    readers,
    registry,
    search,
    sources,
    story,
    tasks,
    today,
)

ROUTERS: Final[tuple[APIRouter, ...]] = (
    account.router,
    digests.router,
    mail.router,
    today.router,
    search.router,
    feeds.router,
    story.router,
    desk.router,
    correcting.router,
    document.router,
    collect.router,
    collections.router,
    companies.router,
    prices.router,
    sources.router,
    api.router,
    api_collections.router,
    api_desk.router,
    admin.router,
    audit.router,
    registry.router,
    readers.router,
    proposed.router,
    tasks.router,
)
