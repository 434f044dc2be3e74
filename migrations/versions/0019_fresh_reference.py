"""A message that a person sends again goes under another reference than before."""

import sqlalchemy as sa
from alembic import op

revision = "0019_fresh_reference"
down_revision = "0018_nominations"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("outbox_message", sa.Column("reference", sa.String(32), nullable=True))
    op.execute("UPDATE outbox_message SET reference = id")
    # A report of an earlier sending was kept; from now on it goes when a message goes again.
    op.execute(
        "UPDATE outbox_message SET reported_at = NULL"
        " WHERE state NOT IN ('sent', 'refused') OR reported_at < sent_at"
    )
    with op.batch_alter_table("outbox_message") as table:
        table.alter_column("reference", existing_type=sa.String(32), nullable=False)
        table.create_unique_constraint("uq_outbox_message_reference", ["reference"])


def downgrade() -> None:
    with op.batch_alter_table("outbox_message") as table:
        table.drop_constraint("uq_outbox_message_reference", type_="unique")
        table.drop_column("reference")
