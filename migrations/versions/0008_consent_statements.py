"""Agreement is kept as what each person said, no longer as a count.

Every `consent` row becomes statements about measuring, the only purpose there was: one for each
parent who counted, in the order in which they stand in the traject, one for the child, one for a
court. Where more holders agreed than there are parents in the traject nobody is invented: what
cannot be told of anybody by name stays as one statement without a signer, which counts for every
holder who said nothing in person. So an agreement that held keeps holding. The words people agreed
to were not kept then: their hash stays empty.

Parents hold authority in the order of the traject, as many as there are holders; where nothing was
recorded the first two. The coach's page can mend that.

Going back keeps for each traject whether measuring is agreed, withdrawn or neither, and who agreed
as a count. What was said about help and the network, who said it, refusals, and that a link was
used, have no place there and are lost; what came by link is recorded as on paper, by the coach.
"""

from datetime import UTC, datetime
from uuid import uuid4

import sqlalchemy as sa
from alembic import op

revision = "0008_consent_statements"
down_revision = "0007_short_codes"
branch_labels = None
depends_on = None

HOLDERS = {"one": 1, "two": 2, "court": 0}
SAID = sa.table(
    "consent_statement",
    *map(
        sa.column,
        (
            *("id", "organisation_id", "traject_id", "number", "purpose", "signer_id", "state"),
            *("channel", "text_version", "text_hash", "language", "at", "recorded_by"),
        ),
    ),
)
COUNTED = sa.table(
    "consent",
    *map(
        sa.column,
        ("id", "organisation_id", "traject_id", "purpose", "holders", "holders_agreed"),
    ),
    sa.column("child_agreed", sa.Boolean()),
    *map(sa.column, ("channel", "text_version", "recorded_by", "recorded_at", "withdrawn_at")),
)
PEOPLE = sa.table(
    "traject_informant",
    *map(sa.column, ("id", "traject_id", "role", "number")),
    sa.column("holds_authority", sa.Boolean()),
)
TRAJECTS = sa.table(
    "traject", *map(sa.column, ("id", "coach_id", "holders", "birth_year", "birth_month"))
)


def upgrade() -> None:
    with op.batch_alter_table("traject") as table:
        table.add_column(sa.Column("holders", sa.String(10), nullable=True))
        table.create_check_constraint(
            "ck_traject_known_holders", "holders IN ('one', 'two', 'court')"
        )
    with op.batch_alter_table("traject_informant") as table:
        for name, default in (("holds_authority", sa.false()), ("is_asked", sa.true())):
            table.add_column(sa.Column(name, sa.Boolean(), nullable=False, server_default=default))
    with op.batch_alter_table("traject_informant") as table:
        for name in ("holds_authority", "is_asked"):
            table.alter_column(name, existing_type=sa.Boolean(), server_default=None)
        table.create_check_constraint(
            "ck_traject_informant_a_parent_holds_authority",
            "role = 'parent' OR NOT holds_authority",
        )
        table.create_check_constraint(
            "ck_traject_informant_asked_or_signs", "is_asked OR holds_authority"
        )
    _create_statements()
    _count_to_people(op.get_bind())
    _refuse_updates()
    op.drop_index("ix_consent_traject_id", table_name="consent")
    op.drop_table("consent")


def downgrade() -> None:
    _create_counts()
    _people_to_count(op.get_bind())
    op.drop_table("consent_statement")
    with op.batch_alter_table("traject_informant") as table:
        table.drop_constraint("ck_traject_informant_asked_or_signs", type_="check")
        table.drop_constraint("ck_traject_informant_a_parent_holds_authority", type_="check")
        table.drop_column("is_asked")
        table.drop_column("holds_authority")
    with op.batch_alter_table("traject") as table:
        table.drop_constraint("ck_traject_known_holders", type_="check")
        table.drop_column("holders")


