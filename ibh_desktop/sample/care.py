"""Rows that grow out of courses: scores, safety events, goals, letters."""

import json
from collections import defaultdict
from datetime import datetime, timedelta
from random import Random
from typing import Any

from ibh_desktop.domain.appointments import Status
from ibh_desktop.domain.courses import CourseStatus
from ibh_desktop.domain.goals import GoalStatus
from ibh_desktop.domain.letters import LetterStatus
from ibh_desktop.domain.outcomes import BY_CODE
from ibh_desktop.domain.outcomes.measure import Safety, score
from ibh_desktop.sample.names import GOALS, RECIPIENTS
from ibh_desktop.sample.people import Rows

_PICTURE = {"PHQ-9": (18, 17, 17, 15, 16, 13, 12, 10, 9, 8), "GAD-7": (14, 12, 10, 8, 7)}


def care(courses: Rows, appointments: Rows, now: datetime, rng: Random) -> dict[str, Rows]:
    """Scores, safety events and goals of all courses."""
    held: dict[int, Rows] = defaultdict(list)
    for visit in appointments:
        if visit["course_id"] and visit["status"] is Status.COMPLETED:
            held[visit["course_id"]].append(visit)
    made: dict[str, Rows] = {"score": [], "safety_event": [], "goal": []}
    for course in courses:
        visits = sorted(held[course["id"]], key=lambda visit: visit["starts"])
        _scores(made, course, visits, now, rng)
        _goals(made, course, visits, rng)
    return made


def _scores(made: dict[str, Rows], course: dict[str, Any], visits: Rows, now: datetime, rng: Random) -> None:
    picture = course["id"] == 1
    last = course["planned"]
    for code, sessions in (("PHQ-9", (1, 4, 8, 12, last)), ("GAD-7", (1, 8, last))):
        first, better = rng.randrange(9, 22), rng.uniform(0.1, 0.75)
        for number, visit in enumerate(visits, start=1):
            if picture and (code == "PHQ-9" or number % 3 == 1):
                series = _PICTURE[code]
                wanted = series[min(number - 1 if code == "PHQ-9" else number // 3, len(series) - 1)]
            elif not picture and number in sessions:
                wanted = max(0, round(first * (1 - better * number / last) + rng.gauss(0, 1.3)))
            else:
                continue
            made["score"].append(
                _score(len(made["score"]) + 1, course, code, wanted, visit["starts"], picture=picture, rng=rng)
            )
            saved = made["score"][-1]
            if saved["safety"] is Safety.POSITIVE:
                fresh = (now - visit["starts"]) < timedelta(days=2)
                raised = visit["starts"] + timedelta(minutes=5)
                closed = None if fresh else raised + timedelta(minutes=40)
                event = {
                    "patient_id": course["patient_id"],
                    "course_id": course["id"],
                    "score_id": saved["id"],
                    "raised_at": raised,
                }
                made["safety_event"].append({"id": len(made["safety_event"]) + 1, **event, "closed_at": closed})


def _score(
    key: int, course: dict[str, Any], code: str, wanted: int, at: datetime, *, picture: bool, rng: Random
) -> dict[str, Any]:
    measure = BY_CODE[code]
    answers = [0] * len(measure.items)
    safe = len(answers) - 1 if measure.safety_item else len(answers)
    wanted = min(wanted, 3 * safe)
    while sum(answers) < wanted:
        item = rng.randrange(safe)
        answers[item] = min(3, answers[item] + 1)
    if measure.safety_item and ((picture and wanted == 16) or (not picture and wanted >= 17 and rng.random() < 0.15)):
        answers[measure.safety_item - 1] = 1
        answers[answers.index(max(answers))] -= 1
    result = score(measure, answers)
    return {
        "id": key,
        "course_id": course["id"],
        "patient_id": course["patient_id"],
        "measure": code,
        "taken_on": at.date(),
        "answers": json.dumps(answers),
        "total": result.total,
        "band": result.band,
        "prorated": result.prorated,
        "complete": result.complete,
        "safety": result.safety,
        "mode": "paper",
        "recorded_by": 1,
        "replaces_id": None,
    }


def _goals(made: dict[str, Rows], course: dict[str, Any], visits: Rows, rng: Random) -> None:
    titles = GOALS[course["area"].value]
    third = max(1, course["planned"] // 3)
    over = course["status"] not in (CourseStatus.ACTIVE, CourseStatus.ON_HOLD)
    for position, title in enumerate(titles, start=1):
        starts, ends = third * (position - 1) + 2, third * position + 1
        opened = visits[starts - 1]["starts"].date() if len(visits) >= starts else None
        closed = visits[ends - 1]["starts"].date() if len(visits) >= ends else (course["ended_on"] if over and opened else None)
        status = GoalStatus.PROPOSED if opened is None else GoalStatus.ACTIVE
        if closed:
            status = rng.choices((GoalStatus.ACHIEVED, GoalStatus.PARTLY, GoalStatus.NOT_ACHIEVED), (6, 3, 1))[0]
        elif over:
            status = GoalStatus.DROPPED
        baseline = rng.randrange(1, 4)
        latest = min(10, baseline + {GoalStatus.ACHIEVED: 5, GoalStatus.PARTLY: 3, GoalStatus.ACTIVE: 2}.get(status, 0))
        made["goal"].append(
            {
                "id": len(made["goal"]) + 1,
                "course_id": course["id"],
                "position": position,
                "title": title,
                "status": status,
                "baseline": baseline if opened else None,
                "latest": latest if opened else None,
                "opened_on": opened,
                "closed_on": closed,
            }
        )


def recipients() -> Rows:
    """The sample address book."""
    return [
        {
            "id": n,
            "name": name,
            "organisation": organisation,
            "specialty": specialty,
            "street": f"{n * 10} Sample Ave",
            "city": "Birmingham",
            "state": "AL",
            "postcode": "35203",
            "phone": f"+120555501{n + 40:02d}",
            "fax": f"+120555501{n + 60:02d}",
            "npi": "",
        }
        for n, (name, organisation, specialty) in enumerate(RECIPIENTS, start=1)
    ]


def drafts(courses: Rows, now: datetime, rng: Random) -> Rows:
    """A few letters that are still being written."""
    ending = [c for c in courses if c["phase"].value == "ending" and c["status"] is CourseStatus.ACTIVE and c["id"] != 1][:6]
    parts = {
        "urgency": "routine",
        "reason": "Depressive symptoms that a time-limited course did not fully resolve.",
        "unresolved": "Low mood in the mornings; sleep.",
        "request": "Please assess for medication.",
    }
    return [
        {
            "id": n,
            "number": f"L{now:%y}-{n:05d}",
            "edition": 1,
            "kind": "referral",
            "patient_id": c["patient_id"],
            "course_id": c["id"],
            "therapist_id": c["therapist_id"],
            "recipient_id": rng.randrange(1, len(RECIPIENTS) + 1),
            "status": LetterStatus.DRAFT,
            "parts": json.dumps(parts),
            "created_at": now - timedelta(days=rng.randrange(1, 9)),
            "signed_at": None,
            "printed_at": None,
            "pdf": None,
            "sha256": "",
            "version": 1,
        }
        for n, c in enumerate(ending, start=1)
    ]
