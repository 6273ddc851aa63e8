"""Lists of the day on paper: the day sheet with room for arrivals, the week of a therapist, whom to call to confirm."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import Row, Select, select

from ibh_desktop.domain.appointments import HOLDING, Status, kind_label
from ibh_desktop.domain.clocks import HOME_ZONE, around
from ibh_desktop.domain.ids import AppointmentId, LetterId, LocationId, TherapistId
from ibh_desktop.domain.letter_kinds.attendance import ATTENDANCE
from ibh_desktop.domain.letters import LetterStatus
from ibh_desktop.domain.people import full_name, initials
from ibh_desktop.domain.permissions import Permission, Scope, may, require, scope
from ibh_desktop.exchange.phones import shown_phone
from ibh_desktop.letters.list_sheet import ListSheet
from ibh_desktop.queries.calendar_sheet import Naming
from ibh_desktop.queries.clinic import header
from ibh_desktop.store.lookup import one
from ibh_desktop.store.schema import Appointment, Letter, Location, Patient, Room, Therapist
from ibh_desktop.store.tx import Reading

DAY = (("Time", 1.0), ("Patient", 2.1), ("Visit", 1.1), ("Therapist", 1.7), ("Room", 1.0), ("Arrived", 0.9), ("Notes", 2.2))
WEEK = (("Day", 1.3), ("Time", 1.2), ("Patient", 2.2), ("Visit", 1.2), ("Where", 2.0), ("Notes", 2.1))
CALLS = (("Time", 1.1), ("Patient", 2.0), ("Phone", 1.3), ("With", 1.6), ("Outcome of the call (circle)", 3.0))
OUTCOME = "confirmed  /  message left  /  no answer  /  to be moved"
ATTENDED = (Status.CHECKED_IN, Status.IN_SESSION, Status.COMPLETED)


@dataclass(frozen=True, slots=True)
class AttendedVisit:
    """A visit for which a patient may ask a note; `starts` in the location's zone."""

    id: AppointmentId
    starts: datetime
    patient_name: str
    therapist: str


def day(reading: Reading, *, on: date, location: LocationId | None, therapist: TherapistId | None, naming: Naming) -> ListSheet:
    """Who comes on a date, by therapist and time, with a column to write arrivals into. Two or three statements."""
    require(reading.actor, Permission.SEE_CALENDAR)
    rows = _visits(reading, on, on, location, therapist, HOLDING)
    lines = [
        (_span(row), _named(reading, row, naming), _kind(reading, row), row.therapist, row.room or "", _arrived(row), "")
        for row in sorted(rows, key=lambda row: (row.therapist, row.starts, row.id))
    ]
    return _sheet(reading, f"{_long(on)}", _about(reading, rows, location), "Day sheet", DAY, lines)


def week(reading: Reading, *, monday: date, therapist: TherapistId, naming: Naming) -> ListSheet:
    """Seven days of one therapist wherever she works. Three statements."""
    require(reading.actor, Permission.SEE_CALENDAR)
    person = one(reading, Therapist, therapist)
    rows = _visits(reading, monday, monday + timedelta(days=6), None, therapist, HOLDING)
    lines = [
        (
            _short(row.starts.astimezone(ZoneInfo(row.zone))),
            _span(row),
            _named(reading, row, naming),
            _kind(reading, row),
            ", ".join(part for part in (row.location, row.room) if part),
            "",
        )
        for row in rows
    ]
    title = f"{person.name}, {person.credential}: week of {_long(monday)}"
    return _sheet(reading, title, _about(reading, rows, None), "Week list", WEEK, lines)


def calls(reading: Reading, *, on: date, location: LocationId | None) -> ListSheet:
    """Whose visit of a date is not confirmed yet, with their phones and room for what came of the call (DOMAIN.md 5.4)."""
    require(reading.actor, Permission.SEE_PATIENT)
    rows = _visits(reading, on, on, location, None, (Status.SCHEDULED,))
    lines = [
        (_span(row), _named(reading, row, Naming.FULL), shown_phone(row.phone) or "no phone", row.therapist, OUTCOME)
        for row in rows
        if may(reading.actor, Permission.SEE_PATIENT, TherapistId(row.therapist_id))
    ]
    about = (_about(reading, rows, location), "say who you are, never what the visit is for")
    return _sheet(reading, f"To confirm: {_long(on)}", " · ".join(about), "Confirmation calls", CALLS, lines)


def attended(reading: Reading, *, on: date, location: LocationId | None) -> list[AttendedVisit]:
    """The visits of a date to which somebody came; therapists see their own. One statement."""
    require(reading.actor, Permission.WRITE_DESK_LETTER)
    return [
        AttendedVisit(
            AppointmentId(row.id),
            row.starts.astimezone(ZoneInfo(row.zone)),
            full_name(row.given, row.family, row.preferred),
            row.therapist,
        )
        for row in _visits(reading, on, on, location, None, ATTENDED)
        if may(reading.actor, Permission.WRITE_DESK_LETTER, TherapistId(row.therapist_id))
    ]


