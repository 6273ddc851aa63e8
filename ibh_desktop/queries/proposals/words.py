"""Sentences that several kinds of letters take from a course, each with where it comes from."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date, datetime

from ibh_desktop.domain.appointments import Status
from ibh_desktop.domain.courses import Area, CourseStatus, variant_name
from ibh_desktop.domain.goals import CLOSED
from ibh_desktop.domain.letter_lines import Line, Lines
from ibh_desktop.domain.letters import LONGEST_TEXT, YES
from ibh_desktop.domain.outcomes import MEASURES
from ibh_desktop.domain.outcomes.change import baseline, change
from ibh_desktop.domain.outcomes.due import is_follow_up
from ibh_desktop.domain.outcomes.measure import Measure
from ibh_desktop.queries.course_page import CoursePage
from ibh_desktop.queries.course_scores import ScoreLine

OF_SUBSTANCES = ("AUDIT-C", "AUDIT", "DAST-10")
"""Measures whose scores are facts about substance use: never merged by default (DOMAIN.md 4.2, 4.5)."""
_SUBSTANCE_CODE = re.compile(r"\bF1\d\b")
"""ICD-10-CM: mental and behavioral disorders due to psychoactive substance use."""

AREAS = {
    Area.GRIEF: "the loss of somebody close",
    Area.ROLE_DISPUTE: "a conflict with another person",
    Area.ROLE_TRANSITION: "a change in your life",
    Area.DEFICITS: "being alone, and closer relationships",
}
"""The problem areas as a patient reads them."""


def kept(parts: Mapping[str, Iterable[Line]]) -> Lines:
    """Lines with words only, and no more of a part than it holds: what is beyond that is there to be ticked."""
    found: dict[str, tuple[Line, ...]] = {}
    for name, part in parts.items():
        lines: list[Line] = []
        room = LONGEST_TEXT
        for line in part:
            if line.text.strip():
                on = line.on and len(line.text) <= room
                room -= len(line.text) + 1 if on else 0
                lines.append(line if on == line.on else Line(line.text, line.source, on=False))
        if lines:
            found[name] = tuple(lines)
    return found


def day(on: date) -> str:
    """`January 4, 2027`."""
    return f"{on:%B} {on.day}, {on.year}"


def weekday(at: datetime) -> str:
    """`Monday, January 4, 2027`."""
    return f"{at:%A}, {day(at)}"


def clock(at: datetime) -> str:
    """`10:00 AM CST`: a time is never without its zone."""
    return f"{at.hour % 12 or 12}:{at:%M} {'AM' if at.hour < 12 else 'PM'} {at:%Z}".strip()


def sessions(shown: CoursePage) -> str:
    """What kind of treatment with whom, how many sessions of how many, when, how it stands."""
    held = [visit.on for visit in shown.visits if visit.counts and visit.status is Status.COMPLETED]
    said = [
        f"Interpersonal psychotherapy ({variant_name(shown.variant, shown.planned)}) at {shown.location_name}"
        f" with {shown.therapist_name}."
    ]
    if held:
        missed = shown.attendance.no_show + shown.attendance.late_cancel
        said.append(
            f"{shown.attendance.delivered} of {shown.planned} planned sessions were held from {day(held[0])}"
            f" to {day(held[-1])}{f', {missed} missed' if missed else ''}."
        )
    if shown.area:
        said.append(f"The focus was {shown.area.value}.")
    said.append(_standing(shown))
    return " ".join(part for part in said if part)


def _standing(shown: CoursePage) -> str:
    ended = f" on {day(shown.ended_on)}" if shown.ended_on else ""
    words = {
        CourseStatus.ACTIVE: "The course is going on." if shown.attendance.delivered else "",
        CourseStatus.ON_HOLD: "The course is on hold.",
        CourseStatus.COMPLETED: f"The course was completed{ended}.",
        CourseStatus.ENDED_EARLY: f"The course ended early{ended}.",
        CourseStatus.TRANSFERRED: f"The course was transferred{ended}.",
    }
    return words.get(shown.status, "")


def scores(shown: CoursePage, *, plain: bool = False) -> Iterator[Line]:
    """First and latest score of every measure with its band and what changed; `plain` for a patient, without the terms.

    What changed is said of the course; a form after its end stands beside that as its follow-up.
    """
    yield from _scored(shown, [m for m in MEASURES if m.code not in OF_SUBSTANCES], plain=plain)


def substance_scores(shown: CoursePage) -> Iterator[Line]:
    """Scores that tell of substance use, unticked."""
    for line in _scored(shown, [m for m in MEASURES if m.code in OF_SUBSTANCES], plain=False):
        yield Line(line.text, line.source, on=False)


def _scored(shown: CoursePage, measures: Iterable[Measure], *, plain: bool) -> Iterator[Line]:
    for measure in measures:
        taken = [score for score in shown.scores if score.measure == measure.code and score.total is not None]
        if not taken:
            continue
        within = [score for score in taken if not is_follow_up(score.taken_on, shown.ended_on)]
        after = taken[-1] if len(taken) > len(within) else None
        said, told = _of_course(shown, measure, within, ended=after is not None, plain=plain) if within else ([], [])
        if after is not None:
            said, told = [*said, f"at follow-up {_score(after)}"], [*told, after]
        *before, last = (day(score.taken_on) for score in told)
        dates = f"{', '.join(before)} and {last}" if before else last
        yield Line(f"{measure.code}: {'; '.join(said)}.", f"{measure.code}, {dates}")


def _of_course(
    shown: CoursePage, measure: Measure, taken: Sequence[ScoreLine], *, ended: bool, plain: bool
) -> tuple[list[str], list[ScoreLine]]:
    """What a measure said from first to last, and the forms that this rests on; `ended` where a later one follows."""
    first, latest = baseline(taken, shown.session_two) or taken[0], taken[-1]
    if first is latest:
        return [f"{'in the course ' if ended else ''}{_score(first)}"], [first]
    labels = () if plain else change(measure, first.total or 0, latest.total or 0).labels
    last = "last in the course" if ended else "latest"
    return [f"first {_score(first)}", f"{last} {_score(latest)}", *labels], [first, latest]


def _score(line: ScoreLine) -> str:
    told = ", ".join(part for part in (line.standing, "estimated" if line.prorated else "") if part)
    if not told:
        return f"{line.total} on {day(line.taken_on)}"
    return f"{line.total}, {told}, on {day(line.taken_on)}" if "(" in told else f"{line.total} ({told}) on {day(line.taken_on)}"


def chart(shown: CoursePage) -> Iterator[Line]:
    """The chart is offered once there is a course of scores to see, ticked where a measure was taken twice."""
    codes = [score.measure for score in shown.scores if score.total is not None and score.measure not in OF_SUBSTANCES]
    if codes:
        yield Line(YES, "the scores", on=len(codes) > len(set(codes)))


def goals(shown: CoursePage) -> Iterator[Line]:
    """Goals in their order with what came of them."""
    for number, goal in enumerate(shown.goals, 1):
        before, after = goal.ratings
        both = before is not None and after is not None and goal.status in CLOSED
        rated = f", rated {before} then {after} of 10" if both else ""
        yield Line(f"{goal.title}: {goal.status.value}{rated}.", f"goal {number}")


def diagnosis(shown: CoursePage) -> Iterator[Line]:
    """The working diagnosis as the therapist named it; one of substance use is there to be ticked."""
    told = not _SUBSTANCE_CODE.search(shown.diagnosis)
    yield Line(shown.diagnosis, "the course", on=told)
