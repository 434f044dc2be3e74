"""People around a school answer outside a traject, and a teacher can put a child forward.

No invitation was ever about a person with an account, so that column makes place for one that
points to somebody around a school.
"""

import sqlalchemy as sa
from alembic import op

revision = "0011_people_of_a_school"
down_revision = "0010_school_calendar"
branch_labels = None
depends_on = None

ONE_SUBJECT = "ck_invitation_one_subject"
BEFORE = ("traject_id", "class_group_id", "person_id", "school_id", "participant_id")
AFTER = (
    "traject_id",
    "class_group_id",
    "subject_id",
    "school_id",
    "nomination_id",
    "participant_id",
)
LIVING = "revoked_at IS NULL AND moment IS NOT NULL"


def upgrade() -> None:
    _add_people()
    _add_nominations()
    with op.batch_alter_table("invitation") as table:
        table.drop_constraint(ONE_SUBJECT, type_="check")
        table.drop_constraint("ck_invitation_school_with_year", type_="check")
        table.drop_constraint("fk_invitation_person_id", type_="foreignkey")
        table.drop_column("person_id")
        table.add_column(sa.Column("subject_id", sa.String(32), nullable=True))
        table.add_column(sa.Column("nomination_id", sa.String(32), nullable=True))
        table.add_column(sa.Column("school_informant_id", sa.String(32), nullable=True))
        table.add_column(sa.Column("moment", sa.String(20), nullable=True))
        table.create_index("ix_invitation_nomination_id", ["nomination_id"])
        table.create_index("ix_invitation_school_informant_id", ["school_informant_id"])
        table.create_foreign_key(
            "fk_invitation_subject_id", "school_informant", ["subject_id"], ["id"]
        )
        table.create_foreign_key(
            "fk_invitation_nomination_id", "nomination", ["nomination_id"], ["id"]
        )
        table.create_foreign_key(
            "fk_invitation_school_informant_id", "school_informant", ["school_informant_id"], ["id"]
        )
        table.create_check_constraint(ONE_SUBJECT, _one_of(AFTER))
        table.create_check_constraint(
            "ck_invitation_answered_by_somebody",
            "(school_informant_id IS NULL) = "
            "(traject_id IS NOT NULL OR participant_id IS NOT NULL)",
        )
        table.create_check_constraint(
            "ck_invitation_moment_of_a_school_year",
            "(moment IS NULL) = (school_year IS NULL) AND (moment IS NULL) = "
            "(class_group_id IS NULL AND subject_id IS NULL AND school_id IS NULL)",
        )
    op.create_index(
        "uq_invitation_moment",
        "invitation",
        ["school_informant_id", "questionnaire_key", "school_year", "moment"],
        unique=True,
        sqlite_where=sa.text(LIVING),
        postgresql_where=sa.text(LIVING),
    )
    with op.batch_alter_table("signal") as table:
        table.add_column(sa.Column("school_informant_id", sa.String(32), nullable=True))
        table.create_index("ix_signal_school_informant_id", ["school_informant_id"])
        table.create_foreign_key(
            "fk_signal_school_informant_id_organisation_id",
            "school_informant",
            ["school_informant_id", "organisation_id"],
            ["id", "organisation_id"],
        )
        table.drop_constraint("ck_signal_traject_or_participant", type_="check")
        table.create_check_constraint(
            "ck_signal_about_one", _one_of(("traject_id", "participant_id", "school_informant_id"))
        )


def downgrade() -> None:
    """Go back, unless somebody around a school was asked: then nothing happens."""
    with op.batch_alter_table("signal") as table:
        table.drop_constraint("ck_signal_about_one", type_="check")
        table.create_check_constraint(
            "ck_signal_traject_or_participant", "(traject_id IS NULL) <> (participant_id IS NULL)"
        )
        table.drop_constraint("fk_signal_school_informant_id_organisation_id", type_="foreignkey")
        table.drop_index("ix_signal_school_informant_id")
        table.drop_column("school_informant_id")
    op.drop_index("uq_invitation_moment", table_name="invitation")
    with op.batch_alter_table("invitation") as table:
        table.drop_constraint("ck_invitation_moment_of_a_school_year", type_="check")
        table.drop_constraint("ck_invitation_answered_by_somebody", type_="check")
        table.drop_constraint(ONE_SUBJECT, type_="check")
        table.drop_constraint("fk_invitation_school_informant_id", type_="foreignkey")
        table.drop_constraint("fk_invitation_nomination_id", type_="foreignkey")
        table.drop_constraint("fk_invitation_subject_id", type_="foreignkey")
        table.drop_index("ix_invitation_school_informant_id")
        table.drop_index("ix_invitation_nomination_id")
        table.drop_column("moment")
        table.drop_column("school_informant_id")
        table.drop_column("nomination_id")
        table.drop_column("subject_id")
        table.add_column(sa.Column("person_id", sa.String(32), nullable=True))
        table.create_foreign_key("fk_invitation_person_id", "person", ["person_id"], ["id"])
        table.create_check_constraint(ONE_SUBJECT, _one_of(BEFORE))
        table.create_check_constraint(
            "ck_invitation_school_with_year", "(school_id IS NULL) = (school_year IS NULL)"
        )
    op.drop_table("nomination")
    op.drop_table("school_informant")


