"""A form after a finished course: it needs no reopening, stands as follow-up, raises what any form raises, and is asked for."""

from datetime import date, timedelta

import pytest

from ibh_desktop.domain.courses import CourseStatus
from ibh_desktop.domain.errors import NotAllowed, Refused
from ibh_desktop.domain.ids import CourseId
from ibh_desktop.domain.lifecycle import EndReason
from ibh_desktop.domain.phases import Phase
from ibh_desktop.queries import course_lanes, course_page, follow_ups
from ibh_desktop.queries import measures as desks
from ibh_desktop.queries.proposals import proposal
from ibh_desktop.usecases import course_steps, measures
from tests.integration.law_desk import allow
from tests.integration.test_course_steps import running
from tests.integration.test_letters import hart
from tests.integration.test_release import frozen, reasons
from tests.integration.world import LEAD, MANAGER, MONDAY, OTHER, RECEPTIONIST, THERAPIST, Clinic, at, later

GOOD, WORSE = [1, 1, 0, 0, 0, 0, 0, 0, 0], [2, 2, 2, 2, 2, 2, 1, 1, 1]
DUE_ON = date(2027, 4, 4)


@pytest.fixture
def over(clinic: Clinic) -> CourseId:
    """María's course with Ana, completed on the Monday on which the tests stand."""
    course = running(clinic, Phase.ENDING).course
    ana = clinic.as_role(THERAPIST)
    ana.write(measures.record, course, measure="PHQ-9", answers=[*WORSE[:8], 0], taken_on=MONDAY)
    ana.write(course_steps.complete, course, override="Everything was talked through.")
    return course


def _enter(
    clinic: Clinic, course: CourseId, *, days: int, answers: list[int] = GOOD, who: str = THERAPIST
) -> measures.Recorded:
    on = MONDAY + timedelta(days=days)
    return clinic.as_role(who).write(measures.record, course, measure="PHQ-9", answers=answers, taken_on=on)


def test_a_form_after_a_completed_course_is_its_follow_up_and_reopens_nothing(clinic: Clinic, over: CourseId) -> None:
    clinic.clock.ahead(days=95)
    _enter(clinic, over, days=92)
    assert clinic.rows("SELECT status, phase FROM course") == [("completed", "ending")]
    ana = clinic.as_role(THERAPIST)
    desk = ana.read(desks.desk, over)
    assert [(score.total, score.follow_up) for score in desk.past] == [(2, True), (14, False)]
    assert (desk.takes_forms, desk.ended_on, desk.line("PHQ-9").due) == (True, MONDAY, False)
    change = desk.line("PHQ-9").change
    assert change is not None
    assert change.labels == ("reliable improvement", "response", "remission")
    story = course_lanes.story(ana.read(course_page.page, over))
    assert [score.total for score in story.follow_ups()] == [2]


def _told(clinic: Clinic, course: CourseId) -> list[tuple[str, str]]:
    lines = clinic.as_role(THERAPIST).read(proposal, "summary", course).lines
    return [(line.text, line.source) for line in lines["scores"]]


def test_a_letter_tells_the_follow_up_apart_from_what_the_course_came_to(clinic: Clinic, over: CourseId) -> None:
    assert _told(clinic, over) == [("PHQ-9: 14 (moderate) on January 4, 2027.", "PHQ-9, January 4, 2027")]
    clinic.clock.ahead(days=95)
    _enter(clinic, over, days=-28, answers=[*WORSE[:8], 2])
    _enter(clinic, over, days=92)
    assert _told(clinic, over) == [
        (
            "PHQ-9: first 16 (moderately severe) on December 7, 2026; last in the course 14 (moderate) on January 4, 2027;"
            " at follow-up 2 (minimal) on April 6, 2027.",
            "PHQ-9, December 7, 2026, January 4, 2027 and April 6, 2027",
        )
    ]


def test_a_form_that_was_only_filled_in_after_the_course_is_no_result_of_it(clinic: Clinic, over: CourseId) -> None:
    clinic.clock.ahead(days=95)
    clinic.as_role(THERAPIST).write(
        measures.record, over, measure="GAD-7", answers=[1] * 7, taken_on=MONDAY + timedelta(days=92)
    )
    assert _told(clinic, over)[1][0] == "GAD-7: at follow-up 7 (mild) on April 6, 2027."


def test_what_was_filled_in_before_the_end_may_come_late_and_a_wrong_one_be_corrected(clinic: Clinic, over: CourseId) -> None:
    clinic.clock.ahead(days=3)
    late = _enter(clinic, over, days=-7)
    ana = clinic.as_role(THERAPIST)
    ana.write(
        measures.record,
        over,
        measure="PHQ-9",
        answers=[0] * 9,
        taken_on=MONDAY - timedelta(days=7),
        replaces=late.score,
    )
    assert [(s.total, s.replaced, s.follow_up) for s in ana.read(desks.desk, over).past] == [
        (14, False, False),
        (0, False, False),
        (2, True, False),
    ]


def test_item_nine_at_follow_up_opens_an_event_that_its_therapist_sees(clinic: Clinic, over: CourseId) -> None:
    clinic.clock.ahead(days=95)
    saved = _enter(clinic, over, days=95, answers=WORSE)
    assert clinic.rows("SELECT id, course_id, status FROM safety_event") == [(saved.event, over, "open")]
    assert clinic.as_role(THERAPIST).read(course_page.page, over).open_safety == 1


