"""Every use case × who may run it, as one table. All is Ana's; Ben is another therapist, the lead supervises her."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, time
from typing import Any

import pytest

from ibh_desktop.domain.absence import Outcome
from ibh_desktop.domain.appointments import Status
from ibh_desktop.domain.ids import GoalId, LetterId, RecipientId, SafetyEventId, ShiftId, StaffId, TimeOffId
from ibh_desktop.domain.letter_kinds import REFERRAL
from ibh_desktop.domain.licences import Details, Profile
from ibh_desktop.domain.opening import ClosedDay
from ibh_desktop.domain.permissions import Role
from ibh_desktop.domain.recipients import Entry
from ibh_desktop.domain.roster import DayException, Hours, Shift
from ibh_desktop.domain.roster_changes import DrawnWeek
from ibh_desktop.domain.safety import Means, Method, Plan
from ibh_desktop.domain.series import Reach
from ibh_desktop.exchange.records import Record
from ibh_desktop.queries import roster_week as week_shown
from ibh_desktop.queries import therapist_record
from ibh_desktop.queries.series_plan import Series
from ibh_desktop.store.schema import Appointment
from ibh_desktop.store.tx import Tx
from ibh_desktop.usecases import (
    absence,
    appointments,
    closures,
    courses,
    goals,
    imports,
    letters,
    measures,
    patients,
    recipients,
    remaining,
    roster,
    roster_week,
    safety,
    safety_raise,
    series,
    therapists,
    together,
)
from ibh_desktop.usecases import clinic as setup
from ibh_desktop.usecases.safety_rows import Telling
from tests.integration import letter_desk
from tests.integration.law_desk import allow
from tests.integration.letter_desk import VERSION
from tests.integration.world import LEAD, MANAGER, OTHER, RECEPTIONIST, THERAPIST, Clinic, at, later
from tests.letter_words import whole

DESK, ANA, BEN, SUPERVISOR, BOSS = RECEPTIONIST, THERAPIST, OTHER, LEAD, MANAGER
EVERYONE = {DESK, ANA, BEN, SUPERVISOR, BOSS}
FORM, NOBODY = [0] * 9, dict[str, str]()


@dataclass(frozen=True, slots=True)
class Hers:
    """What there is of Ana's."""

    clinic: Clinic
    opened: courses.Opened
    goal: GoalId
    letter: LetterId
    signed: LetterId
    waiting: LetterId
    shift: ShiftId
    off: TimeOffId
    exception: int
    record: Details
    event: SafetyEventId
    to: RecipientId
    other_to: RecipientId


@pytest.fixture
def hers(clinic: Clinic) -> Hers:
    """Ana's clinic with one of everything."""
    opened = clinic.open_course(at(later(1), 10))
    ana = clinic.as_role(ANA)
    goal = ana.write(goals.add, opened.course, title="Call my sister")
    parts = whole(REFERRAL, "Text.")
    to = ana.write(recipients.add, Entry("Dr. Hart"))
    other_to = ana.write(recipients.add, Entry("Dr. Hart", "Sample Practice"))
    drafts = [letter_desk.drafted(ana, opened.course, parts, recipient=to) for _ in range(3)]
    for letter in drafts[1:]:
        ana.write(letters.sign, letter, pdf=b"%PDF", version=VERSION)
    clinic.as_role(SUPERVISOR).write(letters.cosign, drafts[1], pdf=b"%PDF", version=VERSION + 1)
    allow(clinic)
    exception = ana.write(roster.add_exception, DayException(clinic.ids.ana, later(33)))
    record = clinic.app.read(therapist_record.record, clinic.ids.ana).details
    off = ana.write(roster.add_time_off, clinic.ids.ana, starts=at(later(30), 8), ends=at(later(30), 9))
    (shift,) = clinic.rows("SELECT min(id) FROM shift WHERE therapist_id = :t", t=clinic.ids.ana)[0]
    event = ana.write(safety_raise.raise_concern, clinic.ids.maria, words="Worried")
    begun = drafts[0], drafts[1], drafts[2]
    return Hers(clinic, opened, goal, *begun, ShiftId(shift), off, exception, record, event, to, other_to)


