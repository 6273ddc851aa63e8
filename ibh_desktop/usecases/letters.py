"""Draft, sign and print letters. The PDF is rendered outside, from what was committed, and handed in."""

import hashlib
import json
from collections.abc import Mapping

from sqlalchemy import func, select

from ibh_desktop.domain.errors import Refused
from ibh_desktop.domain.ids import CourseId, LetterId, PatientId, RecipientId, TherapistId
from ibh_desktop.domain.letter_kinds import BY_ID, REFERRAL
from ibh_desktop.domain.letter_lines import loaded, texts
from ibh_desktop.domain.letters import LetterStatus, require_complete, require_parts, require_status
from ibh_desktop.domain.lingering import Disposition
from ibh_desktop.domain.permissions import Permission, require
from ibh_desktop.domain.topics import Topic
from ibh_desktop.store.chart import LingeringIssue
from ibh_desktop.store.lookup import one, require_version
from ibh_desktop.store.schema import Course, Letter
from ibh_desktop.store.tx import Tx
from ibh_desktop.usecases.sending import printed as printed


def draft(tx: Tx, course: CourseId, *, kind: str, parts: Mapping[str, str], recipient: RecipientId | None = None) -> LetterId:
    """Begin a letter about a course, with the parts that were taken from it."""
    row = one(tx, Course, course)
    require(tx.actor, Permission.WRITE_LETTER, TherapistId(row.therapist_id))
    require_parts(BY_ID[kind], parts)
    new = _begin(
        tx, PatientId(row.patient_id), course, TherapistId(row.therapist_id), kind=kind, parts=dict(parts), recipient=recipient
    )
    if kind == REFERRAL.id:
        _take_on(tx, course, new)
    return new


def _take_on(tx: Tx, course: CourseId, letter: LetterId) -> None:
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


def _begin(
    tx: Tx,
    patient: PatientId,
    course: CourseId | None,
    therapist: TherapistId,
    *,
    kind: str,
    parts: dict[str, str],
    recipient: RecipientId | None,
    number: str = "",
    edition: int = 1,
) -> LetterId:
    tx.hold(patient=0)  # letter numbers are given out one desk at a time
    last = tx.session.scalar(select(func.max(Letter.id))) or 0
    new = Letter(
        number=number or f"L{tx.now:%y}-{last + 1:05d}",
        edition=edition,
        kind=kind,
        patient_id=patient,
        course_id=course,
        therapist_id=therapist,
        recipient_id=recipient,
        status=LetterStatus.DRAFT,
        parts=json.dumps(parts),
        created_at=tx.now,
    )
    tx.session.add(new)
    tx.session.flush()
    tx.record("letter:draft", Topic.LETTERS, new.id, diff={"kind": kind, "edition": edition})
    return LetterId(new.id)


def write(
    tx: Tx, letter: LetterId, *, parts: Mapping[str, str], recipient: RecipientId | None, version: int | None = None
) -> int:
    """Save a draft and return its new version; raise `Refused` once it is signed, `Conflict` when another desk saved it."""
    row = one(tx, Letter, letter)
    require(tx.actor, Permission.WRITE_LETTER, TherapistId(row.therapist_id))
    require_status(row.status, LetterStatus.DRAFT)
    require_parts(BY_ID[row.kind], parts)
    require_version(row, version)
    row.parts, row.recipient_id = json.dumps(dict(parts)), recipient
    tx.record("letter:write", Topic.LETTERS, letter)
    return row.version


def sign(tx: Tx, letter: LetterId, *, pdf: bytes, version: int) -> str:
    """Freeze a complete draft with the PDF made of it; return its SHA-256. What was rendered must be what is stored."""
    row = one(tx, Letter, letter)
    require(tx.actor, Permission.SIGN_LETTER, TherapistId(row.therapist_id))
    require_status(row.status, LetterStatus.SIGNED)
    require_complete(BY_ID[row.kind], texts(loaded(row.parts)), recipient=row.recipient_id is not None)
    require_version(row, version)
    row.status, row.signed_at, row.pdf = LetterStatus.SIGNED, tx.now, pdf
    row.sha256 = hashlib.sha256(pdf).hexdigest()
    tx.record("letter:sign", Topic.LETTERS, letter, diff={"sha256": row.sha256})
    return row.sha256


def new_edition(tx: Tx, letter: LetterId) -> LetterId:
    """A draft that continues a signed letter under the same number."""
    row = one(tx, Letter, letter)
    require(tx.actor, Permission.WRITE_LETTER, TherapistId(row.therapist_id))
    if row.status is LetterStatus.DRAFT:
        raise Refused("This letter is still a draft: change it directly.")
    latest = tx.session.scalar(select(func.max(Letter.edition)).where(Letter.number == row.number)) or row.edition
    course = None if row.course_id is None else CourseId(row.course_id)
    recipient = None if row.recipient_id is None else RecipientId(row.recipient_id)
    return _begin(
        tx,
        PatientId(row.patient_id),
        course,
        TherapistId(row.therapist_id),
        kind=row.kind,
        parts=json.loads(row.parts),
        recipient=recipient,
        number=row.number,
        edition=latest + 1,
    )
