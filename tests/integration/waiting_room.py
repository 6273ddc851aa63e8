"""People on the waitlist of the small clinic, and a visit of Ana's that was cancelled."""

from typing import Any

from ibh_desktop.app import App
from ibh_desktop.domain.ids import AppointmentId, PatientId, SlotOfferId, WaitlistId
from ibh_desktop.domain.waitlist import Wishes
from ibh_desktop.queries import waitlist as shown
from ibh_desktop.queries.waitlist import FreedLine, WaitingLine
from ibh_desktop.usecases import appointments, slot_offers, waitlist
from tests.integration.world import RECEPTIONIST, Clinic, at, later

TUESDAY = at(later(days=1), 10)
"""When Ana's visit was cancelled."""


def freed_visit(clinic: Clinic, hour: int = 10, days: int = 1) -> AppointmentId:
    """A visit of María's with Ana that the clinic cancelled: its time is free again."""
    desk, ids = clinic.as_role(RECEPTIONIST), clinic.ids
    where: Any = {"therapist": ids.ana, "location": ids.birmingham, "room": ids.room}
    key = desk.write(appointments.book, patient=ids.maria, starts=at(later(days=days), hour), **where)
    desk.write(appointments.cancel, key, by_clinic=True)
    return key


def wait_for(desk: App, patient: PatientId, wishes: Wishes | None = None) -> WaitlistId:
    """Somebody waits, for anything unless told otherwise."""
    return desk.write(waitlist.add, patient=patient, wishes=wishes or Wishes())


def offered(clinic: Clinic, desk: App, entry: WaitlistId, **more: Any) -> SlotOfferId:
    """Ana's time of Tuesday at ten is offered."""
    ids = clinic.ids
    where: dict[str, Any] = {"therapist": ids.ana, "location": ids.birmingham, "room": ids.room, "starts": TUESDAY} | more
    return desk.write(slot_offers.offer, entry, **where)


def line_of(app: App, key: WaitlistId) -> WaitingLine:
    """An entry of the list."""
    return next(line for line in app.read(shown.people) if line.id == key)


def times(app: App) -> list[FreedLine]:
    """What became free."""
    return app.read(shown.freed)


def book(app: App, clinic: Clinic, **more: Any) -> Any:
    """Book María with Ana on Tuesday at ten, or otherwise."""
    ids = clinic.ids
    where: dict[str, Any] = {"patient": ids.maria, "therapist": ids.ana, "location": ids.birmingham, "room": ids.room}
    return app.write(appointments.book, **(where | {"starts": TUESDAY} | more))


def state_of(clinic: Clinic, key: WaitlistId) -> str:
    """Where an entry stands."""
    return str(clinic.rows("SELECT state FROM waitlist_entry WHERE id = :k", k=key)[0][0])
