"""A couple or a group: one visit, a row each, whole or not at all; the hold passes on when the first drops out."""

import pytest

from ibh_desktop.domain.appointments import Kind, Status
from ibh_desktop.domain.errors import Conflict, Refused
from ibh_desktop.domain.ids import AppointmentId, PatientId
from ibh_desktop.domain.series import Reach
from ibh_desktop.usecases import appointments, series, together
from tests.integration.world import RECEPTIONIST, Clinic, at, later

TEN = at(later(1), 10)
ROWS = "SELECT id, starts, status, joins_id, therapist_id FROM appointment ORDER BY id"


def couple(clinic: Clinic, patients: tuple[PatientId, ...] = (), *, kind: Kind = Kind.FAMILY) -> tuple[AppointmentId, ...]:
    """María and Tyrone with Ana."""
    ids = clinic.ids
    return clinic.as_role(RECEPTIONIST).write(
        together.book_together,
        patients=patients or (ids.maria, ids.tyrone),
        therapist=ids.ana,
        location=ids.birmingham,
        starts=TEN,
        kind=kind,
        room=ids.room,
    )


def alone(clinic: Clinic, patient: PatientId, hour: int = 10) -> AppointmentId:
    """Somebody with Ana on the same day."""
    ids = clinic.ids
    return clinic.as_role(RECEPTIONIST).write(
        appointments.book,
        patient=patient,
        therapist=ids.ana,
        location=ids.birmingham,
        starts=at(later(1), hour),
        passed_reason="as agreed",
    )


def test_a_couple_has_a_row_each_and_the_first_holds(clinic: Clinic) -> None:
    first, second = couple(clinic)
    assert [(row[0], row[3]) for row in clinic.rows(ROWS)] == [(first, None), (second, first)]
    with pytest.raises(Refused, match="Ana Lee is with another patient"):
        alone(clinic, clinic.ids.jiri)
    clinic.app.write(appointments.unbook, [first, second])
    alone(clinic, clinic.ids.jiri)


def test_everybody_must_be_free_or_nobody_is_booked(clinic: Clinic) -> None:
    ids = clinic.ids
    clinic.app.write(appointments.book, patient=ids.tyrone, therapist=ids.ben, location=ids.birmingham, starts=TEN)
    with pytest.raises(Refused, match="The patient already has an appointment"):
        couple(clinic)
    assert clinic.count("appointment") == 1


def test_too_few_too_many_and_the_same_twice_are_refused(clinic: Clinic) -> None:
    maria = clinic.ids.maria
    for patients, words in (
        ((maria,), "two patients or more"),
        ((maria, maria), "named twice"),
        (tuple(PatientId(n) for n in range(1, 12)), "10 patients at most; these are 11"),
    ):
        with pytest.raises(Refused, match=words):
            couple(clinic, patients, kind=Kind.GROUP)
    assert clinic.count("appointment") == 0


@pytest.mark.parametrize("which", [0, 1])
def test_whoever_is_moved_all_move_and_undo_brings_all_back(clinic: Clinic, which: int) -> None:
    visits = couple(clinic)
    was = clinic.rows(ROWS)
    before = clinic.app.write(appointments.move, visits[which], starts=at(later(1), 10, 20), version=1)
    assert {row[1] for row in clinic.rows(ROWS)} != {row[1] for row in was}
    assert len({row[1] for row in clinic.rows(ROWS)}) == 1
    clinic.app.write(appointments.restore, before)
    assert clinic.rows(ROWS) == was
    with pytest.raises(Conflict, match="Somebody else changed this"):
        clinic.app.write(appointments.move, visits[which], starts=at(later(1), 14), version=1)


def test_all_stay_when_one_of_them_is_not_free_there(clinic: Clinic) -> None:
    visits = couple(clinic)
    ids = clinic.ids
    clinic.app.write(
        appointments.book,
        patient=ids.tyrone,
        therapist=ids.ben,
        location=ids.birmingham,
        starts=at(later(2), 10),
    )
    was = clinic.rows(ROWS)
    with pytest.raises(Refused, match="1 of 2 visits cannot move there, so none was moved"):
        clinic.app.write(appointments.move, visits[0], starts=at(later(2), 10))
    assert clinic.rows(ROWS) == was


def test_one_of_them_cancels_and_the_hold_passes_to_the_next(clinic: Clinic) -> None:
    ids = clinic.ids
    first, second, third = couple(clinic, (ids.maria, ids.tyrone, ids.jiri), kind=Kind.GROUP)
    was = clinic.rows(ROWS)
    before = clinic.app.write(appointments.cancel, first, by_clinic=False)
    stand = {row[0]: (row[2], row[3]) for row in clinic.rows(ROWS)}
    assert stand == {
        first: ("cancelled by patient", None),
        second: ("scheduled", None),
        third: ("scheduled", second),
    }
    with pytest.raises(Refused, match="Ana Lee is with another patient"):
        alone(clinic, ids.maria)
    clinic.app.write(appointments.restore, before)
    assert clinic.rows(ROWS) == was


def test_a_participant_who_joined_cancels_alone(clinic: Clinic) -> None:
    first, second = couple(clinic)
    clinic.app.write(series.cancel, second, by_clinic=False)
    assert [row[2] for row in clinic.rows(ROWS)] == ["scheduled", "cancelled by patient"]
    clinic.app.write(appointments.move, first, starts=at(later(1), 14))


def test_the_clinic_cancels_the_visit_for_all_and_undo_brings_all_back(clinic: Clinic) -> None:
    visits = couple(clinic)
    was = clinic.rows(ROWS)
    changed = clinic.app.write(series.cancel, visits[1], by_clinic=True)
    assert {row[2] for row in clinic.rows(ROWS)} == {"cancelled by clinic"}
    clinic.app.write(series.restore, changed)
    assert clinic.rows(ROWS) == was


def test_a_first_one_who_does_not_come_leaves_the_hold_to_the_others(clinic: Clinic) -> None:
    first, second = couple(clinic)
    clinic.app.write(appointments.mark, second, status=Status.CHECKED_IN)
    clinic.clock.now = at(later(1), 10, 30)
    was = clinic.rows(ROWS)
    before = clinic.app.write(appointments.mark, first, status=Status.NO_SHOW)
    assert clinic.rows("SELECT joins_id FROM appointment WHERE id = :id", id=second) == [(None,)]
    clinic.app.write(appointments.restore, before)
    assert clinic.rows(ROWS) == was


def test_a_visit_of_several_is_not_moved_with_a_series(clinic: Clinic) -> None:
    visits = couple(clinic)
    with pytest.raises(Refused, match="A visit of several patients is moved on its own"):
        clinic.app.write(series.move, visits[0], starts=at(later(1), 14), reach=Reach.ALL)
