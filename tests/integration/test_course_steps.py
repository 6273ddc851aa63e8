"""A course from draft to its end, on both engines: every step with what it asks for and what it leaves behind."""

from collections.abc import Callable
from datetime import date, timedelta

import pytest

from ibh_desktop.domain.appointments import UPCOMING, Status
from ibh_desktop.domain.consent import Consent, Giver
from ibh_desktop.domain.engagement import Channel
from ibh_desktop.domain.errors import Conflict, NotAllowed, Refused
from ibh_desktop.domain.goals import GoalStatus
from ibh_desktop.domain.ids import CourseId
from ibh_desktop.domain.lifecycle import EndReason
from ibh_desktop.domain.phases import Phase
from ibh_desktop.queries import course_page, unbooked
from ibh_desktop.queries.course_plan import CoursePlan
from ibh_desktop.usecases import appointments, contract, course_steps, courses, goals, measures, patients
from ibh_desktop.usecases.contract import Terms
from tests.integration.world import LEAD, MONDAY, RECEPTIONIST, THERAPIST, Clinic, at, later

TEN = at(later(1), 10)
WHY = "seen on paper, all of it"
CONSENT = Consent(MONDAY, Giver.PATIENT)


def running(clinic: Clinic, phase: Phase = Phase.INITIAL) -> courses.Opened:
    """María's course, started, and brought to a phase."""
    opened = clinic.open_course(TEN)
    clinic.start(opened.course)
    for one in list(Phase)[1 : list(Phase).index(phase) + 1]:
        clinic.as_role(THERAPIST).write(course_steps.move_phase, opened.course, phase=one, override=WHY)
    return opened


def status_of(clinic: Clinic, course: CourseId) -> tuple[str, str, date | None]:
    """Status, phase and end of a course."""
    page = clinic.as_role(THERAPIST).read(course_page.page, course)
    return page.status.value, page.phase.value, page.ended_on


def upcoming(clinic: Clinic, course: CourseId) -> int:
    """How many sessions are still to come."""
    page = clinic.as_role(THERAPIST).read(course_page.page, course)
    return sum(visit.status in UPCOMING for visit in page.visits)


def test_a_booked_course_is_a_draft_until_consent_is_on_file(clinic: Clinic) -> None:
    opened, desk = clinic.open_course(TEN), clinic.as_role(RECEPTIONIST)
    assert status_of(clinic, opened.course)[0] == "draft"
    with pytest.raises(Refused, match="No consent to treatment is on file"):
        desk.write(course_steps.start, opened.course)
    desk.write(course_steps.start, opened.course, consent=CONSENT)
    assert status_of(clinic, opened.course)[0] == "active"
    with pytest.raises(Refused, match="active cannot be started"):
        desk.write(course_steps.start, opened.course, consent=CONSENT)


def test_a_course_under_sixteen_does_not_start_without_a_guardian_or_an_exemption(clinic: Clinic) -> None:
    """DOMAIN.md 8, invariant 12."""
    desk = clinic.as_role(RECEPTIONIST)
    child = desk.write(patients.register, patients.Details("June", "Hart", date(2012, 5, 5)))
    opened = clinic.as_role(THERAPIST).write(courses.open_course, clinic.plan(TEN, patient=child), indication="depression")
    with pytest.raises(Refused, match="needs a guardian's consent"):
        desk.write(course_steps.start, opened.course, consent=CONSENT)
    desk.write(course_steps.start, opened.course, consent=Consent(MONDAY, Giver.GUARDIAN))


def test_a_hold_keeps_the_sessions_and_goes_on_again(clinic: Clinic) -> None:
    opened, ana = running(clinic), clinic.as_role(THERAPIST)
    with pytest.raises(Refused, match="Give the reason"):
        ana.write(course_steps.hold, opened.course, reason=" ", review_on=later(4))
    with pytest.raises(Refused, match="within 60 days"):
        ana.write(course_steps.hold, opened.course, reason="surgery", review_on=later(12))
    ana.write(course_steps.hold, opened.course, reason="surgery", review_on=later(4))
    assert (status_of(clinic, opened.course)[0], upcoming(clinic, opened.course)) == ("on hold", 16)
    with pytest.raises(Refused, match="its phase moves while it is active"):
        ana.write(course_steps.move_phase, opened.course, phase=Phase.MIDDLE, override=WHY)
    ana.write(course_steps.resume, opened.course)
    assert status_of(clinic, opened.course)[0] == "active"


