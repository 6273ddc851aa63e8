"""Register and change patients."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import delete, func, insert, select

from ibh_desktop.domain.errors import Conflict, Refused
from ibh_desktop.domain.ids import LocationId, PatientId
from ibh_desktop.domain.people import clean_lines, clean_name, clean_text, name_keys, number_keys, require_born, same_person_key
from ibh_desktop.domain.permissions import Permission, require
from ibh_desktop.domain.topics import Topic
from ibh_desktop.exchange.phones import parse_phone
from ibh_desktop.queries.patients import require_own
from ibh_desktop.store.lookup import one
from ibh_desktop.store.schema import Patient, PatientKey
from ibh_desktop.store.tx import Tx
from ibh_desktop.usecases.patient_changes import note_changes

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


def register(tx: Tx, details: Details, *, although_known: bool = False) -> PatientId:
    """Add a patient; raise `Conflict` for somebody of this name and birth date unless `although_known`."""
    require(tx.actor, Permission.EDIT_PATIENT)
    checked = require_details(details, tx.now.date())
    key = same_person_key(checked.given, checked.family, checked.born)
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
    altered = [name for name, value in values(checked).items() if getattr(row, name) != value]
    note_changes(tx, row, {name: value for name, value in values(checked).items() if name in altered})
    for name, value in values(checked).items():
        setattr(row, name, value)
    tx.session.execute(delete(PatientKey).where(PatientKey.patient_id == patient))
    tx.session.execute(insert(PatientKey), [{"key": k, "patient_id": patient} for k in keys_of(checked, row.number)])
    tx.record("patient:change", Topic.PATIENTS, patient, diff={"fields": altered})


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
    )


def values(details: Details) -> dict[str, object]:
    """Checked details as columns."""
    plain: dict[str, object] = {name: getattr(details, name) for name in Details.__slots__ if name != "location"}
    return plain | {"location_id": details.location, "same_key": same_person_key(details.given, details.family, details.born)}


def keys_of(details: Details, number: str) -> set[str]:
    """Everything a patient can be searched by."""
    return name_keys(details.given, details.family, details.preferred) | number_keys(number, details.born, details.phone)


def add(tx: Tx, checked: Sequence[Details]) -> list[PatientId]:
    """Insert checked patients with fresh record numbers and their search keys; the caller records it."""
    tx.hold(patient=0)  # record numbers are given out one desk at a time
    last = tx.session.scalar(select(func.max(Patient.id))) or 0
    rows = [
        {"id": last + n, "number": str(FIRST_NUMBER + last + n - 1), "created_at": tx.now, **values(details)}
        for n, details in enumerate(checked, start=1)
    ]
    tx.session.execute(insert(Patient), rows)
    found = [
        {"key": key, "patient_id": row["id"]}
        for row, details in zip(rows, checked, strict=True)
        for key in keys_of(details, str(row["number"]))
    ]
    tx.session.execute(insert(PatientKey), found)
    return [PatientId(last + n) for n in range(1, len(rows) + 1)]
