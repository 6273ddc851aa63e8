"""Recurring visits: book them at once, and move, cancel or put back one, the following or all in one transaction."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from sqlalchemy import select

from ibh_desktop.domain.appointments import HOLDING, UPCOMING, Kind, Modality, Status, cancelled_by_patient, require_move
from ibh_desktop.domain.clocks import at_wall, instant
from ibh_desktop.domain.courses import COURSE_KINDS
from ibh_desktop.domain.errors import Conflict, Refused
from ibh_desktop.domain.ids import AppointmentId, LocationId, PatientId, RoomId, TherapistId
from ibh_desktop.domain.people import clean_text
from ibh_desktop.domain.permissions import Permission, require
from ibh_desktop.domain.series import Planned, Reach, steps_on
from ibh_desktop.domain.slots import Slot
from ibh_desktop.domain.topics import Topic
from ibh_desktop.queries.clinic import settings
from ibh_desktop.queries.series_plan import Series, require_length
from ibh_desktop.store.lookup import one
from ibh_desktop.store.schema import Appointment, Course, Location
from ibh_desktop.store.tx import Tx
from ibh_desktop.usecases import appointments
from ibh_desktop.usecases.appointments import Before, before_of, put_back, row_to_restore
from ibh_desktop.usecases.bookable import Request, require_all_free, require_series
from ibh_desktop.usecases.courses import require_session_left


@dataclass(frozen=True, slots=True)
class Changed:
    """What Undo needs: how rows stood before, and what was added."""

    before: tuple[Before, ...]
    added: tuple[AppointmentId, ...] = ()


def book(
    tx: Tx, wanted: Series, *, kind: Kind = Kind.THERAPY, modality: Modality = Modality.IN_PERSON
) -> tuple[AppointmentId, ...]:
    """Book a visit a week, as many as wanted or none: raise `Refused` that names the row which cannot be booked."""
    require(tx.actor, Permission.BOOK, wanted.therapist)
    require_length(wanted)
    tx.hold(therapist=wanted.therapist, room=wanted.room, patient=wanted.patient)
    booked = require_series(tx, wanted)
    rows = [_visit(wanted, planned, kind, modality) for planned in booked]
    tx.session.add_all(rows)
    tx.session.flush()
    told = {"first": rows[0].starts, "count": len(rows), "therapist": wanted.therapist}
    tx.record("appointment:book-series", Topic.APPOINTMENTS, rows[0].id, diff=told)
    return tuple(AppointmentId(row.id) for row in rows)


def _visit(wanted: Series, planned: Planned, kind: Kind, modality: Modality) -> Appointment:
    return Appointment(
        patient_id=wanted.patient,
        therapist_id=wanted.therapist,
        location_id=wanted.location,
        room_id=wanted.room,
        kind=kind,
        modality=modality,
        starts=planned.slot.starts,
        ends=planned.slot.ends,
        status=Status.SCHEDULED,
    )


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
) -> Changed:
    """Move one visit, it and the following, or all to come of its course or series; all or none.

    `shift_rest` moves the following ones on by as many steps when the visit goes to another week. Raise `Refused` with every
    row that cannot move.
    """
    row = one(tx, Appointment, appointment)
    zone = _zone(tx, row)
    steps = steps_on(_local(row, zone).date(), starts.astimezone(zone).date(), _cadence(tx, row))
    if reach is Reach.THIS and not (shift_rest and steps):
        before = appointments.move(
            tx, appointment, starts=starts, therapist=therapist, minutes=minutes, room=room, version=version
        )
        return Changed((before,))
    require(tx.actor, Permission.BOOK, TherapistId(row.therapist_id))
    require(tx.actor, Permission.BOOK, therapist or TherapistId(row.therapist_id))
    if row.status not in UPCOMING:
        raise Refused(f"An appointment that is {row.status.value} cannot be moved.")
    if reach is Reach.THIS:
        days = steps * _cadence(tx, row)
        rest = [other for other in _members(tx, row, Reach.FOLLOWING) if other is not row]
        targets = [(row, starts), *((other, at_wall(other.starts, zone, days)) for other in rest)]
    else:
        targets = [(member, _at_hour(member, row, starts, zone)) for member in _members(tx, row, reach)]
    changed = _moved(tx, targets, therapist=therapist, minutes=minutes, room=room)
    _require_unchanged(changed, appointment, version)
    return changed


def _at_hour(member: Appointment, moved: Appointment, starts: datetime, zone: ZoneInfo) -> datetime:
    """Where a visit of a series goes when `moved` goes to `starts`: the same weekday and hour, in its own week."""
    old, new = _local(moved, zone), starts.astimezone(zone)
    its_week = _local(member, zone).date() - timedelta(days=_local(member, zone).weekday())
    days = (new.date() - (old.date() - timedelta(days=old.weekday()))).days
    return instant(its_week + timedelta(days=days), new.time(), zone)


def _moved(
    tx: Tx,
    targets: Sequence[tuple[Appointment, datetime]],
    *,
    therapist: TherapistId | None,
    minutes: int | None,
    room: RoomId | None,
) -> Changed:
    before = tuple(before_of(row) for row, _ in targets)
    requests = []
    for row, starts in targets:
        who = therapist or TherapistId(row.therapist_id)
        where = room if room or therapist else _room(row)
        length = timedelta(minutes=minutes) if minutes else row.ends - row.starts
        slot = Slot(starts, starts + length)
        requests.append(Request(PatientId(row.patient_id), who, LocationId(row.location_id), where, slot))
        tx.hold(therapist=who, room=where, patient=row.patient_id)
    # Out of the way, so that each may take the time of the next.
    for row, _ in targets:
        row.status = Status.RESCHEDULED
    tx.session.flush()
    require_all_free(tx, requests)
    for (row, _), was, wanted in zip(targets, before, requests, strict=True):
        row.status, row.starts, row.ends = was.status, wanted.slot.starts, wanted.slot.ends
        row.therapist_id, row.room_id, row.overbooked = wanted.therapist, wanted.room, False
        row.version += 1
        told = {"from": was.starts, "to": row.starts, "therapist": row.therapist_id}
        tx.record("appointment:move", Topic.APPOINTMENTS, row.id, diff=told)
    tx.session.flush()
    return Changed(before)


def cancel(
    tx: Tx,
    appointment: AppointmentId,
    *,
    by_clinic: bool,
    reach: Reach = Reach.THIS,
    reason: str = "",
    shift_rest: bool = False,
    version: int | None = None,
) -> Changed:
    """Cancel one visit, it and the following, or all to come. `shift_rest` makes one up after the last of the series."""
    row = one(tx, Appointment, appointment)
    require(tx.actor, Permission.BOOK, TherapistId(row.therapist_id))
    members = _members(tx, row, reach)
    before = tuple(before_of(member) for member in members)
    notice = settings(tx).notice
    for member in members:
        late_or_not = cancelled_by_patient(member.starts, tx.now, notice=notice)
        status = Status.CANCELLED_CLINIC if by_clinic else late_or_not
        require_move(member.status, status)
        told = {"from": member.status.value, "to": status.value}
        member.status = status
        member.version += 1
        tx.record("appointment:cancel", Topic.APPOINTMENTS, member.id, reason=clean_text(reason), diff=told)
    _require_unchanged(Changed(before), appointment, version)
    tx.session.flush()
    added = (_one_more(tx, row),) if shift_rest and reach is Reach.THIS else ()
    return Changed(before, added)


def make_up(tx: Tx, appointment: AppointmentId) -> Changed:
    """Book one more visit after the last of the course or series for one that was missed or cancelled."""
    row = one(tx, Appointment, appointment)
    require(tx.actor, Permission.BOOK, TherapistId(row.therapist_id))
    if row.status in HOLDING:
        raise Refused(f"This visit is {row.status.value}; only one that was missed or cancelled is made up.")
    return Changed((), (_one_more(tx, row),))


def _require_unchanged(changed: Changed, appointment: AppointmentId, version: int | None) -> None:
    if version is not None and any(was.id == appointment and was.version != version for was in changed.before):
        raise Conflict("Somebody else changed this a moment ago. It was left as they put it; look at it again.")


def _one_more(tx: Tx, row: Appointment) -> AppointmentId:
    tx.hold(therapist=row.therapist_id, room=row.room_id, patient=row.patient_id)
    if row.course_id is not None:
        require_session_left(tx, one(tx, Course, row.course_id))
    last = max((member.starts for member in _members(tx, row, Reach.ALL)), default=row.starts)
    cadence, zone = _cadence(tx, row), _zone(tx, row)
    first = at_wall(max(last, row.starts), zone, cadence)
    while first < tx.now:
        first = at_wall(first, zone, cadence)
    wanted = Series(
        PatientId(row.patient_id),
        TherapistId(row.therapist_id),
        LocationId(row.location_id),
        _room(row),
        first,
        1,
        int((row.ends - row.starts).total_seconds() // 60),
        cadence,
    )
    (planned,) = require_series(tx, wanted)
    new = _visit(wanted, planned, row.kind, row.modality)
    new.course_id = row.course_id
    tx.session.add(new)
    tx.session.flush()
    tx.record("appointment:make-up", Topic.APPOINTMENTS, new.id, diff={"starts": new.starts, "instead_of": row.id})
    return AppointmentId(new.id)


def restore(tx: Tx, changed: Changed) -> None:
    """Undo a change of several visits, all or none; raise `Conflict` when one was changed again or its old time was taken."""
    appointments.unbook(tx, list(changed.added))
    rows = [row_to_restore(tx, before) for before in changed.before]
    for row in rows:
        row.status = Status.RESCHEDULED
    tx.session.flush()
    for before, row in zip(changed.before, rows, strict=True):
        put_back(tx, before, row)
    tx.session.flush()


def _members(tx: Tx, row: Appointment, reach: Reach) -> list[Appointment]:
    """The visits a change is for, in order; of a series that is no course those at the same weekday and hour."""
    if reach is Reach.THIS:
        return [row]
    a = Appointment
    since = row.starts if reach is Reach.FOLLOWING else tx.now
    wanted = select(a).where(a.status.in_(UPCOMING), a.starts >= since).order_by(a.starts).with_for_update()
    if row.course_id is not None:
        return list(tx.session.scalars(wanted.where(a.course_id == row.course_id, a.kind.in_(COURSE_KINDS))))
    zone = _zone(tx, row)
    same = wanted.where(
        a.patient_id == row.patient_id,
        a.therapist_id == row.therapist_id,
        a.location_id == row.location_id,
        a.kind == row.kind,
        a.course_id.is_(None),
    )
    return [other for other in tx.session.scalars(same) if _hour(other, zone) == _hour(row, zone)]


def _hour(row: Appointment, zone: ZoneInfo) -> tuple[int, time]:
    return _local(row, zone).weekday(), _local(row, zone).time()


def _local(row: Appointment, zone: ZoneInfo) -> datetime:
    return row.starts.astimezone(zone)


def _zone(tx: Tx, row: Appointment) -> ZoneInfo:
    return ZoneInfo(one(tx, Location, row.location_id).zone)


def _cadence(tx: Tx, row: Appointment) -> int:
    return 7 if row.course_id is None else one(tx, Course, row.course_id).cadence_days


def _room(row: Appointment) -> RoomId | None:
    return None if row.room_id is None else RoomId(row.room_id)
