"""The caseload: the running courses of whoever asks and of those she supervises, with what each one waits for."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from ibh_desktop.domain.caseload import RESPONSE_FORM, Concern, forms_due, is_review_due, session_now, without_response
from ibh_desktop.domain.contract import ContractWarning, warnings
from ibh_desktop.domain.courses import CourseStatus, last_number, parts_of, remaining
from ibh_desktop.domain.ids import CourseId, PatientId, TherapistId
from ibh_desktop.domain.outcomes.change import ChangeSince
from ibh_desktop.domain.people import list_name
from ibh_desktop.domain.permissions import Permission, Scope, require, scope
from ibh_desktop.domain.phases import Phase
from ibh_desktop.queries import caseload_facts
from ibh_desktop.queries.caseload_facts import CourseRow, Facts, Sessions
from ibh_desktop.queries.session_numbers import late_counts
from ibh_desktop.store.tx import Reading

_PHASES = {phase: number for number, phase in enumerate(Phase)}
_ENDING = {ContractWarning.NEARING_END, ContractWarning.OVER}


@dataclass(frozen=True, slots=True)
class CaseloadLine:
    """One running course. `unresponsive` is PHQ-9 where session 8 brought no response; `unwritten` are held sessions without
    a note; `review_on` is when a hold is looked at."""

    id: CourseId
    patient: PatientId
    patient_name: str
    therapist: TherapistId
    therapist_name: str
    location: str
    status: CourseStatus
    phase: Phase
    delivered: int
    spent: int
    planned: int
    next_at: datetime | None
    due: tuple[str, ...]
    safety: int
    unresponsive: ChangeSince | None
    warnings: tuple[ContractWarning, ...]
    unsigned: int
    unwritten: int
    review_on: date | None
    review_due: bool
    consented: bool

    @property
    def left(self) -> int:
        """Sessions of the contract that are neither held nor spent."""
        return remaining(self.planned, self.delivered + self.spent)

    @property
    def concerns(self) -> frozenset[Concern]:
        """All that hold."""
        return frozenset(_concerns(self))


@dataclass(frozen=True, slots=True)
class Caseload:
    """Lines by phase, those with an open safety event first, then by their next session; and whose they may be."""

    lines: tuple[CaseloadLine, ...]
    own: TherapistId | None
    team: frozenset[TherapistId]


def page(reading: Reading) -> Caseload:
    """All running courses that this person may see clinically. Seven statements, however many they are."""
    require(reading.actor, Permission.SEE_CLINICAL)
    own, reach = reading.actor.therapist, scope(reading.actor, Permission.SEE_CLINICAL)
    team = reading.actor.team if reach is Scope.TEAM else frozenset[TherapistId]()
    whose = team if own is None else team | {own}
    known = caseload_facts.facts(reading.session, whose, reading.now, late=late_counts(reading))
    return Caseload(tuple(sorted((_line(row, known) for row in known.courses), key=_order)), own, team)


def _line(row: CourseRow, known: Facts) -> CaseloadLine:
    zone, today = ZoneInfo(row.zone), known.today[row.zone]
    visits, scores = known.sessions.get(row.id, Sessions()), known.scores.get(row.id, {})
    session = session_now(visits.before.get(row.zone, 0), visits.booked)
    latest = {measure: taken[-1].taken_on for measure, taken in scores.items()}
    second = visits.second and visits.second.astimezone(zone).date()
    active = row.status is CourseStatus.ACTIVE
    parts = parts_of(row.variant, row.planned)
    review_on = known.reviews.get(row.id)
    return CaseloadLine(
        id=CourseId(row.id),
        patient=PatientId(row.patient_id),
        patient_name=list_name(row.given, row.family),
        therapist=TherapistId(row.therapist_id),
        therapist_name=row.therapist,
        location=row.location,
        status=row.status,
        phase=row.phase,
        delivered=visits.delivered,
        spent=visits.spent,
        planned=row.planned,
        next_at=visits.next_at and visits.next_at.astimezone(zone),
        due=forms_due(row.indication, session, last_number(row.planned, visits.spent), latest, today),
        safety=known.safety.get(row.patient_id, 0),
        unresponsive=without_response(visits.delivered, scores.get(RESPONSE_FORM, ()), second),
        warnings=warnings(visits.delivered, row.planned, row.phase, parts, spent=visits.spent) if active else (),
        unsigned=known.unsigned.get(row.id, 0),
        unwritten=visits.unwritten,
        review_on=review_on,
        review_due=row.status is CourseStatus.ON_HOLD and is_review_due(review_on, today),
        consented=row.consent_on is not None,
    )


def _concerns(line: CaseloadLine) -> Iterator[Concern]:
    if line.safety:
        yield Concern.SAFETY
    if line.due:
        yield Concern.FORMS
    if line.unresponsive:
        yield Concern.RESPONSE
    if not _ENDING.isdisjoint(line.warnings):
        yield Concern.ENDING
    if ContractWarning.PAST_PHASE in line.warnings:
        yield Concern.PHASE
    if line.unsigned or line.unwritten:
        yield Concern.NOTES
    if line.review_due:
        yield Concern.HOLD
    if line.status is CourseStatus.DRAFT and not line.consented:
        yield Concern.CONSENT


def _order(line: CaseloadLine) -> tuple[Any, ...]:
    soon = line.next_at.timestamp() if line.next_at else float("inf")
    return _PHASES[line.phase], line.safety == 0, soon, line.patient_name, line.id
