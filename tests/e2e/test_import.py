"""import-patients from the command line."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from ibh_desktop.bootstrap import sign_in
from ibh_desktop.home import Home
from ibh_desktop.queries import patients
from ibh_desktop.sample.size import PASSWORD as SAMPLE_PASSWORD
from tests.e2e.conftest import Run
from tests.integration.world import MANAGER, PASSWORD, RECEPTIONIST, SHARED

LIST = SHARED / "patients" / "client_list.csv"
ROWS = "Last Name,First Name,Birth Date,Phone\nAbernethy,Rosalie,3/14/1985,205 555 0143\nQuimby,Desmond,13/31/1984,\n"


@pytest.fixture
def small_list(tmp_path: Path) -> Path:
    """One good row and one that cannot be read."""
    path = tmp_path / "list.csv"
    path.write_text(ROWS, encoding="utf-8")
    return path


def _found(folder: Path, user: str, password: str, name: str) -> int:
    app = sign_in(Home(folder), user, password)
    try:
        return len(app.read(patients.search, name))
    finally:
        app.close()


@pytest.mark.skipif(not LIST.exists(), reason="no shared data")
def test_the_clinics_list_becomes_json_that_adds_up_to_its_123_rows(run: Run) -> None:
    ran = run("--demo", "import-patients", LIST, "--json")
    assert ran.code == 0, ran.err
    report = json.loads(ran.out)
    assert report["imported"] + report["duplicates"] + len(report["refused"]) == 123
    assert report["imported"] > 50
    assert report["dry_run"] is False
    assert all({"line", "column", "reason"} <= set(row) for row in report["refused"])
    assert all(row["reason"].endswith(".") and row["line"] > 1 for row in report["refused"])
    assert len(report["duplicate_rows"]) == report["duplicates"]


def test_a_fhir_bundle_is_imported_too(run: Run, sample_folder: Path, tmp_path: Path) -> None:
    person = {
        "resourceType": "Patient",
        "name": [{"use": "official", "family": "Quimby", "given": ["Odalys"]}],
        "birthDate": "1991-02-03",
        "telecom": [{"system": "phone", "value": "205-555-0144"}],
    }
    bundle = tmp_path / "bundle.json"
    bundle.write_text(json.dumps({"resourceType": "Bundle", "type": "collection", "entry": [{"resource": person}]}))
    ran = run("--demo", "--data", sample_folder, "import-patients", bundle, "--json")
    assert ran.code == 0, ran.err
    report = json.loads(ran.out)
    assert (report["imported"], report["duplicates"], report["refused"]) == (1, 0, [])
    assert _found(sample_folder, MANAGER, SAMPLE_PASSWORD, "quimby odalys") == 1


@pytest.mark.skipif(not LIST.exists(), reason="no shared data")
def test_another_programs_fhir_bundle_is_imported_too(run: Run, sample_folder: Path) -> None:
    bundle = min((SHARED / "fhir").glob("*.json"), key=lambda path: path.name)
    ran = run("--demo", "--data", sample_folder, "import-patients", bundle, "--json")
    assert ran.code == 0, ran.err
    report = json.loads(ran.out)
    assert report["imported"] + report["duplicates"] + len(report["refused"]) >= 1


def test_a_dry_run_says_what_would_happen_and_changes_nothing(run: Run, sample_folder: Path, small_list: Path) -> None:
    dry = run("--demo", "--data", sample_folder, "import-patients", small_list, "--dry-run", "--json")
    assert json.loads(dry.out)["imported"] == 1
    assert json.loads(dry.out)["dry_run"] is True
    assert "1 would be imported" in dry.err
    assert _found(sample_folder, MANAGER, SAMPLE_PASSWORD, "abernethy rosalie") == 0
    wet = run("--demo", "--data", sample_folder, "import-patients", small_list, "--json")
    assert json.loads(wet.out)["imported"] == 1
    assert _found(sample_folder, MANAGER, SAMPLE_PASSWORD, "abernethy rosalie") == 1


def test_without_json_standard_output_stays_empty(run: Run, sample_folder: Path, small_list: Path) -> None:
    ran = run("--demo", "--data", sample_folder, "import-patients", small_list)
    assert ran.code == 0
    assert ran.out == ""
    assert "Line 3, Birth Date: " in ran.err
    assert "1 imported, 0 already here or repeated, 1 refused." in ran.err


def test_importing_a_list_twice_finds_everybody_there_already(run: Run, sample_folder: Path, small_list: Path) -> None:
    run("--demo", "--data", sample_folder, "import-patients", small_list)
    again = json.loads(run("--demo", "--data", sample_folder, "import-patients", small_list, "--json").out)
    assert (again["imported"], again["duplicates"]) == (0, 1)


def test_a_list_of_which_no_row_can_be_read_fails_and_still_reports(run: Run, sample_folder: Path, tmp_path: Path) -> None:
    path = tmp_path / "list.csv"
    path.write_text("Last Name,First Name,Birth Date\nQuimby,Desmond,13/31/1984\n", encoding="utf-8")
    ran = run("--demo", "--data", sample_folder, "import-patients", path, "--json")
    assert ran.code == 1
    assert json.loads(ran.out)["imported"] == 0
    assert [row["line"] for row in json.loads(ran.out)["refused"]] == [2]


BAD = {
    "empty": b"",
    "binary": bytes(range(256)) * 40,
    "no heading we know": b"Colour,Size\nred,9\nblue,8\n",
    "not JSON": b'{"resourceType": "Bundle", "entry": [',
    "another JSON": b'{"hello": 1}',
}


@pytest.mark.parametrize("kind", BAD)
def test_a_file_that_cannot_be_read_is_one_sentence_and_no_success(
    run: Run, sample_folder: Path, tmp_path: Path, kind: str
) -> None:
    path = tmp_path / ("file.json" if "JSON" in kind else "file.csv")
    path.write_bytes(BAD[kind])
    ran = run("--demo", "--data", sample_folder, "import-patients", path, "--json")
    assert ran.code == 1
    assert ran.sentence().endswith(".")


def test_a_file_that_is_not_there_or_a_folder_is_one_sentence(run: Run, sample_folder: Path, tmp_path: Path) -> None:
    for path in (tmp_path / "nowhere.csv", tmp_path):
        ran = run("--demo", "--data", sample_folder, "import-patients", path)
        assert ran.code == 1
        assert ran.sentence().endswith(".")


def test_a_file_above_50_megabytes_is_refused_unread(run: Run, sample_folder: Path, tmp_path: Path) -> None:
    path = tmp_path / "huge.csv"
    with path.open("wb") as file:
        file.truncate(51 * 1024 * 1024)
    ran = run("--demo", "--data", sample_folder, "import-patients", path)
    assert ran.code == 1
    assert "50 MB" in ran.sentence()


def test_a_receptionist_imports_with_a_password_from_a_pipe(run: Run, real_folder: Path, small_list: Path) -> None:
    ran = run("--data", real_folder, "--user", RECEPTIONIST, "import-patients", small_list, "--json", stdin=PASSWORD + "\n")
    assert ran.code == 0, ran.err
    assert json.loads(ran.out)["imported"] == 1
    assert _found(real_folder, RECEPTIONIST, PASSWORD, "abernethy") == 1


def test_a_therapist_may_not_import(run: Run, real_folder: Path, small_list: Path) -> None:
    ran = run("--data", real_folder, "--user", "ana", "import-patients", small_list, stdin=PASSWORD + "\n")
    assert ran.code == 1
    assert "As therapist you may not import patients" in ran.sentence()
