"""A clinic of 40 therapists under one clinical lead, each with 40 running courses. Made anew in some seconds."""

import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, time, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import insert, text

from ibh_desktop.domain.appointments import Kind, Modality, Status
from ibh_desktop.domain.clocks import instant
from ibh_desktop.domain.courses import Area, CourseStatus
from ibh_desktop.domain.outcomes.measure import Safety
from ibh_desktop.domain.phases import Split, phase_of
from ibh_desktop.domain.topics import Topic
from ibh_desktop.home import Home
from ibh_desktop.sample.make import make
from ibh_desktop.sample.people import Rows
from ibh_desktop.sample.size import PASSWORD, Size
from ibh_desktop.security.passwords import SAMPLE
from ibh_desktop.store.chart import Contract, SessionNote
from ibh_desktop.store.schema import Appointment, Base, Course, SafetyEvent, Score
from ibh_desktop.store.tx import Tx
from tests.bench.clinics import LEAD, NOW

THERAPISTS, EACH, SESSIONS = 40, 40, 16
SIZE = Size(therapists=THERAPISTS, patients=2_000, courses=0, weeks_back=4, course_weeks_back=4, weeks_ahead=4, density=0.0)
_PARTS, _ZONE = Split(3, 10, 3), ZoneInfo("America/Chicago")
_FORMS = {"PHQ-9": (1, 4, 8, 12), "GAD-7": (1, 4, 8, 12)}


@contextmanager
def busy_clinic() -> Iterator[Home]:
    """Its home; the lead signs in with the sample's password."""
    scratch = Path(tempfile.mkdtemp(prefix="ibh-bench-busy-"))
    try:
        home = Home(scratch / "clinic")
        app = make(home, now=NOW, size=SIZE, cost=SAMPLE)
        app.write(_fill)
        app.keys.set_password(LEAD, PASSWORD)
        app.close()
        yield home
    finally:
        shutil.rmtree(scratch, ignore_errors=True)


def _fill(tx: Tx) -> None:
    tx.session.execute(text("UPDATE therapist SET supervisor_id = (SELECT id FROM staff WHERE username = :u)"), {"u": LEAD})
    rows: dict[type[Base], Rows] = {kind: [] for kind in (Course, Appointment, Score, SafetyEvent, Contract, SessionNote)}
    for number in range(THERAPISTS * EACH):
        _course(rows, number)
    for kind, some in rows.items():
        tx.session.execute(insert(kind), some)
    tx.record("bench:fill", Topic.COURSES, None, diff={"courses": len(rows[Course])})


def _course(rows: dict[type[Base], Rows], number: int) -> None:
    therapist, hour = number // EACH + 1, number % EACH
    monday = NOW.date() - timedelta(days=NOW.weekday())
    first = monday - timedelta(weeks=(number * 7 + therapist) % SESSIONS) + timedelta(days=hour % 5)
    held = 0
    for week in range(SESSIONS):
        starts = instant(first + timedelta(weeks=week), time(7 + hour // 5), _ZONE)
        past = starts < NOW
        held += past
        rows[Appointment].append(_visit(number, therapist, starts, past=past, key=number * SESSIONS + week + 1))
        if past:
            rows[SessionNote].append(_note(rows[Appointment][-1], signed=number % 9 > 0))
            _forms(rows, number, week + 1, starts)
    rows[Contract].append({"course_id": number + 1, "consent_on": first, "consent_by": "patient"})
    rows[Course].append(
        {
            "id": number + 1,
            "patient_id": number + 1,
            "therapist_id": therapist,
            "location_id": 1,
            "variant": "IPT16",
            "planned": SESSIONS,
            "cadence_days": 7,
            "minutes": 50,
            "starts_on": first,
            "target_end": first + timedelta(weeks=SESSIONS - 1),
            "status": CourseStatus.ACTIVE,
            "phase": phase_of(max(1, held), _PARTS),
            "indication": "depression",
            "area": Area.ROLE_DISPUTE,
        }
    )


def _visit(number: int, therapist: int, starts: datetime, *, past: bool, key: int) -> dict[str, Any]:
    return {
        "id": key,
        "patient_id": number + 1,
        "therapist_id": therapist,
        "location_id": 1,
        "course_id": number + 1,
        "kind": Kind.THERAPY,
        "modality": Modality.IN_PERSON,
        "starts": starts,
        "ends": starts + timedelta(minutes=50),
        "status": Status.COMPLETED if past else Status.SCHEDULED,
    }


def _note(visit: dict[str, Any], *, signed: bool) -> dict[str, Any]:
    return {
        "course_id": visit["course_id"],
        "appointment_id": visit["id"],
        "author_id": 1,
        "body": "Worked on the dispute.",
        "written_at": visit["ends"],
        "signed_at": visit["ends"] if signed else None,
    }


def _forms(rows: dict[type[Base], Rows], number: int, session: int, starts: datetime) -> None:
    for measure, sessions in _FORMS.items():
        if session in sessions:
            key = len(rows[Score]) + 1
            rows[Score].append(_score(number, measure, 18 - session * (number % 3) // 2, starts, key))
            if number % 40 == 0 and session == 1 and measure == "PHQ-9":
                where = {"patient_id": number + 1, "course_id": number + 1, "score_id": key}
                rows[SafetyEvent].append({**where, "source": "PHQ-9", "raised_at": starts})


def _score(number: int, measure: str, total: int, starts: datetime, key: int) -> dict[str, Any]:
    return {
        "id": key,
        "course_id": number + 1,
        "patient_id": number + 1,
        "measure": measure,
        "taken_on": starts.date(),
        "answers": "[]",
        "total": total,
        "band": "",
        "prorated": False,
        "complete": True,
        "safety": Safety.NONE,
        "recorded_by": 1,
    }
