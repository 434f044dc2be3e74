"""The second step of signing in, and setting it up, renewing it and taking it away."""

from dataclasses import dataclass

from flask import redirect, request, session, url_for
from flask.typing import ResponseReturnValue

from survey_app.accounts import second_factor as codes
from survey_app.accounts import services as accounts
from survey_app.accounts import sign_in_steps
from survey_app.accounts.factor_queries import (
    factors_of,
    has_school_identity,
    passkeys_of,
    recovery_codes_left,
)
from survey_app.accounts.policy import Act
from survey_app.accounts.second_factor import Checking
from survey_app.clock import local_date
from survey_app.dutch import day_in_words
from survey_app.errors import InputError, NotFoundError
from survey_app.invitations.qr import qr_of
from survey_app.web.account.beginning import begin
from survey_app.web.account.checking import check_own_password
from survey_app.web.account.factor_forms import BothForm, CodeForm, FirstCodeForm
from survey_app.web.account.letting_in import HALF, end_all_but_this, go_on, record
from survey_app.web.account.proving import after_proof, login_secret, myself
from survey_app.web.account.second_step_page import second_step_page
from survey_app.web.account.ways import ways_in
from survey_app.web.coach.blueprint import render
from survey_app.web.permissions import needs, public, this_actor
from survey_app.web.wiring import wiring

SAID = {
    Checking.WRONG: "Deze code klopt niet, of is al gebruikt. Wacht op een nieuwe code.",
    Checking.WAITING: "Te vaak geprobeerd. Wacht een kwartier tot een uur, en probeer het opnieuw.",
}
MESSAGES = {
    "uit": "De tweede stap is uitgezet.",
    "sleutel": "Je sleutel is bewaard. Je kunt nu inloggen zonder wachtwoord.",
    "weg": "De sleutel is weggehaald.",
    "school": "Je schoolaccount is gekoppeld.",
    "los": "Je schoolaccount is losgekoppeld.",
}


@dataclass(frozen=True, slots=True)
class PasskeyRow:
    """One passkey in the list of a person."""

    name: str
    since: str
    remove_action: str


@dataclass(frozen=True, slots=True)
class OverviewPage:
    """What somebody signs in with, and where that is changed."""

    must_choose: bool
    message: str | None
    has_codes: bool
    codes_left: str
    set_up_url: str
    new_codes_url: str
    remove_url: str
    can_have_passkeys: bool
    passkeys: tuple[PasskeyRow, ...]
    new_passkey_url: str
    school: str | None
    has_school: bool
    school_action: str
    leave_school_action: str
    back_url: str


@ways_in.route("/inloggen/tweede-stap", methods=["GET", "POST"])
@public("the half sign-in of this browser is the permission, and opens this page only")
def second_step() -> ResponseReturnValue:
    """Ask for a code, after the first step was right."""
    world = wiring()
    now = world.now()
    with world.database.read() as db:
        half = sign_in_steps.half_signed_in(db, session.get(HALF), now)
        factors = factors_of(db, half[1].id) if half else None
    if factors is None:
        wanted = request.args.get("verder")
        return redirect(url_for("account.login", melding="opnieuw", verder=wanted), 303)
    form = CodeForm()
    problem = None
    if form.validate_on_submit():
        with world.database.write() as db:
            half = sign_in_steps.half_signed_in(db, session.get(HALF), now)
            if half is None:
                return redirect(url_for("account.login", melding="opnieuw"), 303)
            step, person = half
            done = codes.check_code(db, person.id, form.code.data or "", now)
            if done in SAID:
                record(db, person, "second step to sign in", "refused")
            else:
                sign_in_steps.finish(db, step, now)
        if done not in SAID:
            on_paper = done is Checking.RIGHT_ON_PAPER
            return begin(person, "sign in by code on paper" if on_paper else "sign in by code")
        problem = SAID[done]
    status = 429 if problem == SAID[Checking.WAITING] else 422 if form.is_submitted() else 200
    return second_step_page(factors, form, problem), status


@ways_in.get("/account/veilig")
@needs(Act.KEEP_OWN_ACCOUNT)
def overview() -> ResponseReturnValue:
    """Show what one signs in with."""
    world = wiring()
    me = this_actor()
    provider = world.settings.school_provider
    with world.database.read() as db:
        factors = factors_of(db, me.person_id)
        left = recovery_codes_left(db, me.person_id)
        keys = passkeys_of(db, me.person_id)
        has_school = has_school_identity(db, me.person_id)
    page = OverviewPage(
        must_choose=me.lacks_second_factor,
        message=MESSAGES.get(request.args.get("melding", "")),
        has_codes=factors.has_codes,
        codes_left=_left_in_words(left),
        set_up_url=url_for("ways_in.set_up_codes"),
        new_codes_url=url_for("ways_in.new_codes"),
        remove_url=url_for("ways_in.remove_codes"),
        can_have_passkeys=world.settings.site.can_have_passkeys,
        passkeys=tuple(
            PasskeyRow(
                each.name,
                f"sinds {day_in_words(local_date(each.made_at))}",
                url_for("ways_in.remove_passkey", passkey_id=each.id),
            )
            for each in keys
        ),
        new_passkey_url=url_for("ways_in.new_passkey"),
        school=provider.button if provider else None,
        has_school=has_school,
        school_action=url_for("ways_in.link_school"),
        leave_school_action=url_for("ways_in.leave_school"),
        back_url=url_for("account.own"),
    )
    return render("account/overview.html", "account", page=page)


