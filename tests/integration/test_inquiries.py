"""Requests on both engines: taken, triaged, handed over, linked and booked, closed and undone; two desks; who reads what."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date

import pytest

from ibh_desktop.app import App
from ibh_desktop.domain.appointments import Kind
from ibh_desktop.domain.errors import Conflict, NotAllowed, NotFound, Refused
from ibh_desktop.domain.ids import InquiryId, LocationId, StaffId
from ibh_desktop.domain.inquiries import Alarm, Channel, Details, Outcome, Step, Triage
from ibh_desktop.domain.safety import IntakeAnswer, Source
from ibh_desktop.queries import inquiries as shown
from ibh_desktop.queries import inquiry as one
from ibh_desktop.queries.inquiries import Group, InquiryLine
from ibh_desktop.usecases import appointments, inquiries, patients
from tests.integration.world import (
    CHICAGO,
    LEAD,
    MANAGER,
    OTHER,
    RECEPTIONIST,
    THERAPIST,
    Clinic,
    at,
    later,
)

ADA = Details("Ada", "Newton", phone="(205) 555-0177", reason="Cannot sleep.", answer=IntakeAnswer.NO)
WORRIED = replace(ADA, answer=IntakeAnswer.UNSURE)
BORN = date(1990, 5, 1)


@pytest.fixture
def desk(clinic: Clinic) -> App:
    """The front desk."""
    return clinic.as_role(RECEPTIONIST)


def line_of(app: App, key: InquiryId) -> InquiryLine:
    """A request in the queue."""
    return next(line for line in app.read(shown.queue) if line.id == key)


def staff_of(clinic: Clinic, username: str) -> StaffId:
    """Somebody's key."""
    return StaffId(clinic.rows("SELECT id FROM staff WHERE username = :u", u=username)[0][0])


def test_a_request_is_taken_with_what_was_said_and_level_4(clinic: Clinic, desk: App) -> None:
    key = desk.write(inquiries.take, replace(ADA, reason="  Cannot\x07 sleep.\n ", location=clinic.ids.birmingham))
    file = desk.read(one.inquiry, key)
    assert (file.details.phone, file.details.reason) == ("+12055550177", "Cannot sleep.")
    assert (file.standing.level, file.standing.triaged_at) == (Triage.ROUTINE, None)
    assert [(step.what, step.by) for step in file.steps] == [(Step.TAKEN, "Dana Brooks")]
    assert line_of(desk, key).group(clinic.clock.now) is Group.OPEN


@pytest.mark.parametrize(
    ("details", "field"),
    [
        (replace(ADA, given="", family=" \x00 "), "family"),
        (replace(ADA, given="A" * 10_000), "given"),
        (replace(ADA, phone="no phone"), "phone"),
        (replace(ADA, phone=""), "phone"),
        (replace(ADA, born=date(2031, 1, 1)), "born"),
        (replace(ADA, email="ada at home"), "email"),
        (replace(ADA, reason="w" * 1_001), "reason"),
        (replace(ADA, insurance="w" * 101), "insurance"),
        (replace(ADA, owner=StaffId(1)), "owner"),
    ],
)
def test_bad_input_gets_a_sentence_at_its_field_and_nothing_is_kept(
    clinic: Clinic, desk: App, details: Details, field: str
) -> None:
    with pytest.raises(Refused) as no:
        desk.write(inquiries.take, details)
    assert no.value.field == field
    assert no.value.sentence.endswith(".")
    assert (clinic.count("inquiry"), clinic.count("inquiry_step")) == (0, 0)


def test_a_location_that_is_none_is_not_found(desk: App) -> None:
    with pytest.raises(NotFound):
        desk.write(inquiries.take, replace(ADA, location=LocationId(999)))


def test_a_yes_stays_marked_until_a_clinician_has_triaged_it(clinic: Clinic, desk: App) -> None:
    key = desk.write(inquiries.take, WORRIED)
    now = clinic.clock.now
    assert line_of(desk, key).alarms(now) == (Alarm.HAND_OFF,)
    assert line_of(desk, key).group(now) is Group.CLINICIAN
    for outcome in Outcome:
        with pytest.raises(Refused, match="clinician"):
            desk.write(inquiries.close, key, outcome=outcome)
    with pytest.raises(Refused, match="clinician"):
        desk.write(inquiries.change, key, ADA)
    with pytest.raises(NotAllowed):
        desk.write(inquiries.triage, key, level=Triage.ROUTINE)
    clinic.as_role(LEAD).write(inquiries.triage, key, level=Triage.URGENT, words="Spoke to her.")
    line = line_of(desk, key)
    assert (line.alarms(now), line.group(now), line.standing.level) == ((), Group.OPEN, Triage.URGENT)
    assert line.due.astimezone(CHICAGO).date() == later(days=3)


