"""Erasures with their certificate, what an older copy must do again, and how long is kept."""

import sqlalchemy as sa
from alembic import op

revision = "0039_erasure"
down_revision = "0037_audit_chain"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "act_to_repeat",
        sa.Column("id", sa.String(32), nullable=False),
        sa.Column("key", sa.String(64), nullable=False),
        sa.Column("kind", sa.String(12), nullable=False),
        sa.Column("subject", sa.String(64), nullable=False),
        sa.Column("detail", sa.Text(), nullable=False),
        sa.Column("at", sa.String(27), nullable=False),
        sa.CheckConstraint(
            "kind IN ('erased', 'withdrawn', 'revoked', 'left_retest')",
            name=op.f("ck_act_to_repeat_known_kind"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_act_to_repeat")),
        sa.UniqueConstraint("key", name=op.f("uq_act_to_repeat_key")),
    )
    op.create_index(op.f("ix_act_to_repeat_subject"), "act_to_repeat", ["subject"], unique=False)
    _add_erasures()
    _add_terms()


def _add_erasures() -> None:
    op.create_table(
        "erasure",
        sa.Column("id", sa.String(32), nullable=False),
        sa.Column("organisation_id", sa.String(32), nullable=False),
        sa.Column("school_id", sa.String(32), nullable=False),
        sa.Column("kind", sa.String(22), nullable=False),
        sa.Column("subject", sa.String(64), nullable=False),
        sa.Column("ground", sa.String(10), nullable=False),
        sa.Column("counts", sa.Text(), nullable=False),
        sa.Column("lines_of_trail", sa.Integer(), nullable=False),
        sa.Column("erased_by", sa.String(32), nullable=True),
        sa.Column("approved_by", sa.String(32), nullable=True),
        sa.Column("erased_at", sa.String(27), nullable=False),
        sa.Column("copies_until", sa.Date(), nullable=False),
        sa.Column("cleaned_at", sa.String(27), nullable=True),
        sa.CheckConstraint(
            "ground IN ('request', 'term', 'mistake', 'repeated')",
            name=op.f("ck_erasure_known_ground"),
        ),
        sa.CheckConstraint(
            "kind IN ('traject', 'reference_participant', 'nomination')",
            name=op.f("ck_erasure_known_kind"),
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisation.id"], name=op.f("fk_erasure_organisation_id")
        ),
        sa.ForeignKeyConstraint(["school_id"], ["school.id"], name=op.f("fk_erasure_school_id")),
        sa.ForeignKeyConstraint(["erased_by"], ["person.id"], name=op.f("fk_erasure_erased_by")),
        sa.ForeignKeyConstraint(
            ["approved_by"], ["person.id"], name=op.f("fk_erasure_approved_by")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_erasure")),
    )
    op.create_index(op.f("ix_erasure_erased_by"), "erasure", ["erased_by"], unique=False)
    op.create_index(
        "ix_erasure_to_clean",
        "erasure",
        ["erased_at"],
        unique=False,
        sqlite_where=sa.text("cleaned_at IS NULL"),
        postgresql_where=sa.text("cleaned_at IS NULL"),
    )


def _add_terms() -> None:
    op.create_table(
        "retention_rule",
        sa.Column("organisation_id", sa.String(32), nullable=False),
        sa.Column("regime", sa.String(20), nullable=False),
        sa.Column("months", sa.Integer(), nullable=False),
        sa.Column("counts_from", sa.String(12), nullable=False),
        sa.Column("set_by", sa.String(32), nullable=False),
        sa.Column("set_at", sa.String(27), nullable=False),
        sa.CheckConstraint(
            "regime IN ('school', 'youth_care', 'research')",
            name=op.f("ck_retention_rule_known_regime"),
        ),
        sa.CheckConstraint(
            "counts_from IN ('closing', 'birth', 'last_answer')",
            name=op.f("ck_retention_rule_known_beginning"),
        ),
        sa.CheckConstraint("months BETWEEN 1 AND 600", name=op.f("ck_retention_rule_months")),
        sa.ForeignKeyConstraint(
            ["organisation_id"],
            ["organisation.id"],
            name=op.f("fk_retention_rule_organisation_id"),
        ),
        sa.ForeignKeyConstraint(["set_by"], ["person.id"], name=op.f("fk_retention_rule_set_by")),
        sa.PrimaryKeyConstraint("organisation_id", "regime", name=op.f("pk_retention_rule")),
    )
    op.create_table(
        "legal_hold",
        sa.Column("id", sa.String(32), nullable=False),
        sa.Column("organisation_id", sa.String(32), nullable=False),
        sa.Column("traject_id", sa.String(32), nullable=False),
        sa.Column("why", sa.Text(), nullable=False),
        sa.Column("held_by", sa.String(32), nullable=False),
        sa.Column("held_at", sa.String(27), nullable=False),
        sa.Column("lifted_by", sa.String(32), nullable=True),
        sa.Column("lifted_at", sa.String(27), nullable=True),
        sa.CheckConstraint(
            "(lifted_at IS NULL) = (lifted_by IS NULL)",
            name=op.f("ck_legal_hold_lifted_by_somebody"),
        ),
        sa.ForeignKeyConstraint(
            ["traject_id", "organisation_id"],
            ["traject.id", "traject.organisation_id"],
            name=op.f("fk_legal_hold_traject_id_organisation_id"),
        ),
        sa.ForeignKeyConstraint(["held_by"], ["person.id"], name=op.f("fk_legal_hold_held_by")),
        sa.ForeignKeyConstraint(["lifted_by"], ["person.id"], name=op.f("fk_legal_hold_lifted_by")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_legal_hold")),
    )
    op.create_index(
        "uq_legal_hold_in_force",
        "legal_hold",
        ["traject_id"],
        unique=True,
        sqlite_where=sa.text("lifted_at IS NULL"),
        postgresql_where=sa.text("lifted_at IS NULL"),
    )


def downgrade() -> None:
    op.drop_index("uq_legal_hold_in_force", table_name="legal_hold")
    op.drop_table("legal_hold")
    op.drop_table("retention_rule")
    op.drop_index("ix_erasure_to_clean", table_name="erasure")
    op.drop_index(op.f("ix_erasure_erased_by"), table_name="erasure")
    op.drop_table("erasure")
    op.drop_index(op.f("ix_act_to_repeat_subject"), table_name="act_to_repeat")
    op.drop_table("act_to_repeat")
