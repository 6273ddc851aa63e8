"""Statement budgets of the queries that only a therapist may ask; and that a registry of budgets forgets no query."""

import inspect
import pkgutil
from collections.abc import Callable
from dataclasses import replace
from importlib import import_module
from typing import Any

from ibh_desktop import private_key, queries
from ibh_desktop.app import App
from ibh_desktop.domain.ids import GroupId
from ibh_desktop.domain.letter_kinds import REFERRAL
from ibh_desktop.domain.notes import NoteKind, Words
from ibh_desktop.domain.recipients import Entry
from ibh_desktop.queries import (
    audit_trail,
    authorizations,
    caseload,
    chase,
    course_contract,
    course_lanes,
    course_plan,
    disclosures,
    drafts,
    goals,
    groups,
    inventory,
    letters,
    life_events,
    note_backlog,
    notes,
    passed,
    private_notes,
    problems,
    proposals,
    release,
    safety,
    safety_alerts,
    session_sheet,
    signatures,
)
from ibh_desktop.queries import recipients as address_book
from ibh_desktop.store.tx import Reading
from ibh_desktop.usecases import groups as group_writes
from ibh_desktop.usecases import letters as letter_writes
from ibh_desktop.usecases import notes as note_writes
from ibh_desktop.usecases import recipients, safety_raise
from ibh_desktop.usecases.courses import Opened
from tests.integration import letter_desk
from tests.integration.letter_desk import VERSION
from tests.integration.people_budgets import PARTS_OF_OTHERS
from tests.integration.test_queries import BUDGETS
from tests.integration.world import LEAD, PASSWORD, THERAPIST, Clinic, at, engine_of, later, statements
from tests.letter_words import whole

WHOLE = whole(REFERRAL, "Text.")
CLINICAL = {
    "course_plan.plan": 11,
    "course_contract.page": 19,
    "groups.page": 5,
    "caseload.page": 7,
    "inventory.people": 4,
    "problems.focus": 6,
    "life_events.events": 4,
    "course_lanes.lanes": 7,
    "course_lanes.sheet": 20,
    "passed.listing": 1,
    "goals.section": 8,
    "goals.referred": 4,
    "goals.issues": 4,
    "proposals.proposal": 16,
    "letters.composer": 18,
    "safety.of_course": 9,
    "safety.event": 8,
    "safety.last": 9,
    "safety_alerts.open_events": 1,
    "safety_alerts.counts": 1,
    "letters.signed_pdf": 2,
    "recipients.entry": 1,
    "recipients.search": 1,
    "release.reasons": 9,
    "release.carried": 9,
    "authorizations.permissions": 9,
    "disclosures.log": 2,
    "chase.listing": 2,
    "letters.waiting_for_cosign": 1,
    "session_sheet.sheet": 18,
    "notes.note": 3,
    "signatures.waiting": 4,
    "note_backlog.listing": 1,
    "drafts.draft": 1,
    "private_notes.slots": 1,
    "private_notes.shelf": 2,
    "audit_trail.first_broken": 1,
    "audit_trail.signature_at": 1,
}


Asked = dict[str, Callable[[Reading], Any]]


def _group(clinic: Clinic, ana: App) -> GroupId:
    tuesdays = replace(clinic.plan(at(later(1, 1), 14), variant="IPTG8"), patient=clinic.ids.tyrone)
    return ana.write(group_writes.open_group, tuesdays, others=[clinic.ids.jiri], indication="depression").group


def _of_the_course(clinic: Clinic, ana: App, opened: Opened) -> Asked:
    course = opened.course
    to = ana.write(recipients.add, Entry("Dr. Hart"))
    letter = letter_desk.drafted(ana, course, WHOLE, recipient=to)
    ana.write(letter_writes.sign, letter, pdf=b"%PDF", version=VERSION)
    group = _group(clinic, ana)
    event = ana.write(safety_raise.raise_concern, clinic.ids.maria, words="Worried")
    return {
        "course_plan.plan": lambda r: course_plan.plan(r, clinic.plan(at(later(1), 14))),
        "course_contract.page": lambda r: course_contract.page(r, course),
        "groups.page": lambda r: groups.page(r, group),
        "caseload.page": caseload.page,
        "recipients.entry": lambda r: address_book.entry(r, to),
        "recipients.search": lambda r: address_book.search(r, "hart"),
        "inventory.people": lambda r: inventory.people(r, course),
        "problems.focus": lambda r: problems.focus(r, course),
        "life_events.events": lambda r: life_events.events(r, course),
        "course_lanes.lanes": lambda r: course_lanes.lanes(r, course),
        "course_lanes.sheet": lambda r: course_lanes.sheet(r, course),
        "passed.listing": lambda r: passed.listing(r, later(), later(4)),
        "goals.section": lambda r: goals.section(r, course),
        "goals.issues": lambda r: goals.issues(r, course),
        "goals.referred": lambda r: goals.referred(r, course),
        "proposals.proposal": lambda r: proposals.proposal(r, "referral", course),
        "letters.composer": lambda r: letters.composer(r, letter),
        "letters.signed_pdf": lambda r: letters.signed_pdf(r, letter),
        "release.reasons": lambda r: release.reasons(r, letter),
        "release.carried": lambda r: release.carried(r, letter),
        "authorizations.permissions": lambda r: authorizations.permissions(r, clinic.ids.maria),
        "disclosures.log": lambda r: disclosures.log(r, clinic.ids.maria),
        "chase.listing": chase.listing,
        "letters.waiting_for_cosign": letters.waiting_for_cosign,
        "audit_trail.first_broken": lambda r: audit_trail.first_broken(r, clinic.app.chain),
        "audit_trail.signature_at": lambda r: audit_trail.signature_at(r, 1),
        "safety.of_course": lambda r: safety.of_course(r, course),
        "safety.event": lambda r: safety.event(r, event),
        "safety.last": lambda r: safety.last(r, course),
        "safety_alerts.open_events": safety_alerts.open_events,
        "safety_alerts.counts": safety_alerts.counts,
    }


