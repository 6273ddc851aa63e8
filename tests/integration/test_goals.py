"""Goals of a course: one at a time, and what their ratings and moves leave behind."""

from collections import Counter
from threading import Barrier, Thread

import pytest

from ibh_desktop.app import App
from ibh_desktop.domain.courses import Area
from ibh_desktop.domain.errors import Conflict, NotFound, Refused
from ibh_desktop.domain.goals import GoalStatus
from ibh_desktop.domain.ids import CourseId, GoalId
from ibh_desktop.queries import course_page
from ibh_desktop.queries import goals as shown
from ibh_desktop.queries.goals import GoalLine
from ibh_desktop.usecases import clinic as setup
from ibh_desktop.usecases import courses, goals
from ibh_desktop.usecases.goals import GoalWords
from tests.integration.world import LEAD, THERAPIST, Clinic, at, later

TEN = at(later(1), 10)
G = GoalStatus


@pytest.fixture
def ana(clinic: Clinic) -> App:
    """The clinic as Ana opens it."""
    return clinic.as_role(THERAPIST)


@pytest.fixture
def course(clinic: Clinic) -> CourseId:
    """María's course."""
    return clinic.open_course(TEN).course


def three(ana: App, course: CourseId) -> list[GoalId]:
    """An active goal and two that wait."""
    return [ana.write(goals.add, course, title=title) for title in ("Say what I need", "Call two friends", "Sing again")]


def lines(app: App, course: CourseId) -> list[GoalLine]:
    """The goals as they are shown."""
    return list(app.read(shown.section, course).goals)


def test_goals_are_worked_on_one_at_a_time(ana: App, course: CourseId) -> None:
    first = ana.write(goals.add, course, title="Say what I need at home", baseline=2)
    second = ana.write(goals.add, course, title="Call two friends")
    with pytest.raises(Refused, match="one at a time"):
        ana.write(goals.move, second, status=GoalStatus.ACTIVE)
    ana.write(goals.move, first, status=GoalStatus.ACHIEVED, rating=8)
    ana.write(goals.move, second, status=GoalStatus.ACTIVE)
    found = ana.read(course_page.page, course).goals
    assert [(g.status, g.ratings) for g in found] == [(GoalStatus.ACHIEVED, (2, 8)), (GoalStatus.ACTIVE, (None, None))]
    assert [goal.opened_on for goal in found] == [later(), later()]


def test_invariant_3_never_two_goals_are_active_by_default(clinic: Clinic, ana: App, course: CourseId) -> None:
    first, second, third = three(ana, course)
    ana.write(goals.move, first, status=G.PAUSED)
    ana.write(goals.move, second, status=G.ACTIVE)
    paused = ana.write(goals.move, second, status=G.PAUSED).before
    ana.write(goals.move, third, status=G.ACTIVE)
    for goal in (first, second):
        with pytest.raises(Refused, match="one at a time"):
            ana.write(goals.move, goal, status=G.ACTIVE)
    with pytest.raises(Refused, match="one at a time"):
        ana.write(goals.restore, paused)
    assert clinic.rows("SELECT id FROM goal WHERE status = 'active'") == [(third,)]


def test_invariant_3_holds_when_four_desks_start_a_goal_at_once(clinic: Clinic, ana: App, course: CourseId) -> None:
    first, second, third = three(ana, course)
    fourth = ana.write(goals.add, course, title="Sleep")
    wanted, heard = (first, second, third, fourth), list[str]()
    ana.write(goals.move, first, status=G.PAUSED)

    def start(desk: App, goal: GoalId, together: Barrier) -> None:
        together.wait()
        try:
            desk.write(goals.move, goal, status=G.ACTIVE)
            heard.append("won")
        except Refused:
            heard.append("refused")

    for _ in range(5):
        together = Barrier(len(wanted))
        running = [Thread(target=start, args=(clinic.as_role(THERAPIST), goal, together)) for goal in wanted]
        for thread in running:
            thread.start()
        for thread in running:
            thread.join()
        ((active,),) = clinic.rows("SELECT id FROM goal WHERE status = 'active'")
        ana.write(goals.move, GoalId(active), status=G.PAUSED)
    assert Counter(heard) == {"won": 5, "refused": 15}


def test_a_clinic_may_work_on_two_goals_and_not_on_three(clinic: Clinic, ana: App, course: CourseId) -> None:
    clinic.app.write(setup.change_setting, "max_active_goals", "2")
    _, second, third = three(ana, course)
    ana.write(goals.move, second, status=G.ACTIVE)
    with pytest.raises(Refused, match="2 goals are active"):
        ana.write(goals.move, third, status=G.ACTIVE)


def test_closing_the_active_goal_offers_the_next_by_position_and_what_lingers(ana: App, course: CourseId) -> None:
    first, second, third = three(ana, course)
    ana.write(goals.reorder, course, order=[third, second])
    moved = ana.write(goals.move, first, status=G.PARTLY, rating=6, outcome_note="Her sister listens now.")
    assert (moved.following, moved.lingers) == (third, True)
    ana.write(goals.move, third, status=G.ACTIVE)
    moved = ana.write(goals.move, third, status=G.ACHIEVED)
    assert (moved.following, moved.lingers) == (second, False)
    assert ana.write(goals.move, second, status=G.DROPPED).following is None
    closed = next(line for line in lines(ana, course) if line.id == first)
    assert (closed.outcome_note, closed.closed_on) == ("Her sister listens now.", later())


