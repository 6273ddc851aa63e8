"""Recurring visits, and what is changed for one, the following or all: whole or not at all, and put back by one Undo."""

from datetime import date, datetime, timedelta

import pytest
from sqlalchemy import select

from ibh_desktop.domain.appointments import Status
from ibh_desktop.domain.errors import Conflict, Refused
from ibh_desktop.domain.ids import AppointmentId
from ibh_desktop.domain.series import Change, Reach
from ibh_desktop.queries import series_plan
from ibh_desktop.queries.series_plan import Series
from ibh_desktop.store.schema import Appointment
from ibh_desktop.usecases import appointments, roster, series
from tests.integration.world import CHICAGO, RECEPTIONIST, Clinic, at, close_on, later

TEN = at(later(1), 10)
Stood = list[tuple[object, ...]]


def weekly(clinic: Clinic, starts: datetime = TEN, *, visits: int = 8, **more: object) -> Series:
    """María with Ana in her room."""
    ids = clinic.ids
    return Series(ids.maria, ids.ana, ids.birmingham, ids.room, starts, visits, 50, **more)  # type: ignore[arg-type]


def booked(clinic: Clinic, starts: datetime = TEN, *, visits: int = 8) -> tuple[AppointmentId, ...]:
    """A series of visits that is no course."""
    return clinic.as_role(RECEPTIONIST).write(series.book, weekly(clinic, starts, visits=visits))


def stand(clinic: Clinic) -> Stood:
    """All there is to an appointment but its version."""
    return clinic.rows("SELECT id, starts, ends, therapist_id, room_id, status FROM appointment ORDER BY id")


def coming(clinic: Clinic) -> list[tuple[date, str]]:
    """Local date and time of what is still to come."""
    rows = clinic.app.read(
        lambda r: r.session.execute(select(Appointment.starts).where(Appointment.status == Status.SCHEDULED)).scalars().all()
    )
    local = sorted(start.astimezone(CHICAGO) for start in rows)
    return [(start.date(), f"{start:%H:%M}") for start in local]


def busy(clinic: Clinic, starts: datetime) -> AppointmentId:
    """Ana sees somebody else."""
    ids = clinic.ids
    return clinic.app.write(
        appointments.book, patient=ids.tyrone, therapist=ids.ana, location=ids.birmingham, starts=starts, room=ids.room
    )


def test_a_weekly_series_is_booked_whole_over_a_closed_day_and_taken_back(clinic: Clinic) -> None:
    clinic.app.write(close_on, clinic.ids.birmingham, later(3))
    visits = booked(clinic)
    assert coming(clinic) == [(later(week), "10:00") for week in (1, 2, 4, 5, 6, 7, 8, 9)]
    clinic.app.write(appointments.unbook, list(visits))
    assert coming(clinic) == []


@pytest.mark.parametrize("visits", [0, 1, 61, 200])
def test_a_series_of_impossible_length_is_refused(clinic: Clinic, visits: int) -> None:
    with pytest.raises(Refused, match="A series has 2 to 60 visits"):
        booked(clinic, visits=visits)
    with pytest.raises(Refused, match="A series has 2 to 60 visits"):
        clinic.app.read(series_plan.plan, weekly(clinic, visits=visits))


def test_a_clash_names_its_reason_and_the_nearest_free_times(clinic: Clinic) -> None:
    busy(clinic, at(later(2), 10))
    rows = clinic.app.read(series_plan.plan, weekly(clinic, visits=4))
    (clash,) = [row for row in rows if row.reason]
    assert clash.reason.startswith("Ana Lee is with another patient on Mon 18 Jan")
    assert [slot.starts for slot in clash.near] == [at(later(2), 8, 30), at(later(2), 9), at(later(2), 11)]
    for slot in clash.near:
        edited = weekly(clinic, visits=4, changed=(Change(clash.step, slot.starts),))
        assert [row.slot.starts for row in clinic.app.read(series_plan.plan, edited)][1] == slot.starts


def test_rows_are_edited_and_the_edited_list_is_what_is_booked(clinic: Clinic) -> None:
    busy(clinic, at(later(2), 10))
    edits = (Change(1, at(later(2, 1), 14)), Change(3, None))
    rows = clinic.app.read(series_plan.plan, weekly(clinic, visits=4, changed=edits))
    assert [row.number for row in rows] == [1, 2, 3, None, 4]
    agreed = tuple(row.slot.starts for row in rows if row.number)
    clinic.as_role(RECEPTIONIST).write(series.book, weekly(clinic, visits=4, agreed=agreed))
    with_the_other = [(later(1), "10:00"), (later(2), "10:00")]
    assert coming(clinic) == [
        *with_the_other,
        (later(2, 1), "14:00"),
        (later(3), "10:00"),
        (later(5), "10:00"),
    ]