def test_a_yes_that_comes_after_triage_needs_a_clinician_again(clinic: Clinic, desk: App) -> None:
    key = desk.write(inquiries.take, ADA)
    clinic.as_role(LEAD).write(inquiries.triage, key, level=Triage.SOON)
    desk.write(inquiries.change, key, WORRIED)
    assert line_of(desk, key).group(clinic.clock.now) is Group.CLINICIAN


def test_an_emergency_is_never_booked(clinic: Clinic, desk: App) -> None:
    key = desk.write(inquiries.take, WORRIED)
    clinic.as_role(LEAD).write(inquiries.triage, key, level=Triage.EMERGENCY)
    desk.write(inquiries.link, key, clinic.ids.maria)
    for outcome in (Outcome.BOOKED, Outcome.WAITLIST):
        with pytest.raises(Refused, match="911"):
            desk.write(inquiries.close, key, outcome=outcome)
    assert line_of(desk, key).alarms(clinic.clock.now) == (Alarm.EMERGENCY,)


def test_registering_links_in_the_same_transaction_and_booking_closes(clinic: Clinic, desk: App) -> None:
    key = desk.write(inquiries.take, replace(WORRIED, location=clinic.ids.birmingham))
    clinic.as_role(LEAD).write(inquiries.triage, key, level=Triage.URGENT)
    patient = desk.write(inquiries.register, key, patients.Details("Ada", "Newton", BORN, phone="205 555 0177"))
    file = desk.read(one.inquiry, key)
    assert (file.patient, file.standing.outcome) == (patient, None)  # what a crash would leave: the flow goes on from here
    assert clinic.rows("SELECT source, words FROM safety_event") == [(Source.INTAKE.value, "The answer was unsure.")]
    with pytest.raises(Refused, match="No visit"):
        desk.write(inquiries.close, key, outcome=Outcome.BOOKED)
    where = {"patient": patient, "therapist": clinic.ids.ben, "location": clinic.ids.birmingham}
    visit = desk.write(appointments.book, starts=at(later(1), 10), kind=Kind.INTAKE, **where)  # type: ignore[arg-type]
    before = desk.write(inquiries.close, key, outcome=Outcome.BOOKED, appointment=visit)
    assert clinic.rows("SELECT outcome, patient_id, appointment_id FROM inquiry") == [("booked", patient, visit)]
    desk.write(inquiries.take_back, before)
    assert clinic.rows("SELECT outcome, patient_id, appointment_id FROM inquiry") == [("", patient, None)]


def test_a_refused_registration_links_nobody(clinic: Clinic, desk: App) -> None:
    key = desk.write(inquiries.take, ADA)
    people = clinic.count("patient")
    with pytest.raises(Conflict, match="already registered"):
        desk.write(inquiries.register, key, patients.Details("Tyrone", "Washington", date(1990, 7, 1)))
    assert desk.read(one.inquiry, key).patient is None
    assert clinic.count("patient") == people


def test_another_patients_visit_does_not_close_a_request(clinic: Clinic, desk: App) -> None:
    ids = clinic.ids
    where = {"patient": ids.tyrone, "therapist": ids.ben, "location": ids.birmingham}
    visit = desk.write(appointments.book, starts=at(later(1), 10), **where)  # type: ignore[arg-type]
    key = desk.write(inquiries.take, ADA)
    desk.write(inquiries.link, key, ids.maria)
    with pytest.raises(Refused, match="No visit"):
        desk.write(inquiries.close, key, outcome=Outcome.BOOKED, appointment=visit)


def test_whoever_is_registered_already_is_offered(clinic: Clinic, desk: App) -> None:
    by_phone = desk.write(inquiries.take, replace(ADA, phone="205-555-0142"))
    assert [hit.id for hit in desk.read(one.inquiry, by_phone).alike] == [clinic.ids.maria]
    by_name = desk.write(inquiries.take, Details("tyrone", "WASHINGTON", phone="205 555 0199", born=date(1990, 7, 1)))
    file = desk.read(one.inquiry, by_name)
    assert [hit.id for hit in file.alike] == [clinic.ids.tyrone]
    again = desk.write(inquiries.take, replace(ADA, phone="205 555 0199"))
    assert len(desk.read(one.inquiry, again).others) == 2


