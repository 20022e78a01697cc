"""${message}."""

import sqlalchemy as sa
from alembic import op

from store.columns import Moment, Words

revision = ${repr(up_revision)}
down_revision = ${repr(down_revision)}


def upgrade() -> None:
    """Make the change."""
    ${upgrades if upgrades else "pass"}