def test_a_row_that_was_taken_meanwhile_books_nothing_and_is_named(clinic: Clinic) -> None:
    agreed = tuple(at(later(week), 10) for week in (1, 2, 3, 4))
    busy(clinic, at(later(3), 10))
    with pytest.raises(Refused, match=r"Session 3, Mon 25 Jan 10:00, cannot be booked: Ana Lee is with another") as no:
        clinic.as_role(RECEPTIONIST).write(series.book, weekly(clinic, visits=4, agreed=agreed))
    assert "Nothing was booked." in no.value.sentence
    assert clinic.count("appointment") == 1


def test_an_edit_onto_another_row_is_a_clash(clinic: Clinic) -> None:
    rows = clinic.app.read(series_plan.plan, weekly(clinic, visits=4, changed=(Change(1, at(later(1), 10, 30)),)))
    assert [row.reason for row in rows if row.step == 1] == ["Another session of this series is at this time."]
    agreed = (TEN, TEN + timedelta(minutes=30))
    with pytest.raises(Refused, match="Sessions 1 and 2 overlap"):
        clinic.app.write(series.book, weekly(clinic, visits=2, agreed=agreed))


def test_all_of_a_course_move_to_another_hour_and_come_back(clinic: Clinic) -> None:
    opened = clinic.open_course(TEN)
    was = stand(clinic)
    desk = clinic.as_role(RECEPTIONIST)
    changed = desk.write(series.move, opened.appointments[3], starts=at(later(4, 1), 14), reach=Reach.ALL)
    assert coming(clinic) == [(later(week, 1), "14:00") for week in range(1, 17)]
    desk.write(series.restore, changed)
    assert stand(clinic) == was


def test_this_and_following_leave_the_earlier_ones_alone(clinic: Clinic) -> None:
    visits = booked(clinic)
    clinic.app.write(series.move, visits[5], starts=at(later(6), 11), reach=Reach.FOLLOWING)
    hours = [hour for _, hour in coming(clinic)]
    assert hours == ["10:00"] * 5 + ["11:00"] * 3


def test_a_move_of_all_keeps_wall_time_when_the_clocks_change(clinic: Clinic) -> None:
    opened = clinic.open_course(TEN)
    clinic.app.write(series.move, opened.appointments[0], starts=at(later(1), 14), reach=Reach.ALL)
    assert {hour for _, hour in coming(clinic)} == {"14:00"}


def test_one_that_cannot_move_keeps_all_where_they_are_and_is_named(clinic: Clinic) -> None:
    opened = clinic.open_course(TEN)
    busy(clinic, at(later(7, 1), 14))
    clinic.app.write(close_on, clinic.ids.birmingham, later(9, 1))
    was = stand(clinic)
    with pytest.raises(Refused, match=r"2 of 16 visits cannot move there, so none was moved\. Tue 23 Feb 14:00: Ana Lee") as no:
        clinic.app.write(series.move, opened.appointments[0], starts=at(later(1, 1), 14), reach=Reach.ALL)
    assert "Tue 09 Mar 14:00: Birmingham is closed" in no.value.sentence
    assert stand(clinic) == was


def test_the_rest_moves_on_when_one_goes_to_another_week(clinic: Clinic) -> None:
    opened = clinic.open_course(TEN)
    was = stand(clinic)
    with pytest.raises(Refused, match="16 days lie between sessions 4 and 5") as no:
        clinic.app.write(series.move, opened.appointments[4], starts=at(later(6, 2), 14), shift_rest=True)
    assert no.value.field == "passed_reason"
    assert stand(clinic) == was
    why = "on a journey"
    changed = clinic.app.write(
        series.move, opened.appointments[4], starts=at(later(6, 2), 14), shift_rest=True, passed_reason=why
    )
    assert clinic.rows("SELECT passed, passed_reason FROM appointment WHERE passed <> ''") == [("gap", why)]
    assert coming(clinic)[4:] == [(later(6, 2), "14:00"), *((later(week), "10:00") for week in range(7, 18))]
    assert len(changed.before) == 12
    clinic.app.write(series.restore, changed)
    assert stand(clinic) == was


def test_within_its_week_nothing_else_moves(clinic: Clinic) -> None:
    opened = clinic.open_course(TEN)
    changed = clinic.app.write(series.move, opened.appointments[4], starts=at(later(5, 3), 14), shift_rest=True)
    assert len(changed.before) == 1


def test_the_rest_never_moves_beyond_what_is_free(clinic: Clinic) -> None:
    opened = clinic.open_course(TEN)
    clinic.app.write(roster.add_time_off, clinic.ids.ana, starts=at(later(17), 0), ends=at(later(18), 0))
    was = stand(clinic)
    with pytest.raises(
        Refused, match=r"1 of 12 visits cannot move there, so none was moved\. Mon 03 May 10:00: Ana Lee is away"
    ):
        clinic.app.write(series.move, opened.appointments[4], starts=at(later(6), 10), shift_rest=True)
    assert stand(clinic) == was


