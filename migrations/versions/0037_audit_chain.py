"""The trail becomes a chain per organisation, and says in which role and from where.

The lines that are there get their place and their mark in the order in which they came; for that
the keys must be at hand. How a line is marked is written out here: it is how these lines were
marked, whatever later ones do.
"""

import json

import sqlalchemy as sa
from alembic import op

from survey_app.errors import KansmeterError

revision = "0037_audit_chain"
down_revision = "0036_sign_in"
branch_labels = None
depends_on = None

AT_ONCE = 1000
TOLD = (
    *("at", "organisation_id", "actor_kind", "actor_id", "roles", "act", "object_kind"),
    *("object_id", "outcome", "reason", "origin"),
)
LATER = {"roles", "reason", "origin"}
BEFORE = sa.table(
    "audit_event_before",
    sa.column("number", sa.Integer()),
    *(sa.column(each) for each in TOLD if each not in LATER),
)
CHAINED = sa.table(
    "audit_event",
    *map(sa.column, ("chain", "position", *TOLD, "key_name", "digest")),
)
HEADS = sa.table("audit_head", *map(sa.column, ("chain", "organisation_id", "position", "digest")))
REFUSALS = {
    "audit_event_never_changes": ("UPDATE", "audit_event", None, "audit_event rows never change"),
    "audit_event_never_goes": ("DELETE", "audit_event", None, "audit_event rows are never removed"),
    "audit_head_never_goes": ("DELETE", "audit_head", None, "audit_head rows are never removed"),
    "audit_head_only_rises": (
        "UPDATE",
        "audit_head",
        "NEW.chain <> OLD.chain OR NEW.position <= OLD.position",
        "audit_head only moves forward",
    ),
}


def upgrade() -> None:
    _set_aside("audit_event_before")
    op.create_table(
        "audit_event",
        sa.Column("chain", sa.String(32), nullable=False),
        sa.Column("position", sa.Integer(), autoincrement=False, nullable=False),
        *_facts(),
        sa.Column("roles", sa.String(100), nullable=True),
        sa.Column("reason", sa.String(60), nullable=True),
        sa.Column("origin", sa.String(80), nullable=True),
        sa.Column("key_name", sa.String(8), nullable=False),
        sa.Column("digest", sa.String(64), nullable=False),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisation.id"], name=op.f("fk_audit_event_organisation_id")
        ),
        sa.PrimaryKeyConstraint("chain", "position", name=op.f("pk_audit_event")),
    )
    op.create_table(
        "audit_head",
        sa.Column("chain", sa.String(32), nullable=False),
        sa.Column("organisation_id", sa.String(32), nullable=True),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("digest", sa.String(64), nullable=False),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisation.id"], name=op.f("fk_audit_head_organisation_id")
        ),
        sa.PrimaryKeyConstraint("chain", name=op.f("pk_audit_head")),
    )
    _chain_what_is_there(op.get_bind())
    op.drop_table("audit_event_before")
    op.create_index("ix_audit_event_object_id", "audit_event", ["object_id"])
    op.create_index("ix_audit_event_actor_id", "audit_event", ["actor_id"])
    _refuse()
    # Contacts that were removed stand in no index by their traject, and were looked at too.
    here = sa.text("traject_id IS NOT NULL")
    op.create_index(
        "ix_logged_contact_traject_id",
        "logged_contact",
        ["traject_id"],
        sqlite_where=here,
        postgresql_where=here,
    )


def downgrade() -> None:
    op.drop_index("ix_logged_contact_traject_id", "logged_contact")
    op.drop_table("audit_head")
    op.drop_index("ix_audit_event_actor_id", "audit_event")
    op.drop_index("ix_audit_event_object_id", "audit_event")
    _set_aside("audit_event_chained")
    op.create_table(
        "audit_event",
        sa.Column("number", sa.Integer(), autoincrement=True, nullable=False),
        *_facts(),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisation.id"], name=op.f("fk_audit_event_organisation_id")
        ),
        sa.PrimaryKeyConstraint("number", name=op.f("pk_audit_event")),
    )
    names = ", ".join(each for each in TOLD if each not in LATER)
    op.execute(
        f"INSERT INTO audit_event ({names}) SELECT {names}"  # noqa: S608 the names stand above
        " FROM audit_event_chained ORDER BY at, chain, position"
    )
    op.drop_table("audit_event_chained")
    op.create_index("ix_audit_event_organisation_id", "audit_event", ["organisation_id"])
    guard = "CREATE TRIGGER audit_event_never_changes BEFORE UPDATE ON audit_event "
    if op.get_bind().dialect.name == "sqlite":
        op.execute(guard + "BEGIN SELECT RAISE(ABORT, 'audit_event rows never change'); END")
    else:
        op.execute(guard + "FOR EACH ROW EXECUTE FUNCTION refuse_update()")
        op.execute("DROP FUNCTION refuse_on_the_trail()")


