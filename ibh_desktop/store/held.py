"""Times that an open offer of the waitlist holds: nobody else is booked there until it expires."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from sqlalchemy import Integer, String, column, select, table

from ibh_desktop.domain.errors import Refused
from ibh_desktop.domain.slots import Slot
from ibh_desktop.store.schema import Location
from ibh_desktop.store.tx import Reading
from ibh_desktop.store.types import Instant

# Not by its class: mapping the tables of the desk takes time that start-up does not have.
_OFFER = table(
    "slot_offer",
    column("patient_id", Integer),
    column("therapist_id", Integer),
    column("location_id", Integer),
    column("room_id", Integer),
    column("starts", Instant),
    column("ends", Instant),
    column("expires_at", Instant),
    column("answer", String),
)


@dataclass(frozen=True, slots=True)
class Hold:
    """An open offer: for whom, whose time, and until when; `until` carries the location's zone."""

    patient: int
    therapist: int
    room: int | None
    slot: Slot
    until: datetime

    def stands_against(self, slot: Slot, *, therapist: int, room: int | None, patient: int | None) -> bool:
        """Whether a visit of this patient would take what is held for somebody else."""
        same = therapist == self.therapist or (room is not None and room == self.room)
        return same and patient != self.patient and slot.overlaps(self.slot)

    def sentence(self, now: datetime) -> str:
        """Why the time cannot be booked, and the way on."""
        today = now.astimezone(self.until.tzinfo).date() == self.until.date()
        until = f"{self.until:%H:%M}" if today else f"{self.until:%a %H:%M}"
        return f"This time is held for the waitlist until {until}. Choose another time, or take the offer back first."


def holds(reading: Reading) -> list[Hold]:
    """Every open offer, a few dozen at most. One statement."""
    o = _OFFER.c
    open_now = select(o.patient_id, o.therapist_id, o.room_id, o.starts, o.ends, o.expires_at, Location.zone)
    wanted = open_now.join(Location, Location.id == o.location_id).where(o.expires_at > reading.now, o.answer == "")
    return [
        Hold(patient, therapist, room, Slot(starts, ends), until.astimezone(ZoneInfo(zone)))
        for patient, therapist, room, starts, ends, until, zone in reading.rows(wanted)
    ]


def hold_on(found: Iterable[Hold], slot: Slot, *, therapist: int, room: int | None, patient: int | None) -> Hold | None:
    """The first that stands against a visit."""
    return next(
        (hold for hold in found if hold.stands_against(slot, therapist=therapist, room=room, patient=patient)),
        None,
    )


def require_not_held(reading: Reading, slots: Sequence[Slot], *, therapist: int, room: int | None, patient: int | None) -> None:
    """Raise `Refused` that names the hold when one of these times is held for somebody else.

    The caller holds therapist and room, as whoever makes an offer does: none can come between.
    """
    found = holds(reading)
    for slot in slots:
        if hold := hold_on(found, slot, therapist=therapist, room=room, patient=patient):
            raise Refused(hold.sentence(reading.now), field="starts")
