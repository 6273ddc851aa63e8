"""Who signs for a patient who cannot sign alone: names and their right, nothing that a court said."""

from collections.abc import Iterator

from sqlalchemy import select

from ibh_desktop.domain.ids import PatientId
from ibh_desktop.domain.letter_lines import Line
from ibh_desktop.store.chart import Guardian
from ibh_desktop.store.tx import Reading


def signers(reading: Reading, patient: PatientId) -> Iterator[Line]:
    """A line a guardian, in the order in which they were noted."""
    g = Guardian
    found = select(g.name, g.authority).where(g.patient_id == patient, ~g.removed).order_by(g.id)
    for name, authority in reading.session.execute(found):
        yield Line(", ".join(part for part in (name, authority) if part), "the patient's file")
