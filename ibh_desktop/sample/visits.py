"""Rows of appointments and courses: weekly hours over the years, with no-shows and cancellations as a real clinic has them."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from heapq import heappop, heappush
from random import Random
from typing import Any
from zoneinfo import ZoneInfo

from ibh_desktop.domain.appointments import Kind, Modality, Status
from ibh_desktop.domain.clocks import instant, time_of
from ibh_desktop.domain.courses import INDICATIONS, VARIANTS, Area, CourseStatus, Variant, target_end
from ibh_desktop.domain.phases import Phase, phase_of
from ibh_desktop.sample.names import TOWNS
from ibh_desktop.sample.people import HOURS, OPENS, Rows, Worker
from ibh_desktop.sample.size import Size

_DIAGNOSES = {
    "depression": "F33.1 Major depressive disorder, recurrent, moderate",
    "anxiety": "F41.1 Generalized anxiety disorder",
}
_OTHER_KINDS = ((Kind.THERAPY, 50), (Kind.THERAPY, 50), (Kind.FAMILY, 50), (Kind.MED_MGMT, 30), (Kind.INTAKE, 60))
_PAST = (
    (0.85, Status.COMPLETED),
    (0.92, Status.NO_SHOW),
    (0.955, Status.LATE_CANCEL),
    (0.99, Status.CANCELLED_PATIENT),
    (1.0, Status.CANCELLED_CLINIC),
)


@dataclass(slots=True)
class Made:
    """What the generator has made so far; `appointments` only those that nobody took yet."""

    now: datetime
    monday: date
    rng: Random
    closed: set[date]
    away: dict[int, set[date]]
    zones: list[ZoneInfo] = field(default_factory=lambda: [ZoneInfo(zone) for _, _, zone, _ in TOWNS])
    appointments: Rows = field(default_factory=list)
    courses: Rows = field(default_factory=list)
    held: dict[int, list[datetime]] = field(default_factory=lambda: defaultdict(list))
    """Starts of the sessions held, by course."""
    _taken: tuple[int, int] = (0, 0)

    def taken(self) -> Iterator[tuple[str, Rows]]:
        """The courses and appointments made since the last call, to be stored and forgotten."""
        visits, courses = self._taken
        fresh = [{"id": n, **row} for n, row in enumerate(self.appointments, start=visits + 1)]
        for row in fresh:
            if row["course_id"] and row["status"] is Status.COMPLETED:
                self.held[row["course_id"]].append(row["starts"])
        yield "course", self.courses[courses:]
        yield "appointment", fresh
        self._taken = visits + len(fresh), len(self.courses)
        self.appointments.clear()


@dataclass(frozen=True, slots=True)
class Hour:
    """A weekly hour of one therapist."""

    worker: Worker
    weekday: int
    minute: int

    @property
    def place(self) -> tuple[int, int]:
        """Location and room."""
        return self.worker.rooms[self.weekday]


def hours(workers: list[Worker]) -> list[Hour]:
    """Every weekly hour that can be booked."""
    return [Hour(worker, day, OPENS + offset) for worker in workers for day in worker.rooms for offset, _ in HOURS]


def fill(made: Made, size: Size, workers: list[Worker]) -> Iterator[None]:
    """Courses first, then other visits in the hours that are left; a step is a course or an hour's visits."""
    every = hours(workers)
    made.rng.shuffle(every)
    # The clinic's picture patient has the first course, with Ana Lee.
    weekday = min(made.now.weekday(), 3)
    every.sort(key=lambda hour: (hour.worker.id, hour.weekday, hour.minute) != (1, weekday, OPENS + 60))
    people = iter(range(1, size.patients + 1))
    if size.courses is None:
        yield from _years(made, size, every, people)
        return
    for number, hour in enumerate(every[: size.courses]):
        week = -11 if number == 0 else -made.rng.randrange(0, size.course_weeks_back)
        if (patient := next(people, None)) is not None:
            _course(made, hour, patient, _variant(made.rng, picture=number == 0), week, picture=number == 0)
            made.rng.randrange(1, 4)
            yield
    for hour in every[size.courses :]:
        if made.rng.random() < size.density and (patient := next(people, None)):
            _other(made, size, hour, patient)
            yield


def _years(made: Made, size: Size, every: list[Hour], people: Iterator[int]) -> Iterator[None]:
    """Course after course in every hour, in the order in which they began: that is how rows come to lie in a real clinic."""
    back = size.course_weeks_back - 20
    coming = [(-11 - back if n == 0 else -made.rng.randrange(0, 20) - back, n) for n in range(len(every))]
    coming = [coming[0], *sorted(coming[1:])]
    while coming and (patient := next(people, None)) is not None:
        week, n = coming.pop(0) if not made.courses else heappop(coming)
        picture = not made.courses
        week = _course(made, every[n], patient, _variant(made.rng, picture=picture), week, picture=picture)
        if (again := week + made.rng.randrange(1, 4)) < 1:
            heappush(coming, (again, n))
        yield


def _variant(rng: Random, *, picture: bool) -> Variant:
    return VARIANTS[0] if picture else rng.choices(VARIANTS, (10, 3, 4, 2, 3, 1, 1))[0]


