"""The menu on top of every page of somebody with an account: what belongs to the own roles."""

from dataclasses import dataclass

from flask import url_for

from survey_app.accounts.policy import Act, Actor, could


@dataclass(frozen=True, slots=True)
class MenuItem:
    """A page of the menu; `more` is said to who does not see how little room there is."""

    label: str
    url: str
    is_here: bool
    more: str = ""


@dataclass(frozen=True, slots=True)
class Head:
    """The menu and whose it is; `person_id` is whose kept steps may go out."""

    person_id: str
    person: str
    items: tuple[MenuItem, ...]
    account_url: str
    is_own: bool
    logout_action: str

    @property
    def home_url(self) -> str:
        """Where somebody goes who does not go on with this page."""
        return self.items[0].url


COACHED = (
    (Act.SEE_CASELOAD, "today", "Vandaag", "coach.today", ""),
    (Act.START_TRAJECT, "new", "Nieuw", "coach.new_traject", " traject"),
    (Act.SEE_CASELOAD, "group", "Samen", "coach.group", ""),
    (Act.SEE_CASELOAD, "contacts", "Contacten", "coach.contact_log", ""),
    (Act.SEE_CASELOAD, "lists", "Vragenlijsten", "coach.questionnaires", ""),
)
"""What a coach does every week."""
LED = (
    (Act.SEE_PEOPLE, "people", "Mensen", "people.people_here"),
    (Act.SEE_APPROVALS, "approvals", "Goedkeuren", "people.approvals"),
    (Act.SEE_SCHOOL_TRAIL, "school trail", "Inzage", "people.school_trail"),
    (Act.SEE_ACCOUNT_TRAIL, "account trail", "Accounts", "people.account_trail"),
)


def head(actor: Actor, here: str) -> Head:
    """Return the menu for this person on this page."""
    items: list[MenuItem] = []
    if could(actor, Act.SEE_CASELOAD):
        items += [
            MenuItem(label, url_for(endpoint), here == key, more)
            for act, key, label, endpoint, more in COACHED
            if could(actor, act)
        ]
        if any(could(actor, act) for act, *_ in LED):
            items.append(MenuItem("Meer", url_for("people.start"), here in ("start", *_LED_KEYS)))
    else:
        items.append(MenuItem("Begin", url_for("people.start"), here == "start"))
        items += [
            MenuItem(label, url_for(endpoint), here == key)
            for act, key, label, endpoint in LED
            if could(actor, act)
        ]
    return Head(
        person_id=actor.person_id,
        person=actor.name.split()[0],
        items=tuple(items),
        account_url=url_for("account.own"),
        is_own=here == "account",
        logout_action=url_for("account.logout"),
    )


_LED_KEYS = tuple(key for _, key, *_ in LED)
