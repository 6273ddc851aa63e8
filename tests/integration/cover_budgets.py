"""The statement budgets of what a patient's papers and history read; `test_queries` holds them."""

from collections.abc import Callable
from datetime import date
from typing import Any

from ibh_desktop.domain.appointments import Modality
from ibh_desktop.domain.desk_consents import Visit
from ibh_desktop.domain.ids import PatientId, TherapistId
from ibh_desktop.domain.slots import Slot
from ibh_desktop.queries import consent_facts, cover_facts, cover_outrun, estimates, patient_history, patient_papers
from ibh_desktop.settings import Settings
from ibh_desktop.store.tx import Reading
from tests.integration.world import MONDAY, at

PATIENT = PatientId(1)
SLOTS = [Slot(at(MONDAY, 10), at(MONDAY, 10, 50))]
VISITS = {"one": (PATIENT, Visit(MONDAY, Modality.TELEHEALTH, date(1985, 3, 14)))}
COVER_BUDGETS: dict[str, tuple[Callable[[Reading], Any], int]] = {
    "patient_papers.papers_of": (lambda r: patient_papers.papers_of(r, PATIENT), 9),
    "patient_history.lines": (lambda r: patient_history.lines(r, PATIENT), 8),
    "estimates.due": (estimates.due, 1),
    "estimates.of_patient": (lambda r: estimates.of_patient(r, PATIENT), 1),
    "cover_outrun.outrun": (lambda r: cover_outrun.outrun(r, PATIENT, TherapistId(1), SLOTS), 2),
    "cover_outrun.covers": (lambda r: cover_outrun.covers(r, PATIENT, []), 1),
    "cover_outrun.visits": (lambda r: cover_outrun.visits(r, PATIENT), 1),
    "cover_facts.words_of": (lambda r: cover_facts.words_of(r, [PATIENT], MONDAY, r.now), 1),
    "consent_facts.words_of": (lambda r: consent_facts.words_of(r, VISITS, Settings()), 1),
}
