"""L4, the progress letter or discharge summary, to the patient: sessions, goals, scores, what goes on."""

from collections.abc import Iterator

from ibh_desktop.domain.courses import CourseStatus
from ibh_desktop.domain.ids import CourseId
from ibh_desktop.domain.letter_lines import Line
from ibh_desktop.domain.letters import YES
from ibh_desktop.domain.lingering import Disposition
from ibh_desktop.queries.clinic import settings
from ibh_desktop.queries.course_page import CoursePage
from ibh_desktop.queries.goals import IssueLine, issues
from ibh_desktop.queries.proposals import clinical, standing, words
from ibh_desktop.queries.proposals.proposed import Proposed
from ibh_desktop.store.tx import Reading

KIND = "summary"
_GOES_ON = {
    Disposition.SELF_HELP: "you go on with this by yourself",
    Disposition.CONTINUE_IPT: "we go on with this in more sessions",
    Disposition.MAINTENANCE_IPT: "we go on with this in maintenance sessions",
    Disposition.INTERNAL_PSYCHIATRY: "our psychiatry looks after this",
    Disposition.REFERRAL_OUT: "we refer you to somebody for this",
    Disposition.DECLINED_BY_PATIENT: "you chose to leave this for now",
}
"""What becomes of an issue, as a patient reads it; of what needs nothing nothing is said."""


def proposed(reading: Reading, course: CourseId) -> Proposed:
    """What a progress letter takes from its course; the plan for staying well is the therapist's to write."""
    shown = clinical.course_of(reading, KIND, course)
    lines = words.kept(
        {
            "summary": (Line(_sessions(shown), "the course"),),
            "focus": (Line(f"We worked on {words.AREAS[shown.area]}.", "the course"),) if shown.area else (),
            "goals": words.goals(shown),
            "scores": words.scores(shown, plain=True),
            "chart": words.chart(shown),
            "timeline": (Line(YES, "the course's timeline", on=False),),
            "ongoing": _ongoing(shown, issues(reading, course)),
            "come_back": (Line(settings(reading).letter_come_back, standing.CLINIC),),
        }
    )
    return clinical.about(KIND, shown, lines)


def _sessions(shown: CoursePage) -> str:
    held = shown.attendance.delivered
    said = f"You had {held} of {shown.planned} planned sessions of interpersonal psychotherapy with {shown.therapist_name}"
    when = f" since {words.day(shown.starts_on)}" if held and shown.ended_on is None else ""
    if shown.ended_on is not None:
        when = f" from {words.day(shown.starts_on)} to {words.day(shown.ended_on)}"
    over = {
        CourseStatus.COMPLETED: " Your course is complete.",
        CourseStatus.ENDED_EARLY: " Your course ended early.",
        CourseStatus.TRANSFERRED: " Your care was handed on.",
    }
    return f"{said}{when}.{over.get(shown.status, '')}"


def _ongoing(shown: CoursePage, found: tuple[IssueLine, ...]) -> Iterator[Line]:
    for issue in found:
        if issue.disposition in _GOES_ON:
            yield Line(f"{issue.text.rstrip('.')}: {_GOES_ON[issue.disposition]}.", "lingering issue")
    if shown.next_at is not None:
        when = f"{words.weekday(shown.next_at)}, {words.clock(shown.next_at)}"
        yield Line(f"Your next visit is on {when}.", f"visit of {words.day(shown.next_at)}")