def test_a_closed_goal_is_opened_again_while_the_course_runs(clinic: Clinic, ana: App) -> None:
    opened = clinic.open_course(TEN)
    goal = ana.write(goals.add, opened.course, title="Sing again")
    ana.write(goals.move, goal, status=G.ACHIEVED)
    ana.write(goals.move, goal, status=G.ACTIVE)
    (line,) = lines(ana, opened.course)
    assert (line.status, line.closed_on) == (G.ACTIVE, None)
    ana.write(goals.move, goal, status=G.ACHIEVED)
    ana.write(courses.unopen, opened)
    for call in (
        lambda: ana.write(goals.move, goal, status=G.ACTIVE),
        lambda: ana.write(goals.rate, goal, rating=3),
        lambda: ana.write(goals.add, opened.course, title="Another"),
    ):
        with pytest.raises(Refused, match="This course is cancelled"):
            call()
    assert not ana.read(shown.section, opened.course).writable


def test_every_rating_is_kept_by_day_and_the_latest_stands_on_the_goal(clinic: Clinic, ana: App, course: CourseId) -> None:
    goal = ana.write(goals.add, course, title="Sing again")
    for rating, note in ((3, "hums"), (4, "")):
        ana.write(goals.rate, goal, rating=rating, note=note)
    clinic.clock.ahead(days=7)
    ana.write(goals.rate, goal, rating=7)
    (line,) = lines(ana, course)
    assert line.ratings == (3, 7)
    assert [(r.on, r.rating, r.note) for r in line.history] == [(later(), 4, "hums"), (later(1), 7, "")]
    with pytest.raises(Refused, match="0 to 10"):
        ana.write(goals.rate, goal, rating=11)


def test_undo_puts_a_rating_and_a_move_back(ana: App, course: CourseId) -> None:
    goal = ana.write(goals.add, course, title="Sing again")
    first = ana.write(goals.rate, goal, rating=3)
    again = ana.write(goals.rate, goal, rating=9)
    moved = ana.write(goals.move, goal, status=G.ACHIEVED, rating=10, outcome_note="In the choir")
    with pytest.raises(Conflict, match="Somebody else changed this"):
        ana.write(goals.restore, again)
    for before, ratings in ((moved.before, (3, 9)), (again, (3, 3)), (first, (None, None))):
        ana.write(goals.restore, before)
        (line,) = lines(ana, course)
        assert (line.status, line.ratings, line.outcome_note, line.closed_on) == (G.ACTIVE, ratings, "", None)
    assert line.history == ()


def test_the_queue_is_reordered_and_undo_is_the_old_order(ana: App, course: CourseId) -> None:
    first, second, third = three(ana, course)
    before = ana.write(goals.reorder, course, order=[third, second])
    assert [line.id for line in lines(ana, course)] == [first, third, second]
    ana.write(goals.reorder, course, order=before)
    assert [line.id for line in lines(ana, course)] == [first, second, third]
    with pytest.raises(Conflict, match="Somebody else changed the goals"):
        ana.write(goals.reorder, course, order=[second])


def test_two_desks_that_word_one_goal_are_told(clinic: Clinic, ana: App, course: CourseId) -> None:
    goal = ana.write(goals.add, course, title="Sing again", area=Area.DEFICITS)
    seen = GoalWords("Sing again", area=Area.DEFICITS)
    clinic.as_role(LEAD).write(goals.change, goal, GoalWords("Sing in the choir", why="She misses it"), seen=seen)
    with pytest.raises(Conflict, match="Somebody else changed this"):
        ana.write(goals.change, goal, GoalWords("Sing at home"), seen=seen)
    with pytest.raises(Conflict, match="Somebody else changed this"):
        ana.write(goals.move, goal, status=G.PAUSED, seen=G.PROPOSED)
    (line,) = lines(ana, course)
    assert (line.title, line.why, line.area) == ("Sing in the choir", "She misses it", None)


@pytest.mark.parametrize(("title", "why"), [("", "Say what the goal is"), ("x" * 201, "up to 200 characters")])
def test_a_goal_without_words_or_with_too_many_is_refused(ana: App, course: CourseId, title: str, why: str) -> None:
    with pytest.raises(Refused, match=why) as no:
        ana.write(goals.add, course, title=title)
    assert no.value.field == "title"


def test_a_goal_that_is_not_there_is_not_found(clinic: Clinic) -> None:
    with pytest.raises(NotFound):
        clinic.as_role(THERAPIST).write(goals.move, GoalId(999), status=GoalStatus.ACTIVE)


def test_the_audit_tells_of_goals_by_ids_and_codes_only(clinic: Clinic, ana: App, course: CourseId) -> None:
    goal = ana.write(goals.add, course, title="Sing again", why="Secret")
    ana.write(goals.rate, goal, rating=4, note="Secret")
    ana.write(goals.move, goal, status=G.PARTLY, outcome_note="Secret")
    told = clinic.rows("SELECT action, diff FROM audit WHERE action LIKE 'goal:%' ORDER BY seq")
    assert [action for action, _ in told] == ["goal:add", "goal:rate", "goal:move"]
    assert not any(word in diff for _, diff in told for word in ("Sing", "Secret"))
    assert f'"goal": {goal}' in told[2][1]
