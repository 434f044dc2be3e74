"""A reference knows up to which moment its answers go, and is pinned once.

Without that moment an older proposal could replace a newer one, and two people who accepted the
same file at the same time pinned it twice.
"""

import sqlalchemy as sa
from alembic import op

revision = "0005_reference_moment"
down_revision = "0004_references"
branch_labels = None
depends_on = None

TABLE = "accepted_reference"
ONCE = "uq_accepted_reference_once"
ABOUT = ["fingerprint", "scale", "informant", "language", "answers_until", "stage"]


def upgrade() -> None:
    _drop_guard()
    with op.batch_alter_table(TABLE) as table:
        table.add_column(sa.Column("answers_until", sa.String(27), nullable=True))
    # Of what was pinned before, the answers go no further than the moment of accepting.
    op.execute("UPDATE accepted_reference SET answers_until = accepted_at")
    with op.batch_alter_table(TABLE) as table:
        table.alter_column("answers_until", existing_type=sa.String(27), nullable=False)
        table.create_unique_constraint(ONCE, ABOUT)
    _add_guard()


def downgrade() -> None:
    _drop_guard()
    with op.batch_alter_table(TABLE) as table:
        table.drop_constraint(ONCE, type_="unique")
        table.drop_column("answers_until")
    _add_guard()


def _drop_guard() -> None:
    if op.get_bind().dialect.name == "sqlite":
        op.execute("DROP TRIGGER accepted_reference_never_changes")
    else:
        op.execute("DROP TRIGGER accepted_reference_never_changes ON accepted_reference")


def _add_guard() -> None:
    guard = "CREATE TRIGGER accepted_reference_never_changes BEFORE UPDATE ON accepted_reference "
    op.execute(
        guard + "BEGIN SELECT RAISE(ABORT, 'accepted_reference rows never change'); END"
        if op.get_bind().dialect.name == "sqlite"
        else guard + "FOR EACH ROW EXECUTE FUNCTION refuse_update()"
    )
