"""A teacher sees how many nominations were taken up or erased when nothing else is left of them."""

import sqlalchemy as sa
from alembic import op

revision = "0018_nominations"
down_revision = "0017_reports_and_links"
branch_labels = None
depends_on = None

COUNTS = ("nominations_taken_up", "nominations_erased")


def upgrade() -> None:
    with op.batch_alter_table("school_informant") as table:
        for count in COUNTS:
            table.add_column(sa.Column(count, sa.Integer(), nullable=False, server_default="0"))
    with op.batch_alter_table("school_informant") as table:
        for count in COUNTS:
            table.alter_column(count, server_default=None)


def downgrade() -> None:
    with op.batch_alter_table("school_informant") as table:
        for count in COUNTS:
            table.drop_column(count)
