"""The API of pictures: a change with the page before and after it, and pages as the archive holds them."""

from typing import Annotated, Any

from fastapi import APIRouter, HTTPException, Path, Query
from fastapi.responses import Response

from web import pictures
from web.api import PREFIX, ApiRoute
from web.routes.api import PROBLEMS
from web.visit import Here

router = APIRouter(prefix=PREFIX, route_class=ApiRoute)
Name = Annotated[str, Path(max_length=200)]
Number = Annotated[
    int | None, Query(ge=1, le=1_000_000, description="Of the revision; else the newest")
]
_PNG: dict[int | str, dict[str, Any]] = PROBLEMS | {
    200: {
        "description": "The picture",
        "content": {"image/png": {"schema": {"type": "string", "format": "binary"}}},
    }
}


@router.get("/changes/{change_id}/picture", responses=_PNG, response_class=Response)
def of_change(visit: Here, change_id: Name) -> Response:
    """Draw both pages of a change side by side, the change outlined in each (PNG).

    The first drawing takes some seconds, then it is kept. 503 where there is no browser.
    """
    drawn = pictures.of_change(visit, change_id)
    if drawn is None:
        raise HTTPException(404, f"there are no two pages of a change called {change_id!r}")
    return drawn


@router.get("/documents/{document_id}/picture", responses=_PNG, response_class=Response)
def of_document(visit: Here, document_id: Name, revision: Number = None) -> Response:
    """Draw a page as it was received (PNG); nothing of it runs or is fetched."""
    drawn = pictures.of_document(visit, document_id, revision)
    if drawn is None:
        raise HTTPException(404, f"the archive holds no page of {document_id!r}")
    return drawn
