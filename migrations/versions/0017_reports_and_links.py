"""What the other side reports of a message later, links to agree with, links asked for again.

And teachers of a school that a child left, who are asked nothing more.
"""

import sqlalchemy as sa
from alembic import op

revision = "0017_reports_and_links"
down_revision = "0016_measurement_plan"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("outbox_message", sa.Column("reported_at", sa.String(27), nullable=True))
    op.add_column("outbox_message", sa.Column("reader", sa.String(32), nullable=True))
    op.create_table(
        "consent_message",
        sa.Column("message_id", sa.String(32), nullable=False),
        sa.Column("organisation_id", sa.String(32), nullable=False),
        sa.Column("signer_id", sa.String(32), nullable=False),
        sa.ForeignKeyConstraint(
            ["message_id"], ["outbox_message.id"], name="fk_consent_message_message_id"
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisation.id"], name="fk_consent_message_organisation_id"
        ),
        sa.ForeignKeyConstraint(
            ["signer_id"], ["traject_informant.id"], name="fk_consent_message_signer_id"
        ),
        sa.PrimaryKeyConstraint("message_id", name="pk_consent_message"),
    )
    op.create_index("ix_consent_message_signer_id", "consent_message", ["signer_id"])
    op.create_table(
        "link_request",
        sa.Column("id", sa.String(32), nullable=False),
        sa.Column("place_key", sa.String(64), nullable=False),
        sa.Column("address_key", sa.String(64), nullable=False),
        sa.Column("prints", sa.Text(), nullable=False),
        sa.Column("is_new", sa.Boolean(), nullable=False),
        sa.Column("at", sa.String(27), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_link_request"),
    )
    op.create_index("ix_link_request_place_key_at", "link_request", ["place_key", "at"])
    op.create_index("ix_link_request_address_key", "link_request", ["address_key"])
    _number_in("number IN (0, 1, 2) OR number >= 10")
    _asked_when("is_asked OR holds_authority OR role = 'teacher'")


def _asked_when(rule: str) -> None:
    name = "ck_traject_informant_asked_or_signs"
    with op.batch_alter_table("traject_informant") as table:
        table.drop_constraint(name, type_="check")
        table.create_check_constraint(name, rule)


def _number_in(rule: str) -> None:
    name = "ck_invitation_message_at_most_two_reminders"
    with op.batch_alter_table("invitation_message") as table:
        table.drop_constraint(name, type_="check")
        table.create_check_constraint(name, rule)


def downgrade() -> None:
    op.execute("UPDATE traject_informant SET is_asked = true WHERE role = 'teacher'")
    _asked_when("is_asked OR holds_authority")
    op.execute("DELETE FROM invitation_message WHERE number >= 10")
    _number_in("number IN (0, 1, 2)")
    op.drop_table("link_request")
    op.drop_table("consent_message")
    op.drop_column("outbox_message", "reader")
    op.drop_column("outbox_message", "reported_at")
