"""L9, the letter when a course ended early: when it was closed, how to return, where else help is."""

from ibh_desktop.domain.ids import CourseId
from ibh_desktop.domain.letter_lines import Line
from ibh_desktop.queries.clinic import settings
from ibh_desktop.queries.proposals import clinical, standing, words
from ibh_desktop.queries.proposals.proposed import Proposed
from ibh_desktop.store.tx import Reading

KIND = "closure"


def proposed(reading: Reading, course: CourseId) -> Proposed:
    """What a closing letter takes from a course that ended early: a date and a count, and no reason."""
    shown = clinical.course_of(reading, KIND, course)
    chosen = settings(reading)
    closed = words.day(shown.ended_on or shown.today)
    held = f"{shown.attendance.delivered} of {shown.planned} planned sessions were held"
    lines = words.kept(
        {
            "closing": (Line(f"Your treatment with us was closed on {closed}; {held}.", "the course"),),
            "come_back": (Line(chosen.letter_come_back, standing.CLINIC),),
            "options": (Line(chosen.letter_options, standing.CLINIC),),
        }
    )
    return clinical.about(KIND, shown, lines)
