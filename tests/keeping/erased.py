"""Erasing in a test, and looking at all that a database holds before and after."""

import hashlib

from survey_app.keeping import belongings
from survey_app.keeping.belongings import TRAJECT, every_table
from survey_app.keeping.erasing import Ground, erase_traject
from survey_app.storage import SealedText

COPIES_FOR_DAYS = 35


def erase(world, coach, traject_id, ground=Ground.REQUEST, **more):
    """Erase a traject by the will of its coach."""
    with world.database.write() as session:
        return erase_traject(
            session,
            coach.actor,
            traject_id,
            ground,
            copies_for_days=COPIES_FOR_DAYS,
            now=world.clock(),
            **more,
        )


def found(world, traject_id, kind=TRAJECT):
    """Return the keys of all rows of a child, by table."""
    with world.database.write() as session:
        return {
            name: set(rows) for name, rows in belongings.find(session, kind, traject_id).items()
        }


def rows_of(database, table):
    """Return the rows of a table as they lie there, sealed text sealed."""
    with database.read() as session:
        return [
            dict(row)
            for row in session.connection()
            .exec_driver_sql(f'SELECT * FROM "{table.name}"')  # noqa: S608 our own tables
            .mappings()
        ]


def contents(world):
    """Return a fingerprint of each row of the database, by table and key."""
    held = {}
    for table in every_table().values():
        keys = [each.name for each in table.primary_key.columns]
        for row in rows_of(world.database, table):
            key = (table.name, *(row[each] for each in keys))
            held[key] = hashlib.sha256(repr(sorted(row.items())).encode()).hexdigest()
    return held


def harvest(world, traject_id):
    """Return the ids of a child and its texts as they lie sealed: what can be searched for."""
    mine = found(world, traject_id)
    ids, sealed = set(), set()
    for name, keys in mine.items():
        table = every_table()[name]
        primary = [each.name for each in table.primary_key.columns]
        texts = [each.name for each in table.columns if isinstance(each.type, SealedText)]
        ids |= {key[0] for key in keys}
        for row in rows_of(world.database, table):
            if tuple(row[each] for each in primary) in keys:
                sealed |= {row[each] for each in texts if row[each]}
    return ids, sealed
