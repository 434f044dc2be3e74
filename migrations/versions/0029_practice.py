"""How was worked: ways of working with principles, contacts, deviations, support in use."""

import sqlalchemy as sa
from alembic import op

revision = "0029_practice"
down_revision = "0028_by_one_browser"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "published_way",
        sa.Column("id", sa.String(32), nullable=False),
        sa.Column("organisation_id", sa.String(32), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("key", sa.String(64), nullable=False),
        sa.Column("version", sa.String(14), nullable=False),
        sa.Column("title", sa.String(40), nullable=False),
        sa.Column("published_at", sa.String(27), nullable=False),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisation.id"], name=op.f("fk_published_way_organisation_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_published_way")),
        sa.UniqueConstraint(
            "id", "organisation_id", name=op.f("uq_published_way_id_organisation_id")
        ),
        sa.UniqueConstraint(
            "organisation_id",
            "key",
            "version",
            name=op.f("uq_published_way_organisation_id_key_version"),
        ),
        sa.UniqueConstraint(
            "organisation_id", "number", name=op.f("uq_published_way_organisation_id_number")
        ),
    )
    op.create_table(
        "published_principle",
        sa.Column("id", sa.String(32), nullable=False),
        sa.Column("organisation_id", sa.String(32), nullable=False),
        sa.Column("way_id", sa.String(32), nullable=False),
        sa.Column("place", sa.Integer(), nullable=False),
        sa.Column("key", sa.String(32), nullable=False),
        sa.Column("version", sa.String(14), nullable=False),
        sa.Column("name", sa.String(40), nullable=False),
        sa.Column("meaning", sa.String(160), nullable=False),
        sa.ForeignKeyConstraint(
            ["way_id", "organisation_id"],
            ["published_way.id", "published_way.organisation_id"],
            name=op.f("fk_published_principle_way_id_organisation_id"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_published_principle")),
        sa.UniqueConstraint(
            "id", "organisation_id", name=op.f("uq_published_principle_id_organisation_id")
        ),
        sa.UniqueConstraint("way_id", "key", name=op.f("uq_published_principle_way_id_key")),
    )
    op.create_table(
        "deviation",
        sa.Column("id", sa.String(32), nullable=False),
        sa.Column("organisation_id", sa.String(32), nullable=False),
        sa.Column("traject_id", sa.String(32), nullable=False),
        sa.Column("argued_by", sa.String(32), nullable=False),
        sa.Column("principle_id", sa.String(32), nullable=False),
        sa.Column("why", sa.Text(), nullable=False),
        sa.Column("expected", sa.Text(), nullable=False),
        sa.Column("argued_on", sa.Date(), nullable=False),
        sa.Column("argued_at", sa.String(27), nullable=False),
        sa.Column("look_back_on", sa.Date(), nullable=False),
        sa.Column("outcome", sa.String(10), nullable=True),
        sa.Column("found", sa.Text(), nullable=True),
        sa.Column("looked_back_at", sa.String(27), nullable=True),
        sa.Column("removed_at", sa.String(27), nullable=True),
        sa.CheckConstraint(
            "outcome IN ('seen', 'partly', 'not_seen')", name=op.f("ck_deviation_known_outcome")
        ),
        sa.CheckConstraint(
            "(outcome IS NULL) = (looked_back_at IS NULL)",
            name=op.f("ck_deviation_outcome_with_its_moment"),
        ),
        sa.ForeignKeyConstraint(["argued_by"], ["person.id"], name=op.f("fk_deviation_argued_by")),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisation.id"], name=op.f("fk_deviation_organisation_id")
        ),
        sa.ForeignKeyConstraint(
            ["principle_id", "organisation_id"],
            ["published_principle.id", "published_principle.organisation_id"],
            name=op.f("fk_deviation_principle_id_organisation_id"),
        ),
        sa.ForeignKeyConstraint(
            ["traject_id", "organisation_id"],
            ["traject.id", "traject.organisation_id"],
            name=op.f("fk_deviation_traject_id_organisation_id"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_deviation")),
    )
    op.create_index(
        "ix_deviation_look_back",
        "deviation",
        ["look_back_on"],
        unique=False,
        sqlite_where=sa.text("outcome IS NULL AND removed_at IS NULL"),
        postgresql_where=sa.text("outcome IS NULL AND removed_at IS NULL"),
    )
    op.create_index(op.f("ix_deviation_traject_id"), "deviation", ["traject_id"], unique=False)
    op.create_table(
        "logged_contact",
        sa.Column("id", sa.String(32), nullable=False),
        sa.Column("organisation_id", sa.String(32), nullable=False),
        sa.Column("school_id", sa.String(32), nullable=False),
        sa.Column("coach_id", sa.String(32), nullable=False),
        sa.Column("traject_id", sa.String(32), nullable=True),
        sa.Column("way_id", sa.String(32), nullable=False),
        sa.Column("held_on", sa.Date(), nullable=False),
        sa.Column("with_whom", sa.String(60), nullable=False),
        sa.Column("kind", sa.String(20), nullable=False),
        sa.Column("minutes", sa.Integer(), nullable=False),
        sa.Column("minutes_apart", sa.Integer(), nullable=False),
        sa.Column("line", sa.Text(), nullable=True),
        sa.Column("logged_at", sa.String(27), nullable=False),
        sa.Column("removed_at", sa.String(27), nullable=True),
        sa.Column("replaces_id", sa.String(32), nullable=True),
        sa.CheckConstraint(
            "kind IN ('talk', 'consult', 'training', 'meeting', 'observation', 'incident')",
            name=op.f("ck_logged_contact_known_kind"),
        ),
        sa.CheckConstraint("minutes BETWEEN 1 AND 600", name=op.f("ck_logged_contact_minutes")),
        sa.CheckConstraint(
            "minutes_apart BETWEEN 0 AND minutes", name=op.f("ck_logged_contact_minutes_apart")
        ),
        sa.ForeignKeyConstraint(
            ["coach_id"], ["person.id"], name=op.f("fk_logged_contact_coach_id")
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisation.id"], name=op.f("fk_logged_contact_organisation_id")
        ),
        sa.ForeignKeyConstraint(
            ["school_id"], ["school.id"], name=op.f("fk_logged_contact_school_id")
        ),
        sa.ForeignKeyConstraint(
            ["traject_id", "organisation_id"],
            ["traject.id", "traject.organisation_id"],
            name=op.f("fk_logged_contact_traject_id_organisation_id"),
        ),
        sa.ForeignKeyConstraint(
            ["way_id", "organisation_id"],
            ["published_way.id", "published_way.organisation_id"],
            name=op.f("fk_logged_contact_way_id_organisation_id"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_logged_contact")),
        sa.UniqueConstraint(
            "id", "organisation_id", name=op.f("uq_logged_contact_id_organisation_id")
        ),
        sa.UniqueConstraint("replaces_id", name=op.f("uq_logged_contact_replaces_id")),
    )
    op.create_index(
        "ix_logged_contact_coach",
        "logged_contact",
        ["coach_id", "held_on"],
        unique=False,
        sqlite_where=sa.text("removed_at IS NULL"),
        postgresql_where=sa.text("removed_at IS NULL"),
    )
    op.create_index(
        "ix_logged_contact_traject",
        "logged_contact",
        ["traject_id", "held_on"],
        unique=False,
        sqlite_where=sa.text("removed_at IS NULL"),
        postgresql_where=sa.text("removed_at IS NULL"),
    )
    op.create_table(
        "contact_principle",
        sa.Column("contact_id", sa.String(32), nullable=False),
        sa.Column("principle_id", sa.String(32), nullable=False),
        sa.Column("organisation_id", sa.String(32), nullable=False),
        sa.ForeignKeyConstraint(
            ["contact_id", "organisation_id"],
            ["logged_contact.id", "logged_contact.organisation_id"],
            name=op.f("fk_contact_principle_contact_id_organisation_id"),
        ),
        sa.ForeignKeyConstraint(
            ["principle_id", "organisation_id"],
            ["published_principle.id", "published_principle.organisation_id"],
            name=op.f("fk_contact_principle_principle_id_organisation_id"),
        ),
        sa.PrimaryKeyConstraint("contact_id", "principle_id", name=op.f("pk_contact_principle")),
    )
    op.create_table(
        "considered_referral",
        sa.Column("id", sa.String(32), nullable=False),
        sa.Column("organisation_id", sa.String(32), nullable=False),
        sa.Column("traject_id", sa.String(32), nullable=False),
        sa.Column("considered_by", sa.String(20), nullable=False),
        sa.Column("in_month", sa.Date(), nullable=False),
        sa.Column("outcome", sa.String(20), nullable=False),
        sa.Column("why", sa.Text(), nullable=True),
        sa.Column("recorded_by", sa.String(32), nullable=False),
        sa.Column("recorded_at", sa.String(27), nullable=False),
        sa.Column("removed_at", sa.String(27), nullable=True),
        sa.CheckConstraint(
            "considered_by IN ('parent', 'school', 'coach', 'health', 'social_team')",
            name=op.f("ck_considered_referral_known_considerer"),
        ),
        sa.CheckConstraint(
            "outcome IN ('open', 'referred', 'not_needed', 'postponed')",
            name=op.f("ck_considered_referral_known_outcome"),
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id"],
            ["organisation.id"],
            name=op.f("fk_considered_referral_organisation_id"),
        ),
        sa.ForeignKeyConstraint(
            ["recorded_by"], ["person.id"], name=op.f("fk_considered_referral_recorded_by")
        ),
        sa.ForeignKeyConstraint(
            ["traject_id", "organisation_id"],
            ["traject.id", "traject.organisation_id"],
            name=op.f("fk_considered_referral_traject_id_organisation_id"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_considered_referral")),
    )
    op.create_index(
        op.f("ix_considered_referral_traject_id"),
        "considered_referral",
        ["traject_id"],
        unique=False,
    )
    op.create_table(
        "support",
        sa.Column("id", sa.String(32), nullable=False),
        sa.Column("organisation_id", sa.String(32), nullable=False),
        sa.Column("traject_id", sa.String(32), nullable=False),
        sa.Column("kind", sa.String(20), nullable=False),
        sa.Column("from_month", sa.Date(), nullable=False),
        sa.Column("until_month", sa.Date(), nullable=True),
        sa.Column("status", sa.String(10), nullable=False),
        sa.Column("source", sa.String(10), nullable=False),
        sa.Column("recorded_by", sa.String(32), nullable=False),
        sa.Column("recorded_at", sa.String(27), nullable=False),
        sa.Column("removed_at", sa.String(27), nullable=True),
        sa.CheckConstraint(
            "(until_month IS NULL) = (status IN ('waits', 'runs'))",
            name=op.f("ck_support_ended_with_its_month"),
        ),
        sa.CheckConstraint(
            "kind IN ('own_circle', 'school', 'social_team', 'health', 'youth_care_light',"
            " 'youth_care_referred', 'other')",
            name=op.f("ck_support_known_kind"),
        ),
        sa.CheckConstraint(
            "source IN ('parent', 'school', 'coach')", name=op.f("ck_support_known_source")
        ),
        sa.CheckConstraint(
            "status IN ('waits', 'runs', 'done', 'stopped')", name=op.f("ck_support_known_status")
        ),
        sa.CheckConstraint(
            "until_month >= from_month", name=op.f("ck_support_ends_after_it_begins")
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisation.id"], name=op.f("fk_support_organisation_id")
        ),
        sa.ForeignKeyConstraint(
            ["recorded_by"], ["person.id"], name=op.f("fk_support_recorded_by")
        ),
        sa.ForeignKeyConstraint(
            ["traject_id", "organisation_id"],
            ["traject.id", "traject.organisation_id"],
            name=op.f("fk_support_traject_id_organisation_id"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_support")),
    )
    op.create_index(op.f("ix_support_traject_id"), "support", ["traject_id"], unique=False)


def downgrade() -> None:
    op.drop_table("considered_referral")
    op.drop_table("support")
    op.drop_table("contact_principle")
    op.drop_table("logged_contact")
    op.drop_table("deviation")
    op.drop_table("published_principle")
    op.drop_table("published_way")
