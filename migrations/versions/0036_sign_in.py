"""Signing in: counters that lock nobody out, links that reset, mail about an account."""

import sqlalchemy as sa
from alembic import op

revision = "0036_sign_in"
down_revision = "0035_roles"
branch_labels = None
depends_on = None

COUNTED_BY = ("account_key", "place_key")


def upgrade() -> None:
    with op.batch_alter_table("login_session") as table:
        table.add_column(sa.Column("browser", sa.String(40), nullable=True))
    with op.batch_alter_table("credential_link") as table:
        table.add_column(
            sa.Column("purpose", sa.String(10), nullable=False, server_default="invite")
        )
        table.create_check_constraint(
            "ck_credential_link_known_purpose", "purpose IN ('invite', 'reset')"
        )
    with op.batch_alter_table("credential_link") as table:
        table.alter_column("purpose", existing_type=sa.String(10), server_default=None)
    with op.batch_alter_table("outbox_message") as table:
        table.add_column(
            sa.Column("at_any_hour", sa.Boolean(), nullable=False, server_default=sa.false())
        )
    with op.batch_alter_table("outbox_message") as table:
        table.alter_column("at_any_hour", existing_type=sa.Boolean(), server_default=None)
    with op.batch_alter_table("failed_sign_in") as table:
        for column in COUNTED_BY:
            table.add_column(sa.Column(column, sa.String(64), nullable=True))
    for column in COUNTED_BY:
        op.create_index(f"ix_failed_sign_in_{column}_at", "failed_sign_in", [column, "at"])
    op.create_table(
        "reset_request",
        sa.Column("id", sa.String(32), nullable=False),
        sa.Column("address", sa.Text(), nullable=False),
        sa.Column("address_key", sa.String(64), nullable=False),
        sa.Column("is_new", sa.Boolean(), nullable=False),
        sa.Column("at", sa.String(27), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_reset_request")),
    )
    op.create_index("ix_reset_request_address_key_at", "reset_request", ["address_key", "at"])
    op.create_table(
        "account_message",
        sa.Column("message_id", sa.String(32), nullable=False),
        sa.Column("organisation_id", sa.String(32), nullable=False),
        sa.Column("person_id", sa.String(32), nullable=False),
        sa.Column("kind", sa.String(30), nullable=False),
        sa.Column("link_id", sa.String(32), nullable=True),
        sa.ForeignKeyConstraint(
            ["message_id"], ["outbox_message.id"], name=op.f("fk_account_message_message_id")
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id"],
            ["organisation.id"],
            name=op.f("fk_account_message_organisation_id"),
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_account_message_person_id")
        ),
        sa.ForeignKeyConstraint(
            ["link_id"], ["credential_link.id"], name=op.f("fk_account_message_link_id")
        ),
        sa.PrimaryKeyConstraint("message_id", name=op.f("pk_account_message")),
    )
    op.create_index(op.f("ix_account_message_person_id"), "account_message", ["person_id"])


def downgrade() -> None:
    op.drop_table("account_message")
    op.drop_table("reset_request")
    for column in COUNTED_BY:
        op.drop_index(f"ix_failed_sign_in_{column}_at", "failed_sign_in")
    with op.batch_alter_table("failed_sign_in") as table:
        for column in COUNTED_BY:
            table.drop_column(column)
    with op.batch_alter_table("outbox_message") as table:
        table.drop_column("at_any_hour")
    # What an older version would call an invitation is not left usable for a day.
    op.execute("DELETE FROM credential_link WHERE purpose = 'reset'")
    with op.batch_alter_table("credential_link") as table:
        table.drop_constraint("ck_credential_link_known_purpose", type_="check")
        table.drop_column("purpose")
    with op.batch_alter_table("login_session") as table:
        table.drop_column("browser")
