"""The first tables: accounts, trajects, invitations, answers, measurements and the trail."""

import sqlalchemy as sa
from alembic import op

revision = "0001_first_tables"
down_revision = None
branch_labels = None
depends_on = None

NEVER_CHANGED = ("response", "published_questionnaire", "audit_event")
"""What was sent, published or recorded stays as it was; the database itself refuses an update."""


def upgrade() -> None:
    op.create_table(
        "failed_sign_in",
        sa.Column("id", sa.String(32), nullable=False),
        sa.Column("counter_key", sa.String(64), nullable=False),
        sa.Column("at", sa.String(27), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_failed_sign_in"),
    )
    op.create_index(
        "ix_failed_sign_in_counter_key_at", "failed_sign_in", ["counter_key", "at"], unique=False
    )
    op.create_table(
        "organisation",
        sa.Column("id", sa.String(32), nullable=False),
        sa.Column("name", sa.String(200), nullable=False),
        sa.Column("simulated", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_organisation"),
        sa.UniqueConstraint("name", name="uq_organisation_name"),
    )
    op.create_table(
        "published_questionnaire",
        sa.Column("fingerprint", sa.String(64), nullable=False),
        sa.Column("key", sa.String(60), nullable=False),
        sa.Column("version", sa.String(20), nullable=False),
        sa.Column("document", sa.Text(), nullable=False),
        sa.Column("published_at", sa.String(27), nullable=False),
        sa.PrimaryKeyConstraint("fingerprint", name="pk_published_questionnaire"),
        sa.UniqueConstraint("key", "version", name="uq_published_questionnaire_key_version"),
    )
    op.create_table(
        "audit_event",
        sa.Column("number", sa.Integer(), autoincrement=True, nullable=False),
        sa.Column("at", sa.String(27), nullable=False),
        sa.Column("organisation_id", sa.String(32), nullable=True),
        sa.Column("actor_kind", sa.String(20), nullable=False),
        sa.Column("actor_id", sa.String(32), nullable=True),
        sa.Column("act", sa.String(40), nullable=False),
        sa.Column("object_kind", sa.String(30), nullable=False),
        sa.Column("object_id", sa.String(64), nullable=True),
        sa.Column("outcome", sa.String(20), nullable=False),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisation.id"], name="fk_audit_event_organisation_id"
        ),
        sa.PrimaryKeyConstraint("number", name="pk_audit_event"),
    )
    op.create_index(
        "ix_audit_event_organisation_id", "audit_event", ["organisation_id"], unique=False
    )
    op.create_table(
        "person",
        sa.Column("id", sa.String(32), nullable=False),
        sa.Column("organisation_id", sa.String(32), nullable=False),
        sa.Column("name", sa.String(100), nullable=False),
        sa.Column("email", sa.String(254), nullable=False),
        sa.Column("phone", sa.String(20), nullable=True),
        sa.Column("password_hash", sa.String(200), nullable=True),
        sa.Column("active", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisation.id"], name="fk_person_organisation_id"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_person"),
        sa.UniqueConstraint("email", name="uq_person_email"),
    )
    op.create_index("ix_person_organisation_id", "person", ["organisation_id"], unique=False)
    op.create_table(
        "school",
        sa.Column("id", sa.String(32), nullable=False),
        sa.Column("organisation_id", sa.String(32), nullable=False),
        sa.Column("name", sa.String(200), nullable=False),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisation.id"], name="fk_school_organisation_id"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_school"),
        sa.UniqueConstraint("organisation_id", "name", name="uq_school_organisation_id_name"),
    )
    op.create_table(
        "class_group",
        sa.Column("id", sa.String(32), nullable=False),
        sa.Column("organisation_id", sa.String(32), nullable=False),
        sa.Column("school_id", sa.String(32), nullable=False),
        sa.Column("school_year", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(40), nullable=False),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisation.id"], name="fk_class_group_organisation_id"
        ),
        sa.ForeignKeyConstraint(["school_id"], ["school.id"], name="fk_class_group_school_id"),
        sa.PrimaryKeyConstraint("id", name="pk_class_group"),
        sa.UniqueConstraint(
            "school_id", "school_year", "name", name="uq_class_group_school_id_school_year_name"
        ),
    )
    op.create_table(
        "credential_link",
        sa.Column("id", sa.String(32), nullable=False),
        sa.Column("organisation_id", sa.String(32), nullable=False),
        sa.Column("person_id", sa.String(32), nullable=False),
        sa.Column("made_at", sa.String(27), nullable=False),
        sa.Column("used_at", sa.String(27), nullable=True),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisation.id"], name="fk_credential_link_organisation_id"
        ),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name="fk_credential_link_person_id"),
        sa.PrimaryKeyConstraint("id", name="pk_credential_link"),
    )
    op.create_index("ix_credential_link_person_id", "credential_link", ["person_id"], unique=False)
    op.create_table(
        "login_session",
        sa.Column("secret_hash", sa.String(64), nullable=False),
        sa.Column("organisation_id", sa.String(32), nullable=False),
        sa.Column("person_id", sa.String(32), nullable=False),
        sa.Column("started_at", sa.String(27), nullable=False),
        sa.Column("seen_at", sa.String(27), nullable=False),
        sa.Column("ended_at", sa.String(27), nullable=True),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisation.id"], name="fk_login_session_organisation_id"
        ),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name="fk_login_session_person_id"),
        sa.PrimaryKeyConstraint("secret_hash", name="pk_login_session"),
    )
    op.create_index("ix_login_session_person_id", "login_session", ["person_id"], unique=False)
    op.create_table(
        "role_grant",
        sa.Column("id", sa.String(32), nullable=False),
        sa.Column("organisation_id", sa.String(32), nullable=False),
        sa.Column("person_id", sa.String(32), nullable=False),
        sa.Column("school_id", sa.String(32), nullable=False),
        sa.Column("role", sa.String(20), nullable=False),
        sa.Column("starts_on", sa.Date(), nullable=False),
        sa.Column("ends_on", sa.Date(), nullable=True),
        sa.CheckConstraint("role IN ('coach')", name="ck_role_grant_known_role"),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisation.id"], name="fk_role_grant_organisation_id"
        ),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name="fk_role_grant_person_id"),
        sa.ForeignKeyConstraint(["school_id"], ["school.id"], name="fk_role_grant_school_id"),
        sa.PrimaryKeyConstraint("id", name="pk_role_grant"),
        sa.UniqueConstraint(
            "person_id",
            "school_id",
            "role",
            "starts_on",
            name="uq_role_grant_person_id_school_id_role_starts_on",
        ),
    )
    op.create_table(
        "traject",
        sa.Column("id", sa.String(32), nullable=False),
        sa.Column("organisation_id", sa.String(32), nullable=False),
        sa.Column("school_id", sa.String(32), nullable=False),
        sa.Column("class_group_id", sa.String(32), nullable=False),
        sa.Column("coach_id", sa.String(32), nullable=False),
        sa.Column("child_name", sa.Text(), nullable=False),
        sa.Column("reason", sa.String(30), nullable=False),
        sa.Column("birth_year", sa.Integer(), nullable=True),
        sa.Column("birth_month", sa.Integer(), nullable=True),
        sa.Column("started_on", sa.Date(), nullable=False),
        sa.Column("started_at", sa.String(27), nullable=False),
        sa.CheckConstraint(
            "(birth_year IS NULL) = (birth_month IS NULL)", name="ck_traject_birth_month_with_year"
        ),
        sa.CheckConstraint("birth_month BETWEEN 1 AND 12", name="ck_traject_birth_month"),
        sa.ForeignKeyConstraint(
            ["class_group_id"], ["class_group.id"], name="fk_traject_class_group_id"
        ),
        sa.ForeignKeyConstraint(["coach_id"], ["person.id"], name="fk_traject_coach_id"),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisation.id"], name="fk_traject_organisation_id"
        ),
        sa.ForeignKeyConstraint(["school_id"], ["school.id"], name="fk_traject_school_id"),
        sa.PrimaryKeyConstraint("id", name="pk_traject"),
        sa.UniqueConstraint("id", "organisation_id", name="uq_traject_id_organisation_id"),
    )
    op.create_index("ix_traject_coach_id", "traject", ["coach_id"], unique=False)
    op.create_index("ix_traject_organisation_id", "traject", ["organisation_id"], unique=False)
    op.create_table(
        "consent",
        sa.Column("id", sa.String(32), nullable=False),
        sa.Column("organisation_id", sa.String(32), nullable=False),
        sa.Column("traject_id", sa.String(32), nullable=False),
        sa.Column("purpose", sa.String(20), nullable=False),
        sa.Column("holders", sa.String(10), nullable=False),
        sa.Column("holders_agreed", sa.Integer(), nullable=False),
        sa.Column("child_agreed", sa.Boolean(), nullable=False),
        sa.Column("channel", sa.String(20), nullable=False),
        sa.Column("text_version", sa.String(20), nullable=False),
        sa.Column("recorded_by", sa.String(32), nullable=False),
        sa.Column("recorded_at", sa.String(27), nullable=False),
        sa.Column("withdrawn_at", sa.String(27), nullable=True),
        sa.CheckConstraint("channel IN ('conversation', 'paper')", name="ck_consent_known_channel"),
        sa.CheckConstraint("holders IN ('one', 'two', 'court')", name="ck_consent_known_holders"),
        sa.CheckConstraint("purpose IN ('measuring')", name="ck_consent_known_purpose"),
        sa.ForeignKeyConstraint(["recorded_by"], ["person.id"], name="fk_consent_recorded_by"),
        sa.ForeignKeyConstraint(
            ["traject_id", "organisation_id"],
            ["traject.id", "traject.organisation_id"],
            name="fk_consent_traject_id_organisation_id",
        ),
        sa.PrimaryKeyConstraint("id", name="pk_consent"),
    )
    op.create_index("ix_consent_traject_id", "consent", ["traject_id"], unique=False)
    op.create_table(
        "occasion",
        sa.Column("id", sa.String(32), nullable=False),
        sa.Column("organisation_id", sa.String(32), nullable=False),
        sa.Column("traject_id", sa.String(32), nullable=False),
        sa.Column("kind", sa.String(12), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("planned_on", sa.Date(), nullable=False),
        sa.CheckConstraint(
            "kind IN ('nomination', 'intake', 'follow_up', 'closing', 'aftercare', 'session')",
            name="ck_occasion_known_kind",
        ),
        sa.ForeignKeyConstraint(
            ["traject_id", "organisation_id"],
            ["traject.id", "traject.organisation_id"],
            name="fk_occasion_traject_id_organisation_id",
        ),
        sa.PrimaryKeyConstraint("id", name="pk_occasion"),
        sa.UniqueConstraint(
            "traject_id", "kind", "number", name="uq_occasion_traject_id_kind_number"
        ),
    )
    op.create_index("ix_occasion_traject_id", "occasion", ["traject_id"], unique=False)
    op.create_table(
        "traject_informant",
        sa.Column("id", sa.String(32), nullable=False),
        sa.Column("organisation_id", sa.String(32), nullable=False),
        sa.Column("traject_id", sa.String(32), nullable=False),
        sa.Column("role", sa.String(10), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("label", sa.Text(), nullable=False),
        sa.Column("added_at", sa.String(27), nullable=False),
        sa.CheckConstraint(
            "role IN ('child', 'parent', 'teacher')", name="ck_traject_informant_known_role"
        ),
        sa.ForeignKeyConstraint(
            ["traject_id", "organisation_id"],
            ["traject.id", "traject.organisation_id"],
            name="fk_traject_informant_traject_id_organisation_id",
        ),
        sa.PrimaryKeyConstraint("id", name="pk_traject_informant"),
        sa.UniqueConstraint(
            "traject_id", "role", "number", name="uq_traject_informant_traject_id_role_number"
        ),
    )
    op.create_index(
        "ix_traject_informant_traject_id", "traject_informant", ["traject_id"], unique=False
    )
    op.create_table(
        "invitation",
        sa.Column("id", sa.String(32), nullable=False),
        sa.Column("organisation_id", sa.String(32), nullable=False),
        sa.Column("traject_id", sa.String(32), nullable=True),
        sa.Column("class_group_id", sa.String(32), nullable=True),
        sa.Column("person_id", sa.String(32), nullable=True),
        sa.Column("school_id", sa.String(32), nullable=True),
        sa.Column("school_year", sa.Integer(), nullable=True),
        sa.Column("informant_id", sa.String(32), nullable=True),
        sa.Column("occasion_id", sa.String(32), nullable=True),
        sa.Column("fingerprint", sa.String(64), nullable=False),
        sa.Column("questionnaire_key", sa.String(60), nullable=False),
        sa.Column("language", sa.String(5), nullable=False),
        sa.Column("opens_on", sa.Date(), nullable=False),
        sa.Column("closes_on", sa.Date(), nullable=False),
        sa.Column("made_at", sa.String(27), nullable=False),
        sa.Column("revoked_at", sa.String(27), nullable=True),
        sa.Column("declined_at", sa.String(27), nullable=True),
        sa.CheckConstraint(
            "(CASE WHEN traject_id IS NULL THEN 0 ELSE 1 END)"
            " + (CASE WHEN class_group_id IS NULL THEN 0 ELSE 1 END)"
            " + (CASE WHEN person_id IS NULL THEN 0 ELSE 1 END)"
            " + (CASE WHEN school_id IS NULL THEN 0 ELSE 1 END) = 1",
            name="ck_invitation_one_subject",
        ),
        sa.CheckConstraint(
            "(school_id IS NULL) = (school_year IS NULL)", name="ck_invitation_school_with_year"
        ),
        sa.CheckConstraint(
            "(traject_id IS NULL) = (informant_id IS NULL)"
            " AND (traject_id IS NULL) = (occasion_id IS NULL)",
            name="ck_invitation_traject_with_informant_and_occasion",
        ),
        sa.ForeignKeyConstraint(
            ["class_group_id"], ["class_group.id"], name="fk_invitation_class_group_id"
        ),
        sa.ForeignKeyConstraint(
            ["fingerprint"],
            ["published_questionnaire.fingerprint"],
            name="fk_invitation_fingerprint",
        ),
        sa.ForeignKeyConstraint(
            ["informant_id"], ["traject_informant.id"], name="fk_invitation_informant_id"
        ),
        sa.ForeignKeyConstraint(["occasion_id"], ["occasion.id"], name="fk_invitation_occasion_id"),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisation.id"], name="fk_invitation_organisation_id"
        ),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name="fk_invitation_person_id"),
        sa.ForeignKeyConstraint(["school_id"], ["school.id"], name="fk_invitation_school_id"),
        sa.ForeignKeyConstraint(
            ["traject_id", "organisation_id"],
            ["traject.id", "traject.organisation_id"],
            name="fk_invitation_traject_id_organisation_id",
        ),
        sa.PrimaryKeyConstraint("id", name="pk_invitation"),
    )
    op.create_index("ix_invitation_informant_id", "invitation", ["informant_id"], unique=False)
    op.create_index("ix_invitation_traject_id", "invitation", ["traject_id"], unique=False)
    op.create_index(
        "uq_invitation_once",
        "invitation",
        ["occasion_id", "informant_id", "questionnaire_key"],
        unique=True,
        sqlite_where=sa.text("revoked_at IS NULL"),
        postgresql_where=sa.text("revoked_at IS NULL"),
    )
    op.create_table(
        "draft",
        sa.Column("invitation_id", sa.String(32), nullable=False),
        sa.Column("organisation_id", sa.String(32), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("entries", sa.Text(), nullable=False),
        sa.Column("texts", sa.Text(), nullable=False),
        sa.Column("posted", sa.Text(), nullable=False),
        sa.Column("started_at", sa.String(27), nullable=False),
        sa.Column("saved_at", sa.String(27), nullable=False),
        sa.ForeignKeyConstraint(
            ["invitation_id"], ["invitation.id"], name="fk_draft_invitation_id"
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisation.id"], name="fk_draft_organisation_id"
        ),
        sa.PrimaryKeyConstraint("invitation_id", name="pk_draft"),
    )
    op.create_table(
        "response",
        sa.Column("id", sa.String(32), nullable=False),
        sa.Column("organisation_id", sa.String(32), nullable=False),
        sa.Column("invitation_id", sa.String(32), nullable=False),
        sa.Column("fingerprint", sa.String(64), nullable=False),
        sa.Column("language", sa.String(5), nullable=False),
        sa.Column("mode", sa.String(12), nullable=False),
        sa.Column("answers", sa.Text(), nullable=False),
        sa.Column("missing", sa.Text(), nullable=False),
        sa.Column("texts", sa.Text(), nullable=False),
        sa.Column("posted", sa.Text(), nullable=False),
        sa.Column("browser", sa.String(64), nullable=False),
        sa.Column("started_at", sa.String(27), nullable=False),
        sa.Column("submitted_at", sa.String(27), nullable=False),
        sa.CheckConstraint(
            "mode IN ('self', 'interview', 'tablet', 'paper', 'phone')",
            name="ck_response_known_mode",
        ),
        sa.ForeignKeyConstraint(
            ["fingerprint"], ["published_questionnaire.fingerprint"], name="fk_response_fingerprint"
        ),
        sa.ForeignKeyConstraint(
            ["invitation_id"], ["invitation.id"], name="fk_response_invitation_id"
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisation.id"], name="fk_response_organisation_id"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_response"),
        sa.UniqueConstraint("invitation_id", name="uq_response_invitation_id"),
    )
    op.create_table(
        "signal",
        sa.Column("id", sa.String(32), nullable=False),
        sa.Column("organisation_id", sa.String(32), nullable=False),
        sa.Column("traject_id", sa.String(32), nullable=False),
        sa.Column("invitation_id", sa.String(32), nullable=False),
        sa.Column("item", sa.String(40), nullable=False),
        sa.Column("level", sa.String(10), nullable=False),
        sa.Column("raised_at", sa.String(27), nullable=False),
        sa.Column("seen_at", sa.String(27), nullable=True),
        sa.Column("seen_by", sa.String(32), nullable=True),
        sa.CheckConstraint("level IN ('today', 'two_days', 'talk')", name="ck_signal_known_level"),
        sa.ForeignKeyConstraint(
            ["invitation_id"], ["invitation.id"], name="fk_signal_invitation_id"
        ),
        sa.ForeignKeyConstraint(["seen_by"], ["person.id"], name="fk_signal_seen_by"),
        sa.ForeignKeyConstraint(
            ["traject_id", "organisation_id"],
            ["traject.id", "traject.organisation_id"],
            name="fk_signal_traject_id_organisation_id",
        ),
        sa.PrimaryKeyConstraint("id", name="pk_signal"),
        sa.UniqueConstraint("invitation_id", "item", name="uq_signal_invitation_id_item"),
    )
    op.create_index("ix_signal_traject_id", "signal", ["traject_id"], unique=False)
    op.create_table(
        "measurement",
        sa.Column("id", sa.String(32), nullable=False),
        sa.Column("organisation_id", sa.String(32), nullable=False),
        sa.Column("traject_id", sa.String(32), nullable=False),
        sa.Column("informant_id", sa.String(32), nullable=False),
        sa.Column("occasion_id", sa.String(32), nullable=False),
        sa.Column("response_id", sa.String(32), nullable=False),
        sa.Column("questionnaire_key", sa.String(60), nullable=False),
        sa.Column("evidence_stage", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["informant_id"], ["traject_informant.id"], name="fk_measurement_informant_id"
        ),
        sa.ForeignKeyConstraint(
            ["occasion_id"], ["occasion.id"], name="fk_measurement_occasion_id"
        ),
        sa.ForeignKeyConstraint(
            ["response_id"], ["response.id"], name="fk_measurement_response_id"
        ),
        sa.ForeignKeyConstraint(
            ["traject_id", "organisation_id"],
            ["traject.id", "traject.organisation_id"],
            name="fk_measurement_traject_id_organisation_id",
        ),
        sa.PrimaryKeyConstraint("id", name="pk_measurement"),
        sa.UniqueConstraint("response_id", name="uq_measurement_response_id"),
    )
    op.create_index("ix_measurement_traject_id", "measurement", ["traject_id"], unique=False)
    op.create_table(
        "score",
        sa.Column("id", sa.String(32), nullable=False),
        sa.Column("organisation_id", sa.String(32), nullable=False),
        sa.Column("measurement_id", sa.String(32), nullable=False),
        sa.Column("fingerprint", sa.String(64), nullable=False),
        sa.Column("scoring_version", sa.String(20), nullable=False),
        sa.Column("scale", sa.String(40), nullable=False),
        sa.Column("value", sa.Double(), nullable=True),
        sa.Column("reason", sa.String(30), nullable=True),
        sa.Column("answered", sa.Integer(), nullable=False),
        sa.Column("asked", sa.Integer(), nullable=False),
        sa.Column("scored_at", sa.String(27), nullable=False),
        sa.CheckConstraint("(value IS NULL) <> (reason IS NULL)", name="ck_score_value_or_reason"),
        sa.ForeignKeyConstraint(
            ["fingerprint"], ["published_questionnaire.fingerprint"], name="fk_score_fingerprint"
        ),
        sa.ForeignKeyConstraint(
            ["measurement_id"], ["measurement.id"], name="fk_score_measurement_id"
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisation.id"], name="fk_score_organisation_id"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_score"),
        sa.UniqueConstraint(
            "measurement_id",
            "scale",
            "scoring_version",
            name="uq_score_measurement_id_scale_scoring_version",
        ),
    )

    for table in NEVER_CHANGED:
        _refuse_updates(table)


def downgrade() -> None:
    if op.get_bind().dialect.name == "postgresql":
        for table in NEVER_CHANGED:
            op.execute(f"DROP TRIGGER {table}_never_changes ON {table}")
        op.execute("DROP FUNCTION refuse_update()")

    op.drop_table("score")
    op.drop_index("ix_measurement_traject_id", table_name="measurement")
    op.drop_table("measurement")
    op.drop_index("ix_signal_traject_id", table_name="signal")
    op.drop_table("signal")
    op.drop_table("response")
    op.drop_table("draft")
    op.drop_index(
        "uq_invitation_once",
        table_name="invitation",
        sqlite_where=sa.text("revoked_at IS NULL"),
        postgresql_where=sa.text("revoked_at IS NULL"),
    )
    op.drop_index("ix_invitation_traject_id", table_name="invitation")
    op.drop_index("ix_invitation_informant_id", table_name="invitation")
    op.drop_table("invitation")
    op.drop_index("ix_traject_informant_traject_id", table_name="traject_informant")
    op.drop_table("traject_informant")
    op.drop_index("ix_occasion_traject_id", table_name="occasion")
    op.drop_table("occasion")
    op.drop_index("ix_consent_traject_id", table_name="consent")
    op.drop_table("consent")
    op.drop_index("ix_traject_organisation_id", table_name="traject")
    op.drop_index("ix_traject_coach_id", table_name="traject")
    op.drop_table("traject")
    op.drop_table("role_grant")
    op.drop_index("ix_login_session_person_id", table_name="login_session")
    op.drop_table("login_session")
    op.drop_index("ix_credential_link_person_id", table_name="credential_link")
    op.drop_table("credential_link")
    op.drop_table("class_group")
    op.drop_table("school")
    op.drop_index("ix_person_organisation_id", table_name="person")
    op.drop_table("person")
    op.drop_index("ix_audit_event_organisation_id", table_name="audit_event")
    op.drop_table("audit_event")
    op.drop_table("published_questionnaire")
    op.drop_table("organisation")
    op.drop_index("ix_failed_sign_in_counter_key_at", table_name="failed_sign_in")
    op.drop_table("failed_sign_in")


def _refuse_updates(table: str) -> None:
    if op.get_bind().dialect.name == "sqlite":
        op.execute(
            f"CREATE TRIGGER {table}_never_changes BEFORE UPDATE ON {table} "
            f"BEGIN SELECT RAISE(ABORT, '{table} rows never change'); END"
        )
        return
    op.execute(
        "CREATE OR REPLACE FUNCTION refuse_update() RETURNS trigger LANGUAGE plpgsql AS "
        "$$ BEGIN RAISE EXCEPTION '% rows never change', TG_TABLE_NAME "
        "USING ERRCODE = 'integrity_constraint_violation'; END $$"
    )
    op.execute(
        f"CREATE TRIGGER {table}_never_changes BEFORE UPDATE ON {table} "
        "FOR EACH ROW EXECUTE FUNCTION refuse_update()"
    )
