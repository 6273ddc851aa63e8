"""A group with its members and its sessions, for whoever may see the members' courses."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby
from zoneinfo import ZoneInfo

from sqlalchemy import select

from ibh_desktop.domain.appointments import HOLDING, MISSED, UNSETTLED, Kind, Status
from ibh_desktop.domain.clocks import at_wall
from ibh_desktop.domain.courses import GROUP, RUNNING, Attendance, CourseStatus, Session, counted, remaining
from ibh_desktop.domain.errors import NotFound
from ibh_desktop.domain.ids import AppointmentId, CourseId, GroupId, PatientId, TherapistId
from ibh_desktop.domain.people import list_name
from ibh_desktop.domain.permissions import Permission, require
from ibh_desktop.queries.session_numbers import late_counts
from ibh_desktop.store.schema import Appointment, Course, Location, Patient, TherapyGroup
from ibh_desktop.store.tx import Reading

_SHOWN = (*HOLDING, *MISSED, Status.LEFT_BEFORE_SEEN)


@dataclass(frozen=True, slots=True)
class Member:
    """A patient of the group with where her course stands."""

    course: CourseId
    patient: PatientId
    name: str
    status: CourseStatus
    delivered: int
    planned: int
    left: int


@dataclass(frozen=True, slots=True)
class MemberVisit:
    """One member's part in a session."""

    id: AppointmentId
    name: str
    status: Status


@dataclass(frozen=True, slots=True)
class GroupSession:
    """A session with everybody who is or was to come; times carry the location's zone."""

    starts: datetime
    ends: datetime
    visits: tuple[MemberVisit, ...]

    @property
    def open(self) -> tuple[MemberVisit, ...]:
        """The visits that nobody settled yet."""
        return tuple(visit for visit in self.visits if visit.status in UNSETTLED)


@dataclass(frozen=True, slots=True)
class GroupPage:
    """`to_settle` is the last session that has begun and is not settled; `next_at` where one more would lie."""

    id: GroupId
    name: str
    zone: ZoneInfo
    members: tuple[Member, ...]
    sessions: tuple[GroupSession, ...]
    to_settle: GroupSession | None
    next_at: datetime | None


def page(reading: Reading, group: GroupId) -> GroupPage:
    """A group; raise `NotAllowed` for another therapist's. Five statements, however many members it has."""
    row = reading.session.get(TherapyGroup, group)
    if row is None:
        raise NotFound("This group is not there any more.")
    require(reading.actor, Permission.SEE_COURSE, TherapistId(row.therapist_id))
    zone = ZoneInfo(reading.session.get_one(Location, row.location_id).zone)
    visits = _visits(reading, group)
    sessions = tuple(_sessions(visits, zone))
    begun = [session for session in sessions if session.starts <= reading.now and session.open]
    last = max((session.starts for session in sessions), default=None)
    return GroupPage(
        id=group,
        name=row.name,
        zone=zone,
        members=_members(reading, group, visits),
        sessions=sessions,
        to_settle=begun[-1] if begun else None,
        next_at=last and at_wall(last, zone, GROUP.cadence_days).astimezone(zone),
    )


_Row = tuple[Appointment, str, str]


def _visits(reading: Reading, group: GroupId) -> list[_Row]:
    a = Appointment
    wanted = (
        select(a, Patient.given, Patient.family)
        .join(Course, Course.id == a.course_id)
        .join(Patient, Patient.id == a.patient_id)
        .where(Course.group_id == group, a.kind == Kind.GROUP, a.status.in_(_SHOWN))
    )
    found = reading.session.execute(wanted.order_by(a.starts, Patient.family, Patient.given, a.id))
    return [(row, given, family) for row, given, family in found]


def _sessions(visits: Iterable[_Row], zone: ZoneInfo) -> Iterator[GroupSession]:
    """What takes or took place: a session to which nobody comes is none."""
    for (starts, ends), rows in groupby(visits, key=lambda found: (found[0].starts, found[0].ends)):
        shown = tuple(MemberVisit(AppointmentId(row.id), list_name(*name), row.status) for row, *name in rows)
        if any(visit.status in HOLDING for visit in shown):
            yield GroupSession(starts.astimezone(zone), ends.astimezone(zone), shown)


def _members(reading: Reading, group: GroupId, visits: Iterable[_Row]) -> tuple[Member, ...]:
    late = late_counts(reading)
    wanted = select(Course, Patient.given, Patient.family).join(Patient, Patient.id == Course.patient_id)
    rows = reading.session.execute(wanted.where(Course.group_id == group).order_by(Patient.family, Patient.given, Course.id))
    theirs: dict[int, list[Session]] = defaultdict(list)
    for row, _, _ in visits:
        theirs[row.course_id or 0].append(Session(row.kind, row.status))
    return tuple(
        _member(course, list_name(given, family), counted(theirs[course.id], late_counts=late))
        for course, given, family in rows
        if course.status is not CourseStatus.CANCELLED
    )


def _member(course: Course, name: str, held: Attendance) -> Member:
    left = remaining(course.planned, held.taken) if course.status in RUNNING else 0
    return Member(CourseId(course.id), PatientId(course.patient_id), name, course.status, held.delivered, course.planned, left)
