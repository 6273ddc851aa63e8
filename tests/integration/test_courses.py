"""A whole course in one step: N sessions or none, weeks skipped, wall time kept, one course a patient."""

from dataclasses import replace
from datetime import date, datetime, time

import pytest
from sqlalchemy import text

from ibh_desktop.domain.appointments import HOLDING, Status
from ibh_desktop.domain.errors import Conflict, Refused
from ibh_desktop.domain.ids import AppointmentId, LocationId
from ibh_desktop.domain.opening import workdays
from ibh_desktop.domain.phases import Phase
from ibh_desktop.domain.roster import Hours, Shift
from ibh_desktop.queries import course_page, course_plan, series_plan
from ibh_desktop.store.schema import Appointment, Course
from ibh_desktop.store.tx import Reading
from ibh_desktop.usecases import appointments, course_steps, courses, goals, roster
from ibh_desktop.usecases import clinic as setup
from tests.integration.world import CHICAGO, RECEPTIONIST, THERAPIST, Clinic, at, close_on, engine_of, later

TEN = at(later(1), 10)


def starts_of(clinic: Clinic) -> list[tuple[date, str]]:
    """Local date and wall time of every session that is booked."""
    (key,) = clinic.rows("SELECT max(id) FROM course")[0]
    page = clinic.as_role(RECEPTIONIST).read(course_page.page, key)
    stamped = clinic.app.read(
        lambda reading: [
            row.starts.astimezone(CHICAGO)
            for row in reading.session.query(Appointment).filter_by(course_id=page.id)
            if row.status in HOLDING
        ]
    )
    return [(start.date(), f"{start:%H:%M}") for start in sorted(stamped)]


def starts_at(reading: Reading, appointment: AppointmentId) -> datetime:
    """When an appointment starts."""
    return reading.session.get_one(Appointment, appointment).starts


def test_a_course_is_booked_whole(clinic: Clinic) -> None:
    opened = clinic.open_course(TEN)
    assert len(opened.appointments) == 16
    assert starts_of(clinic) == [(later(week), "10:00") for week in range(1, 17)]
    page = clinic.as_role(RECEPTIONIST).read(course_page.page, opened.course)
    assert (page.starts_on, page.target_end, page.phase) == (later(1), later(16), Phase.INITIAL)
    assert (page.attendance.upcoming, page.planned, tuple(page.parts)) == (16, 16, (3, 10, 3))


def test_weeks_that_do_not_fit_are_skipped_and_still_sixteen(clinic: Clinic) -> None:
    clinic.app.write(close_on, clinic.ids.birmingham, later(3))
    clinic.app.write(roster.add_time_off, clinic.ids.ana, starts=at(later(5), 0), ends=at(later(6), 0))
    ids = clinic.ids
    clinic.app.write(
        appointments.book,
        patient=ids.tyrone,
        therapist=ids.ben,
        location=ids.birmingham,
        starts=at(later(7), 10),
        room=ids.room,
    )
    rows = clinic.as_role(THERAPIST).read(course_plan.plan, clinic.plan(TEN))
    skipped = {row.slot.starts: row.reason for row in rows if row.number is None}
    assert list(skipped) == [at(later(3), 10), at(later(5), 10), at(later(7), 10)]
    assert [reason.split(" on ")[0] for reason in skipped.values()] == [
        "Birmingham is closed",
        "Ana Lee is away from Mon 08 Feb to Mon 15 Feb.",
        "The room is in use",
    ]
    clinic.open_course(TEN)
    weeks = [week for week in range(1, 20) if week not in (3, 5, 7)]
    assert starts_of(clinic) == [(later(week), "10:00") for week in weeks]


def test_a_course_keeps_wall_time_when_the_clocks_go_forward(clinic: Clinic) -> None:
    """Spring forward is 14 March 2027."""
    opened = clinic.open_course(TEN)
    rows = clinic.app.read(lambda r: [a.starts for a in r.session.query(Appointment).filter_by(course_id=opened.course)])
    hours = {(start.date() >= date(2027, 3, 14), start.hour) for start in rows}
    assert hours == {(False, 16), (True, 15)}
    assert {wall for _, wall in starts_of(clinic)} == {"10:00"}


def test_nothing_remains_of_a_course_that_cannot_be_booked_whole(clinic: Clinic) -> None:
    """Ana's shift ends in the middle of the course, so only nine weeks are free."""
    for day in range(5):
        (key,) = clinic.rows("SELECT id FROM shift WHERE therapist_id = :t AND weekday = :d", t=clinic.ids.ana, d=day)[0]
        clinic.app.write(roster.end_shift, key, last_on=later(9, 4))
    before = (clinic.count("course"), clinic.count("appointment"), clinic.count("audit"))
    with pytest.raises(Refused, match=r"Only 9 of 16 weeks are free at this hour: Ana Lee does not work"):
        clinic.open_course(TEN)
    assert (clinic.count("course"), clinic.count("appointment"), clinic.count("audit")) == before


