"""Who pays for the sample's patients, what they signed at the front desk, and a few estimates that are due.

By record alone, without chance: other parts of the sample draw what they drew before.
"""

from datetime import date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import func, insert, select

from ibh_desktop.domain.appointments import UPCOMING, Modality
from ibh_desktop.domain.business_days import business_days_after
from ibh_desktop.domain.clocks import HOME_ZONE, home_date, instant
from ibh_desktop.domain.consent import Giver
from ibh_desktop.domain.courses import RUNNING
from ibh_desktop.domain.cover import Payer
from ibh_desktop.domain.desk_consents import Kind
from ibh_desktop.domain.estimate import Outcome
from ibh_desktop.domain.guardians import ALABAMA, Band, band
from ibh_desktop.store.frontdesk import Coverage, DeskConsent, EstimateTask
from ibh_desktop.store.schema import Appointment, Course, Patient
from ibh_desktop.store.tx import Tx

PLANS = ("Sample Health Plan", "Magnolia Benefit Trust", "Camellia Mutual")
_ALONE, _LIMITED, _UNSIGNED, _EXPIRED, _OTHER = 12, 3, 29, 23, 40
"""Every so manieth patient: pays alone, has sessions authorized, signed no privacy notice, an old one, has another payer."""
_ESTIMATES = 7
Rows = list[dict[str, Any]]


def desk_papers(tx: Tx) -> None:
    """A payer and the usual papers for every patient; of those who pay alone the first few have an estimate."""
    today = home_date(tx.now)
    courses = select(Course.patient_id, Course.planned).where(Course.status.in_(RUNNING)).order_by(Course.id)
    running = {row.patient_id: row.planned for row in tx.session.execute(courses)}
    people = tx.session.execute(select(Patient.id, Patient.born, Patient.family).order_by(Patient.id)).all()
    tx.session.execute(insert(Coverage), [_payer(tx.now, key, today, running.get(key)) for key, _, _ in people])
    tx.session.execute(insert(DeskConsent), [row for person in people for row in _signed(tx.now, *person, today)])
    far = select(Appointment.patient_id).where(Appointment.modality == Modality.TELEHEALTH).distinct()
    given = [_paper(tx.now, key, Kind.TELEHEALTH, today - timedelta(days=100)) for key in tx.session.scalars(far)]
    if given:
        tx.session.execute(insert(DeskConsent), given)
    if estimates := _estimates(tx, today):
        tx.session.execute(insert(EstimateTask), estimates)


def _payer(now: datetime, patient: int, today: date, planned: int | None) -> dict[str, Any]:
    alone, other = patient % _ALONE == 0, patient % _OTHER == 7
    limited = planned is not None and patient % _LIMITED == 0 and not alone
    first = today - timedelta(days=120) if limited else None
    last = today + timedelta(days=30 + patient % 90) if limited else None
    zone = ZoneInfo(HOME_ZONE)
    return {
        "patient_id": patient,
        "payer": (Payer.SELF_PAY if alone else Payer.OTHER if other else Payer.INSURED).value,
        "name": "" if alone else "County Assistance Fund (sample)" if other else PLANS[patient % len(PLANS)],
        "member": "" if alone or other else f"SHP{100_000 + patient}",
        "reference": f"A-{5_000 + patient}" if limited else "",
        "sessions": max(4, planned - 4 * (patient % 2)) if limited and planned is not None else None,
        "valid_from": first,
        "valid_to": last,
        "opens": instant(first, time(0), zone) if first else None,
        "closes": instant(last + timedelta(days=1), time(0), zone) if last else None,
        "note": "",
        "noted_at": now,
    }


def _signed(now: datetime, patient: int, born: date, family: str, today: date) -> Rows:
    signed_on = today - timedelta(days=90 + patient % 200)
    guardian = f"{'Rosa' if patient % 2 else 'Carl'} {family}" if band(born, today, ALABAMA) is Band.CHILD else ""
    rows = [_paper(now, patient, Kind.TREATMENT, signed_on, guardian)]
    if patient % _UNSIGNED:
        expired = patient % _EXPIRED == 0
        rows.append(_paper(now, patient, Kind.PRIVACY, signed_on, guardian))
        rows[-1]["expires_on"] = today - timedelta(days=patient % 30 + 1) if expired else None
    return rows


def _paper(now: datetime, patient: int, kind: Kind, signed_on: date, guardian: str = "") -> dict[str, Any]:
    return {
        "patient_id": patient,
        "kind": kind.value,
        "signed_on": signed_on,
        "signer": (Giver.GUARDIAN if guardian else Giver.PATIENT).value,
        "signer_name": guardian,
        "expires_on": None,
        "paper_seen": True,
        "noted_at": now,
    }


def _estimates(tx: Tx, today: date) -> Rows:
    a = Appointment
    coming = (
        select(a.patient_id, func.min(a.id))
        .where(a.status.in_(UPCOMING), a.starts > tx.now + timedelta(days=7), a.patient_id % _ALONE == 0)
        .group_by(a.patient_id)
        .order_by(a.patient_id)
        .limit(_ESTIMATES)
    )
    rows = []
    for place, (patient, visit) in enumerate(tx.session.execute(coming)):
        asked = today - timedelta(days=(4, 3, 3, 0)[place % 4])
        done = place >= 5
        rows.append(
            {
                "patient_id": patient,
                "appointment_id": visit,
                "asked_on": asked,
                "due_on": business_days_after(asked, 1 if place % 4 == 0 else 3),
                "made_at": tx.now - timedelta(days=(4, 3, 3, 0)[place % 4]),
                "outcome": (Outcome.GIVEN if done else Outcome.OPEN).value,
                "given_on": today if done else None,
                "settled_at": tx.now if done else None,
                "settled_by_id": 1 if done else None,
            }
        )
    return rows
