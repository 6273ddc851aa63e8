"""Safety events from raising to closing, on both engines: invariants 7 and 8, the steps, who is told (DOMAIN.md 3)."""

from dataclasses import replace
from datetime import timedelta

import pytest

from ibh_desktop.app import App
from ibh_desktop.domain.errors import NotFound, Refused
from ibh_desktop.domain.ids import SafetyEventId
from ibh_desktop.domain.safety import Method, SafetyStatus, Source
from ibh_desktop.queries import course_page, safety, safety_alerts
from ibh_desktop.usecases import safety as steps
from ibh_desktop.usecases.safety import Assessed
from ibh_desktop.usecases.safety_raise import raise_concern
from ibh_desktop.usecases.safety_rows import Telling
from tests.integration.safety_world import SEEN, form, status, told, worried
from tests.integration.world import LEAD, MONDAY, OTHER, THERAPIST, Clinic, later


def test_a_worry_goes_to_the_therapist_of_the_running_course(clinic: Clinic) -> None:
    course = clinic.open_course().course
    event = worried(clinic)
    (file,) = clinic.as_role(THERAPIST).read(safety.of_course, course)
    assert (file.id, file.course, file.source) == (event, course, "Somebody is worried")
    assert (file.words, file.raised_by) == ("He said that it does not matter any more.", "Dana Brooks")
    assert clinic.as_role(THERAPIST).read(course_page.page, course).open_safety == 1


def test_a_worry_without_a_course_is_open_for_whoever_sees_the_patient(clinic: Clinic) -> None:
    event = worried(clinic, words="")
    assert clinic.rows("SELECT course_id FROM safety_event") == [(None,)]
    assert clinic.as_role(THERAPIST).read(safety_alerts.open_events) == ()
    course = clinic.open_course().course
    ana = clinic.as_role(THERAPIST)
    assert [line.id for line in ana.read(safety_alerts.open_events)] == [event]
    assert [file.id for file in ana.read(safety.of_course, course)] == [event]
    ana.write(steps.begin_assessment, event)
    assert clinic.rows("SELECT topic, subject FROM audit ORDER BY seq DESC LIMIT 1") == [("patients", clinic.ids.maria)]


def test_a_course_of_another_patient_is_refused(clinic: Clinic) -> None:
    course = clinic.open_course().course
    with pytest.raises(Refused, match="another patient's"):
        clinic.app.write(raise_concern, clinic.ids.tyrone, words="Worried", course=course)


def test_a_threat_and_a_report_keep_who_was_told_with_the_reference(clinic: Clinic) -> None:
    course = clinic.open_course().course
    reports = (
        Telling("Mr Example", "other", "phone", clinic.clock()),
        Telling("Birmingham police", "police", "phone", clinic.clock(), reference="2027-114"),
    )
    event = clinic.as_role(THERAPIST).write(
        raise_concern, clinic.ids.maria, words="Said she would hurt Mr Example.", source=Source.THREAT, told=reports
    )
    file = clinic.as_role(THERAPIST).read(safety.event, event)
    assert file.source == "Threat to another person"
    assert [(entry.what, entry.lines) for entry in file.entries] == [
        ("Told Mr Example, other", ("phone",)),
        ("Told Birmingham police, police", ("phone, reference 2027-114",)),
    ]
    assert file.course == course