def test_the_end_of_the_initial_phase_asks_for_its_tasks_and_takes_a_reason(clinic: Clinic) -> None:
    opened, ana = running(clinic), clinic.as_role(THERAPIST)
    with pytest.raises(Refused, match="Still open: History and symptoms") as no:
        ana.write(course_steps.move_phase, opened.course, phase=Phase.MIDDLE)
    assert no.value.field == "override"
    for code in ("I1", "I2", "I5", "I6", "I8"):
        ana.write(contract.tick, opened.course, code=code)
    ana.write(contract.agree, opened.course, Terms("To sleep again", agreed_on=MONDAY, agreed_by=Giver.PATIENT))
    with pytest.raises(Refused, match="Still open: At least one goal"):
        ana.write(course_steps.move_phase, opened.course, phase=Phase.MIDDLE)
    ana.write(goals.add, opened.course, title="Call my sister")
    ana.write(course_steps.move_phase, opened.course, phase=Phase.MIDDLE)
    assert status_of(clinic, opened.course)[1] == "middle"


def test_phases_are_moved_by_hand_only_never_skipped_and_back_only_with_a_reason(clinic: Clinic) -> None:
    """DOMAIN.md 8, invariant 18, and 1.7.2."""
    opened, ana = running(clinic), clinic.as_role(THERAPIST)
    with pytest.raises(Refused, match="from the initial to the ending phase"):
        ana.write(course_steps.move_phase, opened.course, phase=Phase.ENDING)
    ana.write(course_steps.move_phase, opened.course, phase=Phase.MIDDLE, override=WHY)
    with pytest.raises(Refused, match="Give the reason"):
        ana.write(course_steps.move_phase, opened.course, phase=Phase.INITIAL)
    ana.write(course_steps.move_phase, opened.course, phase=Phase.INITIAL, reason="another focus")
    ana.write(course_steps.move_phase, opened.course, phase=Phase.MIDDLE, override=WHY)
    clinic.as_role(LEAD).write(course_steps.move_phase, opened.course, phase=Phase.ENDING)
    with pytest.raises(Refused, match="needs an extended contract"):
        ana.write(course_steps.move_phase, opened.course, phase=Phase.MIDDLE)
    ana.write(contract.extend, opened.course, sessions=18, reason="two more for the ending")
    ana.write(course_steps.move_phase, opened.course, phase=Phase.MIDDLE)
    assert status_of(clinic, opened.course)[1] == "middle"


def test_completing_asks_for_everything_and_releases_what_is_left(clinic: Clinic) -> None:
    opened, ana = running(clinic), clinic.as_role(THERAPIST)
    goal = ana.write(goals.add, opened.course, title="Call my sister")
    with pytest.raises(Refused, match="from its ending phase"):
        ana.write(course_steps.complete, opened.course, override=WHY)
    for phase in (Phase.MIDDLE, Phase.ENDING):
        ana.write(course_steps.move_phase, opened.course, phase=phase, override=WHY)
    with pytest.raises(Refused, match="A goal is still active"):
        ana.write(course_steps.complete, opened.course, override=WHY)
    ana.write(goals.move, goal, status=GoalStatus.ACHIEVED)
    with pytest.raises(Refused, match="Still open: Ending named"):
        ana.write(course_steps.complete, opened.course)
    ended = ana.write(course_steps.complete, opened.course, override=WHY)
    assert (len(ended.released), ended.left) == (16, ())
    assert status_of(clinic, opened.course) == ("completed", "ending", MONDAY)
    assert upcoming(clinic, opened.course) == 0
    assert clinic.as_role(RECEPTIONIST).read(unbooked.listing) == []


def test_an_early_end_names_its_reason_and_lists_or_releases_the_sessions(clinic: Clinic) -> None:
    opened, ana = running(clinic), clinic.as_role(THERAPIST)
    with pytest.raises(Refused, match="needs 2 attempts"):
        ana.write(course_steps.end_early, opened.course, reason=EndReason.LOST)
    for _ in range(2):
        clinic.as_role(RECEPTIONIST).write(contract.note_outreach, opened.course, on=MONDAY, channel=Channel.PHONE)
    answers = [0] * 8 + [1]
    ana.write(measures.record, opened.course, measure="PHQ-9", answers=answers, taken_on=MONDAY)
    with pytest.raises(Refused, match="write a risk note"):
        ana.write(course_steps.end_early, opened.course, reason=EndReason.LOST)
    ended = ana.write(
        course_steps.end_early, opened.course, reason=EndReason.LOST, risk_note="sister was reached", release=False
    )
    assert (ended.released, len(ended.left)) == ((), 16)
    assert status_of(clinic, opened.course) == ("ended early", "initial", MONDAY)
    with pytest.raises(Refused, match="ended early cannot be put on hold"):
        ana.write(course_steps.hold, opened.course, reason="surgery", review_on=later(4))


