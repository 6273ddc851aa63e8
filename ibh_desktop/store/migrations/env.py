"""Runs revisions on the connection that `store.migrate` hands over, inside its transaction."""

from alembic import context

from ibh_desktop.store.schema import Base

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=Base.metadata,
    transactional_ddl=False,
    compare_type=True,
)
context.run_migrations()
