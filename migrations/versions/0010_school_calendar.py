"""A school has the holidays of its region, and days of its own."""

import sqlalchemy as sa
from alembic import op

revision = "0010_school_calendar"
down_revision = "0009_course_of_a_traject"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("school") as table:
        table.add_column(sa.Column("region", sa.String(6), nullable=False, server_default="Noord"))
        table.create_check_constraint(
            "ck_school_known_region", "region IN ('Noord', 'Midden', 'Zuid')"
        )
    with op.batch_alter_table("school") as table:
        table.alter_column("region", existing_type=sa.String(6), server_default=None)
    op.create_table(
        "school_closure",
        sa.Column("id", sa.String(32), nullable=False),
        sa.Column("organisation_id", sa.String(32), nullable=False),
        sa.Column("school_id", sa.String(32), nullable=False),
        sa.Column("first_on", sa.Date(), nullable=False),
        sa.Column("last_on", sa.Date(), nullable=False),
        sa.Column("words", sa.String(40), nullable=False),
        sa.CheckConstraint("last_on >= first_on", name="ck_school_closure_ends_after_it_begins"),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisation.id"], name="fk_school_closure_organisation_id"
        ),
        sa.ForeignKeyConstraint(["school_id"], ["school.id"], name="fk_school_closure_school_id"),
        sa.PrimaryKeyConstraint("id", name="pk_school_closure"),
    )
    op.create_index("ix_school_closure_school_id", "school_closure", ["school_id"])


def downgrade() -> None:
    op.drop_table("school_closure")
    with op.batch_alter_table("school") as table:
        table.drop_constraint("ck_school_known_region", type_="check")
        table.drop_column("region")