def note_of(reading: Reading, visit: AppointmentId) -> tuple[LetterId, bytes] | None:
    """The note for work or school that was made of a visit already: asked for again, it is printed as it is. One statement."""
    made = select(Letter.id, Letter.therapist_id, Letter.pdf).where(Letter.appointment_id == visit, Letter.pdf.is_not(None))
    made = made.where(Letter.kind == ATTENDANCE.id, Letter.status.in_((LetterStatus.SIGNED, LetterStatus.PRINTED)))
    row = reading.session.execute(made.order_by(Letter.id.desc()).limit(1)).one_or_none()
    if row is None:
        return None
    require(reading.actor, ATTENDANCE.prints, TherapistId(row.therapist_id))
    return LetterId(row.id), bytes(row.pdf)


def _visits(
    reading: Reading,
    first: date,
    last: date,
    location: LocationId | None,
    therapist: TherapistId | None,
    statuses: Sequence[Status],
) -> list[Row[*tuple[Any, ...]]]:
    """Rows in order of time; a date means each location's own day. Therapists get their own patients' only."""
    a, window = Appointment, around(first, last)
    chosen = _columns().where(a.starts >= window.starts, a.starts < window.ends, a.status.in_(statuses))
    chosen = chosen.order_by(a.starts, a.id)
    if location is not None:
        chosen = chosen.where(a.location_id == location)
    if therapist is not None:
        chosen = chosen.where(a.therapist_id == therapist)
    if scope(reading.actor, Permission.SEE_PATIENT) is Scope.OWN and therapist is None:
        chosen = chosen.where(a.therapist_id == reading.actor.therapist)
    rows = reading.session.execute(chosen)
    return [row for row in rows if first <= row.starts.astimezone(ZoneInfo(row.zone)).date() <= last]


def _columns() -> Select[*tuple[Any, ...]]:
    a = Appointment
    return (
        select(
            a.id,
            a.starts,
            a.ends,
            a.arrived_at,
            a.kind,
            a.therapist_id,
            Patient.given,
            Patient.family,
            Patient.preferred,
            Patient.phone,
            Therapist.name.label("therapist"),
            Room.name.label("room"),
            Location.name.label("location"),
            Location.zone,
        )
        .join(Patient, Patient.id == a.patient_id)
        .join(Therapist, Therapist.id == a.therapist_id)
        .join(Location, Location.id == a.location_id)
        .join(Room, Room.id == a.room_id, isouter=True)
    )


def _sheet(
    reading: Reading, title: str, about: str, name: str, columns: tuple[tuple[str, float], ...], rows: Sequence[tuple[str, ...]]
) -> ListSheet:
    clinic = header(reading)
    printed = f"printed {reading.now.astimezone(ZoneInfo(HOME_ZONE)):%m/%d/%Y %H:%M %Z} for {reading.actor.name}"
    return ListSheet(clinic.name, clinic.is_sample, title, about, name, printed, columns, tuple(rows))


def _about(reading: Reading, rows: Sequence[Row[*tuple[Any, ...]]], location: LocationId | None) -> str:
    where = one(reading, Location, location).name if location is not None else "all locations"
    zones = sorted({f"{row.starts.astimezone(ZoneInfo(row.zone)):%Z}" for row in rows})
    told = f"times are {' and '.join(zones)}" if zones else "nobody is booked"
    return f"{where} · {told} · {len(rows)} visit{'' if len(rows) == 1 else 's'}"


def _named(reading: Reading, row: Row[*tuple[Any, ...]], naming: Naming) -> str:
    if naming is Naming.BUSY or not may(reading.actor, Permission.SEE_PATIENT, TherapistId(row.therapist_id)):
        return "busy"
    name = full_name(row.given, row.family, row.preferred)
    return name if naming is Naming.FULL else initials(name)


def _kind(reading: Reading, row: Row[*tuple[Any, ...]]) -> str:
    return kind_label(row.kind, clinical=may(reading.actor, Permission.SEE_CLINICAL, TherapistId(row.therapist_id)))


def _span(row: Row[*tuple[Any, ...]]) -> str:
    zone = ZoneInfo(row.zone)
    return f"{row.starts.astimezone(zone):%H:%M}–{row.ends.astimezone(zone):%H:%M}"


def _arrived(row: Row[*tuple[Any, ...]]) -> str:
    return f"{row.arrived_at.astimezone(ZoneInfo(row.zone)):%H:%M}" if row.arrived_at else ""


def _long(on: date) -> str:
    return f"{on:%A}, {on:%B} {on.day}, {on.year}"


def _short(at: datetime) -> str:
    return f"{at:%a} {at:%b} {at.day}"
