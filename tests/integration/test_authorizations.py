"""Authorizations, guardians and the Part 2 flag on record: what is kept, what is refused, what it is worth today."""

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from ibh_desktop.domain.authorization import Method, ReceiverClass, Signer
from ibh_desktop.domain.disclosure import Basis, Part2, Special
from ibh_desktop.domain.errors import Conflict, NotAllowed, NotFound, Refused
from ibh_desktop.domain.guardians import Authority, Band
from ibh_desktop.domain.ids import AuthorizationId, GuardianId, RecipientId
from ibh_desktop.domain.topics import Topic
from ibh_desktop.queries import authorizations as shown
from ibh_desktop.queries import patient_file
from ibh_desktop.queries.authorizations import Permissions, Standing
from ibh_desktop.store.schema import Patient
from ibh_desktop.store.tx import Tx
from ibh_desktop.usecases import authorizations, guardians, patients
from tests.integration.law_desk import CONSENT, PAPER, allow
from tests.integration.test_letters import hart
from tests.integration.test_release import frozen, reasons
from tests.integration.world import LEAD, MANAGER, OTHER, RECEPTIONIST, THERAPIST, Clinic

TODAY = date(2027, 1, 4)
MOTHER = guardians.Words("Rosa O'Kon", "mother", Authority.CUSTODIAL_PARENT, phone="205 555 0177", document="birth certificate")


def permissions(clinic: Clinic, who: str = RECEPTIONIST) -> Permissions:
    """What the window shows of María."""
    return clinic.as_role(who).read(shown.permissions, clinic.ids.maria)


def test_a_paper_is_kept_as_it_was_signed_and_is_valid(clinic: Clinic) -> None:
    to = hart(clinic)
    paper = replace(
        PAPER,
        receivers=ReceiverClass.NONE,
        recipient=to,
        records_from=date(2026, 1, 1),
        records_to=date(2027, 6, 1),
        expires_on=None,
        expires_event="the end of treatment",
    )
    new = clinic.as_role(RECEPTIONIST).write(
        authorizations.record, clinic.ids.maria, paper, method=Method.E_SIGN, scan_ref="Cabinet 3"
    )
    (line,) = permissions(clinic).authorizations
    assert line.record == replace(paper, id=new)
    assert (line.to, line.ends, line.standing, line.reasons) == (
        "Dr. Amelia Hart",
        "the end of treatment",
        Standing.VALID,
        (),
    )
    assert clinic.rows("SELECT method, scan_ref FROM patient_authorization") == [("electronic signature", "Cabinet 3")]


def test_a_paper_that_lacks_something_is_recorded_and_says_what(clinic: Clinic) -> None:
    allow(clinic, copy_given=False, purpose="", expires_on=None)
    (line,) = permissions(clinic).authorizations
    assert line.standing is Standing.LACKING
    assert line.reasons == (
        "It states no purpose.",
        "It has neither a date nor an event on which it ends.",
        "It was signed, but no copy was given.",
    )


CANNOT_BE: list[tuple[dict[str, Any], str, str]] = [
    ({"basis": Basis.TREATMENT}, "basis", "Record an authorization"),
    ({"signed_on": date(2027, 1, 5)}, "signed_on", "cannot have been signed in the future"),
    ({"expires_on": date(2026, 12, 1)}, "expires_on", "end before it was signed"),
    ({"records_from": date(2027, 1, 1), "records_to": date(2026, 1, 1)}, "records_to", "end before they begin"),
    ({"recipient": RecipientId(1)}, "receivers", "choose one of the two"),
    ({"discloser": "x" * 121}, "discloser", "holds 120 characters"),
    ({"description": "x" * 2001}, "description", "holds 2,000 characters"),
]


@pytest.mark.parametrize(("changed", "field", "words"), CANNOT_BE, ids=[field for _, field, _ in CANNOT_BE])
def test_what_cannot_be_so_is_refused_at_its_field_and_nothing_is_kept(
    changed: dict[str, Any], field: str, words: str, clinic: Clinic
) -> None:
    with pytest.raises(Refused, match=words) as refused:
        allow(clinic, **changed)
    assert refused.value.field == field
    assert clinic.count("patient_authorization") == 0


