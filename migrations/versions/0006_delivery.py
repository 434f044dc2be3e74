"""Where people are reached, and the messages that go to them.

Until now a coach handed over every link. What was answered already is marked on its invitation, so
that nobody is reminded of it.
"""

import sqlalchemy as sa
from alembic import op

revision = "0006_delivery"
down_revision = "0005_reference_moment"
branch_labels = None
depends_on = None

STATES = "'waiting', 'claimed', 'sending', 'sent', 'uncertain', 'refused', 'given_up', 'dropped'"
DUE = sa.text("next_message_on IS NOT NULL")


def upgrade() -> None:
    _add_contacts()
    _add_outbox()
    op.add_column("invitation", sa.Column("answered_at", sa.String(27), nullable=True))
    op.add_column("invitation", sa.Column("next_message_on", sa.Date(), nullable=True))
    op.create_index(
        "ix_invitation_next_message_on",
        "invitation",
        ["next_message_on"],
        sqlite_where=DUE,
        postgresql_where=DUE,
    )
    op.execute(
        "UPDATE invitation SET answered_at = (SELECT submitted_at FROM response"
        " WHERE response.invitation_id = invitation.id)"
    )


def _add_contacts() -> None:
    op.create_table(
        "contact",
        sa.Column("id", sa.String(32), nullable=False),
        sa.Column("organisation_id", sa.String(32), nullable=False),
        sa.Column("channel", sa.String(4), nullable=False),
        sa.Column("address", sa.Text(), nullable=False),
        sa.Column("fingerprint", sa.String(64), nullable=False),
        sa.Column("added_at", sa.String(27), nullable=False),
        sa.Column("refused_at", sa.String(27), nullable=True),
        sa.CheckConstraint("channel IN ('mail', 'sms')", name="ck_contact_known_channel"),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisation.id"], name="fk_contact_organisation_id"
        ),
        sa.UniqueConstraint(
            "organisation_id", "fingerprint", name="uq_contact_organisation_id_fingerprint"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_contact"),
    )
    with op.batch_alter_table("traject_informant") as table:
        table.add_column(
            sa.Column("channel", sa.String(6), nullable=False, server_default="person")
        )
        table.add_column(sa.Column("language", sa.String(5), nullable=False, server_default="nl"))
        table.add_column(sa.Column("contact_id", sa.String(32), nullable=True))
        table.create_foreign_key(
            "fk_traject_informant_contact_id", "contact", ["contact_id"], ["id"]
        )
        table.create_check_constraint(
            "ck_traject_informant_known_channel", "channel IN ('person', 'paper', 'mail', 'sms')"
        )
        table.create_check_constraint(
            "ck_traject_informant_sent_to_a_contact",
            "(channel IN ('mail', 'sms')) = (contact_id IS NOT NULL)",
        )
    with op.batch_alter_table("traject_informant") as table:
        table.alter_column("channel", existing_type=sa.String(6), server_default=None)
        table.alter_column("language", existing_type=sa.String(5), server_default=None)
    op.create_index("ix_traject_informant_contact_id", "traject_informant", ["contact_id"])


def _add_outbox() -> None:
    op.create_table(
        "outbox_message",
        sa.Column("id", sa.String(32), nullable=False),
        sa.Column("organisation_id", sa.String(32), nullable=False),
        sa.Column("key", sa.String(120), nullable=False),
        sa.Column("channel", sa.String(4), nullable=False),
        sa.Column("state", sa.String(10), nullable=False),
        sa.Column("made_at", sa.String(27), nullable=False),
        sa.Column("due_at", sa.String(27), nullable=False),
        sa.Column("trying_since", sa.String(27), nullable=True),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("claim", sa.String(32), nullable=True),
        sa.Column("held_until", sa.String(27), nullable=True),
        sa.Column("reason", sa.String(40), nullable=True),
        sa.Column("sent_at", sa.String(27), nullable=True),
        sa.Column("settled_at", sa.String(27), nullable=True),
        sa.CheckConstraint("channel IN ('mail', 'sms')", name="ck_outbox_message_known_channel"),
        sa.CheckConstraint(f"state IN ({STATES})", name="ck_outbox_message_known_state"),
        sa.CheckConstraint(
            "(state IN ('claimed', 'sending')) = (held_until IS NOT NULL)",
            name="ck_outbox_message_held_while_busy",
        ),
        sa.CheckConstraint(
            "(state = 'sent') = (sent_at IS NOT NULL)", name="ck_outbox_message_sent_has_a_moment"
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisation.id"], name="fk_outbox_message_organisation_id"
        ),
        sa.UniqueConstraint("key", name="uq_outbox_message_key"),
        sa.PrimaryKeyConstraint("id", name="pk_outbox_message"),
    )
    op.create_index("ix_outbox_message_organisation_id", "outbox_message", ["organisation_id"])
    op.create_index("ix_outbox_message_state_due_at", "outbox_message", ["state", "due_at"])
    op.create_table(
        "invitation_message",
        sa.Column("invitation_id", sa.String(32), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False, autoincrement=False),
        sa.Column("organisation_id", sa.String(32), nullable=False),
        sa.Column("message_id", sa.String(32), nullable=False),
        sa.CheckConstraint(
            "number IN (0, 1, 2)", name="ck_invitation_message_at_most_two_reminders"
        ),
        sa.ForeignKeyConstraint(
            ["invitation_id"], ["invitation.id"], name="fk_invitation_message_invitation_id"
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisation.id"], name="fk_invitation_message_organisation_id"
        ),
        sa.ForeignKeyConstraint(
            ["message_id"], ["outbox_message.id"], name="fk_invitation_message_message_id"
        ),
        sa.PrimaryKeyConstraint("invitation_id", "number", name="pk_invitation_message"),
    )
    op.create_index("ix_invitation_message_message_id", "invitation_message", ["message_id"])


def downgrade() -> None:
    op.drop_table("invitation_message")
    op.drop_table("outbox_message")
    op.drop_index("ix_invitation_next_message_on", table_name="invitation")
    op.drop_column("invitation", "next_message_on")
    op.drop_column("invitation", "answered_at")
    op.drop_index("ix_traject_informant_contact_id", table_name="traject_informant")
    with op.batch_alter_table("traject_informant") as table:
        table.drop_constraint("ck_traject_informant_sent_to_a_contact", type_="check")
        table.drop_constraint("ck_traject_informant_known_channel", type_="check")
        table.drop_constraint("fk_traject_informant_contact_id", type_="foreignkey")
        table.drop_column("contact_id")
        table.drop_column("language")
        table.drop_column("channel")
    op.drop_table("contact")
