"""Finding patients."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from sqlalchemy import ColumnElement, case, exists, select
from sqlalchemy.orm import InstrumentedAttribute as Attribute

from ibh_desktop.domain.errors import IbhError, NotAllowed
from ibh_desktop.domain.ids import PatientId
from ibh_desktop.domain.people import digits, folded, list_name, same_person_key
from ibh_desktop.domain.permissions import Permission, Scope, require, scope
from ibh_desktop.domain.typed import parse_date
from ibh_desktop.store.schema import Appointment, OwnPatient, Patient, PatientKey
from ibh_desktop.store.tx import Reading

_LAST = "\uffff"
# Letters from common to rare at the start of American names: the rarer one makes the shorter range.
_COMMON = "mjacsblrdtkgehpwfnvoyizquxABCDEFGHIJKLMNOPQRSTUVWXYZ"
_SPELT_DATE = re.compile(
    r"\d{1,2}(?:st|nd|rd|th)?[ .,-]*[a-z]{3,9}[ .,-]+\d{2,4}|[a-z]{3,9}[ .,-]*\d{1,2}(?:st|nd|rd|th)?[ ,-]+\d{2,4}",
    re.IGNORECASE,
)
SHOWN = (Patient.number, Patient.given, Patient.family, Patient.born, Patient.phone, Patient.city, Patient.active)


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

    One range of the key table, read in order until there are enough, however many patients there are. Only where these are
    few are names asked for that sound or are spelt much like the typed one; they come after.
    """
    require(reading.actor, Permission.SEE_PATIENT)
    words = folded(text).split()
    if not words:
        return _of_today(reading, limit)
    born = _born_key(text, reading.now.date())
    name = not born and any(c.isalpha() for c in text)
    found = _found(reading, matching(words) if name else range_of(born or _dialled(text)), limit)
    if not found and not name and (other := _six(text, reading.now.date())):
        return _found(reading, range_of(other), limit)
    if len(found) >= limit or not name:
        return found
    from ibh_desktop.queries.sound_alike import near  # noqa: PLC0415 - start-up: brings rapidfuzz and tables

    known = {hit.id for hit in found}
    return [*found, *(hit for hit in near(reading, words, limit) if hit.id not in known)][:limit]


def _found(reading: Reading, conditions: list[ColumnElement[bool]], limit: int) -> list[PatientHit]:
    found = (
        select(PatientKey.patient_id, *SHOWN)
        .join(Patient, Patient.id == PatientKey.patient_id)
        .where(*conditions, *own_patients(reading, PatientKey.patient_id))
        .order_by(PatientKey.key, PatientKey.patient_id)
        .limit(2 * limit)  # two keys of one person may lie side by side
    )
    return distinct(reading.session.execute(found).all())[:limit]


def _born_key(text: str, today: date) -> str:
    if sum(c in "/-." for c in text) != 2 and not _SPELT_DATE.fullmatch(text.strip()):
        return ""
    try:
        return f"{parse_date(text, today):%Y%m%d}"
    except IbhError:
        return ""


def _six(text: str, today: date) -> str:
    # Six digits are first of all the beginning of a number; where there is none they are a date of birth: 031485.
    typed = digits(text)
    return _born_key(f"{typed[:2]}/{typed[2:4]}/{typed[4:]}", today) if len(typed) == 6 else ""


def _dialled(text: str) -> str:
    typed = digits(text)
    return typed[1:] if len(typed) == 11 and typed.startswith("1") else typed


def matching(words: list[str]) -> list[ColumnElement[bool]]:
    """What holds of the keys of whoever bears names that begin with these folded words."""
    words = sorted(words, key=_selective, reverse=True)
    return [*range_of(words[0]), *(PatientKey.key.contains(f" {word}", autoescape=True) for word in words[1:])]


def _selective(word: str) -> tuple[int, int]:
    return len(word), _COMMON.find(word[0])


def range_of(prefix: str) -> list[ColumnElement[bool]]:
    """What holds of the keys that begin with a text."""
    return [PatientKey.key >= prefix, PatientKey.key < prefix + _LAST]


def own_patients(reading: Reading, patient: Attribute[int]) -> list[ColumnElement[bool]]:
    """What narrows the column `patient` to those a therapist has seen; nothing for roles that see all."""
    if scope(reading.actor, Permission.SEE_PATIENT) is not Scope.OWN:
        return []
    return [exists().where(OwnPatient.therapist_id == reading.actor.therapist, OwnPatient.patient_id == patient)]


def require_own(reading: Reading, patient: PatientId) -> None:
    """Raise `NotAllowed` for a therapist who never saw this person."""
    if not reading.session.scalar(select(Patient.id).where(Patient.id == patient, *own_patients(reading, Patient.id))):
        raise NotAllowed("This is another therapist's patient. Ask the clinic's manager.")


def _of_today(reading: Reading, limit: int) -> list[PatientHit]:
    """Whose visit comes next, then who was here today; as many as are shown, however many there are, by name."""
    a, now = Appointment, reading.now
    coming = case((a.starts >= now - timedelta(minutes=30), 0), else_=1)
    near = (
        select(a.patient_id)
        .where(a.starts >= now - timedelta(hours=12), a.starts < now + timedelta(hours=12))
        .where(*own_patients(reading, a.patient_id))
        .order_by(coming, a.starts, a.patient_id)
        .limit(limit)
        .subquery()
    )
    chosen = select(Patient.id, *SHOWN).join(near, near.c.patient_id == Patient.id)
    return distinct(reading.session.execute(chosen.order_by(Patient.family, Patient.given, Patient.id)).all())


def distinct(rows: Sequence[Sequence[Any]]) -> list[PatientHit]:
    """Each patient once, of rows that hold the key and the columns `SHOWN`."""
    return list({row[0]: _hit(*row) for row in rows}.values())


def _hit(key: int, number: str, given: str, family: str, born: date, phone: str, city: str, active: bool) -> PatientHit:  # noqa: FBT001
    return PatientHit(PatientId(key), number, list_name(given, family), born, phone, city, active)


def alike(reading: Reading, *, given: str, family: str, born: date) -> list[PatientHit]:
    """Registered people of the same name and date of birth."""
    require(reading.actor, Permission.SEE_PATIENT)
    same = select(Patient.id, *SHOWN).where(Patient.same_key == same_person_key(given, family, born)).limit(10)
    return distinct(reading.session.execute(same).all())
