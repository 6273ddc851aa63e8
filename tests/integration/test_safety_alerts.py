"""Who is told of open events when they sign in, and what the front desk may never read (DOMAIN.md 3.3, 7)."""

from dataclasses import astuple

import pytest

from ibh_desktop.domain.errors import NotAllowed
from ibh_desktop.domain.safety import Method, SafetyStatus
from ibh_desktop.queries import safety, safety_alerts, today
from ibh_desktop.usecases import measures, safety_raise
from ibh_desktop.usecases import safety as steps
from ibh_desktop.usecases.safety import Assessed
from tests.integration.world import LEAD, MANAGER, MONDAY, OTHER, RECEPTIONIST, THERAPIST, Clinic, at, later


def test_the_front_desk_reads_whom_to_call_and_nothing_else(clinic: Clinic) -> None:
    course = clinic.open_course(at(later(1), 10)).course
    clinic.as_role(THERAPIST).write(measures.record, course, measure="PHQ-9", answers=[0] * 8 + [3], taken_on=MONDAY)
    clinic.as_role(RECEPTIONIST).write(safety_raise.raise_concern, clinic.ids.maria, words="Secretword")
    desk = clinic.as_role(RECEPTIONIST)
    (line,) = desk.read(safety_alerts.banner)
    assert astuple(line) == (clinic.ids.maria, "María Elena (Mari) O'Kon", "Ana Lee", "Birmingham", "(205) 555-0101")
    for query in (safety.of_course, safety.last):
        with pytest.raises(NotAllowed):
            desk.read(query, course)
    for alone in (safety_alerts.open_events, safety_alerts.counts):
        with pytest.raises(NotAllowed):
            desk.read(alone)


def test_a_patient_without_a_course_is_for_whom_they_saw_last_or_any_clinician(clinic: Clinic) -> None:
    desk = clinic.as_role(RECEPTIONIST)
    desk.write(safety_raise.raise_concern, clinic.ids.jiri, words="Crying at the desk")
    (line,) = desk.read(safety_alerts.banner)
    assert (line.clinician, line.location, line.phone) == ("any clinician or Lee Ann Foster", "", "")


def test_the_banner_goes_when_a_clinician_has_taken_the_event_up(clinic: Clinic) -> None:
    opened = clinic.open_course(at(later(), 10))
    event = clinic.as_role(RECEPTIONIST).write(safety_raise.raise_concern, clinic.ids.maria, words="Worried")
    desk = clinic.as_role(RECEPTIONIST)
    assert [line.safety for line in desk.read(today.board, on=later())] == [True]
    clinic.as_role(THERAPIST).write(steps.begin_assessment, event)
    assert desk.read(safety_alerts.banner) == ()
    assert [line.safety for line in desk.read(today.board, on=later())] == [False]
    assert [line.flagged for line in desk.read(today.board, on=later())] == [True]
    assert opened.course


def test_therapists_read_their_own_and_a_lead_all_with_the_overdue_first(clinic: Clinic) -> None:
    clinic.open_course()
    reception = clinic.as_role(RECEPTIONIST)
    hers = reception.write(safety_raise.raise_concern, clinic.ids.maria, words="Worried")
    clinic.as_role(THERAPIST).write(steps.begin_assessment, hers)
    clinic.clock.ahead(minutes=5)
    nobodys = reception.write(safety_raise.raise_concern, clinic.ids.jiri, words="Worried")
    assert [line.id for line in clinic.as_role(LEAD).read(safety_alerts.open_events)] == [nobodys, hers]
    clinic.clock.ahead(minutes=31)
    late, other = clinic.as_role(LEAD).read(safety_alerts.open_events)
    assert (late.id, late.repeats, late.status) == (nobodys, 1, SafetyStatus.OPEN)
    assert (other.id, other.repeats, other.therapist) == (hers, 0, "Ana Lee")
    assert [line.id for line in clinic.as_role(THERAPIST).read(safety_alerts.open_events)] == [hers]
    assert clinic.as_role(OTHER).read(safety_alerts.open_events) == ()


def test_a_manager_reads_counts_only(clinic: Clinic) -> None:
    clinic.open_course()
    for patient in (clinic.ids.maria, clinic.ids.jiri):
        event = clinic.app.write(safety_raise.raise_concern, patient, words="Worried")
    clinic.as_role(LEAD).write(steps.begin_assessment, event)
    clinic.clock.ahead(minutes=31)
    boss = clinic.as_role(MANAGER)
    assert boss.read(safety_alerts.counts) == safety_alerts.Counts(open=1, under_way=1, overdue=1)
    for refused in (safety_alerts.open_events, safety_alerts.banner):
        with pytest.raises(NotAllowed):
            boss.read(refused)


def test_an_event_is_carried_over_with_its_follow_up_until_it_is_closed(clinic: Clinic) -> None:
    clinic.open_course()
    event = clinic.app.write(safety_raise.raise_concern, clinic.ids.maria, words="Worried")
    ana = clinic.as_role(THERAPIST)
    ana.write(steps.assess, event, Assessed(Method.INTERVIEW, "Seen.", follow_up_on=later(1)))
    (line,) = ana.read(safety_alerts.open_events)
    assert (line.follow_up_on, line.follow_up_due, line.status) == (later(1), False, SafetyStatus.FOLLOW_UP)
    clinic.clock.ahead(days=7)
    (line,) = ana.read(safety_alerts.open_events)
    assert line.follow_up_due


def test_an_event_put_back_to_open_waits_from_then_on(clinic: Clinic) -> None:
    clinic.open_course()
    event = clinic.app.write(safety_raise.raise_concern, clinic.ids.maria, words="Worried")
    lead = clinic.as_role(LEAD)
    lead.write(steps.enter_in_error, event, reason="Wrong patient")
    clinic.clock.ahead(hours=3)
    lead.write(steps.reopen, event, reason="It was right")
    (line,) = lead.read(safety_alerts.open_events)
    assert line.repeats == 0
    clinic.clock.ahead(minutes=61)
    assert [line.repeats for line in lead.read(safety_alerts.open_events)] == [2]
