"""L3, thanks to the referrer: seen when and by whom. The plan in one line is the writer's; no diagnosis (DOMAIN.md 4.3)."""

from zoneinfo import ZoneInfo

from sqlalchemy import and_, or_, select

from ibh_desktop.domain.appointments import Status
from ibh_desktop.domain.ids import CourseId, PatientId, RecipientId, TherapistId
from ibh_desktop.domain.letter_kinds.thanks import THANKS
from ibh_desktop.domain.letter_lines import Line
from ibh_desktop.domain.letter_occasions import require_referrer, require_seen
from ibh_desktop.domain.permissions import require
from ibh_desktop.queries.clinic import settings
from ibh_desktop.queries.proposals import standing, words
from ibh_desktop.queries.proposals.proposed import Proposed
from ibh_desktop.store.chart import Authorization
from ibh_desktop.store.lookup import one
from ibh_desktop.store.schema import Appointment, Course, Location, Patient, Recipient, Therapist
from ibh_desktop.store.tx import Reading


def proposed(reading: Reading, course: CourseId) -> Proposed:
    """Thanks after the first visit that was held; raise `Refused` before it, and for a referrer outside health care."""
    row = one(reading, Course, course)
    therapist = TherapistId(row.therapist_id)
    require(reading.actor, THANKS.writes, therapist)
    referrer = _referrer(reading, one(reading, Patient, row.patient_id))
    lines = words.kept(
        {
            "seen": (_seen(reading, row),),
            "follow": (Line(settings(reading).letter_follow, standing.CLINIC),),
        }
    )
    return Proposed(THANKS.id, PatientId(row.patient_id), therapist, course, None, referrer, lines)


def _referrer(reading: Reading, patient: Patient) -> RecipientId:
    found = None if patient.referrer_id is None else reading.session.get(Recipient, patient.referrer_id)
    a = Authorization
    given = select(a.id).where(
        a.patient_id == patient.id, a.recipient_id == patient.referrer_id, a.revoked_on.is_(None), a.voided_at.is_(None)
    )
    authorized = found is not None and not found.provider and reading.session.scalar(given.limit(1)) is not None
    require_referrer(found.name if found else None, provider=found is not None and found.provider, authorized=authorized)
    return RecipientId(patient.referrer_id or 0)


def _seen(reading: Reading, course: Course) -> Line:
    a = Appointment
    # An intake is often held before its course is opened.
    of_it = or_(a.course_id == course.id, and_(a.course_id.is_(None), a.therapist_id == course.therapist_id))
    first = (
        select(a.starts, Therapist.name, Therapist.credential, Location.name, Location.zone)
        .join(Therapist, Therapist.id == a.therapist_id)
        .join(Location, Location.id == a.location_id)
        .where(a.patient_id == course.patient_id, a.status == Status.COMPLETED, of_it)
        .order_by(a.starts, a.id)
        .limit(1)
    )
    found = reading.session.execute(first).one_or_none()
    require_seen(seen=found is not None)
    starts, name, credential, place, zone = found  # type: ignore[misc]
    on = starts.astimezone(ZoneInfo(zone))
    who = ", ".join(part for part in (name, credential) if part)
    return Line(f"Seen on {words.weekday(on)}, by {who}, at {place}.", f"visit of {words.day(on)}")
