"""Files that are not what they should be: each is refused with a sentence, none crashes the program."""

import json
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ibh_desktop.domain.errors import Refused
from ibh_desktop.exchange import csv_patients, fhir_patients
from ibh_desktop.exchange.json_text import looks_like_json
from ibh_desktop.exchange.patients import read_patients
from ibh_desktop.exchange.tables import BIGGEST, LONGEST_CELL, read_table

GOOD = "Last Name,First Name,DOB\r\nNguyễn,Zoë,1/2/1990\r\n"


def written(folder: Path, content: bytes, name: str = "list.csv") -> Path:
    """A file to import."""
    path = folder / name
    path.write_bytes(content)
    return path


@pytest.mark.parametrize(
    ("content", "what"),
    [
        (b"", "is empty"),
        (b"\xef\xbb\xbf \r\n\r\n", "is empty"),
        (b"\0\0\0\0", "is empty"),
        (b"PK\x03\x04 a workbook", "not a text file"),
        (b"%PDF-1.7", "not a text file"),
        (b"\x89PNG\r\n", "not a text file"),
        (b"Last Name,First Name,DOB\r\nA\0B,x,1/1/1990", "not a text file"),
        (b'Last Name,First Name,DOB\r\n"Okon,x,1/1/1990\r\n', "Line 2 has quotation marks that do not match"),
        (b'Last Name,First Name,DOB\r\nOkon,x,1/1/1990\r\n"a"b,x,1/1/1990\r\n', "Line 3 has quotation marks"),
        (b"Animal,Colour\r\nDog,brown\r\n", "No heading tells a name. Found: Animal, Colour"),
        (b"Last Name,First Name\r\nOkon,Maria\r\n", "No heading tells a date of birth"),
        (b"\r\n\r\n,,\r\n", "is empty"),
        (b"Last Name,First Name,DOB\r\n" + b"x" * (LONGEST_CELL + 1) + b",x,1/1/1990", "Line 2 has a cell of more than 64 KB"),
        (b"{", "not valid JSON: line 1"),
        (b'{"resourceType": "Patient"', "not valid JSON"),
        (b"[]", "holds no FHIR Patient"),
        (b'{"resourceType": "Observation"}', "holds no FHIR Patient"),
        (b"[" * 65 + b"]" * 65, "nested more than 64 levels"),
        (b"[" * 200_000, "valid JSON|nested more than 64 levels"),
        (json.dumps({"a": 1}).encode("utf-16"), "No heading|valid JSON|FHIR"),
    ],
)
def test_a_file_that_cannot_be_understood_is_refused_with_the_reason(tmp_path: Path, content: bytes, what: str) -> None:
    with pytest.raises(Refused, match=what) as no:
        read_patients(written(tmp_path, content))
    assert no.value.field == "file"


def test_a_file_of_more_than_50_mb_is_refused_unread(tmp_path: Path) -> None:
    path = tmp_path / "large.csv"
    with path.open("wb") as out:
        out.truncate(BIGGEST + 1)
    with pytest.raises(Refused, match=r"large\.csv has 50 MB; at most 50 MB"):
        read_patients(path)


def test_a_missing_file_and_a_folder_are_named(tmp_path: Path) -> None:
    with pytest.raises(Refused, match=r"gone\.csv cannot be read"):
        read_patients(tmp_path / "gone.csv")
    with pytest.raises(Refused, match="is a folder"):
        read_patients(tmp_path)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_unicode_files_are_read(tmp_path: Path, encoding: str) -> None:
    (record,) = read_patients(written(tmp_path, GOOD.encode(encoding))).records
    assert (record.text("family"), record.text("given")) == ("Nguyễn", "Zoë")


def test_a_file_of_old_windows_is_read(tmp_path: Path) -> None:
    rows = ["Last Name,First Name,DOB", "Muñoz,José,1/2/1990", "O’Kon,Zoë,1/2/1991", "Lefèvre,Renée,1/2/1992"]
    file = read_patients(written(tmp_path, "\r\n".join(rows).encode("cp1252")))
    assert [record.text("family") for record in file.records] == ["Muñoz", "O’Kon", "Lefèvre"]
    assert file.encoding == "cp1252"


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
def test_the_delimiter_is_found(tmp_path: Path, delimiter: str) -> None:
    (record,) = read_patients(written(tmp_path, GOOD.replace(",", delimiter).encode())).records
    assert record.text("born") == "1/2/1990"


def test_headings_are_recognised_by_their_words_and_the_rest_is_named(tmp_path: Path) -> None:
    content = "Patient Name;D.O.B.;Shoe size;CELL PHONE\nO'Kon, María;1985-03-14;39;2055550142\nAna Maria Lee;1/1/1990;38;\n"
    file = read_patients(written(tmp_path, content.encode()))
    assert file.ignored == ("Shoe size",)
    assert [(r.text("family"), r.text("given")) for r in file.records] == [("O'Kon", "María"), ("Lee", "Ana Maria")]
    assert file.records[0].text("phone") == "2055550142"


def test_a_cell_with_line_ends_keeps_the_line_where_its_row_begins(tmp_path: Path) -> None:
    content = 'Last Name,First Name,DOB,Notes\n"Okon",x,1/1/1990,"one\ntwo"\n\nLee,Ana,1/1/1991,\n'
    assert [record.line for record in read_patients(written(tmp_path, content.encode())).records] == [2, 5]


def test_too_many_rows_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("ibh_desktop.exchange.tables.MOST_ROWS", 3)
    assert len(read_table(b"a\n1\n2\n3\n").rows) == 3
    with pytest.raises(Refused, match="more than 3 rows"):
        read_table(b"a\n1\n2\n3\n4\n")


def test_people_one_a_line_and_in_bundles_are_read() -> None:
    person = {"resourceType": "Patient", "name": [{"family": "Okon", "given": ["Maria", "E"]}], "birthDate": "1985-03-14"}
    bundle = {"resourceType": "Bundle", "entry": [{"resource": person}, {"resource": {"resourceType": "Encounter"}}, "odd"]}
    assert len(fhir_patients.read("\n".join([json.dumps(person)] * 3).encode()).records) == 3
    (record,) = fhir_patients.read(json.dumps(bundle).encode()).records
    assert (record.text("given"), record.text("born"), record.text("active")) == ("Maria E", "1985-03-14", "yes")


values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=6),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(st.sampled_from(["use", "system", "value", "given", "family", "text", "line"]), inner, max_size=3)
    ),
    max_leaves=6,
)
FIELDS = ("name", "telecom", "address", "birthDate", "gender", "active", "deceasedBoolean")


@given(st.fixed_dictionaries(dict.fromkeys(FIELDS, values)))
@settings(max_examples=100, deadline=None)
def test_a_patient_with_any_values_is_read_or_refused(patient: dict[str, object]) -> None:
    (record,) = fhir_patients.read(json.dumps(patient | {"resourceType": "Patient"}).encode()).records
    assert all(isinstance(value, str) for value in record.values.values())


@given(st.binary(max_size=200))
@settings(max_examples=150, deadline=None)
def test_any_bytes_are_read_or_refused(content: bytes) -> None:
    read = fhir_patients.read if looks_like_json(content) else csv_patients.read
    for raw in (content, GOOD.encode() + content):
        try:
            read(raw)
        except Refused as no:
            sentence = no.sentence
            if not sentence.endswith((".", "understood.")):
                raise
