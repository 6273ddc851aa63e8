"""What must hold before a time is sold, with a refusal that names the reason and the way on."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

from ibh_desktop.domain.appointments import LONGEST, Kind, Modality, Status
from ibh_desktop.domain.availability import Calendar, FreeSlot, free_slots, nearest
from ibh_desktop.domain.conflicts import Soft, Warned, told
from ibh_desktop.domain.errors import Refused
from ibh_desktop.domain.ids import AppointmentId, CourseId, LocationId, PatientId, RoomId, TherapistId
from ibh_desktop.domain.licences import Standing, not_covered
from ibh_desktop.domain.people import clean_text
from ibh_desktop.domain.series import Planned
from ibh_desktop.domain.slots import Slot
from ibh_desktop.queries.calendar import calendar
from ibh_desktop.queries.free_slots import GRID, Wanted, why_not
from ibh_desktop.queries.series_plan import Series, dated
from ibh_desktop.queries.soft_conflicts import Asked, found
from ibh_desktop.store.held import Hold, hold_on, holds, require_not_held
from ibh_desktop.store.lookup import one
from ibh_desktop.store.schema import Appointment, Location, Patient, Room, Therapist
from ibh_desktop.store.tx import Reading

_AROUND = timedelta(days=7)
_DAY = timedelta(days=1)
_TOLD = 4
"""So many rows are named in a refusal; more would not fit the panel."""


@dataclass(frozen=True, slots=True)
class Request:
    """Who wants what time where."""

    patient: PatientId
    therapist: TherapistId
    location: LocationId
    room: RoomId | None
    slot: Slot
    kind: Kind = Kind.THERAPY


def require_bookable(
    reading: Reading, request: Request, *, overbooking: bool = False, ignoring: AppointmentId | None = None
) -> None:
    """Raise `Refused` for a time that is past, impossible, not free or held. Overbooking passes over what is merely taken."""
    wanted = require_sound(reading, request)
    _require_licensed(reading, request)
    if overbooking:
        return
    window = Slot(request.slot.starts - timedelta(days=1), request.slot.ends + _AROUND)
    known = calendar(
        reading.session,
        window,
        therapists=[request.therapist],
        patient=request.patient,
        room=request.room,
        ignoring=ignoring,
    )
    if reason := why_not(known, wanted):
        raise Refused(f"{reason} {_way_on(reading, known, request)}", field="starts")
    slot, room = request.slot, request.room
    require_not_held(reading, [slot], therapist=request.therapist, room=room, patient=request.patient)


def require_sound(reading: Reading, request: Request) -> Wanted:
    """Raise `Refused` for what no overbooking can mend: past, wrong length, or people and places that are inactive."""
    slot = request.slot
    if slot.starts < reading.now - timedelta(minutes=5):
        raise Refused("This time has passed. Choose a later one.", field="starts")
    if not timedelta(minutes=5) <= slot.length <= LONGEST:
        raise Refused("An appointment lasts 5 minutes to 12 hours.", field="minutes")
    therapist = one(reading, Therapist, request.therapist)
    location = one(reading, Location, request.location)
    patient = one(reading, Patient, request.patient)
    room = one(reading, Room, request.room) if request.room else None
    for active, what, field in (
        (therapist.active, therapist.name, "therapist"),
        (location.active, location.name, "location"),
        (patient.active, "This patient's file", "patient"),
        (room is None or room.active, f"Room {room.name if room else ''}", "room"),
    ):
        if not active:
            raise Refused(f"{what} is not active any more. Choose another.", field=field)
    if room is not None and room.location_id != request.location:
        raise Refused(f"{room.name} is not at {location.name}.", field="room")
    return Wanted(slot, request.therapist, therapist.name, request.location, location.name, request.room, request.kind)


def _require_licensed(reading: Reading, request: Request) -> None:
    therapist, location = one(reading, Therapist, request.therapist), one(reading, Location, request.location)
    on = request.slot.starts.astimezone(ZoneInfo(location.zone)).date()
    standing = Standing(therapist.credential, therapist.licence_expires)
    if reason := not_covered(standing, therapist.name, on, request.kind):
        raise Refused(f"{reason} Choose another therapist, or ask a manager to renew the record.", field="therapist")


def require_series(reading: Reading, wanted: Series) -> list[Planned]:
    """The visits that a series books, as many as wanted; raise `Refused` that names the row which cannot be booked."""
    first = min(wanted.agreed, default=wanted.starts)
    whole = Slot(first, first + wanted.length)
    require_sound(reading, Request(wanted.patient, wanted.therapist, wanted.location, wanted.room, whole, wanted.kind))
    rows = dated(reading, wanted)
    booked = [row for row in rows if row.number]
    if len(booked) < wanted.sessions:
        raise Refused(too_few(rows, wanted.sessions), field="slots")
    if len(booked) > wanted.sessions:
        raise Refused(f"{len(booked)} dates were given for {wanted.sessions} sessions.", field="slots")
    taken = next((row for row in booked if row.reason), None)
    if taken is not None:
        when = taken.slot.starts.astimezone(ZoneInfo(one(reading, Location, wanted.location).zone))
        raise Refused(
            f"Session {taken.number}, {when:%a %d %b %H:%M}, cannot be booked: {taken.reason}"
            " Nothing was booked. Choose another time for this row.",
            field="slots",
        )
    for earlier, later in pairwise(booked):
        if earlier.slot.overlaps(later.slot):
            raise Refused(f"Sessions {earlier.number} and {later.number} overlap. Choose another time.", field="slots")
    slots = [row.slot for row in booked]
    require_not_held(reading, slots, therapist=wanted.therapist, room=wanted.room, patient=wanted.patient)
    return booked


@dataclass(frozen=True, slots=True)
class Passed:
    """Soft conflicts that somebody passes over, and why."""

    found: tuple[Warned, ...] = ()
    reason: str = ""

    def of(self, slot: Slot) -> tuple[str, str]:
        """Codes and reason as they are stored with the visit at `slot`."""
        codes = dict.fromkeys(warned.code.value for warned in self.found if warned.at in (slot, None))
        return ",".join(codes), self.reason if codes else ""


def visit(
    request: Request,
    *,
    kind: Kind = Kind.THERAPY,
    modality: Modality = Modality.IN_PERSON,
    course: CourseId | None = None,
    passed: Passed | None = None,
) -> Appointment:
    """The row of a visit that was found bookable, scheduled and not yet added to a session."""
    codes, reason = (passed or Passed()).of(request.slot)
    return Appointment(
        patient_id=request.patient,
        therapist_id=request.therapist,
        location_id=request.location,
        room_id=request.room,
        course_id=course,
        kind=kind,
        modality=modality,
        starts=request.slot.starts,
        ends=request.slot.ends,
        status=Status.SCHEDULED,
        passed=codes,
        passed_reason=reason,
    )


def require_reason(reading: Reading, asked: Asked, reason: str, *, only: Collection[Soft] = tuple(Soft)) -> Passed:
    """The soft conflicts with the reason to pass them over; raise `Refused` that explains them while there is none."""
    warned = [one_of for one_of in found(reading, asked) if one_of.code in only]
    why = clean_text(reason)[:120]
    if warned and not why:
        raise Refused(" ".join(told(warned)) + " Give a reason to book all the same.", field="passed_reason")
    return Passed(tuple(warned), why)


def require_all_free(reading: Reading, requests: Sequence[Request]) -> None:
    """Raise `Refused` that names every time which is not free; nothing is moved then."""
    window = Slot(min(r.slot.starts for r in requests) - _DAY, max(r.slot.ends for r in requests) + _DAY)
    known: dict[tuple[int, int | None, int], Calendar] = {}
    wrong: list[str] = []
    held = holds(reading)
    for number, request in enumerate(requests):
        wanted = require_sound(reading, request)
        key = (request.therapist, request.room, request.patient)
        if key not in known:
            people = [request.therapist]
            known[key] = calendar(reading.session, window, therapists=people, patient=request.patient, room=request.room)
        doubled = any(_doubled(request, other) for other in requests[:number])
        reason = "Two of these visits would overlap." if doubled else why_not(known[key], wanted)
        if not reason and (hold := _hold(held, request)):
            reason = hold.sentence(reading.now)
        if reason:
            when = request.slot.starts.astimezone(known[key].zones[request.location])
            wrong.append(f"{when:%a %d %b %H:%M}: {reason}")
    if wrong:
        more = f" And {len(wrong) - _TOLD} more." if len(wrong) > _TOLD else ""
        cannot = f"{len(wrong)} of {len(requests)} visits cannot move there, so none was moved. "
        raise Refused(cannot + " ".join(wrong[:_TOLD]) + more, field="starts")


def _hold(held: list[Hold], request: Request) -> Hold | None:
    return hold_on(held, request.slot, therapist=request.therapist, room=request.room, patient=request.patient)


def _doubled(one_of: Request, other: Request) -> bool:
    return one_of.patient == other.patient and one_of.slot.overlaps(other.slot)


def too_few(rows: Sequence[Planned], sessions: int) -> str:
    """What is said when fewer dates than sessions were found: it names the row at which it ended."""
    booked = [at for at, row in enumerate(rows) if row.number]
    rest = rows[booked[-1] + 1 :] if booked else rows
    why = next((row.reason for row in rest if row.reason), "fewer dates were given.")
    return f"Only {len(booked)} of {sessions} weeks are free at this hour: {why} Choose another hour or therapist."


def _free(known: Calendar, window: Slot, request: Request) -> list[FreeSlot]:
    return free_slots(known, window, request.slot.length, grid=GRID, limit=60, kind=request.kind)


def _way_on(reading: Reading, known: Calendar, request: Request) -> str:
    window = Slot(max(reading.now, request.slot.starts - timedelta(hours=8)), request.slot.starts + _AROUND)
    free = [f for f in _free(known, window, request) if f.location == request.location]
    close = nearest(free, request.slot.starts)
    if not close:
        return "Nothing is free within a week; look for another therapist."
    zone = known.zones[request.location]
    day = request.slot.starts.astimezone(zone).date()
    times = (f.slot.starts.astimezone(zone) for f in close)
    return "Next free: " + ", ".join(f"{t:%H:%M}" if t.date() == day else f"{t:%a %H:%M}" for t in times) + "."
