"""Group courses: open one for all its patients, join it, and book its sessions once for everybody (DOMAIN.md 1.1.1, 5.1)."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from sqlalchemy import select

from ibh_desktop.domain.appointments import HOLDING, LONGEST, UPCOMING, Kind, Status
from ibh_desktop.domain.conflicts import Soft
from ibh_desktop.domain.courses import GROUP, RUNNING, CourseStatus, remaining
from ibh_desktop.domain.errors import Refused
from ibh_desktop.domain.groups import require_people, require_place
from ibh_desktop.domain.ids import AppointmentId, CourseId, GroupId, LocationId, PatientId, RoomId, TherapistId
from ibh_desktop.domain.permissions import Permission, require
from ibh_desktop.domain.slots import Slot
from ibh_desktop.domain.topics import Topic
from ibh_desktop.queries.course_plan import CoursePlan, opening, require_licence
from ibh_desktop.queries.session_numbers import taken
from ibh_desktop.queries.soft_conflicts import Asked
from ibh_desktop.store.lookup import one
from ibh_desktop.store.schema import Appointment, Course, Location, TherapyGroup
from ibh_desktop.store.tx import Tx
from ibh_desktop.usecases.bookable import (
    Passed,
    Request,
    require_bookable,
    require_reason,
    require_series,
    require_sound,
    visit,
)
from ibh_desktop.usecases.course_rows import local_date
from ibh_desktop.usecases.courses import Opened, add_course, require_no_acute
from ibh_desktop.usecases.self_pay import after_booking, after_undoing


@dataclass(frozen=True, slots=True)
class OpenedGroup:
    """A group just opened: a course a patient, and the visits booked with it."""

    group: GroupId
    courses: tuple[CourseId, ...]
    appointments: tuple[AppointmentId, ...]


@dataclass(frozen=True, slots=True)
class _Member:
    patient: PatientId
    course: CourseId
    passed: Passed


def open_group(
    tx: Tx, wanted: CoursePlan, *, others: Sequence[PatientId], indication: str, passed_reason: str = ""
) -> OpenedGroup:
    """Open a course for every patient and book the group's sessions once for all, or nothing.

    `wanted` names the first patient. Raise `Refused` for too few or too many, and for one who has a running course or is not
    free at a session: who that is, the place in the list says.
    """
    require(tx.actor, Permission.OPEN_COURSE, wanted.therapist)
    require_licence(tx, wanted.therapist)
    people = (wanted.patient, *others)
    require_people(people)
    for patient in sorted(people):
        tx.hold(therapist=wanted.therapist, room=wanted.room, patient=patient)
    slots = [row.slot for row in require_series(tx, wanted.series())]
    for place, patient in enumerate(people, start=1):
        _require_may_come(tx, replace(wanted, patient=patient), slots, f"Patient {place} of {len(people)}")
    passed = [require_reason(tx, opening(replace(wanted, patient=patient), slots), passed_reason) for patient in people]
    group, first = _add_group(tx, wanted, slots[0].starts), local_date(tx, wanted.location, slots[0].starts)
    members = [
        _Member(
            patient,
            add_course(tx, replace(wanted, patient=patient), GROUP, first=first, indication=indication, group=group),
            over,
        )
        for patient, over in zip(people, passed, strict=True)
    ]
    made = [key for slot in slots for key in _book(tx, _place(wanted), slot, members)]
    for member in members:
        tx.record("course:open", Topic.COURSES, member.course, diff={"variant": GROUP.code, "group": group})
    tx.record("appointment:book-group", Topic.APPOINTMENTS, made[0], diff={"group": group, "count": len(made)})
    _note_estimates(tx, made, len(members))
    return OpenedGroup(group, tuple(member.course for member in members), tuple(made))


def _require_may_come(tx: Tx, wanted: CoursePlan, slots: Sequence[Slot], who: str) -> None:
    """Raise `Refused` for a patient with another running course, or who is not free at one of the sessions."""
    try:
        require_sound(tx, Request(wanted.patient, wanted.therapist, wanted.location, wanted.room, slots[0], Kind.GROUP))
        require_no_acute(tx, wanted.patient)
    except Refused as no:
        raise Refused(f"{who}: {no.sentence}", field="more") from None
    a = Appointment
    theirs = select(a.starts, a.ends).where(
        a.patient_id == wanted.patient,
        a.starts > min(slots).starts - LONGEST,
        a.starts < max(slots).ends,
        a.status.in_(HOLDING),
    )
    busy = [Slot(starts, ends) for starts, ends in tx.session.execute(theirs)]
    taken_at = next((slot.starts for slot in slots if any(slot.overlaps(other) for other in busy)), None)
    if taken_at is not None:
        local = taken_at.astimezone(_zone(tx, wanted.location))
        raise Refused(f"{who} has another appointment on {local:%a %d %b at %H:%M}. Nothing was booked.", field="more")


def _zone(tx: Tx, location: int) -> ZoneInfo:
    return ZoneInfo(one(tx, Location, location).zone)


def _add_group(tx: Tx, wanted: CoursePlan, first: datetime) -> GroupId:
    local = first.astimezone(_zone(tx, wanted.location))
    where = {"therapist_id": wanted.therapist, "location_id": wanted.location, "room_id": wanted.room}
    row = TherapyGroup(name=f"Group on {local:%A}s at {local:%H:%M}", opened_at=tx.now, **where)
    tx.session.add(row)
    tx.session.flush()
    return GroupId(row.id)


_Place = tuple[TherapistId, LocationId, RoomId | None]


def _place(wanted: CoursePlan) -> _Place:
    return wanted.therapist, wanted.location, wanted.room


def _book(tx: Tx, place: _Place, slot: Slot, members: Sequence[_Member], *, joins: int | None = None) -> list[AppointmentId]:
    """One session: a row a member, the first of which holds therapist and room unless it `joins` another."""
    made: list[AppointmentId] = []
    for member in members:
        request = Request(member.patient, *place, slot, Kind.GROUP)
        row = visit(request, kind=Kind.GROUP, course=member.course, passed=member.passed)
        row.joins_id = made[0] if made and joins is None else joins
        tx.session.add(row)
        tx.session.flush()
        made.append(AppointmentId(row.id))
    return made


def _note_estimates(tx: Tx, made: Sequence[AppointmentId], members: int) -> None:
    """Of a group's first session that was booked: a row a member."""
    after_booking(tx, [tx.session.get_one(Appointment, key) for key in made[:members]])


