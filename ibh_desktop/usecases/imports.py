"""Import a list of patients: judged row by row, the good ones saved in one transaction, and taken back if need be."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import delete, or_, select

from ibh_desktop.domain.errors import Conflict, Refused
from ibh_desktop.domain.ids import PatientId
from ibh_desktop.domain.people import same_person_key
from ibh_desktop.domain.permissions import Permission, require
from ibh_desktop.domain.topics import Topic
from ibh_desktop.domain.typed import parse_date
from ibh_desktop.exchange.records import Record
from ibh_desktop.store.schema import Appointment, Course, Patient
from ibh_desktop.store.tx import Reading, Tx
from ibh_desktop.usecases.judging import Assessment, Imported, Report, read_rows, require_some, silent, sort_out
from ibh_desktop.usecases.patient_keys import forget_keys
from ibh_desktop.usecases.patients import Details, add, require_details

_PLAIN = ("given", "family", "preferred", "sex", "phone", "email", "street", "city", "state", "postcode", "notes")
_CHUNK = 500


def assess(reading: Reading, records: Sequence[Record], *, report: Report = silent) -> Assessment[Details]:
    """Judge every row without saving anything; `report` hears how far it is and may raise to stop."""
    require(reading.actor, Permission.IMPORT_PATIENTS)
    judged, refused = read_rows(records, lambda record: _details(reading, record), report)
    return sort_out(judged, refused, _keys, _known(reading, {_keys(details)[0] for _, details in judged}))


def _details(reading: Reading, record: Record) -> Details:
    if not record.text("born"):
        raise Refused("There is no date of birth.", field="born")
    if not record.text("family") and not record.text("given"):
        raise Refused("There is no name.", field="family")
    born = parse_date(record.text("born"), reading.now.date())
    plain: dict[str, Any] = {name: record.text(name) for name in _PLAIN}
    return require_details(Details(born=born, active=record.text("active") != "no", **plain), reading.now.date())


def _keys(details: Details) -> tuple[str, ...]:
    return (same_person_key(details.given, details.family, details.born),)


def _known(reading: Reading, keys: set[str]) -> dict[str, str]:
    found: dict[str, str] = {}
    wanted = sorted(keys)
    for at in range(0, len(wanted), _CHUNK):
        chunk = select(Patient.same_key, Patient.number).where(Patient.same_key.in_(wanted[at : at + _CHUNK]))
        found.update({key: f"record number {number}" for key, number in reading.session.execute(chunk)})
    return found


def import_patients(tx: Tx, records: Sequence[Record], *, report: Report = silent) -> Imported[PatientId]:
    """Save every row that can be saved; raise `Refused` when there is none, or what `report` raises to stop it."""
    judged = assess(tx, records, report=report)
    require_some(judged)
    patients = add(tx, [details for _, details in judged.ready])
    report(len(records), len(records))
    tx.record(
        "patient:import",
        Topic.PATIENTS,
        None,
        diff={"first": patients[0], "count": len(patients), "refused": len(judged.refused)},
    )
    return Imported(tuple(patients), judged.duplicates, judged.refused)


def unimport(tx: Tx, patients: tuple[PatientId, ...]) -> None:
    """Take an import back; raise `Conflict` when one of the people was booked since."""
    require(tx.actor, Permission.IMPORT_PATIENTS)
    for at in range(0, len(patients), _CHUNK):
        chunk = patients[at : at + _CHUNK]
        booked = select(Patient.id).where(
            Patient.id.in_(chunk),
            or_(
                select(Appointment.id).where(Appointment.patient_id == Patient.id).exists(),
                select(Course.id).where(Course.patient_id == Patient.id).exists(),
            ),
        )
        if tx.session.scalar(booked.limit(1)):
            raise Conflict("One of these people was booked since; the import cannot be undone any more.")
        forget_keys(tx, chunk)
        tx.session.execute(delete(Patient).where(Patient.id.in_(chunk)))
    tx.record("patient:unimport", Topic.PATIENTS, None, diff={"first": patients[0], "count": len(patients)})