Call = Callable[[Tx, Hers], Any]
RECORD = Record(1, {"family": "New", "given": "One", "born": "1/2/1990"}, {})


def _book(tx: Tx, h: Hers, **more: Any) -> Any:
    ids = h.clinic.ids
    where: Any = {"patient": ids.tyrone, "therapist": ids.ana, "location": ids.birmingham}
    return appointments.book(tx, starts=at(later(1, 1), 14), **where, **more)


def _one_more(tx: Tx, h: Hers) -> Any:
    tx.session.get_one(Appointment, h.opened.appointments[15]).status = Status.CANCELLED_CLINIC
    return courses.add_session(tx, h.opened.course, starts=at(later(1, 1), 14))


def _weekly(h: Hers) -> Series:
    ids = h.clinic.ids
    return Series(ids.tyrone, ids.ana, ids.birmingham, ids.room, at(later(1, 1), 14), 4, 50)


def _couple(tx: Tx, h: Hers) -> Any:
    ids = h.clinic.ids
    people = (ids.tyrone, ids.jiri)
    return together.book_together(tx, patients=people, therapist=ids.ana, location=ids.birmingham, starts=at(later(1, 1), 14))


def _make_up(tx: Tx, h: Hers) -> Any:
    tx.session.get_one(Appointment, h.opened.appointments[15]).status = Status.CANCELLED_CLINIC
    return series.make_up(tx, h.opened.appointments[15], passed_reason="leave")


def _rest(tx: Tx, h: Hers) -> Any:
    tx.session.get_one(Appointment, h.opened.appointments[15]).status = Status.CANCELLED_CLINIC
    return remaining.book_rest(tx, h.opened.course, starts=at(later(25), 10), sessions=1)


def _close_event(tx: Tx, h: Hers) -> Any:
    safety.tell(tx, h.event, Telling("Lee Ann Foster", "supervisor", "phone", tx.now))
    seen = safety.Assessed(Method.INTERVIEW, "Seen.", "Plan made.", Plan.MADE, Means.YES, later(1))
    safety.assess(tx, h.event, seen)
    return safety.close(tx, h.event)


def _reopen_event(tx: Tx, h: Hers) -> Any:
    _close_event(tx, h)
    return safety.reopen(tx, h.event, reason="Called again")


def _shift(h: Hers) -> Shift:
    evening = Hours(time(17), time(18))
    return Shift(h.clinic.ids.ana, h.clinic.ids.birmingham, 0, evening, date(2027, 1, 5))


def _without_monday(tx: Tx, h: Hers) -> DrawnWeek:
    seen = week_shown.week(tx, h.clinic.ids.ana, monday=later(20)).spans
    return DrawnWeek(h.clinic.ids.ana, later(20), seen, seen[1:], once=True)


def before_of(h: Hers) -> appointments.Before:
    """What Undo of one more confirmed visit needs; made by the manager."""
    return h.clinic.app.write(appointments.mark, h.opened.appointments[2], status=Status.CONFIRMED)


