"""Whose a safety event is, and who may therefore read or write about it (DOMAIN.md 7)."""

from zoneinfo import ZoneInfo

from sqlalchemy import select

from ibh_desktop.domain.clocks import HOME_ZONE
from ibh_desktop.domain.ids import PatientId, TherapistId
from ibh_desktop.domain.permissions import Permission, require
from ibh_desktop.queries.patients import require_own
from ibh_desktop.store.schema import Course, Location, SafetyEvent
from ibh_desktop.store.tx import Reading


def require_event(reading: Reading, event: SafetyEvent, permission: Permission) -> ZoneInfo:
    """Raise `NotAllowed` unless the event is this person's; return the zone in which its times are read.

    An event of a course is its therapist's; one without a course is everybody's who sees the patient.
    """
    if event.course_id is None:
        require(reading.actor, permission)
        require_own(reading, PatientId(event.patient_id))
        return ZoneInfo(HOME_ZONE)
    row = reading.session.execute(
        select(Course.therapist_id, Location.zone)
        .join(Location, Location.id == Course.location_id)
        .where(Course.id == event.course_id)
    ).one()
    require(reading.actor, permission, TherapistId(row.therapist_id))
    return ZoneInfo(row.zone)
