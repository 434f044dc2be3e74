"""Answers that a coach writes down for somebody, and a tablet that is handed over.

A response keeps who entered it and the day that stands on the paper; what is typed from paper for
the first of two times waits in `paper_entry`. A signed-in session can be locked while somebody else
holds the browser, and a person can have a PIN to unlock it.
"""

import sqlalchemy as sa
from alembic import op

revision = "0025_other_ways_in"
down_revision = "0024_corrections"
branch_labels = None
depends_on = None

ENTERED_BY = "fk_response_entered_by"


def upgrade() -> None:
    with op.batch_alter_table("response") as table:
        table.add_column(sa.Column("entered_by", sa.String(32), nullable=True))
        table.add_column(sa.Column("answered_on", sa.Date(), nullable=True))
        table.add_column(sa.Column("day_explained", sa.Text(), nullable=True))
        table.create_foreign_key(ENTERED_BY, "person", ["entered_by"], ["id"])
    _refuse_updates_again()
    op.create_table(
        "paper_entry",
        sa.Column("invitation_id", sa.String(32), nullable=False),
        sa.Column("turn", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("organisation_id", sa.String(32), nullable=False),
        sa.Column("entered_by", sa.String(32), nullable=False),
        sa.Column("entered_at", sa.String(27), nullable=False),
        sa.Column("posted", sa.Text(), nullable=False),
        sa.CheckConstraint("turn IN (1, 2)", name=op.f("ck_paper_entry_first_or_second")),
        sa.ForeignKeyConstraint(
            ["invitation_id"], ["invitation.id"], name=op.f("fk_paper_entry_invitation_id")
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisation.id"], name=op.f("fk_paper_entry_organisation_id")
        ),
        sa.ForeignKeyConstraint(
            ["entered_by"], ["person.id"], name=op.f("fk_paper_entry_entered_by")
        ),
        sa.PrimaryKeyConstraint("invitation_id", "turn", name=op.f("pk_paper_entry")),
    )
    with op.batch_alter_table("person") as table:
        table.add_column(sa.Column("pin_hash", sa.String(200), nullable=True))
    with op.batch_alter_table("login_session") as table:
        table.add_column(sa.Column("locked_at", sa.String(27), nullable=True))
        table.add_column(sa.Column("lent_for", sa.String(32), nullable=True))
        table.add_column(sa.Column("wrong_pins", sa.Integer(), nullable=False, server_default="0"))
    with op.batch_alter_table("login_session") as table:
        table.alter_column("wrong_pins", existing_type=sa.Integer(), server_default=None)


def downgrade() -> None:
    with op.batch_alter_table("login_session") as table:
        for column in ("wrong_pins", "lent_for", "locked_at"):
            table.drop_column(column)
    with op.batch_alter_table("person") as table:
        table.drop_column("pin_hash")
    op.drop_table("paper_entry")
    with op.batch_alter_table("response") as table:
        table.drop_constraint(ENTERED_BY, type_="foreignkey")
        for column in ("day_explained", "answered_on", "entered_by"):
            table.drop_column(column)
    _refuse_updates_again()


def _refuse_updates_again() -> None:
    """Put back the guard that SQLite loses with the table that is built anew."""
    if op.get_bind().dialect.name == "sqlite":
        op.execute(
            "CREATE TRIGGER response_never_changes BEFORE UPDATE ON response"
            " BEGIN SELECT RAISE(ABORT, 'response rows never change'); END"
        )
