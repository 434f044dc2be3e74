"""What was done about a signal are rows of its own; who stands in for a coach; the meldcode.

A signal that was taken up gets that as its first step, with who and when. An urgent one at which
nobody looked is looked at by the next planning, which knows the calendar of its school.

Going back keeps who took a signal up and when, also of one that was closed after that. Looks, what
was done at the closing, who stood in and the steps of the meldcode have no place there.
"""

from uuid import uuid4

import sqlalchemy as sa
from alembic import op

revision = "0032_signals"
down_revision = "0031_decisions"
branch_labels = None
depends_on = None

AT_ONCE = 1000
NEVER_CHANGE = ("signal_step", "meldcode_step")
SIGNALS = sa.table(
    "signal",
    *map(sa.column, ("id", "organisation_id", "level", "raised_at", "seen_at", "seen_by")),
    sa.column("tell_ib_on", sa.Date()),
)
STEPS = sa.table(
    "signal_step",
    *map(sa.column, ("id", "organisation_id", "signal_id", "number", "kind", "by_id", "at")),
)


def upgrade() -> None:
    with op.batch_alter_table("signal") as table:
        table.add_column(sa.Column("tell_ib_on", sa.Date(), nullable=True))
        table.create_unique_constraint("uq_signal_id_organisation_id", ["id", "organisation_id"])
    op.create_index(
        "ix_signal_tell_ib_on",
        "signal",
        ["tell_ib_on"],
        unique=False,
        sqlite_where=sa.text("tell_ib_on IS NOT NULL"),
        postgresql_where=sa.text("tell_ib_on IS NOT NULL"),
    )
    _make_steps()
    op.create_table(
        "signal_message",
        sa.Column("signal_id", sa.String(32), nullable=False),
        sa.Column("organisation_id", sa.String(32), nullable=False),
        sa.Column("message_id", sa.String(32), nullable=False),
        sa.ForeignKeyConstraint(
            ["message_id"], ["outbox_message.id"], name=op.f("fk_signal_message_message_id")
        ),
        sa.ForeignKeyConstraint(
            ["signal_id", "organisation_id"],
            ["signal.id", "signal.organisation_id"],
            name=op.f("fk_signal_message_signal_id_organisation_id"),
        ),
        sa.PrimaryKeyConstraint("signal_id", name=op.f("pk_signal_message")),
    )
    op.create_index(
        op.f("ix_signal_message_message_id"), "signal_message", ["message_id"], unique=False
    )
    _make_substitutions()
    _make_meldcode()
    for each in NEVER_CHANGE:
        _refuse_updates(each)
    _bring_over()
    with op.batch_alter_table("signal") as table:
        table.drop_constraint("fk_signal_seen_by", type_="foreignkey")
        table.drop_column("seen_by")
        table.drop_column("seen_at")


def downgrade() -> None:
    with op.batch_alter_table("signal") as table:
        table.add_column(sa.Column("seen_at", sa.String(27), nullable=True))
        table.add_column(sa.Column("seen_by", sa.String(32), nullable=True))
        table.create_foreign_key("fk_signal_seen_by", "person", ["seen_by"], ["id"])
    _take_back()
    op.drop_table("meldcode_step")
    op.drop_table("substitution")
    op.drop_table("signal_message")
    op.drop_table("signal_step")
    op.drop_index("ix_signal_tell_ib_on", "signal")
    with op.batch_alter_table("signal") as table:
        table.drop_constraint("uq_signal_id_organisation_id", type_="unique")
        table.drop_column("tell_ib_on")


