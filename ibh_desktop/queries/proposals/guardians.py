"""Who signs for a patient who does not sign alone: names and their right, nothing that a court said (DOMAIN.md 4.6)."""

from collections.abc import Iterator

from ibh_desktop.domain.authorization import Signed
from ibh_desktop.domain.guardians import FOR_ADULTS, Band
from ibh_desktop.domain.ids import PatientId
from ibh_desktop.domain.letter_lines import Line
from ibh_desktop.domain.people import full_name
from ibh_desktop.queries.clinic import settings
from ibh_desktop.queries.law_facts import ages_of, band_today, signers_of
from ibh_desktop.store.lookup import one
from ibh_desktop.store.schema import Patient
from ibh_desktop.store.tx import Reading

_FILE = "the patient's file"


def guardians(reading: Reading, patient: PatientId) -> Iterator[Line]:
    """A line a guardian, in the order in which they were noted; none for a child who consents alone by exception.

    Who may act for a patient of age stands there to be ticked: the patient may sign as well.
    """
    yield from _guardians(*_signed(reading, one(reading, Patient, patient)))


def _guardians(by: Signed, of: Band) -> Iterator[Line]:
    if of is Band.SELF_CONSENT or by.exempt:
        return
    for guardian in by.guardians:
        if of is Band.CHILD or guardian.authority in FOR_ADULTS:
            yield Line(f"{guardian.name}, {guardian.authority.value}", _FILE, on=of is Band.CHILD)


def signers(reading: Reading, patient: PatientId) -> Iterator[Line]:
    """Who signs for what is told of a patient; nobody for a child whose guardians are not on file."""
    row = one(reading, Patient, patient)
    by, of = _signed(reading, row)
    if of is not Band.CHILD or by.exempt:
        yield Line(f"{full_name(row.given, row.family)}, the patient", _FILE)
    yield from _guardians(by, of)


def _signed(reading: Reading, row: Patient) -> tuple[Signed, Band]:
    key = PatientId(row.id)
    by = signers_of(reading, {key: row.born}, ages_of(settings(reading)))[key]
    return by, band_today(reading, by)
