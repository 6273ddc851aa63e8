"""Finding patients."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from sqlalchemy import ColumnElement, Select, and_, exists, or_, select

from ibh_desktop.domain.errors import IbhError, NotAllowed
from ibh_desktop.domain.ids import PatientId
from ibh_desktop.domain.people import digits, folded, list_name, same_person_key
from ibh_desktop.domain.permissions import Permission, Scope, require, scope
from ibh_desktop.domain.typed import parse_date
from ibh_desktop.store.schema import Appointment, Course, Patient, PatientKey
from ibh_desktop.store.tx import Reading

_LAST = "\uffff"
# Letters from common to rare at the start of American names: the rarer one makes the shorter range.
_COMMON = "mjacsblrdtkgehpwfnvoyizquxABCDEFGHIJKLMNOPQRSTUVWXYZ"
_SCANNED = 4_000


@dataclass(frozen=True, slots=True)
class PatientHit:
    """One line of a list of patients."""

    id: PatientId
    number: str
    name: str
    born: date
    phone: str
    city: str
    active: bool


def search(reading: Reading, text: str, *, limit: int = 50) -> list[PatientHit]:
    """Patients by parts of the name in any order, date of birth, phone or record number; with no text those of today.

    One range of the key table and one read of the rows found, however many patients there are.
    """
    require(reading.actor, Permission.SEE_PATIENT)
    words = folded(text).split()
    if not words:
        return _of_today(reading, limit)
    found = _matching(words, _born_key(text, reading.now.date()), text).limit(_SCANNED).subquery()
    chosen = (
        select(Patient)
        .join(found, found.c.patient_id == Patient.id)
        .where(*own_patients(reading))
        .order_by(found.c.key, Patient.id)
        .limit(2 * limit)
    )
    return _distinct(reading.session.scalars(chosen).all())[:limit]


def _born_key(text: str, today: date) -> str:
    if sum(c in "/-." for c in text) != 2:
        return ""
    try:
        return f"{parse_date(text, today):%Y%m%d}"
    except IbhError:
        return ""


def _matching(words: list[str], born: str, text: str) -> Select[str, int]:
    typed = digits(text)
    if born:
        return _range(born)
    if typed and not any(c.isalpha() for c in text):
        return _range(typed[1:] if len(typed) == 11 and typed.startswith("1") else typed)
    words = sorted(words, key=_selective, reverse=True)
    chosen = _range(words[0])
    for word in words[1:]:
        chosen = chosen.where(PatientKey.key.contains(f" {word}", autoescape=True))
    return chosen


def _selective(word: str) -> tuple[int, int]:
    return len(word), _COMMON.find(word[0])


def _range(prefix: str) -> Select[str, int]:
    inside = and_(PatientKey.key >= prefix, PatientKey.key < prefix + _LAST)
    return select(PatientKey.key, PatientKey.patient_id).where(inside).order_by(PatientKey.key)


def own_patients(reading: Reading) -> list[ColumnElement[bool]]:
    """What narrows `Patient` to those a therapist has seen; nothing for roles that see all."""
    if scope(reading.actor, Permission.SEE_PATIENT) is not Scope.OWN:
        return []
    mine = reading.actor.therapist
    return [
        or_(
            exists().where(Appointment.patient_id == Patient.id, Appointment.therapist_id == mine),
            exists().where(Course.patient_id == Patient.id, Course.therapist_id == mine),
        )
    ]


def require_own(reading: Reading, patient: PatientId) -> None:
    """Raise `NotAllowed` for a therapist who never saw this person."""
    if not reading.session.scalar(select(Patient.id).where(Patient.id == patient, *own_patients(reading))):
        raise NotAllowed("This is another therapist's patient. Ask the clinic's manager.")


def _of_today(reading: Reading, limit: int) -> list[PatientHit]:
    soon = select(Appointment.patient_id).where(
        Appointment.starts >= reading.now - timedelta(hours=12), Appointment.starts < reading.now + timedelta(hours=12)
    )
    chosen = (
        select(Patient).where(Patient.id.in_(soon), *own_patients(reading)).order_by(Patient.family, Patient.given, Patient.id)
    )
    return _distinct(reading.session.scalars(chosen.limit(limit)).all())


def _distinct(rows: Sequence[Patient]) -> list[PatientHit]:
    return list({row.id: _hit(row) for row in rows}.values())


def _hit(row: Patient) -> PatientHit:
    return PatientHit(
        PatientId(row.id), row.number, list_name(row.given, row.family), row.born, row.phone, row.city, row.active
    )


def alike(reading: Reading, *, given: str, family: str, born: date) -> list[PatientHit]:
    """Registered people of the same name and date of birth."""
    require(reading.actor, Permission.SEE_PATIENT)
    rows = reading.session.scalars(select(Patient).where(Patient.same_key == same_person_key(given, family, born)).limit(10))
    return [_hit(row) for row in rows]