def _count_to_people(bind: sa.Connection) -> None:
    rows = bind.execute(sa.select(COUNTED).order_by(COUNTED.c.recorded_at)).all()
    last = {row.traject_id: row.holders for row in rows}
    for traject_id, holders in last.items():
        bind.execute(TRAJECTS.update().where(TRAJECTS.c.id == traject_id).values(holders=holders))
    parents: dict[str, list[str]] = {}
    children: dict[str, str] = {}
    for person in bind.execute(sa.select(PEOPLE).order_by(PEOPLE.c.number)).all():
        if person.role == "parent":
            parents.setdefault(person.traject_id, []).append(person.id)
        elif person.role == "child":
            children[person.traject_id] = person.id
    for traject_id, ids in parents.items():
        most = HOLDERS.get(last.get(traject_id, "two")) or 2
        bind.execute(
            PEOPLE.update().where(PEOPLE.c.id.in_(ids[:most])).values(holds_authority=True)
        )
    said: dict[str, list[tuple[str, int, str | None, str, sa.Row]]] = {}
    for row in rows:
        known = parents.get(row.traject_id, [])[: row.holders_agreed]
        signers: list[tuple[str | None, str]] = [(person_id, "given") for person_id in known]
        if row.holders == "court":
            signers.append((None, "court_decision"))
        elif row.holders_agreed > len(known):
            signers.append((None, "given"))
        if row.child_agreed:
            signers.append((children[row.traject_id], "given"))
        moments = said.setdefault(row.traject_id, [])
        for signer, state in signers:
            moments.append((row.recorded_at, 0, signer, state, row))
            if row.withdrawn_at is not None:
                moments.append((row.withdrawn_at, 1, signer, "withdrawn", row))
    for traject_id, moments in said.items():
        moments.sort(key=lambda each: each[:2])
        for number, (at, _, signer, state, row) in enumerate(moments, 1):
            bind.execute(
                SAID.insert().values(
                    id=uuid4().hex,
                    organisation_id=row.organisation_id,
                    traject_id=traject_id,
                    number=number,
                    purpose=row.purpose,
                    signer_id=signer,
                    state=state,
                    channel=row.channel,
                    text_version=row.text_version,
                    language="nl",
                    at=at,
                    recorded_by=row.recorded_by,
                )
            )


def _people_to_count(bind: sa.Connection) -> None:
    trajects = {row.id: row for row in bind.execute(sa.select(TRAJECTS)).all()}
    people = bind.execute(sa.select(PEOPLE)).all()
    said: dict[str, dict[str | None, sa.Row]] = {}
    gave: dict[str, sa.Row] = {}
    ever: dict[str, set[str | None]] = {}
    against: dict[str, set[str]] = {}
    for row in bind.execute(sa.select(SAID).order_by(SAID.c.number)).all():
        if row.state in ("refused", "withdrawn") and row.purpose == "help":
            against.setdefault(row.traject_id, set()).add(row.signer_id)
        elif row.purpose == "help":
            against.get(row.traject_id, set()).discard(row.signer_id)
        if row.purpose == "measuring" and row.state != "asked":
            said.setdefault(row.traject_id, {})[row.signer_id] = row
            if row.state in ("given", "court_decision"):
                gave[row.traject_id] = row
                ever.setdefault(row.traject_id, set()).add(row.signer_id)
    for traject_id, given in gave.items():
        last = said[traject_id]
        own = [each for each in people if each.traject_id == traject_id]
        traject = trajects[traject_id]
        yes = {signer for signer, row in last.items() if row.state in ("given", "court_decision")}
        ended = max((row.at for row in last.values() if row.state not in _YES), default=None)
        complete = _complete(traject, own, last, yes, given.at)
        stands = complete and not against.get(traject_id)
        if not stands and ended is None and not against.get(traject_id):
            continue  # somebody is still awaited: there is no row for that
        by_court = None in last and last[None].state == "court_decision"
        counted = yes if stands else ever[traject_id]
        named = sum(each.role == "parent" and each.id in counted for each in own)
        together = HOLDERS.get(traject.holders or "two", 2) if None in counted else 0
        bind.execute(
            COUNTED.insert().values(
                id=uuid4().hex,
                organisation_id=given.organisation_id,
                traject_id=traject_id,
                purpose="measuring",
                holders="court" if by_court else traject.holders or "two",
                holders_agreed=max(named, together),
                child_agreed=any(each.role == "child" and each.id in counted for each in own),
                channel="paper" if given.channel == "link" else given.channel,
                text_version=given.text_version,
                recorded_by=given.recorded_by or traject.coach_id,
                recorded_at=given.at,
                withdrawn_at=None if stands else ended or _now(),
            )
        )


_YES = ("given", "court_decision")


def _complete(
    traject: sa.Row,
    people: list[sa.Row],
    last: dict[str | None, sa.Row],
    yes: set[str | None],
    given_at: str,
) -> bool:
    """Tell whether all agreed who had to on the day of the last yes."""
    holders = {each.id for each in people if each.holds_authority}
    child = next(each.id for each in people if each.role == "child")
    asked = HOLDERS.get(traject.holders or "two", 2)
    youngest, oldest = 0, 99
    if traject.birth_year is not None and traject.birth_month is not None:
        year, month = int(given_at[:4]), int(given_at[5:7])
        months = (year - traject.birth_year) * 12 + month - traject.birth_month
        youngest, oldest = (months - 1) // 12, months // 12
    together = None in yes
    count = max(len(holders & yes), asked if together else 0)
    refused = any(each in last and each not in yes for each in holders)
    by_court = None in last and last[None].state == "court_decision"
    silent = any(each not in last for each in holders) and not together
    enough = by_court or (
        traject.holders != "court" and not refused and not silent and count >= asked
    )
    holders_settled = youngest >= 16 or enough
    return holders_settled and (oldest < 12 or child in yes)


