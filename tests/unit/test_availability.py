"""What is offered is free; a series yields N sessions or says why it cannot."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from hypothesis import given, settings
from hypothesis import strategies as st

from ibh_desktop.domain.availability import Calendar, FreeSlot, free_slots, nearest
from ibh_desktop.domain.clocks import instant
from ibh_desktop.domain.ids import LocationId, RoomId, TherapistId
from ibh_desktop.domain.roster import Hours, Shift
from ibh_desktop.domain.series import MOST_SKIPPED, weekly
from ibh_desktop.domain.slots import Slot

CHICAGO = ZoneInfo("America/Chicago")
MONDAY = date(2027, 1, 4)
OPENS = instant(MONDAY, time(8), CHICAGO)
PLACE, ANA, BEN, ROOM = LocationId(1), TherapistId(1), TherapistId(2), RoomId(1)
HALF_HOUR = timedelta(minutes=30)
WEEK = Slot(OPENS, OPENS + timedelta(days=7))


def works(therapist: TherapistId = ANA, room: RoomId | None = ROOM) -> list[Shift]:
    """Monday to Friday, eight to five, lunch at noon."""
    lunch = (Hours(time(12), time(13)),)
    return [Shift(therapist, PLACE, day, Hours(time(8), time(17)), MONDAY, None, room, lunch) for day in range(5)]


def calendar(**changed: object) -> Calendar:
    """Ana's week with nothing in it but what is given."""
    return Calendar(works(), {PLACE: CHICAGO}, **changed)  # type: ignore[arg-type]


def offers(known: Calendar, minutes: int = 50, limit: int = 500) -> list[FreeSlot]:
    """Offers of the week on the half hour."""
    return free_slots(known, WEEK, timedelta(minutes=minutes), grid=HALF_HOUR, limit=limit)


busy = st.lists(
    st.tuples(st.integers(0, 5 * 24 * 12), st.integers(1, 36)).map(
        lambda p: Slot(OPENS + timedelta(minutes=5 * p[0]), OPENS + timedelta(minutes=5 * (p[0] + p[1])))
    ),
    max_size=10,
)


@given(busy, busy, busy, busy, st.sampled_from([15, 30, 50, 60, 90]))
@settings(max_examples=25, deadline=None)
def test_an_offered_slot_is_never_inside_a_busy_span(
    hers: list[Slot], off: list[Slot], rooms: list[Slot], patients: list[Slot], minutes: int
) -> None:
    known = calendar(therapist_busy={ANA: hers}, therapist_off={ANA: off}, room_busy={ROOM: rooms}, patient_busy=patients)
    found = offers(known, minutes)
    for offer in found:
        assert not any(offer.slot.overlaps(taken) for taken in (*hers, *off, *rooms, *patients))
        local = offer.slot.starts.astimezone(CHICAGO)
        ends = offer.slot.ends.astimezone(CHICAGO).time()
        assert local.weekday() < 5
        assert time(8) <= local.time() < ends <= time(12) or time(13) <= local.time() < ends <= time(17)
        assert local.minute in (0, 30)
    assert found == sorted(found, key=lambda f: f.slot.starts)


@given(busy)
@settings(max_examples=15, deadline=None)
def test_every_free_half_hour_is_offered(hers: list[Slot]) -> None:
    """The other direction: what is left out is left out for a reason."""
    found = {offer.slot.starts for offer in offers(calendar(therapist_busy={ANA: hers}), 30)}
    for day in range(5):
        for hour in (8, 9, 10, 11, 13, 14, 15, 16):
            for minute in (0, 30):
                starts = instant(MONDAY + timedelta(days=day), time(hour, minute), CHICAGO)
                clash = any(Slot(starts, starts + HALF_HOUR).overlaps(taken) for taken in hers)
                assert (starts in found) is not clash


def test_a_closed_day_and_the_past_are_not_offered() -> None:
    known = calendar(closed=frozenset({(PLACE, MONDAY)}))
    assert offers(known)[0].slot.starts == instant(date(2027, 1, 5), time(8), CHICAGO)
    late = Slot(OPENS + timedelta(hours=2, minutes=10), WEEK.ends)
    assert free_slots(calendar(), late, HALF_HOUR, grid=HALF_HOUR, limit=1)[0].slot.starts == OPENS + timedelta(hours=2.5)


def test_the_earliest_come_first_whoever_they_are_with() -> None:
    both = Calendar(
        [*works(), *works(BEN, None)], {PLACE: CHICAGO}, therapist_busy={ANA: [Slot(OPENS, OPENS + timedelta(hours=1))]}
    )
    found = free_slots(both, WEEK, timedelta(minutes=50), grid=HALF_HOUR, limit=4)
    assert [(f.therapist, f.slot.starts - OPENS) for f in found] == [
        (BEN, timedelta(0)),
        (BEN, timedelta(minutes=30)),
        (ANA, timedelta(minutes=60)),
        (BEN, timedelta(minutes=60)),
    ]
    assert [f.room for f in found] == [None, None, ROOM, None]


def test_the_nearest_three_come_in_order_of_time() -> None:
    wanted = OPENS + timedelta(hours=3)
    found = nearest(offers(calendar()), wanted)
    assert [f.slot.starts - wanted for f in found] == [timedelta(hours=-1), -HALF_HOUR, timedelta(0)]


@given(st.sets(st.integers(0, 40)), st.integers(4, 20))
@settings(max_examples=40, deadline=None)
def test_a_series_yields_n_sessions_or_says_why_not(blocked: set[int], sessions: int) -> None:
    first = instant(date(2027, 1, 11), time(10), CHICAGO)

    def why_not(slot: Slot) -> str:
        week = round((slot.starts - first) / timedelta(days=7))
        return f"week {week} is closed" if week in blocked else ""

    rows = weekly(first, CHICAGO, sessions=sessions, cadence_days=7, length=timedelta(minutes=50), why_not=why_not)
    numbers = [row.number for row in rows if row.number]
    skipped = [row for row in rows if row.number is None]
    assert numbers == list(range(1, len(numbers) + 1))
    assert all(row.reason for row in skipped)
    assert all(not row.reason for row in rows if row.number)
    assert {row.slot.starts.astimezone(CHICAGO).time() for row in rows} == {time(10)}
    if len(numbers) < sessions:
        assert len(skipped) == MOST_SKIPPED + 1
        assert rows[-1].reason


def test_a_fortnightly_series_steps_by_its_cadence() -> None:
    first = datetime(2027, 1, 11, 16, tzinfo=UTC)
    rows = weekly(first, CHICAGO, sessions=3, cadence_days=14, length=HALF_HOUR, why_not=lambda _: "")
    assert [(row.slot.starts - first).days for row in rows] == [0, 14, 28]
