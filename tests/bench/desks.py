"""24 simulated desks on one PostgreSQL: searches, boards, bookings and status moves at the pace of people."""

import json
import os
import random
import subprocess
import sys
import time
from collections.abc import Callable
from datetime import date, datetime, timedelta
from statistics import quantiles
from typing import Any

from psycopg import Binary
from sqlalchemy import Connection, event, select

from ibh_desktop.app import App
from ibh_desktop.bootstrap import sign_in
from ibh_desktop.domain.appointments import HOLDING, Status
from ibh_desktop.domain.ids import AppointmentId, LocationId, PatientId, RoomId, TherapistId
from ibh_desktop.home import Home
from ibh_desktop.queries import free_slots, patients, today
from ibh_desktop.sample.make import make
from ibh_desktop.sample.size import PASSWORD, Size
from ibh_desktop.store.schema import Appointment, Patient
from ibh_desktop.store.tx import Reading
from ibh_desktop.usecases import appointments
from tests.bench.clinics import NOW, RECEPTIONIST, clock
from tests.bench.measure import CHILDREN, ROOT, Row
from tests.integration.world import Server, engine_of, name_of

DESKS, STEPS, EVERY = 24, 30, 1.5
"""So many steps a desk, one every so many seconds: 16 a second in all, which is a busy morning of 24 people."""
_MIX = ("search",) * 35 + ("board",) * 40 + ("book",) * 15 + ("mark",) * 10
Step = dict[str, Any]


def desk_load() -> Row:
    """95 of 100 steps stay below; the reference is the same statements by a bare psycopg client at the same pace."""
    server = Server(durable=True)
    try:
        template = server.fresh()
        app = make(template, now=NOW, size=Size(patients=3_000))
        app.keys.set_password(RECEPTIONIST, PASSWORD)
        orders = _orders(app)
        app.close()
        ours_at, record_at, bare_at = (server.fresh(name_of(template)) for _ in range(3))
        statements = _recorded(record_at, orders)
        ours = _run([{"kind": "ours", "url": ours_at.url, "steps": steps} for steps in orders])
        bare = _run([{"kind": "bare", "url": bare_at.url, "steps": steps} for steps in statements])
    finally:
        server.stop()
    note = f"{DESKS * STEPS} steps each, ours {len(ours[1])} errors, reference {len(bare[1])}"
    if ours[1]:
        raise SystemExit(f"desk_load: {ours[1][:3]}")
    return Row("desk_load", _p95(ours[0]), _p95(bare[0]), limit=3.0, note=note)


def _p95(took: list[float]) -> float:
    return quantiles(took, n=20, method="inclusive")[18]


def carry_out(app: App, step: Step) -> None:
    """One step of a desk."""
    what = step["what"]
    if what == "search":
        app.read(patients.search, step["text"], limit=12)
    elif what == "board":
        app.read(today.board, on=date.fromisoformat(step["on"]), location=LocationId(step["location"]))
    elif what == "book":
        app.write(
            appointments.book,
            patient=PatientId(step["patient"]),
            therapist=TherapistId(step["therapist"]),
            location=LocationId(step["location"]),
            starts=datetime.fromisoformat(step["starts"]),
            room=None if step["room"] is None else RoomId(step["room"]),
            passed_reason="load",
        )
    else:
        app.write(appointments.mark, AppointmentId(step["visit"]), status=Status(step["status"]))


def _orders(app: App) -> list[list[Step]]:
    """What each desk does: it books with a therapist and moves visits of its own, so that none is in another's way."""
    rng = random.Random(24)
    people = app.read(_people)
    visits = iter(app.read(_scheduled))
    orders = []
    for desk in range(DESKS):
        therapist = TherapistId(desk + 1)
        kinds = [*_MIX]
        rng.shuffle(kinds)
        times = iter(_apart(app, therapist))
        own = iter(people[desk::DESKS])
        makers: dict[str, Callable[[], Step]] = {
            "search": lambda: {"text": rng.choice(people)[1][: rng.randint(2, 5)]},
            "board": lambda: {"on": NOW.date().isoformat(), "location": rng.randint(1, 8)},
            "book": lambda own=own, times=times: _booking(next(own)[0], next(times)),  # type: ignore[misc]
            "mark": lambda: {"visit": next(visits), "status": Status.CONFIRMED.value},
        }
        orders.append([{"what": kind} | makers[kind]() for kind in kinds[:STEPS]])
    return orders


