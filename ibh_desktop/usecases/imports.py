"""Import a list of patients: judged row by row, the good ones saved in one transaction, and taken back if need be."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import delete, or_, select

from ibh_desktop.domain.errors import Conflict, Refused
from ibh_desktop.domain.ids import PatientId
from ibh_desktop.domain.people import same_person_key
from ibh_desktop.domain.permissions import Permission, require
from ibh_desktop.domain.topics import Topic
from ibh_desktop.domain.typed import parse_date
from ibh_desktop.exchange.records import Record
from ibh_desktop.store.schema import Appointment, Course, Patient, PatientKey
from ibh_desktop.store.tx import Reading, Tx
from ibh_desktop.usecases.patients import Details, add, require_details

_PLAIN = ("given", "family", "preferred", "sex", "phone", "email", "street", "city", "state", "postcode", "notes")
_CHUNK = 500
_TOLD_EVERY = 200
Report = Callable[[int, int], None]


def _silent(_done: int, _total: int) -> None:
    """For whoever does not ask how far it is."""


@dataclass(frozen=True, slots=True)
class Refusal:
    """A row that cannot be imported: where and why."""

    line: int
    column: str
    reason: str


@dataclass(frozen=True, slots=True)
class Duplicate:
    """A row about somebody who is already there, or stands earlier in the file."""

    line: int
    matches: str


@dataclass(frozen=True, slots=True)
class Assessment:
    """Every row of a file, in one of three heaps."""

    ready: tuple[tuple[int, Details], ...]
    duplicates: tuple[Duplicate, ...]
    refused: tuple[Refusal, ...]


@dataclass(frozen=True, slots=True)
class Imported:
    """What came of an import; `patients` is what Undo needs."""

    patients: tuple[PatientId, ...]
    duplicates: tuple[Duplicate, ...]
    refused: tuple[Refusal, ...]


def assess(reading: Reading, records: Sequence[Record], *, report: Report = _silent) -> Assessment:
    """Judge every row without saving anything; `report` hears how far it is and may raise to stop."""
    require(reading.actor, Permission.IMPORT_PATIENTS)
    judged: list[tuple[int, Details]] = []
    refused: list[Refusal] = []
    for number, record in enumerate(records):
        if number % _TOLD_EVERY == 0:
            report(number, len(records))
        try:
            judged.append((record.line, _details(reading, record)))
        except Refused as reason:
            refused.append(Refusal(record.line, record.columns.get(reason.field or "", reason.field or ""), reason.sentence))
    return _sorted_out(reading, judged, refused)


def _details(reading: Reading, record: Record) -> Details:
    if record.text("too_many"):
        raise Refused("This row has more cells than there are headings.")
    if not record.text("born"):
        raise Refused("There is no date of birth.", field="born")
    if not record.text("family") and not record.text("given"):
        raise Refused("There is no name.", field="family")
    born = parse_date(record.text("born"), reading.now.date())
    plain: dict[str, Any] = {name: record.text(name) for name in _PLAIN}
    return require_details(Details(born=born, active=record.text("active") != "no", **plain), reading.now.date())


def _sorted_out(reading: Reading, judged: list[tuple[int, Details]], refused: list[Refusal]) -> Assessment:
    known = _known(reading, {_key(details) for _, details in judged})
    seen: dict[str, int] = {}
    ready: list[tuple[int, Details]] = []
    duplicates: list[Duplicate] = []
    for line, details in judged:
        key = _key(details)
        if key in known:
            duplicates.append(Duplicate(line, f"record number {known[key]}"))
        elif key in seen:
            duplicates.append(Duplicate(line, f"line {seen[key]}"))
        else:
            seen[key] = line
            ready.append((line, details))
    return Assessment(tuple(ready), tuple(duplicates), tuple(refused))


def _key(details: Details) -> str:
    return same_person_key(details.given, details.family, details.born)


def _known(reading: Reading, keys: set[str]) -> dict[str, str]:
    found: dict[str, str] = {}
    wanted = sorted(keys)
    for at in range(0, len(wanted), _CHUNK):
        chunk = select(Patient.same_key, Patient.number).where(Patient.same_key.in_(wanted[at : at + _CHUNK]))
        found.update(reading.session.execute(chunk).all())
    return found


def import_patients(tx: Tx, records: Sequence[Record], *, report: Report = _silent) -> Imported:
    """Save every row that can be saved; raise `Refused` when there is none, or what `report` raises to stop it."""
    judged = assess(tx, records, report=report)
    if not judged.ready:
        raise Refused(
            f"No row can be imported: {len(judged.duplicates)} are already here, {len(judged.refused)} are refused.",
            field="file",
        )
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
        tx.session.execute(delete(PatientKey).where(PatientKey.patient_id.in_(chunk)))
        tx.session.execute(delete(Patient).where(Patient.id.in_(chunk)))
    tx.record("patient:unimport", Topic.PATIENTS, None, diff={"first": patients[0], "count": len(patients)})
