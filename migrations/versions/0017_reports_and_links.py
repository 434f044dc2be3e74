"""What the other side reports of a message after it took it; consent links as messages."""

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


def downgrade() -> None:
    op.drop_table("consent_message")
    op.drop_column("outbox_message", "reader")
    op.drop_column("outbox_message", "reported_at")
