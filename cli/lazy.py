"""The group of all commands, of which only the one that is called is loaded.

Loading everything takes seconds: it brings the crawler, the language pipelines and both engines.
"""

import sys
from importlib import import_module
from typing import Any

import typer
from typer.core import TyperGroup
from typer.main import get_group

# The command, and the module of this package that has it, in the order of the help.
COMMANDS = {
    "run": "running", "crawl": "running", "ingest": "running", "enrich": "running",
    "index": "running", "alert": "alerting", "reindex": "running", "maintain": "running",
    "search": "finding", "add": "handing", "import": "handing", "digest": "digesting",
    "mail": "mailing",
    "init": "keeping", "apply": "keeping", "export": "keeping", "doctor": "keeping",
    "verify": "keeping", "backup": "keeping", "restore": "keeping",
    "extract": "paging", "diff": "paging", "price": "piping", "tag": "tagging",
    "stories": "tagging", "correct": "correcting", "serve": "serving", "mcp": "assisting", "user": "users", "audit": "auditing",
    "demo": "demo",
    "source": "sources", "company": "companies", "collection": "collecting", "nlp": "learning",
}  # fmt: skip


class LazyGroup(TyperGroup):
    """Lists every command, loads one when it is called."""

    def __init__(self, **attributes: Any) -> None:
        super().__init__(**attributes)
        # Only the names count here: they are listed, and suggested where one is mistyped.
        self.commands: dict[str, Any] = dict.fromkeys(COMMANDS)

    def invoke(self, ctx: Any) -> Any:
        """Run the command; where a person stops it, say what that means. Exit code 130."""
        try:
            return super().invoke(ctx)
        except KeyboardInterrupt:
            sys.stderr.write("\nStopped. What was done is kept; run again to go on.\n")
            raise typer.Exit(130) from None

    def get_command(self, ctx: Any, cmd_name: str) -> Any:
        """Return the command of that name, or None."""
        if cmd_name not in COMMANDS:
            return None
        part = typer.Typer()
        import_module(f"cli.{COMMANDS[cmd_name]}").register(part)
        return get_group(part).commands.get(cmd_name)
