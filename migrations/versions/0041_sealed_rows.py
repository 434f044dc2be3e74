"""What is sealed is bound to its row, and more of what people type is sealed.

Every sealed value is opened in its column and sealed again for its column and row; so the keys must
be at hand, going back too. A group that a teacher types, what a school's own day is, who is
responsible for the data, and name, address and number of staff were plain and are sealed as well;
an address of staff is found by a fingerprint.

Rows that never change hold sealed text too, and a new key must be able to seal that again. Their
guards now let one thing through: another key over sealed text, while all else stays as it was.
"""

from collections.abc import Callable, Iterator, Sequence
from itertools import chain

import sqlalchemy as sa
from alembic import op

from survey_app.errors import KansmeterError

revision = "0041_sealed_rows"
down_revision = "0040_rights_of_people"
branch_labels = None
depends_on = None

AT_ONCE = 200
SEALED = {
    "card_offer": ("reason",),
    "considered_referral": ("why",),
    "contact": ("address",),
    "correction": ("texts", "posted"),
    "decision": ("line", "voices", "step"),
    "deviation": ("why", "expected", "found"),
    "draft": ("texts", "posted"),
    "goal": ("words", "words_for_ten", "reason"),
    "goal_level": ("words",),
    "logged_contact": ("line",),
    "meldcode_step": ("note",),
    "nomination": ("child_name",),
    "paper": ("content",),
    "paper_entry": ("posted",),
    "paper_text": ("texts",),
    "response": ("texts", "posted", "day_explained"),
    "school_informant": ("name",),
    "signal_step": ("note",),
    "traject": ("child_name",),
    "traject_event": ("words",),
    "traject_informant": ("label",),
}
"""What was sealed for its column."""
PLAIN = {
    "nomination": ("group_name", sa.String(40), False),
    "school_closure": ("words", sa.String(40), False),
    "traject": ("controller", sa.String(80), True),
}
"""What was not sealed: column, type, and whether it may be empty."""
KEYS = {
    "draft": ("invitation_id",),
    "goal_level": ("goal_id", "level"),
    "paper_entry": ("invitation_id", "turn"),
}
"""The primary keys that are not `id`."""
GUARDED = {
    "correction": "correction_never_changes",
    "meldcode_step": "meldcode_step_is_fixed",
    "response": "response_never_changes",
    "signal_step": "signal_step_is_fixed",
}
"""The guards of rows that never change."""
SHORTEST = 40
"""So many signs has even an empty text once it is sealed, after the name of its key."""
RESEALING = "refuse_update_but_resealing"

PEOPLE = {"name": sa.String(100), "email": sa.String(254), "phone": sa.String(20)}
"""Of staff, with the types they had."""

Turn = Callable[[str, str, str], str]
"""Turns a stored value of a column (`table.column`) of a row into the one to store."""


def upgrade() -> None:
    for table, (column, was, empty) in PLAIN.items():
        _change_type(table, column, was, sa.Text(), empty=empty)
    _without_guards()
    keys = _Keys()
    for table, columns in SEALED.items():
        _turn(table, columns, keys.into_row)
    for table, (column, *_) in PLAIN.items():
        _turn(table, (column,), keys.seal)
    _seal_people(keys)
    if op.get_bind().dialect.name == "postgresql":
        op.execute(_RESEALING_FUNCTION)
    for table, guard in GUARDED.items():
        _guard(table, guard, SEALED[table])


def downgrade() -> None:
    _without_guards()
    if op.get_bind().dialect.name == "postgresql":
        op.execute(f"DROP FUNCTION {RESEALING}()")
    keys = _Keys()
    _open_people(keys)
    for table, (column, *_) in PLAIN.items():
        _turn(table, (column,), keys.open)
    for table, columns in SEALED.items():
        _turn(table, columns, keys.out_of_row)
    for table, guard in GUARDED.items():
        head = f"CREATE TRIGGER {guard} BEFORE UPDATE ON {table} "
        op.execute(
            head + f"BEGIN SELECT RAISE(ABORT, '{table} rows never change'); END"
            if op.get_bind().dialect.name == "sqlite"
            else head + "FOR EACH ROW EXECUTE FUNCTION refuse_update()"
        )
    for table, (column, was, empty) in PLAIN.items():
        _change_type(table, column, sa.Text(), was, empty=empty)


def _seal_people(keys: "_Keys") -> None:
    """Seal name, address and number of staff; the address is found by a fingerprint of it."""
    with op.batch_alter_table("person") as table:
        table.drop_constraint("uq_person_email", type_="unique")
        table.add_column(sa.Column("email_print", sa.String(64), nullable=True))
        for column, was in PEOPLE.items():
            table.alter_column(
                column, existing_type=was, type_=sa.Text(), existing_nullable=column == "phone"
            )
    _print_people(keys)
    _turn("person", tuple(PEOPLE), keys.seal)
    with op.batch_alter_table("person") as table:
        table.alter_column("email_print", existing_type=sa.String(64), nullable=False)
        table.create_unique_constraint("uq_person_email_print", ["email_print"])


def _print_people(keys: "_Keys") -> None:
    bind, person = (
        op.get_bind(),
        sa.table("person", *map(sa.column, ("id", "email", "email_print"))),
    )
    for row in bind.execute(sa.select(person.c.id, person.c.email)).all():
        printed = person.update().where(person.c.id == row.id)
        bind.execute(printed.values(email_print=keys.fingerprint(row.email, "person.email")))


