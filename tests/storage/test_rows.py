"""A sealed text opens in its own row alone, however it is read or written."""

import pytest
from sqlalchemy import func, insert, select, union_all, update
from sqlalchemy.orm import aliased

from survey_app.answering.models import PaperEntry
from survey_app.storage import SealError, for_row
from survey_app.trajects.goal_models import GoalLevel
from survey_app.trajects.models import Nomination, Traject, TrajectInformant


@pytest.fixture
def two(world, coach):
    return world.start(coach, child="KNR-een"), world.start(coach, child="KNR-twee")


def test_a_name_pasted_into_another_row_is_refused_however_it_is_read(world, two):
    one, other = two
    world.sql(
        "UPDATE traject SET child_name = (SELECT child_name FROM traject WHERE id = :one)"
        " WHERE id = :other",
        one=one,
        other=other,
    )
    elsewhere = aliased(Traject)
    ways = (
        select(Traject).where(Traject.id == other),
        select(Traject.child_name).where(Traject.id == other),
        select(Traject.child_name.label("who")).where(Traject.id == other),
        select(elsewhere).where(elsewhere.id == other),
        select(elsewhere.child_name).where(elsewhere.id == other),
        select(Traject.__table__.c.child_name).where(Traject.id == other),
        union_all(select(Traject.child_name), select(elsewhere.child_name)),
    )

    for way in ways:
        with world.database.read() as session, pytest.raises(SealError, match="moved"):
            session.execute(way).all()


@pytest.mark.parametrize("written", ["KNR-drie", "", "KNR. drie. vier", "...."])
def test_what_was_written_past_the_seal_is_refused_like_what_was_changed(world, two, written):
    world.sql("UPDATE traject SET child_name = :to", to=written)

    with world.database.read() as session, pytest.raises(SealError):
        session.get_one(Traject, two[0])


def test_a_name_is_read_in_every_way(world, two):
    elsewhere = aliased(Traject)
    inner = select(Traject).subquery()
    once_more = aliased(Traject, inner)
    with world.database.read() as session:
        names = [
            session.scalar(select(way).where(where == two[0]))
            for way, where in (
                (Traject.child_name, Traject.id),
                (Traject.child_name.label("who"), Traject.id),
                (elsewhere.child_name, elsewhere.id),
                (inner.c.child_name, inner.c.id),
                (once_more.child_name, once_more.id),
            )
        ]
        both = select(TrajectInformant.label, Traject.child_name).join(
            Traject, Traject.id == TrajectInformant.traject_id
        )
        joined = {tuple(row) for row in session.execute(both)}
        absent = (
            select(Nomination.child_name)
            .select_from(Traject)
            .outerjoin(Nomination, Nomination.traject_id == Traject.id)
        )
        assert session.scalars(absent).all() == [None, None]

    assert names == ["KNR-een"] * 5
    assert {name for _, name in joined} == {"KNR-een", "KNR-twee"}


@pytest.mark.parametrize(
    "part",
    [func.coalesce(Traject.child_name, ""), select(Traject.child_name).scalar_subquery()],
)
def test_a_sealed_column_inside_an_expression_is_refused_before_it_is_asked(world, part):
    with world.database.read() as session, pytest.raises(TypeError, match="as it is"):
        session.execute(select(part))


def test_a_plain_statement_cannot_write_a_sealed_text_without_its_row(world, two):
    naked = update(Traject).where(Traject.id == two[0]).values(child_name="KNR-drie")
    with world.database.write() as session:
        with pytest.raises(Exception, match="for_row"):
            session.execute(naked)
        given = for_row(Traject, {"child_name": "KNR-drie", "reason": "rest"}, two[0])
        session.execute(update(Traject).where(Traject.id == two[0]).values(given))

    with world.database.read() as session:
        changed = session.get_one(Traject, two[0])
        assert (changed.child_name, changed.reason) == ("KNR-drie", "rest")


def test_a_text_taken_over_from_another_object_is_sealed_for_its_new_row(world, two):
    with world.database.write() as session:
        first, second = (session.get_one(Traject, each) for each in two)
        first.child_name = "KNR-drie"
        session.flush()
        second.child_name = first.child_name

    with world.database.read() as session:
        assert session.get_one(Traject, two[1]).child_name == "KNR-drie"


def test_a_row_whose_key_has_two_parts_is_bound_to_both(world, coach, traject):
    invitation_id = world.invitation(traject, "parent")
    values = {
        "invitation_id": invitation_id,
        "organisation_id": coach.actor.organisation_id,
        "entered_by": coach.actor.person_id,
        "entered_at": world.clock(),
    }
    with world.database.write() as session:
        session.add(PaperEntry(turn=1, posted="KNR-eerst", **values))
        session.flush()
        whole = {"turn": 2, "posted": "KNR-toen", **values}
        session.execute(insert(PaperEntry), for_row(PaperEntry, whole, invitation_id, 2))
    with world.database.read() as session:
        found = session.scalars(select(PaperEntry.posted).order_by(PaperEntry.turn)).all()
        assert found == ["KNR-eerst", "KNR-toen"]

    world.sql("DELETE FROM paper_entry WHERE turn = 2")
    world.sql("UPDATE paper_entry SET turn = 2")

    with world.database.read() as session, pytest.raises(SealError):
        session.scalars(select(PaperEntry.posted)).all()


def test_a_row_without_an_id_of_its_own_is_refused_before_it_is_sealed(world):
    nameless = GoalLevel(level=1, organisation_id="x", words="KNR")

    with pytest.raises(TypeError, match="goal_id"):
        _write(world, nameless)


def _write(world, row):
    with world.database.write() as session:
        session.add(row)
