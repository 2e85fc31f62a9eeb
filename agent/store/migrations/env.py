"""alembic's way in. It works on the connection, and inside the transaction, that `agent.store.migrate` gives it."""

from alembic import context

from agent.store.schema import metadata

context.configure(connection=context.config.attributes["connection"], target_metadata=metadata)
with context.begin_transaction():
    context.run_migrations()
