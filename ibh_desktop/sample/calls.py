"""How some of the sample's patients are reached, and a few calls about their next visits."""

from dataclasses import asdict, replace
from datetime import time, timedelta
from typing import Any

from sqlalchemy import insert, select

from ibh_desktop.domain.appointments import Status
from ibh_desktop.domain.calls import CallOutcome
from ibh_desktop.domain.clocks import minutes
from ibh_desktop.domain.contact import NOTHING, Channel, Voicemail, Wishes
from ibh_desktop.store.frontdesk import CallMade, PatientContact
from ibh_desktop.store.schema import Appointment
from ibh_desktop.store.tx import Tx

_AHEAD = timedelta(days=10)
_WISHES = (
    replace(NOTHING, safe_from=time(9), safe_to=time(17), language="Spanish", interpreter=True),
    replace(NOTHING, voicemail=Voicemail.NONE, emergency_name="Jo Sample", emergency_relation="sister"),
    replace(NOTHING, channel=Channel.TEXT, text_ok=True, voicemail=Voicemail.DETAIL),
    replace(NOTHING, ask_for="Sam", says="the office"),
    replace(NOTHING, safe_from=time(17), safe_to=time(20)),
    replace(NOTHING, stop=True, stop_reason="asked in writing"),
    replace(NOTHING, channel=Channel.LETTER, confidential=True, where="P.O. box on file"),
)
_EVERY, _CALLED = 4, 9
"""Every so manieth visit: wishes of its patient, a call that reached nobody."""


def reach_and_calls(tx: Tx) -> None:
    """Write them for whoever has a visit that is scheduled in the next days; the same in every run."""
    a = Appointment
    coming = select(a.id, a.patient_id, a.starts).where(
        a.status == Status.SCHEDULED, a.starts > tx.now, a.starts < tx.now + _AHEAD
    )
    visits = tx.session.execute(coming.order_by(a.starts, a.id)).all()
    patients = list(dict.fromkeys(visit.patient_id for visit in visits))[::_EVERY]
    wished = [_row(patient, _WISHES[number % len(_WISHES)]) for number, patient in enumerate(patients)]
    tried = [
        {
            "appointment_id": visit.id,
            "at": tx.now - timedelta(minutes=20 + number),
            "by_id": 1,
            "outcome": (CallOutcome.NO_ANSWER if number % 2 else CallOutcome.MESSAGE).value,
            "about": visit.starts,
            "note": "",
        }
        for number, visit in enumerate(visits[3::_CALLED])
        if visit.patient_id not in patients
    ]
    if wished:
        tx.session.execute(insert(PatientContact), wished)
    if tried:
        tx.session.execute(insert(CallMade), tried)


def _row(patient: int, wishes: Wishes) -> dict[str, Any]:
    plain = asdict(wishes) | {"channel": wishes.channel.value, "voicemail": wishes.voicemail.value}
    hours = {
        name: None if at is None else minutes(at) for name, at in (("safe_from", wishes.safe_from), ("safe_to", wishes.safe_to))
    }
    return plain | hours | {"patient_id": patient, "version": 1}
