"""What the other side reports of a message after it took it."""

import sqlalchemy as sa
from alembic import op

revision = "0017_reports_and_links"
down_revision = "0016_measurement_plan"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("outbox_message", sa.Column("reported_at", sa.String(27), nullable=True))
    op.add_column("outbox_message", sa.Column("reader", sa.String(32), nullable=True))


def downgrade() -> None:
    op.drop_column("outbox_message", "reader")
    op.drop_column("outbox_message", "reported_at")
