"""A free time is offered to somebody who waits: held while they think, then accepted and booked, declined, or taken back."""

from dataclasses import replace
from datetime import datetime
from zoneinfo import ZoneInfo

from sqlalchemy import select

from ibh_desktop.domain.appointments import Modality
from ibh_desktop.domain.errors import Conflict, NotFound, Refused
from ibh_desktop.domain.ids import LocationId, RoomId, SlotOfferId, TherapistId, WaitlistId
from ibh_desktop.domain.permissions import Permission, require
from ibh_desktop.domain.slots import Slot
from ibh_desktop.domain.waitlist import Answer, State, expires_at, require_unanswered, require_waiting
from ibh_desktop.queries.waitlist_facts import wishes_of
from ibh_desktop.store.frontdesk import SlotOffer, WaitlistEntry
from ibh_desktop.store.lookup import one
from ibh_desktop.store.schema import Location
from ibh_desktop.store.tx import Tx
from ibh_desktop.usecases import appointments
from ibh_desktop.usecases.bookable import require_bookable
from ibh_desktop.usecases.waitlist_rows import Before, answer_of, before_of, note, request_of, row_of

_EDIT = Permission.EDIT_WAITLIST


def offer(
    tx: Tx,
    entry: WaitlistId,
    *,
    therapist: TherapistId,
    location: LocationId,
    starts: datetime,
    room: RoomId | None = None,
    version: int | None = None,
) -> SlotOfferId:
    """Hold a free time for somebody who waits until the offer expires; as long as what they wait for.

    Raises `Refused` when the time is not bookable for them, or when another offer to them is open.
    """
    row = row_of(tx, entry, _EDIT, version)
    require(tx.actor, Permission.BOOK, therapist)
    require_waiting(State(row.state))
    _require_no_offer(tx, row)
    zone = ZoneInfo(one(tx, Location, location).zone)
    slot = Slot(starts, starts + wishes_of(row).length)
    made = SlotOffer(
        entry_id=row.id,
        patient_id=row.patient_id,
        therapist_id=therapist,
        location_id=location,
        room_id=room,
        starts=slot.starts,
        ends=slot.ends,
        made_at=tx.now,
        made_by=tx.actor.staff,
        expires_at=expires_at(tx.now, starts, zone),
        answer="",
    )
    tx.hold(therapist=therapist, room=room, patient=row.patient_id)
    require_bookable(tx, request_of(row, made))
    tx.session.add(made)
    tx.session.flush()
    note(tx, row, "offer", offer=made.id, starts=starts, therapist=therapist)
    return SlotOfferId(made.id)


def _require_no_offer(tx: Tx, row: WaitlistEntry) -> None:
    o = SlotOffer
    going = select(o.id).where(o.entry_id == row.id, o.answer == "", o.expires_at > tx.now).limit(1)
    if tx.session.scalar(going) is not None:
        raise Refused("Another time is offered to them already. Wait for the answer, or take that offer back.")


def accept(tx: Tx, offered: SlotOfferId, *, passed_reason: str = "", version: int | None = None) -> Before:
    """Book what was offered and close entry and offer, all or nothing; Undo is `waitlist.take_back`.

    An offer that expired holds nothing, but is booked all the same while its time is free. Raises as `appointments.book` does,
    `Conflict` for an offer that was answered or changed since `version`.
    """
    row, made = _rows(tx, offered, version)
    before = before_of(row, made)
    wanted = request_of(row, made)
    booked = appointments.book(
        tx,
        patient=wanted.patient,
        therapist=wanted.therapist,
        location=wanted.location,
        starts=made.starts,
        kind=row.kind,
        minutes=row.minutes,
        room=wanted.room,
        modality=Modality(row.modality) if row.modality else Modality.IN_PERSON,
        passed_reason=passed_reason,
    )
    made.answer, made.answered_at, made.appointment_id = Answer.ACCEPTED.value, tx.now, booked
    row.state, row.closed_at, row.appointment_id = State.BOOKED.value, tx.now, booked
    note(tx, row, "accept", offer=made.id, appointment=booked)
    return replace(before, booked=booked)


def answer(tx: Tx, offered: SlotOfferId, *, answer: Answer, version: int | None = None) -> Before:
    """Say that an offer was declined, that nobody answered, or take it back: its time is free again, they wait on.

    Undo is `waitlist.take_back`. Raises `Refused` for accepted, which books; `Conflict` as `accept`.
    """
    if answer is Answer.ACCEPTED:
        raise Refused("Accepting an offer books it.")
    row, made = _rows(tx, offered, version)
    before = before_of(row, made)
    made.answer, made.answered_at = answer.value, tx.now
    note(tx, row, "answer", offer=made.id, answer=answer.value)
    return before


def _rows(tx: Tx, offered: SlotOfferId, version: int | None) -> tuple[WaitlistEntry, SlotOffer]:
    require(tx.actor, _EDIT)
    known = tx.session.get(SlotOffer, offered)
    if known is None:
        raise NotFound("This offer is not there any more.")
    require(tx.actor, Permission.BOOK, TherapistId(known.therapist_id))
    row = row_of(tx, WaitlistId(known.entry_id), _EDIT, None)
    made = tx.session.get_one(SlotOffer, offered, with_for_update=True, populate_existing=True)
    if version is not None and made.version != version:
        raise Conflict("Somebody else changed this offer a moment ago. It was left as they put it; look at it again.")
    require_waiting(State(row.state))
    require_unanswered(answer_of(made))
    made.version += 1
    return row, made
