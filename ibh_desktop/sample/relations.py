"""People, problem areas and life events of a few sample courses: the running ones that began first."""

import json
from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta
from random import Random
from typing import Any

from ibh_desktop.domain.circle import free_angle
from ibh_desktop.domain.courses import Area, CourseStatus
from ibh_desktop.domain.life_events import EventKind, Precision
from ibh_desktop.domain.phases import Phase
from ibh_desktop.domain.problems import Setting, Stage
from ibh_desktop.sample.people import OTHERS, Rows
from ibh_desktop.store.chart import DisputeStage, Formulation, InventoryPerson, LifeEvent, ProblemDetail, Snapshot

_COURSES = 12
_PEOPLE = (
    # name, relation, words, ring, contact, modes, confides, given, received, conflict
    ("Rosa", "sibling", "younger", 2, "weekly", "in person,phone", "partly", 2, 1, 2),
    ("Mother", "parent", "", 2, "several times a week", "phone", "no", 2, 1, 3),
    ("Grandfather", "grandparent", "mother's side", 1, "", "", "yes", 1, 3, 0),
    ("Walt", "partner", "", 3, "daily", "in person,messages", "partly", 2, 1, 3),
    ("Little Sam", "child", "", 1, "daily", "in person", "no", 3, 1, 0),
    ("Bea", "friend", "from school", 2, "monthly", "phone,messages", "yes", 1, 2, 0),
    ("Mr. Dunn", "boss", "", 4, "daily", "in person", "no", 0, 0, 2),
    ("Priya", "colleague", "", 3, "daily", "in person", "partly", 1, 1, 0),
    ("Pastor Lyle", "clergy", "", 3, "a few times a year", "in person", "partly", 0, 2, 0),
)
_LATER_RING = {"Mother": 1, "Walt": 2, "Bea": 1, "Mr. Dunn": 3, "Rosa": 3}
"""Of those who have moved since the circle was kept in the initial phase."""
_TEXT = {
    Area.GRIEF: "The low mood began in the months after Grandfather's death and keeps coming back around his birthday.",
    Area.ROLE_DISPUTE: "The low mood follows the quarrels at home: each waits for the other, and both stay silent.",
    Area.ROLE_TRANSITION: "The low mood began with the move: work, friends and church were left behind at once.",
    Area.DEFICITS: "There are few people to turn to, and friendships end before they grow close. The low mood keeps it so.",
}
_DETAIL: dict[Area, dict[str, Any]] = {
    Area.GRIEF: {"circumstances": "After a short illness.", "anniversaries": "His birthday in May."},
    Area.ROLE_DISPUTE: {
        "setting": Setting.HOME.value,
        "stage": Stage.RENEGOTIATION.value,
        "patient_expects": "To be asked how the day was.",
        "other_expects": "To be left alone in the evening.",
        "issues": "Who speaks first after a quarrel.",
    },
    Area.ROLE_TRANSITION: {
        "old_role": "Among friends",
        "new_role": "New in town",
        "losses": "Friends around the corner.",
        "gains": "A job with regular hours.",
    },
    Area.DEFICITS: {
        "circumstances": "Two friendships that faded.",
        "patterns": "Leaves before being left.",
        "contacts_a_week": 2,
    },
}
_EVENTS = (
    (EventKind.LIFE_EVENT, "Parents separated", 20, Precision.YEAR, -2),
    (EventKind.TREATMENT, "Counseling at school", 14, Precision.YEAR, 1),
    (EventKind.LIFE_EVENT, "Grandfather died", 2, Precision.MONTH, -3),
    (EventKind.LIFE_EVENT, "Moved across the state", 1, Precision.MONTH, -1),
    (EventKind.SYMPTOM, "Wakes at four most nights", 0, Precision.MONTH, -2),
)


def relations(courses: Rows, today: date, now: datetime, seed: int) -> Iterator[tuple[str, Rows]]:
    """Rows of each table in the order in which they refer to each other."""
    rng = Random(seed)
    running = [course for course in courses if course["status"] is CourseStatus.ACTIVE]
    some = sorted(running, key=lambda course: (course["id"] != 1, course["starts_on"], course["id"]))[:_COURSES]
    people = [row for course in some for row in _people(course, now, rng)]
    yield InventoryPerson.__tablename__, [{"id": n, **row} for n, row in enumerate(people, start=1)]
    moved = [course for course in some if course["phase"] is not Phase.INITIAL]
    if moved:
        yield Snapshot.__tablename__, [_snapshot(n, course, people) for n, course in enumerate(moved, start=1)]
    yield Formulation.__tablename__, [_formulation(n, course, now) for n, course in enumerate(some, start=1)]
    yield ProblemDetail.__tablename__, [_detail(n, course, people) for n, course in enumerate(some, start=1)]
    stages = [row for n, course in enumerate(some, start=1) for row in _stages(n, course, today)]
    if stages:
        yield DisputeStage.__tablename__, [{"id": n, **row} for n, row in enumerate(stages, start=1)]
    events = [row for course in some for row in _events(course, people)]
    yield LifeEvent.__tablename__, [{"id": n, **row} for n, row in enumerate(events, start=1)]