def _facts() -> list[sa.Column]:
    return [
        sa.Column("at", sa.String(27), nullable=False),
        sa.Column("organisation_id", sa.String(32), nullable=True),
        sa.Column("actor_kind", sa.String(20), nullable=False),
        sa.Column("actor_id", sa.String(32), nullable=True),
        sa.Column("act", sa.String(40), nullable=False),
        sa.Column("object_kind", sa.String(30), nullable=False),
        sa.Column("object_id", sa.String(64), nullable=True),
        sa.Column("outcome", sa.String(20), nullable=False),
    ]


def _set_aside(name: str) -> None:
    """Give the table that is there another name, and let go of the name of its key."""
    op.rename_table("audit_event", name)
    if op.get_bind().dialect.name == "postgresql":
        op.execute(f"ALTER TABLE {name} RENAME CONSTRAINT pk_audit_event TO pk_{name}")


def _chain_what_is_there(bind: sa.Connection) -> None:
    """Write every line again behind the one before it, some at a time."""
    heads: dict[str, tuple[str | None, int, str]] = {}
    last = -1
    while True:
        lines = bind.execute(
            sa.select(BEFORE).where(BEFORE.c.number > last).order_by(BEFORE.c.number).limit(AT_ONCE)
        ).mappings()
        rows = []
        for line in lines:
            last = line["number"]
            rows.append(_row(dict(line), heads, bind))
        if not rows:
            break
        bind.execute(CHAINED.insert(), rows)
    for chain, (organisation_id, position, digest) in heads.items():
        bind.execute(
            HEADS.insert().values(
                chain=chain, organisation_id=organisation_id, position=position, digest=digest
            )
        )


def _row(
    line: dict[str, object],
    heads: dict[str, tuple[str | None, int, str]],
    bind: sa.Connection,
) -> dict[str, object]:
    keyring = bind.dialect.kansmeter_keyring
    if keyring is None:
        raise KansmeterError("The lines of the trail can only be chained with the keys at hand.")
    told = {each: line.get(each) for each in TOLD}
    organisation_id = told["organisation_id"]
    chain = organisation_id or "-"
    _, position, before = heads.get(chain, (organisation_id, 0, ""))
    key_name = keyring.trail.newest
    position += 1
    facts = ("kansmeter audit line 1", key_name, chain, position, before, *told.values())
    digest = keyring.trail.mark(json.dumps(facts, separators=(",", ":")).encode(), key_name)
    heads[chain] = (organisation_id, position, digest)
    return {
        "chain": chain,
        "position": position,
        **told,
        "key_name": key_name,
        "digest": digest,
    }


def _refuse() -> None:
    if op.get_bind().dialect.name == "sqlite":
        for name, (what, table, when, told) in REFUSALS.items():
            only = f" WHEN {when}" if when else ""
            op.execute(
                f"CREATE TRIGGER {name} BEFORE {what} ON {table}{only}"
                f" BEGIN SELECT RAISE(ABORT, '{told}'); END"
            )
        return
    op.execute(
        "CREATE FUNCTION refuse_on_the_trail() RETURNS trigger LANGUAGE plpgsql AS "
        "$$ BEGIN RAISE EXCEPTION '%', TG_ARGV[0] "
        "USING ERRCODE = 'integrity_constraint_violation'; END $$"
    )
    for name, (what, table, when, told) in REFUSALS.items():
        only = f" WHEN ({when})" if when else ""
        op.execute(
            f"CREATE TRIGGER {name} BEFORE {what} ON {table} FOR EACH ROW{only}"
            f" EXECUTE FUNCTION refuse_on_the_trail('{told}')"
        )
    for table in ("audit_event", "audit_head"):
        op.execute(
            f"CREATE TRIGGER {table}_never_emptied BEFORE TRUNCATE ON {table} FOR EACH STATEMENT"
            f" EXECUTE FUNCTION refuse_on_the_trail('{table} is never emptied')"
        )
