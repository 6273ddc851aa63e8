"""Letters that wait for an answer: who has not replied in time, who has, and what comes next (DOMAIN.md 1.7.5)."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any

from sqlalchemy import ColumnElement, Select, select

from ibh_desktop.domain.clocks import home_date
from ibh_desktop.domain.ids import CourseId, LetterId, PatientId
from ibh_desktop.domain.letter_kinds import BY_ID
from ibh_desktop.domain.letters import LetterStatus, numbered
from ibh_desktop.domain.people import list_name
from ibh_desktop.domain.permissions import Permission, reach, require
from ibh_desktop.domain.sending import ASKS_FOR_ANSWER, GOING_ON, reply_due
from ibh_desktop.store.schema import Letter, Patient, Recipient, Therapist
from ibh_desktop.store.tx import Reading

LATEST = 100
READY = (LetterStatus.SIGNED, LetterStatus.PRINTED)


class Waiting(StrEnum):
    """Why a letter stands in the list; in this order."""

    OVERDUE = "No answer in time"
    TO_SEND = "Signed, not sent yet"
    WAITING = "Waiting for an answer"
    GOING_ON = "Answered, not closed"


@dataclass(frozen=True, slots=True)
class ChaseLine:
    """One letter; `due` is the day from which it is chased. One that was not sent yet counts from the day it was signed."""

    id: LetterId
    version: int
    number: str
    title: str
    patient: PatientId
    patient_name: str
    course: CourseId | None
    to: str
    phone: str
    fax: str
    therapist: str
    urgency: str
    status: LetterStatus
    sent_on: date
    days: int
    due: date
    note: str
    waiting: Waiting


def listing(reading: Reading) -> list[ChaseLine]:
    """Letters that ask for an answer and are not closed: what is to be sent, then by the day they are due. Two statements.

    Of what was signed and never sent the latest hundred are enough: older ones went out before anybody noted it.
    """
    require(reading.actor, Permission.SEE_LETTERS)
    today = home_date(reading.now)
    chosen = _asking(reading)
    sent = reading.session.execute(chosen.where(Letter.status.in_(GOING_ON))).all()
    ready = chosen.where(Letter.status.in_(READY)).order_by(Letter.id.desc()).limit(LATEST)
    lines = [_line(today, *row) for row in (*sent, *reading.session.execute(ready))]
    order = list(Waiting)
    return sorted(lines, key=lambda line: (order.index(line.waiting), line.due, line.id))


def _asking(reading: Reading) -> Select[*tuple[Any, ...]]:
    return (
        select(Letter, Patient.given, Patient.family, Therapist.name, Recipient.name, Recipient.phone, Recipient.fax)
        .join(Patient, Patient.id == Letter.patient_id)
        .join(Therapist, Therapist.id == Letter.therapist_id)
        .join(Recipient, Recipient.id == Letter.recipient_id)
        .where(Letter.kind.in_(ASKS_FOR_ANSWER), *_own(reading))
    )


def _own(reading: Reading) -> list[ColumnElement[bool]]:
    whose = reach(reading.actor, Permission.SEE_LETTERS)
    return [] if whose is None else [Letter.therapist_id.in_(whose)]


def _line(today: date, row: Letter, given: str, family: str, therapist: str, to: str, phone: str, fax: str) -> ChaseLine:
    since = row.sent_at or row.signed_at or row.created_at
    sent_on = home_date(since)
    due = reply_due(sent_on, row.urgency)
    return ChaseLine(
        id=LetterId(row.id),
        version=row.version,
        number=numbered(row.number, row.edition),
        title=BY_ID[row.kind].title,
        patient=PatientId(row.patient_id),
        patient_name=list_name(given, family),
        course=None if row.course_id is None else CourseId(row.course_id),
        to=to,
        phone=phone,
        fax=fax,
        therapist=therapist,
        urgency=row.urgency,
        status=row.status,
        sent_on=sent_on,
        days=(today - sent_on).days,
        due=due,
        note=row.answer_note,
        waiting=_waiting(row.status, late=today >= due),
    )


def _waiting(status: LetterStatus, *, late: bool) -> Waiting:
    if status in READY:
        return Waiting.TO_SEND
    if status is not LetterStatus.SENT:
        return Waiting.GOING_ON
    return Waiting.OVERDUE if late else Waiting.WAITING
