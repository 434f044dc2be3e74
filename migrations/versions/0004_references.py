"""People who answer a list twice about a child without a traject, and references that are accepted.

An invitation may now be about a reference participant, and so may a signal: who asks for contact
gets it. What a person accepted as a reference is kept for good and never changed.
"""

import sqlalchemy as sa
from alembic import op

revision = "0004_references"
down_revision = "0003_timeline"
branch_labels = None
depends_on = None

SUBJECTS = ("traject_id", "class_group_id", "person_id", "school_id")
ONE_SUBJECT = "ck_invitation_one_subject"


def upgrade() -> None:
    _add_participants()
    _add_accepted()
    with op.batch_alter_table("invitation") as table:
        table.add_column(sa.Column("participant_id", sa.String(32), nullable=True))
        table.add_column(sa.Column("round", sa.Integer(), nullable=True))
        table.create_index("ix_invitation_participant_id", ["participant_id"])
        table.create_foreign_key(
            "fk_invitation_participant_id_organisation_id",
            "reference_participant",
            ["participant_id", "organisation_id"],
            ["id", "organisation_id"],
        )
        table.drop_constraint(ONE_SUBJECT, type_="check")
        table.create_check_constraint(ONE_SUBJECT, _one_of(*SUBJECTS, "participant_id"))
        table.create_check_constraint(
            "ck_invitation_participant_with_round", "(participant_id IS NULL) = (round IS NULL)"
        )
        table.create_check_constraint("ck_invitation_first_or_second_round", "round IN (1, 2)")
    op.create_index(
        "uq_invitation_round",
        "invitation",
        ["participant_id", "round"],
        unique=True,
        sqlite_where=sa.text("revoked_at IS NULL"),
        postgresql_where=sa.text("revoked_at IS NULL"),
    )
    with op.batch_alter_table("signal") as table:
        table.alter_column("traject_id", existing_type=sa.String(32), nullable=True)
        table.add_column(sa.Column("participant_id", sa.String(32), nullable=True))
        table.create_index("ix_signal_participant_id", ["participant_id"])
        table.create_foreign_key(
            "fk_signal_participant_id_organisation_id",
            "reference_participant",
            ["participant_id", "organisation_id"],
            ["id", "organisation_id"],
        )
        table.create_check_constraint(
            "ck_signal_traject_or_participant",
            "(traject_id IS NULL) <> (participant_id IS NULL)",
        )


def downgrade() -> None:
    """Go back, unless somebody was enrolled: then nothing happens and nothing is lost."""
    op.drop_index("uq_invitation_round", table_name="invitation")
    with op.batch_alter_table("signal") as table:
        table.drop_constraint("ck_signal_traject_or_participant", type_="check")
        table.drop_constraint("fk_signal_participant_id_organisation_id", type_="foreignkey")
        table.drop_index("ix_signal_participant_id")
        table.drop_column("participant_id")
        table.alter_column("traject_id", existing_type=sa.String(32), nullable=False)
    with op.batch_alter_table("invitation") as table:
        table.drop_constraint("ck_invitation_first_or_second_round", type_="check")
        table.drop_constraint("ck_invitation_participant_with_round", type_="check")
        table.drop_constraint(ONE_SUBJECT, type_="check")
        table.create_check_constraint(ONE_SUBJECT, _one_of(*SUBJECTS))
        table.drop_constraint("fk_invitation_participant_id_organisation_id", type_="foreignkey")
        table.drop_index("ix_invitation_participant_id")
        table.drop_column("round")
        table.drop_column("participant_id")
    if op.get_bind().dialect.name == "sqlite":
        op.execute("DROP TRIGGER accepted_reference_never_changes")
    else:
        op.execute("DROP TRIGGER accepted_reference_never_changes ON accepted_reference")
    op.drop_index("ix_accepted_reference_questionnaire_key", table_name="accepted_reference")
    op.drop_table("accepted_reference")
    op.drop_index("ix_reference_participant_coach_id", table_name="reference_participant")
    op.drop_index("ix_reference_participant_organisation_id", table_name="reference_participant")
    op.drop_table("reference_participant")


def _one_of(*columns: str) -> str:
    return " + ".join(f"(CASE WHEN {name} IS NULL THEN 0 ELSE 1 END)" for name in columns) + " = 1"


