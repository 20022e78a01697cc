"""Pictures of archived pages, as answers."""

from collections.abc import Callable

from fastapi.responses import Response

from pipeline.pictures import kept
from web.visit import Visit


def picture_of(visit: Visit, name: str, draw: Callable[[], bytes]) -> Response:
    """Return the picture called *name*, drawn if it is not kept yet. It never changes.

    Raises what drawing raises (NotConfiguredError, SourceBrokenError, RetryLaterError).
    """
    picture = kept(visit.workspace, name, draw)
    return Response(
        picture, media_type="image/png", headers={"Cache-Control": "private, max-age=604800"}
    )