def test_of_two_desks_the_second_is_told_and_nothing_is_lost(clinic: Clinic, desk: App) -> None:
    key = desk.write(inquiries.take, ADA)
    seen = line_of(desk, key).version
    desk.write(inquiries.attempt, key, words="Mailbox full", version=seen)
    late: tuple[Callable[[], object], ...] = (
        lambda: desk.write(inquiries.attempt, key, version=seen),
        lambda: desk.write(inquiries.assign, key, owner=None, version=seen),
        lambda: desk.write(inquiries.change, key, ADA, version=seen),
        lambda: desk.write(inquiries.close, key, outcome=Outcome.DECLINED, version=seen),
        lambda: clinic.as_role(LEAD).write(inquiries.triage, key, level=Triage.SOON, version=seen),
    )
    for write in late:
        with pytest.raises(Conflict, match="Somebody else changed"):
            write()
    line = line_of(desk, key)
    assert (line.attempts, line.version, line.standing.outcome) == (1, seen + 1, None)


def test_every_step_is_undone_and_an_undo_that_comes_too_late_is_refused(clinic: Clinic, desk: App) -> None:
    key = desk.write(inquiries.take, ADA)
    first = line_of(desk, key)
    steps = (
        desk.write(inquiries.assign, key, owner=staff_of(clinic, THERAPIST)),
        desk.write(inquiries.attempt, key),
        desk.write(inquiries.change, key, replace(ADA, channel=Channel.WALK_IN, next_action="Call at noon")),
        desk.write(inquiries.close, key, outcome=Outcome.NO_RESPONSE),
    )
    with pytest.raises(Conflict):
        desk.write(inquiries.take_back, steps[0])
    for before in reversed(steps):
        version = line_of(desk, key).version
        desk.write(inquiries.take_back, replace(before, version=version - 1))
    assert replace(line_of(desk, key), version=first.version) == first


def test_a_closed_request_is_opened_again_and_only_then_changed(desk: App) -> None:
    key = desk.write(inquiries.take, ADA)
    with pytest.raises(Refused, match="where they were sent"):
        desk.write(inquiries.close, key, outcome=Outcome.REFERRED_ELSEWHERE)
    desk.write(inquiries.close, key, outcome=Outcome.REFERRED_ELSEWHERE, words="County clinic")
    with pytest.raises(Refused, match="was closed"):
        desk.write(inquiries.attempt, key)
    desk.write(inquiries.reopen, key)
    assert line_of(desk, key).standing.outcome is None
    with pytest.raises(Conflict):
        desk.write(inquiries.reopen, key)


def test_a_therapist_reads_and_triages_what_is_assigned_to_her_only(clinic: Clinic, desk: App) -> None:
    ana, ben = clinic.as_role(THERAPIST), clinic.as_role(OTHER)
    key = desk.write(inquiries.take, replace(WORRIED, owner=staff_of(clinic, THERAPIST)))
    desk.write(inquiries.take, ADA)
    assert [line.id for line in ana.read(shown.queue)] == [key]
    assert ben.read(shown.queue) == []
    for refused in (lambda: ben.read(one.inquiry, key), lambda: ben.write(inquiries.triage, key, level=Triage.SOON)):
        with pytest.raises(NotAllowed):
            refused()
    ana.write(inquiries.triage, key, level=Triage.SOON, words="No plan, sister is with her.")
    with pytest.raises(NotAllowed):
        ana.write(inquiries.close, key, outcome=Outcome.DECLINED)


def test_a_clinicians_words_are_for_clinicians_and_the_desk_reads_the_answer_only(clinic: Clinic, desk: App) -> None:
    key = desk.write(inquiries.take, WORRIED)
    lead = clinic.as_role(LEAD)
    lead.write(inquiries.triage, key, level=Triage.SOON, words="No plan, sister is with her.")
    assert "No plan, sister is with her." in {step.words for step in lead.read(one.inquiry, key).steps}
    for who in (RECEPTIONIST, MANAGER):
        file = clinic.as_role(who).read(one.inquiry, key)
        assert file.details.answer is IntakeAnswer.UNSURE
        assert "sister" not in repr(file)
        assert "3 Soon" in {step.words for step in file.steps}
