"""Whoever is told who acts asks the policy, or hands that person on to what asks it.

It is read from the source: a service that takes an `Actor` and decides nothing is found, and so is
any one check that is taken out of it. What a page shows is tried in `tests/attacks/test_matrix.py`.
"""

import ast
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest

import survey_app

PACKAGE = Path(survey_app.__file__).parent
ASKING = {"demand", "may", "demand_role", "could", "of_own_caseload", "of_whole_caseload"}
"""These decide, or seek no further than the own caseload."""
ROOMS = (
    *("accounts", "trajects", "practice", "invitations", "answering", "measurements", "papers"),
    *("reports", "exchange", "keeping"),
)
WITHOUT = {
    "accounts.approvals.ask": "asks a second person, who is decided about",
    "accounts.approvals.last_asked": "seeks what one asked oneself",
    "accounts.granting.person_of": "of the own organisation; the caller decides about a right",
    "accounts.policy.could": "is the policy",
    "accounts.queries.schools_as": "seeks by the schools of the own rights",
    "accounts.queries.schools_coached": "seeks by the schools of the own rights",
    "invitations.reaching.put_back": "is given an invitation that the caller was allowed to change",
    "keeping.access.giving.note_given": "writes down that a file was given",
    "keeping.rights_requests.note": "writes a line in the trail",
    "keeping.two_people.ask_first": "asks a second person; the caller decides who may ask",
    "keeping.two_people.use_up": "uses up what a second person approved to who asked",
    "measurements.school_people.around_own_schools": "seeks by the schools of the own rights",
    "measurements.signals.closed_by": "seeks what one closed oneself",
    "measurements.signals.taken_up_by": "seeks what one took up oneself",
    "measurements.substitutes.coaches_away": "seeks for whom one stands in",
    "measurements.substitutes.stand_ins": "seeks who stands in for oneself, or the reverse",
    "papers.composing.steps_of_child": "a part of a paper, of which `paper_of` decided",
    "papers.ordering.fetch": "is given a paper that `paper_for` let somebody have",
    "practice.queries.successor": "seeks what one logged oneself",
    "practice.shared_cards.has_enough_coaches": "counts",
    "trajects.participants.enrolled_by": "seeks whom one enrolled oneself",
    "trajects.queries.of_whole_caseload": "seeks the own caseload",
    "trajects.services.record_act": "writes a line in the trail",
}
"""Functions that decide nothing, with the reason why they need not."""
DOUBLED = {
    **dict.fromkeys(
        (
            *("measurements.following_up.signal_for", "practice.sharing.withdraw"),
            *("practice.sharing.check", "measurements.substitutes.name_substitute"),
        ),
        "decides by one of two rules, or once more on what it found",
    ),
    **dict.fromkeys(
        (
            *("practice.decision_queries.last_choices", "practice.queries.last_talks"),
            "practice.queries.own_contacts",
            *("practice.queries.to_look_back_on", "practice.queries.with_method"),
            *("practice.shared_cards.to_check", "trajects.goal_lines.goals_to_review"),
        ),
        "needs a role, and seeks no further than the own caseload",
    ),
    **dict.fromkeys(
        (
            *("measurements.talk_steps.record_tap", "papers.composing.paper_of"),
            *("practice.contacts.bring_to_traject", "practice.support.record"),
            *("practice.support.consider", "keeping.erasing.subject_for"),
        ),
        "what it calls decides again",
    ),
    "practice.contacts.contact_to_change": "asks of the contact and of its traject",
    "trajects.queries.traject_for": "asks again behind the lock; tests/trajects/test_loading.py",
}
"""Functions in which one of several checks may be taken out unseen here: why, and that is all."""


@dataclass
class Module:
    """A module: its functions, and what names in it stand for."""

    name: str
    functions: dict[str, ast.FunctionDef] = field(default_factory=dict)
    imported: dict[str, str] = field(default_factory=dict)


def modules() -> dict[str, Module]:
    """Read every module of the domain rooms."""
    found = {}
    for room in ROOMS:
        for path in (PACKAGE / room).rglob("*.py"):
            name = ".".join(path.relative_to(PACKAGE).with_suffix("").parts)
            found[name] = read(name, path)
    return found