def _people(course: dict[str, Any], now: datetime, rng: Random) -> Rows:
    chosen = _PEOPLE if course["id"] == 1 else sorted(rng.sample(_PEOPLE, rng.randrange(4, 8)))
    moved, angles, rows = course["phase"] is not Phase.INITIAL, [0], []
    for name, relation, words, ring, contact, modes, confides, given, received, conflict in chosen:
        angles.append(free_angle(angles))
        dead = name == "Grandfather"
        rows.append(
            {
                "course_id": course["id"],
                "name": name,
                "relation": relation,
                "relation_words": words,
                "alive": not dead,
                "lives_with": name in ("Walt", "Little Sam"),
                "ring": _LATER_RING.get(name, ring) if moved else ring,
                "angle": angles[-1],
                "contact": contact,
                "contact_modes": modes,
                "confides": confides,
                "given": given,
                "received": received,
                "conflict": conflict,
                "updated_at": now,
            }
        )
    return rows


def _snapshot(n: int, course: dict[str, Any], people: Rows) -> dict[str, Any]:
    former = {name: ring for name, _, _, ring, *_ in _PEOPLE}
    places = [
        {"person": key, "name": p["name"], "ring": former[p["name"]], "angle": p["angle"], "alive": p["alive"]}
        for key, p in enumerate(people, start=1)
        if p["course_id"] == course["id"] and p["name"] != "Priya"
    ]
    taken = datetime.combine(course["starts_on"] + timedelta(days=14), time(17), UTC)
    return {
        "id": n,
        "course_id": course["id"],
        "phase": Phase.INITIAL.value,
        "taken_at": taken,
        "taken_by": len(OTHERS) + course["therapist_id"],
        "places": json.dumps(places),
    }


def _formulation(n: int, course: dict[str, Any], now: datetime) -> dict[str, Any]:
    agreed = course["starts_on"] + timedelta(days=14)
    made = min(now, datetime.combine(agreed, time(18), UTC))
    return {
        "id": n,
        "course_id": course["id"],
        "edition": 1,
        "text": _TEXT[course["area"]],
        "primary_area": course["area"].value,
        "agreed_on": agreed if agreed <= now.date() else None,
        "made_at": made,
        "made_by": len(OTHERS) + course["therapist_id"],
    }


def _key(course: dict[str, Any], people: Rows, *names: str) -> int | None:
    return next(
        (k for k, p in enumerate(people, start=1) if p["course_id"] == course["id"] and p["name"] in names),
        None,
    )


def _detail(n: int, course: dict[str, Any], people: Rows) -> dict[str, Any]:
    area = course["area"]
    names = {Area.GRIEF: ("Grandfather",), Area.ROLE_DISPUTE: ("Walt", "Mother")}.get(area, ())
    empty = {name: "" for details in _DETAIL.values() for name in details} | {"contacts_a_week": None}
    who = _key(course, people, *names)
    return {"id": n, "course_id": course["id"], "area": area.value, "person_id": who, **empty, **_DETAIL[area]}


def _stages(n: int, course: dict[str, Any], today: date) -> Rows:
    if course["area"] is not Area.ROLE_DISPUTE:
        return []
    steps = ((Stage.IMPASSE, 7, "Silent for weeks"), (Stage.RENEGOTIATION, 42, "Both came to one session"))
    days = [(stage, course["starts_on"] + timedelta(days=days), note) for stage, days, note in steps]
    return [{"detail_id": n, "on": min(on, today), "stage": stage.value, "note": note} for stage, on, note in days]


def _events(course: dict[str, Any], people: Rows) -> Rows:
    rows = []
    for kind, title, years, precision, mood in _EVENTS:
        on = (course["starts_on"] - timedelta(days=round(365.25 * years) + 75)).replace(day=1)
        rows.append(
            {
                "course_id": course["id"],
                "kind": kind.value,
                "title": title,
                "from_on": on.replace(month=1) if precision is Precision.YEAR else on,
                "precision": precision.value,
                "mood": mood,
                "person_id": _key(course, people, "Grandfather") if title.startswith("Grandfather") else None,
            }
        )
    return rows
