"""The call list: the visits of the next business days, who is called about them and what came of it (FEATURES.md b6)."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import ColumnElement, Row, Select, exists, or_, select

from ibh_desktop.domain.appointments import Kind, Modality, Status
from ibh_desktop.domain.business_days import FURTHEST, next_business_days
from ibh_desktop.domain.calls import (
    Call,
    CallOutcome,
    Group,
    group_of,
    is_listed,
    not_called,
    standing,
)
from ibh_desktop.domain.clocks import around
from ibh_desktop.domain.contact import Wishes
from ibh_desktop.domain.ids import AppointmentId, LocationId, PatientId, TherapistId
from ibh_desktop.domain.people import full_name
from ibh_desktop.domain.permissions import Permission, reach, require
from ibh_desktop.domain.slots import Slot
from ibh_desktop.exchange.phones import shown_phone
from ibh_desktop.queries.clinic import settings
from ibh_desktop.queries.contact import COLUMNS, wishes_in
from ibh_desktop.store.chart import Guardian
from ibh_desktop.store.frontdesk import CallMade, PatientContact
from ibh_desktop.store.schema import Appointment, Closure, Location, Patient, Staff, Therapist
from ibh_desktop.store.tx import Reading


@dataclass(frozen=True, slots=True)
class CallLine:
    """One visit; `starts` carries the location's zone. `apart` says why nobody calls, `last_call` is the newest call on it.

    `custody`: something about who acts for the patient stands in the file (DOMAIN.md 4.6).
    """

    id: AppointmentId
    version: int
    last_call: int
    group: Group
    starts: datetime
    patient: PatientId
    patient_name: str
    given: str
    phone: str
    email: str
    wishes: Wishes
    apart: str
    therapist: TherapistId
    therapist_name: str
    place: str
    call_back: str
    status: Status
    intake: bool
    custody: bool
    calls: tuple[Call, ...]


@dataclass(frozen=True, slots=True)
class CallList:
    """The lines by group and time; `days` is how many business days ahead they reach."""

    days: int
    lines: tuple[CallLine, ...]


@dataclass(frozen=True, slots=True)
class _Days:
    """Today and the closed days of every location, and how far the list reaches."""

    today: dict[int, date]
    closed: dict[int, set[date]]
    count: int

    def holds(self, row: Row[*tuple[Any, ...]], at: datetime) -> bool:
        place = row.location_id
        on = at.astimezone(ZoneInfo(row.zone)).date()
        return is_listed(row.kind, on, self.today[place], self.count, self.closed[place])


def listing(reading: Reading, *, location: LocationId | None = None) -> CallList:
    """Whom to call before their visit, at one location or all; therapists find their own patients. Five statements."""
    require(reading.actor, Permission.MOVE_ON)
    days = _days(reading)
    first, last = min(days.today.values(), default=reading.now.date()), _last(days, reading.now)
    rows = _visits(reading, around(first, last), location)
    calls = _calls(reading, [row.id for row in rows])
    lines = []
    for row in rows:
        made = calls[row.id]
        gone = any(call.agreed == row.starts and days.holds(row, call.about) for call in made)
        if gone or (row.starts > reading.now and days.holds(row, row.starts)):
            lines.append(_line(row, made))
    order = {group: number for number, group in enumerate(Group)}
    return CallList(days.count, tuple(sorted(lines, key=lambda line: (order[line.group], line.starts, line.id))))


def _days(reading: Reading) -> _Days:
    count = settings(reading).reminder_days
    today = {
        key: reading.now.astimezone(ZoneInfo(zone)).date() for key, zone in reading.rows(select(Location.id, Location.zone))
    }
    closed: dict[int, set[date]] = defaultdict(set)
    soon = Closure.on.between(reading.now.date() - timedelta(days=1), reading.now.date() + FURTHEST)
    for place, on in reading.rows(select(Closure.location_id, Closure.on).where(soon)):
        closed[place].add(on)
    return _Days(today, closed, count)


def _last(days: _Days, now: datetime) -> date:
    """The last day on which any location has a visit that is called about."""
    reached = [next_business_days(today, days.count + 1, days.closed[place]) for place, today in days.today.items()]
    return max((found[-1] for found in reached if found), default=now.date())


def _visits(reading: Reading, window: Slot, location: LocationId | None) -> list[Row[*tuple[Any, ...]]]:
    a, c = Appointment, CallMade
    here = select(a.id).where(a.starts >= window.starts, a.starts < window.ends)
    moved = select(c.appointment_id).where(c.about >= window.starts, c.about < window.ends)
    moved = moved.where(c.outcome == CallOutcome.MOVED.value, c.withdrawn_at.is_(None))
    if location is not None:
        here = here.where(a.location_id == location)
    chosen = _columns().where(a.id.in_(here.union(moved)))
    if location is not None:
        chosen = chosen.where(a.location_id == location)
    if (whose := reach(reading.actor, Permission.MOVE_ON)) is not None:
        chosen = chosen.where(a.therapist_id.in_(whose))
    return list(reading.rows(chosen))


def _columns() -> Select[*tuple[Any, ...]]:
    a = Appointment
    return (
        select(
            a.id,
            a.version.label("seen"),
            a.starts,
            a.kind,
            a.modality,
            a.status,
            a.patient_id,
            a.therapist_id,
            a.location_id,
            Patient.given,
            Patient.family,
            Patient.preferred,
            Patient.phone,
            Patient.email,
            Therapist.name.label("therapist"),
            Location.name.label("location"),
            Location.phone.label("call_back"),
            Location.zone,
            _custody().label("custody"),
            *COLUMNS,
        )
        .join(Patient, Patient.id == a.patient_id)
        .join(Therapist, Therapist.id == a.therapist_id)
        .join(Location, Location.id == a.location_id)
        .join(PatientContact, PatientContact.patient_id == a.patient_id, isouter=True)
    )


def _custody() -> ColumnElement[bool]:
    g = Guardian
    told = or_(g.custody_note != "", g.restrictions != "", ~g.contact_allowed)
    return exists().where(g.patient_id == Appointment.patient_id, ~g.removed, told)


def _calls(reading: Reading, visits: Sequence[int]) -> dict[int, list[Call]]:
    c = CallMade
    wanted = select(c.id, c.appointment_id, c.outcome, c.about, c.agreed, c.at, c.note, Staff.name)
    wanted = wanted.join(Staff, Staff.id == c.by_id).where(c.appointment_id.in_(visits), c.withdrawn_at.is_(None))
    found: dict[int, list[Call]] = defaultdict(list)
    for row in reading.rows(wanted.order_by(c.id)):
        outcome = CallOutcome(row.outcome)
        found[row.appointment_id].append(Call(outcome, row.about, row.at, row.name, row.agreed, row.note, row.id))
    return found


def _line(row: Row[*tuple[Any, ...]], made: Sequence[Call]) -> CallLine:
    wishes, calls = wishes_in(row), standing(made, row.starts)
    return CallLine(
        id=AppointmentId(row.id),
        version=row.seen,
        last_call=made[-1].id if made else 0,
        group=group_of(row.status, wishes, row.phone, calls),
        starts=row.starts.astimezone(ZoneInfo(row.zone)),
        patient=PatientId(row.patient_id),
        patient_name=full_name(row.given, row.family, row.preferred),
        given=row.preferred or row.given or row.family,
        phone=shown_phone(row.phone),
        email=row.email,
        wishes=wishes,
        apart=not_called(wishes, row.phone),
        therapist=TherapistId(row.therapist_id),
        therapist_name=row.therapist,
        place=row.location if row.modality is Modality.IN_PERSON else row.modality.value,
        call_back=shown_phone(row.call_back),
        status=row.status,
        intake=row.kind is Kind.INTAKE,
        custody=row.custody,
        calls=calls,
    )
