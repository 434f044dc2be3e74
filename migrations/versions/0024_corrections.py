"""Who sent answers may change them for a while: a row beside the first, with scores of its own.

What was sent stays as it was. One measurement of a response counts; those it replaced are kept.
"""

import sqlalchemy as sa
from alembic import op

revision = "0024_corrections"
down_revision = "0023_coach_and_ib"
branch_labels = None
depends_on = None

COUNTS = sa.text("replaced_at IS NULL")


def upgrade() -> None:
    _add_corrections()
    with op.batch_alter_table("measurement") as table:
        table.add_column(sa.Column("correction_id", sa.String(32), nullable=True))
        table.add_column(sa.Column("replaced_at", sa.String(27), nullable=True))
        table.drop_constraint("uq_measurement_response_id", type_="unique")
        table.create_unique_constraint("uq_measurement_correction_id", ["correction_id"])
        table.create_foreign_key(
            "fk_measurement_correction_id", "correction", ["correction_id"], ["id"]
        )
    op.create_index("ix_measurement_response_id", "measurement", ["response_id"])
    op.create_index(
        "uq_measurement_counts",
        "measurement",
        ["response_id"],
        unique=True,
        sqlite_where=COUNTS,
        postgresql_where=COUNTS,
    )
    with op.batch_alter_table("signal") as table:
        table.drop_constraint("uq_signal_invitation_id_item", type_="unique")
        table.create_unique_constraint(
            "uq_signal_invitation_id_item_level", ["invitation_id", "item", "level"]
        )


def downgrade() -> None:
    _forget_corrections()
    with op.batch_alter_table("signal") as table:
        table.drop_constraint("uq_signal_invitation_id_item_level", type_="unique")
        table.create_unique_constraint("uq_signal_invitation_id_item", ["invitation_id", "item"])
    op.drop_index("uq_measurement_counts", table_name="measurement")
    op.drop_index("ix_measurement_response_id", table_name="measurement")
    with op.batch_alter_table("measurement") as table:
        table.drop_constraint("fk_measurement_correction_id", type_="foreignkey")
        table.drop_constraint("uq_measurement_correction_id", type_="unique")
        table.create_unique_constraint("uq_measurement_response_id", ["response_id"])
        table.drop_column("replaced_at")
        table.drop_column("correction_id")
    if op.get_bind().dialect.name == "postgresql":
        op.execute("DROP TRIGGER correction_never_changes ON correction")
    op.drop_table("correction")


def _add_corrections() -> None:
    op.create_table(
        "correction",
        sa.Column("id", sa.String(32), nullable=False),
        sa.Column("organisation_id", sa.String(32), nullable=False),
        sa.Column("response_id", sa.String(32), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("language", sa.String(5), nullable=False),
        sa.Column("answers", sa.Text(), nullable=False),
        sa.Column("missing", sa.Text(), nullable=False),
        sa.Column("texts", sa.Text(), nullable=False),
        sa.Column("posted", sa.Text(), nullable=False),
        sa.Column("browser", sa.String(64), nullable=False),
        sa.Column("corrected_at", sa.String(27), nullable=False),
        sa.CheckConstraint("number >= 1", name="ck_correction_counted_from_one"),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisation.id"], name="fk_correction_organisation_id"
        ),
        sa.ForeignKeyConstraint(["response_id"], ["response.id"], name="fk_correction_response_id"),
        sa.PrimaryKeyConstraint("id", name="pk_correction"),
        sa.UniqueConstraint("response_id", "number", name="uq_correction_response_id_number"),
    )
    guard = "CREATE TRIGGER correction_never_changes BEFORE UPDATE ON correction "
    op.execute(
        guard + "BEGIN SELECT RAISE(ABORT, 'correction rows never change'); END"
        if op.get_bind().dialect.name == "sqlite"
        else guard + "FOR EACH ROW EXECUTE FUNCTION refuse_update()"
    )


def _forget_corrections() -> None:
    """Let the answers count that were sent first; the older schema knows no others."""
    corrected = "SELECT id FROM measurement WHERE correction_id IS NOT NULL"
    op.execute(f"DELETE FROM score WHERE measurement_id IN ({corrected})")  # noqa: S608 nothing of it is given
    op.execute("DELETE FROM measurement WHERE correction_id IS NOT NULL")
    op.execute("DELETE FROM draft WHERE invitation_id IN (SELECT invitation_id FROM response)")
    op.execute(
        "DELETE FROM signal WHERE EXISTS (SELECT 1 FROM signal AS earlier"
        " WHERE earlier.invitation_id = signal.invitation_id AND earlier.item = signal.item"
        " AND (earlier.raised_at, earlier.id) < (signal.raised_at, signal.id))"
    )
