"""A shorter list in the place of a longer one, and yearly lists that do not fit, are kept."""

import sqlalchemy as sa
from alembic import op

revision = "0026_left_out_for_the_ceiling"
down_revision = "0025_other_ways_in"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("left_out") as table:
        table.add_column(sa.Column("instead", sa.String(60), nullable=True))
    op.create_table(
        "yearly_left_out",
        sa.Column("school_informant_id", sa.String(32), nullable=False),
        sa.Column("questionnaire_key", sa.String(60), nullable=False),
        sa.Column("school_year", sa.Integer(), nullable=False),
        sa.Column("moment", sa.String(20), nullable=False),
        sa.Column("organisation_id", sa.String(32), nullable=False),
        sa.Column("left_out_at", sa.String(27), nullable=False),
        sa.ForeignKeyConstraint(
            ["school_informant_id"],
            ["school_informant.id"],
            name="fk_yearly_left_out_school_informant_id",
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisation.id"], name="fk_yearly_left_out_organisation_id"
        ),
        sa.PrimaryKeyConstraint(
            "school_informant_id",
            "questionnaire_key",
            "school_year",
            "moment",
            name="pk_yearly_left_out",
        ),
    )


def downgrade() -> None:
    op.drop_table("yearly_left_out")
    with op.batch_alter_table("left_out") as table:
        table.drop_column("instead")
