"""Permissions below the window: every use case and every query × every role, on both engines (DOMAIN.md 7; 8, 16).

All is Ana's; Ben is another therapist, the lead supervises her. What is allowed is taken back: one clinic serves the table.
"""

import pkgutil
from collections.abc import Callable
from importlib import import_module
from typing import Any

from ibh_desktop import usecases
from ibh_desktop.app import App
from ibh_desktop.domain.errors import IbhError, NotAllowed
from ibh_desktop.queries import (
    authorizations,
    call_sheet,
    calls,
    chase,
    contact,
    course_page,
    course_plan,
    disclosures,
    goals,
    inventory,
    life_events,
    note_backlog,
    notes,
    patient_file,
    private_notes,
    problems,
    release,
    safety,
    safety_alerts,
    session_sheet,
    signatures,
    visit_story,
)
from ibh_desktop.queries import measures as desks
from ibh_desktop.queries import recipients as address_book
from ibh_desktop.security.keys import ClinicKey
from ibh_desktop.security.private import Vault
from ibh_desktop.store.tx import Reading, Tx
from ibh_desktop.usecases import (
    absence,
    appointments,
    imports,
    recipients,
    series,
)
from tests.integration.permitted import EVERYONE, RECORD, WRITES, Call, Hers, before_of, hers
from tests.integration.permitted_board import BOARD_WRITES
from tests.integration.permitted_calls import CALL_WRITES
from tests.integration.permitted_courses import COURSE_WRITES
from tests.integration.permitted_cover import COVER_READS, COVER_WRITES
from tests.integration.permitted_goals import GOAL_WRITES
from tests.integration.permitted_groups import GROUP_WRITES
from tests.integration.permitted_inquiries import INQUIRY_READS, INQUIRY_WRITES
from tests.integration.permitted_inventory import INVENTORY_WRITES
from tests.integration.permitted_law import LAW_WRITES
from tests.integration.permitted_letters import LETTER_READS, LETTER_WRITES
from tests.integration.permitted_notes import NOTE_WRITES
from tests.integration.permitted_paper import PAPER_WRITES
from tests.integration.permitted_people import PEOPLE_WRITES
from tests.integration.permitted_recipients import PRACTICE, RECIPIENT_WRITES
from tests.integration.permitted_waitlist import WAITLIST_READS, WAITLIST_WRITES
from tests.integration.world import EVERYBODY, LEAD, MANAGER, OTHER, RECEPTIONIST, THERAPIST, at, later

DESK, ANA, BEN, SUPERVISOR, BOSS = RECEPTIONIST, THERAPIST, OTHER, LEAD, MANAGER
FORM, NOBODY = [0] * 9, dict[str, str]()


EVERY_WRITE = (
    WRITES
    | COURSE_WRITES
    | GROUP_WRITES
    | NOTE_WRITES
    | GOAL_WRITES
    | INVENTORY_WRITES
    | LETTER_WRITES
    | RECIPIENT_WRITES
    | LAW_WRITES
)
EVERY_WRITE |= PAPER_WRITES | BOARD_WRITES
EVERY_WRITE |= INQUIRY_WRITES | COVER_WRITES | CALL_WRITES | PEOPLE_WRITES | WAITLIST_WRITES


class Enough(Exception):
    """Raised after a use case went through, so that nothing of it is kept."""


__all__ = ["hers"]


def allowed(app: App, hers: Hers, call: Call) -> bool:
    """Whether a call goes through; anything but success and `NotAllowed` fails the test."""

    def once(tx: Tx) -> None:
        call(tx, hers)
        raise Enough

    try:
        app.write(once)
    except NotAllowed:
        return False
    except Enough:
        return True
    raise AssertionError("unreachable")


def test_every_use_case_refuses_exactly_whom_it_must(hers: Hers) -> None:
    desks = {who: hers.clinic.as_role(who) for who in EVERYBODY}
    wrong = {
        (name, who)
        for name, (call, roles) in EVERY_WRITE.items()
        for who, desk in desks.items()
        if allowed(desk, hers, call) is not (who in roles)
    }
    assert wrong == set()


def test_undo_is_for_whoever_may_move_visits_on(hers: Hers) -> None:
    before = before_of(hers)
    undos: tuple[Call, ...] = (
        lambda tx, _: appointments.restore(tx, before),
        lambda tx, _: absence.take_back(tx, before),
        lambda tx, _: series.restore(tx, series.Changed((before,))),
    )
    for undo in undos:
        may = {who for who in EVERYBODY if allowed(hers.clinic.as_role(who), hers, undo)}
        assert may == {DESK, ANA, SUPERVISOR, BOSS}


_NAMES = (
    "amendments before bookable chart_rows course_rows file_rows inquiry_rows letter_rows patient_changes reached"
    " safety_rows self_pay waitlist_rows"
)
SHARED = tuple(f"{name}." for name in _NAMES.split())
"""Modules of what several use cases share."""


