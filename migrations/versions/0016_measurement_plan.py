"""Moments come from a measurement plan, can be moved with a reason, or are not held for one.

What was planned before came from the two moments that were fixed in code. A traject that runs is
looked at again at once; of one that ended nothing is asked after all.
"""

import sqlalchemy as sa
from alembic import op

revision = "0016_measurement_plan"
down_revision = "0011_people_of_a_school"
branch_labels = None
depends_on = None

MOMENTS = {
    "nomination": "aanmelding",
    "intake": "intake",
    "follow_up": "vervolg",
    "closing": "slot",
    "aftercare": "nazorg_6",
    "session": "gesprek",
}


def upgrade() -> None:
    with op.batch_alter_table("traject") as table:
        table.add_column(
            sa.Column("plan_key", sa.String(64), nullable=False, server_default="standaard")
        )
        table.add_column(sa.Column("next_moment_on", sa.Date(), nullable=True))
    with op.batch_alter_table("traject") as table:
        table.alter_column("plan_key", existing_type=sa.String(64), server_default=None)
    op.create_index(
        "ix_traject_next_moment_on",
        "traject",
        ["next_moment_on"],
        sqlite_where=sa.text("next_moment_on IS NOT NULL"),
        postgresql_where=sa.text("next_moment_on IS NOT NULL"),
    )
    op.execute("UPDATE traject SET next_moment_on = started_on WHERE ended_on IS NULL")
    with op.batch_alter_table("occasion") as table:
        table.add_column(sa.Column("moment", sa.String(32), nullable=True))
        table.add_column(
            sa.Column("plan_version", sa.String(20), nullable=False, server_default="0")
        )
        table.add_column(sa.Column("not_held", sa.String(20), nullable=True))
        table.create_unique_constraint("uq_occasion_id_organisation_id", ["id", "organisation_id"])
    for kind, moment in MOMENTS.items():
        op.execute(
            sa.text("UPDATE occasion SET moment = :moment WHERE kind = :kind").bindparams(
                moment=moment, kind=kind
            )
        )
    with op.batch_alter_table("occasion") as table:
        table.alter_column("moment", existing_type=sa.String(32), nullable=False)
        table.alter_column("plan_version", existing_type=sa.String(20), server_default=None)
    op.add_column("invitation", sa.Column("spent_seconds", sa.Integer(), nullable=True))
    _add_shifts()
    _add_left_out()


def downgrade() -> None:
    op.drop_table("left_out")
    op.drop_table("occasion_shift")
    op.drop_column("invitation", "spent_seconds")
    with op.batch_alter_table("occasion") as table:
        table.drop_constraint("uq_occasion_id_organisation_id", type_="unique")
        table.drop_column("not_held")
        table.drop_column("plan_version")
        table.drop_column("moment")
    op.drop_index("ix_traject_next_moment_on", table_name="traject")
    with op.batch_alter_table("traject") as table:
        table.drop_column("next_moment_on")
        table.drop_column("plan_key")


def _add_shifts() -> None:
    op.create_table(
        "occasion_shift",
        sa.Column("id", sa.String(32), nullable=False),
        sa.Column("organisation_id", sa.String(32), nullable=False),
        sa.Column("occasion_id", sa.String(32), nullable=False),
        sa.Column("from_on", sa.Date(), nullable=False),
        sa.Column("to_on", sa.Date(), nullable=False),
        sa.Column("reason", sa.String(20), nullable=False),
        sa.Column("shifted_by", sa.String(32), nullable=False),
        sa.Column("shifted_at", sa.String(27), nullable=False),
        sa.ForeignKeyConstraint(
            ["occasion_id", "organisation_id"],
            ["occasion.id", "occasion.organisation_id"],
            name="fk_occasion_shift_occasion_id_organisation_id",
        ),
        sa.ForeignKeyConstraint(["shifted_by"], ["person.id"], name="fk_occasion_shift_shifted_by"),
        sa.PrimaryKeyConstraint("id", name="pk_occasion_shift"),
    )
    op.create_index("ix_occasion_shift_occasion_id", "occasion_shift", ["occasion_id"])


def _add_left_out() -> None:
    op.create_table(
        "left_out",
        sa.Column("occasion_id", sa.String(32), nullable=False),
        sa.Column("informant_id", sa.String(32), nullable=False),
        sa.Column("questionnaire_key", sa.String(60), nullable=False),
        sa.Column("organisation_id", sa.String(32), nullable=False),
        sa.Column("reason", sa.String(10), nullable=False),
        sa.Column("left_out_at", sa.String(27), nullable=False),
        sa.CheckConstraint(
            "reason IN ('budget', 'recent', 'new_rater')", name="ck_left_out_known_reason"
        ),
        sa.ForeignKeyConstraint(
            ["occasion_id", "organisation_id"],
            ["occasion.id", "occasion.organisation_id"],
            name="fk_left_out_occasion_id_organisation_id",
        ),
        sa.ForeignKeyConstraint(
            ["informant_id"], ["traject_informant.id"], name="fk_left_out_informant_id"
        ),
        sa.PrimaryKeyConstraint(
            "occasion_id", "informant_id", "questionnaire_key", name="pk_left_out"
        ),
    )
