"""Booking one appointment: what is sold, what is refused and with which way on."""

from ibh_desktop.usecases import appointments
from tests.integration.world import RECEPTIONIST, Clinic, at, later


def test_a_free_slot_is_booked(clinic: Clinic) -> None:
    desk = clinic.as_role(RECEPTIONIST)
    new = desk.write(
        appointments.book,
        patient=clinic.ids.tyrone,
        therapist=clinic.ids.ana,
        location=clinic.ids.birmingham,
        starts=at(later(1), 10),
        room=clinic.ids.room,
    )
    assert clinic.rows("SELECT id, status FROM appointment") == [(new, "scheduled")]
