"""Safety events of the sample clinic and what was done about them: this morning's is open, last week's are in follow-up."""

import json
from collections.abc import Iterator
from datetime import date, datetime, timedelta
from itertools import islice
from typing import Any

from ibh_desktop.domain.courses import RUNNING, CourseStatus
from ibh_desktop.domain.safety import SUPERVISOR, Level, Means, Method, Plan, SafetyStatus, Source, Step
from ibh_desktop.domain.screener import ITEMS
from ibh_desktop.sample.people import OTHERS, Rows
from ibh_desktop.store.chart.safety import Assessment, ScreenerAnswers, Told

_NEW, _FOLLOWED = timedelta(hours=3), timedelta(days=7)
_FINDING = "Passing wish not to wake up, last on Sunday evening. No thoughts of a method, no intent, no plan. Sister knows."
_ACTIONS = "Went through the safety plan together; sister is called on Sundays; next session kept."
_ANSWERS = json.dumps({item: item == "1" if item in ("1", "2", "6") else None for item in ITEMS})


def tables() -> dict[str, Rows]:
    """The chart's tables for it, empty."""
    return {str(kind.__tablename__): [] for kind in (Assessment, Told, ScreenerAnswers)}


def event(course: dict[str, Any], score_id: int, measure: str, starts: datetime, now: datetime) -> dict[str, Any]:
    """The event that a form of a session raised."""
    raised = starts + timedelta(minutes=5)
    closed = min(raised + _FOLLOWED + timedelta(hours=1), now)
    status = SafetyStatus.FOLLOW_UP if closed == now and course["status"] in RUNNING else SafetyStatus.CLOSED
    if now - raised < _NEW:
        status = SafetyStatus.OPEN
    return {
        "patient_id": course["patient_id"],
        "course_id": course["id"],
        "score_id": score_id,
        "source": measure,
        "status": status,
        "words": "",
        "raised_at": raised,
        "raised_by": len(OTHERS) + course["therapist_id"],
        "closed_at": closed if status is SafetyStatus.CLOSED else None,
    }


def worry(courses: Rows, now: datetime) -> Rows:
    """What the front desk noticed a few minutes ago about a patient of the first therapist."""
    theirs = (c for c in courses if c["therapist_id"] == 1 and c["status"] is CourseStatus.ACTIVE and c["id"] != 1)
    return [
        {
            "patient_id": course["patient_id"],
            "course_id": course["id"],
            "source": Source.WORRY.value,
            "status": SafetyStatus.OPEN,
            "words": "Came in crying and said that it does not matter whether she comes again.",
            "raised_at": now - timedelta(minutes=12),
            "raised_by": 2,
            "closed_at": None,
        }
        for course in islice(theirs, 1)
    ]


def what_was_done(key: int, raised: dict[str, Any], course: dict[str, Any]) -> Iterator[tuple[str, dict[str, Any]]]:
    """Rows of the chart about an event of a running course; of those long over only the event itself is kept."""
    if raised["status"] is SafetyStatus.OPEN or course["status"] not in RUNNING:
        return
    who, at = raised["raised_by"], raised["raised_at"]
    yield "safety_assessment", _entry(key, who, at + timedelta(minutes=2), Step.BEGUN)
    yield (
        "safety_screener",
        {"event_id": key, "asked_by": who, "asked_at": at + timedelta(minutes=9), "answers": _ANSWERS},
    )
    assessed = _entry(key, who, at + timedelta(minutes=30), Method.INTERVIEW, (at + _FOLLOWED).date())
    told = at + timedelta(minutes=45)
    yield (
        "safety_assessment",
        assessed
        | {
            "level": Level.LOW.value,
            "finding": _FINDING,
            "actions": _ACTIONS,
            "plan": Plan.MADE.value,
            "means": Means.YES.value,
            "supervisor_told_at": told,
        },
    )
    lead = OTHERS[3 if course["therapist_id"] % 2 else 4]
    yield (
        "safety_told",
        {"event_id": key, "name": lead[1], "role": SUPERVISOR, "channel": "phone", "told_at": told, "told_by": who},
    )
    if raised["closed_at"] is not None:
        yield "safety_assessment", _entry(key, who, raised["closed_at"], Step.CLOSED)


def _entry(key: int, who: int, at: datetime, method: Step | Method, follow_up_on: date | None = None) -> dict[str, Any]:
    return {
        "event_id": key,
        "assessed_by": who,
        "assessed_at": at,
        "method": method.value,
        "level": "",
        "finding": "",
        "actions": "",
        "plan": "",
        "means": "",
        "follow_up_on": follow_up_on,
        "supervisor_told_at": None,
    }
