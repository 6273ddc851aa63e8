"""Ten thousand random rosters and bookings: no offered slot is refused, no refused slot was free, nothing overlaps.

A roster is made from one number, so that ten thousand take half a minute and a failing one can be made again from it.
"""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from random import Random
from zoneinfo import ZoneInfo

from hypothesis import given, settings
from hypothesis import strategies as st

from ibh_desktop.domain.availability import Calendar, free_slots
from ibh_desktop.domain.clocks import instant, wall_slot
from ibh_desktop.domain.ids import LocationId, RoomId, TherapistId
from ibh_desktop.domain.licences import Standing
from ibh_desktop.domain.roster import DayException, Hours, Shift
from ibh_desktop.domain.slots import Slot
from ibh_desktop.queries.free_slots import Wanted, why_not

CENTRAL, EASTERN = LocationId(1), LocationId(2)
ZONES = {CENTRAL: ZoneInfo("America/Chicago"), EASTERN: ZoneInfo("America/New_York")}
MONDAYS = (date(2027, 1, 4), date(2027, 3, 8), date(2027, 11, 1))
"""A plain week, and those in which the clocks change."""
GRID = timedelta(minutes=30)


@dataclass(frozen=True, slots=True)
class Random4Days:
    """A random calendar and the four days that are searched."""

    known: Calendar
    window: Slot
    monday: date


def made(number: int) -> Random4Days:
    """Two therapists, two locations in two zones, a shared room, and whatever else a clinic has."""
    rng = Random(number)
    monday = rng.choice(MONDAYS)
    days = [monday + timedelta(days=rng.randrange(-1, 7)) for _ in range(3)]
    shifts = [_shift(rng, TherapistId(1 + n % 2), day, monday) for n, day in enumerate(days * 2)]
    window = Slot(instant(min(days), time(0), ZONES[CENTRAL]), instant(max(days) + timedelta(days=1), time(0), ZONES[CENTRAL]))

    def some(most: int) -> list[Slot]:
        return sorted(_span(rng, rng.choice(days)) for _ in range(rng.randrange(most + 1)))

    known = Calendar(
        shifts,
        ZONES,
        therapist_busy={TherapistId(1): some(5), TherapistId(2): some(5)},
        therapist_off={TherapistId(1): some(1)},
        room_busy={RoomId(1): some(3)},
        patient_busy=some(2),
        closed=frozenset({(CENTRAL, rng.choice(days))} if rng.random() < 0.2 else ()),
        exceptions=[_exception(rng, rng.choice(days)) for _ in range(rng.randrange(2))],
        licences={TherapistId(2): Standing("LPC", rng.choice(days))} if rng.random() < 0.2 else {},
    )
    return Random4Days(known, window, monday)


def _hours(rng: Random) -> Hours:
    first = rng.randrange(0, 40)
    return Hours(time(first // 2, first % 2 * 30), time(min(23, first // 2 + rng.randrange(1, 9)), rng.choice((0, 15, 30))))


def _shift(rng: Random, therapist: TherapistId, on: date, monday: date) -> Shift:
    hours = _hours(rng)
    pause = (Hours(time(12), time(12, 45)),) if hours.starts < time(12) and hours.ends > time(13) and rng.random() < 0.6 else ()
    place = rng.choice((CENTRAL, EASTERN))
    since = monday - timedelta(weeks=rng.randrange(1, 4))
    room = RoomId(1) if place == CENTRAL and rng.random() < 0.5 else None
    return Shift(therapist, place, on.weekday(), hours, since, None, room, pause, rng.choice((1, 1, 2)))


def _exception(rng: Random, on: date) -> DayException:
    if rng.random() < 0.4:
        return DayException(TherapistId(1), on)
    return DayException(TherapistId(1), on, rng.choice((CENTRAL, EASTERN)), _hours(rng))


def _span(rng: Random, on: date) -> Slot:
    first = rng.randrange(0, 280)
    starts = wall_slot(on, time(first // 12, first % 12 * 5), time(23, 59), ZONES[CENTRAL]).starts
    return Slot(starts, starts + timedelta(minutes=5 * rng.randrange(1, 30)))


def _asked(known: Calendar, slot: Slot, therapist: TherapistId, place: LocationId, room: RoomId | None) -> str:
    return why_not(known, Wanted(slot, therapist, "Dr. Test", place, "Here", room))


@given(st.integers(0, 2**40))
@settings(max_examples=10_000, deadline=None, database=None)
def test_what_is_offered_is_bookable_and_what_is_bookable_is_offered(number: int) -> None:
    here = made(number)
    rng = Random(number + 1)
    length = timedelta(minutes=rng.choice((15, 30, 50, 60, 90)))
    offers = free_slots(here.known, here.window, length, grid=GRID, limit=9_999)
    busy = here.known.therapist_busy
    for offer in rng.sample(offers, min(6, len(offers))):
        assert _asked(here.known, offer.slot, offer.therapist, offer.location, offer.room) == ""
        taken = (*busy.get(offer.therapist, ()), *here.known.therapist_off.get(offer.therapist, ()), *here.known.patient_busy)
        assert not any(offer.slot.overlaps(one) for one in taken)
        assert _licensed(here, offer.therapist, offer.slot.starts.astimezone(ZONES[offer.location]).date())
    offered = {(offer.slot.starts, offer.therapist, offer.location, offer.room) for offer in offers}
    for shift in rng.sample(list(here.known.shifts), 2):
        slot = _candidate(rng, here, shift, length)
        reason = _asked(here.known, slot, shift.therapist, shift.location, shift.room)
        inside = here.window.starts <= slot.starts and slot.ends <= here.window.ends
        key = (slot.starts, shift.therapist, shift.location, shift.room)
        if not reason and inside and _the_shifts_own(here, shift, slot):
            assert key in offered, (number, slot)
        if reason:
            assert key not in offered, (number, slot, reason)


def _licensed(here: Random4Days, therapist: TherapistId, on: date) -> bool:
    standing = here.known.licences.get(therapist)
    return standing is None or standing.expires is None or on <= standing.expires


def _candidate(rng: Random, here: Random4Days, shift: Shift, length: timedelta) -> Slot:
    on = here.monday + timedelta(days=rng.randrange(-1, 7))
    half = rng.randrange(48)
    starts: datetime = instant(on, time(half // 2, half % 2 * 30), ZONES[shift.location])
    return Slot(starts, starts + length)


def _the_shifts_own(here: Random4Days, shift: Shift, slot: Slot) -> bool:
    """Another shift, or an exception, may make the slot bookable in a room that this one does not offer."""
    on = slot.starts.astimezone(ZONES[shift.location]).date()
    if any(one.on == on and one.therapist == shift.therapist for one in here.known.exceptions):
        return False
    others = [one for one in here.known.shifts if one is not shift and one.therapist == shift.therapist]
    return not any(one.location == shift.location and one.weekday == on.weekday() for one in others)
