"""One visit as the desk sees it: what became of it step by step, what was written about it, how it may be put right."""

from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from sqlalchemy import func, select

from ibh_desktop.domain.appointments import Status
from ibh_desktop.domain.corrections import Right, may_correct, right_needed, targets
from ibh_desktop.domain.ids import AppointmentId, DeskNoteId, TherapistId
from ibh_desktop.domain.people import full_name
from ibh_desktop.domain.permissions import Permission, require
from ibh_desktop.store.frontdesk import DeskNote, VisitStep
from ibh_desktop.store.lookup import one
from ibh_desktop.store.schema import Appointment, Location, Patient, Staff, Therapist
from ibh_desktop.store.tx import Reading


@dataclass(frozen=True, slots=True)
class StepLine:
    """One change of status; `at` carries the location's zone."""

    at: datetime
    by: str
    was: Status
    became: Status
    reason: str


@dataclass(frozen=True, slots=True)
class NoteLine:
    """One line between desk and therapist; `done_by` is empty while it stands on the board."""

    id: DeskNoteId
    at: datetime
    by: str
    words: str
    done_by: str


@dataclass(frozen=True, slots=True)
class VisitStory:
    """`targets`: what it may be corrected to by whoever asks, empty when they may not; `needs_reason` after its day."""

    id: AppointmentId
    version: int
    starts: datetime
    status: Status
    patient_name: str
    therapist: str
    location: str
    steps: tuple[StepLine, ...]
    notes: tuple[NoteLine, ...]
    targets: tuple[Status, ...]
    needs_reason: bool


def story(reading: Reading, appointment: AppointmentId) -> VisitStory:
    """A visit with its history, for whoever may move it on. Six statements."""
    row = one(reading, Appointment, appointment)
    whose = TherapistId(row.therapist_id)
    require(reading.actor, Permission.MOVE_ON, whose)
    place, patient = one(reading, Location, row.location_id), one(reading, Patient, row.patient_id)
    zone = ZoneInfo(place.zone)
    steps = _steps(reading, appointment, zone)
    right = right_needed(row.status, steps[-1].at if steps else min(row.ended_at or row.ends, reading.now), reading.now, zone)
    return VisitStory(
        id=appointment,
        version=row.version,
        starts=row.starts.astimezone(zone),
        status=row.status,
        patient_name=full_name(patient.given, patient.family, patient.preferred),
        therapist=one(reading, Therapist, row.therapist_id).name,
        location=place.name,
        steps=steps,
        notes=_notes(reading, appointment, zone),
        targets=targets(row.status, row.starts, reading.now) if may_correct(reading.actor, right, whose) else (),
        needs_reason=right is not Right.DESK,
    )


def _steps(reading: Reading, appointment: AppointmentId, zone: ZoneInfo) -> tuple[StepLine, ...]:
    s = VisitStep
    wanted = select(s.at, Staff.name, s.was, s.became, s.reason).join(Staff, Staff.id == s.by_id)
    rows = reading.rows(wanted.where(s.appointment_id == appointment).order_by(s.id))
    return tuple(StepLine(at.astimezone(zone), by, was, became, reason) for at, by, was, became, reason in rows)


def _notes(reading: Reading, appointment: AppointmentId, zone: ZoneInfo) -> tuple[NoteLine, ...]:
    n, done = DeskNote, Staff.__table__.alias()
    wanted = (
        select(n.id, n.at, Staff.name, n.words, func.coalesce(done.c.name, ""))
        .join(Staff, Staff.id == n.by_id)
        .join(done, done.c.id == n.done_by_id, isouter=True)
        .where(n.appointment_id == appointment)
        .order_by(n.id)
    )
    return tuple(
        NoteLine(DeskNoteId(key), at.astimezone(zone), by, words, done_by)
        for key, at, by, words, done_by in reading.rows(wanted)
    )
