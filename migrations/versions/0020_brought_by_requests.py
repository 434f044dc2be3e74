"""How many messages came of a request for a lost link; only what brings something counts."""

import sqlalchemy as sa
from alembic import op

revision = "0020_brought_by_requests"
down_revision = "0019_fresh_reference"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("link_request") as table:
        table.add_column(sa.Column("brought", sa.Integer(), nullable=False, server_default="0"))
    with op.batch_alter_table("link_request") as table:
        table.alter_column("brought", server_default=None)


def downgrade() -> None:
    with op.batch_alter_table("link_request") as table:
        table.drop_column("brought")
