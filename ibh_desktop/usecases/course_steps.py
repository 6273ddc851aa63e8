"""The steps of a course: start, hold, resume, complete, end early, transfer, cancel, reopen, and its phases (DOMAIN.md 1.7)."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from sqlalchemy import func, select

from ibh_desktop.domain.appointments import HOLDING, UPCOMING, Status
from ibh_desktop.domain.consent import Consent, require_consent
from ibh_desktop.domain.courses import MAINTENANCE, RUNNING, CourseStatus
from ibh_desktop.domain.errors import Conflict, NotAllowed, Refused
from ibh_desktop.domain.goals import GoalStatus
from ibh_desktop.domain.ids import AppointmentId, CourseId, TherapistId
from ibh_desktop.domain.lifecycle import (
    Closing,
    EndReason,
    Event,
    moved,
    require_completable,
    require_end_early,
    require_gate,
    require_review,
    require_words,
)
from ibh_desktop.domain.outcomes.measure import Safety
from ibh_desktop.domain.people import clean_text
from ibh_desktop.domain.permissions import Permission, Role, require
from ibh_desktop.domain.phases import Phase, require_phase_move
from ibh_desktop.domain.tasks import open_gates, tasks_of
from ibh_desktop.domain.topics import Topic
from ibh_desktop.queries import chart_facts
from ibh_desktop.queries.clinic import settings
from ibh_desktop.store.chart import CourseStep, Outreach
from ibh_desktop.store.lookup import one, require_version
from ibh_desktop.store.schema import Appointment, Course, Goal, Patient, Score
from ibh_desktop.store.tx import Tx
from ibh_desktop.usecases.before import Before, before_of, restore_all
from ibh_desktop.usecases.course_rows import consent_of, contract_of, formulate_anew, today
from ibh_desktop.usecases.courses import require_no_acute
from ibh_desktop.usecases.inventory import take_snapshot
from ibh_desktop.usecases.together import pass_hold


@dataclass(frozen=True, slots=True)
class Stepped:
    """How a course stood before a step, which is what Undo needs; sessions that were released, and those left booked."""

    course: CourseId
    version: int
    status: CourseStatus
    phase: Phase
    ended_on: date | None
    released: tuple[Before, ...] = ()
    left: tuple[AppointmentId, ...] = ()


def start(tx: Tx, course: CourseId, *, consent: Consent | None = None, version: int | None = None) -> Stepped:
    """Begin a course that was booked; raise `Refused` without a dated session and consent to treatment on file."""
    row = _course(tx, course, Permission.OPEN_COURSE)
    after = moved(row.status, Event.START)
    dated = select(Appointment.id).where(Appointment.course_id == course, Appointment.status.in_(HOLDING)).limit(1)
    if tx.session.scalar(dated) is None:
        raise Refused("No session or intake of this course has a date. Book the first one.")
    patient = one(tx, Patient, row.patient_id)
    given = require_consent(
        consent or consent_of(tx, course), patient.born, today(tx, row), consent_age=settings(tx).consent_age
    )
    contract = contract_of(tx, course)
    contract.consent_on, contract.consent_by = given.on, given.by.value
    contract.consent_exception = " ".join(part for part in (given.exemption.value, given.note) if part)[:120]
    return _step(tx, row, Event.START, after, version=version)


def cancel(tx: Tx, course: CourseId, *, reason: str, version: int | None = None) -> Stepped:
    """Cancel a course that never began; its sessions are released."""
    row = _course(tx, course, Permission.OPEN_COURSE)
    words = require_words(clean_text(reason))
    return _release(
        tx, row, _step(tx, row, Event.CANCEL, moved(row.status, Event.CANCEL), reason=words, version=version), release=True
    )


def hold(tx: Tx, course: CourseId, *, reason: str, review_on: date, version: int | None = None) -> Stepped:
    """Pause a course; its sessions stay booked and are flagged."""
    row = _course(tx, course, Permission.EDIT_CLINICAL)
    words = require_words(clean_text(reason))
    until = require_review(review_on, today(tx, row))
    return _step(tx, row, Event.HOLD, moved(row.status, Event.HOLD), reason=words, until=until, version=version)


def resume(tx: Tx, course: CourseId, *, version: int | None = None) -> Stepped:
    """Go on after a hold."""
    row = _course(tx, course, Permission.EDIT_CLINICAL)
    return _step(tx, row, Event.RESUME, moved(row.status, Event.RESUME), version=version)


def complete(tx: Tx, course: CourseId, *, override: str = "", keep_circle: bool = False, version: int | None = None) -> Stepped:
    """Complete a course; raise `Refused` that names what is missing. Open tasks alone may be passed over, with a reason.

    `keep_circle` takes the snapshot of the phase that ends; an Undo leaves it.
    """
    row = _course(tx, course, Permission.EDIT_CLINICAL)
    after, why = moved(row.status, Event.COMPLETE), clean_text(override)
    require_completable(_closing(tx, row), override=why)
    if keep_circle:
        take_snapshot(tx, course)
    stepped = _step(tx, row, Event.COMPLETE, after, reason=why, version=version)
    return _release(tx, row, stepped, release=True)


def _closing(tx: Tx, row: Course) -> Closing:
    maintenance = row.variant == MAINTENANCE.code
    active = select(func.count()).where(Goal.course_id == row.id, Goal.status == GoalStatus.ACTIVE)
    lines = tasks_of(row.variant, row.phase, chart_facts.ticked(tx.session, row.id), chart_facts.facts(tx.session, row))
    return Closing(
        phase=Phase.ENDING if maintenance else row.phase,
        open_tasks=() if maintenance else open_gates(lines, Phase.ENDING),
        active_goals=tx.session.scalar(active) or 0,
        undisposed=chart_facts.undisposed(tx.session, row.id),
    )


def end_early(
    tx: Tx,
    course: CourseId,
    *,
    reason: EndReason,
    note: str = "",
    risk_note: str = "",
    release: bool = True,
    version: int | None = None,
) -> Stepped:
    """End a course before its contract; raise `Refused` for what DOMAIN.md 1.7.1 and 1.7.4 ask for and is missing."""
    row = _course(tx, course, Permission.EDIT_CLINICAL)
    after, risk = moved(row.status, Event.END_EARLY), clean_text(risk_note)
    attempts = tx.session.scalar(select(func.count()).where(Outreach.course_id == course)) or 0
    require_end_early(reason, outreach=attempts, risk=_risk(tx, course), risk_note=risk)
    words = clean_text(note)
    if reason is EndReason.OTHER:
        require_words(words, field="note")
    return _release(
        tx,
        row,
        _step(tx, row, Event.END_EARLY, after, code=reason.value, reason=words, note=risk, version=version),
        release=release,
    )


def _risk(tx: Tx, course: CourseId) -> bool:
    """Whether the last safety item that was answered was above 0."""
    last = select(Score.safety).where(Score.course_id == course, Score.safety != Safety.UNKNOWN)
    item = tx.session.scalar(last.where(Score.measure == "PHQ-9").order_by(Score.taken_on.desc(), Score.id.desc()).limit(1))
    return item is Safety.POSITIVE


def transfer(
    tx: Tx, course: CourseId, *, receiver: str, reason: str = "", release: bool = True, version: int | None = None
) -> Stepped:
    """Hand a course over to another organisation."""
    row = _course(tx, course, Permission.EDIT_CLINICAL)
    after, to = moved(row.status, Event.TRANSFER), require_words(clean_text(receiver), field="receiver")
    return _release(
        tx,
        row,
        _step(tx, row, Event.TRANSFER, after, code=to[:120], reason=clean_text(reason), version=version),
        release=release,
    )


def reopen(tx: Tx, course: CourseId, *, reason: str, version: int | None = None) -> Stepped:
    """Open a finished course again: a clinical lead only, with a reason, while no other acute course runs."""
    row = _course(tx, course, Permission.EDIT_CLINICAL)
    if tx.actor.role is not Role.LEAD:
        raise NotAllowed("Only a clinical lead opens a finished course again.")
    after, words = moved(row.status, Event.REOPEN), require_words(clean_text(reason))
    if row.variant != MAINTENANCE.code:
        require_no_acute(tx, row.patient_id)
    before = _step(tx, row, Event.REOPEN, after, reason=words, version=version)
    row.ended_on = None
    return before


def move_phase(
    tx: Tx,
    course: CourseId,
    *,
    phase: Phase,
    override: str = "",
    reason: str = "",
    keep_circle: bool = False,
    version: int | None = None,
) -> Stepped:
    """Move a course to another phase: the therapist's decision only; the count never does it (DOMAIN.md 1.7.2).

    Open tasks of the initial phase are refused at `override` until a reason of ten letters is given. `keep_circle` is as above.
    """
    row = _course(tx, course, Permission.EDIT_CLINICAL)
    if row.status is not CourseStatus.ACTIVE:
        raise Refused(f"This course is {row.status.value}; its phase moves while it is active.", field="phase")
    require_phase_move(row.phase, phase, extended=chart_facts.extended_since_ending(tx.session, course))
    why = clean_text(override)
    if (row.phase, phase) == (Phase.INITIAL, Phase.MIDDLE):
        lines = tasks_of(row.variant, row.phase, chart_facts.ticked(tx.session, course), chart_facts.facts(tx.session, row))
        require_gate(open_gates(lines, Phase.INITIAL), override=why)
    if phase is Phase.INITIAL:
        why = require_words(clean_text(reason))
        formulate_anew(tx, row, why)
    if keep_circle:
        take_snapshot(tx, course)
    before, row.phase = _as_it_stands(row), phase
    require_version(row, version)
    _note(tx, row, event="phase", before=before.phase.value, after=phase.value, reason=why)
    tx.record("course:phase", Topic.COURSES, course, diff={"from": before.phase.value, "to": phase.value})
    return before


def _course(tx: Tx, course: CourseId, permission: Permission) -> Course:
    row = one(tx, Course, course)
    require(tx.actor, permission, TherapistId(row.therapist_id))
    return row


def _step(
    tx: Tx,
    row: Course,
    event: Event,
    after: CourseStatus,
    *,
    code: str = "",
    reason: str = "",
    note: str = "",
    until: date | None = None,
    version: int | None = None,
) -> Stepped:
    stood = _as_it_stands(row)
    before, row.status = row.status, after
    require_version(row, version)
    if after not in RUNNING:
        row.ended_on = today(tx, row)
    _note(tx, row, event=event.value, before=before.value, after=after.value, code=code, reason=reason, note=note, until=until)
    tx.record(f"course:{event.name.lower()}", Topic.COURSES, row.id, diff={"from": before.value, "to": after.value})
    return stood


def _as_it_stands(row: Course) -> Stepped:
    return Stepped(CourseId(row.id), row.version, row.status, row.phase, row.ended_on)


def _note(tx: Tx, row: Course, **told: object) -> None:
    tx.session.add(CourseStep(course_id=row.id, made_at=tx.now, made_by=tx.actor.staff, **told))


def _release(tx: Tx, row: Course, stepped: Stepped, *, release: bool) -> Stepped:
    """The sessions to come of a course that is over: released at once, or left for somebody to release."""
    wanted = select(Appointment).where(
        Appointment.course_id == row.id, Appointment.starts > tx.now, Appointment.status.in_(UPCOMING)
    )
    rows: Sequence[Appointment] = tx.session.scalars(wanted.order_by(Appointment.starts)).all()
    if not release:
        return replace(stepped, left=tuple(AppointmentId(visit.id) for visit in rows))
    before = tuple(_released(tx, visit) for visit in rows)
    if rows:
        tx.record("appointment:release", Topic.APPOINTMENTS, row.id, diff={"count": len(rows)})
    return replace(stepped, released=before)


def _released(tx: Tx, visit: Appointment) -> Before:
    before = before_of(visit)
    # Who was the first of a group leaves therapist and room to the next one.
    others = pass_hold(tx, visit, Status.CANCELLED_CLINIC)
    visit.status = Status.CANCELLED_CLINIC
    visit.version += 1
    return replace(before, others=others)


def take_back(tx: Tx, stepped: Stepped) -> None:
    """Undo a step: status, phase and released sessions as they were; raise `Conflict` when something happened since."""
    row = one(tx, Course, stepped.course)
    require(tx.actor, Permission.OPEN_COURSE, TherapistId(row.therapist_id))
    if row.version != stepped.version + 1:
        raise Conflict("Somebody changed this course since. It was left as they put it.")
    before, phase = row.status, row.phase
    if stepped.status in RUNNING and before not in RUNNING and row.variant != MAINTENANCE.code:
        require_no_acute(tx, row.patient_id)
    row.status, row.phase, row.ended_on = stepped.status, stepped.phase, stepped.ended_on
    row.version += 1
    _note(tx, row, event="taken back", before=(before if phase is row.phase else phase).value, after=_after(stepped, phase))
    tx.record("course:undo", Topic.COURSES, row.id, diff={"from": before.value, "to": stepped.status.value})
    restore_all(tx, stepped.released)


def _after(stepped: Stepped, phase: Phase) -> str:
    return stepped.status.value if phase is stepped.phase else stepped.phase.value
