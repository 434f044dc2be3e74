"""Whoever would rather not take part can say why, by one tap."""

import sqlalchemy as sa
from alembic import op

revision = "0022_why_declined"
down_revision = "0021_place_in_a_moment"
branch_labels = None
depends_on = None

KNOWN = "decline_reason IN ('rather_not', 'no_time', 'not_understood')"


def upgrade() -> None:
    with op.batch_alter_table("invitation") as table:
        table.add_column(sa.Column("decline_reason", sa.String(20), nullable=True))
        table.create_check_constraint("ck_invitation_known_decline_reason", KNOWN)


def downgrade() -> None:
    with op.batch_alter_table("invitation") as table:
        table.drop_constraint("ck_invitation_known_decline_reason", type_="check")
        table.drop_column("decline_reason")