def test_a_receiver_must_be_in_the_address_book(clinic: Clinic) -> None:
    with pytest.raises(NotFound, match="recipient"):
        allow(clinic, receivers=ReceiverClass.NONE, recipient=RecipientId(999))


def test_a_part_2_consent_names_part_2_by_itself(clinic: Clinic) -> None:
    allow(clinic, paper=CONSENT, special=frozenset())
    (line,) = permissions(clinic).authorizations
    assert line.record.special == {Special.PART2}


def test_revoked_ended_and_void_records_stay_and_stand_last(clinic: Clinic) -> None:
    desk = clinic.as_role(RECEPTIONIST)
    revoked, ended, void, valid = (
        allow(clinic, expires_event="a new therapist", signed_on=date(2027, 1, 1 + n % 3)) for n in range(4)
    )
    desk.write(authorizations.revoke, revoked, on=date(2027, 1, 3), by="by letter")
    desk.write(authorizations.end, ended, on=date(2027, 1, 4))
    desk.write(authorizations.void, void, reason="Wrong patient")
    lines = permissions(clinic).authorizations
    assert [line.standing for line in lines] == [Standing.VALID, Standing.VOID, Standing.OVER, Standing.OVER]
    said = {line.id: line.reasons for line in lines}
    assert said == {
        valid: (),
        revoked: ("It was revoked on 01/03/2027.",),
        ended: ("It ended on 01/04/2027, as agreed: a new therapist.",),
        void: ("It was recorded by mistake and is void.",),
    }
    assert clinic.rows("SELECT revoked_by, void_reason FROM patient_authorization WHERE voided_at IS NOT NULL") == [
        ("", "Wrong patient")
    ]


def test_what_is_over_is_not_ended_twice(clinic: Clinic) -> None:
    desk, held = clinic.as_role(RECEPTIONIST), allow(clinic, expires_event="a new therapist")
    for on, words in ((date(2027, 1, 5), "in the future"), (date(2027, 1, 1), "cannot have been revoked before")):
        with pytest.raises(Refused, match=words):
            desk.write(authorizations.revoke, held, on=on)
    desk.write(authorizations.revoke, held, on=TODAY)
    for again in (authorizations.revoke, authorizations.end):
        with pytest.raises(Refused, match="revoked on 01/04/2027 already"):
            desk.write(again, held, on=TODAY)
    no_event = allow(clinic)
    with pytest.raises(Refused, match="names no event"):
        desk.write(authorizations.end, no_event, on=TODAY)
    with pytest.raises(Refused, match="Say why it is void"):
        desk.write(authorizations.void, no_event, reason="  ")


def test_two_desks_do_not_change_one_record_past_each_other(clinic: Clinic) -> None:
    held = allow(clinic)
    version = permissions(clinic).authorizations[0].version
    clinic.as_role(THERAPIST).write(authorizations.void, _of_ana(clinic, held), reason="Wrong form", version=version)
    with pytest.raises(Conflict, match="Somebody else changed this"):
        clinic.as_role(RECEPTIONIST).write(authorizations.revoke, held, on=TODAY, version=version)


def _of_ana(clinic: Clinic, held: AuthorizationId) -> AuthorizationId:
    clinic.open_course()
    return held


def test_a_therapist_records_for_her_own_patients_only(clinic: Clinic) -> None:
    clinic.open_course()
    clinic.as_role(THERAPIST).write(authorizations.record, clinic.ids.maria, PAPER)
    with pytest.raises(NotAllowed, match="another therapist's patient"):
        clinic.as_role(OTHER).write(authorizations.record, clinic.ids.maria, PAPER)
    with pytest.raises(NotAllowed):
        permissions(clinic, OTHER)


def test_the_part_2_flag_is_for_clinicians_eyes(clinic: Clinic) -> None:
    clinic.open_course()
    before = clinic.as_role(THERAPIST).write(authorizations.flag_part2, clinic.ids.maria, Part2.PENDING)
    assert before is Part2.NO
    eyes = {who: permissions(clinic, who).part2 for who in (THERAPIST, LEAD, RECEPTIONIST, MANAGER)}
    assert eyes == {THERAPIST: Part2.PENDING, LEAD: Part2.PENDING, RECEPTIONIST: None, MANAGER: None}
    with pytest.raises(NotAllowed):
        clinic.as_role(RECEPTIONIST).write(authorizations.flag_part2, clinic.ids.maria, Part2.NO)


