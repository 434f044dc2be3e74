"""Keys that few rows have are looked up in an index of those rows alone.

An index that is empty for nearly every row looks useless to SQLite once it has counted, and it
reads the whole table instead.
"""

import sqlalchemy as sa
from alembic import op

revision = "0034_rare_keys"
down_revision = "0033_papers"
branch_labels = None
depends_on = None

RARE = (
    ("invitation", "nomination_id"),
    ("invitation", "participant_id"),
    ("invitation", "school_informant_id"),
    ("school_informant", "contact_id"),
    ("signal", "participant_id"),
    ("signal", "school_informant_id"),
    ("traject_informant", "contact_id"),
)


def upgrade() -> None:
    for table, column in RARE:
        op.drop_index(f"ix_{table}_{column}", table)
        _only_where_it_is(f"ix_{table}_{column}", table, column)
    _only_where_it_is("ix_traject_informant_successor", "traject_informant", "succeeds_id")


def downgrade() -> None:
    op.drop_index("ix_traject_informant_successor", "traject_informant")
    for table, column in reversed(RARE):
        op.drop_index(f"ix_{table}_{column}", table)
        op.create_index(f"ix_{table}_{column}", table, [column])


def _only_where_it_is(name: str, table: str, column: str) -> None:
    here = sa.text(f"{column} IS NOT NULL")
    op.create_index(name, table, [column], sqlite_where=here, postgresql_where=here)
