"""A clinic whose next sixteen weeks are full to four fifths: 120 therapists at eight locations. Made anew in some seconds."""

import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime, time, timedelta
from itertools import cycle
from pathlib import Path
from random import Random
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import insert, select

from ibh_desktop.app import App
from ibh_desktop.domain.appointments import Kind, Modality, Status
from ibh_desktop.domain.clocks import instant, time_of
from ibh_desktop.domain.permissions import Actor, Role
from ibh_desktop.domain.topics import Topic
from ibh_desktop.home import Home
from ibh_desktop.sample.make import make
from ibh_desktop.sample.people import HOURS
from ibh_desktop.sample.size import Size
from ibh_desktop.security.passwords import SAMPLE
from ibh_desktop.store.schema import Appointment, Location, Shift
from ibh_desktop.store.tx import Tx
from tests.bench.clinics import NOW

SIZE = Size(therapists=120, patients=6_000, courses=0, weeks_back=4, course_weeks_back=4, weeks_ahead=16, density=0.0)
WEEKS = 16
KEPT, ODD = 0.97, 0.10
"""The share of weeks in which a taken hour is really booked, and in which a free one is all the same."""


@contextmanager
def full_clinic() -> Iterator[App]:
    """The clinic as its front desk sees it."""
    scratch = Path(tempfile.mkdtemp(prefix="ibh-bench-full-"))
    try:
        app = make(Home(scratch / "clinic"), now=NOW, size=SIZE, cost=SAMPLE)
        app.write(fill)
        desk = Actor(app.actor.staff, "desk", "Front Desk", Role.RECEPTIONIST)
        app.actor = desk
        yield app
        app.close()
    finally:
        shutil.rmtree(scratch, ignore_errors=True)


def fill(tx: Tx) -> None:
    """Book the weeks ahead."""
    rng = Random(80)
    zones = {key: ZoneInfo(zone) for key, zone in tx.session.execute(select(Location.id, Location.zone))}
    monday = NOW.date() - timedelta(days=NOW.weekday())
    people = cycle(range(1, SIZE.patients + 1))
    rows: list[dict[str, Any]] = []
    for shift in tx.session.scalars(select(Shift)).all():
        for offset, _ in HOURS:
            patient, taken = next(people), rng.random() < 0.8
            for week in range(WEEKS):
                if rng.random() < (KEPT if taken else ODD):
                    on = monday + timedelta(weeks=week, days=shift.weekday)
                    rows.append(_visit(shift, on, time_of(shift.starts + offset), zones[shift.location_id], patient))
    tx.session.execute(insert(Appointment), rows)
    tx.record("bench:fill", Topic.APPOINTMENTS, None, diff={"rows": len(rows)})


def _visit(shift: Shift, on: date, at: time, zone: ZoneInfo, patient: int) -> dict[str, Any]:
    starts: datetime = instant(on, at, zone)
    return {
        "patient_id": patient,
        "therapist_id": shift.therapist_id,
        "location_id": shift.location_id,
        "room_id": shift.room_id,
        "kind": Kind.THERAPY,
        "modality": Modality.IN_PERSON,
        "starts": starts,
        "ends": starts + timedelta(minutes=50),
        "status": Status.SCHEDULED,
    }