def test_guardians_are_noted_changed_and_taken_off_with_undo(clinic: Clinic) -> None:
    desk, born = clinic.as_role(RECEPTIONIST), date(2012, 3, 14)
    desk.write(patients.change, clinic.ids.maria, patients.Details("María", "O'Kon", born))
    assert permissions(clinic).band is Band.CHILD
    assert "No guardian is on file yet." in permissions(clinic).notes
    new = desk.write(guardians.add, clinic.ids.maria, MOTHER)
    (line,) = permissions(clinic).guardians
    assert (line.name, line.authority, line.phone, line.document) == (
        "Rosa O'Kon",
        Authority.CUSTODIAL_PARENT,
        "+12055550177",
        "birth certificate",
    )
    ordered = replace(MOTHER, restrictions="No records to the father.")
    desk.write(guardians.change, new, ordered, version=line.version)
    assert any(note.startswith("A court's order is on file for Rosa O'Kon") for note in permissions(clinic).notes)
    with pytest.raises(Conflict):
        desk.write(guardians.change, new, MOTHER, version=line.version)
    desk.write(guardians.remove, new)
    assert permissions(clinic).guardians == ()
    desk.write(guardians.put_back, new)
    assert [g.id for g in permissions(clinic).guardians] == [new]


def test_the_front_desk_sees_custody_in_the_file_and_not_the_words_of_the_order(clinic: Clinic) -> None:
    desk = clinic.as_role(RECEPTIONIST)
    desk.write(guardians.add, clinic.ids.maria, MOTHER)
    assert desk.read(patient_file.file, clinic.ids.maria).custody == ()
    father = guardians.Words("Carl O'Kon", "father", Authority.JOINT, contact_allowed=False)
    father = replace(father, custody_note="Weekends only", restrictions="No records to the father: he is accused.")
    desk.write(guardians.add, clinic.ids.maria, father)
    assert desk.read(patient_file.file, clinic.ids.maria).custody == (
        "Carl O'Kon: Weekends only; a court's order is on file; no contact",
    )


@pytest.mark.parametrize(
    ("changed", "field"),
    [
        ({"name": " "}, "name"),
        ({"relation": ""}, "relation"),
        ({"phone": "12"}, "phone"),
        ({"document": "x" * 121}, "document"),
    ],
)
def test_a_guardian_without_name_or_relation_is_refused(changed: dict[str, Any], field: str, clinic: Clinic) -> None:
    with pytest.raises(Refused) as refused:
        clinic.as_role(RECEPTIONIST).write(guardians.add, clinic.ids.maria, replace(MOTHER, **changed))
    assert refused.value.field == field
    with pytest.raises(NotFound, match="not on file"):
        clinic.as_role(RECEPTIONIST).write(guardians.remove, GuardianId(99))


def test_a_guardian_s_signature_counts_while_the_patient_is_under_age(clinic: Clinic) -> None:
    desk = clinic.as_role(RECEPTIONIST)
    desk.write(patients.change, clinic.ids.maria, patients.Details("María", "O'Kon", date(2012, 3, 14)))
    allow(clinic)
    allow(clinic, signer=Signer.GUARDIAN, signer_name="Rosa O'Kon", authority="custodial parent")
    assert {line.standing for line in permissions(clinic).authorizations} == {Standing.LACKING}
    desk.write(guardians.add, clinic.ids.maria, MOTHER)
    worth = {line.record.signer: line.standing for line in permissions(clinic).authorizations}
    assert worth == {Signer.GUARDIAN: Standing.VALID, Signer.PATIENT: Standing.LACKING}


def test_a_child_s_letter_needs_a_paper_that_a_guardian_signed(clinic: Clinic) -> None:
    course, to = clinic.open_course().course, hart(clinic)

    def younger(tx: Tx) -> None:
        tx.session.get_one(Patient, clinic.ids.maria).born = date(2012, 5, 1)
        tx.record("patient:change", Topic.PATIENTS, clinic.ids.maria)

    clinic.app.write(younger)
    allow(clinic)
    (reason,) = reasons(clinic, frozen(clinic, "referral", course=course, to=to))
    assert reason.endswith("it was signed by the patient while under 16: a guardian signs then.")
