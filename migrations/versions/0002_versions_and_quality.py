"""One version may be published again with other spelling; scores say what they were held against.

A published questionnaire no longer has a unique version: corrected spelling and new knowledge of a
list keep its number. A score remembers its evidence stage, norm and bands, a measurement what asks
for care in reading it.
"""

import sqlalchemy as sa
from alembic import op

revision = "0002_versions_and_quality"
down_revision = "0001_first_tables"
branch_labels = None
depends_on = None

UNIQUE = "uq_published_questionnaire_key_version"


def upgrade() -> None:
    with op.batch_alter_table("published_questionnaire") as table:
        table.drop_constraint(UNIQUE, type_="unique")
        table.create_index("ix_published_questionnaire_key", ["key"], unique=False)
    _refuse_updates_again()
    with op.batch_alter_table("measurement") as table:
        table.add_column(sa.Column("quality", sa.Text(), nullable=False, server_default="[]"))
    with op.batch_alter_table("measurement") as table:
        table.alter_column("quality", server_default=None)
    with op.batch_alter_table("score") as table:
        table.add_column(sa.Column("evidence_stage", sa.Integer(), nullable=True))
        table.add_column(sa.Column("norm", sa.String(64), nullable=True))
        table.add_column(sa.Column("bands", sa.String(64), nullable=True))
    # Until now a scale was shown with the stage of its form.
    op.execute(
        "UPDATE score SET evidence_stage = (SELECT measurement.evidence_stage FROM measurement"
        " WHERE measurement.id = score.measurement_id)"
    )
    with op.batch_alter_table("score") as table:
        table.alter_column("evidence_stage", existing_type=sa.Integer(), nullable=False)


def downgrade() -> None:
    """Go back, unless a version was published twice: then nothing happens and nothing is lost."""
    with op.batch_alter_table("score") as table:
        table.drop_column("bands")
        table.drop_column("norm")
        table.drop_column("evidence_stage")
    with op.batch_alter_table("measurement") as table:
        table.drop_column("quality")
    with op.batch_alter_table("published_questionnaire") as table:
        table.drop_index("ix_published_questionnaire_key")
        table.create_unique_constraint(UNIQUE, ["key", "version"])
    _refuse_updates_again()


def _refuse_updates_again() -> None:
    """Put back the guard that SQLite loses with the table that is built anew."""
    if op.get_bind().dialect.name == "sqlite":
        op.execute(
            "CREATE TRIGGER published_questionnaire_never_changes"
            " BEFORE UPDATE ON published_questionnaire"
            " BEGIN SELECT RAISE(ABORT, 'published_questionnaire rows never change'); END"
        )
