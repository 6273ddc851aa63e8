"""What is told without a letter is noted as it was, and whether it was allowed is said at once."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from ibh_desktop.domain.authorization import ReceiverClass
from ibh_desktop.domain.disclosure import Basis, Information, Part2, Special
from ibh_desktop.domain.errors import NotAllowed, NotFound, Refused
from ibh_desktop.domain.ids import RecipientId
from ibh_desktop.domain.told import Channel, Told
from ibh_desktop.queries import disclosures as shown
from ibh_desktop.usecases import authorizations, disclosures
from tests.integration.law_desk import CONSENT, allow
from tests.integration.test_letters import hart
from tests.integration.test_release import treated_together
from tests.integration.world import NOW, OTHER, RECEPTIONIST, THERAPIST, Clinic

CALL = Told(NOW, frozenset({Information.RISK}), Basis.TREATMENT, Channel.PHONE, "further treatment", to_whom="Officer Reed")


def told(clinic: Clinic, **changed: Any) -> tuple[str, ...]:
    """The front desk notes that something was told of María; why it was not allowed."""
    return clinic.as_role(RECEPTIONIST).write(disclosures.record, clinic.ids.maria, replace(CALL, **changed))


def test_a_provider_may_be_told_for_treatment_and_it_stands_in_the_log(clinic: Clinic) -> None:
    assert told(clinic, recipient=hart(clinic), to_whom="", at=NOW - timedelta(hours=2)) == ()
    (line,) = clinic.as_role(RECEPTIONIST).read(shown.log, clinic.ids.maria)
    assert (line.to_whom, line.what, line.how, line.basis) == ("Dr. Amelia Hart", "Told: risk", "phone", "treatment")
    assert (line.letter, line.by, f"{line.at:%H:%M}") == (None, "Dana Brooks", "07:00")


def test_what_was_not_allowed_is_noted_all_the_same_and_says_why(clinic: Clinic) -> None:
    assert told(clinic) == (
        "Officer Reed is no health-care provider: without an authorization nothing is told, not even attendance.",
    )
    assert told(clinic, basis=Basis.AUTHORIZATION) == ("It is to go out on an authorization, and none is on file.",)
    assert clinic.count("disclosure") == 2
    assert told(clinic, basis=Basis.SERIOUS_THREAT) == ()


def test_the_authorization_that_allowed_it_stands_beside_it(clinic: Clinic) -> None:
    to = hart(clinic)
    held = allow(clinic, receivers=ReceiverClass.NONE, recipient=to)
    assert told(clinic, basis=Basis.AUTHORIZATION, recipient=to) == ()
    assert clinic.rows("SELECT authorization_id, basis FROM disclosure") == [(held, "authorization")]


def test_hiv_and_counseling_notes_need_a_paper_that_names_them(clinic: Clinic) -> None:
    to = hart(clinic)
    hiv = frozenset({Special.HIV})
    assert told(clinic, recipient=to, special=hiv) == ("An authorization must name for itself: HIV status. None is on file.",)
    allow(clinic)
    assert told(clinic, recipient=to, special=hiv) == (
        "The authorization of 01/02/2027 is not enough: it does not name for itself: HIV status.",
    )
    allow(clinic, special=hiv)
    assert told(clinic, recipient=to, special=hiv) == ()
    assert clinic.rows("SELECT what FROM disclosure WHERE id = 3") == [("Told: risk, HIV status",)]


def test_substance_use_of_a_part_2_patient_needs_the_consent_on_the_phone_too(clinic: Clinic) -> None:
    to = hart(clinic)
    clinic.open_course()
    clinic.as_role(THERAPIST).write(authorizations.flag_part2, clinic.ids.maria, Part2.YES)
    substances = frozenset({Information.SUBSTANCE_USE})
    (reason,) = told(clinic, recipient=to, information=substances)
    assert reason.startswith("Substance use records are protected by 42 CFR Part 2")
    allow(clinic, paper=CONSENT)
    assert told(clinic, recipient=to, information=substances) == ()
    assert told(clinic, recipient=to, information=substances, basis=Basis.EMERGENCY) == ()


def test_those_treated_together_are_asked_here_as_well(clinic: Clinic) -> None:
    treated_together(clinic, clinic.ids.tyrone)
    assert told(clinic, recipient=hart(clinic)) == (
        "Tyrone Washington was treated together with the patient and has not authorized it.",
    )


def test_the_patient_may_be_told_everything_of_the_own_record(clinic: Clinic) -> None:
    assert told(clinic, basis=Basis.PATIENT_ACCESS, to_whom="María O'Kon") == ()


@pytest.mark.parametrize(
    ("changed", "field"),
    [
        ({"at": NOW + timedelta(minutes=1)}, "at"),
        ({"information": frozenset()}, "information"),
        ({"to_whom": " "}, "to_whom"),
        ({"purpose": ""}, "purpose"),
        ({"purpose": "x" * 121}, "purpose"),
    ],
)
def test_what_cannot_be_so_is_refused_at_its_field(changed: dict[str, Any], field: str, clinic: Clinic) -> None:
    with pytest.raises(Refused) as refused:
        told(clinic, **changed)
    assert (refused.value.field, clinic.count("disclosure")) == (field, 0)


def test_only_who_knows_the_patient_notes_it_and_the_receiver_must_be_there(clinic: Clinic) -> None:
    with pytest.raises(NotAllowed, match="another therapist's patient"):
        clinic.as_role(OTHER).write(disclosures.record, clinic.ids.maria, CALL)
    with pytest.raises(NotFound, match="recipient"):
        told(clinic, recipient=RecipientId(999))
