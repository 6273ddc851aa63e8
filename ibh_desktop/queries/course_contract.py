"""A course's contract on its page: tasks of the phase, what it warns of, and every step it took."""

from dataclasses import dataclass
from datetime import date, datetime
from zoneinfo import ZoneInfo

from sqlalchemy import select

from ibh_desktop.domain.contract import ContractWarning, needs_cosign, phase_prompt, said, warnings
from ibh_desktop.domain.courses import MAINTENANCE, CourseStatus, Session, counted, parts_of
from ibh_desktop.domain.engagement import Prompt, prompts
from ibh_desktop.domain.goals import CLOSED, GoalStatus
from ibh_desktop.domain.ids import CourseId, GroupId, TherapistId
from ibh_desktop.domain.permissions import Permission, Role, may, require
from ibh_desktop.domain.phases import Phase
from ibh_desktop.domain.tasks import TaskLine, is_circle_unkept, tasks_of
from ibh_desktop.queries import chart_facts, intake
from ibh_desktop.queries.intake import Intake
from ibh_desktop.queries.session_numbers import is_session, late_counts
from ibh_desktop.store.chart import Amendment, Assignment, Contract, CourseStep, Outreach
from ibh_desktop.store.lookup import one
from ibh_desktop.store.schema import Appointment, Course, Goal, Location, SafetyEvent, Staff, Therapist
from ibh_desktop.store.tx import Reading


@dataclass(frozen=True, slots=True)
class Terms:
    """What was agreed; empty texts and None where it was not."""

    aims: str = ""
    missed_rule: str = ""
    prescriber: str = ""
    agreed_on: date | None = None
    agreed_by: str = ""
    consent_on: date | None = None
    consent_by: str = ""


@dataclass(frozen=True, slots=True)
class StepLine:
    """One entry of the course's history: a step, an amendment, another therapist, or an attempt to reach the patient."""

    at: datetime
    words: str
    reason: str
    who: str


@dataclass(frozen=True, slots=True)
class ContractPage:
    """`alone` is the number of sessions up to which a therapist extends without a clinical lead."""

    id: CourseId
    version: int
    status: CourseStatus
    phase: Phase
    variant: str
    planned: int
    delivered: int
    spent: int
    alone: int
    cadence_days: int
    today: date
    terms: Terms
    tasks: tuple[TaskLine, ...]
    warnings: tuple[ContractWarning, ...]
    asks: Phase | None
    prompts: tuple[Prompt, ...]
    history: tuple[StepLine, ...]
    writable: bool
    lead: bool
    circle_unkept: bool
    maintenance: bool
    follows: CourseId | None
    intake: Intake | None
    group: GroupId | None


def page(reading: Reading, course: CourseId) -> ContractPage:
    """The contract of a course. Nineteen statements."""
    row = one(reading, Course, course)
    therapist = TherapistId(row.therapist_id)
    require(reading.actor, Permission.SEE_CLINICAL, therapist)
    zone = ZoneInfo(one(reading, Location, row.location_id).zone)
    today, sessions = reading.now.astimezone(zone).date(), _sessions(reading, row)
    held, parts = counted(sessions, late_counts=late_counts(reading)), parts_of(row.variant, row.planned)
    delivered, spent = held.delivered, held.spent
    active = row.status is CourseStatus.ACTIVE
    known = chart_facts.facts(reading.session, row)
    return ContractPage(
        id=course,
        version=row.version,
        status=row.status,
        phase=row.phase,
        variant=row.variant,
        planned=row.planned,
        delivered=delivered,
        spent=spent,
        alone=_alone(reading, row),
        cadence_days=row.cadence_days,
        today=today,
        terms=_terms(reading, course),
        tasks=tasks_of(row.variant, row.phase, chart_facts.ticked(reading.session, course), known),
        warnings=warnings(delivered, row.planned, row.phase, parts, spent=spent) if active else (),
        asks=phase_prompt(delivered, row.planned, row.phase, parts, goals_closed=_closed(reading, course), spent=spent)
        if active
        else None,
        prompts=_prompts(reading, row, sessions, today) if active else (),
        history=_history(reading, row, zone),
        writable=may(reading.actor, Permission.EDIT_CLINICAL, therapist),
        lead=reading.actor.role is Role.LEAD,
        circle_unkept=is_circle_unkept(known),
        maintenance=row.variant == MAINTENANCE.code,
        follows=None if row.parent_id is None else CourseId(row.parent_id),
        intake=intake.of_course(reading, row, zone),
        group=None if row.group_id is None else GroupId(row.group_id),
    )


