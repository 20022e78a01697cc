"""Alembic's entry point: runs on the connection, in the transaction, that it is given."""

from alembic import context

context.configure(
    connection=context.config.attributes["connection"],
    transactional_ddl=True,  # both engines can; alembic assumes that SQLite cannot
    transaction_per_migration=False,
)
context.run_migrations()