def unopen(tx: Tx, opened: OpenedGroup) -> None:
    """Undo an opening while nothing happened in it; raise `Refused` once one of its courses or visits was worked on."""
    group = tx.session.get_one(TherapyGroup, opened.group)
    require(tx.actor, Permission.OPEN_COURSE, TherapistId(group.therapist_id))
    courses = [one(tx, Course, key) for key in opened.courses]
    rows = tx.session.scalars(select(Appointment).where(Appointment.id.in_(opened.appointments))).all()
    worked_on = any(course.version != 1 for course in courses) or any(row.version != 1 for row in rows)
    if worked_on or len(_courses(tx, opened.group)) > len(courses):
        raise Refused("This group was worked on since; it cannot be undone any more.")
    for course in courses:
        course.status, course.ended_on = CourseStatus.CANCELLED, local_date(tx, course.location_id, tx.now)
        course.version += 1
        tx.record("course:unopen", Topic.COURSES, course.id)
    for row in rows:
        row.status = Status.CANCELLED_CLINIC
        row.version += 1
    tx.record("appointment:unbook-group", Topic.APPOINTMENTS, opened.appointments[0], diff={"group": opened.group})
    after_undoing(tx, opened.appointments)


def _courses(tx: Tx, group: GroupId) -> list[Course]:
    """The running courses of a group's members, locked."""
    wanted = select(Course).where(Course.group_id == group, Course.status.in_(RUNNING)).order_by(Course.id)
    return list(tx.session.scalars(wanted.with_for_update()))


