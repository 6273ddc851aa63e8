"""The use cases and queries of the waitlist × who may run them. María, Ana's patient, waits; the time offered is Ana's."""

from typing import Any

from ibh_desktop.domain.ids import SlotOfferId, WaitlistId
from ibh_desktop.domain.inquiries import Triage
from ibh_desktop.domain.waitlist import Answer, State, Wishes
from ibh_desktop.queries import waitlist as shown
from ibh_desktop.store.frontdesk import WaitlistEntry
from ibh_desktop.store.tx import Reading, Tx
from ibh_desktop.usecases import slot_offers, waitlist
from ibh_desktop.usecases.waitlist_rows import Before, columns_of
from tests.integration.permitted import ANA, BOSS, DESK, EVERYONE, SUPERVISOR, Call, Hers
from tests.integration.permitted_inquiries import DESKS, asked
from tests.integration.world import at, later

HERS = {DESK, ANA, SUPERVISOR, BOSS}
FREE = at(later(1, 1), 14)


def waits(tx: Tx, h: Hers) -> WaitlistId:
    """María waits."""
    row = WaitlistEntry(
        patient_id=h.clinic.ids.maria,
        since=tx.now,
        added_by=tx.actor.staff or 1,
        state=State.WAITING.value,
        note="",
        **columns_of(Wishes()),
    )
    tx.session.add(row)
    tx.session.flush()
    return WaitlistId(row.id)


def _offer(tx: Tx, h: Hers) -> SlotOfferId:
    ids = h.clinic.ids
    return slot_offers.offer(tx, waits(tx, h), therapist=ids.ana, location=ids.birmingham, starts=FREE)


def _add(tx: Tx, h: Hers) -> WaitlistId:
    return waitlist.add(tx, patient=h.clinic.ids.maria, wishes=Wishes())


def _from_request(tx: Tx, h: Hers) -> WaitlistId:
    return waitlist.add_from_request(tx, asked(tx, h, patient_id=h.clinic.ids.maria), wishes=Wishes())


def _triaged(tx: Tx, h: Hers) -> Before:
    return waitlist.triage(tx, waits(tx, h), level=Triage.SOON)


WAITLIST_WRITES: dict[str, tuple[Call, set[str]]] = {
    "waitlist.add": (_add, HERS),
    # Requests are the front desk's and the lead's (DOMAIN.md 7).
    "waitlist.add_from_request": (_from_request, DESKS),
    "waitlist.change": (lambda tx, h: waitlist.change(tx, waits(tx, h), wishes=Wishes()), HERS),
    "waitlist.triage": (_triaged, {ANA, SUPERVISOR}),
    "waitlist.withdraw": (lambda tx, h: waitlist.withdraw(tx, waits(tx, h)), HERS),
    "waitlist.take_back": (lambda tx, h: waitlist.take_back(tx, waitlist.withdraw(tx, waits(tx, h))), HERS),
    "waitlist.take_back triage": (lambda tx, h: waitlist.take_back(tx, _triaged(tx, h)), {ANA, SUPERVISOR}),
    "slot_offers.offer": (_offer, HERS),
    "slot_offers.accept": (lambda tx, h: slot_offers.accept(tx, _offer(tx, h), passed_reason="Asked for it"), HERS),
    "slot_offers.answer": (lambda tx, h: slot_offers.answer(tx, _offer(tx, h), answer=Answer.DECLINED), HERS),
}


def _matches(reading: Reading, h: Hers) -> Any:
    ids = h.clinic.ids
    return shown.matches(reading, therapist=ids.ana, location=ids.birmingham, starts=FREE, ends=at(later(1, 1), 15))


WAITLIST_READS: dict[str, tuple[Any, set[str]]] = {
    "waitlist.people": (lambda r, _: shown.people(r), EVERYONE),
    "waitlist.freed": (lambda r, _: shown.freed(r), EVERYONE),
    "waitlist.matches": (_matches, EVERYONE),
    "waitlist.waiting_for": (lambda r, h: shown.waiting_for(r, h.opened.appointments[0]), EVERYONE),
}
