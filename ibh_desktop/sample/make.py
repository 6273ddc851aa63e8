"""Make the invented clinic: deterministic from a seed and the day it is made on."""

import random
from collections import Counter
from collections.abc import Iterable, Iterator
from datetime import date, datetime, time, timedelta
from itertools import islice, product
from typing import TypeVar
from zoneinfo import ZoneInfo

import holidays
from sqlalchemy import Table, insert, text

import ibh_desktop.store.chart
import ibh_desktop.store.frontdesk  # noqa: F401 - registers tables
from ibh_desktop.app import App
from ibh_desktop.bootstrap import Founding, found
from ibh_desktop.domain.clocks import instant
from ibh_desktop.domain.topics import Topic
from ibh_desktop.home import Home
from ibh_desktop.queries.clinic import staff
from ibh_desktop.sample import care, people, relations, visits
from ibh_desktop.sample.calls import reach_and_calls
from ibh_desktop.sample.contracts import contracts
from ibh_desktop.sample.desk_papers import desk_papers
from ibh_desktop.sample.inquiries import inquiries
from ibh_desktop.sample.law import papers
from ibh_desktop.sample.names import TOWNS
from ibh_desktop.sample.notes import session_notes
from ibh_desktop.sample.people import OTHERS, Rows, Worker
from ibh_desktop.sample.size import CLINIC, PASSWORD, SEED, Size
from ibh_desktop.sample.steps import steps
from ibh_desktop.sample.waitlist import waitlist
from ibh_desktop.security.passwords import SAMPLE, Cost
from ibh_desktop.store import chart
from ibh_desktop.store.tx import Tx

NAME = "IBH Sample Clinic"
MANAGER = OTHERS[0]
_CHUNK = 20_000
T = TypeVar("T")
Part = tuple[str, Rows]
"""Some rows of one table."""
_CLOSED = ("New Year", "Memorial Day", "Independence", "Labor Day", "Thanksgiving", "Christmas")


def make(home: Home, *, now: datetime, size: Size = CLINIC, cost: Cost = SAMPLE, seed: int = SEED) -> App:
    """Found the sample clinic in an empty home and fill it; return it opened by its manager.

    Every person signs in with `PASSWORD`. Raises as `bootstrap.found` does.
    """
    username, name, _ = MANAGER
    app, _ = found(home, Founding(NAME, username, name, PASSWORD, is_sample=True, cost=cost), clock=lambda: now)
    app.write(_fill, now=now, size=size, seed=seed)
    if size is CLINIC:
        for person in app.read(staff):
            app.keys.set_password(person.username, PASSWORD)
    return app


def generate(now: datetime, size: Size, seed: int) -> Iterator[Part]:
    """All rows, a part at a time, each after the rows it refers to: ten years do not fit into memory at once."""
    rng = random.Random(seed)
    today = now.date()
    monday = today - timedelta(days=today.weekday())
    yield from people.places().items()
    yield "room", people.rooms(-(-size.therapists // len(TOWNS)) + 1)
    closures = _closures(today, size)
    yield "closure", closures
    of_staff, workers = people.staff(size, today, rng)
    yield "staff", of_staff["staff"][1:]  # the first one founded the clinic
    yield from ((name, of_staff[name]) for name in ("therapist", "shift", "shift_break"))
    yield from _patients(size, today, now, rng)
    absences, away = _time_off(workers, monday, size, rng)
    yield "time_off", absences
    made = visits.Made(now, monday, rng, {row["on"] for row in closures}, away)
    for _ in visits.fill(made, size, workers):
        if len(made.appointments) >= _CHUNK:
            yield from made.taken()
    yield from made.taken()
    yield from care.care(made.courses, made.held, now, rng)
    yield from relations.relations(made.courses, today, now, seed)
    yield "recipient", care.recipients()
    drafts = care.drafts(made.courses, now, rng)
    yield "letter", drafts
    if size.is_large:
        yield "letter", care.sent(made.courses, after=len(drafts))
    else:
        yield from contracts(made.courses, today, rng)


def _patients(size: Size, today: date, now: datetime, rng: random.Random) -> Iterator[Part]:
    keys: list[tuple[str, int]] = []
    for rows in _batched(people.patients(size, today, now, rng), _CHUNK):
        keys += ((key, row["id"]) for row in rows for key in people.keys_of(row))
        yield "patient", rows
    # In the order of the table's own tree: a million people in any other take ten times as long.
    keys.sort()
    for some in _batched(keys, _CHUNK):
        yield "patient_key", [{"key": key, "patient_id": patient} for key, patient in some]
    yield "name_key", people.spelt_words()


def _batched(things: Iterable[T], most: int) -> Iterator[list[T]]:
    left = iter(things)
    while some := list(islice(left, most)):
        yield some


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


def _fill(tx: Tx, *, now: datetime, size: Size, seed: int) -> None:
    tables = chart.Homework.metadata.tables  # all of them, those of the chart too
    made: Counter[str] = Counter()
    server = tx.session.get_bind().dialect.name == "postgresql"
    if size.is_large and not server:
        tx.session.execute(text("PRAGMA cache_size = -1048576"))
    for name, rows in generate(now, size, seed):
        made[name] += len(rows)
        for some in _batched(rows, _CHUNK):
            if size.is_large and not server:
                _insert_many(tx, tables[name], some)
            else:
                tx.session.execute(insert(tables[name]), some)
    if server:
        for name in made:
            _continue_sequence(tx, tables[name])
    if not size.is_large:
        steps(tx)
        papers(tx)
        inquiries(tx)
        desk_papers(tx)
        reach_and_calls(tx)
        waitlist(tx)
    session_notes(tx)
    tx.record("sample:make", Topic.CLINIC, 1, diff=dict(made))


def _insert_many(tx: Tx, table: Table, rows: Rows) -> None:
    # SQLAlchemy builds the parameters of ten million rows in twice the time that SQLite stores them in.
    dialect = tx.session.get_bind().dialect
    # A plain insert knows nothing of defaults that Python gives.
    constant = {c.name: getattr(c.default, "arg", None) for c in table.c if c.name not in rows[0] and c.default is not None}
    columns = [table.c[name] for name in (*rows[0], *constant)]
    bound = [(column.name, column.type.dialect_impl(dialect).bind_processor(dialect)) for column in columns]
    names = ", ".join(f'"{column.name}"' for column in columns)
    statement = f"INSERT INTO {table.name} ({names}) VALUES ({', '.join('?' * len(columns))})"  # noqa: S608 - a table of ours
    filled = ({**row, **constant} for row in rows) if constant else iter(rows)
    values = [tuple(row[name] if stored is None else stored(row[name]) for name, stored in bound) for row in filled]
    tx.session.connection().exec_driver_sql(statement, values)


def _continue_sequence(tx: Tx, table: Table) -> None:
    if "id" in table.c:
        last = f"(SELECT coalesce(max(id), 1) FROM {table.name})"  # noqa: S608 - a table of ours
        tx.session.execute(text(f"SELECT setval(pg_get_serial_sequence('{table.name}', 'id'), {last})"))
