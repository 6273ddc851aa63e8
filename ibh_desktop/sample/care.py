"""Rows that grow out of courses: scores, safety events, goals, letters."""

import json
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, time, timedelta
from random import Random
from typing import Any

from ibh_desktop.domain.courses import CourseStatus
from ibh_desktop.domain.goals import GoalStatus
from ibh_desktop.domain.letters import LetterStatus
from ibh_desktop.domain.outcomes import BY_CODE
from ibh_desktop.domain.outcomes.measure import Safety
from ibh_desktop.domain.outcomes.scoring import score
from ibh_desktop.sample import safety
from ibh_desktop.sample.goal_work import worked
from ibh_desktop.sample.names import GOALS, RECIPIENTS
from ibh_desktop.sample.people import Rows

_PARTS = {
    "urgency": "routine",
    "reason": "Depressive symptoms that a time-limited course did not fully resolve.",
    "unresolved": "Low mood in the mornings; sleep.",
    "request": "Please assess for medication.",
}
_PICTURE = {"PHQ-9": (18, 17, 17, 15, 16, 13, 12, 10, 9, 8), "GAD-7": (14, 12, 10, 8, 7)}


_CHUNK = 20_000
_TABLES = ("goal", "score", "safety_event", "goal_rating", "homework", "lingering_issue")


@dataclass(slots=True)
class _Grown:
    """Rows that grew and were not taken yet; ids go on counting."""

    rows: dict[str, Rows] = field(default_factory=lambda: {name: [] for name in _TABLES} | safety.tables())
    count: Counter[str] = field(default_factory=Counter)

    def add(self, table: str, row: dict[str, Any]) -> int:
        """Keep a row; returns its id."""
        self.count[table] += 1
        self.rows[table].append({"id": self.count[table], **row})
        return self.count[table]

    def taken(self) -> Iterator[tuple[str, Rows]]:
        """What grew since the last call."""
        for table, rows in self.rows.items():
            yield table, rows
            self.rows[table] = []


def care(courses: Rows, held: Mapping[int, Sequence[datetime]], now: datetime, rng: Random) -> Iterator[tuple[str, Rows]]:
    """Goals, scores and safety events of all courses, some at a time; `held` are the sessions' starts by course."""
    grown = _Grown()
    for course in courses:
        starts = sorted(held.get(course["id"], ()))
        _scores(grown, course, starts, now, rng)
        goals = _goals(grown, course, starts, rng)
        worked(grown.add, course, starts, goals)
        if len(grown.rows["score"]) >= _CHUNK:
            yield from grown.taken()
    for row in safety.worry(courses, now):
        grown.add("safety_event", {"score_id": None, **row})
    yield from grown.taken()


def _scores(grown: _Grown, course: dict[str, Any], held: Sequence[datetime], now: datetime, rng: Random) -> None:
    picture = course["id"] == 1
    last = course["planned"]
    for code, sessions in (("PHQ-9", (1, 4, 8, 12, last)), ("GAD-7", (1, 8, last))):
        first, better = rng.randrange(9, 22), rng.uniform(0.1, 0.75)
        for number, starts in enumerate(held, start=1):
            if picture and (code == "PHQ-9" or number % 3 == 1):
                series = _PICTURE[code]
                wanted = series[min(number - 1 if code == "PHQ-9" else number // 3, len(series) - 1)]
            elif not picture and number in sessions:
                wanted = max(0, round(first * (1 - better * number / last) + rng.gauss(0, 1.3)))
            else:
                continue
            saved = _score(course, code, wanted, starts, picture=picture, rng=rng)
            key = grown.add("score", saved)
            if saved["safety"] is Safety.POSITIVE:
                event = safety.event(course, key, code, starts, now)
                about = grown.add("safety_event", event)
                for table, row in safety.what_was_done(about, event, course):
                    grown.add(table, row)


def _score(course: dict[str, Any], code: str, wanted: int, at: datetime, *, picture: bool, rng: Random) -> dict[str, Any]:
    measure = BY_CODE[code]
    answers = [0] * measure.count
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
        "given": "{}",
    }


def _goals(grown: _Grown, course: dict[str, Any], held: Sequence[datetime], rng: Random) -> Rows:
    titles = GOALS[course["area"].value]
    third = max(1, course["planned"] // 3)
    over = course["status"] not in (CourseStatus.ACTIVE, CourseStatus.ON_HOLD)
    for position, title in enumerate(titles, start=1):
        starts, ends = third * (position - 1) + 2, third * position + 1
        opened = held[starts - 1].date() if len(held) >= starts else None
        closed = held[ends - 1].date() if len(held) >= ends else (course["ended_on"] if over and opened else None)
        status = GoalStatus.PROPOSED if opened is None else GoalStatus.ACTIVE
        if closed:
            status = rng.choices((GoalStatus.ACHIEVED, GoalStatus.PARTLY, GoalStatus.NOT_ACHIEVED), (6, 3, 1))[0]
        elif over:
            status = GoalStatus.DROPPED
        baseline = rng.randrange(1, 4)
        latest = min(10, baseline + {GoalStatus.ACHIEVED: 5, GoalStatus.PARTLY: 3, GoalStatus.ACTIVE: 2}.get(status, 0))
        grown.add(
            "goal",
            {
                "course_id": course["id"],
                "position": position,
                "title": title,
                "status": status,
                "baseline": baseline if opened else None,
                "latest": latest if opened else None,
                "opened_on": opened,
                "closed_on": closed,
            },
        )
    return grown.rows["goal"][-len(titles) :]


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
    letters = []
    for n, course in enumerate(ending, start=1):
        to = rng.randrange(1, len(RECIPIENTS) + 1)
        created = now - timedelta(days=rng.randrange(1, 9))
        letters.append(_letter(n, course, created, recipient_id=to))
    return letters


def sent(courses: Rows, *, after: int) -> Rows:
    """The letter that went out as each course was completed; their sheets are not kept, there would be gigabytes of them."""
    over = sorted((c for c in courses if c["status"] is CourseStatus.COMPLETED), key=lambda c: (c["ended_on"], c["id"]))
    letters = []
    for n, course in enumerate(over, start=after + 1):
        at = datetime.combine(course["ended_on"], time(20), UTC)
        row = _letter(n, course, at, recipient_id=n % len(RECIPIENTS) + 1)
        letters.append(row | {"status": LetterStatus.PRINTED, "signed_at": at, "printed_at": at})
    return letters


def _letter(n: int, course: dict[str, Any], created: datetime, *, recipient_id: int) -> dict[str, Any]:
    return {
        "id": n,
        "number": f"L{created:%y}-{n:05d}",
        "edition": 1,
        "kind": "referral",
        "patient_id": course["patient_id"],
        "course_id": course["id"],
        "therapist_id": course["therapist_id"],
        "recipient_id": recipient_id,
        "status": LetterStatus.DRAFT,
        "parts": json.dumps(_PARTS),
        "created_at": created,
        "signed_at": None,
        "printed_at": None,
        "pdf": None,
        "sha256": "",
        "version": 1,
    }