def test_an_event_goes_from_open_to_closed_with_everything_on_record(clinic: Clinic) -> None:
    course = clinic.open_course().course
    event = form(clinic, course, 1)
    assert event is not None
    ana = clinic.as_role(THERAPIST)
    ana.write(steps.begin_assessment, event)
    ana.write(steps.record_screener, event, answers={"1": True, "2": False, "6": False, "6r": False})
    assert status(clinic, event) is SafetyStatus.IN_ASSESSMENT
    left = ana.write(steps.assess, event, Assessed(Method.C_SSRS, "Passing wish, no thoughts of suicide."))
    assert left[0] == "what was done"
    assert len(left) == 6
    assert status(clinic, event) is SafetyStatus.ASSESSED
    assert ana.write(steps.assess, event, SEEN) == ("who was told", "when the supervisor was told")
    assert status(clinic, event) is SafetyStatus.FOLLOW_UP
    with pytest.raises(Refused, match="Still missing: who was told and when the supervisor was told"):
        ana.write(steps.close, event)
    ana.write(steps.tell, event, told(clinic))
    ana.write(steps.close, event)
    file = ana.read(safety.event, event)
    assert (file.status, file.missing) == (SafetyStatus.CLOSED, ())
    assert file.words.startswith("Item 9 was answered “")
    whats = sorted(entry.what for entry in file.entries)
    assert whats == sorted(
        [
            "Told Lee Ann Foster, supervisor",
            "Assessment begun",
            "Screener answers recorded",
            "Assessed: C-SSRS",
            "Assessed: interview",
            "Closed",
        ]
    )
    assert ana.read(safety_alerts.open_events) == ()
    with pytest.raises(Refused, match="This event is closed"):
        ana.write(steps.assess, event, SEEN)


def test_the_legend_stands_beside_the_answers_and_is_not_stored(clinic: Clinic) -> None:
    clinic.open_course()
    event = worried(clinic)
    ana = clinic.as_role(THERAPIST)
    ana.write(steps.record_screener, event, answers={"1": True, "2": True, "4": True})
    entry = next(each for each in ana.read(safety.event, event).entries if each.what == "Screener answers recorded")
    assert entry.lines[0] == "Yes: 1 wish, 2 thoughts, 4 intent"
    assert entry.lines[2].startswith("Publisher's triage legend — clinician decides: high")
    assert "high" not in str(clinic.rows("SELECT answers FROM safety_screener"))
    assert clinic.rows("SELECT level FROM safety_assessment") == [("",)]


def test_a_lead_needs_no_supervisor_and_an_associate_does(clinic: Clinic) -> None:
    clinic.open_course()
    for who, left in ((LEAD, ()), (THERAPIST, ("when the supervisor was told",))):
        event = worried(clinic)
        desk = clinic.as_role(who)
        desk.write(steps.tell, event, told(clinic, role="physician", name="Dr. Hart"))
        assert desk.write(steps.assess, event, SEEN) == left
    at = clinic.clock() - timedelta(minutes=5)
    assert clinic.as_role(THERAPIST).write(steps.assess, event, replace(SEEN, supervisor_told_at=at)) == ()


def test_a_reopened_event_is_assessed_anew(clinic: Clinic) -> None:
    clinic.open_course()
    event = worried(clinic)
    ana = clinic.as_role(THERAPIST)
    ana.write(steps.tell, event, told(clinic))
    ana.write(steps.assess, event, SEEN)
    with pytest.raises(Refused, match="only one that is closed can be reopened"):
        ana.write(steps.reopen, event, reason="Too early")
    ana.write(steps.close, event)
    with pytest.raises(Refused, match="Give the reason"):
        ana.write(steps.reopen, event, reason=" ")
    clinic.clock.ahead(days=2)
    ana.write(steps.reopen, event, reason="Called again in the evening.")
    file = ana.read(safety.event, event)
    assert file.status is SafetyStatus.IN_ASSESSMENT
    assert "an assessment by a licensed clinician" in file.missing
    assert (file.entries[-1].what, file.entries[-1].lines) == ("Reopened", ("Called again in the evening.",))
    with pytest.raises(Refused, match="cannot be closed yet"):
        ana.write(steps.close, event)
    ana.write(steps.assess, event, replace(SEEN, follow_up_on=later(2), supervisor_told_at=clinic.clock()))
    ana.write(steps.close, event)


def test_an_error_stays_on_record_and_only_an_open_event_can_be_one(clinic: Clinic) -> None:
    course = clinic.open_course().course
    event = worried(clinic)
    lead = clinic.as_role(LEAD)
    with pytest.raises(Refused, match="Give the reason"):
        lead.write(steps.enter_in_error, event, reason="")
    lead.write(steps.enter_in_error, event, reason="Another patient was meant.")
    assert status(clinic, event) is SafetyStatus.ENTERED_IN_ERROR
    assert clinic.count("safety_event") == 1
    assert clinic.as_role(THERAPIST).read(safety_alerts.open_events) == ()
    assert clinic.as_role(THERAPIST).read(safety.last, course) is None
    with pytest.raises(Refused, match="entered in error"):
        clinic.as_role(THERAPIST).write(steps.begin_assessment, event)
    lead.write(steps.reopen, event, reason="It was this patient after all.")
    assert status(clinic, event) is SafetyStatus.OPEN
    lead.write(steps.begin_assessment, event)
    with pytest.raises(Refused, match="Only an open one can be entered in error"):
        lead.write(steps.enter_in_error, event, reason="Too late")


