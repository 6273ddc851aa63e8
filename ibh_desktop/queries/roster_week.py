"""One therapist's week as a drawing: what is worked day by day, absences, and when the locations are open."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from sqlalchemy import select

from ibh_desktop.domain.clocks import HOME_ZONE, instant
from ibh_desktop.domain.ids import LocationId, ShiftId, TherapistId
from ibh_desktop.domain.permissions import Permission, may, require
from ibh_desktop.domain.roster import DayException, Hours, Shift
from ibh_desktop.domain.roster_changes import DrawnWeek, drawn_change
from ibh_desktop.domain.roster_week import Span, date_of
from ibh_desktop.domain.slots import Slot
from ibh_desktop.queries import roster_effects
from ibh_desktop.queries.calendar import exceptions_in, opening_hours
from ibh_desktop.queries.pickers import LocationChoice
from ibh_desktop.queries.roster_effects import Affected, shifts_of
from ibh_desktop.store.lookup import one
from ibh_desktop.store.schema import Closure, Location, Therapist, TimeOff
from ibh_desktop.store.tx import Reading


@dataclass(frozen=True, slots=True)
class Away:
    """Time off within the week, in the wall time of the week's first location; the reason only for who plans the roster."""

    starts: datetime
    ends: datetime
    reason: str


@dataclass(frozen=True, slots=True)
class RosterWeek:
    """A therapist's week; `special` are the weekdays on which an exception stands for the weekly shifts."""

    therapist: TherapistId
    name: str
    monday: date
    today: date
    editable: bool
    spans: tuple[Span, ...]
    special: frozenset[int]
    away: tuple[Away, ...]
    opening: Mapping[tuple[LocationId, int], Hours]
    closed: Mapping[tuple[LocationId, int], str]
    locations: tuple[LocationChoice, ...]


def week(reading: Reading, therapist: TherapistId, *, monday: date) -> RosterWeek:
    """The week that begins on `monday`. Eight statements."""
    require(reading.actor, Permission.SEE_ROSTER)
    row = one(reading, Therapist, therapist)
    sunday = monday + timedelta(days=6)
    special = exceptions_in(reading.session, monday, sunday, therapists=[therapist])
    spans = drawn(shifts_of(reading.session, therapist), special, monday)
    places = _locations(reading)
    zone = ZoneInfo(next((p.zone for p in places if spans and p.id == spans[0].location), HOME_ZONE))
    editable = row.active and may(reading.actor, Permission.EDIT_ROSTER, therapist)
    return RosterWeek(
        therapist=therapist,
        name=row.name,
        monday=monday,
        today=reading.now.astimezone(zone).date(),
        editable=editable,
        spans=spans,
        special=frozenset(exception.on.weekday() for exception in special),
        away=_away(reading, therapist, monday, zone, told=editable),
        opening=opening_hours(reading.session),
        closed=_closed(reading, monday),
        locations=places,
    )


def affected(reading: Reading, drawn_week: DrawnWeek) -> list[Affected]:
    """Booked visits that a drawn week would leave outside what is worked, by time. Ten statements."""
    require(reading.actor, Permission.SEE_ROSTER)
    therapist, monday = drawn_week.therapist, drawn_week.monday
    special = exceptions_in(reading.session, monday, monday + timedelta(days=6), therapists=[therapist])
    change = drawn_change(drawn_week, shifts_of(reading.session, therapist), special, reading.now.date())
    return roster_effects.affected(reading, change)


def drawn(shifts: Mapping[ShiftId, Shift], special: Sequence[DayException], monday: date) -> tuple[Span, ...]:
    """What is worked in a week as spans, by day and time."""
    excepted = {one.on for one in special}
    spans = [
        Span(s.weekday, s.location, s.hours, tuple(sorted(s.breaks, key=_start)), s.room, s.every_weeks, key)
        for key, s in shifts.items()
        if s.runs_on(on := date_of(monday, s.weekday)) and on not in excepted
    ]
    for exception in special:
        if (only := exception.as_shift()) is not None:
            spans.append(Span(only.weekday, only.location, only.hours, (), only.room, only=True))
    return tuple(sorted(spans, key=lambda span: (span.weekday, span.bounds)))


def _start(hours: Hours) -> time:
    return hours.starts


def _locations(reading: Reading) -> tuple[LocationChoice, ...]:
    wanted = select(Location.id, Location.name, Location.zone).where(Location.active).order_by(Location.name)
    return tuple(LocationChoice(LocationId(key), name, zone) for key, name, zone in reading.session.execute(wanted))


def _away(reading: Reading, therapist: TherapistId, monday: date, zone: ZoneInfo, *, told: bool) -> tuple[Away, ...]:
    window = Slot(instant(monday, time(0), zone), instant(monday + timedelta(days=7), time(0), zone))
    rows = select(TimeOff.starts, TimeOff.ends, TimeOff.reason).where(
        TimeOff.therapist_id == therapist, TimeOff.ends > window.starts, TimeOff.starts < window.ends
    )
    return tuple(
        Away(max(starts, window.starts).astimezone(zone), min(ends, window.ends).astimezone(zone), reason if told else "")
        for starts, ends, reason in reading.session.execute(rows.order_by(TimeOff.starts))
    )


def _closed(reading: Reading, monday: date) -> dict[tuple[LocationId, int], str]:
    rows = select(Closure.location_id, Closure.on, Closure.label).where(Closure.on.between(monday, monday + timedelta(days=6)))
    return {(LocationId(place), on.weekday()): label for place, on, label in reading.session.execute(rows)}