def _add_participants() -> None:
    op.create_table(
        "reference_participant",
        sa.Column("id", sa.String(32), nullable=False),
        sa.Column("organisation_id", sa.String(32), nullable=False),
        sa.Column("school_id", sa.String(32), nullable=False),
        sa.Column("class_group_id", sa.String(32), nullable=False),
        sa.Column("coach_id", sa.String(32), nullable=False),
        sa.Column("code", sa.String(12), nullable=False),
        sa.Column("role", sa.String(10), nullable=False),
        sa.Column("age_months", sa.Integer(), nullable=False),
        sa.Column("asks_attention", sa.Boolean(), nullable=False),
        sa.Column("purpose", sa.String(20), nullable=False),
        sa.Column("holders", sa.String(10), nullable=False),
        sa.Column("holders_agreed", sa.Integer(), nullable=False),
        sa.Column("child_agreed", sa.Boolean(), nullable=False),
        sa.Column("channel", sa.String(20), nullable=False),
        sa.Column("text_version", sa.String(20), nullable=False),
        sa.Column("enrolled_at", sa.String(27), nullable=False),
        sa.Column("withdrawn_at", sa.String(27), nullable=True),
        sa.CheckConstraint(
            "role IN ('child', 'parent', 'teacher')", name="ck_reference_participant_known_role"
        ),
        sa.CheckConstraint(
            "age_months BETWEEN 48 AND 215", name="ck_reference_participant_age_of_a_pupil"
        ),
        sa.CheckConstraint(
            "purpose IN ('development')", name="ck_reference_participant_known_purpose"
        ),
        sa.CheckConstraint(
            "holders IN ('one', 'two', 'court')", name="ck_reference_participant_known_holders"
        ),
        sa.CheckConstraint(
            "channel IN ('conversation', 'paper')", name="ck_reference_participant_known_channel"
        ),
        *(
            sa.ForeignKeyConstraint(
                [column], [f"{table}.id"], name=f"fk_reference_participant_{column}"
            )
            for column, table in (
                ("organisation_id", "organisation"),
                ("school_id", "school"),
                ("class_group_id", "class_group"),
                ("coach_id", "person"),
            )
        ),
        sa.PrimaryKeyConstraint("id", name="pk_reference_participant"),
        sa.UniqueConstraint(
            "id", "organisation_id", name="uq_reference_participant_id_organisation_id"
        ),
        sa.UniqueConstraint(
            "school_id", "code", "role", name="uq_reference_participant_school_id_code_role"
        ),
    )
    for column in ("organisation_id", "coach_id"):
        op.create_index(f"ix_reference_participant_{column}", "reference_participant", [column])


def _add_accepted() -> None:
    op.create_table(
        "accepted_reference",
        sa.Column("number", sa.Integer(), autoincrement=True, nullable=False),
        sa.Column("fingerprint", sa.String(64), nullable=False),
        sa.Column("questionnaire_key", sa.String(60), nullable=False),
        sa.Column("version", sa.String(20), nullable=False),
        sa.Column("scoring_version", sa.String(20), nullable=False),
        sa.Column("scale", sa.String(40), nullable=False),
        sa.Column("informant", sa.String(15), nullable=False),
        sa.Column("language", sa.String(5), nullable=False),
        sa.Column("stage", sa.Integer(), nullable=False),
        sa.Column("n", sa.Integer(), nullable=True),
        sa.Column("mean", sa.Double(), nullable=True),
        sa.Column("sd", sa.Double(), nullable=True),
        sa.Column("reliability", sa.Double(), nullable=True),
        sa.Column("reliability_kind", sa.String(15), nullable=True),
        sa.Column("retest", sa.Double(), nullable=True),
        sa.Column("retest_low", sa.Double(), nullable=True),
        sa.Column("retest_high", sa.Double(), nullable=True),
        sa.Column("retest_pairs", sa.Integer(), nullable=False),
        sa.Column("first_on", sa.Date(), nullable=False),
        sa.Column("last_on", sa.Date(), nullable=False),
        sa.Column("interviews", sa.String(200), nullable=True),
        sa.Column("figures", sa.Text(), nullable=False),
        sa.Column("method", sa.String(200), nullable=False),
        sa.Column("software", sa.String(20), nullable=False),
        sa.Column("accepted_by", sa.String(32), nullable=False),
        sa.Column("accepted_at", sa.String(27), nullable=False),
        sa.CheckConstraint("stage BETWEEN 0 AND 2", name="ck_accepted_reference_known_stage"),
        sa.CheckConstraint(
            "stage < 2 OR (sd IS NOT NULL AND reliability IS NOT NULL AND n IS NOT NULL)",
            name="ck_accepted_reference_basis_has_figures",
        ),
        sa.ForeignKeyConstraint(
            ["fingerprint"],
            ["published_questionnaire.fingerprint"],
            name="fk_accepted_reference_fingerprint",
        ),
        sa.ForeignKeyConstraint(
            ["accepted_by"], ["person.id"], name="fk_accepted_reference_accepted_by"
        ),
        sa.PrimaryKeyConstraint("number", name="pk_accepted_reference"),
    )
    op.create_index(
        "ix_accepted_reference_questionnaire_key", "accepted_reference", ["questionnaire_key"]
    )
    guard = "CREATE TRIGGER accepted_reference_never_changes BEFORE UPDATE ON accepted_reference "
    op.execute(
        guard + "BEGIN SELECT RAISE(ABORT, 'accepted_reference rows never change'); END"
        if op.get_bind().dialect.name == "sqlite"
        else guard + "FOR EACH ROW EXECUTE FUNCTION refuse_update()"
    )
