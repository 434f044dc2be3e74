"""The coach of every traject is one of its informants, and an IB'er can be.

A label is sealed, so a filled database can only be brought up with its keys. The coach of a traject
that runs is asked what is still to be asked when its plan is next looked at, which is today.

Going back removes coaches and IB'ers with what they were asked. What they answered has no place
there: then nothing happens.
"""

from datetime import UTC, datetime
from uuid import uuid4

import sqlalchemy as sa
from alembic import op

from survey_app.errors import KansmeterError

revision = "0023_coach_and_ib"
down_revision = "0022_why_declined"
branch_labels = None
depends_on = None

AT_ONCE = 1000
KNOWN_ROLE = "ck_traject_informant_known_role"
ASKED_OR_SIGNS = "ck_traject_informant_asked_or_signs"
PEOPLE = sa.table(
    "traject_informant",
    *map(
        sa.column,
        (
            *("id", "organisation_id", "traject_id", "role", "number", "label"),
            *("channel", "language", "contact_id"),
        ),
    ),
    *(sa.column(name, sa.Boolean()) for name in ("holds_authority", "is_asked")),
    sa.column("added_at"),
)
INVITATIONS = sa.table("invitation", sa.column("id"), sa.column("informant_id"))
TRAJECTS = sa.table(
    "traject",
    *map(sa.column, ("id", "organisation_id", "started_at", "ended_on")),
    sa.column("next_moment_on", sa.Date()),
)


def upgrade() -> None:
    _know(
        "role IN ('child', 'parent', 'teacher', 'coach', 'ib')",
        "is_asked OR holds_authority OR role IN ('teacher', 'ib')",
    )
    bind = op.get_bind()
    trajects = bind.execute(sa.select(TRAJECTS)).all()
    if not trajects:
        return
    keyring = bind.dialect.kansmeter_keyring
    if keyring is None:
        raise KansmeterError("The coach of a traject can only be added with the keys at hand.")
    for first in range(0, len(trajects), AT_ONCE):
        bind.execute(
            PEOPLE.insert(),
            [_coach_of(each, keyring) for each in trajects[first : first + AT_ONCE]],
        )
    runs = TRAJECTS.c.ended_on.is_(None) & TRAJECTS.c.next_moment_on.is_not(None)
    bind.execute(TRAJECTS.update().where(runs).values(next_moment_on=datetime.now(UTC).date()))


def downgrade() -> None:
    bind = op.get_bind()
    them = sa.select(PEOPLE.c.id).where(PEOPLE.c.role.in_(("coach", "ib")))
    links = sa.select(INVITATIONS.c.id).where(INVITATIONS.c.informant_id.in_(them))
    sent = _of("response").c.invitation_id
    if bind.execute(sa.select(sent).where(sent.in_(links))).first() is not None:
        raise KansmeterError(
            "A coach or IB'er answered, and before 0023 there is no place for that: "
            "nothing was changed."
        )
    for each in map(_of, ("draft", "signal", "invitation_message")):
        bind.execute(each.delete().where(each.c.invitation_id.in_(links)))
    for each in (sa.table("left_out", sa.column("informant_id")), INVITATIONS):
        bind.execute(each.delete().where(each.c.informant_id.in_(them)))
    bind.execute(PEOPLE.delete().where(PEOPLE.c.role.in_(("coach", "ib"))))
    _forget_unused_addresses(bind)
    _know(
        "role IN ('child', 'parent', 'teacher')",
        "is_asked OR holds_authority OR role = 'teacher'",
    )


def _of(table: str) -> sa.TableClause:
    return sa.table(table, sa.column("invitation_id"))


def _forget_unused_addresses(bind: sa.Connection) -> None:
    contacts = sa.table("contact", sa.column("id"))
    for_others = sa.table("school_informant", sa.column("contact_id"))
    used = [sa.exists().where(each.c.contact_id == contacts.c.id) for each in (PEOPLE, for_others)]
    bind.execute(contacts.delete().where(~sa.or_(*used)))


def _know(roles: str, asked: str) -> None:
    with op.batch_alter_table("traject_informant") as table:
        table.drop_constraint(KNOWN_ROLE, type_="check")
        table.drop_constraint(ASKED_OR_SIGNS, type_="check")
        table.create_check_constraint(KNOWN_ROLE, roles)
        table.create_check_constraint(ASKED_OR_SIGNS, asked)


def _coach_of(traject: sa.Row, keyring: object) -> dict[str, object]:
    return {
        "id": uuid4().hex,
        "organisation_id": traject.organisation_id,
        "traject_id": traject.id,
        "role": "coach",
        "number": 1,
        "label": keyring.seal("coach", "traject_informant.label"),
        "channel": "person",
        "language": "nl",
        "holds_authority": False,
        "is_asked": True,
        "added_at": traject.started_at,
    }
