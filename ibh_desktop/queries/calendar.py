"""The rows that decide whether a time is free, as a `domain.availability.Calendar`."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import ColumnElement, Row, and_, or_, select
from sqlalchemy.orm import Session

from ibh_desktop.domain.appointments import HOLDING, LONGEST, Modality
from ibh_desktop.domain.availability import Calendar
from ibh_desktop.domain.clocks import time_of
from ibh_desktop.domain.ids import AppointmentId, LocationId, PatientId, RoomId, TherapistId
from ibh_desktop.domain.licences import NOT_CLINICAL, Standing
from ibh_desktop.domain.roster import DayException, Hours, Shift
from ibh_desktop.domain.slots import Slot
from ibh_desktop.settings import Settings
from ibh_desktop.store.schema import (
    Appointment,
    Closure,
    Location,
    LocationHours,
    ShiftBreak,
    ShiftException,
    Therapist,
    TimeOff,
)
from ibh_desktop.store.schema import Shift as ShiftRow

LONGEST_PAUSE = timedelta(hours=1)


def calendar(
    session: Session,
    window: Slot,
    *,
    therapists: Sequence[TherapistId] | None = None,
    locations: Sequence[LocationId] | None = None,
    patient: PatientId | None = None,
    room: RoomId | None = None,
    ignoring: AppointmentId | None = None,
    rules: Settings | None = None,
) -> Calendar:
    """Shifts, bookings, time off and closures of a window (instants); None means all who are active.

    Eight statements whatever the size; `room` is looked at beside the shifts' own, `ignoring` leaves one appointment out.
    With `rules` the pauses after visits are taken as well.
    """
    shifts = worked_shifts(session, window, therapists=therapists, locations=locations)
    first, last = window.starts.date() - timedelta(days=1), window.ends.date()
    exceptions = exceptions_in(session, first, last, therapists=therapists)
    people = {shift.therapist for shift in shifts} | {one.therapist for one in exceptions} | set(therapists or ())
    rooms = {shift.room for shift in shifts if shift.room is not None} | ({room} if room is not None else set())
    rooms |= {one.room for one in exceptions if one.room is not None}
    visits = _visits(session, window, people, rooms, patient, ignoring)
    by_therapist, by_room, of_patient = _busy(visits, patient)
    away, licences = _away_and_licensed(session, window, people)
    zones = {LocationId(key): ZoneInfo(zone) for key, zone in session.execute(select(Location.id, Location.zone))}
    return Calendar(
        shifts,
        zones,
        therapist_busy=by_therapist,
        therapist_off=away,
        room_busy=by_room,
        patient_busy=of_patient,
        closed=closed_days(session, window),
        exceptions=exceptions,
        opening=opening_hours(session),
        pauses={} if rules is None else _pauses(visits, rules),
        trips={} if rules is None else _trips(visits, rules),
        licences=licences,
    )


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
    special = ShiftException
    wanted = (
        select(special)
        .join(Therapist, Therapist.id == special.therapist_id)
        .where(Therapist.active, special.on.between(first, last))
        .order_by(special.on, special.starts)
    )
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


Visit = Row[*tuple[Any, ...]]


def _visits(
    session: Session,
    window: Slot,
    people: set[TherapistId],
    rooms: set[RoomId],
    patient: PatientId | None,
    ignoring: AppointmentId | None,
) -> Sequence[Visit]:
    a = Appointment
    asked: list[ColumnElement[bool]] = [a.therapist_id.in_(people), a.room_id.in_(rooms)]
    if patient is not None:
        asked.append(a.patient_id == patient)
    held = select(a.therapist_id, a.room_id, a.patient_id, a.starts, a.ends, a.kind, a.location_id, a.modality).where(
        or_(*asked),
        a.starts < window.ends,
        a.starts > window.starts - LONGEST,
        a.ends > window.starts - LONGEST_PAUSE,
        a.status.in_(HOLDING),
    )
    if ignoring is not None:
        held = held.where(a.id != ignoring)
    return session.execute(held.order_by(a.starts, a.ends)).all()


Busy = tuple[dict[TherapistId, list[Slot]], dict[RoomId, list[Slot]], list[Slot]]


def _busy(visits: Iterable[Visit], patient: PatientId | None) -> Busy:
    by_therapist: dict[TherapistId, list[Slot]] = defaultdict(list)
    by_room: dict[RoomId, list[Slot]] = defaultdict(list)
    of_patient: list[Slot] = []
    for therapist, room, who, starts, ends, *_ in visits:
        slot = Slot(starts, ends)
        by_therapist[therapist].append(slot)
        if room is not None:
            by_room[room].append(slot)
        if who == patient:
            of_patient.append(slot)
    return by_therapist, by_room, of_patient


def _pauses(visits: Iterable[Visit], rules: Settings) -> dict[TherapistId, list[Slot]]:
    found: dict[TherapistId, list[Slot]] = defaultdict(list)
    for visit in visits:
        found[TherapistId(visit.therapist_id)].append(Slot(visit.ends, visit.ends + rules.pause_after(visit.kind)))
    return found


def _trips(visits: Iterable[Visit], rules: Settings) -> dict[TherapistId, list[tuple[LocationId, Slot]]]:
    way = timedelta(minutes=rules.travel_minutes)
    found: dict[TherapistId, list[tuple[LocationId, Slot]]] = defaultdict(list)
    for visit in visits:
        if visit.modality == Modality.IN_PERSON:
            trip = Slot(visit.starts - way, visit.ends + way)
            found[TherapistId(visit.therapist_id)].append((LocationId(visit.location_id), trip))
    return found


def opening_hours(session: Session) -> dict[tuple[LocationId, int], Hours]:
    """The hours of every location by weekday."""
    h = LocationHours
    rows = session.execute(select(h.location_id, h.weekday, h.opens, h.closes))
    return {(LocationId(place), day): Hours(time_of(opens), time_of(closes)) for place, day, opens, closes in rows}


def time_off(session: Session, window: Slot, people: set[TherapistId]) -> dict[TherapistId, list[Slot]]:
    """Absences by therapist."""
    return _away_and_licensed(session, window, people)[0]


def _away_and_licensed(
    session: Session, window: Slot, people: set[TherapistId]
) -> tuple[dict[TherapistId, list[Slot]], dict[TherapistId, Standing]]:
    """Absences, and the licences that end before the window does or never cover therapy, by therapist. One statement."""
    t, off = Therapist, TimeOff
    absent = and_(off.therapist_id == t.id, off.ends > window.starts, off.starts < window.ends)
    narrow = or_(t.licence_expires < window.ends.date(), t.credential.in_(NOT_CLINICAL))
    found = (
        select(t.id, t.credential, t.licence_expires, narrow.label("narrow"), off.starts, off.ends)
        .join(off, absent, isouter=True)
        .where(t.id.in_(people), or_(off.id.is_not(None), narrow))
    )
    away: dict[TherapistId, list[Slot]] = defaultdict(list)
    licences: dict[TherapistId, Standing] = {}
    for row in session.execute(found):
        if row.starts is not None:
            away[row.id].append(Slot(row.starts, row.ends))
        if row.narrow:
            licences[row.id] = Standing(row.credential, row.licence_expires)
    return away, licences


def closed_days(session: Session, window: Slot) -> frozenset[tuple[LocationId, date]]:
    """Dates on which a location is closed."""
    first, last = window.starts.date() - timedelta(days=1), window.ends.date()
    rows = session.execute(select(Closure.location_id, Closure.on).where(Closure.on.between(first, last)))
    return frozenset((LocationId(location), on) for location, on in rows)
