"""The absence desk: whose sessions an absence hits, times to offer them, and what came of the calls.

There is no table for calls: what was said stands in the audit log, as `absence:call` with ids and codes.
"""

import json
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import ColumnElement, Row, and_, func, or_, select

from ibh_desktop.domain.absence import SPOKEN, Absence, Outcome, standing
from ibh_desktop.domain.appointments import LONGEST, UPCOMING, Status
from ibh_desktop.domain.courses import is_session
from ibh_desktop.domain.ids import AppointmentId, LocationId, PatientId
from ibh_desktop.domain.people import full_name
from ibh_desktop.domain.permissions import Permission, may, require
from ibh_desktop.domain.phases import Phase
from ibh_desktop.domain.slots import Slot
from ibh_desktop.exchange.phones import shown_phone
from ibh_desktop.queries.absence_offers import Hit, Proposal, proposals
from ibh_desktop.queries.session_numbers import earlier_sessions, session_label
from ibh_desktop.store.lookup import one
from ibh_desktop.store.schema import Appointment, Audit, Course, Location, Patient, Therapist, TimeOff
from ibh_desktop.store.tx import Reading

CALL = "absence:call"
LOOK_BACK = 50_000
"""Audit rows that are looked through: some weeks of the largest clinic. A call about an absence is younger than that."""


@dataclass(frozen=True, slots=True)
class AbsenceLine:
    """One session that the absence hits or hit; `done` when it was moved or cancelled from here."""

    id: AppointmentId
    version: int
    starts: datetime
    ends: datetime
    patient: PatientId
    patient_name: str
    phone: str
    session: str
    phase: Phase | None
    therapist_name: str
    location: LocationId
    location_name: str
    status: Status
    done: bool
    outcome: Outcome | None
    calls: int
    called_by: str
    called_at: datetime | None
    proposals: tuple[Proposal, ...] = ()


@dataclass(frozen=True, slots=True)
class AbsenceDesk:
    """An absence with everybody it hits: who is still to be called first, of those the ending phase, then by date."""

    absence: Absence
    therapist_name: str
    lines: tuple[AbsenceLine, ...]


@dataclass(frozen=True, slots=True)
class ComingAbsence:
    """Time off in the roster that has sessions in it. The reason is nobody's business here."""

    absence: Absence
    therapist_name: str
    hit: int


def coming(reading: Reading) -> list[ComingAbsence]:
    """Time off that is not over and has sessions booked in it, by date, as far as one may book. One statement."""
    require(reading.actor, Permission.BOOK)
    hit = (
        select(func.count())
        .where(
            Appointment.therapist_id == TimeOff.therapist_id,
            Appointment.starts < TimeOff.ends,
            Appointment.ends > TimeOff.starts,
            Appointment.starts > reading.now,
            Appointment.status.in_(UPCOMING),
        )
        .correlate(TimeOff)
        .scalar_subquery()
    )
    rows = reading.session.execute(
        select(TimeOff.therapist_id, TimeOff.starts, TimeOff.ends, Therapist.name, hit.label("hit"))
        .join(Therapist, Therapist.id == TimeOff.therapist_id)
        .where(TimeOff.ends > reading.now)
        .order_by(TimeOff.starts, Therapist.name)
    )
    return [
        ComingAbsence(Absence(row.therapist_id, row.starts, row.ends), row.name, row.hit)
        for row in rows
        if row.hit and may(reading.actor, Permission.BOOK, row.therapist_id)
    ]


def desk(reading: Reading, absence: Absence) -> AbsenceDesk:
    """Everybody an absence hits, with proposals. Statements are bounded by the locations at which the therapist works."""
    require(reading.actor, Permission.BOOK, absence.therapist)
    therapist = one(reading, Therapist, absence.therapist).name
    calls = _calls(reading, absence)
    rows = _rows(reading, absence, list(calls))
    hit = [row for row in rows if _is_hit(row, absence, reading.now)]
    keys = {row.id for row in hit}
    lines = [_line(reading, row, calls.get(row.id, []), done=row.id not in keys) for row in rows]
    lines.sort(key=lambda line: (line.done, line.phase is not Phase.ENDING, line.starts, line.id))
    hits = [Hit(line.id, line.patient, line.location, line.ends - line.starts) for line in lines if not line.done]
    given = proposals(reading, absence, hits)
    return AbsenceDesk(absence, therapist, tuple(replace(line, proposals=given.get(line.id, ())) for line in lines))


