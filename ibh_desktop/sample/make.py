"""Make the invented clinic: deterministic from a seed and the day it is made on."""

import random
from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from itertools import product
from typing import Any
from zoneinfo import ZoneInfo

import holidays
from sqlalchemy import Table, insert, text

from ibh_desktop.app import App
from ibh_desktop.bootstrap import Founding, found
from ibh_desktop.domain.clocks import instant
from ibh_desktop.domain.topics import Topic
from ibh_desktop.home import Home
from ibh_desktop.sample import care, people, visits
from ibh_desktop.sample.names import TOWNS
from ibh_desktop.sample.people import OTHERS, Rows, Worker
from ibh_desktop.sample.size import CLINIC, PASSWORD, SEED, Size
from ibh_desktop.security.passwords import SAMPLE, Cost
from ibh_desktop.store.schema import Base
from ibh_desktop.store.tx import Tx

NAME = "IBH Sample Clinic"
MANAGER = OTHERS[0]
_CHUNK = 20_000
_ORDER = (
    "location",
    "location_hours",
    "room",
    "closure",
    "staff",
    "therapist",
    "shift",
    "shift_break",
    "time_off",
    "patient",
    "patient_key",
    "course",
    "appointment",
    "goal",
    "score",
    "safety_event",
    "recipient",
    "letter",
)
_CLOSED = ("New Year", "Memorial Day", "Independence", "Labor Day", "Thanksgiving", "Christmas")


def make(home: Home, *, now: datetime, size: Size = CLINIC, cost: Cost = SAMPLE, seed: int = SEED) -> App:
    """Found the sample clinic in an empty home and fill it; return it opened by its manager.

    Every person signs in with `PASSWORD`. Raises as `bootstrap.found` does.
    """
    username, name, _ = MANAGER
    app, _ = found(home, Founding(NAME, username, name, PASSWORD, is_sample=True, cost=cost), clock=lambda: now)
    rows = generate(now, size, seed)
    app.write(_insert, rows)
    if size is CLINIC:
        for person in rows["staff"]:
            app.keys.set_password(person["username"], PASSWORD)
    return app


def generate(now: datetime, size: Size, seed: int) -> dict[str, Rows]:
    """All rows by table name."""
    rng = random.Random(seed)
    today = now.date()
    rows = people.places()
    rows["room"] = people.rooms(-(-size.therapists // len(TOWNS)) + 1)
    staff, workers = people.staff(size, today, rng)
    rows |= staff
    rows["patient"], rows["patient_key"] = people.patients(size, today, now, rng)
    monday = today - timedelta(days=today.weekday())
    rows["closure"] = _closures(today, size)
    rows["time_off"], away = _time_off(workers, monday, size, rng)
    made = visits.Made(now, monday, rng, {row["on"] for row in rows["closure"]}, away)
    visits.fill(made, size, workers)
    rows["appointment"] = [{"id": n, **row} for n, row in enumerate(made.appointments, start=1)]
    rows["course"] = made.courses
    rows |= care.care(made.courses, made.appointments, now, rng)
    rows["recipient"] = care.recipients()
    rows["letter"] = care.drafts(made.courses, now, rng)
    return rows


def closed_days(first_year: int, last_year: int) -> list[tuple[date, str]]:
    """The federal holidays on which the sample clinic is closed, and the day after Thanksgiving (DOMAIN.md 5.3)."""
    named = holidays.country_holidays("US", years=range(first_year, last_year + 1), observed=False)
    days = [(on, label) for on, label in named.items() if label.startswith(_CLOSED)]
    days += [(on + timedelta(days=1), "Day after Thanksgiving") for on, label in days if label.startswith("Thanksgiving")]
    return sorted(days)


def is_closed(on: date) -> bool:
    """Whether the sample clinic rests on a date."""
    return any(day == on for day, _ in closed_days(on.year, on.year))


def _closures(today: date, size: Size) -> Rows:
    first = today - timedelta(weeks=size.course_weeks_back)
    last = today + timedelta(weeks=size.weeks_ahead + 30)
    days = [day for day in closed_days(first.year, last.year) if first <= day[0] <= last]
    places = product(range(1, len(TOWNS) + 1), days)
    return [{"id": n, "location_id": place, "on": on, "label": label} for n, (place, (on, label)) in enumerate(places, start=1)]


def _time_off(workers: list[Worker], monday: date, size: Size, rng: random.Random) -> tuple[Rows, dict[int, set[date]]]:
    rows: Rows = []
    away: dict[int, set[date]] = {}
    zone = ZoneInfo("America/Chicago")
    for worker in workers:
        for week in {rng.randrange(-size.weeks_back, -2), rng.randrange(2, size.weeks_ahead)}:
            first = monday + timedelta(weeks=week)
            away.setdefault(worker.id, set()).update(first + timedelta(days=n) for n in range(5))
            starts = instant(first, time(0), zone)
            ends = instant(first + timedelta(days=5), time(0), zone)
            rows.append({"id": len(rows) + 1, "therapist_id": worker.id, "starts": starts, "ends": ends, "reason": "Vacation"})
    return rows, away


def _insert(tx: Tx, rows: dict[str, Rows]) -> None:
    tables = Base.metadata.tables
    founded = {"staff": 1}
    for name in _ORDER:
        for chunk in _chunks(rows[name][founded.get(name, 0) :]):
            tx.session.execute(insert(tables[name]), chunk)
        if tx.session.get_bind().dialect.name == "postgresql":
            _continue_sequence(tx, tables[name])
    tx.record("sample:make", Topic.CLINIC, 1, diff={name: len(rows[name]) for name in _ORDER})


def _chunks(rows: Rows) -> Iterator[list[dict[str, Any]]]:
    for at in range(0, len(rows), _CHUNK):
        yield rows[at : at + _CHUNK]


def _continue_sequence(tx: Tx, table: Table) -> None:
    if "id" in table.c:
        last = f"(SELECT coalesce(max(id), 1) FROM {table.name})"  # noqa: S608 - a table of ours
        tx.session.execute(text(f"SELECT setval(pg_get_serial_sequence('{table.name}', 'id'), {last})"))
