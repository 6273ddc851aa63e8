"""Register and change patients."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import func, insert, select

from ibh_desktop.domain.errors import Conflict, Refused
from ibh_desktop.domain.ids import LocationId, PatientId
from ibh_desktop.domain.people import clean_lines, clean_name, clean_text, former_names, require_born, same_person_key
from ibh_desktop.domain.permissions import Permission, require
from ibh_desktop.domain.topics import Topic
from ibh_desktop.exchange.phones import parse_phone
from ibh_desktop.queries.patients import require_own
from ibh_desktop.store.lookup import one
from ibh_desktop.store.schema import Patient
from ibh_desktop.store.tx import Tx
from ibh_desktop.usecases.patient_changes import note_changes
from ibh_desktop.usecases.patient_keys import forget_keys, keep_keys

FIRST_NUMBER = 10_001


@dataclass(frozen=True, slots=True)
class Details:
    """What is known of a patient, as typed or imported; `phone` in any style."""

    given: str
    family: str
    born: date
    preferred: str = ""
    sex: str = ""
    phone: str = ""
    email: str = ""
    street: str = ""
    city: str = ""
    state: str = ""
    postcode: str = ""
    notes: str = ""
    location: LocationId | None = None
    active: bool = True
    former: str = ""


def register(tx: Tx, details: Details, *, although_known: bool = False) -> PatientId:
    """Add a patient; raise `Conflict` for somebody of this name and birth date unless `although_known`."""
    require(tx.actor, Permission.EDIT_PATIENT)
    checked = require_details(details, tx.now.date())
    key = same_person_key(checked.given, checked.family, checked.born)
    tx.hold(patient=0)  # of two desks that register one person at once the second waits here, and sees the first
    known = tx.session.execute(select(Patient.number).where(Patient.same_key == key)).first()
    if known and not although_known:
        raise Conflict(f"Somebody of this name and date of birth is already registered: number {known.number}.", field="family")
    (new,) = add(tx, [checked])
    tx.record("patient:register", Topic.PATIENTS, new)
    return new


def change(tx: Tx, patient: PatientId, details: Details) -> None:
    """Replace what is known of a patient; raise `Refused` at the field that is wrong."""
    require(tx.actor, Permission.EDIT_PATIENT)
    row = one(tx, Patient, patient)
    require_own(tx, patient)
    checked = require_details(details, tx.now.date())
    altered = {name: value for name, value in values(checked).items() if getattr(row, name) != value}
    note_changes(tx, row, altered)
    for name, value in altered.items():
        setattr(row, name, value)
    forget_keys(tx, [patient])
    keep_keys(tx, [row])
    tx.record("patient:change", Topic.PATIENTS, patient, diff={"fields": list(altered)})


def require_details(details: Details, today: date) -> Details:
    """Details ready to store; raise `Refused` at the first field that is wrong."""
    given = clean_name(details.given, "given", required=False)
    family = clean_name(details.family, "family", required=not given)
    email = clean_text(details.email)
    if email and ("@" not in email.strip("@") or " " in email or len(email) > 120):
        raise Refused(f"“{email[:40]}” is not an e-mail address.", field="email")
    return Details(
        given=given,
        family=family,
        born=require_born(details.born, today),
        preferred=clean_name(details.preferred, "preferred", required=False),
        sex=clean_text(details.sex)[:20],
        phone=parse_phone(details.phone),
        email=email,
        street=clean_name(details.street, "street", required=False),
        city=clean_name(details.city, "city", required=False),
        state=clean_text(details.state)[:40],
        postcode=clean_text(details.postcode)[:20],
        notes=clean_lines(details.notes),
        location=details.location,
        active=details.active,
        former=clean_name(", ".join(former_names(details.former)), "former", required=False),
    )


def values(details: Details) -> dict[str, object]:
    """Checked details as columns."""
    plain: dict[str, object] = {name: getattr(details, name) for name in Details.__slots__ if name != "location"}
    return plain | {"location_id": details.location, "same_key": same_person_key(details.given, details.family, details.born)}


def add(tx: Tx, checked: Sequence[Details]) -> list[PatientId]:
    """Insert checked patients with fresh record numbers and their search keys; the caller records it."""
    tx.hold(patient=0)  # record numbers are given out one desk at a time
    last = tx.session.scalar(select(func.max(Patient.id))) or 0
    rows = [
        {"id": last + n, "number": str(FIRST_NUMBER + last + n - 1), "created_at": tx.now, **values(details)}
        for n, details in enumerate(checked, start=1)
    ]
    tx.session.execute(insert(Patient), rows)
    keep_keys(tx, [Patient(**row) for row in rows])
    return [PatientId(last + n) for n in range(1, len(rows) + 1)]