def test_a_time_to_come_and_a_follow_up_that_is_past_are_refused(clinic: Clinic) -> None:
    clinic.open_course()
    event = worried(clinic)
    ana = clinic.as_role(THERAPIST)
    soon = clinic.clock() + timedelta(minutes=1)
    for field, call in (
        ("at", lambda: ana.write(steps.tell, event, Telling("Dr. Hart", "physician", "phone", soon))),
        ("supervisor_told_at", lambda: ana.write(steps.assess, event, replace(SEEN, supervisor_told_at=soon))),
        ("follow_up_on", lambda: ana.write(steps.assess, event, replace(SEEN, follow_up_on=MONDAY - timedelta(days=1)))),
        ("finding", lambda: ana.write(steps.assess, event, replace(SEEN, finding=" "))),
        ("name", lambda: ana.write(steps.tell, event, told(clinic, role="physician"))),
        ("role", lambda: ana.write(steps.tell, event, told(clinic, role="", name="Dr. Hart"))),
        ("name", lambda: ana.write(steps.tell, event, told(clinic, role="physician", name="x" * 121))),
        ("answers", lambda: ana.write(steps.record_screener, event, answers={})),
    ):
        with pytest.raises(Refused) as no:
            call()
        assert no.value.field == field
    assert status(clinic, event) is SafetyStatus.OPEN


def test_an_event_that_is_not_there_is_said_to_be_missing(clinic: Clinic) -> None:
    for who in (THERAPIST, LEAD):
        with pytest.raises(NotFound):
            clinic.as_role(who).write(steps.close, SafetyEventId(99))
        with pytest.raises(NotFound):
            clinic.as_role(who).read(safety.event, SafetyEventId(99))


def test_the_next_session_reads_the_last_event_and_whether_its_follow_up_is_due(clinic: Clinic) -> None:
    course = clinic.open_course().course
    ana = clinic.as_role(THERAPIST)
    assert ana.read(safety.last, course) is None
    event = worried(clinic)
    ana.write(steps.assess, event, SEEN)
    last = ana.read(safety.last, course)
    assert last is not None
    assert (last.id, last.follow_up_on, last.follow_up_due) == (event, later(1), False)
    clinic.clock.ahead(days=7)
    last = ana.read(safety.last, course)
    assert last is not None
    assert last.follow_up_due


def test_the_audit_of_a_safety_event_holds_codes_and_no_words(clinic: Clinic) -> None:
    clinic.open_course()
    event = worried(clinic, words="Secretword one")
    ana: App = clinic.as_role(THERAPIST)
    ana.write(steps.tell, event, told(clinic, role="physician", name="Secretword two"))
    ana.write(steps.assess, event, replace(SEEN, finding="Secretword three", supervisor_told_at=clinic.clock()))
    ana.write(steps.close, event)
    ana.write(steps.reopen, event, reason="Secretword four")
    kept = clinic.rows("SELECT action, reason, diff FROM audit WHERE action LIKE 'safety:%'")
    assert [row[0] for row in kept] == [
        "safety:raise", "safety:tell", "safety:begin", "safety:assess", "safety:close", "safety:reopen",
    ]  # fmt: skip
    assert "Secretword" not in str(kept)


def test_another_therapist_reads_and_writes_nothing(clinic: Clinic) -> None:
    course = clinic.open_course().course
    worried(clinic)
    ben = clinic.as_role(OTHER)
    assert ben.read(safety_alerts.open_events) == ()
    with pytest.raises(Refused, match="another therapist's patient"):
        ben.read(safety.of_course, course)
    with pytest.raises(Refused, match="another therapist's patient"):
        ben.write(raise_concern, clinic.ids.maria, words="Worried")
