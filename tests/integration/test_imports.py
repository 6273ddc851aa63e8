"""Lists of patients from other software: judged row by row, saved in one transaction, taken back if need be."""

from pathlib import Path

import pytest

from ibh_desktop import cli
from ibh_desktop.app import App
from ibh_desktop.domain.errors import Conflict, Refused
from ibh_desktop.exchange.patients import read_patients
from ibh_desktop.queries import patients as found_in
from ibh_desktop.usecases import appointments
from ibh_desktop.usecases.imports import assess, import_patients, unimport
from tests.integration.world import RECEPTIONIST, SHARED, Clinic, at, later

LIST = SHARED / "patients" / "client_list.csv"
FHIR = sorted((SHARED / "fhir").glob("*.json"))
PEOPLE = [path for path in FHIR if not path.name.startswith(("Appointment", "ServiceRequest"))]
needs_list = pytest.mark.skipif(not LIST.exists(), reason="no shared data")
HEADINGS = "Last Name,First Name,Birth Date,Mobile Phone\r\n"


def desk(clinic: Clinic) -> App:
    """The front desk."""
    return clinic.as_role(RECEPTIONIST)


def written(folder: Path, content: str | bytes, name: str = "list.csv") -> Path:
    """A file to import."""
    path = folder / name
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return path


@needs_list
def test_the_client_list_gives_116_people_3_repeats_and_4_refusals(clinic: Clinic) -> None:
    file = read_patients(LIST)
    assert (len(file.records), file.encoding, file.ignored) == (123, "utf-8", ())
    done = desk(clinic).write(import_patients, file.records)
    assert (len(done.ids), len(done.duplicates), len(done.refused)) == (116, 3, 4)
    assert all(row.line > 1 and row.column and row.reason.endswith(".") for row in done.refused)
    with pytest.raises(Refused, match="119 are already here, 4 are refused"):
        desk(clinic).write(import_patients, file.records)
    again = desk(clinic).read(assess, file.records)
    assert (len(again.ready), len(again.duplicates), len(again.refused)) == (0, 119, 4)


@needs_list
def test_an_import_is_taken_back_whole(clinic: Clinic) -> None:
    before = (clinic.count("patient"), clinic.count("patient_key"))
    done = desk(clinic).write(import_patients, read_patients(LIST).records)
    desk(clinic).write(unimport, done.ids)
    assert (clinic.count("patient"), clinic.count("patient_key")) == before


@needs_list
def test_the_command_line_counts_the_same(clinic: Clinic, capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.import_file(desk(clinic), LIST, dry_run=True, as_json=True) == 0
    assert clinic.count("patient") == 3
    assert cli.import_file(desk(clinic), LIST, dry_run=False, as_json=False) == 0
    said = capsys.readouterr()
    assert '"imported": 116' in said.out
    assert "116 would be imported, 3 already here or repeated, 4 refused." in said.err
    assert "116 imported, 3 already here or repeated, 4 refused." in said.err


def test_an_import_with_a_booking_since_is_not_taken_back(clinic: Clinic, tmp_path: Path) -> None:
    path = written(tmp_path, HEADINGS + "Quarles,Shanice,2/2/1992,2055550199\r\nIvey,Otis,3/3/1993,\r\n")
    done = desk(clinic).write(import_patients, read_patients(path).records)
    ids = clinic.ids
    desk(clinic).write(
        appointments.book, patient=done.ids[1], therapist=ids.ana, location=ids.birmingham, starts=at(later(1), 10)
    )
    with pytest.raises(Conflict, match="booked since"):
        desk(clinic).write(unimport, done.ids)
    assert clinic.count("patient") == 5


def test_rows_are_refused_where_they_are_wrong(clinic: Clinic, tmp_path: Path) -> None:
    rows = (
        "Quarles,Shanice,2/2/1992,205 555 0199",
        "Quarles,Shanice,2/2/1992,",
        "OKON,maria elena,3/14/1985,",
        "Future,Fay,2/2/2030,",
        "Feb,Thirty,2/30/1990,",
        ",,1/1/1990,",
        "Nodate,Ned,,",
        "Phone,Bad,1/1/1990,12",
        "Too,Many,1/1/1990,,,extra",
    )
    path = written(tmp_path, HEADINGS + "\r\n".join(rows) + "\r\n")
    judged = desk(clinic).read(assess, read_patients(path).records)
    assert [line for line, _ in judged.ready] == [2]
    assert [(d.line, d.matches) for d in judged.duplicates] == [(3, "line 2"), (4, "record number 10001")]
    assert [(r.line, r.column) for r in judged.refused] == [
        (5, "Birth Date"),
        (6, "Birth Date"),
        (7, "Last Name"),
        (8, "Birth Date"),
        (9, "Mobile Phone"),
        (10, ""),
    ]
    assert clinic.count("patient") == 3


@pytest.mark.skipif(not FHIR, reason="no shared data")
@pytest.mark.parametrize("path", PEOPLE, ids=lambda path: path.stem[:20])
def test_fhir_patients_are_judged_without_a_stumble(clinic: Clinic, path: Path) -> None:
    records = read_patients(path).records
    judged = desk(clinic).read(assess, records)
    assert len(judged.ready) + len(judged.duplicates) + len(judged.refused) == len(records) == 1
    if judged.ready:
        done = desk(clinic).write(import_patients, records)
        (line, details) = judged.ready[0]
        hits = desk(clinic).read(found_in.search, f"{details.family} {details.given}")
        assert done.ids[0] in [hit.id for hit in hits]
        assert line == 1


@pytest.mark.skipif(not FHIR, reason="no shared data")
def test_a_synthea_bundle_brings_its_person(clinic: Clinic) -> None:
    path = next(path for path in FHIR if path.name.startswith("Chet_Hoeger"))
    desk(clinic).write(import_patients, read_patients(path).records)
    (hit,) = desk(clinic).read(found_in.search, "hoeger")
    assert hit.phone.startswith("+1")
    assert hit.city


@pytest.mark.skipif(not FHIR, reason="no shared data")
def test_fhir_without_a_patient_says_so() -> None:
    with pytest.raises(Refused, match="holds no FHIR Patient"):
        read_patients(next(path for path in FHIR if path.name.startswith("Appointment")))
