"""The statement budgets of finding, comparing and merging people; `test_queries` holds them."""

from collections.abc import Callable
from datetime import date
from typing import Any

from ibh_desktop.domain.alike import Person
from ibh_desktop.domain.ids import PatientId
from ibh_desktop.queries import duplicates, merging, patient_file, patients
from ibh_desktop.store.patient_rows import pointing
from ibh_desktop.store.tx import Reading

PATIENT = PatientId(1)
TYPED = Person("Maria", "Okon", born=date(1985, 3, 14), phone="+12055550142")
PEOPLE_BUDGETS: dict[str, tuple[Callable[[Reading], Any], int]] = {
    "patients.search": (lambda r: patients.search(r, "okon"), 3),
    "patients.search begun": (lambda r: patients.search(r, "a", limit=12), 1),
    "patients.search mistyped": (lambda r: patients.search(r, "okn maria"), 3),
    "duplicates.possible": (lambda r: duplicates.possible(r, TYPED), 7),
    "merging.preview": (lambda r: merging.preview(r, PATIENT, PatientId(2)), 5 + len(pointing())),
    "patient_file.lacks_guardian": (lambda r: patient_file.lacks_guardian(r, PATIENT), 3),
}
PARTS_OF_OTHERS = {"merging.both", "merging.check", "sound_alike.near"}
