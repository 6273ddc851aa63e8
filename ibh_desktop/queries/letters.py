"""The list of letters, the composer, and what waits for a supervisor's signature."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Select, or_, select

from ibh_desktop.domain.disclosure import Basis
from ibh_desktop.domain.errors import NotFound
from ibh_desktop.domain.ids import AppointmentId, AuthorizationId, CourseId, LetterId, PatientId, RecipientId, TherapistId
from ibh_desktop.domain.letter_kinds import BY_ID, RULES
from ibh_desktop.domain.letter_lines import Lines, loaded
from ibh_desktop.domain.letter_signing import waits_for_cosign
from ibh_desktop.domain.letters import LetterKindRule, LetterStatus
from ibh_desktop.domain.people import list_name
from ibh_desktop.domain.permissions import Actor, Permission, Scope, may, reach, require, scope
from ibh_desktop.letters.content import LetterContent
from ibh_desktop.queries.letter_content import content_of
from ibh_desktop.store.lookup import one
from ibh_desktop.store.schema import Letter, Patient, Recipient, Therapist
from ibh_desktop.store.tx import Reading

LATEST = 100
"""Letters that are listed; older ones are found in their course."""
DESK_KINDS = tuple(rule.id for rule in RULES if rule.prints is Permission.WRITE_DESK_LETTER)
"""Kinds that are the front desk's altogether."""
DESK_DRAFTS = tuple(rule.id for rule in RULES if rule.writes is Permission.WRITE_DESK_LETTER)
"""Kinds that the front desk begins, whoever signs them."""


@dataclass(frozen=True, slots=True)
class LetterLine:
    """One letter in the list; it `waits` between its author's signature and the supervisor's."""

    id: LetterId
    number: str
    edition: int
    title: str
    patient: PatientId
    patient_name: str
    course: CourseId | None
    recipient: str
    therapist: str
    status: LetterStatus
    created_at: datetime
    signed_at: datetime | None
    waits: bool = False


def listing(reading: Reading, *, limit: int = LATEST) -> list[LetterLine]:
    """The latest letters, in one statement. Therapists see their own and clinical leads their team's.

    The front desk sees what is signed and what it writes itself, a manager the letters of the front desk (DOMAIN.md 7).
    """
    require(reading.actor, Permission.SEE_DESK_LETTERS)
    latest = _visible(reading).order_by(Letter.id.desc()).limit(limit).subquery()
    chosen = _lines().join(latest, latest.c.id == Letter.id).order_by(Letter.id.desc())
    return [_line(*row) for row in reading.session.execute(chosen)]


def _lines() -> Select[Letter, str, str, str, str | None]:
    return (
        select(Letter, Patient.given, Patient.family, Therapist.name, Recipient.name)
        .join(Patient, Patient.id == Letter.patient_id)
        .join(Therapist, Therapist.id == Letter.therapist_id)
        .join(Recipient, Recipient.id == Letter.recipient_id, isouter=True)
    )


def _visible(reading: Reading) -> Select[int]:
    if not may(reading.actor, Permission.SEE_LETTERS):
        return select(Letter.id).where(Letter.kind.in_(DESK_KINDS))
    mine = reach(reading.actor, Permission.SEE_LETTERS)
    if mine is None:
        return select(Letter.id).where(or_(Letter.status != LetterStatus.DRAFT, Letter.kind.in_(DESK_DRAFTS)))
    if scope(reading.actor, Permission.SEE_LETTERS) is Scope.OWN:
        return select(Letter.id).where(Letter.therapist_id == reading.actor.therapist)
    # `+ 0` keeps SQLite from collecting and sorting every letter that the team ever wrote: the latest come first by key.
    return select(Letter.id).where(or_((Letter.therapist_id + 0).in_(mine), Letter.kind.in_(DESK_KINDS)))


def _line(row: Letter, given: str, family: str, therapist: str, recipient: str | None) -> LetterLine:
    return LetterLine(
        id=LetterId(row.id),
        number=row.number,
        edition=row.edition,
        title=BY_ID[row.kind].title,
        patient=PatientId(row.patient_id),
        patient_name=list_name(given, family),
        course=None if row.course_id is None else CourseId(row.course_id),
        recipient=recipient or "",
        therapist=therapist,
        status=row.status,
        created_at=row.created_at,
        signed_at=row.signed_at,
        waits=_waits(row),
    )


def _waits(row: Letter) -> bool:
    return waits_for_cosign(row.status, cosigner=row.cosigner_id, cosigned=row.cosigned_at is not None)