def test_a_transfer_names_who_takes_over(clinic: Clinic) -> None:
    opened, ana = running(clinic), clinic.as_role(THERAPIST)
    with pytest.raises(Refused) as no:
        ana.write(course_steps.transfer, opened.course, receiver="")
    assert no.value.field == "receiver"
    assert len(ana.write(course_steps.transfer, opened.course, receiver="County clinic").released) == 16
    assert status_of(clinic, opened.course)[0] == "transferred"


def test_only_a_clinical_lead_opens_a_finished_course_again_and_only_while_no_other_runs(clinic: Clinic) -> None:
    opened, ana, lead = running(clinic), clinic.as_role(THERAPIST), clinic.as_role(LEAD)
    ana.write(course_steps.transfer, opened.course, receiver="County clinic")
    with pytest.raises(NotAllowed, match="Only a clinical lead"):
        ana.write(course_steps.reopen, opened.course, reason="came back")
    lead.write(course_steps.reopen, opened.course, reason="came back")
    assert status_of(clinic, opened.course) == ("active", "initial", None)
    ana.write(course_steps.transfer, opened.course, receiver="County clinic")
    clinic.open_course(at(later(1), 14))
    with pytest.raises(Refused, match="already has a running course"):
        lead.write(course_steps.reopen, opened.course, reason="came back")


def test_two_desks_that_move_a_course_at_once_do_not_overwrite_each_other(clinic: Clinic) -> None:
    opened, ana = running(clinic), clinic.as_role(THERAPIST)
    version = ana.read(course_page.page, opened.course).version
    ana.write(course_steps.hold, opened.course, reason="surgery", review_on=later(4), version=version)
    with pytest.raises(Conflict):
        ana.write(contract.extend, opened.course, sessions=18, reason="two more", version=version)


def test_the_contract_is_extended_by_four_alone_and_further_by_a_lead(clinic: Clinic) -> None:
    opened, ana, lead = running(clinic), clinic.as_role(THERAPIST), clinic.as_role(LEAD)
    ana.write(contract.extend, opened.course, sessions=18, reason="two more")
    ana.write(contract.extend, opened.course, sessions=20, reason="two more again")
    with pytest.raises(NotAllowed, match="A clinical lead extends"):
        ana.write(contract.extend, opened.course, sessions=21, reason="one more")
    lead.write(contract.extend, opened.course, sessions=24, reason="agreed in supervision")
    page = ana.read(course_page.page, opened.course)
    assert (page.planned, page.target_end) == (24, later(1) + timedelta(weeks=23))
    kinds = clinic.rows("SELECT before, after, cosigned_by IS NOT NULL FROM amendment ORDER BY id")
    assert [tuple(map(str, row[:2])) for row in kinds] == [("16", "18"), ("18", "20"), ("20", "24")]
    assert [bool(row[2]) for row in kinds] == [False, False, True]


def test_delivered_never_passes_the_contract(clinic: Clinic) -> None:
    """DOMAIN.md 8, invariant 5."""
    opened, ana, desk = running(clinic), clinic.as_role(THERAPIST), clinic.as_role(RECEPTIONIST)
    with pytest.raises(Refused, match="Extend the contract first"):
        desk.write(courses.add_session, opened.course, starts=at(later(1, 1), 14))
    with pytest.raises(Refused, match="16 sessions are held or booked"):
        ana.write(contract.shorten, opened.course, sessions=12, reason="better sooner")
    desk.write(appointments.cancel, opened.appointments[15], by_clinic=True)
    ana.write(contract.shorten, opened.course, sessions=15, reason="better sooner")
    with pytest.raises(Refused, match="Extend the contract first"):
        desk.write(courses.add_session, opened.course, starts=at(later(1, 1), 14))
    ana.write(contract.extend, opened.course, sessions=16, reason="one more after all")
    desk.write(courses.add_session, opened.course, starts=at(later(1, 1), 14))


