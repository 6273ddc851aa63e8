"""What the use cases of the waitlist share: rows under their rules, how they stood before, wishes as columns."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import time
from typing import Any

from ibh_desktop.domain.clocks import minutes
from ibh_desktop.domain.errors import Conflict, NotFound, Refused
from ibh_desktop.domain.ids import AppointmentId, LocationId, PatientId, RoomId, SlotOfferId, TherapistId, WaitlistId
from ibh_desktop.domain.people import clean_text
from ibh_desktop.domain.permissions import Permission, require
from ibh_desktop.domain.slots import Slot
from ibh_desktop.domain.topics import Topic
from ibh_desktop.domain.waitlist import LONGEST_NOTE, Answer, Wishes, require_wishes
from ibh_desktop.queries.patients import require_own
from ibh_desktop.queries.waitlist_facts import WHOLE_DAY
from ibh_desktop.store.frontdesk import SlotOffer, WaitlistEntry
from ibh_desktop.store.lookup import one
from ibh_desktop.store.schema import Location, Therapist
from ibh_desktop.store.tx import Tx
from ibh_desktop.usecases.bookable import Request

_WISHES = tuple("therapists locations weekdays not_before not_after modality language gender kind minutes note".split())
TRIAGE = ("level", "triaged_at", "triaged_by")
_ENTRY = (*_WISHES, *TRIAGE, "state", "closed_at", "appointment_id")
_OFFER = ("answer", "answered_at", "appointment_id")


@dataclass(frozen=True, slots=True)
class OfferBefore:
    """How an offer stood before a change, and its version then."""

    id: SlotOfferId
    version: int
    values: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Before:
    """How an entry stood before a change, and its version then: what Undo needs.

    `offer` is one that was answered with it, `booked` the visit that accepting it booked.
    """

    id: WaitlistId
    version: int
    values: Mapping[str, Any]
    offer: OfferBefore | None = None
    booked: AppointmentId | None = None


def row_of(tx: Tx, entry: WaitlistId, permission: Permission, version: int | None) -> WaitlistEntry:
    """The row, locked for a change that is counted.

    Raises `NotAllowed` for another therapist's patient, `Conflict` for an entry that was changed since `version`.
    """
    require(tx.actor, permission)
    row = tx.session.get(WaitlistEntry, entry, with_for_update=True, populate_existing=True)
    if row is None:
        raise NotFound("This entry of the waitlist is not there any more.")
    require_own(tx, PatientId(row.patient_id))
    if version is not None and row.version != version:
        raise Conflict("Somebody else changed this entry a moment ago. It was left as they put it; look at it again.")
    row.version += 1
    return row


def before_of(row: WaitlistEntry, offer: SlotOffer | None = None) -> Before:
    """How rows stand whose change was counted already."""
    values = {name: getattr(row, name) for name in _ENTRY}
    return Before(WaitlistId(row.id), row.version - 1, values, None if offer is None else _offer_before(offer))


def _offer_before(offer: SlotOffer) -> OfferBefore:
    return OfferBefore(SlotOfferId(offer.id), offer.version - 1, {name: getattr(offer, name) for name in _OFFER})


def answer_of(offer: SlotOffer) -> Answer | None:
    """What became of an offer, None while nobody has said."""
    return Answer(offer.answer) if offer.answer else None


def request_of(row: WaitlistEntry, offer: SlotOffer) -> Request:
    """The visit that an offer would become."""
    who, where = TherapistId(offer.therapist_id), LocationId(offer.location_id)
    room = None if offer.room_id is None else RoomId(offer.room_id)
    return Request(PatientId(row.patient_id), who, where, room, Slot(offer.starts, offer.ends), row.kind)


def note_of(text: str) -> str:
    """A note ready to store; raise `Refused` for one that is too long."""
    words = clean_text(text)
    if len(words) > LONGEST_NOTE:
        raise Refused(f"A note can have {LONGEST_NOTE:,} characters; this has {len(words):,}.", field="note")
    return words


def columns_of(wishes: Wishes) -> dict[str, Any]:
    """Wishes as columns; raise `Refused` for those that nothing could fulfil."""
    require_wishes(wishes)
    wish = wishes.wish
    last = WHOLE_DAY if wish.not_after == time.max else minutes(wish.not_after)
    return {
        "therapists": _joined(wishes.therapists),
        "locations": _joined(wishes.locations),
        "weekdays": _joined(wish.weekdays),
        "not_before": minutes(wish.not_before),
        "not_after": last,
        "modality": wish.modality,
        "language": clean_text(wish.language)[:120],
        "gender": wish.gender,
        "kind": wishes.kind,
        "minutes": wishes.minutes,
    }


def _joined(keys: frozenset[Any]) -> str:
    return ",".join(str(key) for key in sorted(keys))


def require_named(tx: Tx, wishes: Wishes) -> None:
    """Raise `NotFound` for a therapist or location that is none, `Refused` for one who left."""
    for therapist in sorted(wishes.therapists):
        if not (who := one(tx, Therapist, therapist)).active:
            raise Refused(f"{who.name} is not active any more. Choose another.", field="therapist")
    for location in sorted(wishes.locations):
        if not (where := one(tx, Location, location)).active:
            raise Refused(f"{where.name} is not active any more. Choose another.", field="location")


def note(tx: Tx, row: WaitlistEntry, action: str, **diff: object) -> None:
    """The audit row of a change; `diff` holds ids, codes and times."""
    tx.record(f"waitlist:{action}", Topic.WAITLIST, row.id, diff=diff)
