"""The clinical lanes of the timeline: what is read, by whom, in how many statements, on both engines."""

from datetime import timedelta

import pytest
from sqlalchemy.orm import Session

from ibh_desktop.domain.errors import NotAllowed
from ibh_desktop.domain.goals import GoalStatus
from ibh_desktop.domain.ids import CourseId
from ibh_desktop.domain.phases import Phase
from ibh_desktop.domain.safety import SafetyStatus
from ibh_desktop.domain.timeline_picture import picture
from ibh_desktop.queries import course_lanes, course_page
from ibh_desktop.store.chart import Amendment, CourseStep, GoalRating, Homework, LifeEvent
from ibh_desktop.store.schema import Goal, SafetyEvent
from ibh_desktop.usecases import contract, course_steps
from tests.integration.world import (
    LEAD,
    MANAGER,
    MONDAY,
    NOW,
    OTHER,
    RECEPTIONIST,
    THERAPIST,
    Clinic,
    at,
    engine_of,
    later,
    statements,
)

CLINICAL_TABLES = ("homework", "life_event", "safety_event", "goal_rating", "course_step", "amendment", "score", "goal")


def _filled(clinic: Clinic) -> CourseId:
    """A course with one thing on every lane."""
    course = clinic.open_course(at(later(1), 10)).course
    clinic.start(course)
    with Session(engine_of(clinic.app)) as session, session.begin():
        goal = Goal(course_id=course, position=1, title="Say what I need", status=GoalStatus.ACTIVE, opened_on=MONDAY)
        session.add(goal)
        session.flush()
        session.add_all(
            [
                GoalRating(goal_id=goal.id, on=MONDAY, rating=3),
                Homework(course_id=course, text="Call my sister", assigned_on=MONDAY, due_session=2, status="assigned"),
                Homework(
                    course_id=course,
                    text="Write",
                    assigned_on=MONDAY,
                    status="partly done",
                    reviewed_on=MONDAY + timedelta(days=7),
                ),
                LifeEvent(course_id=course, kind="life event", title="Moved", from_on=MONDAY, precision="month", mood=-2),
                LifeEvent(course_id=course, kind="other", title="A slip", from_on=MONDAY, precision="day", removed=True),
                SafetyEvent(patient_id=clinic.ids.maria, course_id=course, source="worry", raised_at=NOW),
                SafetyEvent(patient_id=clinic.ids.maria, course_id=course, raised_at=NOW, status=SafetyStatus.ENTERED_IN_ERROR),
            ]
        )
    return course


def test_every_lane_is_read_and_what_was_taken_back_is_not(clinic: Clinic) -> None:
    course = _filled(clinic)
    ana = clinic.as_role(THERAPIST)
    ana.write(course_steps.move_phase, course, phase=Phase.MIDDLE, override="Agreed with the supervisor")
    ana.write(contract.extend, course, sessions=18, reason="Two more")
    lanes = ana.read(course_lanes.lanes, course)
    tasks = [(h.text, h.status, h.due_session) for h in lanes.homework]
    assert tasks == [("Call my sister", "assigned", 2), ("Write", "partly done", None)]
    assert [(e.title, e.precision, e.mood) for e in lanes.events] == [("Moved", "month", -2)]
    assert [(s.source, s.status, s.raised_on, s.closed_on) for s in lanes.safety] == [("worry", "open", MONDAY, None)]
    assert [(r.on, r.rating) for r in lanes.ratings] == [(MONDAY, 3)]
    assert [(s.event, s.after) for s in lanes.steps] == [("started", "active"), ("phase", "middle")]
    (change,) = lanes.amendments
    assert (change.end_before, change.end_after) == (later(16), later(18))


def test_homework_that_was_not_reviewed_stands_where_it_is_due(clinic: Clinic) -> None:
    course = _filled(clinic)
    ana = clinic.as_role(THERAPIST)
    told = course_lanes.story(ana.read(course_page.page, course), ana.read(course_lanes.lanes, course))
    assert [task.on for task in told.homework] == [later(2), later(1)]
    drawn = picture(told, width=800, wide=lambda text, size, _bold: len(text) * size * 0.55)
    kinds = {spot.kind for lane in drawn.lanes for spot in lane.spots}
    assert {"session", "goal", "rating", "homework", "event", "safety", "step", "end", "phase"} <= kinds


@pytest.mark.parametrize("role", [RECEPTIONIST, MANAGER, OTHER])
def test_nobody_else_reads_the_lanes(clinic: Clinic, role: str) -> None:
    course = _filled(clinic)
    with pytest.raises(NotAllowed):
        clinic.as_role(role).read(course_lanes.lanes, course)
    assert clinic.as_role(LEAD).read(course_lanes.lanes, course).events


def test_the_front_desks_paper_asks_for_nothing_clinical(clinic: Clinic) -> None:
    course = _filled(clinic)
    desk = clinic.as_role(RECEPTIONIST)
    with statements(engine_of(desk)) as seen:
        sheet = desk.read(course_lanes.sheet, course)
    asked = {table for table in CLINICAL_TABLES for one in seen if f"FROM {table}" in one or f"JOIN {table}" in one}
    assert asked == set()
    assert (sheet.story.events, sheet.story.homework, sheet.story.goals, sheet.story.steps) == ((), (), (), ())
    assert sheet.patient == "María Elena (Mari) O'Kon"


def test_the_paper_of_a_stranger_is_refused(clinic: Clinic) -> None:
    course = _filled(clinic)
    with pytest.raises(NotAllowed):
        clinic.as_role(OTHER).read(course_lanes.sheet, course)


def test_more_rows_are_no_more_statements(clinic: Clinic) -> None:
    course = _filled(clinic)
    ana = clinic.as_role(THERAPIST)
    with statements(engine_of(ana)) as few:
        ana.read(course_lanes.lanes, course)
    with Session(engine_of(clinic.app)) as session, session.begin():
        for n in range(60):
            on = MONDAY + timedelta(days=n)
            session.add(Homework(course_id=course, text="More", assigned_on=on, status="done", reviewed_on=on))
            session.add(LifeEvent(course_id=course, kind="symptom", title="More", from_on=on, precision="day"))
            made = {"made_at": NOW, "made_by": 1}
            session.add(CourseStep(course_id=course, event="phase", before="middle", after="ending", **made))
            session.add(Amendment(course_id=course, kind="extended", before="1", after="2", reason="", agreed_on=on, **made))
    with statements(engine_of(ana)) as many:
        assert len(ana.read(course_lanes.lanes, course).homework) == 62
    assert len(many) == len(few) == 7
