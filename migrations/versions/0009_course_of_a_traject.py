"""A traject can end and open again, and knows under which law it is kept, by whom, how long."""

import sqlalchemy as sa
from alembic import op

revision = "0009_course_of_a_traject"
down_revision = "0008_consent_statements"
branch_labels = None
depends_on = None

CHECKS = {
    "ck_traject_ended_with_a_reason": "(ended_on IS NULL) = (ending IS NULL)",
    "ck_traject_known_regime": "regime IN ('school', 'youth_care', 'research')",
    "ck_traject_keeping_known_whole": (
        "(regime IS NULL) = (controller IS NULL) AND (regime IS NULL) = (retention_years IS NULL)"
    ),
    "ck_traject_retention_years": "retention_years BETWEEN 1 AND 30",
}
COLUMNS = {
    "ended_on": sa.Date(),
    "ending": sa.String(20),
    "regime": sa.String(20),
    "controller": sa.String(80),
    "retention_years": sa.Integer(),
}


def upgrade() -> None:
    with op.batch_alter_table("traject") as table:
        for name, kind in COLUMNS.items():
            table.add_column(sa.Column(name, kind, nullable=True))
        for name, rule in CHECKS.items():
            table.create_check_constraint(name, rule)


def downgrade() -> None:
    with op.batch_alter_table("traject") as table:
        for name in CHECKS:
            table.drop_constraint(name, type_="check")
        for name in COLUMNS:
            table.drop_column(name)