def test_a_cancelled_session_is_made_up_after_the_last(clinic: Clinic) -> None:
    opened = clinic.open_course(TEN)
    was = stand(clinic)
    changed = clinic.app.write(series.cancel, opened.appointments[4], by_clinic=True, shift_rest=True)
    assert [day for day, _ in coming(clinic)] == [later(week) for week in range(1, 18) if week != 5]
    clinic.app.write(series.restore, changed)
    assert stand(clinic)[:16] == was
    assert len(coming(clinic)) == 16


def test_a_missed_session_is_made_up_only_once(clinic: Clinic) -> None:
    opened = clinic.open_course(TEN)
    with pytest.raises(Refused, match="only one that was missed or cancelled is made up"):
        clinic.app.write(series.make_up, opened.appointments[0])
    clinic.clock.now = TEN + timedelta(minutes=30)
    clinic.app.write(appointments.mark, opened.appointments[0], status=Status.NO_SHOW)
    clinic.app.write(series.make_up, opened.appointments[0])
    assert coming(clinic)[-1] == (later(17), "10:00")
    with pytest.raises(Refused, match="All 16 sessions of this course are booked"):
        clinic.app.write(series.make_up, opened.appointments[0])


def test_all_to_come_of_a_series_are_cancelled_and_come_back_or_say_why_not(clinic: Clinic) -> None:
    visits = booked(clinic)
    was = stand(clinic)
    changed = clinic.app.write(series.cancel, visits[2], by_clinic=True, reach=Reach.FOLLOWING, reason="moved away")
    assert len(coming(clinic)) == 2
    sold = busy(clinic, at(later(5), 10))
    gone = stand(clinic)
    with pytest.raises(Conflict, match="booked for this time a moment ago"):
        clinic.app.write(series.restore, changed)
    assert stand(clinic) == gone
    clinic.app.write(appointments.unbook, [sold])
    clinic.app.write(series.restore, changed)
    assert stand(clinic)[:8] == was


def test_undo_of_many_is_a_conflict_when_one_was_changed_since(clinic: Clinic) -> None:
    visits = booked(clinic)
    changed = clinic.app.write(series.move, visits[0], starts=at(later(1), 14), reach=Reach.ALL)
    clinic.app.write(appointments.mark, visits[6], status=Status.CONFIRMED)
    moved = stand(clinic)
    with pytest.raises(Conflict, match="left as they put it"):
        clinic.app.write(series.restore, changed)
    assert stand(clinic) == moved


def test_a_stale_version_is_a_conflict_for_many_too(clinic: Clinic) -> None:
    visits = booked(clinic)
    clinic.app.write(appointments.mark, visits[0], status=Status.CONFIRMED)
    with pytest.raises(Conflict, match="Somebody else changed this"):
        clinic.app.write(series.move, visits[0], starts=at(later(1), 14), reach=Reach.ALL, version=1)
    with pytest.raises(Conflict, match="Somebody else changed this"):
        clinic.app.write(series.cancel, visits[0], by_clinic=True, reach=Reach.ALL, version=1)


def test_another_patients_visits_are_no_part_of_the_series(clinic: Clinic) -> None:
    visits = booked(clinic)
    other = busy(clinic, at(later(3), 14))
    clinic.app.write(series.cancel, visits[0], by_clinic=True, reach=Reach.ALL)
    assert clinic.rows("SELECT id FROM appointment WHERE status = 'scheduled'") == [(other,)]


def test_another_therapist_takes_over_from_one_session_on(clinic: Clinic) -> None:
    opened = clinic.open_course(TEN)
    ben = clinic.ids.ben
    changed = clinic.app.write(
        series.move, opened.appointments[5], starts=at(later(6), 10), reach=Reach.FOLLOWING, therapist=ben
    )
    held = [row[0] for row in clinic.rows("SELECT therapist_id FROM appointment ORDER BY starts")]
    assert held == [clinic.ids.ana] * 5 + [ben] * 11
    clinic.app.write(series.restore, changed)
    assert {row[0] for row in clinic.rows("SELECT therapist_id FROM appointment")} == {clinic.ids.ana}


def test_all_of_a_course_take_another_length(clinic: Clinic) -> None:
    opened = clinic.open_course(TEN)
    clinic.app.write(series.move, opened.appointments[0], starts=TEN, reach=Reach.ALL, minutes=30)
    spans = clinic.app.read(lambda r: {a.ends - a.starts for a in r.session.scalars(select(Appointment))})
    assert spans == {timedelta(minutes=30)}
