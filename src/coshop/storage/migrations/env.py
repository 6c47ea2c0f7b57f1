"""What Alembic runs for an upgrade: the migrations, on the connection and in the transaction it was handed."""

from alembic import context

from coshop.storage.tables import metadata

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=metadata,
    transactional_ddl=True,
    transaction_per_migration=False,
)
context.run_migrations()
