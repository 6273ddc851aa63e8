"""The contract of a course: agree it, amend it, tick tasks, note attempts to reach a patient, change the therapist."""

from dataclasses import dataclass
from datetime import date, timedelta

from sqlalchemy import select

from ibh_desktop.domain.appointments import UPCOMING
from ibh_desktop.domain.consent import Giver
from ibh_desktop.domain.contract import CADENCES, AmendmentKind, require_extension, require_shortening
from ibh_desktop.domain.engagement import Channel
from ibh_desktop.domain.errors import Refused
from ibh_desktop.domain.ids import AppointmentId, CourseId, LocationId, PatientId, TherapistId
from ibh_desktop.domain.lifecycle import require_words
from ibh_desktop.domain.people import clean_lines, clean_text
from ibh_desktop.domain.permissions import Permission, require
from ibh_desktop.domain.slots import Slot
from ibh_desktop.domain.tasks import BY_CODE
from ibh_desktop.domain.topics import Topic
from ibh_desktop.queries.calendar import calendar
from ibh_desktop.queries.free_slots import Wanted, why_not
from ibh_desktop.queries.session_numbers import taken
from ibh_desktop.store.chart import Assignment, Outreach, TaskDone
from ibh_desktop.store.lookup import one, require_version
from ibh_desktop.store.schema import Appointment, Course, Therapist
from ibh_desktop.store.tx import Tx
from ibh_desktop.usecases.amendments import amend, recompute, require_cosign
from ibh_desktop.usecases.course_rows import contract_of, today
from ibh_desktop.usecases.courses import require_no_group, require_running


@dataclass(frozen=True, slots=True)
class Terms:
    """What was agreed beside the numbers; `agreed_on` is None while it was not."""

    aims: str = ""
    missed_rule: str = ""
    prescriber: str = ""
    agreed_on: date | None = None
    agreed_by: Giver | None = None


def agree(tx: Tx, course: CourseId, terms: Terms) -> None:
    """Write the terms of the contract; raise `Refused` for a date ahead, or an agreement without who agreed."""
    row = _course(tx, course)
    if terms.agreed_on is not None and terms.agreed_on > today(tx, row):
        raise Refused("The agreement is dated in the future.", field="agreed_on")
    if (terms.agreed_on is None) != (terms.agreed_by is None):
        raise Refused("An agreement has a date and somebody who agreed.", field="agreed_by")
    contract = contract_of(tx, course)
    contract.aims, contract.missed_rule = clean_lines(terms.aims)[:2000], clean_lines(terms.missed_rule)[:500]
    contract.prescriber = clean_text(terms.prescriber)[:120]
    contract.agreed_on, contract.agreed_by = terms.agreed_on, terms.agreed_by.value if terms.agreed_by else ""
    tx.record("contract:agree", Topic.COURSES, course, diff={"agreed": terms.agreed_on})


def extend(tx: Tx, course: CourseId, *, sessions: int, reason: str, version: int | None = None) -> None:
    """Add sessions to a contract; beyond four more, or twenty acute ones, a clinical lead does it (DOMAIN.md 1.7.4)."""
    row = _course(tx, course)
    planned = require_extension(row.planned, sessions)
    words = require_words(clean_text(reason))
    cosign = require_cosign(tx, row, planned)
    amend(tx, row, AmendmentKind.EXTEND, str(row.planned), str(planned), words, cosigned=cosign, version=version)
    row.planned = planned
    recompute(row)


def shorten(tx: Tx, course: CourseId, *, sessions: int, reason: str, version: int | None = None) -> None:
    """Take sessions from a contract; raise `Refused` below what is held or booked."""
    row = _course(tx, course)
    planned = require_shortening(row.planned, sessions, taken(tx, course))
    words = require_words(clean_text(reason))
    amend(tx, row, AmendmentKind.SHORTEN, str(row.planned), str(planned), words, version=version)
    row.planned = planned
    recompute(row)


def change_rhythm(tx: Tx, course: CourseId, *, cadence_days: int, reason: str, version: int | None = None) -> None:
    """Meet more or less often from now on; sessions that are booked stay where they are."""
    row = _course(tx, course)
    if cadence_days not in CADENCES or cadence_days == row.cadence_days:
        raise Refused("Choose another rhythm: every week, every other week, or every fourth week.", field="cadence")
    words = require_words(clean_text(reason))
    amend(tx, row, AmendmentKind.CADENCE, str(row.cadence_days), str(cadence_days), words, version=version)
    row.cadence_days = cadence_days
    recompute(row)


