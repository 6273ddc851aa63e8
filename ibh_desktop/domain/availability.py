"""Free slots: working time of the therapist without what is booked, off, closed or past."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from ibh_desktop.domain.appointments import Kind
from ibh_desktop.domain.ids import LocationId, RoomId, TherapistId
from ibh_desktop.domain.licences import Standing, not_covered
from ibh_desktop.domain.roster import DayException, Hours, Shift, dates, open_slot, shift_slots, worked_on
from ibh_desktop.domain.slots import Slot, intersected, starts_in, without


@dataclass(frozen=True, slots=True)
class FreeSlot:
    """A bookable slot; the room is the shift's own, when it has one. What fills a gap leaves no bookable time beside it."""

    slot: Slot
    therapist: TherapistId
    location: LocationId
    room: RoomId | None
    fills_gap: bool = False


@dataclass(frozen=True, slots=True)
class Calendar:
    """All that decides whether a time is free.

    Busy slots are instants in order of their starts, pauses those after visits, closures dates. `trips` are visits with the
    way from and to their location, which count wherever else the therapist works. `opening` has the hours of a location by
    weekday; without any entry at all nothing is asked of them. `licences` has those that do not cover everything.
    """

    shifts: Sequence[Shift]
    zones: Mapping[LocationId, ZoneInfo]
    therapist_busy: Mapping[TherapistId, Sequence[Slot]] = field(default_factory=dict)
    therapist_off: Mapping[TherapistId, Sequence[Slot]] = field(default_factory=dict)
    room_busy: Mapping[RoomId, Sequence[Slot]] = field(default_factory=dict)
    patient_busy: Sequence[Slot] = ()
    closed: frozenset[tuple[LocationId, date]] = frozenset()
    exceptions: Sequence[DayException] = ()
    pauses: Mapping[TherapistId, Sequence[Slot]] = field(default_factory=dict)
    opening: Mapping[tuple[LocationId, int], Hours] = field(default_factory=dict)
    trips: Mapping[TherapistId, Sequence[tuple[LocationId, Slot]]] = field(default_factory=dict)
    licences: Mapping[TherapistId, Standing] = field(default_factory=dict)

    def not_covered(self, therapist: TherapistId, name: str, on: date, kind: Kind = Kind.THERAPY) -> str:
        """Why the therapist's licence does not cover a visit on a date; empty when it does."""
        standing = self.licences.get(therapist)
        return "" if standing is None else not_covered(standing, name, on, kind)


def free_on(
    calendar: Calendar, on: date, *, pause: timedelta = timedelta(0), kind: Kind = Kind.THERAPY
) -> Iterator[tuple[Shift, list[Slot]]]:
    """For every shift worked on a date, the spans that are free of bookings, pauses and time off.

    `pause` is what the visit to come will need after it: bookings are taken to begin so much earlier.
    Who is not licensed for its `kind` on that date has none.
    """
    for shift in worked_on(calendar.shifts, calendar.exceptions, on):
        if (shift.location, on) in calendar.closed or calendar.not_covered(shift.therapist, "", on, kind):
            continue
        worked = while_open(calendar, shift.location, on, shift_slots(shift, on, calendar.zones[shift.location]))
        if worked:
            day = Slot(worked[0].starts, worked[-1].ends)
            yield shift, without(worked, _taken(calendar, shift, day, pause))


def while_open(calendar: Calendar, location: LocationId, on: date, worked: list[Slot]) -> list[Slot]:
    """What of the working time lies within the hours of the location."""
    if not calendar.opening:
        return worked
    hours = open_slot(calendar.opening, location, on, calendar.zones[location])
    return [] if hours is None else intersected(worked, [hours])


def _taken(calendar: Calendar, shift: Shift, day: Slot, pause: timedelta) -> list[Slot]:
    visits = _near(calendar.therapist_busy.get(shift.therapist, ()), Slot(day.starts, day.ends + pause))
    taken = [Slot(visit.starts - pause, visit.ends) for visit in visits]
    others = (calendar.pauses.get(shift.therapist, ()), calendar.therapist_off.get(shift.therapist, ()), calendar.patient_busy)
    for busy in others:
        taken += _near(busy, day)
    taken += _near((trip for place, trip in calendar.trips.get(shift.therapist, ()) if place != shift.location), day)
    return taken if shift.room is None else taken + _near(calendar.room_busy.get(shift.room, ()), day)


def _near(busy: Iterable[Slot], day: Slot) -> list[Slot]:
    return [one for one in busy if one.ends > day.starts and one.starts < day.ends]


def free_slots(
    calendar: Calendar,
    window: Slot,
    length: timedelta,
    *,
    grid: timedelta,
    limit: int,
    pause: timedelta = timedelta(0),
    kind: Kind = Kind.THERAPY,
) -> list[FreeSlot]:
    """The earliest `limit` slots of `length` inside `window`, in order of time, then therapist."""
    found: list[FreeSlot] = []
    for on in dates(window.starts.date() - timedelta(days=1), window.ends.date()):
        found += sorted(slots_on(calendar, on, window, length, grid=grid, pause=pause, kind=kind), key=_by_time)
        if len(found) >= limit:
            break
    return found[:limit]


def slots_on(
    calendar: Calendar,
    on: date,
    window: Slot,
    length: timedelta,
    *,
    grid: timedelta,
    pause: timedelta = timedelta(0),
    kind: Kind = Kind.THERAPY,
) -> Iterator[FreeSlot]:
    """All free slots of a date inside `window`, shift by shift; starts lie on the grid of the location's wall clock."""
    for shift, spans in free_on(calendar, on, pause=pause, kind=kind):
        zone = calendar.zones[shift.location]
        for span in intersected(spans, [window]):
            fills = span.length < length + grid
            for at in starts_in([span], length, grid, zone):
                yield FreeSlot(Slot(at, at + length), shift.therapist, shift.location, shift.room, fills)


def _by_time(free: FreeSlot) -> tuple[datetime, int]:
    return free.slot.starts, free.therapist


def nearest(candidates: Iterable[FreeSlot], wanted: datetime, count: int = 3) -> list[FreeSlot]:
    """The `count` candidates closest to the wanted start, in order of time."""
    closest = sorted(candidates, key=lambda free: abs(free.slot.starts - wanted))[:count]
    return sorted(closest, key=lambda free: free.slot.starts)
