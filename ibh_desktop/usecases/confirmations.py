"""Confirmations of visits, many at a time: begun, frozen with their PDF, noted as printed. Each letter has its own audit rows.

Nobody signs a confirmation by hand (DOMAIN.md 4.3, L5): freezing is what signing is for the other kinds.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from zoneinfo import ZoneInfo

from sqlalchemy import select
from sqlalchemy.orm import undefer

from ibh_desktop.domain.appointments import UPCOMING
from ibh_desktop.domain.errors import Conflict
from ibh_desktop.domain.ids import AppointmentId, LetterId, PatientId, TherapistId
from ibh_desktop.domain.letter_kinds.confirmation import CONFIRMATION
from ibh_desktop.domain.letter_lines import loaded, stored, texts
from ibh_desktop.domain.letters import LetterStatus, missing
from ibh_desktop.domain.permissions import require
from ibh_desktop.domain.sending import told as told_in
from ibh_desktop.domain.topics import Topic
from ibh_desktop.queries.clinic import settings
from ibh_desktop.queries.confirmations import latest_confirmation
from ibh_desktop.queries.proposals.confirmation import told
from ibh_desktop.queries.proposals.visits import OfVisit
from ibh_desktop.queries.proposals.words import kept
from ibh_desktop.store.chart import Disclosure
from ibh_desktop.store.schema import Appointment, Letter, Location, Patient
from ibh_desktop.store.tx import Tx
from ibh_desktop.usecases import letter_rows
from ibh_desktop.usecases.letter_rows import NewLetter, add_many, came_out, is_intact
from ibh_desktop.usecases.sending import TO_THE_PATIENT

MOVED = "The visit was moved or cancelled before the letter was finished."


@dataclass(frozen=True, slots=True)
class Rendered:
    """A draft's version and the PDF that was made of it."""

    letter: LetterId
    version: int
    pdf: bytes


def begin(tx: Tx, visits: Sequence[AppointmentId]) -> list[LetterId]:
    """A draft for each visit that is still to come; what was begun for this time before and never finished is taken up again.

    Visits that were cancelled or confirmed meanwhile get none.
    """
    require(tx.actor, CONFIRMATION.writes)
    said = settings(tx)
    tx.hold(patient=0)  # letter numbers are given out one desk at a time
    rows = tx.session.execute(
        select(Appointment, Location, Patient, Letter.id, Letter.status)
        .join(Location, Location.id == Appointment.location_id)
        .join(Patient, Patient.id == Appointment.patient_id)
        .join(Letter, Letter.id == latest_confirmation(), isouter=True)
        .where(Appointment.id.in_(visits), Appointment.starts > tx.now, Appointment.status.in_(UPCOMING))
        .order_by(Appointment.starts, Appointment.id)
    ).all()
    begun: list[NewLetter | LetterId] = []
    for visit, place, patient, letter, status in rows:
        require(tx.actor, CONFIRMATION.writes, TherapistId(visit.therapist_id))
        if status is LetterStatus.DRAFT:
            begun.append(LetterId(letter))
        elif status is None:
            today = tx.now.astimezone(ZoneInfo(place.zone)).date()
            begun.append(_new(OfVisit(visit, place, patient, said, today)))
    tx.record("letter:stack", Topic.LETTERS, None, diff={"kind": CONFIRMATION.id, "visits": len(begun)})
    added = iter(add_many(tx, [each for each in begun if isinstance(each, NewLetter)]))
    return [next(added) if isinstance(each, NewLetter) else each for each in begun]


def _new(about: OfVisit) -> NewLetter:
    visit = about.visit
    return NewLetter(
        kind=CONFIRMATION.id,
        patient=PatientId(visit.patient_id),
        therapist=TherapistId(visit.therapist_id),
        course=None,
        appointment=AppointmentId(visit.id),
        recipient=None,
        basis=CONFIRMATION.basis.value,
        parts=stored(kept(told(about))),
        visit_starts=visit.starts,
    )


def freeze(tx: Tx, rendered: Sequence[Rendered]) -> list[LetterId]:
    """Freeze drafts with the PDFs made of them and return which ones.

    Left as it is: a draft that somebody changed meanwhile or that lacks something. Withdrawn: one whose visit moved meanwhile.
    """
    require(tx.actor, CONFIRMATION.signs)
    given = {each.letter: each for each in rendered}
    rows = tx.session.execute(
        select(Letter, Appointment.starts, Appointment.status)
        .join(Appointment, Appointment.id == Letter.appointment_id)
        .where(Letter.id.in_(given), Letter.status == LetterStatus.DRAFT)
        .order_by(Letter.id)
        .with_for_update(of=Letter)
    ).all()
    frozen = []
    for row, starts, status in rows:
        require(tx.actor, CONFIRMATION.signs, TherapistId(row.therapist_id))
        made = given[LetterId(row.id)]
        if status not in UPCOMING or row.visit_starts not in (None, starts):
            row.status, row.ended_reason = LetterStatus.WITHDRAWN, MOVED
            tx.record("letter:withdraw", Topic.LETTERS, row.id)
        elif made.version == row.version and _whole(row):
            row.status, row.signed_at, row.signed_by = LetterStatus.SIGNED, tx.now, tx.actor.staff
            row.visit_starts = starts
            row.version += 1
            frozen.append(LetterId(row.id))
            tx.record("letter:sign", Topic.LETTERS, row.id, diff={"sha256": letter_rows.freeze(row, made.pdf)})
    if not tx.changes:
        raise Conflict("Somebody else changed these letters a moment ago. They were left as they are; look at them again.")
    return frozen


def _whole(row: Letter) -> bool:
    """Whether a draft lacks nothing and goes out on the patient's own access, as they do unless somebody chose."""
    return row.basis == CONFIRMATION.basis and not missing(CONFIRMATION, texts(loaded(row.parts)), recipient=True)


def handed_over(tx: Tx, letters: Sequence[LetterId], *, how: str) -> None:
    """Note that signed confirmations went to paper or into a file, `how` being "printer" or "file", each in the disclosure log.

    Raises `Conflict`, and notes none, when the stored bytes of one are not what was signed.
    """
    require(tx.actor, CONFIRMATION.prints)
    rows = tx.session.scalars(select(Letter).options(undefer(Letter.pdf)).where(Letter.id.in_(letters)).order_by(Letter.id))
    for row in rows.all():
        require(tx.actor, CONFIRMATION.prints, TherapistId(row.therapist_id))
        if not is_intact(row):
            raise Conflict(f"The stored letter {row.number} is not what was signed. Tell the manager.")
        tx.session.add(_disclosure(tx, row, how))
        came_out(tx, row, copies=1, how=how)


def _disclosure(tx: Tx, row: Letter, how: str) -> Disclosure:
    return Disclosure(
        patient_id=row.patient_id,
        letter_id=row.id,
        at=tx.now,
        made_by=tx.actor.staff,
        to_whom=TO_THE_PATIENT,
        what=told_in(CONFIRMATION.title, CONFIRMATION.discloses),
        purpose=row.basis,
        basis=row.basis,
        how=how,
        sha256=row.sha256,
    )