def test_another_therapist_takes_the_course_with_the_sessions_she_is_free_for(clinic: Clinic) -> None:
    opened, ana, ids = running(clinic), clinic.as_role(THERAPIST), clinic.ids
    clinic.app.write(
        appointments.book, patient=ids.tyrone, therapist=ids.ben, location=ids.birmingham, starts=TEN, passed_reason="-"
    )
    with pytest.raises(Refused) as no:
        ana.write(contract.change_therapist, opened.course, therapist=ids.ben, handover="")
    assert no.value.field == "handover"
    handed = ana.write(contract.change_therapist, opened.course, therapist=ids.ben, handover="Knows the aims.", told_on=MONDAY)
    assert (len(handed.moved), handed.left) == (15, opened.appointments[:1])
    with pytest.raises(NotAllowed):
        ana.read(course_page.page, opened.course)
    spans = clinic.rows("SELECT therapist_id, to_on IS NULL FROM assignment ORDER BY id")
    assert [(row[0], bool(row[1])) for row in spans] == [(ids.ana, False), (ids.ben, True)]


def test_maintenance_follows_a_finished_course_and_may_run_beside_a_new_one(clinic: Clinic) -> None:
    """DOMAIN.md 8, invariant 1: at most one acute course runs."""
    opened, ana, ids = running(clinic), clinic.as_role(THERAPIST), clinic.ids
    monthly = CoursePlan(ids.maria, ids.ana, ids.birmingham, None, "IPTM", at(later(1, 1), 14), follows=opened.course)
    with pytest.raises(Refused, match="follows a finished course of the same patient"):
        ana.write(courses.open_course, monthly, indication="depression")
    ana.write(course_steps.transfer, opened.course, receiver="County clinic")
    kept = ana.write(courses.open_course, monthly, indication="depression")
    page = ana.read(course_page.page, kept.course)
    assert (page.planned, page.phase, len(page.visits)) == (12, Phase.MIDDLE, 12)
    assert page.visits[1].on - page.visits[0].on == timedelta(weeks=4)
    acute = clinic.open_course(at(later(1), 16))
    with pytest.raises(Refused, match="already has a running course"):
        clinic.open_course(at(later(1), 8))
    with pytest.raises(Refused, match="already has a maintenance course"):
        ana.write(courses.open_course, monthly, indication="depression")
    clinic.start(kept.course)
    ana.write(course_steps.complete, kept.course)
    assert status_of(clinic, kept.course)[0] == "completed"
    assert status_of(clinic, acute.course)[0] == "draft"


def test_a_draft_is_cancelled_with_its_sessions(clinic: Clinic) -> None:
    opened = clinic.open_course(TEN)
    ended = clinic.as_role(RECEPTIONIST).write(course_steps.cancel, opened.course, reason="never came")
    assert len(ended.released) == 16
    assert status_of(clinic, opened.course)[0] == "cancelled"
    assert {row[0] for row in clinic.rows("SELECT DISTINCT status FROM appointment")} == {Status.CANCELLED_CLINIC.value}


def test_every_step_is_taken_back_with_the_sessions_it_released_and_not_after_something_else(clinic: Clinic) -> None:
    opened, ana = running(clinic, Phase.MIDDLE), clinic.as_role(THERAPIST)
    steps: tuple[Callable[[], course_steps.Stepped], ...] = (
        lambda: ana.write(course_steps.move_phase, opened.course, phase=Phase.ENDING),
        lambda: ana.write(course_steps.hold, opened.course, reason="surgery", review_on=later(4)),
        lambda: ana.write(course_steps.transfer, opened.course, receiver="County clinic"),
        lambda: ana.write(course_steps.end_early, opened.course, reason=EndReason.MOVED),
    )
    for step in steps:
        before = status_of(clinic, opened.course), upcoming(clinic, opened.course)
        stepped = step()
        assert (status_of(clinic, opened.course), upcoming(clinic, opened.course)) != before
        ana.write(course_steps.take_back, stepped)
        assert (status_of(clinic, opened.course), upcoming(clinic, opened.course)) == before
        with pytest.raises(Conflict):
            ana.write(course_steps.take_back, stepped)


def test_an_end_is_not_taken_back_when_its_times_were_sold_or_another_course_runs(clinic: Clinic) -> None:
    opened, ana, ids = running(clinic), clinic.as_role(THERAPIST), clinic.ids
    ended = ana.write(course_steps.transfer, opened.course, receiver="County clinic")
    clinic.app.write(
        appointments.book, patient=ids.tyrone, therapist=ids.ana, location=ids.birmingham, starts=TEN, passed_reason="-"
    )
    with pytest.raises(Conflict):
        ana.write(course_steps.take_back, ended)
    assert (status_of(clinic, opened.course)[0], upcoming(clinic, opened.course)) == ("transferred", 0)
    clinic.open_course(at(later(1), 14))
    with pytest.raises(Refused, match="already has a running course"):
        ana.write(course_steps.take_back, ended)