def _sessions(reading: Reading, row: Course) -> list[Session]:
    a = Appointment
    wanted = select(a.kind, a.status, a.intake_counts).where(a.course_id == row.id, is_session()).order_by(a.starts)
    return [Session(*found) for found in reading.session.execute(wanted)]


def _alone(reading: Reading, row: Course) -> int:
    start = chart_facts.first_planned(reading.session, row)
    maintenance = row.variant == MAINTENANCE.code
    return max([row.planned, *(n for n in range(start, start + 5) if not needs_cosign(start, n, maintenance=maintenance))])


def _terms(reading: Reading, course: CourseId) -> Terms:
    row = reading.session.get(Contract, course)
    if row is None:
        return Terms()
    agreed = (row.agreed_on, row.agreed_by, row.consent_on, row.consent_by)
    return Terms(row.aims, row.missed_rule, row.prescriber, *agreed)


def _closed(reading: Reading, course: CourseId) -> bool:
    states: list[GoalStatus] = list(reading.session.scalars(select(Goal.status).where(Goal.course_id == course)))
    return bool(states) and all(status in CLOSED for status in states)


def _prompts(reading: Reading, row: Course, sessions: list[Session], today: date) -> tuple[Prompt, ...]:
    outreach = list(reading.session.scalars(select(Outreach.on).where(Outreach.course_id == row.id)))
    risk = select(SafetyEvent.id).where(SafetyEvent.patient_id == row.patient_id, SafetyEvent.closed_at.is_(None)).limit(1)
    return prompts([session.status for session in sessions], outreach, today, risk=reading.session.scalar(risk) is not None)


def _history(reading: Reading, row: Course, zone: ZoneInfo) -> tuple[StepLine, ...]:
    lines = [
        *_steps(reading, row, zone),
        *_amended(reading, row, zone),
        *_people(reading, row, zone),
        *_tried(reading, row, zone),
    ]
    return tuple(sorted(lines, key=lambda line: line.at, reverse=True))


def _steps(reading: Reading, row: Course, zone: ZoneInfo) -> list[StepLine]:
    wanted = select(CourseStep, Staff.name).join(Staff, Staff.id == CourseStep.made_by).where(CourseStep.course_id == row.id)
    found = []
    for step, who in reading.session.execute(wanted):
        words = f"Phase: {step.before} to {step.after}" if step.event == "phase" else f"Course {step.event}"
        until = f", to be reviewed on {step.until:%m/%d/%Y}" if step.until else ""
        code = f": {step.code}" if step.code else ""
        reason = ". ".join(part for part in (step.reason, step.note) if part)
        found.append(StepLine(step.made_at.astimezone(zone), f"{words}{code}{until}", reason, who))
    return found


def _amended(reading: Reading, row: Course, zone: ZoneInfo) -> list[StepLine]:
    wanted = select(Amendment, Staff.name).join(Staff, Staff.id == Amendment.made_by).where(Amendment.course_id == row.id)
    return [
        StepLine(
            one_of.made_at.astimezone(zone),
            f"Contract {one_of.kind}: {said(one_of.kind, one_of.before, one_of.after)}",
            one_of.reason,
            f"{who}, clinical lead" if one_of.cosigned_by else who,
        )
        for one_of, who in reading.session.execute(wanted)
    ]


def _people(reading: Reading, row: Course, zone: ZoneInfo) -> list[StepLine]:
    wanted = select(Assignment, Therapist.name).join(Therapist, Therapist.id == Assignment.therapist_id)
    rows = reading.session.execute(wanted.where(Assignment.course_id == row.id, Assignment.handover != ""))
    return [
        StepLine(datetime(a.from_on.year, a.from_on.month, a.from_on.day, tzinfo=zone), f"Therapist: {name}", a.handover, "")
        for a, name in rows
    ]


def _tried(reading: Reading, row: Course, zone: ZoneInfo) -> list[StepLine]:
    wanted = select(Outreach, Staff.name).join(Staff, Staff.id == Outreach.made_by).where(Outreach.course_id == row.id)
    return [
        StepLine(datetime(o.on.year, o.on.month, o.on.day, tzinfo=zone), f"Tried to reach: {o.channel}", o.note, who)
        for o, who in reading.session.execute(wanted)
    ]