def _make_steps() -> None:
    op.create_table(
        "signal_step",
        sa.Column("id", sa.String(32), nullable=False),
        sa.Column("organisation_id", sa.String(32), nullable=False),
        sa.Column("signal_id", sa.String(32), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(10), nullable=False),
        sa.Column("by_id", sa.String(32), nullable=False),
        sa.Column("at", sa.String(27), nullable=False),
        sa.Column("done", sa.String(12), nullable=True),
        sa.Column("note", sa.Text(), nullable=True),
        sa.Column("was_right", sa.Boolean(), nullable=True),
        sa.CheckConstraint(
            "kind IN ('seen', 'taken_up', 'put_back', 'closed')",
            name=op.f("ck_signal_step_known_kind"),
        ),
        sa.CheckConstraint(
            "(kind = 'closed') = (done IS NOT NULL)",
            name=op.f("ck_signal_step_closed_by_what_was_done"),
        ),
        sa.CheckConstraint(
            "done IN ('child', 'parent', 'team', 'otherwise', 'not_needed')",
            name=op.f("ck_signal_step_known_done"),
        ),
        sa.CheckConstraint(
            "kind = 'closed' OR (note IS NULL AND was_right IS NULL)",
            name=op.f("ck_signal_step_told_at_closing"),
        ),
        sa.ForeignKeyConstraint(["by_id"], ["person.id"], name=op.f("fk_signal_step_by_id")),
        sa.ForeignKeyConstraint(
            ["signal_id", "organisation_id"],
            ["signal.id", "signal.organisation_id"],
            name=op.f("fk_signal_step_signal_id_organisation_id"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_signal_step")),
        sa.UniqueConstraint("signal_id", "number", name=op.f("uq_signal_step_signal_id_number")),
    )


def _make_substitutions() -> None:
    op.create_table(
        "substitution",
        sa.Column("id", sa.String(32), nullable=False),
        sa.Column("organisation_id", sa.String(32), nullable=False),
        sa.Column("coach_id", sa.String(32), nullable=False),
        sa.Column("substitute_id", sa.String(32), nullable=False),
        sa.Column("first_on", sa.Date(), nullable=False),
        sa.Column("last_on", sa.Date(), nullable=False),
        sa.Column("named_at", sa.String(27), nullable=False),
        sa.Column("ended_at", sa.String(27), nullable=True),
        sa.CheckConstraint(
            "last_on >= first_on", name=op.f("ck_substitution_ends_after_it_begins")
        ),
        sa.CheckConstraint(
            "coach_id <> substitute_id", name=op.f("ck_substitution_by_somebody_else")
        ),
        sa.ForeignKeyConstraint(["coach_id"], ["person.id"], name=op.f("fk_substitution_coach_id")),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisation.id"], name=op.f("fk_substitution_organisation_id")
        ),
        sa.ForeignKeyConstraint(
            ["substitute_id"], ["person.id"], name=op.f("fk_substitution_substitute_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_substitution")),
    )
    for column in ("coach_id", "substitute_id"):
        op.create_index(op.f(f"ix_substitution_{column}"), "substitution", [column], unique=False)


def _make_meldcode() -> None:
    op.create_table(
        "meldcode_step",
        sa.Column("id", sa.String(32), nullable=False),
        sa.Column("organisation_id", sa.String(32), nullable=False),
        sa.Column("traject_id", sa.String(32), nullable=False),
        sa.Column("step", sa.Integer(), nullable=False),
        sa.Column("done_on", sa.Date(), nullable=False),
        sa.Column("with_whom", sa.String(100), nullable=False),
        sa.Column("decision", sa.String(10), nullable=True),
        sa.Column("note", sa.Text(), nullable=True),
        sa.Column("recorded_by", sa.String(32), nullable=False),
        sa.Column("recorded_at", sa.String(27), nullable=False),
        sa.Column("replaces_id", sa.String(32), nullable=True),
        sa.CheckConstraint("step BETWEEN 1 AND 5", name=op.f("ck_meldcode_step_one_of_five")),
        sa.CheckConstraint(
            "(step = 5) = (decision IS NOT NULL)", name=op.f("ck_meldcode_step_the_fifth_decides")
        ),
        sa.CheckConstraint(
            "decision IN ('report', 'help', 'not_needed')",
            name=op.f("ck_meldcode_step_known_decision"),
        ),
        sa.CheckConstraint(
            "decision IS NULL OR note IS NOT NULL",
            name=op.f("ck_meldcode_step_a_decision_says_why"),
        ),
        sa.ForeignKeyConstraint(
            ["recorded_by"], ["person.id"], name=op.f("fk_meldcode_step_recorded_by")
        ),
        sa.ForeignKeyConstraint(
            ["replaces_id"], ["meldcode_step.id"], name=op.f("fk_meldcode_step_replaces_id")
        ),
        sa.ForeignKeyConstraint(
            ["traject_id", "organisation_id"],
            ["traject.id", "traject.organisation_id"],
            name=op.f("fk_meldcode_step_traject_id_organisation_id"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_meldcode_step")),
        sa.UniqueConstraint("replaces_id", name=op.f("uq_meldcode_step_replaces_id")),
    )
    op.create_index(
        op.f("ix_meldcode_step_traject_id"), "meldcode_step", ["traject_id"], unique=False
    )


def _refuse_updates(table: str) -> None:
    guard = f"CREATE TRIGGER {table}_is_fixed BEFORE UPDATE ON {table} "
    op.execute(
        guard + f"BEGIN SELECT RAISE(ABORT, '{table} rows never change'); END"
        if op.get_bind().dialect.name == "sqlite"
        else guard + "FOR EACH ROW EXECUTE FUNCTION refuse_update()"
    )


def _bring_over() -> None:
    bind = op.get_bind()
    taken_up = bind.execute(sa.select(SIGNALS).where(SIGNALS.c.seen_at.is_not(None))).all()
    for first in range(0, len(taken_up), AT_ONCE):
        bind.execute(
            STEPS.insert(),
            [
                {
                    "id": uuid4().hex,
                    "organisation_id": each.organisation_id,
                    "signal_id": each.id,
                    "number": 1,
                    "kind": "taken_up",
                    "by_id": each.seen_by,
                    "at": each.seen_at,
                }
                for each in taken_up[first : first + AT_ONCE]
            ],
        )
    raised_on = sa.func.substr(SIGNALS.c.raised_at, 1, 10)
    if bind.dialect.name != "sqlite":
        raised_on = sa.cast(raised_on, sa.Date())
    bind.execute(
        SIGNALS.update()
        .where(SIGNALS.c.level == "today", SIGNALS.c.seen_at.is_(None))
        .values(tell_ib_on=sa.type_coerce(raised_on, sa.Date()))
    )


def _take_back() -> None:
    """Give each signal the last time it was taken up, unless it was put back after that."""
    every = STEPS.alias()
    last = (
        sa.select(sa.func.max(every.c.number))
        .where(every.c.signal_id == SIGNALS.c.id)
        .where(every.c.kind.in_(("taken_up", "closed", "put_back")))
        .correlate(SIGNALS)
        .scalar_subquery()
    )
    step = sa.select(STEPS.c.at, STEPS.c.by_id).where(
        STEPS.c.signal_id == SIGNALS.c.id,
        STEPS.c.number == last,
        STEPS.c.kind.in_(("taken_up", "closed")),
    )
    op.get_bind().execute(
        SIGNALS.update().values(
            seen_at=step.with_only_columns(STEPS.c.at).scalar_subquery(),
            seen_by=step.with_only_columns(STEPS.c.by_id).scalar_subquery(),
        )
    )
