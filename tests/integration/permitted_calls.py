"""The part of the table about calls and how patients are reached."""

from typing import Any

from ibh_desktop.domain.calls import CallOutcome
from ibh_desktop.domain.contact import NOTHING
from ibh_desktop.store.schema import Appointment, Patient
from ibh_desktop.store.tx import Tx
from ibh_desktop.usecases import calls, contact
from tests.integration.permitted import ANA, BOSS, DESK, SUPERVISOR, Call, Hers
from tests.integration.world import at, later


def _seen(tx: Tx, h: Hers) -> calls.Seen:
    visit = tx.session.get_one(Appointment, h.opened.appointments[0])
    tx.session.get_one(Patient, visit.patient_id).phone = "+12055550142"
    return calls.Seen(visit.version)


def _called(tx: Tx, h: Hers, outcome: CallOutcome = CallOutcome.MESSAGE) -> calls.Noted:
    return calls.called(tx, h.opened.appointments[0], outcome=outcome, seen=_seen(tx, h))


def _moved(tx: Tx, h: Hers) -> Any:
    return calls.moved(tx, h.opened.appointments[0], seen=_seen(tx, h), starts=at(later(1), 14))


MAY = {DESK, ANA, SUPERVISOR, BOSS}
CALL_WRITES: dict[str, tuple[Call, set[str]]] = {
    "calls.called": (_called, MAY),
    "calls.called confirmed": (lambda tx, h: _called(tx, h, CallOutcome.CONFIRMED), MAY),
    "calls.called cancelled": (lambda tx, h: _called(tx, h, CallOutcome.CANCELLED), MAY),
    "calls.moved": (_moved, MAY),
    "calls.take_back": (lambda tx, h: calls.take_back(tx, _called(tx, h, CallOutcome.CONFIRMED)), MAY),
    "calls.withdraw": (lambda tx, h: calls.withdraw(tx, _called(tx, h).call), MAY),
    "contact.wish": (lambda tx, h: contact.wish(tx, h.clinic.ids.maria, NOTHING), {DESK, ANA, BOSS}),
}
