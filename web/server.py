"""Starts the web application."""

from pathlib import Path

import uvicorn

from pipeline.workspace import open_workspace
from web.app import create_app


def serve(folder: Path | None, port: int, host: str = "127.0.0.1") -> None:
    """Serve the pages of a workspace on *host* until interrupted."""
    workspace = open_workspace(folder)
    try:
        app = create_app(workspace)
        # The address of a client comes from a proxy's header only where the proxy is on this machine.
        uvicorn.run(app, host=host, port=port, log_level="warning", server_header=False)
    finally:
        workspace.close()
