"""Goals with their wordings, levels and ratings, and the steps that were tapped in talks."""

import sqlalchemy as sa
from alembic import op

revision = "0030_goals"
down_revision = "0029_practice"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "goal",
        sa.Column("id", sa.String(32), nullable=False),
        sa.Column("organisation_id", sa.String(32), nullable=False),
        sa.Column("traject_id", sa.String(32), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("owner_id", sa.String(32), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("area", sa.String(12), nullable=False),
        sa.Column("method", sa.String(6), nullable=False),
        sa.Column("start_step", sa.Integer(), nullable=False),
        sa.Column("good_enough", sa.Integer(), nullable=False),
        sa.Column("words_for_ten", sa.Text(), nullable=True),
        sa.Column("review_on", sa.Date(), nullable=False),
        sa.Column("status", sa.String(8), nullable=False),
        sa.Column("reason", sa.Text(), nullable=True),
        sa.Column("set_by", sa.String(32), nullable=False),
        sa.Column("set_on", sa.Date(), nullable=False),
        sa.Column("set_at", sa.String(27), nullable=False),
        sa.Column("ended_on", sa.Date(), nullable=True),
        sa.Column("ended_at", sa.String(27), nullable=True),
        sa.Column("replaces_id", sa.String(32), nullable=True),
        sa.CheckConstraint("number BETWEEN 1 AND 3", name=op.f("ck_goal_number")),
        sa.CheckConstraint(
            "area IN ('openness', 'resilience', 'rest', 'joy', 'contact', 'cooperation', 'other')",
            name=op.f("ck_goal_known_area"),
        ),
        sa.CheckConstraint(
            "(method = 'steps' AND start_step BETWEEN 0 AND 9"
            " AND good_enough BETWEEN start_step + 1 AND 10)"
            " OR (method = 'levels' AND start_step BETWEEN -2 AND -1 AND good_enough = 0)",
            name=op.f("ck_goal_good_enough_above_start"),
        ),
        sa.CheckConstraint("review_on > set_on", name=op.f("ck_goal_reviewed_later")),
        sa.CheckConstraint(
            "status IN ('runs', 'reached', 'changed', 'dropped')",
            name=op.f("ck_goal_known_status"),
        ),
        sa.CheckConstraint(
            "(status = 'runs') = (ended_on IS NULL) AND (ended_on IS NULL) = (ended_at IS NULL)",
            name=op.f("ck_goal_ended_with_its_day"),
        ),
        sa.CheckConstraint(
            "reason IS NOT NULL OR status IN ('runs', 'reached')",
            name=op.f("ck_goal_ended_with_a_reason"),
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisation.id"], name=op.f("fk_goal_organisation_id")
        ),
        sa.ForeignKeyConstraint(
            ["owner_id"], ["traject_informant.id"], name=op.f("fk_goal_owner_id")
        ),
        sa.ForeignKeyConstraint(["replaces_id"], ["goal.id"], name=op.f("fk_goal_replaces_id")),
        sa.ForeignKeyConstraint(["set_by"], ["person.id"], name=op.f("fk_goal_set_by")),
        sa.ForeignKeyConstraint(
            ["traject_id", "organisation_id"],
            ["traject.id", "traject.organisation_id"],
            name=op.f("fk_goal_traject_id_organisation_id"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_goal")),
        sa.UniqueConstraint("id", "organisation_id", name=op.f("uq_goal_id_organisation_id")),
        sa.UniqueConstraint("replaces_id", name=op.f("uq_goal_replaces_id")),
    )
    op.create_index(op.f("ix_goal_traject_id"), "goal", ["traject_id"], unique=False)
    op.create_index(
        "uq_goal_running",
        "goal",
        ["traject_id", "number"],
        unique=True,
        sqlite_where=sa.text("status = 'runs'"),
        postgresql_where=sa.text("status = 'runs'"),
    )
    op.create_table(
        "goal_level",
        sa.Column("goal_id", sa.String(32), nullable=False),
        sa.Column("level", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("organisation_id", sa.String(32), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.CheckConstraint("level BETWEEN -2 AND 2", name=op.f("ck_goal_level_level")),
        sa.ForeignKeyConstraint(
            ["goal_id", "organisation_id"],
            ["goal.id", "goal.organisation_id"],
            name=op.f("fk_goal_level_goal_id_organisation_id"),
        ),
        sa.PrimaryKeyConstraint("goal_id", "level", name=op.f("pk_goal_level")),
    )
    op.create_table(
        "goal_rating",
        sa.Column("id", sa.String(32), nullable=False),
        sa.Column("organisation_id", sa.String(32), nullable=False),
        sa.Column("goal_id", sa.String(32), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("rated_by", sa.String(32), nullable=False),
        sa.Column("value", sa.Integer(), nullable=False),
        sa.Column("rated_on", sa.Date(), nullable=False),
        sa.Column("mode", sa.String(4), nullable=False),
        sa.Column("recorded_by", sa.String(32), nullable=True),
        sa.Column("recorded_at", sa.String(27), nullable=False),
        sa.CheckConstraint("value BETWEEN -2 AND 10", name=op.f("ck_goal_rating_value")),
        sa.CheckConstraint("mode IN ('talk', 'link')", name=op.f("ck_goal_rating_known_mode")),
        sa.CheckConstraint(
            "(mode = 'talk') = (recorded_by IS NOT NULL)",
            name=op.f("ck_goal_rating_asked_in_a_talk"),
        ),
        sa.ForeignKeyConstraint(
            ["goal_id", "organisation_id"],
            ["goal.id", "goal.organisation_id"],
            name=op.f("fk_goal_rating_goal_id_organisation_id"),
        ),
        sa.ForeignKeyConstraint(
            ["rated_by"], ["traject_informant.id"], name=op.f("fk_goal_rating_rated_by")
        ),
        sa.ForeignKeyConstraint(
            ["recorded_by"], ["person.id"], name=op.f("fk_goal_rating_recorded_by")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_goal_rating")),
        sa.UniqueConstraint("goal_id", "number", name=op.f("uq_goal_rating_goal_id_number")),
    )
    op.create_table(
        "talk_step",
        sa.Column("id", sa.String(32), nullable=False),
        sa.Column("organisation_id", sa.String(32), nullable=False),
        sa.Column("traject_id", sa.String(32), nullable=False),
        sa.Column("recorded_by", sa.String(32), nullable=False),
        sa.Column("recorded_at", sa.String(27), nullable=False),
        sa.ForeignKeyConstraint(
            ["recorded_by"], ["person.id"], name=op.f("fk_talk_step_recorded_by")
        ),
        sa.ForeignKeyConstraint(
            ["traject_id", "organisation_id"],
            ["traject.id", "traject.organisation_id"],
            name=op.f("fk_talk_step_traject_id_organisation_id"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_talk_step")),
    )
    op.create_index(op.f("ix_talk_step_traject_id"), "talk_step", ["traject_id"], unique=False)


def downgrade() -> None:
    op.drop_table("talk_step")
    op.drop_table("goal_rating")
    op.drop_table("goal_level")
    op.drop_table("goal")
