"""Runs migrations on the connection that `survey_app.storage.migrate` hands over."""

from alembic import context

attributes = context.config.attributes

context.configure(
    connection=attributes["connection"],
    target_metadata=attributes.get("metadata"),
    render_as_batch=True,
    # Every run is one transaction that was begun by hand, on SQLite too (BEGIN IMMEDIATE).
    transactional_ddl=True,
)
context.run_migrations()
