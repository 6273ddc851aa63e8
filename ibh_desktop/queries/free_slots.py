"""The earliest free slots with anyone suitable, anywhere; and why a given slot is not free."""

from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import partial
from itertools import islice, takewhile
from zoneinfo import ZoneInfo

from sqlalchemy import select
from sqlalchemy.orm import Session

from ibh_desktop.domain.appointments import HOLDING, LONGEST, Kind
from ibh_desktop.domain.availability import Calendar, FreeSlot, slots_on
from ibh_desktop.domain.ids import LocationId, PatientId, RoomId, TherapistId
from ibh_desktop.domain.licences import no_new_course
from ibh_desktop.domain.permissions import Permission, require
from ibh_desktop.domain.roster import dates, open_slot, shift_slots, worked_on
from ibh_desktop.domain.slots import Slot
from ibh_desktop.domain.wishes import Wish, allows
from ibh_desktop.queries.calendar import calendar
from ibh_desktop.queries.clinic import settings
from ibh_desktop.queries.suitable import for_patient
from ibh_desktop.queries.suitable import therapists as suitable
from ibh_desktop.store.schema import Appointment, Location, Therapist
from ibh_desktop.store.tx import Reading

GRID = timedelta(minutes=30)
"""Offered starts lie on the half hour, so that the day does not crumble into gaps nobody can use."""

HORIZON = timedelta(weeks=16)
"""How far ahead is looked when nothing is free sooner."""


@dataclass(frozen=True, slots=True)
class SlotLine:
    """One offer; `starts` carries the location's zone, `reasons` say why it stands where it does."""

    starts: datetime
    minutes: int
    therapist: TherapistId
    therapist_name: str
    location: LocationId
    location_name: str
    room: RoomId | None
    reasons: tuple[str, ...] = ()


def search(
    reading: Reading,
    *,
    minutes: int,
    therapists: Sequence[TherapistId] | None = None,
    locations: Sequence[LocationId] | None = None,
    patient: PatientId | None = None,
    from_at: datetime | None = None,
    limit: int = 50,
    kind: Kind = Kind.THERAPY,
    wish: Wish | None = None,
    piece: timedelta = timedelta(weeks=1),
    horizon: timedelta = HORIZON,
    course: timedelta | None = None,
) -> list[SlotLine]:
    """The first `limit` slots of `minutes` from `from_at` (default now) on: by date, usual location, usual therapist, time.

    What is ahead is read in pieces, each twice as long as the one before, until there are enough or `horizon` is reached.
    With `course` only those are offered whose licence allows a new course and lasts so long after its first visit.
    """
    require(reading.actor, Permission.SEE_CALENDAR)
    usual, wish = _usual(reading, patient), for_patient(reading, wish, patient)
    people, until = _people(reading, therapists, wish, course)
    rules = settings(reading)
    starts = max(from_at or reading.now, reading.now)
    last, step = starts + horizon, piece
    found: list[FreeSlot] = []
    while starts < last and len(found) < limit:
        # A piece ends in the night of every American zone: no shift lies in two of them.
        ends = starts + step
        window = Slot(starts, last if ends >= last else ends.replace(hour=8, minute=0, second=0, microsecond=0))
        known = calendar(reading.session, window, therapists=people, locations=locations, patient=patient, rules=rules)
        for on in dates(window.starts.date() - timedelta(days=1), window.ends.date()):
            free = slots_on(known, on, window, timedelta(minutes=minutes), grid=GRID, pause=rules.pause_after(kind), kind=kind)
            lasting = (one for one in free if on <= until.get(one.therapist, on))
            found += sorted(_wanted(lasting, known, locations, wish), key=partial(_rank, usual=usual))
            if len(found) >= limit:
                break
        starts, step = window.ends, 2 * step
    return lines(reading.session, known, found[:limit], usual=usual)


def _people(
    reading: Reading, therapists: Sequence[TherapistId] | None, wish: Wish | None, course: timedelta | None
) -> tuple[Sequence[TherapistId] | None, dict[TherapistId, date]]:
    """Who is asked for, and the last day on which each may begin a course."""
    if wish is None and course is None:
        return therapists, {}
    fit = suitable(reading, wish or Wish(), among=therapists)
    if course is None:
        return [one.id for one in fit], {}
    fit = [one for one in fit if not no_new_course(one.standing, one.name)]
    return [one.id for one in fit], {one.id: one.standing.expires - course for one in fit if one.standing.expires is not None}


@dataclass(frozen=True, slots=True)
class Usual:
    """Where and with whom a patient was last; None for somebody new."""

    therapist: TherapistId | None = None
    location: LocationId | None = None


def _usual(reading: Reading, patient: PatientId | None) -> Usual:
    if patient is None:
        return Usual()
    a = Appointment
    last = select(a.therapist_id, a.location_id).where(a.patient_id == patient, a.status.in_(HOLDING))
    row = reading.session.execute(last.order_by(a.starts.desc()).limit(1)).one_or_none()
    return Usual() if row is None else Usual(TherapistId(row.therapist_id), LocationId(row.location_id))


