"""Starts the web application."""

import gc
from pathlib import Path
from typing import Final

import uvicorn

from pipeline.workspace import open_workspace
from web.app import create_app

# Seconds for which a connection may be idle: longer than proxies keep theirs (60 is usual), so that none is
# closed here at the moment in which a request is sent on it.
IDLE: Final = 75


def serve(folder: Path | None, port: int, host: str = "127.0.0.1") -> None:
    """Serve the pages of a workspace on *host* until interrupted."""
    workspace = open_workspace(folder)
    try:
        app = create_app(workspace)
        settle()
        # The address of a client comes from a proxy's header only where the proxy is on this machine.
        uvicorn.run(
            app, host=host, port=port, log_level="warning", server_header=False,
            timeout_keep_alive=IDLE,
        )  # fmt: skip
    finally:
        workspace.close()


def settle() -> None:
    """Take what is loaded by now out of the collector's sight: it stays, and to look through it holds a page up.

    Among a thousand sources each full collection took a tenth of a second, whichever page it met.
    """
    gc.collect()
    gc.freeze()
