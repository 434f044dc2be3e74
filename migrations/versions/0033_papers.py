"""Papers that are ordered and made, what is typed for them, and who released the own answers."""

import sqlalchemy as sa
from alembic import op

revision = "0033_papers"
down_revision = "0032_signals"
branch_labels = None
depends_on = None

KINDS = "kind IN ('talk', 'report', 'steps')"


def upgrade() -> None:
    op.create_table(
        "answer_release",
        sa.Column("id", sa.String(32), nullable=False),
        sa.Column("organisation_id", sa.String(32), nullable=False),
        sa.Column("traject_id", sa.String(32), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("informant_id", sa.String(32), nullable=False),
        sa.Column("allowed", sa.Boolean(), nullable=False),
        sa.Column("channel", sa.String(20), nullable=False),
        sa.Column("said_on", sa.Date(), nullable=False),
        sa.Column("at", sa.String(27), nullable=False),
        sa.Column("recorded_by", sa.String(32), nullable=True),
        sa.CheckConstraint(
            "channel IN ('link', 'conversation')", name=op.f("ck_answer_release_known_channel")
        ),
        sa.CheckConstraint(
            "(channel = 'link') = (recorded_by IS NULL)",
            name=op.f("ck_answer_release_recorded_by_somebody"),
        ),
        sa.ForeignKeyConstraint(
            ["informant_id"],
            ["traject_informant.id"],
            name=op.f("fk_answer_release_informant_id"),
        ),
        sa.ForeignKeyConstraint(
            ["recorded_by"], ["person.id"], name=op.f("fk_answer_release_recorded_by")
        ),
        sa.ForeignKeyConstraint(
            ["traject_id", "organisation_id"],
            ["traject.id", "traject.organisation_id"],
            name=op.f("fk_answer_release_traject_id_organisation_id"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_answer_release")),
        sa.UniqueConstraint(
            "traject_id", "number", name=op.f("uq_answer_release_traject_id_number")
        ),
    )
    op.create_index(
        op.f("ix_answer_release_informant_id"), "answer_release", ["informant_id"], unique=False
    )
    guard = "CREATE TRIGGER answer_release_never_changes BEFORE UPDATE ON answer_release "
    op.execute(
        guard + "BEGIN SELECT RAISE(ABORT, 'answer_release rows never change'); END"
        if op.get_bind().dialect.name == "sqlite"
        else guard + "FOR EACH ROW EXECUTE FUNCTION refuse_update()"
    )
    op.create_table(
        "paper",
        sa.Column("id", sa.String(32), nullable=False),
        sa.Column("organisation_id", sa.String(32), nullable=False),
        sa.Column("traject_id", sa.String(32), nullable=False),
        sa.Column("kind", sa.String(10), nullable=False),
        sa.Column("language", sa.String(5), nullable=False),
        sa.Column("ordered_by", sa.String(32), nullable=False),
        sa.Column("ordered_at", sa.String(27), nullable=False),
        sa.Column("state", sa.String(10), nullable=False),
        sa.Column("claim", sa.String(32), nullable=True),
        sa.Column("held_until", sa.String(27), nullable=True),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("reason", sa.String(20), nullable=True),
        sa.Column("content", sa.Text(), nullable=True),
        sa.Column("made_at", sa.String(27), nullable=True),
        sa.Column("erase_at", sa.String(27), nullable=True),
        sa.CheckConstraint(KINDS, name=op.f("ck_paper_known_kind")),
        sa.CheckConstraint(
            "state IN ('waiting', 'busy', 'ready', 'failed', 'gone')",
            name=op.f("ck_paper_known_state"),
        ),
        sa.CheckConstraint(
            "(state = 'busy') = (held_until IS NOT NULL)", name=op.f("ck_paper_held_while_busy")
        ),
        sa.CheckConstraint(
            "(state = 'ready') = (content IS NOT NULL)", name=op.f("ck_paper_content_when_ready")
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisation.id"], name=op.f("fk_paper_organisation_id")
        ),
        sa.ForeignKeyConstraint(["ordered_by"], ["person.id"], name=op.f("fk_paper_ordered_by")),
        sa.ForeignKeyConstraint(
            ["traject_id", "organisation_id"],
            ["traject.id", "traject.organisation_id"],
            name=op.f("fk_paper_traject_id_organisation_id"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_paper")),
    )
    op.create_index("ix_paper_state_ordered_at", "paper", ["state", "ordered_at"], unique=False)
    op.create_index("ix_paper_traject_id", "paper", ["traject_id", "ordered_at"], unique=False)
    op.create_table(
        "paper_text",
        sa.Column("id", sa.String(32), nullable=False),
        sa.Column("organisation_id", sa.String(32), nullable=False),
        sa.Column("traject_id", sa.String(32), nullable=False),
        sa.Column("kind", sa.String(10), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("texts", sa.Text(), nullable=False),
        sa.Column("written_by", sa.String(32), nullable=False),
        sa.Column("written_at", sa.String(27), nullable=False),
        sa.CheckConstraint(KINDS, name=op.f("ck_paper_text_known_kind")),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisation.id"], name=op.f("fk_paper_text_organisation_id")
        ),
        sa.ForeignKeyConstraint(
            ["traject_id", "organisation_id"],
            ["traject.id", "traject.organisation_id"],
            name=op.f("fk_paper_text_traject_id_organisation_id"),
        ),
        sa.ForeignKeyConstraint(
            ["written_by"], ["person.id"], name=op.f("fk_paper_text_written_by")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_paper_text")),
        sa.UniqueConstraint("traject_id", "kind", name=op.f("uq_paper_text_traject_id_kind")),
    )


def downgrade() -> None:
    op.drop_table("paper_text")
    op.drop_table("paper")
    op.drop_table("answer_release")