def _wanted(
    free: Iterable[FreeSlot], known: Calendar, locations: Sequence[LocationId] | None, wish: Wish | None
) -> Iterator[FreeSlot]:
    for one in free:
        # An exception may lead a therapist elsewhere that day.
        if locations is not None and one.location not in locations:
            continue
        zone = known.zones[one.location]
        if wish is None or allows(wish, one.slot.starts.astimezone(zone), one.slot.ends.astimezone(zone)):
            yield one


def _rank(free: FreeSlot, usual: Usual) -> tuple[bool, bool, datetime, bool, int]:
    elsewhere, other = free.location != usual.location, free.therapist != usual.therapist
    return elsewhere, other, free.slot.starts, not free.fills_gap, free.therapist


def lines(session: Session, known: Calendar, found: Sequence[FreeSlot], *, usual: Usual | None = None) -> list[SlotLine]:
    """Free slots with the names that staff read."""
    people = _names(session, {free.therapist for free in found})
    places = dict(session.execute(select(Location.id, Location.name)).all())
    return [
        SlotLine(
            free.slot.starts.astimezone(known.zones[free.location]),
            int(free.slot.length.total_seconds() // 60),
            free.therapist,
            people[free.therapist],
            free.location,
            places[free.location],
            free.room,
            _reasons(free, usual or Usual()),
        )
        for free in found
    ]


def _reasons(free: FreeSlot, usual: Usual) -> tuple[str, ...]:
    said = (
        ("same location", free.location == usual.location),
        ("same therapist", free.therapist == usual.therapist),
        ("fills a gap", free.fills_gap),
    )
    return tuple(words for words, holds in said if holds)


def _names(session: Session, keys: set[TherapistId]) -> dict[int, str]:
    return dict(session.execute(select(Therapist.id, Therapist.name).where(Therapist.id.in_(keys))).all())


@dataclass(frozen=True, slots=True)
class Wanted:
    """A slot somebody asks for, with the names that a refusal needs."""

    slot: Slot
    therapist: TherapistId
    therapist_name: str
    location: LocationId
    location_name: str
    room: RoomId | None
    kind: Kind = Kind.THERAPY


def why_not(known: Calendar, wanted: Wanted) -> str:
    """The reason in a whole sentence that a slot is not free, an empty text when it is."""
    zone = known.zones[wanted.location]
    on = wanted.slot.starts.astimezone(zone).date()
    if reason := known.not_covered(wanted.therapist, wanted.therapist_name, on, wanted.kind):
        return reason
    if (wanted.location, on) in known.closed:
        return f"{wanted.location_name} is closed on {on:%A %d %B}."
    if away := _clash(known.therapist_off.get(wanted.therapist, ()), wanted.slot):
        return f"{wanted.therapist_name} is away {_span(away, zone)}."
    if mine := _clash(known.patient_busy, wanted.slot):
        return f"The patient already has an appointment {_span(mine, zone)}."
    if taken := _visit_at(known.therapist_busy.get(wanted.therapist, ()), wanted.slot):
        return f"{wanted.therapist_name} is with another patient {_span(taken, zone)}."
    if wanted.room is not None and (used := _visit_at(known.room_busy.get(wanted.room, ()), wanted.slot)):
        return f"The room is in use {_span(used, zone)}."
    worked = (
        span
        for shift in worked_on(known.shifts, known.exceptions, on)
        if (shift.therapist, shift.location) == (wanted.therapist, wanted.location)
        for span in shift_slots(shift, on, zone)
    )
    if not any(span.starts <= wanted.slot.starts and wanted.slot.ends <= span.ends for span in worked):
        return f"{wanted.therapist_name} does not work at {wanted.location_name} {_span(wanted.slot, zone)}."
    return _shut(known, wanted, on, zone)


def _shut(known: Calendar, wanted: Wanted, on: date, zone: ZoneInfo) -> str:
    if not known.opening:
        return ""
    hours = open_slot(known.opening, wanted.location, on, zone)
    if hours is None:
        return f"{wanted.location_name} is closed on {on:%A}s."
    if wanted.slot.starts < hours.starts or hours.ends < wanted.slot.ends:
        local = Slot(hours.starts.astimezone(zone), hours.ends.astimezone(zone))
        return f"{wanted.location_name} is open from {local.starts:%H:%M} to {local.ends:%H:%M} on {on:%A}s."
    return ""


def _clash(busy: Sequence[Slot], slot: Slot) -> Slot | None:
    return next((b for b in busy if b.overlaps(slot)), None)


def _visit_at(visits: Sequence[Slot], slot: Slot) -> Slot | None:
    # A therapist has hundreds in the weeks of a course; they are in order, and none is longer than `LONGEST`.
    soonest = slot.starts - LONGEST
    near = islice(visits, bisect_left(visits, Slot(soonest, soonest)), None)
    return _clash(list(takewhile(lambda visit: visit.starts < slot.ends, near)), slot)


def _span(slot: Slot, zone: ZoneInfo) -> str:
    starts, ends = slot.starts.astimezone(zone), slot.ends.astimezone(zone)
    if starts.date() != ends.date():
        return f"from {starts:%a %d %b} to {ends:%a %d %b}"
    return f"on {starts:%a %d %b} from {starts:%H:%M} to {ends:%H:%M}"
