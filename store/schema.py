"""Brings the schema of a database up to date: in one transaction, by one process at a time."""

from pathlib import Path

from sqlalchemy import Connection, inspect, text

from schemas.errors import NotConfiguredError
from store.database import Database
from store.files import copy_sqlite, flush
from store.tables import HEAD

MIGRATIONS = Path(__file__).parent / "migrations"


def migrate(database: Database) -> None:
    """Bring *database* to the newest schema. Raises NotConfiguredError where it is newer already.

    A file that holds an older schema is copied beside itself first.
    """
    if database.read(_current) == HEAD:
        return
    before = database.read(_current)
    if before is not None and database.is_sqlite:
        _refuse_newer(database, before)
        _keep_copy(database, before)
    database.write(lambda connection: _upgrade(database, connection))


def _current(connection: Connection) -> str | None:
    if not inspect(connection).has_table("alembic_version"):
        return None
    found: str | None = connection.scalar(text("SELECT version_num FROM alembic_version"))
    return found


def _upgrade(database: Database, connection: Connection) -> None:
    """Run what is missing; looks again, for another process may have done it meanwhile."""
    # Slow to import, and needed only where something is to migrate.
    from alembic import command  # noqa: PLC0415
    from alembic.config import Config  # noqa: PLC0415

    current = _current(connection)
    if current == HEAD:
        return
    _refuse_newer(database, current)
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS).replace("%", "%%"))
    config.attributes["connection"] = connection
    command.upgrade(config, "head")


def _refuse_newer(database: Database, current: str | None) -> None:
    # Revisions are numbered, so an unknown higher number was written by a newer version.
    if current is not None and current > HEAD:
        raise NotConfiguredError(
            f"the database was written by a newer version (schema {current}, this one knows {HEAD})",
            where=database.where,
            remedy="Upgrade Zhibi, or restore the backup made before that upgrade",
        )


def _keep_copy(database: Database, current: str) -> None:
    file = Path(str(database.url.database))
    copy = file.with_name(f"{file.name}.schema-{current}")
    partial = copy.with_name(copy.name + ".partial")
    partial.unlink(missing_ok=True)
    copy_sqlite(file, partial)
    partial.replace(copy)
    flush(copy.parent)
