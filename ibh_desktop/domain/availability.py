"""Free slots: working time of the therapist without what is booked, off, closed or past."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from ibh_desktop.domain.ids import LocationId, RoomId, TherapistId
from ibh_desktop.domain.roster import DayException, Shift, dates, shift_slots, worked_on
from ibh_desktop.domain.slots import Slot, intersected, starts_in, without


@dataclass(frozen=True, slots=True)
class FreeSlot:
    """A bookable slot; the room is the shift's own, when it has one."""

    slot: Slot
    therapist: TherapistId
    location: LocationId
    room: RoomId | None


@dataclass(frozen=True, slots=True)
class Calendar:
    """All that decides whether a time is free. Busy slots are instants; closures are dates of a location."""

    shifts: Sequence[Shift]
    zones: Mapping[LocationId, ZoneInfo]
    therapist_busy: Mapping[TherapistId, Sequence[Slot]] = field(default_factory=dict)
    therapist_off: Mapping[TherapistId, Sequence[Slot]] = field(default_factory=dict)
    room_busy: Mapping[RoomId, Sequence[Slot]] = field(default_factory=dict)
    patient_busy: Sequence[Slot] = ()
    closed: frozenset[tuple[LocationId, date]] = frozenset()
    exceptions: Sequence[DayException] = ()


def free_on(calendar: Calendar, on: date) -> Iterator[tuple[Shift, list[Slot]]]:
    """For every shift worked on a date, the spans that are free of bookings and time off."""
    for shift in worked_on(calendar.shifts, calendar.exceptions, on):
        if (shift.location, on) in calendar.closed:
            continue
        busy = [*calendar.therapist_busy.get(shift.therapist, ()), *calendar.therapist_off.get(shift.therapist, ())]
        busy += calendar.patient_busy
        if shift.room is not None:
            busy += calendar.room_busy.get(shift.room, ())
        worked = shift_slots(shift, on, calendar.zones[shift.location])
        if worked:
            yield shift, without(worked, [b for b in busy if b.ends > worked[0].starts and b.starts < worked[-1].ends])


def free_slots(calendar: Calendar, window: Slot, length: timedelta, *, grid: timedelta, limit: int) -> list[FreeSlot]:
    """The earliest `limit` slots of `length` inside `window`, in order of time, then therapist."""
    found: list[FreeSlot] = []
    for on in dates(window.starts.date() - timedelta(days=1), window.ends.date()):
        today: list[FreeSlot] = []
        for shift, spans in free_on(calendar, on):
            today += (
                FreeSlot(Slot(at, at + length), shift.therapist, shift.location, shift.room)
                for at in starts_in(intersected(spans, [window]), length, grid)
            )
        found += sorted(today, key=lambda free: (free.slot.starts, free.therapist))
        if len(found) >= limit:
            break
    return found[:limit]


def nearest(candidates: Iterable[FreeSlot], wanted: datetime, count: int = 3) -> list[FreeSlot]:
    """The `count` candidates closest to the wanted start, in order of time."""
    closest = sorted(candidates, key=lambda free: abs(free.slot.starts - wanted))[:count]
    return sorted(closest, key=lambda free: free.slot.starts)
