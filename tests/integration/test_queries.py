"""Every query of a screen: what it says, and that its statements stay bounded however large the clinic is."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest
from sqlalchemy import select

from ibh_desktop.app import App
from ibh_desktop.domain.absence import Absence
from ibh_desktop.domain.appointments import HOLDING
from ibh_desktop.domain.ids import AppointmentId, CourseId, LocationId, PatientId, TherapistId
from ibh_desktop.domain.permissions import Role
from ibh_desktop.domain.phases import Split
from ibh_desktop.domain.roster_changes import DrawnWeek, RosterChange
from ibh_desktop.domain.slots import Slot
from ibh_desktop.domain.wishes import Wish
from ibh_desktop.queries import (
    absence,
    beyond_licence,
    calendar_sheet,
    call_list,
    clinic,
    closures,
    confirmations,
    course_page,
    courses,
    day_lists,
    follow_ups,
    forecast,
    free_slots,
    letters,
    measure_paper,
    measures,
    next_weekly,
    opening_effects,
    openings,
    patient_file,
    patient_forms,
    patients,
    pickers,
    places,
    roster,
    roster_effects,
    roster_week,
    safety_alerts,
    schedule,
    schedule_month,
    series_plan,
    soft_conflicts,
    suitable,
    therapist_record,
    today,
    unbooked,
    weekly_hours,
    welcome,
)
from ibh_desktop.queries.calendar_sheet import Naming
from ibh_desktop.queries.confirmations import Stack
from ibh_desktop.queries.openings import Sought
from ibh_desktop.queries.series_plan import Series
from ibh_desktop.queries.weekly_hours import Weekly
from ibh_desktop.store.schema import Appointment
from ibh_desktop.store.tx import Reading
from ibh_desktop.usecases import appointments as appointment_writes
from ibh_desktop.usecases import roster as roster_writes
from tests.integration.cover_budgets import COVER_BUDGETS
from tests.integration.desk_budgets import DESK_BUDGETS
from tests.integration.people_budgets import PEOPLE_BUDGETS
from tests.integration.world import CHICAGO, MONDAY, Clinic, at, engine_of, front_desk, later, statements

MONDAY_AT_TEN = Slot(at(MONDAY, 10), at(MONDAY, 10, 50))
PLACE, COURSE, PATIENT = LocationId(1), CourseId(1), PatientId(1)
Query = Callable[[Reading], Any]


def _boss(reading: Reading) -> Reading:
    """The same as a manager, who alone plans places."""
    return replace(reading, actor=replace(reading.actor, role=Role.MANAGER))


AWAY = Absence(TherapistId(1), at(later(), 12), at(later(1), 0))
BUDGETS: dict[str, tuple[Query, int]] = {
    "absence.coming": (absence.coming, 1),
    "calendar_sheet.day": (lambda r: calendar_sheet.day(r, on=MONDAY, location=PLACE, naming=Naming.FULL), 13),
    "calendar_sheet.week": (
        lambda r: calendar_sheet.week(r, monday=MONDAY, therapist=TherapistId(1), naming=Naming.FULL),
        9,
    ),
    "call_list.sheet": (lambda r: call_list.sheet(r, AWAY), 6 + 2 * 24),
    "absence.desk": (lambda r: absence.desk(r, AWAY), 5 + 2 * 24),
    "confirmations.waiting": (lambda r: confirmations.waiting(r, Stack(MONDAY, MONDAY)), 1),
    "confirmations.sheets": (lambda r: confirmations.sheets(r, []), 3),
    "confirmations.signed_pdfs": (lambda r: confirmations.signed_pdfs(r, []), 1),
    "day_lists.day": (lambda r: day_lists.day(r, on=MONDAY, location=PLACE, therapist=None, naming=Naming.FULL), 3),
    "day_lists.week": (lambda r: day_lists.week(r, monday=MONDAY, therapist=TherapistId(1), naming=Naming.FULL), 3),
    "day_lists.calls": (lambda r: day_lists.calls(r, on=MONDAY, location=PLACE), 3),
    "day_lists.attended": (lambda r: day_lists.attended(r, on=MONDAY, location=PLACE), 1),
    "day_lists.note_of": (lambda r: day_lists.note_of(r, AppointmentId(1)), 1),
    "patient_forms.registration": (lambda r: patient_forms.registration(r, PATIENT), 3),
    "patient_forms.consent": (lambda r: patient_forms.consent(r, PATIENT), 4),
    "patient_forms.authorization": (lambda r: patient_forms.authorization(r, PATIENT, PLACE), 5),
    "clinic.header": (clinic.header, 1),
    "clinic.settings": (clinic.settings, 1),
    "clinic.staff": (clinic.staff, 1),
    "clinic.manager_names": (clinic.manager_names, 1),
    "today.board": (lambda r: today.board(r, on=MONDAY), 2),
    "today.board here": (lambda r: today.board(r, on=MONDAY, location=PLACE), 2),
    "today.next_visit": (lambda r: today.next_visit(r, PATIENT), 1),
    "schedule.day": (lambda r: schedule.day(r, on=MONDAY, location=PLACE), 12),
    "schedule.rooms": (lambda r: schedule.rooms(r, on=MONDAY, location=PLACE), 13),
    "schedule.week": (lambda r: schedule.week(r, monday=MONDAY, therapist=TherapistId(1), location=PLACE), 13),
    "schedule_month.month": (lambda r: schedule_month.month(r, on=MONDAY, location=PLACE), 12),
    "schedule.works_at": (lambda r: schedule.works_at(r, therapist=TherapistId(1), on=MONDAY), 2),
    "welcome.welcome": (welcome.welcome, 3),
    "courses.listing": (courses.listing, 2),
    "courses.listing finished": (lambda r: courses.listing(r, finished=True), 2),
    "courses.running_of": (lambda r: courses.running_of(r, PATIENT), 1),
    "course_page.page": (lambda r: course_page.page(r, COURSE), 11),
    "measures.desk": (lambda r: measures.desk(r, COURSE), 8),
    "measure_paper.blank": (lambda r: measure_paper.blank(r, "PHQ-9"), 1),
    "free_slots.search": (lambda r: free_slots.search(r, minutes=50, patient=PATIENT), 15),
    "openings.openings": (
        lambda r: openings.openings(r, Sought(50, PATIENT), first=MONDAY, last=MONDAY, location=PLACE),
        12,
    ),
    "suitable.therapists": (lambda r: suitable.therapists(r, Wish(language="English")), 1),
    "weekly_hours.search": (lambda r: weekly_hours.search(r, Weekly(patient=PATIENT)), 12),
    "letters.listing": (letters.listing, 1),
    "safety_alerts.banner": (safety_alerts.banner, 2),
    "patients.search today": (lambda r: patients.search(r, ""), 1),
    "patients.alike": (lambda r: patients.alike(r, given="A", family="B", born=date(1990, 1, 1)), 1),
    "patient_file.file": (lambda r: patient_file.file(r, PATIENT), 6),
    "pickers.locations": (pickers.locations, 1),
    "pickers.therapists": (pickers.therapists, 1),
    "pickers.rooms": (pickers.rooms, 1),
    "pickers.recipients": (pickers.recipients, 1),
    "places.locations": (places.locations, 4),
    "closures.upcoming": (lambda r: closures.upcoming(r, PLACE), 2),
    "closures.holidays": (lambda r: closures.holidays(_boss(r), year=2027), 3),
    "opening_effects.affected": (
        lambda r: opening_effects.affected(_boss(r), [opening_effects.PlaceChange(PLACE, given_up=True)]),
        4,
    ),
    "forecast.listing": (forecast.listing, 3),
    "unbooked.listing": (unbooked.listing, 2),
    "follow_ups.due": (follow_ups.due, 1),
    "beyond_licence.listing": (beyond_licence.listing, 2),
    "unbooked.rest": (lambda r: unbooked.rest(r, COURSE, starts=at(later(1), 10), sessions=4), 11),
    "roster.week": (lambda r: roster.week(r, monday=MONDAY), 6),
    "therapist_record.record": (lambda r: therapist_record.record(r, TherapistId(1)), 3),
    "roster_week.affected": (lambda r: roster_week.affected(r, DrawnWeek(TherapistId(1), MONDAY, (), (), once=False)), 10),
    "roster_week.week": (lambda r: roster_week.week(r, TherapistId(1), monday=MONDAY), 8),
    "roster_effects.affected": (lambda r: roster_effects.affected(r, RosterChange(TherapistId(1))), 6),
    "soft_conflicts.found": (
        lambda r: soft_conflicts.found(
            r, soft_conflicts.Asked(PATIENT, TherapistId(1), PLACE, (MONDAY_AT_TEN,), course=COURSE, opening=Split(3, 10, 3))
        ),
        7,
    ),
    "next_weekly.proposal": (lambda r: next_weekly.proposal(r, PATIENT), 14),
    "series_plan.plan": (
        lambda r: series_plan.plan(r, Series(PATIENT, TherapistId(1), PLACE, None, at(MONDAY, 10), 8, 50)),
        10,
    ),
}
BUDGETS |= COVER_BUDGETS | DESK_BUDGETS | PEOPLE_BUDGETS


@pytest.mark.parametrize("name", BUDGETS)
def test_a_query_keeps_its_statement_budget(sample: App, name: str) -> None:
    query, budget = BUDGETS[name]
    sample.read(clinic.header)
    with statements(engine_of(sample)) as seen:
        sample.read(query)
    assert 1 <= len(seen) <= budget, seen


@pytest.mark.parametrize(
    "name", ["today.board", "schedule.day", "courses.listing", "roster.week", "patients.search", "absence.coming"]
)
def test_a_screen_asks_no_more_of_a_large_clinic_than_of_a_small_one(sample: App, app: App, name: str) -> None:
    counts = []
    for opened in (app, sample):
        with statements(engine_of(opened)) as seen:
            front_desk(opened).read(BUDGETS[name][0])
        counts.append(len(seen))
    assert counts[0] <= counts[1] <= BUDGETS[name][1]
    assert counts[1] - counts[0] <= 1  # an empty list of shifts asks for no breaks


def test_the_board_is_the_day_in_groups_and_in_order(sample: App) -> None:
    lines = sample.read(today.board, on=MONDAY)
    order = list(today.Group)
    assert len(lines) > 50
    assert lines == sorted(lines, key=lambda line: (order.index(line.group), line.starts, line.id))
    assert {line.starts.date() for line in lines} == {MONDAY}
    booked = sample.read(lambda r: r.session.scalars(select(Appointment.starts).where(Appointment.status.in_(HOLDING))).all())
    of_today = [s for s in booked if s.astimezone(CHICAGO).date() == MONDAY]
    assert sum(line.status in HOLDING for line in lines) == len(of_today)
    here = sample.read(today.board, on=MONDAY, location=PLACE)
    assert here == [line for line in lines if line.location == here[0].location]


def test_the_schedule_shows_work_off_and_blocks_in_local_time(sample: App) -> None:
    board = sample.read(schedule.day, on=MONDAY, location=PLACE)
    assert board.columns
    for column in board.columns:
        for block in column.blocks:
            assert block.starts.tzinfo == board.zone
            assert not any(
                free.starts < block.ends and block.starts < free.ends for free in column.free if block.status in HOLDING
            )
        for free in column.free:
            assert any(worked.starts <= free.starts and free.ends <= worked.ends for worked in column.worked)


def test_offers_are_free_and_come_earliest_first(sample: App) -> None:
    found = sample.read(free_slots.search, minutes=50, limit=40)
    assert len(found) == 40
    assert [line.starts for line in found] == sorted(line.starts for line in found)
    assert found[0].starts >= sample.clock()
    taken = sample.read(
        lambda r: r.session.execute(
            select(Appointment.therapist_id, Appointment.starts, Appointment.ends).where(Appointment.status.in_(HOLDING))
        ).all()
    )
    for line in found:
        ends = line.starts + timedelta(minutes=50)
        assert not any(t == line.therapist and line.starts < e and s < ends for t, s, e in taken)


def test_the_list_of_courses_counts_like_the_page(sample: App) -> None:
    lines = sample.read(courses.listing)
    assert len(lines) > 60
    for line in lines[:10]:
        page = sample.read(course_page.page, line.id)
        assert (page.attendance.delivered, page.planned, page.phase) == (line.delivered, line.planned, line.phase)
        assert line.unbooked == max(0, line.planned - page.attendance.delivered - page.attendance.upcoming)


def test_the_roster_counts_hours_without_breaks(clinic: Clinic) -> None:
    lines = clinic.app.read(roster.week, monday=MONDAY)
    assert [(line.name, line.hours, len(line.shifts)) for line in lines] == [("Ana Lee", 40.0, 5), ("Ben Ortiz", 40.0, 5)]
    east = clinic.app.read(roster.week, monday=MONDAY, location=clinic.ids.phenix)
    assert [(line.name, line.hours) for line in east] == [("Ben Ortiz", 8.0)]


def test_time_off_reasons_are_for_who_plans_the_roster(clinic: Clinic) -> None:
    from_, to = at(later(0, 1), 8), at(later(0, 1), 12)
    clinic.as_role("ana").write(roster_writes.add_time_off, clinic.ids.ana, starts=from_, ends=to, reason="surgery")
    seen = {
        who: clinic.as_role(who).read(roster.week, monday=MONDAY)[0].absences[0].reason
        for who in ("ana", "ben", "dana", "morgan", "lee.ann")
    }
    assert seen == {"ana": "surgery", "ben": "", "dana": "", "morgan": "surgery", "lee.ann": "surgery"}


def test_the_board_of_a_therapist_holds_her_own_patients_only(clinic: Clinic) -> None:
    ids = clinic.ids
    for patient, therapist in ((ids.maria, ids.ana), (ids.tyrone, ids.ben)):
        clinic.app.write(
            appointment_writes.book, patient=patient, therapist=therapist, location=ids.birmingham, starts=at(later(), 14)
        )
    assert len(clinic.as_role("dana").read(today.board, on=later())) == 2
    assert [line.therapist for line in clinic.as_role("ana").read(today.board, on=later())] == ["Ana Lee"]
    board = clinic.as_role("ana").read(schedule.day, on=later(), location=ids.birmingham)
    names = {column.name: [block.name for block in column.blocks] for column in board.columns}
    assert names == {"Ana Lee": ["María Elena (Mari) O'Kon"], "Ben Ortiz": ["busy"]}


def test_next_visit_is_the_next_one_that_is_still_coming(clinic: Clinic) -> None:
    opened = clinic.open_course(at(later(1), 10))
    assert clinic.app.read(today.next_visit, clinic.ids.maria) == at(later(1), 10)
    clinic.app.write(appointment_writes.cancel, opened.appointments[0], by_clinic=True)
    assert clinic.app.read(today.next_visit, clinic.ids.maria) == at(later(2), 10)
    assert clinic.app.read(today.next_visit, clinic.ids.jiri) is None
    assert clinic.app.read(courses.running_of, clinic.ids.maria) == (opened.course, clinic.ids.ana)


def test_the_next_weekly_visit_is_at_the_usual_hour_in_the_first_free_week(clinic: Clinic) -> None:
    opened = clinic.open_course(at(later(1), 10), variant="IPTB8")
    desk = clinic.as_role("dana")
    assert desk.read(next_weekly.proposal, clinic.ids.maria) is None
    clinic.app.write(appointment_writes.cancel, opened.appointments[7], by_clinic=True)
    away = (at(later(8), 0), at(later(9), 0))
    clinic.app.write(roster_writes.add_time_off, clinic.ids.ana, starts=away[0], ends=away[1])
    found = desk.read(next_weekly.proposal, clinic.ids.maria)
    assert found is not None
    assert (found.line.starts, found.course, found.number, found.planned) == (at(later(9), 10), opened.course, 8, 8)
    assert desk.read(next_weekly.proposal, clinic.ids.jiri) is None