def test_every_use_case_stands_in_the_table() -> None:
    """`found_clinic` and `session.note` belong to nobody's day; Undo has its own test."""
    modules = [import_module(f"{usecases.__name__}.{one.name}") for one in pkgutil.iter_modules(usecases.__path__)]
    verbs = {
        f"{module.__name__.rsplit('.', 1)[1]}.{name}"
        for module in modules
        for name, thing in vars(module).items()
        if callable(thing)
        and getattr(thing, "__module__", "") == module.__name__
        and not name.startswith(("_", "require"))
        and list(getattr(thing, "__annotations__", {}).values())[:1] == [Tx]
    }
    helpers = {
        "corrections.settled_at",
        "drafts.drop",
        "patient_keys.forget_keys",
        "patient_keys.keep_keys",
        "patients.add",
        "recipients.standing",
        "safety_raise.raise_from_score",
        "sending.settle",
        "courses.add_course",
        "together.companions",
        "together.move_all",
        "together.pass_hold",
    }
    undone = {
        "appointments.restore",
        "series.restore",
        "absence.take_back",
        "course_steps.take_back",
        "intake.take_back",
        "variant.take_back",
        "attendance.take_back",
        "board.take_back",
        "clinic.found_clinic",
        "session.note",
    }
    parts = {verb for verb in verbs if verb.startswith(SHARED)}
    assert verbs - helpers - parts == {name.split(" ")[0] for name in EVERY_WRITE} | undone


Query = Callable[[Reading, Hers], Any]


def _vault(reading: Reading) -> Vault:
    return Vault(ClinicKey(bytes(32)), reading.actor.staff)


READS: dict[str, tuple[Query, set[str]]] = {
    "inventory": (lambda r, h: inventory.people(r, h.opened.course), {ANA, SUPERVISOR}),
    "problems": (lambda r, h: problems.focus(r, h.opened.course), {ANA, SUPERVISOR}),
    "life_events": (lambda r, h: life_events.events(r, h.opened.course), {ANA, SUPERVISOR}),
    "course_page": (lambda r, h: course_page.page(r, h.opened.course), {DESK, ANA, SUPERVISOR}),
    "course_plan": (lambda r, h: course_plan.plan(r, h.clinic.plan(at(later(1), 14))), {DESK, ANA, SUPERVISOR}),
    "patient_file": (lambda r, h: patient_file.file(r, h.clinic.ids.maria), {DESK, ANA, SUPERVISOR, BOSS}),
    "measures": (lambda r, h: desks.desk(r, h.opened.course), {DESK, ANA, SUPERVISOR}),
    "goals": (lambda r, h: goals.section(r, h.opened.course), {ANA, SUPERVISOR}),
    "referred": (lambda r, h: goals.referred(r, h.opened.course), {ANA, SUPERVISOR}),
    **LETTER_READS,
    "release": (lambda r, h: release.reasons(r, h.signed), {DESK, ANA, SUPERVISOR}),
    "release.carried": (lambda r, h: release.carried(r, h.letter), {ANA, SUPERVISOR}),
    "authorizations": (lambda r, h: authorizations.permissions(r, h.clinic.ids.maria), {DESK, ANA, SUPERVISOR, BOSS}),
    "disclosures": (lambda r, h: disclosures.log(r, h.clinic.ids.maria), {DESK, ANA, SUPERVISOR, BOSS}),
    "chase": (lambda r, _: chase.listing(r), {DESK, ANA, BEN, SUPERVISOR}),
    "safety.of_course": (lambda r, h: safety.of_course(r, h.opened.course), {ANA, SUPERVISOR}),
    "safety.event": (lambda r, h: safety.event(r, h.event), {ANA, SUPERVISOR}),
    "safety.last": (lambda r, h: safety.last(r, h.opened.course), {ANA, SUPERVISOR}),
    "safety_alerts.banner": (lambda r, _: safety_alerts.banner(r), {DESK}),
    "safety_alerts.open_events": (lambda r, _: safety_alerts.open_events(r), {ANA, BEN, SUPERVISOR}),
    "safety_alerts.counts": (lambda r, _: safety_alerts.counts(r), {SUPERVISOR, BOSS}),
    "session_sheet": (lambda r, h: session_sheet.sheet(r, _vault(r), h.opened.course), {ANA, SUPERVISOR}),
    "note": (lambda r, h: notes.note(r, h.opened.appointments[0]), {ANA, SUPERVISOR}),
    "signatures": (lambda r, _: signatures.waiting(r), {ANA, BEN, SUPERVISOR}),
    "note_backlog": (lambda r, _: note_backlog.listing(r), {SUPERVISOR, BOSS}),
    "private_notes": (lambda r, h: private_notes.shelf(r, _vault(r), h.opened.course), {ANA, BEN, SUPERVISOR}),
    "recipients.search": (lambda r, _: address_book.search(r, "hart"), EVERYONE),
    "recipients.entry": (lambda r, h: address_book.entry(r, h.to), EVERYONE),
    "recipients.assess": (lambda r, _: recipients.assess(r, [PRACTICE]), EVERYONE),
    "visit_story": (lambda r, h: visit_story.story(r, h.opened.appointments[0]), {DESK, ANA, SUPERVISOR, BOSS}),
    "assess": (lambda r, _: imports.assess(r, [RECORD]), {DESK, BOSS}),
    **INQUIRY_READS,
    **COVER_READS,
    "contact.known": (lambda r, h: contact.known(r, h.clinic.ids.maria), {DESK, ANA, SUPERVISOR, BOSS}),
    "calls.listing": (lambda r, _: calls.listing(r), EVERYONE),
    "call_sheet.sheet": (lambda r, _: call_sheet.sheet(r), EVERYONE),
    "call_sheet.reminders": (lambda r, _: call_sheet.reminders(r), EVERYONE),
    **WAITLIST_READS,
}


def test_every_guarded_query_refuses_exactly_whom_it_must(hers: Hers) -> None:
    wrong = set()
    for name, (query, roles) in READS.items():
        for who in EVERYBODY:
            try:
                hers.clinic.as_role(who).read(query, hers)
            except IbhError as reason:
                heard = not isinstance(reason, NotAllowed)
            else:
                heard = True
            if heard is not (who in roles):
                wrong.add((name, who))
    assert wrong == set()
