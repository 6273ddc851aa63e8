"""Homework: given in a session, reviewed in the next, carried over as a row of its own."""

import pytest

from ibh_desktop.app import App
from ibh_desktop.domain.appointments import Status
from ibh_desktop.domain.errors import Conflict, NotFound, Refused
from ibh_desktop.domain.homework import HomeworkStatus
from ibh_desktop.domain.ids import AppointmentId, CourseId, GoalId, HomeworkId
from ibh_desktop.queries import goals as shown
from ibh_desktop.queries.goals import HomeworkLine
from ibh_desktop.store.schema import Appointment
from ibh_desktop.store.tx import Reading
from ibh_desktop.usecases import appointments, courses, goals, homework
from ibh_desktop.usecases.homework import Task
from tests.integration.world import LEAD, THERAPIST, Clinic, at, later

H = HomeworkStatus
CALL = Task("Call my sister")


@pytest.fixture
def opened(clinic: Clinic) -> courses.Opened:
    """María's course."""
    return clinic.open_course(at(later(1), 10))


@pytest.fixture
def ana(clinic: Clinic) -> App:
    """The clinic as Ana opens it."""
    return clinic.as_role(THERAPIST)


def lines(app: App, course: CourseId) -> list[HomeworkLine]:
    """The homework as it is shown."""
    return list(app.read(shown.section, course).homework)


def starts_at(reading: Reading, visit: AppointmentId) -> object:
    """When a visit starts."""
    return reading.session.get_one(Appointment, visit).starts


def meet(clinic: Clinic, visit: AppointmentId, *, over: bool = True) -> None:
    """Hold a session, or begin it."""
    clinic.clock.now = clinic.app.read(starts_at, visit)  # type: ignore[assignment]
    for status in (Status.CHECKED_IN, Status.IN_SESSION, *((Status.COMPLETED,) if over else ())):
        clinic.app.write(appointments.mark, visit, status=status)


def test_what_is_given_is_due_at_the_next_delivered_session_and_stands_first_until_then(
    clinic: Clinic, ana: App, opened: courses.Opened
) -> None:
    before = ana.write(homework.assign, opened.course, task=CALL)
    meet(clinic, opened.appointments[0], over=False)
    during = ana.write(homework.assign, opened.course, task=Task("Keep a list"))
    found = {line.id: line for line in lines(ana, opened.course)}
    assert (found[before].session, found[before].due_session, found[before].overdue) == (None, 1, False)
    assert (found[during].session, found[during].due_session, found[during].overdue) == (1, 2, False)
    clinic.app.write(appointments.mark, opened.appointments[0], status=Status.COMPLETED)
    ana.write(homework.review, during, status=H.DONE)
    assert [(line.id, line.overdue) for line in lines(ana, opened.course)] == [(before, True), (during, False)]


def test_a_missed_session_does_not_make_homework_due(clinic: Clinic, ana: App, opened: courses.Opened) -> None:
    ana.write(homework.assign, opened.course, task=CALL)
    clinic.clock.now = at(later(1), 11)
    clinic.app.write(appointments.mark, opened.appointments[0], status=Status.NO_SHOW)
    (line,) = lines(ana, opened.course)
    assert not line.overdue


def test_what_is_carried_over_is_a_new_row_that_names_the_old(ana: App, opened: courses.Opened) -> None:
    goal = ana.write(goals.add, opened.course, title="Call my sister once a week")
    old = ana.write(homework.assign, opened.course, task=Task("Call my sister", goal))
    reviewed = ana.write(homework.review, old, status=H.PARTLY, obstacle="No line", effort="Rang twice", carry=True)
    new, kept = lines(ana, opened.course)
    assert (new.id, new.status, new.text, new.goal, new.again) == (reviewed.carried, H.ASSIGNED, "Call my sister", goal, True)
    assert (kept.status, kept.obstacle, kept.effort, kept.carried) == (H.PARTLY, "No line", "Rang twice", True)
    assert kept.reviewed_on == later()
    with pytest.raises(Refused, match="carried over already"):
        ana.write(homework.carry_over, old)


