"""Who may be registered already: asked with every key while somebody is registered."""

from dataclasses import dataclass

from sqlalchemy import ColumnElement, select

from ibh_desktop.domain.alike import Person, Why, why_alike
from ibh_desktop.domain.ids import PatientId
from ibh_desktop.domain.people import LONGEST_KEY, folded
from ibh_desktop.domain.permissions import Permission, require
from ibh_desktop.queries.patients import SHOWN, PatientHit, distinct, own_patients, range_of
from ibh_desktop.queries.sound_alike import near
from ibh_desktop.store.schema import Patient, PatientKey
from ibh_desktop.store.tx import Reading

LISTED = 6
_LOOKED_AT = 100
"""Candidates a key gives: a birth date is shared by forty of a million people, a name by hundreds."""
_SOUNDING = 20


@dataclass(frozen=True, slots=True)
class Likely:
    """Somebody registered who may be the one who is typed, and why."""

    hit: PatientHit
    why: Why


def possible(reading: Reading, typed: Person, *, besides: PatientId | None = None) -> tuple[Likely, ...]:
    """People like the typed one, the likeliest first. Seven statements, however many patients there are.

    A therapist sees only those of her own; somebody of the very same name and birth date is refused to her all the same.
    """
    require(reading.actor, Permission.EDIT_PATIENT)
    from rapidfuzz.distance import OSA  # noqa: PLC0415 - start-up: registration alone needs it

    order = list(Why)
    found = []
    for hit, known in _known(reading, _candidates(reading, typed)):
        why = why_alike(typed, known, OSA.distance)
        if why is not None and hit.id != besides:
            found.append(Likely(hit, why))
    return tuple(sorted(found, key=lambda one: (order.index(one.why), one.hit.name, one.hit.id))[:LISTED])


def _known(reading: Reading, patients: set[int]) -> list[tuple[PatientHit, Person]]:
    if not patients:
        return []
    p = Patient
    wanted = select(p.id, *SHOWN, p.preferred, p.former).where(p.id.in_(patients), p.merged_into_id.is_(None))
    rows = reading.session.execute(wanted.where(*own_patients(reading, p.id))).all()
    hits = distinct([row[: len(SHOWN) + 1] for row in rows])
    return [
        (hit, Person(row.given, row.family, row.preferred, row.former, row.born, row.phone))
        for hit, row in zip(hits, rows, strict=True)
    ]


def _candidates(reading: Reading, typed: Person) -> set[int]:
    found: set[int] = set()
    if typed.phone:
        found |= set(reading.session.scalars(select(Patient.id).where(Patient.phone == typed.phone).limit(_LOOKED_AT)))
    if typed.born is not None:
        found |= _bearing(reading, [PatientKey.key == f"{typed.born:%Y%m%d}"])
    given, family = folded(typed.given).split(), folded(typed.family).split()
    # One word alone is borne by thousands; with a birth date these are asked for it instead.
    if given and family:
        # Of all orders of a name's words one begins with the last name and goes on with the first.
        words = [*family[:2], *given[:1]]
        for name in ([*family, *given], [*given, *family]):
            found |= _bearing(reading, range_of(" ".join(name)[:LONGEST_KEY]))
        found |= {hit.id for hit in near(reading, words, _SOUNDING, adjacent=True)}
    elif (given or family) and typed.born is None:
        found |= _bearing(reading, [PatientKey.key == " ".join([*given, *family])[:LONGEST_KEY]])
    return found


def _bearing(reading: Reading, conditions: list[ColumnElement[bool]]) -> set[int]:
    return set(reading.session.scalars(select(PatientKey.patient_id).where(*conditions).limit(_LOOKED_AT)))
