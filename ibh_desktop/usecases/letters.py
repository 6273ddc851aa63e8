"""Draft, sign, co-sign and print letters. The PDF is rendered outside, from what was committed, and handed in."""

from sqlalchemy import func, select

from ibh_desktop.domain.disclosure import Basis
from ibh_desktop.domain.errors import NotAllowed, Refused
from ibh_desktop.domain.ids import AppointmentId, AuthorizationId, CourseId, LetterId, PatientId, RecipientId, TherapistId
from ibh_desktop.domain.letter_kinds import BY_ID, REFERRAL
from ibh_desktop.domain.letter_kinds.missed import MISSED
from ibh_desktop.domain.letter_lines import Lines, loaded, stored, texts
from ibh_desktop.domain.letter_occasions import VETOED
from ibh_desktop.domain.letter_signing import cosigner_of, require_waiting
from ibh_desktop.domain.letters import LetterStatus, require_complete, require_parts, require_status
from ibh_desktop.domain.lifecycle import require_words
from ibh_desktop.domain.people import clean_text
from ibh_desktop.domain.permissions import Permission, require
from ibh_desktop.domain.topics import Topic
from ibh_desktop.queries.proposals import proposal
from ibh_desktop.store.lookup import one, require_version, standing
from ibh_desktop.store.schema import Letter
from ibh_desktop.store.tx import Tx
from ibh_desktop.usecases.letter_rows import (
    NewLetter,
    add,
    author_of,
    freeze,
    hand_over,
    let_go,
    require_intact,
    require_occasion,
    take_on,
)
from ibh_desktop.usecases.sending import settle


def begin(tx: Tx, kind: str, about: int) -> LetterId:
    """Begin a letter about a course, a visit or a patient with what their chart proposes, in one step.

    Raises as `queries.proposals.proposal` does. A referral takes on what lingers and is to be referred elsewhere.
    """
    found = proposal(tx, kind, about)
    rule = BY_ID[found.kind]
    parts = texts(found.lines)
    require_parts(rule, parts)
    new = add(
        tx,
        NewLetter(
            rule.id,
            found.patient,
            found.therapist,
            found.course,
            found.appointment,
            found.recipient,
            rule.basis.value,
            stored(found.lines),
            urgency=parts.get("urgency", ""),
        ),
    )
    if found.course is not None and rule is REFERRAL:
        take_on(tx, found.course, new)
    return new


def write(
    tx: Tx,
    letter: LetterId,
    *,
    lines: Lines,
    recipient: RecipientId | None,
    basis: Basis | None = None,
    authorization: AuthorizationId | None = None,
    version: int | None = None,
) -> int:
    """Save a draft and return its new version; raise `Refused` once it is signed, `Conflict` when another desk saved it.

    `basis` is the ground on which it goes out, its kind's own where none is given; `authorization` the paper behind it.
    """
    row = one(tx, Letter, letter)
    rule = BY_ID[row.kind]
    require(tx.actor, rule.writes, TherapistId(row.therapist_id))
    require_status(row.status, LetterStatus.DRAFT)
    parts = texts(lines)
    require_parts(rule, parts)
    require_version(row, version)
    row.parts, row.recipient_id = stored(lines), None if recipient is None else standing(tx, recipient).id
    row.basis, row.authorization_id = (basis or rule.basis).value, authorization
    row.urgency = parts.get("urgency", "")
    tx.record("letter:write", Topic.LETTERS, letter)
    return row.version


def sign(tx: Tx, letter: LetterId, *, pdf: bytes, version: int) -> str:
    """Freeze a complete draft with the PDF made of it; return its SHA-256. What was rendered must be what is stored.

    A letter of a supervised clinician then waits for the supervisor, unless it was the supervisor who signed.
    """
    row = one(tx, Letter, letter)
    rule = BY_ID[row.kind]
    require(tx.actor, rule.signs, TherapistId(row.therapist_id))
    require_status(row.status, LetterStatus.SIGNED)
    require_complete(rule, texts(loaded(row.parts)), recipient=row.recipient_id is not None)
    require_occasion(tx, row)
    cosigner = cosigner_of(rule, author_of(tx, row))
    require_version(row, version)
    row.status, row.signed_at, row.signed_by, row.ended_reason = LetterStatus.SIGNED, tx.now, tx.actor.staff, ""
    row.cosigner_id = cosigner
    if cosigner is not None and cosigner == tx.actor.staff:
        row.cosigned_at, row.cosigned_by = tx.now, tx.actor.staff
    settle(tx, row)
    sha256 = freeze(row, pdf)
    tx.record("letter:sign", Topic.LETTERS, letter, diff={"sha256": sha256, "cosigner": cosigner})
    return sha256


