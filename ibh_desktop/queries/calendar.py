"""The rows that decide whether a time is free, as a `domain.availability.Calendar`."""

from collections import defaultdict
from collections.abc import Sequence
from datetime import date, timedelta
from zoneinfo import ZoneInfo

from sqlalchemy import ColumnElement, or_, select
from sqlalchemy.orm import Session

from ibh_desktop.domain.appointments import HOLDING, LONGEST
from ibh_desktop.domain.availability import Calendar
from ibh_desktop.domain.clocks import time_of
from ibh_desktop.domain.ids import AppointmentId, LocationId, PatientId, RoomId, TherapistId
from ibh_desktop.domain.roster import DayException, Hours, Shift
from ibh_desktop.domain.slots import Slot
from ibh_desktop.store.schema import Appointment, Closure, Location, ShiftBreak, ShiftException, Therapist, TimeOff
from ibh_desktop.store.schema import Shift as ShiftRow


def calendar(
    session: Session,
    window: Slot,
    *,
    therapists: Sequence[TherapistId] | None = None,
    locations: Sequence[LocationId] | None = None,
    patient: PatientId | None = None,
    room: RoomId | None = None,
    ignoring: AppointmentId | None = None,
) -> Calendar:
    """Shifts, bookings, time off and closures of a window (instants); None means all who are active.

    Six statements whatever the size; `room` is looked at beside the shifts' own, `ignoring` leaves one appointment out.
    """
    shifts = worked_shifts(session, window, therapists=therapists, locations=locations)
    people = {shift.therapist for shift in shifts} | set(therapists or ())
    rooms = {shift.room for shift in shifts if shift.room is not None} | ({room} if room is not None else set())
    busy = _busy(session, window, people, rooms, patient, ignoring)
    zones = {LocationId(key): ZoneInfo(zone) for key, zone in session.execute(select(Location.id, Location.zone))}
    return Calendar(shifts, zones, *busy, closed=_closed(session, window))


def worked_shifts(
    session: Session, window: Slot, *, therapists: Sequence[TherapistId] | None, locations: Sequence[LocationId] | None
) -> list[Shift]:
    """Shifts of active people at active places that are worked at some time in the window."""
    first, last = window.starts.date() - timedelta(days=1), window.ends.date()
    wanted = (
        select(ShiftRow)
        .join(Therapist, Therapist.id == ShiftRow.therapist_id)
        .join(Location, Location.id == ShiftRow.location_id)
        .where(
            Therapist.active, Location.active, ShiftRow.from_on <= last, or_(ShiftRow.to_on.is_(None), ShiftRow.to_on >= first)
        )
        .order_by(ShiftRow.therapist_id, ShiftRow.weekday, ShiftRow.starts)
    )
    if therapists is not None:
        wanted = wanted.where(ShiftRow.therapist_id.in_(therapists))
    if locations is not None:
        wanted = wanted.where(ShiftRow.location_id.in_(locations))
    rows = session.scalars(wanted).all()
    pauses = breaks_of(session, [row.id for row in rows])
    return [as_shift(row, pauses) for row in rows]


def breaks_of(session: Session, shifts: Sequence[int]) -> dict[int, list[Hours]]:
    """Breaks by shift."""
    pauses: dict[int, list[Hours]] = defaultdict(list)
    for row in session.scalars(select(ShiftBreak).where(ShiftBreak.shift_id.in_(shifts)).order_by(ShiftBreak.starts)):
        pauses[row.shift_id].append(Hours(time_of(row.starts), time_of(row.ends)))
    return pauses


def as_shift(row: ShiftRow, pauses: dict[int, list[Hours]]) -> Shift:
    """A row as the domain's shift."""
    return Shift(
        TherapistId(row.therapist_id),
        LocationId(row.location_id),
        row.weekday,
        Hours(time_of(row.starts), time_of(row.ends)),
        row.from_on,
        row.to_on,
        None if row.room_id is None else RoomId(row.room_id),
        tuple(pauses.get(row.id, ())),
        row.every_weeks,
    )


def exceptions_in(
    session: Session, first: date, last: date, *, therapists: Sequence[TherapistId] | None = None
) -> list[DayException]:
    """Exceptions of all therapists, or some, from `first` to `last`, both included."""
    wanted = select(ShiftException).where(ShiftException.on.between(first, last)).order_by(ShiftException.on)
    if therapists is not None:
        wanted = wanted.where(ShiftException.therapist_id.in_(therapists))
    return [
        DayException(
            TherapistId(row.therapist_id),
            row.on,
            None if row.location_id is None else LocationId(row.location_id),
            None if row.starts is None or row.ends is None else Hours(time_of(row.starts), time_of(row.ends)),
            None if row.room_id is None else RoomId(row.room_id),
        )
        for row in session.scalars(wanted)
    ]


Busy = tuple[dict[TherapistId, list[Slot]], dict[TherapistId, list[Slot]], dict[RoomId, list[Slot]], list[Slot]]


def _busy(
    session: Session,
    window: Slot,
    people: set[TherapistId],
    rooms: set[RoomId],
    patient: PatientId | None,
    ignoring: AppointmentId | None,
) -> Busy:
    by_therapist: dict[TherapistId, list[Slot]] = defaultdict(list)
    by_room: dict[RoomId, list[Slot]] = defaultdict(list)
    of_patient: list[Slot] = []
    asked: list[ColumnElement[bool]] = [Appointment.therapist_id.in_(people), Appointment.room_id.in_(rooms)]
    if patient is not None:
        asked.append(Appointment.patient_id == patient)
    columns = (Appointment.therapist_id, Appointment.room_id, Appointment.patient_id, Appointment.starts, Appointment.ends)
    held = select(*columns).where(
        or_(*asked),
        Appointment.starts < window.ends,
        Appointment.starts > window.starts - LONGEST,
        Appointment.ends > window.starts,
        Appointment.status.in_(HOLDING),
    )
    if ignoring is not None:
        held = held.where(Appointment.id != ignoring)
    for therapist, room, who, starts, ends in session.execute(held):
        slot = Slot(starts, ends)
        by_therapist[TherapistId(therapist)].append(slot)
        if room is not None:
            by_room[RoomId(room)].append(slot)
        if who == patient:
            of_patient.append(slot)
    return by_therapist, _off(session, window, people), by_room, of_patient


def _off(session: Session, window: Slot, people: set[TherapistId]) -> dict[TherapistId, list[Slot]]:
    away: dict[TherapistId, list[Slot]] = defaultdict(list)
    columns = (TimeOff.therapist_id, TimeOff.starts, TimeOff.ends)
    absent = select(*columns).where(
        TimeOff.therapist_id.in_(people), TimeOff.ends > window.starts, TimeOff.starts < window.ends
    )
    for therapist, starts, ends in session.execute(absent):
        away[TherapistId(therapist)].append(Slot(starts, ends))
    return away


def _closed(session: Session, window: Slot) -> frozenset[tuple[LocationId, date]]:
    first, last = window.starts.date() - timedelta(days=1), window.ends.date()
    rows = session.execute(select(Closure.location_id, Closure.on).where(Closure.on.between(first, last)))
    return frozenset((LocationId(location), on) for location, on in rows)
