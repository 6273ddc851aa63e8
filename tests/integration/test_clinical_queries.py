"""Statement budgets of the queries that only a therapist may ask; and that a registry of budgets forgets no query."""

import inspect
import pkgutil
from collections.abc import Callable
from importlib import import_module
from typing import Any

from ibh_desktop import queries
from ibh_desktop.domain.letters import REFERRAL
from ibh_desktop.queries import audit_trail, course_plan, goals, letters, passed, referral
from ibh_desktop.store.tx import Reading
from ibh_desktop.usecases import letters as letter_writes
from tests.integration.test_queries import BUDGETS
from tests.integration.world import THERAPIST, Clinic, at, engine_of, later, statements

WHOLE = {field.name: "Text." for field in REFERRAL.fields}
CLINICAL = {
    "course_plan.plan": 10,
    "passed.listing": 1,
    "goals.section": 8,
    "goals.referred": 4,
    "referral.proposal": 16,
    "letters.composer": 12,
    "letters.signed_pdf": 2,
    "audit_trail.first_broken": 1,
    "audit_trail.signature_at": 1,
}


def test_what_a_therapist_asks_is_bounded_too(clinic: Clinic) -> None:
    ana = clinic.as_role(THERAPIST)
    course = clinic.open_course(at(later(1), 10)).course
    to = ana.write(letter_writes.add_recipient, name="Dr. Hart")
    letter = ana.write(letter_writes.draft, course, kind="referral", parts=WHOLE, recipient=to)
    ana.write(letter_writes.sign, letter, pdf=b"%PDF", version=1)
    asked: dict[str, Callable[[Reading], Any]] = {
        "course_plan.plan": lambda r: course_plan.plan(r, clinic.plan(at(later(1), 14))),
        "passed.listing": lambda r: passed.listing(r, later(), later(4)),
        "goals.section": lambda r: goals.section(r, course),
        "goals.referred": lambda r: goals.referred(r, course),
        "referral.proposal": lambda r: referral.proposal(r, course),
        "letters.composer": lambda r: letters.composer(r, letter),
        "letters.signed_pdf": lambda r: letters.signed_pdf(r, letter),
        "audit_trail.first_broken": lambda r: audit_trail.first_broken(r, clinic.app.chain),
        "audit_trail.signature_at": lambda r: audit_trail.signature_at(r, 1),
    }
    over = {}
    for name, budget in CLINICAL.items():
        opened = clinic.app if name.startswith(("audit", "passed")) else ana
        with statements(engine_of(opened)) as seen:
            opened.read(asked[name])
        if not 1 <= len(seen) <= budget:
            over[name] = len(seen)
    assert over == {}


def test_every_query_has_a_budget() -> None:
    """A query is a public function whose first parameter is the reading."""
    found = set()
    for module in pkgutil.iter_modules(queries.__path__):
        loaded = import_module(f"ibh_desktop.queries.{module.name}")
        for name, thing in inspect.getmembers(loaded, inspect.isfunction):
            first = next(iter(inspect.signature(thing).parameters), "")
            if thing.__module__ == loaded.__name__ and first == "reading" and not name.startswith("_"):
                found.add(f"{module.name}.{name}")
    parts_of_others = {"patients.own_patients", "patients.require_own", "suitable.for_patient", "absence_offers.proposals"}
    assert found - parts_of_others == {name.split(" ")[0] for name in BUDGETS} | set(CLINICAL)