def _course(made: Made, hour: Hour, patient: int, variant: Variant, week: int, *, picture: bool) -> int:
    """One course from `week` on; returns the week after its last session."""
    rng = made.rng
    key = len(made.courses) + 1
    ends_early = not picture and rng.random() < 0.16
    last = rng.randrange(3, variant.planned) if ends_early else variant.planned
    number, first_on, ended_on = 0, None, None
    while number < last:
        on = made.monday + timedelta(weeks=week, days=hour.weekday)
        week += 1
        if on > hour.worker.licensed_until:
            break  # the rest waits for the new licence
        if on in made.closed or on in made.away.get(hour.worker.id, ()):
            continue
        status = _status(made, _instant(made, hour, on), picture_missed=picture and week == -5, picture=picture)
        first_on = first_on or on
        made.appointments.append(_appointment(made, hour, on, patient, Kind.THERAPY, variant.minutes, status, key))
        if status in (Status.COMPLETED, Status.SCHEDULED, Status.CONFIRMED, Status.CHECKED_IN, Status.IN_SESSION):
            number += 1
        ended_on = on
    over = ended_on is not None and ended_on < made.now.date()
    assert first_on is not None
    made.courses.append(_course_row(made, hour, key, patient, variant, first_on, ended_on if over else None, picture=picture))
    return week


def _course_row(
    made: Made, hour: Hour, key: int, patient: int, variant: Variant, first_on: date, ended_on: date | None, *, picture: bool
) -> dict[str, Any]:
    rng = made.rng
    held = sum(a["status"] is Status.COMPLETED for a in made.appointments[-80:] if a["course_id"] == key)
    indication = "depression" if picture or rng.random() < 0.45 else rng.choice(INDICATIONS)
    status = CourseStatus.ACTIVE
    if ended_on:
        status = (
            CourseStatus.COMPLETED
            if held >= variant.planned
            else rng.choice((CourseStatus.ENDED_EARLY, CourseStatus.TRANSFERRED))
        )
    elif not picture and rng.random() < 0.03:
        status = CourseStatus.ON_HOLD
    if not ended_on and held == 0 and first_on > made.now.date():
        status = CourseStatus.DRAFT
    phase = Phase.ENDING if status is CourseStatus.COMPLETED else phase_of(max(1, held), variant.parts)
    return {
        "id": key,
        "patient_id": patient,
        "therapist_id": hour.worker.id,
        "location_id": hour.place[0],
        "variant": variant.code,
        "planned": variant.planned,
        "cadence_days": variant.cadence_days,
        "minutes": variant.minutes,
        "starts_on": first_on,
        "target_end": target_end(first_on, variant.planned, variant.cadence_days),
        "ended_on": ended_on,
        "status": status,
        "phase": phase,
        "indication": indication,
        "diagnosis": _DIAGNOSES.get(indication, ""),
        "area": Area.ROLE_DISPUTE if picture else rng.choice(tuple(Area)),
        "version": 1,
    }


def _other(made: Made, size: Size, hour: Hour, patient: int) -> None:
    kind, minutes = made.rng.choice(_OTHER_KINDS)
    for week in range(-size.weeks_back, size.weeks_ahead):
        on = made.monday + timedelta(weeks=week, days=hour.weekday)
        seen = made.rng.random() < (0.8 if week < 5 else 0.45) and on <= hour.worker.licensed_until
        if seen and on not in made.closed and on not in made.away.get(hour.worker.id, ()):
            status = _status(made, _instant(made, hour, on))
            made.appointments.append(_appointment(made, hour, on, patient, kind, minutes, status, None))


def _instant(made: Made, hour: Hour, on: date) -> datetime:
    return instant(on, time_of(hour.minute), made.zones[hour.place[0] - 1])


def _status(made: Made, starts: datetime, *, picture_missed: bool = False, picture: bool = False) -> Status:
    if picture_missed:
        return Status.NO_SHOW
    rng, ago = made.rng, made.now - starts
    if ago < timedelta(minutes=-20):
        return Status.CONFIRMED if ago > timedelta(days=-3) and rng.random() < 0.6 else Status.SCHEDULED
    if ago < timedelta(minutes=5):
        return rng.choice((Status.CHECKED_IN, Status.CHECKED_IN, Status.CONFIRMED))
    if ago < timedelta(minutes=50):
        return Status.IN_SESSION if rng.random() < 0.9 else Status.CHECKED_IN
    if picture:
        return Status.COMPLETED
    drawn = rng.random()
    return next(status for share, status in _PAST if drawn <= share)


def _appointment(
    made: Made, hour: Hour, on: date, patient: int, kind: Kind, minutes: int, status: Status, course: int | None
) -> dict[str, Any]:
    starts = _instant(made, hour, on)
    came = status in (Status.COMPLETED, Status.IN_SESSION, Status.CHECKED_IN)
    began = status in (Status.COMPLETED, Status.IN_SESSION)
    location, room = hour.place
    return {
        "patient_id": patient,
        "therapist_id": hour.worker.id,
        "location_id": location,
        "room_id": room,
        "course_id": course,
        "kind": kind,
        "modality": Modality.IN_PERSON,
        "starts": starts,
        "ends": starts + timedelta(minutes=minutes),
        "status": status,
        "arrived_at": min(made.now, starts) - timedelta(minutes=made.rng.randrange(2, 16)) if came else None,
        "started_at": starts + timedelta(minutes=2) if began else None,
        "ended_at": starts + timedelta(minutes=minutes) if status is Status.COMPLETED else None,
        "overbooked": False,
        "overbook_reason": "",
        "version": 1,
    }
