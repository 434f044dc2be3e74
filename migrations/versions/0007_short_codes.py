"""An invitation can be opened by a short code too, and wrong codes are counted per address.

Of a code only a keyed hash is kept, from the first time it is shown; what was made before has none
yet, so nothing is filled in here. Codes stop working when one goes back; links do not.
"""

import sqlalchemy as sa
from alembic import op

revision = "0007_short_codes"
down_revision = "0006_delivery"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("invitation", sa.Column("code_hash", sa.String(64), nullable=True))
    op.create_index("uq_invitation_code_hash", "invitation", ["code_hash"], unique=True)
    op.create_table(
        "wrong_code",
        sa.Column("id", sa.String(32), nullable=False),
        sa.Column("counter_key", sa.String(64), nullable=False),
        sa.Column("at", sa.String(27), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_wrong_code"),
    )
    op.create_index("ix_wrong_code_counter_key_at", "wrong_code", ["counter_key", "at"])


def downgrade() -> None:
    op.drop_index("ix_wrong_code_counter_key_at", table_name="wrong_code")
    op.drop_table("wrong_code")
    op.drop_index("uq_invitation_code_hash", table_name="invitation")
    op.drop_column("invitation", "code_hash")
