"""What was agreed for the sample's courses: contracts with consent, and the tasks that were done in their phases."""

from collections.abc import Iterator
from datetime import date, timedelta
from random import Random
from typing import Any

from ibh_desktop.domain.consent import Giver
from ibh_desktop.domain.courses import CourseStatus
from ibh_desktop.domain.phases import Phase
from ibh_desktop.domain.tasks import TASKS
from ibh_desktop.sample.people import Rows

_AIMS = (
    "Sleep through again, and tell my family how I am before it gets bad.",
    "Find my way into the new job without losing old friends.",
    "Talk with my partner about money without a fight.",
    "Let the grief have its place, and see people again.",
)
_RULE = "Missed sessions are made up within the same contract; three in a row are talked about first."


def contracts(courses: Rows, today: date, rng: Random) -> Iterator[tuple[str, Rows]]:
    """Consent for every course that began, terms for those past their first sessions, tasks as far as they came."""
    agreed: Rows = []
    done: Rows = []
    for course in courses:
        if course["status"] is CourseStatus.DRAFT:
            continue
        first = course["starts_on"]
        began = course["phase"] is not Phase.INITIAL
        terms = {"aims": rng.choice(_AIMS), "missed_rule": _RULE} if began else {"aims": "", "missed_rule": ""}
        when = min(today, first + timedelta(weeks=2))
        agreed.append(_contract(course["id"], first, terms, when if began else None))
        done += [_done(len(done) + n, course, task, when) for n, task in enumerate(_codes(course, rng), start=1)]
    yield "contract", agreed
    yield "task_done", done


def _contract(course: int, first: date, terms: dict[str, str], agreed_on: date | None) -> dict[str, Any]:
    return {
        "course_id": course,
        **terms,
        "agreed_on": agreed_on,
        "agreed_by": Giver.PATIENT.value if agreed_on else "",
        "consent_on": first,
        "consent_by": Giver.PATIENT.value,
        "consent_exception": "",
        "prescriber": "Dr. Imani Cole (invented)" if course % 9 == 0 else "",
    }


def _codes(course: dict[str, Any], rng: Random) -> list[str]:
    """Ticked tasks: all of the phases that are over, some of the one that runs."""
    order = list(Phase)
    reached, over = order.index(course["phase"]), course["status"] is CourseStatus.COMPLETED
    codes = []
    for task in TASKS:
        if task.fact is not None or task.variants:
            continue
        at = order.index(task.phase)
        if at < reached or over or (at == reached and rng.random() < 0.4):
            codes.append(task.code)
    return codes


def _done(key: int, course: dict[str, Any], code: str, on: date) -> dict[str, Any]:
    return {"id": key, "course_id": course["id"], "code": code, "done_on": on, "done_by": 1, "skipped": False, "note": ""}
