"""Starts the web application on loopback."""

from pathlib import Path

import uvicorn

from pipeline.workspace import open_workspace
from web.app import create_app


def serve(folder: Path | None, port: int) -> None:
    """Serve the pages of a workspace on 127.0.0.1 until interrupted."""
    workspace = open_workspace(folder)
    try:
        uvicorn.run(create_app(workspace), host="127.0.0.1", port=port, log_level="warning")
    finally:
        workspace.close()