def read(name: str, path: Path) -> Module:
    """Read one module."""
    module = Module(name)
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.FunctionDef):
            module.functions[node.name] = node
        elif isinstance(node, ast.ImportFrom) and (node.module or "").startswith("survey_app"):
            of = (node.module or "").removeprefix("survey_app").strip(".")
            for each in node.names:
                module.imported[each.asname or each.name] = f"{of}.{each.name}".strip(".")
    return module


def takes_actor(function: ast.FunctionDef) -> bool:
    """Tell whether a function is told who acts."""
    return any(
        each.arg == "actor" and each.annotation is not None and "Actor" in ast.dump(each.annotation)
        for each in (*function.args.args, *function.args.kwonlyargs)
    )


def calls(function: ast.FunctionDef) -> Iterator[ast.Call]:
    """Yield every call in a function that hands on who acts."""
    for node in ast.walk(function):
        if isinstance(node, ast.Call) and any(
            isinstance(each, ast.Name) and each.id == "actor"
            for each in (*node.args, *(keyword.value for keyword in node.keywords))
        ):
            yield node


def asks(known: dict[str, Module], module: Module, name: str, seen: frozenset[str]) -> bool:
    """Tell whether a function asks the policy, or something it calls with the actor does."""
    here = f"{module.name}.{name}"
    if here in seen or name not in module.functions:
        return False
    for call in calls(module.functions[name]):
        if called(call) in ASKING:
            return True
        target = where(known, module, call)
        if target is not None and asks(known, *target, seen | {here}):
            return True
    return False


def called(call: ast.Call) -> str:
    """Return the last name of what is called."""
    function = call.func
    if isinstance(function, ast.Attribute):
        return function.attr
    return function.id if isinstance(function, ast.Name) else ""


def where(known: dict[str, Module], module: Module, call: ast.Call) -> tuple[Module, str] | None:
    """Return the module and the name of what is called, when it is ours."""
    function = call.func
    if isinstance(function, ast.Attribute) and isinstance(function.value, ast.Name):
        of = known.get(module.imported.get(function.value.id, ""))
        return (of, function.attr) if of else None
    if not isinstance(function, ast.Name):
        return None
    if function.id in module.functions:
        return module, function.id
    of_name, _, name = module.imported.get(function.id, "").rpartition(".")
    of = known.get(of_name)
    return (of, name) if of else None


def told_who_acts(known: dict[str, Module]) -> list[tuple[Module, str]]:
    """Return every public function that is told who acts."""
    return [
        (module, name)
        for module in known.values()
        for name, function in module.functions.items()
        if not name.startswith("_") and takes_actor(function)
    ]


@pytest.fixture(scope="module")
def known() -> dict[str, Module]:
    return modules()


def test_every_function_that_is_told_who_acts_asks_the_policy(known):
    silent = {
        f"{module.name}.{name}"
        for module, name in told_who_acts(known)
        if not asks(known, module, name, frozenset())
    }

    assert silent == WITHOUT.keys()
    assert len(told_who_acts(known)) > 100


def test_any_check_that_is_taken_out_of_a_function_is_found(known):
    """A function with one check must have it; with several, all but the last may be doubled."""
    unnoticed = []
    for module, name in told_who_acts(known):
        function = module.functions[name]
        checks = [call for call in calls(function) if called(call) in {"demand", "demand_role"}]
        for check in checks:
            module.functions[name] = without(function, check)
            if asks(known, module, name, frozenset()):
                unnoticed.append(f"{module.name}.{name}")
            module.functions[name] = function

    assert set(unnoticed) == DOUBLED.keys()


def without(function: ast.FunctionDef, check: ast.Call) -> ast.FunctionDef:
    """Return a function in which one call is gone."""

    class Remover(ast.NodeTransformer):
        def visit_Expr(self, node: ast.Expr) -> ast.AST:  # the name ast calls
            return ast.Pass() if node.value is check else node

    copied = ast.FunctionDef(**dict(ast.iter_fields(function)))
    copied.body = [
        Remover().visit(node) if isinstance(node, ast.Expr) else node for node in copied.body
    ]
    return copied
