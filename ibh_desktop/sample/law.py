"""What the sample's patients signed: authorizations of every standing, and guardians of those who are under age."""

from datetime import date, timedelta
from typing import Any

from sqlalchemy import Row, insert, select, update

from ibh_desktop.domain.authorization import Method, ReceiverClass, Signer
from ibh_desktop.domain.consent import Giver
from ibh_desktop.domain.disclosure import Basis, Information
from ibh_desktop.domain.guardians import ALABAMA, Authority, Band, band
from ibh_desktop.queries.law_facts import BAR
from ibh_desktop.sample.names import RECIPIENTS
from ibh_desktop.store.chart import Authorization, Contract, Guardian
from ibh_desktop.store.schema import Course, Patient
from ibh_desktop.store.tx import Tx

_ALL = BAR.join(kind.value for kind in Information if kind is not Information.PSYCHOTHERAPY_NOTES)
_FEW = BAR.join((Information.ATTENDANCE.value, Information.TREATMENT.value))
_NAMED, _REVOKED, _EXPIRED, _NO_COPY = 5, 11, 13, 17
"""Every so manieth course: one named receiver and little to tell, revoked, expired, no copy given."""


def papers(tx: Tx) -> None:
    """An authorization for every course that began, and a parent for every patient under age who has one."""
    today = tx.now.date()
    columns = (Course.id, Course.patient_id, Course.starts_on, Patient.born, Patient.family)
    began = select(*columns).join(Patient, Patient.id == Course.patient_id).where(Course.starts_on <= today)
    courses = tx.session.execute(began.order_by(Course.id)).all()
    young = {c.patient_id: c for c in courses if band(c.born, today, ALABAMA) is not Band.ADULT}
    if young:
        tx.session.execute(insert(Guardian), [_parent(tx, c) for c in young.values()])
        children = [c.id for c in young.values() if band(c.born, today, ALABAMA) is Band.CHILD]
        by = update(Contract).where(Contract.course_id.in_(children)).values(consent_by=Giver.GUARDIAN.value)
        tx.session.execute(by)
    if courses:
        tx.session.execute(insert(Authorization), [_paper(tx, c, today, young=c.patient_id in young) for c in courses])


def _parent(tx: Tx, course: Row[*tuple[Any, ...]]) -> dict[str, Any]:
    return {
        "patient_id": course.patient_id,
        "name": f"{'Rosa' if course.id % 2 else 'Carl'} {course.family}",
        "relation": "mother" if course.id % 2 else "father",
        "authority": Authority.PARENT.value,
        "noted_at": tx.now,
    }


def _paper(tx: Tx, course: Row[*tuple[Any, ...]], today: date, *, young: bool) -> dict[str, Any]:
    named = course.id % _NAMED == 0
    expired = course.id % _EXPIRED == 0
    parent = _parent(tx, course)["name"] if young else ""
    return {
        "patient_id": course.patient_id,
        "basis": Basis.AUTHORIZATION.value,
        "signer": (Signer.GUARDIAN if young else Signer.PATIENT).value,
        "signer_name": parent,
        "authority": Authority.PARENT.value if young else "",
        "discloser": "IBH Sample Clinic",
        "recipient_id": course.id % len(RECIPIENTS) + 1 if named else None,
        "recipient_class": "" if named else ReceiverClass.PROVIDERS.value,
        "information": _FEW if named else _ALL,
        "description": "What a letter about this course needs to say",
        "purpose": "further treatment",
        "expires_on": today - timedelta(days=9) if expired else course.starts_on + timedelta(days=730),
        "revocation_told": True,
        "redisclosure_told": True,
        "conditioning_told": True,
        "copy_given": course.id % _NO_COPY != 0,
        "signed_on": course.starts_on if not expired else course.starts_on - timedelta(days=30),
        "method": Method.PAPER.value,
        "revoked_on": today if course.id % _REVOKED == 0 else None,
        "recorded_at": tx.now,
        "recorded_by": tx.actor.staff,
    }
