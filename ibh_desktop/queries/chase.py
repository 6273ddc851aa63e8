"""Letters that wait for an answer: who has not replied in time, who has, and what comes next (DOMAIN.md 1.7.5)."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from zoneinfo import ZoneInfo

from sqlalchemy import ColumnElement, select

from ibh_desktop.domain.ids import CourseId, LetterId, PatientId
from ibh_desktop.domain.letter_kinds import BY_ID
from ibh_desktop.domain.letters import LetterStatus
from ibh_desktop.domain.people import list_name
from ibh_desktop.domain.permissions import Permission, Scope, require, scope
from ibh_desktop.domain.sending import ASKS_FOR_ANSWER, GOING_ON, reply_due
from ibh_desktop.queries.safety_rights import HOME_ZONE
from ibh_desktop.store.schema import Letter, Patient, Recipient, Therapist
from ibh_desktop.store.tx import Reading


class Waiting(StrEnum):
    """Why a letter stands in the list; in this order."""

    OVERDUE = "No answer in time"
    WAITING = "Waiting for an answer"
    GOING_ON = "Answered, not closed"


@dataclass(frozen=True, slots=True)
class ChaseLine:
    """One letter; `due` is the day from which it is chased, days are counted where the clinic is."""

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
    """Every letter that was sent and is not closed: the longest overdue first, then by the day they are due. One statement."""
    require(reading.actor, Permission.SEE_LETTERS)
    rows = reading.session.execute(
        select(Letter, Patient.given, Patient.family, Therapist.name, Recipient.name, Recipient.phone, Recipient.fax)
        .join(Patient, Patient.id == Letter.patient_id)
        .join(Therapist, Therapist.id == Letter.therapist_id)
        .join(Recipient, Recipient.id == Letter.recipient_id)
        .where(Letter.status.in_(GOING_ON), Letter.kind.in_(ASKS_FOR_ANSWER), *_own(reading))
    )
    today = reading.now.astimezone(ZoneInfo(HOME_ZONE)).date()
    lines = [_line(today, *row) for row in rows]
    order = list(Waiting)
    return sorted(lines, key=lambda line: (order.index(line.waiting), line.due, line.id))


def _own(reading: Reading) -> list[ColumnElement[bool]]:
    if scope(reading.actor, Permission.SEE_LETTERS) is Scope.ALL:
        return []
    mine = {key for key in (reading.actor.therapist, *reading.actor.team) if key is not None}
    return [Letter.therapist_id.in_(mine)]


def _line(today: date, row: Letter, given: str, family: str, therapist: str, to: str, phone: str, fax: str) -> ChaseLine:
    sent_on = (row.sent_at or row.created_at).astimezone(ZoneInfo(HOME_ZONE)).date()
    due = reply_due(sent_on, row.urgency)
    open_still = Waiting.OVERDUE if today >= due else Waiting.WAITING
    return ChaseLine(
        id=LetterId(row.id),
        version=row.version,
        number=row.number + (f" v{row.edition}" if row.edition > 1 else ""),
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
        waiting=open_still if row.status is LetterStatus.SENT else Waiting.GOING_ON,
    )