def _now() -> str:
    return datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")


def _create_statements() -> None:
    op.create_table(
        "consent_statement",
        sa.Column("id", sa.String(32), nullable=False),
        sa.Column("organisation_id", sa.String(32), nullable=False),
        sa.Column("traject_id", sa.String(32), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("purpose", sa.String(20), nullable=False),
        sa.Column("signer_id", sa.String(32), nullable=True),
        sa.Column("state", sa.String(20), nullable=False),
        sa.Column("channel", sa.String(20), nullable=False),
        sa.Column("text_version", sa.String(20), nullable=False),
        sa.Column("text_hash", sa.String(64), nullable=True),
        sa.Column("language", sa.String(5), nullable=False),
        sa.Column("at", sa.String(27), nullable=False),
        sa.Column("recorded_by", sa.String(32), nullable=True),
        sa.CheckConstraint(
            "purpose IN ('help', 'measuring', 'network')", name="ck_consent_statement_known_purpose"
        ),
        sa.CheckConstraint(
            "state IN ('asked', 'given', 'refused', 'withdrawn', 'court_decision')",
            name="ck_consent_statement_known_state",
        ),
        sa.CheckConstraint(
            "channel IN ('link', 'paper', 'conversation')",
            name="ck_consent_statement_known_channel",
        ),
        sa.CheckConstraint(
            "state <> 'court_decision' OR signer_id IS NULL",
            name="ck_consent_statement_a_court_signs_for_nobody",
        ),
        sa.CheckConstraint(
            "signer_id IS NOT NULL OR state IN ('court_decision', 'given', 'withdrawn')",
            name="ck_consent_statement_who_is_asked_is_known",
        ),
        sa.CheckConstraint(
            "channel = 'link' OR recorded_by IS NOT NULL",
            name="ck_consent_statement_recorded_by_somebody",
        ),
        sa.ForeignKeyConstraint(
            ["traject_id", "organisation_id"],
            ["traject.id", "traject.organisation_id"],
            name="fk_consent_statement_traject_id_organisation_id",
        ),
        sa.ForeignKeyConstraint(
            ["signer_id"], ["traject_informant.id"], name="fk_consent_statement_signer_id"
        ),
        sa.ForeignKeyConstraint(
            ["recorded_by"], ["person.id"], name="fk_consent_statement_recorded_by"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_consent_statement"),
        sa.UniqueConstraint("traject_id", "number", name="uq_consent_statement_traject_id_number"),
    )


def _create_counts() -> None:
    op.create_table(
        "consent",
        sa.Column("id", sa.String(32), nullable=False),
        sa.Column("organisation_id", sa.String(32), nullable=False),
        sa.Column("traject_id", sa.String(32), nullable=False),
        sa.Column("purpose", sa.String(20), nullable=False),
        sa.Column("holders", sa.String(10), nullable=False),
        sa.Column("holders_agreed", sa.Integer(), nullable=False),
        sa.Column("child_agreed", sa.Boolean(), nullable=False),
        sa.Column("channel", sa.String(20), nullable=False),
        sa.Column("text_version", sa.String(20), nullable=False),
        sa.Column("recorded_by", sa.String(32), nullable=False),
        sa.Column("recorded_at", sa.String(27), nullable=False),
        sa.Column("withdrawn_at", sa.String(27), nullable=True),
        sa.CheckConstraint("channel IN ('conversation', 'paper')", name="ck_consent_known_channel"),
        sa.CheckConstraint("holders IN ('one', 'two', 'court')", name="ck_consent_known_holders"),
        sa.CheckConstraint("purpose IN ('measuring')", name="ck_consent_known_purpose"),
        sa.ForeignKeyConstraint(["recorded_by"], ["person.id"], name="fk_consent_recorded_by"),
        sa.ForeignKeyConstraint(
            ["traject_id", "organisation_id"],
            ["traject.id", "traject.organisation_id"],
            name="fk_consent_traject_id_organisation_id",
        ),
        sa.PrimaryKeyConstraint("id", name="pk_consent"),
    )
    op.create_index("ix_consent_traject_id", "consent", ["traject_id"], unique=False)


def _refuse_updates() -> None:
    guard = "CREATE TRIGGER consent_statement_never_changes BEFORE UPDATE ON consent_statement "
    op.execute(
        guard + "BEGIN SELECT RAISE(ABORT, 'consent_statement rows never change'); END"
        if op.get_bind().dialect.name == "sqlite"
        else guard + "FOR EACH ROW EXECUTE FUNCTION refuse_update()"
    )