def tick(tx: Tx, course: CourseId, *, code: str, done: bool = True) -> None:
    """Note a task as done, or take the tick back."""
    row = _course(tx, course)
    if code not in BY_CODE:
        raise Refused(f"There is no task {code}.", field="code")
    known = tx.session.scalar(select(TaskDone).where(TaskDone.course_id == course, TaskDone.code == code))
    if done and known is None:
        tx.session.add(TaskDone(course_id=course, code=code, done_on=today(tx, row), done_by=tx.actor.staff))
    elif not done and known is not None:
        tx.session.delete(known)
    tx.record("task:tick" if done else "task:untick", Topic.COURSES, course, diff={"task": code})


def note_outreach(tx: Tx, course: CourseId, *, on: date, channel: Channel, note: str = "") -> None:
    """Note an attempt to reach a patient who stays away; the front desk does this too."""
    row = one(tx, Course, course)
    require(tx.actor, Permission.SEE_COURSE, TherapistId(row.therapist_id))
    if on > today(tx, row):
        raise Refused("This attempt is dated in the future.", field="on")
    words = clean_text(note)
    tx.session.add(Outreach(course_id=course, on=on, channel=channel.value, made_by=tx.actor.staff, note=words))
    tx.record("outreach:note", Topic.COURSES, course, diff={"channel": channel.value, "on": on})


@dataclass(frozen=True, slots=True)
class HandedOver:
    """Sessions to come that went to the new therapist, and those that stay with the old one because the new one is not free."""

    moved: tuple[AppointmentId, ...]
    left: tuple[AppointmentId, ...]


def change_therapist(
    tx: Tx, course: CourseId, *, therapist: TherapistId, handover: str, told_on: date | None = None, version: int | None = None
) -> HandedOver:
    """Give a course to another therapist; phase and counts stay (DOMAIN.md 1.7.1). Sessions go along where she is free."""
    row = _course(tx, course)
    require(tx.actor, Permission.BOOK)
    require_no_group(row)
    who = one(tx, Therapist, therapist)
    if therapist == row.therapist_id or not who.active:
        raise Refused("Choose another therapist who works here.", field="therapist")
    words, on = require_words(clean_lines(handover), field="handover"), today(tx, row)
    if told_on is not None and told_on > on:
        raise Refused("The patient cannot have been told in the future.", field="told_on")
    _assign(tx, row, therapist, on, words, told_on)
    require_version(row, version)
    row.therapist_id = therapist
    handed = _hand_over(tx, row, who)
    told = {"therapist": therapist, "moved": len(handed.moved), "left": len(handed.left)}
    tx.record("course:therapist", Topic.COURSES, course, diff=told)
    if handed.moved:
        tx.record("appointment:hand-over", Topic.APPOINTMENTS, course, diff={"count": len(handed.moved)})
    return handed


def _assign(tx: Tx, row: Course, therapist: TherapistId, on: date, handover: str, told_on: date | None) -> None:
    now = tx.session.scalar(select(Assignment).where(Assignment.course_id == row.id, Assignment.to_on.is_(None)))
    if now is None:
        now = Assignment(course_id=row.id, therapist_id=row.therapist_id, from_on=row.starts_on)
        tx.session.add(now)
    now.to_on = on
    tx.session.add(Assignment(course_id=row.id, therapist_id=therapist, from_on=on, handover=handover, told_on=told_on))


def _hand_over(tx: Tx, row: Course, who: Therapist) -> HandedOver:
    wanted = select(Appointment).where(
        Appointment.course_id == row.id, Appointment.starts > tx.now, Appointment.status.in_(UPCOMING)
    )
    rows = tx.session.scalars(wanted.order_by(Appointment.starts)).all()
    tx.hold(therapist=who.id, patient=row.patient_id)
    free = [_is_free(tx, visit, who) for visit in rows]
    for visit in (visit for visit, goes in zip(rows, free, strict=True) if goes):
        visit.therapist_id, visit.room_id = who.id, None
        visit.version += 1
    keys = [AppointmentId(visit.id) for visit in rows]
    return HandedOver(
        tuple(key for key, goes in zip(keys, free, strict=True) if goes),
        tuple(key for key, goes in zip(keys, free, strict=True) if not goes),
    )


def _is_free(tx: Tx, visit: Appointment, who: Therapist) -> bool:
    slot, therapist = Slot(visit.starts, visit.ends), TherapistId(who.id)
    around = Slot(slot.starts - timedelta(days=1), slot.ends + timedelta(days=1))
    this = AppointmentId(visit.id)
    known = calendar(tx.session, around, therapists=[therapist], patient=PatientId(visit.patient_id), ignoring=this)
    return not why_not(known, Wanted(slot, therapist, who.name, LocationId(visit.location_id), "", None))


def _course(tx: Tx, course: CourseId) -> Course:
    row = one(tx, Course, course)
    require(tx.actor, Permission.EDIT_CLINICAL, TherapistId(row.therapist_id))
    require_running(row)
    return row