@dataclass(frozen=True, slots=True)
class Draft:
    """A letter in the composer: `lines` with their sources, `parts` as they print.

    `cosigner` is the supervisor who signs beside the author, empty where nobody does; it `waits` from the author's signature
    to the supervisor's. `sent_back` says why the supervisor gave it back.
    """

    id: LetterId
    version: int
    kind: str
    status: LetterStatus
    number: str
    patient: PatientId
    patient_name: str
    therapist_name: str
    course: CourseId | None
    appointment: AppointmentId | None
    parts: dict[str, str]
    lines: Lines
    recipient: RecipientId | None
    basis: Basis
    authorization: AuthorizationId | None
    content: LetterContent
    writable: bool
    signable: bool
    cosigner: str = ""
    waits: bool = False
    may_cosign: bool = False
    sent_back: str = ""


def composer(reading: Reading, letter: LetterId) -> Draft:
    """A letter to write or read; raise `NotAllowed` where neither is for this person."""
    row = one(reading, Letter, letter)
    rule = BY_ID[row.kind]
    therapist = TherapistId(row.therapist_id)
    if not _reads(reading, row):
        require(reading.actor, rule.writes, therapist)
    content = content_of(reading, row)
    draft = row.status is LetterStatus.DRAFT
    waits = _waits(row)
    return Draft(
        id=letter,
        version=row.version,
        kind=row.kind,
        status=row.status,
        number=row.number,
        patient=PatientId(row.patient_id),
        patient_name=content.subject.name,
        therapist_name=one(reading, Therapist, row.therapist_id).name,
        course=None if row.course_id is None else CourseId(row.course_id),
        appointment=None if row.appointment_id is None else AppointmentId(row.appointment_id),
        parts=dict(content.parts),
        lines=loaded(row.parts),
        recipient=None if row.recipient_id is None else RecipientId(row.recipient_id),
        basis=Basis(row.basis) if row.basis else rule.basis,
        authorization=None if row.authorization_id is None else AuthorizationId(row.authorization_id),
        content=content,
        writable=draft and may(reading.actor, rule.writes, therapist),
        signable=draft and may(reading.actor, rule.signs, therapist),
        cosigner=content.cosigner.name if content.cosigner else "",
        waits=waits,
        may_cosign=waits and therapist in reading.actor.team and may(reading.actor, Permission.COSIGN_LETTER, therapist),
        sent_back=row.ended_reason if draft else "",
    )


def _reads(reading: Reading, row: Letter) -> bool:
    """Whether somebody reads a letter who neither writes nor prints it: a manager the desk's, a supervisor what to co-sign."""
    therapist = TherapistId(row.therapist_id)
    if row.kind in DESK_KINDS and may(reading.actor, Permission.SEE_DESK_LETTERS, therapist):
        return True
    return row.cosigner_id is not None and may(reading.actor, Permission.COSIGN_LETTER, therapist)


def signed_pdf(reading: Reading, letter: LetterId) -> bytes:
    """The bytes that were signed; raise `NotFound` while there are none, or none yet for the front desk."""
    row = one(reading, Letter, letter)
    rule, therapist = BY_ID[row.kind], TherapistId(row.therapist_id)
    if not _reads(reading, row):
        require(reading.actor, rule.prints, therapist)
        if _waits(row):
            raise NotFound("This letter waits for the supervisor's signature.")
    if not row.pdf:
        raise NotFound("This letter is not signed yet.")
    return bytes(row.pdf)


def waiting_for_cosign(reading: Reading) -> list[LetterLine]:
    """Letters of associates whom this person supervises, signed by them and by nobody else; the oldest first. One statement."""
    require(reading.actor, Permission.COSIGN_LETTER)
    waits = (
        Letter.status == LetterStatus.SIGNED,
        Letter.cosigner_id.is_not(None),
        Letter.cosigned_at.is_(None),
        Letter.therapist_id.in_(sorted(reading.actor.team)),
    )
    return [_line(*row) for row in reading.session.execute(_lines().where(*waits).order_by(Letter.signed_at, Letter.id))]


def kinds_for(actor: Actor, about: str, therapist: TherapistId | None = None) -> tuple[LetterKindRule, ...]:
    """The kinds of letters that somebody may begin about a `course`, a `visit` or a `patient` of a therapist."""
    return tuple(rule for rule in RULES if rule.about == about and may(actor, rule.writes, therapist))