WRITES: dict[str, tuple[Call, set[str]]] = {
    "appointments.book": (_book, {DESK, ANA, SUPERVISOR, BOSS}),
    "appointments.book over": (lambda tx, h: _book(tx, h, overbook_reason="crisis"), {BOSS}),
    "appointments.move": (
        lambda tx, h: appointments.move(tx, h.opened.appointments[0], starts=at(later(1), 14)),
        {DESK, ANA, SUPERVISOR, BOSS},
    ),
    "appointments.mark": (
        lambda tx, h: appointments.mark(tx, h.opened.appointments[0], status=Status.CHECKED_IN),
        {DESK, ANA, SUPERVISOR, BOSS},
    ),
    "appointments.cancel": (
        lambda tx, h: appointments.cancel(tx, h.opened.appointments[0], by_clinic=True),
        {DESK, ANA, SUPERVISOR, BOSS},
    ),
    "appointments.unbook": (
        lambda tx, h: appointments.unbook(tx, [h.opened.appointments[0]]),
        {DESK, ANA, SUPERVISOR, BOSS},
    ),
    "together.book_together": (_couple, {DESK, ANA, SUPERVISOR, BOSS}),
    "series.book": (lambda tx, h: series.book(tx, _weekly(h)), {DESK, ANA, SUPERVISOR, BOSS}),
    "series.move": (
        lambda tx, h: series.move(tx, h.opened.appointments[0], starts=at(later(1), 14), reach=Reach.ALL),
        {DESK, ANA, SUPERVISOR, BOSS},
    ),
    "series.cancel": (
        lambda tx, h: series.cancel(tx, h.opened.appointments[0], by_clinic=True, reach=Reach.FOLLOWING),
        {DESK, ANA, SUPERVISOR, BOSS},
    ),
    "absence.called": (
        lambda tx, h: absence.called(tx, h.opened.appointments[0], outcome=Outcome.MESSAGE),
        {DESK, ANA, SUPERVISOR, BOSS},
    ),
    "absence.move": (
        lambda tx, h: absence.move(tx, h.opened.appointments[0], starts=at(later(1), 14), therapist=h.clinic.ids.ana),
        {DESK, ANA, SUPERVISOR, BOSS},
    ),
    "absence.cancel": (lambda tx, h: absence.cancel(tx, h.opened.appointments[0]), {DESK, ANA, SUPERVISOR, BOSS}),
    "remaining.book_rest": (_rest, {DESK, ANA, SUPERVISOR, BOSS}),
    "series.make_up": (_make_up, {DESK, ANA, SUPERVISOR, BOSS}),
    "courses.open_course": (
        lambda tx, h: courses.open_course(
            tx, h.clinic.plan(at(later(1), 14), patient=h.clinic.ids.tyrone), indication="depression"
        ),
        {DESK, ANA, SUPERVISOR},
    ),
    "courses.unopen": (lambda tx, h: courses.unopen(tx, h.opened), {DESK, ANA, SUPERVISOR}),
    "courses.add_session": (
        _one_more,
        {DESK, ANA, SUPERVISOR, BOSS},
    ),
    "measures.record": (
        lambda tx, h: measures.record(tx, h.opened.course, measure="PHQ-9", answers=FORM, taken_on=later()),
        {ANA, SUPERVISOR},
    ),
    "safety_raise.raise_concern": (
        lambda tx, h: safety_raise.raise_concern(tx, h.clinic.ids.maria, words="Worried"),
        {DESK, ANA, SUPERVISOR, BOSS},
    ),
    "safety.begin_assessment": (lambda tx, h: safety.begin_assessment(tx, h.event), {ANA, SUPERVISOR}),
    "safety.record_screener": (lambda tx, h: safety.record_screener(tx, h.event, answers={"1": True}), {ANA, SUPERVISOR}),
    "safety.assess": (
        lambda tx, h: safety.assess(tx, h.event, safety.Assessed(Method.INTERVIEW, "Seen.")),
        {ANA, SUPERVISOR},
    ),
    "safety.tell": (
        lambda tx, h: safety.tell(tx, h.event, Telling("Lee Ann Foster", "supervisor", "phone", tx.now)),
        {ANA, SUPERVISOR},
    ),
    "safety.close": (_close_event, {ANA, SUPERVISOR}),
    "safety.reopen": (_reopen_event, {ANA, SUPERVISOR}),
    "safety.enter_in_error": (lambda tx, h: safety.enter_in_error(tx, h.event, reason="Wrong patient"), {SUPERVISOR}),
    "patients.register": (
        lambda tx, _: patients.register(tx, patients.Details("New", "Person", date(1990, 1, 1))),
        {DESK, ANA, BEN, BOSS},
    ),
    "patients.change": (
        lambda tx, h: patients.change(tx, h.clinic.ids.maria, patients.Details("María", "O'Kon", date(1985, 3, 14))),
        {DESK, ANA, BOSS},
    ),
    "imports.import_patients": (lambda tx, _: imports.import_patients(tx, [RECORD]), {DESK, BOSS}),
    "imports.unimport": (lambda tx, h: imports.unimport(tx, (h.clinic.ids.jiri,)), {DESK, BOSS}),
    "roster.add_shift": (lambda tx, h: roster.add_shift(tx, _shift(h)), {ANA, SUPERVISOR, BOSS}),
    "roster.end_shift": (lambda tx, h: roster.end_shift(tx, h.shift, last_on=later(40)), {ANA, SUPERVISOR, BOSS}),
    "roster.add_time_off": (
        lambda tx, h: roster.add_time_off(tx, h.clinic.ids.ana, starts=at(later(31), 8), ends=at(later(31), 9)),
        {ANA, SUPERVISOR, BOSS},
    ),
    "roster.add_exception": (
        lambda tx, h: roster.add_exception(tx, DayException(h.clinic.ids.ana, later(9))),
        {ANA, SUPERVISOR, BOSS},
    ),
    "roster.remove_exception": (lambda tx, h: roster.remove_exception(tx, h.exception), {ANA, SUPERVISOR, BOSS}),
    "roster_week.redraw": (lambda tx, h: roster_week.redraw(tx, _without_monday(tx, h)), {ANA, SUPERVISOR, BOSS}),
    "roster_week.put_back": (
        lambda tx, h: roster_week.put_back(tx, roster_week.Redrawn(h.clinic.ids.ana, (), (), (), (h.exception,), ())),
        {ANA, SUPERVISOR, BOSS},
    ),
    "therapists.change_profile": (
        lambda tx, h: therapists.change_profile(tx, h.clinic.ids.ana, Profile("English", "", "in person", 18, 99)),
        {ANA, BOSS},
    ),
    "therapists.change_record": (lambda tx, h: therapists.change_record(tx, h.clinic.ids.ana, h.record), {BOSS}),
    "roster.remove_time_off": (lambda tx, h: roster.remove_time_off(tx, h.off), {ANA, SUPERVISOR, BOSS}),
    "closures.close": (
        lambda tx, h: closures.close(tx, h.clinic.ids.phenix, first=later(40), last=later(40), label="Snow"),
        {BOSS},
    ),
    "closures.close_days": (
        lambda tx, h: closures.close_days(tx, [ClosedDay(h.clinic.ids.phenix, later(41), "Snow")]),
        {BOSS},
    ),
    "closures.reopen": (
        lambda tx, h: closures.reopen(
            tx, closures.close(tx, h.clinic.ids.phenix, first=later(42), last=later(42), label="Snow")
        ),
        {BOSS},
    ),
    "clinic.add_location": (lambda tx, _: setup.add_location(tx, setup.LocationDetails("Auburn")), {BOSS}),
    "clinic.change_location": (
        lambda tx, h: setup.change_location(tx, h.clinic.ids.phenix, setup.LocationDetails("Phenix"), active=False),
        {BOSS},
    ),
    "clinic.add_staff": (lambda tx, _: setup.add_staff(tx, username="new", name="New", role=Role.MANAGER), {BOSS}),
    "clinic.make_therapist": (
        lambda tx, h: setup.make_therapist(tx, StaffId(h.clinic.ids.lead), licence=setup.Licence("LPC-S", "1")),
        {BOSS},
    ),
    "clinic.change_setting": (lambda tx, _: setup.change_setting(tx, "crisis_line", "988"), {BOSS}),
}
