"""What one person gets of all that is on record about a child, and what never."""

import csv
import io
import json
import zipfile
from datetime import date, timedelta

import pytest

from survey_app.audit import services as audit
from survey_app.errors import InputError, NotFoundError
from survey_app.keeping import rights_requests
from survey_app.keeping.access import giving
from survey_app.keeping.access.collecting import NOT_IN_IT
from survey_app.keeping.access.files import data_file
from survey_app.keeping.access.sight import Sight
from survey_app.keeping.access.values import SAFETY
from survey_app.keeping.rights_models import RightsGiven
from survey_app.practice import contacts
from survey_app.practice.contacts import What
from survey_app.storage import Base
from survey_app.trajects import releasing, timeline
from survey_app.trajects.models import TrajectInformant
from tests.factories.answers import save, sheet_of
from tests.factories.world import MONDAY
from tests.keeping.families import (
    FATHER,
    MOTHER,
    OF_FATHER,
    OF_MOTHER,
    OF_OTHERS,
    OF_RECORD,
    family,
)

pytestmark = pytest.mark.one_every_day


@pytest.fixture
def made(world, tmp_path):
    return family(world, tmp_path)


def text_of(dossier):
    return repr(dossier.sections)


def files_of(dossier):
    with zipfile.ZipFile(io.BytesIO(data_file(dossier, {}, "uitleg"))) as archive:
        return {name: archive.read(name).decode() for name in archive.namelist()}


def found(canaries, text):
    return {each for each in canaries if each in text}


def test_ac_121_a_parent_gets_the_own_words_and_the_record_and_of_nobody_else(made):
    dossier = made.dossier(made.ask())

    for text in (text_of(dossier), "".join(files_of(dossier).values())):
        assert found(OF_MOTHER | OF_RECORD, text) == OF_MOTHER | OF_RECORD
        assert found(OF_FATHER | OF_OTHERS, text) == set()
        assert "vader" not in text
    assert dossier.left_out["others"] > 0
    assert dossier.unsaid > 0


def test_ac_126_a_parent_cannot_tell_that_there_is_another(world, made, tmp_path):
    """The same as where there is none, and the same count of what is left out."""
    mother = made.dossier(made.ask())
    world.clock.now = MONDAY
    alone = family(world, tmp_path, with_father=False)
    without = alone.dossier(alone.ask())

    assert files_of(mother) == files_of(without)
    assert mother.left_out == without.left_out
    assert mother.unsaid > without.unsaid


def test_ac_126_the_other_parent_is_not_told_by_number_that_there_was_one_before(made):
    text = text_of(made.dossier(made.ask("father")))

    assert found(OF_FATHER | OF_RECORD, text) == OF_FATHER | OF_RECORD
    assert found(OF_MOTHER | OF_OTHERS, text) == set()
    assert "ouder 2" not in text


def test_somebody_from_outside_learns_of_no_parent(made):
    text = text_of(made.dossier(made.ask("een voogd")))

    assert found(OF_RECORD, text) == OF_RECORD
    assert found(OF_MOTHER | OF_FATHER | OF_OTHERS, text) == set()


def test_the_child_knows_its_parents_and_not_what_they_answered_or_where_they_live(made):
    text = text_of(made.dossier(made.ask("child")))

    assert found((MOTHER, FATHER), text) == {MOTHER, FATHER}
    assert "KNRantwoordK" in text
    hidden = ("KNRadresM", "KNRadresV", "KNRantwoordM", "KNRantwoordV", "KNRantwoordL")
    assert found(hidden, text) == set()


def test_ac_121_what_was_released_for_the_talk_is_given_and_the_other_parent_never(made):
    for who in ("child", "father"):
        with made.world.database.write() as db:
            releasing.record(
                db,
                made.coach.actor,
                made.traject(db),
                made.people[who],
                allowed=True,
                said_on=made.world.clock.today,
                seen=0,
                now=made.world.clock(),
            )

    text = text_of(made.dossier(made.ask()))

    assert "KNRantwoordK" in text
    assert found(OF_FATHER, text) == set()


def test_ac_121_what_is_answered_after_the_day_of_a_release_is_not_given():
    people = {role: TrajectInformant(id=role, role=role) for role in ("parent", "teacher")}
    sight = Sight("parent", people, {"teacher": MONDAY.date()})

    assert sight.sees("teacher", MONDAY.date())
    assert not sight.sees("teacher", MONDAY.date() + timedelta(days=1))


@pytest.mark.parametrize(("role", "number"), [("parent", 2), ("child", 1), ("teacher", 1)])
def test_ac_121_what_somebody_else_began_and_did_not_send_is_not_given(made, role, number):
    made.world.clock.forward(weeks=11)
    for words, who in (("KNRbegonM", ("parent", 1)), ("KNRbegonX", (role, number))):
        link = made.world.invitation(made.traject_id, who[0], "follow_up", number=who[1])
        pages = sheet_of(made.world, link).every_page
        (at,) = (at for at, page in enumerate(pages) if "woorden" in {i.key for i in page.items})
        save(made.world, link, at, {"woorden": words})

    dossier = made.dossier(made.ask())

    assert "KNRbegonM" in text_of(dossier)
    assert "KNRbegonX" not in text_of(dossier)


