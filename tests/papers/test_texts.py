"""What is typed for a paper is kept sealed, within what fits, and never overwritten unseen."""

import pytest

from survey_app.errors import InputError, NotFoundError
from survey_app.papers import texts
from survey_app.papers.kinds import Kind
from survey_app.trajects.models import Traject


def kept(world, traject, kind=Kind.TALK):
    with world.database.read() as session:
        return texts.kept(session, session.get_one(Traject, traject), kind)


def test_text_comes_back_as_it_was_typed_and_is_sealed(world, traject, desk):
    assert desk.type(agreed="elke dag 5 minuten\n\n  samen lezen ") == 1

    assert kept(world, traject).texts["agreed"] == "elke dag 5 minuten\nsamen lezen"
    ((stored,),) = world.sql("SELECT texts FROM paper_text")
    assert "minuten" not in stored


def test_what_was_changed_in_another_window_is_not_overwritten(world, traject, desk):
    desk.type(agreed="eerst")
    desk.type(agreed="in het ene venster", seen=1)

    with pytest.raises(texts.ChangedMeanwhileError):
        desk.type(agreed="in het andere venster", seen=1)
    assert kept(world, traject).texts["agreed"] == "in het ene venster"

    desk.type(agreed="in het andere venster", seen=2)
    assert kept(world, traject).version == 3


def test_two_who_begin_at_once_do_not_overwrite_each_other(desk):
    desk.type(agreed="eerst")

    with pytest.raises(texts.ChangedMeanwhileError):
        desk.type(agreed="ook eerst", seen=0)


def test_the_same_text_again_is_no_change_and_no_line_in_the_trail(world, desk):
    desk.type(agreed="eerst")
    trail = world.rows("audit_event")

    assert desk.type(agreed="eerst", seen=0) == 1
    assert world.rows("audit_event") == trail


def test_more_than_fits_is_refused_with_how_much_there_is(world, desk):
    parts = [(kind, name) for kind in Kind for name in texts.LONGEST[kind] if name != "on"]

    for kind, name in parts:
        most = texts.LONGEST[kind][name]
        with pytest.raises(InputError, match=f"{most} tekens. Nu zijn het er {most + 1}"):
            desk.type(kind, **{name: "W" * (most + 1)})

    assert len(parts) == 8
    assert world.rows("paper_text") == 0
    assert desk.type(agreed="W" * texts.LONGEST[Kind.TALK]["agreed"]) == 1


def test_more_lines_than_fit_are_refused(desk):
    with pytest.raises(InputError, match="6 regels. Nu zijn het er 13"):
        desk.type(agreed="\n".join("x" * 13))


def test_what_does_not_print_is_left_out(world, traject, desk):
    desk.type(agreed="a\x00b\x1b[31m")

    assert kept(world, traject).texts["agreed"] == "a b [31m"


def test_another_coach_writes_nothing(world, desk):
    desk.coach = world.coach(school="De Beek")

    with pytest.raises(NotFoundError):
        desk.type(agreed="x")