@ways_in.route("/account/tweede-stap", methods=["GET", "POST"])
@needs(Act.KEEP_OWN_ACCOUNT)
@after_proof
def set_up_codes() -> ResponseReturnValue:
    """Show the key for an app, and keep it once a code of it is right."""
    world = wiring()
    form = FirstCodeForm()
    with world.database.read() as db:
        person = myself(db)
        seed = codes.seed_for(db, login_secret())
        if factors_of(db, person.id).has_codes:
            return redirect(url_for("ways_in.overview"), 303)
    if form.validate_on_submit():
        try:
            with world.database.write() as db:
                person = myself(db)
                made = codes.set_up(db, person, seed, form.code.data or "", world.now())
                secret = end_all_but_this(db, person)
                record(db, person, "set up second factor")
            return go_on(_paper(made, "De tweede stap staat aan"), secret)
        except codes.WrongCodeError as error:
            form.code.errors = [str(error)]
    app_url = codes.address_for_app(seed, person.email)
    page = render(
        "account/set_up_codes.html",
        "account",
        form=form,
        qr=qr_of(app_url),
        app_url=app_url,
        key=" ".join(seed[at : at + 4] for at in range(0, len(seed), 4)),
        back_url=url_for("ways_in.overview"),
    )
    return page, 422 if form.is_submitted() else 200


@ways_in.route("/account/tweede-stap/codes", methods=["GET", "POST"])
@needs(Act.KEEP_OWN_ACCOUNT)
@after_proof
def new_codes() -> ResponseReturnValue:
    """Make new codes for on paper, for who gives password and code."""
    form = _form_of_both()
    if form.validate_on_submit() and _are_both_right(form):
        with wiring().database.write() as db:
            person = myself(db)
            made = codes.make_recovery_codes(db, person, wiring().now())
            secret = end_all_but_this(db, person)
            record(db, person, "make recovery codes")
        return go_on(_paper(made, "Je nieuwe reservecodes"), secret)
    return _ask_both(
        form,
        heading="Nieuwe reservecodes",
        told="De oude reservecodes werken dan niet meer.",
        button="Maak nieuwe codes",
    )


@ways_in.route("/account/tweede-stap/uit", methods=["GET", "POST"])
@needs(Act.KEEP_OWN_ACCOUNT)
@after_proof
def remove_codes() -> ResponseReturnValue:
    """Take the second step away, for who gives password and code."""
    form = _form_of_both()
    if form.validate_on_submit() and _are_both_right(form):
        with wiring().database.write() as db:
            person = myself(db)
            codes.remove(db, person.id)
            secret = end_all_but_this(db, person)
            record(db, person, "remove second factor")
        return go_on(redirect(url_for("ways_in.overview", melding="uit"), 303), secret)
    return _ask_both(
        form,
        heading="Tweede stap uitzetten",
        told="Daarna is je wachtwoord genoeg om in te loggen.",
        button="Zet de tweede stap uit",
    )


def _form_of_both() -> CodeForm:
    """Return the form for password and code; who has no password showed otherwise who they are."""
    with wiring().database.read() as db:
        factors = factors_of(db, this_actor().person_id)
    if not factors.has_codes:
        raise NotFoundError
    return BothForm() if factors.has_password else CodeForm()


def _are_both_right(form: CodeForm) -> bool:
    """Tell whether password and code are right; what is wrong stands at its field."""
    world = wiring()
    if isinstance(form, BothForm):
        try:
            check_own_password(form.password.data or "", "change second factor")
        except accounts.SignInError:
            form.password.errors = ["Dit wachtwoord klopt niet."]
            return False
        except InputError as error:
            form.password.errors = [str(error)]
            return False
    with world.database.write() as db:
        person = myself(db)
        done = codes.check_code(db, person.id, form.code.data or "", world.now())
        if done in SAID:
            record(db, person, "change second factor", "refused")
    form.code.errors = [SAID[done]] if done in SAID else []
    return done not in SAID


def _ask_both(form: CodeForm, *, heading: str, told: str, button: str) -> ResponseReturnValue:
    page = render(
        "account/both.html",
        "account",
        form=form,
        heading=heading,
        told=told,
        button=button,
        back_url=url_for("ways_in.overview"),
    )
    return page, 422 if form.is_submitted() else 200


def _paper(made: list[str], heading: str) -> str:
    """Return the page with codes for on paper: told now, kept nowhere, so it leads to no other."""
    next_url = url_for("ways_in.overview")
    return render(
        "account/recovery_codes.html", "account", heading=heading, codes=made, next_url=next_url
    )


def _left_in_words(left: int) -> str:
    match left:
        case 0:
            return "Je hebt geen reservecodes meer."
        case 1:
            return "Je hebt nog 1 reservecode."
    return f"Je hebt nog {left} reservecodes."