def _open_people(keys: "_Keys") -> None:
    _turn("person", tuple(PEOPLE), keys.open)
    with op.batch_alter_table("person") as table:
        table.drop_constraint("uq_person_email_print", type_="unique")
        table.drop_column("email_print")
        for column, was in PEOPLE.items():
            table.alter_column(
                column, existing_type=sa.Text(), type_=was, existing_nullable=column == "phone"
            )
        table.create_unique_constraint("uq_person_email", ["email"])


class _Keys:
    """The keys of the database, asked for when there is something to seal or open."""

    def into_row(self, value: str, place: str, row: str) -> str:
        return self.seal(self._ring.unseal(value, place), place, row)

    def out_of_row(self, value: str, place: str, row: str) -> str:
        return self._ring.seal(self.open(value, place, row), place)

    def seal(self, value: str, place: str, row: str) -> str:
        return self._ring.seal(value, f"{place} of {row}")

    def open(self, value: str, place: str, row: str) -> str:
        return self._ring.unseal(value, f"{place} of {row}")

    def fingerprint(self, value: str, place: str) -> str:
        return self._ring.fingerprints(value, place)[0]

    @property
    def _ring(self):  # the keyring of the database, whatever its shape is by then
        ring = op.get_bind().dialect.kansmeter_keyring
        if ring is None:
            raise KansmeterError("Sealed rows can only be sealed again with the keys at hand.")
        return ring


def _turn(table: str, columns: Sequence[str], turn: Turn) -> None:
    """Give every value of these columns another shape, some rows at a time."""
    bind = op.get_bind()
    key = KEYS.get(table, ("id",))
    here = sa.table(table, *map(sa.column, (*key, *columns)))
    changed = (
        here.update()
        .where(*(here.c[name] == sa.bindparam(f"key_{name}") for name in key))
        .values({name: sa.bindparam(f"new_{name}") for name in columns})
    )
    for rows in _batches(bind, here, key):
        new = []
        for row in rows:
            mine = "/".join(str(row[name]) for name in key)
            values = {name: row[name] for name in columns}
            for name, value in values.items():
                if value is not None:
                    values[name] = _told(turn, value, f"{table}.{name}", mine)
            new.append(
                {f"key_{name}": row[name] for name in key}
                | {f"new_{name}": value for name, value in values.items()}
            )
        bind.execute(changed, new)


def _told(turn: Turn, value: str, place: str, row: str) -> str:
    try:
        return turn(value, place, row)
    except KansmeterError as error:
        raise KansmeterError(f"{place} of row {row}: {error} Nothing was changed.") from error


def _batches(
    bind: sa.Connection, table: sa.TableClause, key: Sequence[str]
) -> Iterator[Sequence[sa.RowMapping]]:
    in_order = sa.select(table).order_by(*(table.c[name] for name in key)).limit(AT_ONCE)
    rows = bind.execute(in_order).mappings().all()
    while rows:
        yield rows
        last = sa.tuple_(*(sa.literal(rows[-1][name]) for name in key))
        after = in_order.where(sa.tuple_(*(table.c[name] for name in key)) > last)
        rows = bind.execute(after).mappings().all()


def _change_type(
    table: str, column: str, was: sa.types.TypeEngine, to: sa.types.TypeEngine, *, empty: bool
) -> None:
    with op.batch_alter_table(table) as changing:
        changing.alter_column(column, existing_type=was, type_=to, existing_nullable=empty)


def _without_guards() -> None:
    for table, guard in GUARDED.items():
        of_table = "" if op.get_bind().dialect.name == "sqlite" else f" ON {table}"
        op.execute(f"DROP TRIGGER {guard}{of_table}")


def _guard(table: str, guard: str, sealed: Sequence[str]) -> None:
    """Refuse every update of a table but another key over its sealed text."""
    head = f"CREATE TRIGGER {guard} BEFORE UPDATE ON {table} "
    if op.get_bind().dialect.name == "postgresql":
        names = ", ".join(f"'{name}'" for name in sealed)
        op.execute(head + f"FOR EACH ROW EXECUTE FUNCTION {RESEALING}({names})")
        return
    columns = [each["name"] for each in sa.inspect(op.get_bind()).get_columns(table)]
    resealed = {name: _is_resealed(name) for name in sealed}
    as_it_was = (
        f"OLD.{name} IS NEW.{name}" + (f" OR {resealed[name]}" if name in resealed else "")
        for name in columns
    )
    allowed = " AND ".join(
        f"({each})" for each in chain(as_it_was, [" OR ".join(resealed.values())])
    )
    op.execute(
        head + f"WHEN NOT ({allowed}) BEGIN SELECT RAISE(ABORT, '{table} rows never change'); END"
    )


def _is_resealed(column: str) -> str:
    """Return whether text sealed by one key became text sealed by another; never unknown."""
    return (
        f"coalesce(substr(OLD.{column}, 1, 9) <> substr(NEW.{column}, 1, 9)"
        f" AND NEW.{column} GLOB '{'[0-9a-f]' * 8}.{'?' * SHORTEST}*', 0)"
    )


_RESEALING_FUNCTION = f"""
CREATE FUNCTION {RESEALING}() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    was jsonb := to_jsonb(OLD);
    becomes jsonb := to_jsonb(NEW);
    resealed boolean := false;
    sealed text;
BEGIN
    FOREACH sealed IN ARRAY TG_ARGV LOOP
        IF left(was ->> sealed, 9) <> left(becomes ->> sealed, 9)
            AND becomes ->> sealed ~ '^[0-9a-f]{{8}}\\..{{{SHORTEST}}}' THEN
            was := was - sealed;
            becomes := becomes - sealed;
            resealed := true;
        END IF;
    END LOOP;
    IF NOT resealed OR was <> becomes THEN
        RAISE EXCEPTION '% rows never change', TG_TABLE_NAME
            USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    RETURN NEW;
END $$
"""