@dataclass(frozen=True, slots=True)
class _Call:
    outcome: Outcome
    by: str
    at: datetime


def _calls(reading: Reading, absence: Absence) -> dict[int, list[_Call]]:
    newest = select(func.max(Audit.seq)).scalar_subquery()
    rows = reading.session.execute(
        select(Audit.subject, Audit.at, Audit.user, Audit.diff)
        .where(Audit.seq > newest - LOOK_BACK, Audit.action == CALL, Audit.subject.is_not(None))
        .order_by(Audit.seq)
    )
    calls: dict[int, list[_Call]] = defaultdict(list)
    away = Slot(absence.starts, absence.ends)
    for subject, at, user, diff in rows:
        told = json.loads(diff)
        slot = Slot(datetime.fromisoformat(told["starts"]), datetime.fromisoformat(told["ends"]))
        if told["therapist"] == absence.therapist and slot.overlaps(away):
            calls[subject or 0].append(_Call(Outcome[told["outcome"]], user, at))
    return {subject: standing(made, lambda call: call.outcome) for subject, made in calls.items()}


def _hit(absence: Absence) -> ColumnElement[bool]:
    return and_(
        Appointment.therapist_id == absence.therapist,
        Appointment.starts > absence.starts - LONGEST,
        Appointment.starts < absence.ends,
        Appointment.ends > absence.starts,
        Appointment.status.in_(UPCOMING),
    )


def _is_hit(row: Row[*tuple[Any, ...]], absence: Absence, now: datetime) -> bool:
    return bool(
        row.therapist_id == absence.therapist
        and row.starts < absence.ends
        and row.ends > absence.starts
        and row.status in UPCOMING
        and row.ends > now
    )


def _rows(reading: Reading, absence: Absence, called: Sequence[int]) -> list[Row[*tuple[Any, ...]]]:
    a = Appointment
    chosen = (
        select(
            a.id,
            a.version,
            a.starts,
            a.ends,
            a.status,
            a.kind,
            a.intake_counts,
            a.course_id,
            a.patient_id,
            a.therapist_id,
            a.location_id,
            Patient.given,
            Patient.family,
            Patient.preferred,
            Patient.phone,
            Therapist.name.label("therapist"),
            Location.name.label("location"),
            Location.zone,
            Course.planned,
            Course.phase,
            earlier_sessions().label("earlier"),
        )
        .join(Patient, Patient.id == a.patient_id)
        .join(Therapist, Therapist.id == a.therapist_id)
        .join(Location, Location.id == a.location_id)
        .join(Course, Course.id == a.course_id, isouter=True)
        .where(or_(and_(_hit(absence), a.ends > reading.now), a.id.in_(called)))
    )
    return list(reading.session.execute(chosen))


def _line(reading: Reading, row: Row[*tuple[Any, ...]], calls: Sequence[_Call], *, done: bool) -> AbsenceLine:
    zone = ZoneInfo(row.zone)
    told = may(reading.actor, Permission.SEE_COURSE, row.therapist_id)
    numbered = (
        told and row.course_id is not None and is_session(row.kind, intake_counts=row.intake_counts) and row.status in UPCOMING
    )
    last = calls[-1] if calls else None
    return AbsenceLine(
        id=row.id,
        version=row.version,
        starts=row.starts.astimezone(zone),
        ends=row.ends.astimezone(zone),
        patient=row.patient_id,
        patient_name=full_name(row.given, row.family, row.preferred),
        phone=shown_phone(row.phone),
        session=session_label(row.earlier + 1, row.planned, None) if numbered else "",
        phase=row.phase if told else None,
        therapist_name=row.therapist,
        location=row.location_id,
        location_name=row.location,
        status=row.status,
        done=done,
        outcome=_outcome(row.status, last, done=done),
        calls=sum(call.outcome in SPOKEN for call in calls),
        called_by=last.by if last else "",
        called_at=last.at.astimezone(zone) if last else None,
    )


def _outcome(status: Status, last: _Call | None, *, done: bool) -> Outcome | None:
    """What stands now: a session may have been moved or cancelled elsewhere after the call."""
    if not done:
        return last.outcome if last and last.outcome in SPOKEN else None
    if status is Status.CANCELLED_CLINIC:
        return Outcome.CANCELLED
    return Outcome.MOVED if status in UPCOMING else (last.outcome if last else None)
