"""Eight desks, one slot: real processes insert, move and book whole courses into the same time, and nothing is sold twice.

SAFETY.md 3. Each push runs 60 rounds an engine; `python -m pytest -m slow tests/integration/test_race.py` runs 1,000.
"""

import json
import subprocess
import sys
import time
from collections import Counter
from datetime import date, datetime, timedelta
from pathlib import Path
from statistics import quantiles
from typing import Any

import pytest
from sqlalchemy import text

from ibh_desktop.domain.appointments import Kind, Modality, Status
from ibh_desktop.domain.ids import PatientId
from ibh_desktop.domain.topics import Topic
from ibh_desktop.home import Home
from ibh_desktop.store.schema import Appointment
from ibh_desktop.store.tx import Tx
from ibh_desktop.usecases import patients
from tests.integration.world import PASSWORD, RECEPTIONIST, Clinic, Ids, at, engine_of, later

DESKS, EVERY = 8, 0.3
KINDS = ("insert", "move", "course")
ROOT = Path(__file__).resolve().parents[2]
OVERLAPS = (
    "SELECT count(*) FROM appointment a JOIN appointment b ON a.id < b.id AND a.{r} = b.{r}"
    " AND a.starts < b.ends AND b.starts < a.ends"
    " WHERE a.status = 'scheduled' AND b.status = 'scheduled'"
)
HALVES = (
    "SELECT count(*) FROM course c WHERE (SELECT count(*) FROM appointment a WHERE a.course_id = c.id) <> c.planned"
    " OR (SELECT count(DISTINCT a.status) FROM appointment a WHERE a.course_id = c.id) <> 1"
)


def half_hours(first: int, wanted: int) -> list[datetime]:
    """Half hours that Ana and Ben work from Monday to Thursday, `first` weeks ahead: six a day, so that no day is too full."""
    found: list[datetime] = []
    for day in range(2_000):
        on = later(first, day)
        if on.weekday() < 4:
            found += [at(on, hour) for hour in (8, 9, 10, 13, 14, 15)]
        if len(found) >= wanted:
            break
    return found[:wanted]


def own_visits(tx: Tx, ids: Ids, patient: PatientId, starts: list[datetime]) -> list[int]:
    """Visits with Ben that a desk can move, one for every third round."""
    rows = [
        Appointment(
            patient_id=patient,
            therapist_id=ids.ben,
            location_id=ids.birmingham,
            kind=Kind.THERAPY,
            modality=Modality.IN_PERSON,
            starts=begins,
            ends=begins + timedelta(minutes=30),
            status=Status.SCHEDULED,
        )
        for begins in starts
    ]
    tx.session.add_all(rows)
    tx.record("test:own", Topic.APPOINTMENTS, None)
    tx.session.flush()
    return [row.id for row in rows]


def rounds_of(count: int) -> list[tuple[str, str]]:
    """What is raced for, round by round: half hours of this year, and weekly hours of years to come.

    Twenty-four weekly hours every twenty weeks: what earlier rounds gave back does not pile up in one place.
    """
    slots = half_hours(1, count)
    made: list[tuple[str, str]] = []
    for n in range(count):
        block, hour = divmod(n // 3, 24)
        raced = half_hours(300 + 20 * block, 24)[hour] if n % 3 == 2 else slots[n]
        made.append((KINDS[n % 3], raced.isoformat()))
    return made


def race(clinic: Clinic, home: Home, count: int) -> list[dict[str, Any]]:
    """Run all desks and hear what each of them was told."""
    ids, front = clinic.ids, clinic.as_role(RECEPTIONIST)
    clinic.app.keys.set_password(RECEPTIONIST, PASSWORD)
    with engine_of(clinic.app).begin() as connection:  # the race runs through years to come
        connection.execute(text("UPDATE therapist SET licence_expires = NULL"))
    rounds, others = rounds_of(count), half_hours(60, DESKS * count)
    orders = []
    for desk in range(DESKS):
        details = patients.Details("Clyde", f"Tolliver {desk}", date(1960, 5, 5))
        patient = front.write(patients.register, details)
        orders.append(
            {
                "folder": str(home.folder) if home.folder else "",
                "url": home.url,
                "patient": patient,
                "therapist": ids.ana,
                "location": ids.birmingham,
                "room": ids.room,
                "own": clinic.app.write(own_visits, ids, patient, others[desk::DESKS][: count // 3 + 1]),
                "rounds": rounds,
                "every": EVERY,
            }
        )
    first_at = time.time() + 5
    command = [sys.executable, "-m", "tests.integration.race_desk"]
    running = [subprocess.Popen(command, stdin=-1, stdout=-1, text=True, cwd=ROOT) for _ in orders]
    for desk_process, order in zip(running, orders, strict=True):
        assert desk_process.stdin is not None
        desk_process.stdin.write(json.dumps(order | {"first_at": first_at}))
        desk_process.stdin.close()
        desk_process.stdin = None
    return [json.loads(desk_process.communicate(timeout=60 + count)[0]) for desk_process in running]


@pytest.mark.parametrize("count", [60, pytest.param(1_000, marks=pytest.mark.slow)])
def test_no_slot_is_sold_twice_and_no_course_is_booked_by_halves(
    clinic: Clinic, place: Home, engine_name: str, count: int
) -> None:
    heard = race(clinic, place, count)
    answers = Counter(answer for desk in heard for answer in desk["heard"])
    took = [seconds for desk in heard for seconds in desk["took"]]
    p99 = quantiles(took, n=100, method="inclusive")[98]
    double = {r: clinic.rows(OVERLAPS.format(r=f"{r}_id"))[0][0] for r in ("therapist", "room", "patient")}
    halves = clinic.rows(HALVES)[0][0]
    figures = f"double {double}, half courses {halves}, {dict(answers)}, p99 {p99 * 1000:.0f} ms"
    print(f"{engine_name}: {count} rounds, {DESKS} desks, {figures}")
    assert double == {"therapist": 0, "room": 0, "patient": 0}
    assert halves == 0
    assert set(answers) <= {"won", "refused", "conflict"}
    winners = [sum(desk["heard"][n] == "won" for desk in heard) for n in range(count)]
    kinds = [kind for kind, _ in rounds_of(count)]
    assert {won for won, kind in zip(winners, kinds, strict=True) if kind != "course"} == {1}
    assert all(won >= 1 for won, kind in zip(winners, kinds, strict=True) if kind == "course")
    # Not a timed test: a desk that waits so long has met a deadlock, however busy the machine is.
    assert max(took) < 60
