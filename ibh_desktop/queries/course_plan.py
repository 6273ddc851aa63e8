"""The preview of a whole course: N dated sessions, and the weeks skipped with their reasons."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial

from sqlalchemy import select

from ibh_desktop.domain.courses import BY_CODE
from ibh_desktop.domain.ids import LocationId, PatientId, RoomId, TherapistId
from ibh_desktop.domain.permissions import Permission, require
from ibh_desktop.domain.series import MOST_SKIPPED, Planned, weekly
from ibh_desktop.domain.slots import Slot
from ibh_desktop.queries.calendar import calendar
from ibh_desktop.queries.free_slots import Wanted, why_not
from ibh_desktop.store.schema import Location, Therapist
from ibh_desktop.store.tx import Reading


@dataclass(frozen=True, slots=True)
class CoursePlan:
    """Who wants which variant with whom, weekly from `starts` on (an instant)."""

    patient: PatientId
    therapist: TherapistId
    location: LocationId
    room: RoomId | None
    variant: str
    starts: datetime


def plan(reading: Reading, wanted: CoursePlan) -> list[Planned]:
    """Rows of the preview in order; the same statement decides it that books it."""
    require(reading.actor, Permission.OPEN_COURSE, wanted.therapist)
    variant = BY_CODE[wanted.variant]
    weeks = timedelta(days=variant.cadence_days * (variant.planned + MOST_SKIPPED + 1))
    window = Slot(wanted.starts - timedelta(days=1), wanted.starts + weeks)
    known = calendar(reading.session, window, therapists=[wanted.therapist], patient=wanted.patient, room=wanted.room)
    therapist = reading.session.scalars(select(Therapist.name).where(Therapist.id == wanted.therapist)).one()
    location = reading.session.scalars(select(Location.name).where(Location.id == wanted.location)).one()
    asked = partial(
        Wanted,
        therapist=wanted.therapist,
        therapist_name=therapist,
        location=wanted.location,
        location_name=location,
        room=wanted.room,
    )
    return weekly(
        wanted.starts,
        known.zones[wanted.location],
        sessions=variant.planned,
        cadence_days=variant.cadence_days,
        length=timedelta(minutes=variant.minutes),
        why_not=lambda slot: why_not(known, asked(slot)),
    )
