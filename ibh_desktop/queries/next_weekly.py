"""The next weekly visit of a known patient: the same hour as the last one, with the same therapist."""

from dataclasses import dataclass
from zoneinfo import ZoneInfo

from sqlalchemy import func, select

from ibh_desktop.domain.appointments import HOLDING, Kind
from ibh_desktop.domain.clocks import at_wall
from ibh_desktop.domain.courses import RUNNING
from ibh_desktop.domain.ids import CourseId, LocationId, PatientId, RoomId, TherapistId
from ibh_desktop.domain.permissions import Permission, may, require
from ibh_desktop.queries.free_slots import SlotLine
from ibh_desktop.queries.series_plan import Series, dated
from ibh_desktop.queries.session_numbers import is_session, taken
from ibh_desktop.store.schema import Appointment, Course, Location, Therapist
from ibh_desktop.store.tx import Reading


@dataclass(frozen=True, slots=True)
class NextWeekly:
    """The offer, and the course whose next session it is."""

    line: SlotLine
    course: CourseId | None
    number: int = 0
    planned: int = 0


def proposal(reading: Reading, patient: PatientId) -> NextWeekly | None:
    """The first free week at the usual hour; None without an earlier visit, or when the contract is booked to its end."""
    require(reading.actor, Permission.BOOK)
    a = Appointment
    last = reading.session.execute(
        select(a, Therapist.name, Location.name, Location.zone)
        .join(Therapist, Therapist.id == a.therapist_id)
        .join(Location, Location.id == a.location_id)
        .where(
            a.patient_id == patient,
            a.status.in_(HOLDING),
            is_session(),
            a.kind != Kind.GROUP,
            Therapist.active,
            Location.active,
        )
        .order_by(a.starts.desc())
        .limit(1)
    ).one_or_none()
    if last is None or not may(reading.actor, Permission.BOOK, TherapistId(last[0].therapist_id)):
        return None
    course = reading.session.scalar(select(Course).where(Course.patient_id == patient, Course.status.in_(RUNNING)))
    if course is not None and course.group_id is not None:
        return None
    if course is not None and taken(reading, CourseId(course.id)) >= course.planned:
        return None
    line = _line(reading, *last, cadence=7 if course is None else course.cadence_days)
    if line is None or course is None:
        return None if line is None else NextWeekly(line, None)
    return NextWeekly(line, CourseId(course.id), _held(reading, course) + 1, course.planned)


def _line(
    reading: Reading, visit: Appointment, therapist: str, location: str, zone_name: str, *, cadence: int
) -> SlotLine | None:
    zone = ZoneInfo(zone_name)
    first = at_wall(visit.starts, zone, cadence)
    while first < reading.now:
        first = at_wall(first, zone, cadence)
    wanted = Series(
        PatientId(visit.patient_id),
        TherapistId(visit.therapist_id),
        LocationId(visit.location_id),
        None if visit.room_id is None else RoomId(visit.room_id),
        first,
        1,
        int((visit.ends - visit.starts).total_seconds() // 60),
        cadence,
    )
    free = next((row.slot.starts for row in dated(reading, wanted) if row.number), None)
    if free is None:
        return None
    at = free.astimezone(zone)
    return SlotLine(at, wanted.minutes, wanted.therapist, therapist, wanted.location, location, wanted.room)


def _held(reading: Reading, course: Course) -> int:
    a = Appointment
    kept = select(func.count()).where(a.course_id == course.id, is_session(), a.status.in_(HOLDING))
    return reading.session.scalar(kept) or 0
