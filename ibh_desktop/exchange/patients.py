"""Any file of patients: CSV or FHIR, told apart by its content."""

from pathlib import Path

from ibh_desktop.exchange import csv_patients, fhir_patients
from ibh_desktop.exchange.json_text import looks_like_json
from ibh_desktop.exchange.records import RecordFile
from ibh_desktop.exchange.tables import read_file


def read_patients(path: Path) -> RecordFile:
    """Records of a file; raise `Refused` with a sentence for a file that cannot be understood."""
    content = read_file(path)
    return fhir_patients.read(content) if looks_like_json(content) else csv_patients.read(content)
