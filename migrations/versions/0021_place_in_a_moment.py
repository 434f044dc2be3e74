"""The lists of one moment have an order: the main one comes first, everywhere."""

import sqlalchemy as sa
from alembic import op

revision = "0021_place_in_a_moment"
down_revision = "0020_brought_by_requests"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("invitation") as table:
        table.add_column(sa.Column("place", sa.Integer(), nullable=False, server_default="0"))
    with op.batch_alter_table("invitation") as table:
        table.alter_column("place", existing_type=sa.Integer(), server_default=None)


def downgrade() -> None:
    op.drop_column("invitation", "place")
