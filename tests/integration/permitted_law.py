"""The law's part of the table: authorizations, guardians, what went out and what came back."""

from typing import Any

from ibh_desktop.domain.disclosure import Basis, Information, Part2
from ibh_desktop.domain.guardians import Authority
from ibh_desktop.domain.ids import AuthorizationId, GuardianId
from ibh_desktop.domain.letters import LetterStatus
from ibh_desktop.domain.recipients import Way
from ibh_desktop.domain.told import Channel, Told
from ibh_desktop.store import chart
from ibh_desktop.store.schema import Letter
from ibh_desktop.store.tx import Tx
from ibh_desktop.usecases import authorizations, disclosures, guardians, sending
from tests.integration.law_desk import PAPER
from tests.integration.permitted import ANA, BOSS, DESK, SUPERVISOR, Call, Hers
from tests.integration.world import later

MOTHER = guardians.Words("Rosa O'Kon", "mother", Authority.PARENT)


def _paper(tx: Tx, h: Hers) -> AuthorizationId:
    row = tx.session.query(chart.Authorization).filter_by(patient_id=h.clinic.ids.maria).first()
    assert row is not None
    row.expires_event = "the end of treatment"
    return AuthorizationId(row.id)


def _mother(tx: Tx, h: Hers) -> GuardianId:
    row = chart.Guardian(
        patient_id=h.clinic.ids.maria, name="Rosa O'Kon", relation="mother", authority="parent", noted_at=tx.now
    )
    tx.session.add(row)
    tx.session.flush()
    return GuardianId(row.id)


def _answered(tx: Tx, h: Hers) -> Any:
    tx.session.get_one(Letter, h.signed).status = LetterStatus.SENT
    return sending.answered(tx, h.signed, LetterStatus.ACKNOWLEDGED)


def _closed(tx: Tx, h: Hers) -> Any:
    tx.session.get_one(Letter, h.signed).status = LetterStatus.SENT
    return sending.closed(tx, h.signed, reason="No answer after two calls")


def _called(tx: Tx) -> Told:
    purpose = "further treatment"
    return Told(tx.now, frozenset({Information.RISK}), Basis.TREATMENT, Channel.PHONE, purpose, to_whom="Dr. Shah")


EVERYBODY_OF_HERS = {DESK, ANA, SUPERVISOR}
LAW_WRITES: dict[str, tuple[Call, set[str]]] = {
    "authorizations.record": (lambda tx, h: authorizations.record(tx, h.clinic.ids.maria, PAPER), {DESK, ANA}),
    "authorizations.revoke": (lambda tx, h: authorizations.revoke(tx, _paper(tx, h), on=later()), {DESK, ANA}),
    "authorizations.end": (lambda tx, h: authorizations.end(tx, _paper(tx, h), on=later()), {DESK, ANA}),
    "authorizations.void": (lambda tx, h: authorizations.void(tx, _paper(tx, h), reason="Wrong patient"), {DESK, ANA}),
    "authorizations.flag_part2": (
        lambda tx, h: authorizations.flag_part2(tx, h.clinic.ids.maria, Part2.YES),
        {ANA, SUPERVISOR},
    ),
    "disclosures.record": (lambda tx, h: disclosures.record(tx, h.clinic.ids.maria, _called(tx)), {DESK, ANA}),
    "guardians.add": (lambda tx, h: guardians.add(tx, h.clinic.ids.maria, MOTHER), {DESK, ANA, BOSS}),
    "guardians.change": (lambda tx, h: guardians.change(tx, _mother(tx, h), MOTHER), {DESK, ANA, BOSS}),
    "guardians.remove": (lambda tx, h: guardians.remove(tx, _mother(tx, h)), {DESK, ANA, BOSS}),
    "guardians.put_back": (lambda tx, h: guardians.put_back(tx, _mother(tx, h)), {DESK, ANA, BOSS}),
    "sending.printed": (lambda tx, h: sending.printed(tx, h.signed), EVERYBODY_OF_HERS),
    "sending.sent": (lambda tx, h: sending.sent(tx, h.signed, way=Way.MAIL), EVERYBODY_OF_HERS),
    "sending.answered": (_answered, EVERYBODY_OF_HERS),
    "sending.closed": (_closed, EVERYBODY_OF_HERS),
    "sending.take_back": (lambda tx, h: sending.take_back(tx, _answered(tx, h)), EVERYBODY_OF_HERS),
}
