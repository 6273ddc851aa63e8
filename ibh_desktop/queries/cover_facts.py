"""What of a patient's payers many screens ask: who pays alone, and whose authorization is used up; tables by name only.

Start-up maps none of the front desk's tables; these statements need no mapping.
"""

from collections import defaultdict
from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from sqlalchemy import Boolean, Date, Integer, Row, Select, String, column, func, or_, select, table

from ibh_desktop.domain.appointments import HOLDING, Kind
from ibh_desktop.domain.cover import Cover, Payer, used_up
from ibh_desktop.domain.ids import PatientId
from ibh_desktop.domain.permissions import Permission, require
from ibh_desktop.store.schema import Appointment
from ibh_desktop.store.tx import Reading
from ibh_desktop.store.types import Instant

COVERAGE = table(
    "coverage",
    column("id", Integer),
    column("patient_id", Integer),
    column("payer", String),
    column("name", String),
    column("sessions", Integer),
    column("valid_from", Date),
    column("valid_to", Date),
    column("opens", Instant()),
    column("closes", Instant()),
    column("removed", Boolean),
)
Of = Select[*tuple[Any, ...]] | Sequence[int]
"""Patients: a statement that selects their ids, or the ids."""


def pays_alone(patient: int) -> Select[*tuple[Any, ...]]:
    """The windows in which a patient pays alone; no row where a payer pays, or nothing is known."""
    c = COVERAGE.c
    alone = (c.patient_id == patient, c.payer == Payer.SELF_PAY.value, ~c.removed)
    return select(c.valid_from, c.valid_to).select_from(COVERAGE).where(*alone)


def limited(patients: Of, before: datetime) -> Select[*tuple[Any, ...]]:
    """Every authorization of some patients with the sessions held or booked in its window before an instant.

    One statement: an index on the patient finds both. `standing` reads its rows.
    """
    c, a = COVERAGE.c, Appointment
    held = (
        select(func.count())
        .where(a.patient_id == c.patient_id, a.status.in_(HOLDING), a.kind != Kind.PHONE, a.starts < before)
        .where(or_(c.opens.is_(None), a.starts >= c.opens), or_(c.closes.is_(None), a.starts < c.closes))
        .correlate(COVERAGE)
        .scalar_subquery()
    )
    return (
        select(c.patient_id, c.payer, c.sessions, c.valid_from, c.valid_to, held.label("held"))
        .select_from(COVERAGE)
        .where(c.patient_id.in_(patients), ~c.removed, c.payer != Payer.SELF_PAY.value)
        .where(or_(c.sessions.is_not(None), c.valid_to.is_not(None)))
    )


def words_of(reading: Reading, patients: Of, on: date, before: datetime) -> dict[PatientId, str]:
    """A word for each of some patients whose authorization does not reach a visit at an instant of a day. One statement."""
    require(reading.actor, Permission.SEE_PATIENT)
    return standing(reading.rows(limited(patients, before)).all(), on)


def standing(rows: Sequence[Row[*tuple[Any, ...]]], on: date) -> dict[PatientId, str]:
    """A word for each patient whose authorization does not reach a day, from the rows of `limited`."""
    of_patient: dict[int, list[tuple[Cover, int]]] = defaultdict(list)
    for row in rows:
        cover = Cover(Payer(row.payer), sessions=row.sessions, first=row.valid_from, last=row.valid_to)
        of_patient[row.patient_id].append((cover, row.held))
    found = ((PatientId(patient), used_up(covers, on)) for patient, covers in of_patient.items())
    return {patient: word for patient, word in found if word}
