"""Recurring visits: book them at once, and move, cancel or put back one, the following or all in one transaction."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from ibh_desktop.domain.appointments import HOLDING, UPCOMING, Kind, Modality, Status, cancelled_by_patient, require_move
from ibh_desktop.domain.clocks import at_wall
from ibh_desktop.domain.errors import Conflict, Refused
from ibh_desktop.domain.ids import AppointmentId, LocationId, PatientId, RoomId, TherapistId
from ibh_desktop.domain.people import clean_text
from ibh_desktop.domain.permissions import Permission, require
from ibh_desktop.domain.series import Planned, Reach, steps_on
from ibh_desktop.domain.slots import Slot
from ibh_desktop.domain.topics import Topic
from ibh_desktop.queries.clinic import settings
from ibh_desktop.queries.series_plan import Series, require_length
from ibh_desktop.queries.soft_conflicts import Asked
from ibh_desktop.store.lookup import one
from ibh_desktop.store.schema import Appointment, Course
from ibh_desktop.store.tx import Tx
from ibh_desktop.usecases import appointments
from ibh_desktop.usecases.before import Before, before_of, restore_all
from ibh_desktop.usecases.bookable import Request, require_all_free, require_reason, require_series, visit
from ibh_desktop.usecases.courses import require_session_left
from ibh_desktop.usecases.reached import at_hour, cadence_of, course_of, local, members, room_of, zone_of
from ibh_desktop.usecases.self_pay import after_booking
from ibh_desktop.usecases.together import companions, pass_hold


@dataclass(frozen=True, slots=True)
class Changed:
    """What Undo needs: how rows stood before, and what was added."""

    before: tuple[Before, ...]
    added: tuple[AppointmentId, ...] = ()


def book(
    tx: Tx,
    wanted: Series,
    *,
    kind: Kind = Kind.THERAPY,
    modality: Modality = Modality.IN_PERSON,
    passed_reason: str = "",
) -> tuple[AppointmentId, ...]:
    """Book a visit a week, as many as wanted or none: raise `Refused` that names the row which cannot be booked."""
    require(tx.actor, Permission.BOOK, wanted.therapist)
    require_length(wanted)
    wanted = replace(wanted, kind=kind)
    tx.hold(therapist=wanted.therapist, room=wanted.room, patient=wanted.patient)
    booked = require_series(tx, wanted)
    slots = tuple(planned.slot for planned in booked)
    passed = require_reason(tx, Asked(wanted.patient, wanted.therapist, wanted.location, slots, kind), passed_reason)
    rows = [visit(_request(wanted, planned), kind=kind, modality=modality, passed=passed) for planned in booked]
    tx.session.add_all(rows)
    tx.session.flush()
    told = {"first": rows[0].starts, "count": len(rows), "therapist": wanted.therapist}
    tx.record("appointment:book-series", Topic.APPOINTMENTS, rows[0].id, diff=told)
    after_booking(tx, rows)
    return tuple(AppointmentId(row.id) for row in rows)


def _request(wanted: Series, planned: Planned) -> Request:
    return Request(wanted.patient, wanted.therapist, wanted.location, wanted.room, planned.slot, wanted.kind)


def move(
    tx: Tx,
    appointment: AppointmentId,
    *,
    starts: datetime,
    reach: Reach = Reach.THIS,
    shift_rest: bool = False,
    therapist: TherapistId | None = None,
    minutes: int | None = None,
    room: RoomId | None = None,
    version: int | None = None,
    passed_reason: str = "",
) -> Changed:
    """Move one visit, it and the following, or all to come; raise `Refused` with every row that cannot move: all or none.

    `shift_rest` moves the following ones on by as many steps when the visit goes to another week.
    """
    row = one(tx, Appointment, appointment)
    zone = zone_of(tx, row)
    steps = steps_on(local(row, zone).date(), starts.astimezone(zone).date(), cadence_of(tx, row))
    if reach is Reach.THIS and not (shift_rest and steps):
        before = appointments.move(
            tx,
            appointment,
            starts=starts,
            therapist=therapist,
            minutes=minutes,
            room=room,
            version=version,
            passed_reason=passed_reason,
        )
        return Changed((before,))
    require(tx.actor, Permission.BOOK, TherapistId(row.therapist_id))
    require(tx.actor, Permission.BOOK, therapist or TherapistId(row.therapist_id))
    if row.status not in UPCOMING:
        raise Refused(f"An appointment that is {row.status.value} cannot be moved.")
    targets = _targets(tx, row, starts, reach)
    changed = _moved(tx, targets, therapist=therapist, minutes=minutes, room=room, passed_reason=passed_reason)
    _require_unchanged(changed, appointment, version)
    return changed


def _targets(tx: Tx, row: Appointment, starts: datetime, reach: Reach) -> list[tuple[Appointment, datetime]]:
    zone = zone_of(tx, row)
    if reach is not Reach.THIS:
        return [(member, at_hour(member, row, starts, zone)) for member in members(tx, row, reach)]
    cadence = cadence_of(tx, row)
    days = cadence * steps_on(local(row, zone).date(), starts.astimezone(zone).date(), cadence)
    rest = [other for other in members(tx, row, Reach.FOLLOWING) if other is not row]
    return [(row, starts), *((other, at_wall(other.starts, zone, days)) for other in rest)]


def _moved(
    tx: Tx,
    targets: Sequence[tuple[Appointment, datetime]],
    *,
    therapist: TherapistId | None,
    minutes: int | None,
    room: RoomId | None,
    passed_reason: str,
) -> Changed:
    if any(companions(tx, row) for row, _ in targets):
        raise Refused("A visit of several patients is moved on its own. Choose “this one”.", field="reach")
    before = tuple(before_of(row) for row, _ in targets)
    requests = []
    for row, starts in targets:
        who = therapist or TherapistId(row.therapist_id)
        where = room if room or therapist else room_of(row)
        length = timedelta(minutes=minutes) if minutes else row.ends - row.starts
        slot = Slot(starts, starts + length)
        requests.append(Request(PatientId(row.patient_id), who, LocationId(row.location_id), where, slot, row.kind))
        tx.hold(therapist=who, room=where, patient=row.patient_id)
    # Out of the way, so that each may take the time of the next.
    for row, _ in targets:
        row.status = Status.RESCHEDULED
    tx.session.flush()
    require_all_free(tx, requests)
    passed = require_reason(tx, _asked(targets[0][0], requests), passed_reason)
    for (row, _), was, wanted in zip(targets, before, requests, strict=True):
        row.status, row.starts, row.ends = was.status, wanted.slot.starts, wanted.slot.ends
        row.therapist_id, row.room_id, row.overbooked = wanted.therapist, wanted.room, False
        row.passed, row.passed_reason = passed.of(wanted.slot)
        row.version += 1
        told = {"from": was.starts, "to": row.starts, "therapist": row.therapist_id}
        tx.record("appointment:move", Topic.APPOINTMENTS, row.id, reason=row.passed_reason, diff=told)
    tx.session.flush()
    return Changed(before)


def _asked(row: Appointment, requests: Sequence[Request]) -> Asked:
    first = requests[0]
    slots = tuple(request.slot for request in requests)
    return Asked(first.patient, first.therapist, first.location, slots, row.kind, course_of(row))


def cancel(
    tx: Tx,
    appointment: AppointmentId,
    *,
    by_clinic: bool,
    reach: Reach = Reach.THIS,
    reason: str = "",
    shift_rest: bool = False,
    version: int | None = None,
    passed_reason: str = "",
) -> Changed:
    """Cancel one visit, it and the following, or all to come. `shift_rest` makes one up after the last of the series."""
    row = one(tx, Appointment, appointment)
    require(tx.actor, Permission.BOOK, TherapistId(row.therapist_id))
    reached = members(tx, row, reach)
    if by_clinic:
        # The visit does not take place: for none of its patients.
        reached += [other for member in list(reached) for other in companions(tx, member)]
    before = [before_of(member) for member in reached]
    notice = settings(tx).notice
    for member in reached:
        late_or_not = cancelled_by_patient(member.starts, tx.now, notice=notice)
        status = Status.CANCELLED_CLINIC if by_clinic else late_or_not
        require_move(member.status, status)
        told = {"from": member.status.value, "to": status.value}
        before += () if by_clinic else pass_hold(tx, member, status)
        member.status = status
        member.version += 1
        tx.record("appointment:cancel", Topic.APPOINTMENTS, member.id, reason=clean_text(reason), diff=told)
    _require_unchanged(Changed(tuple(before)), appointment, version)
    tx.session.flush()
    added = (_one_more(tx, row, passed_reason),) if shift_rest and reach is Reach.THIS else ()
    return Changed(tuple(before), added)


def make_up(tx: Tx, appointment: AppointmentId, *, passed_reason: str = "") -> Changed:
    """Book one more visit after the last of the course or series for one that was missed or cancelled."""
    row = one(tx, Appointment, appointment)
    require(tx.actor, Permission.BOOK, TherapistId(row.therapist_id))
    if row.status in HOLDING:
        raise Refused(f"This visit is {row.status.value}; only one that was missed or cancelled is made up.")
    return Changed((), (_one_more(tx, row, passed_reason),))


def _require_unchanged(changed: Changed, appointment: AppointmentId, version: int | None) -> None:
    if version is not None and any(was.id == appointment and was.version != version for was in changed.before):
        raise Conflict("Somebody else changed this a moment ago. It was left as they put it; look at it again.")


def _one_more(tx: Tx, row: Appointment, passed_reason: str) -> AppointmentId:
    tx.hold(therapist=row.therapist_id, room=row.room_id, patient=row.patient_id)
    if row.course_id is not None:
        require_session_left(tx, one(tx, Course, row.course_id))
    last = max((member.starts for member in members(tx, row, Reach.ALL)), default=row.starts)
    cadence, zone = cadence_of(tx, row), zone_of(tx, row)
    first = at_wall(max(last, row.starts), zone, cadence)
    while first < tx.now:
        first = at_wall(first, zone, cadence)
    wanted = Series(
        PatientId(row.patient_id),
        TherapistId(row.therapist_id),
        LocationId(row.location_id),
        room_of(row),
        first,
        1,
        int((row.ends - row.starts).total_seconds() // 60),
        cadence,
        kind=row.kind,
    )
    (planned,) = require_series(tx, wanted)
    asked = Asked(wanted.patient, wanted.therapist, wanted.location, (planned.slot,), row.kind, course_of(row))
    passed = require_reason(tx, asked, passed_reason)
    new = visit(_request(wanted, planned), kind=row.kind, modality=row.modality, course=course_of(row), passed=passed)
    tx.session.add(new)
    tx.session.flush()
    tx.record("appointment:make-up", Topic.APPOINTMENTS, new.id, diff={"starts": new.starts, "instead_of": row.id})
    after_booking(tx, [new])
    return AppointmentId(new.id)


def restore(tx: Tx, changed: Changed) -> None:
    """Undo a change of several visits, all or none; raise `Conflict` when one was changed again or its old time was taken."""
    appointments.unbook(tx, list(changed.added))
    restore_all(tx, changed.before)
