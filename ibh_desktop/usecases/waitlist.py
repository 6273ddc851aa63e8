"""The waitlist: somebody is added, changed, triaged by a clinician, and taken off; each step can be taken back."""

from datetime import datetime

from sqlalchemy import select

from ibh_desktop.domain.errors import Conflict, Refused
from ibh_desktop.domain.ids import InquiryId, PatientId, TherapistId, WaitlistId
from ibh_desktop.domain.inquiries import Outcome, Triage
from ibh_desktop.domain.permissions import Permission, require
from ibh_desktop.domain.waitlist import ENDS, Answer, State, Wishes, require_waiting
from ibh_desktop.queries.patients import require_own
from ibh_desktop.store.frontdesk import Inquiry, SlotOffer, WaitlistEntry
from ibh_desktop.store.lookup import one
from ibh_desktop.store.schema import Patient
from ibh_desktop.store.tx import Tx
from ibh_desktop.usecases import appointments, inquiries
from ibh_desktop.usecases.bookable import require_bookable
from ibh_desktop.usecases.waitlist_rows import (
    TRIAGE,
    Before,
    OfferBefore,
    answer_of,
    before_of,
    columns_of,
    note,
    note_of,
    request_of,
    require_named,
    row_of,
)

_EDIT, _TRIAGE = Permission.EDIT_WAITLIST, Permission.TRIAGE_WAITLIST


def add(tx: Tx, *, patient: PatientId, wishes: Wishes, words: str = "") -> WaitlistId:
    """Put a registered patient on the waitlist, at level 4 until a clinician looks.

    `wishes` say what they wait for, `words` are a note for the desk. Raises `Refused` for wishes that nothing could fulfil, a
    file that is not active, and somebody who waits for this kind of visit already; `NotAllowed` for another therapist's
    patient.
    """
    return _added(tx, patient, wishes, words, since=tx.now)


def _added(tx: Tx, patient: PatientId, wishes: Wishes, words: str, *, since: datetime) -> WaitlistId:
    require(tx.actor, _EDIT)
    require_own(tx, patient)
    if not one(tx, Patient, patient).active:
        raise Refused("This patient's file is not active any more. Choose another.", field="patient")
    columns = columns_of(wishes)
    require_named(tx, wishes)
    tx.hold(patient=patient)
    w = WaitlistEntry
    same = select(w.id).where(w.patient_id == patient, w.closed_at.is_(None), w.kind == wishes.kind).limit(1)
    if tx.session.scalar(same) is not None:
        raise Refused(f"This patient waits for {_a(wishes)} visit already. Change that entry.", field="kind")
    row = WaitlistEntry(
        patient_id=patient,
        since=since,
        added_by=tx.actor.staff,
        state=State.WAITING.value,
        **columns,
        note=note_of(words),
    )
    tx.session.add(row)
    tx.session.flush()
    note(tx, row, "add", patient=patient, kind=wishes.kind.value)
    return WaitlistId(row.id)


def _a(wishes: Wishes) -> str:
    kind = wishes.kind.value
    return f"an {kind}" if kind[0] in "aeiou" else f"a {kind}"


def add_from_request(tx: Tx, inquiry: InquiryId, *, wishes: Wishes, words: str = "") -> WaitlistId:
    """Put the patient of a request on the waitlist and close the request, both or neither.

    They wait since the request came, with the level that a clinician set. Raises as `add` and `inquiries.close` do, and
    `Refused` for a request without a registered patient.
    """
    require(tx.actor, _EDIT)
    require(tx.actor, Permission.EDIT_INQUIRIES)
    request = one(tx, Inquiry, inquiry)
    if request.patient_id is None:
        raise Refused("Register the patient first, then put them on the waitlist.", field="patient")
    key = _added(tx, PatientId(request.patient_id), wishes, words, since=request.received_at)
    row = tx.session.get_one(WaitlistEntry, key)
    for name in TRIAGE:
        setattr(row, name, getattr(request, name))
    inquiries.close(tx, inquiry, outcome=Outcome.WAITLIST)
    return key