def _of_the_session(clinic: Clinic, ana: App, opened: Opened) -> Asked:
    course, visit = opened.course, opened.appointments[0]
    clinic.clock.ahead(weeks=1, hours=2)
    private_key.unlock(ana, PASSWORD)
    note = ana.write(note_writes.sign, visit, Words(body="Text."))
    ana.write(note_writes.add_addendum, note.note, "More.")
    return {
        "session_sheet.sheet": lambda r: session_sheet.sheet(r, ana.vault, course),
        "notes.note": lambda r: notes.note(r, visit),
        "signatures.waiting": signatures.waiting,
        "note_backlog.listing": note_backlog.listing,
        "drafts.draft": lambda r: drafts.draft(r, ana.vault, visit, NoteKind.PROGRESS),
        "private_notes.slots": private_notes.slots,
        "private_notes.shelf": lambda r: private_notes.shelf(r, ana.vault, course, visit),
    }


def test_what_a_therapist_asks_is_bounded_too(clinic: Clinic) -> None:
    ana, opened_course = clinic.as_role(THERAPIST), clinic.open_course(at(later(1), 10))
    asked = _of_the_course(clinic, ana, opened_course) | _of_the_session(clinic, ana, opened_course)
    over = {}
    for name, budget in CLINICAL.items():
        asks = {
            "audit_trail": clinic.app,
            "passed": clinic.app,
            "safety_alerts.counts": clinic.app,
            "signatures.waiting": clinic.as_role(LEAD),
            "note_backlog.listing": clinic.as_role(LEAD),
        }
        opened = next((app for start, app in asks.items() if name.startswith(start)), ana)
        with statements(engine_of(opened)) as seen:
            opened.read(asked[name])
        if not 1 <= len(seen) <= budget:
            over[name] = len(seen)
    assert over == {}


PARTS = {
    "waitlist_facts.everybody",
    "waitlist_facts.names",
    "absence_offers.proposals",
    "contact.known_of",
    "course_plan.require_licence",
    "course_scores.scores_of",
    "inquiries.closed_days",
    "inquiries.own_inquiries",
    "intake.of_course",
    "intake.row_of",
    "law_facts.authorizations_of",
    "law_facts.band_today",
    "law_facts.require_flag",
    "law_facts.sees_flag",
    "law_facts.signers_of",
    "letter_content.content_of",
    "letter_pictures.series_of",
    "letter_pictures.story_of",
    "patients.own_patients",
    "patients.require_own",
    "problems.named",
    "release.carried_of",
    "release_facts.release_of",
    "release_facts.told_of",
    "safety_finding.finding_of",
    "safety_finding.rows_of",
    "safety_rights.require_event",
    "session_numbers.late_counts",
    "session_numbers.spent",
    "session_numbers.taken",
    "suitable.for_patient",
}
"""What only other queries ask."""


def test_every_query_has_a_budget() -> None:
    """A query is a public function whose first parameter is the reading."""
    found = set()
    for module in pkgutil.iter_modules(queries.__path__):
        loaded = import_module(f"ibh_desktop.queries.{module.name}")
        for name, thing in inspect.getmembers(loaded, inspect.isfunction):
            first = next(iter(inspect.signature(thing).parameters), "")
            if thing.__module__ == loaded.__name__ and first == "reading" and not name.startswith("_"):
                found.add(f"{module.name}.{name}")
    assert found - PARTS - PARTS_OF_OTHERS == {name.split(" ")[0] for name in BUDGETS} | set(CLINICAL)
