"""Second factors, recovery codes, passkeys, school accounts, and sign-ins that are half done."""

import sqlalchemy as sa
from alembic import op

revision = "0042_factors"
down_revision = "0041_sealed_rows"
branch_labels = None
depends_on = None

KINDS = "kind IN ('second step', 'passkey', 'new passkey', 'school', 'proof')"


def upgrade() -> None:
    op.add_column(
        "organisation",
        sa.Column(
            "second_factor_required", sa.Boolean(), nullable=False, server_default=sa.false()
        ),
    )
    op.create_table(
        "second_factor",
        sa.Column("person_id", sa.String(32), nullable=False),
        sa.Column("organisation_id", sa.String(32), nullable=False),
        sa.Column("seed", sa.Text(), nullable=False),
        sa.Column("made_at", sa.String(27), nullable=False),
        sa.Column("last_step", sa.Integer(), nullable=False),
        sa.Column("tries", sa.Integer(), nullable=False),
        sa.Column("tried_at", sa.String(27), nullable=True),
        *_owned("second_factor"),
        sa.PrimaryKeyConstraint("person_id", name=op.f("pk_second_factor")),
    )
    op.create_table(
        "recovery_code",
        sa.Column("code_hash", sa.String(64), nullable=False),
        sa.Column("organisation_id", sa.String(32), nullable=False),
        sa.Column("person_id", sa.String(32), nullable=False),
        sa.Column("made_at", sa.String(27), nullable=False),
        sa.Column("used_at", sa.String(27), nullable=True),
        *_owned("recovery_code"),
        sa.PrimaryKeyConstraint("code_hash", name=op.f("pk_recovery_code")),
    )
    op.create_table(
        "passkey",
        sa.Column("id", sa.String(32), nullable=False),
        sa.Column("organisation_id", sa.String(32), nullable=False),
        sa.Column("person_id", sa.String(32), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("credential_id", sa.Text(), nullable=False),
        sa.Column("public_key", sa.Text(), nullable=False),
        sa.Column("sign_count", sa.Integer(), nullable=False),
        sa.Column("made_at", sa.String(27), nullable=False),
        sa.Column("used_at", sa.String(27), nullable=True),
        *_owned("passkey"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_passkey")),
        sa.UniqueConstraint("credential_id", name=op.f("uq_passkey_credential_id")),
    )
    op.create_table(
        "school_identity",
        sa.Column("subject_hash", sa.String(64), nullable=False),
        sa.Column("organisation_id", sa.String(32), nullable=False),
        sa.Column("person_id", sa.String(32), nullable=False),
        sa.Column("made_at", sa.String(27), nullable=False),
        sa.Column("used_at", sa.String(27), nullable=True),
        *_owned("school_identity"),
        sa.PrimaryKeyConstraint("subject_hash", name=op.f("pk_school_identity")),
    )
    for table in ("recovery_code", "passkey", "school_identity"):
        op.create_index(f"ix_{table}_person_id", table, ["person_id"], unique=False)
    op.create_table(
        "sign_in_step",
        sa.Column("secret_hash", sa.String(64), nullable=False),
        sa.Column("kind", sa.String(20), nullable=False),
        sa.Column("person_id", sa.String(32), nullable=True),
        sa.Column("content", sa.String(128), nullable=True),
        sa.Column("begun_at", sa.String(27), nullable=False),
        sa.Column("done_at", sa.String(27), nullable=True),
        sa.CheckConstraint(KINDS, name=op.f("ck_sign_in_step_known_kind")),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_sign_in_step_person_id")
        ),
        sa.PrimaryKeyConstraint("secret_hash", "kind", name=op.f("pk_sign_in_step")),
    )
    op.create_index("ix_sign_in_step_begun_at", "sign_in_step", ["begun_at"], unique=False)


def downgrade() -> None:
    for table in ("sign_in_step", "school_identity", "passkey", "recovery_code", "second_factor"):
        op.drop_table(table)
    op.drop_column("organisation", "second_factor_required")


def _owned(table: str) -> tuple[sa.ForeignKeyConstraint, sa.ForeignKeyConstraint]:
    return (
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisation.id"], name=op.f(f"fk_{table}_organisation_id")
        ),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f(f"fk_{table}_person_id")),
    )
