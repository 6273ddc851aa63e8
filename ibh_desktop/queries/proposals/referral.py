"""What a referral takes from its course: a proposal that the therapist reads and rewords."""

from collections.abc import Sequence
from datetime import date

from ibh_desktop.domain.appointments import Status
from ibh_desktop.domain.courses import BY_CODE
from ibh_desktop.domain.goals import CLOSED
from ibh_desktop.domain.ids import CourseId, TherapistId
from ibh_desktop.domain.letter_lines import Line
from ibh_desktop.domain.lingering import SEVERITIES
from ibh_desktop.domain.outcomes import MEASURES
from ibh_desktop.domain.outcomes.change import baseline, change
from ibh_desktop.domain.outcomes.measure import Measure
from ibh_desktop.domain.permissions import Permission, require
from ibh_desktop.queries.course_page import CoursePage, ScoreLine, page
from ibh_desktop.queries.goals import IssueLine, referred
from ibh_desktop.queries.proposals.proposed import Proposed
from ibh_desktop.store.lookup import one
from ibh_desktop.store.schema import Course
from ibh_desktop.store.tx import Reading


def proposed(reading: Reading, course: CourseId) -> Proposed:
    """Parts of a referral letter by field name, as far as the course can tell; the rest is for the therapist to write."""
    row = one(reading, Course, course)
    therapist = TherapistId(row.therapist_id)
    require(reading.actor, Permission.WRITE_LETTER, therapist)
    shown = page(reading, course)
    issues = referred(reading, course)
    parts = {
        "urgency": (Line("routine"),),
        "reason": (Line(_reason(issues), "lingering issues"),),
        "diagnosis": (Line(shown.diagnosis, "the course"),),
        "summary": (Line(_summary(shown), "the course"),),
        "unresolved": tuple(Line(_unresolved(issue), "lingering issue") for issue in issues),
        "scores": tuple(Line(line, measure.code) for measure in MEASURES if (line := _scores(measure, shown))),
        "goals": tuple(Line(line, f"goal {n}") for n, line in enumerate(_goals(shown), 1)),
        "contact": (Line(f"{shown.therapist_name}, {shown.location_name}", "the clinic"),),
    }
    lines = {name: kept for name, part in parts.items() if (kept := tuple(line for line in part if line.text))}
    return Proposed("referral", shown.patient, therapist, course, None, None, lines)


def _reason(issues: Sequence[IssueLine]) -> str:
    if not issues:
        return ""
    named = "; ".join(issue.text.rstrip(".") for issue in issues)
    return f"The course did not fully resolve what is referred to you now: {named}."


def _unresolved(issue: IssueLine) -> str:
    parts = [SEVERITIES[issue.severity], issue.area.value if issue.area else ""]
    parts.append(f"from the goal “{issue.goal_title}”" if issue.goal_title else "")
    return f"{issue.text.rstrip('.')} ({', '.join(part for part in parts if part)})."


def _day(on: date) -> str:
    return f"{on:%B} {on.day}, {on.year}"


def _summary(shown: CoursePage) -> str:
    held = [visit.on for visit in shown.visits if visit.status is Status.COMPLETED]
    variant = BY_CODE[shown.variant].name if shown.variant in BY_CODE else shown.variant
    first = f"Interpersonal psychotherapy ({variant}) at {shown.location_name} with {shown.therapist_name}."
    if not held:
        return first
    kept = (
        f"{shown.attendance.delivered} of {shown.planned} planned sessions were held from {_day(held[0])} to {_day(held[-1])}"
    )
    missed = shown.attendance.no_show + shown.attendance.late_cancel
    focus = f" The focus was {shown.area.value}." if shown.area else ""
    return f"{first} {kept}{f', {missed} missed' if missed else ''}.{focus}"


def _scores(measure: Measure, shown: CoursePage) -> str:
    scored = [score for score in shown.scores if score.measure == measure.code and score.total is not None]
    if not scored:
        return ""
    first, latest = baseline(scored, shown.session_two) or scored[0], scored[-1]
    if first is latest:
        return f"{measure.code}: {_score(first)}."
    said = change(measure, first.total or 0, latest.total or 0).labels
    return "; ".join((f"{measure.code}: first {_score(first)}", f"latest {_score(latest)}", *said)) + "."


def _score(line: ScoreLine) -> str:
    told = ", ".join(part for part in (line.standing, "estimated" if line.prorated else "") if part)
    return f"{line.total} ({told}) on {_day(line.taken_on)}"


def _goals(shown: CoursePage) -> list[str]:
    lines = []
    for goal in shown.goals:
        before, after = goal.ratings
        rated = (
            f", rated {before} then {after} of 10" if before is not None and after is not None and goal.status in CLOSED else ""
        )
        lines.append(f"{goal.title}: {goal.status.value}{rated}.")
    return lines
