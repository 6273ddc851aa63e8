"""L6, the treatment plan: what was agreed, in the words of the contract."""

from collections.abc import Iterator

from ibh_desktop.domain.goals import GoalStatus
from ibh_desktop.domain.homework import HomeworkStatus
from ibh_desktop.domain.ids import CourseId
from ibh_desktop.domain.letter_lines import Line
from ibh_desktop.domain.outcomes import BY_CODE
from ibh_desktop.domain.outcomes.due import CORE, SUGGESTED, is_due
from ibh_desktop.queries.clinic import settings
from ibh_desktop.queries.course_page import CoursePage
from ibh_desktop.queries.goals import GoalsPage, section
from ibh_desktop.queries.proposals import clinical, standing, words
from ibh_desktop.queries.proposals.guardians import guardians
from ibh_desktop.queries.proposals.proposed import Proposed
from ibh_desktop.settings import Settings
from ibh_desktop.store.chart import Contract
from ibh_desktop.store.lookup import one
from ibh_desktop.store.schema import Course, Location
from ibh_desktop.store.tx import Reading

KIND = "plan"
_RHYTHM = {7: "one a week", 14: "one every two weeks", 28: "one every four weeks"}


def proposed(reading: Reading, course: CourseId) -> Proposed:
    """What a treatment plan takes from its course; raise `Refused` before the end of the initial phase."""
    shown = clinical.course_of(reading, KIND, course)
    agreed, chosen = reading.session.get(Contract, course), settings(reading)
    work = section(reading, course)
    lines = words.kept(
        {
            "contract": _contract(reading, shown, agreed),
            "focus": (Line(f"We work on {words.AREAS[shown.area]}.", "the course"),) if shown.area else (),
            "goals": _goals(shown),
            "homework": _homework(work),
            "measures": _measures(shown),
            "missed": _missed(reading, shown, agreed, chosen),
            "privacy": (Line(chosen.letter_privacy, standing.CLINIC),),
            "guardian": guardians(reading, shown.patient),
        }
    )
    return clinical.about(KIND, shown, lines)


def _contract(reading: Reading, shown: CoursePage, agreed: Contract | None) -> Iterator[Line]:
    days = one(reading, Course, shown.id).cadence_days
    rhythm = _RHYTHM.get(days, f"one every {days} days")
    yield Line(
        f"{shown.planned} sessions of {shown.minutes} minutes, {rhythm}, with {shown.therapist_name} at {shown.location_name},"
        f" from {words.day(shown.starts_on)} to {words.day(shown.target_end)}.",
        "the contract",
    )
    if agreed is not None and agreed.aims:
        yield Line(agreed.aims, "the contract's aims")
    if agreed is not None and agreed.agreed_on is not None:
        yield Line(f"Agreed on {words.day(agreed.agreed_on)}.", "the contract")


def _goals(shown: CoursePage) -> Iterator[Line]:
    for number, goal in enumerate(shown.goals, 1):
        if goal.status is not GoalStatus.DROPPED:
            yield Line(f"{goal.title.rstrip('.')}.", f"goal {number}")


def _homework(work: GoalsPage) -> Iterator[Line]:
    given = [task for task in work.homework if task.status is HomeworkStatus.ASSIGNED]
    for task in given:
        yield Line(f"{task.text.rstrip('.')}.", f"homework of {words.day(task.assigned_on)}")
    if not given:
        yield Line("Small tasks that we agree on at the end of a session, and talk about in the next.", "the clinic")


def _measures(shown: CoursePage) -> Iterator[Line]:
    asked = dict.fromkeys((*CORE, *SUGGESTED.get(shown.indication, ()), *(score.measure for score in shown.scores)))
    for code in asked:
        due = [n for n in range(1, shown.planned + 1) if is_due(BY_CODE[code], n, shown.planned, None, shown.today)]
        when = f"{', '.join(str(n) for n in due[:-1])} and {due[-1]}"
        yield Line(f"{code}, in sessions {when}.", "the measures of this course", on=code not in words.OF_SUBSTANCES)


def _missed(reading: Reading, shown: CoursePage, agreed: Contract | None, chosen: Settings) -> Iterator[Line]:
    if agreed is not None and agreed.missed_rule:
        yield Line(agreed.missed_rule, "the contract")
    else:
        yield from standing.cancelling(chosen, one(reading, Location, shown.location))
