"""The use cases of a patient's papers × who may run them: payers, signed papers, estimates (DOMAIN.md 7, payer)."""

from collections.abc import Callable
from datetime import date
from typing import Any

from ibh_desktop.domain.cover import Cover, Payer
from ibh_desktop.domain.desk_consents import DeskConsent, Kind
from ibh_desktop.domain.ids import CoverageId, DeskConsentId, EstimateId
from ibh_desktop.queries import cover_outrun, patient_history, patient_papers
from ibh_desktop.queries import estimates as due
from ibh_desktop.store import frontdesk
from ibh_desktop.store.tx import Reading, Tx
from ibh_desktop.usecases import coverage, desk_consents, estimates
from ibh_desktop.usecases.estimates import Settled
from tests.integration.permitted import ANA, BEN, BOSS, DESK, SUPERVISOR, Call, Hers

PLAN = Cover(Payer.INSURED, "Sample Health Plan", sessions=12)
PAPER = DeskConsent(Kind.PRIVACY, date(2027, 1, 4))
WHO_EDITS = {DESK, ANA, BOSS}


def _payer(tx: Tx, h: Hers) -> CoverageId:
    row = frontdesk.Coverage(patient_id=h.clinic.ids.maria, payer="insured", name="Sample Health Plan", noted_at=tx.now)
    tx.session.add(row)
    tx.session.flush()
    return CoverageId(row.id)


def _paper(tx: Tx, h: Hers) -> DeskConsentId:
    row = frontdesk.DeskConsent(
        patient_id=h.clinic.ids.maria, kind="treatment", signed_on=date(2027, 1, 4), signer="patient", noted_at=tx.now
    )
    tx.session.add(row)
    tx.session.flush()
    return DeskConsentId(row.id)


def _estimate(tx: Tx, h: Hers) -> EstimateId:
    on = date(2027, 1, 4)
    row = frontdesk.EstimateTask(patient_id=h.clinic.ids.maria, asked_on=on, due_on=on, made_at=tx.now)
    tx.session.add(row)
    tx.session.flush()
    return EstimateId(row.id)


def _taken_back(tx: Tx, h: Hers) -> Any:
    key = _estimate(tx, h)
    tx.session.get_one(frontdesk.EstimateTask, key).outcome = "given"
    return estimates.take_back(tx, Settled(key, 1))


COVER_WRITES: dict[str, tuple[Call, set[str]]] = {
    "coverage.add": (lambda tx, h: coverage.add(tx, h.clinic.ids.maria, PLAN), WHO_EDITS),
    "coverage.change": (lambda tx, h: coverage.change(tx, _payer(tx, h), PLAN), WHO_EDITS),
    "coverage.remove": (lambda tx, h: coverage.remove(tx, _payer(tx, h)), WHO_EDITS),
    "coverage.put_back": (lambda tx, h: coverage.put_back(tx, _payer(tx, h)), WHO_EDITS),
    "desk_consents.add": (lambda tx, h: desk_consents.add(tx, h.clinic.ids.maria, PAPER), WHO_EDITS),
    "desk_consents.change": (lambda tx, h: desk_consents.change(tx, _paper(tx, h), PAPER), WHO_EDITS),
    "desk_consents.remove": (lambda tx, h: desk_consents.remove(tx, _paper(tx, h)), WHO_EDITS),
    "desk_consents.put_back": (lambda tx, h: desk_consents.put_back(tx, _paper(tx, h)), WHO_EDITS),
    "estimates.ask": (lambda tx, h: estimates.ask(tx, h.clinic.ids.maria), WHO_EDITS),
    "estimates.give": (lambda tx, h: estimates.give(tx, _estimate(tx, h)), WHO_EDITS),
    "estimates.not_needed": (lambda tx, h: estimates.not_needed(tx, _estimate(tx, h), reason="Free"), WHO_EDITS),
    "estimates.take_back": (_taken_back, WHO_EDITS),
}

COVER_READS: dict[str, tuple[Callable[[Reading, Hers], Any], set[str]]] = {
    "patient_papers": (lambda r, h: patient_papers.papers_of(r, h.clinic.ids.maria), {DESK, ANA, SUPERVISOR, BOSS}),
    "patient_history": (lambda r, h: patient_history.lines(r, h.clinic.ids.maria), {DESK, ANA, SUPERVISOR, BOSS}),
    "estimates.due": (lambda r, _: due.due(r), {DESK, ANA, BEN, BOSS}),
    "cover_outrun": (
        lambda r, h: cover_outrun.outrun(r, h.clinic.ids.maria, h.clinic.ids.ana, ()),
        {DESK, ANA, SUPERVISOR, BOSS},
    ),
}
