"""What was worked on in the sample's first courses: ratings of goals, homework, and what lingers."""

from collections.abc import Callable, Sequence
from datetime import datetime
from random import Random
from typing import Any

from ibh_desktop.domain.courses import Area, CourseStatus
from ibh_desktop.domain.goals import UNRESOLVED
from ibh_desktop.domain.homework import HomeworkStatus
from ibh_desktop.domain.lingering import Disposition
from ibh_desktop.domain.phases import Phase
from ibh_desktop.sample.names import HOMEWORK, LINGERING

Add = Callable[[str, dict[str, Any]], int]
COURSES = 200
"""So many courses show what the section is for; ten years of them would only be many."""


def worked(add: Add, course: dict[str, Any], held: Sequence[datetime], goals: Sequence[dict[str, Any]]) -> None:
    """Rows of one course, from its own random numbers: the rest of the sample stays as it was."""
    if course["id"] > COURSES or not held:
        return
    rng = Random(course["id"])
    for goal in goals:
        _ratings(add, goal, held)
    _homework(add, course, held, goals, rng)
    if course["phase"] is Phase.ENDING or course["status"] is CourseStatus.COMPLETED:
        _issues(add, course, held, goals, rng)


def _ratings(add: Add, goal: dict[str, Any], held: Sequence[datetime]) -> None:
    if goal["opened_on"] is None:
        return
    days = [at.date() for at in held if goal["opened_on"] <= at.date() <= (goal["closed_on"] or held[-1].date())]
    first, latest = goal["baseline"], goal["latest"]
    for number, on in enumerate(days):
        rating = latest if number == len(days) - 1 else first + (latest - first) * number // max(1, len(days) - 1)
        add("goal_rating", {"goal_id": goal["id"], "on": on, "rating": rating, "note": ""})


def _homework(add: Add, course: dict[str, Any], held: Sequence[datetime], goals: Sequence[dict[str, Any]], rng: Random) -> None:
    texts = HOMEWORK[course["area"].value]
    running = course["status"] is CourseStatus.ACTIVE
    last = {len(held)} if running else set()  # nobody gives homework in the last session of a course
    for session in sorted({*range(2, len(held), 2), *last}):
        reviewed = held[session].date() if session < len(held) else None
        status = rng.choices(("DONE", "PARTLY", "NOT_DONE"), (5, 3, 1))[0] if reviewed else "ASSIGNED"
        on = held[session - 1].date()
        goal = next((g["id"] for g in goals if g["opened_on"] and g["opened_on"] <= on <= (g["closed_on"] or on)), None)
        row = {
            "course_id": course["id"],
            "goal_id": goal,
            "text": texts[session // 2 % len(texts)],
            "assigned_on": on,
            "session": session,
            "due_session": session + 1,
            "status": HomeworkStatus[status].value,
            "reviewed_on": reviewed,
            "obstacle": "",
            "effort": "",
            "carried_from_id": None,
        }
        add("homework", row)


def _issues(add: Add, course: dict[str, Any], held: Sequence[datetime], goals: Sequence[dict[str, Any]], rng: Random) -> None:
    left = next((goal for goal in goals if goal["status"] in UNRESOLVED), None)
    running = course["status"] is CourseStatus.ACTIVE
    for number, text in enumerate(rng.sample(LINGERING, 2)):
        area: Area = course["area"]
        code = "" if running and number else rng.choice((Disposition.REFERRAL_OUT, Disposition.SELF_HELP)).value
        row = {
            "course_id": course["id"],
            "text": text,
            "area": area.value,
            "severity": rng.randrange(1, 3),
            "disposition": code,
            "referral_id": None,
            "goal_id": left["id"] if left and not number else None,
            "noted_on": held[-1].date(),
            "version": 1,
        }
        add("lingering_issue", row)
