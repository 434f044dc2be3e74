"""How a teacher with several pupils answered: pupil by pupil, or question by question."""

import sqlalchemy as sa
from alembic import op

revision = "0027_way_of_a_round"
down_revision = "0026_left_out_for_the_ceiling"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("invitation") as table:
        table.add_column(sa.Column("way", sa.String(11), nullable=True))
        table.create_check_constraint(
            "ck_invitation_known_way", "way IN ('by_pupil', 'by_question')"
        )


def downgrade() -> None:
    with op.batch_alter_table("invitation") as table:
        table.drop_constraint("ck_invitation_known_way", type_="check")
        table.drop_column("way")
