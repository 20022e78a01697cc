"""Opens the store: one small object that holds its parts."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from schemas.errors import NotConfiguredError
from store.accounts import AccountStore
from store.archive import Archive
from store.audit import AuditLog
from store.collecting import Collections
from store.corrections import CorrectionStore
from store.database import Database
from store.desk import Desk
from store.documents import Documents
from store.editions import Editions
from store.harvest import Harvest
from store.health import HealthStore
from store.indexing import Indexing
from store.judgements import Judgements
from store.moves import MoveRows
from store.ratings import MailNotes
from store.registry import RegistryStore
from store.runs import Runs
from store.schema import migrate
from store.stories import Stories
from store.tags import TagStore
from store.templates import TemplateStore
from store.told import Told
from store.watching import Watching

FILE_NAME = "zhibi.sqlite"


@dataclass(frozen=True)
class Store:
    """The parts of the system of record. Close it when done."""

    database: Database
    archive: Archive
    registry: RegistryStore
    runs: Runs
    harvest: Harvest
    health: HealthStore
    judgements: Judgements
    documents: Documents
    told: Told
    watching: Watching
    tags: TagStore
    corrections: CorrectionStore
    stories: Stories
    moves: MoveRows
    indexing: Indexing
    editions: Editions
    mail: MailNotes
    templates: TemplateStore
    accounts: AccountStore
    audit: AuditLog
    desk: Desk
    collections: Collections

    @contextmanager
    def batch(self) -> Iterator[None]:
        """Make one transaction of all calls in the block: all are kept, or none.

        Keep it short, since nobody else can write meanwhile.
        """
        with self.database.batch():
            yield

    def close(self) -> None:
        """Close the database."""
        self.database.close()


def open_store(url: str, data: Path) -> Store:
    """Open the database at *url* and the archive in *data*, and bring the schema up to date.

    *url* is ``sqlite:///FILE`` or ``postgresql+psycopg://…``. Raises NotConfiguredError (wrong
    address, wrong password, no right to write, no database, a newer schema), RetryLaterError (the
    server is away or busy) and StorageFullError.
    """
    if not data.is_dir():
        raise NotConfiguredError(
            "there is no such folder", where=str(data), remedy="Make a workspace with zhibi init"
        )
    database = Database(url)
    try:
        migrate(database)
    except BaseException:
        database.close()
        raise
    return Store(
        database=database,
        archive=Archive(data / "archive"),
        registry=RegistryStore(database),
        runs=Runs(database),
        harvest=Harvest(database),
        health=HealthStore(database),
        judgements=Judgements(database),
        documents=Documents(database),
        told=Told(database),
        watching=Watching(database),
        tags=TagStore(database),
        corrections=CorrectionStore(database),
        stories=Stories(database),
        moves=MoveRows(database),
        indexing=Indexing(database),
        editions=Editions(database),
        mail=MailNotes(database),
        templates=TemplateStore(database),
        accounts=AccountStore(database),
        audit=AuditLog(database),
        desk=Desk(database),
        collections=Collections(database),
    )