def join(tx: Tx, group: GroupId, patient: PatientId, *, indication: str, passed_reason: str = "") -> Opened:
    """Open a course for one more member, with the group's sessions that are still to come; Undo is `courses.unopen`.

    Raise `Refused` when the group is full, has fewer than four sessions to come, or the patient cannot come to one of them.
    """
    known = tx.session.get_one(TherapyGroup, group)
    therapist, location, room = _at(known)
    require(tx.actor, Permission.OPEN_COURSE, therapist)
    tx.hold(therapist=therapist, patient=patient)
    firsts = _to_come(tx, group)
    require_place(len(_courses(tx, group)), len(firsts))
    slots = [Slot(first.starts, first.ends) for first in firsts]
    wanted = CoursePlan(patient, therapist, location, room, GROUP.code, slots[0].starts)
    _require_may_come(tx, wanted, slots, "This patient")
    asked = Asked(patient, therapist, location, tuple(slots), Kind.GROUP)
    # The therapist's day stays as it is, whoever joins.
    passed = require_reason(tx, asked, passed_reason, only=(Soft.TWICE,))
    variant, first = replace(GROUP, planned=len(slots)), local_date(tx, location, slots[0].starts)
    course = add_course(tx, wanted, variant, first=first, indication=indication, group=group)
    member = _Member(patient, course, passed)
    made = [key for row in firsts for key in _book(tx, _at(row), Slot(row.starts, row.ends), [member], joins=row.id)]
    tx.record("course:open", Topic.COURSES, course, diff={"variant": GROUP.code, "group": group, "sessions": len(made)})
    tx.record("appointment:join-group", Topic.APPOINTMENTS, made[0], diff={"group": group, "count": len(made)})
    _note_estimates(tx, made, 1)
    return Opened(course, tuple(made))


def _to_come(tx: Tx, group: GroupId) -> list[Appointment]:
    """The rows that hold therapist and room of the group's sessions to come, by time."""
    a = Appointment
    wanted = (
        select(a)
        .join(Course, Course.id == a.course_id)
        .where(Course.group_id == group, a.joins_id.is_(None), a.kind == Kind.GROUP)
        .where(a.status.in_(UPCOMING), a.starts > tx.now)
    )
    return list(tx.session.scalars(wanted.order_by(a.starts)))


def _at(row: Appointment | TherapyGroup) -> _Place:
    return TherapistId(row.therapist_id), LocationId(row.location_id), None if row.room_id is None else RoomId(row.room_id)


def book_next(tx: Tx, group: GroupId, *, starts: datetime, passed_reason: str = "") -> tuple[AppointmentId, ...]:
    """Book one more session for every member who has one left; Undo is `appointments.unbook`.

    Raise `Refused` when nobody has one left, when the time is not free, or when one of them cannot come.
    """
    known = tx.session.get_one(TherapyGroup, group)
    place = _at(known)
    require(tx.actor, Permission.BOOK, place[0])
    tx.hold(therapist=place[0], room=place[2])
    courses = [course for course in _courses(tx, group) if remaining(course.planned, taken(tx, CourseId(course.id)))]
    if not courses:
        raise Refused("Every member's sessions are booked or held. Extend a contract first.", field="starts")
    slot = Slot(starts, starts + timedelta(minutes=GROUP.minutes))
    members = []
    for course in courses:
        patient = PatientId(course.patient_id)
        tx.hold(patient=patient)
        require_bookable(tx, Request(patient, *place, slot, Kind.GROUP))
        asked = Asked(patient, place[0], place[1], (slot,), Kind.GROUP, CourseId(course.id))
        members.append(_Member(patient, CourseId(course.id), require_reason(tx, asked, passed_reason)))
    made = _book(tx, place, slot, members)
    tx.record("appointment:book-group", Topic.APPOINTMENTS, made[0], diff={"group": group, "starts": starts})
    _note_estimates(tx, made, len(members))
    return tuple(made)