def _apart(app: App, therapist: TherapistId) -> list[free_slots.SlotLine]:
    """Free times of a therapist that leave an hour and a half from one to the next."""
    found = app.read(free_slots.search, minutes=50, therapists=[therapist], from_at=NOW + timedelta(days=2), limit=6 * STEPS)
    kept: list[free_slots.SlotLine] = []
    for line in found:
        if not kept or line.starts - kept[-1].starts >= timedelta(minutes=90):
            kept.append(line)
    return kept


def _booking(patient: int, line: free_slots.SlotLine) -> Step:
    where = {"therapist": line.therapist, "location": line.location, "room": line.room}
    return {"patient": patient, "starts": line.starts.isoformat()} | where


def _people(reading: Reading) -> list[tuple[int, str]]:
    """Patients without a visit ahead, whom nobody else books."""
    ahead = select(Appointment.patient_id).where(Appointment.starts > reading.now, Appointment.status.in_(HOLDING))
    wanted = select(Patient.id, Patient.family).where(Patient.id.not_in(ahead), Patient.active).order_by(Patient.id)
    return [(row.id, row.family) for row in reading.rows(wanted)]


def _scheduled(reading: Reading) -> list[int]:
    wanted = select(Appointment.id).where(Appointment.starts > reading.now, Appointment.status == Status.SCHEDULED)
    return [row.id for row in reading.rows(wanted.order_by(Appointment.id))]


def _recorded(home: Home, orders: list[list[Step]]) -> list[list[list[Any]]]:
    """The statements with their parameters that each step runs, one step after another on a copy of the clinic."""
    app = sign_in(home, RECEPTIONIST, PASSWORD, clock=clock)
    seen: list[Any] = []

    def note(_connection: Connection, _cursor: object, statement: str, given: Any, _context: object, many: bool) -> None:  # noqa: FBT001
        seen.extend([statement, _plain(one)] for one in (given if many else [given]))

    event.listen(engine_of(app), "before_cursor_execute", note)
    replayed = []
    for steps in orders:
        each = []
        for step in steps:
            seen.clear()
            carry_out(app, step)
            each.append(list(seen))
        replayed.append(each)
    app.close()
    return replayed


def _plain(given: dict[str, Any]) -> dict[str, Any]:
    return {name: _json(value) for name, value in given.items()}


def _json(value: Any) -> Any:
    if isinstance(value, datetime | date):
        return [type(value).__name__, value.isoformat()]
    value = value.obj if isinstance(value, Binary) else value
    return ["bytes", bytes(value).hex()] if isinstance(value, bytes | memoryview) else value


def _run(orders: list[dict[str, Any]]) -> tuple[list[float], list[str]]:
    """All desks at once, each in a process of its own; what every step took, and what went wrong."""
    command = [sys.executable, str(CHILDREN / "desk.py")]
    environment = os.environ | {"PYTHONPATH": str(ROOT)}
    desks = [
        subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, env=environment, cwd=ROOT)
        for _ in orders
    ]
    first_at = time.time() + 20  # by then all are signed in
    for number, (desk, order) in enumerate(zip(desks, orders, strict=True)):
        assert desk.stdin is not None
        begins = first_at + EVERY * number / len(orders)
        json.dump(order | {"user": RECEPTIONIST, "password": PASSWORD, "first_at": begins, "every": EVERY}, desk.stdin)
        desk.stdin.close()
    took: list[float] = []
    errors: list[str] = []
    for desk in desks:
        assert desk.stdout is not None
        told = json.loads(desk.stdout.read() or '{"took": [], "errors": ["ended early"]}')
        desk.wait()
        took += told["took"]
        errors += told["errors"]
    return took, errors