@pytest.mark.parametrize(("status", "entered"), [("ended early", True), ("transferred", False), ("cancelled", False)])
def test_a_course_that_ended_early_takes_forms_one_that_went_elsewhere_does_not(
    clinic: Clinic,
    status: str,
    entered: bool,  # noqa: FBT001
) -> None:
    course = running(clinic).course if status != "cancelled" else clinic.open_course().course
    ana = clinic.as_role(THERAPIST)
    if status == "ended early":
        ana.write(course_steps.end_early, course, reason=EndReason.MOVED)
    elif status == "transferred":
        ana.write(course_steps.transfer, course, receiver="Mobile Counseling", reason="moved")
    else:
        ana.write(course_steps.cancel, course, reason="did not come")
    clinic.clock.ahead(days=95)
    if entered:
        _enter(clinic, course, days=95)
    else:
        with pytest.raises(Refused, match=f"This course is {status}; nothing can be added"):
            _enter(clinic, course, days=95)
    assert clinic.as_role(THERAPIST).read(desks.desk, course).takes_forms is entered
    assert clinic.count("score") == int(entered)
    assert clinic.as_role(THERAPIST).read(follow_ups.due) == []


def test_nobody_enters_a_follow_up_who_could_not_enter_the_course(clinic: Clinic, over: CourseId) -> None:
    clinic.clock.ahead(days=95)
    for who in (RECEPTIONIST, OTHER, MANAGER):
        with pytest.raises(NotAllowed):
            _enter(clinic, over, days=95, who=who)
    _enter(clinic, over, days=95, who=LEAD)


def test_a_follow_up_is_asked_for_from_three_months_on_until_it_is_there(clinic: Clinic, over: CourseId) -> None:
    desk = clinic.as_role(RECEPTIONIST)
    clinic.clock.ahead(days=89)
    assert desk.read(follow_ups.due) == []
    clinic.clock.ahead(days=1)
    (line,) = desk.read(follow_ups.due)
    assert (line.id, line.patient_name, line.ended_on, line.due_on) == (over, "O'Kon, María Elena", MONDAY, DUE_ON)
    assert clinic.as_role(THERAPIST).read(desks.desk, over).line("PHQ-9").due
    assert clinic.as_role(THERAPIST).read(course_page.page, over).follow_up_due
    assert not desk.read(course_page.page, over).follow_up_due
    _enter(clinic, over, days=85)
    assert desk.read(follow_ups.due) == []
    assert not clinic.as_role(THERAPIST).read(course_page.page, over).follow_up_due


def test_the_list_of_follow_ups_reaches_as_far_as_that_of_courses(clinic: Clinic, over: CourseId) -> None:
    clinic.clock.ahead(days=100)
    assert {who: len(clinic.as_role(who).read(follow_ups.due)) for who in (RECEPTIONIST, THERAPIST, OTHER, LEAD)} == {
        RECEPTIONIST: 1,
        THERAPIST: 1,
        OTHER: 0,
        LEAD: 1,
    }
    with pytest.raises(NotAllowed):
        clinic.as_role(MANAGER).read(follow_ups.due)
    assert clinic.as_role(RECEPTIONIST).read(follow_ups.due, location=clinic.ids.phenix) == []


def test_a_patient_who_is_in_a_course_again_is_measured_there(clinic: Clinic, over: CourseId) -> None:
    clinic.clock.ahead(days=100)
    clinic.open_course(at(later(20), 10))
    assert clinic.as_role(RECEPTIONIST).read(follow_ups.due) == []


def test_a_course_that_is_opened_again_has_no_follow_ups_any_more(clinic: Clinic, over: CourseId) -> None:
    clinic.clock.ahead(days=95)
    _enter(clinic, over, days=92)
    clinic.as_role(LEAD).write(course_steps.reopen, over, reason="symptoms came back")
    page = clinic.as_role(THERAPIST).read(course_page.page, over)
    assert page.status is CourseStatus.ACTIVE
    assert course_lanes.story(page).follow_ups() == []


def test_scores_of_a_follow_up_lie_beyond_a_paper_that_ends_with_the_course(clinic: Clinic) -> None:
    course, to, ana = running(clinic, Phase.ENDING).course, hart(clinic), clinic.as_role(THERAPIST)
    ana.write(course_steps.complete, course, override="Everything was talked through.")
    allow(clinic, records_to=MONDAY)
    clinic.clock.ahead(days=95)
    before = frozen(clinic, "referral", course=course, to=to)
    assert reasons(clinic, before) == ()
    clinic.clock.ahead(days=1)
    ana.write(measures.record, course, measure="PHQ-9", answers=[0] * 9, taken_on=MONDAY + timedelta(days=96))
    assert reasons(clinic, before) == ()
    (reason,) = reasons(clinic, frozen(clinic, "referral", course=course, to=to))
    assert reason.endswith("it covers records to 01/04/2027; this tells of care until 04/10/2027.")
    assert reasons(clinic, frozen(clinic, "referral", course=course, to=to, without=("scores", "substance_use", "chart"))) == ()