def test_a_text_that_names_who_must_stay_unknown_is_proposed_to_be_kept_back(made):
    with made.world.database.write() as db:
        day = made.world.clock.today
        named = What(day, ("child",), "talk", 30, 0, (), f"{FATHER} belde")
        with_parent = What(day, ("parent",), "talk", 45, 0, (), "")
        for what in (named, with_parent):
            contacts.log_at_traject(
                db, made.coach.actor, made.traject(db), what, made.world.clock()
            )
    request_id = made.ask()

    dossier = made.dossier(request_id)

    assert "belde" not in text_of(dossier)
    assert (
        sum(section.key == "contacten" and len(section.rows) for section in dossier.sections) == 1
    )
    kept_back = {each.words for each in dossier.texts if each.ground}
    assert {f"{FATHER} belde", "", "KNRstemmen", "KNRdoelK", "KNRmeldcode"} == kept_back


def test_nothing_is_given_before_all_texts_were_looked_over(made):
    request_id = made.ask()
    with made.world.database.write() as db, pytest.raises(giving.NotLookedOverError):
        giving.dossier_to_give(db, made.coach.actor, made.traject(db), request_id)
    made.look_over(request_id)
    with made.world.database.write() as db:
        giving.dossier_to_give(db, made.coach.actor, made.traject(db), request_id)

    with made.world.database.write() as db:
        timeline.add_event(
            db,
            made.coach.actor,
            made.traject(db),
            kind="event",
            words="verhuisd",
            first_on=made.world.clock.today,
            last_on=None,
            now=made.world.clock(),
        )
    with made.world.database.write() as db, pytest.raises(giving.NotLookedOverError):
        giving.dossier_to_give(db, made.coach.actor, made.traject(db), request_id)


def test_the_coach_decides_what_is_kept_back_and_says_why(made):
    request_id = made.ask()
    event = next(each for each in made.dossier(request_id).texts if "gebeurtenis" in each.words)
    meldcode = next(each for each in made.dossier(request_id).texts if "meldcode" in each.words)

    made.look_over(request_id, {event.key: SAFETY, meldcode.key: "protection"})
    dossier = made.dossier(request_id)

    assert found(("KNRgebeurtenis", "KNRmeldcode"), text_of(dossier)) == set()
    assert "KNRstemmen" in text_of(dossier)
    assert dossier.left_out[SAFETY] == 1
    for wrong in ({event.key: "protection"}, {meldcode.key: "others"}, {event.key: "zomaar"}):
        with pytest.raises(InputError):
            made.look_over(request_id, wrong)


def test_that_steps_of_the_meldcode_are_left_out_does_not_tell_that_there_are_any(made):
    dossier = made.dossier(made.ask())

    assert "protection" not in dossier.left_out
    assert next(each for each in dossier.sections if each.key == "meldcode").rows == ()


def test_what_was_given_is_kept_as_a_fact_and_not_the_file(made):
    request_id = made.ask(kind="portability")
    made.look_over(request_id)
    with made.world.database.write() as db:
        actor, now = made.coach.actor, made.world.clock()
        request, dossier = giving.dossier_to_give(db, actor, made.traject(db), request_id)
        content = data_file(dossier, {}, "uitleg")
        giving.note_given(db, actor, request, dossier, giving.DATA, content, now)

    with made.world.database.read() as db:
        (kept,) = db.query(RightsGiven).all()
    assert kept.counts["antwoorden"] == len(rows_of(dossier, "antwoorden"))
    assert kept.left_out["unsaid"] == dossier.unsaid
    assert len(kept.sha256) == 64
    assert data_file(dossier, {}, "uitleg") == content
    assert made.world.sql("SELECT act FROM audit_event WHERE object_id = :it", it=request_id) == [
        ("record request",),
        ("look over request",),
        ("give data",),
    ]


def rows_of(dossier, key):
    return next(each for each in dossier.sections if each.key == key).rows


