"""Weekly hours that are free for a whole course, with any therapist anywhere (FEATURES a12)."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from sqlalchemy import String, select, type_coerce

from ibh_desktop.domain.appointments import HOLDING, LONGEST, Kind
from ibh_desktop.domain.clocks import home_date, instant
from ibh_desktop.domain.ids import LocationId, PatientId, RoomId, TherapistId
from ibh_desktop.domain.licences import no_new_course
from ibh_desktop.domain.permissions import Permission, require
from ibh_desktop.domain.weekly import weekly_hours
from ibh_desktop.domain.weekly_roster import Place, WeeklyRoster
from ibh_desktop.domain.wishes import Wish, allows
from ibh_desktop.queries.calendar import closed_days, exceptions_in, opening_hours, time_off, worked_shifts
from ibh_desktop.queries.clinic import settings
from ibh_desktop.queries.suitable import for_patient
from ibh_desktop.queries.suitable import therapists as suitable
from ibh_desktop.settings import Settings
from ibh_desktop.store.schema import Appointment, Location
from ibh_desktop.store.tx import Reading
from ibh_desktop.store.types import epoch


@dataclass(frozen=True, slots=True)
class Weekly:
    """What is looked for: `weeks` visits of `minutes` from the week of `from_on` on, at most `missing` of them not free."""

    minutes: int = 50
    weeks: int = 16
    missing: int = 2
    from_on: date | None = None
    therapists: Sequence[TherapistId] | None = None
    locations: Sequence[LocationId] | None = None
    patient: PatientId | None = None
    wish: Wish = field(default=Wish())


@dataclass(frozen=True, slots=True)
class WeeklyLine:
    """One weekly hour: "15 of 16 free", and the dates that are not. `first` is its first visit, in the location's zone."""

    first: datetime
    therapist: TherapistId
    therapist_name: str
    location: LocationId
    location_name: str
    room: RoomId | None
    free: int
    weeks: int
    missing: tuple[date, ...]


def search(reading: Reading, asked: Weekly, *, limit: int | None = None) -> list[WeeklyLine]:
    """Weekly hours by how few weeks are missing, then by weekday and time. A bounded number of statements."""
    require(reading.actor, Permission.SEE_CALENDAR)
    wish = for_patient(reading, asked.wish, asked.patient) or Wish()
    fit = [one for one in suitable(reading, wish, among=asked.therapists) if not no_new_course(one.standing, one.name)]
    people = {one.id: one.name for one in fit}
    places = {LocationId(k): (name, ZoneInfo(zone)) for k, name, zone in reading.session.execute(_PLACES)}
    first = asked.from_on or home_date(reading.now)
    earliest = max(reading.now, datetime.combine(first, time(0), UTC))
    weeks = WeeklyRoster(first - timedelta(days=first.weekday()), asked.weeks, {key: zone for key, (_, zone) in places.items()})
    shifts = worked_shifts(reading.session, weeks.window, therapists=list(people), locations=asked.locations)
    exceptions = exceptions_in(reading.session, weeks.monday, weeks.sunday, therapists=list(people))
    weeks.work(shifts, exceptions)
    for one in fit:
        if one.standing.expires is not None and one.standing.expires < weeks.sunday:
            weeks.work_until(one.id, one.standing.expires)
    weeks.close(closed_days(reading.session, weeks.window))
    weeks.open_only(opening_hours(reading.session))
    rules = settings(reading)
    _book(reading, weeks, asked, rules)
    lines = [
        line
        for place, free in weeks.free(pause=rules.buffer_minutes)
        for line in _lines(asked, weeks, place, free, (people[place[0]], places[place[1]][0]), earliest)
    ]
    lines.sort(key=lambda line: (len(line.missing), line.first.weekday(), line.first.time(), line.therapist_name))
    return lines if limit is None else lines[:limit]


_PLACES = select(Location.id, Location.name, Location.zone)


def _book(reading: Reading, weeks: WeeklyRoster, asked: Weekly, rules: Settings) -> None:
    a, session = Appointment, reading.session
    columns = (a.therapist_id, a.room_id, epoch(session, a.starts), epoch(session, a.ends), type_coerce(a.kind, String()))
    held = select(*columns).where(
        a.starts > weeks.window.starts - LONGEST, a.starts < weeks.window.ends, a.status.in_(HOLDING), ~a.overbooked
    )
    if asked.therapists is not None:
        held = held.where(a.therapist_id.in_(list(weeks.zones_of)) | a.room_id.in_(list(weeks.zone_of_room)))
    for therapist, room, starts, ends, kind in session.execute(held):
        weeks.busy(therapist, room, starts, ends, rules.intake_buffer_minutes if kind == Kind.INTAKE else rules.buffer_minutes)
    for who, spans in time_off(session, weeks.window, set(map(TherapistId, weeks.zones_of))).items():
        for span in spans:
            weeks.busy(who, None, int(span.starts.timestamp()), int(span.ends.timestamp()), 0)
    if asked.patient is not None:
        mine = select(epoch(session, a.starts), epoch(session, a.ends)).where(
            a.patient_id == asked.patient, a.starts > weeks.window.starts, a.starts < weeks.window.ends, a.status.in_(HOLDING)
        )
        for starts, ends in session.execute(mine):
            for zone, wall in weeks.walls.items():
                wall.mark(weeks.patient[zone], starts, ends)


def _lines(
    asked: Weekly, weeks: WeeklyRoster, place: Place, free: list[int], names: tuple[str, str], earliest: datetime
) -> Iterator[WeeklyLine]:
    therapist, location, room = place
    zone = weeks.zones[location]
    # What has passed in the first week is looked for from the next one on.
    for later in (0, 1):
        wanted = asked.weeks - asked.missing
        for hour in weekly_hours(free[later : later + asked.weeks], length=asked.minutes, step=30, wanted=wanted):
            on = weeks.monday + timedelta(days=hour.weekday)
            if (instant(on, hour.starts, zone) < earliest) is not bool(later):
                continue
            on += timedelta(days=7 * later)
            first = instant(on, hour.starts, zone).astimezone(zone)
            if allows(asked.wish, first, first + timedelta(minutes=asked.minutes)):
                missing = tuple(on + timedelta(days=7 * n) for n in hour.missing)
                count = asked.weeks - len(missing)
                yield WeeklyLine(first, therapist, names[0], location, names[1], room, count, asked.weeks, missing)
