"""Papers that patients sign, for tests of the letters' law."""

from dataclasses import replace
from datetime import date
from typing import Any

from ibh_desktop.domain.authorization import Authorization, ReceiverClass
from ibh_desktop.domain.disclosure import Basis, Information, Special
from ibh_desktop.domain.ids import AuthorizationId, PatientId
from ibh_desktop.usecases import authorizations
from tests.integration.world import RECEPTIONIST, Clinic

EVERYTHING = frozenset(Information) - {Information.PSYCHOTHERAPY_NOTES}
PAPER = Authorization(
    AuthorizationId(0),
    Basis.AUTHORIZATION,
    date(2027, 1, 2),
    EVERYTHING,
    discloser="Riverside Clinic",
    receivers=ReceiverClass.PROVIDERS,
    description="The summary of the course with diagnosis and scores",
    purpose="further treatment",
    expires_on=date(2028, 1, 2),
    revocation_told=True,
    redisclosure_told=True,
    conditioning_told=True,
    copy_given=True,
)
"""In order, two days before the tests begin: all treating providers may be told everything."""
CONSENT = replace(PAPER, basis=Basis.PART2_CONSENT, special=frozenset({Special.PART2}))


def allow(clinic: Clinic, patient: PatientId | None = None, paper: Authorization = PAPER, **changes: Any) -> AuthorizationId:
    """The front desk records what María, or somebody else, signed."""
    desk = clinic.as_role(RECEPTIONIST)
    return desk.write(authorizations.record, patient or clinic.ids.maria, replace(paper, **changes))
