"""What happened during a traject, and who took over from whom.

Pauses and events lie on the time axis of every chart. A teacher who takes over from another is a
new series beside the old one; until now nothing told them from two teachers who share a group.
"""

import sqlalchemy as sa
from alembic import op

revision = "0003_timeline"
down_revision = "0002_versions_and_quality"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "traject_event",
        sa.Column("id", sa.String(32), nullable=False),
        sa.Column("organisation_id", sa.String(32), nullable=False),
        sa.Column("traject_id", sa.String(32), nullable=False),
        sa.Column("kind", sa.String(10), nullable=False),
        sa.Column("first_on", sa.Date(), nullable=False),
        sa.Column("last_on", sa.Date(), nullable=True),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("added_by", sa.String(32), nullable=False),
        sa.Column("added_at", sa.String(27), nullable=False),
        sa.Column("removed_at", sa.String(27), nullable=True),
        sa.CheckConstraint("kind IN ('pause', 'event')", name="ck_traject_event_known_kind"),
        sa.CheckConstraint("last_on >= first_on", name="ck_traject_event_ends_after_it_begins"),
        sa.CheckConstraint(
            "(kind = 'pause') = (last_on IS NOT NULL)", name="ck_traject_event_a_pause_has_an_end"
        ),
        sa.ForeignKeyConstraint(
            ["traject_id", "organisation_id"],
            ["traject.id", "traject.organisation_id"],
            name="fk_traject_event_traject_id_organisation_id",
        ),
        sa.ForeignKeyConstraint(["added_by"], ["person.id"], name="fk_traject_event_added_by"),
        sa.PrimaryKeyConstraint("id", name="pk_traject_event"),
    )
    op.create_index("ix_traject_event_traject_id", "traject_event", ["traject_id"])
    with op.batch_alter_table("traject_informant") as table:
        table.add_column(sa.Column("succeeds_id", sa.String(32), nullable=True))
        table.create_foreign_key(
            "fk_traject_informant_succeeds_id",
            "traject_informant",
            ["succeeds_id"],
            ["id"],
        )
        table.create_unique_constraint("uq_traject_informant_succeeds_id", ["succeeds_id"])


def downgrade() -> None:
    with op.batch_alter_table("traject_informant") as table:
        table.drop_constraint("uq_traject_informant_succeeds_id", type_="unique")
        table.drop_constraint("fk_traject_informant_succeeds_id", type_="foreignkey")
        table.drop_column("succeeds_id")
    op.drop_index("ix_traject_event_traject_id", table_name="traject_event")
    op.drop_table("traject_event")
