"""The decision after each measurement, and the cards that go to peers after a check."""

import sqlalchemy as sa
from alembic import op

revision = "0031_decisions"
down_revision = "0030_goals"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "decision",
        sa.Column("id", sa.String(32), nullable=False),
        sa.Column("organisation_id", sa.String(32), nullable=False),
        sa.Column("traject_id", sa.String(32), nullable=False),
        sa.Column("occasion_id", sa.String(32), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("coach_id", sa.String(32), nullable=False),
        sa.Column("choice", sa.String(10), nullable=False),
        sa.Column("stance", sa.String(8), nullable=True),
        sa.Column("missing", sa.String(40), nullable=False),
        sa.Column("line", sa.Text(), nullable=True),
        sa.Column("voices", sa.Text(), nullable=True),
        sa.Column("step", sa.Text(), nullable=True),
        sa.Column("step_by", sa.String(10), nullable=True),
        sa.Column("step_on", sa.Date(), nullable=True),
        sa.Column("decided_on", sa.Date(), nullable=False),
        sa.Column("decided_at", sa.String(27), nullable=False),
        sa.CheckConstraint(
            "choice IN ('more', 'other', 'share', 'too_early', 'skipped')",
            name=op.f("ck_decision_known_choice"),
        ),
        sa.CheckConstraint("stance IN ('with', 'against')", name=op.f("ck_decision_known_stance")),
        sa.CheckConstraint(
            "step_by IN ('child', 'parent', 'teacher', 'ib', 'coach', 'other')",
            name=op.f("ck_decision_known_step_by"),
        ),
        sa.CheckConstraint(
            "(step IS NULL) = (step_by IS NULL)", name=op.f("ck_decision_step_with_its_owner")
        ),
        sa.CheckConstraint(
            "step_on IS NULL OR step IS NOT NULL", name=op.f("ck_decision_step_before_its_day")
        ),
        sa.CheckConstraint(
            "choice <> 'skipped' OR (line IS NULL AND voices IS NULL AND step IS NULL)",
            name=op.f("ck_decision_skipped_is_empty"),
        ),
        sa.ForeignKeyConstraint(["coach_id"], ["person.id"], name=op.f("fk_decision_coach_id")),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisation.id"], name=op.f("fk_decision_organisation_id")
        ),
        sa.ForeignKeyConstraint(
            ["traject_id", "organisation_id"],
            ["traject.id", "traject.organisation_id"],
            name=op.f("fk_decision_traject_id_organisation_id"),
        ),
        sa.ForeignKeyConstraint(
            ["occasion_id", "organisation_id"],
            ["occasion.id", "occasion.organisation_id"],
            name=op.f("fk_decision_occasion_id_organisation_id"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_decision")),
        sa.UniqueConstraint("id", "organisation_id", name=op.f("uq_decision_id_organisation_id")),
        sa.UniqueConstraint("occasion_id", "number", name=op.f("uq_decision_occasion_id_number")),
    )
    op.create_index(op.f("ix_decision_traject_id"), "decision", ["traject_id"], unique=False)
    op.create_table(
        "decision_figure",
        sa.Column("decision_id", sa.String(32), nullable=False),
        sa.Column("place", sa.Integer(), nullable=False),
        sa.Column("organisation_id", sa.String(32), nullable=False),
        sa.Column("role", sa.String(10), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("scale", sa.String(64), nullable=False),
        sa.Column("title", sa.String(80), nullable=False),
        sa.Column("direction", sa.String(6), nullable=True),
        sa.Column("verdict", sa.String(13), nullable=False),
        sa.Column("stage", sa.Integer(), nullable=False),
        sa.Column("reason", sa.String(20), nullable=True),
        sa.CheckConstraint(
            "direction IN ('higher', 'lower', 'same')",
            name=op.f("ck_decision_figure_known_direction"),
        ),
        sa.CheckConstraint(
            "verdict IN ('better', 'worse', 'no_difference', 'unknown')",
            name=op.f("ck_decision_figure_known_verdict"),
        ),
        sa.CheckConstraint("stage BETWEEN 0 AND 5", name=op.f("ck_decision_figure_stage")),
        sa.ForeignKeyConstraint(
            ["decision_id", "organisation_id"],
            ["decision.id", "decision.organisation_id"],
            name=op.f("fk_decision_figure_decision_id_organisation_id"),
        ),
        sa.PrimaryKeyConstraint("decision_id", "place", name=op.f("pk_decision_figure")),
    )
    op.create_table(
        "decision_principle",
        sa.Column("decision_id", sa.String(32), nullable=False),
        sa.Column("principle_id", sa.String(32), nullable=False),
        sa.Column("organisation_id", sa.String(32), nullable=False),
        sa.ForeignKeyConstraint(
            ["decision_id", "organisation_id"],
            ["decision.id", "decision.organisation_id"],
            name=op.f("fk_decision_principle_decision_id_organisation_id"),
        ),
        sa.ForeignKeyConstraint(
            ["principle_id", "organisation_id"],
            ["published_principle.id", "published_principle.organisation_id"],
            name=op.f("fk_decision_principle_principle_id_organisation_id"),
        ),
        sa.PrimaryKeyConstraint("decision_id", "principle_id", name=op.f("pk_decision_principle")),
    )
    op.create_table(
        "card_offer",
        sa.Column("id", sa.String(32), nullable=False),
        sa.Column("organisation_id", sa.String(32), nullable=False),
        sa.Column("decision_id", sa.String(32), nullable=False),
        sa.Column("offered_by", sa.String(32), nullable=False),
        sa.Column("offered_at", sa.String(27), nullable=False),
        sa.Column("asks_parents", sa.Boolean(), nullable=False),
        sa.Column("parents_agreed_on", sa.Date(), nullable=True),
        sa.Column("checked_by", sa.String(32), nullable=True),
        sa.Column("checked_at", sa.String(27), nullable=True),
        sa.Column("outcome", sa.String(10), nullable=True),
        sa.Column("reason", sa.Text(), nullable=True),
        sa.Column("ended_at", sa.String(27), nullable=True),
        sa.CheckConstraint(
            "outcome IN ('cleared', 'sent_back')", name=op.f("ck_card_offer_known_outcome")
        ),
        sa.CheckConstraint(
            "(outcome IS NULL) = (checked_by IS NULL) AND (outcome IS NULL) = (checked_at IS NULL)",
            name=op.f("ck_card_offer_checked_whole"),
        ),
        sa.CheckConstraint(
            "reason IS NULL OR outcome = 'sent_back'",
            name=op.f("ck_card_offer_a_reason_to_send_back"),
        ),
        sa.CheckConstraint(
            "checked_by <> offered_by", name=op.f("ck_card_offer_a_second_pair_of_eyes")
        ),
        sa.ForeignKeyConstraint(
            ["checked_by"], ["person.id"], name=op.f("fk_card_offer_checked_by")
        ),
        sa.ForeignKeyConstraint(
            ["offered_by"], ["person.id"], name=op.f("fk_card_offer_offered_by")
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisation.id"], name=op.f("fk_card_offer_organisation_id")
        ),
        sa.ForeignKeyConstraint(
            ["decision_id", "organisation_id"],
            ["decision.id", "decision.organisation_id"],
            name=op.f("fk_card_offer_decision_id_organisation_id"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_card_offer")),
    )
    stands = {"sqlite_where": sa.text("ended_at IS NULL")}
    stands["postgresql_where"] = stands["sqlite_where"]
    op.create_index("ix_card_offer_decision", "card_offer", ["decision_id"], unique=True, **stands)
    for name, columns, outcome in (
        ("ix_card_offer_waiting", ["organisation_id"], "IS NULL"),
        ("ix_card_offer_cleared", ["organisation_id", "checked_at"], "= 'cleared'"),
    ):
        which = sa.text(f"outcome {outcome} AND ended_at IS NULL")
        op.create_index(
            name,
            "card_offer",
            columns,
            unique=False,
            sqlite_where=which,
            postgresql_where=which,
        )


def downgrade() -> None:
    op.drop_table("card_offer")
    op.drop_table("decision_principle")
    op.drop_table("decision_figure")
    op.drop_table("decision")