def test_nothing_remains_of_a_course_whose_last_session_fails(clinic: Clinic, monkeypatch: pytest.MonkeyPatch) -> None:
    """The sixteenth insert meets a booking that the preview did not see: another desk was quicker."""
    ids = clinic.ids
    clinic.app.write(
        appointments.book, patient=ids.tyrone, therapist=ids.ana, location=ids.birmingham, starts=at(later(16), 10)
    )
    monkeypatch.setattr(series_plan, "why_not", lambda *_: "")
    before = (clinic.count("course"), clinic.count("appointment"), clinic.count("audit"))
    with pytest.raises(Conflict, match="The therapist was booked for this time a moment ago"):
        clinic.as_role(THERAPIST).write(
            courses.open_course, clinic.plan(TEN), indication="depression", passed_reason="no pause that day"
        )
    assert (clinic.count("course"), clinic.count("appointment"), clinic.count("audit")) == before


def test_a_second_running_course_is_refused(clinic: Clinic) -> None:
    clinic.open_course(TEN)
    with pytest.raises(Refused, match="already has a running course") as no:
        clinic.open_course(at(later(1), 14))
    assert no.value.field == "patient"


def test_the_database_itself_refuses_a_second_running_course(clinic: Clinic) -> None:
    opened = clinic.open_course(TEN)
    columns = ", ".join(c.name for c in Course.__table__.columns if c.name != "id")
    copy = text(f"INSERT INTO course ({columns}) SELECT {columns} FROM course WHERE id = :id")
    with engine_of(clinic.app).connect() as connection, pytest.raises(Exception, match=r"uq_course_running|course\.patient_id"):
        connection.execute(copy, {"id": opened.course})
    assert clinic.count("course") == 1


def test_an_unknown_variant_is_refused(clinic: Clinic) -> None:
    with pytest.raises(Refused, match="no course variant IPT99"):
        clinic.open_course(TEN, variant="IPT99")


def test_an_opening_is_undone_while_nothing_happened_in_it(clinic: Clinic) -> None:
    opened = clinic.open_course(TEN)
    clinic.as_role(THERAPIST).write(courses.unopen, opened)
    assert {row[0] for row in clinic.rows("SELECT status FROM appointment")} == {"cancelled by clinic"}
    assert clinic.rows("SELECT status FROM course") == [("cancelled",)]
    again = clinic.open_course(TEN)
    clinic.app.write(appointments.mark, again.appointments[0], status=Status.CONFIRMED)
    with pytest.raises(Refused, match="worked on since"):
        clinic.as_role(THERAPIST).write(courses.unopen, again)


def test_a_course_in_the_evening_starts_on_the_local_date(clinic: Clinic) -> None:
    """18:00 in Chicago in January is already the next day in UTC."""
    late = setup.LocationDetails("Late desk", week=workdays(Hours(time(8), time(20))))
    place = clinic.app.write(setup.add_location, late)
    shift = Shift(clinic.ids.ana, LocationId(place), 0, Hours(time(17), time(20)), date(2026, 1, 5))
    clinic.app.write(roster.add_shift, shift)
    wanted = course_plan.CoursePlan(clinic.ids.maria, clinic.ids.ana, place, None, "IPTB8", at(later(1), 18))
    opened = clinic.as_role(THERAPIST).write(courses.open_course, wanted, indication="depression")
    page = clinic.as_role(RECEPTIONIST).read(course_page.page, opened.course)
    assert (page.starts_on, page.target_end) == (later(1), later(8))


def test_one_more_session_never_exceeds_the_contract(clinic: Clinic) -> None:
    opened = clinic.open_course(TEN)
    desk = clinic.as_role(RECEPTIONIST)
    extra = at(later(1, 2), 14)
    with pytest.raises(Refused, match="All 16 sessions of this course are booked or held"):
        desk.write(courses.add_session, opened.course, starts=extra)
    desk.write(appointments.mark, opened.appointments[0], status=Status.CHECKED_IN)
    with pytest.raises(Refused, match="All 16 sessions"):
        desk.write(courses.add_session, opened.course, starts=extra)
    desk.write(appointments.cancel, opened.appointments[1], by_clinic=True)
    desk.write(courses.add_session, opened.course, starts=extra)
    page = clinic.as_role(RECEPTIONIST).read(course_page.page, opened.course)
    assert sum(visit.status in HOLDING for visit in page.visits) == 16