def change(tx: Tx, entry: WaitlistId, *, wishes: Wishes, words: str = "", version: int | None = None) -> Before:
    """Change what somebody waits for; their place stays. Raises as `add`, `Conflict` for one who does not wait any more."""
    row = row_of(tx, entry, _EDIT, version)
    require_waiting(State(row.state))
    before = before_of(row)
    columns = columns_of(wishes) | {"note": note_of(words)}
    require_named(tx, wishes)
    altered = sorted(name for name, value in columns.items() if getattr(row, name) != value)
    for name in altered:
        setattr(row, name, columns[name])
    note(tx, row, "change", fields=altered)
    return before


def triage(tx: Tx, entry: WaitlistId, *, level: Triage, version: int | None = None) -> Before:
    """Say how soon; clinicians only, a therapist for her own patients. An emergency does not wait: it is refused."""
    row = row_of(tx, entry, _TRIAGE, version)
    require_waiting(State(row.state))
    if level is Triage.EMERGENCY:
        raise Refused("An emergency does not wait: 911 or the emergency department now.", field="level")
    before = before_of(row)
    row.level, row.triaged_at, row.triaged_by = level.value, tx.now, tx.actor.staff
    note(tx, row, "triage", level=level.value)
    return before


def withdraw(tx: Tx, entry: WaitlistId, *, state: State = State.WITHDRAWN, version: int | None = None) -> Before:
    """Take somebody off the waitlist, and back any offer that is open; `state` says why. `Refused` for no end of waiting."""
    row = row_of(tx, entry, _EDIT, version)
    require_waiting(State(row.state))
    if state not in ENDS:
        raise Refused("Say why they do not wait any more. Whoever is booked accepts an offer.", field="state")
    offer = _open_offer(tx, row)
    before = before_of(row, offer)
    if offer is not None:
        offer.answer, offer.answered_at = Answer.TAKEN_BACK.value, tx.now
    row.state, row.closed_at = state.value, tx.now
    note(tx, row, "withdraw", state=state.value)
    return before


def _open_offer(tx: Tx, row: WaitlistEntry) -> SlotOffer | None:
    o = SlotOffer
    going = select(o).where(o.entry_id == row.id, o.answer == "", o.expires_at > tx.now).order_by(o.id.desc()).limit(1)
    offer = tx.session.scalars(going.with_for_update()).one_or_none()
    if offer is not None:
        offer.version += 1
    return offer


def take_back(tx: Tx, before: Before) -> None:
    """Undo one change of an entry, its offer and its visit, all or none.

    Raises `Conflict` when one of them was changed since, `Refused` when the time of an offer that would hold again is taken,
    `NotAllowed` where one may not make that change.
    """
    row = row_of(tx, before.id, Permission.SEE_WAITLIST, before.version + 1)
    altered = {name for name, value in before.values.items() if getattr(row, name) != value}
    if altered & set(TRIAGE):
        require(tx.actor, _TRIAGE)
    if altered - set(TRIAGE) or before.offer is not None or not altered:
        require(tx.actor, _EDIT)
    for name in altered:
        setattr(row, name, before.values[name])
    if before.booked is not None:
        appointments.unbook(tx, [before.booked])
        tx.session.flush()
    if before.offer is not None:
        _reopen(tx, row, before.offer)
    note(tx, row, "undo")


def _reopen(tx: Tx, row: WaitlistEntry, before: OfferBefore) -> None:
    offer = tx.session.get_one(SlotOffer, before.id, with_for_update=True, populate_existing=True)
    if offer.version != before.version + 1:
        raise Conflict("Somebody else changed this offer since. It was left as they put it.")
    require(tx.actor, Permission.BOOK, TherapistId(offer.therapist_id))
    for name, value in before.values.items():
        setattr(offer, name, value)
    offer.version += 1
    if answer_of(offer) is None and offer.expires_at > tx.now:
        tx.hold(therapist=offer.therapist_id, room=offer.room_id, patient=offer.patient_id)
        require_bookable(tx, request_of(row, offer))