def test_the_data_can_be_read_by_a_program_with_a_codebook(made):
    words = {"contact.kind": {"talk": "gesprek", "meeting": "overleg"}}
    dossier = made.dossier(made.ask())
    with zipfile.ZipFile(io.BytesIO(data_file(dossier, words, "uitleg"))) as archive:
        files = {name: archive.read(name).decode() for name in archive.namelist()}

    data = json.loads(files["gegevens.json"])
    assert data["kind"][0]["naam"] == "Sam"
    assert {each["antwoord"] for each in data["antwoorden"] if not each["telt"]} >= {"„KNReerstM”"}
    table = list(csv.DictReader(io.StringIO(files["contacten.csv"])))
    assert [each["soort"] for each in table] == ["talk"]
    book = list(csv.DictReader(io.StringIO(files["codeboek.csv"])))
    columns = {(each["bestand"], each["kolom"]) for each in book}
    for name, text in files.items():
        if name.endswith(".csv") and name != "codeboek.csv":
            header = next(csv.reader(io.StringIO(text)))
            assert {(name, each) for each in header} <= columns
    assert [
        each["betekenis"]
        for each in book
        if (each["bestand"], each["code"]) == ("contacten.csv", "talk")
    ] == ["gesprek"]


def test_scores_stand_there_with_their_rule_and_meaning(made):
    (score,) = [each for each in rows_of(made.dossier(made.ask()), "scores") if each[-1]]

    assert "de som van q1, q2, q3" in score
    assert any("Hoger is meer fruit" in str(cell) for cell in score)


def test_who_looked_stands_there_by_day(world, made):
    with world.database.write() as db:
        traject = made.traject(db)
        by = audit.person(made.coach.actor.person_id)
        for act in ("see traject", "see meldcode"):
            audit.record(
                db,
                by,
                act,
                "traject",
                traject.id,
                organisation_id=traject.organisation_id,
                now=world.clock(),
            )

    assert rows_of(made.dossier(made.ask()), "bekeken") == ((world.clock.today, "Marit Velthuis"),)


def of_a_traject():
    """Return the tables that hang on a traject, however far."""
    known = {"traject"}
    while True:
        more = {
            table.name
            for table in Base.metadata.sorted_tables
            if table.name not in known
            and any(key.column.table.name in known for key in table.foreign_keys)
        }
        if not more:
            return known
        known |= more


def test_ac_121_every_table_of_a_traject_is_in_it_or_has_a_reason(made):
    named = {table for each in made.dossier(made.ask()).sections for table in each.tables}

    assert of_a_traject() - named - NOT_IN_IT.keys() == set()
    assert NOT_IN_IT.keys() & named == set()
    assert NOT_IN_IT.keys() <= of_a_traject()


@pytest.mark.parametrize(
    ("received", "due", "extended"),
    [
        ((2026, 1, 31), (2026, 2, 28), (2026, 4, 30)),
        ((2026, 11, 15), (2026, 12, 15), (2027, 2, 15)),
    ],
)
def test_the_clock_runs_in_months(received, due, extended):
    assert rights_requests.months_later(date(*received), 1) == date(*due)
    assert rights_requests.months_later(date(*received), 3) == date(*extended)


def test_the_term_is_extended_once_within_the_first_month_and_with_a_reason(made):
    request_id = made.ask()
    late = made.ask()

    def extend(request_id, reason):
        with made.world.database.write() as db:
            return rights_requests.extend(
                db, made.coach.actor, made.traject(db), request_id, reason, made.world.clock()
            ).due_on

    with pytest.raises(InputError):
        extend(request_id, " ")
    assert extend(request_id, "er is veel na te lopen") == made.world.clock.today.replace(month=12)
    with pytest.raises(InputError):
        extend(request_id, "nog een keer")
    made.world.clock.forward(days=31)
    with pytest.raises(InputError):
        extend(late, "te laat bedacht")


def test_requests_come_up_when_their_last_day_is_near(made):
    asked = made.ask()

    def near():
        with made.world.database.read() as db:
            return rights_requests.is_near(made.traject(db), made.world.clock.today)

    assert not near()
    made.world.clock.forward(days=20)
    assert near()
    made.world.clock.forward(days=60)
    assert near()
    with made.world.database.write() as db:
        rights_requests.close(
            db,
            made.coach.actor,
            made.traject(db),
            asked,
            outcome="withdrawn",
            ground="",
            now=made.world.clock(),
        )
    assert not near()


def test_a_request_is_closed_once_and_not_as_given_when_nothing_was(made):
    request_id = made.ask()

    def close(outcome, ground=""):
        with made.world.database.write() as db:
            rights_requests.close(
                db,
                made.coach.actor,
                made.traject(db),
                request_id,
                outcome=outcome,
                ground=ground,
                now=made.world.clock(),
            )

    for outcome, ground in (("given", ""), ("refused", ""), ("anders", "x")):
        with pytest.raises(InputError):
            close(outcome, ground)
    close("refused", "kennelijk ongegrond")
    with pytest.raises(InputError):
        close("withdrawn")


def test_ac_016_a_request_of_another_coach_does_not_exist(world, made):
    request_id = made.ask()
    stranger = world.coach(organisation="Zuid")

    with world.database.write() as db:
        for act in (
            lambda: rights_requests.request_of(db, stranger.actor, made.traject(db), request_id),
            lambda: giving.dossier_for(db, stranger.actor, made.traject(db), request_id),
        ):
            with pytest.raises(NotFoundError):
                act()