def test_one_more_session_must_be_bookable_like_any_other(clinic: Clinic) -> None:
    opened = clinic.open_course(TEN)
    desk = clinic.as_role(RECEPTIONIST)
    desk.write(appointments.cancel, opened.appointments[1], by_clinic=True)
    clinic.app.write(close_on, clinic.ids.birmingham, later(1, 2))
    with pytest.raises(Refused, match="closed on Wednesday"):
        desk.write(courses.add_session, opened.course, starts=at(later(1, 2), 14))
    with pytest.raises(Refused, match="does not work"):
        desk.write(courses.add_session, opened.course, starts=at(later(1, 1), 20))


def test_a_course_that_is_over_takes_nothing_more(clinic: Clinic) -> None:
    opened = clinic.open_course(TEN)
    ana = clinic.as_role(THERAPIST)
    ana.write(courses.unopen, opened)
    for call in (
        lambda: ana.write(courses.add_session, opened.course, starts=at(later(1), 14)),
        lambda: ana.write(course_steps.move_phase, opened.course, phase=Phase.MIDDLE),
        lambda: ana.write(goals.add, opened.course, title="Call my sister"),
    ):
        with pytest.raises(Refused, match="This course is cancelled"):
            call()


def test_the_session_count_never_moves_the_phase(clinic: Clinic) -> None:
    opened = clinic.open_course(TEN)
    for visit in opened.appointments[:5]:
        starts = clinic.app.read(starts_at, visit)
        clinic.clock.now = starts
        for status in (Status.CHECKED_IN, Status.IN_SESSION, Status.COMPLETED):
            clinic.app.write(appointments.mark, visit, status=status)
    page = clinic.as_role(RECEPTIONIST).read(course_page.page, opened.course)
    assert (page.attendance.delivered, page.phase) == (5, Phase.INITIAL)


@pytest.mark.parametrize("sessions", [0, 3, 61, 200])
def test_a_custom_course_of_impossible_length_is_refused(clinic: Clinic, sessions: int) -> None:
    wanted = replace(clinic.plan(TEN, variant="CUSTOM"), sessions=sessions)
    with pytest.raises(Refused, match="A course has 4 to 60 sessions") as no:
        clinic.as_role(THERAPIST).write(courses.open_course, wanted, indication="depression")
    assert no.value.field == "planned"
    assert clinic.count("appointment") == clinic.count("course") == 0


def test_a_custom_course_is_split_by_the_formula(clinic: Clinic) -> None:
    wanted = replace(clinic.plan(TEN, variant="CUSTOM"), sessions=10)
    opened = clinic.as_role(THERAPIST).write(courses.open_course, wanted, indication="depression")
    page = clinic.as_role(RECEPTIONIST).read(course_page.page, opened.course)
    assert (page.planned, tuple(page.parts), page.variant, len(opened.appointments)) == (10, (2, 6, 2), "CUSTOM", 10)


def test_the_dates_that_were_agreed_are_booked_or_none_and_the_row_is_named(clinic: Clinic) -> None:
    rows = clinic.as_role(THERAPIST).read(course_plan.plan, clinic.plan(TEN))
    agreed = tuple(row.slot.starts for row in rows if row.number)
    ids = clinic.ids
    rival = clinic.app.write(
        appointments.book, patient=ids.tyrone, therapist=ids.ana, location=ids.birmingham, starts=at(later(5), 10)
    )
    wanted = replace(clinic.plan(TEN), agreed=agreed)
    with pytest.raises(Refused, match="Session 5, Mon 08 Feb 10:00, cannot be booked: Ana Lee is with another patient"):
        clinic.as_role(THERAPIST).write(courses.open_course, wanted, indication="depression")
    assert (clinic.count("appointment"), clinic.count("course")) == (1, 0)
    clinic.app.write(appointments.unbook, [rival])
    clinic.as_role(THERAPIST).write(courses.open_course, wanted, indication="depression")
    assert starts_of(clinic) == [(later(week), "10:00") for week in range(1, 17)]


def test_fewer_or_more_dates_than_the_contract_holds_are_refused(clinic: Clinic) -> None:
    rows = clinic.as_role(THERAPIST).read(course_plan.plan, clinic.plan(TEN))
    agreed = tuple(row.slot.starts for row in rows if row.number)
    for dates, words in ((agreed[:15], "Only 15 of 16 weeks"), ((*agreed, at(later(18), 10)), "17 dates were given for 16")):
        with pytest.raises(Refused, match=words):
            clinic.as_role(THERAPIST).write(
                courses.open_course, replace(clinic.plan(TEN), agreed=dates), indication="depression"
            )
    assert clinic.count("course") == 0
