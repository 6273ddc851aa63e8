"""Four desks, one slot: real processes insert and move into the same time, and nothing is sold twice (SAFETY.md 3)."""

import json
import subprocess
import sys
import time
from collections import Counter
from datetime import date, datetime, timedelta
from pathlib import Path

from ibh_desktop.domain.appointments import Kind, Modality, Status
from ibh_desktop.domain.ids import PatientId
from ibh_desktop.domain.topics import Topic
from ibh_desktop.home import Home
from ibh_desktop.store.schema import Appointment
from ibh_desktop.store.tx import Tx
from ibh_desktop.usecases import patients
from tests.integration.world import RECEPTIONIST, Clinic, Ids, at, later

DESKS, ROUNDS, EVERY = 4, 100, 0.05
ROOT = Path(__file__).resolve().parents[2]
OVERLAPS = (
    "SELECT count(*) FROM appointment a JOIN appointment b ON a.id < b.id AND a.{r} = b.{r}"
    " AND a.starts < b.ends AND b.starts < a.ends"
    " WHERE a.status = 'scheduled' AND b.status = 'scheduled'"
)


def half_hours(first: int, wanted: int) -> list[datetime]:
    """Half hours that Ana and Ben work from Monday to Thursday, `first` weeks ahead."""
    found: list[datetime] = []
    for day in range(400):
        on = later(first, day)
        if on.weekday() < 4:
            found += [at(on, hour, minute) for hour in (8, 9, 10, 11, 13, 14, 15, 16) for minute in (0, 30)]
        if len(found) >= wanted:
            break
    return found[:wanted]


def own_visits(tx: Tx, ids: Ids, patient: PatientId, desk: int) -> list[int]:
    """Visits with Ben that a desk can move, one for every second round."""
    rows = [
        Appointment(
            patient_id=patient,
            therapist_id=ids.ben,
            location_id=ids.birmingham,
            kind=Kind.THERAPY,
            modality=Modality.IN_PERSON,
            starts=starts,
            ends=starts + timedelta(minutes=30),
            status=Status.SCHEDULED,
        )
        for starts in half_hours(10, DESKS * ROUNDS // 2)[desk::DESKS]
    ]
    tx.session.add_all(rows)
    tx.record("test:own", Topic.APPOINTMENTS, None)
    tx.session.flush()
    return [row.id for row in rows]


def race(clinic: Clinic, home: Home) -> list[dict[str, object]]:
    """Run all desks and hear what each of them was told."""
    ids = clinic.ids
    details = patients.Details("Clyde", "Tolliver", date(1960, 5, 5))
    fourth = clinic.as_role(RECEPTIONIST).write(patients.register, details)
    orders = []
    for desk, patient in enumerate((ids.maria, ids.tyrone, ids.jiri, fourth)):
        orders.append(
            {
                "folder": str(home.folder) if home.folder else "",
                "url": home.url,
                "patient": patient,
                "therapist": ids.ana,
                "location": ids.birmingham,
                "room": ids.room,
                "own": clinic.app.write(own_visits, ids, patient, desk),
                "starts": [when.isoformat() for when in half_hours(1, ROUNDS)],
                "every": EVERY,
            }
        )
    first_at = time.time() + 2.5
    command = [sys.executable, "-m", "tests.integration.race_desk"]
    running = [subprocess.Popen(command, stdin=-1, stdout=-1, text=True, cwd=ROOT) for _ in orders]
    for desk_process, order in zip(running, orders, strict=True):
        assert desk_process.stdin is not None
        desk_process.stdin.write(json.dumps(order | {"first_at": first_at}))
        desk_process.stdin.close()
        desk_process.stdin = None
    return [json.loads(desk_process.communicate(timeout=60)[0]) for desk_process in running]


def test_no_slot_is_sold_twice(clinic: Clinic, place: Home, engine_name: str) -> None:
    before = clinic.count("audit")
    heard = race(clinic, place)
    answers = [answer for desk in heard for answer in desk["heard"]]  # type: ignore[attr-defined]
    double = {r: clinic.rows(OVERLAPS.format(r=f"{r}_id"))[0][0] for r in ("therapist", "room", "patient")}
    slowest = max(float(str(desk["slowest"])) for desk in heard)
    print(f"{engine_name}: {ROUNDS} rounds, {DESKS} desks, double {double}, {Counter(answers)}, slowest {slowest:.3f} s")
    assert double == {"therapist": 0, "room": 0, "patient": 0}
    assert set(answers) <= {"won", "refused", "conflict"}
    winners = [sum(desk["heard"][n] == "won" for desk in heard) for n in range(ROUNDS)]  # type: ignore[index]
    assert winners == [1] * ROUNDS
    assert clinic.count("audit") == before + 1 + DESKS + ROUNDS
    assert slowest < timedelta(seconds=5).total_seconds()