def _add_people() -> None:
    op.create_table(
        "school_informant",
        sa.Column("id", sa.String(32), nullable=False),
        sa.Column("organisation_id", sa.String(32), nullable=False),
        sa.Column("school_id", sa.String(32), nullable=False),
        sa.Column("role", sa.String(12), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("class_group_id", sa.String(32), nullable=True),
        sa.Column("channel", sa.String(6), nullable=False),
        sa.Column("language", sa.String(5), nullable=False),
        sa.Column("contact_id", sa.String(32), nullable=True),
        sa.Column("added_by", sa.String(32), nullable=False),
        sa.Column("added_at", sa.String(27), nullable=False),
        sa.Column("left_at", sa.String(27), nullable=True),
        sa.CheckConstraint(
            "role IN ('teacher', 'director', 'ib', 'municipality')",
            name="ck_school_informant_known_role",
        ),
        sa.CheckConstraint(
            "channel IN ('person', 'paper', 'mail', 'sms')",
            name="ck_school_informant_known_channel",
        ),
        sa.CheckConstraint(
            "(channel IN ('mail', 'sms')) = (contact_id IS NOT NULL)",
            name="ck_school_informant_sent_to_a_contact",
        ),
        sa.CheckConstraint(
            "class_group_id IS NULL OR role = 'teacher'",
            name="ck_school_informant_a_teacher_has_a_group",
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisation.id"], name="fk_school_informant_organisation_id"
        ),
        sa.ForeignKeyConstraint(["school_id"], ["school.id"], name="fk_school_informant_school_id"),
        sa.ForeignKeyConstraint(
            ["class_group_id"], ["class_group.id"], name="fk_school_informant_class_group_id"
        ),
        sa.ForeignKeyConstraint(
            ["contact_id"], ["contact.id"], name="fk_school_informant_contact_id"
        ),
        sa.ForeignKeyConstraint(["added_by"], ["person.id"], name="fk_school_informant_added_by"),
        sa.PrimaryKeyConstraint("id", name="pk_school_informant"),
        sa.UniqueConstraint("id", "organisation_id", name="uq_school_informant_id_organisation_id"),
    )
    op.create_index("ix_school_informant_school_id", "school_informant", ["school_id"])
    op.create_index("ix_school_informant_contact_id", "school_informant", ["contact_id"])


def _add_nominations() -> None:
    op.create_table(
        "nomination",
        sa.Column("id", sa.String(32), nullable=False),
        sa.Column("organisation_id", sa.String(32), nullable=False),
        sa.Column("school_id", sa.String(32), nullable=False),
        sa.Column("school_informant_id", sa.String(32), nullable=False),
        sa.Column("child_name", sa.Text(), nullable=False),
        sa.Column("group_name", sa.String(40), nullable=False),
        sa.Column("nominated_on", sa.Date(), nullable=False),
        sa.Column("nominated_at", sa.String(27), nullable=False),
        sa.Column("erase_on", sa.Date(), nullable=False),
        sa.Column("traject_id", sa.String(32), nullable=True),
        sa.Column("accepted_at", sa.String(27), nullable=True),
        sa.CheckConstraint(
            "(traject_id IS NULL) = (accepted_at IS NULL)",
            name="ck_nomination_accepted_as_traject",
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisation.id"], name="fk_nomination_organisation_id"
        ),
        sa.ForeignKeyConstraint(["school_id"], ["school.id"], name="fk_nomination_school_id"),
        sa.ForeignKeyConstraint(
            ["school_informant_id"],
            ["school_informant.id"],
            name="fk_nomination_school_informant_id",
        ),
        sa.ForeignKeyConstraint(
            ["traject_id", "organisation_id"],
            ["traject.id", "traject.organisation_id"],
            name="fk_nomination_traject_id_organisation_id",
        ),
        sa.PrimaryKeyConstraint("id", name="pk_nomination"),
        sa.UniqueConstraint("traject_id", name="uq_nomination_traject_id"),
    )
    op.create_index("ix_nomination_school_id", "nomination", ["school_id"])
    op.create_index("ix_nomination_school_informant_id", "nomination", ["school_informant_id"])
    op.create_index("ix_nomination_erase_on", "nomination", ["erase_on"])


def _one_of(columns: tuple[str, ...]) -> str:
    return " + ".join(f"(CASE WHEN {each} IS NULL THEN 0 ELSE 1 END)" for each in columns) + " = 1"
