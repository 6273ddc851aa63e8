"""The waitlist of the sample clinic: six invented patients who wait, and a cancelled visit whose time suits some of them."""

from dataclasses import dataclass
from datetime import time, timedelta

from sqlalchemy import exists, select

from ibh_desktop.domain.appointments import Kind, Modality, Status
from ibh_desktop.domain.ids import LocationId, StaffId, TherapistId
from ibh_desktop.domain.inquiries import Triage
from ibh_desktop.domain.waitlist import AHEAD, State, Wishes
from ibh_desktop.domain.wishes import Wish
from ibh_desktop.queries import free_slots
from ibh_desktop.store.frontdesk import WaitlistEntry
from ibh_desktop.store.schema import Appointment, Patient
from ibh_desktop.store.tx import Tx
from ibh_desktop.usecases.waitlist_rows import columns_of

_DESK, _LEAD = StaffId(2), StaffId(4)
"""Dana Brooks and Lee Ann Foster."""
_ANA, _HERE, _SECOND = TherapistId(1), LocationId(1), LocationId(2)


@dataclass(frozen=True, slots=True)
class _Waits:
    days: int
    wishes: Wishes
    level: Triage | None = None
    note: str = ""


_WAITING = (
    _Waits(12, Wishes(frozenset({_ANA}), frozenset({_HERE})), Triage.SOON, "Mornings are easiest, can come at short notice."),
    _Waits(26, Wishes(locations=frozenset({_HERE}))),
    _Waits(5, Wishes(wish=Wish(weekdays=frozenset({5}), modality="telehealth")), Triage.URGENT, "After the hospital stay."),
    _Waits(33, Wishes(locations=frozenset({_SECOND}), wish=Wish(weekdays=frozenset({1, 3}), not_before=time(15)))),
    _Waits(9, Wishes(wish=Wish(not_before=time(17, 30)), kind=Kind.INTAKE, minutes=60)),
    _Waits(17, Wishes(locations=frozenset({_SECOND}), wish=Wish(not_after=time(10)), kind=Kind.MED_MGMT, minutes=30)),
)


def waitlist(tx: Tx) -> None:
    """Write them; no chance decides."""
    _cancelled(tx)
    a, p = Appointment, Patient
    soon = exists().where(a.patient_id == p.id, a.starts > tx.now, a.starts < tx.now + AHEAD)
    people = tx.session.scalars(select(p.id).where(p.active, ~soon).order_by(p.id).limit(len(_WAITING)))
    for patient, waits in zip(people, _WAITING, strict=False):
        since = tx.now - timedelta(days=waits.days)
        row = WaitlistEntry(patient_id=patient, since=since, added_by=_DESK, state=State.WAITING.value, note=waits.note)
        for name, value in columns_of(waits.wishes).items():
            setattr(row, name, value)
        if waits.level is not None:
            row.level, row.triaged_at, row.triaged_by = waits.level.value, since + timedelta(hours=3), _LEAD
        tx.session.add(row)
    tx.session.flush()


def _cancelled(tx: Tx) -> None:
    look = {"therapists": [_ANA], "locations": [_HERE], "from_at": tx.now + timedelta(days=1)}
    free = free_slots.search(tx, minutes=50, limit=1, horizon=AHEAD - timedelta(days=2), **look)  # type: ignore[arg-type]
    hers = select(Appointment.patient_id).where(Appointment.therapist_id == _ANA).order_by(Appointment.id).limit(1)
    patient = tx.session.scalar(hers)
    if not free or patient is None:
        return
    starts = free[0].starts.astimezone(tx.now.tzinfo)
    tx.session.add(
        Appointment(
            patient_id=patient,
            therapist_id=_ANA,
            location_id=_HERE,
            room_id=free[0].room,
            kind=Kind.THERAPY,
            modality=Modality.IN_PERSON,
            starts=starts,
            ends=starts + timedelta(minutes=50),
            status=Status.CANCELLED_PATIENT,
        )
    )
    tx.session.flush()
