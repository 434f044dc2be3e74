"""Which part of the trail somebody reads is decided here as well as at the page (AC-020)."""

import pytest

from survey_app.accounts.policy import Actor
from survey_app.accounts.roles import Right, Role
from survey_app.audit import scopes
from survey_app.errors import ForbiddenError, NotFoundError


def somebody(role: Role) -> Actor:
    return Actor("p" * 32, "o" * 32, "Somebody", frozenset({Right(role, "s" * 32)}))


@pytest.mark.parametrize("role", sorted(set(Role) - {Role.ADMINISTRATOR}))
def test_ac_020_lines_about_accounts_are_for_an_administrator_alone(role):
    with pytest.raises(NotFoundError):
        scopes.of_accounts(somebody(role))

    assert scopes.of_accounts(somebody(Role.ADMINISTRATOR)).organisation_id == "o" * 32


@pytest.mark.parametrize("role", sorted(set(Role) - {Role.DIRECTOR}))
def test_ac_020_lines_about_a_school_are_for_its_director_alone(role):
    with pytest.raises(ForbiddenError):
        scopes.schools_watched(somebody(role))

    assert scopes.schools_watched(somebody(Role.DIRECTOR)) == {"s" * 32}
