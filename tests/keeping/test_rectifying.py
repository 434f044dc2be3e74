"""Putting right on request: names, what staff wrote, and an answer of who asks (AC-122)."""

import pytest

from survey_app.errors import InputError, NotFoundError
from survey_app.keeping import rectifying, rights_requests
from survey_app.measurements.queries import placed_responses
from survey_app.reports.corrections import changed_said
from survey_app.trajects.queries import informants
from tests.keeping.families import family

pytestmark = pytest.mark.one_every_day


@pytest.fixture
def made(world, tmp_path):
    return family(world, tmp_path)


@pytest.fixture
def asked(made):
    return made.ask(kind="rectification")


def facts(made):
    with made.world.database.read() as db:
        return rectifying.facts_of(db, made.traject(db))


def put_right(made, asked, fact, after, **more):
    with made.world.database.write() as db:
        given = {"seen": fact.now, "why": "verkeerd gespeld"} | more
        rectifying.put_right(
            db,
            made.coach.actor,
            made.traject(db),
            asked,
            place=fact.place,
            row_id=fact.row_id,
            after=after,
            now=made.world.clock(),
            **given,
        )


def test_ac_122_a_name_is_put_right_everywhere_and_the_old_one_is_kept_sealed(made, asked):
    (name,) = [each for each in facts(made) if each.place == rectifying.CHILD_NAME]

    put_right(made, asked, name, "Samira")

    with made.world.database.read() as db:
        assert made.traject(db).child_name == "Samira"
        assert informants(db, made.traject_id)[0].label == "Samira"
        (kept,) = rectifying.rectified_in(db, made.traject(db))
        assert (kept.before, kept.after, kept.words) == ("Sam", "Samira", "verkeerd gespeld")
    ((before, after),) = made.world.sql("SELECT before, after FROM rectification")
    assert "Sam" not in (before, after)
    assert ("eerst", "Sam") in fields(made, made.ask(), "verbeterd")


def fields(made, request_id, key):
    section = next(each for each in made.dossier(request_id).sections if each.key == key)
    return {
        (column.key, cell)
        for row in section.rows
        for column, cell in zip(section.columns, row, strict=True)
    }


def test_ac_122_a_month_of_birth_decides_at_once_who_must_agree(made, asked):
    (born,) = [each for each in facts(made) if each.place == rectifying.BORN]

    for wrong in ("2017", "2017-13", "1999-01", "2017-0x", "٢٠١٧-03"):
        with pytest.raises(InputError):
            put_right(made, asked, born, wrong)
    assert made.world.agreed(made.traject_id)
    put_right(made, asked, born, "2013-02")

    assert not made.world.agreed(made.traject_id)


def test_what_staff_wrote_is_put_right_unless_it_changed_since_it_was_seen(made, asked):
    (line,) = [each for each in facts(made) if each.now == "KNRcontact"]

    for wrong in ({"seen": "iets anders"}, {"why": " "}):
        with pytest.raises(InputError):
            put_right(made, asked, line, "in de klas", **wrong)
    put_right(made, asked, line, "in de klas")

    assert [each.now for each in facts(made) if each.row_id == line.row_id] == ["in de klas"]


def correct(made, asked, item="q1", values=("5",), response_id=None):
    with made.world.database.write() as db:
        traject = made.traject(db)
        request = rights_requests.request_of(db, made.coach.actor, traject, asked)
        own = rectifying.own_answers(db, traject, request)
        return rectifying.correct_answer(
            db,
            made.coach.actor,
            traject,
            asked,
            response_id=response_id or own[0].response_id,
            item_key=item,
            values=values,
            why="verkeerd getikt",
            now=made.world.clock.forward(days=9),
        )


def test_ac_122_an_answer_is_put_right_scored_again_and_the_old_one_stays(made, asked):
    def of_mother():
        with made.world.database.read() as db:
            return next(
                each
                for each in placed_responses(db, made.traject_id)
                if each.informant_id == made.people["mother"]
            )

    before = of_mother()
    correct(made, asked)
    after = of_mother()

    assert (before.answers["q1"], after.answers["q1"]) == ("2", "5")
    assert after.scores["fruit"].value == before.scores["fruit"].value + 3
    assert after.texts == before.texts
    assert [each.answers["q1"] for each in after.replaced] == ["2", "2"]
    assert [each.by for each in after.replaced] == [None, "Marit Velthuis"]
    said = changed_said(after)
    assert "Op verzoek van wie het invulde verbeterd door Marit Velthuis: 16 sep" in said
    assert "Wie het invulde, veranderde iets: 7 sep" in said
    assert ("daarna", "5") in fields(made, made.ask(), "verbeterd")
    assert fields(made, made.ask("father"), "verbeterd") == set()


def test_ac_122_only_an_own_answer_is_put_right_by_an_option_of_its_question(made, asked):
    others = made.world.sql(
        "SELECT response.id FROM response JOIN invitation ON invitation.id = invitation_id"
        " WHERE informant_id <> :mother",
        mother=made.people["mother"],
    )
    for (response_id,) in others:
        with pytest.raises(NotFoundError):
            correct(made, asked, response_id=response_id)
    for values in (("9",), (), ("1", "2"), ("2",)):
        with pytest.raises(InputError):
            correct(made, asked, values=values)
    with pytest.raises(NotFoundError):
        correct(made, asked, item="q9")
    with pytest.raises(NotFoundError):
        correct(made, made.ask(kind="access"))


def test_what_is_not_put_right_gets_the_words_of_who_asked_beside_it(made, asked):
    with made.world.database.write() as db:
        rectifying.add_statement(
            db,
            made.coach.actor,
            made.traject(db),
            asked,
            about="het besluit",
            words="zo heb ik het niet gezegd",
            now=made.world.clock(),
        )

    said = "het besluit: zo heb ik het niet gezegd"
    assert ("waarom", said) in fields(made, made.ask(), "verbeterd")
    assert ("waarom", said) not in fields(made, made.ask("father"), "verbeterd")
