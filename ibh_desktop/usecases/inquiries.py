"""Requests: taken, changed, triaged by a clinician, assigned, called back, linked to a patient, closed with their outcome."""

from sqlalchemy import select

from ibh_desktop.domain.appointments import UPCOMING
from ibh_desktop.domain.errors import Conflict, Refused
from ibh_desktop.domain.ids import AppointmentId, InquiryId, PatientId, StaffId
from ibh_desktop.domain.inquiries import (
    WORDS,
    Details,
    Outcome,
    Step,
    Triage,
    require_answer_kept,
    require_open,
    require_outcome,
)
from ibh_desktop.domain.people import clean_text
from ibh_desktop.domain.permissions import Permission, require
from ibh_desktop.domain.safety import IntakeAnswer, Source, needs_hand_off
from ibh_desktop.queries.inquiries import standing
from ibh_desktop.store.frontdesk import Inquiry
from ibh_desktop.store.lookup import one
from ibh_desktop.store.schema import Appointment, Patient, SafetyEvent, Staff
from ibh_desktop.store.tx import Tx
from ibh_desktop.usecases import patients
from ibh_desktop.usecases.inquiry_rows import (
    Before,
    before_of,
    clean,
    columns_of,
    note,
    outcome_of,
    put_back,
    require_named,
    require_owner,
    row_of,
)
from ibh_desktop.usecases.safety_raise import raise_concern

_EDIT, _TRIAGE = Permission.EDIT_INQUIRIES, Permission.TRIAGE_INQUIRIES


def take(tx: Tx, details: Details) -> InquiryId:
    """Note that somebody asks for treatment; raise `Refused` at the field that is wrong. Level 4 until a clinician looks."""
    require(tx.actor, _EDIT)
    ready = clean(details, tx.now.date())
    require_named(tx, ready)
    row = Inquiry(received_at=tx.now, taken_by=tx.actor.staff, **columns_of(ready))
    tx.session.add(row)
    tx.session.flush()
    note(tx, row, Step.TAKEN, "take", ready.channel.value, answer=ready.answer.value)
    return InquiryId(row.id)


def change(tx: Tx, inquiry: InquiryId, details: Details, *, version: int | None = None) -> Before:
    """Change what is known of a request.

    Raises `Refused` when a yes or unsure that nobody has seen would go; one that comes needs a clinician's look again.
    """
    row = row_of(tx, inquiry, _EDIT, version)
    require_open(outcome_of(row))
    before = before_of(row)
    ready = clean(details, tx.now.date())
    require_named(tx, ready)
    require_answer_kept(standing(row), ready.answer)
    if needs_hand_off(ready.answer) and not needs_hand_off(IntakeAnswer(row.answer)):
        row.triaged_at = row.triaged_by = None
    columns = columns_of(ready)
    altered = sorted(name for name, value in columns.items() if getattr(row, name) != value)
    for name in altered:
        setattr(row, name, columns[name])
    owner = _name(tx, ready.owner) if "owner_id" in altered else ""
    note(tx, row, Step.CHANGED, "change", f"owner {owner}" if owner else "", fields=altered, answer=ready.answer.value)
    return before


def triage(tx: Tx, inquiry: InquiryId, *, level: Triage, words: str = "", version: int | None = None) -> Before:
    """Say how soon; clinicians only, a therapist for what is assigned to her. `words` are for clinicians' eyes."""
    row = row_of(tx, inquiry, _TRIAGE, version)
    require_open(outcome_of(row))
    before = before_of(row)
    row.level, row.triaged_at, row.triaged_by = level.value, tx.now, tx.actor.staff
    note(tx, row, Step.TRIAGED, "triage", f"{level.value} {WORDS[level]}", level=level.value)
    if said := clean_text(words):
        note(tx, row, Step.NOTED, "note", said)
    return before


def assign(tx: Tx, inquiry: InquiryId, *, owner: StaffId | None, version: int | None = None) -> Before:
    """Say who sees to it next; None leaves it to whoever comes first. Raise `Refused` for somebody who cannot see requests."""
    row = row_of(tx, inquiry, _EDIT, version)
    require_open(outcome_of(row))
    before = before_of(row)
    require_owner(tx, owner)
    row.owner_id = owner
    note(tx, row, Step.ASSIGNED, "assign", _name(tx, owner), owner=owner)
    return before


