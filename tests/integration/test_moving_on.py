"""Moving, cancelling and marking appointments, Undo, and two desks at one appointment."""

from datetime import timedelta
from threading import Barrier, Thread

import pytest

from ibh_desktop.app import App
from ibh_desktop.domain.appointments import Status
from ibh_desktop.domain.errors import Conflict, NotAllowed, Refused
from ibh_desktop.domain.ids import AppointmentId
from ibh_desktop.usecases import appointments
from tests.integration.world import OTHER, RECEPTIONIST, Clinic, at, later

TEN = at(later(1), 10)


def booked(clinic: Clinic) -> AppointmentId:
    """María with Ana, Monday week at ten."""
    ids = clinic.ids
    return clinic.as_role(RECEPTIONIST).write(
        appointments.book, patient=ids.maria, therapist=ids.ana, location=ids.birmingham, starts=TEN, room=ids.room
    )


def status_of(clinic: Clinic, appointment: AppointmentId) -> str:
    """As it is stored."""
    return str(clinic.rows("SELECT status FROM appointment WHERE id = :id", id=appointment)[0][0])


def test_a_move_keeps_length_and_room(clinic: Clinic) -> None:
    visit = booked(clinic)
    before = clinic.app.write(appointments.move, visit, starts=at(later(2), 9))
    moved = clinic.app.write(appointments.move, visit, starts=at(later(2), 9, 30), version=before.version + 1)
    assert moved.ends - moved.starts == timedelta(minutes=50)
    assert (moved.room, moved.version) == (clinic.ids.room, 2)


def test_a_move_into_its_own_time_is_fine(clinic: Clinic) -> None:
    visit = booked(clinic)
    clinic.app.write(appointments.move, visit, starts=TEN + timedelta(minutes=20))


def test_a_move_to_a_taken_time_is_refused_with_a_way_on(clinic: Clinic) -> None:
    visit = booked(clinic)
    ids = clinic.ids
    clinic.app.write(appointments.book, patient=ids.tyrone, therapist=ids.ana, location=ids.birmingham, starts=at(later(1), 14))
    with pytest.raises(Refused, match="Next free: "):
        clinic.app.write(appointments.move, visit, starts=at(later(1), 14, 20))


def test_a_move_to_another_therapist_changes_whose_it_is(clinic: Clinic) -> None:
    visit = booked(clinic)
    clinic.app.write(appointments.move, visit, starts=TEN, therapist=clinic.ids.ben)
    assert clinic.rows("SELECT therapist_id, room_id FROM appointment") == [(clinic.ids.ben, None)]


@pytest.mark.parametrize("status", [Status.CHECKED_IN, Status.CANCELLED_CLINIC])
def test_what_is_no_longer_coming_cannot_be_moved(clinic: Clinic, status: Status) -> None:
    visit = booked(clinic)
    clinic.app.write(appointments.mark, visit, status=status)
    with pytest.raises(Refused, match=f"that is {status.value} cannot be moved"):
        clinic.app.write(appointments.move, visit, starts=at(later(2), 9))


def test_a_stale_version_is_a_conflict(clinic: Clinic) -> None:
    visit = booked(clinic)
    clinic.app.write(appointments.mark, visit, status=Status.CONFIRMED, version=1)
    with pytest.raises(Conflict, match="Somebody else changed this"):
        clinic.app.write(appointments.move, visit, starts=at(later(2), 9), version=1)
    with pytest.raises(Conflict, match="Somebody else changed this"):
        clinic.app.write(appointments.mark, visit, status=Status.CHECKED_IN, version=1)
    with pytest.raises(Conflict, match="Somebody else changed this"):
        clinic.app.write(appointments.cancel, visit, by_clinic=True, version=1)
    assert status_of(clinic, visit) == "confirmed"


def test_of_two_desks_with_one_version_exactly_one_wins(clinic: Clinic) -> None:
    visit = booked(clinic)
    together = Barrier(2)
    heard: list[str] = []

    def at_desk(desk: App, status: Status) -> None:
        together.wait()
        try:
            desk.write(appointments.mark, visit, status=status, version=1)
            heard.append("done")
        except Conflict:
            heard.append("conflict")

    wanted = (Status.CONFIRMED, Status.CHECKED_IN)
    desks = [Thread(target=at_desk, args=(clinic.as_role(RECEPTIONIST), status)) for status in wanted]
    for desk in desks:
        desk.start()
    for desk in desks:
        desk.join()
    assert sorted(heard) == ["conflict", "done"]
    assert clinic.rows("SELECT version FROM appointment") == [(2,)]


