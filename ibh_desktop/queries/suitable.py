"""Which therapists suit what somebody asks for (FEATURES a11, c2)."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from sqlalchemy import Row, select

from ibh_desktop.domain.ids import PatientId, TherapistId
from ibh_desktop.domain.licences import Standing
from ibh_desktop.domain.people import age
from ibh_desktop.domain.wishes import Profile, Wish, suits
from ibh_desktop.store.schema import Patient, Staff, Therapist
from ibh_desktop.store.tx import Reading


@dataclass(frozen=True, slots=True)
class Suitable:
    """A therapist who suits, by name."""

    id: TherapistId
    name: str
    standing: Standing


def therapists(reading: Reading, wish: Wish, *, among: Sequence[TherapistId] | None = None) -> list[Suitable]:
    """Active therapists who suit `wish`, by name; `among` names those who are asked for. One statement."""
    t = Therapist
    columns = (t.id, t.name, t.gender, t.languages, t.indications, t.modalities, t.youngest, t.oldest, t.ipt_trained)
    licensed = (t.credential, t.licence_expires, Staff.active.label("supervised"))
    supervisor = Staff.id == t.supervisor_id
    asked = select(*columns, *licensed).join(Staff, supervisor, isouter=True).where(t.active).order_by(t.name, t.id)
    if among is not None:
        asked = asked.where(t.id.in_(among))
    return [
        Suitable(TherapistId(row.id), row.name, Standing(row.credential, row.licence_expires, supervised=bool(row.supervised)))
        for row in reading.session.execute(asked)
        if suits(profile_of(row), wish)
    ]


def profile_of(row: Row[*tuple[Any, ...]]) -> Profile:
    """What the therapist of a row offers."""
    return Profile(
        row.gender,
        _listed(row.languages),
        _listed(row.indications),
        _listed(row.modalities),
        row.youngest,
        row.oldest,
        row.ipt_trained,
    )


def for_patient(reading: Reading, wish: Wish | None, patient: PatientId | None) -> Wish | None:
    """The wish with the patient's age today, so that nobody is offered who does not treat it; None where nothing is asked."""
    if patient is None:
        return wish
    born = reading.session.scalar(select(Patient.born).where(Patient.id == patient))
    return wish if born is None else replace(wish or Wish(), age=age(born, reading.now.date()))


def _listed(text: str) -> frozenset[str]:
    return frozenset(part.strip().casefold() for part in text.split(",") if part.strip())