def _name(tx: Tx, owner: StaffId | None) -> str:
    return "nobody" if owner is None else one(tx, Staff, owner).name


def attempt(tx: Tx, inquiry: InquiryId, *, words: str = "", version: int | None = None) -> Before:
    """Note that somebody tried to reach the person and nobody answered."""
    row = row_of(tx, inquiry, _EDIT, version)
    require_open(outcome_of(row))
    before = before_of(row)
    row.attempts += 1
    row.attempted_at = tx.now
    note(tx, row, Step.ATTEMPT, "attempt", clean_text(words), attempts=row.attempts)
    return before


def link(tx: Tx, inquiry: InquiryId, patient: PatientId, *, version: int | None = None) -> Before:
    """Say which registered patient asks; a yes or unsure on safety becomes a safety event of the patient (DOMAIN.md 3.2)."""
    row = row_of(tx, inquiry, _EDIT, version)
    require_open(outcome_of(row))
    before = before_of(row)
    one(tx, Patient, patient)
    row.patient_id = patient
    if needs_hand_off(IntakeAnswer(row.answer)) and not _raised(tx, row, patient):
        row.event_id = raise_concern(tx, patient, words=f"The answer was {row.answer}.", source=Source.INTAKE)
    note(tx, row, Step.LINKED, "link", patient=patient)
    return before


def _raised(tx: Tx, row: Inquiry, patient: PatientId) -> bool:
    return row.event_id is not None and one(tx, SafetyEvent, row.event_id).patient_id == patient


def register(
    tx: Tx, inquiry: InquiryId, details: patients.Details, *, although_known: bool = False, version: int | None = None
) -> PatientId:
    """Register who asks and link the request to them, both or neither; raises as `patients.register` and `link` do."""
    require(tx.actor, _EDIT)
    new = patients.register(tx, details, although_known=although_known)
    link(tx, inquiry, new, version=version)
    return new


def close(
    tx: Tx,
    inquiry: InquiryId,
    *,
    outcome: Outcome,
    words: str = "",
    appointment: AppointmentId | None = None,
    version: int | None = None,
) -> Before:
    """End a request; raise `Refused` for an outcome that may not be now.

    Booked means a visit of its patient: the next one, unless one is given.
    """
    row = row_of(tx, inquiry, _EDIT, version)
    require_open(outcome_of(row))
    before = before_of(row)
    require_outcome(standing(row), outcome)
    said = clean_text(words)
    if outcome is Outcome.REFERRED_ELSEWHERE and not said:
        raise Refused("Say where they were sent.", field="words")
    if outcome is Outcome.BOOKED:
        row.appointment_id = _visit(tx, row, appointment)
    row.outcome, row.closed_at = outcome.value, tx.now
    note(tx, row, Step.CLOSED, "close", ": ".join(part for part in (outcome.value, said) if part), outcome=outcome.value)
    return before


def _visit(tx: Tx, row: Inquiry, appointment: AppointmentId | None) -> int:
    a = Appointment
    theirs = select(a.id).where(a.patient_id == row.patient_id, a.status.in_(UPCOMING))
    wanted = theirs.where(a.starts >= tx.now) if appointment is None else theirs.where(a.id == appointment)
    found = tx.session.scalar(wanted.order_by(a.starts).limit(1))
    if found is None:
        raise Refused("No visit of this patient is booked. Book one first.", field="outcome")
    return found


def reopen(tx: Tx, inquiry: InquiryId, *, version: int | None = None) -> Before:
    """Open a closed request again: the person called back, or it was closed by mistake."""
    row = row_of(tx, inquiry, _EDIT, version)
    before = before_of(row)
    if not row.outcome:
        raise Conflict("This request is open already.")
    row.outcome, row.closed_at, row.appointment_id = "", None, None
    note(tx, row, Step.REOPENED, "reopen")
    return before


def take_back(tx: Tx, before: Before) -> None:
    """Undo one change; raise `Conflict` when the request was changed since, `NotAllowed` where one may not make that change."""
    row = row_of(tx, before.id, Permission.SEE_INQUIRIES, before.version + 1)
    require_answer_kept(standing(row), IntakeAnswer(before.values["answer"]))
    besides, triaged = put_back(row, before)
    if triaged:
        require(tx.actor, _TRIAGE)
    if besides or not triaged:
        require(tx.actor, _EDIT)
    note(tx, row, Step.UNDONE, "undo")