def test_a_day_at_the_front_desk_is_stamped(clinic: Clinic) -> None:
    visit = booked(clinic)
    desk = clinic.as_role(RECEPTIONIST)
    clinic.clock.now = TEN - timedelta(minutes=5)
    for status in (Status.CONFIRMED, Status.CHECKED_IN, Status.IN_SESSION, Status.COMPLETED):
        before = desk.write(appointments.mark, visit, status=status)
        clinic.clock.ahead(minutes=10)
    assert before.stamps.arrived_at == TEN - timedelta(minutes=5) + timedelta(minutes=10)
    assert before.stamps.started_at == TEN + timedelta(minutes=15)
    assert status_of(clinic, visit) == "done"


def test_a_step_that_is_not_open_is_a_conflict(clinic: Clinic) -> None:
    visit = booked(clinic)
    with pytest.raises(Conflict, match="it cannot become done"):
        clinic.app.write(appointments.mark, visit, status=Status.COMPLETED)


def test_a_no_show_waits_for_the_grace_time(clinic: Clinic) -> None:
    visit = booked(clinic)
    clinic.clock.now = TEN + timedelta(minutes=14, seconds=59)
    with pytest.raises(Refused, match="15 minutes after the start"):
        clinic.app.write(appointments.mark, visit, status=Status.NO_SHOW)
    clinic.clock.now = TEN + timedelta(minutes=15)
    clinic.app.write(appointments.mark, visit, status=Status.NO_SHOW)


@pytest.mark.parametrize(
    ("before", "status"), [(timedelta(hours=24), "cancelled by patient"), (timedelta(hours=23, minutes=59), "late cancel")]
)
def test_a_cancellation_is_late_inside_the_notice(clinic: Clinic, before: timedelta, status: str) -> None:
    visit = booked(clinic)
    clinic.clock.now = TEN - before
    clinic.app.write(appointments.cancel, visit, by_clinic=False)
    assert status_of(clinic, visit) == status


def test_the_clinics_own_cancellation_is_never_late(clinic: Clinic) -> None:
    visit = booked(clinic)
    clinic.clock.now = TEN
    clinic.app.write(appointments.cancel, visit, by_clinic=True, reason="therapist ill")
    assert status_of(clinic, visit) == "cancelled by clinic"


def test_undo_puts_everything_back(clinic: Clinic) -> None:
    visit = booked(clinic)
    was = clinic.rows("SELECT starts, ends, therapist_id, room_id, status FROM appointment")
    before = clinic.app.write(appointments.move, visit, starts=at(later(3), 14), therapist=clinic.ids.ben, minutes=30)
    clinic.app.write(appointments.restore, before)
    assert clinic.rows("SELECT starts, ends, therapist_id, room_id, status FROM appointment") == was


def test_undo_of_a_cancellation_books_again_unless_the_time_was_sold(clinic: Clinic) -> None:
    visit = booked(clinic)
    cancelled = clinic.app.write(appointments.cancel, visit, by_clinic=True)
    ids = clinic.ids
    other = clinic.app.write(appointments.book, patient=ids.tyrone, therapist=ids.ana, location=ids.birmingham, starts=TEN)
    with pytest.raises(Conflict, match="booked for this time a moment ago"):
        clinic.app.write(appointments.restore, cancelled)
    clinic.app.write(appointments.unbook, [other])
    clinic.app.write(appointments.restore, cancelled)
    assert status_of(clinic, visit) == "scheduled"


def test_undo_after_somebody_elses_change_is_a_conflict(clinic: Clinic) -> None:
    visit = booked(clinic)
    before = clinic.app.write(appointments.mark, visit, status=Status.CONFIRMED)
    clinic.app.write(appointments.mark, visit, status=Status.CHECKED_IN)
    with pytest.raises(Conflict, match="left as they put it"):
        clinic.app.write(appointments.restore, before)


def test_a_booking_just_made_is_taken_back_unless_it_was_touched(clinic: Clinic) -> None:
    visit = booked(clinic)
    clinic.app.write(appointments.unbook, [visit])
    assert status_of(clinic, visit) == "cancelled by clinic"
    again = booked(clinic)
    clinic.app.write(appointments.mark, again, status=Status.CONFIRMED)
    with pytest.raises(Conflict, match="cancel it instead"):
        clinic.app.write(appointments.unbook, [again])


def test_another_therapist_can_neither_take_nor_give_a_visit(clinic: Clinic) -> None:
    visit = booked(clinic)
    ben = clinic.as_role(OTHER)
    with pytest.raises(NotAllowed):
        ben.write(appointments.move, visit, starts=at(later(2), 9))
    with pytest.raises(NotAllowed):
        clinic.as_role("ana").write(appointments.move, visit, starts=TEN, therapist=clinic.ids.ben)