def cosign(tx: Tx, letter: LetterId, *, pdf: bytes, version: int) -> str:
    """The supervisor's signature under an associate's letter, frozen with the PDF that names both; return its SHA-256.

    It is given by whoever supervises the author now, also where somebody else did when the author signed.
    """
    row = _waiting(tx, letter, version)
    row.cosigner_id = row.cosigned_by = tx.actor.staff
    row.cosigned_at = tx.now
    settle(tx, row)
    sha256 = freeze(row, pdf)
    tx.record("letter:cosign", Topic.LETTERS, letter, diff={"sha256": sha256})
    return sha256


def send_back(tx: Tx, letter: LetterId, *, reason: str, version: int) -> None:
    """The supervisor gives a letter back to its author: it is a draft again, with the reason beside it."""
    row = _waiting(tx, letter, version)
    said = require_words(clean_text(reason))
    row.status, row.signed_at, row.signed_by, row.cosigner_id = LetterStatus.DRAFT, None, None, None
    row.pdf, row.sha256, row.ended_reason = None, "", said
    tx.record("letter:send back", Topic.LETTERS, letter, reason=said)


def new_edition(tx: Tx, letter: LetterId) -> LetterId:
    """A draft that continues a signed letter under the same number."""
    row = one(tx, Letter, letter)
    require(tx.actor, BY_ID[row.kind].writes, TherapistId(row.therapist_id))
    if row.status is LetterStatus.DRAFT:
        raise Refused("This letter is still a draft: change it directly.")
    latest = tx.session.scalar(select(func.max(Letter.edition)).where(Letter.number == row.number)) or row.edition
    new = add(
        tx,
        NewLetter(
            row.kind,
            PatientId(row.patient_id),
            TherapistId(row.therapist_id),
            None if row.course_id is None else CourseId(row.course_id),
            None if row.appointment_id is None else AppointmentId(row.appointment_id),
            None if row.recipient_id is None else RecipientId(row.recipient_id),
            row.basis,
            row.parts,
            urgency=row.urgency,
            authorization=row.authorization_id,
            number=row.number,
            edition=latest + 1,
        ),
    )
    hand_over(tx, letter, new)
    return new


def veto(tx: Tx, letter: LetterId, *, reason: str) -> None:
    """The therapist keeps a letter about a missed visit from going out, this one and any other about that visit."""
    row = one(tx, Letter, letter)
    require(tx.actor, Permission.SIGN_LETTER, TherapistId(row.therapist_id))
    if row.kind != MISSED.id:
        raise Refused(f"A therapist vetoes letters about missed visits; withdraw this {BY_ID[row.kind].title.lower()} instead.")
    withdraw(tx, letter, reason=f"{VETOED}{require_words(clean_text(reason))}")


def withdraw(tx: Tx, letter: LetterId, *, reason: str) -> None:
    """Take back a letter that was never sent; it is kept and printed no more. What it took on waits for another letter."""
    row = one(tx, Letter, letter)
    rule = BY_ID[row.kind]
    draft = row.status is LetterStatus.DRAFT
    require(tx.actor, rule.writes if draft else rule.signs, TherapistId(row.therapist_id))
    require_status(row.status, LetterStatus.WITHDRAWN)
    said = require_words(clean_text(reason))
    row.status, row.ended_reason = LetterStatus.WITHDRAWN, said
    row.version += 1
    tx.record("letter:withdraw", Topic.LETTERS, letter, reason=said)
    let_go(tx, row)


def _waiting(tx: Tx, letter: LetterId, version: int) -> Letter:
    row = one(tx, Letter, letter)
    require(tx.actor, Permission.COSIGN_LETTER, therapist := TherapistId(row.therapist_id))
    if therapist not in tx.actor.team:
        raise NotAllowed("Nobody co-signs a letter of their own. It waits for the supervisor.")
    require_waiting(row.status, cosigner=row.cosigner_id, cosigned=row.cosigned_at is not None)
    require_version(row, version)
    require_intact(row)
    return row