def test_carrying_over_what_nobody_reviewed_counts_as_not_done(ana: App, opened: courses.Opened) -> None:
    given = ana.write(homework.assign, opened.course, task=CALL)
    ana.write(homework.carry_over, given)
    assert [line.status for line in lines(ana, opened.course)] == [H.ASSIGNED, H.NOT_DONE]
    assert ana.read(shown.section, opened.course).rate == 0


@pytest.mark.parametrize("outcome", [H.PARTLY, H.NOT_DONE])
def test_what_was_reviewed_unfinished_is_carried_over_later(ana: App, opened: courses.Opened, outcome: H) -> None:
    given = ana.write(homework.assign, opened.course, task=CALL)
    ana.write(homework.review, given, status=outcome)
    carried = ana.write(homework.carry_over, given)
    ana.write(homework.take_back, carried)
    assert [line.status for line in lines(ana, opened.course)] == [H.CANCELLED, outcome]
    ana.write(homework.carry_over, given)  # what was taken back may be done again


def test_a_review_is_written_once_and_taken_back_by_undo(ana: App, opened: courses.Opened) -> None:
    given = ana.write(homework.assign, opened.course, task=CALL)
    reviewed = ana.write(homework.review, given, status=H.NOT_DONE, obstacle="Ill", carry=True)
    with pytest.raises(Refused, match="already not done"):
        ana.write(homework.review, given, status=H.DONE)
    ana.write(homework.take_back, reviewed)
    one = next(line for line in lines(ana, opened.course) if line.id == given)
    assert (one.status, one.obstacle, one.reviewed_on, one.carried) == (H.ASSIGNED, "", None, False)
    with pytest.raises(Conflict, match="Somebody else changed this"):
        ana.write(homework.take_back, reviewed)


def test_undo_is_refused_when_what_was_carried_over_is_reviewed(ana: App, opened: courses.Opened) -> None:
    given = ana.write(homework.assign, opened.course, task=CALL)
    reviewed = ana.write(homework.carry_over, given)
    ana.write(homework.review, reviewed.carried or HomeworkId(0), status=H.DONE)
    with pytest.raises(Conflict, match="Somebody else changed this"):
        ana.write(homework.take_back, reviewed)


def test_three_done_two_partly_one_not_make_two_thirds(ana: App, opened: courses.Opened) -> None:
    assert ana.read(shown.section, opened.course).rate is None
    for status in (H.DONE, H.DONE, H.DONE, H.PARTLY, H.PARTLY, H.NOT_DONE):
        ana.write(homework.review, ana.write(homework.assign, opened.course, task=CALL), status=status)
    ana.write(homework.cancel, ana.write(homework.assign, opened.course, task=CALL))
    assert round(ana.read(shown.section, opened.course).rate or 0, 3) == 0.667


def test_two_desks_that_word_one_piece_of_homework_are_told(clinic: Clinic, ana: App, opened: courses.Opened) -> None:
    given = ana.write(homework.assign, opened.course, task=CALL)
    clinic.as_role(LEAD).write(homework.change, given, Task("Write to her"), seen=CALL)
    with pytest.raises(Conflict, match="Somebody else changed this"):
        ana.write(homework.change, given, Task("Visit her"), seen=CALL)
    ana.write(homework.review, given, status=H.DONE)
    with pytest.raises(Refused, match="already done"):
        ana.write(homework.change, given, Task("Visit her"))


def test_homework_has_words_and_a_goal_of_its_course(ana: App, opened: courses.Opened) -> None:
    with pytest.raises(Refused, match="Say what the homework is") as no:
        ana.write(homework.assign, opened.course, task=Task("  "))
    assert no.value.field == "text"
    with pytest.raises(Refused, match="Homework is small"):
        ana.write(homework.assign, opened.course, task=Task("x" * 1001))
    with pytest.raises(NotFound):
        ana.write(homework.assign, opened.course, task=Task("Call", GoalId(99)))
    with pytest.raises(NotFound):
        ana.write(homework.cancel, HomeworkId(99))
