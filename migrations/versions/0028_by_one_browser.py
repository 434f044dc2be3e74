"""Whether the browser that sent a response gave every answer; of earlier ones nobody knows."""

import sqlalchemy as sa
from alembic import op

revision = "0028_by_one_browser"
down_revision = "0027_way_of_a_round"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column(
        "response",
        sa.Column("by_one_browser", sa.Boolean(), nullable=False, server_default=sa.false()),
    )


def downgrade() -> None:
    op.drop_column("response", "by_one_browser")
