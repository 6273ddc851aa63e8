"""Rows of letters: a new one under its number, and the lingering issues that a referral takes on."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select

from ibh_desktop.domain.errors import Conflict
from ibh_desktop.domain.ids import AppointmentId, CourseId, LetterId, PatientId, RecipientId, TherapistId
from ibh_desktop.domain.letter_signing import Author
from ibh_desktop.domain.letters import LetterStatus
from ibh_desktop.domain.lingering import Disposition
from ibh_desktop.domain.topics import Topic
from ibh_desktop.queries.proposals.occasions import require_of_course, require_of_visit
from ibh_desktop.store.chart import LingeringIssue
from ibh_desktop.store.lookup import one
from ibh_desktop.store.schema import Appointment, Course, Letter, Staff, Therapist
from ibh_desktop.store.tx import Tx


@dataclass(frozen=True, slots=True)
class NewLetter:
    """A draft before it has a row; `parts` as they are stored. A later edition keeps its number."""

    kind: str
    patient: PatientId
    therapist: TherapistId
    course: CourseId | None
    appointment: AppointmentId | None
    recipient: RecipientId | None
    basis: str
    parts: str
    urgency: str = ""
    authorization: int | None = None
    number: str = ""
    edition: int = 1
    visit_starts: datetime | None = None


def add(tx: Tx, new: NewLetter) -> LetterId:
    """A row for a draft, numbered after the last one."""
    tx.hold(patient=0)  # letter numbers are given out one desk at a time
    (letter,) = add_many(tx, [new])
    return letter


def add_many(tx: Tx, letters: Sequence[NewLetter]) -> list[LetterId]:
    """Rows for drafts in their order, numbered after the last one. The caller holds `patient=0`, as `add` does."""
    last = tx.session.scalar(select(func.max(Letter.id))) or 0
    rows = [_row(tx, new, f"L{tx.now:%y}-{number:05d}") for number, new in enumerate(letters, last + 1)]
    tx.session.add_all(rows)
    tx.session.flush()
    for row in rows:
        tx.record("letter:draft", Topic.LETTERS, row.id, diff={"kind": row.kind, "edition": row.edition})
    return [LetterId(row.id) for row in rows]


def _row(tx: Tx, new: NewLetter, number: str) -> Letter:
    return Letter(
        number=new.number or number,
        edition=new.edition,
        kind=new.kind,
        patient_id=new.patient,
        course_id=new.course,
        appointment_id=new.appointment,
        visit_starts=new.visit_starts,
        therapist_id=new.therapist,
        recipient_id=new.recipient,
        basis=new.basis,
        authorization_id=new.authorization,
        urgency=new.urgency,
        status=LetterStatus.DRAFT,
        parts=new.parts,
        created_at=tx.now,
    )


def take_on(tx: Tx, course: CourseId, letter: LetterId) -> None:
    """The letter takes on what is to be referred elsewhere and no letter has taken on yet."""
    waiting = (
        select(LingeringIssue)
        .where(LingeringIssue.course_id == course, LingeringIssue.disposition == Disposition.REFERRAL_OUT.value)
        .where(LingeringIssue.referral_id.is_(None))
    )
    issues = tx.session.scalars(waiting).all()
    for issue in issues:
        issue.referral_id = letter
    if issues:
        tx.record("issue:refer", Topic.COURSES, course, diff={"letter": letter, "issues": [issue.id for issue in issues]})


def hand_over(tx: Tx, letter: LetterId, to: LetterId | None) -> None:
    """What a letter took on goes to another edition of it, or waits for another letter."""
    issues = tx.session.scalars(select(LingeringIssue).where(LingeringIssue.referral_id == letter)).all()
    for issue in issues:
        issue.referral_id = to
        tx.record("issue:refer", Topic.COURSES, issue.course_id, diff={"letter": to, "issues": [issue.id]})


def let_go(tx: Tx, row: Letter) -> None:
    """What a withdrawn letter took on goes back to the edition before it that stands, or waits for another letter."""
    others = select(func.max(Letter.id)).where(
        Letter.number == row.number, Letter.id != row.id, Letter.status != LetterStatus.WITHDRAWN
    )
    stands = tx.session.scalar(others)
    hand_over(tx, LetterId(row.id), None if stands is None else LetterId(stands))


def author_of(tx: Tx, row: Letter) -> Author:
    """Whose letter it is, with the supervisor who works here now."""
    therapist = one(tx, Therapist, row.therapist_id)
    supervisor = select(Staff.id).where(Staff.id == therapist.supervisor_id, Staff.active)
    return Author(therapist.name, therapist.credential, tx.session.scalar(supervisor))


def require_occasion(tx: Tx, row: Letter) -> None:
    """Raise `Refused` where what a letter is about has changed since it was begun, so that it must not go out."""
    if row.appointment_id is not None:
        require_of_visit(tx, row.kind, one(tx, Appointment, row.appointment_id))
    elif row.course_id is not None:
        require_of_course(tx, row.kind, one(tx, Course, row.course_id))


def freeze(row: Letter, pdf: bytes) -> str:
    """Keep a letter as the PDF made of it; return its SHA-256."""
    row.pdf, row.sha256 = pdf, hashlib.sha256(pdf).hexdigest()
    return row.sha256


def is_intact(row: Letter) -> bool:
    """Whether the stored bytes are what was signed."""
    return hashlib.sha256(row.pdf or b"").hexdigest() == row.sha256


def require_intact(row: Letter) -> None:
    """Raise `Conflict` when the stored bytes are not what was signed."""
    if not is_intact(row):
        raise Conflict("The stored letter is not what was signed. It was not printed; tell the manager.")


def came_out(tx: Tx, row: Letter, *, copies: int, how: str) -> None:
    """Note that a letter went to paper or to a file; a signed one is a printed one from then on."""
    if row.status is LetterStatus.SIGNED:
        row.status = LetterStatus.PRINTED
    row.printed_at = tx.now
    tx.record("letter:print", Topic.LETTERS, row.id, diff={"copies": copies, "how": how, "sha256": row.sha256})
