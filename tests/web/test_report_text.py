"""What the report is offered to begin with counts each contact once and repeats no goals."""

from datetime import date
from types import SimpleNamespace

import pytest

from survey_app.web.coach.report_text import report_texts

pytestmark = pytest.mark.one_database


def contact(*parties, principles=(), kind="talk"):
    row = SimpleNamespace(
        kind=kind, with_whom=" ".join(parties), minutes=30, held_on=date(2026, 11, 2)
    )
    return SimpleNamespace(contact=row, principles=principles)


def offered(*contacts):
    traject = SimpleNamespace(reason="tension", ended_on=None, ending=None)
    return report_texts(traject, contacts, (), (), ())


def test_a_contact_with_more_than_one_is_counted_once():
    done = offered(
        contact("child", "parent"),
        contact("child"),
        contact("child"),
        contact("child", "parent", "teacher"),
    )["done"]

    assert "4 contacten op 2 november 2026" in done
    assert (
        "2 keer gesprek met kind; 1 keer gesprek met kind en ouder; "
        "1 keer gesprek met kind, ouder en leerkracht." in done
    )


@pytest.mark.parametrize(
    ("principles", "said"),
    [(("a", "b", "c"), "is: a, b, c."), (("a", "b", "c", "d"), "is: vooral a, b, c.")],
)
def test_where_only_the_first_are_named_it_says_mostly(principles, said):
    assert f"Hoe gewerkt {said}" in offered(contact("child", principles=principles))["done"]


def test_what_is_agreed_is_left_to_the_coach():
    assert offered()["agreed"] == ""
